# SPDX-License-Identifier: Apache-2.0
"""A book in an empty database, and makers whose rows the chain is taken to have made."""

import pytest

from shouxin.store.database import Database
from tests.lending.offer_book.shelf import Shelf


@pytest.fixture
async def shelf(database: Database) -> Shelf:
    made = Shelf(database)
    await made.fill_rules()
    return made
