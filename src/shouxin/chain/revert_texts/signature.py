# SPDX-License-Identifier: Apache-2.0
"""What every contract refuses of a signed action, and what the relay does of its own."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "signature: deadline is over": RevertText(
        "signature.deadline",
        "the deadline that was signed is over: have the signer sign anew",
        "签名所载截止时间已过：请签名人重新签署",
    ),
    "signature: not the signer's": RevertText(
        "signature.invalid",
        "the signature is not the signer's for exactly this, on this chain and at this contract: "
        "have the signer sign exactly this",
        "签名与签名人、内容、链或合约不符：请签名人就该内容重新签署",
    ),
    "signature: nonce is spent": RevertText(
        "signature.nonce",
        "the nonce was used or cancelled already: have the signer sign with another nonce",
        "该序号已使用或已撤销：请签名人更换序号后重新签署",
    ),
    "relay: today is no day of the payment": RevertText(
        "relay.payment_day",
        "today is before the first or after the last day of the signed payment, at the loan's "
        "offset from UTC: submit it on one of those days, or have the payer sign anew",
        "按贷款时区，今日不在所签还款的起止日期之内：请在该期间提交，或请付款人重新签署",
    ),
    "relay: terms are another loan's": RevertText(
        "relay.other_loan",
        "the terms are of another loan than the one that the borrower signed for: "
        "bring that loan's terms in force",
        "所提供的条款不属于借款人签署的贷款：请提供该笔贷款的现行条款",
    ),
}
