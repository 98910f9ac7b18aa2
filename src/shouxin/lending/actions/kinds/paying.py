# SPDX-License-Identifier: Apache-2.0
"""Paying a loan: today, or on one of the days that the payer signs for."""

from __future__ import annotations

import os

from shouxin.chain.bindings.structs import Payment
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
from shouxin.lending.actions.site import LivingLoan, Site, new_nonce
from shouxin.lending.actions.words import amount_text, day_text, near_day_text, short
from shouxin.lending.signed_actions import payment_action
from shouxin.primitives.dates import SECONDS_PER_DAY, SECONDS_PER_MINUTE
from shouxin.primitives.errors import BadInput
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Day, Hash, Instant, Units, WireModel

DAYS_AHEAD_MAX = 31


class Wanted(WireModel):
    """A payment that somebody wants to make; what is left out is today's, or the payer's own."""

    loan: Hash
    payer: Account
    amount_units: Units
    first_date: Day | None = None
    last_date: Day | None = None
    reference: Hash | None = None
    deadline_at: Instant | None = None


class Settled(WireModel):
    """A payment as it is signed."""

    loan: Hash
    payer: Account
    payer_party: Hash
    amount_units: Units
    first_date: Day
    last_date: Day
    reference: Hash
    nonce: Units
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """Today's payment by default; its reference is random if the payer gives none."""
    terms = site.loans.loan(wanted.loan).deal.terms
    today = site.today(terms.utc_offset_minutes)
    first = today if wanted.first_date is None else wanted.first_date
    last = first if wanted.last_date is None else wanted.last_date
    if not wanted.amount_units:
        raise BadInput(
            "action.amount",
            "amount_units is 0: give what to pay",
            "amount_units 为 0：请填写还款金额",
        )
    if not today <= first <= last <= today + DAYS_AHEAD_MAX:
        raise BadInput(
            "action.days",
            f"first_date and last_date are no days from today, {day_text(today).en}, to "
            f"{DAYS_AHEAD_MAX} days on: correct them",
            f"first_date 或 last_date 超出范围：须为今日（{day_text(today).zh}）起 "
            f"{DAYS_AHEAD_MAX} 天内的日期",
        )
    ends_at = (last + 1) * SECONDS_PER_DAY - terms.utc_offset_minutes * SECONDS_PER_MINUTE
    return Settled(
        loan=wanted.loan,
        payer=wanted.payer,
        payer_party=site.deployment.registry.party_of(wanted.payer),
        amount_units=wanted.amount_units,
        first_date=first,
        last_date=last,
        reference=wanted.reference or os.urandom(32),
        nonce=new_nonce(),
        deadline_at=wanted.deadline_at or ends_at - 1,
    )


def plan(site: Site, settled: Settled) -> Plan:
    """The payment and its permit; who calls itself approves the book first."""
    living = site.loans.loan(settled.loan)
    currency, book = living.deal.complete.repayment.currency, site.deployment.book
    payment, amount = _payment(site, settled), settled.amount_units
    loan = living.deal.loan
    call = call_of(
        lambda sender: book.pay(loan, amount, settled.payer_party, settled.reference, sender=sender)
    )
    sentence = _sentence(site, living, settled)
    needed = permit_to_sign(
        site, currency, settled.payer, book.address, amount, settled.deadline_at
    )
    return Plan(
        signing=(
            ToSign(ACTION, settled.payer, payment_action(site.relay, currency, payment)),
            needed,
        ),
        steps=(approval_step(site, currency, book.address, amount), Step(call, sentence)),
        sentence=sentence,
        warnings=(
            *_WARNINGS,
            PERMIT_WARNING,
            *balance_warning(site, currency, settled.payer, amount),
        ),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The relay's call with what was signed."""
    loan = site.loans.loan(settled.loan).deal.loan
    payment, contract = _payment(site, settled), site.deployment.relay
    signature, permit = signature_of(signatures, ACTION), signatures.get(PERMIT, b"")
    return call_of(
        lambda sender: contract.pay_signed(loan, payment, signature, permit, sender=sender)
    )


_WARNINGS = (
    Text(
        "what is more than owed on the day is not taken; a payment counts on the day that it is "
        "in a block",
        "超过当日应还总额的部分不会扣取；还款以上链当日为准",
    ),
)


def _payment(site: Site, settled: Settled) -> Payment:
    return Payment(
        loan=settled.loan,
        book=site.deployment.book.address,
        payer=settled.payer,
        amount=settled.amount_units,
        payer_party=settled.payer_party,
        reference=settled.reference,
        first_day=settled.first_date,
        last_day=settled.last_date,
        nonce=settled.nonce,
        deadline=settled.deadline_at,
    )


def _sentence(site: Site, living: LivingLoan, settled: Settled) -> Text:
    """What the payer agrees to, with the days as its loan counts them."""
    repayment = living.deal.complete.repayment
    today = site.today(repayment.utc_offset_minutes)
    first, last = settled.first_date, settled.last_date
    when = near_day_text(first, today)
    if first != last:
        when = Text(
            f"once between {day_text(first).en} and {day_text(last).en}",
            f"于{day_text(first).zh}至{day_text(last).zh}期间一次性",
        )
    return Text(
        "You pay at most {amount} to loan {loan} {when}, from wallet {payer}.",
        "您将{when}向贷款 {loan} 还款至多 {amount}，从钱包 {payer} 扣取。",
    ).with_values(
        amount=amount_text(settled.amount_units, site.tokens.currency(repayment.currency)),
        loan=short(settled.loan),
        when=when,
        payer=short(settled.payer),
    )


KIND = Kind("pay", Text("pay a loan", "还款"), Wanted, Settled, settle, plan, relay)
