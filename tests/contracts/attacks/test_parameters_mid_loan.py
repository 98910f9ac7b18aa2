# SPDX-License-Identifier: Apache-2.0
"""Every parameter that governance or another role can set is set while a loan lives.

What is owed on every day stays what it was, and the loan is paid, claimed and closed as before.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from shouxin.lending.model import schedule
from tests.contracts.full_world import PRINCIPAL
from tests.contracts.moves_of_freezes import FREEZES
from tests.contracts.moves_stage import Scene, Stage
from tests.contracts.moves_table import TABLE, Row

SETTERS = {"governance", "guardian", "bank", "provider"}
"""Roles that set something; the servicer acts on the loan itself."""


def is_setting(row: Row) -> bool:
    """Whether a row sets something; statements and freezes are another matter."""
    is_statement = row.contract == "ledger" and row.before is not None
    is_other = is_statement or "freeze" in row.function
    return bool(row.callers) and row.callers <= SETTERS and not is_other


ROWS = {
    f"{number} {row.name}": row for number, row in enumerate([*TABLE, *FREEZES]) if is_setting(row)
}
DAYS = (0, 31, 45, 130, 400)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene(Stage(), "current")


@pytest.fixture
def living(scene: Scene) -> Iterator[Scene]:
    with scene.stage.chain.anchored():
        yield scene


def owed(scene: Scene) -> list[Any]:
    """The loan's position on several days to come."""
    today = scene.world.today()
    return [scene.loan.position(today + days) for days in DAYS]


def lived(scene: Scene) -> list[Any]:
    """A loan's life to its end: a bill on time, one late, the rest at once, and the claims."""
    world, deal = scene.world, scene.deal
    rows, seen = schedule(deal.terms), []
    for row, late in ((rows[0], 0), (rows[1], 20), (rows[2], 0)):
        world.go_to(row.due_day + late)
        amount = row.payment if row is not rows[2] else 2 * PRINCIPAL
        seen.append(world.pay(deal, amount))
    seen.append(world.book.state_of(deal.id))
    holders, by = (world.lender, scene.stage.holder), {"sender": world.stranger}
    claimed = [world.book.claim(deal.id, holder, **by) for holder in holders]
    return [*seen, *claimed, world.book.release_fee(deal.complete, **by)]


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_owed_and_paid_stays_what_it_was(living: Scene, row: Row) -> None:
    world = living.world
    with world.chain.anchored():
        before, plain = owed(living), lived(living)
    with world.chain.anchored():
        if row.before is not None:
            row.before(world)
        data = getattr(getattr(world, row.contract), row.function).encode(*row.arguments(living))
        (caller, *_) = sorted(row.callers)
        living.stage.call(caller, getattr(world, row.contract), data)
        assert owed(living) == before
        assert lived(living) == plain
