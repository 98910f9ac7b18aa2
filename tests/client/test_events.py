# SPDX-License-Identifier: Apache-2.0
"""Events as an iterator: each once and in order, over streams that end and servers that restart."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from shouxin.client import AsyncClient, ClientSettings, ServiceError
from shouxin.client.events import Event, EventReader
from shouxin.notices.feed import FeedSettings
from shouxin.store.database import Database
from tests.client.asking import refused
from tests.door import Door
from tests.notices.serving import LOAN, OTHER_PARTY, PARTY, change, served_feed, told

pytestmark = pytest.mark.anyio
QUICK = ClientSettings(attempts_max=4, pause_seconds=0.01, pause_seconds_max=0.05)


async def heard(client: AsyncClient, count: int, **chosen: object) -> list[Event]:
    """The next events."""
    found: list[Event] = []
    async with asyncio.timeout(20):
        async for event in client.events(**chosen):  # type: ignore[arg-type]
            found.append(event)
            if len(found) == count:
                break
    return found


async def test_a_filter_that_can_not_be_meant_is_refused(database: Database) -> None:
    async with served_feed(database) as (url, _), AsyncClient(_of(url), settings=QUICK) as client:
        with refused("events.bad_topic"):
            await heard(client, 1, topics="Loan!")


async def test_a_service_that_is_away_is_given_up() -> None:
    async with AsyncClient("http://127.0.0.1:9", settings=QUICK) as client:
        with pytest.raises(ServiceError, check=lambda error: error.code == "client.unreachable"):
            await heard(client, 1)


async def test_each_event_comes_once_and_in_order_from_behind_the_last_one(
    database: Database,
) -> None:
    await told(database, change("loan.opened"), change("loan.paid"))
    async with served_feed(database) as (url, _), AsyncClient(_of(url), settings=QUICK) as client:
        first, second = await heard(client, 2, last_id=0)
        assert (first.kind, second.kind) == ("loan.opened", "loan.paid")
        assert (second.subject, second.party, second.block_number) == (LOAN, PARTY, 5)
        assert second.payload == {"amount_units": "100"}
        (again,) = await heard(client, 1, last_id=first.id)
        assert again == second


async def test_only_what_is_chosen_comes(database: Database) -> None:
    await told(database, change("loan.opened", party=OTHER_PARTY), change("offer.posted"))
    await told(database, change("loan.paid"))
    async with served_feed(database) as (url, _), AsyncClient(_of(url), settings=QUICK) as client:
        (found,) = await heard(client, 1, topics="loan", party=PARTY, last_id=0)
    assert found.kind == "loan.paid"


async def test_a_stream_that_breaks_off_goes_on_without_a_gap_or_a_second_time(
    database: Database,
) -> None:
    async with served_feed(database, FeedSettings(poll_seconds=0.02)) as (url, _):
        with Door(int(_of(url).rpartition(":")[2])) as door:
            address = f"http://127.0.0.1:{door.port}"
            async with AsyncClient(address, settings=QUICK) as client:
                task = asyncio.create_task(heard(client, 6, last_id=0))
                for number in range(6):
                    await told(database, change("loan.paid", payload={"number": number}))
                    await asyncio.sleep(0.05)
                    if number in {1, 3}:
                        door.shut()
                        await asyncio.sleep(0.02)
                        door.open()
                found = await task
    assert [event.payload["number"] for event in found] == list(range(6))


def test_what_is_no_event_is_told() -> None:
    for lines in (["event: loan.paid", "data: {"], ["event: x", 'data: {"subject": 1, "id": "a"}']):
        reader = EventReader(QUICK, None)
        assert [reader.feed(line) for line in lines] == [None, None]
        with refused("client.bad_answer"):
            reader.feed("")


def test_a_sign_of_life_moves_on_and_is_no_event() -> None:
    reader = EventReader(QUICK, None)
    assert [reader.feed(line) for line in (": alive", "id: 7", "")] == [None, None, None]
    assert reader.headers["Last-Event-ID"] == "7"
    gap = [reader.feed(line) for line in ("event: stream.gap", 'data: {"code": "x"}', "")][-1]
    assert gap is not None
    assert (gap.id, gap.kind, gap.payload) == (None, "stream.gap", {"code": "x"})
    assert reader.headers["Last-Event-ID"] == "7"


def test_a_busy_service_is_asked_again_later_and_not_for_ever() -> None:
    reader = EventReader(QUICK, None)
    problem = {"code": "events.busy", "detail_en": "busy", "detail_zh": "繁忙"}
    answer = httpx.Response(
        503, json=problem, headers={"content-type": "application/problem+json", "retry-after": "9"}
    )
    for _ in range(QUICK.attempts_max - 1):
        assert reader.begin(answer, answer.content) == QUICK.pause_seconds_max
    with refused("events.busy"):
        reader.begin(answer, answer.content)


def _of(url: str) -> str:
    return url.removesuffix("/api/v1/events")
