# SPDX-License-Identifier: Apache-2.0
"""The indexer's loop: read some blocks, project them in one transaction, or roll back first.

What must always hold is in ``docs/indexer.md``. One step does one of four things: nothing (the head
is known), a chunk of blocks, a roll-back to the fork point, or the start of a rebuild. A step that
fails has changed nothing, and the next one begins where the database says.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from sqlalchemy import Connection, delete, insert, select, update

from shouxin.chain.abi import Log
from shouxin.chain.manifest import Manifest
from shouxin.chain.rpc import Chain
from shouxin.indexing.ahead import Chunk, ReadAhead
from shouxin.indexing.chunks import ChunkSize
from shouxin.indexing.feed import Feed, Header
from shouxin.indexing.position import Position, begin, read_position
from shouxin.indexing.projection import Projection, Projector
from shouxin.indexing.reorganisation import find_fork
from shouxin.indexing.tables import blocks, cursor
from shouxin.store.changes import Change, forget_changes, tell
from shouxin.store.database import Database
from shouxin.store.election import Lease, LeaseLostError
from shouxin.store.rows import Rows, clear, forget_undo, roll_back

LEASE_NAME = "indexer"
TIDY_BLOCKS = 500
"""How often, in blocks, old changes are dropped."""


@dataclass(frozen=True, slots=True)
class IndexerSettings:
    """How the indexer works.

    Attributes:
        poll_seconds: between two looks at the head while nothing happens.
        undo_blocks: how deep a reorganisation may be and still be rolled back; a deeper one makes
            the indexer build everything again.
        events_aim: how many events one transaction should hold.
        lease_seconds: how long another waits for a silent writer.
    """

    poll_seconds: float = 0.03
    undo_blocks: int = 256
    events_aim: int = 4_000
    lease_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did.

    Attributes:
        kind: ``idle``, ``standby``, ``read``, ``rolled_back`` or ``rebuilding``.
        next_block: the next block to read.
        head_block: the chain's head as this step saw it.
        events: how many events were projected.
        taken_back: how many blocks were.
    """

    kind: str
    next_block: int = 0
    head_block: int = 0
    events: int = 0
    taken_back: int = 0

    @property
    def is_caught_up(self) -> bool:
        """Whether there is nothing more to read now."""
        return self.kind == "idle"


@dataclass
class Indexer:
    """One process's indexer; the database lets one of them write at a time."""

    database: Database
    chain: Chain
    manifest: Manifest
    projections: Sequence[Projection]
    settings: IndexerSettings = field(default_factory=IndexerSettings)

    def __post_init__(self) -> None:
        self.projector = Projector(self.manifest, self.projections)
        self.feed = Feed(self.chain, self.projector.addresses)
        self.first_block = min(c.block for c in self.manifest.contracts.values() if c.block)
        self.lease = Lease(LEASE_NAME, patience_seconds=self.settings.lease_seconds)
        self.chunk = ChunkSize(self.settings.events_aim)
        self.ahead = ReadAhead(self.feed)
        self._is_ours = False
        self._position: Position | None = None

    async def step(self) -> Step:
        """Do the next thing.

        Raises:
            ChainError: the node failed; try again.
            DatabaseError: the database failed; try again.
        """
        try:
            return await self._step()
        except LeaseLostError:
            self._is_ours = False
            self._position = None
            return Step("standby")
        except BaseException:
            self._position = None  # read it again: a commit may or may not have happened
            raise

    async def catch_up(self) -> Step:
        """Steps until there is nothing more to read now, or another process writes."""
        while True:
            done = await self.step()
            if done.kind in {"idle", "standby"}:
                return done

    async def release(self) -> None:
        """Let another indexer write at once."""
        if self._is_ours:
            async with self.database.begin() as connection:
                await connection.run_sync(self.lease.release)
            self._is_ours = False

    async def rebuild(self) -> None:
        """Empty what was projected, so that the next steps build it again; tell nobody meanwhile.

        Raises:
            LeaseLostError: another process is the indexer.
        """
        async with self.database.begin() as connection:
            if not await connection.run_sync(self.lease.acquire):
                raise LeaseLostError(
                    "index.other_writer",
                    "another process is indexing into this database: stop it first",
                    "另一进程正在向该数据库写入索引：请先停止它",
                )
            await connection.run_sync(self._start_again)
        self._is_ours, self._position = True, None

    async def _step(self) -> Step:
        if not self._is_ours and not await self._become_writer():
            return Step("standby")
        position = await self._where()
        head = await asyncio.to_thread(self.feed.head)
        if position is None or not position.fits(self.chain.chain_id, self.manifest):
            return await self._begin_again(head)
        if await self._is_branch_changed(position, head):
            return await self._roll_back(position, head)
        if head.number < position.next_block:
            await self._see_head(position, head)
            return Step("idle", position.next_block, head.number)
        return await self._read(position, head)

    async def _where(self) -> Position | None:
        """Where the rows stand; known without asking while nobody else can have moved on."""
        if self._position is None:
            async with self.database.reading() as connection:
                self._position = await connection.run_sync(read_position)
        return self._position

    async def _become_writer(self) -> bool:
        async with self.database.begin() as connection:
            self._is_ours = await connection.run_sync(self.lease.acquire)
        return self._is_ours

    async def _begin_again(self, head: Header) -> Step:
        async with self.database.begin() as connection:
            await connection.run_sync(self._beat)
            await connection.run_sync(self._start_again)
        self._position = None
        return Step("rebuilding", self.first_block, head.number)

    def _start_again(self, connection: Connection) -> None:
        before = read_position(connection)
        clear(connection)
        is_same = before is not None and before.fits(self.chain.chain_id, self.manifest)
        quiet_until = max(before.next_block, before.quiet_until) if before and is_same else 0
        begin(connection, self.chain.chain_id, self.manifest, self.first_block, quiet_until)

    async def _is_branch_changed(self, position: Position, head: Header) -> bool:
        last = position.last
        if last is None:
            return False
        if head.number < last.number:
            return True
        if head.number == last.number:
            return head != last
        return await asyncio.to_thread(self.feed.header, last.number) != last

    async def _roll_back(self, position: Position, head: Header) -> Step:
        async with self.database.reading() as connection:
            known = (await connection.execute(select(blocks).order_by(blocks.c.number))).all()
        headers = [Header(row.number, row.hash, row.time) for row in known]
        fork = await asyncio.to_thread(find_fork, self.feed, headers)
        is_whole = position.next_block - self.first_block <= len(headers)
        if fork is None and not is_whole:
            return await self._begin_again(head)
        to_block = fork.number if fork else self.first_block - 1
        async with self.database.begin() as connection:
            await connection.run_sync(self._beat)
            await connection.run_sync(_take_back, to_block, head)
        self._position = None
        taken_back = position.next_block - to_block - 1
        return Step("rolled_back", to_block + 1, head.number, taken_back=taken_back)

    async def _see_head(self, position: Position, head: Header) -> None:
        """Remember a head whose time went on; and say that we are alive now and then."""
        if position.is_head(head) and not self.lease.is_due:
            return
        async with self.database.begin() as connection:
            await connection.run_sync(self._beat)
            await connection.run_sync(_set_head, head)
        self._position = replace(position, head_block=head.number, head_time=head.time)

    async def _read(self, position: Position, head: Header) -> Step:
        first, began = position.next_block, time.monotonic()
        chunk = await self.ahead.take(first) or await self._chunk(first, head)
        logs, last = chunk.logs, chunk.last
        self._look_ahead(last, head)
        oldest = min(max(first, head.number - self.settings.undo_blocks + 1), last.number)
        headers = await asyncio.to_thread(self.feed.branch, oldest, last, position.last)
        self.feed.check_branch(logs, headers)
        events = await self._write(logs, headers, last, head, position)
        self._position = position.after(last, head)
        self.chunk.done(last.number - first + 1, len(logs), time.monotonic() - began)
        return Step("read", last.number + 1, head.number, events)

    async def _chunk(self, first: int, head: Header) -> Chunk:
        last_number = min(first + self.chunk.blocks - 1, head.number)
        last = head if last_number == head.number else await self._header(last_number)
        try:
            return Chunk(last, await asyncio.to_thread(self.feed.events, first, last))
        except Exception:
            self.chunk.failed()
            raise

    def _look_ahead(self, last: Header, head: Header) -> None:
        """Begin to read the next chunk, if none of its blocks is near the head."""
        end = last.number + self.chunk.blocks
        if end <= head.number - self.settings.undo_blocks:
            self.ahead.begin(last.number + 1, end)

    async def _header(self, number: int) -> Header:
        found = await asyncio.to_thread(self.feed.header, number)
        assert found is not None, f"block {number} is below the head and is not there"
        return found

    async def _write(
        self,
        logs: Sequence[Log],
        headers: Sequence[Header],
        last: Header,
        head: Header,
        position: Position,
    ) -> int:
        async with self.database.begin() as connection:
            await connection.run_sync(self._beat)
            events = await connection.run_sync(self._project, logs, head, position)
            await connection.run_sync(self._move_on, headers, last, head)
        return events

    def _project(
        self, connection: Connection, logs: Iterable[Log], head: Header, position: Position
    ) -> int:
        """All events of some blocks into rows."""
        rows = Rows(connection)
        happened = self.projector.read(logs)
        self.projector.prefetch(rows, happened)
        undo_from = head.number - self.settings.undo_blocks
        for number, of_block in groupby(happened, key=lambda each: each.at.block_number):
            rows.begin_block(number, keeps_undo=number > undo_from)
            rows.tells = number >= position.quiet_until
            for happening in of_block:
                self.projector.apply(rows, happening)
        rows.write()
        return len(happened)

    def _move_on(
        self, connection: Connection, headers: Sequence[Header], last: Header, head: Header
    ) -> None:
        oldest = head.number - self.settings.undo_blocks
        connection.execute(delete(blocks).where(blocks.c.number <= oldest))
        connection.execute(
            insert(blocks),
            [{"number": each.number, "hash": each.hash, "time": each.time} for each in headers],
        )
        forget_undo(connection, oldest)
        if last.number % TIDY_BLOCKS < len(headers):
            forget_changes(connection)
        connection.execute(update(cursor).values(next_block=last.number + 1))
        _set_head(connection, head)

    def _beat(self, connection: Connection) -> None:
        self.lease.beat(connection)


def _set_head(connection: Connection, head: Header) -> None:
    connection.execute(update(cursor).values(head_block=head.number, head_time=head.time))


def _take_back(connection: Connection, to_block: int, head: Header) -> None:
    """Everything as it was after a block, and who listens is told."""
    roll_back(connection, to_block)
    connection.execute(delete(blocks).where(blocks.c.number > to_block))
    connection.execute(update(cursor).values(next_block=to_block + 1))
    _set_head(connection, head)
    tell(connection, [Change("chain.rolled_back", "chain", {"to_block": to_block})])
