# SPDX-License-Identifier: Apache-2.0
"""A party's credit record: for itself, and for who may read records."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse
from sqlalchemy import select

from shouxin.access.principal import Principal, Scope, requires
from shouxin.credit.entry import unpack
from shouxin.credit.names import kind_name
from shouxin.credit.service import Reports
from shouxin.credit.tables import disputes, entries, records
from shouxin.primitives.errors import Forbidden
from shouxin.primitives.wire import Day, Instant, WireModel
from shouxin.rest.fields import HashText
from shouxin.rest.pagination import PageRequest, page_request
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided
from shouxin.store.database import Database

router = APIRouter(tags=["records"])
Reads = Annotated[Database, Depends(provided(Database))]
Known = Annotated[Principal, Depends(requires())]
PageAsked = Annotated[PageRequest, Depends(page_request)]
ENTRIES = "entries"


class EntryModel(WireModel):
    """One entry of a record, in its place; a disputed one says so."""

    index: int
    kind: int
    name_en: str
    name_zh: str
    date: Day
    loan: str
    source: str
    word: str
    is_disputed: bool
    transaction_hash: str
    recorded_at: Instant


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
    _check_reader(principal, party)
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


@router.get(
    "/parties/{party}/record/report",
    response_class=PlainTextResponse,
    responses=problem_answers(401, 403, 502),
)
async def get_report(
    party: HashText,
    reports: Annotated[Reports, Depends(provided(Reports))],
    principal: Known,
) -> PlainTextResponse:
    """A party's record with its proof, as a file that anyone can verify; for the same readers."""
    _check_reader(principal, party)
    made = await reports.of(bytes.fromhex(party[2:]))
    return PlainTextResponse(made, media_type="application/json")


def _check_reader(principal: Principal, party: str) -> None:
    if principal.party == party or Scope.RECORDS_READ in principal.scopes:
        return
    raise Forbidden(
        "record.not_yours",
        f"the record of {party} is not yours: sign in with a wallet of that party, or use a "
        "key with the scope records:read",
        f"{party} 的信用记录不属于当前账户：请用该主体的钱包登录，或使用具有 records:read "
        "权限的密钥",
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
