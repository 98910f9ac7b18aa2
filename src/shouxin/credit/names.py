# SPDX-License-Identifier: Apache-2.0
"""What entries and marks are called in both languages."""

from shouxin.credit.entry import FORBEARANCE, Entry, Kind
from shouxin.primitives.text import Text, days_text

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
    Kind.FURNISHED: Text("furnished", "信息提供者报送"),
    Kind.TRADE_FACT: Text("trade fact", "交易信息"),
    Kind.INQUIRY: Text("inquiry", "查询"),
    Kind.DISPUTED: Text("disputed", "异议"),
    Kind.ANSWERED: Text("dispute answered", "异议答复"),
    Kind.CORRECTED: Text("corrected", "更正"),
    Kind.MERGED: Text("merged", "主体合并"),
    Kind.ON_TIME_BILL: Text("paid ahead, on time", "提前足额，按期"),
    Kind.NOTICE_GIVEN: Text("notice of acceleration", "提前到期通知"),
    Kind.WITHDRAWAL_NOTICE: Text("notice of withdrawal", "行使撤回权"),
    Kind.ROLLED_OVER: Text("rolled over", "借新还旧结清"),
    Kind.TRANSFERRED: Text("transferred", "转让"),
}
AMENDMENT_NAMES = {
    1: Text("amended: repricing", "变更：重新定价"),
    2: Text("amended: extension", "变更：展期"),
    3: Text("amended: payment holiday", "变更：还款假期"),
    4: Text("amended: lower instalment", "变更：减额"),
    FORBEARANCE: Text("amended: forbearance", "变更：纾困重组"),
}
LEVELS = (
    Text("1–29 days past due", "逾期 1–29 天"),
    Text("30–59 days past due", "逾期 30–59 天"),
    Text("60–89 days past due", "逾期 60–89 天"),
    Text("90 days past due or more", "逾期 90 天以上"),
    Text("default", "违约"),
    Text("write-off", "核销"),
    Text("forbearance", "纾困重组"),
)


def kind_name(entry: Entry) -> Text:
    """What an entry says, in words."""
    try:
        if entry.kind == Kind.AMENDED:
            return AMENDMENT_NAMES[entry.amount]
        name = KIND_NAMES[Kind(entry.kind)]
    except (KeyError, ValueError):
        name = Text(f"entry of kind {entry.kind}", f"第 {entry.kind} 类记录")
    return name.with_values(days=days_text(entry.amount))
