# SPDX-License-Identifier: Apache-2.0
"""Arrears and default are written when dates have reached them, once, whoever else keeps too."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from eth_account.signers.local import LocalAccount
from sqlalchemy import update

from shouxin.chain.calldata import encoded_call
from shouxin.chain.node import EmbeddedNode
from shouxin.credit.entry import Kind
from shouxin.lending.keeper import KeeperSettings, finders_for
from shouxin.lending.tables import loans
from shouxin.outbox.duty import Duty
from shouxin.outbox.transaction import Call
from shouxin.primitives.hexadecimal import to_hex
from shouxin.store.database import Database
from shouxin.story.stage import Stage
from tests.databases import opened_database
from tests.lending.keeper.office import Office, Post

pytestmark = pytest.mark.anyio


def new_key(stage: Stage) -> LocalAccount:
    assert isinstance(stage.node, EmbeddedNode)
    return stage.node.new_account()


@pytest.fixture
def post(stage: Stage, database: Database) -> Post:
    return Post(stage, database, new_key(stage))


async def test_before_its_time_nothing_is_written(office: Office, post: Post) -> None:
    loan = office.new_loan()
    assert await post.look() == 0
    office.go_past_due(loan, 3)  # the last day of grace
    await post.look()
    assert await post.entries_of(loan) == [Kind.OPENED]


async def test_each_stage_of_arrears_is_written_once(office: Office, post: Post) -> None:
    loan = office.new_loan()
    written = [Kind.OPENED]
    for days, kinds in ((4, 1), (29, 0), (30, 1), (60, 1), (89, 0)):
        office.go_past_due(loan, days)
        await post.look()
        written += [Kind.ARREARS_REACHED] * kinds
        assert await post.entries_of(loan) == written
        assert await post.look() == 0
    office.go_past_due(loan, 90)
    await post.look()
    assert await post.entries_of(loan) == [*written, Kind.ARREARS_REACHED, Kind.DEFAULTED]
    assert await post.look() == 0


async def test_one_call_writes_all_that_a_long_time_has_brought(office: Office, post: Post) -> None:
    loan = office.new_loan()
    office.go_past_due(loan, 200)
    await post.look()
    assert await post.entries_of(loan) == [
        Kind.OPENED,
        *[Kind.ARREARS_REACHED] * 4,
        Kind.DEFAULTED,
    ]
    assert (await post.statuses()).count("confirmed") == len(await post.statuses())


async def test_keepers_on_one_database_write_it_once(
    office: Office, stage: Stage, post: Post
) -> None:
    other = Post(stage, post.database, new_key(stage))
    loan = office.new_loan()
    office.go_past_due(loan, 10)
    await post.indexer.catch_up()
    counts = await asyncio.gather(post.keeper.look(), other.keeper.look())
    await asyncio.gather(post.send(), other.send())
    await post.indexer.catch_up()
    assert sum(counts) >= 1
    assert (await post.entries_of(loan)).count(Kind.ARREARS_REACHED) == 1
    of_this_loan = [status for status in await post.statuses() if status != "confirmed"]
    assert of_this_loan == []


async def test_keepers_on_different_machines_write_it_once(
    office: Office, stage: Stage, post: Post, tmp_path: Path
) -> None:
    loan = office.new_loan()
    office.go_past_due(loan, 10)
    async with opened_database("sqlite", tmp_path / "other") as database:
        other = Post(stage, database, new_key(stage))
        await asyncio.gather(post.indexer.catch_up(), other.indexer.catch_up())
        await post.keeper.look()
        await post.send()
        assert await other.keeper.look() == 0  # its rows are old, and it asks the chain first
        await other.indexer.catch_up()
        assert (await other.entries_of(loan)).count(Kind.ARREARS_REACHED) == 1


async def test_a_row_that_is_bad_stops_no_other(office: Office, post: Post) -> None:
    bad, good = office.new_loan(), office.new_loan()
    office.go_past_due(bad, 10)
    await post.indexer.catch_up()
    async with post.database.begin() as connection:
        await connection.execute(
            update(loans).where(loans.c.id == to_hex(bad.id)).values(terms="0x", attention_day=1)
        )
    await post.keeper.look()
    await post.send()
    await post.indexer.catch_up()
    assert Kind.ARREARS_REACHED in await post.entries_of(good)
    assert Kind.ARREARS_REACHED not in await post.entries_of(bad)


class Refusing:
    """Finds one thing that the chain always refuses, before all others."""

    def __init__(self, registry: str) -> None:
        self._call = Call(registry, encoded_call("PartyRegistry", "drop_recovery", [bytes(32)]))

    async def due(self, database: Database, now: int) -> Sequence[Duty]:
        del database, now
        return [Duty("always refused", "nobody", self._call)]


async def test_a_duty_that_is_refused_stops_no_other_and_costs_nothing(
    office: Office, stage: Stage, database: Database
) -> None:
    account, deployment = new_key(stage), stage.deployment
    finders = [
        Refusing(deployment.registry.address),
        *finders_for(stage.chain, deployment.manifest),
    ]
    post = Post(stage, database, account, finders, KeeperSettings(rest_seconds=0))
    loan = office.new_loan()
    office.go_past_due(loan, 10)
    for _ in range(3):
        await post.look()
    assert Kind.ARREARS_REACHED in await post.entries_of(loan)
    assert set(await post.statuses()) == {"confirmed"}


async def test_a_fee_is_paid_out_once_its_time_has_come(office: Office, post: Post) -> None:
    loan = office.new_loan()
    receiver = loan.deal.complete.agreement.fee_receiver
    token = office.stage.token
    await post.look()
    before = token.balanceOf(receiver)
    office.stage.go_to(loan.terms.start_day + 14)
    await post.look()
    assert token.balanceOf(receiver) == before
    office.stage.go_to(loan.terms.start_day + 15)
    await post.look()
    assert token.balanceOf(receiver) == before + loan.terms.fee
    assert await post.look() == 0
