# SPDX-License-Identifier: Apache-2.0
"""What a deposit token refuses, the library's texts for it included."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "token: bank is empty": RevertText(
        "token.bank_empty",
        "the bank's address is empty: give the bank's wallet",
        "银行地址为空：请填写银行钱包地址",
    ),
    "token: decimals are out of range": RevertText(
        "token.decimals_range",
        "the currency has over 18 decimals: give 0 to 18",
        "币种小数位数超过 18：请填写 0 至 18",
    ),
    "token: caller is not the bank": RevertText(
        "token.not_bank",
        "the caller is not the bank that the token was made for: have the bank mint",
        "调用方不是该存款代币的发行银行：请由该银行发行",
    ),
    "token: reference is empty": RevertText(
        "token.reference_empty",
        "the reference to the bank's ledger is empty: give the entry's reference",
        "银行账务凭证号为空：请填写对应的凭证号",
    ),
    "token: amount is nil": RevertText(
        "token.amount_nil",
        "the amount to redeem is 0: give more than 0",
        "赎回金额为 0：请填写大于 0 的金额",
    ),
    "erc20: approve from the zero address": RevertText(
        "erc20.approve_owner",
        "the owner that approves is the zero address: approve with the owner's wallet",
        "授权方为零地址：请用持有人钱包授权",
    ),
    "erc20: approve to the zero address": RevertText(
        "erc20.approve_spender",
        "the address to approve is the zero address: give the one that may spend",
        "被授权方为零地址：请填写可动用资金的地址",
    ),
    "erc20: burn amount exceeds balance": RevertText(
        "erc20.redeem_balance",
        "the amount to redeem is over the caller's balance: redeem at most the balance",
        "赎回金额超过余额：请填写不超过余额的金额",
    ),
    "erc20: burn from the zero address": RevertText(
        "erc20.redeem_owner",
        "the zero address redeems nothing: redeem with the holder's wallet",
        "零地址不能赎回：请用持有人钱包赎回",
    ),
    "erc20: expired deadline": RevertText(
        "erc20.permit_expired",
        "the signed permit has expired: have the owner sign a new one",
        "签名授权已过截止时间：请持有人重新签署",
    ),
    "erc20: insufficient allowance": RevertText(
        "erc20.allowance",
        "the owner has approved the caller for less than this: approve at least the amount",
        "持有人对调用方的授权额度不足：请先授权足够的金额",
    ),
    "erc20: invalid signature": RevertText(
        "erc20.permit_signature",
        "the permit is not signed by the owner, or was used before: "
        "have the owner sign anew with the present nonce",
        "签名授权不是由持有人签署，或已使用过：请持有人按当前序号重新签署",
    ),
    "erc20: mint to the zero address": RevertText(
        "erc20.mint_owner",
        "the receiver of the minted money is the zero address: give the depositor's wallet",
        "发行的收款地址为零地址：请填写存款人钱包地址",
    ),
    "erc20: transfer amount exceeds balance": RevertText(
        "erc20.balance",
        "the payer has less than the amount: pay at most the balance, or bring in more money",
        "付款方余额不足：请降低金额，或先存入资金",
    ),
    "erc20: transfer from the zero address": RevertText(
        "erc20.transfer_owner",
        "the payer is the zero address: give the payer's wallet",
        "付款地址为零地址：请填写付款方钱包地址",
    ),
    "erc20: transfer to the zero address": RevertText(
        "erc20.transfer_receiver",
        "the receiver is the zero address: give the receiver's wallet",
        "收款地址为零地址：请填写收款方钱包地址",
    ),
    "ecdsa: invalid signature": RevertText(
        "ecdsa.signature",
        "the signature is malformed, no key has made it: have the owner sign anew",
        "签名格式有误，不对应任何私钥：请持有人重新签署",
    ),
    "ecdsa: invalid signature `s` value": RevertText(
        "ecdsa.signature_high_s",
        "the signature's s is in the upper half, which could be copied: "
        "sign with a wallet that gives the lower one",
        "签名的 s 值处于高位，存在可复制风险：请使用产生低位 s 值的钱包重新签署",
    ),
}
