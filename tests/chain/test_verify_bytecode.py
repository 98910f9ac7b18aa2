# SPDX-License-Identifier: Apache-2.0
"""A deployment compiled anew and compared to the byte: a changed one is refused and named."""

from dataclasses import replace
from pathlib import Path

import pytest

from shouxin.chain.deploy import Deployment
from shouxin.chain.manifest import manifest_path
from tools.contracts import load_artifacts
from tools.verify_bytecode import compare, expected_codes, first_difference, main

Shell = pytest.CaptureFixture[str]


@pytest.fixture
def arguments(deployment: Deployment, tmp_path: Path) -> list[str]:
    file = manifest_path(tmp_path, deployment.chain.chain_id)
    return ["--rpc-url", deployment.chain.url, "--manifest", str(file)]


@pytest.mark.long
def test_the_sources_compile_to_what_is_on_the_chain(
    deployment: Deployment, arguments: list[str], capsys: Shell
) -> None:
    assert main(arguments) == 0
    count = len(deployment.manifest.contracts)
    assert f"all {count} contracts are these sources', to the byte" in capsys.readouterr().out


def test_a_changed_byte_on_the_chain_is_named(deployment: Deployment, capsys: Shell) -> None:
    """The artifacts are the sources', which `make check` holds."""
    chain, artifacts = deployment.chain, load_artifacts()
    assert compare(chain, deployment.manifest, artifacts) == 0
    assert deployment.book.address in capsys.readouterr().out

    desk = deployment.desk.address
    code = chain.code(desk)
    changed = code[:1000] + bytes([code[1000] ^ 1]) + code[1001:]
    chain.request("anvil_setCode", desk, "0x" + changed.hex())
    assert compare(chain, deployment.manifest, artifacts) == 1
    told = capsys.readouterr().out
    assert f"OfferDesk at {desk} is not these sources': byte 1000 (code) and on" in told


def test_another_constructor_argument_is_named(deployment: Deployment, capsys: Shell) -> None:
    """A manifest that says otherwise than the chain has of a contract's neighbours."""
    manifest = deployment.manifest
    known = manifest.contracts["LoanServicing"]
    other = replace(known, constructor=[manifest.deployer, known.constructor[1]])
    lying = manifest.with_contract("LoanServicing", other)
    assert compare(deployment.chain, lying, load_artifacts()) == 1
    assert "(immutable REGISTRY) and on" in capsys.readouterr().out


def test_another_chain_of_the_same_id_is_refused(deployment: Deployment, capsys: Shell) -> None:
    elsewhere = replace(deployment.manifest, genesis_hash="0x" + "11" * 32)
    assert compare(deployment.chain, elsewhere, load_artifacts()) == 1
    assert "the chain begins with 0x" in capsys.readouterr().out


def test_every_part_of_a_code_is_compared(deployment: Deployment) -> None:
    artifacts = load_artifacts()
    used = {name: artifacts[name] for name in deployment.manifest.contracts}
    for name, expected in expected_codes(deployment.manifest, used):
        artifact = used[name]
        found = deployment.chain.code(deployment.manifest.address_of(name))
        assert first_difference(artifact, expected, found) is None
        for at in (0, artifact["runtime_length"] - 1, len(found) - 1):
            changed = found[:at] + bytes([found[at] ^ 0x80]) + found[at + 1 :]
            told = first_difference(artifact, expected, changed)
            assert told is not None
            assert f"byte {at} " in told
        assert first_difference(artifact, expected, found + b"\x00") == (
            f"{len(found) + 1} bytes there, {len(found)} here"
        )
        assert first_difference(artifact, expected, b"") == f"0 bytes there, {len(found)} here"


def test_a_changed_immutable_is_named(deployment: Deployment) -> None:
    artifact = load_artifacts()["LoanBook"]
    found = deployment.chain.code(deployment.book.address)
    at = len(found) - 1
    changed = found[:at] + bytes([found[at] ^ 1])
    told = first_difference(artifact, found, changed)
    assert told is not None
    assert f"byte {at} (immutable ROLLOVER)" in told


def test_a_manifest_that_is_none_is_one_line(
    deployment: Deployment, tmp_path: Path, capsys: Shell
) -> None:
    absent = tmp_path / "absent.json"
    assert main(["--rpc-url", deployment.chain.url, "--manifest", str(absent)]) == 1
    assert "no such file" in capsys.readouterr().out
