# SPDX-License-Identifier: Apache-2.0
"""Checks a credit report from the file alone, against a ledger that the reader knows by itself.

Each step leans on the one before: the header makes the block's hash, the ledger's account is under
the header's state root, the record's words are under the account's storage root, the entries lead
to the proved head and add up to the proved aggregates. What stays open is whether that block is
one of the chain's: ``confirmation`` asks a node.
"""

from dataclasses import dataclass

from shouxin.chain.proof import check_account, check_word
from shouxin.credit.entry import Entry, unpack
from shouxin.credit.ledger import Ledger
from shouxin.credit.record import EMPTY_HEAD, Aggregates, aggregate_words, next_head, recount
from shouxin.credit.report import WORD_NAMES, Report
from shouxin.primitives.errors import Refused
from shouxin.primitives.hexadecimal import to_hex


@dataclass(frozen=True, slots=True)
class Verified:
    """A report that is consistent.

    Attributes:
        report: the same.
        entries: unpacked, oldest first.
        aggregates: recounted from them, and proved.
    """

    report: Report
    entries: tuple[Entry, ...]
    aggregates: Aggregates


def verify(report: Report, ledger: Ledger, party: bytes | None = None) -> Verified:
    """The record that a report proves of a ledger's party, any party if none is named.

    Raises:
        Refused: ``report.other_chain``, ``report.other_ledger``, ``report.other_code``,
            ``report.other_party``, ``report.other_block``, ``report.other_entries``,
            ``report.other_aggregates``, ``proof.broken``, ``proof.other_value``.
    """
    _check_subject(report, ledger, party)
    if report.header.hash != report.block_hash:
        raise _refused(
            "report.other_block",
            f"block.hash: the header makes {to_hex(report.header.hash)}, not "
            f"{to_hex(report.block_hash)}",
            f"block.hash：区块头的哈希为 {to_hex(report.header.hash)}，"
            f"而非 {to_hex(report.block_hash)}",
        )
    check_account(report.header.state_root, report.ledger, report.account, "account")
    slots = ledger.slots_of(report.party)
    for name, slot, word in zip(WORD_NAMES, slots, report.words, strict=True):
        check_word(report.account.storage_root, slot, word, f"record.{name}")
    _check_entries(report)
    return Verified(
        report,
        tuple(unpack(entry.recorded.word) for entry in report.entries),
        _checked_aggregates(report),
    )


def _check_subject(report: Report, ledger: Ledger, party: bytes | None) -> None:
    """See that the report is about this chain, this ledger with its code, and this party."""
    if report.chain_id != ledger.chain_id:
        raise _other("chain_id", str(report.chain_id), str(ledger.chain_id), "chain")
    if report.ledger != ledger.address:
        raise _other("ledger", report.ledger, ledger.address, "ledger")
    if report.account.code_hash != ledger.code_hash:
        found, known = to_hex(report.account.code_hash), to_hex(ledger.code_hash)
        raise _other("account.code_hash", found, known, "code")
    if party is not None and report.party != party:
        raise _refused(
            "report.other_party",
            f"party: the report is about {to_hex(report.party)}, not about {to_hex(party)}",
            f"party：报告的主体为 {to_hex(report.party)}，而非 {to_hex(party)}",
        )


def _check_entries(report: Report) -> None:
    """See that each entry follows from the one before, and the last is the proved head."""
    head = EMPTY_HEAD
    for at, entry in enumerate(report.entries):
        head = next_head(head, entry.recorded)
        if head != entry.head:
            raise _refused(
                "report.other_entries",
                f"entries[{at}]: it leads to the head {to_hex(head)}, not to {to_hex(entry.head)}; "
                "it, or what was before it, was changed",
                f"entries[{at}]：推得的链首为 {to_hex(head)}，而非 {to_hex(entry.head)}；"
                "该记录或其之前的记录被改动",
            )
    proved = report.words[0].value.to_bytes(len(EMPTY_HEAD))
    if head != proved:
        raise _refused(
            "report.other_entries",
            f"entries: they lead to the head {to_hex(head)}, and {to_hex(proved)} is proved; "
            "some are missing or too many at the end",
            f"entries：推得的链首为 {to_hex(head)}，而经证明的链首为 {to_hex(proved)}；"
            "末尾有缺漏或多余",
        )


def _checked_aggregates(report: Report) -> Aggregates:
    """The aggregates recounted, if they are the proved words."""
    aggregates = recount(entry.recorded for entry in report.entries).aggregates
    words = aggregate_words(aggregates)
    for name, counted, word in zip(WORD_NAMES[1:], words, report.words[1:], strict=True):
        if counted != word.value:
            raise _refused(
                "report.other_aggregates",
                f"record.{name}: the entries add up to {counted:#x}, and {word.value:#x} is proved",
                f"record.{name}：由记录推得 {counted:#x}，而经证明的值为 {word.value:#x}",
            )
    return aggregates


def _other(place: str, found: str, known: str, what: str) -> Refused:
    return Refused(
        f"report.other_{what}",
        f"{place}: the report has {found}, and your manifest {known}: "
        "do not rely on it, or name the right --manifest",
        f"{place}：报告中为 {found}，您的部署清单中为 {known}："
        "请勿采信，或用 --manifest 指定正确的清单",
    )


def _refused(code: str, what: str, what_zh: str) -> Refused:
    return Refused(code, f"{what}: do not rely on it", f"{what_zh}：请勿采信")
