# SPDX-License-Identifier: Apache-2.0
"""What was handed in to be sent: how far it has come; and transactions that users sign and pay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel, Field

from shouxin.access.principal import Principal, Scope, anyone, requires
from shouxin.indexing.finality import Finality
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.overview import OutboxOverview
from shouxin.outbox.transaction import Transaction
from shouxin.primitives.hexadecimal import parse_hex
from shouxin.rest.fields import AddressText, HashText
from shouxin.rest.pagination import Page, PageRequest, page_request
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided
from shouxin.store.database import Database

router = APIRouter(prefix="/transactions", tags=["transactions"])
Kept = Annotated[Outbox, Depends(provided(Outbox))]
Final = Annotated[Finality, Depends(provided(Finality))]
RAW_CHARACTERS_MAX = 262_144
KEY_CHARACTERS_MAX = 120


class FailureModel(BaseModel):
    """Why a transaction failed."""

    code: str = Field(description="Stable.", examples=["desk.offer_expired"])
    en: str
    zh: str


class TransactionModel(BaseModel):
    """A transaction that was handed in."""

    id: str = Field(description="Its name here, the same however often it is signed.")
    status: str = Field(
        description="`queued`, `sent`, `mined`, `confirmed`, `failed`, `replaced`, `dropped` or "
        "`dead`; from the last five on nothing more happens.",
        examples=["confirmed"],
    )
    is_settled: bool
    sender: AddressText | None
    to: AddressText | None
    nonce: int | None
    transaction_hash: HashText | None = Field(description="Of the form signed last, or mined.")
    block_number: int | None
    block_hash: HashText | None
    confirmations: int = Field(
        description="Blocks from its own on that this service has read; 0 in none.", examples=[12]
    )
    is_final: bool = Field(description="Whether the chain takes it back no more.")
    gas_used: int | None
    created_at: datetime
    failure: FailureModel | None


class RawTransaction(BaseModel):
    """A transaction that its sender signed and pays for."""

    raw: str = Field(
        max_length=RAW_CHARACTERS_MAX,
        description="The signed transaction (EIP-2718) in hexadecimal.",
        examples=["0x02f8…"],
    )


@router.post("", status_code=202, responses=problem_answers(401, 403, 409, 502))
async def pass_on(
    given: RawTransaction,
    outbox: Kept,
    finality: Final,
    principal: Annotated[Principal, Depends(requires(Scope.TRANSACTIONS_WRITE))],
    idempotency_key: Annotated[str, Header(max_length=KEY_CHARACTERS_MAX)],
) -> TransactionModel:
    """Pass on a transaction that its sender signed and pays for, and follow it."""
    raw = parse_hex(given.raw.lower(), "raw")
    sent = await outbox.submit_raw(
        raw,
        subject=principal.account,
        idempotency_key=idempotency_key,
        party=principal.party,
    )
    return transaction_model(sent, finality, -1)


@router.get("", responses=problem_answers(401))
async def list_mine(
    overview: Annotated[OutboxOverview, Depends(provided(OutboxOverview))],
    database: Annotated[Database, Depends(provided(Database))],
    finality: Final,
    principal: Annotated[Principal, Depends(requires())],
    page: Annotated[PageRequest, Depends(page_request)],
) -> Page[TransactionModel]:
    """What one handed in oneself, the newest first."""
    name = f"transactions:{principal.account}"
    after = page.after(name, int)
    found = await overview.of_subject(
        principal.account, after[0] if after else None, page.limit + 1
    )
    shown, cursor = page.answer(name, found, lambda each: (each[0],))
    async with database.reading() as connection:
        head = await finality.head(connection)
    items = [transaction_model(each, finality, head) for _, each in shown]
    return Page[TransactionModel](items=items, next_cursor=cursor)


@router.get("/{transaction_id}", responses=problem_answers(404))
async def show(
    transaction_id: str,
    outbox: Kept,
    database: Annotated[Database, Depends(provided(Database))],
    finality: Final,
    _: Annotated[Principal, Depends(anyone)],
) -> TransactionModel:
    """How far a transaction has come; its id is known to who handed it in."""
    found = await outbox.transaction(transaction_id)
    async with database.reading() as connection:
        return transaction_model(found, finality, await finality.head(connection))


def transaction_model(found: Transaction, finality: Finality, head: int) -> TransactionModel:
    """A transaction as JSON has it, under the last block in the rows."""
    failure, depth = found.failure, finality.depth(found.block_number, head)
    return TransactionModel(
        id=found.id,
        status=found.status.value,
        is_settled=found.is_settled,
        sender=found.sender,
        to=found.to,
        nonce=found.nonce,
        transaction_hash=found.transaction_hash,
        block_number=found.block_number,
        block_hash=found.block_hash,
        confirmations=depth.confirmations,
        is_final=depth.is_final,
        gas_used=found.gas_used,
        created_at=datetime.fromtimestamp(found.created_at, UTC),
        failure=None
        if failure is None
        else FailureModel(code=failure.code, en=failure.message, zh=failure.message_zh),
    )
