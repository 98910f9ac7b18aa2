# SPDX-License-Identifier: Apache-2.0
"""What every typed binding stands on: calls, transactions and events by their ABI types.

Structs are frozen dataclasses and integers are plain; an address is a checksummed ``0x…`` text;
``bytes32`` is 32 bytes. The ABI encoder refuses a value that does not fit its type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeAlias, TypeVar

import eth_abi
from eth_utils import keccak, to_checksum_address

from shouxin.primitives.errors import BadInput

if TYPE_CHECKING:
    from shouxin.chain.rpc import Chain
    from shouxin.chain.sender import Receipt, Sender

Address: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Log:
    """One event as a receipt or a node gives it.

    Attributes:
        address: the contract that wrote it, checksummed.
        topics: up to four words, the first the event's signature hash.
        data: what is not indexed, ABI-encoded.
        block_number: the block it stands in.
        index: its place in that block.
        transaction_hash: 32 bytes.
        block_hash: 32 bytes.
        block_time: Unix seconds of the block; 0 from a node that does not say it with its logs.
    """

    address: Address
    topics: tuple[bytes, ...]
    data: bytes
    block_number: int
    index: int
    transaction_hash: bytes
    block_hash: bytes = b""
    block_time: int = 0


@dataclass(frozen=True)
class Function:
    """A function's name and ABI types, structs spelt out as tuples."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @cached_property
    def selector(self) -> bytes:
        """The four bytes that call it."""
        return bytes(keccak(text=f"{self.name}({','.join(self.inputs)})")[:4])

    def encode(self, values: Sequence[Any]) -> bytes:
        """The calldata of a call.

        Raises:
            BadInput: ``input.argument``; a value that does not fit its ABI type.
        """
        return self.selector + encode(self.inputs, values, self.name)

    def decode(self, data: bytes) -> tuple[Any, ...]:
        """The values of an answer."""
        return tuple(eth_abi.decode(self.outputs, data))


def encode(types: Sequence[str], values: Sequence[Any], name: str) -> bytes:
    """ABI-encode the arguments of ``name``.

    Raises:
        BadInput: ``input.argument``; a value that does not fit its ABI type.
    """
    try:
        return eth_abi.encode(types, [_plain(value) for value in values])
    except (eth_abi.exceptions.EncodingError, TypeError, OverflowError) as error:
        reason = str(error)[:200]
        raise BadInput(
            "input.argument",
            f"an argument of {name} does not fit its type: {reason}",
            f"{name} 的参数与其类型不符：{reason}",
        ) from error


def _plain(value: Any) -> Any:
    """A value as the encoder takes it, structs as tuples of their fields."""
    if is_dataclass(value):
        return tuple(_plain(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


class Event(Protocol):
    """What a generated event class has."""

    NAME: ClassVar[str]
    TOPIC: ClassVar[bytes]
    FIELDS: ClassVar[tuple[tuple[str, bool], ...]]

    @classmethod
    def of(cls, values: Sequence[Any]) -> Self:
        """The event from its values in the order of its fields."""
        ...


E = TypeVar("E", bound=Event)


def decode_log(event: type[E], log: Log) -> E:
    """One log as a typed event; the caller has matched ``TOPIC``."""
    topics = iter(log.topics[1:])
    plain = iter(_values([kind for kind, indexed in event.FIELDS if not indexed], log.data))
    values = [
        _values([kind], next(topics))[0] if indexed else next(plain)
        for kind, indexed in event.FIELDS
    ]
    return event.of(values)


def _values(kinds: Sequence[str], data: bytes) -> Sequence[Any]:
    """Decoded values; the common types by hand, which an indexer reads by the million."""
    readers = [_READERS.get(kind) for kind in kinds]
    sizes = [reader[0] for reader in readers if reader is not None]
    if None in readers or sum(sizes) != len(data):
        return eth_abi.decode(kinds, data)
    values, at = [], 0
    for reader in readers:
        assert reader is not None
        size, read = reader
        values.append(read(data[at : at + size]))
        at += size
    return values


def _address_of(word: bytes) -> Address:
    return checksummed("0x" + word[12:].hex())


def _bool_of(word: bytes) -> bool:
    return word[-1] == 1


def _numbers_of(data: bytes) -> tuple[int, ...]:
    return tuple(int.from_bytes(data[at : at + 32]) for at in range(0, len(data), 32))


_READERS: dict[str, tuple[int, Callable[[bytes], Any]]] = {
    "uint256": (32, int.from_bytes),
    "bytes32": (32, bytes),
    "address": (32, _address_of),
    "bool": (32, _bool_of),
    "uint256[13]": (416, _numbers_of),
}
"""How many bytes a type takes, and what they say."""


def decode_logs(event: type[E], logs: Iterable[Log], address: Address | None = None) -> list[E]:
    """Every log that is this event, of one contract if an address is given."""
    return [
        decode_log(event, log)
        for log in logs
        if log.topics
        and log.topics[0] == event.TOPIC
        and len(log.topics) == 1 + sum(indexed for _, indexed in event.FIELDS)
        and address in {None, log.address}
    ]


@lru_cache(maxsize=100_000)
def checksummed(value: str) -> Address:
    """An address as the ABI decoder gives it, in its one form."""
    return str(to_checksum_address(value))


class Contract:
    """A contract at an address; generated classes give each function its types.

    Attributes:
        chain: the connection.
        address: where it is.
        block: after which block its views answer.
    """

    NAME: ClassVar[str]

    def __init__(self, chain: Chain, address: Address, block: int | str = "latest") -> None:
        self.chain = chain
        self.address = address
        self.block = block

    def __repr__(self) -> str:
        return f"<{self.NAME} {self.address}>"

    def _view(
        self, function: Function, *values: Any, caller: Address | None = None
    ) -> tuple[Any, ...]:
        calldata = function.encode(values)
        data = self.chain.call(self.address, calldata, sender=caller, block=self.block)
        return function.decode(data)

    def _send(self, function: Function, *values: Any, sender: Sender, value: int = 0) -> Receipt:
        return sender.send(self.address, function.encode(values), value=value)
