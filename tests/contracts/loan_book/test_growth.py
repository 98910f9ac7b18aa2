# SPDX-License-Identifier: Apache-2.0
"""N: no number of loans, entries or holders makes a call dearer."""

from eth_utils import keccak

from shouxin.primitives.dates import parse_day
from tests.contracts import gas_operations, gas_statements
from tests.contracts.full_world import CENT, NO_LIMIT, FullWorld
from tests.contracts.loan_world import Deal
from tests.contracts.registry_world import CHINA

MANY = 10_000
INDEX_GAS = 200
EXPOSURE_MAX = 2**56 - 2
START = parse_day("2026-02-03")


def test_ten_thousand_loans_entries_and_holders_make_no_call_dearer() -> None:
    with_one, with_many = _measured(1), _measured(MANY)
    assert with_one == with_many


def test_ten_thousand_entries_make_no_statement_dearer() -> None:
    with_one, with_many = gas_statements.statements(), gas_statements.statements(MANY)
    assert with_one.keys() == with_many.keys()
    for name, gas in with_one.items():
        # an index takes more bytes of calldata as it grows
        assert 0 <= with_many[name] - gas <= INDEX_GAS, name


def _measured(count: int) -> dict[str, int]:
    """Gas of every operation with so many loans, entries and holders more."""
    world = FullWorld()
    limits = (*(NO_LIMIT,) * 5, EXPOSURE_MAX, True)  # a limit, so that the exposure is read
    world.rulebook.set_limits(CHINA, limits, sender=world.governance)
    world.go_to(START)
    plain = world.conditions(fee_ppm=0)
    _open_many(world, world.deal(world.offer(plain)), count)
    with world.chain.metered():
        found = gas_operations.openings(world)
    cases = (
        (gas_operations.payments, plain),
        (gas_operations.arrears, plain),
        (gas_operations.rarer, world.conditions()),
    )
    for operations, conditions in cases:
        deal = world.take(world.offer(conditions))
        _spread(world, deal, count)
        with world.chain.metered():
            found |= operations(world, deal)
    record = world.ledger.aggregates_of(deal.borrower)
    assert min(record.entry_count, record.open_count) > count
    return found


def _open_many(world: FullWorld, deal: Deal, count: int) -> None:
    """Loans of the same parties, brought by a desk that is a person."""
    world.rulebook.set_desk(world.lender, True, sender=world.governance)
    agreement = deal.agreement
    for number in range(count):
        salt = keccak(number.to_bytes(32, "big"))
        brought = (*agreement[:6], world.lender, *agreement[7:18], salt, agreement[19])
        world.opening.open(
            world.book, (deal.borrower, deal.repayment, brought), sender=world.lender
        )


def _spread(world: FullWorld, deal: Deal, count: int) -> None:
    """A unit of the loan each to so many holders."""
    loan, by = int.from_bytes(deal.id, "big"), {"sender": world.lender}
    for number in range(count):
        holder = "0x" + keccak(number.to_bytes(32, "big"))[:20].hex()
        world.book.safeTransferFrom(world.lender, holder, loan, 1, b"", **by)
    units = deal.terms.principal // CENT
    assert world.book.holding_of(deal.id, world.lender).units == units - count
