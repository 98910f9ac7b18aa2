# SPDX-License-Identifier: Apache-2.0
"""Parties and their wallets, as the registry has them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select

from shouxin.access.principal import Principal, anyone
from shouxin.parties.enrolment import PartyKind
from shouxin.parties.tables import parties, wallets
from shouxin.primitives.errors import NotFoundError
from shouxin.primitives.wire import Instant, WireModel
from shouxin.rest.fields import AddressText, HashText
from shouxin.rest.problems import problem_answers
from shouxin.rest.provision import provided
from shouxin.store.database import Database

router = APIRouter(tags=["parties"])
Reads = Annotated[Database, Depends(provided(Database))]
Anyone = Annotated[Principal, Depends(anyone)]


class WalletModel(WireModel):
    """A wallet that is or was a party's."""

    address: str
    party: str
    joined_at: Instant
    successor: str | None


class PartyModel(WireModel):
    """A party with its wallets; who it is, only its identity provider knows."""

    id: str
    jurisdiction: int
    kind: str
    is_licensed: bool
    enrolled_at: Instant
    frozen_until: Instant | None
    wallets: list[WalletModel]


@router.get("/parties/{party}", responses=problem_answers(404))
async def get_party(party: HashText, database: Reads, _: Anyone) -> PartyModel:
    """A party with its wallets."""
    async with database.reading() as connection:
        found = (
            await connection.execute(select(parties).where(parties.c.id == party))
        ).one_or_none()
        held = await connection.execute(
            select(wallets).where(wallets.c.party == party).order_by(wallets.c.address)
        )
        rows = held.all()
    if found is None:
        raise NotFoundError(
            "party.unknown",
            f"there is no party {party}: correct its id, or wait until its enrolment is known",
            f"没有编号为 {party} 的主体：请核对编号，或等待其登记上链",
        )
    return PartyModel(
        id=found.id,
        jurisdiction=found.jurisdiction,
        kind=PartyKind(found.kind).name.lower(),
        is_licensed=found.is_licensed,
        enrolled_at=found.enrolled_at,
        frozen_until=found.frozen_until,
        wallets=[_wallet(row) for row in rows],
    )


@router.get("/wallets/{address}", responses=problem_answers(404))
async def get_wallet(address: AddressText, database: Reads, _: Anyone) -> WalletModel:
    """The party that a wallet acts for."""
    async with database.reading() as connection:
        found = (
            await connection.execute(select(wallets).where(wallets.c.address == address))
        ).one_or_none()
    if found is None:
        raise NotFoundError(
            "party.unknown_wallet",
            f"wallet {address} belongs to no party: have an identity provider enrol it",
            f"钱包 {address} 未登记主体：请由身份服务机构办理登记",
        )
    return _wallet(found)


def _wallet(row: object) -> WalletModel:
    names = ("address", "party", "joined_at", "successor")
    return WalletModel(**{name: getattr(row, name) for name in names})
