# SPDX-License-Identifier: Apache-2.0
"""The calls that docs/deploy.md names can be made, and both languages name the same."""

import json
import re
import shlex
from pathlib import Path

import pytest

from shouxin.chain.deploy import check
from shouxin.chain.manifest import (
    Deployed,
    Manifest,
    manifest_path,
    read_manifest,
    write_manifest,
)
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.roles import read_roles
from shouxin.chain.sender import Sender, read_key
from shouxin.cli.main import run
from shouxin.story.stage import LIMITS

Shell = pytest.CaptureFixture[str]
DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("deploy.md", "deploy.zh-CN.md")
CONTRACTS = ("Timelock", "PartyRegistry", "CreditLedger", "Rulebook", "OfferDesk")
CALL = re.compile(r"^call (.+)$|`call ([^`]+)`", re.MULTILINE)
BLOCK = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GIVEN = re.compile(r"^([A-Z_]+)=(.+)$", re.MULTILINE)
ADDRESS, WORD = "0x" + "11" * 20, "0x" + "22" * 32
SAMPLES = {
    "PARTY": WORD,
    "OTHER": WORD,
    "ID": WORD,
    "AMOUNT": "100",
    "DEADLINE": "1800000000",
    "SIGNATURE": "0x" + "33" * 65,
    "RULE": json.dumps({"providers": [ADDRESS] * 4, "delay_days": 30, "salt": WORD}),
}


def calls_in(page: str) -> list[list[str]]:
    """Each call's words, with the page's own values and samples for the rest."""
    text = (DOCS / page).read_text()
    given = {name: value.strip("'\"") for name, value in GIVEN.findall(text)} | SAMPLES
    found = []
    for line, inline in CALL.findall(text):
        words = shlex.split(line or inline)
        found.append([given.get(w[1:], ADDRESS) if w.startswith("$") else w for w in words])
    return found


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "1.json"
    deployed = Deployed(ADDRESS, WORD, WORD, WORD, 1, [])
    write_manifest(path, Manifest(1, WORD, ADDRESS, True, dict.fromkeys(CONTRACTS, deployed)))
    return path


@pytest.mark.parametrize("page", PAGES)
def test_every_call_of_the_page_can_be_encoded(page: str, manifest: Path, capsys: Shell) -> None:
    calls = calls_in(page)
    assert len(calls) > 20
    for call in calls:
        assert run(["deployment", "encode", *call, "--manifest", str(manifest)]) == 0, call
        value = json.loads(capsys.readouterr().out)
        assert set(value) & {"data", "schedule"}


def test_both_languages_name_the_same_calls_and_samples() -> None:
    english, chinese = ((DOCS / page).read_text() for page in PAGES)
    assert calls_in(PAGES[0]) == calls_in(PAGES[1])
    assert BLOCK.findall(english) == BLOCK.findall(chinese)
    genesis = [json.loads(text) for kind, text in BLOCK.findall(english) if kind == "json"]
    assert [found["config"]["cancunTime"] for found in genesis] == [0, 0]


def test_the_first_set_up_does_what_it_says(
    var: Path, node: EmbeddedNode, key_file: Path, capsys: Shell
) -> None:
    """The page's calls, sent in order by a proposer that is also the executor."""
    sender = Sender(node.chain, read_key(key_file))
    roles = ["--proposer", sender.address, "--executor", sender.address, "--guardian", ADDRESS]
    where = ["--rpc-url", node.url, "--key-file", str(key_file), "--timelock-delay", "0"]
    assert run(["deployment", "create", *where, *roles]) == 0
    path = manifest_path(var / "manifests", node.chain_id)
    first = [call for call in calls_in(PAGES[0]) if call[-2:] == ["--timelock-delay", "0"]]
    for call in first:
        capsys.readouterr()
        assert run(["deployment", "encode", *call, "--manifest", str(path)]) == 0
        value = json.loads(capsys.readouterr().out)
        for step in ("schedule", "execute"):
            sender.send(value[step]["to"], bytes.fromhex(value[step]["data"][2:]))
    manifest = read_manifest(path)
    assert manifest is not None
    at = check(node.chain, manifest, path)
    assert at.registry.is_provider(ADDRESS)
    assert at.registry.is_attester(ADDRESS, 1)
    assert at.rulebook.currency(ADDRESS).is_allowed
    assert at.rulebook.limits_of(156) == LIMITS
    found = read_roles(at)
    assert found.proposers == (sender.address, ADDRESS)
    assert found.cancellers == (sender.address, ADDRESS)
    assert found.delay_seconds == 172_800
