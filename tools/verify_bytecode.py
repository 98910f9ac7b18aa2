# SPDX-License-Identifier: Apache-2.0
"""Compares a deployment's code on chain, to the byte, with what these sources compile to.

    .venv/bin/python -m tools.verify_bytecode --rpc-url URL --manifest FILE

The manifest says where the contracts are and what their constructors were given. Each contract is
compiled here with the pinned compiler; its constructor runs in an EVM of this process, at the same
address and on the same chain id; and what that leaves, immutables included, is what
``eth_getCode`` must give. Exits 1 and names contract and place at the first byte that differs.
Code says nothing of storage: who governs, and who holds the timelock's roles, is read from the
chain by ``shouxin deployment verify``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pyrevm
from eth_typing import HexAddress, HexStr
from web3.types import Nonce
from web3.utils import get_create_address

from shouxin.chain.abi import encode
from shouxin.chain.manifest import Deployed, Manifest, read_manifest
from shouxin.chain.rpc import Chain
from shouxin.primitives.errors import ShouxinError
from tools.contracts import CONTRACTS, code_size, compile_contract

NONCES_MAX = 10_000
"""How many transactions a deployer may have sent before its last contract."""

SHOWN_BYTES = 8


def main(arguments: list[str]) -> int:
    """Compare, and print one line a contract."""
    parser = argparse.ArgumentParser(prog="tools.verify_bytecode")
    parser.add_argument("--rpc-url", required=True)
    parser.add_argument("--manifest", required=True, type=Path)
    given = parser.parse_args(arguments)
    try:
        manifest = read_manifest(given.manifest)
        chain = Chain(given.rpc_url, manifest.chain_id if manifest else None)
        if manifest is None:
            print(f"{given.manifest}: no such file: name a deployment's manifest")
            return 1
        print(f"Compiling {len(manifest.contracts)} contracts.", flush=True)
        return compare(chain, manifest, _compiled(manifest))
    except ShouxinError as error:
        print(error.message)
        return 1


def compare(chain: Chain, manifest: Manifest, artifacts: dict[str, dict[str, Any]]) -> int:
    """Compare each contract's code with what its artifact's constructor leaves; 0 if all fit."""
    genesis = "0x" + chain.block(0).hash.hex()
    if genesis != manifest.genesis_hash:
        print(f"the chain begins with {genesis}, the manifest's with {manifest.genesis_hash}")
        return 1
    for name, expected in expected_codes(manifest, artifacts):
        known = manifest.contracts[name]
        difference = first_difference(artifacts[name], expected, chain.code(known.address))
        if difference is not None:
            print(f"{name} at {known.address} is not these sources': {difference}")
            return 1
        print(f"{name:<16}{known.address}  {len(expected):>6} bytes  {known.constructor}")
    count = len(manifest.contracts)
    print(f"chain {manifest.chain_id}: all {count} contracts are these sources', to the byte")
    return 0


def _compiled(manifest: Manifest) -> dict[str, dict[str, Any]]:
    sources = [CONTRACTS / f"{name}.vy" for name in manifest.contracts]
    with ProcessPoolExecutor() as pool:
        return dict(zip(manifest.contracts, pool.map(compile_contract, sources), strict=True))


def expected_codes(
    manifest: Manifest, artifacts: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, bytes]]:
    """Each contract's code as its constructor leaves it, in the order of deployment."""
    config = pyrevm.CfgEnv(chain_id=manifest.chain_id)
    evm = pyrevm.EVM(env=pyrevm.Env(cfg=config), spec_id="CANCUN")
    for name, known in manifest.contracts.items():
        nonce = _creating_nonce(manifest.deployer, known)
        evm.insert_account_info(manifest.deployer, pyrevm.AccountInfo(nonce=nonce))
        made = evm.deploy(manifest.deployer, _initcode(artifacts[name], known))
        assert made.lower() == known.address.lower(), f"{name} was made elsewhere"
        code, size = bytes(evm.get_code(made) or b""), code_size(artifacts[name])
        assert not any(code[size:]), "the EVM pads code with zeros, and with nothing else"
        yield name, code[:size]


def first_difference(artifact: dict[str, Any], expected: bytes, found: bytes) -> str | None:
    """Where two codes differ, in words; None if they don't."""
    if expected == found:
        return None
    if len(expected) != len(found):
        return f"{len(found)} bytes there, {len(expected)} here"
    at = next(n for n, (one, other) in enumerate(zip(expected, found, strict=True)) if one != other)
    there, here = (code[at : at + SHOWN_BYTES].hex() for code in (found, expected))
    return f"byte {at} ({_part(artifact, at)}) and on: 0x{there}… there, 0x{here}… here"


def _part(artifact: dict[str, Any], at: int) -> str:
    """What a byte belongs to: the code, or which immutable."""
    offset = at - artifact["runtime_length"]
    if offset < 0:
        return "code"
    immutables = _immutables(artifact["layout"].get("code_layout", {}))
    inside = (name for name, first, size in immutables if first <= offset < first + size)
    return "immutable " + next(inside, "that the layout doesn't name")


def _immutables(layout: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    for name, part in layout.items():
        if isinstance(part.get("offset"), int):
            yield name, part["offset"], part["length"]
        else:
            yield from _immutables(part)


def _initcode(artifact: dict[str, Any], known: Deployed) -> bytes:
    constructors = [item for item in artifact["abi"] if item["type"] == "constructor"]
    kinds = [item["type"] for item in constructors[0]["inputs"]] if constructors else []
    return bytes.fromhex(artifact["bytecode"][2:]) + encode(
        kinds, known.constructor, f"{artifact['name']}'s constructor"
    )


def _creating_nonce(deployer: str, known: Deployed) -> int:
    """The nonce with which the deployer made a contract: its address follows from it."""
    creator = HexAddress(HexStr(deployer))
    nonces = (
        n for n in range(NONCES_MAX) if get_create_address(creator, Nonce(n)) == known.address
    )
    found = next(nonces, None)
    if found is None:
        sys.exit(f"{known.address} was not made by {deployer} itself: it can't be reproduced here")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
