# SPDX-License-Identifier: Apache-2.0
"""Webhooks as their owners see them: made, changed, secrets replaced, deliveries seen."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from shouxin.notices.addresses import IpNetwork
from shouxin.notices.filters import EventFilter
from shouxin.notices.signing import new_secret
from shouxin.notices.tables import DEAD, DELIVERED, WAITING, deliveries, webhooks
from shouxin.primitives.errors import NotFoundError, Refused

FORMER_SECRET_SECONDS = 86_400
PING = "webhook.ping"


@dataclass(frozen=True, slots=True)
class WebhookSettings:
    """The bounds of webhooks.

    Attributes:
        answer_seconds: how long one attempt may take.
        attempts_max: until a delivery is dead.
        endpoints_max: webhooks of one owner.
        allowed_networks: not public, and may be sent to all the same.
        confirmations: blocks on top of one until it counts as final.
        poll_seconds: between two looks for changes and due deliveries.
        first_pause_seconds: before the second attempt; doubled each time.
        pause_seconds_max: the longest pause.
        kept_seconds: how long what was delivered or is dead stays listed.
        lease_seconds: how long a silent process keeps the others from delivering.
    """

    answer_seconds: float = 10.0
    attempts_max: int = 24
    endpoints_max: int = 20
    allowed_networks: tuple[IpNetwork, ...] = ()
    confirmations: int = 0
    poll_seconds: float = 0.1
    first_pause_seconds: float = 5.0
    pause_seconds_max: float = 3_600.0
    kept_seconds: int = 14 * 86_400
    lease_seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """One webhook, with its secrets.

    Attributes:
        id: its name.
        owner: whose it is.
        url: where it is told.
        description: the owner's own words.
        chosen: what it is told.
        is_final_only: whether a change waits for its block's confirmations.
        is_active: whether it is told anything now.
        secret: what signs.
        former_secret: what signs as well, until ``former_until``.
        former_until: Unix seconds.
        created_at: Unix seconds.
        failures_in_row: attempts since the last success.
    """

    id: str
    owner: str
    url: str
    description: str
    chosen: EventFilter
    is_final_only: bool
    is_active: bool
    secret: str
    former_secret: str | None
    former_until: int | None
    created_at: int
    failures_in_row: int

    def secrets_at(self, now: float) -> list[str]:
        """The secrets in force."""
        is_former = self.former_secret is not None and now < (self.former_until or 0)
        return [self.secret, *([str(self.former_secret)] if is_former else [])]


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """What an owner asks for."""

    url: str
    chosen: EventFilter
    description: str = ""
    is_final_only: bool = False


def add_webhook(
    connection: Connection, owner: str, wanted: NewWebhook, settings: WebhookSettings, now: int
) -> Webhook:
    """Make a webhook with a fresh secret.

    Raises:
        Refused: ``webhook.too_many``.
    """
    count = select(func.count()).where(webhooks.c.owner == owner)
    if connection.execute(count).scalar_one() >= settings.endpoints_max:
        raise Refused(
            "webhook.too_many",
            f"there are {settings.endpoints_max} webhooks already: remove one first",
            f"已有 {settings.endpoints_max} 个 webhook：请先删除一个",
        )
    row = {
        "id": uuid.uuid4().hex,
        "owner": owner,
        "url": wanted.url,
        "description": wanted.description,
        "topics": json.dumps(sorted(wanted.chosen.topics)),
        "party": wanted.chosen.party,
        "is_final_only": wanted.is_final_only,
        "is_active": True,
        "secret": new_secret(),
        "former_secret": None,
        "former_until": None,
        "created_at": now,
        "failures_in_row": 0,
    }
    connection.execute(insert(webhooks).values(row))
    return webhook_of(row)


def find_webhook(connection: Connection, owner: str, webhook_id: str) -> Webhook:
    """An owner's webhook.

    Raises:
        NotFoundError: ``webhook.unknown``; also if it is another's.
    """
    mine = select(webhooks).where(webhooks.c.id == webhook_id, webhooks.c.owner == owner)
    found = connection.execute(mine).mappings().one_or_none()
    if found is None:
        raise NotFoundError(
            "webhook.unknown",
            f"there is no webhook {webhook_id[:40]!r} of yours: list them",
            f"您名下没有 webhook {webhook_id[:40]!r}：请查看列表",
        )
    return webhook_of(found)


def webhooks_of(connection: Connection, owner: str) -> list[Webhook]:
    """An owner's webhooks, oldest first."""
    mine = select(webhooks).where(webhooks.c.owner == owner)
    order = (webhooks.c.created_at, webhooks.c.id)
    return [webhook_of(row) for row in connection.execute(mine.order_by(*order)).mappings()]


def set_active(connection: Connection, owner: str, webhook_id: str, *, is_active: bool) -> Webhook:
    """Stop or go on telling it; what comes while it is stopped is never told.

    Raises:
        NotFoundError: ``webhook.unknown``.
    """
    find_webhook(connection, owner, webhook_id)
    _change(connection, webhook_id, is_active=is_active, failures_in_row=0)
    return find_webhook(connection, owner, webhook_id)


def rotate_secret(connection: Connection, owner: str, webhook_id: str, now: int) -> Webhook:
    """Give it a fresh secret; the former one signs as well for a day.

    Raises:
        NotFoundError: ``webhook.unknown``.
    """
    found = find_webhook(connection, owner, webhook_id)
    until = now + FORMER_SECRET_SECONDS
    _change(
        connection,
        webhook_id,
        secret=new_secret(),
        former_secret=found.secret,
        former_until=until,
    )
    return find_webhook(connection, owner, webhook_id)


def remove_webhook(connection: Connection, owner: str, webhook_id: str) -> None:
    """Forget it, and what it was to be told.

    Raises:
        NotFoundError: ``webhook.unknown``.
    """
    find_webhook(connection, owner, webhook_id)
    connection.execute(delete(deliveries).where(deliveries.c.webhook_id == webhook_id))
    connection.execute(delete(webhooks).where(webhooks.c.id == webhook_id))


def ping(connection: Connection, owner: str, webhook_id: str, now: int) -> Mapping[str, Any]:
    """Have it told something, to try it.

    Raises:
        NotFoundError: ``webhook.unknown``.
    """
    find_webhook(connection, owner, webhook_id)
    fields = {"id": "0", "kind": PING, "subject": webhook_id, "payload": {}}
    row = new_delivery(webhook_id, fields, now)
    connection.execute(insert(deliveries).values(row))
    return row


def redeliver(
    connection: Connection, owner: str, webhook_id: str, delivery_id: str, now: int
) -> Mapping[str, Any]:
    """Have it told once more what it was told, or what it never took.

    Raises:
        NotFoundError: ``webhook.unknown``, ``webhook.unknown_delivery``.
        Refused: ``webhook.under_way``.
    """
    find_webhook(connection, owner, webhook_id)
    of_it = (deliveries.c.id == delivery_id) & (deliveries.c.webhook_id == webhook_id)
    found = connection.execute(select(deliveries).where(of_it)).mappings().one_or_none()
    if found is None:
        raise NotFoundError(
            "webhook.unknown_delivery",
            f"there is no delivery {delivery_id[:40]!r} of this webhook: list them",
            f"该 webhook 没有投递 {delivery_id[:40]!r}：请查看列表",
        )
    if found["status"] not in {DELIVERED, DEAD}:
        raise Refused(
            "webhook.under_way",
            "this delivery is still under way: wait for it to end",
            "该投递仍在进行中：请等待结束",
        )
    again = {"status": WAITING, "attempts": 0, "next_at": now, "ended_at": None}
    connection.execute(update(deliveries).where(of_it).values(again))
    return dict(found) | again


def deliveries_of(
    connection: Connection, webhook_id: str, after: tuple[int, str] | None, limit: int
) -> Sequence[Mapping[str, Any]]:
    """A webhook's deliveries, newest first, behind one of them."""
    order = (deliveries.c.created_at.desc(), deliveries.c.id.desc())
    query = select(deliveries).where(deliveries.c.webhook_id == webhook_id).order_by(*order)
    if after is not None:
        at, last = after
        is_older = (deliveries.c.created_at < at) | (
            (deliveries.c.created_at == at) & (deliveries.c.id < last)
        )
        query = query.where(is_older)
    return [dict(row) for row in connection.execute(query.limit(limit)).mappings()]


def new_delivery(webhook_id: str, fields: Mapping[str, Any], now: int) -> dict[str, Any]:
    """A delivery's row: what is told, as it will be sent each time."""
    delivery_id = uuid.uuid4().hex
    body = {"delivery_id": delivery_id, "webhook_id": webhook_id, **fields}
    return {
        "id": delivery_id,
        "webhook_id": webhook_id,
        "change_id": int(fields["id"]),
        "kind": fields["kind"],
        "block_number": fields.get("block_number"),
        "body": json.dumps(body, ensure_ascii=False),
        "status": WAITING,
        "attempts": 0,
        "next_at": now,
        "created_at": now,
        "ended_at": None,
        "last_status": None,
        "last_reason": None,
    }


def webhook_of(row: Mapping[Any, Any]) -> Webhook:
    """A webhook from its row."""
    values = {key: row[key] for key in row if key not in {"topics", "party"}}
    return Webhook(**values, chosen=EventFilter(frozenset(json.loads(row["topics"])), row["party"]))


def _change(connection: Connection, webhook_id: str, **values: Any) -> None:
    connection.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(values))
