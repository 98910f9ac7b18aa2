# SPDX-License-Identifier: Apache-2.0
"""The holders of more than half of the units replace a loan's servicer."""

import pytest

from tests.contracts.evm import reverts
from tests.contracts.full_world import CENT, PRINCIPAL, FullWorld
from tests.contracts.loan_amending.amendable import Amendable

UNITS = PRINCIPAL // CENT
TOO_FEW = "servicing: holders of over half of the units did not sign"
NOT_SERVICER = "servicing: caller is not the servicer"
LINKED = "servicing: servicer is linked to the borrower"


def test_half_of_the_units_is_not_enough(late: Amendable) -> None:
    world = late.world
    late.hand(world.backer, UNITS // 2)
    replacement = late.replacement(world.backer)
    for holder in (world.lender, world.backer):
        with reverts(TOO_FEW):
            late.replace_servicer(replacement, holder)
    with reverts(TOO_FEW):
        late.replace_servicer(replacement, sender=world.lender)
    with world.chain.anchored():
        late.replace_servicer(replacement, world.backer, sender=world.lender)
    late.replace_servicer(replacement, world.lender, world.backer)


def test_the_new_one_serves_and_the_old_one_no_more(late: Amendable) -> None:
    world, deal = late.world, late.deal
    named = (world.book, deal.id, world.lender)
    assert world.amending.servicer_of(*named) == world.lender.address
    late.replace_servicer(late.replacement(world.backer), world.lender)
    (event,) = [e for e in world.chain.events if e.name == "ServicerReplaced"]
    assert (event.args["loan"], event.args["servicer"]) == (deal.id, world.backer.address)
    assert world.amending.servicer_of(*named) == world.backer.address
    late.go(65)
    for move in (late.give_notice, late.accelerate, late.write_off):
        with reverts(NOT_SERVICER):
            move(world.lender)
    with reverts(NOT_SERVICER):
        late.waive(penalty=CENT, sender=world.lender)
    late.give_notice(world.backer)
    late.waive(penalty=CENT, sender=world.backer)


def test_an_amendment_needs_the_new_ones_signature(late: Amendable) -> None:
    world = late.world
    late.replace_servicer(late.replacement(world.backer), world.lender)
    new = late.new_deal()
    amendment = late.amendment(new)
    with reverts("amending: servicer's signature is not valid"):
        late.bring(new, amendment, late.agreed(amendment))
    late.bring(new, amendment, late.agreed(amendment, world.lender, servicer=world.backer))
    late.deal = new
    late.go(101)
    late.write_off(world.backer)


def test_other_loans_keep_theirs(late: Amendable) -> None:
    world = late.world
    other = Amendable(world)
    late.replace_servicer(late.replacement(world.backer), world.lender)
    named = (world.book, other.deal.id, world.lender)
    assert world.amending.servicer_of(*named) == world.lender.address


def test_a_replacement_is_for_its_loan_and_its_time(late: Amendable) -> None:
    world = late.world
    other = late.replacement(world.backer, loan=b"\x01" * 32)
    with reverts("amending: the replacement is another loan's"):
        late.replace_servicer(other, world.lender)
    over = late.replacement(world.backer, deadline=world.chain.timestamp - 1)
    with reverts("amending: the deadline is over"):
        late.replace_servicer(over, world.lender)


def test_a_replacement_is_carried_out_once(late: Amendable) -> None:
    world = late.world
    first = late.replacement(world.backer)
    late.replace_servicer(first, world.lender)
    late.replace_servicer(late.replacement(world.lender), world.lender)
    with reverts("amending: it was carried out before"):
        late.replace_servicer(first, world.lender)


def test_a_servicer_needs_a_party(late: Amendable) -> None:
    with reverts("amending: servicer has no party"):
        late.replace_servicer(late.replacement(late.world.stranger), late.world.lender)


def test_nobody_frozen_takes_over(late: Amendable) -> None:
    world = late.world
    world.people.freeze(world.party(world.backer))
    with reverts("servicing: servicer is frozen, or recovers this wallet"):
        late.replace_servicer(late.replacement(world.backer), world.lender)


def test_units_of_a_frozen_holder_never_count(late: Amendable) -> None:
    world = late.world
    late.hand(world.backer, UNITS // 2 + 1)
    replacement = late.replacement(world.backer)
    with world.chain.anchored():
        world.people.freeze(world.party(world.backer))
        with reverts("servicing: holders of over half of the units did not sign"):
            late.replace_servicer(late.replacement(world.lender), world.lender, world.backer)
    late.replace_servicer(replacement, world.lender, world.backer)


def test_a_frozen_servicer_is_replaced_and_returns_to_nothing(late: Amendable) -> None:
    """The servicer put in its place is held to the same standing."""
    world = late.world
    servicer = world.actor("servicer")
    late.replace_servicer(late.replacement(servicer), world.lender)
    late.go(65)
    world.people.freeze(world.party(servicer))
    with reverts("servicing: servicer is frozen, or recovers this wallet"):
        late.give_notice(servicer)
    late.replace_servicer(late.replacement(world.lender), world.lender)
    late.give_notice(world.lender)


@pytest.mark.parametrize("who", ["borrower", "backer"])
def test_nobody_linked_to_the_borrower_serves(world: FullWorld, late: Amendable, who: str) -> None:
    pair = (world.party(world.borrower), world.party(world.backer))
    world.registry.link(*pair, sender=world.people.provider)
    with reverts(LINKED):
        late.replace_servicer(late.replacement(getattr(world, who)), world.lender)


def test_a_servicer_found_to_be_linked_is_replaced(world: FullWorld, late: Amendable) -> None:
    late.hand(world.backer, UNITS)
    pair = (world.party(world.borrower), world.party(world.lender))
    world.registry.link(*pair, sender=world.people.provider)
    late.go(65)
    with reverts(LINKED):
        late.give_notice(world.lender)
    late.replace_servicer(late.replacement(world.backer), world.backer)
    late.give_notice(world.backer)


def test_a_repaid_loan_has_no_servicer_to_replace(loan: Amendable) -> None:
    loan.start(20)
    loan.pay(2 * PRINCIPAL)
    with reverts("book: no open loan has these terms"):
        loan.replace_servicer(loan.replacement(loan.world.backer), loan.world.lender)
