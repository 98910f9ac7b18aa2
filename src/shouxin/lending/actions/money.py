# SPDX-License-Identifier: Apache-2.0
"""The money that an action takes: an exact permit where it is relayed, an approval where called."""

from __future__ import annotations

from shouxin.chain.abi import Address
from shouxin.chain.calls import call_of
from shouxin.lending.actions.kind import PERMIT, Step, ToSign
from shouxin.lending.actions.site import Site
from shouxin.lending.actions.words import amount_text, short
from shouxin.lending.signed_actions import permit_action
from shouxin.primitives.text import Text

PERMIT_WARNING = Text(
    "the permit lets the contract take this exact amount once and no more; sign it only with the "
    "action itself",
    "代扣授权仅限该合约一次性扣取上述金额，不得多扣；请仅与本操作一并签署",
)


def permit_to_sign(
    site: Site, currency: Address, owner: Address, spender: Address, amount: int, deadline: int
) -> ToSign:
    """The permit of an exact amount; not needed where the owner's allowance is enough."""
    token = site.token(currency)
    action = permit_action(
        site.tokens.domain(currency),
        owner,
        spender,
        amount,
        nonce=token.nonces(owner),
        deadline=deadline,
    )
    is_needed = token.allowance(owner, spender) < amount
    return ToSign(PERMIT, owner, action, is_needed)


def approval_step(site: Site, currency: Address, spender: Address, amount: int) -> Step:
    """The approval of the exact amount, before the call that takes it."""
    token = site.token(currency)
    sentence = Text(
        "You allow the contract {spender} to take exactly {amount}.",
        "您授权合约 {spender} 扣取 {amount}，不得多扣。",
    ).with_values(
        spender=short(spender), amount=amount_text(amount, site.tokens.currency(currency))
    )
    return Step(call_of(lambda sender: token.approve(spender, amount, sender=sender)), sentence)


def balance_warning(site: Site, currency: Address, owner: Address, amount: int) -> list[Text]:
    """A warning if the owner has less than the amount now."""
    held = site.token(currency).balanceOf(owner)
    if held >= amount:
        return []
    known = site.tokens.currency(currency)
    return [
        Text(
            "your wallet holds {held}, less than {amount}: top it up first",
            "您的钱包余额为 {held}，低于 {amount}：请先充值",
        ).with_values(held=amount_text(held, known), amount=amount_text(amount, known))
    ]
