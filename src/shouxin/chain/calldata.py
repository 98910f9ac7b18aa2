# SPDX-License-Identifier: Apache-2.0
"""The calldata of any function of our contracts, from arguments as people write them.

Governance and other roles are wallets of several signatures, which take a target and its calldata;
what governance does goes through the timelock, scheduled first and executed after the delay.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from shouxin.chain.abi import Function
from shouxin.chain.artifact import FOLDER
from shouxin.primitives.errors import BadInput
from shouxin.primitives.identifiers import parse_address

NO_PREDECESSOR = bytes(32)
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call through the timelock: what its proposer sends, and its executor after the delay."""

    schedule: bytes
    execute: bytes


def call_data(contract: str, function: str, arguments: Sequence[str]) -> bytes:
    """The calldata of a call.

    Args:
        contract: its name, such as ``PartyRegistry``.
        function: its name, such as ``accredit_provider``.
        arguments: addresses and bytes as 0x…, numbers, true or false; structs and lists as JSON.

    Raises:
        BadInput: ``input.contract``, ``input.function``, ``input.argument``, ``input.address``.
    """
    abi = _abi(contract)
    found = [item for item in abi if item["type"] == "function" and item["name"] == function]
    chosen = next((item for item in found if len(item["inputs"]) == len(arguments)), None)
    if chosen is None:
        known = "; ".join(_signature(item) for item in found) or "no function of that name"
        raise BadInput(
            "input.function",
            f"{contract}.{function} with {len(arguments)} arguments: there is {known}",
            f"{contract}.{function}（{len(arguments)} 个参数）不存在：现有 {known}",
        )
    given = zip(chosen["inputs"], arguments, strict=True)
    values = [_argument(item, text, f"{function}.{item['name']}") for item, text in given]
    kinds = tuple(_kind(item) for item in chosen["inputs"])
    return Function(function, kinds, ()).encode(values)


def encoded_call(contract: str, function: str, values: Sequence[Any]) -> bytes:
    """The calldata of a call with values of the bindings' types: structs, bytes, numbers.

    Raises:
        BadInput: ``input.contract``, ``input.argument``.
    """
    (inputs,) = (
        item["inputs"]
        for item in _abi(contract)
        if item["type"] == "function"
        and item["name"] == function
        and len(item["inputs"]) == len(values)
    )
    return Function(function, tuple(_kind(item) for item in inputs), ()).encode(values)


def through_timelock(target: str, data: bytes, salt: bytes, delay_seconds: int) -> Waiting:
    """The two calls on the timelock that make a call of governance's."""
    schedule = ("address", "uint256", "bytes", "bytes32", "bytes32", "uint256")
    what = (target, 0, data, NO_PREDECESSOR, salt)
    return Waiting(
        schedule=Function("schedule", schedule, ()).encode((*what, delay_seconds)),
        execute=Function("execute", schedule[:-1], ()).encode(what),
    )


@cache
def _abi(contract: str) -> list[dict[str, Any]]:
    known = sorted(path.stem for path in FOLDER.glob("*.json"))
    if contract not in known:
        raise BadInput(
            "input.contract",
            f"{contract[:60]!r} is no contract of ours: they are {', '.join(known)}",
            f"{contract[:60]!r} 不是本项目的合约：应为 {'、'.join(known)} 之一",
        )
    abi: list[dict[str, Any]] = json.loads((FOLDER / f"{contract}.json").read_text())["abi"]
    return abi


def _signature(item: dict[str, Any]) -> str:
    inputs = ", ".join(f"{_kind(part)} {part['name']}" for part in item["inputs"])
    return f"{item['name']}({inputs})"


def _kind(item: dict[str, Any]) -> str:
    """An ABI type with its structs spelt out."""
    kind = str(item["type"])
    if not kind.startswith("tuple"):
        return kind
    return f"({','.join(_kind(part) for part in item['components'])}){kind.removeprefix('tuple')}"


def _argument(item: dict[str, Any], text: str, place: str) -> Any:
    """An argument as it was written: plain, or JSON for a struct or a list."""
    if "[" not in item["type"] and not item["type"].startswith("tuple"):
        return _plain(str(item["type"]), text, place)
    try:
        return _value(item, json.loads(text), place)
    except ValueError as error:
        raise _not_of(place, _kind(item), text) from error


def _value(item: dict[str, Any], given: Any, place: str) -> Any:
    """A value of JSON as its ABI type wants it; a struct is an object or a list of its fields."""
    kind = str(item["type"])
    if kind.endswith("]") and isinstance(given, list):
        inner = {**item, "type": kind[: kind.rindex("[")]}
        return [_value(inner, value, f"{place}[{at}]") for at, value in enumerate(given)]
    if kind == "tuple":
        names = [part["name"] for part in item["components"]]
        if isinstance(given, dict) and set(given) == set(names):
            given = [given[name] for name in names]
        if isinstance(given, list) and len(given) == len(names):
            parts = zip(item["components"], given, strict=True)
            return [_value(part, value, f"{place}.{part['name']}") for part, value in parts]
    elif "[" not in kind:
        return _plain(kind, json.dumps(given) if isinstance(given, bool) else str(given), place)
    raise _not_of(place, _kind(item), json.dumps(given))


def _plain(kind: str, text: str, place: str) -> Any:
    if kind == "address":
        return parse_address(text, place)
    if kind == "string":
        return text
    try:
        if kind == "bool":
            return _TRUTHS[text]
        if kind.startswith("bytes"):
            if not text.startswith("0x"):
                raise _not_of(place, kind, text)
            return bytes.fromhex(text[2:])
        return int(text, 16) if text.startswith("0x") else int(text)
    except (KeyError, ValueError) as error:
        raise _not_of(place, kind, text) from error


def _not_of(place: str, kind: str, text: str) -> BadInput:
    return BadInput(
        "input.argument",
        f"{place} {text[:80]!r} is not of type {kind}: write it as that, structs and lists as JSON",
        f"{place} 的值 {text[:80]!r} 不符合类型 {kind}：请按该类型填写，结构体和列表用 JSON",
    )
