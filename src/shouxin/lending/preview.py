# SPDX-License-Identifier: Apache-2.0
"""Asking the rules before anyone signs: would this loan be opened now?

``refusal_of`` asks the registry and the rulebook what opening asks them, and gives the first
reason against a loan, or None. The terms' own figures are the model's to check.
"""

from __future__ import annotations

from eth_utils import keccak

from shouxin.chain.bindings import structs
from shouxin.chain.deploy import Deployment
from shouxin.chain.reverts import Reverted
from shouxin.lending.model.calendar import due_day
from shouxin.lending.offers import Filled
from shouxin.primitives.errors import ShouxinError

SOMEBODY = bytes(keccak(text="a party that is not known yet"))
"""Stands for a taker that nobody named: enrolled, and without any loan."""

_REASONS = {
    1: "rulebook: new loans are paused",
    2: "rulebook: desk is not authorised",
    3: "rulebook: currency is not allowed",
    4: "rulebook: borrower is no party",
    5: "rulebook: lender is no party",
    6: "rulebook: jurisdiction is unknown",
    7: "rulebook: rate is above the limit",
    8: "rulebook: rate and penalty margin are above the limit",
    9: "rulebook: overdue interest rate is above the limit",
    10: "rulebook: all-in rate is above the limit",
    11: "rulebook: fee is above the limit",
    12: "rulebook: principal is out of range",
    13: "rulebook: borrower's exposure is above the limit",
    20: "rulebook: receiver is no party",
}


def refusal_of(deployment: Deployment, filled: Filled) -> ShouxinError | None:
    """The first reason against a loan between two known wallets."""
    complete = filled.deal.complete
    agreement = complete.agreement
    who = deployment.registry.opening_parties(
        agreement.borrower, agreement.lender, agreement.servicer
    )
    reason = _parties_reason(who, complete)
    if reason is not None:
        return Reverted(reason)
    request = _request(filled, who.borrower, who.lender, who.borrower_group)
    return _rules_refusal(deployment, request)


def refusal_of_open_offer(
    deployment: Deployment, filled: Filled, borrower: bytes, lender: bytes
) -> ShouxinError | None:
    """The first reason of the rulebook against a loan, one of whose parties may be ``SOMEBODY``."""
    request = _request(filled, borrower, lender, bytes(32))
    return _rules_refusal(deployment, request)


def _rules_refusal(deployment: Deployment, request: structs.LoanRequest) -> ShouxinError | None:
    code = deployment.rulebook.preview_loan(request)
    return Reverted(_REASONS.get(code, "rulebook: refused")) if code else None


def _parties_reason(who: structs.OpeningParties, complete: structs.Terms) -> str | None:
    """What opening says of the parties, in its order."""
    agreement = complete.agreement
    checks = (
        (any(who.borrower), "book: borrower has no party"),
        (who.borrower == complete.borrower, "book: wallet is not the borrower's"),
        (any(who.lender), "book: lender has no party"),
        (any(who.servicer), "book: servicer has no party"),
        (not who.is_barred, "book: a party is frozen, or recovers a wallet"),
        (not who.is_conflicted, "book: lender or servicer is linked to the borrower"),
        (who.borrower_kind == agreement.borrower_kind, "book: kind of borrower is another"),
        (
            who.borrower_jurisdiction == agreement.jurisdiction,
            "book: jurisdiction is not the borrower's",
        ),
    )
    return next((reason for is_good, reason in checks if not is_good), None)


def _request(filled: Filled, borrower: bytes, lender: bytes, group: bytes) -> structs.LoanRequest:
    terms, complete = filled.deal.terms, filled.deal.complete
    repayment, agreement = complete.repayment, complete.agreement
    return structs.LoanRequest(
        borrower=borrower,
        lender=lender,
        borrower_group=group,
        desk=agreement.desk,
        currency=repayment.currency,
        principal=repayment.principal,
        rate_ppm=repayment.rate_ppm,
        penalty_margin_ppm=repayment.penalty_margin_ppm,
        overdue_rate_ppm=repayment.overdue_rate_ppm,
        all_in_rate_ppm=agreement.all_in_rate_ppm,
        fee=agreement.fee,
        tenor_days=due_day(terms, terms.instalments) - terms.start_day,
        product=agreement.product,
        borrower_kind=agreement.borrower_kind,
        jurisdiction=agreement.jurisdiction,
        lender_jurisdiction=agreement.jurisdiction,
    )
