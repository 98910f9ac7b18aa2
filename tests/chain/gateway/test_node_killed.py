# SPDX-License-Identifier: Apache-2.0
"""The node's own process killed under a gateway that lives on."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from shouxin.chain.gateway.lasting import LastingNode
from tests.chain.gateway.service import World, history, running, serving


def kill_the_program(world: World) -> None:
    """End the node's own process, not what guards it, as the kernel would when memory is short."""
    found = subprocess.run(
        ["pgrep", "-f", f"anvil .*{world.folder.path}"], capture_output=True, text=True, check=True
    )
    for number in found.stdout.split():
        command = Path(f"/proc/{number}/cmdline")
        if command.exists() and b"/anvil\0" in command.read_bytes().split(b"sh\0")[0]:
            os.kill(int(number), signal.SIGKILL)


def test_a_node_that_is_killed_comes_back_for_the_next_transaction(
    world: World, ended: list[LastingNode]
) -> None:
    node = running(world, 4)
    ended.append(node)
    before = history(node)
    kill_the_program(world)
    node.submit(world.signed())
    after = history(node)
    assert [after[0][:5], after[1][:4]] == before[:2]
    assert after[2] == 5


def test_while_the_node_is_down_reads_say_so(world: World, ended: list[LastingNode]) -> None:
    node = running(world, 1)
    ended.append(node)
    with serving(node) as client:
        kill_the_program(world)
        _until(lambda: not node.is_running)
        error = client.refused("eth_blockNumber")
        assert error["code"] == -32002
        assert "being started again" in error["message"]
        node.revive()
        assert client.ask("eth_blockNumber") == "0x1"


def _until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert is_so()
