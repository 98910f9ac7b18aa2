# SPDX-License-Identifier: Apache-2.0
"""Chapter: lender and borrower are enrolled, and sign in with their wallets."""

from __future__ import annotations

import os

from shouxin.chain.sender import new_key
from shouxin.parties.enrolment import Enrolment, PartyKind, party_id, sign_enrolment
from shouxin.primitives.dates import SECONDS_PER_DAY
from shouxin.primitives.hexadecimal import to_hex
from shouxin.story.cast import INVESTOR, NO_RULE, SHOP
from shouxin.story.remote.people import Customer
from shouxin.story.remote.telling import Telling
from shouxin.story.stage import CHINA
from shouxin.story.text import Text

KINDS = {
    PartyKind.CONSUMER: Text("consumer", "消费者"),
    PartyKind.SOLE_TRADER: Text("sole trader", "个体工商户"),
}


def tell_arriving(telling: Telling) -> tuple[Customer, Customer]:
    """The lender and the borrower, signed in."""
    telling.narrator.chapter(Text("Two customers without a coin", "两位不持有链上币的客户"))
    about = telling.provider.client.about()
    ours = telling.platform.manifest
    telling.compare(
        Text("the service", "服务"),
        {"chain_id": about.chain_id, **about.contracts},
        {"chain_id": ours.chain_id, **{n: c.address for n, c in ours.contracts.items()}},
    )
    telling.event(
        Text(
            "the service stands on chain {chain}, on the very contracts of the manifest that each "
            "has by itself",
            "服务所用的链（{chain}）和合约，与各方自持的部署清单一致",
        ),
        chain=about.chain_id,
    )
    lender = _enrolled(telling, INVESTOR, PartyKind.CONSUMER)
    borrower = _enrolled(telling, SHOP, PartyKind.SOLE_TRADER)
    return lender, borrower


def pay_in(telling: Telling, customer: Customer, units: int) -> None:
    """The bank mints tokens for money that was paid in."""
    token, to = telling.platform.currency, customer.address
    sent = telling.bank.send(token, "DepositToken", "mint", to, units, os.urandom(32))
    told = Text(
        "{name} pays money in at the bank, which mints deposit tokens by a transaction of its own",
        "{name}向银行存入款项，银行自行发送交易，发行等额存款代币",
    )
    telling.event(told, sent, units=units, name=customer.name)


def _enrolled(telling: Telling, name: Text, kind: PartyKind) -> Customer:
    """A customer signs; the provider sends the enrolment, signed by its own key."""
    platform, provider, account = telling.platform, telling.provider, new_key()
    address, salt = str(account.address), os.urandom(32)
    party, deadline = party_id(address, salt), platform.now() + SECONDS_PER_DAY
    registry = platform.trust.address_of("PartyRegistry")
    enrolment = Enrolment(address, party, provider.address, CHINA, kind, NO_RULE, deadline)
    signature = sign_enrolment(account, platform.manifest.chain_id, registry, enrolment)
    tag = os.urandom(32)  # the providers' keyed function of the identity number
    values = (address, salt, CHINA, int(kind), NO_RULE, tag, deadline, signature)
    sent = provider.send(registry, "PartyRegistry", "enrol", *values)
    telling.heard("party.enrolled", to_hex(party))
    told = Text(
        "{name} signs; the identity provider enrols the party ({kind}) {party}…",
        "{name}签署主体登记，身份服务机构提交（{kind}），编号 {party}…",
    )
    shown = to_hex(party)[:10]
    telling.event(told, sent, name=name, kind=KINDS[kind], party=shown)
    client = platform.client_of(account)
    told = Text(
        "{name} signs in by a signature (EIP-4361), without a password",
        "{name}用钱包登录（EIP-4361），无需密码",
    )
    telling.event(told, name=name)
    return Customer(name, account, to_hex(party), client)
