# SPDX-License-Identifier: Apache-2.0
"""What the credit ledger refuses: books and their settings, disputes, statements."""

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
    "ledger: registry is no contract": RevertText(
        "ledger.registry_no_contract",
        "the registry's address has no contract: deploy the registry first",
        "登记簿地址没有合约：请先部署登记簿",
    ),
    "ledger: wallet belongs to no party": RevertText(
        "ledger.no_party",
        "the wallet belongs to no party: use a wallet of the party whose record it is",
        "该钱包不属于任何主体：请使用记录所属主体的钱包",
    ),
    "ledger: reason is out of range": RevertText(
        "ledger.reason_range",
        "the reason of the dispute is no code from 1 to 255: choose one from the list",
        "异议原因代码不在 1 至 255 之间：请从列表中选择",
    ),
    "ledger: evidence is empty": RevertText(
        "ledger.evidence_empty",
        "the evidence's hash is empty: give keccak256 of a secret salt and the statement",
        "证据哈希为空：请填写秘密盐值与陈述的 keccak256",
    ),
    "ledger: no entry is cited": RevertText(
        "ledger.nothing_cited",
        "the record has no such entry, or no entries were brought: cite it from the "
        "ledger's events",
        "记录中没有该条目，或未提供条目：请依据账本事件引用",
    ),
    "ledger: cited entries are not the record's": RevertText(
        "ledger.citation_wrong",
        "the cited entries are not the record's, or the record has grown: fetch its "
        "entries and cite again, or anchor the entry first",
        "所引条目与记录不符，或记录已增长：请重新获取全部条目后引用，或先为该条目设锚",
    ),
    "ledger: entry is about a dispute itself": RevertText(
        "ledger.not_contestable",
        "a dispute, an answer or a correction is not disputed or corrected itself: refer "
        "to the entry that it is about",
        "异议、答复与更正本身不能被异议或更正：请引用其所针对的条目",
    ),
    "ledger: entry was disputed or corrected before": RevertText(
        "ledger.disputed_before",
        "the entry was disputed or corrected before, and is disputed once: ask its "
        "source for a correction",
        "该条目已被异议或更正，每条只能异议一次：请要求其来源方更正",
    ),
    "ledger: caller does not answer for the entry": RevertText(
        "ledger.not_answerer",
        "the caller does not answer for the entry: its source answers, for a loan's "
        "entry the book's answerer",
        "调用方无权答复该条目：由其来源方答复，贷款条目由账簿指定的答复方答复",
    ),
    "ledger: entry is not under dispute": RevertText(
        "ledger.not_disputed",
        "the entry is not under dispute now: check its index and what became of it",
        "该条目目前不在异议中：请核对其序号与处理结果",
    ),
    "ledger: dispute was upheld already": RevertText(
        "ledger.upheld_already",
        "the dispute was upheld already: correct the entry, or reject the dispute with evidence",
        "该异议已被认可：请更正该条目，或附证据驳回异议",
    ),
    "ledger: days to answer are over": RevertText(
        "ledger.answer_late",
        "the days to answer the dispute are over: correct the entry, or it lapses",
        "异议答复期限已过：请更正该条目，否则该条目将失效",
    ),
    "ledger: entry does not lapse now": RevertText(
        "ledger.not_lapsed",
        "the entry does not lapse: only a furnished one does, after the days to answer its dispute",
        "该条目现在不失效：只有报送的条目在异议答复期限过后才失效",
    ),
    "ledger: caller is not the entry's source": RevertText(
        "ledger.not_source",
        "the caller is not who wrote the entry: its source alone corrects it",
        "调用方不是该条目的来源方：只有来源方可以更正",
    ),
    "ledger: entry was corrected before": RevertText(
        "ledger.corrected_before",
        "the entry was corrected before: nothing is left to do",
        "该条目已被更正：无需再次操作",
    ),
    "ledger: purpose is out of range": RevertText(
        "ledger.purpose_range",
        "the purpose is no code from 1 to 31: choose one from the list",
        "查询原因代码不在 1 至 31 之间：请从列表中选择",
    ),
    "ledger: caller is not accredited for the purpose": RevertText(
        "ledger.not_report_user",
        "the caller is not accredited to inquire for this purpose: have governance accredit it",
        "调用方未获准以该原因查询：请由治理方认可",
    ),
    "ledger: reference is empty": RevertText(
        "ledger.reference_empty",
        "the reference of the consent is empty: give it",
        "查询授权的编号为空：请填写",
    ),
    "ledger: caller is no accredited furnisher": RevertText(
        "ledger.not_furnisher",
        "the caller is no accredited furnisher: have governance accredit it",
        "调用方不是经认可的信息提供者：请由治理方认可",
    ),
    "ledger: root is empty": RevertText(
        "ledger.root_empty",
        "the Merkle root is empty: give the root of the loans furnished",
        "默克尔根为空：请填写所报送贷款的根",
    ),
    "ledger: party is unknown": RevertText(
        "ledger.party_unknown",
        "the registry has no such party: check the party's id",
        "登记簿中没有该主体：请核对主体编号",
    ),
    "ledger: caller is no accredited provider": RevertText(
        "ledger.not_provider",
        "the caller is no accredited identity provider: have governance accredit it",
        "调用方不是经认可的身份提供者：请由治理方认可",
    ),
    "ledger: parties are the same": RevertText(
        "ledger.same_party",
        "the two parties are the same: name the party and the one that it is merged into",
        "两个主体相同：请分别填写被合并主体与合并后主体",
    ),
    "ledger: caller enrolled neither party": RevertText(
        "ledger.not_enroller",
        "the caller enrolled neither of the parties: a provider that enrolled one of them merges",
        "调用方未登记任一主体：须由登记其中之一的身份提供者合并",
    ),
    "ledger: party was merged before": RevertText(
        "ledger.merged_before",
        "one of the parties was merged into another before: refer to the party that it "
        "was merged into",
        "其中一个主体已被合并：请使用合并后的主体",
    ),
    "ledger: parties are not linked": RevertText(
        "ledger.not_linked",
        "the parties are not linked, so limits don't add up over both: link them in the "
        "registry first",
        "两个主体尚未关联，限额未合并计算：请先在登记簿中关联",
    ),
    "ledger: signer is no accredited provider": RevertText(
        "ledger.signer_not_provider",
        "the signer is a provider that is no longer accredited: have a wallet of the party sign",
        "签名的身份提供者已不再获认可：请由该主体的钱包签名",
    ),
    "ledger: signer does not speak for the party": RevertText(
        "ledger.signer_not_party",
        "the signer is neither a wallet of the other party nor who enrolled it: have one "
        "of them sign",
        "签名方既非另一主体的钱包，也非其登记机构：请由其中之一签名",
    ),
    "ledger: deadline is over": RevertText(
        "ledger.deadline_over",
        "the signature's deadline is over: have it signed again",
        "签名期限已过：请重新签名",
    ),
    "ledger: nonce is used": RevertText(
        "ledger.nonce_used",
        "the signature's number was used or cancelled: sign again with another",
        "该签名序号已使用或已取消：请换一个序号重新签名",
    ),
    "ledger: signature is not valid": RevertText(
        "ledger.signature_invalid",
        "the signature is not the signer's over exactly this: sign again",
        "签名与签名方或内容不符：请重新签名",
    ),
    "ledger: furnisher is empty": RevertText(
        "ledger.furnisher_empty",
        "the furnisher's address is empty: give it",
        "信息提供者地址为空：请填写",
    ),
    "ledger: report user is empty": RevertText(
        "ledger.report_user_empty",
        "the report user's address is empty: give it",
        "信息使用者地址为空：请填写",
    ),
    "ledger: answer days are out of range": RevertText(
        "ledger.answer_days_range",
        "the days to answer a dispute are none from 1 to 90: correct them",
        "异议答复期限不在 1 至 90 天之间：请更正",
    ),
    "answering: entry is a statement, which its source answers for": RevertText(
        "answering.statement",
        "the entry is a statement, and its source answers a dispute of it: have the source answer",
        "该记录为陈述，其异议由信息提供者答复：请由其提供者答复",
    ),
    "answering: entry is about another loan": RevertText(
        "answering.loan",
        "the entry is about another loan than the terms are of: bring the terms in force of the "
        "loan that the entry is about",
        "该记录所涉贷款与所提供的条款不符：请提供该记录所涉贷款的现行条款",
    ),
    "answering: servicer may not act on this loan": RevertText(
        "answering.servicer_barred",
        "the servicer has no party, is linked to the borrower or frozen, or this wallet is being "
        "replaced: wait for the end of that, or the holders choose another servicer",
        "贷款服务机构未登记、与借款人关联、已被冻结，或该钱包正在挂失更换：请待其结束，或由持有人另行选任",
    ),
}
