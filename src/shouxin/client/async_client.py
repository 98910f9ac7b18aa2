# SPDX-License-Identifier: Apache-2.0
"""The client for an event loop: the same calls, awaited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from shouxin.client import answers
from shouxin.client.acting import Acted, Approve, act, post_offer
from shouxin.client.connecting import checked_url, options_of, origin_of, request_of
from shouxin.client.core import Core
from shouxin.client.events import PATH, Event, EventReader
from shouxin.client.sending import posting, sent
from shouxin.client.settings import ClientSettings
from shouxin.client.signers import Signer
from shouxin.client.steps import Send, Steps, drive_async
from shouxin.client.trust import Trust

T = TypeVar("T")
A = TypeVar("A", bound=answers.Answer)


class AsyncClient:
    """A service, as one of its users has it. Errors are ``ShouxinError``, as the service's own.

    Use it as an asynchronous context manager, or ``close`` it. One event loop alone.
    """

    def __init__(
        self,
        url: str,
        *,
        trust: Trust | None = None,
        token: str | None = None,
        origin: str | None = None,
        settings: ClientSettings | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Make one; nothing is asked yet.

        Args:
            url: where the service is.
            trust: the caller's manifest; without it nothing is signed but the sign-in.
            token: an API key, or a session's token.
            origin: the page that wallets sign in to, if it is not the url's.
            settings: the bounds.
            transport: httpx's, instead of the network.

        Raises:
            BadInput: ``client.bad_url``.
        """
        self.url = checked_url(url)
        self.trust = trust
        self.settings = settings or ClientSettings()
        self.core = Core(origin or origin_of(self.url), self.settings, token)
        self._http = httpx.AsyncClient(**options_of(self.url, self.settings), transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give connections back."""
        await self._http.aclose()

    async def run(self, steps: Steps[T]) -> T:
        """Do the steps of an operation of ``core``."""
        return await drive_async(steps, self._send)

    async def request(
        self, method: str, path: str, body: object = None, **query: Any
    ) -> httpx.Response:
        """Any request, with this client's token, retries and errors; ``path`` from ``/api``."""
        step = posting(path, body, method=method)
        if method == "GET":
            step = Send(method, path, query)
        return await self.run(sent(step, self.settings))

    async def about(self) -> answers.About:
        """What the service is, and on which chain."""
        return await self.run(self.core.get("", answers.About))

    async def sign_in(self, signer: Signer) -> answers.NewSession:
        """Sign in with a wallet (EIP-4361); later calls are made with the session."""
        return await self.run(self.core.sign_in(signer))

    async def sign_out(self) -> None:
        """End the session."""
        await self.run(self.core.sign_out())

    async def me(self) -> answers.Me:
        """Who the token stands for."""
        return await self.run(self.core.get("/me", answers.Me))

    async def party(self, party: str) -> answers.Party:
        """A party with its wallets."""
        return await self.run(self.core.get(f"/parties/{party}", answers.Party))

    async def wallet(self, address: str) -> answers.Wallet:
        """The party that a wallet acts for."""
        return await self.run(self.core.get(f"/wallets/{address}", answers.Wallet))

    def record(self, party: str) -> AsyncIterator[answers.Entry]:
        """A party's entries, the oldest first."""
        return self._items(f"/parties/{party}/record", answers.Entry, {})

    async def report(self, party: str) -> bytes:
        """A party's record with its proof, as ``credit.report.parse_report`` reads it."""
        return await self.run(self.core.report(party))

    async def currencies(self) -> list[answers.Currency]:
        """The tokens that loans are in."""
        return await self.run(self.core.listed("/rules/currencies", answers.Currency))

    def offers(self, **wanted: Any) -> AsyncIterator[answers.Offer]:
        """Offers and requests, the newest first; ``wanted`` filters as the API does."""
        return self._items("/offers", answers.Offer, wanted)

    async def offer(self, digest: str) -> answers.Offer:
        """An offer as it stands."""
        return await self.run(self.core.get(f"/offers/{digest}", answers.Offer))

    async def post_offer(
        self,
        kind: str,
        wanted: Mapping[str, Any],
        signer: Signer,
        *,
        approve: Approve | None = None,
    ) -> answers.Offer:
        """Prepare, check, sign and post an ``offer`` or ``request``; ``approve`` as in ``act``."""
        steps = post_offer(self.core, self.trust, kind, wanted, signer, approve)
        return await self.run(steps)

    async def match(self, **wish: Any) -> answers.Matches:
        """The offers that fit, the cheapest all-in cost first."""
        return await self.run(self.core.match(wish))

    async def export_offers(self) -> list[str]:
        """The book's lines."""
        return await self.run(self.core.export())

    async def import_offers(self, lines: Iterable[str]) -> answers.Imported:
        """Take in another book's lines."""
        return await self.run(self.core.take_in(lines))

    def loans(self, **wanted: Any) -> AsyncIterator[answers.Loan]:
        """Loans, the newest first; ``wanted`` filters as the API does."""
        return self._items("/loans", answers.Loan, wanted)

    async def loan(self, loan: str, wait_seconds: float = 0) -> answers.LoanDetails:
        """A loan; waits so long for one that was just opened."""
        return await self.run(
            self.core.found(
                lambda: self.core.get(f"/loans/{loan}", answers.LoanDetails), wait_seconds
            )
        )

    async def quote(self, loan: str, date: str | None = None) -> answers.Quote:
        """What closes a loan on a day, today by default."""
        return await self.run(self.core.get(f"/loans/{loan}/quote", answers.Quote, date=date))

    def notes(self, holder: str) -> AsyncIterator[answers.Note]:
        """The notes of a wallet, and what it can claim of each."""
        return self._items(f"/holders/{holder}/notes", answers.Note, {})

    def payments(self, loan: str) -> AsyncIterator[answers.Paid]:
        """All payments of a loan, the newest first."""
        return self._items(f"/loans/{loan}/payments", answers.Paid, {})

    def transactions(self) -> AsyncIterator[answers.Transaction]:
        """What one handed in oneself, the newest first."""
        return self._items("/transactions", answers.Transaction, {})

    async def prepare(self, kind: str, wanted: Mapping[str, Any]) -> answers.Prepared:
        """An action before anybody signed."""
        return await self.run(self.core.prepare(kind, wanted))

    async def act(
        self,
        kind: str,
        wanted: Mapping[str, Any],
        *signers: Signer,
        key: str | None = None,
        is_waiting: bool = True,
        approve: Approve | None = None,
    ) -> Acted:
        """Prepare, check, sign and relay an action, and wait for its block.

        Args:
            kind: such as ``pay``; ``/docs`` lists them.
            wanted: what is wanted, as the API takes it.
            signers: whoever must sign.
            key: the action's own name, by which it is done once; a new one by default.
            is_waiting: whether to wait until nothing more happens to the transaction.
            approve: sees what was checked before it is signed, and raises if it shall not be.
        """
        steps = act(
            self.core,
            self.trust,
            kind,
            wanted,
            signers,
            key=key,
            is_waiting=is_waiting,
            approve=approve,
        )
        return await self.run(steps)

    async def sending(self, address: str) -> answers.Sending:
        """What an account needs that pays for its transactions itself: nonce, coins, fees."""
        return await self.run(self.core.get(f"/accounts/{address}", answers.Sending))

    async def pass_on(self, raw: bytes, key: str | None = None) -> answers.Transaction:
        """Have a transaction sent that its sender signed."""
        return await self.run(self.core.pass_on(raw, key))

    async def transaction(self, transaction_id: str) -> answers.Transaction:
        """How far a transaction has come."""
        return await self.run(self.core.get(f"/transactions/{transaction_id}", answers.Transaction))

    async def wait(self, transaction_id: str, seconds: float | None = None) -> answers.Transaction:
        """A transaction once it is done; raises if it came to nothing."""
        return await self.run(self.core.settled(transaction_id, seconds))

    async def events(
        self,
        topics: str = "",
        *,
        party: str | None = None,
        subject: str | None = None,
        last_id: int | None = None,
    ) -> AsyncIterator[Event]:
        """What changes, as it changes, without end; goes on by itself where it broke off.

        Args:
            topics: separated by commas, ``loan`` or ``loan.paid``; all by default.
            party: whose record or money it concerns.
            subject: the loan, offer or transaction it is about.
            last_id: of the last event that came before; None begins now.
        """
        query = {"topics": topics or None, "party": party, "subject": subject}
        reader = EventReader(self.settings, last_id)
        while True:
            error: httpx.TransportError | None = None
            try:
                async for event in self._stream(reader, query):
                    yield event
            except httpx.TransportError as lost:
                error = lost
            await asyncio.sleep(reader.lost(error))

    async def _stream(self, reader: EventReader, query: Mapping[str, Any]) -> AsyncIterator[Event]:
        step = Send("GET", PATH, {k: v for k, v in query.items() if v}, headers=reader.headers)
        request = request_of(self._http, step, self.core.token)
        request.extensions["timeout"]["read"] = self.settings.silence_seconds
        response = await self._http.send(request, stream=True)
        try:
            body = b"" if response.is_success else await response.aread()
            wait = reader.begin(response, body)
            if wait is not None:
                await asyncio.sleep(wait)
                return
            async for line in response.aiter_lines():
                event = reader.feed(line)
                if event is not None:
                    yield event
        finally:
            await response.aclose()

    async def _items(self, path: str, model: type[A], query: Mapping[str, Any]) -> AsyncIterator[A]:
        cursor: str | None = None
        while True:
            page = await self.run(self.core.page(path, model, query, cursor))
            for item in page.items:
                yield item
            cursor = page.next_cursor
            if cursor is None:
                return

    async def _send(self, step: Send) -> httpx.Response:
        return await self._http.send(request_of(self._http, step, self.core.token))
