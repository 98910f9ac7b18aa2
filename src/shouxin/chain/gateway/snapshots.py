# SPDX-License-Identifier: Apache-2.0
"""Snapshots of the embedded chain: the node's whole state in a file, so that a restart is short.

A snapshot is a state file and a small note beside it, written last, that says which block it is of
and what the state file's digest is. The two newest are kept, so that a broken one costs time and
nothing else; journals are all kept, and the chain can be played from the first.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shouxin.chain.journal import sync_folder

KEPT = 2
ROOM_FACTOR = 8
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot's note.

    Attributes:
        genesis_digest: of the genesis file of its chain.
        genesis_hash: of block 0, as text.
        block_number: the last block in it.
        block_hash: that block's, as text.
        state_digest: of the state file.
    """

    genesis_digest: str
    genesis_hash: str
    block_number: int
    block_hash: str
    state_digest: str

    def state_path(self, folder: Path) -> Path:
        """The state file, as the node loads it."""
        return folder / f"snapshot-{self.block_number}.state"


def write_snapshot(
    folder: Path, dump: str, chain: tuple[int, str, str], block_number: int, block_hash: str
) -> Snapshot:
    """Keep a state as the node dumps it: gzip in hexadecimal.

    Args:
        folder: where it is kept.
        dump: the state.
        chain: chain id, genesis hash and digest, as of the journal.
        block_number: the last block in it.
        block_hash: that block's, as text.

    Raises:
        OSError: no room; what was written of it is removed.
    """
    state = folder / f"snapshot-{block_number}.state"
    partial = state.with_suffix(".part")
    try:
        with partial.open("wb") as file:
            digest = _unpack(bytes.fromhex(dump[2:]), file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(state)
        _, genesis_hash, genesis_digest = chain
        snapshot = Snapshot(genesis_digest, genesis_hash, block_number, block_hash, digest)
        _write_note(folder, snapshot)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    _remove_old(folder)
    return snapshot


def good_snapshots(folder: Path, genesis_digest: str) -> Iterator[Snapshot]:
    """The snapshots of a chain that are whole, newest first."""
    for path in _notes(folder):
        snapshot = _read_note(path)
        if (
            snapshot is not None
            and snapshot.genesis_digest == genesis_digest
            and _digest(snapshot.state_path(folder)) == snapshot.state_digest
        ):
            yield snapshot


def remove_leftovers(folder: Path) -> None:
    """What a kill left half written: parts of files, and states without a note."""
    whole = {note.with_suffix(".state") for note in _notes(folder)}
    for path in (*folder.glob("*.part"), *folder.glob("snapshot-*.state")):
        if path not in whole:
            path.unlink(missing_ok=True)


def check_room(folder: Path, dump: str) -> None:
    """See that the disk holds a state several times the size of its dump, and as much again.

    Raises:
        OSError: it does not.
    """
    if shutil.disk_usage(folder).free < ROOM_FACTOR * len(dump):
        raise OSError(errno.ENOSPC, "not enough room for a snapshot", str(folder))


def _unpack(packed: bytes, file: Any) -> str:
    hasher = hashlib.blake2b(digest_size=32)
    with gzip.open(io.BytesIO(packed)) as stream:
        while chunk := stream.read(_CHUNK):
            hasher.update(chunk)
            file.write(chunk)
    return hasher.hexdigest()


def _write_note(folder: Path, snapshot: Snapshot) -> None:
    note = folder / f"snapshot-{snapshot.block_number}.json"
    partial = note.with_suffix(".part")
    with partial.open("w") as file:
        json.dump(asdict(snapshot), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(note)
    sync_folder(folder)


def _notes(folder: Path) -> list[Path]:
    """Notes by block, newest first."""
    return sorted(folder.glob("snapshot-*.json"), key=block_in_name, reverse=True)


def block_in_name(path: Path) -> int:
    """The block number in a file's name, as in ``snapshot-12.json``; -1 if there is none."""
    number = path.stem.partition("-")[2]
    return int(number) if number.isdecimal() else -1


def _read_note(path: Path) -> Snapshot | None:
    try:
        return Snapshot(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _digest(path: Path) -> str:
    hasher = hashlib.blake2b(digest_size=32)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                hasher.update(chunk)
    except OSError:
        return ""
    return hasher.hexdigest()


def _remove_old(folder: Path) -> None:
    """Keep the two newest; the note goes first, for a state without a note is none."""
    for note in _notes(folder)[KEPT:]:
        note.unlink(missing_ok=True)
        (folder / f"{note.stem}.state").unlink(missing_ok=True)
