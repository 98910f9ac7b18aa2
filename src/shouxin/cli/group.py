# SPDX-License-Identifier: Apache-2.0
"""The group of processes of ``shouxin up``: each supervised, all on one chain and one database."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from shouxin.chain.deploy import Deployment
from shouxin.config import Config
from shouxin.primitives.errors import ShouxinError
from shouxin.processes.supervised import Program, SupervisedProcess

_MAIN = "from shouxin.cli.main import main; main()"
MEMBERS: tuple[tuple[str, str], ...] = (
    ("serve", "服务"),
    ("index", "索引器"),
    ("keeper", "看护进程"),
)
"""Commands of the group, the service first, with their Chinese names; each takes
``--until-input-ends``, says one line of JSON once it works, and ends with us."""


class Group:
    """The processes of one installation.

    Attributes:
        members: by command.
    """

    def __init__(self, members: Mapping[str, SupervisedProcess]) -> None:
        self.members = members

    @property
    def failure(self) -> ShouxinError | None:
        """Why the first that was given up was."""
        failures = [member.failure for member in self.members.values()]
        return next((failure for failure in failures if failure is not None), None)


def start_group(
    config: Config,
    deployment: Deployment,
    manifest: Path,
    database_url: str,
    stack: ExitStack,
    listening: socket.socket,
    keys: Path | None,
) -> Group:
    """Start all; the stack ends them.

    Args:
        config: the installation.
        deployment: what is served.
        manifest: its file.
        database_url: where the processes keep what they know.
        stack: what ends them.
        listening: the service's socket, which is ours so that nobody takes its port meanwhile.
        keys: the folder of the roles' keys that were made here; None on a chain of others.

    Raises:
        ShouxinError: whichever did not come up.
    """
    environ = os.environ | {
        "SHOUXIN_VAR": str(config.var),
        "SHOUXIN_CHAIN_RPC_URL": deployment.chain.url,
        "SHOUXIN_CHAIN_CHAIN_ID": str(deployment.chain.chain_id),
        "SHOUXIN_CHAIN_MANIFEST": str(manifest),
        "SHOUXIN_DATABASE_URL": database_url,
        **_keys_of(deployment.chain.chain_id, keys),
    }
    started: dict[str, SupervisedProcess] = {}
    for command, name_zh in _members(config, deployment.chain.chain_id, keys):
        taken = (listening.fileno(),) if command == "serve" else ()
        options = [text for each in taken for text in ("--socket", str(each))]
        arguments = [sys.executable, "-c", _MAIN, command, "--until-input-ends", *options]
        log_path = config.log_folder / f"{command}-{deployment.chain.chain_id}.log"
        process = SupervisedProcess(
            Program(
                command,
                name_zh,
                lambda given=tuple(arguments): given,  # type: ignore[misc]
                log_path,
                environ,
                descriptors=taken,
            )
        )
        started[command] = stack.enter_context(process)
    return Group(started)


def _members(config: Config, chain_id: int, keys: Path | None) -> Sequence[tuple[str, str]]:
    """All; on a chain of others a keeper only if it was given a key, for its gas is not free."""
    has_keeper = keys is not None or config.keeper_key(chain_id).exists()
    return [member for member in MEMBERS if has_keeper or member[0] != "keeper"]


def _keys_of(chain_id: int, keys: Path | None) -> dict[str, str]:
    if keys is None:
        return {}
    return {
        "SHOUXIN_RELAY_KEY_FILES": str(keys / f"{chain_id}.relayer.key"),
        "SHOUXIN_KEEPER_KEY_FILE": str(keys / f"{chain_id}.keeper.key"),
    }
