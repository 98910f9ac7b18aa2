# SPDX-License-Identifier: Apache-2.0
"""The embedded node made to last: every transaction through the journal, every start from it.

One transaction a block, mined on our command at a time that the journal records. The node computes
everything else (base fee, randomness, hashes) from the parent, so playing the journal again gives
the same chain, block hashes included; one comparison of the last hash proves it.
"""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path
from threading import Lock
from typing import Any

from eth_utils import keccak

from shouxin.chain.gateway.chain_folder import GAS_LIMIT, ChainFolder
from shouxin.chain.gateway.json_rpc import REJECTED, RpcError
from shouxin.chain.gateway.node_client import NodeClient, NodeDown
from shouxin.chain.gateway.playback import Head, Playback
from shouxin.chain.gateway.snapshots import (
    Snapshot,
    check_room,
    good_snapshots,
    remove_leftovers,
    write_snapshot,
)
from shouxin.chain.journal import LEFT_OUT, Intent, Journal, Origin, Outcome, Refusal
from shouxin.chain.node import HOST, EmbeddedNode
from shouxin.primitives.errors import ChainError

START_SECONDS = 600
"""How long loading a snapshot may take."""

REQUEST_SECONDS = 120
RESTARTS_MAX = 3
"""How often a node that dies over one and the same transaction is started again."""

SNAPSHOT_SECONDS = 5.0
"""A snapshot is made once playing the journal since the last would take this long."""

SNAPSHOT_FACTOR = 2
"""…and at least so many times what the last snapshot took, so that it costs a third at most."""


class LastingNode:
    """A node whose chain outlives it; ``submit`` is safe to call from any thread.

    Attributes:
        head: the last block.
        url: where the node answers at present; empty while it is down.
    """

    def __init__(
        self,
        folder: ChainFolder,
        binary: Path,
        log_path: Path,
        *,
        snapshot_seconds: float = SNAPSHOT_SECONDS,
    ) -> None:
        """Describe it; nothing runs yet.

        Args:
            folder: where the chain is kept; created beforehand and locked by the caller.
            binary: the node's program.
            log_path: for the program's output.
            snapshot_seconds: see ``SNAPSHOT_SECONDS``.
        """
        self.head = Head(0, b"", 0)
        self.url = ""
        self._folder = folder
        self._binary = binary
        self._log_path = log_path
        self._snapshot_seconds = snapshot_seconds
        self._snapshot_took = 0.0
        self._tail_seconds = 0.0
        self._node: EmbeddedNode | None = None
        self._client: NodeClient | None = None
        self._journal: Journal | None = None
        self._unwritten: Outcome | None = None
        self._lock = Lock()

    @property
    def is_running(self) -> bool:
        """Whether the node's process is alive."""
        return self._node is not None and self._node.is_running

    def start(self) -> None:
        """Bring the chain back to where it was.

        Raises:
            ChainError: the journal can't be used, or the node does not start.
        """
        with self._lock:
            self._restore()

    def revive(self) -> None:
        """Start the node again if it has died.

        Raises:
            ChainError: as for ``start``.
        """
        with self._lock:
            if not self.is_running:
                self._restore()

    def stop(self) -> None:
        """End the node; the chain stays in its folder."""
        with self._lock:
            self._stop_node()
            if self._journal is not None:
                self._journal.close()
                self._journal = None

    def submit(self, raw: bytes) -> bytes:
        """Put a signed transaction into a block of its own, and give its hash once that is on disk.

        Raises:
            RpcError: the node refused it; the chain is as before.
            ChainError: ``journal.disk_full``, ``journal.not_written``: it is not acknowledged and,
                if the node had already taken it, it is written down before the next one.
        """
        with self._lock:
            transaction_hash = bytes(keccak(raw))
            self._write_unwritten()
            if self._is_known(transaction_hash):
                return transaction_hash
            assert self._journal is not None
            intent = Intent(max(int(time.time()), self.head.timestamp), raw)
            self._journal.write_intent(intent)
            self._settle(intent)
            self._snapshot_if_due()
            return transaction_hash

    def snapshot(self) -> Snapshot | None:
        """Keep the state now; None if there was no room, which costs nothing but time later."""
        with self._lock:
            return self._snapshot()

    def _is_known(self, transaction_hash: bytes) -> bool:
        """Whether a transaction sent once more is in a block already."""
        text = "0x" + transaction_hash.hex()
        try:
            return self._ask("eth_getTransactionReceipt", text) is not None
        except NodeDown:
            self._restore()
            return self._ask("eth_getTransactionReceipt", text) is not None

    def _settle(self, intent: Intent) -> None:
        """Carry an intent out and write down what became of it, even if the node dies over it."""
        assert self._journal is not None
        began = time.monotonic()
        try:
            outcome = self._carry_out(intent)
        except RpcError:
            self._journal.write_refusal(Refusal(bytes(keccak(intent.raw))))
            raise
        except NodeDown:
            self._restore()  # it settles the journal's last intent, which is this one
            self._check_included(bytes(keccak(intent.raw)))
            return
        self._tail_seconds += time.monotonic() - began
        self._unwritten = outcome
        self._write_unwritten()
        if outcome.index == LEFT_OUT:
            raise _left_out()

    def _check_included(self, transaction_hash: bytes) -> None:
        if not self._is_known(transaction_hash):
            raise RpcError(REJECTED, "the node refused the transaction after a restart: send anew")

    def _write_unwritten(self) -> None:
        """Write the outcome that is not on disk yet, such as after the disk was full."""
        if self._unwritten is not None:
            assert self._journal is not None
            self._journal.write_outcome(self._unwritten)
            outcome, self._unwritten = self._unwritten, None
            self.head = Head(outcome.block_number, outcome.block_hash, outcome.timestamp)

    def _carry_out(self, intent: Intent) -> Outcome:
        """One transaction, one block.

        Raises:
            RpcError: the node refused.
            NodeDown: it died over it.
        """
        self._ask("eth_sendRawTransaction", "0x" + intent.raw.hex())
        if int(self._ask("txpool_status")["pending"], 16) != 1:
            self._ask("anvil_dropAllTransactions")
            raise RpcError(REJECTED, "nonce too high: send the transactions before this one first")
        self._mine(intent.timestamp)
        block = self._ask("eth_getBlockByNumber", "latest", False)
        transaction_hash = bytes(keccak(intent.raw))
        is_in = "0x" + transaction_hash.hex() in block["transactions"]
        return Outcome(
            transaction_hash=transaction_hash,
            block_hash=bytes.fromhex(block["hash"][2:]),
            block_number=int(block["number"], 16),
            index=0 if is_in else LEFT_OUT,
            timestamp=int(block["timestamp"], 16),
            base_fee=int(block["baseFeePerGas"], 16),
        )

    def _mine(self, timestamp: int) -> None:
        """Make the block; a node that does not is in disorder, and is started anew."""
        try:
            self._ask("evm_mine", {"timestamp": timestamp})
        except RpcError as error:
            raise NodeDown(f"evm_mine: {error.message}") from error

    def _ask(self, method: str, *params: Any) -> Any:
        if self._client is None:
            raise NodeDown(method)
        return self._client.request(method, *params)

    def _restore(self) -> None:
        """A node with the chain as the journal has it, its last intent settled."""
        for attempt in range(RESTARTS_MAX):
            try:
                self._restore_once()
            except NodeDown as error:
                self._stop_node()
                if attempt + 1 == RESTARTS_MAX:
                    raise ChainError(
                        "node.keeps_dying",
                        f"the node died {RESTARTS_MAX} times while its chain was played: "
                        f"see {self._log_path}",
                        f"节点在恢复链时 {RESTARTS_MAX} 次退出：请查看 {self._log_path}",
                    ) from error
            else:
                return

    def _restore_once(self) -> None:
        self._stop_node()
        if self._journal is not None:
            self._journal.close()
            self._journal = None
        self._unwritten = None
        digest = self._folder.genesis_digest()
        remove_leftovers(self._folder.path)
        base = self._start_node(digest)
        began = time.monotonic()
        playback = Playback(self._folder, self._chain_key(digest), base)
        self._ask("evm_setTime", base.timestamp)  # it refuses blocks before its clock's
        self.head = playback.play(self._ask)
        self._tail_seconds = time.monotonic() - began
        self._journal = playback.journal
        if playback.unsettled is not None:
            self._settle_from_before(playback.unsettled)
        self._ask("evm_setTime", int(time.time()))  # only now: playing set it to the blocks' time
        assert self._node is not None
        self.url = self._node.url

    def _settle_from_before(self, intent: Intent) -> None:
        """The intent that a crash left without an outcome: the same block, or the same refusal."""
        assert self._journal is not None
        try:
            self._unwritten = self._carry_out(intent)
        except RpcError:
            self._journal.write_refusal(Refusal(bytes(keccak(intent.raw))))
            return
        self._write_unwritten()

    def _start_node(self, digest: str) -> Head:
        """A node from the newest snapshot that loads, or from genesis; gives its last block."""
        for snapshot in good_snapshots(self._folder.path, digest):
            try:
                head = self._spawn("--load-state", str(snapshot.state_path(self._folder.path)))
            except ChainError as error:
                _warn(f"snapshot {snapshot.block_number} does not load: {error.message}")
                continue
            if self._is_at(snapshot, head):
                return head
            _warn(f"snapshot {snapshot.block_number} loads as another chain")
        return self._spawn("--init", str(self._folder.genesis))

    def _is_at(self, snapshot: Snapshot, head: Head) -> bool:
        """Whether the node that loaded a snapshot has its chain, from block 0 to its last."""
        genesis_hash = self._ask("eth_getBlockByNumber", "0x0", False)["hash"]
        found = (genesis_hash, head.number, "0x" + head.hash.hex())
        return found == (snapshot.genesis_hash, snapshot.block_number, snapshot.block_hash)

    def _spawn(self, *state: str) -> Head:
        self._stop_node()
        options = (*state, "--no-mining", "--gas-limit", str(GAS_LIMIT))
        self._node = EmbeddedNode(
            self._binary,
            self._log_path,
            chain_id=self._folder.chain_id,
            host=_hidden_host(),
            options=options,
            # a node that loads a state makes a block 0 all the same, and keeps it if it is another
            genesis_timestamp=self._folder.genesis_timestamp(),
            start_seconds=START_SECONDS,
        )
        self._node.start()
        self._client = NodeClient(self._node.host, self._node.port, REQUEST_SECONDS)
        block = self._ask("eth_getBlockByNumber", "latest", False)
        return Head(
            int(block["number"], 16), bytes.fromhex(block["hash"][2:]), int(block["timestamp"], 16)
        )

    def _stop_node(self) -> None:
        self.url = ""
        if self._client is not None:
            self._client.close()
            self._client = None
        if self._node is not None:
            self._node.stop()
            self._node = None

    def _chain_key(self, digest: str) -> tuple[int, str, str]:
        genesis = self._ask("eth_getBlockByNumber", "0x0", False)
        return self._folder.chain_id, str(genesis["hash"]), digest

    def _snapshot_if_due(self) -> None:
        due = max(self._snapshot_seconds, SNAPSHOT_FACTOR * self._snapshot_took)
        if self._tail_seconds >= due:
            self._snapshot()

    def _snapshot(self) -> Snapshot | None:
        """Keep the state, and begin a new journal behind it."""
        assert self._journal is not None
        began = time.monotonic()
        self._tail_seconds = 0.0  # also after a failure: not at every transaction anew
        folder, origin = self._folder.path, self._journal.origin
        if self.head.number == origin.block_number:
            return None
        block_hash = "0x" + self.head.hash.hex()
        try:
            dump = str(self._ask("anvil_dumpState"))
            check_room(folder, dump)
            snapshot = write_snapshot(folder, dump, origin.chain, self.head.number, block_hash)
            behind = Origin(*origin.chain, self.head.number, block_hash)
            journal = Journal.create(folder / f"journal-{self.head.number}.log", behind)
        except (OSError, ChainError, NodeDown, RpcError) as error:
            _warn(f"no snapshot at block {self.head.number}: {error}")
            return None
        self._journal.close()
        self._journal = journal
        self._snapshot_took = time.monotonic() - began
        return snapshot


def _hidden_host() -> str:
    """An address of loopback that no web page can guess, where all of 127/8 is loopback."""
    if sys.platform != "linux":
        return HOST
    return "127." + ".".join(str(1 + secrets.randbelow(254)) for _ in range(3))


def _left_out() -> RpcError:
    return RpcError(REJECTED, "the node left the transaction out of its block: it can't run")


def _warn(text: str) -> None:
    sys.stderr.write(f"warning: {text}\n")
    sys.stderr.flush()
