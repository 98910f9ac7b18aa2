# SPDX-License-Identifier: Apache-2.0
"""Amendments as people write them: only what changes, in the words of the terms."""

from collections.abc import Mapping
from typing import NamedTuple

from shouxin.lending.fields import Fields
from shouxin.lending.model import (
    AmendmentKind,
    State,
    Terms,
    amend,
    amendable_principal,
    days_past_due,
    reckon,
    severity,
    with_default_reached,
)
from shouxin.lending.schemas import LOAN_FIELDS, WrittenTerms, parse_terms
from shouxin.primitives.dates import format_day
from shouxin.primitives.errors import BadInput, Refused
from shouxin.primitives.money import format_units
from shouxin.primitives.text import Text, days_text

NOT_KEPT = ("principal", "start", "first_due", "due_day", "fee")
"""What new terms don't take over from those in force."""

FORBORNE_SEVERITY = 2
"""From here on, 30 days past due, only forbearance amends; so with default and acceleration."""


class Amended(NamedTuple):
    """A loan after an amendment: how its terms are written now, the terms, and its state."""

    data: Mapping[str, object]
    written: WrittenTerms
    state: State
    kind: AmendmentKind
    taken_back: int


def amend_as_written(
    data: Mapping[str, object], written: WrittenTerms, state: State, day: int, given: object
) -> Amended:
    """Carries an amendment out.

    Args:
        data: the terms in force, as they were written.
        written: the same, read.
        state: the loan's state.
        day: the day of the amendment.
        given: ``kind`` (repricing by default), ``taken_back`` (overdue principal that the new
            schedule takes in, 0 by default), and fields of terms. What is left out stays as in
            force: of the instalments and the interest-only periods, those that are left. The
            principal is what the amendment leaves, the start its day, the first due day one period
            later, and there is no fee.

    Raises:
        BadInput: ``input.…``, ``terms.…`` or ``loan.day_passed``.
        Refused: ``loan.closed`` or ``amendment.…``.
    """
    if not isinstance(given, dict):
        raise BadInput(
            "input.field",
            "amend must be an object: give the fields of terms that change",
            "amend 须为对象：请填写变更的条款",
        )
    fields = Fields(given, ("kind", "taken_back", *LOAN_FIELDS))
    kind = fields.choice("kind", AmendmentKind, "repricing")
    taken_back = fields.amount("taken_back", written.decimals, "0")
    principal = amendable_principal(written.terms, state, day, taken_back)
    _check_kind(written.terms, state, day, kind)
    changed = {name: given[name] for name in given if name in LOAN_FIELDS and fields.has(name)}
    new_data = {
        **{name: value for name, value in data.items() if name not in NOT_KEPT},
        **_periods_left(written, state, day),
        "principal": format_units(principal, written.decimals),
        "start": format_day(day),
        **changed,
    }
    new = parse_terms(new_data)
    amended = amend(written.terms, state, day, new.terms, taken_back)
    return Amended(new_data, new, amended, kind, taken_back)


def _check_kind(terms: Terms, state: State, day: int, kind: AmendmentKind) -> None:
    """A loan in trouble is amended by forbearance, as the amending contract has it."""
    reached = with_default_reached(terms, state, day)
    late = days_past_due(terms, state, day).counted
    if kind == AmendmentKind.FORBEARANCE:
        return
    if reached.is_defaulted or reached.is_accelerated or severity(late) >= FORBORNE_SEVERITY:
        trouble = Text("{days} past due", "已逾期 {days}").with_values(days=days_text(late))
        if reached.is_accelerated:
            trouble = Text("accelerated", "已宣布提前到期")
        elif reached.is_defaulted:
            trouble = Text("in default", "已违约")
        raise Refused(
            "amendment.forbearance",
            f"the loan is {trouble.en}, and is amended by forbearance alone, which counts against "
            "the borrower: set kind to forbearance",
            f"贷款{trouble.zh}，只能以纾困重组变更，并计入不良记录：请将 kind 设为 forbearance",
        )


def _periods_left(written: WrittenTerms, state: State, day: int) -> dict[str, object]:
    """The instalments, at least one, and the interest-only periods that are left on a day."""
    terms = written.terms
    passed = reckon(terms, state, day).period - 1
    left = max(terms.instalments - passed, 1)
    alone = min(max(terms.interest_only_periods - passed, 0), left - 1)
    return {"instalments": left, "interest_only_periods": alone}
