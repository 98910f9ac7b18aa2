# SPDX-License-Identifier: Apache-2.0
"""Joining another wallet to a party: the wallet signs, and one that is in the party already."""

from __future__ import annotations

from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.kind import (
    Kind,
    Plan,
    Signatures,
    ToSign,
    signature_of,
)
from shouxin.lending.actions.site import Site
from shouxin.lending.actions.words import short
from shouxin.lending.signed_actions import Action
from shouxin.parties.enrolment import (
    WALLET_ADMISSION_TYPES,
    WALLET_JOIN_TYPES,
    registry_domain,
)
from shouxin.primitives.errors import Refused
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Hash, Instant, WireModel

WALLET, MEMBER = "wallet", "member"
"""Who signs: the newcomer, and who admits it."""


class Wanted(WireModel):
    """A wallet that joins the party of a member wallet."""

    wallet: Account
    member: Account
    deadline_at: Instant | None = None


class Settled(WireModel):
    """The same as both sign it."""

    party: Hash
    wallet: Account
    member: Account
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """The member's party, and an hour by default.

    Raises:
        Refused: ``action.no_party``, ``action.has_party``.
    """
    registry = site.deployment.registry
    party = registry.party_of(wanted.member)
    if not any(party):
        raise Refused(
            "action.no_party",
            f"wallet {wanted.member} belongs to no party: name one that does as member",
            f"钱包 {wanted.member} 未登记主体：请指定已登记的钱包",
        )
    if any(registry.party_of(wanted.wallet)):
        raise Refused(
            "action.has_party",
            f"wallet {wanted.wallet} belongs to a party already: use one that is new",
            f"钱包 {wanted.wallet} 已属于某一主体：请使用新钱包",
        )
    deadline = wanted.deadline_at or site.deadline
    return Settled(party=party, wallet=wanted.wallet, member=wanted.member, deadline_at=deadline)


def plan(site: Site, settled: Settled) -> Plan:
    """Both signatures, over the same fields."""
    domain = registry_domain(site.chain_id, site.deployment.registry.address)
    message = {
        "party": settled.party,
        "wallet": settled.wallet,
        "member": settled.member,
        "deadline": settled.deadline_at,
    }
    sentence = Text(
        "Wallet {wallet} joins party {party}, which wallet {member} belongs to, and from then on "
        "acts for it.",
        "钱包 {wallet} 将加入钱包 {member} 所属的主体 {party}，此后可代表该主体行事。",
    ).with_values(
        wallet=short(settled.wallet), party=short(settled.party), member=short(settled.member)
    )
    return Plan(
        signing=(
            ToSign(
                WALLET, settled.wallet, Action(domain, WALLET_JOIN_TYPES, "WalletJoin", message)
            ),
            ToSign(
                MEMBER,
                settled.member,
                Action(domain, WALLET_ADMISSION_TYPES, "WalletAdmission", message),
            ),
        ),
        steps=(),
        sentence=sentence,
        warnings=(
            Text(
                "a wallet belongs to one party for ever, and its loans go on that party's record",
                "钱包只能属于一个主体且不可变更，其贷款将计入该主体的信用记录",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The registry's call with both signatures."""
    registry, s = site.deployment.registry, settled
    joined, admitted = signature_of(signatures, WALLET), signature_of(signatures, MEMBER)
    return call_of(
        lambda sender: registry.join_wallet(
            s.wallet, s.member, s.deadline_at, joined, admitted, sender=sender
        )
    )


KIND = Kind(
    "join_wallet",
    Text("join a wallet to a party", "钱包加入主体"),
    Wanted,
    Settled,
    settle,
    plan,
    relay,
)
