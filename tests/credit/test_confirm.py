# SPDX-License-Identifier: Apache-2.0
"""A report's block is on the chain that a node shows, or the report is refused."""

from dataclasses import replace

import pytest

from shouxin.chain.rpc import Chain
from shouxin.chain.sender import Sender
from shouxin.credit.confirmation import Confirmed, confirm
from shouxin.credit.report import Report
from shouxin.credit.verification import verify
from shouxin.primitives.errors import ChainError, Refused
from tests.credit.ledger_world import LIFE, SUBJECT, LedgerWorld


def refusal(report: Report, world: LedgerWorld) -> Refused:
    with pytest.raises(Refused) as caught:
        confirm(report, world.node.chain, world.ledger)
    return caught.value


def test_a_node_that_is_down_is_a_failure(world: LedgerWorld) -> None:
    with pytest.raises(ChainError, match="no node answers"):
        Chain("http://127.0.0.1:1", world.ledger.chain_id)


def test_a_chain_of_the_same_id_that_began_otherwise_is_refused(
    report: Report, world: LedgerWorld
) -> None:
    other = replace(world.ledger, genesis_hash=bytes(32))
    with pytest.raises(Refused, match="and begins with block") as caught:
        confirm(report, world.node.chain, other)
    assert caught.value.code == "report.other_chain"


def test_a_reorganisation_under_the_report_is_seen(own_world: LedgerWorld) -> None:
    node = own_world.node
    before = node.chain.request("evm_snapshot")
    own_world.record(SUBJECT, LIFE[1:2], before=76_000)
    report = own_world.report()
    assert confirm(report, node.chain, own_world.ledger).confirmations == 1
    node.chain.request("evm_revert", before)
    shorter = refusal(report, own_world)
    assert shorter.code == "report.not_on_chain"
    assert f"nothing, for it ends at {report.header.number - 1}" in shorter.message
    own_world.book = Sender(node.chain, own_world.book.account)  # its nonce is the chain's again
    own_world.record(SUBJECT, [replace(LIFE[1], amount=1)], before=76_000)
    assert node.chain.block().number == report.header.number
    replaced = refusal(report, own_world)
    assert replaced.code == "report.not_on_chain"
    assert replaced.message.startswith(f"block.hash: at {report.header.number} the chain")
    assert verify(report, own_world.ledger).aggregates.entry_count == 7
    assert confirm(own_world.report(), node.chain, own_world.ledger) == Confirmed(1, 0)


def test_a_reorganisation_by_the_node_itself_is_seen(own_world: LedgerWorld) -> None:
    node = own_world.node
    old = own_world.report()
    own_world.record(SUBJECT, LIFE[1:2], before=76_000)
    node.chain.request("evm_mine")
    report = own_world.report()
    node.chain.request("anvil_reorg", 2, [])
    assert node.chain.block().number == report.header.number
    assert refusal(report, own_world).code == "report.not_on_chain"
    assert confirm(old, node.chain, own_world.ledger).entries_since == 0


def test_a_forged_header_is_consistent_alone_and_refused_by_a_node(
    report: Report, world: LedgerWorld
) -> None:
    """What "origin unproven" means: without a node, anyone can make up the block."""
    values = list(report.header.values)
    values[list(report.header.to_json()).index("timestamp")] = 1_999_999_999
    header = replace(report.header, values=tuple(values))
    forged = replace(report, header=header, block_hash=header.hash)
    assert verify(forged, world.ledger).report.header.timestamp == 1_999_999_999
    assert refusal(forged, world).code == "report.not_on_chain"


def test_it_counts_the_blocks_and_the_entries_since(own_world: LedgerWorld) -> None:
    report = own_world.report()
    assert confirm(report, own_world.node.chain, own_world.ledger) == Confirmed(1, 0)
    own_world.record(SUBJECT, LIFE[1:4], before=76_000)
    own_world.node.chain.request("evm_mine")
    assert confirm(report, own_world.node.chain, own_world.ledger) == Confirmed(3, 3)
