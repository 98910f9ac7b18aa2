# SPDX-License-Identifier: Apache-2.0
"""The one place that chooses implementations: what the configuration means for each part."""

from __future__ import annotations

# every module that declares tables, so that a database is made, archived and restored whole
import shouxin.access.tables
import shouxin.indexing.tables
import shouxin.lending.book_tables
import shouxin.notices.tables
import shouxin.outbox.tables
import shouxin.rest.tables
import shouxin.store.changes
import shouxin.store.election
import shouxin.store.rows  # noqa: F401
from shouxin.chain.deploy import Deployment
from shouxin.chain.deploy import check as check_deployment
from shouxin.chain.manifest import Manifest, read_manifest
from shouxin.chain.rpc import Chain
from shouxin.config import Config
from shouxin.credit.projection import CreditProjection
from shouxin.indexing.indexer import Indexer, IndexerSettings
from shouxin.indexing.projection import Projection
from shouxin.lending.desk_projection import DeskProjection
from shouxin.lending.loan_projection import LoansProjection
from shouxin.lending.note_projection import NotesProjection
from shouxin.lending.rules_projection import RulesProjection
from shouxin.outbox.settings import GWEI, SenderSettings
from shouxin.parties.projection import PartiesProjection
from shouxin.primitives.errors import BadInput, ChainError
from shouxin.store.database import Database


def all_projections() -> list[Projection]:
    """Every domain's, in the order in which they see an event.

    Notes come before loans, for what a note was owed is told by what its loan had received before.
    """
    return [
        PartiesProjection(),
        CreditProjection(),
        NotesProjection(),
        LoansProjection(),
        DeskProjection(),
        RulesProjection(),
    ]


def open_chain(config: Config) -> Chain:
    """The node that the configuration names.

    Raises:
        BadInput: ``config.no_node``, ``chain.bad_url``.
        ChainError: it does not answer, or is of another chain.
    """
    if config.chain.rpc_url is None:
        raise BadInput(
            "config.no_node",
            "no node is named: set [chain] rpc_url (SHOUXIN_CHAIN_RPC_URL), or run `shouxin up`, "
            "which starts one",
            "未指定节点：请设置 [chain] rpc_url（SHOUXIN_CHAIN_RPC_URL），或运行会启动节点的 "
            "shouxin up",
        )
    return Chain(config.chain.rpc_url, config.chain.chain_id)


def open_deployment(config: Config, chain: Chain) -> Deployment:
    """The contracts that the manifest names, compared with the chain.

    Raises:
        ChainError: ``manifest.missing``, ``manifest.unreadable``, or it does not fit the chain.
    """
    path = config.manifest_file(chain.chain_id)
    manifest = read_manifest(path)
    if manifest is None:
        raise ChainError(
            "manifest.missing",
            f"there is no manifest at {path}: copy the deployment's there, or set [chain] manifest",
            f"{path} 处没有部署清单：请将其复制到此处，或设置 [chain] manifest",
        )
    return check_deployment(chain, manifest, path)


def open_database(config: Config, chain_id: int) -> Database:
    """The service's database for a chain; nothing is opened yet."""
    return Database(config.database_url(chain_id))


def open_indexer(config: Config) -> Indexer:
    """An indexer of the configured chain; nothing is read yet.

    Raises:
        BadInput: ``config.no_node``.
        ChainError: the node does not answer, or the manifest does not fit it.
    """
    chain = open_chain(config)
    manifest = open_deployment(config, chain).manifest
    return indexer_of(config, chain, manifest, open_database(config, chain.chain_id))


def indexer_of(config: Config, chain: Chain, manifest: Manifest, database: Database) -> Indexer:
    """An indexer of a chain into a database, as the configuration has it."""
    settings = IndexerSettings(poll_seconds=config.chain.poll_seconds)
    return Indexer(database, chain, manifest, all_projections(), settings)


def sender_settings(config: Config, chain_id: int, *, is_own: bool = False) -> SenderSettings:
    """How transactions are sent; with ``is_own`` the service's own calls alone."""
    return SenderSettings(
        is_own=is_own,
        confirmations=config.confirmations(chain_id) + 1,
        fee_max_wei=config.relay.fee_gwei_max * GWEI,
    )
