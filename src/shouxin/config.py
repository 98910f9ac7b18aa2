# SPDX-License-Identifier: Apache-2.0
"""Where things are on this machine; the one place that reads the environment.

``SHOUXIN_VAR`` is the folder of manifests, keys and logs (``var/`` in the checkout by default);
``SHOUXIN_ANVIL`` is the program of the node, if not the one in ``node_modules``;
``SHOUXIN_KEY_FILE`` has the private key that sends on a node of others.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouxin.chain.node import EmbeddedNode


_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Config:
    """Paths of one installation.

    Attributes:
        root: the checkout, where ``node_modules`` is.
        var: what this installation keeps.
        anvil: the node's program; the pinned one if None.
        key_file: the private key that sends on a node of others.
    """

    root: Path
    var: Path
    anvil: Path | None = None
    key_file: Path | None = None

    @property
    def manifests(self) -> Path:
        """The folder of deployments' manifests."""
        return self.var / "manifests"

    def key_path(self, chain_id: int) -> Path:
        """The deployer's key that was made here for a chain."""
        return self.var / "keys" / f"{chain_id}.key"

    def embedded_node(
        self, *, chain_id: int | None = None, port: int | None = None, name: str = "node"
    ) -> EmbeddedNode:
        """A node of our own, not started, by default of its usual chain id.

        ``name`` is its log's.

        Raises:
            ChainError: ``node.missing``.
        """
        # web3 takes seconds to import, and commands that start no node do without it
        from shouxin.chain.node import CHAIN_ID, EmbeddedNode, find_anvil  # noqa: PLC0415

        binary = self.anvil or find_anvil(self.root)
        log_path = self.var / "log" / f"{name}-{os.getpid()}.log"
        return EmbeddedNode(binary, log_path, chain_id=chain_id or CHAIN_ID, port=port)


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """The configuration that the environment gives."""
    given = os.environ if environ is None else environ
    anvil, key_file = given.get("SHOUXIN_ANVIL"), given.get("SHOUXIN_KEY_FILE")
    return Config(
        root=_CHECKOUT,
        var=Path(given.get("SHOUXIN_VAR") or _CHECKOUT / "var"),
        anvil=Path(anvil) if anvil else None,
        key_file=Path(key_file) if key_file else None,
    )
