# SPDX-License-Identifier: Apache-2.0
"""What the loan book and its notes refuse: openings, payments, transfers, claims."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "book: ledger is no contract": RevertText(
        "book.ledger_missing",
        "the credit ledger given is no contract: deploy the ledger first and give its address",
        "所填信用账本地址不是合约：请先部署信用账本，再填写其地址",
    ),
    "book: caller is not the desk": RevertText(
        "book.caller_not_desk",
        "the caller is not the desk that the terms name: take the offer through that desk",
        "调用方不是条款载明的业务台：请通过该业务台办理",
    ),
    "book: caller is not the relay": RevertText(
        "book.caller_not_relay",
        "the caller is not the relay that the book was deployed with: pay in the caller's own "
        "name, or submit the payer's signature to that relay",
        "调用方不是贷款账簿部署时指定的代为提交合约：请以自身名义还款，或将付款人签名提交至该合约",
    ),
    "book: terms were used before": RevertText(
        "book.terms_used",
        "a loan with these very terms was opened before: change the salt, or take the offer anew",
        "相同条款的贷款此前已开立：请更换盐值，或重新接受要约",
    ),
    "book: borrower has no party": RevertText(
        "book.borrower_unknown",
        "the borrower's wallet belongs to no party: have an identity provider enrol it first",
        "借款人钱包尚未登记主体：请先由身份服务机构办理登记",
    ),
    "book: wallet is not the borrower's": RevertText(
        "book.borrower_wallet",
        "the borrower's wallet belongs to another party than the terms state: "
        "give the party that the wallet belongs to",
        "借款人钱包与条款载明的主体不符：请填写该钱包所属的主体",
    ),
    "book: lender has no party": RevertText(
        "book.lender_unknown",
        "the lender's wallet belongs to no party: have an identity provider enrol it first",
        "贷款人钱包尚未登记主体：请先由身份服务机构办理登记",
    ),
    "book: servicer has no party": RevertText(
        "book.servicer_unknown",
        "the servicer's wallet belongs to no party: have it enrolled, or name another servicer",
        "贷款服务机构的钱包尚未登记主体：请先办理登记，或另行指定服务机构",
    ),
    "book: lender or servicer is linked to the borrower": RevertText(
        "book.related_parties",
        "the lender or the servicer is a related party of the borrower: "
        "choose one that is not linked to the borrower",
        "贷款人或贷款服务机构与借款人为同一主体或关联方：请更换为非关联方",
    ),
    "book: kind of borrower is another": RevertText(
        "book.borrower_kind",
        "the kind of borrower in the terms is not the one enrolled: "
        "give the kind that the registry has",
        "条款中的借款人类型与登记不符：请按登记的类型填写",
    ),
    "book: jurisdiction is not the borrower's": RevertText(
        "book.borrower_jurisdiction",
        "the jurisdiction in the terms is not the borrower's: "
        "give the one that the borrower is enrolled in",
        "条款中的法域与借款人登记不符：请按登记的法域填写",
    ),
    "book: currency index out of range": RevertText(
        "book.currency_index_range",
        "the rulebook's index of the currency is 0 or over 65,535: "
        "have governance correct the listing",
        "规则库中该币种的序号为 0 或超过 65535：请由治理方更正币种设置",
    ),
    "book: exposure is another": RevertText(
        "book.exposure",
        "the exposure in the terms is not what the rulebook reckons for the principal: "
        "fetch the reference rate anew and take the offer again",
        "条款中的敞口与规则库按本金折算的结果不符：请重新查询折算率后再提交",
    ),
    "book: exposure out of range": RevertText(
        "book.exposure_range",
        "the exposure is 2^56 reference units or more: lower the principal",
        "敞口达到或超过 2^56 参考单位：请降低本金",
    ),
    "book: jurisdiction out of range": RevertText(
        "book.jurisdiction_range",
        "the jurisdiction is over 1,023: give its ISO 3166-1 number",
        "法域代码超过 1023：请填写 ISO 3166-1 数字代码",
    ),
    "book: product out of range": RevertText(
        "book.product_range",
        "the product is over 4,095: give the product's code",
        "产品代码超过 4095：请填写正确的产品代码",
    ),
    "book: currency index is another's": RevertText(
        "book.currency_index_taken",
        "the book knows another currency by this index: "
        "have governance correct the rulebook's listing",
        "贷款账簿中该序号已对应另一币种：请由治理方更正规则库的币种设置",
    ),
    "book: payment is below the quantum": RevertText(
        "book.payment_too_small",
        "the payment is below the smallest amount that the loan takes, or nothing is owed: "
        "pay at least one quantum of the loan",
        "还款额低于该贷款的最小金额，或已无欠款：请至少支付一个最小金额",
    ),
    "book: caller is not the opening contract": RevertText(
        "book.caller_not_opening",
        "the caller is not the book's opening contract: "
        "take the offer through a desk, which opens the loan there",
        "调用方不是本账簿的贷款开立合约：请通过业务台接受要约，由其开立贷款",
    ),
    "book: caller is not the servicing contract": RevertText(
        "book.caller_not_servicing",
        "the caller is not the book's servicing contract: make the move through that contract",
        "调用方不是本账簿的贷款服务合约：请通过该合约办理",
    ),
    "book: loan is not open": RevertText(
        "book.loan_not_open",
        "the loan is not open, it has ended or never was: check the loan's id and status",
        "该贷款不在存续期内，已终结或不存在：请核对贷款编号和状态",
    ),
    "book: no fee is held": RevertText(
        "book.no_fee",
        "the book holds no fee for these terms, there was none or it was paid out: "
        "check the loan's terms and its fee",
        "账簿未暂存该贷款的手续费，可能未收取或已划付：请核对贷款条款和手续费",
    ),
    "book: cooling-off days are not over": RevertText(
        "book.cooling_off",
        "the cooling-off days are not over: release the fee on the day after the last of them",
        "冷静期尚未届满：请在冷静期届满次日起划付手续费",
    ),
    "book: withdrawal may still be paid": RevertText(
        "book.withdrawal_pending",
        "the borrower gave notice of withdrawal and may still pay: "
        "release the fee once the withdrawal-pay days are over",
        "借款人已行使撤回权，撤回付款期尚未届满：请在期满后划付手续费",
    ),
    "book: lengths differ": RevertText(
        "book.lengths",
        "the two lists differ in length: give as many of one as of the other",
        "两个列表的长度不一致：请逐项对应填写",
    ),
    "book: caller may not move these notes": RevertText(
        "book.notes_not_approved",
        "the caller neither holds these notes nor is approved by their holder: "
        "have the holder approve the caller first",
        "调用方不是该债权份额的持有人，也未获其授权：请先由持有人授权",
    ),
    "book: receiver cannot hold notes": RevertText(
        "book.notes_receiver",
        "the receiver of the notes is empty or the book itself: give another receiver",
        "债权份额的受让地址为空或为贷款账簿本身：请更换受让地址",
    ),
    "book: transfer failed": RevertText(
        "book.transfer_failed",
        "the currency's contract refused the transfer: see that the payer has enough and approved "
        "the book, and that the receiver may hold the currency",
        "币种合约拒绝转账：请确认付款方余额充足并已授权贷款账簿，且收款方可持有该币种",
    ),
    "book: another amount arrived": RevertText(
        "book.amount_arrived",
        "another amount arrived than was sent: use a currency that takes no fee on transfers",
        "实际到账金额与转账金额不一致：请使用转账不扣费的币种",
    ),
    "book: day is before the last reckoning": RevertText(
        "book.day_passed",
        "the day is before the loan's last reckoning: give that day or a later one",
        "所填日期早于该贷款上次推算日：请填写该日或之后的日期",
    ),
    "book: no open loan has these terms": RevertText(
        "book.no_open_loan",
        "no open loan has these terms, it has ended or a term differs: "
        "give exactly the terms that the loan opened with",
        "没有符合该条款的存续贷款，贷款可能已终结或条款有出入：请提供开立时的完整条款",
    ),
    "book: no loan has these terms": RevertText(
        "book.no_loan",
        "no loan has these terms: give exactly the terms that the loan opened with",
        "没有符合该条款的贷款：请提供开立时的完整条款",
    ),
    "book: not enough units": RevertText(
        "book.notes_units",
        "the sender holds fewer units of the note than are to move: lower the number of units",
        "转让方持有的债权份额不足：请减少转让份数",
    ),
    "book: nothing to claim": RevertText(
        "book.nothing_to_claim",
        "nothing is there for this holder to claim: wait for the borrower's next payment",
        "该持有人暂无可领取的回款：请待借款人下次还款后再领取",
    ),
    "book: receiver refuses notes": RevertText(
        "book.notes_refused",
        "the receiving contract does not accept the notes: "
        "give a wallet, or a contract that takes ERC-1155",
        "受让合约不接受债权份额：请使用普通钱包，或支持 ERC-1155 的合约",
    ),
    "book: operator is the owner": RevertText(
        "book.notes_operator",
        "the operator is the owner itself: approve another address, an owner needs no approval",
        "被授权方就是持有人本人：请授权其他地址，本人无需授权",
    ),
    "book: terms are another loan's": RevertText(
        "book.other_loan",
        "the terms are of another loan than the one that the payer signed for: bring that loan's",
        "所提供的条款不属于付款人签署的贷款：请提供该笔贷款的现行条款",
    ),
    "book: terms are no longer in force": RevertText(
        "book.terms_replaced",
        "the loan was amended and goes on under other terms: bring the terms in force",
        "该贷款已变更，原条款不再适用：请提供现行条款",
    ),
    "book: caller is not the amending contract": RevertText(
        "book.caller_not_amending",
        "the caller is not the amending contract: amend through it",
        "调用方不是变更合约：请通过变更合约办理",
    ),
    "book: holder is frozen": RevertText(
        "book.holder_frozen",
        "the holder is frozen by a legal order; what it is owed waits in the book: "
        "claim it once the order has ended",
        "持有人已依法律文书被冻结，其应得款项保留在账簿中：请于冻结期满后领取",
    ),
    "book: sender is frozen, or recovers a wallet": RevertText(
        "book.sender_barred",
        "the sender's party is frozen by a legal order or recovers a wallet: "
        "move the notes once that has ended",
        "转出方主体已被冻结或正在恢复钱包：请于结束后再转让",
    ),
    "book: notes of a replaced wallet go to its successor": RevertText(
        "book.successor_only",
        "the sender's wallet was replaced: move its notes to the wallet that took its place",
        "转出方的钱包已被替换：其债权份额只能转入接替的钱包",
    ),
    "book: a party is frozen, or recovers a wallet": RevertText(
        "book.party_barred",
        "borrower, lender or servicer is frozen by a legal order, or recovers a wallet: "
        "open the loan once that has ended",
        "借款人、贷款人或服务机构已被冻结，或正在恢复钱包：请于结束后再办理",
    ),
}
