# SPDX-License-Identifier: Apache-2.0
from typing import Any

from tests.contracts.evm import DAY, reverts
from tests.contracts.registry_world import CHINA, EMPTY
from tests.contracts.rulebook.conftest import Rules


def transfer(rules: Rules, **changes: Any) -> dict[str, Any]:
    request = {
        "token": rules.book,
        "id": 1,
        "units": 500_000,
        "sender": rules.lender,
        "receiver": rules.borrower,
        "jurisdiction": CHINA,
        "product": 1,
    }
    return request | changes


def test_only_an_authorised_book_is_admitted(rules: Rules) -> None:
    for caller in (rules.desk, rules.governance, rules.guardian):
        with reverts("rulebook: caller is no authorised book"):
            rules.rulebook.admit_transfer(transfer(rules), sender=caller)


def test_a_receiver_who_is_no_party_is_refused(rules: Rules) -> None:
    request = transfer(rules, receiver=EMPTY)
    assert rules.rulebook.preview_transfer(request) == rules.rulebook.RECEIVER() == 20
    with reverts("rulebook: receiver is no party"):
        rules.rulebook.admit_transfer(request, sender=rules.book)
    rules.limit(has_open_transfers=True)
    assert rules.rulebook.preview_transfer(request) == 0
    rules.rulebook.admit_transfer(request, sender=rules.book)


def test_an_unknown_jurisdiction_is_refused(rules: Rules) -> None:
    request = transfer(rules, jurisdiction=276)
    assert rules.rulebook.preview_transfer(request) == 6
    with reverts("rulebook: jurisdiction is unknown"):
        rules.rulebook.admit_transfer(request, sender=rules.book)


def test_a_transfer_between_parties_is_admitted_paused_or_not(rules: Rules) -> None:
    rules.rulebook.admit_transfer(transfer(rules), sender=rules.book)
    rules.rulebook.pause_new_loans(DAY, sender=rules.guardian)
    assert rules.rulebook.preview_transfer(transfer(rules, sender=EMPTY)) == 0
    rules.rulebook.admit_transfer(transfer(rules, sender=EMPTY), sender=rules.book)
