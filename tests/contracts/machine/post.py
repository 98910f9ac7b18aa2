# SPDX-License-Identifier: Apache-2.0
"""The relayer: it has what people signed, and submits it when and how it likes, or not at all."""

from collections.abc import Callable

import pytest

from tests.contracts.evm import DAY, Reverted
from tests.contracts.loan_world import MINUTE
from tests.contracts.machine.letters import Letter, Letters
from tests.contracts.machine.permits import Permits
from tests.contracts.machine.play import Play

OVER, SPENT = "deadline is over", "nonce is spent"
STALE = "signature: not the signer's"
NOT_TODAY = "relay: today is no day of the payment"
FORGED = (
    "signature: not the signer's",
    "registry: signature is not valid",
    "registry: party is frozen",
)
GAS_SHARES = (1, 4, 7)  # eighths of what a letter takes


class Post:
    """All letters so far, and how they are submitted."""

    def __init__(self, play: Play) -> None:
        self.play, self.town = play, play.town
        self.permits = Permits(play.town)
        self.write = Letters(play, self.permits)
        self.letters: list[Letter] = []

    def receive(self, letter: Letter | None, way: str) -> None:
        """The relayer gets a letter, and submits it in a way, or withholds it."""
        if letter is None:
            return
        self.letters.append(letter)
        if way == "withheld":
            letter.is_withheld = True
        else:
            self.submit(letter, way)

    def submit(self, letter: Letter, way: str) -> None:
        """Submit a letter, after whatever the way says."""
        tricks: dict[str, Callable[[Letter], None]] = {
            "late": self._wait,
            "next day": lambda _: self.town.chain.warp(days=1),
            "front-run": self._use_up_permit,
            "starved": self._starve,
            "forged": self._forge,
            "twice": self._deliver,
        }
        if way in tricks:
            tricks[way](letter)
        self._deliver(letter)

    def _wait(self, letter: Letter) -> None:
        chain = self.town.chain
        chain.warp(to=max(letter.deadline + 1, chain.timestamp))

    def _use_up_permit(self, letter: Letter) -> None:
        permit, by = letter.permit, self.town.stranger
        if permit is None:
            return
        if not self.permits.is_good(permit):
            self.play.refused(lambda: self.permits.submit(permit, by))
            return
        self.permits.submit(permit, by)
        letter.is_overtaken = True

    def _starve(self, letter: Letter) -> None:
        """Too little gas, which ends it halfway; nothing may come of it."""
        chain = self.town.chain
        try:
            with chain.anchored():
                self._call(letter)
                needed = chain.gas
        except Reverted:
            return
        for share in GAS_SHARES:
            self.play.refused(lambda share=share: self._call(letter, needed * share // 8))
        self.play.reached["too little gas"] += 1

    def _forge(self, letter: Letter) -> None:
        with pytest.raises(Reverted) as caught:
            self.town.chain.call(letter.contract, letter.forged(), sender=self.town.relayer)
        is_void = self._void(letter) or letter.is_done
        assert is_void or caught.value.reason in FORGED, f"{letter.kind}: {caught.value}"
        self.play.reached["forged"] += 1

    def _call(self, letter: Letter, gas: int = 30_000_000) -> bytes:
        given = {"sender": self.town.relayer, "gas": gas}
        return self.town.chain.call(letter.contract, letter.data(), **given)

    def _deliver(self, letter: Letter) -> None:
        reached, reason = self.play.reached, self._void(letter)
        if reason:
            self.play.refused(lambda: self._call(letter), reason)
            name = reason.split(": ")[1]
            reached["submitted twice" if letter.is_done and name == SPENT else name] += 1
        elif letter.arrives(letter, lambda: self._call(letter)):
            assert not letter.is_done, f"L: {letter.kind} was carried out twice"
            self._done(letter)
        elif letter.is_done:
            reached["submitted twice"] += 1

    def _void(self, letter: Letter) -> str:
        """Why the contract must refuse a letter before it looks at what it asks for, or nothing."""
        now, town = self.town.chain.timestamp, self.town
        if letter.days is not None:
            offset, first, last = letter.days
            if not first <= (now + offset * MINUTE) // DAY <= last:
                return NOT_TODAY
        if now > letter.deadline:
            return f"{'registry' if letter.contract is town.registry else 'signature'}: {OVER}"
        if letter.is_stale():
            return STALE
        if letter.nonce is None:
            return ""
        is_spent = self.play.is_spent(letter.contract, letter.signer.address, letter.nonce)
        name = "desk" if letter.contract is town.desk else "signature"
        return f"{name}: {SPENT}" if is_spent else ""

    def _done(self, letter: Letter) -> None:
        reached = self.play.reached
        letter.is_done = True
        if letter.nonce is not None:
            signer = letter.signer.address
            self.play.spent.add((letter.contract.address, signer, letter.nonce))
        reached[f"relayed {letter.kind}"] += 1
        reached["withheld, then submitted"] += letter.is_withheld
        reached["permit used up beforehand"] += letter.is_overtaken
        later = self.letters[self.letters.index(letter) + 1 :]
        is_late = any(one.is_done and one.signer is letter.signer for one in later)
        reached["submitted out of order"] += is_late
