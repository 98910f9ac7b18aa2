# SPDX-License-Identifier: Apache-2.0
"""Money that a lender brings to the desk, and takes back from it."""

from __future__ import annotations

from shouxin.chain.bindings.structs import Deposit, Withdrawal
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.kind import (
    ACTION,
    PERMIT,
    Kind,
    Plan,
    Signatures,
    Step,
    ToSign,
    signature_of,
)
from shouxin.lending.actions.money import (
    PERMIT_WARNING,
    approval_step,
    balance_warning,
    permit_to_sign,
)
from shouxin.lending.actions.site import Site, new_nonce
from shouxin.lending.actions.words import amount_text, short
from shouxin.lending.signed_actions import deposit_action, take_back_action
from shouxin.primitives.errors import BadInput, Refused
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Instant, Units, WireModel


class Wanted(WireModel):
    """An amount of a lender's at the desk."""

    lender: Account
    currency: Account
    amount_units: Units
    deadline_at: Instant | None = None


class Settled(WireModel):
    """The same as it is signed."""

    lender: Account
    currency: Account
    amount_units: Units
    nonce: Units
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """A fresh nonce, and an hour by default."""
    if not wanted.amount_units:
        raise BadInput(
            "action.amount", "amount_units is 0: give more", "amount_units 为 0：须大于 0"
        )
    return Settled(
        lender=wanted.lender,
        currency=wanted.currency,
        amount_units=wanted.amount_units,
        nonce=new_nonce(),
        deadline_at=wanted.deadline_at or site.deadline,
    )


def settle_withdrawal(site: Site, wanted: Wanted) -> Settled:
    """What is at the desk at most.

    Raises:
        Refused: ``action.desk_balance``.
    """
    held = site.deployment.desk.balances(wanted.lender, wanted.currency)
    if wanted.amount_units > held:
        currency = site.tokens.currency(wanted.currency)
        has = amount_text(held, currency)
        raise Refused(
            "action.desk_balance",
            f"the desk holds {has.en} of yours: take back at most that",
            f"您在要约台的余额为 {has.zh}：取回金额不得超过该余额",
        )
    return settle(site, wanted)


def plan_deposit(site: Site, settled: Settled) -> Plan:
    """The deposit and its permit."""
    desk, currency, amount = site.deployment.desk, settled.currency, settled.amount_units
    sentence = Text(
        "You bring {amount} to the lending desk, from wallet {lender}; your offers draw on it, and "
        "what they have not drawn you take back at any time.",
        "您将从钱包 {lender} 向要约台存入 {amount}，供您的出借要约使用；未被使用的部分可随时取回。",
    ).with_values(**_values(site, settled))
    call = call_of(lambda sender: desk.deposit(currency, amount, sender=sender))
    deadline = settled.deadline_at
    return Plan(
        signing=(
            ToSign(ACTION, settled.lender, deposit_action(site.desk, _deposit(settled))),
            permit_to_sign(site, currency, settled.lender, desk.address, amount, deadline),
        ),
        steps=(approval_step(site, currency, desk.address, amount), Step(call, sentence)),
        sentence=sentence,
        warnings=(PERMIT_WARNING, *balance_warning(site, currency, settled.lender, amount)),
        expires_at=deadline,
    )


def plan_withdrawal(site: Site, settled: Settled) -> Plan:
    """The withdrawal; it needs no permit."""
    desk, currency, amount = site.deployment.desk, settled.currency, settled.amount_units
    sentence = Text(
        "You take {amount} back from the lending desk to wallet {lender}.",
        "您将从要约台取回 {amount}，转入钱包 {lender}。",
    ).with_values(**_values(site, settled))
    action = take_back_action(site.desk, _withdrawal(settled))
    call = call_of(lambda sender: desk.withdraw(currency, amount, sender=sender))
    return Plan(
        signing=(ToSign(ACTION, settled.lender, action),),
        steps=(Step(call, sentence),),
        sentence=sentence,
        warnings=(
            Text(
                "offers of yours that have less money behind them then can't be taken, but they "
                "stand: cancel those that you don't mean any more",
                "余额不足的要约将无法成交，但依然有效：如不再出借，请另行撤销",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay_deposit(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The desk's call with what was signed."""
    desk, deposit = site.deployment.desk, _deposit(settled)
    signature, permit = signature_of(signatures, ACTION), signatures.get(PERMIT, b"")
    return call_of(lambda sender: desk.deposit_signed(deposit, signature, permit, sender=sender))


def relay_withdrawal(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The desk's call with what was signed."""
    desk, withdrawal = site.deployment.desk, _withdrawal(settled)
    signature = signature_of(signatures, ACTION)
    return call_of(lambda sender: desk.withdraw_signed(withdrawal, signature, sender=sender))


def _deposit(settled: Settled) -> Deposit:
    return Deposit(*_fields(settled))


def _withdrawal(settled: Settled) -> Withdrawal:
    return Withdrawal(*_fields(settled))


def _fields(settled: Settled) -> tuple[str, str, int, int, int]:
    s = settled
    return s.lender, s.currency, s.amount_units, s.nonce, s.deadline_at


def _values(site: Site, settled: Settled) -> dict[str, object]:
    currency = site.tokens.currency(settled.currency)
    return {
        "amount": amount_text(settled.amount_units, currency),
        "lender": short(settled.lender),
    }


KINDS = (
    Kind(
        "deposit",
        Text("bring money to the desk", "存入出借资金"),
        Wanted,
        Settled,
        settle,
        plan_deposit,
        relay_deposit,
    ),
    Kind(
        "withdraw",
        Text("take money back from the desk", "取回出借资金"),
        Wanted,
        Settled,
        settle_withdrawal,
        plan_withdrawal,
        relay_withdrawal,
    ),
)
