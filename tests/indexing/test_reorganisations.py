# SPDX-License-Identifier: Apache-2.0
"""The head is set back for real, at any depth, while events are read; rows equal a rebuild."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from shouxin.chain.abi import Log
from shouxin.chain.sender import Sender
from shouxin.indexing.feed import BranchChangedError, Feed, Header
from shouxin.indexing.indexer import Indexer, IndexerSettings
from shouxin.parties.enrolment import PartyKind
from shouxin.primitives.errors import ShouxinError
from shouxin.store.changes import changes
from shouxin.store.database import Database
from shouxin.story.cast import BANK, SHOP, approve, enrol, find_enrolled
from shouxin.story.loans import LiveLoan, Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import TOPIC_FACTS, Stage
from tests.databases import opened_database
from tests.indexing.conftest import dumped, indexer_of

pytestmark = pytest.mark.anyio

DEPTH_MAX = 64
PRINCIPAL = 1_200_000


class Branches:
    """A chain that grows and is set back."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.random = Random(seed)  # noqa: S311 - a history that can be told again
        self.senders = [stage.bank, stage.provider, stage.operator]
        self.loans = _opened(stage)

    def grow(self, blocks: int) -> None:
        """Some blocks with things that happen."""
        for _ in range(blocks):
            self.random.choice(self._acts())()

    def snapshot(self) -> str:
        """A place to come back to."""
        return str(self.stage.chain.request("evm_snapshot"))

    def set_back(self, snapshot: str) -> None:
        """The head as it was; every key counts its transactions again."""
        assert self.stage.chain.request("evm_revert", snapshot)
        for sender in self.senders:
            sender._nonce = None

    def _acts(self) -> list[Callable[[], object]]:
        at, random = self.stage.deployment, self.random
        bank, provider = self.stage.bank, self.stage.provider
        party = at.registry.party_of(bank.address)
        return [
            lambda: at.desk.cancel(int.from_bytes(os.urandom(24)), sender=bank),
            lambda: at.desk.deposit(self.stage.token.address, random.randint(1, 99), sender=bank),
            lambda: at.desk.withdraw(self.stage.token.address, 1, sender=bank),
            lambda: at.desk.cancel_all(sender=bank),
            lambda: at.registry.attest(
                party, TOPIC_FACTS, random.randbytes(32), 2**40, sender=provider
            ),
            lambda: at.ledger.furnish(
                party, random.randbytes(32), 1, 5_000, bool(random.getrandbits(1)), sender=bank
            ),
            lambda: self._pay(bank),
            lambda: self.stage.chain.request("evm_mine"),
        ]

    def _pay(self, payer: Sender) -> None:
        """Pay a little of any open loan."""
        loan = self.random.choice(self.loans)
        amount = self.random.randint(1, 5_000)
        book = self.stage.deployment.book
        book.pay(loan.deal.loan, amount, bytes(32), os.urandom(32), sender=payer)
        book.claim(loan.id, payer.address, sender=payer)


def _opened(stage: Stage) -> list[LiveLoan]:
    """Some new loans that nothing has happened to."""
    bank = find_enrolled(stage, BANK, PartyKind.COMPANY, stage.bank)
    assert bank is not None
    shop, _ = enrol(stage, SHOP, PartyKind.SOLE_TRADER, stage.new_sender())
    approve(stage, shop)
    book = Loans(stage)
    signed = [signed_by(stage, bank, PRINCIPAL, conditions_of(stage)) for _ in range(3)]
    return [book.take(SHOP, offer, PRINCIPAL, shop, bank)[0] for offer in signed]


async def _equal_to_a_rebuild(stage: Stage, database: Database, folder: Path, number: int) -> None:
    folder = folder / str(number)
    folder.mkdir()
    async with opened_database("sqlite", folder) as other:
        await indexer_of(stage, other).catch_up()
        assert await dumped(database) == await dumped(other)


async def test_what_was_read_ahead_of_another_branch_is_not_used(
    stage: Stage, database: Database
) -> None:
    branches = Branches(stage, seed=11)
    snapshot = branches.snapshot()
    branches.grow(12)
    indexer, head = indexer_of(stage, database), stage.chain.block().number
    ahead = indexer.ahead
    ahead.begin(head - 3, head)
    taken = await ahead.take(head - 3)
    assert taken is not None
    assert taken.last.number == head
    assert await ahead.take(head - 3) is None, "nothing is used twice"
    ahead.begin(head - 3, head)
    while not ahead.is_there:  # noqa: ASYNC110 - only this test waits for it
        await asyncio.sleep(0.01)
    branches.set_back(snapshot)
    branches.grow(30)
    assert await ahead.take(head - 3) is None


async def test_reading_ahead_leads_to_the_same_rows(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    indexer = indexer_of(stage, database, IndexerSettings(undo_blocks=1, events_aim=40))
    was_ahead = False
    while not (await indexer.step()).is_caught_up:
        was_ahead = was_ahead or indexer.ahead.first > 0
    assert was_ahead
    await _equal_to_a_rebuild(stage, database, tmp_path, 1)


async def _reorganised(
    stage: Stage, database: Database, folder: Path, count: int, seed: int
) -> None:
    branches = Branches(stage, seed)
    indexer = indexer_of(stage, database)
    await indexer.catch_up()
    for number in range(count):
        depth = branches.random.choice([1, 2, 3, branches.random.randint(1, DEPTH_MAX)])
        place = branches.snapshot()
        reading = asyncio.create_task(_read_on(indexer))
        await asyncio.to_thread(branches.grow, depth)
        await asyncio.to_thread(branches.set_back, place)
        await asyncio.to_thread(branches.grow, branches.random.randint(0, depth))
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await indexer.catch_up()
        await _equal_to_a_rebuild(stage, database, folder, number)


async def _read_on(indexer: Indexer) -> None:
    while True:
        try:
            await indexer.step()
        except ShouxinError:
            continue  # the head was set back between two answers
        await asyncio.sleep(0.001)


async def test_rows_equal_a_rebuild_after_reorganisations_while_reading(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    await _reorganised(stage, database, tmp_path, 8, seed=5)
    async with database.reading() as connection:
        kinds = set((await connection.execute(select(changes.c.kind))).scalars())
    assert "chain.rolled_back" in kinds


@pytest.mark.long
async def test_200_random_reorganisations(stage: Stage, database: Database, tmp_path: Path) -> None:
    await _reorganised(stage, database, tmp_path, 200, seed=64)


async def test_one_deeper_than_what_is_kept_is_read_from_the_start(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    branches = Branches(stage, 9)
    indexer = indexer_of(stage, database, IndexerSettings(undo_blocks=4))
    place = branches.snapshot()
    await asyncio.to_thread(branches.grow, 12)
    await indexer.catch_up()
    await asyncio.to_thread(branches.set_back, place)
    await asyncio.to_thread(branches.grow, 3)
    assert (await indexer.step()).kind == "rebuilding"
    await indexer.catch_up()
    await _equal_to_a_rebuild(stage, database, tmp_path, 0)


class _SetBackBetween(Feed):
    """A node whose head is set back right after it told the events of some blocks."""

    def __init__(self, feed: Feed, set_back: Callable[[], None]) -> None:
        super().__init__(feed.chain, feed._addresses)
        self._set_back: Callable[[], None] | None = set_back

    def events(self, first: int, last: Header) -> list[Log]:
        found = super().events(first, last)
        if self._set_back is not None:
            self._set_back()
            self._set_back = None
        return found


async def test_events_of_one_branch_never_stand_under_hashes_of_another(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    branches = Branches(stage, 11)
    indexer = indexer_of(stage, database)
    await indexer.catch_up()
    place = branches.snapshot()
    await asyncio.to_thread(branches.grow, 6)

    def set_back() -> None:
        branches.set_back(place)
        branches.grow(8)

    indexer.feed = _SetBackBetween(indexer.feed, set_back)
    with pytest.raises(BranchChangedError) as refused:
        await indexer.step()
    assert refused.value.code == "index.branch_changed"
    await indexer.catch_up()
    await _equal_to_a_rebuild(stage, database, tmp_path, 0)
