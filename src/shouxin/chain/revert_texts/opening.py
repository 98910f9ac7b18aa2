# SPDX-License-Identifier: Apache-2.0
"""What opening refuses in terms: bounds, days, amounts, the figures shown."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "book: quantum is 0": RevertText(
        "book.quantum_zero",
        "the quantum is 0: give the smallest amount that is billed or paid, in base units",
        "最小金额为 0：请填写计收的最小金额，以最小货币单位计",
    ),
    "book: principal out of range": RevertText(
        "book.principal_range",
        "the principal is 0, or 2^90 base units or more: give an amount in between",
        "本金为 0，或达到 2^90 最小货币单位：请填写范围内的金额",
    ),
    "book: principal is no multiple of the quantum": RevertText(
        "book.principal_multiple",
        "the principal is no multiple of the quantum: round it to a multiple",
        "本金不是最小金额的整数倍：请取整后填写",
    ),
    "book: instalment is no multiple of the quantum": RevertText(
        "book.instalment_quantum",
        "the instalment is no multiple of the quantum: round it to a multiple",
        "每期应还款额不是最小金额的整数倍：请取整后填写",
    ),
    "book: instalment out of range": RevertText(
        "book.instalment_range",
        "the instalment is 2^114 base units or more: give the one that the method gives",
        "每期应还款额达到 2^114 最小货币单位：请按还款方式的计算结果填写",
    ),
    "book: tolerance out of range": RevertText(
        "book.tolerance_range",
        "the tolerance is 2^90 base units or more: "
        "lower it to at most a tenth of the smallest payment",
        "容差达到 2^90 最小货币单位：请降至不超过最小一期还款额的十分之一",
    ),
    "book: tolerance is no multiple of the quantum": RevertText(
        "book.tolerance_multiple",
        "the tolerance is no multiple of the quantum: round it to a multiple",
        "容差不是最小金额的整数倍：请取整后填写",
    ),
    "book: rate out of range": RevertText(
        "book.rate_range",
        "the rate is 2^24 parts per million a year or more: give it in parts per million",
        "年利率达到 2^24（百万分之一）：请以百万分之一为单位填写",
    ),
    "book: penalty margin out of range": RevertText(
        "book.penalty_margin_range",
        "the penalty margin is 2^24 parts per million a year or more: give it in parts per million",
        "罚息加点达到 2^24（百万分之一）：请以百万分之一为单位填写",
    ),
    "book: overdue rate out of range": RevertText(
        "book.overdue_rate_range",
        "the overdue interest rate is 2^24 parts per million a year or more: "
        "give it in parts per million",
        "复利利率达到 2^24（百万分之一）：请以百万分之一为单位填写",
    ),
    "book: unknown method": RevertText(
        "book.method",
        "the method of repayment is unknown: "
        "give 1 equal instalment, 2 equal principal, 3 interest only or 4 bullet",
        "还款方式代码无效："
        "1 为等额本息，2 为等额本金，3 为按期付息、到期还本，4 为到期一次还本付息",
    ),
    "book: unknown day count": RevertText(
        "book.day_count",
        "the day count is unknown: give 1 for 30/360, 2 for actual/360 or 3 for actual/365",
        "计息方式代码无效：1 为 30/360，2 为实际天数/360，3 为实际天数/365",
    ),
    "book: unknown order of payment": RevertText(
        "book.payment_order",
        "the order of payment is unknown: give 1 interest, 2 penalty or 3 principal first",
        "还款顺序代码无效：1 为先息，2 为先罚息，3 为先本",
    ),
    "book: unknown counting": RevertText(
        "book.counting",
        "the counting of days past due is unknown: give 1 for the oldest bill or 2 for unbroken",
        "逾期天数口径代码无效：1 为按最早账单，2 为连续计算",
    ),
    "book: number of instalments out of range": RevertText(
        "book.instalments_range",
        "the number of instalments is 0 or over 600: give 1 to 600",
        "期数为 0 或超过 600：请填写 1 至 600",
    ),
    "book: too many interest-only periods": RevertText(
        "book.interest_only_periods",
        "the interest-only periods leave no period to repay principal in: "
        "give fewer than there are instalments",
        "只还息期数过多，没有剩余期数归还本金：只还息期数须少于总期数",
    ),
    "book: grace days out of range": RevertText(
        "book.grace_days_range",
        "the grace days are 16,384 or more: give fewer",
        "还款宽限期达到 16384 天：请缩短",
    ),
    "book: default days out of range": RevertText(
        "book.default_days_range",
        "the default days are not over the grace days, or 16,384 or more: give a number in between",
        "违约天数未超过还款宽限期，或达到 16384 天：请填写两者之间的天数",
    ),
    "book: cooling-off days out of range": RevertText(
        "book.cooling_off_days_range",
        "the cooling-off days are 255 or more: give at most 254",
        "冷静期达到 255 天：最多 254 天",
    ),
    "book: withdrawal-pay days out of range": RevertText(
        "book.withdrawal_pay_days_range",
        "the withdrawal-pay days are 16,384 or more: give fewer",
        "撤回付款天数达到 16384 天：请缩短",
    ),
    "book: UTC offset out of range": RevertText(
        "book.utc_offset_range",
        "the offset from UTC is over 14 hours: give minutes from -840 to 840",
        "与 UTC 的时差超过 14 小时：请填写 -840 至 840 分钟",
    ),
    "book: start day is not today": RevertText(
        "book.start_day",
        "the start day is not today at the terms' offset from UTC: make the terms anew today",
        "起息日不是条款时区的当日：请于当日重新生成条款",
    ),
    "book: first due day is not after the start": RevertText(
        "book.first_due_day_early",
        "the first due day is not after the start day: give a later one",
        "首个还款日不晚于起息日：请填写更晚的日期",
    ),
    "book: period out of range": RevertText(
        "book.period_range",
        "the period is over 1,100 days: give 1 to 1,100 days, or 0 for calendar months",
        "每期天数超过 1100 天：请填写 1 至 1100，按月还款填 0",
    ),
    "book: a due day of the month with a period of days": RevertText(
        "book.due_day_with_period",
        "the period is in days, yet a due day of the month is given: "
        "set the due day to 0, or the period to 0 for months",
        "已按天数分期，又填写了每月还款日：请将每月还款日设为 0，或将每期天数设为 0 以按月还款",
    ),
    "book: first due day is over two periods away": RevertText(
        "book.first_due_day_far",
        "the first due day is over two periods after the start: give an earlier one",
        "首个还款日距起息日超过两期：请填写更早的日期",
    ),
    "book: due day of the month out of range": RevertText(
        "book.due_day_range",
        "the due day of the month is not 1 to 31: give a day from 1 to 31",
        "每月还款日无效：请填写 1 至 31",
    ),
    "book: first due day is not the due day of the month": RevertText(
        "book.first_due_day_rule",
        "the first due day is not on the due day of its month: "
        "give that day, or the month's last where it has fewer",
        "首个还款日与每月还款日不符：请填写当月的还款日，当月无此日的填月末日",
    ),
    "book: deadline is over": RevertText(
        "book.deadline_over",
        "the last moment at which the loan could open has passed: "
        "take another offer, or have this one renewed",
        "贷款开立的截止时间已过：请接受其他要约，或请对方重新签署",
    ),
    "book: deadline out of range": RevertText(
        "book.deadline_range",
        "the deadline is 2^96 seconds or more: give Unix seconds",
        "截止时间达到 2^96：请以 Unix 秒填写",
    ),
    "book: purpose out of range": RevertText(
        "book.purpose_range",
        "the purpose is over 65,535: give the purpose's code",
        "贷款用途代码超过 65535：请填写正确的用途代码",
    ),
    "book: payee cannot be paid": RevertText(
        "book.payee",
        "the payee is empty, the book or the desk: give the borrower's or the seller's wallet",
        "收款人为空，或为贷款账簿、业务台：请填写借款人或卖方的钱包地址",
    ),
    "book: lender cannot hold notes": RevertText(
        "book.lender",
        "the lender is empty or the book itself: give the lender's wallet",
        "贷款人为空，或为贷款账簿本身：请填写贷款人的钱包地址",
    ),
    "book: fee is no multiple of the quantum": RevertText(
        "book.fee_multiple",
        "the fee is no multiple of the quantum: round it to a multiple",
        "手续费不是最小金额的整数倍：请取整后填写",
    ),
    "book: fee is not below the principal": RevertText(
        "book.fee_principal",
        "the fee is not below the principal: lower it",
        "手续费不低于本金：请降低手续费",
    ),
    "book: fee receiver cannot be paid": RevertText(
        "book.fee_receiver",
        "the fee's receiver is empty, the book or the desk: give another wallet, or no fee",
        "手续费收取方为空，或为贷款账簿、业务台：请更换收取方，或不收手续费",
    ),
    "book: acceleration days out of range": RevertText(
        "book.acceleration_days_range",
        "the acceleration days are 0, or 16,384 or more: give 1 to 16,383",
        "提前到期天数为 0，或达到 16384 天：请填写 1 至 16383",
    ),
    "book: notice days out of range": RevertText(
        "book.notice_days_range",
        "the notice days are 0, or 16,384 or more: give 1 to 16,383",
        "通知天数为 0，或达到 16384 天：请填写 1 至 16383",
    ),
    "book: instalment multiple is no multiple of the quantum": RevertText(
        "book.instalment_multiple_quantum",
        "the amount that the instalment is rounded to is 0, no multiple of the quantum, or 2^90 "
        "base units or more: give a multiple of the quantum",
        "每期还款额取整单位为 0、不是最小金额的整数倍，或达到 2^90 最小货币单位："
        "请填写最小金额的整数倍",
    ),
    "book: all-in rate out of range": RevertText(
        "book.all_in_rate_range",
        "the all-in rate is 2^32 parts per million a year or more: give it in parts per million",
        "综合年化利率达到 2^32（百万分之一）：请以百万分之一为单位填写",
    ),
    "book: instalment is not of the agreed multiple": RevertText(
        "book.instalment_multiple",
        "the instalment is no multiple of the amount that it is rounded to: round it so",
        "每期应还款额不是约定取整单位的整数倍：请按取整单位取整",
    ),
    "book: instalment without its method": RevertText(
        "book.instalment_method",
        "an instalment is given, yet the method has none: set it to 0, or choose equal instalment",
        "该还款方式没有固定的每期应还款额：请填 0，或改用等额本息",
    ),
    "book: instalment is not what the method gives": RevertText(
        "book.instalment",
        "the instalment is not what principal, rate and periods give: "
        "reckon it anew by the loan model",
        "每期应还款额与按本金、利率和期数计算的结果不符：请按贷款模型重新计算",
    ),
    "book: last payment is another": RevertText(
        "book.last_payment",
        "the last payment shown is not what the schedule gives: reckon it anew by the loan model",
        "所列末期应还款额与还款计划不符：请按贷款模型重新计算",
    ),
    "book: tolerance is over a tenth of a payment": RevertText(
        "book.tolerance_share",
        "the tolerance is over a tenth of the smallest scheduled payment: lower it",
        "容差超过最小一期应还款额的十分之一：请降低容差",
    ),
    "book: all-in rate is another": RevertText(
        "book.all_in_rate",
        "the all-in rate shown is not what payments and fee give: reckon it anew by the loan model",
        "所列综合年化利率与还款计划和手续费不符：请按贷款模型重新计算",
    ),
    "book: interest could outgrow the book's words": RevertText(
        "book.interest_width",
        "the interest could grow too large for the book to keep: "
        "lower the principal, the rate or the tenor",
        "利息可能超出账簿可记录的范围：请降低本金、利率或缩短期限",
    ),
    "book: penalty could outgrow the book's words": RevertText(
        "book.penalty_width",
        "the penalty could grow too large for the book to keep: "
        "lower the principal, the penalty margin or the overdue interest rate",
        "罚息可能超出账簿可记录的范围：请降低本金、罚息加点或复利利率",
    ),
    "book: quantum too fine for the principal": RevertText(
        "book.quantum_fine",
        "the quantum is too fine for so large a principal: give a larger quantum",
        "最小金额相对本金过小：请增大最小金额",
    ),
}
