# SPDX-License-Identifier: Apache-2.0
import re
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from shouxin.credit.entry import Entry, Flag, Kind
from shouxin.lending.model import schedule
from shouxin.lending.packed_terms import unpack_terms
from tests.contracts.answering import Answering, answering_in, as_party
from tests.contracts.book_world import FEE, UNITS, BookWorld, note_id
from tests.contracts.compiler import find
from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN
from tests.contracts.issuance import packed
from tests.contracts.registry_world import EMPTY, NOBODY
from tests.contracts.terms_struct import changed, field

GERMANY = 276
REVERTS = bytes.fromhex("60006000fd")
LINKED = "book: lender or servicer is linked to the borrower"


def refuse(world: BookWorld, text: str, **changes: Any) -> None:
    deal = world.drawn_up(**changes)
    with reverts(text):
        world.open(deal)
    assert world.book.state_of(deal.id).status == 0
    assert world.book.total_units(note_id(deal)) == 0


def test_only_the_desk_that_the_terms_name_opens(world: BookWorld) -> None:
    deal = world.drawn_up()
    for caller in (world.borrower, world.lender, world.governance, world.stranger):
        with reverts("book: caller is not the desk"):
            world.open(deal, by=caller)


def test_a_desk_that_the_rulebook_does_not_know_is_refused(world: BookWorld) -> None:
    seller = world.stranger.address
    deal = world.drawn_up(desk=world.backer.address, fee_receiver=seller)
    with reverts("rulebook: desk is not authorised"):
        world.open(deal, by=world.backer)


def test_terms_that_mislead_are_refused(world: BookWorld) -> None:
    deal = world.drawn_up()
    right = deal.agreement[11]
    for wrong in (right - 1, right + 1):
        refuse(world, "book: all-in rate is another", all_in_rate_ppm=wrong)
    refuse(world, "book: last payment is another", last_payment=deal.agreement[10] + CENT)


def test_parties_that_are_not_enrolled_are_refused(world: BookWorld) -> None:
    stranger = world.stranger.address
    refuse(world, "book: borrower has no party", borrower=stranger)
    refuse(world, "book: borrower has no party", borrower=stranger, party=EMPTY)
    refuse(world, "book: lender has no party", lender=stranger)
    refuse(world, "book: servicer has no party", servicer=stranger)


def test_a_wallet_of_another_party_is_refused(world: BookWorld) -> None:
    text = "book: wallet is not the borrower's"
    refuse(world, text, party=world.party(world.backer))
    refuse(world, text, borrower=world.backer.address)
    refuse(world, text, party=EMPTY)


def test_a_lender_or_servicer_close_to_the_borrower_is_refused(world: BookWorld) -> None:
    refuse(world, LINKED, lender=world.borrower.address)
    refuse(world, LINKED, servicer=world.borrower.address)
    parties = (world.party(world.borrower), world.party(world.backer))
    world.registry.link(*parties, sender=world.people.provider)
    refuse(world, LINKED, lender=world.backer.address)
    refuse(world, LINKED, servicer=world.backer.address)


def test_a_borrower_other_than_enrolled_is_refused(world: BookWorld) -> None:
    refuse(world, "book: kind of borrower is another", borrower_kind=3)
    refuse(world, "book: jurisdiction is not the borrower's", jurisdiction=GERMANY)


def test_the_rulebook_is_asked(world: BookWorld) -> None:
    by = {"sender": world.governance}
    with world.chain.anchored():
        world.rulebook.pause_new_loans(60, **by)
        refuse(world, "rulebook: new loans are paused")
    with world.chain.anchored():
        world.rulebook.set_currency(world.token, False, 1, 4, **by)
        refuse(world, "rulebook: currency is not allowed")
    world.rulebook.remove_jurisdiction(156, **by)
    refuse(world, "rulebook: jurisdiction is unknown")


def test_terms_open_once_for_ever(world: BookWorld) -> None:
    deal = world.opened()
    with reverts("book: terms were used before"):
        world.open(deal)
    world.pay(deal, 2 * PRINCIPAL)
    assert world.book.state_of(deal.id).balance == 0
    with reverts("book: terms were used before"):
        world.open(deal)


def test_a_product_beyond_its_bits_is_refused(world: BookWorld) -> None:
    refuse(world, "book: product out of range", product=2**12)
    world.opened(product=2**12 - 1)


@pytest.fixture
def answering(world: BookWorld) -> Answering:
    return answering_in(world)


def test_an_exposure_other_than_the_rulebooks_is_refused(world: BookWorld) -> None:
    right = field(world.drawn_up().complete, "exposure")
    for wrong in (right - 1, right + 1, 0, 2**256 - 1):
        refuse(world, "book: exposure is another", exposure=wrong)
    world.opened(exposure=right)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ((0, 1, 156), "book: currency index out of range"),
        ((2**16, 1, 156), "book: currency index out of range"),
        ((1, 2**56, 156), "book: exposure out of range"),
        ((1, 1, 2**10), "book: jurisdiction out of range"),
    ],
)
def test_an_admission_beyond_its_bits_is_refused(
    answering: Answering, answer: Any, text: str
) -> None:
    answering.answer(*answer)
    deal = answering.drawn_up(jurisdiction=answer[2], exposure=answer[1])
    with reverts(text):
        answering.open(deal)


def test_an_admission_at_its_bounds_is_kept(world: BookWorld, answering: Answering) -> None:
    answering.answer(2**16 - 1, 2**56 - 1, 2**10 - 1)
    deal = answering.drawn_up(jurisdiction=2**10 - 1, product=2**12 - 1, exposure=2**56 - 1)
    answering.open(deal)
    note = (world.lender.address, UNITS, 2**16 - 1, 2**10 - 1, 2**12 - 1, False)
    assert answering.book.issue_of(deal.id) == (note, 0, 0, False)
    (entry,) = world.entries()
    assert (entry.amount_ref, entry.exposure_after) == (2**56 - 1, 2**56 - 1)


def test_the_rulebook_is_asked_about_this_very_loan(world: BookWorld, answering: Answering) -> None:
    answering.answer(1, 1, 392)
    deal = answering.drawn_up(jurisdiction=392, product=77)
    answering.open(deal)
    assert answering.rulebook.loan_request()._asdict() == {
        "borrower": as_party(world.borrower),
        "lender": as_party(world.lender),
        "borrower_group": EMPTY,
        "desk": world.till.address,
        "currency": world.token.address,
        "principal": PRINCIPAL,
        "rate_ppm": deal.terms.rate_ppm,
        "penalty_margin_ppm": deal.terms.penalty_margin_ppm,
        "overdue_rate_ppm": deal.terms.overdue_rate_ppm,
        "all_in_rate_ppm": deal.agreement[11],
        "fee": FEE,
        "tenor_days": schedule(deal.terms)[-1].due_day - deal.terms.start_day,
        "product": 77,
        "borrower_kind": 1,
        "jurisdiction": 392,
        "lender_jurisdiction": 392,
    }


def test_a_currency_index_stands_for_one_token_for_ever(
    world: BookWorld, answering: Answering
) -> None:
    answering.answer(7, 1, 156)
    answering.open(answering.drawn_up())
    assert answering.book.currencies(7) == world.token.address
    other = world.currency()
    deal = answering.drawn_up(currency=other.address)
    with reverts("book: currency index is another's"):
        answering.open(deal)
    answering.open(answering.drawn_up())
    assert answering.book.currencies(7) == world.token.address


def test_a_desk_without_the_money_opens_nothing(world: BookWorld) -> None:
    world.token.approve(world.book, PRINCIPAL - 1, sender=world.till)
    refuse(world, "erc20: insufficient allowance")
    world.token.approve(world.book, PRINCIPAL, sender=world.till)
    world.opened()
    assert world.token.allowance(world.till, world.book) == 0


def test_the_money_is_paid_out_to_the_unit(world: BookWorld) -> None:
    people = (world.till, world.borrower, world.book, world.lender, world.backer)
    before = [world.token.balanceOf(owner) for owner in people]
    world.opened()
    after = [world.token.balanceOf(owner) for owner in people]
    moved = [new - old for new, old in zip(after, before, strict=True)]
    assert moved == [-PRINCIPAL, PRINCIPAL - FEE, FEE, 0, 0]


def test_entrusted_payment_goes_to_the_seller(world: BookWorld) -> None:
    seller = world.stranger.address
    before = world.token.balanceOf(world.borrower)
    world.opened(payee=seller)
    assert world.token.balanceOf(seller) == PRINCIPAL - FEE
    assert world.token.balanceOf(world.borrower) == before


def test_without_a_fee_none_is_held(world: BookWorld) -> None:
    before = world.token.balanceOf(world.borrower)
    deal = world.opened(world.terms(fee=0), fee_receiver=NOBODY)
    assert world.token.balanceOf(world.borrower) == before + PRINCIPAL
    assert world.token.balanceOf(world.book) == 0
    world.go_to(deal.terms.start_day + 15)
    with reverts("book: no fee is held"):
        world.book.release_fee(deal.complete, sender=world.till)


def test_what_the_book_keeps_of_a_new_loan(world: BookWorld) -> None:
    deal = world.opened()
    note = (world.lender.address, UNITS, 1, 156, 1, True)
    assert world.book.issue_of(deal.id) == (note, 0, 0, False)
    state = world.book.state_of(deal.id)._asdict()
    told = {"balance": UNITS, "period": 1, "status": 1, "flags": 16}
    assert {name: state[name] for name in told} == told
    rest = {name: value for name, value in state.items() if name not in told}
    assert not any(value for name, value in rest.items() if name != "missed")
    assert state["missed"] == (0, [0] * 6)
    assert world.book.currencies(1) == world.token.address


def test_a_lender_without_a_licence_is_told_apart(world: BookWorld) -> None:
    deal = world.opened(lender=world.backer.address)
    assert world.entries()[0].flags == 0
    assert world.book.issue_of(deal.id).note.is_licensed is False
    assert world.book.state_of(deal.id).flags == 0


def test_all_units_are_the_lenders_and_no_receiver_is_called(world: BookWorld) -> None:
    deal = world.opened()
    assert world.units(deal, world.lender) == UNITS == world.book.total_units(note_id(deal))
    assert world.event("TransferSingle") == {
        "operator": world.opening.address,
        "sender": NOBODY,
        "receiver": world.lender.address,
        "id": note_id(deal),
        "value": UNITS,
    }


def test_a_lender_with_code_that_refuses_notes_still_lends(world: BookWorld) -> None:
    lender = world.actor("lender that refuses notes")
    world.chain.set_code(lender, REVERTS)
    deal = world.opened(lender=lender.address, servicer=lender.address)
    assert world.units(deal, lender) == UNITS


def test_the_opening_is_told_and_recorded(world: BookWorld) -> None:
    before = world.ledger.exposure_of(world.party(world.borrower))
    deal = world.opened()
    told = world.event("LoanOpened")
    assert told["loan"] == deal.id
    assert told["borrower"] == deal.borrower == world.party(world.borrower)
    assert told["lender"] == world.party(world.lender)
    assert told["terms"] == packed(deal.complete)
    assert astuple(unpack_terms(told["borrower"], told["terms"])) == deal.complete
    day, exposure = deal.terms.start_day, PRINCIPAL // CENT
    expected = Entry(
        Kind.OPENED,
        flags=Flag.LICENSED,
        day=day,
        amount=UNITS,
        amount_ref=exposure,
        exposure_after=exposure,
    )
    assert world.entries() == [expected]
    assert world.ledger.exposure_of(deal.borrower) == before + exposure


def test_each_field_of_the_terms_makes_another_id(world: BookWorld) -> None:
    deal = world.drawn_up()
    seen = {deal.id}
    for part, values in ((1, deal.repayment), (2, deal.agreement)):
        for index, value in enumerate(values):
            other = (value ^ 1) if isinstance(value, int) else _other(value)
            fields = [*values[:index], other, *values[index + 1 :]]
            complete = [*deal.complete[:part], tuple(fields), *deal.complete[part + 1 :]]
            seen.add(world.opening.hashes_of(tuple(complete))[0])
    seen.add(world.opening.hashes_of(changed(deal.complete, party=EMPTY))[0])
    assert len(seen) == 1 + len(deal.repayment) + len(deal.agreement) + 1


def _other(value: Any) -> Any:
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    return "0x" + "12" * 20


def test_a_loan_as_small_as_a_quantum_opens(world: BookWorld) -> None:
    terms = world.terms(principal=CENT, instalments=1, fee=0)
    deal = world.opened(terms)
    assert world.units(deal, world.lender) == 1
    assert world.pay(deal, YUAN) == CENT
    assert world.claim(deal, world.lender) == CENT


def test_every_refusal_of_the_opening_contract_has_its_test() -> None:
    texts = set(re.findall(r'"(book: [^"]+)"', find("LoanOpening").read_text()))
    files = (Path(__file__), Path(__file__).with_name("test_barred_parties.py"))
    tests = "".join(file.read_text() for file in files)
    assert len(texts) == 14
    assert {text for text in texts if f'"{text}"' not in tests} == set()
