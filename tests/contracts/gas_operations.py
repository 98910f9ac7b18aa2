# SPDX-License-Identifier: Apache-2.0
"""Gas of what people do, each as a transaction of its own: 21,000, calldata, cold access, refunds.

The users are there for the second time, as in ``shouxin bench gas``, which has receipts of a node.
"""

from shouxin.lending.model import schedule
from tests.contracts.full_world import BORROW, CENT, EMPTY, YUAN, FullWorld
from tests.contracts.gas_agreed import agreed
from tests.contracts.gas_parties import freezes, recoveries
from tests.contracts.gas_signed import signed_actions
from tests.contracts.gas_statements import statements
from tests.contracts.loan_world import Deal

FOREVER = 2**255


def measure() -> dict[str, int]:
    """Operation by name, in gas; offers without a fee but where the name says so."""
    world = FullWorld()
    plain = world.conditions(fee_ppm=0)
    with world.chain.metered():
        found = openings(world)
        found |= payments(world, world.take(world.offer(plain)))
        found |= arrears(world, world.take(world.offer(plain)))
        found |= rarer(world, world.take(world.offer()))
    return found | agreed() | statements() | freezes() | recoveries() | signed_actions()


def openings(world: FullWorld) -> dict[str, int]:
    """What borrowers and lenders do at the desk, for the second time."""
    plain = world.conditions(fee_ppm=0)
    world.take(world.offer())
    world.take(world.offer(side=BORROW))
    world.go_to(world.today() + 1)
    found = {}
    cases = {
        "open_from_offer": (world.offer(plain), world.borrower),
        "open_from_offer_with_fee": (world.offer(), world.borrower),
        "open_from_request": (world.offer(plain, side=BORROW), world.lender),
    }
    for name, (offer, caller) in cases.items():
        deal, signature = world.deal(offer), world.sign(offer)
        fill = world.fill(deal)
        world.desk.take(offer, signature, fill, deal.id, sender=caller)
        found[name] = world.chain.gas
    world.desk.cancel(200, sender=world.lender)
    found["cancel"] = world.chain.gas
    world.desk.deposit(world.token, YUAN, sender=world.lender)
    found["deposit"] = world.chain.gas
    return found


def payments(world: FullWorld, deal: Deal) -> dict[str, int]:
    """A loan paid on time, ahead and late, claimed, sold in part and closed."""
    chain, found = world.chain, {}
    rows = schedule(deal.terms)
    loan = int.from_bytes(deal.id, "big")
    names = ("repay_first", "repay_on_time")
    for name, row in zip(names, rows[:2], strict=True):
        world.go_to(row.due_day)
        world.pay(deal, row.payment)
        found[name] = chain.gas
    found["claim_first"] = _claimed(world, deal)
    world.go_to(rows[2].due_day)
    world.pay(deal, rows[2].payment)
    found["claim"] = _claimed(world, deal)
    world.go_to(rows[3].due_day - 3)
    world.pay(deal, rows[3].payment // 2)
    found["repay_ahead"] = chain.gas
    world.go_to(rows[3].due_day + 10)
    world.pay(deal, rows[3].payment)
    found["repay_late"] = chain.gas
    units = deal.terms.principal // CENT // 4
    for name in ("transfer_note_first", "transfer_note"):
        by = {"sender": world.lender}
        world.book.safeTransferFrom(world.lender, world.backer, loan, units, b"", **by)
        found[name] = chain.gas
    world.pay(deal, deal.terms.principal * 2)
    found["repay_closing"] = chain.gas
    return found


def _claimed(world: FullWorld, deal: Deal) -> int:
    world.book.claim(deal.id, world.lender, sender=world.stranger)
    return world.chain.gas


def arrears(world: FullWorld, deal: Deal) -> dict[str, int]:
    """A loan that is withdrawn from in vain, defaults, is called in, written off and recovered."""
    chain, servicing, book = world.chain, world.servicing, world.book
    found = {}
    by = {"sender": world.lender}
    servicing.withdraw(book, deal.complete, sender=world.borrower)
    found["withdraw_notice"] = chain.gas
    world.go_to(deal.terms.first_due_day + 95)
    steps = {
        "default": lambda: servicing.mark_default(book, deal.loan, sender=world.stranger),
        "notice": lambda: servicing.give_notice(book, deal.complete, **by),
        "waive_penalty": lambda: servicing.waive(
            deal.complete, (book.address, deal.id, CENT, 0, 0, EMPTY, FOREVER), [], **by
        ),
    }
    later = {
        "accelerate": lambda: servicing.accelerate(book, deal.complete, **by),
        "write_off": lambda: servicing.write_off(book, deal.complete, **by),
        "recover": lambda: world.pay(deal, 1_000 * YUAN),
    }
    for group, days in ((steps, 0), (later, 11)):
        chain.warp(days=days)
        for name, step in group.items():
            step()
            found[name] = chain.gas
    return found


def rarer(world: FullWorld, deal: Deal) -> dict[str, int]:
    """What is seldom done: a deposit taken back, a fee released, a loan reckoned, debt waived."""
    chain, by = world.chain, {"sender": world.lender}
    found = {}
    world.go_to(deal.terms.first_due_day + 20)
    waiver = (world.book.address, deal.id, 0, CENT, YUAN, EMPTY, FOREVER)
    steps = {
        "take_back": lambda: world.desk.withdraw(world.token, YUAN, **by),
        "cancel_all": lambda: world.desk.cancel_all(**by),
        "release_fee": lambda: world.book.release_fee(deal.complete, **by),
        "reckon": lambda: world.servicing.reckon(world.book, deal.loan, world.today(), **by),
        "waive_debt": lambda: world.servicing.waive(deal.complete, waiver, [], **by),
    }
    for name, step in steps.items():
        step()
        found[name] = chain.gas
    return found
