# SPDX-License-Identifier: Apache-2.0
"""``shouxin index rebuild`` and ``verify``, as people run them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from shouxin.chain.manifest import write_manifest
from shouxin.cli.main import run
from shouxin.lending.tables import desk_balances
from shouxin.store.database import Database
from shouxin.story.stage import Stage
from tests.indexing.conftest import dumped, written

BAD_INPUT, FAILED = 2, 1


@pytest.fixture
def url(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    write_manifest(tmp_path / "manifest.json", stage.deployment.manifest)
    monkeypatch.setenv("SHOUXIN_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("SHOUXIN_CHAIN_RPC_URL", stage.chain.url)
    monkeypatch.setenv("SHOUXIN_CHAIN_MANIFEST", str(tmp_path / "manifest.json"))
    found = f"sqlite:///{tmp_path / 'shouxin.db'}"
    monkeypatch.setenv("SHOUXIN_DATABASE_URL", found)
    return found


async def _dump(url: str) -> list[str]:
    database = Database(url)
    lines = await dumped(database)
    await database.close()
    return lines


async def _spoil(url: str) -> None:
    database = Database(url)
    await written(database, lambda c: c.execute(update(desk_balances).values(amount=7)))
    await database.close()


def test_without_a_node_it_says_what_to_set(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SHOUXIN_CHAIN_RPC_URL")
    assert run(["index", "verify"]) == BAD_INPUT
    assert "SHOUXIN_CHAIN_RPC_URL" in capsys.readouterr().err
    assert url


def test_an_empty_database_can_t_be_verified(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", "verify"]) == FAILED
    assert "run `shouxin index` first" in capsys.readouterr().err
    assert url


def test_it_is_built_again_and_compared(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["index", "rebuild"]) == 0
    assert "Built again up to block" in capsys.readouterr().out
    before = asyncio.run(_dump(url))
    assert run(["index", "verify", "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["differences"] == []
    assert told["compared"] > 50

    asyncio.run(_spoil(url))
    assert run(["index", "verify"]) == FAILED
    printed = capsys.readouterr()
    assert "desk_balances" in printed.out
    assert "amount: 7 / " in printed.out
    assert "shouxin index rebuild" in printed.err
    assert run(["index", "rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["next_block"] > 0
    assert asyncio.run(_dump(url)) == before
