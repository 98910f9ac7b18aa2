# SPDX-License-Identifier: Apache-2.0
"""Putting another servicer in a loan's servicer's place, as its holders agree."""

from __future__ import annotations

import os

from shouxin.chain.bindings.structs import Replacement
from shouxin.chain.calls import Call, call_of
from shouxin.lending.actions.joint import consents_of, domain_of, holders_signing, servicer_of
from shouxin.lending.actions.kind import Kind, Plan, Signatures
from shouxin.lending.actions.site import Site
from shouxin.lending.actions.words import short
from shouxin.lending.joint_actions import AMENDING_NAME, replacement_action
from shouxin.primitives.errors import Refused
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Hash, Instant, WireModel

COLLECTING_SECONDS = 7 * 86_400
"""How long signatures may be collected unless somebody wants otherwise."""


class Wanted(WireModel):
    """A loan's new servicer."""

    loan: Hash
    servicer: Account
    deadline_at: Instant | None = None


class Settled(WireModel):
    """The same as holders sign it."""

    loan: Hash
    present: Account
    servicer: Account
    salt: Hash
    deadline_at: Instant


def settle(site: Site, wanted: Wanted) -> Settled:
    """In the place of the present one.

    Raises:
        Refused: ``action.same_servicer``, ``action.no_party``.
    """
    present = servicer_of(site, site.loans.loan(wanted.loan))
    if present == wanted.servicer:
        raise Refused(
            "action.same_servicer",
            f"{present} is the loan's servicer already: name another",
            f"{present} 已是该贷款的贷款服务机构：请指定其他机构",
        )
    if not any(site.deployment.registry.party_of(wanted.servicer)):
        raise Refused(
            "action.no_party",
            f"wallet {wanted.servicer} belongs to no party: have it enrolled first",
            f"钱包 {wanted.servicer} 未登记主体：请先办理登记",
        )
    deadline = wanted.deadline_at or site.now + COLLECTING_SECONDS
    return Settled(
        loan=wanted.loan,
        present=present,
        servicer=wanted.servicer,
        salt=os.urandom(32),
        deadline_at=deadline,
    )


def plan(site: Site, settled: Settled) -> Plan:
    """Each holder signs the same."""
    sentence = Text(
        "Loan {loan} gets another servicer: {servicer} in the place of {present}. It collects, "
        "gives notice and waives from then on.",
        "贷款 {loan} 的贷款服务机构由 {present} 更换为 {servicer}，此后由其负责收款、通知与减免。",
    ).with_values(
        loan=short(settled.loan), servicer=short(settled.servicer), present=short(settled.present)
    )
    domain = domain_of(site, AMENDING_NAME, site.deployment.amending.address)
    action = replacement_action(domain, _replacement(site, settled))
    return Plan(
        signing=holders_signing(site, settled.loan, action),
        steps=(),
        sentence=sentence,
        warnings=(
            Text(
                "holders of more than half of the units must sign",
                "须由持有过半份额的债权人签署",
            ),
        ),
        expires_at=settled.deadline_at,
    )


def relay(site: Site, settled: Settled, signatures: Signatures) -> Call:
    """The call with the holders' signatures."""
    complete, contract = site.loans.loan(settled.loan).deal.complete, site.deployment.amending
    consents = consents_of(site, settled.loan, signatures, {})
    return call_of(
        lambda sender: contract.replace_servicer(
            complete, _replacement(site, settled), consents, sender=sender
        )
    )


def _replacement(site: Site, s: Settled) -> Replacement:
    book = site.deployment.book.address
    return Replacement(book, s.loan, s.present, s.servicer, s.salt, s.deadline_at)


KIND = Kind(
    "replace_servicer",
    Text("replace a loan's servicer", "更换贷款服务机构"),
    Wanted,
    Settled,
    settle,
    plan,
    relay,
)
