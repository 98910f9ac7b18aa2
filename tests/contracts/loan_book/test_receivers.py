# SPDX-License-Identifier: Apache-2.0
"""Holders with code: what they answer, and what they call while they are told of a note."""

from itertools import count
from typing import Any

import pytest

from tests.contracts.book_world import UNITS, BookWorld, note_id
from tests.contracts.compiler import compiled, find
from tests.contracts.evm import Contract, Reverted, reverts
from tests.contracts.full_world import MONEY, YUAN
from tests.contracts.loan_book import strikes
from tests.contracts.loan_world import Deal

REFUSES = "book: receiver refuses notes"
HONEST, WRONG, OTHER, REVERTS, SILENT, BURNS = range(6)
BOOK_CALLS = (
    "open",
    "issue",
    "pay",
    "pay_for",
    "RELAY",
    "AMENDING",
    "commit",
    "amend",
    "find",
    "release_fee",
    "claim",
    "safeTransferFrom",
    "safeBatchTransferFrom",
    "setApprovalForAll",
    "state_of",
    "issue_of",
    "holding_of",
    "hashes_of",
    "check_amended",
    "uri",
    "supportsInterface",
    "currencies",
    "balanceOf",
    "balanceOfBatch",
    "isApprovedForAll",
    "total_units",
)
DESK_CALLS = ("deposit", "withdraw", "take", "cancel", "cancel_all")
NUMBERS = count()
"""Code that a test gives an account outlives the test, so each striker is another."""


@pytest.fixture
def receiver(world: BookWorld) -> Contract:
    world.let_anyone_hold()
    return world.chain.deploy("NoteReceiver", sender=world.stranger)


@pytest.fixture
def striker(world: BookWorld) -> Contract:
    """A receiver that is a party as well, so that it may borrow and lend."""
    wallet = world.chain.actor(f"striker {next(NUMBERS)}")
    world.people.enrolled(wallet)
    world.chain.set_code(wallet, compiled(find("NoteReceiver")).runtime)
    return world.chain.at("NoteReceiver", wallet.address)


def move(world: BookWorld, deal: Deal, receiver: Any, is_batch: bool, data: bytes = b"") -> None:
    by = {"sender": world.lender}
    if is_batch:
        ids, units = [note_id(deal)], [UNITS // 2]
        world.book.safeBatchTransferFrom(world.lender, receiver, ids, units, data, **by)
    else:
        world.book.safeTransferFrom(world.lender, receiver, note_id(deal), UNITS // 2, data, **by)


either = pytest.mark.parametrize("is_batch", [False, True], ids=["single", "batch"])


@either
@pytest.mark.parametrize(
    ("behaviour", "text"),
    [(WRONG, REFUSES), (OTHER, REFUSES), (REVERTS, "receiver: no notes, please"), (SILENT, "")],
)
def test_a_receiver_that_refuses_gets_nothing(
    world: BookWorld, receiver: Contract, behaviour: int, text: str, is_batch: bool
) -> None:
    deal = world.opened()
    receiver.behave(behaviour, sender=world.stranger)
    with reverts(text):
        move(world, deal, receiver, is_batch)
    assert world.units(deal, world.lender) == UNITS
    assert world.units(deal, receiver) == 0


@either
def test_a_receiver_that_burns_all_gas_gets_nothing(
    world: BookWorld, receiver: Contract, is_batch: bool
) -> None:
    deal = world.opened()
    receiver.behave(BURNS, sender=world.stranger)
    with pytest.raises(Reverted):
        move(world, deal, receiver, is_batch)
    assert world.units(deal, world.lender) == UNITS


@either
def test_a_contract_that_knows_no_notes_gets_none(world: BookWorld, is_batch: bool) -> None:
    deal = world.opened()
    world.let_anyone_hold()
    for receiver in (world.token, world.desk):
        with pytest.raises(Reverted):
            move(world, deal, receiver, is_batch)


@either
def test_an_honest_receiver_holds_and_is_paid(
    world: BookWorld, receiver: Contract, is_batch: bool
) -> None:
    deal = world.opened()
    move(world, deal, receiver, is_batch, b"a word")
    assert receiver.told() == b"a word"
    world.pay(deal, 10 * YUAN)
    assert world.claim(deal, receiver) == 5 * YUAN
    assert world.token.balanceOf(receiver) == 5 * YUAN


def test_a_receiver_that_turned_hostile_blocks_nobody(world: BookWorld, receiver: Contract) -> None:
    deal = world.opened()
    move(world, deal, receiver, False)
    receiver.behave(BURNS, sender=world.stranger)
    world.pay(deal, 10 * YUAN)
    assert world.claim(deal, world.lender) == 5 * YUAN
    assert world.claim(deal, receiver) == 5 * YUAN
    world.move(deal, world.lender, world.backer, UNITS // 2)


def test_every_function_is_struck(world: BookWorld) -> None:
    both = strikes.functions(world.book) | strikes.functions(world.opening)
    assert set(BOOK_CALLS) == both
    # a signed form is the same move by another door, and needs a signature that nobody gave
    direct = {name for name in strikes.writing(world.desk) if not name.endswith("_signed")}
    assert {*DESK_CALLS, "follow"} == direct  # which moves a replaced wallet's balance within


@pytest.fixture
def armed(world: BookWorld, striker: Contract) -> Deal:
    """A loan with money to claim and a fee to release, beside a holder that will strike."""
    deal = world.opened()
    world.token.transfer(striker, MONEY // 10, sender=world.backer)
    strikes.arm(world, striker, world.token)
    world.move(deal, world.lender, striker, 1_000)
    world.pay(deal, 100 * YUAN)
    world.go_to(deal.terms.start_day + 15)
    return deal


@either
@pytest.mark.parametrize("name", BOOK_CALLS)
def test_striking_the_book_changes_nothing(
    world: BookWorld, striker: Contract, armed: Deal, name: str, is_batch: bool
) -> None:
    payload = strikes.book_calls(world, armed, striker, world.token)[name]
    target = strikes.struck_by(world, name)
    succeeded = _struck(world, striker, armed, target, payload, is_batch)
    is_writing = name in strikes.writing(target)
    assert not is_writing or succeeded is (name == "setApprovalForAll")
    if name not in strikes.NEIGHBOURS_ALONE:
        striker.execute(target, payload, sender=world.stranger)


@either
@pytest.mark.parametrize("name", DESK_CALLS)
def test_striking_the_desk_does_what_it_does_by_itself(
    world: BookWorld, striker: Contract, armed: Deal, name: str, is_batch: bool
) -> None:
    payload = strikes.desk_calls(world, striker, world.token)[name]
    succeeded = _struck(world, striker, armed, world.desk, payload, is_batch)
    assert succeeded is (name != "take")
    striker.execute(world.desk, payload, sender=world.stranger)


@either
@pytest.mark.parametrize("name", ["reckon", "mark_default"])
def test_servicing_cannot_be_reached_in_the_middle(
    world: BookWorld, striker: Contract, armed: Deal, name: str, is_batch: bool
) -> None:
    day = armed.terms.first_due_day + 95
    world.go_to(day)
    values = (world.book, armed.loan, day) if name == "reckon" else (world.book, armed.loan)
    payload = getattr(world.servicing, name).encode(*values)
    assert _struck(world, striker, armed, world.servicing, payload, is_batch) is False
    striker.execute(world.servicing, payload, sender=world.stranger)


def _struck(
    world: BookWorld,
    striker: Contract,
    deal: Deal,
    target: Contract,
    payload: bytes,
    is_batch: bool,
) -> bool:
    """Whether a strike succeeded; the end is that of a call made after the move, or of none."""
    with world.chain.anchored():
        striker.strike(target, payload, sender=world.stranger)
        move(world, deal, striker, is_batch)
        struck = world.storage()
        assert striker.tries() == 1
        succeeded = striker.successes() == 1
    with world.chain.anchored():
        move(world, deal, striker, is_batch)
        if succeeded:
            striker.execute(target, payload, sender=world.stranger)
        assert world.storage() == struck
    return succeeded
