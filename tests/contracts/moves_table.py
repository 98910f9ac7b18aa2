# SPDX-License-Identifier: Apache-2.0
"""Who may do what when: every state-changing function, the only callers, the only states.

A row is a function with the best arguments there are for it; where another set of arguments is a
right of somebody else, it is another row. What no row allows is refused. The rows are in the
`moves_of_….py` beside this file, by contract; those about freezes and recoveries, which change
others' rows, are added by `test_moves_table.py`.
"""

from tests.contracts.moves_of_book import BOOK, OPENING, RELAY
from tests.contracts.moves_of_desk import DESK
from tests.contracts.moves_of_ledger import LEDGER, STATEMENTS, TOKEN
from tests.contracts.moves_of_registry import REGISTRY, RULEBOOK
from tests.contracts.moves_of_servicing import AMENDING, ROLLOVER, SERVICING
from tests.contracts.moves_row import (
    ALWAYS,
    ANYONE,
    COOLING_OFF,
    GOVERNED,
    LIVING,
    NEVER,
    NOBODY,
    OPENED,
    Arguments,
    Row,
    backers,
    by_name,
    moved,
    only,
    signing,
    submitted,
)

__all__ = [
    "ALWAYS",
    "AMENDING",
    "ANYONE",
    "BOOK",
    "COOLING_OFF",
    "DESK",
    "GOVERNED",
    "LEDGER",
    "LIVING",
    "NEVER",
    "NOBODY",
    "OPENED",
    "OPENING",
    "REGISTRY",
    "RELAY",
    "ROLLOVER",
    "RULEBOOK",
    "SERVICING",
    "STATEMENTS",
    "TABLE",
    "TOKEN",
    "Arguments",
    "Row",
    "backers",
    "by_name",
    "moved",
    "only",
    "signing",
    "submitted",
]

TABLE = [
    *BOOK,
    *RELAY,
    *OPENING,
    *SERVICING,
    *AMENDING,
    *ROLLOVER,
    *DESK,
    *REGISTRY,
    *RULEBOOK,
    *LEDGER,
    *TOKEN,
]
