# SPDX-License-Identifier: Apache-2.0
"""``shouxin party|offer|loan|note`` against a platform that runs: refusals, then a loan's life."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shouxin.cli.main import run
from shouxin.primitives.errors import NotFoundError
from tests.cli.remote.conftest import Town

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]
ZERO = "0x" + "00" * 32
KNOWN_SECONDS = 20


def told(shell: Shell, arguments: list[str]) -> Any:
    """What a command that succeeds prints as JSON."""
    shell.readouterr()
    code = run(arguments)
    out, err = shell.readouterr()
    assert code == 0, err
    return json.loads(out)


def shown(shell: Shell, arguments: list[str], *, lang: str = "en") -> str:
    """What a command that succeeds prints for people."""
    assert run([*[a for a in arguments if a != "--json"], "--lang", lang]) == 0
    return shell.readouterr().out


def test_a_service_must_be_named(fails: Fails, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOUXIN_URL", raising=False)
    assert fails(["loan", "list"], 2).startswith("no service is named: give --url")
    assert "is no address of a service" in fails(["loan", "list", "--url", "x"], 2)


def test_what_can_not_be_done_is_one_line_and_an_exit_code(
    fails: Fails, town: Town, tmp_path: Path
) -> None:
    url, key = town.options(), town.options(town.lender, is_acting=True)
    assert "there is no loan" in fails(["loan", "show", ZERO, *url], 1)
    assert "0x12" in fails(["loan", "show", "0x12", *url], 2)
    assert "--key-file" in fails(["note", "list", *url], 2)
    assert "AMOUNT and --closing" in fails(["loan", "pay", ZERO, *key], 2)
    assert "lists no currency" in fails(["offer", "deposit", "5", "--currency", "XXX", *key], 1)
    assert "is not an amount" in fails(["offer", "deposit", "5e2", "--currency", "JCCNY", *key], 2)
    assert "finer than" in fails(["offer", "deposit", "0.001", "--currency", "JCCNY", *key], 2)
    assert "name a text file that can be read" in fails(["offer", "post", str(tmp_path), *key], 2)
    (tmp_path / "x.json").write_text("[]")
    assert "is no JSON object" in fails(["offer", "post", str(tmp_path / "x.json"), *key], 2)
    bad = [*town.options(town.lender), "--manifest", str(tmp_path / "none.json")]
    assert "you have no manifest" in fails(["note", "claim", ZERO, *bad], 1)
    (tmp_path / "token").write_text("sxk_" + "A" * 43)
    token = ["--token-file", str(tmp_path / "token")]
    assert "token" in fails(["loan", "list", *url, *token], 1)
    assert "holds no API key" in fails(
        ["loan", "list", *url, "--token-file", str(tmp_path / "no")], 2
    )


def test_a_loan_s_life_by_commands(
    town: Town, capsys: Shell, fails: Fails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lender = town.options(town.lender, is_acting=True)
    borrower = town.options(town.borrower, is_acting=True)
    reads = town.options()
    monkeypatch.setenv("SHOUXIN_URL", town.platform.url)
    deposited = told(capsys, ["offer", "deposit", "20000", "--currency", "JCCNY", *lender])
    assert deposited["transaction"]["status"] in {"mined", "confirmed"}
    assert "20,000.00 JCCNY" in deposited["sentence"]["en"]
    offer = told(capsys, ["offer", "post", str(town.folder / "offer.json"), *lender])["digest"]
    assert told(capsys, ["offer", "list", "--json"])[0]["digest"] == offer
    _until(lambda: "12 " in shown(capsys, ["offer", "show", offer, *reads]))
    row = shown(capsys, ["offer", "list", "--side", "lend", *reads], lang="zh")
    assert "20,000.00 元（JCCNY）" in row
    _fits_and_is_exported(town, capsys, tmp_path, offer)
    taken = told(capsys, ["offer", "take", offer, "12000.00", *borrower])
    loan = taken["settled"]["loan"]
    _until(lambda: told(capsys, ["loan", "show", loan, *reads])["status"] == "open")
    _paid_and_claimed(town, capsys, fails, loan)
    _recorded(town, capsys, fails, tmp_path)
    cancelled = told(capsys, ["offer", "cancel", offer, *lender])
    assert cancelled["transaction"]["failure"] is None
    _until(lambda: told(capsys, ["offer", "show", offer, *reads])["status"] == "cancelled")
    back = told(capsys, ["offer", "withdraw", "8000", "--currency", "jccny", *lender])
    assert back["transaction"]["failure"] is None
    assert "the desk holds" in fails(["offer", "withdraw", "1", "--currency", "JCCNY", *lender], 1)


def _fits_and_is_exported(town: Town, capsys: Shell, folder: Path, offer: str) -> None:
    asked = ["offer", "match", "12000", "--currency", "JCCNY", *town.options(town.borrower)]
    _until(lambda: bool(told(capsys, asked)["fitting"]))
    (fitting,) = told(capsys, asked)["fitting"]
    assert fitting["offer"]["digest"] == offer
    assert "11,880.00 JCCNY" in shown(capsys, asked)
    assert run(["offer", "export", *town.options()]) == 0
    lines = capsys.readouterr().out
    (folder / "book.jsonl").write_text(lines)
    arguments = ["offer", "import", str(folder / "book.jsonl"), *town.options(town.borrower)]
    assert told(capsys, arguments) == {"added": 0, "known": 1, "refused": []}
    (folder / "bad.jsonl").write_text(lines + "{}\n")
    arguments[2] = str(folder / "bad.jsonl")
    assert run(arguments) == 1
    (refused,) = json.loads(capsys.readouterr().out)["refused"]
    assert refused["line"] == 2


def _paid_and_claimed(town: Town, capsys: Shell, fails: Fails, loan: str) -> None:
    borrower = town.options(town.borrower, is_acting=True)
    lender, reads = town.options(town.lender, is_acting=True), town.options()
    notes = told(capsys, ["note", "list", *lender[:-2]])
    assert [(n["loan"], n["note_units"], n["claimable_units"]) for n in notes] == [
        (loan, "1200000", "0")
    ]
    assert "has nothing for" in fails(["note", "claim", loan, *lender], 1)
    paid = told(capsys, ["loan", "pay", loan, "4000.00", *borrower])
    assert "4,000.00 JCCNY" in paid["sentence"]["en"]
    _until(lambda: told(capsys, ["loan", "quote", loan, *reads])["closing_units"] == "800000")
    assert "8,000.00 JCCNY" in shown(capsys, ["loan", "show", loan, *reads])
    assert "结清金额" in shown(capsys, ["loan", "quote", loan, *reads], lang="zh")
    told(capsys, ["loan", "pay", loan, "--closing", *borrower])
    _until(lambda: told(capsys, ["loan", "show", loan, *reads])["status"] == "repaid")
    listed = told(capsys, ["loan", "list", "--wallet", town.borrower.address, *reads])
    assert [each["id"] for each in listed] == [loan]
    claimed = told(capsys, ["note", "claim", loan, *lender])
    assert "12,000.00 JCCNY" in claimed["sentence"]["en"]
    stranger = str(town.platform.bank.address)
    assert "is no enrolled party" in fails(["note", "transfer", loan, "5", stranger, *lender], 1)


def _recorded(town: Town, capsys: Shell, fails: Fails, folder: Path) -> None:
    own, other = town.options(town.borrower), town.options(town.lender)
    party = told(capsys, ["party", "show", town.borrower.address, *town.options()])
    assert party["id"] == town.borrower.party
    assert "个体工商户" in shown(capsys, ["party", "show", party["id"], *own], lang="zh")
    entries = told(capsys, ["party", "record", party["id"], *own])
    assert [each["index"] for each in entries] == list(range(4))
    assert "is not yours" in fails(["party", "record", party["id"], *other], 1)
    assert "repaid in full" in shown(capsys, ["party", "record", party["id"], *own])
    assert run(["party", "report", party["id"], *own]) == 0
    (folder / "report.json").write_text(capsys.readouterr().out)
    verifying = ["report", "verify", str(folder / "report.json"), "--party", party["id"]]
    verified = told(
        capsys, [*verifying, "--manifest", str(town.folder / "manifest.json"), "--json"]
    )
    assert verified["aggregates"]["entry_count"] == 4


def _until(is_so: Callable[[], bool]) -> None:
    """Wait until the indexer has come so far."""
    until = time.monotonic() + KNOWN_SECONDS
    while True:
        try:
            if is_so():
                return
        except (AssertionError, NotFoundError):
            if time.monotonic() > until:
                raise
        assert time.monotonic() < until
        time.sleep(0.1)


def test_the_story_is_told_on_a_platform_of_others(town: Town, capsys: Shell) -> None:
    for name, key in (("provider", town.platform.provider), ("bank", town.platform.bank)):
        (town.folder / f"{name}.key").write_text("0x" + bytes(key.key).hex())
    there = ["--url", town.platform.url, "--manifest", str(town.folder / "manifest.json")]
    there += ["--keys", str(town.folder), "--currency", town.platform.currency]
    story = told(capsys, ["demo", "--remote", *there, "--json", "--lang", "zh"])
    assert story["is_whole"]
    assert story["service"] == town.platform.url
    assert story["chapters"][0]["title"] == "两位不持有链上币的客户"
