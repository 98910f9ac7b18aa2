# SPDX-License-Identifier: Apache-2.0
"""Offers are asked about again, one process at a time; one that is bad stops no other."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from shouxin.chain.clock import ChainClock
from shouxin.lending.book_tables import offers
from shouxin.lending.rechecking import Rechecker, RecheckSettings
from shouxin.lending.service import Lending
from shouxin.store.election import Lease
from tests.lending.endpoints.town import Town

pytestmark = pytest.mark.anyio
PRINCIPAL = 1_200_000


def rechecker(town: Town, **settings: int) -> Rechecker:
    stage, database = town.stage, town.world.database
    clock = ChainClock(stage.chain, carried_seconds_max=0)
    lending = Lending(database, stage.deployment, town.world.outbox, clock)
    lease = Lease("offers", patience_seconds=3600)
    bounds = RecheckSettings(again_seconds=-1, **settings)
    return Rechecker(database, lending, bounds, lease=lease)


async def posted(town: Town) -> str:
    offer = await town.offer_of(town.cast.bank, PRINCIPAL)
    answer = await town.ask("POST", "/offers", town.cast.bank, json=offer)
    return str(answer.json()["digest"])


async def codes(town: Town) -> dict[str, str | None]:
    async with town.world.database.reading() as connection:
        rows = await connection.execute(select(offers.c.digest, offers.c.void_code))
        return {row.digest: row.void_code for row in rows}


async def spoil(town: Town, digest: str, **values: object) -> None:
    async with town.world.database.begin() as connection:
        await connection.execute(update(offers).where(offers.c.digest == digest).values(**values))


async def test_another_process_that_asks_already_is_let_go_on(town: Town) -> None:
    await posted(town)
    first, second = rechecker(town), rechecker(town)
    assert await first.look() == 1
    assert await second.look() is None
    assert await first.look() == 1


async def test_a_bad_offer_stops_no_other_and_is_void(town: Town) -> None:
    bad, good = await posted(town), await posted(town)
    async with town.world.database.reading() as connection:
        query = select(offers.c.written).where(offers.c.digest == bad)
        written = (await connection.execute(query)).scalar_one()
    await spoil(town, bad, written={**written, "signature": "0x" + "11" * 65}, checked_at=0)
    await spoil(town, good, void_code="offer.signature", checked_at=1)
    assert await rechecker(town).look() == 2
    assert await codes(town) == {bad: "offer.signature", good: None}
    assert (await town.ask("GET", f"/offers/{bad}")).json()["status"] == "void"
    assert (await town.ask("GET", f"/offers/{good}")).json()["status"] == "open"


async def test_an_offer_that_can_t_be_read_stops_no_other(town: Town) -> None:
    bad, good = await posted(town), await posted(town)
    await spoil(town, bad, written={}, checked_at=0)
    await spoil(town, good, void_code="offer.signature", checked_at=1)
    await rechecker(town).look()
    assert await codes(town) == {bad: "offer.unreadable", good: None}


async def test_a_round_asks_about_so_many_and_the_longest_unasked_first(town: Town) -> None:
    first, second = await posted(town), await posted(town)
    await spoil(town, first, checked_at=2, void_code="x")
    await spoil(town, second, checked_at=1, void_code="x")
    assert await rechecker(town, offers_max=1).look() == 1
    assert await codes(town) == {first: "x", second: None}


async def test_what_expired_long_ago_is_forgotten(town: Town) -> None:
    old, new = await posted(town), await posted(town)
    await spoil(town, old, expiry_at=1)
    await rechecker(town).look()
    assert list(await codes(town)) == [new]


async def test_it_runs_with_the_service_and_gives_way_at_its_end(town: Town) -> None:
    await posted(town)
    async with rechecker(town):
        pass
    assert await rechecker(town).look() == 1
