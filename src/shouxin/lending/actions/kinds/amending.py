# SPDX-License-Identifier: Apache-2.0
"""Other terms for a living loan (变更): borrower, servicer and holders sign the same amendment."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from shouxin.chain.bindings.structs import Agreed, Amendment
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.joint import consents_of, domain_of, holders_signing, servicer_of
from shouxin.lending.actions.kind import Kind, Plan, Signatures, ToSign, signature_of
from shouxin.lending.actions.loan_words import cost_of, repayment_text
from shouxin.lending.actions.site import LivingLoan, Site
from shouxin.lending.actions.words import amount_text, day_text, short
from shouxin.lending.contract_terms import Deal, amended_deal
from shouxin.lending.joint_actions import AMENDING_NAME, amendment_action
from shouxin.lending.model import (
    AmendmentKind,
    Method,
    Terms,
    check_schedule_terms,
    check_terms,
    with_instalment,
)
from shouxin.lending.offer_schemas import (
    Count,
    Days,
    DueDay,
    MethodName,
    PeriodDays,
    Ppm,
    named,
)
from shouxin.primitives.dates import (
    SECONDS_PER_DAY,
    SECONDS_PER_MINUTE,
    clamped_day,
    month_of,
    to_date,
)
from shouxin.primitives.errors import BadInput, Refused
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Day, Hash, Instant, Units, WireModel

BORROWER, SERVICER = "borrower", "servicer"
DAYS_AHEAD_MAX = 31
KIND_TEXTS = {
    AmendmentKind.REPRICING: Text("repricing", "重新定价"),
    AmendmentKind.EXTENSION: Text("extension", "展期"),
    AmendmentKind.HOLIDAY: Text("payment holiday", "还款假期"),
    AmendmentKind.LOWER_INSTALMENT: Text("lower instalment", "减额"),
    AmendmentKind.FORBEARANCE: Text("forbearance", "纾困重组"),
}
AmendmentName = Annotated[AmendmentKind, *named(AmendmentKind)]
_CHANGED = (
    "rate_ppm",
    "penalty_margin_ppm",
    "overdue_rate_ppm",
    "method",
    "instalments",
    "interest_only_periods",
    "period_days",
    "grace_days",
    "default_days",
    "notice_days",
)


class Wanted(WireModel):
    """What changes; what is left out stays, of instalments those that are left."""

    loan: Hash
    kind: AmendmentName
    date: Day | None = Field(None, description="On which it is brought; today by default.")
    taken_back_units: Units = 0
    rate_ppm: Ppm | None = None
    penalty_margin_ppm: Ppm | None = None
    overdue_rate_ppm: Ppm | None = None
    method: MethodName | None = None
    instalments: Count | None = None
    interest_only_periods: Count | None = None
    period_days: PeriodDays | None = None
    grace_days: Days | None = None
    default_days: Days | None = None
    notice_days: Days | None = None
    first_due_date: Day | None = None


class Settled(WireModel):
    """The new terms and the day that they begin, as all sign them."""

    loan: Hash
    present: Hash
    kind: AmendmentName
    start_date: Day
    first_due_date: Day
    due_day: DueDay
    taken_back_units: Units
    principal_units: Units
    rate_ppm: Ppm
    penalty_margin_ppm: Ppm
    overdue_rate_ppm: Ppm
    method: MethodName
    instalments: Count
    interest_only_periods: Count
    period_days: PeriodDays
    grace_days: Days
    default_days: Days
    notice_days: Days
    borrower: Account
    servicer: Account
    terms_salt: Hash
    salt: Hash
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """The principal that is left on the day, and who signs.

    Raises:
        BadInput: ``action.days``, ``terms.…``.
        Refused: ``action.borrower_barred``; or the contract's own.
    """
    living, at = site.loans.loan(wanted.loan), site.deployment
    terms = living.deal.terms
    day = _day(site, terms, wanted.date)
    state = at.servicing.position(at.book.address, living.deal.loan, day).state
    left = max(terms.instalments - (state.period - 1), 1)
    alone = min(max(terms.interest_only_periods - (state.period - 1), 0), left - 1)
    kept: dict[str, Any] = {name: getattr(terms, name) for name in _CHANGED}
    kept |= {"instalments": left, "interest_only_periods": alone}
    given = {name: getattr(wanted, name) for name in _CHANGED}
    changed = kept | {name: value for name, value in given.items() if value is not None}
    first = wanted.first_due_date
    if first is None:
        first = _one_period_later(day, changed["period_days"], terms.due_day)
    settled = Settled(
        loan=wanted.loan,
        present=living.deal.id,
        kind=wanted.kind,
        start_date=day,
        first_due_date=first,
        due_day=0 if changed["period_days"] else to_date(first).day,
        taken_back_units=wanted.taken_back_units,
        principal_units=(state.balance - state.principal_due) * terms.quantum
        + wanted.taken_back_units,
        borrower=_borrower(site, living),
        servicer=servicer_of(site, living),
        terms_salt=os.urandom(32),
        salt=os.urandom(32),
        deadline_at=(day + 1) * SECONDS_PER_DAY - terms.utc_offset_minutes * SECONDS_PER_MINUTE - 1,
        **changed,
    )
    _new_deal(living, settled)
    return settled


def plan(site: Site, settled: Settled) -> Plan:
    """All sign the same amendment, whole terms in it.

    Raises:
        Refused: ``action.terms_changed``.
    """
    living = _present(site, settled)
    new = _new_deal(living, settled)
    action = _action(site, settled, new)
    currency = site.tokens.currency(new.complete.repayment.currency)
    sentence = Text(
        "Loan {loan} is amended ({kind}) on {day}: its principal of {principal} is {repayment}.",
        "贷款 {loan} 于{day}变更（{kind}）：剩余本金 {principal}，{repayment}。",
    ).with_values(
        loan=short(settled.loan),
        kind=KIND_TEXTS[settled.kind],
        day=day_text(settled.start_date),
        principal=amount_text(settled.principal_units, currency),
        repayment=repayment_text(new.terms, cost_of(new.terms), currency),
    )
    named_parts = (
        ToSign(BORROWER, settled.borrower, action),
        ToSign(SERVICER, settled.servicer, action),
    )
    others = (settled.borrower, settled.servicer)
    return Plan(
        signing=(*named_parts, *holders_signing(site, settled.loan, action, others)),
        steps=(),
        sentence=sentence,
        warnings=(
            Text(
                "borrower, servicer and holders of more than half of the units must all sign, and "
                "it must be brought on that very day",
                "须由借款人、贷款服务机构及持有过半份额的债权人共同签署，并于当日提交",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The call with everybody's signatures.

    Raises:
        Refused: ``action.terms_changed``, ``action.no_majority``.
    """
    living, contract = _present(site, settled), site.deployment.amending
    new = _new_deal(living, settled)
    borrower, servicer = signature_of(signatures, BORROWER), signature_of(signatures, SERVICER)
    besides = {settled.borrower: borrower, settled.servicer: servicer}
    agreed = Agreed(borrower, servicer, tuple(consents_of(site, settled.loan, signatures, besides)))
    amendment = _amendment(site, settled, new)
    return call_of(
        lambda sender: contract.amend(
            living.deal.complete, new.complete, amendment, agreed, sender=sender
        )
    )


def _day(site: Site, terms: Terms, wanted: int | None) -> int:
    today = site.today(terms.utc_offset_minutes)
    day = today if wanted is None else wanted
    if not today <= day <= today + DAYS_AHEAD_MAX:
        raise BadInput(
            "action.days",
            f"date is no day from today, {day_text(today).en}, to {DAYS_AHEAD_MAX} days on: "
            "correct it",
            f"date 须为今日（{day_text(today).zh}）起 {DAYS_AHEAD_MAX} 天内的日期：请更正",
        )
    return day


def _one_period_later(day: int, period_days: int, due_day: int) -> int:
    if period_days:
        return day + period_days
    return clamped_day(month_of(day) + 1, due_day or to_date(day).day)


def _borrower(site: Site, living: LivingLoan) -> str:
    named_in_terms = living.deal.complete.agreement.borrower
    found = site.deployment.registry.signatory_of(named_in_terms)
    if not int(found, 16):
        raise Refused(
            "action.borrower_barred",
            "the borrower is frozen or recovers a wallet: amend the loan when that is over",
            "借款人已被冻结或正在更换钱包：请待其结束后再办理变更",
        )
    return found


def _present(site: Site, settled: Settled) -> LivingLoan:
    living = site.loans.loan(settled.loan)
    if living.deal.id != settled.present:
        raise Refused(
            "action.terms_changed",
            "the loan came to other terms meanwhile: prepare the amendment anew and sign it again",
            "该贷款条款已另行变更：请重新准备变更并再次签署",
        )
    return living


def _new_deal(living: LivingLoan, settled: Settled) -> Deal:
    """The new terms.

    Raises:
        BadInput: ``terms.…``.
    """
    new = replace(
        living.deal.terms,
        principal=settled.principal_units,
        start_day=settled.start_date,
        first_due_day=settled.first_due_date,
        due_day=settled.due_day,
        instalment=0,
        fee=0,
        **{name: getattr(settled, name) for name in _CHANGED},
    )
    check_schedule_terms(new)
    if new.method == Method.EQUAL_INSTALMENT:
        new = with_instalment(new)
    check_terms(new)
    return amended_deal(living.deal, new, settled.terms_salt)


def _amendment(site: Site, settled: Settled, new: Deal) -> Amendment:
    return Amendment(
        book=site.deployment.book.address,
        loan=settled.loan,
        present=settled.present,
        terms_hash=new.id,
        kind=int(settled.kind),
        taken_back=settled.taken_back_units,
        salt=settled.salt,
        deadline=settled.deadline_at,
    )


def _action(site: Site, settled: Settled, new: Deal) -> Any:
    domain = domain_of(site, AMENDING_NAME, site.deployment.amending.address)
    return amendment_action(domain, _amendment(site, settled, new), new.complete)


KIND = Kind(
    "amend",
    Text("amend a loan", "变更贷款"),
    Wanted,
    Settled,
    settle,
    plan,
    relay,
)
