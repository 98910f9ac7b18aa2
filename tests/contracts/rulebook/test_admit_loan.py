# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest

from tests.contracts.evm import reverts
from tests.contracts.registry_world import CHINA, EMPTY
from tests.contracts.rulebook.conftest import NO_LIMIT, Rules

SOMEONE = "0x" + "77" * 20
MOST = 2**256 - 1

# What is asked for, its code, its text.
REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"desk": SOMEONE}, 2, "rulebook: desk is not authorised"),
    ({"currency": SOMEONE}, 3, "rulebook: currency is not allowed"),
    ({"borrower": EMPTY}, 4, "rulebook: borrower is no party"),
    ({"lender": EMPTY}, 5, "rulebook: lender is no party"),
    ({"jurisdiction": 276}, 6, "rulebook: jurisdiction is unknown"),
    ({"jurisdiction": MOST}, 6, "rulebook: jurisdiction is unknown"),
    ({"rate_ppm": 240_001}, 7, "rulebook: rate is above the limit"),
    ({"rate_ppm": MOST}, 7, "rulebook: rate is above the limit"),
    (
        {"penalty_margin_ppm": 240_001},
        8,
        "rulebook: rate and penalty margin are above the limit",
    ),
    ({"penalty_margin_ppm": MOST}, 8, "rulebook: rate and penalty margin are above the limit"),
    ({"overdue_rate_ppm": 300_001}, 9, "rulebook: overdue interest rate is above the limit"),
    ({"all_in_rate_ppm": 250_001}, 10, "rulebook: all-in rate is above the limit"),
    ({"fee": 3_600_000_001}, 11, "rulebook: fee is above the limit"),
    ({"fee": MOST}, 11, "rulebook: fee is above the limit"),
    ({"principal": 0, "fee": 0}, 12, "rulebook: principal is out of range"),
    ({"principal": 2**128}, 12, "rulebook: principal is out of range"),
    ({"principal": MOST}, 12, "rulebook: principal is out of range"),
    ({"principal": 2**56 * 10**4 + 1}, 12, "rulebook: principal is out of range"),
]
AT_THE_LIMIT = [
    {"rate_ppm": 240_000},
    {"penalty_margin_ppm": 240_000},
    {"overdue_rate_ppm": 300_000},
    {"all_in_rate_ppm": 250_000},
    {"fee": 3_600_000_000},
    {"principal": (2**56 - 1) * 10**4},
]


def test_only_an_authorised_book_is_admitted(rules: Rules) -> None:
    for caller in (rules.desk, rules.governance, rules.guardian):
        with reverts("rulebook: caller is no authorised book"):
            rules.rulebook.admit_loan(rules.request(), sender=caller)
    rules.rulebook.set_book(rules.book, False, sender=rules.governance)
    with reverts("rulebook: caller is no authorised book"):
        rules.rulebook.admit_loan(rules.request(), sender=rules.book)


@pytest.mark.parametrize(("changes", "code", "text"), REFUSED)
def test_preview_and_admission_refuse_alike(
    rules: Rules, changes: dict[str, Any], code: int, text: str
) -> None:
    request = rules.request(**changes)
    assert rules.rulebook.preview_loan(request) == code
    with reverts(text):
        rules.rulebook.admit_loan(request, sender=rules.book)


@pytest.mark.parametrize("changes", AT_THE_LIMIT)
def test_what_is_at_the_limit_is_admitted(rules: Rules, changes: dict[str, Any]) -> None:
    request = rules.request(**changes)
    assert rules.rulebook.preview_loan(request) == 0
    rules.rulebook.admit_loan(request, sender=rules.book)


def test_no_limit_refuses_only_a_fee_above_the_principal(rules: Rules) -> None:
    rules.limit(
        rate_ppm_max=NO_LIMIT,
        rate_and_margin_ppm_max=NO_LIMIT,
        overdue_rate_ppm_max=NO_LIMIT,
        all_in_rate_ppm_max=NO_LIMIT,
        fee_ppm_max=NO_LIMIT,
    )
    unbounded = {"rate_ppm": MOST, "overdue_rate_ppm": MOST, "all_in_rate_ppm": MOST}
    free = rules.request(**unbounded, penalty_margin_ppm=0, principal=1_000, fee=1_000)
    assert rules.rulebook.preview_loan(free) == 0
    assert rules.rulebook.preview_loan(free | {"fee": 1_001}) == 11


def test_books_of_every_generation_are_admitted_until_struck_off(rules: Rules) -> None:
    later, governance = rules.chain.actor("later book"), rules.governance
    with reverts("rulebook: caller is no authorised book"):
        rules.rulebook.admit_loan(rules.request(), sender=later)
    rules.rulebook.pause_new_loans(1, sender=rules.guardian)
    rules.rulebook.set_book(later, True, sender=governance)
    assert rules.rulebook.preview_loan(rules.request()) == 1
    rules.chain.warp(seconds=1)
    for book in (rules.book, later):
        rules.rulebook.admit_loan(rules.request(), sender=book)
    rules.rulebook.set_book(rules.book, False, sender=governance)
    with reverts("rulebook: caller is no authorised book"):
        rules.rulebook.admit_loan(rules.request(), sender=rules.book)
    rules.rulebook.admit_loan(rules.request(), sender=later)
    rules.rulebook.set_book(later, False, sender=governance)
    with reverts("rulebook: caller is no authorised book"):
        rules.rulebook.admit_loan(rules.request(), sender=later)


def test_an_admitted_loan_is_told_its_currency_and_exposure(rules: Rules) -> None:
    admission = rules.rulebook.admit_loan(rules.request(), sender=rules.book)
    assert admission == (1, 12_000_000)
    dust = rules.request(principal=1, fee=0)
    assert rules.rulebook.admit_loan(dust, sender=rules.book) == (1, 1)
    rules.rulebook.set_currency(rules.token, True, 7, 0, sender=rules.governance)
    assert rules.rulebook.admit_loan(dust, sender=rules.book) == (1, 7)


def test_exposure_adds_up_to_the_limit(rules: Rules) -> None:
    rules.limit(exposure_max=12_000_000)
    assert rules.rulebook.preview_loan(rules.request()) == 0
    rules.expose(rules.lender, 12_000_000)
    assert rules.rulebook.preview_loan(rules.request()) == 0
    rules.expose(rules.borrower, 1)
    assert rules.rulebook.preview_loan(rules.request()) == 13
    with reverts("rulebook: borrower's exposure is above the limit"):
        rules.rulebook.admit_loan(rules.request(), sender=rules.book)
    rules.limit()
    rules.rulebook.admit_loan(rules.request(), sender=rules.book)


def test_exposure_adds_up_over_linked_parties(rules: Rules) -> None:
    registry, provider = rules.registries.registry, rules.registries.provider
    firms = [rules.registries.enrolled(rules.chain.actor(f"firm {i}")) for i in range(15)]
    for firm in firms:
        registry.link(rules.borrower, firm, sender=provider)
        rules.expose(firm, 1_000_000)
    request = rules.request(borrower_group=registry.group_of(rules.borrower))
    rules.limit(exposure_max=27_000_000)
    assert rules.rulebook.preview_loan(request) == 0
    rules.limit(exposure_max=26_999_999)
    assert rules.rulebook.preview_loan(request) == 13


def test_a_currency_no_longer_allowed_is_refused(rules: Rules) -> None:
    rules.rulebook.set_currency(rules.token, False, 100, 6, sender=rules.governance)
    assert rules.rulebook.preview_loan(rules.request()) == 3


def test_a_rate_within_its_limit_can_be_above_that_of_rate_and_margin(rules: Rules) -> None:
    rules.limit(rate_and_margin_ppm_max=200_000)
    at_most, above = (
        rules.request(rate_ppm=rate, penalty_margin_ppm=0) for rate in (200_000, 200_001)
    )
    with reverts("rulebook: rate and penalty margin are above the limit"):
        rules.rulebook.admit_loan(above, sender=rules.book)
    assert rules.rulebook.preview_loan(above) == 8
    assert rules.rulebook.preview_loan(at_most) == 0


def test_a_removed_jurisdiction_is_refused(rules: Rules) -> None:
    rules.rulebook.remove_jurisdiction(CHINA, sender=rules.governance)
    assert rules.rulebook.preview_loan(rules.request()) == 6
