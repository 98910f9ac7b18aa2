# SPDX-License-Identifier: Apache-2.0
"""A permit alone: book or desk may take an exact amount, once, until a deadline."""

from __future__ import annotations

from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.kind import (
    PERMIT,
    Kind,
    Plan,
    Signatures,
    ToSign,
    signature_of,
)
from shouxin.lending.actions.money import approval_step
from shouxin.lending.actions.site import Site
from shouxin.lending.actions.words import amount_text, instant_text, short
from shouxin.lending.signed_actions import permit_action
from shouxin.primitives.errors import BadInput
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Instant, Units, WireModel

KEY_SIGNATURE_BYTES = 65


class Wanted(WireModel):
    """An amount of an owner's that a contract of ours may take."""

    owner: Account
    currency: Account
    spender: Account
    amount_units: Units
    deadline_at: Instant | None = None


class Settled(WireModel):
    """The same with the owner's next nonce at the token."""

    owner: Account
    currency: Account
    spender: Account
    amount_units: Units
    nonce: Units
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """Only for the contracts that take money from its owner.

    Raises:
        BadInput: ``action.spender``.
    """
    known = (site.deployment.book.address, site.deployment.desk.address)
    if wanted.spender not in known:
        raise BadInput(
            "action.spender",
            f"{wanted.spender} takes no payments here: use the book {known[0]} or the desk "
            f"{known[1]}",
            f"{wanted.spender} 不是本系统的收款合约：应为贷款账簿 {known[0]} 或要约台 {known[1]}",
        )
    return Settled(
        owner=wanted.owner,
        currency=wanted.currency,
        spender=wanted.spender,
        amount_units=wanted.amount_units,
        nonce=site.token(wanted.currency).nonces(wanted.owner),
        deadline_at=wanted.deadline_at or site.deadline,
    )


def plan(site: Site, settled: Settled) -> Plan:
    """The permit; who calls itself approves."""
    s = settled
    action = permit_action(
        site.tokens.domain(s.currency),
        s.owner,
        s.spender,
        s.amount_units,
        nonce=s.nonce,
        deadline=s.deadline_at,
    )
    sentence = Text(
        "You allow the contract {spender} to take exactly {amount} from wallet {owner}, until "
        "{until}.",
        "您授权合约 {spender} 在{until}前从钱包 {owner} 扣取 {amount}，不得多扣。",
    ).with_values(
        spender=short(s.spender),
        amount=amount_text(s.amount_units, site.tokens.currency(s.currency)),
        owner=short(s.owner),
        until=instant_text(s.deadline_at, site.utc_offset_minutes),
    )
    return Plan(
        signing=(ToSign(PERMIT, s.owner, action),),
        steps=(approval_step(site, s.currency, s.spender, s.amount_units),),
        sentence=sentence,
        warnings=(
            Text(
                "a permit replaces the allowance that the contract had before",
                "本授权将取代此前给予该合约的授权额度",
            ),
        ),
        expires_at=s.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The token's call; the owner must be a key.

    Raises:
        BadInput: ``action.permit_by_key``.
    """
    signature = signature_of(signatures, PERMIT)
    if len(signature) != KEY_SIGNATURE_BYTES:
        raise BadInput(
            "action.permit_by_key",
            f"the permit's signature has {len(signature)} bytes: a contract wallet approves by a "
            "call of its own",
            f"授权签名为 {len(signature)} 字节：合约钱包请自行调用 approve 授权",
        )
    token, s = site.token(settled.currency), settled
    r, vs, v = signature[:32], signature[32:64], signature[64]
    return call_of(
        lambda sender: token.permit(
            s.owner, s.spender, s.amount_units, s.deadline_at, v, r, vs, sender=sender
        )
    )


KIND = Kind(
    "permit", Text("permit an exact amount", "精确金额授权"), Wanted, Settled, settle, plan, relay
)
