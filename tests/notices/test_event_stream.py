# SPDX-License-Identifier: Apache-2.0
"""``GET /api/v1/events`` over real sockets: chosen, in order, resumed, ended with a reason."""

import asyncio
import socket
import statistics
import time
from urllib.parse import urlsplit

import httpx
import pytest

from shouxin.notices.feed import EventFeed, FeedSettings
from shouxin.store.changes import changes
from shouxin.store.database import Database
from tests.notices.serving import (
    LOAN,
    OTHER_PARTY,
    PARTY,
    change,
    served_feed,
    streaming,
    told,
    until,
)

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("params", "headers", "code"),
    [
        ({"topics": "loan,Loan!"}, {}, "events.bad_topic"),
        ({"topics": ",".join(f"a.{'b' * n}" for n in range(1, 31))}, {}, None),
        (
            {"topics": ",".join(f"t{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(51))},
            {},
            "events.too_many_topics",
        ),
        ({"party": "0x12"}, {}, "events.bad_party"),
        ({"subject": "../x"}, {}, "events.bad_subject"),
        ({}, {"Last-Event-ID": "-1"}, "events.bad_last_id"),
        ({}, {"Last-Event-ID": "9" * 30}, "events.bad_last_id"),
    ],
)
async def test_what_can_not_be_meant_is_a_problem(
    database: Database, params: dict[str, str], headers: dict[str, str], code: str | None
) -> None:
    async with served_feed(database) as (url, _):
        if code is None:
            async with streaming(url, params) as stream:
                assert stream.status == 200
            return
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.get(url, params=params, headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code


async def test_more_streams_than_the_bound_are_refused_and_a_free_place_is_taken(
    database: Database,
) -> None:
    async with served_feed(database, FeedSettings(clients_max=1)) as (url, feed):
        async with streaming(url), streaming(url) as second:
            assert second.status == 409
        await until(lambda: not feed._subscriptions)
        async with streaming(url) as third:
            assert third.status == 200


async def test_one_caller_s_streams_have_a_bound_of_their_own(database: Database) -> None:
    async with (
        served_feed(database, FeedSettings(each_max=2)) as (url, _),
        streaming(url),
        streaming(url),
        streaming(url) as third,
    ):
        assert third.status == 409


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"topics": "record"}, 422, "events.no_party"),
        ({"topics": "loan,record.entry"}, 422, "events.no_party"),
        ({"topics": "record", "party": PARTY}, 403, "record.not_yours"),
    ],
)
async def test_a_record_is_told_to_its_readers_alone(
    database: Database, params: dict[str, str], status: int, code: str
) -> None:
    async with served_feed(database) as (url, _), httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(url, params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_who_does_not_name_records_hears_of_none(database: Database) -> None:
    async with (
        served_feed(database) as (url, _),
        streaming(url) as of_all,
        streaming(url, {"party": PARTY}) as by_party,
    ):
        await told(database, change("record.entry"), change("loan.paid"))
        assert await of_all.kinds(1) == ["loan.paid"]
        assert await by_party.kinds(1) == ["loan.paid"]


async def test_others_topics_parties_and_subjects_do_not_come(database: Database) -> None:
    async with (
        served_feed(database) as (url, _),
        streaming(url, {"topics": "loan.paid,offer"}) as by_topic,
        streaming(url, {"party": PARTY.upper().replace("X", "x")}) as by_party,
        streaming(url, {"subject": "t1"}) as by_subject,
        streaming(url) as of_all,
    ):
        await told(
            database,
            change("loan.opened"),
            change("offer.filled", party=OTHER_PARTY),
            change("transaction.sent", subject="t1", party=None),
            change("loan.paid"),
            change("chain.rolled_back", subject="chain", party=None),
        )
        assert await by_topic.kinds(3) == ["offer.filled", "loan.paid", "chain.rolled_back"]
        assert await by_party.kinds(3) == ["loan.opened", "loan.paid", "chain.rolled_back"]
        assert await by_subject.kinds(2) == ["transaction.sent", "chain.rolled_back"]
        assert await of_all.kinds(4) == [
            "loan.opened",
            "offer.filled",
            "loan.paid",
            "chain.rolled_back",
        ]  # a transaction is told to who knows its id alone


async def test_an_event_has_its_id_kind_and_data(database: Database) -> None:
    async with served_feed(database) as (url, _), streaming(url) as stream:
        await told(database, change(payload={"text": "第一行\nsecond", "amount_units": "9" * 40}))
        kind, data = await stream.next()
        assert kind == data["kind"] == "loan.paid"
        assert data["id"] == stream.last_id
        assert data["subject"] == LOAN
        assert data["payload"] == {"text": "第一行\nsecond", "amount_units": "9" * 40}


async def test_nothing_from_before_comes_without_a_last_id(database: Database) -> None:
    await told(database, change("loan.opened"))
    async with served_feed(database) as (url, _), streaming(url) as stream:
        await told(database, change("loan.paid"))
        assert (await stream.next())[0] == "loan.paid"


async def test_it_goes_on_behind_the_last_id_without_loss_or_repetition(database: Database) -> None:
    async with served_feed(database) as (url, _):
        async with streaming(url) as stream:
            await told(database, change("loan.opened"))
            await stream.next()
            last_id = stream.last_id
        for number in range(1_203):
            if number % 400 == 0:
                await told(
                    database, *[change(payload={"n": n}) for n in range(number, number + 401)]
                )
        numbers: list[int] = []
        async with streaming(url, last_id=last_id) as stream:
            await told(database, change(payload={"n": -1}))
            while -1 not in numbers:
                numbers.append((await stream.next())[1]["payload"]["n"])
    assert len(numbers) == 4 * 401 + 1
    assert numbers[:401] == list(range(401))


async def test_a_gap_in_what_is_kept_is_told(database: Database) -> None:
    await told(database, *[change() for _ in range(5)])
    async with database.begin() as connection:
        await connection.execute(changes.delete().where(changes.c.id < 4))
    async with served_feed(database) as (url, _):
        async with streaming(url, last_id="1") as stream:
            assert await stream.kinds(3) == ["stream.gap", "loan.paid", "loan.paid"]
        async with streaming(url, last_id="3") as stream:
            assert await stream.kinds(2) == ["loan.paid", "loan.paid"]


async def test_silence_is_filled_and_moves_the_last_id_on(database: Database) -> None:
    settings = FeedSettings(heartbeat_seconds=0.1)
    async with (
        served_feed(database, settings) as (url, feed),
        streaming(url, {"topics": "offer"}) as stream,
    ):
        await told(database, *[change() for _ in range(7)])
        while stream.last_id != str(feed.last_id) or feed.last_id < 7:
            await stream.heartbeat()
        assert stream.heartbeats > 0


async def test_a_client_that_does_not_read_is_dropped_and_the_others_go_on(
    database: Database,
) -> None:
    settings = FeedSettings(waiting_max=50, stall_seconds=0.5)
    async with served_feed(database, settings) as (url, feed):
        parts = urlsplit(url)
        with socket.socket() as silent:
            silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            await asyncio.to_thread(silent.connect, (parts.hostname, parts.port))
            silent.sendall(f"GET {parts.path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            async with streaming(url) as stream:
                await until(lambda: len(feed._subscriptions) == 2)
                filling = change(payload={"filling": "x" * 50_000})
                for _ in range(60):
                    await told(database, *[filling] * 3)
                    assert await stream.kinds(3) == ["loan.paid"] * 3
                await until(lambda: len(feed._subscriptions) == 1)
                await told(database, change("loan.opened"))
                assert await stream.kinds(1) == ["loan.opened"]


async def test_a_client_that_falls_behind_is_told_why_it_is_ended(database: Database) -> None:
    settings = FeedSettings(waiting_max=3, poll_seconds=0.2)
    async with served_feed(database, settings) as (url, _), streaming(url) as stream:
        await told(database, *[change() for _ in range(4)])
        kind, data = await stream.next()
        assert (kind, data["code"]) == ("stream.ended", "events.slow")
        assert data["detail_zh"] != data["detail_en"]
        with pytest.raises(StopAsyncIteration):
            await stream.next()


async def test_a_service_that_stops_says_so(database: Database) -> None:
    async with served_feed(database) as (url, feed), streaming(url) as stream:
        await told(database, change())
        await stream.next()
        for subscription in feed._subscriptions:
            subscription.end("stopped")
        assert (await stream.next())[1]["code"] == "events.stopped"


async def test_a_client_that_leaves_is_forgotten(database: Database) -> None:
    async with served_feed(database) as (url, feed):
        for _ in range(3):
            async with streaming(url):
                assert len(feed._subscriptions) == 1
            await until(lambda: not feed._subscriptions)


async def test_a_second_reader_of_the_same_database_hears_the_same(database: Database) -> None:
    async with (
        served_feed(database) as (one, _),
        served_feed(database) as (two, _),
        streaming(one) as first,
        streaming(two) as second,
    ):
        await told(database, change("loan.opened"), change("loan.paid"))
        assert await first.kinds(2) == await second.kinds(2) == ["loan.opened", "loan.paid"]


async def test_writers_at_once_lose_no_event(database: Database) -> None:
    async def write(name: int) -> None:
        for number in range(20):
            await told(database, change(payload={"of": [name, number]}))

    async with served_feed(database) as (url, _), streaming(url) as stream:
        writers = asyncio.gather(*(write(name) for name in range(5)))
        heard = [tuple((await stream.next())[1]["payload"]["of"]) for _ in range(100)]
        await writers
    assert len(set(heard)) == 100
    for name in range(5):
        assert [n for of, n in heard if of == name] == list(range(20))


async def test_from_commit_to_stream_it_takes_at_most_fifty_milliseconds(
    database: Database,
) -> None:
    took = []
    async with served_feed(database) as (url, _), streaming(url) as stream:
        for _ in range(40):
            await told(database, change())
            committed = time.perf_counter()
            await stream.next()
            took.append(time.perf_counter() - committed)
    assert statistics.median(took) <= 0.05


async def test_a_reader_survives_a_database_that_was_away(
    database: Database,
) -> None:
    async with served_feed(database) as (url, feed), streaming(url) as stream:
        await told(database, change("loan.opened"))
        await stream.next()
        assert isinstance(feed, EventFeed)
        async with feed._reading:
            connection = feed._reader._connection
            assert connection is not None
            await connection.invalidate()
        await told(database, change("loan.paid"))
        assert (await stream.next())[0] == "loan.paid"
