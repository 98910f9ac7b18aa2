# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Offers: what makers sign, and the terms of a loan that fills one
@notice An offer fixes every field of the terms but borrower, payee, principal, instalment, last
        payment, fee amount, all-in rate, start day, due days and salt; these follow from the
        principal and the day, and are derived here or checked at opening.
"""

from . import calendar
from . import terms


# What a loan from an offer will be, as in the terms; units as there.
struct Conditions:
    currency: address
    quantum: uint256
    rate_ppm: uint256
    penalty_margin_ppm: uint256
    overdue_rate_ppm: uint256
    method: uint256
    instalments: uint256
    interest_only_periods: uint256
    period_days: uint256  # 0 by calendar months
    due_day: uint256  # of the month; 0 the start's, or by days
    day_count: uint256
    instalment_multiple: uint256
    grace_days: uint256
    tolerance: uint256
    payment_order: uint256
    counting: uint256
    default_days: uint256
    acceleration_days: uint256
    notice_days: uint256
    cooling_off_days: uint256
    withdrawal_pay_days: uint256
    utc_offset_minutes: int256
    fee_ppm: uint256  # of the principal
    fee_receiver: address
    all_in_rate_ppm_max: uint256
    servicer: address  # empty: the lender
    borrower_kind: uint256
    purpose: uint256
    jurisdiction: uint256
    product: uint256
    security_hash: bytes32
    documents_hash: bytes32


struct Offer:
    side: uint256  # 1 the maker lends, 2 the maker borrows
    maker: address
    taker: bytes32  # the one party that may take it; empty: open to anyone the rulebook allows
    payee: address  # of a request: who is paid; of an offer: empty, the taker says
    amount: uint256  # the most principal in all, base units
    fill_min: uint256  # a fill leaves nothing, or at least this
    nonce: uint256
    epoch: uint256  # the maker's when it signed
    expiry: uint256  # Unix seconds, the last at which it can be taken
    conditions: Conditions


# What the taker adds; all but the principal is what follows from it, and checked.
struct Fill:
    borrower: bytes32  # the borrower's party
    payee: address  # of an offer: who is paid; of a request: as the request says
    principal: uint256
    instalment: uint256
    last_payment: uint256
    all_in_rate_ppm: uint256
    exposure: uint256  # the principal in reference units


CONDITIONS_TYPEHASH: constant(bytes32) = keccak256(
    "Conditions(address currency,uint256 quantum,uint256 rate_ppm,uint256 penalty_margin_ppm,uint256 overdue_rate_ppm,uint256 method,uint256 instalments,uint256 interest_only_periods,uint256 period_days,uint256 due_day,uint256 day_count,uint256 instalment_multiple,uint256 grace_days,uint256 tolerance,uint256 payment_order,uint256 counting,uint256 default_days,uint256 acceleration_days,uint256 notice_days,uint256 cooling_off_days,uint256 withdrawal_pay_days,int256 utc_offset_minutes,uint256 fee_ppm,address fee_receiver,uint256 all_in_rate_ppm_max,address servicer,uint256 borrower_kind,uint256 purpose,uint256 jurisdiction,uint256 product,bytes32 security_hash,bytes32 documents_hash)"
)
OFFER_TYPEHASH: constant(bytes32) = keccak256(
    "Offer(uint256 side,address maker,bytes32 taker,address payee,uint256 amount,uint256 fill_min,uint256 nonce,uint256 epoch,uint256 expiry,Conditions conditions)Conditions(address currency,uint256 quantum,uint256 rate_ppm,uint256 penalty_margin_ppm,uint256 overdue_rate_ppm,uint256 method,uint256 instalments,uint256 interest_only_periods,uint256 period_days,uint256 due_day,uint256 day_count,uint256 instalment_multiple,uint256 grace_days,uint256 tolerance,uint256 payment_order,uint256 counting,uint256 default_days,uint256 acceleration_days,uint256 notice_days,uint256 cooling_off_days,uint256 withdrawal_pay_days,int256 utc_offset_minutes,uint256 fee_ppm,address fee_receiver,uint256 all_in_rate_ppm_max,address servicer,uint256 borrower_kind,uint256 purpose,uint256 jurisdiction,uint256 product,bytes32 security_hash,bytes32 documents_hash)"
)

# Sides of an offer.
LEND: constant(uint256) = 1
BORROW: constant(uint256) = 2

PPM: constant(uint256) = 10**6


@internal
@pure
def _hash_of(offer: Offer) -> bytes32:
    """
    @notice The EIP-712 hash of an offer.
    """
    return keccak256(
        abi_encode(
            OFFER_TYPEHASH,
            offer.side,
            offer.maker,
            offer.taker,
            offer.payee,
            offer.amount,
            offer.fill_min,
            offer.nonce,
            offer.epoch,
            offer.expiry,
            keccak256(abi_encode(CONDITIONS_TYPEHASH, offer.conditions)),
        )
    )


@internal
@view
def _terms_of(
    offer: Offer, digest: bytes32, number: uint256, fill: Fill, taker: address, desk: address
) -> terms.Terms:
    """
    @dev The complete terms of a fill today. What would stop the computation is refused here, all
         else by the opening contract.
    """
    c: Conditions = offer.conditions
    assert (
        c.quantum != 0
        and c.fee_ppm <= PPM
        and c.period_days < 2**16
        and c.utc_offset_minutes >= -1_440
        and c.utc_offset_minutes <= 1_440
    ), "desk: conditions are out of range"
    borrower: address = taker
    lender: address = offer.maker
    if offer.side == BORROW:
        borrower = offer.maker
        lender = taker
    return terms.Terms(
        borrower=fill.borrower,
        repayment=self._repayment_of(c, fill),
        agreement=terms.Agreement(
            borrower=borrower,
            payee=fill.payee,
            borrower_kind=c.borrower_kind,
            purpose=c.purpose,
            lender=lender,
            servicer=lender if c.servicer == empty(address) else c.servicer,
            desk=desk,
            instalment_multiple=c.instalment_multiple,
            acceleration_days=c.acceleration_days,
            notice_days=c.notice_days,
            last_payment=fill.last_payment,
            all_in_rate_ppm=fill.all_in_rate_ppm,
            fee=self._fee(c, fill.principal),
            fee_receiver=c.fee_receiver,
            jurisdiction=c.jurisdiction,
            product=c.product,
            security_hash=c.security_hash,
            documents_hash=c.documents_hash,
            salt=keccak256(abi_encode(digest, number)),
            deadline=offer.expiry,
        ),
    )


@internal
@view
def _repayment_of(c: Conditions, fill: Fill) -> terms.Repayment:
    """
    @dev The model's terms: starting today, due days by the offer's rule.
    """
    start_day: uint256 = calendar._today(c.utc_offset_minutes)
    due_day: uint256 = c.due_day
    first_due_day: uint256 = start_day + c.period_days
    if c.period_days == 0:
        month: uint256 = calendar._month_of(start_day)
        if due_day == 0:
            due_day = start_day - calendar._month_start(month) + 1
        first_due_day = calendar._clamped(month + 1, due_day)
    return terms.Repayment(
        currency=c.currency,
        principal=fill.principal,
        quantum=c.quantum,
        rate_ppm=c.rate_ppm,
        penalty_margin_ppm=c.penalty_margin_ppm,
        overdue_rate_ppm=c.overdue_rate_ppm,
        method=c.method,
        instalments=c.instalments,
        interest_only_periods=c.interest_only_periods,
        period_days=c.period_days,
        due_day=due_day,
        start_day=start_day,
        first_due_day=first_due_day,
        day_count=c.day_count,
        instalment=fill.instalment,
        grace_days=c.grace_days,
        tolerance=c.tolerance,
        payment_order=c.payment_order,
        counting=c.counting,
        default_days=c.default_days,
        utc_offset_minutes=c.utc_offset_minutes,
        cooling_off_days=c.cooling_off_days,
        withdrawal_pay_days=c.withdrawal_pay_days,
        exposure=fill.exposure,
    )


@internal
@pure
def _fee(c: Conditions, principal: uint256) -> uint256:
    """
    @dev The fee of a principal: the signed fraction, half-up to the quantum.
    """
    if c.fee_ppm == 0:
        return 0
    unit: uint256 = 2 * PPM * c.quantum
    return (2 * principal * c.fee_ppm + PPM * c.quantum) // unit * c.quantum
