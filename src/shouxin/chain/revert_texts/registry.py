# SPDX-License-Identifier: Apache-2.0
"""What the registry refuses: enrolment, wallets, attestations, links."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "registry: a party can't be linked to itself": RevertText(
        "registry.link_self",
        "a party can't be linked to itself: give two parties",
        "主体不能与自身关联：请填写两个不同的主体",
    ),
    "registry: parties are linked already": RevertText(
        "registry.linked",
        "the two parties are linked already: nothing is left to link",
        "两个主体已互为关联方：无需重复关联",
    ),
    "registry: a group has at most 16 parties": RevertText(
        "registry.group_full",
        "the group of linked parties would have more than 16: take back links that no longer hold",
        "关联群组将超过 16 个主体：请先解除已失效的关联",
    ),
    "registry: parties are not linked": RevertText(
        "registry.not_linked",
        "the two parties are not linked directly: check both parties",
        "两个主体之间没有直接关联：请核对主体",
    ),
    "registry: governance is empty": RevertText(
        "registry.governance_empty",
        "the address for governance is empty: give the timelock's",
        "治理方地址为空：请填写时间锁地址",
    ),
    "registry: deadline is over": RevertText(
        "registry.deadline_over",
        "the deadline of the signature is over: have it signed anew with a later one",
        "签名已过截止时间：请以更晚的截止时间重新签署",
    ),
    "registry: wallet is empty": RevertText(
        "registry.wallet_empty",
        "the wallet's address is empty: give the wallet",
        "钱包地址为空：请填写钱包地址",
    ),
    "registry: wallet belongs to a party": RevertText(
        "registry.wallet_taken",
        "the wallet belongs to a party already: give a wallet that was never enrolled",
        "该钱包已属于某一主体：请使用未登记过的钱包",
    ),
    "registry: uniqueness tag is empty": RevertText(
        "registry.tag_empty",
        "the uniqueness tag is empty: have the identity providers compute it",
        "唯一性标签为空：请由身份服务机构计算后填写",
    ),
    "registry: uniqueness tag was used": RevertText(
        "registry.tag_used",
        "the person or firm with this uniqueness tag is enrolled already: "
        "join the new wallet to that party",
        "该唯一性标签对应的主体已登记：请将新钱包加入该主体",
    ),
    "registry: kind is unknown": RevertText(
        "registry.kind",
        "the kind of party is unknown: give 1 consumer, 2 sole trader or 3 company",
        "主体类型代码无效：1 为消费者，2 为个体工商户，3 为企业",
    ),
    "registry: jurisdiction is out of range": RevertText(
        "registry.jurisdiction_range",
        "the jurisdiction is not 1 to 999: give its ISO 3166-1 number",
        "法域代码不在 1 至 999 之间：请填写 ISO 3166-1 数字代码",
    ),
    "registry: member belongs to no party": RevertText(
        "registry.member_unknown",
        "the member wallet belongs to no party: give a wallet that is enrolled",
        "该成员钱包不属于任何主体：请填写已登记的钱包",
    ),
    "registry: attested statement is empty": RevertText(
        "registry.statement_empty",
        "the attested statement is empty: give its hash, or revoke the attestation",
        "证明内容为空：请填写其哈希，或改为撤销证明",
    ),
    "registry: attestation has expired": RevertText(
        "registry.attestation_expired",
        "the attestation would have expired already: give a later time",
        "证明的到期时间已过：请填写更晚的时间",
    ),
    "registry: caller attested nothing here": RevertText(
        "registry.no_attestation",
        "the caller attested nothing about this party on this topic: check party and topic",
        "调用方未就该主题为该主体出具证明：请核对主体和主题",
    ),
    "registry: caller did not link these parties": RevertText(
        "registry.not_linker",
        "the caller did not link these parties: "
        "have the provider that did, or governance, take the link back",
        "该关联不是由调用方建立：请由建立方或治理方解除",
    ),
    "registry: provider is empty": RevertText(
        "registry.provider_empty",
        "the identity provider's address is empty: give it",
        "身份服务机构地址为空：请填写",
    ),
    "registry: attester is empty": RevertText(
        "registry.attester_empty",
        "the attester's address is empty: give it",
        "证明人地址为空：请填写",
    ),
    "registry: caller is not governance": RevertText(
        "registry.not_governance",
        "the caller is not governance: schedule the call in the timelock",
        "调用方不是治理方：请通过时间锁提交该操作",
    ),
    "registry: caller is no accredited provider": RevertText(
        "registry.not_provider",
        "the caller is no accredited identity provider: have an accredited one make the call",
        "调用方不是经认可的身份服务机构：请由经认可的机构办理",
    ),
    "registry: caller is not accredited for the topic": RevertText(
        "registry.not_attester",
        "the caller is not accredited to attest on this topic: have an accredited attester do it",
        "调用方未获该主题的证明资格：请由具备资格的证明人出具",
    ),
    "registry: party is unknown": RevertText(
        "registry.party_unknown",
        "the party is not enrolled: check its id, or have it enrolled first",
        "该主体未登记：请核对主体编号，或先办理登记",
    ),
    "registry: signature is not valid": RevertText(
        "registry.signature",
        "the wallet's signature is not valid for what is asked: "
        "have the wallet sign exactly this, for this registry and chain",
        "钱包签名对本次操作无效：请由该钱包针对本登记合约和本链重新签署",
    ),
}
