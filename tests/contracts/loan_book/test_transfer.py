# SPDX-License-Identifier: Apache-2.0
from typing import Any

import pytest

from tests.contracts.answering import answering_in, as_party
from tests.contracts.book_world import UNITS, BookWorld, note_id
from tests.contracts.evm import Reverted, reverts
from tests.contracts.full_world import PRINCIPAL, YUAN
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import CHINA, NOBODY

NOT_MOVER = "book: caller may not move these notes"
NO_HOLDER = "book: receiver cannot hold notes"
TOO_FEW = "book: not enough units"
LENGTHS = "book: lengths differ"


def move_batch(
    world: BookWorld, deals: list[Deal], units: list[int], by: Any = None, receiver: Any = None
) -> None:
    world.book.safeBatchTransferFrom(
        world.lender,
        receiver or world.backer,
        [note_id(deal) for deal in deals],
        units,
        b"",
        sender=by or world.lender,
    )


def test_only_the_holder_or_its_operator_moves_notes(world: BookWorld) -> None:
    deal = world.opened()
    others = (world.borrower, world.backer, world.governance, world.stranger, world.till)
    for caller in others:
        with reverts(NOT_MOVER):
            world.move(deal, world.lender, caller, 1, by=caller)
        with reverts(NOT_MOVER):
            move_batch(world, [deal], [1], by=caller)
    assert world.units(deal, world.lender) == UNITS


def test_nobody_and_the_book_hold_no_notes(world: BookWorld) -> None:
    deal = world.opened()
    for receiver in (NOBODY, world.book.address):
        with reverts(NO_HOLDER):
            world.move(deal, world.lender, receiver, 1)
        with reverts(NO_HOLDER):
            move_batch(world, [deal], [1], receiver=receiver)


def test_more_units_than_there_are_do_not_move(world: BookWorld) -> None:
    deal = world.opened()
    for units in (UNITS + 1, 2**56, 2**256 - 1):
        with reverts(TOO_FEW):
            world.move(deal, world.lender, world.backer, units)
        with reverts(TOO_FEW):
            world.move(deal, world.lender, world.lender, units)
    world.move(deal, world.lender, world.backer, 5)
    with reverts(TOO_FEW):
        world.move(deal, world.backer, world.lender, 6)


def test_notes_of_no_loan_do_not_move(world: BookWorld) -> None:
    with reverts("rulebook: jurisdiction is unknown"):
        world.move(world.drawn_up(), world.lender, world.backer, 0)


def test_the_rulebook_is_asked_on_every_move(world: BookWorld) -> None:
    deal = world.opened()
    with reverts("rulebook: receiver is no party"):
        world.move(deal, world.lender, world.stranger, 1)
    with reverts("rulebook: receiver is no party"):
        move_batch(world, [deal], [1], receiver=world.stranger)
    world.rulebook.remove_jurisdiction(CHINA, sender=world.governance)
    with reverts("rulebook: jurisdiction is unknown"):
        world.move(deal, world.lender, world.backer, 1)


def test_the_rulebook_is_asked_about_this_very_transfer(world: BookWorld) -> None:
    answering = answering_in(world)
    answering.answer(1, 1, 392)
    deal = answering.drawn_up(jurisdiction=392, product=77)
    answering.open(deal)
    by, book = {"sender": world.lender}, answering.book
    book.safeTransferFrom(world.lender, world.backer, note_id(deal), 9, b"", **by)
    expected = {
        "token": book.address,
        "id": note_id(deal),
        "units": 9,
        "sender": as_party(world.lender),
        "receiver": as_party(world.backer),
        "jurisdiction": 392,
        "product": 77,
    }
    assert answering.rulebook.transfer_request()._asdict() == expected
    book.safeBatchTransferFrom(world.lender, world.backer, [note_id(deal)], [8], b"", **by)
    assert answering.rulebook.transfer_request()._asdict() == expected | {"units": 8}


def test_a_batch_needs_as_many_amounts_as_ids(world: BookWorld) -> None:
    deal = world.opened()
    for deals, units in (([deal], []), ([], [1]), ([deal, deal], [1])):
        with reverts(LENGTHS):
            move_batch(world, deals, units)


def test_more_loans_or_words_than_fit_are_refused(world: BookWorld) -> None:
    deal = world.opened()
    with pytest.raises(Reverted):
        move_batch(world, [deal] * 17, [1] * 17)
    by = {"sender": world.lender}
    with pytest.raises(Reverted):
        world.book.safeTransferFrom(
            world.lender, world.backer, note_id(deal), 1, bytes(1_025), **by
        )
    world.book.safeTransferFrom(world.lender, world.backer, note_id(deal), 1, bytes(1_024), **by)
    assert world.units(deal, world.backer) == 1


def test_a_batch_moves_all_or_nothing(world: BookWorld) -> None:
    first, second = world.opened(), world.opened()
    with reverts(TOO_FEW):
        move_batch(world, [first, second], [5, UNITS + 1])
    with reverts(TOO_FEW):
        move_batch(world, [first, first], [UNITS, 1])
    assert world.units(first, world.lender) == UNITS
    assert world.units(first, world.backer) == 0


def test_one_cannot_be_ones_own_operator(world: BookWorld) -> None:
    with reverts("book: operator is the owner"):
        world.book.setApprovalForAll(world.lender, True, sender=world.lender)


def test_a_move_is_told_and_moves_the_units(world: BookWorld) -> None:
    deal = world.opened()
    world.move(deal, world.lender, world.backer, 7)
    assert [event.name for event in world.chain.events] == ["TransferSingle"]
    assert world.event("TransferSingle") == {
        "operator": world.lender.address,
        "sender": world.lender.address,
        "receiver": world.backer.address,
        "id": note_id(deal),
        "value": 7,
    }
    assert world.units(deal, world.lender) == UNITS - 7
    assert world.units(deal, world.backer) == 7
    assert world.book.total_units(note_id(deal)) == UNITS


def test_a_batch_is_told_and_moves_the_units(world: BookWorld) -> None:
    first, second = world.opened(), world.opened()
    move_batch(world, [first, second], [7, 8])
    assert [event.name for event in world.chain.events] == ["TransferBatch"]
    told = world.event("TransferBatch")
    assert told == {
        "operator": world.lender.address,
        "sender": world.lender.address,
        "receiver": world.backer.address,
        "ids": [note_id(first), note_id(second)],
        "values": [7, 8],
    }
    assert [world.units(deal, world.backer) for deal in (first, second)] == [7, 8]


def test_an_empty_batch_moves_nothing(world: BookWorld) -> None:
    before = world.storage()
    move_batch(world, [], [])
    assert world.storage() == before


def test_a_batch_may_name_a_loan_twice(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 100 * YUAN)
    move_batch(world, [deal, deal], [UNITS // 2, UNITS // 4])
    assert world.units(deal, world.backer) == UNITS * 3 // 4
    assert world.claimable(deal, world.lender) == 100 * YUAN
    world.pay(deal, 100 * YUAN)
    assert world.claim(deal, world.backer) == 75 * YUAN
    assert world.claim(deal, world.lender) == 125 * YUAN


def test_a_batch_holds_sixteen_loans(world: BookWorld) -> None:
    deals = [world.opened(world.terms(principal=100 * YUAN, fee=0)) for _ in range(16)]
    move_batch(world, deals, list(range(1, 17)))
    assert [world.units(deal, world.backer) for deal in deals] == list(range(1, 17))


def test_an_operator_moves_until_it_no_longer_may(world: BookWorld) -> None:
    deal = world.opened()
    world.book.setApprovalForAll(world.stranger, True, sender=world.lender)
    assert world.event("ApprovalForAll") == {
        "owner": world.lender.address,
        "operator": world.stranger.address,
        "approved": True,
    }
    assert world.book.isApprovedForAll(world.lender, world.stranger) is True
    assert world.book.isApprovedForAll(world.stranger, world.lender) is False
    world.move(deal, world.lender, world.backer, 3, by=world.stranger)
    assert world.event("TransferSingle")["operator"] == world.stranger.address
    move_batch(world, [deal], [4], by=world.stranger)
    assert world.units(deal, world.backer) == 7
    world.book.setApprovalForAll(world.stranger, False, sender=world.lender)
    with reverts(NOT_MOVER):
        world.move(deal, world.lender, world.backer, 1, by=world.stranger)


def test_an_operator_moves_its_owners_notes_alone(world: BookWorld) -> None:
    deal = world.opened()
    world.move(deal, world.lender, world.backer, 10)
    world.book.setApprovalForAll(world.stranger, True, sender=world.lender)
    with reverts(NOT_MOVER):
        world.move(deal, world.backer, world.lender, 1, by=world.stranger)


def test_what_came_before_a_move_stays_the_senders(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 100 * YUAN)
    world.move(deal, world.lender, world.backer, UNITS // 2)
    world.pay(deal, 50 * YUAN)
    assert world.claimable(deal, world.lender) == 125 * YUAN
    assert world.claim(deal, world.backer) == 25 * YUAN
    assert world.claim(deal, world.lender) == 125 * YUAN


def test_who_moved_everything_still_claims_what_came_before(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 100 * YUAN)
    world.move(deal, world.lender, world.backer, UNITS)
    world.pay(deal, 2 * PRINCIPAL)
    assert world.claim(deal, world.lender) == 100 * YUAN
    with reverts("book: nothing to claim"):
        world.claim(deal, world.lender)
    assert world.claim(deal, world.backer) == PRINCIPAL - 100 * YUAN
    assert world.book.holding_of(deal.id, world.lender)[0] == 0


def test_who_comes_back_has_no_part_in_what_came_between(world: BookWorld) -> None:
    deal = world.opened()
    world.move(deal, world.lender, world.backer, UNITS)
    world.pay(deal, 40 * YUAN)
    world.move(deal, world.backer, world.lender, UNITS)
    assert world.claimable(deal, world.lender) == 0
    assert world.claimable(deal, world.backer) == 40 * YUAN
    world.pay(deal, 60 * YUAN)
    assert world.claim(deal, world.lender) == 60 * YUAN
    assert world.claim(deal, world.backer) == 40 * YUAN


@pytest.mark.parametrize("units", [0, 1, UNITS // 2, UNITS])
def test_a_move_to_oneself_changes_nothing(world: BookWorld, units: int) -> None:
    deal = world.opened()
    world.pay(deal, 100 * YUAN)
    before = world.storage()
    world.move(deal, world.lender, world.lender, units)
    assert world.storage() == before
    move_batch(world, [deal, deal], [units, units], receiver=world.lender)
    assert world.storage() == before
    assert world.claim(deal, world.lender) == 100 * YUAN


def test_a_move_of_nothing_gives_nothing(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 100 * YUAN)
    world.move(deal, world.backer, world.lender, 0)
    world.move(deal, world.lender, world.backer, 0)
    assert world.claimable(deal, world.lender) == 100 * YUAN
    assert world.claimable(deal, world.backer) == 0


def test_notes_of_a_closed_loan_still_move_and_pay(world: BookWorld) -> None:
    deal = world.opened()
    world.pay(deal, 2 * PRINCIPAL)
    world.move(deal, world.lender, world.backer, UNITS)
    assert world.claimable(deal, world.backer) == 0
    assert world.claim(deal, world.lender) == PRINCIPAL
