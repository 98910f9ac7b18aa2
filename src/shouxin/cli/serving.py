# SPDX-License-Identifier: Apache-2.0
"""What ``shouxin up`` does: node, contracts and page come up in order, and go down in order."""

import fcntl
import json
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from shouxin.chain.deploy import Deployment, deploy
from shouxin.chain.deployer import open_deployer
from shouxin.chain.manifest import manifest_path
from shouxin.chain.node import CHAIN_ID, EmbeddedNode
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender
from shouxin.cli.page import HOST, Page, bind_page
from shouxin.config import Config, load_config
from shouxin.primitives.errors import ChainError

WATCH_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; None is the default."""

    port: int | None
    rpc_url: str | None
    chain_id: int | None
    key_file: Path | None
    is_json: bool


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
    page = stack.enter_context(bind_page(request.port))
    node: EmbeddedNode | None = None
    if request.rpc_url is None:
        _say(request, "Starting a chain on this machine.")
        node = config.embedded_node(chain_id=request.chain_id or CHAIN_ID)
        deployment = _deploy_embedded(request, config, node, stack)
    else:
        deployment = _deploy_elsewhere(request, config, request.rpc_url)
    page.show(deployment)
    thread = threading.Thread(target=page.serve_forever, daemon=True)
    thread.start()
    stack.callback(page.shutdown)
    _announce(request, page, deployment)
    while node is None or node.is_running:
        thread.join(WATCH_SECONDS)
    raise ChainError(
        "node.ended",
        f"the node ended by itself: see {node.log_path}, then run `shouxin up` again",
        f"节点意外退出：请查看 {node.log_path}，然后重新运行 shouxin up",
    )


def _deploy_embedded(
    request: Request, config: Config, node: EmbeddedNode, stack: ExitStack
) -> Deployment:
    """The contracts on a new chain; an earlier run's manifest is of a chain that has ended."""
    stack.enter_context(node)
    folder = stack.enter_context(_manifest_folder(config))
    manifest_path(folder, node.chain_id).unlink(missing_ok=True)
    _say(request, "Deploying the contracts.")
    return deploy(Sender(node.chain, node.new_account()), folder)


def _deploy_elsewhere(request: Request, config: Config, rpc_url: str) -> Deployment:
    chain = Chain(rpc_url, request.chain_id)
    _say(request, f"Deploying on chain {chain.chain_id}, or checking what is there.")
    key_file = request.key_file or config.key_file
    sender = open_deployer(chain, key_file, config.key_path(chain.chain_id))
    return deploy(sender, config.manifests)


@contextmanager
def _manifest_folder(config: Config) -> Iterator[Path]:
    """The installation's manifests, or a folder of our own while another run has them."""
    config.manifests.mkdir(parents=True, exist_ok=True)
    with (config.var / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            own = config.var / f"manifests-{threading.get_native_id()}"
            yield own
            shutil.rmtree(own, ignore_errors=True)
        else:
            yield config.manifests


def _announce(request: Request, page: Page, deployment: Deployment) -> None:
    url = f"http://{HOST}:{page.port}"
    if request.is_json:
        facts: dict[str, Any] = {
            "url": url,
            "rpc_url": deployment.chain.url,
            "chain_id": deployment.chain.chain_id,
            "contracts": {name: c.address for name, c in deployment.manifest.contracts.items()},
        }
        typer.echo(json.dumps(facts))
        return
    typer.echo(f"Shouxin answers at {url}")
    typer.echo(f"The node, for programs on this machine: {deployment.chain.url}")
    typer.echo("Ctrl-C stops all of it.")


def _say(request: Request, text: str) -> None:
    if not request.is_json:
        typer.echo(text)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """A polite kill is a Ctrl-C."""
    del number, frame
    raise KeyboardInterrupt
