# SPDX-License-Identifier: Apache-2.0
"""Loans, schedules, payments, closing quotes, notes of a holder."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field
from sqlalchemy import RowMapping

from shouxin.access.principal import Principal, anyone
from shouxin.indexing.finality import Depth
from shouxin.lending.loan_rows import state_of
from shouxin.lending.loan_service import LoanDetails, LoanFilter, LoanReads, Quote
from shouxin.lending.model import status_name
from shouxin.primitives.dates import parse_day
from shouxin.primitives.wire import Day, Instant, Units, WireModel
from shouxin.rest.fields import AddressText, DateText, HashText
from shouxin.rest.pagination import PageRequest, page_request
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided

router = APIRouter(tags=["loans"], responses=problem_answers(502))
Loans = Annotated[LoanReads, Depends(provided(LoanReads))]
Anyone = Annotated[Principal, Depends(anyone)]
PageAsked = Annotated[PageRequest, Depends(page_request)]
LOANS = "loans"


class LoanModel(WireModel):
    """A loan as its last move left it."""

    id: str
    borrower: str
    lender: str
    borrower_wallet: str
    lender_wallet: str
    servicer: str
    currency: str
    principal_units: Units
    balance_units: Units
    received_units: Units
    status: str
    is_defaulted: bool
    jurisdiction: int
    product: int
    start_date: Day
    maturity_date: Day
    terms_hash: str
    offer_digest: str | None
    opened_at: Instant
    confirmations: int = Field(
        description="Blocks from that of its last change on, itself included."
    )
    is_final: bool = Field(description="Whether the chain takes its last change back no more.")


class QuoteModel(WireModel):
    """Where a loan stands on a day; `closing_units` repays it in full on that day."""

    date: Day
    closing_units: Units
    interest_due_units: Units
    principal_due_units: Units
    balance_units: Units
    days_past_due: int


class PaymentModel(WireModel):
    """A payment as the chain applied it."""

    date: Day
    payer: str
    payer_party: str
    reference: str
    interest_units: Units
    principal_units: Units
    penalty_units: Units
    balance_units: Units
    transaction_hash: str


class LoanDetailsModel(LoanModel):
    """A loan with its rates, its schedule, its last payments and where it stands today."""

    rate_ppm: int
    all_in_rate_ppm: int
    fee_units: Units
    instalments: int
    schedule: list[dict[str, Any]] = Field(description="As if every bill were paid on its day.")
    payments: list[PaymentModel]
    today: QuoteModel


class LoanPage(WireModel):
    """A page of loans."""

    items: list[LoanModel]
    next_cursor: str | None


@router.get("/loans")
async def list_loans(
    loans: Loans,
    page: PageAsked,
    _: Anyone,
    borrower: HashText | None = None,
    lender: HashText | None = None,
    wallet: AddressText | None = None,
    currency: AddressText | None = None,
    jurisdiction: Annotated[int | None, Query(ge=0, lt=1024)] = None,
    product: Annotated[int | None, Query(ge=0, lt=4096)] = None,
) -> LoanPage:
    """Loans, the newest first."""
    wanted = LoanFilter(
        borrower=borrower,
        lender=lender,
        wallet=wallet,
        currency=currency,
        jurisdiction=jurisdiction,
        product=product,
    )
    after = page.after(LOANS, int, str)
    before = (int(after[0]), str(after[1])) if after else None
    rows, head = await loans.loans(wanted, before, page.limit + 1)
    shown, cursor = page.answer(LOANS, rows, lambda row: (row["opened_block"], row["id"]))
    return LoanPage(
        items=[LoanModel(**_loan(row, loans.depth(row, head))) for row in shown], next_cursor=cursor
    )


@router.get("/loans/{loan}", response_model=LoanDetailsModel, responses=problem_answers(404))
async def get_loan(loan: HashText, loans: Loans, _: Anyone) -> Response:
    """A loan with its schedule, its payments and where it stands today."""
    found = _details(await loans.loan(bytes.fromhex(loan[2:])))
    return Response(found.model_dump_json(), media_type="application/json")


@router.get("/loans/{loan}/quote", responses=problem_answers(404))
async def get_quote(
    loan: HashText, loans: Loans, _: Anyone, date: DateText | None = None
) -> QuoteModel:
    """What repays a loan in full on a day, today by default."""
    day = None if date is None else parse_day(date)
    return _quote(await loans.quote(bytes.fromhex(loan[2:]), day))


def _loan(row: RowMapping, depth: Depth) -> dict[str, Any]:
    same = (
        "id",
        "borrower",
        "lender",
        "borrower_wallet",
        "lender_wallet",
        "servicer",
        "currency",
        "is_defaulted",
        "jurisdiction",
        "product",
        "terms_hash",
        "offer_digest",
        "opened_at",
    )
    return {name: row[name] for name in same} | {
        "principal_units": row["principal"],
        "balance_units": row["balance"],
        "received_units": row["received"],
        "status": status_name(state_of(dict(row))),
        "start_date": row["start_day"],
        "maturity_date": row["maturity_day"],
        "confirmations": depth.confirmations,
        "is_final": depth.is_final,
    }


def _details(found: LoanDetails) -> LoanDetailsModel:
    terms, agreement = found.known.terms, found.known.complete.agreement
    return LoanDetailsModel(
        **_loan(found.row, found.depth),
        rate_ppm=terms.rate_ppm,
        all_in_rate_ppm=agreement.all_in_rate_ppm,
        fee_units=terms.fee,
        instalments=terms.instalments,
        schedule=list(found.schedule),
        payments=[_payment(row) for row in found.payments],
        today=_quote(found.quote),
    )


def _payment(row: RowMapping) -> PaymentModel:
    same = ("payer", "payer_party", "reference", "transaction_hash")
    amounts = ("interest", "principal", "penalty", "balance")
    return PaymentModel(
        date=row["day"],
        **{name: row[name] for name in same},
        **{f"{name}_units": row[name] for name in amounts},
    )


def _quote(quote: Quote) -> QuoteModel:
    return QuoteModel(
        date=quote.day,
        closing_units=quote.closing,
        interest_due_units=quote.interest_due,
        principal_due_units=quote.principal_due,
        balance_units=quote.balance,
        days_past_due=quote.days_past_due,
    )
