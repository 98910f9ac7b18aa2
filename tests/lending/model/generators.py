# SPDX-License-Identifier: Apache-2.0
"""Random valid terms and random histories, the same for the model and for the contract.

Everything comes from the given generator of random numbers, so a seed names a history. Terms stay
within the contract's bounds. Histories hold refused moves too: both sides must refuse them.
"""

from dataclasses import replace
from random import Random
from typing import NamedTuple

from shouxin.lending.model import (
    Counting,
    DayCount,
    Method,
    PaymentOrder,
    State,
    Terms,
    accelerate,
    amend,
    check_terms,
    give_notice,
    mark_default,
    open_loan,
    pay,
    reckon,
    schedule,
    waive,
    with_default_reached,
    with_instalment,
    withdraw,
    write_off,
)
from shouxin.lending.model.amendment import FIXED_FIELDS, MARGIN_FIELDS
from shouxin.lending.model.calendar import due_day, next_due_day
from shouxin.lending.model.reckoning import closing_amount
from shouxin.lending.model.schedule import smallest_payment
from shouxin.primitives.dates import clamped_day, month_of, parse_day, to_date
from shouxin.primitives.errors import ShouxinError

QUANTA = (1, 100, 10**4, 10**16)
FIRST_DAY = parse_day("2026-01-01")
NEGLECT = 0.35
"""Borrowers less prompt than this pay little."""
MOVES = ("give_notice", "accelerate", "withdraw", "waive", "write_off", "mark_default")


class Event(NamedTuple):
    """One move on a day; ``amount`` is a payment's, ``waiver`` penalty, interest, principal.

    An amendment has the terms in force from then on, and the overdue principal taken back.
    """

    day: int
    move: str
    amount: int = 0
    waiver: tuple[int, int, int] = (0, 0, 0)
    new_terms: Terms | None = None
    taken_back: int = 0


def seeded(seed: int) -> Random:
    """The generator of random numbers that a seed names."""
    return Random(seed)  # noqa: S311 - a history to repeat, no secret


def random_terms(rng: Random, start_day: int | None = None) -> Terms:
    """Valid terms of any kind; the start day is random unless it is given."""
    while True:
        terms = with_instalment(_drawn_terms(rng, start_day))
        tenth = smallest_payment(schedule(terms)) // 10 if rng.random() < 0.3 else 0
        terms = replace(terms, tolerance=rng.randint(0, tenth // terms.quantum) * terms.quantum)
        try:
            check_terms(terms)
        except ShouxinError:
            continue
        return terms


def _drawn_terms(rng: Random, start_day: int | None) -> Terms:
    quantum = rng.choice(QUANTA)
    count = rng.randint(*rng.choice(((1, 3), (2, 12), (4, 24), (6, 60))))
    start = rng.randint(FIRST_DAY, FIRST_DAY + 1_500) if start_day is None else start_day
    period_days = rng.choice((0, 0, 0, 7, 15, 30, rng.randint(1, 45)))
    first, day_of_month = _drawn_first_due_day(rng, start, period_days)
    grace = rng.choice((0, 0, 3, 5, rng.randint(0, 40)))
    return Terms(
        principal=rng.randint(1, 10 ** rng.choice((2, 5, 6, 7, 9))) * quantum,
        quantum=quantum,
        rate_ppm=rng.choice((0, 36_000, 120_000, 240_000, rng.randint(0, 400_000))),
        penalty_margin_ppm=rng.choice((0, 60_000, rng.randint(0, 200_000))),
        overdue_rate_ppm=rng.choice((0, 180_000, rng.randint(0, 300_000))),
        method=rng.choice(tuple(Method)),
        instalments=count,
        interest_only_periods=rng.choice((0, 0, rng.randrange(count))),
        period_days=period_days,
        due_day=day_of_month,
        start_day=start,
        first_due_day=first,
        day_count=rng.choice((DayCount.THIRTY_360, DayCount.ACTUAL_360, DayCount.ACTUAL_365)),
        instalment_multiple=quantum * rng.choice((1, 1, 1, 10, 100)),
        grace_days=grace,
        payment_order=rng.choice(tuple(PaymentOrder)),
        counting=rng.choice(tuple(Counting)),
        default_days=grace + rng.choice((1, rng.randint(1, 60), 90)),
        acceleration_days=rng.choice((1, rng.randint(1, 60))),
        notice_days=rng.choice((1, rng.randint(1, 30))),
        cooling_off_days=rng.choice((0, 14, rng.randint(0, 60))),
        withdrawal_pay_days=rng.choice((0, 30, rng.randint(0, 60))),
    )


def _drawn_first_due_day(rng: Random, start: int, period_days: int) -> tuple[int, int]:
    """The first due day and the due day of the month: natural, or a broken first period."""
    is_broken = rng.random() < 0.4
    natural = next_due_day(start, period_days)
    latest = next_due_day(start, period_days, 2)
    first = rng.randint(start + 1, latest) if is_broken else natural
    if period_days:
        return first, 0
    day_of_month = to_date(first).day if is_broken else to_date(start).day
    if clamped_day(month_of(first), 31) == first and rng.random() < 0.5:
        day_of_month = rng.randint(to_date(first).day, 31)
    return first, day_of_month


def random_history(
    rng: Random,
    terms: Terms,
    length: int = 16,
    *,
    marks_default: bool = False,
    amends: float = 0,
) -> list[Event]:
    """Events in order of date: mostly payments, on time, late, ahead, in part and in full.

    ``marks_default`` walks as the contract does, which marks defaults before every move;
    ``amends`` is the share of amendments.
    """
    events: list[Event] = []
    state = open_loan(terms)
    prompt = rng.random()
    for _ in range(length):
        if amends and rng.random() < amends:
            event = drawn_amendment(rng, terms, state, _drawn_day(rng, terms, state, prompt))
        else:
            event = _drawn_event(rng, terms, state, prompt)
        events.append(event)
        try:
            state = apply_event(terms, state, event, marks_default=marks_default)
        except ShouxinError:
            continue
        terms = event.new_terms or terms
        if not state.is_open:
            break
    return events


def apply_event(terms: Terms, state: State, event: Event, *, marks_default: bool = False) -> State:
    """The state after an event; refusals are raised, and the state stays as it was."""
    if marks_default and event.move != "mark_default":
        state = with_default_reached(terms, state, event.day)
    if event.move == "pay":
        return pay(terms, state, event.day, event.amount)[0]
    if event.move == "waive":
        return waive(terms, state, event.day, *event.waiver)[0]
    if event.new_terms is not None:
        return amend(terms, state, event.day, event.new_terms, event.taken_back)
    moves = {
        "reckon": reckon,
        "mark_default": mark_default,
        "give_notice": give_notice,
        "accelerate": accelerate,
        "withdraw": withdraw,
        "write_off": write_off,
    }
    return moves[event.move](terms, state, event.day)


def _drawn_event(rng: Random, terms: Terms, state: State, prompt: float) -> Event:
    if state.notice_day and rng.random() < 0.6:
        over = state.notice_day + terms.notice_days + rng.choice((0, 1, rng.randint(1, 100)))
        return Event(max(over, state.day), "accelerate")
    day = _drawn_day(rng, terms, state, prompt)
    draw = rng.random()
    if draw < 0.1:
        return Event(day, "reckon")
    if draw < 0.4 and (state.since or draw < 0.16):
        move = rng.choice(MOVES)
        if move == "waive":
            return Event(day, move, waiver=_drawn_waiver(rng, terms, state))
        return Event(day, move)
    return Event(day, "pay", amount=_drawn_amount(rng, terms, state, day, prompt))


def _drawn_day(rng: Random, terms: Terms, state: State, prompt: float) -> int:
    due = due_day(terms, min(state.period, terms.instalments))
    if rng.random() < prompt and due >= state.day:
        return due
    choices = (
        state.day,
        state.day + 1,
        max(state.day, due - rng.randint(1, 3)),
        max(state.day, due + rng.randint(0, 10)),
        max(state.day, due + rng.randint(0, 40)),
        state.day + rng.randint(0, 40),
        state.day + rng.randint(0, 200),
    )
    return rng.choice(choices)


def _drawn_amount(rng: Random, terms: Terms, state: State, day: int, prompt: float) -> int:
    """Mostly about a bill; now and then nothing, too much, or no multiple of the quantum."""
    now = reckon(terms, state, day)
    billed = now.interest_due + now.principal_due
    closing = closing_amount(terms, now, day)
    ahead = terms.principal // terms.instalments
    draw = rng.random()
    if draw < 0.03:
        return closing + rng.choice((0, 0, -terms.quantum, terms.quantum, closing))
    if draw < 0.07:
        return rng.randint(0, closing)
    if prompt < NEGLECT and rng.random() < 0.8:
        little = rng.randint(0, billed // 2) if rng.random() < 0.7 else now.interest_due
        return max(little, terms.quantum)
    bills = (billed, billed, now.interest_due, billed - terms.quantum, billed + ahead)
    amount = rng.choice((*bills, rng.randint(0, billed), rng.randint(0, ahead), ahead // 4))
    return max(amount, 0) or (ahead // 4 + terms.quantum if rng.random() < 0.9 else 0)


def drawn_amendment(rng: Random, terms: Terms, state: State, day: int) -> Event:
    """An amendment that mostly fits its loan; a mere reckoning where none can."""
    now = reckon(terms, state, day)
    taken = rng.choice((0, now.principal_due, rng.randint(0, now.principal_due)))
    taken -= taken % terms.quantum
    wrong = rng.random()
    principal = now.balance - now.principal_due + taken + (terms.quantum if wrong < 0.05 else 0)
    drawn = replace(
        _drawn_terms(rng, day),
        principal=principal,
        **{name: getattr(terms, name) for name in FIXED_FIELDS},
    )
    changes: dict[str, int] = {}
    if now.since and wrong < 0.8:
        changes = {name: min(getattr(terms, name), getattr(drawn, name)) for name in MARGIN_FIELDS}
    elif wrong > 0.95:
        changes["acceleration_days"] = terms.acceleration_days + 1
    drawn = replace(drawn, instalment_multiple=terms.quantum, **changes)
    try:
        new_terms = with_instalment(drawn)
        if not principal or not fits(new_terms, closing_amount(terms, now, day)):
            return Event(day, "reckon")
    except (ShouxinError, ArithmeticError):
        return Event(day, "reckon")
    return Event(day, "amend", new_terms=new_terms, taken_back=taken)


def fits(terms: Terms, owed: int) -> bool:
    """Whether what the loan can come to fits the contract's words (docs/contracts.md, Bounds)."""
    days = due_day(terms, terms.instalments) - terms.start_day + 18_300
    interest = owed * terms.rate_ppm * days // (360 * 10**6) + 1
    margin = max(terms.penalty_margin_ppm, terms.overdue_rate_ppm)
    penalty = (owed * margin + interest * terms.overdue_rate_ppm) * days // (360 * 10**6)
    return max(interest, penalty) < 2**90 and owed + interest < 2**56 * terms.quantum


def _drawn_waiver(rng: Random, terms: Terms, state: State) -> tuple[int, int, int]:
    most = (10, state.interest_due // terms.quantum + 10, state.balance // terms.quantum)
    penalty, interest, principal = (
        rng.choice((0, rng.randint(0, quanta), quanta * 2)) * terms.quantum for quanta in most
    )
    return penalty, interest, principal if rng.random() < 0.3 else 0
