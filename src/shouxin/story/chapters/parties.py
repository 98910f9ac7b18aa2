# SPDX-License-Identifier: Apache-2.0
"""Who they are, and the money they bring."""

from shouxin.chain.sender import Sender
from shouxin.parties.enrolment import PartyKind
from shouxin.story.cast import (
    BANK,
    BUYER,
    INVESTOR,
    SHOP,
    Cast,
    Person,
    approve,
    enrol,
    find_enrolled,
    mint,
)
from shouxin.story.narrator import Narrator
from shouxin.story.stage import Stage
from shouxin.story.text import Text

BANK_MONEY, SHOP_MONEY, INVESTOR_MONEY = 20_000_000, 2_000_000, 1_000_000
DEPOSIT = 8_000_000
KINDS = {
    PartyKind.CONSUMER: Text("natural person", "自然人"),
    PartyKind.SOLE_TRADER: Text("sole trader", "个体工商户"),
    PartyKind.COMPANY: Text("company", "企业"),
}


def tell_parties(stage: Stage, narrator: Narrator) -> Cast:
    """Contracts, parties, money."""
    narrator.chapter(Text("The parties and their money", "各方登记与资金"))
    _tell_deployment(stage, narrator)
    cast = Cast(
        bank=_enrolled(stage, narrator, BANK, PartyKind.COMPANY, stage.bank),
        shop=_enrolled(stage, narrator, SHOP, PartyKind.SOLE_TRADER, stage.new_sender()),
        investor=_enrolled(stage, narrator, INVESTOR, PartyKind.CONSUMER, stage.new_sender()),
        buyer=_enrolled(stage, narrator, BUYER, PartyKind.CONSUMER, stage.new_sender()),
    )
    _license(stage, narrator, cast.bank)
    for person, units in (
        (cast.bank, BANK_MONEY),
        (cast.shop, SHOP_MONEY),
        (cast.investor, INVESTOR_MONEY),
    ):
        receipt = mint(stage, person, units)
        minted = Text("Deposit tokens are minted for {name}", "发行存款代币，记入{name}账户")
        told = minted.with_values(name=person.name)
        narrator.event(stage.today(), told, units=units, gas=receipt.gas_used)
    for person in cast.people:
        approve(stage, person)
    _deposit(stage, narrator, cast.bank)
    return cast


def _tell_deployment(stage: Stage, narrator: Narrator) -> None:
    count = len(stage.deployment.manifest.contracts)
    told = Text(
        "{count} contracts on chain {chain}; their governance is the timelock's",
        "{count} 个合约已部署于链 {chain}，治理权已移交时间锁",
    ).with_values(count=count, chain=stage.chain.chain_id)
    narrator.event(stage.today(), told, gas=stage.setup_gas or None)


def _enrolled(
    stage: Stage, narrator: Narrator, name: Text, kind: PartyKind, sender: Sender
) -> Person:
    person = find_enrolled(stage, name, kind, sender)
    if person is not None:
        told = Text("{name} is enrolled already", "{name}此前已登记").with_values(name=name)
        narrator.event(stage.today(), told)
        return person
    person, receipt = enrol(stage, name, kind, sender)
    told = Text(
        "{name} is enrolled as a {kind}, party {party}",
        "{name}完成主体登记（{kind}），编号 {party}",
    ).with_values(name=name, kind=KINDS[kind], party="0x" + person.party.hex()[:8])
    narrator.event(stage.today(), told, gas=receipt.gas_used)
    return person


def _license(stage: Stage, narrator: Narrator, bank: Person) -> None:
    registry = stage.deployment.registry
    if registry.profile_of(bank.party).is_licensed:
        return
    receipt = registry.set_licensed(bank.party, True, sender=stage.provider)
    told = Text("{name} is attested as a licensed lender", "{name}经核验为持牌贷款人")
    narrator.event(stage.today(), told.with_values(name=bank.name), gas=receipt.gas_used)


def _deposit(stage: Stage, narrator: Narrator, bank: Person) -> None:
    receipt = stage.deployment.desk.deposit(stage.token.address, DEPOSIT, sender=bank.sender)
    told = Text(
        "{name} deposits with the desk what its offers draw on",
        "{name}向要约台存入资金，供其要约放款",
    ).with_values(name=bank.name)
    narrator.event(stage.today(), told, units=DEPOSIT, gas=receipt.gas_used)
