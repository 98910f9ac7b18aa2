# SPDX-License-Identifier: Apache-2.0
"""What if: a loan's terms and a list of events, and how the loan stands after each.

The same model that everything else uses; the notice before acceleration is taken as given.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from shouxin.lending.fields import Fields
from shouxin.lending.model import (
    Applied,
    State,
    Terms,
    accelerate,
    check_terms,
    mark_default,
    open_loan,
    pay,
    reckon,
    status_name,
    waive,
    withdraw,
    write_off,
)
from shouxin.lending.model.fine import round_half_up
from shouxin.lending.model.state import (
    accrued_rounded,
    closing_amount_at,
    days_past_due_at,
    is_matured,
)
from shouxin.lending.schemas import WrittenTerms, parse_terms
from shouxin.primitives.dates import format_day
from shouxin.primitives.errors import BadInput, ShouxinError
from shouxin.primitives.json_lines import JsonObject
from shouxin.primitives.money import format_units, parse_units

MARKS: dict[str, Callable[[Terms, State, int], State]] = {
    "default": mark_default,
    "accelerate": partial(accelerate, notice_required=False),
    "withdraw": withdraw,
    "write_off": write_off,
}
"""Moves without an amount; they are given as true."""

MOVES = ("pay", "waive", *MARKS)

WAIVED = ("penalty", "interest", "principal")


def simulate(data: Mapping[str, object]) -> list[JsonObject]:
    """The states of a loan after each of its events.

    Args:
        data: ``{"terms": {…}, "events": [{"date": …, one move or none}, …]}``; the moves are
            ``pay`` (an amount), ``default``, ``accelerate``, ``withdraw``, ``write_off`` (true),
            and ``waive`` (``{"penalty": …, "interest": …, "principal": …}``).

    Raises:
        BadInput: what can't be read or meant; events out of order.
        Refused: a move that the loan's state doesn't allow.
    """
    fields = Fields(data, ("terms", "events"))
    terms, events = data.get("terms"), data.get("events")
    if not fields.has("terms") or not isinstance(terms, dict):
        raise BadInput(
            "input.field",
            "terms must be an object: give the loan's",
            "terms 须为对象：请填写贷款条款",
        )
    if not fields.has("events") or not isinstance(events, list):
        raise BadInput("input.field", "events must be a list: give it", "events 须为列表：请填写")
    written = parse_terms(terms)
    check_terms(*written)
    return list(_states(written, events))


def _states(written: WrittenTerms, events: list[object]) -> Iterator[JsonObject]:
    state = open_loan(written.terms)
    for number, event in enumerate(events, 1):
        try:
            if not isinstance(event, dict):
                raise BadInput("input.field", "not an object: give a date", "不是对象：请填写日期")
            state, shown = _after(written, state, event)
        except ShouxinError as error:
            raise error.within(f"event {number}", f"第 {number} 个事件") from error
        yield shown


def _after(
    written: WrittenTerms, state: State, event: Mapping[str, object]
) -> tuple[State, JsonObject]:
    """The state after an event, and what is shown of it."""
    terms, decimals = written
    fields = Fields(event, ("date", *MOVES))
    day = fields.day("date")
    moves = [name for name in MOVES if fields.has(name)]
    if len(moves) > 1:
        both = " and ".join(moves)
        raise BadInput(
            "input.field",
            f"{both} in one event: give each move its own event, in the order they happen",
            f"一个事件中同时包含 {'、'.join(moves)}：请按发生顺序分开填写",
        )
    if not moves:
        state = reckon(terms, state, day)
        return state, _shown(written, state, day)
    (move,) = moves
    if move == "pay":
        amount = _parse_payment(fields, written)
        state, applied = pay(terms, state, day, amount)
        shown = _shown(written, state, day)
        shown["paid"] = format_units(applied.total, decimals)
        shown["applied"] = _shown_parts(applied, decimals)
        return state, shown
    if move == "waive":
        state, applied = waive(terms, state, day, *_parse_waiver(event[move], decimals))
        return state, {**_shown(written, state, day), "waived": _shown_parts(applied, decimals)}
    if event[move] is not True:
        raise BadInput(
            "input.field",
            f"{move} {str(event[move])[:60]!r} is no move: write true, or leave it out",
            f"{move} 的值 {str(event[move])[:60]!r} 无效：请填写 true，或删除该项",
        )
    state = MARKS[move](terms, state, day)
    return state, _shown(written, state, day)


def _parse_payment(fields: Fields, written: WrittenTerms) -> int:
    """A payment's base units: what is finer than the quantum is cut, as the model does."""
    text = fields.text("pay")
    amount = parse_units(text, written.decimals, "pay", cut=True)
    if amount < written.terms.quantum:
        least = format_units(written.terms.quantum, written.decimals)
        raise BadInput(
            "loan.amount",
            f"pay {text} is below the smallest amount: pay at least {least}",
            f"还款额 {text} 低于最小还款额：请至少支付 {least}",
        )
    return amount


def _parse_waiver(value: object, decimals: int) -> list[int]:
    if not isinstance(value, dict):
        raise BadInput(
            "input.field",
            f"waive must be an object: give amounts of {', '.join(WAIVED)}",
            "waive 须为对象：请填写 penalty、interest、principal 的减免金额",
        )
    fields = Fields(value, WAIVED)
    return [fields.amount(name, decimals, "0") for name in WAIVED]


def _shown(written: WrittenTerms, state: State, day: int) -> JsonObject:
    """The figures of a state, as ``tests/vectors/histories.jsonl`` names them."""
    terms, decimals = written
    accrued = accrued_rounded(terms, state)
    due = state.interest_due + (accrued if is_matured(terms, state) else 0)
    past_due = days_past_due_at(terms, state)
    return {
        "date": format_day(day),
        "status": status_name(state),
        "principal": format_units(state.balance, decimals),
        "interest_accrued": format_units(accrued, decimals),
        "interest_due": format_units(due, decimals),
        "principal_due": format_units(state.principal_due, decimals),
        "penalty": format_units(round_half_up(state.penalty, terms.quantum), decimals),
        "days_past_due": past_due.counted,
        "days_past_due_unbroken": past_due.unbroken,
        "closing_amount": format_units(closing_amount_at(terms, state), decimals),
    }


def _shown_parts(applied: Applied, decimals: int) -> JsonObject:
    return {name: format_units(units, decimals) for name, units in applied._asdict().items()}
