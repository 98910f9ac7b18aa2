# SPDX-License-Identifier: Apache-2.0
"""What the registry refuses: freezes on legal orders, and the recovery of wallets."""

from shouxin.chain.revert_texts.text import RevertText

TEXTS = {
    "registry: caller is neither guardian nor governance": RevertText(
        "registry.not_guardian",
        "the caller is neither the guardian nor governance: have one of them make the call",
        "调用方不是紧急暂停人，也不是治理方：请由二者之一办理",
    ),
    "registry: order has no reference": RevertText(
        "registry.order_reference",
        "the legal order has no reference: give the hash of its document and a secret salt",
        "法律文书缺少编号：请填写文书与秘密盐值的哈希",
    ),
    "registry: order's end is out of range": RevertText(
        "registry.order_end",
        "the legal order's end is past, or over three years away: "
        "give its end, and have a longer one ordered again",
        "法律文书的截止时间已过，或超过三年：请填写其截止时间，更长期限须另行裁定",
    ),
    "registry: party is frozen": RevertText(
        "registry.frozen",
        "the party is frozen by a legal order: wait for the order's end, or have it lifted",
        "该主体已依法律文书被冻结：请待冻结期满或解除后再办理",
    ),
    "registry: order was used before": RevertText(
        "registry.order_used",
        "the guardian has used this order for the party: have governance renew the freeze",
        "该法律文书已用于冻结该主体：请由治理方续期",
    ),
    "registry: guardian rests with this party": RevertText(
        "registry.guardian_rests",
        "the guardian's last freeze of this party ended less than 7 days ago: "
        "have governance freeze, or wait",
        "紧急暂停人对该主体的上次冻结结束不足 7 天：请由治理方冻结，或稍后再试",
    ),
    "registry: no order is on file": RevertText(
        "registry.no_order",
        "no legal order against this party is on file: freeze it first",
        "该主体没有在案的法律文书：请先办理冻结",
    ),
    "registry: freeze would end in the past or after its order": RevertText(
        "registry.freeze_end",
        "the freeze would end in the past or after its order: "
        "give a time ahead, at most the order's end",
        "冻结的截止时间已过或晚于法律文书的截止时间：请填写不晚于文书截止的未来时间",
    ),
    "registry: party is not frozen": RevertText(
        "registry.not_frozen",
        "the party is not frozen: there is nothing to lift",
        "该主体未被冻结：无需解除",
    ),
    "registry: wallet was replaced": RevertText(
        "registry.wallet_replaced",
        "the wallet was replaced in a recovery and can belong to no party: give another wallet",
        "该钱包已在恢复程序中被替换，不能再属于任何主体：请使用其他钱包",
    ),
    "registry: lost wallet belongs to no party": RevertText(
        "registry.lost_unknown",
        "the lost wallet belongs to no party: give a wallet that is enrolled",
        "该遗失钱包不属于任何主体：请填写已登记的钱包",
    ),
    "registry: rule is not the one the party committed to": RevertText(
        "registry.rule_other",
        "the recovery rule is not the one the party committed to at enrolment: "
        "give its providers, delay and salt exactly",
        "恢复规则与主体登记时承诺的不一致：请准确填写其机构、等待期和盐值",
    ),
    "registry: rule's delay is out of range": RevertText(
        "registry.rule_delay",
        "the recovery rule's delay is not 14 to 365 days: "
        "the party's wallets can't be recovered by it",
        "恢复规则的等待期不在 14 至 365 天之间：无法据此恢复钱包",
    ),
    "registry: rule names another provider": RevertText(
        "registry.rule_provider",
        "the recovery rule does not name the caller: have a provider of the rule make the call",
        "恢复规则未指定调用方：请由规则所列的机构办理",
    ),
    "registry: a recovery is under way": RevertText(
        "registry.recovering",
        "the party has a recovery of a wallet under way: "
        "wait until it is concluded, ended or lapsed",
        "该主体正在恢复钱包：请待其完成、终止或失效",
    ),
    "registry: a recovery was objected to lately": RevertText(
        "registry.recovery_rests",
        "a recovery of this party was objected to less than 14 days ago: start again after that",
        "该主体的恢复程序在 14 天内曾被异议：请于期满后重新发起",
    ),
    "registry: too many replacements in a row": RevertText(
        "registry.successions",
        "the wallet is the 16th in a row of replacements: join a new wallet to the party instead",
        "该钱包已是连续第 16 次替换所得：请改为由新钱包加入该主体",
    ),
    "registry: no recovery is under way": RevertText(
        "registry.no_recovery",
        "the party has no recovery under way: check the party, or start one",
        "该主体没有进行中的恢复程序：请核对主体，或先发起恢复",
    ),
    "registry: member joined too lately to object": RevertText(
        "registry.member_too_young",
        "the member joined the party less than 14 days before the recovery started: have an "
        "older wallet of the party object",
        "该钱包加入主体时距挂失更换开始不足 14 天：请由主体更早的钱包提出异议",
    ),
    "registry: the named wallet has objected already": RevertText(
        "registry.objected",
        "the wallet that would be replaced has objected already: "
        "have another wallet of the party object",
        "将被替换的钱包已提出过异议：请由该主体的其他钱包提出异议",
    ),
    "registry: recovery is not contested": RevertText(
        "registry.not_contested",
        "the named wallet has not objected: no second provider is needed",
        "被指明的钱包未提出异议：无需第二家机构确认",
    ),
    "registry: provider started this recovery": RevertText(
        "registry.same_provider",
        "the provider started this recovery: have another provider of the rule second it",
        "该机构即恢复程序的发起方：请由规则中的另一家机构确认",
    ),
    "registry: recovery's delay is not over": RevertText(
        "registry.recovery_early",
        "the recovery's delay is not over: conclude it once it is due",
        "恢复程序的等待期未满：请于期满后完成",
    ),
    "registry: a contested recovery needs a second provider": RevertText(
        "registry.needs_second",
        "the named wallet has objected: have another provider of the rule second the recovery",
        "被指明的钱包已提出异议：须先由规则中的第二家机构确认",
    ),
    "registry: provider is accredited no longer": RevertText(
        "registry.provider_dropped",
        "a provider of this recovery is accredited no longer: have an accredited one start it anew",
        "办理该恢复程序的机构已失去认可：请由经认可的机构重新发起",
    ),
}
