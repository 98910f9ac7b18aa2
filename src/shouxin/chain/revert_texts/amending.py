# SPDX-License-Identifier: Apache-2.0
"""What amending refuses: other terms for a living loan, another servicer."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "amending: the amendment is another loan's": RevertText(
        "amending.loan",
        "the amendment is for another loan: give the terms of the loan that was signed for",
        "变更书对应的是另一笔贷款：请提供所签署贷款的条款",
    ),
    "amending: the amendment is for other terms": RevertText(
        "amending.terms",
        "the amendment was signed for other terms: give the new terms whose hash it names",
        "变更书签署的是另一份条款：请提供其哈希所对应的新条款",
    ),
    "amending: 30 days past due, in default or accelerated, only forbearance amends": RevertText(
        "amending.forbearance",
        "the loan is 30 days past due, in default or accelerated, and is amended by forbearance "
        "alone, which counts against the borrower: sign the amendment as forbearance",
        "贷款已逾期 30 天、已违约或已宣布提前到期，只能以纾困重组变更，并计入不良记录："
        "请按纾困重组签署",
    ),
    "amending: borrower is frozen, or recovers a wallet": RevertText(
        "amending.borrower_barred",
        "the borrower is frozen by a legal order, or its wallet is being replaced as lost, and "
        "can't agree: wait for the end of either",
        "借款人已依法律文书被冻结，或其钱包正在挂失更换，不能同意变更：请待其结束",
    ),
    "amending: the replacement is of another servicer": RevertText(
        "amending.replacement_servicer",
        "the replacement names another servicer as the present one: sign for the servicer that "
        "the loan has now",
        "更换书所列的现任贷款服务机构有误：请按当前的服务机构重新签署",
    ),
    "amending: unknown kind": RevertText(
        "amending.kind",
        "the kind of amendment is not 1 to 5: give repricing, extension, holiday, "
        "lower instalment or forbearance",
        "变更类型不在 1 至 5 之间：请填写重新定价、展期、还款假期、减额或纾困重组",
    ),
    "amending: taken back is no multiple of the quantum": RevertText(
        "amending.taken_back_multiple",
        "what is taken back is no multiple of the quantum: round it to a multiple",
        "重新计入还款计划的本金不是最小金额的整数倍：请取整后填写",
    ),
    "amending: taken back is over what is overdue": RevertText(
        "amending.taken_back",
        "more is taken back than the overdue principal: take back at most that",
        "重新计入还款计划的本金超过逾期本金：请不要超过该金额",
    ),
    "amending: principal is another": RevertText(
        "amending.principal",
        "the new terms' principal is not what is left to schedule today: "
        "state the balance less what is overdue, plus what is taken back",
        "新条款的本金与当日待还本金不符：请填写剩余本金减去逾期本金，再加上重新计入的部分",
    ),
    "amending: an amendment takes no fee": RevertText(
        "amending.fee",
        "the new terms state a fee, and an amendment takes none: state 0",
        "新条款含手续费，而变更不得收费：请填 0",
    ),
    "amending: deadline is not 0": RevertText(
        "amending.terms_deadline",
        "the new terms state a deadline to open, and no loan opens with them: state 0",
        "新条款含放款截止时间，而新条款不用于放款：请填 0",
    ),
    "amending: terms change what can't change": RevertText(
        "amending.fixed",
        "the new terms change more than rate, margins, method, dates, instalment, grace, default "
        "and notice days: keep everything else",
        "新条款变更了利率、加点、还款方式、日期、还款额、宽限期、违约和通知天数以外的内容：其余请保持原样",
    ),
    "amending: a margin rises in arrears": RevertText(
        "amending.margin",
        "a penalty margin or overdue rate rises while the loan is in arrears: keep or lower it",
        "贷款逾期期间罚息加点或复利利率提高：请保持或降低",
    ),
    "amending: a rate rises above the limit": RevertText(
        "amending.limit",
        "a rate rises above what the jurisdiction allows today: lower it",
        "有利率提高后超过该法域当前上限：请降低",
    ),
    "amending: borrower's signature is not valid": RevertText(
        "amending.borrower_signature",
        "the borrower's signature is not valid for this amendment: "
        "have the borrower's wallet sign exactly this amendment",
        "借款人对该变更书的签名无效：请由借款人钱包签署该变更书",
    ),
    "amending: servicer's signature is not valid": RevertText(
        "amending.servicer_signature",
        "the servicer's signature is not valid for this amendment: "
        "have the loan's servicer of today sign exactly this amendment",
        "贷款服务机构对该变更书的签名无效：请由现任贷款服务机构签署该变更书",
    ),
    "amending: the replacement is another loan's": RevertText(
        "amending.replacement_loan",
        "the replacement is for another loan: give the terms of the loan that was signed for",
        "更换服务机构的文书对应的是另一笔贷款：请提供所签署贷款的条款",
    ),
    "amending: servicer has no party": RevertText(
        "amending.servicer_no_party",
        "the new servicer's wallet belongs to no party: have it enrolled first",
        "新服务机构的钱包未登记主体：请先办理登记",
    ),
    "amending: the deadline is over": RevertText(
        "amending.deadline",
        "the deadline of what was signed is over: have it signed anew",
        "所签署文书已过截止时间：请重新签署",
    ),
    "amending: it was carried out before": RevertText(
        "amending.used",
        "what was signed was carried out before: have one with another salt signed",
        "所签署文书已执行：请更换盐值后重新签署",
    ),
}
