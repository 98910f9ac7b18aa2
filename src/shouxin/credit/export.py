# SPDX-License-Identifier: Apache-2.0
"""Makes a party's credit report from a node, and sees that it holds before it is handed out."""

from shouxin.chain.abi import Log, decode_logs
from shouxin.chain.bindings.credit_ledger import EntryRecorded
from shouxin.chain.header import header_of
from shouxin.chain.proof import fetch_proof
from shouxin.chain.rpc import Chain
from shouxin.credit.confirmation import check_chain
from shouxin.credit.ledger import Ledger
from shouxin.credit.record import EMPTY_HEAD, Recorded, next_head
from shouxin.credit.report import Report, ReportedEntry
from shouxin.credit.verification import Verified, verify
from shouxin.primitives.errors import ChainError, Refused


def export_report(
    chain: Chain, ledger: Ledger, party: bytes, block: int | str = "latest"
) -> Verified:
    """The report of a party's record as it stood after a block.

    Raises:
        Refused: ``report.other_chain``; the node's chain is not the ledger's.
        ChainError: ``chain.no_block``, ``chain.no_proof``, ``chain.unknown_header``,
            ``report.not_exported``; the node's answers don't fit each other.
    """
    check_chain(chain, ledger)
    found = chain.block_fields(block)
    header = header_of(found)
    account, words = fetch_proof(chain, ledger.address, ledger.slots_of(party), header.number)
    report = Report(
        chain_id=chain.chain_id,
        ledger=ledger.address,
        party=party,
        block_hash=header.hash,
        header=header,
        account=account,
        words=tuple(words),
        entries=_entries(chain, ledger, party, header.number),
    )
    try:
        return verify(report, ledger, party)
    except Refused as error:
        raise ChainError(
            "report.not_exported",
            f"the node's answers about block {header.number} don't fit each other ({error.message})"
            ": try again, or use another node",
            f"节点关于区块 {header.number} 的数据互不相符（{error.message_zh}）：请重试或更换节点",
        ) from error


def _entries(chain: Chain, ledger: Ledger, party: bytes, block: int) -> tuple[ReportedEntry, ...]:
    """All entries of a party up to a block, each with the head that it leads to."""
    head, entries = EMPTY_HEAD, []
    logs = _logs(chain, ledger.address, party, ledger.first_block, block)
    for event in decode_logs(EntryRecorded, logs):
        recorded = Recorded(event.source, event.loan, event.entry)
        head = next_head(head, recorded)
        entries.append(ReportedEntry(recorded, head))
    return tuple(entries)


def _logs(chain: Chain, address: str, party: bytes, first: int, last: int) -> list[Log]:
    """The events of a range of blocks, in halves where the node finds it too long."""
    if first > last:
        return []
    try:
        return chain.logs(address, first, last, (EntryRecorded.TOPIC, party))
    except ChainError as error:
        if error.code != "chain.rpc_error" or first == last:
            raise
    middle = (first + last) // 2
    earlier = _logs(chain, address, party, first, middle)
    return earlier + _logs(chain, address, party, middle + 1, last)
