# SPDX-License-Identifier: Apache-2.0
"""Where the contracts of one chain are: a JSON file a chain id, replaced whole at each change."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from shouxin.chain.abi import Address
from shouxin.primitives.errors import ChainError


@dataclass(frozen=True, slots=True)
class Deployed:
    """One contract of a deployment.

    Attributes:
        address: where it is, or will be while ``block`` is None.
        transaction: hash of the creating transaction.
        runtime_hash: keccak of its code without immutables, as compiled.
        code_hash: keccak of its code as it is on chain; empty until seen there.
        block: the block that created it; None until seen there.
        constructor: its arguments, as JSON has them.
    """

    address: Address
    transaction: str
    runtime_hash: str
    code_hash: str
    block: int | None
    constructor: list[Any]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A deployment, whole or half-way.

    Attributes:
        chain_id: the chain's id.
        genesis_hash: of its block 0, for ids are reused and chains are not.
        deployer: the address that deployed.
        is_complete: all contracts there, wired and handed to the timelock.
        contracts: by name, in the order of deployment.
    """

    chain_id: int
    genesis_hash: str
    deployer: Address
    is_complete: bool = False
    contracts: dict[str, Deployed] = field(default_factory=dict)

    def with_contract(self, name: str, deployed: Deployed) -> Manifest:
        """The manifest with one more contract, or a known one's later state."""
        return replace(self, contracts={**self.contracts, name: deployed})

    def address_of(self, name: str) -> Address:
        """Where a contract is."""
        return self.contracts[name].address


def manifest_path(folder: Path, chain_id: int) -> Path:
    """The manifest's file for a chain."""
    return folder / f"{chain_id}.json"


def read_manifest(path: Path) -> Manifest | None:
    """The manifest in a file; None if there is no file.

    Raises:
        ChainError: ``manifest.unreadable``; the file is no manifest.
    """
    try:
        stored = json.loads(path.read_text())
        contracts = {name: Deployed(**entry) for name, entry in stored.pop("contracts").items()}
        return Manifest(**stored, contracts=contracts)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ChainError(
            "manifest.unreadable",
            f"{path} is no manifest of a deployment: restore it, or move it away to deploy anew",
            f"{path} 不是有效的部署清单：请恢复该文件，或将其移走后重新部署",
        ) from error


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Replace a manifest's file, all or nothing, also at a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    try:
        with partial.open("w") as file:
            json.dump(asdict(manifest), file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
