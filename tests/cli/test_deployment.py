# SPDX-License-Identifier: Apache-2.0
"""``shouxin deployment`` and ``shouxin gateway`` as an engineer meets them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shouxin.chain.deploy import check
from shouxin.chain.manifest import manifest_path, read_manifest
from shouxin.chain.node import EmbeddedNode
from shouxin.chain.sender import read_key
from shouxin.cli.main import run

Fails = Callable[..., str]
Shell = pytest.CaptureFixture[str]
PROPOSER, EXECUTOR, GUARDIAN = ("0x" + digit * 40 for digit in "123")
ROLES = ["--proposer", PROPOSER, "--executor", EXECUTOR, "--guardian", GUARDIAN]


@pytest.fixture(scope="module")
def created(node: EmbeddedNode, key_file: Path, var: Path) -> Path:
    """The manifest of a deployment that the command made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOUXIN_VAR", str(var))
        given = ["--rpc-url", node.url, "--key-file", str(key_file)]
        assert run(["deployment", "create", *given, *ROLES]) == 0
    return manifest_path(var / "manifests", node.chain_id)


def test_roles_must_be_named(fails: Fails, elsewhere: list[str]) -> None:
    assert "Missing option '--proposer'" in fails(["deployment", "create", *elsewhere], 2)
    given = [*elsewhere, *ROLES[:-1], "0x12"]
    assert "--guardian '0x12' is not an address" in fails(["deployment", "create", *given], 2)


def test_a_key_must_be_named(fails: Fails, node: EmbeddedNode) -> None:
    told = fails(["deployment", "create", "--rpc-url", node.url, *ROLES], 2)
    assert told.startswith("no key to deploy with")


def test_the_deployer_keeps_no_role(created: Path, node: EmbeddedNode, key_file: Path) -> None:
    manifest = read_manifest(created)
    assert manifest is not None
    at = check(node.chain, manifest, created)
    timelock, deployer = at.timelock, str(read_key(key_file).address)
    assert manifest.deployer == deployer
    roles = (timelock.PROPOSER_ROLE(), timelock.CANCELLER_ROLE(), timelock.EXECUTOR_ROLE())
    for role in (*roles, timelock.DEFAULT_ADMIN_ROLE()):
        assert not timelock.hasRole(role, deployer)
    assert [timelock.hasRole(role, PROPOSER) for role in roles] == [True, True, False]
    assert timelock.hasRole(roles[2], EXECUTOR)
    assert timelock.get_minimum_delay() == 172_800
    for contract in (at.registry, at.ledger, at.rulebook):
        assert contract.governance() == timelock.address
    assert at.registry.guardian() == at.rulebook.guardian() == GUARDIAN.lower()


def test_it_is_verified(created: Path, node: EmbeddedNode, capsys: Shell) -> None:
    manifest = read_manifest(created)
    assert manifest is not None
    addresses = {name: known.address for name, known in manifest.contracts.items()}
    for options in (["--manifest", str(created)], []):
        assert run(["deployment", "verify", "--rpc-url", node.url, *options, "--json"]) == 0
        value = json.loads(capsys.readouterr().out)
        assert value["chain_id"] == node.chain_id
        assert value["contracts"] == addresses
        assert value["roles"] == {
            "delay_seconds": 172_800,
            "proposers": [PROPOSER],
            "cancellers": [PROPOSER],
            "executors": [EXECUTOR],
            "registry_guardian": GUARDIAN,
            "rulebook_guardian": GUARDIAN,
        }


def test_a_changed_byte_is_refused_and_named(
    created: Path, node: EmbeddedNode, fails: Fails
) -> None:
    manifest = read_manifest(created)
    assert manifest is not None
    ledger = manifest.address_of("CreditLedger")
    code = node.chain.code(ledger)
    for at in (0, len(code) - 1):
        changed = code[:at] + bytes([code[at] ^ 1]) + code[at + 1 :]
        node.chain.request("anvil_setCode", ledger, "0x" + changed.hex())
        told = fails(["deployment", "verify", "--rpc-url", node.url], 1)
        assert told.startswith(f"CreditLedger at {ledger} has other bytecode")
    node.chain.request("anvil_setCode", ledger, "0x" + code.hex())
    assert run(["deployment", "verify", "--rpc-url", node.url]) == 0


def test_a_manifest_that_is_not_there_is_one_line(
    node: EmbeddedNode, fails: Fails, tmp_path: Path
) -> None:
    absent = str(tmp_path / "absent.json")
    told = fails(["deployment", "verify", "--rpc-url", node.url, "--manifest", absent], 1)
    assert told.startswith(f"there is no manifest at {absent}")
    call = ["deployment", "encode", "PartyRegistry", "party_count", "--manifest", absent]
    assert fails(call, 1).startswith(f"there is no manifest at {absent}")


def test_a_call_is_encoded_for_a_wallet(created: Path, capsys: Shell) -> None:
    manifest = read_manifest(created)
    assert manifest is not None
    call = ["PartyRegistry", "accredit_provider", PROPOSER, "true", "--manifest", str(created)]
    assert run(["deployment", "encode", *call]) == 0
    value = json.loads(capsys.readouterr().out)
    assert value["to"] == manifest.address_of("PartyRegistry")
    assert PROPOSER[2:] in value["data"]
    assert run(["deployment", "encode", *call, "--governance"]) == 0
    through = json.loads(capsys.readouterr().out)
    assert through["call"] == value
    assert through["schedule"]["to"] == manifest.address_of("Timelock")
    assert value["data"][2:] in through["schedule"]["data"]
    assert through["delay_seconds"] == 172_800


def test_a_contract_that_the_manifest_has_not_is_named(created: Path, fails: Fails) -> None:
    call = ["DepositToken", "totalSupply", "--manifest", str(created)]
    assert "'DepositToken' is not in" in fails(["deployment", "encode", *call], 2)


@pytest.mark.parametrize("url", ["localhost", "https://node.example", "http://127.0.0.1:1/key"])
def test_a_gateway_stands_beside_its_node(url: str, fails: Fails) -> None:
    told = fails(["gateway", "--rpc-url", url], 2)
    assert told.startswith(f"--rpc-url '{url}' is not a node beside this gateway")


def test_a_gateway_without_a_node_is_one_line(fails: Fails) -> None:
    told = fails(["gateway", "--rpc-url", "http://127.0.0.1:1"], 1)
    assert told == "no node answers at http://127.0.0.1:1: start it, or correct --rpc-url"
