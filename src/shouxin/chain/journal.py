# SPDX-License-Identifier: Apache-2.0
"""The journal of the embedded chain: an append-only file from which the chain can be played again.

Each transaction has two synced records: its *intent* before the node is told, its *outcome* after.
An answer is given only once the outcome is on disk. A record is framed by a mark, its length, its
number in the file and a checksum under the chain's own key, so a record torn by a power cut, one
written twice and one of another chain are told apart. Space for an outcome is reserved before its
intent is written, so a full disk refuses a transaction and never half of one.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path
from typing import Self, TypeAlias

from shouxin.primitives.errors import ChainError

FORMAT = 1
RAW_BYTES_MAX = 128 * 1024
"""The largest transaction that is taken, as in every client's pool."""

DISK_ERRORS = frozenset({"journal.disk_full", "journal.not_written"})
"""What ends when somebody sees to the disk: the same transaction can be sent again then."""

_MARK = b"\xa5\x53"
_FRAME = struct.Struct(">2sBIQ16s")
_INTENT = struct.Struct(">Q")
_OUTCOME = struct.Struct(">32s32sQiQQ")
_RECORD_BYTES_MAX = RAW_BYTES_MAX + 64
# Room kept behind each intent: its outcome and a refusal fit.
_RESERVE_BYTES = 2 * (_FRAME.size + _OUTCOME.size)
_GROWTH_BYTES = 256 * 1024
LEFT_OUT = -1
"""The index in an outcome whose block came without the transaction."""


class _Kind(IntEnum):
    HEADER = 1
    INTENT = 2
    OUTCOME = 3
    REFUSAL = 4


@dataclass(frozen=True, slots=True)
class Origin:
    """Which chain a journal is of, and where in it the journal begins.

    Attributes:
        chain_id: the chain's id.
        genesis_hash: of block 0, as text.
        genesis_digest: of the genesis file, which no two chains share, as text.
        block_number: the last block before the journal.
        block_hash: that block's, as text.
    """

    chain_id: int
    genesis_hash: str
    genesis_digest: str
    block_number: int
    block_hash: str

    @property
    def chain(self) -> tuple[int, str, str]:
        """What all journals of one chain have in common."""
        return self.chain_id, self.genesis_hash, self.genesis_digest


@dataclass(frozen=True, slots=True)
class Intent:
    """A transaction that is about to be told to the node.

    Attributes:
        timestamp: Unix seconds of the block it is for.
        raw: the signed transaction.
    """

    timestamp: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """The block that an intent became.

    Attributes:
        transaction_hash: 32 bytes.
        block_hash: 32 bytes.
        block_number: its height.
        index: the transaction's place; ``LEFT_OUT`` if the block came without it.
        timestamp: the block's Unix seconds.
        base_fee: the block's, in wei.
    """

    transaction_hash: bytes
    block_hash: bytes
    block_number: int
    index: int
    timestamp: int
    base_fee: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """The node refused the intent's transaction; the chain is as before."""

    transaction_hash: bytes


Record: TypeAlias = Intent | Outcome | Refusal


class Journal:
    """One journal file, open for appending; one writer at a time.

    Attributes:
        path: the file.
        origin: what its header says.
    """

    def __init__(self, path: Path, origin: Origin, descriptor: int, end: int, count: int) -> None:
        """Take over an open file; ``create`` and ``open`` make journals."""
        self.path = path
        self.origin = origin
        self._descriptor = descriptor
        self._end = end
        self._count = count
        self._key = _key(origin)

    @classmethod
    def create(cls, path: Path, origin: Origin) -> Self:
        """Begin a journal, whole or not at all.

        Raises:
            ChainError: ``journal.disk_full``.
        """
        partial = path.with_suffix(".part")
        header = json.dumps({"format": FORMAT, **asdict(origin)}).encode()
        frame = _framed(_Kind.HEADER, 0, header, b"")
        try:
            with partial.open("wb") as file:
                file.write(frame)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
            sync_folder(path.parent)
            descriptor = os.open(path, os.O_RDWR)
        except OSError as error:
            raise _not_written(path, error) from error
        return cls(path, origin, descriptor, len(frame), 1)

    @classmethod
    def open(cls, path: Path, chain: tuple[int, str, str]) -> tuple[Self, list[Record]]:
        """Open a journal, cut its torn tail, and give what it holds.

        Args:
            path: the file.
            chain: chain id, genesis hash and digest that it must be of.

        Raises:
            ChainError: ``journal.damaged``, ``journal.other_chain``, ``journal.disk_full``.
        """
        origin, records, end, count = _read(path, chain)
        descriptor = os.open(path, os.O_RDWR)
        os.ftruncate(descriptor, end)
        os.fsync(descriptor)
        return cls(path, origin, descriptor, end, count), records

    def write_intent(self, intent: Intent) -> None:
        """Put an intent on disk, with room for what follows.

        Raises:
            ChainError: ``journal.disk_full``; nothing of it counts.
        """
        payload = _INTENT.pack(intent.timestamp) + intent.raw
        self._append(_Kind.INTENT, payload, is_synced=True, reserve=_RESERVE_BYTES)

    def write_outcome(self, outcome: Outcome) -> None:
        """Put an outcome on disk; only then may it be told.

        Raises:
            ChainError: ``journal.disk_full``.
        """
        payload = _OUTCOME.pack(
            outcome.transaction_hash,
            outcome.block_hash,
            outcome.block_number,
            outcome.index,
            outcome.timestamp,
            outcome.base_fee,
        )
        self._append(_Kind.OUTCOME, payload, is_synced=True)

    def write_refusal(self, refusal: Refusal) -> None:
        """Note that an intent came to nothing; a lost note is found out again from the node."""
        self._append(_Kind.REFUSAL, refusal.transaction_hash, is_synced=False)

    def close(self) -> None:
        """Let go of the file; its reserved room goes back to the disk."""
        if self._descriptor >= 0:
            os.ftruncate(self._descriptor, self._end)
            os.close(self._descriptor)
            self._descriptor = -1

    def _append(self, kind: _Kind, payload: bytes, *, is_synced: bool, reserve: int = 0) -> None:
        frame = _framed(kind, self._count, payload, self._key)
        try:
            self._reserve(self._end + len(frame) + reserve)
            _write_at(self._descriptor, frame, self._end)
            if is_synced:
                _sync(self._descriptor)
        except OSError as error:
            raise _not_written(self.path, error) from error
        self._end += len(frame)
        self._count += 1

    def _reserve(self, end: int) -> None:
        """See that the disk has room up to ``end``, in steps that make it rarely necessary."""
        size = os.fstat(self._descriptor).st_size
        if size >= end:
            return
        try:
            _allocate(self._descriptor, size, end + _GROWTH_BYTES)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            _allocate(self._descriptor, size, end)


def read_journal(path: Path, chain: tuple[int, str, str]) -> tuple[Origin, list[Record]]:
    """What a journal holds, the file left as it is.

    Raises:
        ChainError: ``journal.damaged``, ``journal.other_chain``.
    """
    origin, records, _, _ = _read(path, chain)
    return origin, records


def sync_folder(folder: Path) -> None:
    """Make new names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(descriptor: int) -> None:
    """Data on the disk; macOS has the one call for both."""
    getattr(os, "fdatasync", os.fsync)(descriptor)


def _allocate(descriptor: int, begin: int, end: int) -> None:
    """Zeros that the disk has room for; written out where the system can't reserve them."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, begin, end - begin)
    else:
        _write_at(descriptor, bytes(end - begin), begin)


def _write_at(descriptor: int, data: bytes, offset: int) -> None:
    written = 0
    while written < len(data):
        written += os.pwrite(descriptor, data[written:], offset + written)


def _key(origin: Origin) -> bytes:
    return hashlib.blake2b(repr(origin.chain).encode(), digest_size=32).digest()


def _framed(kind: _Kind, number: int, payload: bytes, key: bytes) -> bytes:
    checksum = _sum(kind, number, payload, key)
    return _FRAME.pack(_MARK, kind, len(payload), number, checksum) + payload


def _sum(kind: int, number: int, payload: bytes, key: bytes) -> bytes:
    head = struct.pack(">BIQ", kind, len(payload), number)
    return hashlib.blake2b(head + payload, digest_size=16, key=key).digest()


def _read(path: Path, chain: tuple[int, str, str]) -> tuple[Origin, list[Record], int, int]:
    """Header, records, the end of the last good one, and how many frames there are."""
    data = path.read_bytes()
    first = _frame_at(data, 0, b"")
    if first is None or first[0] != _Kind.HEADER:
        raise _damaged(path, 0)
    origin = _origin(path, first[2])
    if origin.chain != chain:
        raise _other_chain(path, origin, chain)
    key, records, count = _key(origin), [], 1
    offset = end = first[3]
    previous = b""
    while (frame := _frame_at(data, offset, key)) is not None:
        kind, number, payload, after = frame
        if number == count:
            records.append(_record(path, offset, kind, payload))
            count += 1
        elif number != count - 1 or data[offset:after] != previous:
            raise _damaged(path, offset)
        previous = data[offset:after]  # a record written twice counts once
        offset = end = after
    if any(_later_frames(data, offset + 1, key)):
        raise _damaged(path, offset)
    return origin, records, end, count


def _frame_at(data: bytes, offset: int, key: bytes) -> tuple[int, int, bytes, int] | None:
    """Kind, number, payload and end of a whole record; None if there is none."""
    if len(data) - offset < _FRAME.size:
        return None
    mark, kind, length, number, stored = _FRAME.unpack_from(data, offset)
    end = offset + _FRAME.size + length
    if mark != _MARK or length > _RECORD_BYTES_MAX or end > len(data):
        return None
    payload = data[end - length : end]
    return (kind, number, payload, end) if _sum(kind, number, payload, key) == stored else None


def _later_frames(data: bytes, offset: int, key: bytes) -> Iterator[bool]:
    """A yes for each good record behind a bad one: then it is no torn tail."""
    while (offset := data.find(_MARK, offset)) >= 0:
        if _frame_at(data, offset, key) is not None:
            yield True
        offset += 1


def _record(path: Path, offset: int, kind: int, payload: bytes) -> Record:
    if kind == _Kind.INTENT and len(payload) >= _INTENT.size:
        (timestamp,) = _INTENT.unpack_from(payload)
        return Intent(timestamp, payload[_INTENT.size :])
    if kind == _Kind.OUTCOME and len(payload) == _OUTCOME.size:
        return Outcome(*_OUTCOME.unpack(payload))
    if kind == _Kind.REFUSAL and len(payload) == 32:  # noqa: PLR2004 - bytes of a hash
        return Refusal(payload)
    raise _damaged(path, offset)


def _origin(path: Path, payload: bytes) -> Origin:
    try:
        stored = json.loads(payload)
        if stored.pop("format") != FORMAT:
            raise _damaged(path, 0)
        return Origin(**stored)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path, 0) from error


def _damaged(path: Path, offset: int) -> ChainError:
    return ChainError(
        "journal.damaged",
        f"{path} is damaged at byte {offset}, with good records behind it or no header: "
        "restore it from a copy; nothing has been changed",
        f"{path} 在第 {offset} 字节处损坏（其后仍有完好记录，或缺少文件头）："
        "请从备份恢复；文件未被改动",
    )


def _other_chain(path: Path, origin: Origin, chain: tuple[int, str, str]) -> ChainError:
    return ChainError(
        "journal.other_chain",
        f"{path} is the journal of chain {origin.chain_id} with genesis {origin.genesis_hash} "
        f"({origin.genesis_digest[:16]}), not of chain {chain[0]} with genesis {chain[1]} "
        f"({chain[2][:16]}): put the right file back",
        f"{path} 是链 {origin.chain_id}（创世块 {origin.genesis_hash}）的日志，"
        f"而非链 {chain[0]}（创世块 {chain[1]}）的：请放回正确的文件",
    )


def _not_written(path: Path, error: OSError) -> ChainError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ChainError(
            "journal.disk_full",
            f"no room on the disk for {path}: make room; the transaction was not acknowledged",
            f"磁盘空间不足，无法写入 {path}：请清理空间；该交易未被确认",
        )
    reason = (error.strerror or str(error)).lower()
    return ChainError(
        "journal.not_written",
        f"{path} can't be written ({reason}): see to the disk; nothing was acknowledged",
        f"无法写入 {path}（{reason}）：请检查磁盘；该交易未被确认",
    )
