# SPDX-License-Identifier: Apache-2.0
"""A report from geth's own proofs: verified alone and with the node, and after a reorganisation."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shouxin.chain.manifest import manifest_path
from shouxin.chain.sender import Sender
from shouxin.cli.main import run
from shouxin.config import Config
from shouxin.story.cast import Cast
from shouxin.story.loans import LiveLoan, Loans
from shouxin.story.offering import conditions_of, signed_by
from shouxin.story.stage import Stage
from shouxin.story.text import Text
from tests.geth.geth_node import CHAIN_ID, GethNode

LOAN = Text("a loan", "一笔贷款")
PRINCIPAL = 300_000
Shell = pytest.CaptureFixture[str]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def report(capsys: Shell, config: Config, cast: Cast) -> Run:
    """Runs ``shouxin report`` with the stage's manifest: exit code, output, errors."""
    manifest = manifest_path(config.var / "story" / str(CHAIN_ID), CHAIN_ID)
    assert cast.people

    def running(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["report", *arguments, "--manifest", str(manifest)])
        out, err = capsys.readouterr()
        return code, out, err

    return running


def export(report: Run, stage: Stage, cast: Cast, path: Path) -> Path:
    code, out, err = report("export", "0x" + cast.shop.party.hex(), "--rpc-url", stage.chain.url)
    assert (code, err) == (0, "")
    path.write_text(out)
    return path


def open_loan(stage: Stage, cast: Cast) -> tuple[Loans, LiveLoan]:
    loans = Loans(stage)
    signed = signed_by(stage, cast.bank, PRINCIPAL, conditions_of(stage))
    return loans, loans.take(LOAN, signed, PRINCIPAL, cast.shop, cast.bank)[0]


def test_it_is_verified_alone_and_with_the_node(
    stage: Stage, cast: Cast, report: Run, tmp_path: Path
) -> None:
    loans, loan = open_loan(stage, cast)
    loans.pay(loan, cast.shop, 50_000)
    file = export(report, stage, cast, tmp_path / "report.json")
    code, out, _ = report("verify", str(file))
    assert code == 0
    assert "Consistent, origin unproven" in out
    code, out, _ = report("verify", str(file), "--rpc-url", stage.chain.url)
    assert code == 0
    assert f"is on chain {CHAIN_ID}, with 1 blocks from it on" in out


def test_a_changed_entry_is_refused_and_named(
    stage: Stage, cast: Cast, report: Run, tmp_path: Path
) -> None:
    open_loan(stage, cast)
    file = export(report, stage, cast, tmp_path / "report.json")
    text = file.read_text()
    at = text.index('"entry": "0x') + 60
    file.write_text(text[:at] + ("1" if text[at] != "1" else "2") + text[at + 1 :])
    code, out, err = report("verify", str(file), "--rpc-url", stage.chain.url)
    assert (code, out) == (1, "")
    assert "entries[0]" in err


def test_a_report_of_a_block_that_is_gone_is_refused_by_the_node(
    stage: Stage, cast: Cast, report: Run, node: GethNode, tmp_path: Path
) -> None:
    loans, loan = open_loan(stage, cast)
    before = stage.chain.block().number
    loans.pay(loan, cast.shop, 50_000)
    gone = stage.chain.block()
    old = export(report, stage, cast, tmp_path / "old.json")
    with_node = ("--rpc-url", stage.chain.url)
    assert report("verify", str(old), *with_node)[0] == 0

    node.set_head(before)
    code, out, err = report("verify", str(old), *with_node)
    assert (code, out) == (1, "")
    assert f"block.hash: at {gone.number} the chain" in err
    assert f"nothing, for it ends at {before}" in err
    assert gone.hash.hex() in err

    shop = Sender(stage.chain, cast.shop.sender.account)  # its nonce is the chain's again
    book = stage.deployment.book
    book.pay(loan.deal.loan, 60_000, cast.shop.party, bytes(32), sender=shop)
    there = stage.chain.block(gone.number)
    assert there.hash != gone.hash
    code, out, err = report("verify", str(old), *with_node)
    assert (code, out) == (1, "")
    assert there.hash.hex() in err
    assert "do not rely on it" in err
    assert report("verify", str(old))[0] == 0  # alone it is as consistent as it was

    new = export(report, stage, cast, tmp_path / "new.json")
    code, out, _ = report("verify", str(new), *with_node)
    assert code == 0
    assert "Verified: block" in out
