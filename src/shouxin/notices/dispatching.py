# SPDX-License-Identifier: Apache-2.0
"""Turns changes into deliveries, each once, in the order of the changes.

What a webhook hears of final blocks alone is held until they are, and taken back with its block: a
receiver that acts on money then never has to undo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from shouxin.notices.feed import fields_of
from shouxin.notices.filters import ROLLED_BACK
from shouxin.notices.tables import DEAD, DELIVERED, HELD, WAITING, deliveries, dispatched, webhooks
from shouxin.notices.webhooks import Webhook, WebhookSettings, new_delivery, webhook_of
from shouxin.store.changes import Change, change_of, changes

BATCH = 200
CURSOR = 1

HeadOf = Callable[[Connection], int | None]
"""The chain's head as the rows know it; None before the first block."""


def dispatch(connection: Connection, settings: WebhookSettings, head_of: HeadOf, now: int) -> int:
    """Turn the next changes into deliveries, and let go what has become final.

    Returns:
        How many changes there were.
    """
    last_id = _last_id(connection)
    query = select(changes).where(changes.c.id > last_id).order_by(changes.c.id).limit(BATCH)
    found = [change_of(row) for row in connection.execute(query).mappings()]
    if found:
        active = select(webhooks).where(webhooks.c.is_active)
        known = [webhook_of(row) for row in connection.execute(active).mappings()]
        for change in found:
            _dispatch_one(connection, change, known, now)
        values = {"last_change_id": found[-1].id}
        connection.execute(update(dispatched).where(dispatched.c.id == CURSOR).values(values))
    if len(found) < BATCH:  # whoever is behind first hears what was taken back
        _let_go(connection, head_of(connection), settings.confirmations, now)
    return len(found)


def forget_ended(connection: Connection, settings: WebhookSettings, now: int) -> None:
    """Drop what ended long ago."""
    is_old = deliveries.c.ended_at < now - settings.kept_seconds
    is_over = deliveries.c.status.in_([DELIVERED, DEAD])
    connection.execute(delete(deliveries).where(is_over & is_old))


def _dispatch_one(
    connection: Connection, change: Change, known: Sequence[Webhook], now: int
) -> None:
    if change.kind == ROLLED_BACK:
        _take_back(connection, int(change.payload["to_block"]))
    rows = [
        new_delivery(webhook.id, fields_of(change), now)
        | {"status": HELD if _is_held(webhook, change) else WAITING}
        for webhook in known
        if webhook.chosen.matches(change) and not _is_noise(webhook, change)
    ]
    if rows:
        connection.execute(insert(deliveries), rows)


def _is_held(webhook: Webhook, change: Change) -> bool:
    return webhook.is_final_only and change.block_number is not None


def _is_noise(webhook: Webhook, change: Change) -> bool:
    """What was taken back was never told to who waits for final blocks."""
    return webhook.is_final_only and change.kind == ROLLED_BACK


def _take_back(connection: Connection, to_block: int) -> None:
    is_gone = (deliveries.c.status == HELD) & (deliveries.c.block_number > to_block)
    connection.execute(delete(deliveries).where(is_gone))


def _let_go(connection: Connection, head: int | None, confirmations: int, now: int) -> None:
    if head is None:
        return
    is_final = (deliveries.c.status == HELD) & (deliveries.c.block_number <= head - confirmations)
    values = {"status": WAITING, "next_at": now}
    connection.execute(update(deliveries).where(is_final).values(values))


def _last_id(connection: Connection) -> int:
    """Where it goes on; a database without webhooks before begins behind what was told."""
    found: int | None = connection.execute(
        select(dispatched.c.last_change_id).where(dispatched.c.id == CURSOR)
    ).scalar_one_or_none()
    if found is not None:
        return found
    newest: int = connection.execute(select(func.max(changes.c.id))).scalar_one() or 0
    connection.execute(insert(dispatched).values(id=CURSOR, last_change_id=newest))
    return newest
