# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin up`` does: node, contracts, processes come up in order, and go down in order."""

import json
import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from shouxin.chain.deploy import Deployment, deploy
from shouxin.chain.deployer import open_deployer
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.manifest import manifest_path
from shouxin.chain.node import CHAIN_ID, HOST
from shouxin.chain.rpc import Chain
from shouxin.cli.group import Group, start_group
from shouxin.cli.own_chain import kept_chain, start_chain, throwaway_chain
from shouxin.cli.ports import bind_service
from shouxin.config import Config, load_config

WATCH_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; None is the default."""

    port: int | None
    rpc_url: str | None
    chain_id: int | None
    key_file: Path | None
    is_json: bool
    rpc_port: int | None = None
    is_ephemeral: bool = False
    is_node_alone: bool = False


def run_until_stopped(request: Request) -> None:
    """Bring everything up, and down again at Ctrl-C or SIGTERM.

    A shell that starts a job in the background of a script has it ignore Ctrl-C; here both stop.

    Raises:
        ShouxinError: whatever did not come up, or the node ended by itself.
    """
    previous = signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    stack = ExitStack()
    try:
        _run(request, stack)
    except KeyboardInterrupt:
        _say(request, "Stopping.")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # going down is not interrupted half-way
        stack.close()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, previous)


def _run(request: Request, stack: ExitStack) -> None:
    config = load_config()
    wanted = request.port or config.service.port
    listening = stack.enter_context(bind_service(config.service.host, wanted))
    port = int(listening.getsockname()[1])
    gateway: SupervisedGateway | None = None
    if request.rpc_url is None:
        chain_id = request.chain_id or config.chain.chain_id or CHAIN_ID
        is_kept = not request.is_ephemeral
        own = kept_chain(config, chain_id) if is_kept else throwaway_chain(chain_id, stack)
        gateway, deployment = start_chain(
            own,
            config,
            stack,
            rpc_port=request.rpc_port,
            page_port=port,
            say=lambda text: _say(request, text),
        )
        manifests, keys = own.manifests, own.key_path.parent
    else:
        deployment = _deploy_elsewhere(request, config, request.rpc_url)
        manifests, keys = config.manifests, None
    chain_id = deployment.chain.chain_id
    manifest = manifest_path(manifests, chain_id)
    url = config.database_url(chain_id)
    if request.is_ephemeral:
        url = f"sqlite:///{manifest.parent.parent / 'shouxin.db'}"
    _say_keeperless(request, config, chain_id)
    group = Group({})
    if not request.is_node_alone:
        group = start_group(config, deployment, manifest, url, stack, listening, keys)
    _announce(request, port, deployment)
    while True:
        failure = group.failure or (gateway.failure if gateway is not None else None)
        if failure is not None:
            raise failure
        time.sleep(WATCH_SECONDS)


def _deploy_elsewhere(request: Request, config: Config, rpc_url: str) -> Deployment:
    chain = Chain(rpc_url, request.chain_id)
    _say(request, f"Deploying on chain {chain.chain_id}, or checking what is there.")
    key_file = request.key_file or config.key_file
    sender = open_deployer(chain, key_file, config.key_path(chain.chain_id))
    return deploy(sender, config.manifests)


def _announce(request: Request, port: int, deployment: Deployment) -> None:
    url = f"http://{HOST}:{port}"
    if request.is_json:
        facts: dict[str, Any] = {
            **({} if request.is_node_alone else {"url": url}),
            "rpc_url": deployment.chain.url,
            "chain_id": deployment.chain.chain_id,
            "contracts": {name: c.address for name, c in deployment.manifest.contracts.items()},
        }
        typer.echo(json.dumps(facts))
        return
    if not request.is_node_alone:
        typer.echo(f"Shouxin answers at {url}")
    typer.echo(f"JSON-RPC, for wallets and programs on this machine: {deployment.chain.url}")
    typer.echo("Ctrl-C stops all of it.")


def _say_keeperless(request: Request, config: Config, chain_id: int) -> None:
    if request.rpc_url is not None and not config.keeper_key(chain_id).exists():
        _say(request, f"No keeper runs: it has no key at {config.keeper_key(chain_id)}.")


def _say(request: Request, text: str) -> None:
    if not request.is_json:
        typer.echo(text)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """A polite kill is a Ctrl-C."""
    del number, frame
    raise KeyboardInterrupt
