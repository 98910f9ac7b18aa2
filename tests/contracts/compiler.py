# SPDX-License-Identifier: Apache-2.0
"""Compile our Vyper contracts in process, with a cache on disk keyed by the sources' hashes."""

import hashlib
import json
import os
import sysconfig
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import vyper
from vyper.compiler import output as outputs
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.phases import CompilerData

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = ROOT / "contracts"
MOCKS = Path(__file__).resolve().parent / "mocks"
SITE_PACKAGES = Path(sysconfig.get_paths()["purelib"])
CACHE = ROOT / ".cache" / "tests-contracts"


@dataclass(frozen=True, slots=True)
class Artifact:
    """One compiled contract: its ABI and bytecodes."""

    name: str
    abi: list[dict[str, Any]]
    bytecode: bytes
    runtime: bytes


def find(name: str) -> Path:
    """The source of a contract by name: ours, or a mock of the tests."""
    for folder in (CONTRACTS, MOCKS):
        path = folder / f"{name}.vy"
        if path.exists():
            return path
    message = f"no contract {name}.vy in {CONTRACTS} or {MOCKS}"
    raise FileNotFoundError(message)


@cache
def compiled(path: Path) -> Artifact:
    """The artifact of a source file, from the cache if nothing it imports has changed."""
    cached = cached_at(path)
    if cached.exists():
        stored = json.loads(cached.read_text())
        if _is_fresh(stored["sources"]):
            return _artifact(path.stem, stored)
    stored = _compile(path)
    CACHE.mkdir(parents=True, exist_ok=True)
    # several workers may compile the same source at once: each writes a file of its own
    partial = cached.with_suffix(f".{os.getpid()}.part")
    partial.write_text(json.dumps(stored))
    partial.replace(cached)
    return _artifact(path.stem, stored)


def cached_at(path: Path) -> Path:
    """Where the artifact of a source is kept."""
    return CACHE / f"{path.stem}-{_digest(str(path).encode())[:12]}.json"


def _compile(path: Path) -> dict[str, Any]:
    bundle = FilesystemInputBundle([SITE_PACKAGES, CONTRACTS, path.parent])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = CompilerData(bundle.load_file(path), input_bundle=bundle)
        abi = outputs.build_abi_output(data)
        bytecode, runtime = data.bytecode, data.bytecode_runtime
    paths = {path, *(Path(found.resolved_path) for found in data.resolved_imports.compiler_inputs)}
    return {
        "abi": abi,
        "bytecode": bytecode.hex(),
        "runtime": runtime.hex(),
        "sources": {str(p): _digest(p.read_bytes()) for p in sorted(paths) if p.exists()}
        | {"vyper": vyper.__version__},
    }


def _is_fresh(sources: dict[str, str]) -> bool:
    return sources["vyper"] == vyper.__version__ and all(
        Path(path).exists() and _digest(Path(path).read_bytes()) == digest
        for path, digest in sources.items()
        if path != "vyper"
    )


def _artifact(name: str, stored: dict[str, Any]) -> Artifact:
    code, runtime = bytes.fromhex(stored["bytecode"]), bytes.fromhex(stored["runtime"])
    return Artifact(name, stored["abi"], code, runtime)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
