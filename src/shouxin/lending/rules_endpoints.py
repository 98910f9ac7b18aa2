# SPDX-License-Identifier: Apache-2.0
"""The rules that new loans are held to: currencies, jurisdictions' limits, the pause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlalchemy import select

from shouxin.access.principal import Principal, anyone
from shouxin.lending.service import Lending
from shouxin.lending.tables import currencies, gate, jurisdictions
from shouxin.primitives.wire import INSTANT_MAX, Account, Instant, Units, WireModel
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided
from shouxin.store.database import Database

router = APIRouter(prefix="/rules", tags=["rules"], responses=problem_answers(502))
Reads = Annotated[Database, Depends(provided(Database))]
Anyone = Annotated[Principal, Depends(anyone)]


class CurrencyModel(WireModel):
    """A currency that loans may be in."""

    address: Account = Field(description="The token's contract.")
    code: str = Field(description="What the token calls itself.", examples=["JCCNY"])
    name: str = Field(description="Its name, of which its permits' domain is made.")
    decimals: int = Field(description="Base units are 10^-decimals of one.", examples=[2])
    is_allowed: bool = Field(description="Whether new loans may be in it.")
    rate: Units = Field(description="Reference units for 10^exponent base units.")
    exponent: int


class CurrencyList(WireModel):
    """All currencies, in the rulebook's order."""

    items: list[CurrencyModel]


class JurisdictionModel(WireModel):
    """What one jurisdiction allows."""

    code: int = Field(description="ISO 3166-1, numeric.", examples=[156])
    rate_ppm_max: int = Field(description="A year, simple.", examples=[240_000])
    rate_and_margin_ppm_max: int = Field(description="With the penalty margin.")
    overdue_rate_ppm_max: int = Field(description="On overdue interest.")
    all_in_rate_ppm_max: int = Field(description="All in, a year, simple.")
    fee_ppm_max: int = Field(description="Of the principal, once.")
    exposure_max: Units = Field(description="Of one borrower, reference units.")
    has_open_transfers: bool = Field(description="Whether notes go to anybody enrolled.")


class JurisdictionList(WireModel):
    """All jurisdictions by code."""

    items: list[JurisdictionModel]


class PauseModel(WireModel):
    """Whether new loans are paused; living ones never are."""

    is_paused: bool
    paused_until: Instant | None = Field(description="Null if they are not paused.")


@router.get("/currencies")
async def list_currencies(
    database: Reads, lending: Annotated[Lending, Depends(provided(Lending))], _: Anyone
) -> CurrencyList:
    """The currencies of the rulebook."""
    query = select(currencies).order_by(currencies.c.currency_index)
    async with database.reading() as connection:
        rows = (await connection.execute(query)).all()
    facts = await lending.currencies([row.address for row in rows])
    return CurrencyList(
        items=[
            CurrencyModel(
                address=row.address,
                code=fact.code,
                name=name,
                decimals=fact.decimals,
                is_allowed=row.is_allowed,
                rate=row.rate,
                exponent=row.exponent,
            )
            for row, (fact, name) in zip(rows, facts, strict=True)
        ]
    )


@router.get("/jurisdictions")
async def list_jurisdictions(database: Reads, _: Anyone) -> JurisdictionList:
    """Each jurisdiction's limits; where there are none, no loan is opened."""
    async with database.reading() as connection:
        rows = (await connection.execute(select(jurisdictions).order_by("code"))).all()
    return JurisdictionList(items=[_jurisdiction(row.code, row.limits) for row in rows])


@router.get("/pause")
async def get_pause(
    database: Reads, lending: Annotated[Lending, Depends(provided(Lending))], _: Anyone
) -> PauseModel:
    """Whether new loans are paused, by the chain's clock."""
    now = await lending.now()
    async with database.reading() as connection:
        until = (await connection.execute(select(gate.c.paused_until))).scalar() or 0
    is_paused = until > now
    return PauseModel(
        is_paused=is_paused, paused_until=min(until, INSTANT_MAX) if is_paused else None
    )


def _jurisdiction(code: int, limits: Mapping[str, Any]) -> JurisdictionModel:
    values: dict[str, Any] = {
        name: value if isinstance(value, bool) else int(value) for name, value in limits.items()
    }
    return JurisdictionModel(code=code, **values)
