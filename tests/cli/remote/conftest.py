# SPDX-License-Identifier: Apache-2.0
"""One running platform for the module: chain, service, indexer, keeper, and two customers."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from shouxin.chain.manifest import write_manifest
from shouxin.cli.remote_telling import own_platform
from shouxin.config import load_config
from shouxin.story.narrator import Narrator
from shouxin.story.remote.arriving import pay_in, tell_arriving
from shouxin.story.remote.hearing import Hearing
from shouxin.story.remote.people import Customer, Role
from shouxin.story.remote.platform import Platform
from shouxin.story.remote.telling import Telling
from shouxin.story.text import Language

MONEY = 5_000_000


@dataclass(frozen=True, slots=True)
class Town:
    """A platform, and what its customers have in their folders."""

    platform: Platform
    lender: Customer
    borrower: Customer
    folder: Path

    def options(self, customer: Customer | None = None, *, is_acting: bool = False) -> list[str]:
        """How somebody asks."""
        given = ["--url", self.platform.url, "--json"]
        if customer is not None:
            given += ["--key-file", str(self.key_file(customer))]
        if is_acting:
            given += ["--manifest", str(self.folder / "manifest.json")]
        return given

    def key_file(self, customer: Customer) -> Path:
        path = self.folder / f"{customer.address}.key"
        path.write_text("0x" + bytes(customer.account.key).hex())
        return path


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("remote")
    config = load_config({"SHOUXIN_VAR": str(folder / "var")})
    with ExitStack() as stack:
        platform = stack.enter_context(own_platform(config))
        hearing = stack.enter_context(Hearing(platform.url, 0))
        provider, bank = (
            Role(platform, account, stack.enter_context(platform.client_of(account)))
            for account in (platform.provider, platform.bank)
        )
        narrator = Narrator(Console(file=io.StringIO()), Language.EN)
        telling = Telling(platform, narrator, hearing, provider, bank)
        lender, borrower = tell_arriving(telling)
        for customer in (lender, borrower):
            stack.enter_context(customer.client)
            pay_in(telling, customer, MONEY)
        assert telling.failures == []
        write_manifest(folder / "manifest.json", platform.manifest)
        (folder / "offer.json").write_text(json.dumps(_offer(platform)))
        yield Town(platform, lender, borrower, folder)


def _offer(platform: Platform) -> dict[str, object]:
    return {
        "amount_units": "2000000",
        "fill_min_units": "100000",
        "conditions": {
            "currency": platform.currency,
            "rate_ppm": 90_000,
            "method": "equal-instalment",
            "instalments": 12,
            "borrower_kind": "sole-trader",
            "jurisdiction": 156,
            "fee_ppm": 10_000,
            "all_in_rate_ppm_max": 150_000,
        },
    }
