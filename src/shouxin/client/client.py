# SPDX-License-Identifier: Apache-2.0
"""The client for a thread: each call returns when it is answered."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
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
from shouxin.client.steps import Send, Steps, drive
from shouxin.client.trust import Trust

T = TypeVar("T")
A = TypeVar("A", bound=answers.Answer)


class Client:
    """A service, as one of its users has it. Errors are ``ShouxinError``, as the service's own.

    Use it as a context manager, or ``close`` it. One thread at a time.
    """

    def __init__(
        self,
        url: str,
        *,
        trust: Trust | None = None,
        token: str | None = None,
        origin: str | None = None,
        settings: ClientSettings | None = None,
        transport: httpx.BaseTransport | None = None,
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
        self._http = httpx.Client(**options_of(self.url, self.settings), transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give connections back."""
        self._http.close()

    def run(self, steps: Steps[T]) -> T:
        """Do the steps of an operation of ``core``."""
        return drive(steps, self._send)

    def request(self, method: str, path: str, body: object = None, **query: Any) -> httpx.Response:
        """Any request, with this client's token, retries and errors; ``path`` from ``/api``."""
        step = posting(path, body, method=method)
        if method == "GET":
            step = Send(method, path, query)
        return self.run(sent(step, self.settings))

    def about(self) -> answers.About:
        """What the service is, and on which chain."""
        return self.run(self.core.get("", answers.About))

    def sign_in(self, signer: Signer) -> answers.NewSession:
        """Sign in with a wallet (EIP-4361); later calls are made with the session."""
        return self.run(self.core.sign_in(signer))

    def sign_out(self) -> None:
        """End the session."""
        self.run(self.core.sign_out())

    def me(self) -> answers.Me:
        """Who the token stands for."""
        return self.run(self.core.get("/me", answers.Me))

    def party(self, party: str) -> answers.Party:
        """A party with its wallets."""
        return self.run(self.core.get(f"/parties/{party}", answers.Party))

    def wallet(self, address: str) -> answers.Wallet:
        """The party that a wallet acts for."""
        return self.run(self.core.get(f"/wallets/{address}", answers.Wallet))

    def record(self, party: str) -> Iterator[answers.Entry]:
        """A party's entries, the oldest first."""
        return self._items(f"/parties/{party}/record", answers.Entry, {})

    def report(self, party: str) -> bytes:
        """A party's record with its proof, as ``credit.report.parse_report`` reads it."""
        return self.run(self.core.report(party))

    def currencies(self) -> list[answers.Currency]:
        """The tokens that loans are in."""
        return self.run(self.core.listed("/rules/currencies", answers.Currency))

    def offers(self, **wanted: Any) -> Iterator[answers.Offer]:
        """Offers and requests, the newest first; ``wanted`` filters as the API does."""
        return self._items("/offers", answers.Offer, wanted)

    def offer(self, digest: str) -> answers.Offer:
        """An offer as it stands."""
        return self.run(self.core.get(f"/offers/{digest}", answers.Offer))

    def post_offer(
        self,
        kind: str,
        wanted: Mapping[str, Any],
        signer: Signer,
        *,
        approve: Approve | None = None,
    ) -> answers.Offer:
        """Prepare, check, sign and post an ``offer`` or ``request``; ``approve`` as in ``act``."""
        steps = post_offer(self.core, self.trust, kind, wanted, signer, approve)
        return self.run(steps)

    def match(self, **wish: Any) -> answers.Matches:
        """The offers that fit, the cheapest all-in cost first."""
        return self.run(self.core.match(wish))

    def export_offers(self) -> list[str]:
        """The book's lines."""
        return self.run(self.core.export())

    def import_offers(self, lines: Iterable[str]) -> answers.Imported:
        """Take in another book's lines."""
        return self.run(self.core.take_in(lines))

    def loans(self, **wanted: Any) -> Iterator[answers.Loan]:
        """Loans, the newest first; ``wanted`` filters as the API does."""
        return self._items("/loans", answers.Loan, wanted)

    def loan(self, loan: str, wait_seconds: float = 0) -> answers.LoanDetails:
        """A loan; waits so long for one that was just opened."""
        return self.run(
            self.core.found(
                lambda: self.core.get(f"/loans/{loan}", answers.LoanDetails), wait_seconds
            )
        )

    def quote(self, loan: str, date: str | None = None) -> answers.Quote:
        """What closes a loan on a day, today by default."""
        return self.run(self.core.get(f"/loans/{loan}/quote", answers.Quote, date=date))

    def notes(self, holder: str) -> Iterator[answers.Note]:
        """The notes of a wallet, and what it can claim of each."""
        return self._items(f"/holders/{holder}/notes", answers.Note, {})

    def payments(self, loan: str) -> Iterator[answers.Paid]:
        """All payments of a loan, the newest first."""
        return self._items(f"/loans/{loan}/payments", answers.Paid, {})

    def transactions(self) -> Iterator[answers.Transaction]:
        """What one handed in oneself, the newest first."""
        return self._items("/transactions", answers.Transaction, {})

    def prepare(self, kind: str, wanted: Mapping[str, Any]) -> answers.Prepared:
        """An action before anybody signed."""
        return self.run(self.core.prepare(kind, wanted))

    def act(
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
        return self.run(steps)

    def sending(self, address: str) -> answers.Sending:
        """What an account needs that pays for its transactions itself: nonce, coins, fees."""
        return self.run(self.core.get(f"/accounts/{address}", answers.Sending))

    def pass_on(self, raw: bytes, key: str | None = None) -> answers.Transaction:
        """Have a transaction sent that its sender signed."""
        return self.run(self.core.pass_on(raw, key))

    def transaction(self, transaction_id: str) -> answers.Transaction:
        """How far a transaction has come."""
        return self.run(self.core.get(f"/transactions/{transaction_id}", answers.Transaction))

    def wait(self, transaction_id: str, seconds: float | None = None) -> answers.Transaction:
        """A transaction once it is done; raises if it came to nothing."""
        return self.run(self.core.settled(transaction_id, seconds))

    def events(
        self,
        topics: str = "",
        *,
        party: str | None = None,
        subject: str | None = None,
        last_id: int | None = None,
    ) -> Iterator[Event]:
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
                yield from self._stream(reader, query)
            except httpx.TransportError as lost:
                error = lost
            time.sleep(reader.lost(error))

    def _stream(self, reader: EventReader, query: Mapping[str, Any]) -> Iterator[Event]:
        step = Send("GET", PATH, {k: v for k, v in query.items() if v}, headers=reader.headers)
        request = request_of(self._http, step, self.core.token)
        request.extensions["timeout"]["read"] = self.settings.silence_seconds
        response = self._http.send(request, stream=True)
        try:
            body = b"" if response.is_success else response.read()
            wait = reader.begin(response, body)
            if wait is not None:
                time.sleep(wait)
                return
            for line in response.iter_lines():
                event = reader.feed(line)
                if event is not None:
                    yield event
        finally:
            response.close()

    def _items(self, path: str, model: type[A], query: Mapping[str, Any]) -> Iterator[A]:
        cursor: str | None = None
        while True:
            page = self.run(self.core.page(path, model, query, cursor))
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def _send(self, step: Send) -> httpx.Response:
        return self._http.send(request_of(self._http, step, self.core.token))
