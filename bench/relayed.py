# SPDX-License-Identifier: Apache-2.0
"""Measures relayed offers taken, through the HTTP API and until receipts, on the embedded chain.

The chain behind its gateway, ``shouxin index`` and ``shouxin serve`` as they are. A bank's offers
are signed and their takings prepared and signed before; wrk posts them, 16 at a time. The clock
ends when the last has its receipt.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx
from service import (
    COMMAND,
    OwnChain,
    children_seconds,
    give_relayer,
    load,
    own_chain,
    require_wrk,
    running,
    services,
)
from sqlalchemy import func, select

from shouxin.chain.sender import Sender, new_key
from shouxin.outbox.tables import transactions
from shouxin.parties.enrolment import PartyKind
from shouxin.store.database import Database
from shouxin.story.cast import BANK, SHOP, Person, approve, enrol, mint

CLIENTS, SECONDS_MAX = 16, 300
LOANS_A_BORROWER = 10
PRINCIPAL = 1_000_000
SCRIPT = Path(__file__).with_name("relay.lua")


class Town:
    """A bank with money at the desk, borrowers without coins, and the API that they ask."""

    def __init__(self, own: OwnChain, count: int) -> None:
        self._stage = own.stage
        stage = own.stage
        self.bank, _ = enrol(stage, BANK, PartyKind.COMPANY, stage.bank)
        stage.deployment.registry.set_licensed(self.bank.party, True, sender=stage.provider)
        mint(stage, self.bank, count * PRINCIPAL)
        approve(stage, self.bank)
        stage.deployment.desk.deposit(
            stage.token.address, count * PRINCIPAL, sender=self.bank.sender
        )
        needed = -(-count // LOANS_A_BORROWER)
        self.borrowers = [self._borrower() for _ in range(needed)]

    def _borrower(self) -> Person:
        sender = Sender(self._stage.chain, new_key())
        return enrol(self._stage, SHOP, PartyKind.SOLE_TRADER, sender)[0]

    def requests(self, url: str, count: int) -> list[str]:
        """The bodies of as many requests to take an offer, all signed."""
        with httpx.Client(base_url=f"{url}/api/v1", timeout=60) as client:
            borrowers = self.borrowers * LOANS_A_BORROWER
            return [self._taking(client, borrower) for borrower in borrowers[:count]]

    def _taking(self, client: httpx.Client, borrower: Person) -> str:
        stage = self._stage
        conditions = {
            "currency": stage.token.address,
            "rate_ppm": 90_000,
            "method": "equal-instalment",
            "instalments": 12,
            "borrower_kind": "sole-trader",
            "jurisdiction": 156,
        }
        made = _asked(
            client,
            "offer",
            maker=self.bank.address,
            amount_units=str(PRINCIPAL),
            conditions=conditions,
        )
        offer = {
            "chain_id": stage.chain.chain_id,
            "desk": stage.deployment.desk.address,
            "offer": made["settled"],
            "signature": _signature(self.bank, made["typed_data"]),
        }
        taken = _asked(
            client, "take", offer=offer, taker=borrower.address, principal_units=str(PRINCIPAL)
        )
        signatures = {
            wanted["part"]: _signature(borrower, wanted["typed_data"])
            for wanted in taken["signing"]
        }
        return json.dumps({"settled": taken["settled"], "signatures": signatures})


def _asked(client: httpx.Client, kind: str, **wanted: Any) -> dict[str, Any]:
    answer = client.post(f"/actions/{kind}", json=wanted)
    assert answer.status_code == httpx.codes.OK, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _signature(person: Person, typed_data: dict[str, Any]) -> str:
    signed = person.sender.account.sign_typed_data(full_message=typed_data)
    return "0x" + bytes(signed.signature).hex()


def new_token(environ: dict[str, str]) -> str:
    """An institution's key that may relay."""
    options = ["--owner", "Bench", "--label", "bench", "--scope", "transactions:write", "--json"]
    arguments = [*COMMAND, "access", "key", "create", *options]
    arguments += ["--database", environ["SHOUXIN_DATABASE_URL"]]
    done = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, env=environ)  # noqa: S603
    secret: str = json.loads(done.stdout)["secret"]
    return secret


async def until_settled(url: str, count: int) -> None:
    """Until every transaction has its receipt, and succeeded."""
    database = Database(url)
    settled = select(func.count()).where(transactions.c.is_settled)
    try:
        async with asyncio.timeout(SECONDS_MAX):
            while await database.read(lambda known: known.execute(settled).scalar()) != count:  # noqa: ASYNC110 - another process writes
                await asyncio.sleep(0.02)
        query = select(transactions.c.status).distinct()
        found = await database.read(lambda known: list(known.execute(query).scalars()))
        assert found == ["confirmed"], found
    finally:
        await database.close()


def measure(folder: Path, given: argparse.Namespace) -> dict[str, Any]:
    """The figures."""
    url = given.database or f"sqlite:///{folder}/service.db"
    with own_chain(folder) as own:
        give_relayer(own)
        town = Town(own, given.count)
        environ = own.environ(
            url, relay_user_gwei_a_day=2**53, relay_gwei_a_day=2**53, relay_fee_gwei_max=1_000
        )
        with running("index", environ), services(environ, 1) as ((_, at),):
            began = perf_counter()
            requests = folder / "requests.jsonl"
            requests.write_text("\n".join(town.requests(at, given.count)) + "\n")
            prepared = perf_counter() - began
            told = {"BENCH_REQUESTS": str(requests), "BENCH_TOKEN": new_token(environ)}
            began, used = perf_counter(), children_seconds()
            wrk = load(at, SCRIPT, CLIENTS, given.seconds, told)  # it sleeps on when all is sent
            asyncio.run(until_settled(url, given.count))
            seconds = perf_counter() - began
            run = json.loads(wrk.communicate()[0].splitlines()[-1])
            share = (children_seconds() - used) / seconds
    assert not run["failed"], "some were refused"
    return {
        "count": given.count,
        "taken_a_second": round(given.count / seconds, 1),
        "prepared_and_signed_a_second": round(2 * given.count / prepared, 1),
        "p50_ms": run["p50_ms"],
        "p99_ms": run["p99_ms"],
        "load_tool_processors": round(share, 3),
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Measures and prints one JSON value."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="offers")
    parser.add_argument("--seconds", type=int, default=20, help="that they take at most")
    parser.add_argument("--database", help="an empty PostgreSQL; a new SQLite file by default")
    given = parser.parse_args()
    require_wrk()
    with TemporaryDirectory(prefix="shouxin-bench-") as name:
        print(json.dumps(measure(Path(name), given)))


if __name__ == "__main__":
    sys.exit(main())
