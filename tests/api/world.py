# SPDX-License-Identifier: Apache-2.0
"""The API as tests ask it: the real application over a real database, with a clock to turn.

The chain is asked for contract wallets alone; a world is told whether there is one.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncConnection

from shouxin.access.keys import KeyRequest
from shouxin.access.principal import KEY_SCOPES, Scope
from shouxin.access.service import Access
from shouxin.access.settings import AccessSettings
from shouxin.access.signatures import digest_of
from shouxin.access.siwe import SignInMessage, text_of
from shouxin.api.app import create_app
from shouxin.api.page import Status
from shouxin.api.services import ApiSettings, Services
from shouxin.chain.abi import Address
from shouxin.chain.clock import ChainClock
from shouxin.chain.manifest import Deployed, Manifest
from shouxin.chain.rpc import Chain
from shouxin.chain.signature_check import BY_SERVICE, is_signed_by, is_signed_by_key
from shouxin.credit.reporting import RecordReports
from shouxin.indexing.finality import Finality
from shouxin.lending.loan_service import LoanReads
from shouxin.lending.note_service import NoteReads
from shouxin.lending.service import Lending
from shouxin.notices.feed import EventFeed
from shouxin.notices.webhooks import WebhookSettings
from shouxin.outbox.accounts import Accounts
from shouxin.outbox.outbox import Outbox
from shouxin.outbox.overview import OutboxOverview
from shouxin.rest.callers import Rates
from shouxin.rest.limits import Rate
from shouxin.store.database import Database
from shouxin.story.stage import Stage

CHAIN_ID = 31337
ORIGIN = "http://localhost:8000"
NOON = 1_795_608_000
PARTY = "0x" + "1f" * 32
BANK = "Bank of Harbour"
JSON = dict[str, Any]


def account(name: str) -> LocalAccount:
    """A key of a name, the same in every run."""
    key: LocalAccount = Account.from_key(name.encode().rjust(32, b"\0"))
    return key


def signature(signer: LocalAccount, message: str) -> str:
    """What a wallet answers to ``personal_sign``."""
    return "0x" + bytes(signer.sign_message(encode_defunct(text=message)).signature).hex()


def unlimited() -> Rates:
    """Rates that no test reaches."""
    rate = Rate("any", 10**6, 10**6)
    return Rates(dict.fromkeys(("anonymous", "wallet", "key"), rate), Rate("bad", 10**6, 10**6))


def manifest() -> Manifest:
    """A deployment that nobody asks."""
    where = Deployed("0x" + "11" * 20, "0x" + "22" * 32, "0x", "0x", 1, [])
    return Manifest(CHAIN_ID, "0x" + "33" * 32, "0x" + "44" * 20, True, {"LoanBook": where})


async def _status() -> JSON:
    return {"status": "ok", "chain_id": CHAIN_ID, "block": 1, "contracts": {}}


@dataclass
class World:
    """The application, its database and its clock; with a stage, the contracts on a chain."""

    database: Database
    chain: Chain | None = None
    stage: Stage | None = None
    settings: ApiSettings = field(default_factory=lambda: ApiSettings(rates=unlimited()))
    access_settings: AccessSettings = field(default_factory=lambda: AccessSettings((ORIGIN,)))
    now: int = NOON
    parties: dict[Address, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.access = Access(
            self.database,
            self.access_settings,
            CHAIN_ID,
            lambda: self.now,
            self._is_signed,
            self._party_of,
        )
        services = Services(
            self.database,
            manifest() if self.stage is None else self.stage.deployment.manifest,
            lambda: self.now,
            self.access,
            self.settings,
            further={
                EventFeed: EventFeed(self.database),
                WebhookSettings: WebhookSettings(),
                Status: Status(CHAIN_ID, _status, {}),
                **({} if self.stage is None else self._chained(self.stage)),
            },
        )
        self.app: FastAPI = create_app(services)

    def _chained(self, stage: Stage) -> dict[type, object]:
        """What endpoints ask for that need the contracts; nothing is sent by itself."""
        clock = ChainClock(stage.chain, carried_seconds_max=0)
        self.chain = self.chain or stage.chain
        self.outbox = Outbox(self.database, stage.chain, [stage.operator.address])
        lending = Lending(self.database, stage.deployment, self.outbox, clock)
        return {
            Outbox: self.outbox,
            Lending: lending,
            LoanReads: LoanReads(self.database, clock),
            NoteReads: NoteReads(self.database, Finality()),
            Finality: Finality(),
            OutboxOverview: OutboxOverview(self.outbox),
            RecordReports: RecordReports(stage.chain, stage.deployment.manifest),
            Accounts: Accounts(stage.chain),
        }

    def client(self, token: str | None = None, **options: Any) -> httpx.AsyncClient:
        """Somebody who asks, from an address of their own if one is given."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(self.app, client=options.pop("address", ("192.0.2.1", 1)))
        headers |= options.pop("headers", {})
        return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers, **options)

    async def signed_in(self, signer: LocalAccount) -> str:
        """A session's token for a wallet."""
        async with self.client() as client:
            asked = await client.post("/api/v1/sign-in", json={"address": signer.address})
            message = asked.json()["message"]
            body = {"message": message, "signature": signature(signer, message)}
            made = await client.post("/api/v1/sessions", json=body)
        assert made.status_code == 201, made.text
        return str(made.json()["token"])

    async def key(
        self, *scopes: Scope, owner: str = BANK, days: int = 30, party: str | None = None
    ) -> str:
        """An institution's key, as the command line makes one."""
        wanted = KeyRequest(owner, "test", frozenset(scopes) or KEY_SCOPES, days, party)
        async with self.database.begin() as connection:
            secret, _ = await self.access.keys.make(connection, wanted, "command line", self.now)
        return secret

    async def is_signed(self, message: SignInMessage, given: bytes) -> bool:
        """Whether a message is signed by the account that it names."""
        return await self._is_signed(message.address, digest_of(text_of(message)), given)

    async def _is_signed(self, address: Address, digest: bytes, given: bytes) -> bool:
        if self.chain is None:
            return is_signed_by_key(address, digest, given, BY_SERVICE)
        return is_signed_by(self.chain, address, digest, given, BY_SERVICE)

    async def _party_of(self, connection: AsyncConnection, address: Address) -> str | None:
        del connection
        return self.parties.get(address)


@asynccontextmanager
async def asking(world: World, token: str | None = None) -> AsyncIterator[Ask]:
    """A short way to ask: gives status and JSON."""
    async with world.client(token) as client:

        async def ask(method: str, path: str, body: object = None, **headers: str) -> Answer:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            content = None if body is None else json.dumps(body)
            if content is not None:
                named.setdefault("Content-Type", "application/json")
            return await client.request(method, path, content=content, headers=named)

        yield ask


Answer = httpx.Response
Ask = Callable[..., Awaitable[Answer]]


def code_of(answer: Answer) -> str:
    """The code of a problem; fails if it has another form."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem: JSON = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["type"] == f"urn:shouxin:problem:{problem['code']}"
    assert problem["detail_en"]
    assert problem["detail_zh"]
    assert problem["instance"].endswith(answer.headers["x-request-id"])
    return str(problem["code"])
