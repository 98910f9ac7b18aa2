# SPDX-License-Identifier: Apache-2.0
"""The entries that a move must write, recounted from the model's states before and after it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from shouxin.credit.entry import Entry, Flag, Kind
from shouxin.lending.model import Method, State, Status, Terms, reckon, severity
from shouxin.lending.model.calendar import due_day, interest_fine
from shouxin.lending.model.fine import round_half_up
from shouxin.lending.model.schedule import principal_share
from shouxin.lending.model.state import SEVERITY_DAYS, PastDue, days_past_due_at

CLOSING = {
    Status.REPAID: Kind.REPAID,
    Status.WITHDRAWN: Kind.WITHDRAWN,
    Status.SETTLED: Kind.SETTLED,
    Status.ROLLED_OVER: Kind.ROLLED_OVER,
}

LOWERING = (Kind.PAID, Kind.RECOVERED, Kind.WAIVED, Kind.AMENDED)
NO_FLAG = Flag(0)
MISSED_MAX = 16


class Step(NamedTuple):
    """What a move itself says: its kind, its amount and its part of the bills, base units.

    ``number`` stands as it is for an amendment's kind, or for the loan that another rolled into.
    """

    kind: Kind
    amount: int = 0
    cleared: int = 0
    number: int = 0


@dataclass
class Writer:
    """Writes down one move of a loan, in the order that the record must have it."""

    terms: Terms
    exposure: int
    is_licensed: bool
    severity: int
    principal: int = field(init=False)

    def __post_init__(self) -> None:
        self.principal = self.terms.principal

    def written(
        self,
        before: State,
        after: State,
        day: int,
        step: Step | None,
        new_terms: Terms | None = None,
    ) -> list[Entry]:
        """The entries of a move; ``severity`` and ``terms`` are afterwards what they must be."""
        now = reckon(self.terms, before, day)
        self._past = days_past_due_at(self.terms, now)
        self._day, self._balance = day, now.balance
        is_bad = before.is_defaulted
        entries = self._credited_bill(before) + self._reached(is_bad)
        if not is_bad and self._past.counted >= self.terms.default_days:
            entries.append(self._entry(Kind.DEFAULTED, is_bad, True, now.balance))
            is_bad = True
        past = days_past_due_at(new_terms or self.terms, after)
        if step is not None:
            entries += self._step(now, after, is_bad, step, past.counted)
        self.terms = new_terms or self.terms
        return entries

    def _credited_bill(self, before: State) -> list[Entry]:
        """A bill wholly credited ahead; only the first due day passed can have had credit."""
        period, terms = before.period, self.terms
        if period >= terms.instalments or due_day(terms, period) > self._day:
            return []
        due = due_day(terms, period)
        billed = reckon(terms, before, due)
        credit = self._credit(before, due - before.day)
        if not credit or billed.interest_due + billed.principal_due:
            return []
        entry = self._entry(
            Kind.ON_TIME_BILL, before.is_defaulted, before.is_defaulted, credit, Flag.ON_TIME
        )
        counts = {"unbroken": 0, "oldest": 0}
        reference = self.exposure * self._quanta(credit) // self._quanta(self.principal)
        return [_with(entry, amount_ref=reference, **counts)]

    def _credit(self, before: State, days: int) -> int:
        """What was paid ahead of the current period's bill and counts towards it, base units."""
        terms, period = self.terms, before.period
        if terms.method == Method.BULLET:
            return 0
        if terms.method == Method.INTEREST_ONLY or period <= terms.interest_only_periods:
            return before.paid_interest
        if terms.method == Method.EQUAL_INSTALMENT:
            return min(terms.instalment, before.paid)
        accrued = before.accrued + interest_fine(terms, before.balance, period, days)
        interest = round_half_up(accrued, terms.quantum) + before.paid_interest
        return min(principal_share(terms) + interest, before.paid)

    def _reached(self, is_bad: bool) -> list[Entry]:
        entries = []
        while self.severity < severity(self._past.counted):
            level = self.severity
            self.severity += 1
            entry = self._entry(Kind.ARREARS_REACHED, is_bad, is_bad, 0, severity_before=level)
            entries.append(_with(entry, amount=SEVERITY_DAYS[level]))
        return entries

    def _step(
        self, now: State, after: State, is_bad: bool, step: Step, counted: int
    ) -> list[Entry]:
        level = self.severity
        self._balance = after.balance
        self.severity = min(level, severity(counted)) if step.kind in LOWERING else level
        of_the_day = self._bill_of_the_day(now, step)
        flag = Flag.ON_TIME if of_the_day else NO_FLAG
        entry = self._entry(step.kind, is_bad, is_bad, step.amount, flag, severity_before=level)
        cleared = self._quanta(of_the_day or step.cleared)
        reference = self.exposure * cleared // self._quanta(self.principal)
        entry = _with(entry, amount_ref=reference)
        is_amended = step.kind == Kind.AMENDED
        entries = [_with(entry, amount=step.number) if is_amended else entry]
        is_fixed = after.is_accelerated or after.is_written_off
        if is_bad and not after.since and not is_fixed and step.kind in LOWERING:
            entries.append(self._entry(Kind.CURED, True, False, 0))
            is_bad = False
        if not after.is_open:
            entry = self._entry(CLOSING[after.status], is_bad, False, 0)
            entries.append(_with(entry, amount=step.number, exposure_after=0))
        return entries

    def _bill_of_the_day(self, now: State, step: Step) -> int:
        """What a payment clears of this very day's bill by clearing all that is billed, or 0."""
        if step.kind not in (Kind.PAID, Kind.RECOVERED):
            return 0
        if now.is_accelerated or now.period < 2:
            return 0
        is_all = step.cleared == now.interest_due + now.principal_due
        if not is_all or due_day(self.terms, now.period - 1) != self._day:
            return 0
        unpaid = step.cleared
        if len(now.missed) == MISSED_MAX:
            return 0
        if now.missed:
            unpaid = now.missed[-1].amount if now.missed[-1].day == self._day else 0
        return max(unpaid, self._bill_least(now.period - 1)) if unpaid else 0

    def _bill_least(self, period: int) -> int:
        """What a bill is at least, in base units, whatever was paid of it already."""
        terms = self.terms
        if not terms.interest_only_periods < period < terms.instalments:
            return 0
        if terms.method == Method.EQUAL_INSTALMENT:
            return terms.instalment
        return principal_share(terms) if terms.method == Method.EQUAL_PRINCIPAL else 0

    def _entry(
        self,
        kind: Kind,
        was_bad: bool,
        is_bad: bool,
        amount: int,
        flag: Flag = NO_FLAG,
        severity_before: int | None = None,
    ) -> Entry:
        before = self.severity if severity_before is None else severity_before
        flags = flag | before << 4 | self.severity << 8
        flags |= Flag.LICENSED if self.is_licensed else 0
        flags |= (Flag.DEFAULTED_BEFORE if was_bad else 0) | (Flag.DEFAULTED_AFTER if is_bad else 0)
        past: PastDue = self._past
        live = -(-self.exposure * self._balance // self.principal)
        quanta = self._quanta(amount)
        return Entry(kind, int(flags), self._day, past.unbroken, past.oldest, quanta, 0, live)

    def _quanta(self, amount: int) -> int:
        return amount // self.terms.quantum


def _with(entry: Entry, **changes: int) -> Entry:
    fields = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
    return Entry(**fields | changes)
