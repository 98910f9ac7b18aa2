# SPDX-License-Identifier: Apache-2.0
"""Why an offer does not fit a wish: the first reason, in both languages, with what would fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shouxin.lending.offer_book import TAKEABLE, OfferFilter, OfferStatus
from shouxin.primitives.text import Text

AMOUNT = Text(
    "what is left of it, or its smallest fill, does not allow this amount",
    "剩余金额或最低成交额不允许该金额",
)
UNFUNDED = Text(
    "its lender has less money at the desk than this amount", "出借方在要约台的余额低于该金额"
)
ALL_IN = Text(
    "the loan would cost more a year, all in, than is allowed", "贷款综合年化成本高于上限"
)
_STATUS_REASONS = {
    OfferStatus.FILLED: Text("it is filled", "已全部成交"),
    OfferStatus.CANCELLED: Text("its maker cancelled it", "要约方已撤销"),
    OfferStatus.EPOCH_OVER: Text("its maker cancelled all its offers", "要约方已撤销全部要约"),
    OfferStatus.EXPIRED: Text("it has expired", "已过期"),
    OfferStatus.UNFUNDED: Text("its lender has no money at the desk", "出借方在要约台没有余额"),
    OfferStatus.MAKER_BARRED: Text(
        "its maker is frozen or recovers a wallet", "要约方被冻结或正在更换钱包"
    ),
    OfferStatus.MAKER_UNKNOWN: Text("its maker belongs to no party", "要约方未登记主体"),
    OfferStatus.VOID: Text("its signature counts no more", "签名已失效"),
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """An offer that does not fit, and why."""

    digest: str
    code: str
    reason: Text


def first_reason(row: Mapping[str, Any], wanted: OfferFilter) -> Misfit:
    """The first reason against an offer that a filter left out."""
    status, digest = OfferStatus(row["status"]), row["digest"]
    if status not in TAKEABLE:
        return Misfit(digest, f"offer.{status}", _STATUS_REASONS[status])
    for code, is_met, reason in _CHECKS:
        if not is_met(row, wanted):
            return Misfit(digest, code, reason)
    return Misfit(digest, "offer.all_in_rate", ALL_IN)


def _is(name: str) -> Callable[[Mapping[str, Any], OfferFilter], bool]:
    """Whether a column is what is wanted, if anything is."""

    def check(row: Mapping[str, Any], wanted: OfferFilter) -> bool:
        value = getattr(wanted, name)
        return value is None or row[name] == value

    return check


def _has_tenor(row: Mapping[str, Any], wanted: OfferFilter) -> bool:
    least, most = wanted.instalments_min or 0, wanted.instalments_max
    return row["instalments"] >= least and (most is None or row["instalments"] <= most)


def _is_open_to(row: Mapping[str, Any], wanted: OfferFilter) -> bool:
    return row["taker"] is None or row["taker"] == wanted.party


def _has_amount(row: Mapping[str, Any], wanted: OfferFilter) -> bool:
    return wanted.amount is None or row["amount"] >= wanted.amount


COMPARED = (
    "taker",
    "method",
    "instalments",
    "period_days",
    "borrower_kind",
    "purpose",
    "jurisdiction",
    "product",
)
"""The columns that reasons look at, besides an offer's standing."""

_CHECKS = (
    ("offer.taker", _is_open_to, Text("it names another taker", "指定了其他受要约方")),
    ("offer.amount", _has_amount, AMOUNT),
    ("offer.method", _is("method"), Text("its method of repayment is another", "还款方式不同")),
    ("offer.tenor", _has_tenor, Text("its number of instalments is another", "期数不同")),
    ("offer.period", _is("period_days"), Text("its periods are others", "还款周期不同")),
    (
        "offer.borrower_kind",
        _is("borrower_kind"),
        Text("it is for another kind of borrower", "适用于其他类型的借款人"),
    ),
    ("offer.purpose", _is("purpose"), Text("it is for another purpose", "贷款用途不同")),
    (
        "offer.jurisdiction",
        _is("jurisdiction"),
        Text("it is for another jurisdiction", "适用于其他司法管辖区"),
    ),
    ("offer.product", _is("product"), Text("it is another product", "产品不同")),
)
