# SPDX-License-Identifier: Apache-2.0

import pytest

from shouxin.api.services import ApiSettings
from shouxin.primitives.errors import TooMany
from shouxin.rest.callers import Rates
from shouxin.rest.limits import Rate, RateLimiter, client_name
from shouxin.store.database import Database
from tests.api.world import World, account, asking, code_of

RATE = Rate("test", 3, 0.5)
SLOW = Rate("slow", 3, 0.001)


def test_a_bucket_holds_its_burst_and_refills_steadily() -> None:
    now = 0.0
    limiter = RateLimiter(lambda: now)
    assert [limiter.take(RATE, "a").remaining_count for _ in range(3)] == [2, 1, 0]
    with pytest.raises(TooMany, match="try again in 2 s") as refused:
        limiter.take(RATE, "a")
    assert refused.value.retry_seconds == 2
    now = 2.0
    assert limiter.take(RATE, "a").remaining_count == 0
    with pytest.raises(TooMany):
        limiter.take(RATE, "a")
    now = 1_000.0
    assert limiter.take(RATE, "a").remaining_count == 2


def test_callers_and_rates_have_buckets_of_their_own() -> None:
    limiter = RateLimiter(lambda: 0.0)
    for _ in range(3):
        limiter.take(RATE, "a")
    assert limiter.take(RATE, "b").remaining_count == 2
    assert limiter.take(SLOW, "a").remaining_count == 2


def test_checking_takes_nothing() -> None:
    limiter = RateLimiter(lambda: 0.0)
    for _ in range(10):
        limiter.check(RATE, "a")
    for _ in range(3):
        limiter.take(RATE, "a")
    with pytest.raises(TooMany):
        limiter.check(RATE, "a")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        (None, "unknown"),
        ("testclient", "unknown"),
    ],
)
def test_a_client_in_ipv6_is_its_network(host: str | None, name: str) -> None:
    assert client_name(host) == name


def limited(database: Database, **settings: object) -> World:
    rates = Rates(dict.fromkeys(("anonymous", "wallet", "key"), SLOW), SLOW)
    return World(database, settings=ApiSettings(rates=rates, **settings))  # type: ignore[arg-type]


@pytest.mark.anyio
async def test_who_asks_too_often_is_refused_and_told_when_to_come_back(
    database: Database,
) -> None:
    world = limited(database)
    async with asking(world) as ask:
        answers = [await ask("GET", "/api/v1") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert code_of(answers[3]) == "request.too_many"
    assert 0 < int(answers[3].headers["retry-after"]) <= 1_000
    assert answers[0].headers["ratelimit"].startswith('"slow";r=2;')
    async with world.client(address=("198.51.100.9", 1)) as client:
        assert (await client.get("/api/v1")).status_code == 200


@pytest.mark.anyio
async def test_a_key_and_a_session_are_counted_by_themselves(database: Database) -> None:
    world = limited(database)
    tokens = [await world.key(), await world.key(), await world.signed_in(account("lender"))]
    for token in tokens:
        async with asking(world, token) as ask:
            statuses = [(await ask("GET", "/api/v1")).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]


@pytest.mark.anyio
async def test_bad_tokens_are_not_looked_up_for_ever(database: Database) -> None:
    world = limited(database)
    async with asking(world, "sxk_" + "A" * 43) as ask:
        statuses = [(await ask("GET", "/api/v1")).status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]


@pytest.mark.anyio
async def test_a_forwarded_address_counts_only_from_a_configured_proxy(
    database: Database,
) -> None:
    for proxies, status in [((), 429), (("192.0.2.1",), 200)]:
        world = limited(database, proxies=proxies)
        async with asking(world) as ask:
            statuses = [
                (await ask("GET", "/api/v1", X_Forwarded_For=f"203.0.113.{n}")).status_code
                for n in range(4)
            ]
        assert statuses == [200, 200, 200, status]
