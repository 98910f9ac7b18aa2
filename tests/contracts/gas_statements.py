# SPDX-License-Identifier: Apache-2.0
"""Gas of what others write into a record, in a world of the ledger alone."""

from tests.contracts.credit_ledger.record_world import OPENED, RecordWorld
from tests.contracts.gas_steps import measured
from tests.contracts.registry_world import NOBODY

ENTRIES_A_CALL = 12


def statements(entry_count: int = 1) -> dict[str, int]:
    """Inquiries and furnished roots, and how a dispute ends, after so many entries of a book."""
    world = RecordWorld()
    for first in range(0, entry_count, ENTRIES_A_CALL):
        world.record(*[OPENED] * min(ENTRIES_A_CALL, entry_count - first))
    first, second = world.furnish(), world.furnish()
    world.inquire()
    world.dispute(first)
    parties = (world.party, world.other)
    world.registry.link(*parties, sender=world.provider)
    merger = (*parties, NOBODY, 0, 0, b"")
    return measured(
        world.chain,
        {
            "inquire": world.inquire,
            "furnish": world.furnish,
            "dispute": lambda: world.dispute(second),
            "answer": lambda: world.answer(second, world.furnisher, is_upheld=True),
            "correct": lambda: world.correct(second, world.furnisher),
            "anchor": lambda: world.state(
                "anchor", world.party, world.cite(first).values, by=world.stranger
            ),
            "merge": lambda: world.state("merge", *merger, by=world.provider),
        },
    )
