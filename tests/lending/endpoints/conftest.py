# SPDX-License-Identifier: Apache-2.0
"""The API over a real chain whose events were read into the database."""

from __future__ import annotations

import pytest

from shouxin.bootstrap import all_projections
from shouxin.chain.clock import ChainClock
from shouxin.chain.rpc import Chain
from shouxin.credit.endpoints import router as record_router
from shouxin.credit.service import Reports
from shouxin.indexing.indexer import Indexer
from shouxin.lending.endpoints import router as lending_router
from shouxin.lending.loan_endpoints import router as loan_router
from shouxin.lending.loan_service import LoanReads
from shouxin.lending.service import Lending
from shouxin.outbox.accounts import Accounts
from shouxin.outbox.outbox import Outbox
from shouxin.parties.endpoints import router as party_router
from shouxin.rest.provision import provide
from shouxin.store.database import Database
from shouxin.story.cast import Cast
from shouxin.story.stage import Stage
from tests.api.world import World
from tests.lending.endpoints.town import Town


@pytest.fixture
async def town(stage: Stage, cast: Cast, database: Database) -> Town:
    chain = Chain(stage.chain.url)
    world = World(database, chain)
    clock = ChainClock(chain, carried_seconds_max=0)
    outbox = Outbox(database, chain, [stage.operator.address])
    for router in (lending_router, loan_router, party_router, record_router):
        world.app.include_router(router, prefix="/api/v1")
    provide(world.app, Lending(database, stage.deployment, outbox, clock))
    provide(world.app, LoanReads(database, clock))
    provide(world.app, Reports(chain, stage.deployment.manifest))
    provide(world.app, Accounts(chain))
    provide(world.app, outbox)
    indexer = Indexer(database, chain, stage.deployment.manifest, all_projections())
    made = Town(stage, cast, world, indexer)
    await made.look()
    return made
