# SPDX-License-Identifier: Apache-2.0
"""The gateway's life: lock, port, chain, service; it revives the node and ends with its parent."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from shouxin.chain.gateway.calls import Calls
from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.lasting import LastingNode
from shouxin.chain.gateway.server import Gateway, Limits
from shouxin.chain.node import HOST
from shouxin.primitives.errors import ChainError, ShouxinError
from shouxin.processes.ending import when_input_ends

RPC_PORT = 8545
PORTS_TRIED = 100
WATCH_SECONDS = 0.2
EXIT_REFUSED = 3
"""The exit code of a failure that starting again would not mend."""


def main(arguments: Sequence[str]) -> int:
    """Serve until standard input ends or a signal comes."""
    parser = argparse.ArgumentParser(prog="shouxin.chain.gateway", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the chain is kept")
    parser.add_argument("--chain-id", type=int, required=True)
    parser.add_argument("--anvil", type=Path, required=True, help="the node's program")
    parser.add_argument("--log", type=Path, required=True, help="for the node's output")
    parser.add_argument("--port", type=int, help="8545 or the next free one by default")
    parser.add_argument("--origin", action="append", default=[], help="of a page that may ask")
    given = parser.parse_args(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for our parent, which ends us
    signal.signal(signal.SIGTERM, _ask_to_end)
    folder = ChainFolder(given.folder, given.chain_id)
    try:
        with folder.locked("gateway"):
            node = LastingNode(folder, given.anvil, given.log)
            asyncio.run(_serve(node, bind_port(given.port), given.origin))
    except ShouxinError as error:
        failure = {"code": error.code, "message": error.message, "message_zh": error.message_zh}
        sys.stdout.write(json.dumps(failure, ensure_ascii=False) + "\n")
        return EXIT_REFUSED
    return 0


def bind_port(port: int | None) -> socket.socket:
    """A socket on that port of loopback, or on the first free one from 8545.

    Raises:
        ChainError: ``gateway.port_in_use``.
    """
    candidates = [port] if port is not None else range(RPC_PORT, RPC_PORT + PORTS_TRIED)
    for candidate in candidates:
        bound = socket.socket()
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((HOST, candidate))
            bound.listen(128)
        except OSError:
            bound.close()
        else:
            return bound
    raise ChainError(
        "gateway.port_in_use",
        f"port {candidates[0]} is in use: stop what listens there, or choose another with "
        "--rpc-port",
        f"端口 {candidates[0]} 已被占用：请停止占用它的程序，或用 --rpc-port 指定其他端口",
    )


async def _serve(node: LastingNode, listening: socket.socket, origins: Sequence[str]) -> None:
    ended = threading.Event()
    when_input_ends(ended.set)
    try:
        await asyncio.to_thread(node.start)
        calls = Calls(node)
        gateway = Gateway(calls, origins, Limits())
        await gateway.start(listening)
        sys.stdout.write(json.dumps({"port": listening.getsockname()[1]}) + "\n")
        sys.stdout.flush()
        try:
            while not ended.is_set():
                if not node.is_running:
                    await calls.revive()
                await asyncio.sleep(WATCH_SECONDS)
        finally:
            await gateway.stop()
    finally:
        await asyncio.to_thread(node.stop)
        listening.close()


def _ask_to_end(number: int, frame: object) -> None:
    del number, frame
    raise SystemExit(0)
