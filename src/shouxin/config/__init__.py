# SPDX-License-Identifier: Apache-2.0
"""The configuration of one installation; the one place that reads the environment.

``shouxin.toml`` in the current folder, or the file that ``SHOUXIN_CONFIG`` names, and the
environment, which wins. ``sections`` has every setting there is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shouxin.config import kinds
from shouxin.config.reading import read_settings
from shouxin.config.sections import (
    ChainSection,
    DatabaseSection,
    EventsSection,
    IndexSection,
    KeeperSection,
    LogSection,
    RelaySection,
    ServiceSection,
    TelemetrySection,
    WebhooksSection,
    setting,
)

if TYPE_CHECKING:
    from shouxin.chain.node import EmbeddedNode


_CHECKOUT = Path(__file__).resolve().parents[3]
FILE_NAME = "shouxin.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that can be set.

    Attributes:
        root: the checkout, where ``node_modules`` is.
        file: the file that it was read from, if there was one.
    """

    root: Path
    var: Path = setting(
        kinds.PATH,
        _CHECKOUT / "var",
        "the folder of chains, manifests, keys, logs and the database; `var/` in the checkout",
        "链、部署清单、密钥、日志和数据库所在目录；默认为代码目录下的 `var/`",
    )
    anvil: Path | None = setting(
        kinds.PATH,
        None,
        "the program of the node, if not the one in `node_modules`",
        "节点程序；默认使用 `node_modules` 中的程序",
    )
    key_file: Path | None = setting(
        kinds.PATH,
        None,
        "the private key that deploys on a node of others",
        "在他人节点上部署所用的私钥文件",
    )
    url: str | None = setting(
        kinds.TEXT,
        None,
        "the service that `shouxin party`, `offer`, `loan` and `note` ask",
        "`shouxin party`、`offer`、`loan`、`note` 命令所连接的服务",
    )
    file: Path | None = None
    database: DatabaseSection = field(default_factory=DatabaseSection)
    chain: ChainSection = field(default_factory=ChainSection)
    service: ServiceSection = field(default_factory=ServiceSection)
    index: IndexSection = field(default_factory=IndexSection)
    keeper: KeeperSection = field(default_factory=KeeperSection)
    relay: RelaySection = field(default_factory=RelaySection)
    events: EventsSection = field(default_factory=EventsSection)
    webhooks: WebhooksSection = field(default_factory=WebhooksSection)
    log: LogSection = field(default_factory=LogSection)
    telemetry: TelemetrySection = field(default_factory=TelemetrySection)

    @property
    def manifests(self) -> Path:
        """The folder of deployments' manifests."""
        return self.var / "manifests"

    def key_path(self, chain_id: int) -> Path:
        """The deployer's key that was made here for a chain."""
        return self.var / "keys" / f"{chain_id}.key"

    def chain_path(self, chain_id: int) -> Path:
        """Where an embedded chain is kept."""
        return self.var / "chain" / str(chain_id)

    @property
    def log_folder(self) -> Path:
        """What nodes and gateways print."""
        return self.var / "log"

    def node_program(self) -> Path:
        """The node's program.

        Raises:
            ChainError: ``node.missing``.
        """
        from shouxin.chain.node import find_anvil  # noqa: PLC0415 - as below

        return self.anvil or find_anvil(self.root)

    def embedded_node(
        self, *, chain_id: int | None = None, port: int | None = None, name: str = "node"
    ) -> EmbeddedNode:
        """A node of our own, not started, by default of its usual chain id.

        ``name`` is its log's.

        Raises:
            ChainError: ``node.missing``.
        """
        # web3 takes seconds to import, and commands that start no node do without it
        from shouxin.chain.node import CHAIN_ID, EmbeddedNode  # noqa: PLC0415

        log_path = self.log_folder / f"{name}-{os.getpid()}.log"
        chosen = chain_id or CHAIN_ID
        return EmbeddedNode(self.node_program(), log_path, chain_id=chosen, port=port)

    def database_url(self, chain_id: int) -> str:
        """Where the service of a chain keeps what it knows."""
        return self.database.url or f"sqlite:///{self.var / 'database' / f'{chain_id}.db'}"

    def manifest_file(self, chain_id: int) -> Path:
        """The manifest of the deployment that is served."""
        return self.chain.manifest or self.manifests / f"{chain_id}.json"

    def confirmations(self, chain_id: int) -> int:
        """Blocks on top of one until it counts as final."""
        return self.chain.confirmations.get(chain_id, 0)

    def keeper_key(self, chain_id: int) -> Path:
        """The keeper's key."""
        return self.keeper.key_file or self.var / "keys" / f"{chain_id}.keeper.key"

    def relayer_keys(self, chain_id: int) -> tuple[Path, ...]:
        """The keys that send for users."""
        return self.relay.key_files or (self.var / "keys" / f"{chain_id}.relayer.key",)


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """The configuration that file and environment give.

    Raises:
        BadInput: ``config.unreadable``, ``config.unknown_key``, ``config.bad_value``.
    """
    given = os.environ if environ is None else environ
    file = _file_in(given, is_own=environ is None)
    parts: dict[str, dict[str, Any]] = {}
    for (section, key), value in read_settings(Config, file, given).items():
        parts.setdefault(section, {})[key] = value
    top = parts.pop("", {})
    sections = {name: _SECTIONS[name](**values) for name, values in parts.items()}
    return Config(root=_CHECKOUT, file=file, **top, **sections)


def _file_in(environ: Mapping[str, str], *, is_own: bool) -> Path | None:
    """The file to read: the one that is named, or the current folder's if there is one."""
    named = environ.get("SHOUXIN_CONFIG")
    if named:
        return Path(named).absolute()
    found = Path.cwd() / FILE_NAME
    return found if is_own and found.is_file() else None


_SECTIONS: dict[str, Any] = {
    "database": DatabaseSection,
    "chain": ChainSection,
    "service": ServiceSection,
    "index": IndexSection,
    "keeper": KeeperSection,
    "relay": RelaySection,
    "events": EventsSection,
    "webhooks": WebhooksSection,
    "log": LogSection,
    "telemetry": TelemetrySection,
}
