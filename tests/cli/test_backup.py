# SPDX-License-Identifier: Apache-2.0
"""``shouxin backup`` and ``restore``: the same rows on the other side, and nothing overwritten."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shouxin.chain.sender import new_key, read_key
from shouxin.cli.main import run
from shouxin.notices.addresses import check_url
from shouxin.notices.filters import EventFilter
from shouxin.notices.webhooks import NewWebhook, WebhookSettings, add_webhook, webhooks_of
from shouxin.store.database import Database
from shouxin.store.migrate import upgrade

Fails = Callable[..., str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a webhook and a relayer's key."""
    monkeypatch.setenv("SHOUXIN_VAR", str(tmp_path / "one"))
    asyncio.run(fill(database_in(tmp_path / "one")))
    new_key(tmp_path / "one" / "keys" / "31337.relayer.key")
    (tmp_path / "passphrase").write_text("correct horse\n")
    return tmp_path


def database_in(var: Path) -> Database:
    return Database(f"sqlite:///{var}/database/31337.db")


async def fill(database: Database) -> None:
    await upgrade(database)
    check_url("https://bank.example/x")
    new = NewWebhook("https://bank.example/x", EventFilter(), "说明")
    async with database.begin() as connection:
        await connection.run_sync(add_webhook, "bank", new, WebhookSettings(), 5)
    await database.close()


def webhooks_in(var: Path) -> list[str]:
    async def read() -> list[str]:
        database = database_in(var)
        async with database.reading() as connection:
            found = await connection.run_sync(webhooks_of, "bank")
        await database.close()
        return [f"{one.secret} {one.description}" for one in found]

    return asyncio.run(read())


def test_a_file_that_is_there_is_not_overwritten(fails: Fails, here: Path) -> None:
    (here / "b").write_text("mine")
    assert "is there already" in fails(["backup", str(here / "b")], 1)
    assert (here / "b").read_text() == "mine"


def test_what_is_no_backup_is_refused(fails: Fails, here: Path) -> None:
    (here / "b").write_text("mine")
    assert "is no backup" in fails(["restore", str(here / "b")], 2)
    assert "is no backup" in fails(["restore", str(here / "none")], 2)


def test_rows_that_are_there_are_not_overwritten(
    fails: Fails, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup", str(here / "b")]) == 0
    capsys.readouterr()
    assert "has rows already" in fails(["restore", str(here / "b")], 1)


def test_a_wrong_passphrase_restores_nothing(
    fails: Fails,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = ["--passphrase-file", str(here / "passphrase")]
    assert run(["backup", str(here / "b"), *given]) == 0
    capsys.readouterr()
    monkeypatch.setenv("SHOUXIN_VAR", str(here / "two"))
    (here / "passphrase").write_text("wrong\n")
    assert "does not open" in fails(["restore", str(here / "b"), *given], 2)
    assert not (here / "two" / "keys").exists()


def test_everything_is_there_on_the_other_side(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ["--passphrase-file", str(here / "passphrase")]
    assert run(["backup", str(here / "b"), *given]) == 0
    monkeypatch.setenv("SHOUXIN_VAR", str(here / "two"))
    assert run(["restore", str(here / "b"), *given]) == 0
    before, after = webhooks_in(here / "one"), webhooks_in(here / "two")
    assert before == after
    assert len(after) == 1
    keys = [read_key(here / name / "keys" / "31337.relayer.key") for name in ("one", "two")]
    assert keys[0].key == keys[1].key
    raw = (here / "b").read_bytes()
    assert bytes(keys[0].key) not in raw


def test_every_kept_table_is_known_to_who_backs_up() -> None:
    named = "print(sorted(shouxin.store.schema.METADATA.tables))"
    alone, all_there = (
        subprocess.run(
            [sys.executable, "-c", f"import shouxin.store.schema, {first}; {then}{named}"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for first, then in (
            ("shouxin.cli.archiving", ""),
            ("tools.migration", "tools.migration.declare_all(); "),
        )
    )
    assert alone == all_there
    assert "webhook" in alone
