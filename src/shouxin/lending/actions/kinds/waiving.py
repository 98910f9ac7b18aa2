# SPDX-License-Identifier: Apache-2.0
"""Waiving part of what is owed (减免): holders sign, and the loan's servicer sends it."""

from __future__ import annotations

import os

from shouxin.chain.bindings.structs import Waiver
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.joint import consents_of, domain_of, holders_signing, servicer_of
from shouxin.lending.actions.kind import Kind, Plan, Signatures, Step
from shouxin.lending.actions.kinds.replacing_servicer import COLLECTING_SECONDS
from shouxin.lending.actions.site import Site
from shouxin.lending.actions.words import amount_text, short
from shouxin.lending.joint_actions import SERVICING_NAME, waiver_action
from shouxin.primitives.errors import BadInput
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Hash, Instant, Units, WireModel


class Wanted(WireModel):
    """What is to be waived of a loan; more than is owed is not."""

    loan: Hash
    penalty_units: Units = 0
    interest_units: Units = 0
    principal_units: Units = 0
    deadline_at: Instant | None = None


class Settled(WireModel):
    """The same as holders sign it; the servicer sends it."""

    loan: Hash
    servicer: Account
    penalty_units: Units
    interest_units: Units
    principal_units: Units
    salt: Hash
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """By the servicer of now.

    Raises:
        BadInput: ``action.amount``; nothing is waived, or no multiple of the loan's quantum.
    """
    living = site.loans.loan(wanted.loan)
    parts = (wanted.penalty_units, wanted.interest_units, wanted.principal_units)
    quantum = living.deal.terms.quantum
    if not any(parts) or any(part % quantum for part in parts):
        raise BadInput(
            "action.amount",
            f"penalty_units, interest_units and principal_units must be multiples of {quantum}, "
            "one of them above 0: correct them",
            f"penalty_units、interest_units、principal_units 须为 {quantum} 的整数倍，"
            "且至少一项大于 0：请更正",
        )
    return Settled(
        loan=wanted.loan,
        servicer=servicer_of(site, living),
        penalty_units=wanted.penalty_units,
        interest_units=wanted.interest_units,
        principal_units=wanted.principal_units,
        salt=os.urandom(32),
        deadline_at=wanted.deadline_at or site.now + COLLECTING_SECONDS,
    )


def plan(site: Site, settled: Settled) -> Plan:
    """Holders sign for interest and principal; penalty alone is the servicer's to waive."""
    currency = site.tokens.currency(site.loans.loan(settled.loan).deal.complete.repayment.currency)
    sentence = Text(
        "Of loan {loan} at most {penalty} of penalty, {interest} of interest and {principal} of "
        "principal are waived for good.",
        "贷款 {loan} 将减免罚息至多 {penalty}、利息至多 {interest}、本金至多 {principal}，"
        "不可恢复。",
    ).with_values(
        loan=short(settled.loan),
        penalty=amount_text(settled.penalty_units, currency),
        interest=amount_text(settled.interest_units, currency),
        principal=amount_text(settled.principal_units, currency),
    )
    domain = domain_of(site, SERVICING_NAME, site.deployment.servicing.address)
    action = waiver_action(domain, _waiver(site, settled))
    signing = holders_signing(site, settled.loan, action, (settled.servicer,))
    is_alone = not _needs_holders(settled) or _is_majority(site, settled)
    return Plan(
        signing=signing if _needs_holders(settled) else (),
        steps=(Step(relay(site, settled, {}), sentence),) if is_alone else (),
        sentence=sentence,
        warnings=(
            Text(
                f"the servicer, {short(settled.servicer)}, sends it itself, with the signatures of "
                "holders of more than half of the units where interest or principal is waived",
                f"须由贷款服务机构 {short(settled.servicer)} 自行发送；减免利息或本金的，"
                "须附持有过半份额的债权人签名",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The servicer's call; its own units count unsigned."""
    complete, contract = site.loans.loan(settled.loan).deal.complete, site.deployment.servicing
    consents = (
        consents_of(site, settled.loan, signatures, {settled.servicer: b""})
        if _needs_holders(settled)
        else []
    )
    return call_of(
        lambda sender: contract.waive(complete, _waiver(site, settled), consents, sender=sender)
    )


def _needs_holders(settled: Settled) -> bool:
    return bool(settled.interest_units or settled.principal_units)


def _is_majority(site: Site, settled: Settled) -> bool:
    held = site.loans.holders(settled.loan)
    return 2 * held.get(settled.servicer, 0) > sum(held.values())


def _waiver(site: Site, s: Settled) -> Waiver:
    return Waiver(
        book=site.deployment.book.address,
        loan=s.loan,
        penalty=s.penalty_units,
        interest=s.interest_units,
        principal=s.principal_units,
        salt=s.salt,
        deadline=s.deadline_at,
    )


KIND = Kind(
    "waive",
    Text("waive part of a loan", "减免"),
    Wanted,
    Settled,
    settle,
    plan,
    relay,
    is_for_anyone=False,
)
