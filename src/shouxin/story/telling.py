# SPDX-License-Identifier: Apache-2.0
"""What every chapter is told with."""

from dataclasses import dataclass

from shouxin.chain.sender import Receipt
from shouxin.story.cast import Cast
from shouxin.story.loans import LiveLoan, Loans, Paid
from shouxin.story.narrator import Narrator, amount_text
from shouxin.story.stage import Stage
from shouxin.story.text import Text


@dataclass(slots=True)
class Telling:
    """The stage, the people, their loans, and who tells of them."""

    stage: Stage
    narrator: Narrator
    cast: Cast
    loans: Loans

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


_PARTS = Text("interest {interest}, principal {principal}", "利息 {interest}，本金 {principal}")
_PARTS_ALL = Text(
    "interest {interest}, principal {principal}, penalty {penalty}",
    "利息 {interest}，本金 {principal}，罚息 {penalty}",
)
