# SPDX-License-Identifier: Apache-2.0
"""Interest and principal are waived with the holders of more than half of the units."""

from typing import Any

import pytest

from tests.contracts.contract_wallets import enrolled_wallet
from tests.contracts.evm import Actor, Contract, reverts, typed_digest
from tests.contracts.full_world import CENT, NO_LIMIT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import WAIVER, Serviced
from tests.contracts.registry_world import CHINA

UNITS = PRINCIPAL // CENT
TOO_FEW = "servicing: holders of over half of the units did not sign"
INVALID = "servicing: holder's signature is not valid"
KINDS = pytest.mark.parametrize("kind", ["interest", "principal"])


@pytest.fixture
def holders(world: FullWorld) -> list[Actor]:
    """Four parties with approvals, in ascending order of address."""
    named = [world.actor(f"holder {n}") for n in range(4)]
    return sorted(named, key=lambda holder: int(holder.address, 16))


@pytest.fixture
def split(world: FullWorld, holders: list[Actor]) -> Serviced:
    """A quarter each; the servicer is the lender, who keeps nothing."""
    loan = Serviced(world)
    for holder in holders:
        loan.hand(holder, UNITS // 4)
    loan.go(30)
    return loan


def signed(loan: Serviced, waiver: dict[str, Any], holders: list[Actor]) -> list[Any]:
    return [loan.consent(waiver, holder) for holder in holders]


@KINDS
@pytest.mark.parametrize("count", [0, 1, 2])
def test_half_of_the_units_is_not_enough(
    split: Serviced, holders: list[Actor], kind: str, count: int
) -> None:
    waiver = split.waiver(**{kind: YUAN})
    with reverts(TOO_FEW):
        split.waive(waiver, signed(split, waiver, holders[:count]))


@KINDS
def test_more_than_half_is_enough(split: Serviced, holders: list[Actor], kind: str) -> None:
    owed = split.closing_amount
    waiver = split.waiver(**{kind: YUAN})
    split.waive(waiver, signed(split, waiver, holders[1:]))
    assert split.closing_amount == owed - YUAN


def test_one_unit_decides(split: Serviced, holders: list[Actor]) -> None:
    world = split.world
    waiver = split.waiver(interest=YUAN)
    consents = signed(split, waiver, holders[:2])
    with reverts(TOO_FEW):
        split.waive(waiver, consents)
    one, other = holders[0], holders[3]
    world.book.safeTransferFrom(other, one, split.id, 1, b"", sender=other)
    split.waive(waiver, consents)


def test_units_are_counted_when_it_is_carried_out(split: Serviced, holders: list[Actor]) -> None:
    world = split.world
    waiver = split.waiver(interest=YUAN)
    consents = signed(split, waiver, holders[:3])
    for seller in holders[1:3]:
        world.book.safeTransferFrom(seller, world.backer, split.id, UNITS // 4, b"", sender=seller)
    with reverts(TOO_FEW):
        split.waive(waiver, consents)


def test_the_servicers_own_units_count_unsigned(world: FullWorld) -> None:
    loan = Serviced(world)
    loan.hand(world.backer, UNITS // 2)
    loan.go(30)
    waiver = loan.waiver(principal=YUAN)
    with reverts(TOO_FEW):
        loan.waive(waiver)
    loan.waive(waiver, [loan.consent(waiver, world.backer)])
    with loan.world.chain.anchored():
        world.book.safeTransferFrom(
            world.backer, world.lender, loan.id, 1, b"", sender=world.backer
        )
        loan.waive(principal=YUAN, interest=YUAN)


def test_the_servicers_own_units_count_once(world: FullWorld) -> None:
    loan = Serviced(world)
    loan.hand(world.backer, UNITS // 2)
    waiver = loan.waiver(principal=YUAN)
    for own in (loan.consent(waiver, world.lender), (world.lender.address, b"")):
        with reverts(TOO_FEW):
            loan.waive(waiver, [own])
    consents = [(world.lender.address, b""), loan.consent(waiver, world.backer)]
    loan.waive(waiver, consents)


def test_a_servicer_without_units_needs_the_holders(world: FullWorld) -> None:
    loan = Serviced(world, servicer=world.backer.address)
    waiver = loan.waiver(principal=YUAN)
    with reverts(TOO_FEW):
        loan.waive(waiver, sender=world.backer)
    loan.waive(waiver, [loan.consent(waiver, world.lender)], sender=world.backer)


def test_holders_come_in_ascending_order_and_once(split: Serviced, holders: list[Actor]) -> None:
    waiver = split.waiver(interest=YUAN)
    one, two, three, _ = signed(split, waiver, holders)
    wrong = ([two, one, three], [one, three, two], [one, one, two], [one, two, two], [three] * 3)
    for consents in wrong:
        with reverts("servicing: holders are not in ascending order"):
            split.world.servicing.waive(
                split.deal.complete, waiver, consents, sender=split.world.lender
            )
    with reverts("servicing: holders are not in ascending order"):
        split.waive(waiver, [("0x" + "00" * 20, b""), one, two, three])


def test_a_signature_of_something_else_is_refused(split: Serviced, holders: list[Actor]) -> None:
    waiver = split.waiver(interest=YUAN, principal=YUAN)
    good = signed(split, waiver, holders[1:])
    others = [
        waiver | {name: value}
        for name, value in {
            "book": split.world.desk.address,
            "loan": b"\x01" * 32,
            "penalty": CENT,
            "interest": 2 * YUAN,
            "principal": 0,
            "salt": b"\x01" * 32,
            "deadline": 2**254,
        }.items()
    ]
    for other in others:
        with reverts(INVALID):
            split.waive(waiver, [split.consent(other, holders[0]), *good])
    split.waive(waiver, good)


def test_a_malformed_or_foreign_signature_is_refused(split: Serviced, holders: list[Actor]) -> None:
    waiver = split.waiver(interest=YUAN)
    good = signed(split, waiver, holders)
    holder, signature = good[0]
    wrong = {
        "empty": b"",
        "64 bytes": signature[:64],
        "v of 0 or 1": signature[:64] + bytes([signature[64] - 27]),
        "another holder's": good[1][1],
        "the servicer's": split.consent(waiver, split.world.lender)[1],
    }
    for bad in wrong.values():
        with reverts(INVALID):
            split.waive(waiver, [(holder, bad), *good[1:]])


def test_consents_of_another_deployment_or_chain_are_refused(
    split: Serviced, holders: list[Actor]
) -> None:
    world, waiver = split.world, split.waiver(interest=YUAN)
    twin: Contract = world.chain.deploy("LoanServicing", world.registry, sender=world.governance)
    forked = world.chain.fork(chain_id=5).at("LoanServicing", world.servicing.address)
    for domain in (twin, forked):
        foreign = [(h.address, h.sign(domain, "Waiver", WAIVER, waiver)) for h in holders]
        with reverts(INVALID):
            split.waive(waiver, foreign)


def test_a_waiver_is_carried_out_once(split: Serviced, holders: list[Actor]) -> None:
    waiver = split.waiver(interest=YUAN, salt=b"\x01" * 32)
    consents = signed(split, waiver, holders)
    split.waive(waiver, consents)
    for again in (consents, consents[1:]):
        with reverts("servicing: the waiver was used before"):
            split.waive(waiver, again)
    other = waiver | {"salt": b"\x02" * 32}
    split.waive(other, signed(split, other, holders))


def test_a_waiver_that_was_refused_is_not_used_up(split: Serviced, holders: list[Actor]) -> None:
    waiver = split.waiver(interest=YUAN)
    with reverts(TOO_FEW):
        split.waive(waiver, signed(split, waiver, holders[:2]))
    split.waive(waiver, signed(split, waiver, holders))


def test_units_of_the_borrower_never_count(split: Serviced, holders: list[Actor]) -> None:
    world, seller = split.world, holders[0]
    world.book.safeTransferFrom(seller, world.borrower, split.id, UNITS // 4, b"", sender=seller)
    waiver = split.waiver(principal=YUAN)
    with reverts(TOO_FEW):
        split.waive(waiver, signed(split, waiver, [world.borrower, *holders[1:3]]))
    split.waive(waiver, signed(split, waiver, [world.borrower, *holders[1:4]]))


def test_units_of_the_borrowers_other_wallet_never_count(
    split: Serviced, holders: list[Actor]
) -> None:
    world = split.world
    wallet = world.chain.actor("the borrower's other wallet")
    signatures = world.people.pair_signatures(wallet, world.borrower)
    deadline = world.people.tomorrow
    world.registry.join_wallet(wallet, world.borrower, deadline, *signatures, sender=wallet)
    world.book.safeTransferFrom(holders[0], wallet, split.id, UNITS // 4, b"", sender=holders[0])
    waiver = split.waiver(principal=YUAN)
    with reverts(TOO_FEW):
        split.waive(waiver, signed(split, waiver, [wallet, *holders[1:3]]))


def test_units_of_linked_parties_never_count(split: Serviced, holders: list[Actor]) -> None:
    world, by = split.world, {"sender": split.world.people.provider}
    party, related = world.party(world.borrower), world.party(holders[0])
    between = world.party(world.backer)
    world.registry.link(party, between, **by)
    world.registry.link(between, related, **by)
    waiver = split.waiver(principal=YUAN)
    with reverts(TOO_FEW):
        split.waive(waiver, signed(split, waiver, holders[:3]))
    world.registry.unlink(party, between, **by)
    split.waive(waiver, signed(split, waiver, holders[:3]))


def test_units_of_a_wallet_without_a_party_never_count(world: FullWorld) -> None:
    """It could be the borrower's; with open transfers it can hold notes."""
    world.rulebook.set_limits(CHINA, (NO_LIMIT,) * 6 + (True,), sender=world.governance)
    loan, hidden = Serviced(world), world.chain.actor("hidden")
    loan.hand(hidden, UNITS * 6 // 10)
    loan.hand(world.backer, UNITS * 4 // 10)
    waiver = loan.waiver(principal=YUAN)
    with reverts(TOO_FEW):
        loan.waive(waiver, signed(loan, waiver, [hidden]))


def test_units_of_another_loan_never_count(world: FullWorld, split: Serviced) -> None:
    other = Serviced(world)
    other.hand(world.backer, UNITS)
    waiver = split.waiver(principal=YUAN)
    with reverts(TOO_FEW):
        split.waive(waiver, signed(split, waiver, [world.backer]))


def test_a_contract_wallet_agrees_as_a_holder(world: FullWorld) -> None:
    wallet = enrolled_wallet(world, PRINCIPAL)
    offer = world.offer(world.conditions(servicer=world.backer.address), maker=wallet.address)
    wallet.accept(world.desk.digest_of(offer), b"offer", sender=world.stranger)
    deal = world.deal(offer)
    fill = world.fill(deal)
    world.desk.take(offer, b"offer", fill, deal.id, sender=world.borrower)
    loan = Serviced(world)
    loan.deal = deal
    waiver = loan.waiver(principal=YUAN)
    with reverts(INVALID):
        loan.waive(waiver, [(wallet.address, b"agreed")], sender=world.backer)
    digest = _digest(world, waiver)
    wallet.accept(digest, b"agreed", sender=world.stranger)
    wallet.behave(1, sender=world.stranger)
    with reverts(INVALID):
        loan.waive(waiver, [(wallet.address, b"agreed")], sender=world.backer)
    wallet.behave(0, sender=world.stranger)
    loan.waive(waiver, [(wallet.address, b"agreed")], sender=world.backer)
    assert world.book.state_of(deal.id).balance == UNITS - YUAN // CENT


def _digest(world: FullWorld, waiver: dict[str, Any]) -> bytes:
    return typed_digest(world.servicing, "Waiver", WAIVER, waiver)


def test_thirty_two_holders_agree_and_no_more_are_taken(world: FullWorld) -> None:
    loan = Serviced(world)
    many = [world.actor(f"small holder {n}") for n in range(33)]
    many.sort(key=lambda holder: int(holder.address, 16))
    for holder in many:
        loan.hand(holder, UNITS // 60)
    waiver = loan.waiver(principal=YUAN)
    consents = signed(loan, waiver, many)
    world.book.safeTransferFrom(
        world.lender, world.backer, loan.id, UNITS * 27 // 60, b"", sender=world.lender
    )
    with reverts(""):
        loan.waive(waiver, consents)
    loan.waive(waiver, consents[:32])
