# SPDX-License-Identifier: Apache-2.0
"""The compiled contracts that this version was built with; `make artifacts` writes them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from eth_utils import keccak

from shouxin.chain.abi import encode

FOLDER = Path(__file__).parent / "artifacts"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One contract as compiled.

    Attributes:
        name: the contract's.
        bytecode: what creates it, before the constructor's arguments.
        runtime_hash: keccak of its code on chain without the immutables at the end.
        runtime_length: bytes of that code.
        immutables_length: bytes of the immutables behind it.
        constructor: ABI types of the constructor's arguments.
        slots: where each storage variable begins.
    """

    name: str
    bytecode: bytes
    runtime_hash: bytes
    runtime_length: int
    immutables_length: int
    constructor: tuple[str, ...]
    slots: Mapping[str, int]

    def initcode(self, arguments: Sequence[Any]) -> bytes:
        """What a transaction sends to create the contract."""
        return self.bytecode + encode(self.constructor, arguments, f"{self.name}'s constructor")

    def is_code(self, code: bytes) -> bool:
        """Whether code on chain is this contract's, whatever its immutables are."""
        return (
            len(code) == self.runtime_length + self.immutables_length
            and keccak(code[: self.runtime_length]) == self.runtime_hash
        )


@cache
def load_artifact(name: str) -> Artifact:
    """The artifact of a contract by name."""
    stored = json.loads((FOLDER / f"{name}.json").read_text())
    constructors = [item for item in stored["abi"] if item["type"] == "constructor"]
    inputs = constructors[0]["inputs"] if constructors else []
    assert not any(item["type"].startswith("tuple") for item in inputs), "no structs there"
    return Artifact(
        name=name,
        bytecode=bytes.fromhex(stored["bytecode"][2:]),
        runtime_hash=bytes.fromhex(stored["runtime_hash"][2:]),
        runtime_length=stored["runtime_length"],
        immutables_length=stored["immutables_length"],
        constructor=tuple(item["type"] for item in inputs),
        slots={
            name: variable["slot"]
            for name, variable in stored["layout"].get("storage_layout", {}).items()
            if "slot" in variable
        },
    )
