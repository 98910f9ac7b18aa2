# SPDX-License-Identifier: Apache-2.0
"""``shouxin demo --remote``: the story through the API alone, on a platform of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shouxin.cli.main import run
from shouxin.primitives.hexadecimal import to_hex

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]
HEARD = {"party.enrolled", "offer.posted", "offer.taken", "loan.opened", "loan.paid", "loan.closed"}
TOKEN = to_hex(bytes(20))


def test_a_service_of_others_needs_manifest_keys_and_currency(fails: Fails) -> None:
    told = fails(["demo", "--remote", "--url", "http://127.0.0.1:9"], 2)
    assert told.startswith("--url needs --manifest, --keys and --currency")


def test_options_of_the_other_story_are_refused(fails: Fails) -> None:
    told = fails(["demo", "--remote", "--rpc-url", "http://127.0.0.1:9"], 2)
    assert told == "--rpc-url is not for --remote: leave one of the two out"
    told = fails(["demo", "--url", "http://127.0.0.1:9"], 2)
    assert told == "--url is for --remote: add it, or leave --url out"


def test_a_manifest_that_is_not_there_is_refused(fails: Fails, tmp_path: Path) -> None:
    options = ["--manifest", str(tmp_path / "none.json"), "--keys", str(tmp_path)]
    told = fails(
        ["demo", "--remote", "--url", "http://127.0.0.1:9", *options, "--currency", TOKEN], 1
    )
    assert told.startswith("there is no manifest at")


def test_it_is_told_and_every_figure_is_the_model_s(capsys: Shell) -> None:
    assert run(["demo", "--remote", "--json"]) == 0
    out, _ = capsys.readouterr()
    told = json.loads(out)
    assert told["is_whole"]
    assert told["failures"] == []
    assert told["compared"] > 60
    assert set(told["events"]) >= HEARD
    assert told["events"]["loan.paid"] == 2
    assert told["report"]["entry_count"] == 4
    assert [len(chapter["events"]) > 1 for chapter in told["chapters"]] == [True] * 4
