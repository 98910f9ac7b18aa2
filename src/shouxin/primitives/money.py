# SPDX-License-Identifier: Apache-2.0
"""Money: an integer count of a currency's base units, read and written without a float."""

from dataclasses import dataclass

from shouxin.primitives.decimals import scaled, unscaled
from shouxin.primitives.errors import BadInput

AMOUNT_DIGITS_MAX = 40


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency's code and how many decimals its base unit has."""

    code: str
    decimals: int


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency, in its base units."""

    units: int
    currency: Currency

    @classmethod
    def parse(cls, text: str, currency: Currency) -> "Money":
        """Reads ``"1200.50"``; refuses what isn't a whole number of base units."""
        return cls(parse_units(text, currency.decimals), currency)

    def __str__(self) -> str:
        return f"{format_units(self.units, self.currency.decimals)} {self.currency.code}"

    def __add__(self, other: "Money") -> "Money":
        self._check_same_currency(other)
        return Money(self.units + other.units, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._check_same_currency(other)
        return Money(self.units - other.units, self.currency)

    def _check_same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency.code} and {other.currency.code} don't add up")


def parse_units(text: str, decimals: int, name: str = "amount", *, cut: bool = False) -> int:
    """Base units of a decimal text.

    Args:
        text: a plain decimal number, such as ``"1200.50"``.
        decimals: of the currency's base unit.
        name: what the amount is called in the error.
        cut: drop what is finer than a base unit, as payments do, and don't refuse it.

    Raises:
        BadInput: ``input.amount``; no plain decimal number, too long, or finer than a base unit.
    """
    result = scaled(text, decimals)
    if result is None or len(text) > AMOUNT_DIGITS_MAX:
        raise BadInput(
            "input.amount",
            f"{name} {text[:60]!r} is not an amount: write a plain decimal number such as 1200.50",
            f"{name} 的值 {text[:60]!r} 不是有效金额：请填写不带符号和千分位的数字，如 1200.50",
        )
    units, is_exact = result
    if not (is_exact or cut):
        raise BadInput(
            "input.amount",
            f"{name} {text} is finer than the smallest unit: give at most {decimals} decimals",
            f"{name} 的值 {text} 小于最小货币单位：最多保留 {decimals} 位小数",
        )
    return units


def format_units(units: int, decimals: int) -> str:
    """The decimal text of base units, with all of the currency's decimals."""
    return unscaled(units, decimals)
