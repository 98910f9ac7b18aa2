# SPDX-License-Identifier: Apache-2.0
"""What every chapter is told with."""

from collections.abc import Callable
from dataclasses import dataclass, field

from shouxin.chain.reverts import Reverted
from shouxin.chain.sender import Receipt
from shouxin.story.cast import Cast
from shouxin.story.loans import LiveLoan, Loans, Paid
from shouxin.story.narrator import Narrator, amount_text
from shouxin.story.relaying import Relaying
from shouxin.story.stage import Stage
from shouxin.story.text import Text


@dataclass(slots=True)
class Telling:
    """The stage, the people, their loans, and who tells of them.

    Attributes:
        stage: where it happens.
        narrator: who prints it.
        cast: the people of the first chapters.
        loans: all loans, on the chain and in the model.
        relaying: who sends what others signed.
        failures: what was told and is not so; empty at the end of a story that is right.
    """

    stage: Stage
    narrator: Narrator
    cast: Cast
    loans: Loans
    relaying: Relaying
    failures: list[Text] = field(default_factory=list)

    def event(
        self, what: Text, receipt: Receipt | None = None, *, units: int | None = None
    ) -> None:
        """Tell of something that happened today."""
        gas = receipt.gas_used if receipt is not None else None
        self.narrator.event(self.stage.today(), what, units=units, gas=gas)

    def paid(self, what: Text, loan: LiveLoan, paid: Paid) -> None:
        """Tell of a payment, and what it went to."""
        parts = _PARTS_ALL if paid.applied.penalty else _PARTS
        told = Text("{what}: {parts}", "{what}：{parts}").with_values(
            what=what.with_values(loan=loan.name),
            parts=parts.with_values(
                interest=amount_text(paid.applied.interest),
                principal=amount_text(paid.applied.principal),
                penalty=amount_text(paid.applied.penalty),
            ),
        )
        self.event(told, paid.receipt, units=paid.taken)

    def refused(
        self, what: Text, reason: str, attempt: Callable[[], object], *, units: int | None = None
    ) -> None:
        """Tell of an attempt that a contract must refuse, for this reason of its own."""
        try:
            attempt()
        except Reverted as refusal:
            why = Text(refusal.message, refusal.message_zh)
            self.event(_REFUSED.with_values(what=what, why=why), units=units)
            self.check(_OTHER_REASON.with_values(what=what), holds=refusal.reason == reason)
        else:
            self.check(_NOT_REFUSED.with_values(what=what), holds=False)

    def check(self, otherwise: Text, *, holds: bool) -> None:
        """See that what is told is so; what is told ``otherwise`` is a failure of the story."""
        if not holds:
            self.failures.append(otherwise)


_REFUSED = Text("{what}, and the contract refuses: “{why}”", "{what}，合约予以拒绝：“{why}”")
_OTHER_REASON = Text("{what}: refused for another reason", "{what}：被拒绝，但原因不符")
_NOT_REFUSED = Text("{what}: not refused", "{what}：未被拒绝")
_PARTS = Text("interest {interest}, principal {principal}", "利息 {interest}，本金 {principal}")
_PARTS_ALL = Text(
    "interest {interest}, principal {principal}, penalty {penalty}",
    "利息 {interest}，本金 {principal}，罚息 {penalty}",
)
