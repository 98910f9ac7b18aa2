# SPDX-License-Identifier: Apache-2.0
"""The client for a thread does the same as the one for an event loop, over a real socket."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from shouxin.client import AsyncClient, Client, ClientSettings, KeySigner
from shouxin.story.cast import Cast
from shouxin.story.stage import Stage
from tests.api.served import Served, serving
from tests.api.world import ORIGIN, account
from tests.client.asking import refused

ZERO = "0x" + "00" * 32
QUICK = ClientSettings(attempts_max=2, pause_seconds=0.01)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, stage: Stage, cast: Cast) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("served")
    with serving("sqlite", folder, stage, cast) as found:
        yield found


def test_both_clients_have_the_same_calls_with_the_same_parameters() -> None:
    mine, theirs = _calls(Client), _calls(AsyncClient)
    assert mine == theirs
    assert len(mine) > 25


def test_errors_and_lists_come_as_with_the_other(served: Served) -> None:
    with Client(served.url, settings=QUICK) as client:
        assert client.about().api_version == "v1"
        with refused("loan.unknown"):
            client.loan(ZERO)
        with refused("access.not_signed_in"):
            client.me()
        assert list(client.loans(lender=ZERO)) == []
        assert len(client.currencies()) == 1


def test_a_wallet_signs_in_at_the_service_s_page(served: Served) -> None:
    with Client(served.url, origin=ORIGIN) as client:
        client.sign_in(KeySigner(account("borrower")))
        assert client.me().wallet == account("borrower").address
        client.sign_out()
        with refused("access.not_signed_in"):
            client.me()


def test_pages_are_asked_for_until_the_last(served: Served) -> None:
    with Client(served.url, token=served.tokens["institution"]) as client:
        for number in range(3):
            body = {"label": f"key {number}", "scopes": ["records:read"], "days": 1}
            client.request("POST", "/api/v1/keys", body)
        labels = [item["label"] for item in _all(client, "/api/v1/keys")]
    assert {"key 0", "key 1", "key 2"} <= set(labels)
    assert len(labels) == len(set(labels))


def test_a_service_that_is_away_is_told() -> None:
    with Client("http://127.0.0.1:9", settings=QUICK) as client, refused("client.unreachable"):
        client.about()


def _all(client: Client, path: str) -> Iterator[dict[str, str]]:
    cursor = None
    while True:
        page = client.request("GET", path, limit=2, **({"cursor": cursor} if cursor else {})).json()
        yield from page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return


def _calls(kind: type) -> dict[str, list[str]]:
    return {
        name: list(inspect.signature(found).parameters)
        for name, found in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }
