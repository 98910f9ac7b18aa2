# SPDX-License-Identifier: Apache-2.0
"""A lost wallet: replaced by the rule agreed at enrolment, and the loan goes on."""

from dataclasses import replace

from shouxin.chain.bindings import structs
from shouxin.chain.sender import Receipt, Sender, new_key
from shouxin.parties.enrolment import sign_admission
from shouxin.parties.recovery import RecoveryRule, sign_recovery
from shouxin.primitives.dates import SECONDS_PER_DAY, format_day, parse_day
from shouxin.story.cast import Person
from shouxin.story.chapters.relayed import RECOVERY_DAYS, Customer, pay_due_signed
from shouxin.story.stage import Stage
from shouxin.story.telling import Telling
from shouxin.story.text import Text

STARTED, CONCLUDED = parse_day("2026-11-02"), parse_day("2026-11-17")
SECOND_BILL = parse_day("2026-11-21")


def tell_lost_wallet(telling: Telling, customer: Customer) -> None:
    """From the loss to the first instalment that the new wallet signs for."""
    telling.narrator.chapter(Text("A lost wallet", "钱包遗失"))
    stage, loan = telling.stage, customer.loan
    lost = loan.borrower
    found = replace(lost, sender=Sender(stage.chain, new_key()))
    stage.go_to(STARTED)
    _start(telling, lost, found, customer.rule)
    telling.refused(
        Text("somebody would conclude it at once", "有人要求立即完成"),
        "registry: recovery's delay is not over",
        lambda: _conclude(telling, lost),
    )
    stage.go_to(CONCLUDED)
    _tell_concluded(telling, lost, found)
    loan.borrower = found
    stage.go_to(SECOND_BILL)
    pay_due_signed(telling, loan)
    telling.narrator.note(
        Text(
            "Party, debt and record are the same as before; only the key is another.",
            "主体、债务和信用记录一如既往，换掉的只是密钥。",
        )
    )


def _start(telling: Telling, lost: Person, found: Person, rule: RecoveryRule) -> None:
    stage, registry = telling.stage, telling.stage.deployment.registry
    deadline = stage.now() + SECONDS_PER_DAY
    signature = sign_recovery(
        found.sender.account,
        stage.chain.chain_id,
        registry.address,
        party=lost.party,
        lost=lost.address,
        deadline=deadline,
    )
    receipt = registry.start_recovery(
        lost.address,
        found.address,
        structs.RecoveryRule(*rule.struct),
        deadline,
        signature,
        sender=stage.provider,
    )
    told = Text(
        "{name} has lost its phone and shows its papers to the identity provider, which starts to "
        "put a new wallet in the lost one's place",
        "{name}遗失手机，凭证件到身份服务机构办理；机构发起恢复程序，以新钱包替换遗失的钱包",
    )
    telling.event(told.with_values(name=lost.name), receipt)
    telling.narrator.note(
        Text(
            "For {days} days any wallet of the party can object: another one ends it, the lost "
            "one, should it turn up, doubles the delay and calls for a second provider. Nobody "
            "objects.",
            "其后 {days} 天内，该主体的任何钱包均可提出异议：其他钱包可直接终止；被替换的钱包若"
            "重新出现，则等待期加倍，并须第二家机构确认。期间无人提出异议。",
        ).with_values(days=RECOVERY_DAYS)
    )


def _conclude(telling: Telling, lost: Person) -> Receipt:
    registry = telling.stage.deployment.registry
    return registry.conclude_recovery(lost.party, sender=telling.relaying.relayer)


def _tell_concluded(telling: Telling, lost: Person, found: Person) -> None:
    stage, registry = telling.stage, telling.stage.deployment.registry
    receipt = _conclude(telling, lost)
    told = Text(
        "the delay is over: anyone may conclude it, and a relayer does",
        "等待期届满：任何人均可完成该程序，此次由代为提交的人完成",
    )
    telling.event(told, receipt)
    telling.refused(
        Text(
            "whoever has the old phone tries to act for the bakery",
            "拾得旧手机的人试图冒用糕饼铺名义",
        ),
        "registry: member belongs to no party",
        lambda: _join(stage, lost),
    )
    parties = (registry.party_of(lost.address), registry.party_of(found.address))
    replaced = Text("the wallet was not replaced by {day}", "钱包至 {day} 仍未替换")
    telling.check(
        replaced.with_values(day=format_day(stage.today())),
        holds=parties == (bytes(32), lost.party),
    )


def _join(stage: Stage, member: Person) -> None:
    """A wallet would join the party by the signature of the one that was lost."""
    registry, thief = stage.deployment.registry, stage.new_sender()
    deadline = stage.now() + SECONDS_PER_DAY
    admission = sign_admission(
        member.sender.account,
        stage.chain.chain_id,
        registry.address,
        party=member.party,
        wallet=thief.address,
        deadline=deadline,
    )
    registry.join_wallet(thief.address, member.address, deadline, b"", admission, sender=thief)
