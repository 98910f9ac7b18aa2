# SPDX-License-Identifier: Apache-2.0
"""Everything that can be asked of the service, as steps; both clients do the same ones.

A method returns ``Steps``: nothing is sent before a client does them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from shouxin.client import answers
from shouxin.client.problems import ServiceError, bad_answer
from shouxin.client.sending import asked, posting, sent
from shouxin.client.settings import ClientSettings
from shouxin.client.signers import Signer
from shouxin.client.signing_in import checked_text
from shouxin.client.steps import Pause, Send, Steps
from shouxin.primitives.errors import NotFoundError, Refused
from shouxin.primitives.hexadecimal import to_hex

PREFIX = "/api/v1"
LOOK_SECONDS, LOOK_SECONDS_MAX = 0.02, 1.0
A = TypeVar("A", bound=answers.Answer)


@dataclass(slots=True)
class Core:
    """One who asks a service.

    Attributes:
        origin: the page that wallets sign in to, such as ``https://shouxin.example``.
        settings: the bounds.
        token: of a session or an API key; None for nobody known.
        monotonic: seconds, for waiting.
    """

    origin: str
    settings: ClientSettings = field(default_factory=ClientSettings)
    token: str | None = None
    monotonic: Callable[[], float] = time.monotonic

    def get(self, path: str, model: type[A], **query: Any) -> Steps[A]:
        """One object."""
        return asked(Send("GET", PREFIX + path, _given(query)), model, self.settings)

    def listed(self, path: str, model: type[A], **query: Any) -> Steps[list[A]]:
        """A list that has no pages."""
        response = yield from sent(Send("GET", PREFIX + path, _given(query)), self.settings)
        try:
            return TypeAdapter(list[model]).validate_json(response.content)  # type: ignore[valid-type]
        except (ValidationError, ValueError) as error:
            raise bad_answer(f"no list of {model.__name__}") from error

    def page(
        self, path: str, model: type[A], query: Mapping[str, Any], cursor: str | None
    ) -> Steps[answers.Page[A]]:
        """One page of a list."""
        return self.get(path, answers.Page[model], **query, cursor=cursor)  # type: ignore[valid-type]

    def post(self, path: str, body: object, model: type[A], key: str | None = None) -> Steps[A]:
        """Change something, once however often it is sent."""
        return asked(posting(PREFIX + path, body, key=key), model, self.settings)

    def compute(self, path: str, body: object, model: type[A]) -> Steps[A]:
        """Ask by a body; nothing changes, so no key is needed."""
        return asked(Send("POST", PREFIX + path, body=body), model, self.settings)

    def sign_in(self, signer: Signer) -> Steps[answers.NewSession]:
        """A session of a wallet; its token is used from then on.

        Raises:
            Refused: ``client.other_sign_in``; the text would sign in somebody or somewhere else.
        """
        body = {"address": signer.address, "uri": self.origin}
        for attempt in (1, 2):
            offered = yield from self.compute("/sign-in", body, answers.SignInMessage)
            text = checked_text(offered.message, signer.address, self.origin)
            given = {"message": text, "signature": to_hex(signer.sign_text(text))}
            request = Send("POST", f"{PREFIX}/sessions", body=given, is_repeatable=False)
            try:
                made = yield from asked(request, answers.NewSession, self.settings)
            except ServiceError:
                if attempt > 1:
                    raise
                continue  # the answer was lost, and a nonce serves once: begin again
            self.token = made.token
            return made
        raise AssertionError("one of two attempts ends it")

    def sign_out(self) -> Steps[None]:
        """End the session."""
        yield from sent(Send("DELETE", f"{PREFIX}/sessions/current"), self.settings)
        self.token = None

    def match(self, wish: Mapping[str, Any]) -> Steps[answers.Matches]:
        """The offers that fit a wish."""
        return self.compute("/offers/match", dict(wish), answers.Matches)

    def export(self) -> Steps[list[str]]:
        """The offer book's lines."""
        response = yield from sent(Send("GET", f"{PREFIX}/offers.jsonl"), self.settings)
        return response.content.decode().splitlines()

    def take_in(self, lines: Iterable[str]) -> Steps[answers.Imported]:
        """Another book's lines."""
        return self.post("/offers/import", {"lines": list(lines)}, answers.Imported)

    def report(self, party: str) -> Steps[bytes]:
        """A party's report with its proof, as a file."""
        request = Send("GET", f"{PREFIX}/parties/{party}/record/report")
        return (yield from sent(request, self.settings)).content

    def prepare(self, kind: str, wanted: Mapping[str, Any]) -> Steps[answers.Prepared]:
        """An action before anybody signed."""
        return self.compute(f"/actions/{kind}", dict(wanted), answers.Prepared)

    def relay(
        self,
        kind: str,
        settled: Mapping[str, Any],
        signatures: Mapping[str, bytes],
        key: str | None = None,
    ) -> Steps[answers.Relayed]:
        """Have what was signed carried out."""
        named = {part: to_hex(signature) for part, signature in signatures.items()}
        body = {"settled": settled, "signatures": named}
        return self.post(f"/actions/{kind}/relay", body, answers.Relayed, key)

    def pass_on(self, raw: bytes, key: str | None = None) -> Steps[answers.Transaction]:
        """Have a transaction sent that its sender signed and pays for."""
        return self.post("/transactions", {"raw": to_hex(raw)}, answers.Transaction, key)

    def settled(
        self, transaction_id: str, seconds: float | None = None
    ) -> Steps[answers.Transaction]:
        """A transaction once nothing more happens to it.

        Raises:
            TransactionFailed: it failed, for its reason.
            ServiceError: ``client.still_waiting``.
        """
        most = self.settings.wait_seconds if seconds is None else seconds
        until, pause = self.monotonic() + most, LOOK_SECONDS
        while True:
            found = yield from self.get(f"/transactions/{transaction_id}", answers.Transaction)
            if found.is_settled:
                return succeeded(found)
            if self.monotonic() > until:
                raise _still_waiting(f"transaction {transaction_id} is {found.status}")
            yield Pause(pause)
            pause = min(pause * 1.5, LOOK_SECONDS_MAX)

    def found(self, steps: Callable[[], Steps[A]], seconds: float | None = None) -> Steps[A]:
        """Something that is known soon: asked for until it is there.

        Raises:
            NotFoundError: it did not come.
        """
        most = self.settings.wait_seconds if seconds is None else seconds
        until, pause = self.monotonic() + most, LOOK_SECONDS
        while True:
            try:
                return (yield from steps())
            except NotFoundError:
                if self.monotonic() > until:
                    raise
            yield Pause(pause)
            pause = min(pause * 1.5, LOOK_SECONDS_MAX)


class TransactionFailed(Refused):
    """A transaction that came to nothing; its code is the contract's reason."""


def succeeded(found: answers.Transaction) -> answers.Transaction:
    """The transaction, if it did what it was for.

    Raises:
        TransactionFailed: for its own reason.
    """
    failure = found.failure
    if failure is not None:
        raise TransactionFailed(failure.code, failure.en, failure.zh)
    if found.status not in {"mined", "confirmed"}:
        raise TransactionFailed(
            "client.not_mined",
            f"transaction {found.id} was {found.status}: see its account's other transactions",
            f"交易 {found.id} 的状态为 {found.status}：请查看该账户的其他交易",
        )
    return found


def _given(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _still_waiting(what: str) -> ServiceError:
    return ServiceError(
        "client.still_waiting",
        f"{what} and is waited for no longer: ask again later",
        f"等待超时（{what}）：请稍后再查询",
    )
