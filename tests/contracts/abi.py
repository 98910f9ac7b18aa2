# SPDX-License-Identifier: Apache-2.0
"""Encode calls and decode answers and events by a contract's ABI; structs are named tuples."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, NamedTuple

import eth_abi
from eth_utils import address as addresses
from eth_utils import keccak

Abi = Mapping[str, Any]
WORD = 32
to_checksum_address = cache(addresses.to_checksum_address)


class Event(NamedTuple):
    """A decoded event: `event.name`, `event.address` (checksummed), `event.args["field"]`."""

    name: str
    address: str
    args: dict[str, Any]


def type_of(item: Abi) -> str:
    """The canonical type of an ABI input, tuples spelt out."""
    if not item["type"].startswith("tuple"):
        return str(item["type"])
    return f"({','.join(map(type_of, item['components']))}){item['type'][5:]}"


def signature_of(item: Abi) -> str:
    """The canonical signature of a function or event."""
    return f"{item['name']}({','.join(map(type_of, item['inputs']))})"


def encode(inputs: Sequence[Abi], values: Sequence[Any]) -> bytes:
    """ABI-encode values; structs come as tuples, mappings or dataclasses, actors as addresses."""
    if len(inputs) != len(values):
        message = f"{len(inputs)} arguments expected, {len(values)} given"
        raise TypeError(message)
    plain = [_plain(item, value) for item, value in zip(inputs, values, strict=True)]
    kinds = [item["type"] for item in inputs]
    if _WRITERS.keys() >= set(kinds):
        return b"".join(_WRITERS[kind](one) for kind, one in zip(kinds, plain, strict=True))
    return eth_abi.encode([type_of(item) for item in inputs], plain)


def decode(items: Sequence[Abi], data: bytes) -> list[Any]:
    """Decode an answer; structs become named tuples, addresses are checksummed."""
    if len(items) == 1 and len(data) == WORD and items[0]["type"] in _READERS:
        return [_READERS[items[0]["type"]](data)]
    values = eth_abi.decode([type_of(item) for item in items], data)
    return [_rich(item, value) for item, value in zip(items, values, strict=True)]


def decode_event(item: Abi, address: str, topics: list[bytes], data: bytes) -> Event:
    """Decode one log by its event's ABI."""
    args: dict[str, Any] = {}
    topics = topics[1:]
    plain = [i for i in item["inputs"] if not i["indexed"]]
    values = iter(decode(plain, data))
    for field in item["inputs"]:
        args[field["name"]] = (
            decode([field], topics.pop(0))[0] if field["indexed"] else next(values)
        )
    return Event(item["name"], to_checksum_address(address), args)


def selector(item: Abi) -> bytes:
    """The four bytes that call a function."""
    return _selector(signature_of(item))


@cache
def _selector(signature: str) -> bytes:
    return bytes(keccak(text=signature)[:4])


def topic(item: Abi) -> bytes:
    """The first topic of an event."""
    return bytes(keccak(text=signature_of(item)))


def _plain(item: Abi, value: Any) -> Any:
    kind = item["type"]
    if kind.endswith("]"):
        element = {**item, "type": kind[: kind.rindex("[")]}
        return [_plain(element, one) for one in value]
    if kind == "tuple":
        return tuple(
            _plain(part, _field(value, part["name"], index))
            for index, part in enumerate(item["components"])
        )
    if kind == "address":
        return getattr(value, "address", value)
    return value


def _field(value: Any, name: str, index: int) -> Any:
    if isinstance(value, Mapping):
        return value[name]
    if is_dataclass(value):
        return getattr(value, name if hasattr(value, name) else fields(value)[index].name)
    return value[index]


def _rich(item: Abi, value: Any) -> Any:
    kind = item["type"]
    if kind.endswith("]"):
        element = {**item, "type": kind[: kind.rindex("[")]}
        return [_rich(element, one) for one in value]
    if kind == "tuple":
        parts = item["components"]
        struct = _struct(tuple(part["name"] for part in parts))
        return struct(*(_rich(p, v) for p, v in zip(parts, value, strict=True)))
    return to_checksum_address(value) if kind == "address" else value


@cache
def _struct(names: tuple[str, ...]) -> Any:
    return namedtuple("Struct", names, rename=True)  # noqa: PYI024  fields known at run time only


# What is one word goes without ``eth_abi``, which takes longer than the call itself.


def _address_word(value: str) -> bytes:
    return bytes(12) + bytes.fromhex(value[2:])


def _read_address(data: bytes) -> str:
    assert not any(data[:12]), f"{data.hex()} is no address"
    return str(to_checksum_address("0x" + data[12:].hex()))


def _read_bool(data: bytes) -> bool:
    number = int.from_bytes(data)
    assert number in (0, 1), f"{number} is no bool"
    return bool(number)


_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "address": _address_word,
    "uint256": lambda value: int(value).to_bytes(WORD),
    "bool": lambda value: bool(value).to_bytes(WORD),
}
_READERS: dict[str, Callable[[bytes], Any]] = {
    "address": _read_address,
    "uint256": int.from_bytes,
    "bool": _read_bool,
    "bytes32": bytes,
}
