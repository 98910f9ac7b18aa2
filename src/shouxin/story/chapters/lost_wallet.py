# SPDX-License-Identifier: Apache-2.0
"""A lost wallet: replaced by the rule agreed at enrolment, and the loan goes on."""

from shouxin.chain.sender import Receipt
from shouxin.parties.recovery import RecoveryRule
from shouxin.primitives.dates import format_day, parse_day
from shouxin.story.cast import Person
from shouxin.story.chapters.relayed import RECOVERY_DAYS, Customer, pay_due_signed
from shouxin.story.recovering import join_wallet, start_recovery, with_new_wallet
from shouxin.story.telling import Telling
from shouxin.story.text import Text

STARTED, CONCLUDED = parse_day("2026-11-02"), parse_day("2026-11-17")
SECOND_BILL = parse_day("2026-11-21")


def tell_lost_wallet(telling: Telling, customer: Customer) -> None:
    """From the loss to the first instalment that the new wallet signs for."""
    telling.narrator.chapter(Text("A lost wallet", "钱包遗失"))
    stage, loan = telling.stage, customer.loan
    lost = loan.borrower
    found = with_new_wallet(stage, lost)
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
    receipt = start_recovery(telling.stage, lost, found, rule)
    told = Text(
        "{name} has lost its phone and shows its papers to the identity provider, which starts to "
        "put a new wallet in the lost one's place",
        "{name}遗失手机，凭证件到身份服务机构办理；机构发起恢复程序，以新钱包替换遗失的钱包",
    )
    telling.event(told.with_values(name=lost.name), receipt)
    telling.narrator.note(
        Text(
            "For {days} days the party's wallets can object: another one that joined it long "
            "enough ago ends it; the lost one, should it turn up, doubles the delay and calls for "
            "a second provider. Nobody objects.",
            "其后 {days} 天内，该主体的钱包可提出异议：加入已满规定时间的其他钱包可直接终止；"
            "被替换的钱包若重新出现，则等待期加倍，并须第二家机构确认。期间无人提出异议。",
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
        lambda: join_wallet(stage, lost, stage.new_sender()),
    )
    parties = (registry.party_of(lost.address), registry.party_of(found.address))
    replaced = Text("the wallet was not replaced by {day}", "钱包至 {day} 仍未替换")
    telling.check(
        replaced.with_values(day=format_day(stage.today())),
        holds=parties == (bytes(32), lost.party),
    )
