# SPDX-License-Identifier: Apache-2.0
"""Offers and requests: signed by their maker off chain, filled whole or in part on chain.

A maker signs an ``Offer`` (it lends, or, as a request, it borrows); a taker chooses a principal,
and everything else of the loan follows from the offer, the principal and the day. ``fill_for``
derives it as ``contracts/OfferDesk.vy`` does, so that both sides know the loan's id and figures
before anything is sent.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from eth_abi import encode
from eth_account.signers.local import LocalAccount
from eth_utils import is_checksum_address, keccak

from shouxin.chain.abi import Address
from shouxin.chain.bindings.structs import Agreement, Conditions, Currency, Fill, Offer
from shouxin.chain.bindings.structs import Terms as CompleteTerms
from shouxin.chain.typed_data import Domain, digest, sign, types_of
from shouxin.lending.contract_terms import HASHES_KEPT, Deal, deal_of, repayment_of
from shouxin.lending.model import (
    Counting,
    DayCount,
    Method,
    PaymentOrder,
    Terms,
    all_in_rate_ppm,
    check_schedule_terms,
    check_terms,
    last_payment,
    with_instalment,
)
from shouxin.primitives.dates import clamped_day, month_of, to_date
from shouxin.primitives.errors import BadInput, Refused
from shouxin.primitives.rates import PPM, format_percent

LEND, BORROW = 1, 2
NOBODY: Address = "0x" + "00" * 20
ANYONE = bytes(32)
OFFER_TYPES = types_of(Offer, Conditions)
_DOMAIN_NAME = "Shouxin OfferDesk"
_NEVER_FOR_ALL = 2**128
HASH_BYTES = 32
_NAMES_ZH = {
    "side": "方向",
    "maker": "要约方",
    "taker": "受要约方",
    "payee": "收款人",
    "amount": "总额",
    "fill_min": "最低成交额",
    "nonce": "编号",
    "epoch": "批次",
    "expiry": "有效期",
    "currency": "币种合约",
    "fee_receiver": "手续费收取方",
    "servicer": "贷款服务机构",
    "security_hash": "担保信息哈希",
    "documents_hash": "文件哈希",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """The offer desk that an offer is signed for."""

    chain_id: int
    address: Address

    @property
    def domain(self) -> Domain:
        """Its EIP-712 domain."""
        return Domain(_DOMAIN_NAME, self.chain_id, self.address)


@dataclass(frozen=True, slots=True)
class SignedOffer:
    """An offer with its maker's signature and its digest, which names it."""

    offer: Offer
    digest: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Taking:
    """Who fills an offer, with how much, when.

    Attributes:
        principal: base units, the one thing that a taker chooses.
        taker: the wallet that fills it.
        borrower: the borrower's party.
        payee: who is paid out; None for the borrower's wallet, or as a request says.
        number: how many fills the offer has had.
        exposure: the principal in reference units, as the rulebook has it today.
        today: the civil day at the offer's offset from UTC.
    """

    principal: int
    taker: Address
    borrower: bytes
    today: int
    exposure: int
    number: int = 0
    payee: Address | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What a taking comes to: the figures for the desk, and the loan's terms and id."""

    fill: Fill
    deal: Deal


@lru_cache(maxsize=HASHES_KEPT)
def offer_digest(desk: Desk, offer: Offer) -> bytes:
    """The EIP-712 digest that an offer's maker signs."""
    return digest(desk.domain, OFFER_TYPES, "Offer", offer)


def sign_offer(account: LocalAccount, desk: Desk, offer: Offer) -> SignedOffer:
    """Sign an offer with its maker's key.

    Raises:
        BadInput: ``offer.…``; the key is not the maker's, or the offer can never be filled.
    """
    check_offer(offer)
    if account.address != offer.maker:
        raise BadInput(
            "offer.maker",
            f"the key of {account.address} can't sign an offer of {offer.maker}: "
            "use the maker's key, or make the offer in its own name",
            f"{account.address} 的私钥不能签署 {offer.maker} 的要约：请使用要约方本人的私钥",
        )
    signature = sign(account, desk.domain, OFFER_TYPES, "Offer", offer)
    return SignedOffer(offer, offer_digest(desk, offer), signature)


def check_offer(offer: Offer) -> None:
    """Checks what an offer must hold by itself.

    Raises:
        BadInput: ``offer.…``, the field that is malformed or contradicts another.
    """
    _check_forms(offer)
    if offer.side not in (LEND, BORROW):
        raise _bad("side", offer.side, "give 1 to lend or 2 to borrow", "1 为出借，2 为借款")
    if not 0 < offer.amount < _NEVER_FOR_ALL:
        raise _bad("amount", offer.amount, "give more than 0, below 2^128", "须大于 0 且小于 2^128")
    if not 0 <= offer.fill_min <= offer.amount:
        remedy = f"give at most the amount, {offer.amount}"
        raise _bad("fill_min", offer.fill_min, remedy, f"不得超过总额 {offer.amount}")
    if (offer.payee == NOBODY) != (offer.side == LEND):
        remedy = "a request names its payee, an offer names none"
        raise _bad("payee", offer.payee, remedy, "借款申请须指明收款人，出借要约不得指明")


def fill_for(desk: Desk, signed: SignedOffer, taking: Taking) -> Filled:
    """The loan that a taking makes.

    Raises:
        BadInput: ``terms.…``; the principal makes no valid loan.
        Refused: ``offer.all_in_rate``; it would cost more than the offer allows.
    """
    offer, conditions = signed.offer, signed.offer.conditions
    terms = terms_of(conditions, taking.principal, taking.today)
    check_terms(terms)
    rate = all_in_rate_ppm(terms)
    if rate > conditions.all_in_rate_ppm_max:
        shown, most = format_percent(rate), format_percent(conditions.all_in_rate_ppm_max)
        raise Refused(
            "offer.all_in_rate",
            f"the loan would cost {shown} % a year in all, over the offer's {most} %: "
            "take a larger amount, or another offer",
            f"该贷款综合年化利率为 {shown}%，高于要约上限 {most}%：请提高金额或选择其他要约",
        )
    payee = _payee(offer, taking)
    fill = Fill(
        borrower=taking.borrower,
        payee=payee,
        principal=taking.principal,
        instalment=terms.instalment,
        last_payment=last_payment(terms),
        all_in_rate_ppm=rate,
        exposure=taking.exposure,
    )
    agreement = _agreement(desk, signed, taking, terms, fill)
    repayment = repayment_of(terms, conditions.currency, taking.exposure)
    complete = CompleteTerms(taking.borrower, repayment, agreement)
    return Filled(fill, deal_of(terms, complete))


def terms_of(conditions: Conditions, principal: int, today: int) -> Terms:
    """The model's terms of a principal lent today, its equal instalment included.

    Raises:
        BadInput: ``terms.…``; no schedule follows from them.
    """
    due_day, first_due_day = _first_due(conditions, today)
    terms = Terms(
        principal=principal,
        quantum=conditions.quantum,
        rate_ppm=conditions.rate_ppm,
        penalty_margin_ppm=conditions.penalty_margin_ppm,
        overdue_rate_ppm=conditions.overdue_rate_ppm,
        method=Method(conditions.method),
        instalments=conditions.instalments,
        interest_only_periods=conditions.interest_only_periods,
        period_days=conditions.period_days,
        due_day=due_day,
        start_day=today,
        first_due_day=first_due_day,
        day_count=DayCount(conditions.day_count),
        instalment_multiple=conditions.instalment_multiple,
        grace_days=conditions.grace_days,
        tolerance=conditions.tolerance,
        payment_order=PaymentOrder(conditions.payment_order),
        counting=Counting(conditions.counting),
        default_days=conditions.default_days,
        acceleration_days=conditions.acceleration_days,
        notice_days=conditions.notice_days,
        utc_offset_minutes=conditions.utc_offset_minutes,
        cooling_off_days=conditions.cooling_off_days,
        withdrawal_pay_days=conditions.withdrawal_pay_days,
        fee=fee_of(conditions, principal),
    )
    check_schedule_terms(terms)
    return with_instalment(terms)


def exposure_of(principal: int, listing: Currency) -> int:
    """A principal in reference units at a currency's rate in the rulebook, rounded up."""
    return int(-(-principal * listing.rate // 10**listing.exponent))


def fee_of(conditions: Conditions, principal: int) -> int:
    """The origination fee: the signed fraction of the principal, half-up to the quantum."""
    quantum = max(conditions.quantum, 1)
    return (2 * principal * conditions.fee_ppm + PPM * quantum) // (2 * PPM * quantum) * quantum


def fits(principal: int, left: int, fill_min: int) -> bool:
    """Whether a fill leaves nothing, or takes and leaves at least the minimum."""
    rest = left - principal
    return principal > 0 and (rest == 0 or (principal >= fill_min and rest >= max(fill_min, 1)))


def with_nonce(offer: Offer, nonce: int) -> Offer:
    """The same offer under another nonce: cancelling one leaves the other."""
    return replace(offer, nonce=nonce)


def _first_due(conditions: Conditions, today: int) -> tuple[int, int]:
    """Due day of the month (0 by days) and the first due day."""
    if conditions.period_days:
        return conditions.due_day, today + conditions.period_days
    due_day = conditions.due_day or to_date(today).day
    return due_day, clamped_day(month_of(today) + 1, due_day)


def _payee(offer: Offer, taking: Taking) -> Address:
    if offer.side == BORROW:
        return offer.payee
    return taking.payee or taking.taker


def _agreement(
    desk: Desk, signed: SignedOffer, taking: Taking, terms: Terms, fill: Fill
) -> Agreement:
    offer, conditions = signed.offer, signed.offer.conditions
    is_request = offer.side == BORROW
    lender = taking.taker if is_request else offer.maker
    return Agreement(
        borrower=offer.maker if is_request else taking.taker,
        payee=fill.payee,
        borrower_kind=conditions.borrower_kind,
        purpose=conditions.purpose,
        lender=lender,
        servicer=lender if conditions.servicer == NOBODY else conditions.servicer,
        desk=desk.address,
        instalment_multiple=conditions.instalment_multiple,
        acceleration_days=conditions.acceleration_days,
        notice_days=conditions.notice_days,
        last_payment=fill.last_payment,
        all_in_rate_ppm=fill.all_in_rate_ppm,
        fee=terms.fee,
        fee_receiver=conditions.fee_receiver,
        jurisdiction=conditions.jurisdiction,
        product=conditions.product,
        security_hash=conditions.security_hash,
        documents_hash=conditions.documents_hash,
        salt=_salt(signed.digest, taking.number),
        deadline=offer.expiry,
    )


def _salt(offer: bytes, number: int) -> bytes:
    """keccak256(abi_encode(digest, number)): each fill of an offer is a loan of its own."""
    return bytes(keccak(encode(["bytes32", "uint256"], [offer, number])))


def _check_forms(offer: Offer) -> None:
    """Addresses, hashes and numbers that a signature can be made over."""
    conditions = offer.conditions
    addresses = {"maker": offer.maker, "payee": offer.payee, "currency": conditions.currency}
    addresses |= {"fee_receiver": conditions.fee_receiver, "servicer": conditions.servicer}
    for name, address in addresses.items():
        if not is_checksum_address(address):
            remedy = "give 0x and 40 hexadecimal digits with their checksum"
            raise _bad(name, repr(address), remedy, "应为带校验大小写的 0x 加 40 位十六进制地址")
    hashes = {"taker": offer.taker, "security_hash": conditions.security_hash}
    hashes |= {"documents_hash": conditions.documents_hash}
    for name, value in hashes.items():
        if len(value) != HASH_BYTES:
            raise _bad(name, f"0x{value.hex()}", "give 32 bytes", "应为 32 字节")
    numbers = {"nonce": offer.nonce, "epoch": offer.epoch, "expiry": offer.expiry}
    for name, number in numbers.items():
        if not 0 <= number < 2**256:
            raise _bad(name, number, "give 0 or more, below 2^256", "须不小于 0 且小于 2^256")


def _bad(field: str, value: object, remedy: str, remedy_zh: str) -> BadInput:
    return BadInput(
        f"offer.{field}",
        f"an offer's {field} {value} is refused: {remedy}",
        f"要约的{_NAMES_ZH[field]} {value} 不符合要求：{remedy_zh}",
    )
