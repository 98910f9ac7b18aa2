# SPDX-License-Identifier: Apache-2.0
"""Asks a node whether a report's block is on the chain, and what came after it."""

from dataclasses import dataclass

from shouxin.chain.bindings.credit_ledger import CreditLedger
from shouxin.chain.rpc import Chain
from shouxin.credit.ledger import Ledger
from shouxin.credit.report import Report
from shouxin.primitives.errors import Refused
from shouxin.primitives.hexadecimal import to_hex


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A report whose block is on the chain that a node shows.

    Attributes:
        confirmations: blocks from the report's on, itself included.
        entries_since: how many entries the party's record has got since.
    """

    confirmations: int
    entries_since: int


def confirm(report: Report, chain: Chain, ledger: Ledger) -> Confirmed:
    """See that a report's block is where it says.

    Raises:
        Refused: ``report.other_chain``, ``report.not_on_chain``.
        ChainError: the node failed, or is behind the report.
    """
    check_chain(chain, ledger)
    number = report.header.number
    latest = chain.block().number
    found = chain.block(number).hash if number <= latest else None
    if found != report.block_hash:
        there = f"block {to_hex(found)}" if found else f"nothing, for it ends at {latest}"
        there_zh = f"区块 {to_hex(found)}" if found else f"没有区块（最新为 {latest}）"
        raise Refused(
            "report.not_on_chain",
            f"block.hash: at {number} the chain at {chain.url} has {there}, and the report "
            f"{to_hex(report.block_hash)}: do not rely on it, and ask for a new one",
            f"block.hash：链 {chain.url} 在高度 {number} 处为{there_zh}，报告中为 "
            f"{to_hex(report.block_hash)}：请勿采信，请对方重新导出",
        )
    now = CreditLedger(chain, ledger.address).aggregates_of(report.party).entry_count
    return Confirmed(latest - number + 1, now - len(report.entries))


def check_chain(chain: Chain, ledger: Ledger) -> None:
    """See that a node's chain is the ledger's, by its id and its first block.

    Raises:
        Refused: ``report.other_chain``.
    """
    genesis = chain.block(0).hash
    if (chain.chain_id, genesis) != (ledger.chain_id, ledger.genesis_hash):
        raise Refused(
            "report.other_chain",
            f"the chain at {chain.url} has id {chain.chain_id} and begins with block "
            f"{to_hex(genesis)}, and your manifest's {ledger.chain_id} and "
            f"{to_hex(ledger.genesis_hash)}: correct --rpc-url or --manifest",
            f"链 {chain.url} 的链 ID 为 {chain.chain_id}、创世区块为 {to_hex(genesis)}，"
            f"您的部署清单中为 {ledger.chain_id} 和 {to_hex(ledger.genesis_hash)}："
            "请更正 --rpc-url 或 --manifest",
        )
