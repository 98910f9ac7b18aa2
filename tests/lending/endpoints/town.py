# SPDX-License-Identifier: Apache-2.0
"""People who ask the API, and an indexer that looks when it is told to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from shouxin.bootstrap import all_projections
from shouxin.indexing.indexer import Indexer
from shouxin.store.database import Database
from shouxin.story.cast import Cast, Person
from shouxin.story.stage import Stage
from tests.api.world import World
from tests.lending.actions.acting import signed_json


@dataclass(frozen=True, slots=True)
class Town:
    """A chain, people, the API and its indexer."""

    stage: Stage
    cast: Cast
    world: World
    indexer: Indexer

    async def look(self) -> None:
        """Read all blocks that there are."""
        while not (await self.indexer.step()).is_caught_up:
            pass

    async def ask(
        self, method: str, path: str, person: Person | None = None, **options: Any
    ) -> httpx.Response:
        """Ask as somebody who signed in, or as nobody."""
        token = None
        if person is not None:
            token = await self.world.signed_in(person.sender.account)
        async with self.world.client(token) as client:
            return await client.request(method, f"/api/v1{path}", **options)

    async def prepared(self, kind: str, **wanted: Any) -> dict[str, Any]:
        """An action prepared."""
        answer = await self.ask("POST", f"/actions/{kind}", json=wanted)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def offer_of(self, person: Person, units: int) -> dict[str, Any]:
        """An offer prepared by the API and signed by its wallet."""
        made = await self.prepared(
            "offer",
            maker=person.address,
            amount_units=str(units),
            conditions={
                "currency": self.stage.token.address,
                "rate_ppm": 90_000,
                "method": "equal-instalment",
                "instalments": 12,
                "borrower_kind": "sole-trader",
                "jurisdiction": 156,
                "fee_ppm": 10_000,
            },
        )
        return {
            "chain_id": self.stage.chain.chain_id,
            "desk": self.stage.deployment.desk.address,
            "offer": made["settled"],
            "signature": self.signature(person, made["typed_data"]),
        }

    @staticmethod
    def signature(person: Person, typed_data: dict[str, Any]) -> str:
        """A wallet's signature over typed data as it came."""
        return "0x" + signed_json(person.sender.account, typed_data).hex()


async def town_of(stage: Stage, cast: Cast, database: Database) -> Town:
    """A town whose database has read the chain so far."""
    indexer = Indexer(database, stage.chain, stage.deployment.manifest, all_projections())
    made = Town(stage, cast, World(database, stage=stage), indexer)
    await made.look()
    return made
