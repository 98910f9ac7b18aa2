# SPDX-License-Identifier: Apache-2.0
"""``shouxin database``: the tables' revision told, brought forward, and back when it is agreed."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shouxin.cli.main import run
from shouxin.store.migrate import newest_revision
from tests.databases import BACKENDS
from tests.group.rounds import new_database

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]


@pytest.fixture(params=BACKENDS, autouse=True)
def _url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    with new_database(request.param, tmp_path) as url:
        monkeypatch.setenv("SHOUXIN_DATABASE_URL", url)
        yield


def revision(capsys: Shell) -> str | None:
    capsys.readouterr()
    assert run(["database", "status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["newest"] == newest_revision()
    found: str | None = told["revision"]
    return found


def test_a_revision_that_is_none_is_refused(fails: Fails) -> None:
    assert "there is no revision 'x'" in fails(["database", "downgrade", "x", "--yes"], 2)


def test_what_is_not_agreed_to_is_not_done(capsys: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["database", "upgrade"]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert run(["database", "downgrade", "base"]) == 130
    assert revision(capsys) == newest_revision()


def test_tables_are_made_kept_and_taken_away(capsys: Shell) -> None:
    assert revision(capsys) is None
    for _ in range(2):
        assert run(["database", "upgrade"]) == 0
        assert revision(capsys) == newest_revision()
    assert run(["database", "downgrade", "base", "--yes"]) == 0
    assert revision(capsys) is None
