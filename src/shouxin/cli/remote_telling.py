# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin demo --remote`` does: a platform of its own or a running one, and the story."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from shouxin.chain.deploy import Deployment
from shouxin.chain.manifest import manifest_path, read_manifest
from shouxin.chain.node import CHAIN_ID, HOST
from shouxin.chain.sender import Sender, new_key, read_key
from shouxin.cli.group import start_group
from shouxin.cli.own_chain import start_chain, throwaway_chain
from shouxin.cli.ports import free_ports
from shouxin.cli.telling import console_for
from shouxin.config import Config, load_config
from shouxin.primitives.errors import NotFoundError
from shouxin.primitives.identifiers import parse_address
from shouxin.story.narrator import Narrator
from shouxin.story.remote.platform import Platform
from shouxin.story.remote.tell import tell_remote
from shouxin.story.stage import Stage, set_up
from shouxin.story.tell import check_whole
from shouxin.story.text import Language, Text

STARTING = Text(
    "Starting a chain, the service, the indexer and the keeper …",
    "正在启动链、服务、索引器和看护进程……",
)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A platform that runs.

    Attributes:
        url: its service's.
        manifest: the caller's own file.
        keys: the folder of ``provider.key`` and ``bank.key``.
        currency: the bank's token.
    """

    url: str
    manifest: Path
    keys: Path
    currency: str


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    language: Language
    is_json: bool
    elsewhere: Elsewhere | None = None


def run(request: Request) -> None:
    """Tell the story.

    Raises:
        ShouxinError: the platform failed, a refusal, or service and model differ.
    """
    console, config = console_for(is_json=request.is_json), load_config()
    with (
        console.status(STARTING.of(request.language)) as status,
        _platform(request, config) as platform,
    ):
        status.stop()
        told = tell_remote(platform, Narrator(console, request.language))
    if request.is_json:
        typer.echo(json.dumps(told.value, ensure_ascii=False))
    check_whole(told)


def _platform(request: Request, config: Config) -> AbstractContextManager[Platform]:
    there = request.elsewhere
    return own_platform(config) if there is None else _running(there)


@contextmanager
def own_platform(config: Config) -> Iterator[Platform]:
    """A platform with everything, for the story alone; nothing of it is kept.

    Raises:
        ChainError: a part did not come up.
    """
    with ExitStack() as stack:
        own = throwaway_chain(CHAIN_ID, stack)
        listening = stack.enter_context(socket.create_server((HOST, 0)))
        port, (rpc_port,) = int(listening.getsockname()[1]), free_ports(1)
        stages: list[Stage] = []
        _, deployment = start_chain(
            own,
            config,
            stack,
            rpc_port=rpc_port,
            page_port=port,
            say=lambda _: None,
            deploying=_deploying(stages),
        )
        (stage,) = stages
        for role in (stage.provider, stage.bank):
            stage.fund(role)
        manifest = manifest_path(own.manifests, CHAIN_ID)
        database = f"sqlite:///{own.manifests.parent / 'shouxin.db'}"
        start_group(config, deployment, manifest, database, stack, listening, own.key_path.parent)
        yield Platform(
            f"http://{HOST}:{port}",
            deployment.manifest,
            stage.token.address,
            stage.provider.account,
            stage.bank.account,
            is_own=True,
        )


def _deploying(stages: list[Stage]) -> Callable[[Sender, Path], Deployment]:
    """The contracts with what the story needs settled before the timelock takes over."""

    def deploy(operator: Sender, folder: Path) -> Deployment:
        provider, bank = (Sender(operator.chain, new_key()) for _ in range(2))
        stages.append(set_up(operator, provider, bank, folder, None))
        return stages[0].deployment

    return deploy


@contextmanager
def _running(there: Elsewhere) -> Iterator[Platform]:
    """A platform of others, whose roles' keys are here."""
    manifest = read_manifest(there.manifest)
    if manifest is None:
        raise NotFoundError(
            "client.no_manifest",
            f"there is no manifest at {there.manifest}: name your own with --manifest",
            f"{there.manifest} 处没有部署清单：请用 --manifest 指定",
        )
    yield Platform(
        there.url,
        manifest,
        parse_address(there.currency, "--currency"),
        read_key(there.keys / "provider.key"),
        read_key(there.keys / "bank.key"),
        is_own=False,
    )
