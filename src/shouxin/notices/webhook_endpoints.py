# SPDX-License-Identifier: Apache-2.0
"""``/api/v1/webhooks``: an owner's own, and nobody else's."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.status import HTTP_201_CREATED, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from shouxin.access.principal import Principal, Scope, check_reader, requires
from shouxin.notices import webhooks as kept
from shouxin.notices.addresses import find_receiver
from shouxin.notices.filters import read_filter
from shouxin.notices.schemas import (
    DeliveryAnswer,
    WebhookAnswer,
    WebhookChange,
    WebhookRequest,
    WebhookWithSecret,
    answer_of,
    delivery_of,
    with_secret,
)
from shouxin.notices.webhooks import NewWebhook, WebhookSettings
from shouxin.rest.pagination import Page, PageRequest, page_request
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided
from shouxin.store.database import Database

router = APIRouter(prefix="/webhooks", tags=["webhooks"])

Owner = Annotated[Principal, Depends(requires(Scope.WEBHOOKS_WRITE))]
Store = Annotated[Database, Depends(provided(Database))]
Bounds = Annotated[WebhookSettings, Depends(provided(WebhookSettings))]
_REFUSALS = problem_answers(401, 403, 404)


@router.post("", status_code=HTTP_201_CREATED, responses=problem_answers(401, 403, 409))
async def add(
    wanted: WebhookRequest, owner: Owner, database: Store, bounds: Bounds
) -> WebhookWithSecret:
    """Be told at an address; the secret in the answer is not shown again."""
    chosen = read_filter(wanted.topics, wanted.party)
    if chosen.record_party is not None:
        check_reader(owner, chosen.record_party)
    await find_receiver(wanted.url, bounds.allowed_networks)
    new = NewWebhook(wanted.url, chosen, wanted.description, wanted.is_final_only)
    made = await _write(database, kept.add_webhook, owner_of(owner), new, bounds, _now())
    return with_secret(made)


@router.get("", responses=problem_answers(401, 403))
async def list_all(owner: Owner, database: Store) -> Page[WebhookAnswer]:
    """One's own webhooks."""
    async with database.reading() as connection:
        found = await connection.run_sync(kept.webhooks_of, owner_of(owner))
    return Page(items=[WebhookAnswer(**answer_of(one)) for one in found], next_cursor=None)


@router.get("/{webhook_id}", responses=_REFUSALS)
async def show(webhook_id: str, owner: Owner, database: Store) -> WebhookAnswer:
    """One webhook."""
    async with database.reading() as connection:
        found = await connection.run_sync(kept.find_webhook, owner_of(owner), webhook_id)
    return WebhookAnswer(**answer_of(found))


@router.patch("/{webhook_id}", responses=_REFUSALS)
async def change(
    webhook_id: str, wanted: WebhookChange, owner: Owner, database: Store
) -> WebhookAnswer:
    """Stop telling it anything, or begin again; what comes meanwhile is not told later."""
    async with database.begin() as connection:
        found = await connection.run_sync(
            lambda inner: kept.set_active(
                inner, owner_of(owner), webhook_id, is_active=wanted.is_active
            )
        )
    return WebhookAnswer(**answer_of(found))


@router.delete("/{webhook_id}", status_code=HTTP_204_NO_CONTENT, responses=_REFUSALS)
async def remove(webhook_id: str, owner: Owner, database: Store) -> None:
    """Forget it, and what it was still to be told."""
    await _write(database, kept.remove_webhook, owner_of(owner), webhook_id)


@router.post("/{webhook_id}/secret", responses=_REFUSALS)
async def rotate(webhook_id: str, owner: Owner, database: Store) -> WebhookWithSecret:
    """Replace the secret; the former one signs as well for a day."""
    now = _now()
    found = await _write(database, kept.rotate_secret, owner_of(owner), webhook_id, now)
    return with_secret(found)


@router.post("/{webhook_id}/ping", status_code=HTTP_202_ACCEPTED, responses=_REFUSALS)
async def ping(webhook_id: str, owner: Owner, database: Store) -> DeliveryAnswer:
    """Have `webhook.ping` told to it, to try it."""
    return delivery_of(await _write(database, kept.ping, owner_of(owner), webhook_id, _now()))


@router.get("/{webhook_id}/deliveries", responses=_REFUSALS)
async def list_deliveries(
    webhook_id: str,
    owner: Owner,
    database: Store,
    page: Annotated[PageRequest, Depends(page_request)],
) -> Page[DeliveryAnswer]:
    """What it was told or is to be told, newest first."""
    name = f"deliveries {webhook_id}"
    after = page.after(name, int, str)
    async with database.reading() as connection:
        await connection.run_sync(kept.find_webhook, owner_of(owner), webhook_id)
        rows = await connection.run_sync(kept.deliveries_of, webhook_id, after, page.limit + 1)
    shown, cursor = page.answer(name, rows, lambda row: (row["created_at"], row["id"]))
    return Page(items=[delivery_of(row) for row in shown], next_cursor=cursor)


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/again",
    status_code=HTTP_202_ACCEPTED,
    responses=problem_answers(401, 403, 404, 409),
)
async def again(webhook_id: str, delivery_id: str, owner: Owner, database: Store) -> DeliveryAnswer:
    """Have it told once more what it was told, or what it never took."""
    args = (owner_of(owner), webhook_id, delivery_id, _now())
    return delivery_of(await _write(database, kept.redeliver, *args))


def owner_of(principal: Principal) -> str:
    """Whose webhooks they are: an institution's through all of its keys, a wallet's own."""
    return principal.owner or principal.id


async def _write(database: Database, change: Callable[..., Any], *given: Any) -> Any:
    async with database.begin() as connection:
        return await connection.run_sync(change, *given)


def _now() -> int:
    return int(time.time())
