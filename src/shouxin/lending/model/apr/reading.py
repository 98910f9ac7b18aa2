# SPDX-License-Identifier: Apache-2.0
"""Annual percentage rates of transactions written as JSON objects."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

from shouxin.lending.model.apr.cn import cn_rates
from shouxin.lending.model.apr.eu import eu_rate
from shouxin.lending.model.apr.flows import FLOWS_MAX, Flow, Transaction
from shouxin.lending.model.apr.intervals import parse_interval, row_flows
from shouxin.lending.model.apr.us import us_rate
from shouxin.primitives.dates import parse_day, to_date
from shouxin.primitives.errors import BadInput

BASES = ("eu", "us", "cn")

_FIELDS = ("basis", "advances", "charges", "payments", "unit_period")
_FLOW_FIELDS = {
    "time": ("time", "amount"),
    "date": ("date", "amount"),
    "first": ("first", "amount", "count", "every"),
}
_AMOUNT = re.compile(r"[0-9]{1,30}(\.[0-9]{1,18})?")
_TIME = re.compile(r"[0-9]{1,4}(\.[0-9]{1,60})?([eE][-+]?[0-9]{1,2})?")
_SHOWN = 60


def apr_from_json(payload: Mapping[str, object], basis: str | None = None) -> dict[str, str]:
    """The rate or rates of one transaction, in percent with six decimals.

    Args:
        payload: ``advances`` and ``payments``, lists of ``{"time": years, "amount": …}``,
            ``{"date": "YYYY-MM-DD", "amount": …}`` or, for equal amounts, ``{"first":
            "YYYY-MM-DD", "amount": …, "count": 24, "every": "1 month"}``; ``charges`` paid at
            the first advance; ``unit_period`` for ``us``. Numbers may be texts, and better are,
            as a binary number is read by its shortest decimal text.
        basis: ``eu``, ``us`` or ``cn``; if None, the payload's own ``basis``.

    Returns:
        ``{"apr": …}`` for ``eu`` and ``us``, ``{"compound": …, "simple": …}`` for ``cn``.

    Raises:
        BadInput: ``input.field``, ``input.date``, and the codes that start with ``apr.``.
    """
    _check_names(payload, _FIELDS, "the transaction")
    chosen = basis if basis is not None else payload.get("basis")
    if chosen not in BASES:
        _refuse("basis", chosen, "write eu, us or cn", "请填写 eu、us 或 cn")
    charges = payload.get("charges")
    transaction = Transaction(
        _flows(payload, "advances"),
        _flows(payload, "payments"),
        Decimal(0) if charges is None else _amount(charges, "charges"),
    )
    unit = payload.get("unit_period")
    interval = None if unit is None else parse_interval(str(unit), "unit_period")
    if chosen == "eu":
        return {"apr": f"{eu_rate(transaction):f}"}
    if chosen == "us":
        return {"apr": f"{us_rate(transaction, interval):f}"}
    rates = cn_rates(transaction)
    return {"compound": f"{rates.compound:f}", "simple": f"{rates.simple:f}"}


def _flows(payload: Mapping[str, object], name: str) -> tuple[Flow, ...]:
    items = payload.get(name)
    if not isinstance(items, list) or not items:
        _refuse(name, items, "write a list with at least one amount", "请填写至少含一笔金额的列表")
    flows: list[Flow] = []
    for index, item in enumerate(items):
        flows += _item_flows(item, f"{name}[{index}]")
        if len(flows) > FLOWS_MAX:
            _refuse(name, len(flows), f"give at most {FLOWS_MAX}", f"最多 {FLOWS_MAX} 笔")
    return tuple(flows)


def _item_flows(item: object, name: str) -> list[Flow]:
    if not isinstance(item, Mapping):
        _refuse(name, item, "write an object with an amount", "请填写含 amount 的对象")
    moments = [moment for moment in _FLOW_FIELDS if moment in item]
    if len(moments) != 1:
        _refuse(
            name,
            ", ".join(moments) or "no time",
            "give one of time, date, or first with count and every",
            "请在 time、date 或 first（配合 count 和 every）中填写一种",
        )
    moment = moments[0]
    _check_names(item, _FLOW_FIELDS[moment], name)
    amount = _amount(item.get("amount"), f"{name}.amount")
    if moment == "time":
        return [Flow(amount, _time(item["time"], f"{name}.time"))]
    on = _date(item[moment], f"{name}.{moment}")
    return [Flow(amount, on)] if moment == "date" else _row(item, Flow(amount, on), name)


def _row(item: Mapping[str, object], first: Flow, name: str) -> list[Flow]:
    count, every = item.get("count"), item.get("every")
    text = _text(count)
    if re.fullmatch(r"[1-9][0-9]{0,3}", text) is None or int(text) > FLOWS_MAX:
        _refuse(
            f"{name}.count",
            count,
            f"write a whole number from 1 to {FLOWS_MAX}",
            f"请填写 1 至 {FLOWS_MAX} 的整数",
        )
    if every is None and int(text) == 1:
        return [first]
    interval = parse_interval(_text(every), f"{name}.every")
    if int(text) == 1:
        return [first]
    try:
        return row_flows(first, int(text), interval)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            "input.field",
            f"{name} runs beyond the calendar: give a smaller count or interval",
            f"{name} 超出日历范围：请减小期数或间隔",
        ) from error


def _amount(value: object, name: str) -> Decimal:
    text = _text(value)
    if _AMOUNT.fullmatch(text) is None:
        _refuse(
            name,
            value,
            "write an amount of 0 or more as a plain decimal number, such as 1200.50",
            "请填写不带符号和千分位的非负金额，如 1200.50",
        )
    return Decimal(text)


def _time(value: object, name: str) -> Fraction:
    text = _text(value)
    if _TIME.fullmatch(text) is None:
        _refuse(
            name,
            value,
            "write years as a decimal number of 0 or more, such as 0.25",
            "请填写以年为单位的非负小数，如 0.25",
        )
    return Fraction(text)


def _date(value: object, name: str) -> date:
    return to_date(parse_day(_text(value), name))


def _text(value: object) -> str:
    """The decimal text of a number, or the text itself; nothing for what is neither."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return ""
    return str(value)


def _check_names(item: Mapping[str, object], known: tuple[str, ...], place: str) -> None:
    for name in item:
        if name not in known:
            _refuse(
                f"{place}: field",
                name,
                f"unknown; use {', '.join(known)}",
                f"未知字段，可用字段为 {'、'.join(known)}",
            )


def _refuse(name: str, value: object, remedy: str, remedy_zh: str) -> NoReturn:
    if value is None:
        raise BadInput("input.field", f"{name} is missing: {remedy}", f"缺少 {name}：{remedy_zh}")
    shown = repr(value if isinstance(value, str) else str(value))[:_SHOWN]
    raise BadInput(
        "input.field",
        f"{name} {shown} can't be read: {remedy}",
        f"{name} 的值 {shown} 无效：{remedy_zh}",
    )
