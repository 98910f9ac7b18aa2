# SPDX-License-Identifier: Apache-2.0
"""What servicing refuses: default, acceleration, write-off, waiver, withdrawal."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "servicing: day is after today": RevertText(
        "servicing.day_ahead",
        "the day is after today at the terms' offset from UTC: give today or an earlier day",
        "所填日期晚于条款时区的当日：请填写当日或之前的日期",
    ),
    "servicing: loan is in default already": RevertText(
        "servicing.already_defaulted",
        "the loan is in default already: nothing is left to mark",
        "该贷款已处于违约状态：无需再次标记",
    ),
    "servicing: default days are not reached": RevertText(
        "servicing.default_days",
        "the days past due have not reached the default days: mark the default once they have",
        "逾期天数未达到违约天数：达到后方可标记违约",
    ),
    "servicing: all of it is due already": RevertText(
        "servicing.all_due",
        "all of the loan is due already: collect it, no acceleration is needed",
        "贷款已全部到期：请直接催收，无需宣布提前到期",
    ),
    "servicing: acceleration days are not reached": RevertText(
        "servicing.acceleration_days",
        "the unbroken days past due have not reached the acceleration days: "
        "give notice once they have",
        "连续逾期天数未达到提前到期天数：达到后方可通知",
    ),
    "servicing: a notice stands": RevertText(
        "servicing.notice_stands",
        "a notice of acceleration stands: accelerate once its notice days are over",
        "此前的提前到期通知仍然有效：通知期满后即可宣布提前到期，无需重复通知",
    ),
    "servicing: no notice stands": RevertText(
        "servicing.no_notice",
        "no notice of acceleration stands: give notice first",
        "没有有效的提前到期通知：请先发出通知",
    ),
    "servicing: notice days are not over": RevertText(
        "servicing.notice_days",
        "the notice days are not over: accelerate on the day after the last of them",
        "通知期尚未届满：请在期满次日起宣布提前到期",
    ),
    "servicing: the notice has lapsed": RevertText(
        "servicing.notice_lapsed",
        "the notice of acceleration has lapsed: give notice again",
        "提前到期通知已失效：请重新发出通知",
    ),
    "servicing: no days past due": RevertText(
        "servicing.not_past_due",
        "the loan is not past due: accelerate only while it is",
        "该贷款未逾期：仅逾期贷款可宣布提前到期",
    ),
    "servicing: loan is written off already": RevertText(
        "servicing.already_written_off",
        "the loan is written off already: "
        "payments from now on are recoveries, nothing is left to write off",
        "该贷款已核销：后续还款计入核销后收回，无需再次核销",
    ),
    "servicing: loan is not in default": RevertText(
        "servicing.not_in_default",
        "the loan is not in default: mark the default first",
        "该贷款未处于违约状态，不能核销：请先标记违约",
    ),
    "servicing: the waiver is another loan's": RevertText(
        "servicing.waiver_loan",
        "the waiver is for another loan: give the loan that was signed for",
        "减免书对应的是另一笔贷款：请提供所签署的贷款",
    ),
    "servicing: the waiver's deadline is over": RevertText(
        "servicing.waiver_deadline",
        "the waiver's deadline is over: have the holders sign a new one",
        "减免书已过截止时间：请份额持有人重新签署",
    ),
    "servicing: waiver is no multiple of the quantum": RevertText(
        "servicing.waiver_multiple",
        "an amount of the waiver is no multiple of the quantum: round each to a multiple",
        "减免金额不是最小金额的整数倍：请取整后填写",
    ),
    "servicing: nothing to waive": RevertText(
        "servicing.nothing_to_waive",
        "nothing of what is to be waived is owed: waive an amount that is owed",
        "拟减免的款项并无欠款：请减免实际欠付的金额",
    ),
    "servicing: the waiver was used before": RevertText(
        "servicing.waiver_used",
        "the waiver was carried out before: have the holders sign one with another salt",
        "该减免书已执行：请更换盐值，由份额持有人重新签署",
    ),
    "servicing: holders are not in ascending order": RevertText(
        "servicing.holders_order",
        "the holders are not in ascending order, or one is there twice: "
        "sort them by address, each once",
        "份额持有人未按地址升序排列或有重复：请按地址升序排列，每人一次",
    ),
    "servicing: holder's signature is not valid": RevertText(
        "servicing.holder_signature",
        "a holder's signature is not valid for what was brought: have the holder sign exactly that",
        "有份额持有人对所提交文书的签名无效：请其对该文书重新签署",
    ),
    "servicing: holders of over half of the units did not sign": RevertText(
        "servicing.majority",
        "those who signed hold at most half of the units, those of the borrower's related parties "
        "not counted: have more holders sign",
        "签署方持有的债权份额未超过半数，借款人及其关联方的份额不计：请更多份额持有人签署",
    ),
    "servicing: caller is not the borrower": RevertText(
        "servicing.caller_not_borrower",
        "the caller is not the borrower's wallet: withdraw with the wallet that the terms name",
        "调用方不是借款人钱包：请用条款载明的借款人钱包行使撤回权",
    ),
    "servicing: loan has no cooling-off days": RevertText(
        "servicing.no_cooling_off",
        "the loan has no cooling-off days: pay it ahead instead",
        "该贷款未约定冷静期：可改为提前还款",
    ),
    "servicing: cooling-off days are over": RevertText(
        "servicing.cooling_off_over",
        "the cooling-off days are over: pay the loan ahead instead",
        "冷静期已届满：可改为提前还款",
    ),
    "servicing: notice of withdrawal was given": RevertText(
        "servicing.withdrawal_given",
        "notice of withdrawal was given before: "
        "pay the closing amount within the withdrawal-pay days",
        "此前已行使撤回权：请在撤回付款期内付清结清金额",
    ),
    "servicing: caller is not the servicer": RevertText(
        "servicing.caller_not_servicer",
        "the caller is not the loan's servicer: have the servicer make the move",
        "调用方不是该贷款的服务机构：请由贷款服务机构办理",
    ),
    "servicing: servicer is linked to the borrower": RevertText(
        "servicing.servicer_linked",
        "the servicer is linked to the borrower and may do nothing: "
        "the holders choose another servicer",
        "贷款服务机构与借款人互为关联方，不得办理任何事项：请由持有人另行选任服务机构",
    ),
    "servicing: servicer has no party": RevertText(
        "servicing.servicer_replaced",
        "the servicer's wallet belongs to no party, for it was replaced: "
        "the holders choose another servicer",
        "贷款服务机构的钱包已被替换，不属于任何主体：请由持有人另行选任服务机构",
    ),
    "servicing: servicer is frozen, or recovers this wallet": RevertText(
        "servicing.servicer_frozen",
        "the servicer is frozen by a legal order, or this wallet of its is being replaced as "
        "lost: wait for the end of either, use another of its wallets, or the holders choose "
        "another servicer",
        "贷款服务机构已依法律文书被冻结，或该钱包正在挂失更换：请待其结束、使用其另一钱包，或由持有人另行选任",
    ),
}
