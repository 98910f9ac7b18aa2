# SPDX-License-Identifier: Apache-2.0
"""Chapter: the record is read, and its report verified by the reader's own manifest."""

from __future__ import annotations

from shouxin.client.answers import Entry
from shouxin.credit.ledger import ledger_of
from shouxin.credit.report import parse_report
from shouxin.credit.verification import verify
from shouxin.primitives.errors import Refused
from shouxin.primitives.text import Text
from shouxin.story.narrator import Json
from shouxin.story.remote.people import Customer
from shouxin.story.remote.telling import Telling


def tell_proving(telling: Telling, borrower: Customer, lender: Customer) -> Json:
    """The record, its proof, and a stranger turned away; what ``--json`` prints of them."""
    title = Text("A record that anyone can check", "人人可核实的信用记录")
    telling.narrator.chapter(title)
    entries = _read(telling, borrower)
    _refused(telling, lender, borrower)
    data = borrower.client.report(borrower.party)
    ledger = ledger_of(telling.platform.manifest)
    verified = verify(parse_report(data), ledger, bytes.fromhex(borrower.party[2:]))
    telling.compare(
        Text("the report", "信用报告"),
        {"entries": [f"0x{e.recorded.word:064x}" for e in verified.report.entries]},
        {"entries": [_word(entry) for entry in entries]},
    )
    told = Text(
        "the report, {size:,} bytes with its proof, is verified without any network: {count} "
        "entries of block {block}",
        "信用报告及其证明共 {size:,} 字节，离线核实无误：区块 {block} 的 {count} 条记录",
    )
    number, count = verified.report.header.number, len(entries)
    telling.event(told, size=len(data), count=count, block=number)
    return {"bytes": len(data), "entry_count": count, "block": number}


def _read(telling: Telling, borrower: Customer) -> list[Entry]:
    entries = list(borrower.client.record(borrower.party))
    names = [Text(entry.name_en, entry.name_zh) for entry in entries]
    listed = Text("; ".join(n.en for n in names), "、".join(n.zh for n in names))
    told = Text("{name} reads its record: {entries}", "{name}查阅自己的信用记录：{entries}")
    telling.event(told, name=borrower.name, entries=listed)
    return entries


def _refused(telling: Telling, stranger: Customer, subject: Customer) -> None:
    try:
        list(stranger.client.record(subject.party))
    except Refused as refusal:
        told = Text(
            "{name} may not read it, and the service says so: {code}",
            "{name}无权查阅，服务予以拒绝：{code}",
        )
        telling.event(told, name=stranger.name, code=refusal.code)
        return
    failure = Text("a stranger read a record", "无关人员读到了信用记录")
    telling.failures.append(failure)


def _word(entry: Entry) -> str:
    return f"0x{int(entry.word, 16):064x}"
