# SPDX-License-Identifier: Apache-2.0
"""Offers signed, taken whole and in part, a request taken, a cancellation."""

from dataclasses import dataclass, replace

from shouxin.lending.model import Method
from shouxin.lending.offers import ANYONE, BORROW, SignedOffer
from shouxin.primitives.rates import format_percent
from shouxin.story.cast import Person
from shouxin.story.loans import LiveLoan
from shouxin.story.narrator import amount_text, money
from shouxin.story.offering import PURPOSE_EQUIPMENT, conditions_of, signed_by
from shouxin.story.telling import Telling
from shouxin.story.text import Text

FIRST_PRINCIPAL = 3_000_000
SECOND_AMOUNT, SECOND_FILL, SECOND_FILL_MIN = 5_000_000, 2_000_000, 500_000
REQUEST_PRINCIPAL = 800_000

_OPENED = Text("{loan} opens; all of it is paid out", "{loan}发放，全额到账")
_OPENED_WITH_FEE = Text(
    "{loan} opens: {paid_out} paid out, the fee of {fee} held until the cooling-off days end",
    "{loan}发放：到账 {paid_out} 元，手续费 {fee} 元在冷静期内暂存",
)

FIRST_TIMES = Text(
    "Whoever does something for the first time pays more gas; `shouxin bench gas` measures the "
    "second time.",
    "首次操作耗用的 gas 较多；运行 shouxin bench gas 可测量再次操作时的用量。",
)
FIRST = Text("loan 1", "第一笔贷款")
SECOND = Text("loan 2", "第二笔贷款")
THIRD = Text("loan 3", "第三笔贷款")


@dataclass(frozen=True, slots=True)
class ThreeLoans:
    """What the offers became."""

    first: LiveLoan
    second: LiveLoan
    third: LiveLoan


def tell_offers(telling: Telling) -> ThreeLoans:
    """Three loans, and an offer that is cancelled in time."""
    telling.narrator.chapter(Text("Offers and requests", "要约与借款申请"))
    first = _take_whole(telling)
    second = _take_part_and_cancel(telling)
    third = _take_request(telling)
    telling.narrator.note(FIRST_TIMES)
    return ThreeLoans(first, second, third)


def _take_whole(telling: Telling) -> LiveLoan:
    bank, shop = telling.cast.bank, telling.cast.shop
    signed = signed_by(
        telling.stage, bank, FIRST_PRINCIPAL, conditions_of(telling.stage), taker=shop.party
    )
    _tell_signed(telling, signed, bank)
    loan, receipt = telling.loans.take(FIRST, signed, FIRST_PRINCIPAL, shop, bank)
    _tell_opened(telling, loan, receipt.gas_used)
    _tell_figures(telling, loan)
    return loan


def _take_part_and_cancel(telling: Telling) -> LiveLoan:
    stage, bank, shop = telling.stage, telling.cast.bank, telling.cast.shop
    conditions = replace(
        conditions_of(stage), method=int(Method.INTEREST_ONLY), instalments=6, fee_ppm=0
    )
    signed = signed_by(stage, bank, SECOND_AMOUNT, conditions, fill_min=SECOND_FILL_MIN)
    _tell_signed(telling, signed, bank)
    loan, receipt = telling.loans.take(SECOND, signed, SECOND_FILL, shop, bank)
    _tell_opened(telling, loan, receipt.gas_used)
    cancelled = stage.deployment.desk.cancel(signed.offer.nonce, sender=bank.sender)
    told = Text("{name} cancels what is left of its offer", "{name}撤销该要约的剩余额度")
    left = SECOND_AMOUNT - SECOND_FILL
    telling.event(told.with_values(name=bank.name), cancelled, units=left)
    _try_cancelled(telling, signed)
    return loan


def _try_cancelled(telling: Telling, signed: SignedOffer) -> None:
    shop, bank = telling.cast.shop, telling.cast.bank
    telling.refused(
        Text("{name} tries to take more", "{name}再次取用").with_values(name=shop.name),
        "desk: offer is spent or cancelled",
        lambda: telling.loans.take(SECOND, signed, SECOND_FILL_MIN, shop, bank),
        units=SECOND_FILL_MIN,
    )


def _take_request(telling: Telling) -> LiveLoan:
    stage, shop, investor = telling.stage, telling.cast.shop, telling.cast.investor
    conditions = replace(
        conditions_of(stage),
        method=int(Method.BULLET),
        instalments=6,
        rate_ppm=80_000,
        purpose=PURPOSE_EQUIPMENT,
    )
    signed = signed_by(stage, shop, REQUEST_PRINCIPAL, conditions, side=BORROW)
    told = Text(
        "{name} signs a request: {amount} for a new stove, at most {rate} % a year all in",
        "{name}签署借款申请：金额 {amount}，用于购置灶具，综合年化利率不超过 {rate}%",
    ).with_values(
        name=shop.name,
        amount=money(REQUEST_PRINCIPAL),
        rate=_percent(conditions.all_in_rate_ppm_max),
    )
    telling.event(told)
    loan, receipt = telling.loans.take(THIRD, signed, REQUEST_PRINCIPAL, shop, investor)
    _tell_opened(telling, loan, receipt.gas_used)
    return loan


def _tell_signed(telling: Telling, signed: SignedOffer, maker: Person) -> None:
    offer = signed.offer
    is_named = offer.taker != ANYONE
    told = Text(
        "{name} signs an offer of up to {amount} at {rate} % a year, {whom}",
        "{name}签署出借要约：金额不超过 {amount}，年利率 {rate}%，{whom}",
    ).with_values(
        name=maker.name,
        amount=money(offer.amount),
        rate=_percent(offer.conditions.rate_ppm),
        whom=Text("for the noodle shop alone", "仅限老周面馆取用")
        if is_named
        else Text("open to anyone the rules allow", "面向所有合规借款人"),
    )
    telling.event(told)


def _tell_opened(telling: Telling, loan: LiveLoan, gas: int) -> None:
    fee = loan.terms.fee
    told = _OPENED_WITH_FEE if fee else _OPENED
    values = {"paid_out": amount_text(loan.terms.principal - fee), "fee": amount_text(fee)}
    told = told.with_values(loan=loan.name, **values)
    telling.narrator.event(telling.stage.today(), told, units=loan.terms.principal, gas=gas)


def _tell_figures(telling: Telling, loan: LiveLoan) -> None:
    agreement = loan.deal.complete.agreement
    telling.narrator.note(
        Text(
            "12 instalments of {each}, the last {last}; all in {rate} % a year. "
            "The contract has checked each of these figures.",
            "等额本息，共 12 期，每期 {each} 元，末期 {last} 元；综合年化利率 {rate}%。"
            "以上数字均经合约核验。",
        ).with_values(
            each=amount_text(loan.terms.instalment),
            last=amount_text(agreement.last_payment),
            rate=format_percent(agreement.all_in_rate_ppm),
        )
    )


def _percent(ppm: int) -> str:
    """Percent without trailing zeros."""
    return format_percent(ppm).rstrip("0").rstrip(".")
