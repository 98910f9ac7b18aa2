# SPDX-License-Identifier: Apache-2.0
"""The loan of ``tests/vectors/histories.jsonl``, with anything in it changed."""

from dataclasses import replace

from shouxin.lending.model import Method, Terms, with_instalment
from shouxin.primitives.dates import clamped_day, month_of, parse_day, to_date

START = parse_day("2026-01-31")


def sample_terms(**changes: object) -> Terms:
    """120 000.00 at 12 % in twelve equal instalments from 2026-01-31, in cents."""
    terms = Terms(
        principal=12_000_000,
        rate_ppm=120_000,
        penalty_margin_ppm=60_000,
        overdue_rate_ppm=180_000,
        method=Method.EQUAL_INSTALMENT,
        instalments=12,
        due_day=31,
        start_day=START,
        first_due_day=parse_day("2026-02-28"),
        grace_days=5,
        acceleration_days=30,
        notice_days=10,
        cooling_off_days=14,
        withdrawal_pay_days=30,
    )
    return with_instalment(replace(terms, **changes))  # type: ignore[arg-type]


def started(terms: Terms, start_day: int) -> Terms:
    """The same terms by months from another day, without a broken first period."""
    due_day = to_date(start_day).day
    first = clamped_day(month_of(start_day) + 1, due_day)
    return replace(terms, start_day=start_day, first_due_day=first, due_day=due_day)


def day(text: str) -> int:
    """A day number."""
    return parse_day(text)
