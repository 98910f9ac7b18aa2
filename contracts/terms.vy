# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A loan's terms: one EIP-712 struct, signed, hashed, and not stored
@notice `Repayment` is what the loan model needs and comes as calldata with each payment;
        `Agreement` is the rest and is then replaced by its hash. A loan's id is the EIP-712
        hash of its `Terms`.
"""


# What the loan model needs. Amounts are base units, rates parts per million a year, days civil
# days at the terms' offset, numbered from 1970-01-01.
struct Repayment:
    currency: address
    principal: uint256
    quantum: uint256  # the smallest amount that is billed or paid
    rate_ppm: uint256
    penalty_margin_ppm: uint256  # on overdue principal, on top of the rate (罚息)
    overdue_rate_ppm: uint256  # on overdue interest (复利)
    method: uint256  # 1 equal instalment, 2 equal principal, 3 interest only, 4 bullet
    instalments: uint256
    interest_only_periods: uint256
    period_days: uint256  # 0 by calendar months
    due_day: uint256  # of the month, 1 to 31; 0 by days
    start_day: uint256
    first_due_day: uint256
    day_count: uint256  # 1 30/360, 2 actual/360, 3 actual/365
    instalment: uint256  # of the equal instalment method, else 0
    grace_days: uint256
    tolerance: uint256
    payment_order: uint256  # 1 interest, 2 penalty, 3 principal first
    counting: uint256  # 1 oldest, 2 unbroken
    default_days: uint256
    utc_offset_minutes: int256
    cooling_off_days: uint256
    withdrawal_pay_days: uint256
    exposure: uint256  # the principal in reference units, as the rulebook has it at opening


# Who agreed, and what was disclosed.
struct Agreement:
    borrower: address  # wallet
    payee: address  # the borrower, or a seller in entrusted payment (受托支付)
    borrower_kind: uint256  # 1 consumer, 2 sole trader, 3 company
    purpose: uint256
    lender: address  # first holder of the notes
    servicer: address
    desk: address
    instalment_multiple: uint256  # the equal instalment is rounded to it
    acceleration_days: uint256
    notice_days: uint256
    last_payment: uint256  # last scheduled payment
    all_in_rate_ppm: uint256
    fee: uint256  # taken from the payout
    fee_receiver: address
    jurisdiction: uint256  # ISO 3166-1 numeric
    product: uint256
    security_hash: bytes32  # keccak of a secret and the collateral's or guarantor's root
    documents_hash: bytes32  # keccak of a secret and the root of what was shown and agreed
    salt: bytes32
    deadline: uint256  # Unix seconds, the last at which the loan may open


struct Terms:
    borrower: bytes32  # party
    repayment: Repayment
    agreement: Agreement


# What a call on a living loan brings.
struct Loan:
    borrower: bytes32
    repayment: Repayment
    agreement_hash: bytes32


# EIP-712 type hashes; nested types follow in alphabetical order.
REPAYMENT_TYPEHASH: constant(bytes32) = keccak256(
    "Repayment(address currency,uint256 principal,uint256 quantum,uint256 rate_ppm,uint256 penalty_margin_ppm,uint256 overdue_rate_ppm,uint256 method,uint256 instalments,uint256 interest_only_periods,uint256 period_days,uint256 due_day,uint256 start_day,uint256 first_due_day,uint256 day_count,uint256 instalment,uint256 grace_days,uint256 tolerance,uint256 payment_order,uint256 counting,uint256 default_days,int256 utc_offset_minutes,uint256 cooling_off_days,uint256 withdrawal_pay_days,uint256 exposure)"
)
AGREEMENT_TYPEHASH: constant(bytes32) = keccak256(
    "Agreement(address borrower,address payee,uint256 borrower_kind,uint256 purpose,address lender,address servicer,address desk,uint256 instalment_multiple,uint256 acceleration_days,uint256 notice_days,uint256 last_payment,uint256 all_in_rate_ppm,uint256 fee,address fee_receiver,uint256 jurisdiction,uint256 product,bytes32 security_hash,bytes32 documents_hash,bytes32 salt,uint256 deadline)"
)
TERMS_TYPEHASH: constant(bytes32) = keccak256(
    "Terms(bytes32 borrower,Repayment repayment,Agreement agreement)Agreement(address borrower,address payee,uint256 borrower_kind,uint256 purpose,address lender,address servicer,address desk,uint256 instalment_multiple,uint256 acceleration_days,uint256 notice_days,uint256 last_payment,uint256 all_in_rate_ppm,uint256 fee,address fee_receiver,uint256 jurisdiction,uint256 product,bytes32 security_hash,bytes32 documents_hash,bytes32 salt,uint256 deadline)Repayment(address currency,uint256 principal,uint256 quantum,uint256 rate_ppm,uint256 penalty_margin_ppm,uint256 overdue_rate_ppm,uint256 method,uint256 instalments,uint256 interest_only_periods,uint256 period_days,uint256 due_day,uint256 start_day,uint256 first_due_day,uint256 day_count,uint256 instalment,uint256 grace_days,uint256 tolerance,uint256 payment_order,uint256 counting,uint256 default_days,int256 utc_offset_minutes,uint256 cooling_off_days,uint256 withdrawal_pay_days,uint256 exposure)"
)
# What a taker signs at a desk. A wallet shows all the terms; the contract needs their id alone.
TAKE_TYPEHASH: constant(bytes32) = keccak256(
    "Take(address taker,Terms terms,uint256 nonce,uint256 deadline)Agreement(address borrower,address payee,uint256 borrower_kind,uint256 purpose,address lender,address servicer,address desk,uint256 instalment_multiple,uint256 acceleration_days,uint256 notice_days,uint256 last_payment,uint256 all_in_rate_ppm,uint256 fee,address fee_receiver,uint256 jurisdiction,uint256 product,bytes32 security_hash,bytes32 documents_hash,bytes32 salt,uint256 deadline)Repayment(address currency,uint256 principal,uint256 quantum,uint256 rate_ppm,uint256 penalty_margin_ppm,uint256 overdue_rate_ppm,uint256 method,uint256 instalments,uint256 interest_only_periods,uint256 period_days,uint256 due_day,uint256 start_day,uint256 first_due_day,uint256 day_count,uint256 instalment,uint256 grace_days,uint256 tolerance,uint256 payment_order,uint256 counting,uint256 default_days,int256 utc_offset_minutes,uint256 cooling_off_days,uint256 withdrawal_pay_days,uint256 exposure)Terms(bytes32 borrower,Repayment repayment,Agreement agreement)"
)

# Repayment methods.
EQUAL_INSTALMENT: constant(uint256) = 1
EQUAL_PRINCIPAL: constant(uint256) = 2
INTEREST_ONLY: constant(uint256) = 3
BULLET: constant(uint256) = 4

# Day counts.
THIRTY_360: constant(uint256) = 1
ACTUAL_360: constant(uint256) = 2
ACTUAL_365: constant(uint256) = 3

# Orders of payment.
INTEREST_FIRST: constant(uint256) = 1
PENALTY_FIRST: constant(uint256) = 2
PRINCIPAL_FIRST: constant(uint256) = 3

# Countings of days past due.
OLDEST: constant(uint256) = 1
UNBROKEN: constant(uint256) = 2


@internal
@pure
def _hash_of_repayment(repayment: Repayment) -> bytes32:
    return keccak256(abi_encode(REPAYMENT_TYPEHASH, repayment))


@internal
@pure
def _hash_of_agreement(agreement: Agreement) -> bytes32:
    return keccak256(abi_encode(AGREEMENT_TYPEHASH, agreement))


@internal
@pure
def _id(borrower: bytes32, repayment_hash: bytes32, agreement_hash: bytes32) -> bytes32:
    """
    @dev The id of the loan with these terms: `hashStruct(Terms)`.
    """
    return keccak256(abi_encode(TERMS_TYPEHASH, borrower, repayment_hash, agreement_hash))


@internal
@pure
def _id_of(loan: Loan) -> bytes32:
    """
    @dev The id of the loan that has these terms.
    """
    return self._id(
        loan.borrower, self._hash_of_repayment(loan.repayment), loan.agreement_hash
    )


@internal
@pure
def _loan_of(terms: Terms) -> Loan:
    return Loan(
        borrower=terms.borrower,
        repayment=terms.repayment,
        agreement_hash=self._hash_of_agreement(terms.agreement),
    )


@internal
@pure
def _packed(t: Terms) -> uint256[13]:
    """
    @dev All terms in few words, for the event that publishes them; opening has checked the
         bounds. Low bits first, widths in bits; `docs/contracts.md` has the layout as a table.
    """
    r: Repayment = t.repayment
    a: Agreement = t.agreement
    return [
        # currency 160, principal 90
        convert(r.currency, uint256) | (r.principal << 160),
        # quantum 90, tolerance 90, rate 24, penalty margin 24, overdue rate 24
        r.quantum
        | (r.tolerance << 90)
        | (r.rate_ppm << 180)
        | (r.penalty_margin_ppm << 204)
        | (r.overdue_rate_ppm << 228),
        # instalment 114, start day 20, first due day 20, instalments 10, interest-only periods
        # 10, period days 11, due day 5, method 3, day count 2, order of payment 2, counting 2,
        # grace days 14, default days 14, offset + 840 in 11, cooling-off days 8
        r.instalment
        | (r.start_day << 114)
        | (r.first_due_day << 134)
        | (r.instalments << 154)
        | (r.interest_only_periods << 164)
        | (r.period_days << 174)
        | (r.due_day << 185)
        | (r.method << 190)
        | (r.day_count << 193)
        | (r.payment_order << 195)
        | (r.counting << 197)
        | (r.grace_days << 199)
        | (r.default_days << 213)
        | (convert(r.utc_offset_minutes + 840, uint256) << 227)
        | (r.cooling_off_days << 238),
        # exposure 56, withdrawal-pay days 14, last payment 128, acceleration days 14, notice
        # days 14, kind of borrower 2, jurisdiction 10, product 12
        r.exposure
        | (r.withdrawal_pay_days << 56)
        | (a.last_payment << 70)
        | (a.acceleration_days << 198)
        | (a.notice_days << 212)
        | (a.borrower_kind << 226)
        | (a.jurisdiction << 228)
        | (a.product << 238),
        # borrower 160, fee 90
        convert(a.borrower, uint256) | (a.fee << 160),
        # payee 160, instalment multiple 90
        convert(a.payee, uint256) | (a.instalment_multiple << 160),
        # lender 160, all-in rate 32, purpose 16
        convert(a.lender, uint256) | (a.all_in_rate_ppm << 160) | (a.purpose << 192),
        # servicer 160, deadline 96
        convert(a.servicer, uint256) | (a.deadline << 160),
        # desk, fee receiver 160 each
        convert(a.desk, uint256),
        convert(a.fee_receiver, uint256),
        convert(a.security_hash, uint256),
        convert(a.documents_hash, uint256),
        convert(a.salt, uint256),
    ]
