# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

import pytest

from tests.contracts.book_world import BookWorld


@pytest.fixture(scope="session")
def _made() -> BookWorld:
    return BookWorld()


@pytest.fixture
def world(_made: BookWorld) -> Iterator[BookWorld]:
    """The world as it was made: what a test does in it is undone."""
    with _made.chain.anchored():
        yield _made
