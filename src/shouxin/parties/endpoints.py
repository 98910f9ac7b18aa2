# SPDX-License-Identifier: Apache-2.0
"""Parties and their wallets, as the registry has them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from sqlalchemy import or_, select

from shouxin.access.principal import Principal, anyone
from shouxin.parties.enrolment import PartyKind
from shouxin.parties.tables import attestations, links, parties, wallets
from shouxin.primitives.errors import NotFoundError
from shouxin.primitives.wire import INSTANT_MAX, Instant, WireModel
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
    jurisdiction: int = Field(description="ISO 3166-1, numeric.", examples=[156])
    kind: str = Field(description="What it is.", examples=["sole_trader"])
    is_licensed: bool = Field(description="Whether it lends by licence.")
    enrolled_at: Instant
    frozen_until: Instant | None
    wallets: list[WalletModel]


class AttestationModel(WireModel):
    """What an issuer attests of a party; revoked ones are gone."""

    topic: str = Field(description="What it is about, a number as text.", examples=["1"])
    issuer: str = Field(description="Who attests.")
    statement: str = Field(description="Hash of what is stated, or what the topic takes it for.")
    expires_at: Instant | None = Field(description="Until when it counts; null: for good.")
    attested_at: Instant


class AttestationList(WireModel):
    """A party's attestations by topic."""

    items: list[AttestationModel]


class LinkModel(WireModel):
    """A related party (关联方)."""

    party: str = Field(description="The other party.")
    provider: str = Field(description="The identity provider that linked them.")
    linked_at: Instant


class LinkList(WireModel):
    """A party's related parties."""

    items: list[LinkModel]


@router.get("/parties/{party}/attestations", responses=problem_answers())
async def list_attestations(party: HashText, database: Reads, _: Anyone) -> AttestationList:
    """What issuers attest of a party, as the chain has it; compare `expires_at` to your clock."""
    c = attestations.c
    query = select(attestations).where(c.party == party).order_by(c.topic, c.issuer)
    async with database.reading() as connection:
        rows = (await connection.execute(query)).all()
    return AttestationList(
        items=[
            AttestationModel(
                topic=str(row.topic),
                issuer=row.issuer,
                statement=row.statement,
                expires_at=_instant(row.expires_at),
                attested_at=row.attested_at,
            )
            for row in rows
        ]
    )


@router.get("/parties/{party}/links", responses=problem_answers())
async def list_links(party: HashText, database: Reads, _: Anyone) -> LinkList:
    """The parties that an identity provider linked to one."""
    c = links.c
    query = select(links).where(or_(c.party == party, c.other == party))
    async with database.reading() as connection:
        rows = (await connection.execute(query.order_by(c.party, c.other))).all()
    return LinkList(
        items=[
            LinkModel(
                party=row.other if row.party == party else row.party,
                provider=row.provider,
                linked_at=row.linked_at,
            )
            for row in rows
        ]
    )


def _instant(at: int) -> int | None:
    """An instant that JSON can have; the contracts write one far off for "never"."""
    return at if 0 < at <= INSTANT_MAX else None


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
        frozen_until=None if found.frozen_until is None else _instant(found.frozen_until),
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
