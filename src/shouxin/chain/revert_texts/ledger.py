# SPDX-License-Identifier: Apache-2.0
"""What the credit ledger refuses: books and their settings."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "ledger: governance is empty": RevertText(
        "ledger.governance_empty",
        "the address for governance is empty: give the timelock's",
        "治理方地址为空：请填写时间锁地址",
    ),
    "ledger: caller is no authorised book": RevertText(
        "ledger.not_book",
        "the caller is no authorised loan book: have governance authorise the book",
        "调用方不是已授权的贷款账簿：请由治理方授权该账簿",
    ),
    "ledger: a retired book opens no loan": RevertText(
        "ledger.book_retired",
        "the loan book is retired and opens no new loan: open it in the current book",
        "该贷款账簿已停用，不能开立新贷款：请在现行账簿开立",
    ),
    "ledger: book is empty": RevertText(
        "ledger.book_empty",
        "the book's address is empty: give the loan book",
        "贷款账簿地址为空：请填写",
    ),
    "ledger: book is not authorised": RevertText(
        "ledger.book_not_authorised",
        "the loan book is not authorised now, so can't be retired: check its address",
        "该贷款账簿当前未获授权，不能停用：请核对地址",
    ),
    "ledger: book is unknown": RevertText(
        "ledger.book_unknown",
        "the loan book was never authorised: check its address, or authorise it first",
        "该贷款账簿从未获授权：请核对地址，或先行授权",
    ),
    "ledger: least amount is out of range": RevertText(
        "ledger.on_time_min_range",
        "the least amount that counts as on time is 2^56 reference units or more: lower it",
        "计为按期的最低金额达到 2^56 参考单位：请降低",
    ),
    "ledger: caller is not governance": RevertText(
        "ledger.not_governance",
        "the caller is not governance: schedule the call in the timelock",
        "调用方不是治理方：请通过时间锁提交该操作",
    ),
}
