# SPDX-License-Identifier: Apache-2.0
"""Who is in the story, and how each is enrolled."""

import os
from dataclasses import dataclass

from eth_utils import keccak

from shouxin.chain.abi import Address
from shouxin.chain.sender import Receipt, Sender
from shouxin.parties.enrolment import Enrolment, PartyKind, party_id, sign_enrolment
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.story.stage import CHINA, NO_LIMIT, Stage
from shouxin.story.text import Text


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a key, and a party once enrolled."""

    name: Text
    kind: PartyKind
    sender: Sender
    party: bytes

    @property
    def address(self) -> Address:
        """The wallet."""
        return self.sender.address


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in the story."""

    bank: Person
    shop: Person
    investor: Person
    buyer: Person

    @property
    def people(self) -> tuple[Person, ...]:
        """All of them, the bank first."""
        return (self.bank, self.shop, self.investor, self.buyer)


NO_RULE = bytes(keccak(text="nobody replaces a lost wallet"))
BANK = Text("Jiangcheng Bank", "江城银行")
SHOP = Text("Zhou's noodle shop", "老周面馆")
INVESTOR = Text("Ms Lin", "林女士")
BUYER = Text("Mr Chen", "陈先生")
SERVICER = Text("Jiangcheng Loan Servicing", "江城贷后服务公司")
BAKERY = Text("Sun's bakery", "孙记糕饼铺")


def enrol(
    stage: Stage, name: Text, kind: PartyKind, sender: Sender, recovery: bytes = NO_RULE
) -> tuple[Person, Receipt]:
    """Enrol a new party with a tag of its own; its first wallet signs.

    Args:
        stage: where it happens.
        name: the party's.
        kind: what it is.
        sender: its first wallet, which needs no coins.
        recovery: commitment to the rule by which a lost wallet of its is replaced.
    """
    salt = os.urandom(32)
    party = party_id(sender.address, salt)
    deadline = stage.now() + SECONDS_PER_DAY
    registry = stage.deployment.registry
    enrolment = Enrolment(
        sender.address, party, stage.provider.address, CHINA, kind, recovery, deadline
    )
    signature = sign_enrolment(sender.account, stage.chain.chain_id, registry.address, enrolment)
    receipt = registry.enrol(
        sender.address,
        salt,
        CHINA,
        int(kind),
        recovery,
        os.urandom(32),  # the providers' keyed function of the identity number
        deadline,
        signature,
        sender=stage.provider,
    )
    return Person(name, kind, sender, party), receipt


def find_enrolled(stage: Stage, name: Text, kind: PartyKind, sender: Sender) -> Person | None:
    """Somebody whom an earlier story enrolled on this chain."""
    party = stage.deployment.registry.party_of(sender.address)
    return Person(name, kind, sender, party) if any(party) else None


def approve(stage: Stage, person: Person) -> None:
    """Let desk and book take what a person sends them in its own calls."""
    for spender in (stage.deployment.desk.address, stage.deployment.book.address):
        if stage.token.allowance(person.address, spender) < NO_LIMIT // 2:
            stage.token.approve(spender, NO_LIMIT, sender=person.sender)


def mint(stage: Stage, person: Person, units: int) -> Receipt:
    """The bank credits a person with money it has received."""
    return stage.token.mint(person.address, units, os.urandom(32), sender=stage.bank)


def gather(stage: Stage, units: int) -> Cast:
    """Everybody at once, each with money and approvals; half of the bank's goes to the desk."""
    bank, _ = enrol(stage, BANK, PartyKind.COMPANY, stage.bank)
    shop, _ = enrol(stage, SHOP, PartyKind.SOLE_TRADER, stage.new_sender())
    investor, _ = enrol(stage, INVESTOR, PartyKind.CONSUMER, stage.new_sender())
    buyer, _ = enrol(stage, BUYER, PartyKind.CONSUMER, stage.new_sender())
    cast = Cast(bank, shop, investor, buyer)
    stage.deployment.registry.set_licensed(bank.party, True, sender=stage.provider)
    for person in cast.people:
        mint(stage, person, units)
        approve(stage, person)
    stage.deployment.desk.deposit(stage.token.address, units // 2, sender=bank.sender)
    return cast
