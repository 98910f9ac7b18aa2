# SPDX-License-Identifier: Apache-2.0
"""Calls that a hostile contract makes while it is called: of book, opening contract and desk.

The attacker is as strong as can be: a desk that the rulebook knows, with money and approvals, the
operator of the lender's notes, a holder itself. So a call that fails while the book is at work
would succeed by itself.
"""

from typing import Any

from tests.contracts.book_world import BookWorld, note_id
from tests.contracts.evm import Contract
from tests.contracts.full_world import EMPTY, NO_LIMIT, YUAN
from tests.contracts.issuance import issuance_of
from tests.contracts.loan_world import Deal

UNITS = 10
NEIGHBOURS_ALONE = ("issue", "commit", "amend", "pay_for")
"""Functions of the book that no attacker may ever call."""

INTERFACES = b"\x01\xff\xc9\xa7"


def arm(world: BookWorld, attacker: Contract, token: Contract) -> None:
    """Give an attacker that has money rights, approvals and a deposit."""
    world.let_anyone_hold()
    world.rulebook.set_desk(attacker, True, sender=world.governance)
    for spender in (world.book, world.desk):
        attacker.execute(token, token.approve.encode(spender, NO_LIMIT), sender=world.stranger)
    for owner in (world.lender, world.backer):
        world.book.setApprovalForAll(attacker, True, sender=owner)
    deposit = world.desk.deposit.encode(token, 2 * YUAN)
    attacker.execute(world.desk, deposit, sender=world.stranger)


def book_calls(world: BookWorld, deal: Deal, attacker: Contract, token: Contract) -> dict[str, Any]:
    """Calldata by name of each function of the book, and of its opening contract."""
    number, book = note_id(deal), world.book
    other = world.drawn_up(desk=attacker.address, currency=token.address)
    state = book.state_of(deal.id)
    values: dict[str, tuple[Any, ...]] = {
        "issue": (issuance_of(other, world.party(world.lender)),),
        "pay": (deal.loan, YUAN, EMPTY, EMPTY),
        "pay_for": (deal.id, world.lender, deal.loan, YUAN, EMPTY, EMPTY),
        "RELAY": (),
        "AMENDING": (),
        "commit": (deal.id, deal.borrower, state, 0, 0, []),
        "amend": (deal.id, b"\x01" * 32, deal.terms.start_day),
        "find": (deal.id,),
        "release_fee": (deal.complete,),
        "claim": (deal.id, world.lender),
        "safeTransferFrom": (world.lender, world.backer, number, UNITS, b""),
        "safeBatchTransferFrom": (world.lender, world.backer, [number], [UNITS], b""),
        "setApprovalForAll": (world.backer, True),
        "state_of": (deal.id,),
        "issue_of": (deal.id,),
        "holding_of": (deal.id, world.lender),
        "uri": (number,),
        "supportsInterface": (INTERFACES,),
        "currencies": (1,),
        "balanceOf": (world.lender, number),
        "balanceOfBatch": ([world.lender], [number]),
        "isApprovedForAll": (world.lender, attacker),
        "total_units": (number,),
    }
    opening = world.opening
    return {name: getattr(book, name).encode(*given) for name, given in values.items()} | {
        "open": opening.open.encode(book, other.complete),
        "check_amended": opening.check_amended.encode(other.complete, YUAN),
        "hashes_of": opening.hashes_of.encode(deal.complete),
    }


def struck_by(world: BookWorld, name: str) -> Contract:
    """The contract, of book and opening, that has the function of a name."""
    return world.opening if name in functions(world.opening) else world.book


def desk_calls(world: BookWorld, attacker: Contract, token: Contract) -> dict[str, Any]:
    """Calldata by name of each function of the desk that writes; it takes the lender's offer."""
    offer = world.offer(world.conditions(currency=token.address))
    deal = world.deal(offer, taker=attacker)
    values: dict[str, tuple[Any, ...]] = {
        "deposit": (token, YUAN),
        "withdraw": (token, YUAN),
        "take": (offer, world.sign(offer), world.fill(deal), deal.id),
        "cancel": (77,),
        "cancel_all": (),
    }
    return {name: getattr(world.desk, name).encode(*given) for name, given in values.items()}


def writing(contract: Contract) -> set[str]:
    """The names of a contract's functions that can write."""
    return {
        item["name"]
        for item in contract.artifact.abi
        if item["type"] == "function" and item["stateMutability"] not in ("view", "pure")
    }


def functions(contract: Contract) -> set[str]:
    """The names of all its functions."""
    return {item["name"] for item in contract.artifact.abi if item["type"] == "function"}
