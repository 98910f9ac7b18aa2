# SPDX-License-Identifier: Apache-2.0
"""What a rollover refuses."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "rollover: caller is not the borrower": RevertText(
        "rollover.caller_not_borrower",
        "the caller is not the wallet that the new terms name as borrower: roll over with it",
        "调用方不是新条款载明的借款人钱包：请用该钱包办理",
    ),
    "rollover: payee is not the borrower": RevertText(
        "rollover.payee",
        "the new terms pay somebody else, so the payout can't close the old loan: "
        "name the borrower's wallet as payee",
        "新条款的收款人不是借款人，放款无法结清旧贷款：请将收款人填为借款人钱包",
    ),
    "rollover: borrower is another": RevertText(
        "rollover.borrower",
        "the two loans are of different borrowers: roll over one's own loan",
        "新旧贷款的借款人不同：只能为本人的贷款办理借新还旧",
    ),
    "rollover: currency is another": RevertText(
        "rollover.currency",
        "the two loans are in different currencies: take the new one in the old one's",
        "新旧贷款币种不同：请以旧贷款的币种借入",
    ),
    "rollover: deadline is over": RevertText(
        "rollover.deadline",
        "the deadline of the lender's signature is over: have the lender sign anew",
        "贷款人签署的文书已过截止时间：请贷款人重新签署",
    ),
    "rollover: payout is below the closing amount": RevertText(
        "rollover.payout",
        "the new loan pays out less than closes the old one: pay the old one down, or borrow more",
        "新贷款放款额不足以结清旧贷款：请先偿还部分旧贷款，或提高新贷款金额",
    ),
    "rollover: lender's signature is not valid": RevertText(
        "rollover.lender_signature",
        "the new lender's signature is not valid for this succession: "
        "have the lender sign exactly this one",
        "新贷款人对本次借新还旧的签名无效：请其重新签署",
    ),
    "rollover: terms are not those signed for": RevertText(
        "rollover.terms",
        "the new terms are not those the lender signed for: give the terms of that id",
        "新条款与贷款人所签署的不符：请提供该编号对应的条款",
    ),
    "rollover: the book did not close the loan": RevertText(
        "rollover.not_closed",
        "the book did not close the old loan as rolled over: "
        "use the rollover contract that the book was deployed with",
        "账簿未将旧贷款结清为借新还旧：请使用该账簿部署时指定的借新还旧合约",
    ),
    "rollover: the succession is of another loan": RevertText(
        "rollover.loan",
        "the lender signed for another old loan: give the terms in force of that one",
        "贷款人签署的是另一笔旧贷款：请提供该笔贷款的现行条款",
    ),
    "rollover: transfer failed": RevertText(
        "rollover.transfer",
        "the token refused a transfer: check balance and approval of lender and borrower",
        "代币拒绝转账：请检查贷款人和借款人的余额与授权额度",
    ),
    "rollover: approval failed": RevertText(
        "rollover.approval",
        "the token refused an approval: use a currency that keeps to ERC-20",
        "代币拒绝授权：请使用符合 ERC-20 的币种",
    ),
    "rollover: another amount was taken": RevertText(
        "rollover.other_amount",
        "the old loan was paid or waived in the middle of the rollover, by the currency's own "
        "call: bring the rollover again",
        "借新还旧过程中，旧贷款因币种合约回调而被还款或减免：请重新提交",
    ),
}
