# SPDX-License-Identifier: Apache-2.0
"""What turns events into rows: each domain names its events, the indexer brings them in order.

A projection is a pure function of the rows so far and the events: it asks no node, no clock and
nobody else, so that the same chain makes the same rows, to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Table

from shouxin.chain.abi import Address, Event, Log, decode_log
from shouxin.chain.manifest import Manifest
from shouxin.store.rows import Key, Rows

Keys: TypeAlias = Iterable[tuple[Table, Key]]


@dataclass(frozen=True, slots=True)
class At:
    """Where an event stands in the chain.

    Attributes:
        contract: the address that wrote it.
        block_number: of its block.
        block_time: of its block, Unix seconds.
        log_index: its place in the block.
        transaction_hash: in hexadecimal.
    """

    contract: Address
    block_number: int
    block_time: int
    log_index: int
    transaction_hash: str

    @property
    def columns(self) -> dict[str, Any]:
        """What every row of a logged table begins with."""
        return {
            "block_number": self.block_number,
            "log_index": self.log_index,
            "transaction_hash": self.transaction_hash,
            "block_time": self.block_time,
        }


@dataclass(frozen=True)
class Handler:
    """One kind of event and what it does to the rows.

    Attributes:
        contract: the contract's name in the manifest.
        event: the event's class.
        apply: changes the rows.
        keys: the rows that ``apply`` will look for, read beforehand for many events at once; a
            row that it does not name is read when it is looked for.
    """

    contract: str
    event: type[Any]
    apply: Callable[[Rows, Any, At], None]
    keys: Callable[[Any], Keys] | None = None


class Projection(Protocol):
    """A domain's part."""

    def handlers(self, manifest: Manifest) -> Sequence[Handler]:
        """All events that it reads."""
        ...


@dataclass(frozen=True, slots=True)
class Happening:
    """A decoded event, where it is, and who wants it."""

    event: Event
    at: At
    handlers: tuple[Handler, ...]


class Projector:
    """All projections over one deployment."""

    def __init__(self, manifest: Manifest, projections: Iterable[Projection]) -> None:
        self._manifest = manifest
        self._handlers = [
            handler for projection in projections for handler in projection.handlers(manifest)
        ]

    @cached_property
    def addresses(self) -> list[Address]:
        """The contracts whose events are read."""
        return sorted({self._manifest.address_of(handler.contract) for handler in self._handlers})

    @cached_property
    def _wanted(self) -> Mapping[tuple[Address, bytes], tuple[type[Any], tuple[Handler, ...]]]:
        found: dict[tuple[Address, bytes], list[Handler]] = {}
        for handler in self._handlers:
            address = self._manifest.address_of(handler.contract)
            found.setdefault((address, handler.event.TOPIC), []).append(handler)
        return {key: (wanting[0].event, tuple(wanting)) for key, wanting in found.items()}

    def read(self, logs: Iterable[Log]) -> list[Happening]:
        """The events among logs that somebody wants, decoded, in their order."""
        happened = []
        for log in logs:
            wanted = self._wanted.get((log.address, log.topics[0])) if log.topics else None
            if wanted is not None:
                event, handlers = wanted
                happened.append(Happening(decode_log(event, log), _at(log), handlers))
        return happened

    @staticmethod
    def prefetch(rows: Rows, happened: Iterable[Happening]) -> None:
        """Read the rows that events will change, table by table."""
        keys: dict[Table, list[Key]] = {}
        for happening in happened:
            for handler in happening.handlers:
                if handler.keys is not None:
                    for table, key in handler.keys(happening.event):
                        keys.setdefault(table, []).append(key)
        for table, wanted in keys.items():
            rows.prefetch(table, wanted)

    @staticmethod
    def apply(rows: Rows, happening: Happening) -> None:
        """Let everybody who wants an event change the rows."""
        for handler in happening.handlers:
            handler.apply(rows, happening.event, happening.at)


def _at(log: Log) -> At:
    return At(
        log.address,
        log.block_number,
        log.block_time,
        log.index,
        "0x" + log.transaction_hash.hex(),
    )
