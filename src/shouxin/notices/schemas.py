# SPDX-License-Identifier: Apache-2.0
"""Webhooks in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from shouxin.notices.webhooks import Webhook
from shouxin.rest.fields import HashText, Instant

_EXAMPLE_ID = "5a" * 16


class WebhookRequest(BaseModel):
    """A webhook to be made."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2_000, examples=["https://bank.example/shouxin"])
    topics: list[str] = Field(
        default_factory=list,
        max_length=50,
        description="What it is told: `loan` or `loan.paid`; none is all.",
        examples=[["loan", "offer.filled"]],
    )
    party: HashText | None = Field(default=None, description="Whose record or money it concerns.")
    is_final_only: bool = Field(
        default=False,
        description="Whether a change waits until its block has the chain's confirmations.",
    )
    description: str = Field(default="", max_length=120, pattern=r"^[^\x00-\x1f\x7f]*$")


class WebhookChange(BaseModel):
    """What can be changed of a webhook."""

    model_config = ConfigDict(extra="forbid")

    is_active: bool = Field(description="Whether it is told anything.")


class WebhookAnswer(BaseModel):
    """A webhook; its secret is told when it is made or replaced, and never again."""

    id: str = Field(examples=[_EXAMPLE_ID])
    url: str
    topics: list[str]
    party: str | None
    is_final_only: bool
    is_active: bool = Field(description="False too after its receiver answered 410.")
    description: str
    failures_in_row: int = Field(description="Attempts since the last one that succeeded.")
    created_at: Instant


class WebhookWithSecret(WebhookAnswer):
    """A webhook with the secret that signs what it is told (HMAC-SHA256)."""

    secret: str = Field(examples=["whsec_" + "0" * 48])
    former_secret_until: Instant | None = Field(
        description="Until when the former secret signs as well."
    )


class DeliveryAnswer(BaseModel):
    """One telling: held for confirmations, waiting, delivered or dead."""

    id: str = Field(description="`Shouxin-Delivery`: the same at each attempt.")
    kind: str = Field(examples=["loan.paid"])
    change_id: str
    status: str = Field(examples=["delivered"])
    attempts: int
    last_status: int | None = Field(description="The receiver's HTTP status, if it answered.")
    last_reason: str | None = Field(description="Why the last attempt failed.")
    created_at: Instant
    next_at: Instant | None = Field(description="When it is tried again, if it is.")
    body: dict[str, Any] = Field(description="What is told.")


def answer_of(webhook: Webhook) -> dict[str, Any]:
    """A webhook without its secret."""
    return {
        "id": webhook.id,
        "url": webhook.url,
        "topics": sorted(webhook.chosen.topics),
        "party": webhook.chosen.party,
        "is_final_only": webhook.is_final_only,
        "is_active": webhook.is_active,
        "description": webhook.description,
        "failures_in_row": webhook.failures_in_row,
        "created_at": webhook.created_at,
    }


def with_secret(webhook: Webhook) -> WebhookWithSecret:
    """A webhook as its owner sees it once."""
    return WebhookWithSecret(
        **answer_of(webhook), secret=webhook.secret, former_secret_until=webhook.former_until
    )


def delivery_of(row: Mapping[str, Any]) -> DeliveryAnswer:
    """A delivery from its row."""
    names = ("id", "kind", "status", "attempts", "last_status", "last_reason", "created_at")
    return DeliveryAnswer(
        **{name: row[name] for name in names},
        change_id=str(row["change_id"]),
        next_at=row["next_at"] if row["status"] == "waiting" else None,
        body=json.loads(row["body"]),
    )
