# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The rulebook: what each jurisdiction allows when a loan opens or a note moves
@notice Who may do what:
        - Governance authorises books and desks, lists currencies with their reference rates, sets
          each jurisdiction's limits, names the guardian, pauses and unpauses new loans, and hands
          itself over.
        - The guardian pauses new loans at once, for at most 7 days, and then not again for 7 days
          unless governance does; it may end a pause early.
        - An authorised book asks for admission. Anyone previews.
        A pause stops new loans and nothing else: no payment, claim, closing or transfer asks for
        it. Rules of live loans don't change: nobody asks again after the opening.
@dev Reason codes are stable; `_refuse` holds each one's text. One function decides for preview
     and admission alike.
     A jurisdiction's word is laid out in `limits.vy`.
     A currency's word, low bits first: index 16 | allowed 1 | exponent 8 | reference rate 96.
     The gate's word: pause's end 48 | when the guardian may pause again 48 | current book 160.
"""

from .interfaces import ICreditLedger
from .interfaces import IPartyRegistry
from .interfaces import IRulebook

from . import limits

implements: IRulebook


event GovernanceSet:
    governance: indexed(address)


event GuardianSet:
    guardian: indexed(address)


event BookAuthorised:
    book: indexed(address)
    is_authorised: bool


event DeskAuthorised:
    desk: indexed(address)
    is_authorised: bool


event CurrencySet:
    currency: indexed(address)
    index: uint256
    is_allowed: bool
    rate: uint256
    exponent: uint256


event LimitsSet:
    jurisdiction: indexed(uint256)
    limits: limits.Limits


event JurisdictionRemoved:
    jurisdiction: indexed(uint256)


event NewLoansPaused:
    caller: indexed(address)
    until: uint256


event NewLoansUnpaused:
    caller: indexed(address)


struct Currency:
    index: uint256  # from 1, the same for ever; 0 for one never listed
    is_allowed: bool
    rate: uint256  # reference units for 10**exponent base units
    exponent: uint256


# A decision: the reason code, and what an admitted loan is told.
struct Decision:
    code: uint256
    admission: IRulebook.LoanAdmission


# Reason codes; 0 is allowed.
PAUSED: public(constant(uint256)) = 1
DESK: public(constant(uint256)) = 2
CURRENCY: public(constant(uint256)) = 3
BORROWER: public(constant(uint256)) = 4
LENDER: public(constant(uint256)) = 5
JURISDICTION: public(constant(uint256)) = 6
RATE: public(constant(uint256)) = 7
RATE_AND_MARGIN: public(constant(uint256)) = 8
OVERDUE_RATE: public(constant(uint256)) = 9
ALL_IN_RATE: public(constant(uint256)) = 10
FEE: public(constant(uint256)) = 11
PRINCIPAL: public(constant(uint256)) = 12
EXPOSURE: public(constant(uint256)) = 13
RECEIVER: public(constant(uint256)) = 20

NO_LIMIT: public(constant(uint256)) = limits.NO_LIMIT
GUARDIAN_PAUSE_SECONDS_MAX: public(constant(uint256)) = 7 * 86_400
GUARDIAN_REST_SECONDS: public(constant(uint256)) = 7 * 86_400

PAUSABLE_SHIFT: constant(uint256) = 48
BOOK_SHIFT: constant(uint256) = 96
PAUSE_SECONDS_MAX: constant(uint256) = 2**40

ALLOWED: constant(uint256) = 1 << 16
EXPONENT_SHIFT: constant(uint256) = 17
CURRENCY_RATE_SHIFT: constant(uint256) = 25
EXPONENT_MAX: constant(uint256) = 36

MASK_8: constant(uint256) = 2**8 - 1
MASK_16: constant(uint256) = 2**16 - 1
MASK_48: constant(uint256) = 2**48 - 1
MASK_56: constant(uint256) = 2**56 - 1
MASK_96: constant(uint256) = 2**96 - 1
JURISDICTION_MAX: constant(uint256) = 999
PRINCIPAL_MAX: constant(uint256) = 2**128 - 1
PPM: constant(uint256) = 1_000_000


REGISTRY: public(immutable(IPartyRegistry))
LEDGER: public(immutable(ICreditLedger))


# Who sets the rules, an address (a timelock); set by itself.
governance: public(address)
# Who may pause new loans at once, an address; set by governance.
guardian: public(address)
# Whether a contract is a loan book, of whatever generation; set by governance.
is_book: public(HashMap[address, bool])
# Whether a contract is a desk that may bring loans; set by governance.
is_desk: public(HashMap[address, bool])
# A currency's word, laid out above; set by governance.
_currencies: HashMap[address, uint256]
# The currency of each index from 1; set once, when governance first lists it.
currency_at: public(HashMap[uint256, address])
# How many currencies were ever listed.
currency_count: public(uint256)
# A jurisdiction's word by its ISO 3166-1 number, as `limits.vy` packs it; set by governance.
_limits: HashMap[uint256, uint256]
# The gate's word, laid out above, in Unix seconds; its pause is set by guardian and governance,
# its book, the last one authorised, by governance: one read answers for the book that opens loans.
_gate: uint256


@deploy
def __init__(governance: address, registry: address, ledger: address):
    assert governance != empty(address), "rulebook: governance is empty"
    REGISTRY = IPartyRegistry(registry)
    LEDGER = ICreditLedger(ledger)
    self.governance = governance
    log GovernanceSet(governance=governance)


# ----------------------------------------------------------------------------- loans, transfers


@view
@external
def preview_loan(request: IRulebook.LoanRequest) -> uint256:
    """
    @notice The reason code of a loan's request, 0 if it would be admitted now.
    """
    return self._decided(request).code


@external
def admit_loan(request: IRulebook.LoanRequest) -> IRulebook.LoanAdmission:
    """
    @notice Admits a loan or reverts with its reason code's text. For an authorised book alone.
    """
    self._check_book()
    decision: Decision = self._decided(request)
    if decision.code != 0:
        self._refuse(decision.code)
    return decision.admission


@view
@external
def preview_transfer(request: IRulebook.TransferRequest) -> uint256:
    """
    @notice The reason code of a transfer's request, 0 if it would be admitted now.
    """
    return self._transfer_code(request)


@external
def admit_transfer(request: IRulebook.TransferRequest):
    """
    @notice Admits a transfer or reverts with its reason code's text. For an authorised book alone.
    """
    assert self.is_book[msg.sender], "rulebook: caller is no authorised book"
    code: uint256 = self._transfer_code(request)
    if code != 0:
        self._refuse(code)


@internal
@view
def _check_book():
    """
    @dev The one authorised last is in the gate's word, which is read anyhow.
    """
    if convert(msg.sender, uint256) != self._gate >> BOOK_SHIFT:
        assert self.is_book[msg.sender], "rulebook: caller is no authorised book"


@internal
@view
def _decided(request: IRulebook.LoanRequest) -> Decision:
    """
    @dev The first reason against a loan, or its admission.
    """
    decision: Decision = empty(Decision)
    word: uint256 = self._currencies[request.currency]
    rules: uint256 = self._limits[request.jurisdiction]
    if block.timestamp < self._gate & MASK_48:
        decision.code = PAUSED
    elif not self.is_desk[request.desk]:
        decision.code = DESK
    elif word & ALLOWED == 0:
        decision.code = CURRENCY
    elif request.borrower == empty(bytes32):
        decision.code = BORROWER
    elif request.lender == empty(bytes32):
        decision.code = LENDER
    elif rules & limits.KNOWN == 0:
        decision.code = JURISDICTION
    else:
        decision.code = self._price_code(
            request.principal,
            request.rate_ppm,
            request.penalty_margin_ppm,
            request.overdue_rate_ppm,
            request.all_in_rate_ppm,
            request.fee,
            rules,
        )
    if decision.code != 0:
        return decision
    exposure: uint256 = self._in_reference_units(request.principal, word)
    decision.admission = IRulebook.LoanAdmission(
        currency_index=word & MASK_16, exposure=exposure
    )
    if exposure > MASK_56:
        decision.code = PRINCIPAL
    elif self._is_over_exposed(request.borrower, request.borrower_group, rules, exposure):
        decision.code = EXPOSURE
    return decision


@internal
@pure
def _price_code(
    principal: uint256,
    rate_ppm: uint256,
    penalty_margin_ppm: uint256,
    overdue_rate_ppm: uint256,
    all_in_rate_ppm: uint256,
    fee: uint256,
    rules: uint256,
) -> uint256:
    """
    @dev The first reason against a loan's principal, rates and fee, 0 if none.
    """
    if principal == 0 or principal > PRINCIPAL_MAX:
        return PRINCIPAL
    if rate_ppm > limits._limit(rules, limits.RATE_SHIFT):
        return RATE
    both: uint256 = limits._limit(rules, limits.RATE_AND_MARGIN_SHIFT)
    if rate_ppm > both or penalty_margin_ppm > both - rate_ppm:
        return RATE_AND_MARGIN
    if overdue_rate_ppm > limits._limit(rules, limits.OVERDUE_SHIFT):
        return OVERDUE_RATE
    if all_in_rate_ppm > limits._limit(rules, limits.ALL_IN_SHIFT):
        return ALL_IN_RATE
    fee_ppm_max: uint256 = limits._limit(rules, limits.FEE_SHIFT)
    # At most 2**128 * 2**24: the product can't overflow. A fee above the principal is refused.
    if fee > principal or (
        fee_ppm_max != limits.NO_LIMIT
        and fee * PPM > unsafe_mul(fee_ppm_max, principal)
    ):
        return FEE
    return 0


@internal
@view
def _is_over_exposed(
    borrower: bytes32, group: bytes32, rules: uint256, exposure: uint256
) -> bool:
    """
    @dev Whether the loan takes its borrower, with all linked parties, over the limit.
    """
    exposure_max: uint256 = (rules >> limits.EXPOSURE_SHIFT) & MASK_56
    if exposure_max == MASK_56:
        return False
    total: uint256 = exposure
    if group == empty(bytes32):
        total += staticcall LEDGER.exposure_of(borrower)
    else:
        members: DynArray[bytes32, 16] = staticcall REGISTRY.group_members(group)
        for member: bytes32 in members:
            total += staticcall LEDGER.exposure_of(member)
    return total > exposure_max


@internal
@view
def _transfer_code(request: IRulebook.TransferRequest) -> uint256:
    """
    @dev The reason against a transfer, 0 if none. A pause is none.
    """
    rules: uint256 = self._limits[request.jurisdiction]
    if rules & limits.KNOWN == 0:
        return JURISDICTION
    if request.receiver == empty(bytes32) and rules & limits.OPEN_TRANSFERS == 0:
        return RECEIVER
    return 0


@internal
@pure
def _refuse(code: uint256):
    """
    @dev Reverts with a reason code's text.
    """
    assert code != PAUSED, "rulebook: new loans are paused"
    assert code != DESK, "rulebook: desk is not authorised"
    assert code != CURRENCY, "rulebook: currency is not allowed"
    assert code != BORROWER, "rulebook: borrower is no party"
    assert code != LENDER, "rulebook: lender is no party"
    assert code != JURISDICTION, "rulebook: jurisdiction is unknown"
    assert code != RATE, "rulebook: rate is above the limit"
    assert code != RATE_AND_MARGIN, "rulebook: rate and penalty margin are above the limit"
    assert code != OVERDUE_RATE, "rulebook: overdue interest rate is above the limit"
    assert code != ALL_IN_RATE, "rulebook: all-in rate is above the limit"
    assert code != FEE, "rulebook: fee is above the limit"
    assert code != PRINCIPAL, "rulebook: principal is out of range"
    assert code != EXPOSURE, "rulebook: borrower's exposure is above the limit"
    assert code != RECEIVER, "rulebook: receiver is no party"
    raise "rulebook: refused"


@internal
@pure
def _in_reference_units(principal: uint256, word: uint256) -> uint256:
    """
    @dev An amount of at most 128 bits in reference units, rounded up.
    """
    # The product has at most 224 bits, 10**36 has 120.
    scale: uint256 = pow_mod256(10, (word >> EXPONENT_SHIFT) & MASK_8)
    product: uint256 = unsafe_mul(principal, (word >> CURRENCY_RATE_SHIFT) & MASK_96)
    return unsafe_add(product, unsafe_sub(scale, 1)) // scale


# ------------------------------------------------------------------------------------ reading


@view
@external
def currency(token: address) -> Currency:
    """
    @notice A currency's listing, all zero for one never listed.
    """
    word: uint256 = self._currencies[token]
    return Currency(
        index=word & MASK_16,
        is_allowed=word & ALLOWED != 0,
        rate=word >> CURRENCY_RATE_SHIFT,
        exponent=(word >> EXPONENT_SHIFT) & MASK_8,
    )


@view
@external
def is_known(jurisdiction: uint256) -> bool:
    """
    @notice Whether a jurisdiction has rules here; loans of any other are refused.
    """
    return self._limits[jurisdiction] & limits.KNOWN != 0


@view
@external
def limits_of(jurisdiction: uint256) -> limits.Limits:
    """
    @notice A jurisdiction's limits, all zero for an unknown one.
    """
    return limits._unpacked(self._limits[jurisdiction])


@view
@external
def paused_until() -> uint256:
    """
    @notice When the pause of new loans ends or ended, Unix seconds, 0 if there was none.
    """
    return self._gate & MASK_48


# -------------------------------------------------------------------------------------- pause


@external
def pause_new_loans(seconds: uint256):
    """
    @notice Stops new loans for so many seconds from now. For the guardian, within its bounds, or
            governance, which may renew a pause.
    """
    word: uint256 = self._gate
    until: uint256 = block.timestamp + min(seconds, PAUSE_SECONDS_MAX)
    allowed_from: uint256 = (word >> PAUSABLE_SHIFT) & MASK_48
    if msg.sender != self.governance:
        assert msg.sender == self.guardian, "rulebook: caller is not the guardian"
        assert seconds <= GUARDIAN_PAUSE_SECONDS_MAX, "rulebook: pause is over 7 days"
        assert block.timestamp >= allowed_from, "rulebook: only governance renews a pause"
        assert block.timestamp >= word & MASK_48, "rulebook: new loans are paused already"
        allowed_from = until + GUARDIAN_REST_SECONDS
    assert seconds != 0, "rulebook: pause is nil"
    book: uint256 = (word >> BOOK_SHIFT) << BOOK_SHIFT
    self._gate = until | (allowed_from << PAUSABLE_SHIFT) | book
    log NewLoansPaused(caller=msg.sender, until=until)


@external
def unpause_new_loans():
    """
    @notice Ends a pause now. For governance, and for the guardian where it made the pause.
    """
    assert (
        msg.sender == self.guardian or msg.sender == self.governance
    ), "rulebook: caller is not the guardian"
    word: uint256 = self._gate
    until: uint256 = word & MASK_48
    assert block.timestamp < until, "rulebook: new loans are not paused"
    assert (
        msg.sender == self.governance
        or (word >> PAUSABLE_SHIFT) & MASK_48 == until + GUARDIAN_REST_SECONDS
    ), "rulebook: the pause is governance's"
    self._gate = block.timestamp | (word & ~MASK_48)
    log NewLoansUnpaused(caller=msg.sender)


# --------------------------------------------------------------------------------- governance


@external
def set_guardian(guardian: address):
    """
    @notice Names the guardian; the empty address for none.
    """
    self._check_governance()
    self.guardian = guardian
    log GuardianSet(guardian=guardian)


@external
def set_book(book: address, is_authorised: bool):
    """
    @notice Authorises a book, or the opening contract of one, to ask for admissions, or no longer.
            The one authorised last asks cheapest: a generation's opening contract comes after its
            book. Older generations ask as well. Without its opening contract a book gets no new
            loans; without itself its notes don't move.
    """
    self._check_governance()
    assert book != empty(address), "rulebook: book is empty"
    self.is_book[book] = is_authorised
    current: uint256 = self._gate >> BOOK_SHIFT
    if is_authorised:
        current = convert(book, uint256)
    elif current == convert(book, uint256):
        current = 0
    self._gate = (self._gate & MASK_96) | (current << BOOK_SHIFT)
    log BookAuthorised(book=book, is_authorised=is_authorised)


@external
def set_desk(desk: address, is_authorised: bool):
    """
    @notice Authorises a desk to bring loans, or no longer.
    """
    self._check_governance()
    assert desk != empty(address), "rulebook: desk is empty"
    self.is_desk[desk] = is_authorised
    log DeskAuthorised(desk=desk, is_authorised=is_authorised)


@external
def set_currency(token: address, is_allowed: bool, rate: uint256, exponent: uint256):
    """
    @notice Lists a currency, or changes its listing; its index is given once and for ever.
    @param rate Reference units for 10**exponent base units.
    """
    self._check_governance()
    assert token != empty(address), "rulebook: currency is empty"
    assert rate != 0 and rate <= MASK_96, "rulebook: reference rate is out of range"
    assert exponent <= EXPONENT_MAX, "rulebook: exponent is out of range"
    index: uint256 = self._currencies[token] & MASK_16
    if index == 0:
        index = self.currency_count + 1
        assert index <= MASK_16, "rulebook: no currency index is left"
        self.currency_count = index
        self.currency_at[index] = token
    self._currencies[token] = (
        index
        | (ALLOWED if is_allowed else 0)
        | (exponent << EXPONENT_SHIFT)
        | (rate << CURRENCY_RATE_SHIFT)
    )
    log CurrencySet(
        currency=token, index=index, is_allowed=is_allowed, rate=rate, exponent=exponent
    )


@external
def set_limits(jurisdiction: uint256, rules: limits.Limits):
    """
    @notice Makes a jurisdiction known with these limits, for loans opened from now on.
    """
    self._check_governance()
    assert (
        jurisdiction != 0 and jurisdiction <= JURISDICTION_MAX
    ), "rulebook: jurisdiction is out of range"
    self._limits[jurisdiction] = limits._packed(rules)
    log LimitsSet(jurisdiction=jurisdiction, limits=rules)


@external
def remove_jurisdiction(jurisdiction: uint256):
    """
    @notice Makes a jurisdiction unknown: no new loan, no transfer, live loans run on.
    """
    self._check_governance()
    assert self._limits[jurisdiction] & limits.KNOWN != 0, "rulebook: jurisdiction is unknown"
    self._limits[jurisdiction] = 0
    log JurisdictionRemoved(jurisdiction=jurisdiction)


@external
def set_governance(governance: address):
    """
    @notice Hands governance over.
    """
    self._check_governance()
    assert governance != empty(address), "rulebook: governance is empty"
    self.governance = governance
    log GovernanceSet(governance=governance)


@internal
@view
def _check_governance():
    assert msg.sender == self.governance, "rulebook: caller is not governance"
