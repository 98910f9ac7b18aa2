# SPDX-License-Identifier: Apache-2.0
"""What the rulebook refuses: loans, transfers, pauses, settings."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "rulebook: governance is empty": RevertText(
        "rulebook.governance_empty",
        "the address for governance is empty: give the timelock's",
        "治理方地址为空：请填写时间锁地址",
    ),
    "rulebook: caller is no authorised book": RevertText(
        "rulebook.not_book",
        "the caller is no authorised loan book or opening contract: have governance authorise it",
        "调用方不是已授权的贷款账簿或贷款开立合约：请由治理方授权",
    ),
    "rulebook: new loans are paused": RevertText(
        "rulebook.paused",
        "new loans are paused: wait until the pause ends; live loans run on",
        "新增贷款已暂停：请待暂停结束后办理，存续贷款不受影响",
    ),
    "rulebook: desk is not authorised": RevertText(
        "rulebook.desk",
        "the desk is not authorised to bring loans: use one that is",
        "该业务台未获授权办理贷款：请通过已授权的业务台办理",
    ),
    "rulebook: currency is not allowed": RevertText(
        "rulebook.currency",
        "the currency is not allowed for new loans: choose one that is",
        "该币种不可用于新增贷款：请更换币种",
    ),
    "rulebook: borrower is no party": RevertText(
        "rulebook.borrower_unknown",
        "the borrower is no enrolled party: have an identity provider enrol it first",
        "借款人尚未登记主体：请先由身份服务机构办理登记",
    ),
    "rulebook: lender is no party": RevertText(
        "rulebook.lender_unknown",
        "the lender is no enrolled party: have an identity provider enrol it first",
        "贷款人尚未登记主体：请先由身份服务机构办理登记",
    ),
    "rulebook: jurisdiction is unknown": RevertText(
        "rulebook.jurisdiction",
        "the rulebook has no limits for the jurisdiction: "
        "choose another, or have governance set its limits",
        "规则库未设置该法域的限额：请更换法域，或由治理方设置限额",
    ),
    "rulebook: rate is above the limit": RevertText(
        "rulebook.rate",
        "the rate is above the jurisdiction's limit: lower the rate",
        "年利率超过该法域上限：请降低利率",
    ),
    "rulebook: rate and penalty margin are above the limit": RevertText(
        "rulebook.rate_and_margin",
        "the rate and the penalty margin together are above the jurisdiction's limit: lower either",
        "年利率与罚息加点之和超过该法域上限：请降低其中之一",
    ),
    "rulebook: overdue interest rate is above the limit": RevertText(
        "rulebook.overdue_rate",
        "the overdue interest rate is above the jurisdiction's limit: lower it",
        "复利利率超过该法域上限：请降低复利利率",
    ),
    "rulebook: all-in rate is above the limit": RevertText(
        "rulebook.all_in_rate",
        "the all-in rate is above the jurisdiction's limit: lower the rate or the fee",
        "综合年化利率超过该法域上限：请降低利率或手续费",
    ),
    "rulebook: fee is above the limit": RevertText(
        "rulebook.fee",
        "the fee is above the jurisdiction's limit for the principal: lower the fee",
        "手续费占本金的比例超过该法域上限：请降低手续费",
    ),
    "rulebook: principal is out of range": RevertText(
        "rulebook.principal_range",
        "the principal is 0 or too large for the rulebook: give an amount in between",
        "本金为 0 或超出规则库可处理的范围：请填写范围内的金额",
    ),
    "rulebook: borrower's exposure is above the limit": RevertText(
        "rulebook.exposure",
        "the loan would take the borrower with its related parties over the jurisdiction's limit: "
        "borrow less, or repay other loans first",
        "该笔贷款将使借款人及其关联方的敞口超过该法域上限：请降低金额，或先归还其他贷款",
    ),
    "rulebook: receiver is no party": RevertText(
        "rulebook.receiver_unknown",
        "the receiver of the notes is no enrolled party: have an identity provider enrol it first",
        "债权份额受让方尚未登记主体：请先由身份服务机构办理登记",
    ),
    "rulebook: refused": RevertText(
        "rulebook.refused",
        "the rulebook refuses for a reason that this release doesn't know: update the software",
        "规则库因本版本未收录的原因予以拒绝：请更新软件版本",
    ),
    "rulebook: caller is not the guardian": RevertText(
        "rulebook.not_guardian",
        "the caller is neither the guardian nor governance: have one of them make the call",
        "调用方不是紧急暂停人，也不是治理方：请由二者之一办理",
    ),
    "rulebook: pause is over 7 days": RevertText(
        "rulebook.pause_long",
        "the guardian's pause is over 7 days: give at most 604,800 seconds",
        "紧急暂停人的暂停时间超过 7 天：请填写不超过 604800 秒",
    ),
    "rulebook: only governance renews a pause": RevertText(
        "rulebook.pause_again",
        "the guardian paused lately and can't renew it: have governance pause, or wait",
        "紧急暂停人近期已暂停，不能续期：请由治理方暂停，或稍后再试",
    ),
    "rulebook: new loans are paused already": RevertText(
        "rulebook.paused_already",
        "governance's pause of new loans is not over: the guardian pauses once it has ended",
        "治理方对新贷款的暂停尚未结束：请待其结束后再由紧急暂停人暂停",
    ),
    "rulebook: pause is nil": RevertText(
        "rulebook.pause_nil",
        "the pause is of 0 seconds: give more than 0",
        "暂停时间为 0 秒：请填写大于 0 的秒数",
    ),
    "rulebook: new loans are not paused": RevertText(
        "rulebook.not_paused",
        "new loans are not paused: nothing is left to end",
        "新增贷款未处于暂停状态：无需解除",
    ),
    "rulebook: the pause is governance's": RevertText(
        "rulebook.pause_governance",
        "governance made the pause, so the guardian can't end it: have governance end it",
        "本次暂停由治理方作出，紧急暂停人无权解除：请由治理方解除",
    ),
    "rulebook: book is empty": RevertText(
        "rulebook.book_empty",
        "the book's address is empty: give the loan book",
        "贷款账簿地址为空：请填写",
    ),
    "rulebook: desk is empty": RevertText(
        "rulebook.desk_empty",
        "the desk's address is empty: give the desk",
        "业务台地址为空：请填写",
    ),
    "rulebook: currency is empty": RevertText(
        "rulebook.currency_empty",
        "the currency's address is empty: give the token's contract",
        "币种合约地址为空：请填写",
    ),
    "rulebook: reference rate is out of range": RevertText(
        "rulebook.reference_rate_range",
        "the reference rate is 0, or 2^96 or more: give reference units for 10^exponent base units",
        "参考折算率为 0，或达到 2^96：请填写每 10^指数个最小货币单位折合的参考单位数",
    ),
    "rulebook: exponent is out of range": RevertText(
        "rulebook.exponent_range",
        "the exponent of the reference rate is over 36: give the currency's number of decimals",
        "折算率指数超过 36：请填写该币种的小数位数",
    ),
    "rulebook: no currency index is left": RevertText(
        "rulebook.currencies_full",
        "the rulebook has 65,535 currencies and no index left: use one that is listed",
        "规则库的币种已达 65535 种：请使用已有币种",
    ),
    "rulebook: jurisdiction is out of range": RevertText(
        "rulebook.jurisdiction_range",
        "the jurisdiction is not 1 to 999: give its ISO 3166-1 number",
        "法域代码不在 1 至 999 之间：请填写 ISO 3166-1 数字代码",
    ),
    "rulebook: caller is not governance": RevertText(
        "rulebook.not_governance",
        "the caller is not governance: schedule the call in the timelock",
        "调用方不是治理方：请通过时间锁提交该操作",
    ),
    "rulebook: limit is out of range": RevertText(
        "rulebook.limit_range",
        "a limit is too large to keep: lower it, or give 2^256 - 1 for no limit",
        "限额超出可记录的范围：请降低限额，不设上限的填 2^256 - 1",
    ),
}
