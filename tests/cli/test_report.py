# SPDX-License-Identifier: Apache-2.0
"""``shouxin report`` as a user meets it: shown, exported, verified alone and with a node."""

import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from shouxin.chain.manifest import manifest_path
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import Sender
from shouxin.cli.main import run
from shouxin.config import load_config
from tests.credit.ledger_world import LIFE, NEIGHBOUR, NOBODY, SUBJECT, LedgerWorld, ledger_world

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]
PARTY = "0x" + SUBJECT.hex()


@pytest.fixture(scope="module")
def world(var: Path) -> Iterator[LedgerWorld]:
    """A ledger whose manifest is this installation's."""
    config = load_config({"SHOUXIN_VAR": str(var)})
    with ledger_world(config, config.manifests) as found:
        yield found


@pytest.fixture
def node_option(world: LedgerWorld) -> list[str]:
    return ["--rpc-url", world.node.url]


@pytest.fixture
def file(capsys: Shell, node_option: list[str], tmp_path: Path) -> Path:
    """The subject's report, exported."""
    assert run(["report", "export", PARTY, *node_option]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    path = tmp_path / "report.json"
    path.write_text(out)
    return path


def test_what_is_no_party_is_refused(fails: Fails, node_option: list[str]) -> None:
    for command in ("show", "export"):
        told = fails(["report", command, "0x12", *node_option], 2)
        assert "PARTY '0x12' is not 32 bytes" in told


def test_show_and_export_need_a_node(fails: Fails) -> None:
    for command in ("show", "export"):
        told = fails(["report", command, PARTY], 2)
        assert told == f"Missing option '--rpc-url': see shouxin report {command} --help"


@pytest.mark.parametrize("block", ["", "pending", "-1", "0x10", "1e3", "9" * 19])
def test_what_is_no_block_is_refused(fails: Fails, node_option: list[str], block: str) -> None:
    told = fails(["report", "show", PARTY, *node_option, "--block", block], 2)
    assert "write a number, latest, safe or finalized" in told


def test_a_node_that_is_down_is_a_failure(fails: Fails, file: Path) -> None:
    down = ["--rpc-url", "http://127.0.0.1:1"]
    for arguments in (["show", PARTY], ["export", PARTY], ["verify", str(file)]):
        assert "no node answers at http://127.0.0.1:1" in fails(["report", *arguments, *down], 1)


def test_a_file_that_is_none_is_bad_input(fails: Fails, tmp_path: Path) -> None:
    absent = tmp_path / "absent.json"
    assert f"file '{absent}': No such file" in fails(["report", "verify", str(absent)], 2)
    assert "Is a directory" in fails(["report", "verify", str(tmp_path)], 2)
    empty = tmp_path / "empty.json"
    empty.write_text("")
    assert "the report is not JSON" in fails(["report", "verify", str(empty)], 2)


def test_a_reader_without_a_manifest_trusts_nobody(
    fails: Fails,
    file: Path,
    node_option: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SHOUXIN_VAR", str(tmp_path))
    absent = str(tmp_path / "absent.json")
    for arguments in (
        ["verify", str(file)],
        ["verify", str(file), "--manifest", absent],
        ["verify", str(file), "--manifest", str(tmp_path)],
        ["show", PARTY, *node_option],
    ):
        told = fails(["report", *arguments], 1)
        assert told.startswith(f"you have no manifest at {tmp_path}")
        assert "give --manifest with a deployment that you trust" in told


def test_the_report_does_not_pick_one_of_several_manifests(
    fails: Fails, file: Path, var: Path, capsys: Shell
) -> None:
    mine = manifest_path(var / "manifests", 31337)
    other = mine.with_name("5.json")
    other.write_text(mine.read_text().replace("31337", "5"))
    try:
        told = fails(["report", "verify", str(file)], 2)
        assert "has several manifests (31337.json, 5.json): name with --manifest" in told
        assert run(["report", "verify", str(file), "--manifest", str(mine)]) == 0
        assert capsys.readouterr().err == ""
        told = fails(["report", "verify", str(file), "--manifest", str(other)], 1)
        assert told.startswith("chain_id: the report has 31337, and your manifest 5")
    finally:
        other.unlink()


def test_a_manifest_that_is_none_is_a_failure(fails: Fails, file: Path, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text("{}")
    told = fails(["report", "verify", str(file), "--manifest", str(path)], 1)
    assert "is no manifest of a deployment" in told


def test_the_manifest_of_another_deployment_is_refused(
    fails: Fails, file: Path, var: Path, tmp_path: Path
) -> None:
    mine = json.loads(manifest_path(var / "manifests", 31337).read_text())
    for change, place in (
        (lambda m: m.update(chain_id=5), "chain_id: "),
        (lambda m: m["contracts"]["CreditLedger"].update(address="0x" + "11" * 20), "ledger: "),
        (
            lambda m: m["contracts"]["CreditLedger"].update(code_hash="0x" + "11" * 32),
            "account.code_hash: ",
        ),
    ):
        other = json.loads(json.dumps(mine))
        change(other)
        path = tmp_path / "other.json"
        path.write_text(json.dumps(other))
        told = fails(["report", "verify", str(file), "--manifest", str(path)], 1)
        assert told.startswith(place)


def test_another_party_than_asked_for_is_refused(fails: Fails, file: Path) -> None:
    told = fails(["report", "verify", str(file), "--party", "0x" + NEIGHBOUR.hex()], 1)
    assert told.startswith("party: the report is about 0xa1a1")
    assert "--party '0x' is not 32 bytes" in fails(
        ["report", "verify", str(file), "--party", "0x"], 2
    )


def test_a_changed_entry_is_refused_and_named(fails: Fails, file: Path) -> None:
    text = file.read_text()
    at = text.rindex('"entry": "0x') + 50
    file.write_text(text[:at] + ("1" if text[at] != "1" else "2") + text[at + 1 :])
    assert fails(["report", "verify", str(file)], 1).startswith("entries[5]: ")


def test_a_node_of_another_chain_is_refused(fails: Fails, file: Path, node: EmbeddedNode) -> None:
    told = fails(["report", "verify", str(file), "--rpc-url", node.url], 1)
    assert "has chain id 4242, not 31337" in told


def test_a_block_that_left_the_chain_is_refused_and_named(
    fails: Fails, capsys: Shell, world: LedgerWorld, node_option: list[str], tmp_path: Path
) -> None:
    node = world.node
    before = node.chain.request("evm_snapshot")
    world.record(SUBJECT, LIFE[1:2], before=76_000)
    number = node.chain.block().number
    assert run(["report", "export", PARTY, *node_option]) == 0
    path = tmp_path / "vanished.json"
    path.write_text(capsys.readouterr().out)
    assert run(["report", "verify", str(path), *node_option]) == 0
    assert "7 entries" in capsys.readouterr().out
    node.chain.request("evm_revert", before)
    world.book = Sender(node.chain, world.book.account)  # its nonce is the chain's again
    told = fails(["report", "verify", str(path), *node_option], 1)
    assert told.startswith(f"block.hash: at {number} the chain")
    before = node.chain.request("evm_snapshot")
    node.chain.request("evm_mine")
    told = fails(["report", "verify", str(path), *node_option], 1)
    assert told.startswith(f"block.hash: at {number} the chain")
    node.chain.request("evm_revert", before)
    assert run(["report", "verify", str(path)]) == 0
    assert "Consistent, origin unproven" in capsys.readouterr().out


def test_alone_it_is_consistent_and_its_origin_unproven(capsys: Shell, file: Path) -> None:
    assert run(["report", "verify", str(file), "--party", PARTY]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "Consistent, origin unproven" in out
    assert "6 entries; loans open: 2, closed: 0; bills paid on time: 1" in out
    assert "1–29 days past due: 1, last ended 2026-03-07" in out
    assert "default: 1, none ended yet" in out
    assert max(len(line) for line in out.splitlines()[:-1]) <= 140
    assert run(["report", "verify", str(file), "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["verdict"], value["is_on_chain"]) == ("consistent, origin unproven", None)
    assert value["party"] == PARTY
    assert len(value["entries"]) == value["aggregates"]["entry_count"] == 6


def test_with_a_node_it_is_verified(capsys: Shell, file: Path, node_option: list[str]) -> None:
    assert run(["report", "verify", str(file), *node_option]) == 0
    out = capsys.readouterr().out
    assert "Verified: block " in out
    assert "Entries recorded since" not in out
    assert run(["report", "verify", str(file), *node_option, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["is_on_chain"] is True
    assert (value["confirmations"], value["entries_since"]) == (1, 0)


def test_an_old_report_is_verified_and_said_to_be_old(
    capsys: Shell, world: LedgerWorld, node_option: list[str], tmp_path: Path
) -> None:
    block = world.node.chain.block().number - 1
    assert run(["report", "export", PARTY, *node_option, "--block", str(block)]) == 0
    path = tmp_path / "old.json"
    path.write_text(capsys.readouterr().out)
    assert run(["report", "verify", str(path), *node_option]) == 0
    assert "Entries recorded since: 1. Ask for a new report." in capsys.readouterr().out


def test_it_is_read_from_standard_input(
    capsys: Shell, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(file.read_bytes())))
    assert run(["report", "verify", "-", "--lang", "zh"]) == 0
    assert "内部一致，来源未证实" in capsys.readouterr().out


def test_a_record_is_shown_in_both_languages_and_as_json(
    capsys: Shell, node_option: list[str]
) -> None:
    show = ["report", "show", PARTY, *node_option]
    assert run(show) == 0
    english = capsys.readouterr().out
    assert PARTY in english
    assert "1 day past due" in english
    assert run([*show, "--lang", "zh"]) == 0
    assert "共 6 条记录；未结清 2 笔" in capsys.readouterr().out
    assert run([*show, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["aggregates"]["exposure"] == 81_000
    assert value["aggregates"]["marks"][0] == {
        "mark": "1–29 days past due",
        "count": 1,
        "last_ended": "2026-03-07",
    }
    assert value["entries"][0]["name"] == "opened"


def test_a_party_without_entries_has_a_report(
    capsys: Shell, node_option: list[str], tmp_path: Path
) -> None:
    nobody = "0x" + NOBODY.hex()
    assert run(["report", "export", nobody, *node_option]) == 0
    path = tmp_path / "nobody.json"
    path.write_text(capsys.readouterr().out)
    assert run(["report", "verify", str(path), "--party", nobody, *node_option]) == 0
    assert "0 entries; loans open: 0" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["show", "export", "verify"])
def test_help_fits_80_columns_and_cuts_nothing(capsys: Shell, name: str) -> None:
    assert run(["report", name, "--help"]) == 0
    out = capsys.readouterr().out
    assert f"Usage: shouxin report {name}" in out
    assert "…" not in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_verifying_alone_needs_no_library_of_the_network(file: Path) -> None:
    """What a stranger runs is small: neither web3 nor a key's library is loaded."""
    code = (
        "import sys; from shouxin.cli.main import run; "
        f"assert run(['report', 'verify', {str(file)!r}]) == 0; "
        "assert not {'web3', 'eth_account', 'requests'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
