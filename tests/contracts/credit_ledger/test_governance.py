# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.contracts.evm import Actor, Chain, Contract, reverts

NOBODY = "0x" + "00" * 20


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("authorise_book", ["book"]),
        ("retire_book", ["book"]),
        ("set_on_time_min", ["book", 1]),
        ("set_answerer", ["book", "stranger"]),
        ("accredit_furnisher", ["stranger", True]),
        ("accredit_report_user", ["stranger", 2]),
        ("set_answer_days", [10]),
        ("set_governance", ["stranger"]),
    ],
)
def test_only_governance_governs(
    chain: Chain, ledger: Contract, function: str, arguments: list[object]
) -> None:
    values = [chain.actor(a) if isinstance(a, str) else a for a in arguments]
    for caller in ("stranger", "book"):
        with reverts("ledger: caller is not governance"):
            getattr(ledger, function)(*values, sender=chain.actor(caller))


def test_bad_arguments_are_refused(
    chain: Chain, ledger: Contract, governance: Actor, book: Actor, stranger: Actor
) -> None:
    with reverts("ledger: governance is empty"):
        chain.deploy("CreditLedger", NOBODY, ledger, sender=governance)
    with reverts("ledger: registry is no contract"):
        chain.deploy("CreditLedger", governance, stranger, sender=governance)
    with reverts("ledger: governance is empty"):
        ledger.set_governance(NOBODY, sender=governance)
    with reverts("ledger: book is empty"):
        ledger.authorise_book(NOBODY, sender=governance)
    with reverts("ledger: book is not authorised"):
        ledger.retire_book(stranger, sender=governance)
    with reverts("ledger: book is unknown"):
        ledger.set_on_time_min(stranger, 1, sender=governance)
    with reverts("ledger: least amount is out of range"):
        ledger.set_on_time_min(book, 2**56, sender=governance)
    with reverts("ledger: book is unknown"):
        ledger.set_answerer(stranger, stranger, sender=governance)
    with reverts("ledger: furnisher is empty"):
        ledger.accredit_furnisher(NOBODY, True, sender=governance)
    with reverts("ledger: report user is empty"):
        ledger.accredit_report_user(NOBODY, 2, sender=governance)
    for purposes in (1, 3, 2**32, 2**255):
        with reverts("ledger: purpose is out of range"):
            ledger.accredit_report_user(stranger, purposes, sender=governance)
    for days in (0, 91, 2**255):
        with reverts("ledger: answer days are out of range"):
            ledger.set_answer_days(days, sender=governance)


def test_rights_to_state_are_given_and_taken_back(
    chain: Chain, ledger: Contract, governance: Actor, book: Actor, stranger: Actor
) -> None:
    by = {"sender": governance}
    assert ledger.answer_days() == 20
    ledger.set_answer_days(90, **by)
    assert chain.events[-1].args == {"days": 90}
    assert ledger.answer_days() == 90
    for answerer in (stranger.address, NOBODY):
        ledger.set_answerer(book, answerer, **by)
        assert chain.events[-1].args == {"book": book.address, "answerer": answerer}
        assert ledger.answerer_of(book) == answerer
    for is_accredited in (True, False):
        ledger.accredit_furnisher(stranger, is_accredited, **by)
        expected = {"furnisher": stranger.address, "is_accredited": is_accredited}
        assert chain.events[-1].args == expected
        assert ledger.is_furnisher(stranger) == is_accredited
    for purposes in (2**32 - 2, 0):
        ledger.accredit_report_user(stranger, purposes, **by)
        assert chain.events[-1].args == {"user": stranger.address, "purposes": purposes}
        assert ledger.purposes_of(stranger) == purposes


def test_a_book_is_authorised_retired_and_authorised_again(
    chain: Chain, ledger: Contract, governance: Actor, book: Actor
) -> None:
    ledger.set_on_time_min(book, 2**56 - 1, sender=governance)
    assert chain.events[-1].args == {"book": book.address, "amount_ref": 2**56 - 1}
    assert ledger.book_status(book) == 1
    ledger.retire_book(book, sender=governance)
    assert [e.name for e in chain.events] == ["BookRetired"]
    assert ledger.book_status(book) == 2
    with reverts("ledger: book is not authorised"):
        ledger.retire_book(book, sender=governance)
    ledger.authorise_book(book, sender=governance)
    assert [e.name for e in chain.events] == ["BookAuthorised"]
    assert (ledger.book_status(book), ledger.on_time_min(book)) == (1, 2**56 - 1)


def test_governance_is_handed_over(
    chain: Chain, ledger: Contract, governance: Actor, stranger: Actor
) -> None:
    ledger.set_governance(stranger, sender=governance)
    assert chain.events[-1].args == {"governance": stranger.address}
    with reverts("ledger: caller is not governance"):
        ledger.set_governance(governance, sender=governance)
    ledger.set_governance(governance, sender=stranger)
