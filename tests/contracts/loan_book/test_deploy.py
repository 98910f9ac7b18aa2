# SPDX-License-Identifier: Apache-2.0
"""A book writes to a ledger that is there: its calls leave the check of the ledger's code out."""

from tests.contracts.book_world import BookWorld
from tests.contracts.evm import reverts


def test_a_ledger_without_code_is_refused(world: BookWorld) -> None:
    neighbours = (world.registry, world.rulebook, world.stranger)
    movers = (world.opening, world.servicing, world.relay, world.amending, world.rollover)
    with reverts("book: ledger is no contract"):
        world.chain.deploy("LoanBook", *neighbours, *movers, sender=world.governance)
