# SPDX-License-Identifier: Apache-2.0
"""What people sign for the relayer, and what each letter does on chain and twin once it arrives."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from shouxin.chain.bindings import structs
from shouxin.lending import signed_actions as actions
from shouxin.lending.offers import Desk
from tests.contracts.evm import Actor, Contract
from tests.contracts.full_world import BORROW
from tests.contracts.machine.permits import Permit, Permits
from tests.contracts.machine.play import EMPTY, Play
from tests.contracts.machine.twin import Loan, Paper
from tests.contracts.signing import typed

Call = Callable[[], bytes]
NONCES_FROM = 2**200


@dataclass
class Letter:
    """Something signed.

    Attributes:
        kind: what it is.
        contract, data: the call that carries it out, with the loan's terms then in force.
        forged: the same with a field changed by which the relayer would gain.
        signer: whose nonce it is.
        deadline: Unix seconds, the last at which it serves.
        nonce: spent by success; of a cancellation, the one that it cancels; None without one.
        arrives: carries it out by the call on chain and twin, or sees it refused; whether it was.
        permit: the customer's.
        days: the only civil days of a payment, at its loan's offset.
        is_stale: whether it was signed for terms that are in force no longer.
        is_withheld: the relayer did not submit it at once.
        is_overtaken: its permit was used up by somebody else beforehand.
        is_done: it was carried out.
    """

    kind: str
    contract: Contract
    data: Callable[[], bytes]
    forged: Callable[[], bytes]
    signer: Actor
    deadline: int
    nonce: int | None
    arrives: Callable[["Letter", Call], bool]
    permit: Permit | None = None
    days: tuple[int, int, int] | None = None
    is_stale: Callable[[], bool] = lambda: False
    is_withheld: bool = False
    is_overtaken: bool = False
    is_done: bool = False


class Letters:
    """A desk to write letters at; the twins are those of the play."""

    def __init__(self, play: Play, permits: Permits) -> None:
        self.play, self.town, self.permits = play, play.town, permits
        self.relay = actions.Relay(play.town.chain.chain_id, play.town.relay.address)
        self.desk = Desk(play.town.chain.chain_id, play.town.desk.address)
        self._count = NONCES_FROM

    def nonce(self, like: Letter | None = None) -> int:
        """A nonce of its own, or the one of another letter."""
        self._count += 1
        return self._count if like is None or like.nonce is None else like.nonce

    # About loans

    def payment(
        self, loan: Loan, payer: Actor, amount: int, *, nonce: int, deadline: int, days: int
    ) -> Letter:
        """A payment on one of the days from today on."""
        town, play, today = self.town, self.play, self.play.today(loan)
        payment = structs.Payment(
            loan.deal.id,
            town.book.address,
            payer.address,
            amount,
            EMPTY,
            EMPTY,
            today,
            today + days,
            nonce,
            deadline,
        )
        token = town.tokens[loan.currency]
        permit = self._permit(payer, token, town.book, amount, deadline)

        def arrives(letter: Letter, call: Call) -> bool:
            taken = play.taken_by(loan, amount)
            if not self._reaches(letter, taken):
                return self._refused(call)
            applied = play.pay(loan, amount, payer, lambda: int.from_bytes(call()))
            self._pulled(letter, taken if applied else 0)
            return applied is not None

        def encode(given: Any, signed: bytes) -> bytes:
            sent = permit.signature if permit else b""
            return town.relay.pay_signed.encode(loan.deal.loan, given, signed, sent)

        action = actions.payment_action(self.relay, loan.currency, payment)
        letter = self._sealed("payment", town.relay, payer, action, payment, encode, arrives)
        letter.permit = permit
        letter.days = (loan.deal.terms.utc_offset_minutes, today, today + days)
        return letter

    def transfer(
        self, loan: Loan, holder: Actor, receiver: Actor, units: int, *, nonce: int, deadline: int
    ) -> Letter:
        """A transfer of a holder's notes."""
        town, play = self.town, self.play
        struct = structs.NoteTransfer(
            town.book.address,
            holder.address,
            receiver.address,
            loan.deal.id,
            units,
            nonce,
            deadline,
        )

        def arrives(_letter: Letter, call: Call) -> bool:
            return play.transfer(loan, holder.address, receiver.address, units, call)

        def encode(given: Any, signed: bytes) -> bytes:
            return town.relay.transfer_signed.encode(given, signed)

        action = actions.transfer_action(self.relay, struct)
        return self._sealed("transfer", town.relay, holder, action, struct, encode, arrives)

    def notice(self, loan: Loan, *, nonce: int, deadline: int) -> Letter:
        """A borrower's notice of withdrawal."""
        town, play = self.town, self.play
        given = (town.book.address, town.servicing.address, nonce, deadline)
        struct = structs.WithdrawalNotice(*given)

        def arrives(_letter: Letter, call: Call) -> bool:
            return play.serve(loan, "withdraw", by=call)

        def encode(given: Any, signed: bytes) -> bytes:
            return town.relay.withdraw_signed.encode(loan.deal.complete, given, signed)

        def in_force() -> bytes:
            return bytes(town.opening.hashes_of(loan.deal.complete)[0])

        present = in_force()
        action = actions.withdrawal_action(self.relay, present, struct)
        kind, who = "notice of withdrawal", loan.borrower
        letter = self._sealed(kind, town.relay, who, action, struct, encode, arrives)
        letter.is_stale = lambda: in_force() != present
        return letter

    # At the desk

    def taking(
        self, paper: Paper, principal: int, taker: Actor, *, nonce: int, deadline: int
    ) -> Letter | None:
        """The taking of an offer or a request, as it would be now, if it would be at all."""
        town, play = self.town, self.play
        deal = play.drawn(paper, principal, taker)
        if deal is None:
            return None
        is_request = paper.offer["side"] == BORROW
        token = town.tokens[deal.repayment[0]]
        asked = principal if is_request else 0
        permit = self._permit(taker, token, town.desk, asked, deadline)
        before = (paper.offer, paper.signature, town.fill(deal))
        struct = structs.Take(taker.address, deal.id, nonce, deadline)

        def arrives(letter: Letter, call: Call) -> bool:
            now = play.drawn(paper, principal, taker)
            if now is None or now.id != deal.id or not self._reaches(letter, asked):
                play.reached["terms are not those agreed"] += now is None or now.id != deal.id
                return self._refused(call)
            if play.taken(paper, deal, taker, call) is None:
                return False
            self._pulled(letter, asked)
            return True

        def encode(given: Any, signed: bytes) -> bytes:
            sent = permit.signature if permit else b""
            return town.desk.take_signed.encode(*before, given, signed, sent)

        given = {"nonce": nonce, "deadline": deadline}
        action = actions.take_action(self.desk, typed(deal), taker.address, **given)
        kind = "taking of a request" if is_request else "taking of an offer"
        letter = self._sealed(kind, town.desk, taker, action, struct, encode, arrives)
        letter.permit = permit
        return letter

    def deposit(
        self, lender: Actor, token: Contract, amount: int, *, nonce: int, deadline: int
    ) -> Letter:
        """Money that a lender brings to the desk."""
        town, play = self.town, self.play
        struct = structs.Deposit(lender.address, token.address, amount, nonce, deadline)
        permit = self._permit(lender, token, town.desk, amount, deadline)

        def arrives(letter: Letter, call: Call) -> bool:
            if not self._reaches(letter, amount):
                return self._refused(call)
            play.deposit(lender, token, amount, call)
            self._pulled(letter, amount)
            return True

        def encode(given: Any, signed: bytes) -> bytes:
            sent = permit.signature if permit else b""
            return town.desk.deposit_signed.encode(given, signed, sent)

        action = actions.deposit_action(self.desk, struct)
        letter = self._sealed("deposit", town.desk, lender, action, struct, encode, arrives)
        letter.permit = permit
        return letter

    def take_back(
        self, lender: Actor, token: Contract, amount: int, *, nonce: int, deadline: int
    ) -> Letter:
        """Money that a lender takes back from the desk."""
        town, play = self.town, self.play
        struct = structs.Withdrawal(lender.address, token.address, amount, nonce, deadline)

        def arrives(_letter: Letter, call: Call) -> bool:
            return play.take_back(lender, token, amount, call)

        def encode(given: Any, signed: bytes) -> bytes:
            return town.desk.withdraw_signed.encode(given, signed)

        action = actions.take_back_action(self.desk, struct)
        return self._sealed("take back", town.desk, lender, action, struct, encode, arrives)

    # Cancellations and wallets

    def cancel(self, signer: Actor, *, at_relay: bool, nonce: int, deadline: int) -> Letter:
        """The cancellation of a nonce at desk or relay."""
        town, play = self.town, self.play
        struct = structs.Cancellation(signer.address, nonce, deadline)
        contract = town.relay if at_relay else town.desk
        function = town.relay.cancel_nonce_signed if at_relay else town.desk.cancel_signed

        def arrives(_letter: Letter, call: Call) -> bool:
            if not at_relay:
                return play.cancel(signer, nonce, call)
            call()
            return True

        def encode(given: Any, signed: bytes) -> bytes:
            return function.encode(given, signed)

        action = actions.cancellation_action(self.relay if at_relay else self.desk, struct)
        kind = "cancellation at the relay" if at_relay else "cancellation"
        return self._sealed(kind, contract, signer, action, struct, encode, arrives)

    def cancel_all(self, maker: Actor, *, deadline: int) -> Letter:
        """The end of a maker's present epoch."""
        town, play, epoch = self.town, self.play, self.play.epochs[maker.address]
        struct = structs.EpochCancellation(maker.address, epoch, deadline)

        def arrives(_letter: Letter, call: Call) -> bool:
            if play.epochs[maker.address] != epoch:
                return self._refused(call, "desk: epoch is not the present one")
            play.cancel_all(maker, call)
            return True

        def encode(given: Any, signed: bytes) -> bytes:
            return town.desk.cancel_all_signed.encode(given, signed)

        action = actions.epoch_cancellation_action(self.desk, struct)
        kind = "cancellation of an epoch"
        return self._sealed(kind, town.desk, maker, action, struct, encode, arrives)

    def joining(self, member: Actor, *, deadline: int) -> Letter:
        """Two signatures by which a new wallet joins a member's party."""
        play, registry = self.play, self.town.registry
        wallet = self.town.chain.actor(f"{member.name} and its wallet {len(play.joined)}")
        pair = self.town.people.pair_signatures(wallet, member, deadline=deadline)
        party = self.town.party(member)

        def arrives(_letter: Letter, call: Call) -> bool:
            if wallet.address in play.joined:
                return self._refused(call, "registry: wallet belongs to a party")
            if play.standings.is_frozen(member.address):
                return self._refused(call, "registry: party is frozen")
            call()
            play.joined[wallet.address] = wallet
            assert self.town.party(wallet) == party, "another party"
            return True

        given = (wallet, member, deadline)
        return Letter(
            "wallet",
            registry,
            lambda: registry.join_wallet.encode(*given, *pair),
            lambda: registry.join_wallet.encode(*given, *pair[::-1]),
            wallet,
            deadline,
            None,
            arrives,
        )

    # How they are written

    def _sealed(
        self,
        kind: str,
        contract: Contract,
        signer: Actor,
        action: actions.Action,
        struct: Any,
        encode: Callable[[Any, bytes], bytes],
        arrives: Callable[[Letter, Call], bool],
    ) -> Letter:
        signature = signer.sign_digest(action.digest)
        coveted, nonce = _coveted(struct, self.town.relayer), getattr(struct, "nonce", None)
        return Letter(
            kind,
            contract,
            lambda: encode(struct, signature),
            lambda: encode(coveted, signature),
            signer,
            struct.deadline,
            nonce,
            arrives,
        )

    def _permit(
        self, owner: Actor, token: Contract, spender: Contract, amount: int, deadline: int
    ) -> Permit | None:
        """The customer's permit; others have approved without limit."""
        if owner is not self.town.customer or not amount:
            return None
        return self.permits.sign(token, spender, amount, deadline)

    def _reaches(self, letter: Letter, amount: int) -> bool:
        """Whether the token lets so much be pulled for a letter."""
        if letter.permit is None:
            return True
        held = self.town.money[letter.permit.token.address, letter.signer.address]
        return amount <= min(self.permits.within_reach(letter.permit), held)

    def _pulled(self, letter: Letter, amount: int) -> None:
        if letter.permit is not None and amount:
            self.permits.pulled(letter.permit, amount)

    def _refused(self, call: Call, *reasons: str) -> bool:
        self.play.refused(call, *reasons)
        return False


def _coveted(struct: Any, relayer: Actor) -> Any:
    """The struct as the relayer would like it: itself in a person's place, or another number."""
    for name in ("receiver", "lender", "taker", "payer"):
        if hasattr(struct, name):
            return replace(struct, **{name: relayer.address})
    if hasattr(struct, "nonce"):
        return replace(struct, nonce=struct.nonce + 1)
    return replace(struct, epoch=struct.epoch + 1)
