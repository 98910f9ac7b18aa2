# SPDX-License-Identifier: Apache-2.0
"""The end: the credit record recounted, the books closed, chain and model compared."""

from dataclasses import dataclass

from shouxin.credit.entry import Entry, Flag, Kind
from shouxin.credit.names import LEVELS, amount_of, kind_name
from shouxin.primitives.dates import format_day
from shouxin.story.accounts import Check, check_accounts
from shouxin.story.narrator import Json, amount_text
from shouxin.story.records import CheckedRecord, read_record
from shouxin.story.telling import Telling
from shouxin.story.text import Text

RIGHT, WRONG = Text("yes", "是"), Text("NO", "否")


@dataclass(frozen=True, slots=True)
class Ending:
    """What was found at the end.

    Attributes:
        checks: figures that must be equal.
        failures: one line each, English and Chinese; empty if all is well.
        value: the same for ``--json``.
    """

    checks: list[Check]
    failures: list[Text]
    value: Json


def tell_ending(telling: Telling) -> Ending:
    """Record, accounts, agreement."""
    record = _tell_record(telling)
    records = {telling.cast.shop.party: record, **_other_records(telling)}
    _tell_others(telling, records)
    checks = _tell_accounts(telling, records)
    failures = _failures(telling, records, checks)
    aggregates = record.aggregates
    value = {
        "record": {
            "entry_count": aggregates.entry_count,
            "head": "0x" + record.head.hex(),
            "is_head_right": record.is_head_right,
            "are_aggregates_right": record.are_aggregates_right,
            "on_time_count": aggregates.on_time_count,
            "open_count": aggregates.open_count,
            "closed_count": aggregates.closed_count,
            "exposure": aggregates.exposure,
            "entries": [_entry_json(loan, entry) for loan, entry in record.entries],
        },
        "accounts": [
            {
                "check": check.name.of(telling.narrator.language),
                "found": amount_text(check.found).replace(",", ""),
                "expected": amount_text(check.expected).replace(",", ""),
                "is_right": check.is_right,
            }
            for check in checks
        ],
        "agreement": {
            "states_compared": telling.loans.compared,
            "differences": telling.loans.disagreements,
        },
    }
    return Ending(checks, failures, value)


def _tell_record(telling: Telling) -> CheckedRecord:
    shop = telling.cast.shop
    telling.narrator.chapter(
        Text("The credit record of {name}", "{name}的信用记录").with_values(name=shop.name)
    )
    record = read_record(telling.stage, shop.party)
    names = {loan.id: loan.name for loan in telling.loans.opened}
    telling.narrator.table(
        (
            Text("day", "日期"),
            Text("loan", "贷款"),
            Text("entry", "记录"),
            Text("amount", "金额"),
            Text("days\npast due", "逾期\n天数"),
            Text("on\ntime", "按期"),
            Text("exposure", "贷款余额"),
        ),
        [
            _entry_row(names.get(loan, Text("another", "其他")), entry)
            for loan, entry in record.entries
        ],
        numbers=(3, 4, 6),
    )
    _tell_aggregates(telling, record)
    return record


def _other_records(telling: Telling) -> dict[bytes, CheckedRecord]:
    """Those of the other borrowers, by party."""
    shop = telling.cast.shop.party
    parties = dict.fromkeys(loan.borrower.party for loan in telling.loans.opened)
    return {party: read_record(telling.stage, party) for party in parties if party != shop}


def _tell_others(telling: Telling, records: dict[bytes, CheckedRecord]) -> None:
    borrowers = {loan.borrower.party: loan.borrower.name for loan in telling.loans.opened}
    others = [borrowers[party] for party in records if party != telling.cast.shop.party]
    same = all(r.is_head_right and r.are_aggregates_right for r in records.values())
    telling.narrator.note(
        Text(
            "So are the records of {others}: {same}.",
            "{others}的信用记录亦经重新计算，一致：{same}。",
        ).with_values(
            others=Text(
                " and ".join(name.en for name in others), "、".join(name.zh for name in others)
            ),
            same=_mark(is_right=same),
        )
    )


def _entry_row(name: Text, entry: Entry) -> tuple[Text | str, ...]:
    amount = entry.amount_ref if entry.kind == Kind.FURNISHED else amount_of(entry)
    is_stated = entry.has(Flag.STATED)
    return (
        format_day(entry.day),
        "" if is_stated else name,
        kind_name(entry),
        "" if amount is None else amount_text(amount),
        str(entry.oldest or ""),
        "✓" if entry.has(Flag.ON_TIME) else "",
        "" if is_stated else amount_text(entry.exposure_after),
    )


def _tell_aggregates(telling: Telling, record: CheckedRecord) -> None:
    counted = record.aggregates
    telling.narrator.note(
        Text(
            "{entries} entries; bills paid on time: {on_time}; loans closed: {closed}, open: "
            "{open}; exposure {exposure}.",
            "共 {entries} 条记录；按期还款 {on_time} 次；已结清 {closed} 笔，未结清 {open} 笔；"
            "贷款余额 {exposure} 元。",
        ).with_values(
            entries=counted.entry_count,
            on_time=counted.on_time_count,
            closed=counted.closed_count,
            open=counted.open_count,
            exposure=amount_text(counted.exposure),
        )
    )
    reached = [
        Text(f"{level.en} ×{mark.count}", f"{level.zh} ×{mark.count}")
        for level, mark in zip(LEVELS, counted.marks, strict=True)
        if mark.count
    ]
    if reached:
        telling.narrator.note(
            Text("; ".join(text.en for text in reached), "；".join(text.zh for text in reached))
        )
    telling.narrator.note(
        Text(
            "Recounted from the events: the hash chain's head is the ledger's, 0x{head}…: {same}; "
            "the aggregates are the ledger's: {added}.",
            "由事件重新计算：哈希链链首 0x{head}… 与链上记录一致：{same}；汇总一致：{added}。",
        ).with_values(
            head=record.head.hex()[:16],
            same=_mark(is_right=record.is_head_right),
            added=_mark(is_right=record.are_aggregates_right),
        )
    )


def _tell_accounts(telling: Telling, records: dict[bytes, CheckedRecord]) -> list[Check]:
    telling.narrator.chapter(Text("Is every cent accounted for?", "每一分钱都对得上吗？"))
    checks = [*check_accounts(telling.stage), _exposure_check(telling, records)]
    telling.narrator.table(
        (
            Text("identity", "核对项目"),
            Text("on the chain", "链上"),
            Text("should be", "应为"),
            Text("equal", "一致"),
        ),
        [
            (
                check.name,
                amount_text(check.found),
                amount_text(check.expected),
                _mark(is_right=check.is_right),
            )
            for check in checks
        ],
        numbers=(1, 2),
    )
    telling.loans.compare_positions()
    telling.narrator.note(
        Text(
            "{count} states of {loans} loans compared between chain and Python model, field by "
            "field; all equal: {same}.",
            "逐字段比对 {loans} 笔贷款的 {count} 个状态（链上与 Python 模型），全部一致：{same}。",
        ).with_values(
            count=telling.loans.compared,
            loans=len(telling.loans.opened),
            same=_mark(is_right=not telling.loans.disagreements),
        )
    )
    return checks


def _exposure_check(telling: Telling, records: dict[bytes, CheckedRecord]) -> Check:
    """All borrowers' exposures against the open loans; reference units are cents here."""
    return Check(
        Text("records: exposure = principal of open loans", "信用记录：贷款余额 = 未结清贷款本金"),
        sum(record.aggregates.exposure for record in records.values()),
        sum(loan.state.balance for loan in telling.loans.opened if loan.state.is_open),
    )


def _failures(
    telling: Telling, records: dict[bytes, CheckedRecord], checks: list[Check]
) -> list[Text]:
    failures = [
        Text(
            f"{check.name.en}: {amount_text(check.found)}, should be {amount_text(check.expected)}",
            f"{check.name.zh}：{amount_text(check.found)}，应为 {amount_text(check.expected)}",
        )
        for check in checks
        if not check.is_right
    ]
    failures += [Text(line, line) for line in telling.loans.disagreements]
    for record in records.values():
        if not record.is_head_right:
            failures.append(Text("a record's head is another", "信用记录链首不一致"))
        if not record.are_aggregates_right:
            failures.append(Text("a record's aggregates are others", "信用记录汇总不一致"))
    return failures


def _entry_json(loan: bytes, entry: Entry) -> Json:
    return {
        "loan": "0x" + loan.hex(),
        "day": format_day(entry.day),
        "kind": kind_name(entry).en,
        "days_past_due_oldest": entry.oldest,
        "days_past_due_unbroken": entry.unbroken,
        "amount": entry.amount,
        "exposure_after": entry.exposure_after,
        "is_on_time": entry.has(Flag.ON_TIME),
    }


def _mark(*, is_right: bool) -> Text:
    return RIGHT if is_right else WRONG
