# SPDX-License-Identifier: Apache-2.0
"""The service as the configuration has it: its parts, and what must work for it to be ready."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.middleware import Middleware

from shouxin.access.service import Access
from shouxin.access.settings import AccessSettings
from shouxin.api.measuring import MeasuringMiddleware
from shouxin.api.page import Status
from shouxin.api.services import ApiSettings, Services
from shouxin.bootstrap import sender_settings
from shouxin.chain.abi import Address
from shouxin.chain.clock import ChainClock
from shouxin.chain.deploy import Deployment
from shouxin.chain.sender import read_key
from shouxin.chain.signature_check import BY_SERVICE, is_signed_by
from shouxin.config import Config
from shouxin.credit.reporting import RecordReports
from shouxin.indexing.finality import Finality
from shouxin.indexing.tables import cursor
from shouxin.lending.loan_service import LoanReads
from shouxin.lending.note_service import NoteReads
from shouxin.lending.rechecking import Rechecker
from shouxin.lending.service import Lending
from shouxin.notices.delivering import Deliverer
from shouxin.notices.feed import EventFeed, FeedSettings
from shouxin.notices.webhooks import WebhookSettings
from shouxin.outbox.accounts import Accounts
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.overview import OutboxOverview
from shouxin.outbox.sender import OutboxSender
from shouxin.outbox.settings import GWEI, SpendingLimits
from shouxin.parties.tables import wallets
from shouxin.primitives.dates import SECONDS_PER_MINUTE
from shouxin.primitives.errors import ChainError
from shouxin.rest.callers import Rates
from shouxin.rest.limits import Rate
from shouxin.store.database import Database

LAG_BLOCKS_MAX = 20
SENDER_SILENT_SECONDS = 15
BURSTS_A_MINUTE = 10


def services_of(config: Config, deployment: Deployment, database: Database, port: int) -> Services:
    """What the application is made of."""
    feed = EventFeed(database, feed_settings(config))
    outbox, sender = outbox_of(config, deployment, database)
    clock = ChainClock(deployment.chain)
    finality = Finality(config.confirmations(deployment.chain.chain_id))
    lending = Lending(database, deployment, outbox, clock)
    webhook_bounds = webhook_settings(config, deployment.chain.chain_id)
    return Services(
        database,
        deployment.manifest,
        _now,
        _access(config, deployment, database, port),
        api_settings(config),
        further={
            EventFeed: feed,
            Outbox: outbox,
            Lending: lending,
            LoanReads: LoanReads(database, clock, finality),
            NoteReads: NoteReads(database, finality),
            Finality: finality,
            OutboxOverview: OutboxOverview(outbox),
            Accounts: Accounts(deployment.chain),
            RecordReports: RecordReports(deployment.chain, deployment.manifest),
            WebhookSettings: webhook_bounds,
            Status: status_of(deployment, database, sender),
        },
        middleware=(Middleware(MeasuringMiddleware),),
        lifespans=(
            lambda: feed,
            lambda: Deliverer(database, webhook_bounds, head_block),
            lambda: _sending(sender),
            lambda: Rechecker(database, lending),
        ),
    )


def outbox_of(
    config: Config, deployment: Deployment, database: Database
) -> tuple[Outbox, OutboxSender]:
    """What takes transactions in, and what sends them with the relayers' keys."""
    chain, relay = deployment.chain, config.relay
    paths = config.relayer_keys(chain.chain_id)
    accounts = [read_key(path) for path in paths if relay.key_files or path.exists()]
    limits = SpendingLimits(relay.user_gwei_a_day * GWEI, relay.gwei_a_day * GWEI)
    outbox = Outbox(database, chain, [str(account.address) for account in accounts], limits)
    sender = OutboxSender(database, chain, accounts, sender_settings(config, chain.chain_id))
    outbox.wake = sender.wake
    return outbox, sender


@asynccontextmanager
async def _sending(sender: OutboxSender) -> AsyncIterator[None]:
    """The sender as long as the service runs."""
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def feed_settings(config: Config) -> FeedSettings:
    """The bounds of event streams."""
    section = config.events
    return FeedSettings(
        section.poll_seconds, section.heartbeat_seconds, section.clients_max, section.waiting_max
    )


def webhook_settings(config: Config, chain_id: int) -> WebhookSettings:
    """The bounds of webhooks."""
    section = config.webhooks
    return WebhookSettings(
        answer_seconds=section.answer_seconds,
        attempts_max=section.attempts_max,
        endpoints_max=section.endpoints_max,
        allowed_networks=tuple(map(ipaddress.ip_network, section.private_networks)),
        confirmations=config.confirmations(chain_id),
    )


def api_settings(config: Config) -> ApiSettings:
    """How the API meets the network."""
    section = config.service
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    if section.public_url is not None:
        hosts.append(section.public_url.partition("://")[2].rpartition(":")[0] or "")
        hosts.append(section.public_url.partition("://")[2])
    return ApiSettings(
        hosts=tuple(host for host in hosts if host),
        cors_origins=section.cors_origins,
        proxies=section.trusted_proxies,
        body_bytes_max=section.body_bytes_max,
        docs_folder=config.root / "node_modules" / "swagger-ui-dist",
        rates=rates_of(section.requests_per_minute),
    )


def rates_of(requests_per_minute: int) -> Rates:
    """How often each kind of caller may ask; one who is nobody known counts by address."""
    burst = max(1, requests_per_minute // BURSTS_A_MINUTE)
    anonymous = Rate("anonymous", burst, requests_per_minute / SECONDS_PER_MINUTE)
    return Rates({**Rates().by_kind, "anonymous": anonymous})


def status_of(deployment: Deployment, database: Database, sender: OutboxSender) -> Status:
    """What the page and the health checks ask."""

    async def read() -> Mapping[str, Any]:
        return await asyncio.to_thread(_facts_of, deployment)

    async def is_database_there() -> Mapping[str, Any]:
        async with database.reading() as connection:
            await connection.execute(text("SELECT 1"))
        return {}

    async def is_node_there() -> Mapping[str, Any]:
        return {"block": (await read())["block"]}

    async def is_index_near() -> Mapping[str, Any]:
        head = (await read())["block"]
        async with database.reading() as connection:
            next_block = (await connection.execute(select(cursor.c.next_block))).scalar()
        return _lag_of(head, next_block)

    async def is_sender_at_work() -> Mapping[str, Any]:
        return _work_of(sender)

    parts = {
        "database": is_database_there,
        "node": is_node_there,
        "indexer": is_index_near,
        "sender": is_sender_at_work,
    }
    return Status(deployment.chain.chain_id, read, parts)


def _work_of(sender: OutboxSender) -> Mapping[str, Any]:
    if sender.silent_seconds > SENDER_SILENT_SECONDS:
        raise ChainError(
            "health.sender_silent",
            f"the sender has come through no round for {SENDER_SILENT_SECONDS} s: bring database "
            "and node back, and read what it logs",
            f"发送器已有 {SENDER_SILENT_SECONDS} 秒未完成一轮工作：请恢复数据库和节点，"
            "并查看其日志",
        )
    return {"keys": sender.key_count, "waiting": sender.waiting_count}


def head_block(connection: Connection) -> int | None:
    """The last block in the rows."""
    next_block: int | None = connection.execute(select(cursor.c.next_block)).scalar()
    return None if next_block is None else next_block - 1


def _lag_of(head: int, next_block: int | None) -> Mapping[str, Any]:
    lag = head + 1 - (next_block or 0)
    if next_block is None or lag > LAG_BLOCKS_MAX:
        raise ChainError(
            "health.index_behind",
            f"the indexer is {lag} blocks behind: wait, or see that `shouxin index` runs",
            f"索引落后 {lag} 个区块：请等待，或确认 shouxin index 正在运行",
        )
    return {"lag_blocks": lag}


def _facts_of(deployment: Deployment) -> Mapping[str, Any]:
    block = deployment.chain.block()
    return {
        "status": "ok",
        "chain_id": deployment.chain.chain_id,
        "block": block.number,
        "block_timestamp": block.timestamp,
        "contracts": {name: c.address for name, c in deployment.manifest.contracts.items()},
    }


def _access(config: Config, deployment: Deployment, database: Database, port: int) -> Access:
    chain = deployment.chain

    async def is_signed(address: Address, digest: bytes, signature: bytes) -> bool:
        return await asyncio.to_thread(is_signed_by, chain, address, digest, signature, BY_SERVICE)

    own = (f"http://127.0.0.1:{port}", f"http://localhost:{port}")
    origins = (config.service.public_url,) if config.service.public_url else own
    settings = AccessSettings(
        (*origins, *config.service.cors_origins),
        session_seconds=int(config.service.session_seconds),
    )
    return Access(database, settings, chain.chain_id, _now, is_signed, party_of)


async def party_of(connection: AsyncConnection, address: Address) -> str | None:
    """The party of a wallet that counts; None if it is nobody's."""
    query = select(wallets.c.party).where(
        wallets.c.address == address, wallets.c.successor.is_(None)
    )
    return (await connection.execute(query)).scalar()


def _now() -> int:
    return int(time.time())
