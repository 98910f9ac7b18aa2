# SPDX-License-Identifier: Apache-2.0
"""Terms out of bounds, field by field: the last value that opens, and the first that doesn't."""

import re
from typing import Any

import pytest

from tests.contracts.compiler import find
from tests.contracts.evm import reverts
from tests.contracts.loan_opening.conftest import QUANTUM, Opening
from tests.contracts.widths import INTEREST, PENALTY
from tests.contracts.widths import QUANTUM as QUANTUM_TOO_FINE
from tests.lending.model.samples import START, day

NOBODY, OTHER = "0x" + "00" * 20, "0x" + "ff" * 20
BOOK = "the book itself"
DESK = "the desk itself"

OUT_OF_BOUNDS = [
    ({"quantum": 0}, "book: quantum is 0"),
    ({"principal": 0}, "book: principal out of range"),
    ({"principal": 2**90}, "book: principal out of range"),
    ({"principal": 2**256 - 1}, "book: principal out of range"),
    ({"principal": QUANTUM + 1}, "book: principal is no multiple of the quantum"),
    ({"principal": QUANTUM - 1}, "book: principal is no multiple of the quantum"),
    ({"instalment": 106_618_500 + 1}, "book: instalment is no multiple of the quantum"),
    ({"instalment": 2**114, "quantum": 4}, "book: instalment out of range"),
    ({"tolerance": 2**90}, "book: tolerance out of range"),
    ({"tolerance": QUANTUM + 1}, "book: tolerance is no multiple of the quantum"),
    ({"rate_ppm": 2**24}, "book: rate out of range"),
    ({"penalty_margin_ppm": 2**24}, "book: penalty margin out of range"),
    ({"overdue_rate_ppm": 2**24}, "book: overdue rate out of range"),
    ({"method": 0}, "book: unknown method"),
    ({"method": 5}, "book: unknown method"),
    ({"day_count": 0}, "book: unknown day count"),
    ({"day_count": 4}, "book: unknown day count"),
    ({"payment_order": 0}, "book: unknown order of payment"),
    ({"payment_order": 4}, "book: unknown order of payment"),
    ({"counting": 0}, "book: unknown counting"),
    ({"counting": 3}, "book: unknown counting"),
    ({"instalments": 0}, "book: number of instalments out of range"),
    ({"instalments": 601}, "book: number of instalments out of range"),
    ({"interest_only_periods": 12}, "book: too many interest-only periods"),
    ({"grace_days": 2**14}, "book: grace days out of range"),
    ({"default_days": 0}, "book: default days out of range"),
    ({"default_days": 5}, "book: default days out of range"),
    ({"default_days": 2**14}, "book: default days out of range"),
    ({"cooling_off_days": 255}, "book: cooling-off days out of range"),
    ({"withdrawal_pay_days": 2**14}, "book: withdrawal-pay days out of range"),
    ({"utc_offset_minutes": 841}, "book: UTC offset out of range"),
    ({"utc_offset_minutes": -841}, "book: UTC offset out of range"),
    ({"start_day": START - 1}, "book: start day is not today"),
    ({"start_day": START + 1}, "book: start day is not today"),
    ({"first_due_day": START}, "book: first due day is not after the start"),
    ({"first_due_day": 0}, "book: first due day is not after the start"),
    ({"first_due_day": 2**20}, "book: first due day is not after the start"),
    ({"first_due_day": 2**256 - 1}, "book: first due day is not after the start"),
    ({"period_days": 1_101, "due_day": 0}, "book: period out of range"),
    ({"period_days": 30}, "book: a due day of the month with a period of days"),
    (
        {"period_days": 30, "due_day": 0, "first_due_day": START + 61},
        "book: first due day is over two periods away",
    ),
    ({"due_day": 0}, "book: due day of the month out of range"),
    ({"due_day": 32}, "book: due day of the month out of range"),
    (
        {"first_due_day": day("2026-04-01"), "due_day": 1},
        "book: first due day is over two periods away",
    ),
    ({"due_day": 27}, "book: first due day is not the due day of the month"),
    (
        {"first_due_day": day("2026-02-27")},
        "book: first due day is not the due day of the month",
    ),
    ({"deadline": 0}, "book: deadline is over"),
    ({"deadline": 2**96}, "book: deadline out of range"),
    ({"purpose": 2**16}, "book: purpose out of range"),
    ({"payee": NOBODY}, "book: payee cannot be paid"),
    ({"payee": BOOK}, "book: payee cannot be paid"),
    ({"payee": DESK}, "book: payee cannot be paid"),
    ({"lender": NOBODY}, "book: lender cannot hold notes"),
    ({"lender": BOOK}, "book: lender cannot hold notes"),
    ({"fee": QUANTUM + 1}, "book: fee is no multiple of the quantum"),
    ({"fee": 12_000_000 * QUANTUM}, "book: fee is not below the principal"),
    ({"fee_receiver": NOBODY}, "book: fee receiver cannot be paid"),
    ({"fee_receiver": BOOK}, "book: fee receiver cannot be paid"),
    ({"fee_receiver": DESK}, "book: fee receiver cannot be paid"),
    ({"acceleration_days": 0}, "book: acceleration days out of range"),
    ({"acceleration_days": 2**14}, "book: acceleration days out of range"),
    ({"notice_days": 0}, "book: notice days out of range"),
    ({"notice_days": 2**14}, "book: notice days out of range"),
    ({"instalment_multiple": 0}, "book: instalment multiple is no multiple of the quantum"),
    (
        {"instalment_multiple": QUANTUM + 1},
        "book: instalment multiple is no multiple of the quantum",
    ),
    (
        {"instalment_multiple": 2**90, "quantum": 4},
        "book: instalment multiple is no multiple of the quantum",
    ),
    ({"instalment_multiple": 7 * QUANTUM}, "book: instalment is not of the agreed multiple"),
    ({"all_in_rate_ppm": 2**32}, "book: all-in rate out of range"),
    ({"method": 2}, "book: instalment without its method"),
]

MISLEADING = {
    "book: instalment is not what the method gives",
    "book: last payment is another",
    "book: tolerance is over a tenth of a payment",
    "book: all-in rate is another",
}
"""Texts that test_misleading.py has."""

WIDTHS = {INTEREST, PENALTY, QUANTUM_TOO_FINE}
"""Texts that test_widths.py has."""


@pytest.mark.parametrize(("changes", "text"), OUT_OF_BOUNDS, ids=str)
def test_terms_out_of_bounds_are_refused(
    opening: Opening, changes: dict[str, Any], text: str
) -> None:
    named = {BOOK: opening.book.address, DESK: opening.world.desk.address}
    given = {k: named.get(v, v) for k, v in changes.items()}
    complete = opening.complete(**given)
    with reverts(text):
        opening.check(complete)


def test_every_refusal_has_its_test() -> None:
    texts = set(re.findall(r'"(book: [^"]+)"', find("opening_check").read_text()))
    assert texts == {text for _, text in OUT_OF_BOUNDS} | MISLEADING | WIDTHS


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"rate_ppm": 2**24 - 1, "instalments": 3},
        {"penalty_margin_ppm": 2**24 - 1},
        {"overdue_rate_ppm": 2**24 - 1},
        {"interest_only_periods": 11},
        {"grace_days": 2**14 - 2, "default_days": 2**14 - 1},
        {"grace_days": 0, "default_days": 1},
        {"cooling_off_days": 254, "withdrawal_pay_days": 2**14 - 1},
        {"acceleration_days": 2**14 - 1, "notice_days": 2**14 - 1},
        {"acceleration_days": 1, "notice_days": 1},
        {"utc_offset_minutes": 840},
        {"utc_offset_minutes": -840},
        {"fee": 0},
        {"principal": 2 * QUANTUM, "fee": QUANTUM, "instalments": 1},
        {"rate_ppm": 0},
        {"instalments": 1},
        {"principal": QUANTUM, "fee": 0, "instalments": 1},
    ],
    ids=str,
)
def test_terms_at_their_bounds_open(opening: Opening, changes: dict[str, Any]) -> None:
    terms = opening.terms(**changes)
    assert opening.check_on_start(terms) > terms.start_day


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": 2**16 - 1},
        {"deadline": 2**96 - 1},
        {"security_hash": b"\xff" * 32, "documents_hash": b"\xff" * 32, "salt": b"\xff" * 32},
        {"payee": OTHER, "fee_receiver": OTHER},
    ],
    ids=str,
)
def test_an_agreement_at_its_bounds_opens(opening: Opening, changes: dict[str, Any]) -> None:
    assert opening.check(opening.complete(**changes)) > START


@pytest.mark.parametrize(
    ("first", "due_day", "last"),
    [
        ("2026-02-01", 1, "2027-01-01"),
        ("2026-02-28", 28, "2027-01-28"),
        ("2026-02-28", 29, "2027-01-29"),
        ("2026-02-28", 31, "2027-01-31"),
        ("2026-03-30", 30, "2027-02-28"),
        ("2026-03-31", 31, "2027-02-28"),
    ],
)
def test_any_day_within_two_periods_can_be_the_first(
    opening: Opening, first: str, due_day: int, last: str
) -> None:
    terms = opening.terms(first_due_day=day(first), due_day=due_day)
    assert opening.check(opening.complete(terms)) == day(last)


def test_the_deadline_itself_is_in_time(opening: Opening) -> None:
    now = opening.world.chain.timestamp
    opening.check(opening.complete(deadline=now))
    with reverts("book: deadline is over"):
        opening.check(opening.complete(deadline=now - 1))


@pytest.mark.parametrize("offset", [480, -300, 0, 840, -840])
def test_the_day_begins_at_midnight_of_the_offset(opening: Opening, offset: int) -> None:
    terms = opening.terms(utc_offset_minutes=offset)
    complete = opening.complete(terms)
    midnight = terms.start_day * 86_400 - offset * 60
    for second, is_today in ((-1, False), (0, True), (86_399, True), (86_400, False)):
        opening.world.chain.warp(to=midnight + second)
        if is_today:
            opening.check(complete)
            continue
        with reverts("book: start day is not today"):
            opening.check(complete)


def test_without_a_fee_nobody_need_receive_it(opening: Opening) -> None:
    opening.check(opening.complete(opening.terms(fee=0), fee_receiver=NOBODY))
