# SPDX-License-Identifier: Apache-2.0
"""The chain of ``shouxin up``: kept under ``var/chain`` and brought back, or thrown away.

A new chain gives all its coins to the deployer's key, which is kept beside it; nothing else about
it is set up by hand, so genesis and journal are the whole of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from shouxin.chain.deploy import Deployment, deploy
from shouxin.chain.gateway.chain_folder import ChainFolder
from shouxin.chain.gateway.supervision import SupervisedGateway
from shouxin.chain.manifest import manifest_path
from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender, new_key, read_key
from shouxin.config import Config

LOCK_SECONDS = 1
ROLES = ("relayer", "keeper")
ROLE_WEI = 1_000 * 10**18


@dataclass(frozen=True, slots=True)
class OwnChain:
    """Where one chain's things are.

    Attributes:
        folder: genesis, journals and snapshots.
        manifests: the deployment's manifest.
        key_path: the deployer's key.
    """

    folder: ChainFolder
    manifests: Path
    key_path: Path

    @property
    def is_new(self) -> bool:
        """Whether there is no chain yet."""
        return self.folder.is_new

    def create(self) -> None:
        """Begin the chain; a manifest of an earlier chain with this id is moved aside first."""
        manifest = manifest_path(self.manifests, self.folder.chain_id)
        if manifest.exists():
            manifest.replace(manifest.with_suffix(".json.old"))  # no manifest of a reader's
        key = read_key(self.key_path) if self.key_path.exists() else new_key(self.key_path)
        self.folder.create(str(key.address))


def kept_chain(config: Config, chain_id: int) -> OwnChain:
    """The installation's chain of that id."""
    folder = ChainFolder(config.chain_path(chain_id), chain_id)
    return OwnChain(folder, config.manifests, config.key_path(chain_id))


def throwaway_chain(chain_id: int, stack: ExitStack) -> OwnChain:
    """A chain in a folder that is removed when the stack unwinds."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="shouxin-")))
    return OwnChain(ChainFolder(folder / "chain", chain_id), folder / "manifests", folder / "key")


def start_chain(
    own: OwnChain,
    config: Config,
    stack: ExitStack,
    *,
    rpc_port: int | None,
    page_port: int,
    say: Callable[[str], None],
    deploying: Callable[[Sender, Path], Deployment] = deploy,
) -> tuple[SupervisedGateway, Deployment]:
    """Node, gateway and contracts, new or as they were.

    Args:
        own: where the chain is kept.
        config: the installation.
        stack: what ends all of it.
        rpc_port: the gateway's port; 8545 or the next free one if None.
        page_port: of the page that may ask the gateway.
        say: tells the user what goes on.
        deploying: puts the contracts on the chain, or checks those that are there.

    Raises:
        ShouxinError: whatever did not come up.
    """
    binary = config.node_program()
    stack.enter_context(own.folder.locked("up", LOCK_SECONDS))
    is_new = own.is_new
    if is_new:
        say("Starting a chain on this machine.")
        own.create()
    else:
        say(f"Bringing back the chain kept in {own.folder.path}.")
    origins = [f"http://{name}:{page_port}" for name in ("127.0.0.1", "localhost")]
    gateway = SupervisedGateway(
        own.folder, binary, config.log_folder, port=rpc_port, origins=origins
    )
    stack.enter_context(gateway)
    say("Deploying the contracts." if is_new else "Checking the contracts.")
    sender = Sender(Chain(gateway.url, own.folder.chain_id), read_key(own.key_path))
    deployment = deploying(sender, own.manifests)
    for role in ROLES:
        _fund_role(sender, own.key_path.with_name(f"{own.folder.chain_id}.{role}.key"))
    return gateway, deployment


def _fund_role(sender: Sender, path: Path) -> None:
    """A key of the service's own, with coins for gas; made when there is none."""
    key = read_key(path) if path.exists() else new_key(path)
    if sender.chain.balance(str(key.address)) < ROLE_WEI // 2:
        sender.send(str(key.address), value=ROLE_WEI)
