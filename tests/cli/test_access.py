# SPDX-License-Identifier: Apache-2.0
"""``shouxin access key``: the operator's first key is made, listed and revoked on the machine."""

import json
from pathlib import Path

import pytest

from shouxin.cli.main import run
from tests.cli.conftest import Fails

Shell = pytest.CaptureFixture[str]


@pytest.fixture
def database(tmp_path: Path) -> list[str]:
    return ["--database", f"sqlite:///{tmp_path / 'shouxin.db'}"]


OPERATOR = ["--owner", "Harbour", "--label", "first", "--scope", "operator"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (["--owner", ""], 2),
        (["--label", "two\nlines"], 2),
        (["--scope", "everything"], 2),
        (["--scope", "sessions:write"], 2),
        (["--days", "0"], 2),
        (["--days", "367"], 2),
        (["--party", "0x12"], 2),
        (["--database", "mysql://x"], 2),
    ],
)
def test_a_key_that_can_not_be_is_not_made(
    database: list[str], fails: Fails, changed: list[str], code: int
) -> None:
    assert fails(["access", "key", "create", *database, *OPERATOR, *changed], code)


def test_a_key_that_is_not_there_is_not_revoked(database: list[str], fails: Fails) -> None:
    assert "there is no key" in fails(["access", "key", "revoke", "ab" * 16, *database], 1)


def test_the_first_key_is_made_listed_and_revoked(database: list[str], capsys: Shell) -> None:
    assert run(["access", "key", "create", *database, *OPERATOR, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["secret"].startswith("sxk_")
    assert made["key"]["scopes"] == "operator"
    assert run(["access", "key", "list", *database]) == 0
    listed = capsys.readouterr().out
    assert made["key"]["id"] in listed
    assert made["secret"] not in listed
    assert run(["access", "key", "revoke", made["key"]["id"], *database]) == 0
    capsys.readouterr()
    assert run(["access", "key", "list", *database, "--json"]) == 0
    (key,) = json.loads(capsys.readouterr().out)
    assert key["revoked_at"] is not None
