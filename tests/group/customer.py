# SPDX-License-Identifier: Apache-2.0
"""Somebody who asks an installation's API by signed actions, and asks again until it answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.world import signature
from tests.group.ground import Ground
from tests.lending.actions.acting import signed_json

SECONDS = 90
PAUSE_SECONDS = 0.1
PRINCIPAL = 10_000
LATER = {"idempotency.under_way", "loan.unknown", "offer.unknown", "access.not_signed_in"}
"""Refusals that another moment, or the indexer, ends."""
Json = dict[str, Any]


class InterruptedLoadError(Exception):
    """The test has ended the load; what was being asked for may or may not have been done."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """What was answered with 202.

    Attributes:
        id: the transaction's.
        kind: of the action.
        settled: its values.
    """

    id: str
    kind: str
    settled: Mapping[str, Any]


@dataclass(slots=True)
class Asked:
    """A relayed action whose answer never came."""

    kind: str
    body: Json
    person: Any
    key: str


@dataclass
class Customer:
    """One client; several of them make a load.

    Attributes:
        ground: the people.
        urls: of the copies of the service; asked in turn.
        acknowledged: all that was, in order.
        unsure: what was asked for when the load ended.
        refused: codes of refusals for good.
    """

    ground: Ground
    urls: list[str]
    acknowledged: list[Relayed] = field(default_factory=list)
    unsure: list[Asked] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    loans: list[str] = field(default_factory=list)
    is_stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._client = httpx.Client(timeout=SECONDS)
        self._tokens: dict[str, str] = {}
        self._count = 0

    def close(self) -> None:
        self._client.close()

    def sign_in(self, *people: Any) -> None:
        """Sessions, which outlive every kill."""
        for person in people:
            account = person.sender.account
            message = self.insist("POST", "/sign-in", {"address": account.address})["message"]
            body = {"message": message, "signature": signature(account, message)}
            self._tokens[account.address] = self.insist("POST", "/sessions", body)["token"]

    def take(self) -> str | None:
        """The bank offers, the shop takes; the loan is late after a day."""
        bank, shop = self.ground.cast.bank, self.ground.cast.shop
        conditions = {
            "currency": self.ground.currency,
            "rate_ppm": 90_000,
            "method": "equal-principal",
            "instalments": 10,
            "period_days": 1,
            "day_count": "actual/365",
            "grace_days": 0,
            "borrower_kind": "sole-trader",
            "jurisdiction": 156,
        }
        wanted = {"maker": bank.address, "amount_units": str(PRINCIPAL), "conditions": conditions}
        made = self.insist("POST", "/actions/offer", wanted)
        posted = {
            "chain_id": int(made["typed_data"]["domain"]["chainId"]),
            "desk": made["typed_data"]["domain"]["verifyingContract"],
            "offer": made["settled"],
            "signature": "0x" + signed_json(bank.sender.account, made["typed_data"]).hex(),
        }
        digest = self.insist("POST", "/offers", posted, bank)["digest"]
        wish = {"taker": shop.address, "principal_units": str(PRINCIPAL), "digest": digest}
        taken = self.act("take", wish, shop)
        if taken is not None:
            self.loans.append(str(taken.settled["loan"]))
        return None if taken is None else str(taken.settled["loan"])

    def pay(self, payer: Any, loan: str, units: int) -> Relayed | None:
        """A payment by signature; its reference is like no other's."""
        wish = {"loan": loan, "payer": payer.address, "amount_units": str(units)}
        return self.act("pay", wish, payer)

    def claim(self, loan: str) -> Relayed | None:
        """What the bank's note has received."""
        bank = self.ground.cast.bank
        return self.act("claim", {"loan": loan, "holder": bank.address}, bank)

    def act(self, kind: str, wanted: Json, person: Any) -> Relayed | None:
        """Prepare, sign, have relayed; None if it is refused for good."""
        prepared = self._ask("POST", f"/actions/{kind}", wanted)
        if prepared is None:
            return None
        given = {
            part["part"]: "0x" + signed_json(person.sender.account, part["typed_data"]).hex()
            for part in prepared["signing"]
            if part["is_needed"]
        }
        self._count += 1
        key = f"{person.address}-{id(self)}-{self._count}"
        body = {"settled": prepared["settled"], "signatures": given}
        return self.relay(Asked(kind, body, person, key))

    def relay(self, asked: Asked) -> Relayed | None:
        """Hand in what was signed, until it is answered; None if it is refused for good."""
        if asked not in self.unsure:
            self.unsure.append(asked)
        path = f"/actions/{asked.kind}/relay"
        answer = self._ask("POST", path, asked.body, asked.person, asked.key)
        self.unsure.remove(asked)
        if answer is None:
            return None
        done = Relayed(answer["transaction_id"], asked.kind, asked.body["settled"])
        self.acknowledged.append(done)
        return done

    def settled(self, relayed: Relayed) -> Json:
        """What became of it, once nothing more happens."""
        deadline = time.monotonic() + SECONDS
        while True:
            found = self.insist("GET", f"/transactions/{relayed.id}")
            if found["is_settled"]:
                return found
            assert time.monotonic() < deadline, found
            time.sleep(PAUSE_SECONDS)

    def insist(self, method: str, path: str, body: Json | None = None, person: Any = None) -> Json:
        """An answer that is no refusal."""
        answer = self._ask(method, path, body, person)
        assert answer is not None, (path, self.refused[-1])
        return answer

    def _ask(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        person: Any = None,
        key: str | None = None,
    ) -> Json | None:
        """Ask until there is an answer; None for a refusal, whose code is noted."""
        headers = {} if key is None else {"Idempotency-Key": key}
        if person is not None:
            headers["Authorization"] = f"Bearer {self._tokens[person.address]}"
        deadline, said = time.monotonic() + SECONDS, ""
        while time.monotonic() < deadline:
            url = self.urls[self._turn()]
            try:
                answer = self._client.request(
                    method, f"{url}/api/v1{path}", json=body, headers=headers
                )
            except httpx.TransportError as error:
                said = repr(error)
            else:
                said = answer.text
                if answer.status_code < 400:
                    return dict(answer.json())
                code = answer.json()["code"]
                if answer.status_code not in {429, 502, 503} and code not in LATER:
                    self.refused.append(code)
                    return None
            if self.is_stopping.wait(PAUSE_SECONDS):
                raise InterruptedLoadError
        raise AssertionError(f"no answer to {method} {path}: {said}")

    def _turn(self) -> int:
        self._count += 1
        return self._count % len(self.urls)


def running(customer: Customer, work: Callable[[Customer], object]) -> threading.Thread:
    """Do something over and over until the customer is told to stop."""

    def work_on() -> None:
        try:
            while not customer.is_stopping.is_set():
                work(customer)
        except InterruptedLoadError:
            return

    thread = threading.Thread(target=work_on)
    thread.start()
    return thread
