# SPDX-License-Identifier: Apache-2.0
"""A party's credit record as anyone can check it: its entries, recounted against the ledger."""

from dataclasses import astuple, dataclass

from shouxin.chain.abi import decode_logs
from shouxin.chain.bindings.credit_ledger import EntryRecorded
from shouxin.credit.entry import Entry, Kind, unpack
from shouxin.credit.record import Aggregates, Recorded, recount
from shouxin.story.narrator import days_text
from shouxin.story.stage import Stage
from shouxin.story.text import Text

KIND_NAMES = {
    Kind.OPENED: Text("opened", "放款"),
    Kind.PAID: Text("paid", "还款"),
    Kind.ARREARS_REACHED: Text("{days} past due", "逾期达 {days}"),
    Kind.CURED: Text("default cured", "违约消除"),
    Kind.WAIVED: Text("waived", "减免"),
    Kind.DEFAULTED: Text("default", "违约"),
    Kind.ACCELERATED: Text("accelerated", "宣布提前到期"),
    Kind.WRITTEN_OFF: Text("written off", "核销"),
    Kind.RECOVERED: Text("recovered", "核销后收回"),
    Kind.REPAID: Text("repaid in full", "结清"),
    Kind.WITHDRAWN: Text("withdrawn", "冷静期内撤回"),
    Kind.SETTLED: Text("settled by waiver", "减免后了结"),
    Kind.ON_TIME_BILL: Text("paid ahead, on time", "提前足额，按期"),
    Kind.NOTICE_GIVEN: Text("notice of acceleration", "提前到期通知"),
    Kind.WITHDRAWAL_NOTICE: Text("notice of withdrawal", "行使撤回权"),
}
LEVELS = (
    Text("1–29 days past due", "逾期 1–29 天"),
    Text("30–59 days past due", "逾期 30–59 天"),
    Text("60–89 days past due", "逾期 60–89 天"),
    Text("90 days past due or more", "逾期 90 天以上"),
    Text("default", "违约"),
    Text("write-off", "核销"),
)


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A record recounted from the chain's events.

    Attributes:
        entries: with the loan that each is about, oldest first.
        head: the head of the chain of hashes that the entries make.
        aggregates: what they add up to.
        is_head_right: whether the ledger has the same head.
        are_aggregates_right: whether the ledger has the same aggregates.
    """

    entries: list[tuple[bytes, Entry]]
    head: bytes
    aggregates: Aggregates
    is_head_right: bool
    are_aggregates_right: bool


def read_record(stage: Stage, party: bytes) -> CheckedRecord:
    """Fetch a party's entries, recount them, and compare with what the ledger stores."""
    ledger = stage.deployment.ledger
    events = decode_logs(EntryRecorded, stage.logs(ledger.address))
    own = [event for event in events if event.party == party]
    counted = recount(Recorded(event.source, event.loan, event.entry) for event in own)
    return CheckedRecord(
        entries=[(event.loan, unpack(event.entry)) for event in own],
        head=counted.head,
        aggregates=counted.aggregates,
        is_head_right=counted.head == ledger.head_of(party),
        are_aggregates_right=_plain(counted.aggregates) == _plain(ledger.aggregates_of(party)),
    )


def kind_name(entry: Entry) -> Text:
    """What an entry says, in words."""
    try:
        name = KIND_NAMES[Kind(entry.kind)]
    except (KeyError, ValueError):
        name = Text(f"entry of kind {entry.kind}", f"第 {entry.kind} 类记录")
    return name.with_values(days=days_text(entry.amount))


def _plain(aggregates: object) -> tuple[object, ...]:
    """Both forms of the aggregates as nested tuples."""
    values = astuple(aggregates)  # type: ignore[call-overload]
    *counts, marks = values
    return (*counts, tuple(tuple(mark) for mark in marks))
