# SPDX-License-Identifier: Apache-2.0
"""Deliveries over real sockets: signed, tried again, given up; one bad receiver stops no other."""

import asyncio
import dataclasses
import json
import socket
from typing import Any

import pytest

from shouxin.notices.filters import EventFilter
from shouxin.notices.signing import check_signature
from shouxin.notices.tables import DEAD, DELIVERED, HELD, WAITING
from shouxin.notices.webhooks import find_webhook, redeliver, rotate_secret, set_active
from shouxin.primitives.errors import Refused
from shouxin.store.database import Database
from tests.notices.receivers import (
    OWNER,
    QUICK,
    Answer,
    delivering,
    ended,
    hooked,
    megabytes,
    nonsense,
    receiving,
    rows,
    silence,
    status,
    trickle,
)
from tests.notices.serving import OTHER_PARTY, PARTY, change, told, until

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("answer", "last_status", "reason"),
    [
        (status(500), 500, "answered 500"),
        (status(404), 404, "answered 404"),
        (silence, None, "no answer within 0.5 s"),
        (trickle, None, "no answer within 0.5 s"),
        (nonsense, None, "RemoteProtocolError"),
    ],
)
async def test_a_receiver_that_fails_is_tried_so_often_and_then_dead_with_its_reason(
    database: Database, answer: Answer, last_status: int | None, reason: str
) -> None:
    settings = dataclasses.replace(QUICK, attempts_max=2)
    async with receiving(answer) as receiver, delivering(database, settings):
        webhook = await hooked(database, receiver.url)
        await told(database, change())
        (row,) = await ended(database, webhook, 1)
    assert (row["status"], row["attempts"]) == (DEAD, 2)
    assert row["last_status"] == last_status
    assert row["last_reason"].startswith(reason)
    assert len(receiver.requests) == 2


async def test_a_receiver_that_is_down_is_tried_again_until_it_is_up(database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"
    settings = dataclasses.replace(QUICK, attempts_max=2)
    async with delivering(database, settings):
        webhook = await hooked(database, url)
        await told(database, change())
        (row,) = await ended(database, webhook, 1)
    assert row["status"] == DEAD
    assert row["last_reason"].startswith("ConnectError")


async def test_a_redirection_is_never_followed(database: Database) -> None:
    async with (
        receiving(status(200)) as target,
        receiving(status(307, Location=target.url)) as receiver,
        delivering(database),
    ):
        webhook = await hooked(database, receiver.url)
        await told(database, change())
        (row,) = await ended(database, webhook, 1)
    assert (row["status"], row["last_status"]) == (DEAD, 307)
    assert target.requests == []


@pytest.mark.parametrize("code", [200, 201, 204, 299])
async def test_any_success_is_a_delivery(database: Database, code: int) -> None:
    async with receiving(status(code)) as receiver, delivering(database):
        webhook = await hooked(database, receiver.url)
        await told(database, change())
        (row,) = await ended(database, webhook, 1)
    assert (row["status"], row["attempts"], row["last_reason"]) == (DELIVERED, 1, None)


async def test_megabytes_of_an_answer_are_not_read(database: Database) -> None:
    async with receiving(megabytes) as receiver, delivering(database):
        webhook = await hooked(database, receiver.url)
        await told(database, change())
        (row,) = await ended(database, webhook, 1)
    assert row["status"] == DELIVERED


async def test_a_receiver_that_is_gone_is_told_nothing_more(database: Database) -> None:
    async with receiving(status(410)) as receiver, delivering(database):
        webhook = await hooked(database, receiver.url)
        await told(database, change())
        (row,) = await ended(database, webhook, 1)
        assert (row["status"], row["attempts"]) == (DEAD, 1)
        async with database.reading() as connection:
            found = await connection.run_sync(find_webhook, OWNER, webhook.id)
        assert not found.is_active


async def test_what_is_told_is_signed_and_names_itself(database: Database) -> None:
    async with receiving(status(204)) as receiver, delivering(database, clock=lambda: 1_000):
        webhook = await hooked(database, receiver.url)
        await told(database, change(payload={"text": "还款", "amount_units": "9" * 30}))
        (row,) = await ended(database, webhook, 1)
    (request,) = receiver.requests
    assert request.head == "POST /hook?x=1 HTTP/1.1"
    assert request.headers["shouxin-event"] == "loan.paid"
    assert request.headers["shouxin-delivery"] == row["id"] == request.told["delivery_id"]
    assert request.told["payload"] == {"text": "还款", "amount_units": "9" * 30}
    signature = request.headers["shouxin-signature"]
    check_signature(signature, request.body, webhook.secret, 1_100)
    with pytest.raises(Refused, match="not signed by"):
        check_signature(signature, request.body + b" ", webhook.secret, 1_100)
    with pytest.raises(Refused, match="401 s from now"):
        check_signature(signature, request.body, webhook.secret, 1_401)


async def test_while_a_secret_is_replaced_both_sign_and_later_one(database: Database) -> None:
    at = 1_000
    async with receiving(status(204)) as receiver, delivering(database, clock=lambda: at):
        former = await hooked(database, receiver.url)
        async with database.begin() as connection:
            fresh = await connection.run_sync(rotate_secret, OWNER, former.id, at)
        await told(database, change())
        await ended(database, former, 1)
        at += 86_401
        await told(database, change())
        await ended(database, former, 2)
    assert fresh.secret != former.secret
    first, second = receiver.requests
    for webhook in (former, fresh):
        check_signature(first.headers["shouxin-signature"], first.body, webhook.secret, 1_000)
    check_signature(second.headers["shouxin-signature"], second.body, fresh.secret, at)
    with pytest.raises(Refused, match="not signed by"):
        check_signature(second.headers["shouxin-signature"], second.body, former.secret, at)


async def test_bad_receivers_stop_no_other(database: Database) -> None:
    answers = [silence, trickle, megabytes, nonsense, status(500), status(302, Location="/x")]
    settings = dataclasses.replace(QUICK, answer_seconds=3.0)  # the good one may be slow too
    async with receiving(status(204)) as good, delivering(database, settings) as deliverer:
        bad = [receiving(answer) for answer in answers for _ in range(3)]
        for manager in bad:
            await hooked(database, (await manager.__aenter__()).url)
        webhook = await hooked(database, good.url)
        await told(database, *[change(payload={"n": n}) for n in range(30)])
        found = await ended(database, webhook, 30)
        assert all(row["status"] == DELIVERED for row in found)
        assert len(deliverer._under_way) <= 200
        for manager in bad:
            await manager.__aexit__(None, None, None)
    assert sorted(request.told["payload"]["n"] for request in good.requests) == list(range(30))


async def test_each_change_is_delivered_once_in_the_common_case(database: Database) -> None:
    async with receiving(status(204)) as receiver, delivering(database):
        webhook = await hooked(database, receiver.url)
        for part in range(5):
            await told(database, *[change(payload={"n": part * 50 + n}) for n in range(50)])
        await ended(database, webhook, 250)
    numbers = [request.told["payload"]["n"] for request in receiver.requests]
    assert sorted(numbers) == list(range(250))


async def test_others_topics_and_parties_are_not_told(database: Database) -> None:
    async with receiving(status(204)) as receiver, delivering(database):
        chosen = EventFilter(frozenset({"loan.paid"}), PARTY)
        webhook = await hooked(database, receiver.url, chosen=chosen)
        await told(
            database,
            change("loan.opened"),
            change(party=OTHER_PARTY),
            change("transaction.sent", party=PARTY),
            change(),
        )
        found = await ended(database, webhook, 1)
    assert [row["kind"] for row in found] == ["loan.paid"]


async def test_what_was_before_a_webhook_is_not_told(database: Database) -> None:
    await told(database, change())
    async with receiving(status(204)) as receiver, delivering(database):
        webhook = await hooked(database, receiver.url)
        await told(database, change("loan.opened"))
        found = await ended(database, webhook, 1)
    assert [row["kind"] for row in found] == ["loan.opened"]


async def test_a_stopped_webhook_is_told_nothing_until_it_goes_on(database: Database) -> None:
    async with receiving(status(204)) as receiver, delivering(database):
        webhook = await hooked(database, receiver.url)
        await switch(database, webhook.id, is_active=False)
        await told(database, change("loan.opened"))
        await asyncio.sleep(0.3)
        await switch(database, webhook.id, is_active=True)
        await told(database, change("loan.paid"))
        found = await ended(database, webhook, 1)
    assert [row["kind"] for row in found] == ["loan.paid"]


async def switch(database: Database, webhook_id: str, *, is_active: bool) -> None:
    async with database.begin() as connection:
        await connection.run_sync(
            lambda inner: set_active(inner, OWNER, webhook_id, is_active=is_active)
        )


async def test_a_delivery_is_made_again_by_request_with_the_same_name(database: Database) -> None:
    async with receiving(status(204)) as receiver, delivering(database):
        webhook = await hooked(database, receiver.url)
        await told(database, change())
        (row,) = await ended(database, webhook, 1)
        async with database.begin() as connection:
            await connection.run_sync(redeliver, OWNER, webhook.id, row["id"], 0)
        await until(lambda: len(receiver.requests) == 2)
    first, second = receiver.requests
    assert first.headers["shouxin-delivery"] == second.headers["shouxin-delivery"]
    assert first.body == second.body


async def test_with_confirmations_a_change_waits_for_them_and_goes_with_its_block(
    database: Database,
) -> None:
    head = 5
    settings = dataclasses.replace(QUICK, confirmations=2, lease_seconds=0.1)
    async with (
        receiving(status(204)) as receiver,
        delivering(database, settings, head_of=lambda _: head),
    ):
        webhook = await hooked(database, receiver.url, is_final_only=True)
        await told(
            database,
            change("loan.opened", block_number=5),
            change("loan.paid", block_number=6),
            change(
                "chain.rolled_back",
                subject="chain",
                party=None,
                block_number=None,
                payload={"to_block": 5},
            ),
            change("loan.defaulted", block_number=6),
        )
        await until_held(database, webhook, 2)
        assert receiver.requests == []
        head = 7
        (first, second) = await ended(database, webhook, 1)
        assert (first["status"], second["status"]) == (DELIVERED, HELD)
        head = 8
        found = await ended(database, webhook, 2)
    assert [row["kind"] for row in found] == ["loan.opened", "loan.defaulted"]


async def until_held(database: Database, webhook: Any, count: int) -> None:
    async with asyncio.timeout(10):
        while [row["status"] for row in await rows(database, webhook)] != [HELD] * count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_two_processes_deliver_each_change_once_and_one_takes_over(
    database: Database,
) -> None:
    async with receiving(status(204)) as receiver, delivering(database) as first:
        webhook = await hooked(database, receiver.url)
        second = delivering(database)
        taking_over = asyncio.create_task(second.__aenter__())
        await told(database, *[change(payload={"n": n}) for n in range(50)])
        await ended(database, webhook, 50)
        assert not taking_over.done()
        await first.__aexit__(None, None, None)
        await asyncio.wait_for(taking_over, 10)
        await told(database, change(payload={"n": 50}))
        await ended(database, webhook, 51)
        await second.__aexit__(None, None, None)
    numbers = [request.told["payload"]["n"] for request in receiver.requests]
    assert sorted(numbers) == list(range(51))


async def test_a_process_that_dies_under_way_loses_nothing(database: Database) -> None:
    async with receiving(silence) as receiver:
        async with delivering(database) as first:
            webhook = await hooked(database, receiver.url)
            await told(database, *[change(payload={"n": n}) for n in range(10)])
            await until(lambda: bool(receiver.requests))
            for task in (first._task, *first._under_way.values()):
                assert task is not None
                task.cancel()
        assert all(row["status"] == WAITING for row in await rows(database, webhook))
        receiver.answer = status(204)
        async with delivering(database):
            found = await ended(database, webhook, 10)
    assert all(row["status"] == DELIVERED for row in found)


async def test_a_clock_set_back_by_a_day_delays_nothing(database: Database) -> None:
    now = 1_764_028_800.0
    async with receiving(status(500)) as receiver:
        settings = dataclasses.replace(QUICK, first_pause_seconds=600)
        async with delivering(database, settings, clock=lambda: now):
            webhook = await hooked(database, receiver.url)
            await told(database, change())
            await until(lambda: len(receiver.requests) == 1)
            await asyncio.sleep(0.2)
            assert len(receiver.requests) == 1
            receiver.answer = status(204)
            now -= 86_400
            (row,) = await ended(database, webhook, 1)
    assert row["status"] == DELIVERED
    assert json.loads(row["body"])["kind"] == "loan.paid"
