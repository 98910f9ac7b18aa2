# SPDX-License-Identifier: Apache-2.0
"""A party's credit record: for itself, and for who may read records."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import Field
from sqlalchemy import select

from shouxin.access.principal import Principal, check_reader, requires
from shouxin.credit.entry import unpack
from shouxin.credit.names import kind_name
from shouxin.credit.reporting import RecordReports
from shouxin.credit.tables import disputes, entries, records
from shouxin.primitives.wire import Day, Instant, WireModel
from shouxin.rest.fields import HashText
from shouxin.rest.pagination import PageRequest, page_request
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided
from shouxin.store.database import Database

router = APIRouter(tags=["records"])
Reads = Annotated[Database, Depends(provided(Database))]
Reports = Annotated[RecordReports, Depends(provided(RecordReports))]
Known = Annotated[Principal, Depends(requires())]
PageAsked = Annotated[PageRequest, Depends(page_request)]
ENTRIES = "entries"


class EntryModel(WireModel):
    """One entry of a record, in its place; a disputed one says so."""

    index: int = Field(description="Its place in the record, from 0.")
    kind: int = Field(description="The ledger's code of what happened.", examples=[1])
    name_en: str = Field(description="What happened, in English.", examples=["paid"])
    name_zh: str = Field(description="What happened, in Chinese.", examples=["还款"])
    date: Day = Field(description="The civil day that it is about.")
    loan: str = Field(description="The loan, or what the source calls it.")
    source: str = Field(description="The contract or the furnisher that wrote it.")
    word: str = Field(description="The entry as the ledger chains it.")
    is_disputed: bool = Field(description="Whether its subject disputes it now.")
    transaction_hash: str
    recorded_at: Instant = Field(description="When its block was made.")


class RecordPage(WireModel):
    """A record's head and a page of its entries, the oldest first."""

    party: str
    head: str
    entry_count: int
    items: list[EntryModel]
    next_cursor: str | None


@router.get("/parties/{party}/record", responses=problem_answers(401, 403))
async def get_record(
    party: HashText, database: Reads, principal: Known, page: PageAsked
) -> RecordPage:
    """A party's record. For a wallet of the party itself, and for keys that may read records."""
    check_reader(principal, party)
    name = f"{ENTRIES}:{party}"
    after = page.after(name, int)
    query = select(entries).where(entries.c.party == party)
    if after:
        query = query.where(entries.c.entry_index > after[0])
    query = query.order_by(entries.c.entry_index).limit(page.limit + 1)
    async with database.reading() as connection:
        record = (
            await connection.execute(select(records).where(records.c.party == party))
        ).one_or_none()
        rows = (await connection.execute(query)).all()
        disputed = await connection.execute(
            select(disputes.c.entry_index).where(disputes.c.party == party, disputes.c.is_open)
        )
        marked = set(disputed.scalars())
    shown, cursor = page.answer(name, rows, lambda row: (row.entry_index,))
    return RecordPage(
        party=party,
        head="0x" + "00" * 32 if record is None else record.head,
        entry_count=0 if record is None else record.entry_count,
        items=[_entry(row, is_disputed=row.entry_index in marked) for row in shown],
        next_cursor=cursor,
    )


class DisputeModel(WireModel):
    """What a subject disputes, and what became of it."""

    entry_index: int = Field(description="Of the entry that is disputed.")
    state: str = Field(
        description="`open`, `rejected`, `corrected`; a rejected or corrected one is over.",
        examples=["open"],
    )
    reason: int | None = Field(description="The subject's reason, a code from 1.")
    disputed_at: Instant | None
    answered_at: Instant | None
    answer: int | None = Field(description="The source's answer, a code; null until it comes.")
    correction: int | None = Field(description="The correction's code, if it was corrected.")


class DisputeList(WireModel):
    """A party's disputes by their entries."""

    items: list[DisputeModel]


@router.get(
    "/parties/{party}/record/report",
    response_class=Response,
    responses={
        200: {
            "description": "The report: one JSON object, an entry a line, with its proof.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        **problem_answers(401, 403, 502),
    },
)
async def get_report(party: HashText, reports: Reports, principal: Known) -> Response:
    """A party's record with a proof that a stranger can check (`shouxin report verify`)."""
    check_reader(principal, party)
    text = await reports.written(bytes.fromhex(party[2:]))
    return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/parties/{party}/record/disputes", responses=problem_answers(401, 403))
async def list_disputes(party: HashText, database: Reads, principal: Known) -> DisputeList:
    """What a party disputes of its record, and how far each dispute has come."""
    check_reader(principal, party)
    query = select(disputes).where(disputes.c.party == party).order_by(disputes.c.entry_index)
    async with database.reading() as connection:
        rows = (await connection.execute(query)).all()
    return DisputeList(items=[_dispute(row) for row in rows])


def _dispute(row: Any) -> DisputeModel:
    same = ("entry_index", "reason", "disputed_at", "answered_at", "answer", "correction")
    ended = "rejected" if row.correction is None else "corrected"
    return DisputeModel(
        state="open" if row.is_open else ended, **{name: getattr(row, name) for name in same}
    )


def _entry(row: Any, *, is_disputed: bool) -> EntryModel:
    name = kind_name(unpack(int(row.word, 16)))
    return EntryModel(
        index=row.entry_index,
        kind=row.kind,
        name_en=name.en,
        name_zh=name.zh,
        date=row.day,
        loan=row.loan,
        source=row.source,
        word=row.word,
        is_disputed=is_disputed,
        transaction_hash=row.transaction_hash,
        recorded_at=row.block_time,
    )
