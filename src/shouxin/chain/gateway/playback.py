# SPDX-License-Identifier: Apache-2.0
"""Plays journals to a node: only outcomes are played, and the last block's hash must come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.json_rpc import RpcError
from shouxin.chain.gateway.snapshots import block_in_name
from shouxin.chain.journal import (
    Intent,
    Journal,
    Origin,
    Outcome,
    Record,
    Refusal,
    read_journal,
)
from shouxin.primitives.errors import ChainError

Ask: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The last block: number, 32-byte hash, Unix seconds."""

    number: int
    hash: bytes
    timestamp: int


class Playback:
    """The journals behind a node's state.

    Attributes:
        journal: the last one, open for what comes next.
        unsettled: the intent at its end that has no outcome, if there is one.
    """

    def __init__(self, folder: ChainFolder, chain: tuple[int, str, str], base: Head) -> None:
        """Read them.

        Args:
            folder: where they are.
            chain: which chain they must be of.
            base: the last block that the node has already.

        Raises:
            ChainError: a journal is damaged, missing, or of another chain.
        """
        self._folder = folder
        self._base = base
        self._records: list[Record] = []
        paths = _from(journals(folder.path), base.number)
        if not paths:
            self._check_is_new(base)
            origin = Origin(*chain, 0, chain[1])
            self.journal = Journal.create(folder.path / "journal-0.log", origin)
        else:
            for path in paths[:-1]:
                self._records += read_journal(path, chain)[1]
            self.journal, last = Journal.open(paths[-1], chain)
            self._records += last
        self.unsettled = _unsettled(self._records)

    def play(self, ask: Ask) -> Head:
        """Give the node every outcome that it does not have; gives the last block.

        Raises:
            ChainError: ``journal.gap``, ``node.other_history``.
            NodeDown: the node died.
        """
        head, intent = self._base, None
        for record in self._records:
            if isinstance(record, Intent):
                intent = record
            elif isinstance(record, Outcome):
                if record.block_number > head.number:
                    self._play_one(ask, intent, record, head)
                    head = Head(record.block_number, record.block_hash, record.timestamp)
                intent = None
        found = ask("eth_getBlockByNumber", "latest", False)["hash"]
        if found != "0x" + head.hash.hex():
            raise self._other_history(head.number)
        return head

    def _play_one(self, ask: Ask, intent: Intent | None, outcome: Outcome, head: Head) -> None:
        if intent is None or outcome.block_number != head.number + 1:
            raise self._gap(head.number + 1)
        try:
            ask("eth_sendRawTransaction", "0x" + intent.raw.hex())
            ask("evm_mine", {"timestamp": outcome.timestamp})
        except RpcError as error:
            raise self._other_history(outcome.block_number) from error

    def _check_is_new(self, base: Head) -> None:
        """No journal at all is right for a chain that has no block yet."""
        if base.number > 0:
            raise self._gap(base.number + 1)

    def _gap(self, number: int) -> ChainError:
        return ChainError(
            "journal.gap",
            f"the journals in {self._folder.path} lack block {number}: restore the missing file",
            f"{self._folder.path} 中的日志缺少区块 {number}：请恢复缺失的文件",
        )

    def _other_history(self, number: int) -> ChainError:
        return ChainError(
            "node.other_history",
            f"playing the journals in {self._folder.path} gave another block {number} than the one "
            "acknowledged: use the node's version that wrote them; nothing has been changed",
            f"重放 {self._folder.path} 的日志得到的区块 {number} 与已确认的不同："
            "请使用当时的节点版本；文件未被改动",
        )


def journals(folder: Path) -> list[Path]:
    """The journal files of a folder, oldest first."""
    found = [path for path in folder.glob("journal-*.log") if block_in_name(path) >= 0]
    return sorted(found, key=block_in_name)


def _from(paths: list[Path], number: int) -> list[Path]:
    """The journals that can have blocks after ``number``."""
    before = [path for path in paths if block_in_name(path) <= number]
    return before[-1:] + [path for path in paths if block_in_name(path) > number]


def _unsettled(records: list[Record]) -> Intent | None:
    last = records[-1] if records else None
    assert last is None or isinstance(last, Intent | Outcome | Refusal)
    return last if isinstance(last, Intent) else None
