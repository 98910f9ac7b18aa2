# SPDX-License-Identifier: Apache-2.0
"""Who holds a loan, what each can claim, and what a loan's log has."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlalchemy import ColumnElement, RowMapping, Table

from shouxin.access.principal import Principal, anyone
from shouxin.indexing.finality import Depth
from shouxin.lending.loan_rows import unpacked
from shouxin.lending.model import AmendmentKind
from shouxin.lending.note_service import Held, NoteReads, Place
from shouxin.lending.tables import amendments, claims, payments
from shouxin.primitives.wire import Day, Units, WireModel
from shouxin.rest.fields import AddressText, HashText
from shouxin.rest.pagination import Page, PageRequest, page_request
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided

router = APIRouter(tags=["loans"], responses=problem_answers())
Notes = Annotated[NoteReads, Depends(provided(NoteReads))]
Anyone = Annotated[Principal, Depends(anyone)]
PageAsked = Annotated[PageRequest, Depends(page_request)]

Confirmations = Annotated[
    int, Field(description="Blocks from its own on, itself included.", examples=[12])
]
IsFinal = Annotated[
    bool, Field(description="Whether the chain takes it back no more, as the operator has it.")
]


class NoteModel(WireModel):
    """What a wallet holds of a loan."""

    loan: str = Field(description="The loan's id.")
    holder: str = Field(description="The wallet.")
    currency: str = Field(description="The token that is paid out.")
    note_units: Units = Field(description="Units of the note; all of a loan's are its principal.")
    claimable_units: Units = Field(description="What the holder can claim now, base units.")


class LoggedModel(WireModel):
    """Where on the chain something stands."""

    transaction_hash: str
    block_number: int
    confirmations: Confirmations
    is_final: IsFinal


class PaidModel(LoggedModel):
    """A payment as the chain applied it."""

    date: Day
    payer: str = Field(description="The wallet that paid.")
    payer_party: str = Field(description="Its party; zeros for none.")
    reference: str = Field(description="The payer's own.")
    interest_units: Units
    principal_units: Units
    penalty_units: Units
    balance_units: Units = Field(description="Principal outstanding after it.")


class AmendmentModel(LoggedModel):
    """Other terms put in force (变更)."""

    kind: str = Field(description="What the record calls it.", examples=["extension"])
    taken_back_units: Units = Field(description="Overdue principal that is scheduled again.")
    terms_hash: str = Field(description="Of the terms from then on.")
    rate_ppm: int
    instalments: int
    principal_units: Units
    start_date: Day
    first_due_date: Day


class ClaimModel(LoggedModel):
    """What a holder was paid out."""

    loan: str
    amount_units: Units


@router.get("/loans/{loan}/notes", responses=problem_answers(404))
async def list_notes_of_loan(
    loan: HashText, notes: Notes, page: PageAsked, _: Anyone
) -> Page[NoteModel]:
    """Who holds a loan, and what each can claim."""
    name = f"notes:{loan}"
    after = page.after(name, str)
    rows = await notes.of_loan(loan, after[0] if after else None, page.limit + 1)
    shown, cursor = page.answer(name, rows, lambda held: (held.holder,))
    return Page[NoteModel](items=[_note(held) for held in shown], next_cursor=cursor)


@router.get("/holders/{holder}/notes")
async def list_notes(
    holder: AddressText, notes: Notes, page: PageAsked, _: Anyone
) -> Page[NoteModel]:
    """The notes that a wallet holds, and what it can claim of each."""
    name = f"holdings:{holder}"
    after = page.after(name, str)
    rows = await notes.of_holder(holder, after[0] if after else None, page.limit + 1)
    shown, cursor = page.answer(name, rows, lambda held: (held.loan,))
    return Page[NoteModel](items=[_note(held) for held in shown], next_cursor=cursor)


@router.get("/holders/{holder}/claims")
async def list_claims(
    holder: AddressText, notes: Notes, page: PageAsked, _: Anyone
) -> Page[ClaimModel]:
    """What a wallet was paid out of its notes, the newest first."""
    name = f"claims:{holder}"
    found = await _logged(notes, page, name, claims, claims.c.holder == holder)
    items = [
        ClaimModel(loan=row["loan"], amount_units=row["amount"], **where) for row, where in found[0]
    ]
    return Page[ClaimModel](items=items, next_cursor=found[1])


@router.get("/loans/{loan}/payments", responses=problem_answers(404))
async def list_payments(
    loan: HashText, notes: Notes, page: PageAsked, _: Anyone
) -> Page[PaidModel]:
    """A loan's payments, the newest first."""
    name = f"payments:{loan}"
    found = await _logged(notes, page, name, payments, payments.c.loan == loan, loan)
    return Page[PaidModel](items=[_paid(*each) for each in found[0]], next_cursor=found[1])


@router.get("/loans/{loan}/amendments", responses=problem_answers(404))
async def list_amendments(
    loan: HashText, notes: Notes, page: PageAsked, _: Anyone
) -> Page[AmendmentModel]:
    """A loan's amendments, the newest first."""
    name = f"amendments:{loan}"
    found = await _logged(notes, page, name, amendments, amendments.c.loan == loan, loan)
    items = [_amendment(*each) for each in found[0]]
    return Page[AmendmentModel](items=items, next_cursor=found[1])


Logged = tuple[list[tuple[RowMapping, dict[str, Any]]], str | None]


async def _logged(
    notes: NoteReads,
    page: PageRequest,
    name: str,
    table: Table,
    wanted: ColumnElement[bool],
    loan: str | None = None,
) -> Logged:
    """A page of a log, each row with where it stands; and the cursor to the next."""
    before: Place | None = page.after(name, int, int)
    rows, head = await notes.logged(table, wanted, before, page.limit + 1, loan)
    shown, cursor = page.answer(name, rows, lambda row: (row["block_number"], row["log_index"]))
    placed = [(row, _where(row, notes.finality.depth(row["block_number"], head))) for row in shown]
    return placed, cursor


def _where(row: RowMapping, depth: Depth) -> dict[str, Any]:
    return {
        "transaction_hash": row["transaction_hash"],
        "block_number": row["block_number"],
        "confirmations": depth.confirmations,
        "is_final": depth.is_final,
    }


def _note(held: Held) -> NoteModel:
    return NoteModel(
        loan=held.loan,
        holder=held.holder,
        currency=held.currency,
        note_units=held.units,
        claimable_units=held.claimable,
    )


def _paid(row: RowMapping, where: dict[str, Any]) -> PaidModel:
    amounts = ("interest", "principal", "penalty", "balance")
    same = ("payer", "payer_party", "reference")
    return PaidModel(
        date=row["day"],
        **where,
        **{name: row[name] for name in same},
        **{f"{name}_units": row[name] for name in amounts},
    )


def _amendment(row: RowMapping, where: dict[str, Any]) -> AmendmentModel:
    terms = unpacked("0x" + "00" * 32, row["terms"]).terms
    return AmendmentModel(
        kind=AmendmentKind(row["kind"]).name.lower().replace("_", "-"),
        taken_back_units=row["taken_back"],
        terms_hash=row["terms_hash"],
        rate_ppm=terms.rate_ppm,
        instalments=terms.instalments,
        principal_units=terms.principal,
        start_date=terms.start_day,
        first_due_date=terms.first_due_day,
        **where,
    )
