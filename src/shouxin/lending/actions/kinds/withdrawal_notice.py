# SPDX-License-Identifier: Apache-2.0
"""A borrower's notice of withdrawal (撤回) from a loan within its cooling-off days."""

from __future__ import annotations

from shouxin.chain.bindings.structs import WithdrawalNotice
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.kind import (
    ACTION,
    Kind,
    Plan,
    Signatures,
    Step,
    ToSign,
    signature_of,
)
from shouxin.lending.actions.site import Site, new_nonce
from shouxin.lending.actions.words import day_text, short
from shouxin.lending.signed_actions import withdrawal_action
from shouxin.primitives.errors import Refused
from shouxin.primitives.text import Text, days_text
from shouxin.primitives.wire import Account, Hash, Instant, Units, WireModel


class Wanted(WireModel):
    """A loan that its borrower withdraws from."""

    loan: Hash
    deadline_at: Instant | None = None


class Settled(WireModel):
    """The same as it is signed, for the terms in force and the borrower's wallet."""

    loan: Hash
    terms_hash: Hash
    signer: Account
    nonce: Units
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """The terms in force; the borrower's wallet, or the one in its place.

    Raises:
        Refused: ``action.cooling_off_over``.
    """
    deal = site.loans.loan(wanted.loan).deal
    terms = deal.terms
    last_day = terms.start_day + terms.cooling_off_days
    if not terms.cooling_off_days or site.today(terms.utc_offset_minutes) > last_day:
        ended = day_text(last_day)
        raise Refused(
            "action.cooling_off_over",
            f"the loan's cooling-off days ended on {ended.en}: pay it ahead instead",
            f"该贷款的冷静期已于{ended.zh}届满：可改为提前还款",
        )
    return Settled(
        loan=wanted.loan,
        terms_hash=deal.id,
        signer=site.deployment.servicing.wallet_of(deal.complete.agreement.borrower),
        nonce=new_nonce(),
        deadline_at=wanted.deadline_at or site.deadline,
    )


def plan(site: Site, settled: Settled) -> Plan:
    """The notice; the money is paid by a payment of its own."""
    deal, at = site.loans.loan(settled.loan).deal, site.deployment
    terms = deal.terms
    pay_by = site.today(terms.utc_offset_minutes) + terms.withdrawal_pay_days
    sentence = Text(
        "You withdraw from loan {loan}. You then have {days}, until {pay_by}, to pay back the "
        "principal with the interest accrued; the origination fee is given back to you.",
        "您将撤回贷款 {loan}。您须在 {days} 内（即{pay_by}前，含当日）归还本金及已产生的利息，"
        "届时手续费将退还给您。",
    ).with_values(
        loan=short(settled.loan),
        days=days_text(terms.withdrawal_pay_days),
        pay_by=day_text(pay_by),
    )
    action = withdrawal_action(site.relay, settled.terms_hash, _notice(site, settled))
    call = call_of(
        lambda sender: at.servicing.withdraw(at.book.address, deal.complete, sender=sender)
    )
    return Plan(
        signing=(ToSign(ACTION, settled.signer, action),),
        steps=(Step(call, sentence),),
        sentence=sentence,
        warnings=(
            Text(
                "notice can be given once; if you don't pay in time the loan goes on as before",
                "撤回权仅可行使一次；逾期未归还的，贷款按原约定继续履行",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The relay's call with what was signed."""
    complete, notice = site.loans.loan(settled.loan).deal.complete, _notice(site, settled)
    contract, signature = site.deployment.relay, signature_of(signatures, ACTION)
    return call_of(
        lambda sender: contract.withdraw_signed(complete, notice, signature, sender=sender)
    )


def _notice(site: Site, settled: Settled) -> WithdrawalNotice:
    at = site.deployment
    return WithdrawalNotice(
        at.book.address, at.servicing.address, settled.nonce, settled.deadline_at
    )


KIND = Kind(
    "withdrawal_notice",
    Text("withdraw from a loan", "行使撤回权"),
    Wanted,
    Settled,
    settle,
    plan,
    relay,
)
