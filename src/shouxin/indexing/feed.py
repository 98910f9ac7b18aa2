# SPDX-License-Identifier: Apache-2.0
"""What the indexer asks a node for: headers, and contracts' events, all of one branch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shouxin.chain.abi import Address, Log
from shouxin.chain.rpc import Chain, log_of
from shouxin.primitives.errors import ChainError
from shouxin.primitives.hexadecimal import to_hex


@dataclass(frozen=True, slots=True)
class Header:
    """A block, what the indexer keeps of it; hashes in hexadecimal, the time Unix seconds."""

    number: int
    hash: str
    time: int
    parent: str = field(default="", compare=False)


class BranchChangedError(ChainError):
    """The chain was reorganised between two answers: ask again."""


class Feed:
    """One node's blocks and events."""

    def __init__(self, chain: Chain, addresses: Sequence[Address]) -> None:
        self.chain = chain
        self._addresses = list(addresses)

    def head(self) -> Header:
        """The newest block."""
        return _header(self.chain.request("eth_getBlockByNumber", "latest", False))

    def header(self, number: int) -> Header | None:
        """A block by its number; None past the head."""
        found = self.chain.request("eth_getBlockByNumber", hex(number), False)
        return None if found is None else _header(found)

    def events(self, first: int, last: Header) -> list[Log]:
        """The events from a block up to another, both included, of the branch that ``last`` ends.

        Raises:
            BranchChangedError: ``index.branch_changed``.
            ChainError: the node failed, or found the range too large.
        """
        wanted: dict[str, object] = {"address": self._addresses}
        if first == last.number:
            wanted["blockHash"] = last.hash  # one request about one block: nothing can change
        else:
            wanted |= {"fromBlock": hex(first), "toBlock": hex(last.number)}
        logs = [log_of(item) for item in self.chain.request("eth_getLogs", wanted)]
        if first != last.number and self.header(last.number) != last:
            raise _branch_changed(last.number)
        return logs if all(log.block_time for log in logs) else self._timed(logs)

    @staticmethod
    def check_branch(logs: Sequence[Log], headers: Sequence[Header]) -> None:
        """See that events are of the blocks that the headers name.

        Raises:
            BranchChangedError: ``index.branch_changed``.
        """
        hashes = {header.number: header.hash for header in headers}
        for log in logs:
            if hashes.get(log.block_number, to_hex(log.block_hash)) != to_hex(log.block_hash):
                raise _branch_changed(log.block_number)

    def branch(self, first: int, last: Header, before: Header | None) -> list[Header]:
        """The headers from a block up to another, each the parent of the next.

        Args:
            first: the first's number.
            last: the last.
            before: the block before the first, if it is known.

        Raises:
            BranchChangedError: ``index.branch_changed``; they are not of one branch.
        """
        found = [last]
        for number in range(last.number - 1, first - 1, -1):
            header = self.header(number)
            if header is None or header.hash != found[-1].parent:
                raise _branch_changed(number)
            found.append(header)
        is_next = before is not None and before.number == first - 1
        if is_next and before is not None and before.hash != found[-1].parent:
            raise _branch_changed(before.number)
        return found[::-1]

    def _timed(self, logs: Sequence[Log]) -> list[Log]:
        """The logs with the times of their blocks, of a node that does not say them with logs."""
        times: dict[int, int] = {}
        for log in logs:
            if log.block_number not in times:
                header = self.header(log.block_number)
                if header is None or header.hash != to_hex(log.block_hash):
                    raise _branch_changed(log.block_number)
                times[log.block_number] = header.time
        return [replace(log, block_time=times[log.block_number]) for log in logs]


def _header(found: dict[str, str]) -> Header:
    number, time = int(found["number"], 16), int(found["timestamp"], 16)
    return Header(number, found["hash"], time, found["parentHash"])


def _branch_changed(number: int) -> BranchChangedError:
    return BranchChangedError(
        "index.branch_changed",
        f"the chain was reorganised at block {number} while it was read: it is read again",
        f"读取区块 {number} 时链发生重组：将重新读取",
    )
