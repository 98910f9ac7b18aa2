# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin deployment encode`` prints."""

import json
from pathlib import Path

import typer

from shouxin.chain.calldata import call_data, through_timelock
from shouxin.chain.manifest import Manifest, read_manifest
from shouxin.primitives.errors import BadInput, NotFoundError
from shouxin.primitives.hexadecimal import to_hex
from shouxin.primitives.identifiers import parse_bytes32

TIMELOCK = "Timelock"


def print_call(
    path: Path, call: tuple[str, str, tuple[str, ...]], delay_seconds: int | None, salt: str | None
) -> None:
    """Print a call's target and calldata; with a delay, the timelock's two calls.

    Raises:
        BadInput: a contract, function or argument that there is not.
        NotFoundError: ``deploy.no_manifest``.
        ChainError: ``manifest.unreadable``.
    """
    contract, function, arguments = call
    manifest = manifest_in(path)
    target, data = _address(manifest, contract, path), call_data(contract, function, arguments)
    value: dict[str, object] = {"to": target, "data": to_hex(data)}
    if delay_seconds is not None:
        waiting = through_timelock(
            target, data, parse_bytes32(salt or "0x" + "00" * 32, "--salt"), delay_seconds
        )
        timelock = _address(manifest, TIMELOCK, path)
        value = {
            "call": value,
            "schedule": {"to": timelock, "data": to_hex(waiting.schedule)},
            "execute": {"to": timelock, "data": to_hex(waiting.execute)},
            "delay_seconds": delay_seconds,
        }
    typer.echo(json.dumps(value, indent=1))


def manifest_in(path: Path) -> Manifest:
    """The manifest in a file.

    Raises:
        NotFoundError: ``deploy.no_manifest``.
        ChainError: ``manifest.unreadable``.
    """
    found = read_manifest(path)
    if found is None:
        raise NotFoundError(
            "deploy.no_manifest",
            f"there is no manifest at {path}: name the deployment's with --manifest",
            f"{path} 处没有部署清单：请用 --manifest 指定",
        )
    return found


def _address(manifest: Manifest, contract: str, path: Path) -> str:
    if contract not in manifest.contracts:
        known = ", ".join(manifest.contracts)
        raise BadInput(
            "input.contract",
            f"{contract[:60]!r} is not in {path}: name one of {known}",
            f"{path} 中没有 {contract[:60]!r}：请填写 {known} 之一",
        )
    return manifest.address_of(contract)
