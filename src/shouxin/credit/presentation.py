# SPDX-License-Identifier: Apache-2.0
"""A verified report for people, in both languages, and for programs.

Amounts are in the ledger's reference units and in each loan's own quanta, as the record has them: a
report knows no currency.
"""

from datetime import UTC, datetime
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from shouxin.credit.entry import Entry, Flag, is_negative
from shouxin.credit.names import LEVELS, amount_of, kind_name
from shouxin.credit.verification import Verified
from shouxin.primitives.dates import format_day
from shouxin.primitives.hexadecimal import to_hex
from shouxin.primitives.text import Language, Text

LOAN_DIGITS = 10

_HEADINGS = (
    Text("day", "日期"),
    Text("loan", "贷款"),
    Text("entry", "记录"),
    Text("amount", "金额"),
    Text("days past due", "逾期天数"),
    Text("on time", "按期"),
    Text("exposure after", "贷款余额"),
)
_NUMBERS = (3, 4, 6)
_COUNTS = Text(
    "{entries} entries; loans open: {open}, closed: {closed}; bills paid on time: {on_time}; "
    "live exposure: {exposure} reference units",
    "共 {entries} 条记录；未结清 {open} 笔，已结清 {closed} 笔；按期还款 {on_time} 次；"
    "贷款余额 {exposure} 参考单位",
)
_MARK = Text("{level}: {count}, last ended {day}", "{level}：{count} 次，最近结束于 {day}")
_STANDING = Text("{level}: {count}, none ended yet", "{level}：{count} 次，尚未结束")


def report_table(verified: Verified, language: Language) -> RenderableType:
    """Whose record, when, what it adds up to, and every entry."""
    report, counted = verified.report, verified.aggregates
    lines = [
        Text("party   {party}", "主体    {party}").with_values(party=to_hex(report.party)),
        Text("ledger  {ledger} on chain {chain}", "账本    {ledger}，链 {chain}").with_values(
            ledger=report.ledger, chain=report.chain_id
        ),
        Text("block   {number}, {time}", "区块    {number}，{time}").with_values(
            number=report.header.number, time=block_time(verified)
        ),
        _COUNTS.with_values(
            entries=counted.entry_count,
            open=counted.open_count,
            closed=counted.closed_count,
            on_time=counted.on_time_count,
            exposure=f"{counted.exposure:,}",
        ),
        *_marks(verified),
    ]
    head = Styled("\n".join(line.of(language) for line in lines))
    return Group(head, Styled(), _entries_table(verified, language)) if verified.entries else head


def report_json(verified: Verified) -> dict[str, Any]:
    """The same for programs, and what of it is proved."""
    report, counted = verified.report, verified.aggregates
    marks = zip(LEVELS, counted.marks, strict=True)
    return {
        "chain_id": report.chain_id,
        "ledger": report.ledger,
        "party": to_hex(report.party),
        "block": {
            "number": report.header.number,
            "hash": to_hex(report.block_hash),
            "timestamp": report.header.timestamp,
        },
        "aggregates": {
            "entry_count": counted.entry_count,
            "exposure": counted.exposure,
            "open_count": counted.open_count,
            "closed_count": counted.closed_count,
            "open_licensed_count": counted.open_licensed_count,
            "closed_licensed_count": counted.closed_licensed_count,
            "on_time_count": counted.on_time_count,
            "on_time_licensed_count": counted.on_time_licensed_count,
            "on_time_last_day": _day(counted.on_time_last_day),
            "open_dispute_count": counted.open_dispute_count,
            "corrected_count": counted.corrected_count,
            "hard_inquiry_count": counted.hard_inquiry_count,
            "hard_inquiry_last_day": _day(counted.hard_inquiry_last_day),
            "furnished_negative_count": counted.furnished_negative_count,
            "furnished_last": counted.furnished_last,
            "merged_last": counted.merged_last,
            "marks": [
                {"mark": level.en, "count": mark.count, "last_ended": _day(mark.ended_day)}
                for level, mark in marks
            ],
        },
        "entries": [
            {"loan": to_hex(listed.recorded.loan), "source": listed.recorded.source, **_fields(e)}
            for listed, e in zip(report.entries, verified.entries, strict=True)
        ],
    }


def block_time(verified: Verified) -> str:
    """When the report's block was made; a header can hold a time that no calendar has."""
    seconds = verified.report.header.timestamp
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def _marks(verified: Verified) -> list[Text]:
    """A line for each severity that was ever reached."""
    return [
        (_MARK if mark.ended_day else _STANDING).with_values(
            level=level, count=mark.count, day=format_day(mark.ended_day)
        )
        for level, mark in zip(LEVELS, verified.aggregates.marks, strict=True)
        if mark.count
    ]


def _entries_table(verified: Verified, language: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for index, heading in enumerate(_HEADINGS):
        justify = "right" if index in _NUMBERS else "left"
        table.add_column(heading.of(language), justify=justify)  # type: ignore[arg-type]
    for listed, entry in zip(verified.report.entries, verified.entries, strict=True):
        amount = amount_of(entry)
        table.add_row(
            format_day(entry.day),
            to_hex(listed.recorded.loan)[:LOAN_DIGITS] + "…",
            kind_name(entry).of(language),
            "" if amount is None else f"{amount:,}",
            str(entry.oldest or ""),
            "✓" if entry.has(Flag.ON_TIME) else "",
            "" if entry.has(Flag.STATED) else f"{entry.exposure_after:,}",
        )
    return table


def _fields(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "name": kind_name(entry).en,
        "day": format_day(entry.day),
        "days_past_due_oldest": entry.oldest,
        "days_past_due_unbroken": entry.unbroken,
        "amount": entry.amount,
        "amount_reference": entry.amount_ref,
        "exposure_after": entry.exposure_after,
        "is_on_time": entry.has(Flag.ON_TIME),
        "is_licensed": entry.has(Flag.LICENSED),
        "is_stated": entry.has(Flag.STATED),
        "is_negative": is_negative(entry),
    }


def _day(day: int) -> str | None:
    return format_day(day) if day else None
