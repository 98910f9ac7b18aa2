# SPDX-License-Identifier: Apache-2.0
"""The folder in which one embedded chain is kept: genesis, journals, snapshots, and a lock."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shouxin.chain.abi import Address
from shouxin.chain.journal import sync_folder
from shouxin.primitives.errors import ChainError

LOCK_SECONDS = 10
# What the deployer of a new chain has: coins of a chain of one's own are worth nothing.
GENESIS_WEI = 10**9 * 10**18
GAS_LIMIT = 30_000_000


@dataclass(frozen=True, slots=True)
class ChainFolder:
    """Where one chain is kept, such as ``var/chain/31337``."""

    path: Path
    chain_id: int

    @property
    def genesis(self) -> Path:
        """What block 0 is made from; it exists once the chain does."""
        return self.path / "genesis.json"

    @property
    def is_new(self) -> bool:
        """Whether there is no chain in it yet, nor what is left of one."""
        return not self.genesis.exists() and not any(self.path.glob("journal-*.log"))

    def create(self, rich: Address, timestamp: int | None = None) -> None:
        """Begin a chain in which one address has all coins.

        Args:
            rich: the address.
            timestamp: Unix seconds of block 0; now if None.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        genesis = {
            "config": {"chainId": self.chain_id},
            "timestamp": hex(int(time.time()) if timestamp is None else timestamp),
            "gasLimit": hex(GAS_LIMIT),
            "difficulty": "0x0",
            "nonce": "0x0",
            "extraData": "0x" + os.urandom(32).hex(),  # makes the file one of its kind
            "alloc": {rich: {"balance": hex(GENESIS_WEI)}},
        }
        partial = self.genesis.with_suffix(".part")
        with partial.open("w") as file:
            json.dump(genesis, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.genesis)
        sync_folder(self.path)

    def genesis_digest(self) -> str:
        """Of the genesis file: no two chains share it.

        Raises:
            ChainError: ``chain_folder.no_genesis``, ``chain_folder.other_chain``.
        """
        try:
            data = self.genesis.read_bytes()
            chain_id = json.loads(data)["config"]["chainId"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ChainError(
                "chain_folder.no_genesis",
                f"{self.genesis} is no genesis file: restore it, or move {self.path} away to begin "
                "a new chain",
                f"{self.genesis} 不是创世文件：请恢复该文件，或移走 {self.path} 以开始新链",
            ) from error
        if chain_id != self.chain_id:
            raise ChainError(
                "chain_folder.other_chain",
                f"{self.path} is of chain {chain_id}, not of chain {self.chain_id}: "
                "put the right folder back, or choose --chain-id",
                f"{self.path} 属于链 {chain_id}，而非链 {self.chain_id}："
                "请放回正确的目录或指定 --chain-id",
            )
        return hashlib.blake2b(data, digest_size=32).hexdigest()

    def genesis_timestamp(self) -> int:
        """Unix seconds of block 0, of a genesis file that ``genesis_digest`` has read."""
        return int(json.loads(self.genesis.read_bytes())["timestamp"], 16)

    @contextmanager
    def locked(self, name: str, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Keep a second one of us out; the lock goes with the process, however it dies.

        Raises:
            ChainError: ``chain_folder.in_use``.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / f"{name}.lock").open("w") as lock:
            deadline = time.monotonic() + seconds
            while not _try_lock(lock.fileno()):
                if time.monotonic() > deadline:
                    raise ChainError(
                        "chain_folder.in_use",
                        f"another `shouxin up` keeps its chain in {self.path}: stop it, or choose "
                        "another --chain-id, or --ephemeral",
                        f"另一个 shouxin up 正在使用 {self.path}：请停止它，"
                        "或指定其他 --chain-id，或使用 --ephemeral",
                    )
                time.sleep(0.05)
            yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
