# SPDX-License-Identifier: Apache-2.0
"""Rules: governance restricts and restores, and somebody tries what it may not."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts.machine.acting import PICK, Acting
from tests.contracts.machine.overreach import OVERREACHES
from tests.contracts.machine.sentinels import REACHED

ACTS = ("pause", "delist", "desk", "jurisdiction", "limits", "open transfers", "furnisher")


class PowerRules(Acting):
    """What those with powers do, and those without."""

    @rule(act=st.sampled_from((*ACTS, "restore", "restore")))
    def govern(self, act: str) -> None:
        if act == "restore":
            self.play.restore()
        else:
            self.play.forbid(act)

    @rule(pick=PICK)
    def overreach(self, pick: int) -> None:
        """Somebody tries what it may not."""
        loan = self._loan(pick)
        attempt = OVERREACHES[pick % len(OVERREACHES)]
        self.play.refused(lambda: attempt(self.play, loan))
        REACHED["overreach"] += 1

    @rule(pick=PICK, amount=st.integers(1, 10**12))
    def donate(self, pick: int, amount: int) -> None:
        town = self.play.town
        token, to = (town.token, town.coin)[pick % 2], (town.book, town.desk)[pick // 2 % 2]
        token.transfer(to, amount, sender=town.stranger)
        town.moved(token.address, town.stranger.address, to.address, amount)
        self.play.donated[token.address, to.address] += amount
        REACHED["donation"] += 1
