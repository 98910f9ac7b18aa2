# SPDX-License-Identifier: Apache-2.0
"""What the checks share: where the contracts are, and how one is compiled."""

from __future__ import annotations

import json
import sysconfig
import warnings
from pathlib import Path
from typing import Any

import vyper
from eth_utils import keccak
from vyper.compiler import output
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.phases import CompilerData
from vyper.semantics.types import StructT

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = ROOT / "contracts"
ARTIFACTS = ROOT / "src" / "shouxin" / "chain" / "artifacts"
BINDINGS = ROOT / "src" / "shouxin" / "chain" / "bindings"
SNAPSHOTS = CONTRACTS / "snapshots"

# EIP-170, bytes of deployed code.
CODE_SIZE_MAX = 24_576

_plain_abi_arg = StructT.to_abi_arg


def _named_abi_arg(self: StructT, name: str = "") -> dict[str, Any]:
    """A struct's ABI with its name, as Solidity gives it, for the typed bindings."""
    return {**_plain_abi_arg(self, name), "internalType": f"struct {self.name}"}


def deployable() -> list[Path]:
    """The sources that deploy: CamelCase.vy."""
    return sorted(path for path in CONTRACTS.glob("*.vy") if path.name[0].isupper())


def compile_contract(source: Path) -> dict[str, Any]:
    """One artifact, the same on every machine: paths and times are not in it."""
    site_packages = Path(sysconfig.get_paths()["purelib"])
    bundle = FilesystemInputBundle([site_packages, CONTRACTS, ROOT])
    StructT.to_abi_arg = _named_abi_arg
    try:
        with warnings.catch_warnings():
            # the size is a check of its own, which prints every contract's
            warnings.simplefilter("ignore")
            data = CompilerData(bundle.load_file(source), input_bundle=bundle)
            abi = output.build_abi_output(data)
            layout = output.build_layout_output(data)
            bytecode, runtime = data.bytecode, data.bytecode_runtime
    finally:
        StructT.to_abi_arg = _plain_abi_arg
    immutables = layout.get("code_layout", {})
    return {
        "name": source.stem,
        "compiler": f"vyper {vyper.__version__}",
        "evm_version": data.settings.evm_version,
        "optimization": str(data.settings.optimize),
        "abi": abi,
        "docs": _docs(data),
        "bytecode": "0x" + bytecode.hex(),
        "runtime_hash": "0x" + keccak(runtime).hex(),
        "runtime_length": len(runtime),
        "immutables_length": sum(slot["length"] for slot in _leaves(immutables, "offset")),
        "layout": layout,
    }


def _docs(data: CompilerData) -> dict[str, str]:
    """Each function's notice, by name without arguments, for the bindings' docstrings."""
    methods = output.build_userdoc(data).get("methods", {})
    return {
        signature.split("(")[0]: " ".join(entry["notice"].split())
        for signature, entry in methods.items()
        if "notice" in entry
    }


def _leaves(layout: dict[str, Any], mark: str) -> list[dict[str, Any]]:
    """The variables of a layout, modules' ones included."""
    if mark in layout and not isinstance(layout[mark], dict):
        return [layout]
    return [leaf for part in layout.values() for leaf in _leaves(part, mark)]


def load_artifacts() -> dict[str, dict[str, Any]]:
    """The committed artifacts by contract."""
    found = (json.loads(path.read_text()) for path in sorted(ARTIFACTS.glob("*.json")))
    return {artifact["name"]: artifact for artifact in found}


def code_size(artifact: dict[str, Any]) -> int:
    """Bytes of code that deployment leaves on chain, immutables included."""
    return int(artifact["runtime_length"]) + int(artifact["immutables_length"])


def as_json(value: object) -> str:
    """The one way that files made by tools are written."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
