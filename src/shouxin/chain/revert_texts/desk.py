# SPDX-License-Identifier: Apache-2.0
"""What the offer desk refuses: deposits, offers, requests, fills."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "desk: nothing to deposit": RevertText(
        "desk.deposit_nil",
        "the amount to deposit is 0: give more than 0",
        "存入金额为 0：请填写大于 0 的金额",
    ),
    "desk: balance is less": RevertText(
        "desk.balance",
        "the amount is 0 or over the caller's balance at the desk: withdraw at most the balance",
        "提取金额为 0 或超过在要约台的余额：请填写不超过余额的金额",
    ),
    "desk: transfer failed": RevertText(
        "desk.transfer_failed",
        "the currency's contract refused the transfer: see that the payer has enough and approved "
        "the desk, and that the receiver may hold the currency",
        "币种合约拒绝转账：请确认付款方余额充足并已授权要约台，且收款方可持有该币种",
    ),
    "desk: another amount arrived": RevertText(
        "desk.amount_arrived",
        "another amount arrived than was sent: use a currency that takes no fee on transfers",
        "实际到账金额与转账金额不一致：请使用转账不扣费的币种",
    ),
    "desk: approval failed": RevertText(
        "desk.approval_failed",
        "the currency's contract refused the desk's approval of the book: "
        "use a standard ERC-20 currency",
        "币种合约拒绝要约台对贷款账簿的授权：请使用标准 ERC-20 币种",
    ),
    "desk: lender's balance is less": RevertText(
        "desk.lender_balance",
        "the lender's balance at the desk is below the principal: "
        "take less, or wait until the lender deposits",
        "出借人在要约台的余额不足以放款：请减少成交金额，或待其补足余额",
    ),
    "desk: conditions are out of range": RevertText(
        "desk.conditions",
        "the offer's conditions are out of range: sign anew with a quantum above 0, a fee of at "
        "most the principal, a period below 65,536 days and an offset from UTC within a day",
        "要约条件超出范围：请重新签署，最小金额须大于 0，手续费不超过本金，每期少于 65536 天，"
        "时区偏移在一天以内",
    ),
    "desk: terms are not those agreed": RevertText(
        "desk.terms_differ",
        "the loan's terms are not those agreed to, the day or an earlier fill changed them: "
        "make the fill anew and take it again",
        "贷款条款与所同意的条款不一致，日期或此前成交已使其变化：请重新生成条款后再成交",
    ),
    "desk: nonce is spent": RevertText(
        "desk.nonce_spent",
        "the nonce is spent or cancelled already: nothing is left to cancel, check the nonce",
        "该序号已用尽或已撤销：无需再撤销，请核对序号",
    ),
    "desk: epoch is not the present one": RevertText(
        "desk.epoch",
        "the epoch that was signed is not the maker's present one, its offers were cancelled "
        "already or it is still to come: read the present epoch and sign for it",
        "所签批次不是要约方的当前批次，该批次已撤销或尚未开始：请查询当前批次后重新签署",
    ),
    "desk: unknown side": RevertText(
        "desk.side",
        "the side is unknown: give 1 for an offer to lend or 2 for a request to borrow",
        "要约方向无效：1 为出借要约，2 为借款申请",
    ),
    "desk: offer has expired": RevertText(
        "desk.offer_expired",
        "the offer has expired: ask its maker for a new one",
        "要约已过有效期：请要约方重新签署",
    ),
    "desk: offer was cancelled": RevertText(
        "desk.offer_epoch",
        "the maker cancelled all offers of this epoch, or has not reached it: "
        "ask the maker for a new offer",
        "要约方已撤销该批次的全部要约，或要约批次有误：请要约方重新签署",
    ),
    "desk: offer is spent or cancelled": RevertText(
        "desk.offer_spent",
        "the offer is spent or cancelled: ask its maker for a new one",
        "要约已用尽或已撤销：请要约方重新签署",
    ),
    "desk: maker's signature is not valid": RevertText(
        "desk.signature",
        "the maker's signature is not valid for this offer, chain and desk: "
        "have the maker sign exactly this offer",
        "要约方的签名对该要约、该链及该要约台无效：请要约方重新签署该要约",
    ),
    "desk: offer names another taker": RevertText(
        "desk.taker",
        "the offer names another party to take it: take one that is open to this party",
        "该要约指定了其他接受方：请选择可由本主体接受的要约",
    ),
    "desk: all-in rate is over the offer's": RevertText(
        "desk.all_in_rate",
        "the all-in rate is over the most that the offer allows: "
        "take a larger amount, or another offer",
        "综合年化利率高于要约上限：请提高金额，或选择其他要约",
    ),
    "desk: payee is not the request's": RevertText(
        "desk.payee",
        "the payee is not the one that the request names: pay whom the request names",
        "收款人与借款申请所列不一致：请填写申请指定的收款人",
    ),
    "desk: an offer names no payee": RevertText(
        "desk.offer_payee",
        "the offer to lend names a payee, which is the taker's to name: "
        "have the maker sign it without a payee",
        "出借要约不应指定收款人：请要约方不填收款人，重新签署",
    ),
    "desk: amount out of range": RevertText(
        "desk.amount_range",
        "the offer's amount is 2^128 base units or more: have the maker sign a lower one",
        "要约总额达到 2^128 最小货币单位：请要约方降低总额后重新签署",
    ),
    "desk: principal is over what is left": RevertText(
        "desk.principal_left",
        "the principal is 0 or over what is left of the offer: take at most what is left",
        "本金为 0 或超过要约剩余额度：请填写不超过剩余额度的金额",
    ),
    "desk: a fill leaves nothing, or at least the minimum": RevertText(
        "desk.fill_min",
        "a fill in part must take, and leave, at least the offer's minimum: "
        "take all that is left, or another part",
        "部分成交时，成交金额与剩余额度均不得低于最低成交额：请全部成交，或调整金额",
    ),
    "desk: wallet was not replaced": RevertText(
        "desk.not_replaced",
        "the wallet was not replaced, and its balance is its own: name a replaced wallet",
        "该钱包未被更换，其余额仍归其所有：请指定已被更换的钱包",
    ),
    "desk: balance is nil": RevertText(
        "desk.no_balance",
        "the replaced wallet has no balance in this currency: name another currency",
        "已被更换的钱包在该币种下没有余额：请指定其他币种",
    ),
}
