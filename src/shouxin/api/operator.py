# SPDX-License-Identifier: Apache-2.0
"""What operators see and do: dead letters, and the keys that send."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from shouxin.access.principal import Principal, Scope, requires
from shouxin.api.transactions import TransactionModel, transaction_model
from shouxin.indexing.finality import Finality
from shouxin.outbox.overview import OutboxOverview
from shouxin.rest.fields import AddressText, UnitsText
from shouxin.rest.pagination import Page, PageRequest, page_request
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided
from shouxin.store.database import Database

router = APIRouter(prefix="/operator", tags=["operator"], responses=problem_answers(401, 403))
Operator = Annotated[Principal, Depends(requires(Scope.OPERATOR))]
Overview = Annotated[OutboxOverview, Depends(provided(OutboxOverview))]
Reads = Annotated[Database, Depends(provided(Database))]
Final = Annotated[Finality, Depends(provided(Finality))]
PageAsked = Annotated[PageRequest, Depends(page_request)]
DEAD_LETTERS = "dead-letters"


class SenderModel(BaseModel):
    """One of the service's keys."""

    address: AddressText
    balance_wei: UnitsText = Field(description="Its coins; it pays the gas of what is relayed.")
    unsettled: int = Field(description="Transactions that wait for it or are under way.")


class SenderList(BaseModel):
    """The keys that send."""

    items: list[SenderModel]


@router.get("/senders", responses=problem_answers(502))
async def list_senders(overview: Overview, _: Operator) -> SenderList:
    """The service's keys, their coins, and what waits for each."""
    return SenderList(
        items=[
            SenderModel(
                address=state.address,
                balance_wei=str(state.balance_wei),
                unsettled=state.unsettled,
            )
            for state in await overview.senders()
        ]
    )


@router.get("/dead-letters")
async def list_dead_letters(
    overview: Overview, database: Reads, finality: Final, page: PageAsked, _: Operator
) -> Page[TransactionModel]:
    """What no node took, with its reason, the newest first."""
    after = page.after(DEAD_LETTERS, int)
    found = await overview.dead_letters(after[0] if after else None, page.limit + 1)
    shown, cursor = page.answer(DEAD_LETTERS, found, lambda each: (each[0],))
    async with database.reading() as connection:
        head = await finality.head(connection)
    items = [transaction_model(each, finality, head) for _, each in shown]
    return Page[TransactionModel](items=items, next_cursor=cursor)


@router.post(
    "/dead-letters/{transaction_id}/retry",
    status_code=202,
    responses=problem_answers(404, 409, 502),
)
async def retry_dead_letter(
    transaction_id: str, overview: Overview, finality: Final, _: Operator
) -> TransactionModel:
    """Hand a dead letter's call in once more; it gets an id of its own."""
    return transaction_model(await overview.retry(transaction_id), finality, -1)


@router.delete("/dead-letters/{transaction_id}", responses=problem_answers(404))
async def drop_dead_letter(
    transaction_id: str, overview: Overview, finality: Final, _: Operator
) -> TransactionModel:
    """Take a dead letter off the list for good."""
    return transaction_model(await overview.drop(transaction_id), finality, -1)
