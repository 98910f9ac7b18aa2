# SPDX-License-Identifier: Apache-2.0
"""The one root of a credit's equation of present values, or a refusal.

``Σ cₖ / ((1 + pₖ·x) · (1 + x)^tₖ) = 0`` with ``cₖ`` what the borrower gets, negative where he
pays. With ``pₖ = 0`` it is the EU's and China's equation, else the appendix J's (b)(8).

If at a root the borrower owes something or nothing after every flow (no partial sum of present
values is below 0), that root is the only one: growth between two flows rises with ``x``, so at a
higher rate he owes more at each flow, at a lower one less (Teichroew, Robichek and Montalbano,
"An analysis of criteria for investment and financing decisions under certainty", Management
Science 12, 1965). If he is at times owed money, roots are counted: on an interval the advances'
sum and the payments' sum, each falling and convex in ``x``, bound the value and the slope.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

from shouxin.primitives.errors import BadInput

PRECISION = 50
GROWTH_LOG_MIN = Decimal(-14)
"""Natural logarithm of the lowest 1 + x looked at: about a millionth."""
GROWTH_LOG_MAX = Decimal(140)
"""And of the highest one, about 10 ** 60."""

_ROOT_WIDTH = Decimal(10) ** -35
_APART_MIN = Decimal(10) ** -9
_OWED_TOLERANCE = Decimal(10) ** -25
_STEPS_MAX = 400
_SPLITS_MAX = 4_000
_SPLIT_TERMS_MAX = 400_000
_FIRST_STEP = Decimal("0.0625")


@dataclass(frozen=True, slots=True)
class Term:
    """An amount after ``whole`` periods and ``part`` of one: compound, then simple interest.

    ``whole`` may itself be a fraction where all interest is compound.
    """

    amount: Decimal
    whole: Fraction
    part: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Point:
    """Values and slopes, both taken positive, of advances and payments at one growth."""

    log: Decimal
    value_in: Decimal
    value_out: Decimal
    fall_in: Decimal
    fall_out: Decimal

    @property
    def value(self) -> Decimal:
        return self.value_in - self.value_out


def period_rate(terms: Iterable[Term]) -> Decimal:
    """The only ``x`` above -1 that solves the equation, to about 30 digits.

    Raises:
        BadInput: ``apr.no_rate``, ``apr.many_rates``.
    """
    with localcontext(prec=PRECISION):
        curve = _Curve(terms)
        log = _crossing(curve)
        if log is None or not curve.is_owed_throughout(log):
            log = _only_root(curve)
        return log.exp() - 1


class _Curve:
    """The equation's left side over the logarithm of ``1 + x``."""

    def __init__(self, terms: Iterable[Term]) -> None:
        ordered = sorted(terms, key=lambda term: term.whole + term.part)
        self.amounts = [term.amount for term in ordered]
        self._parts = [_decimal(term.part) for term in ordered]
        self._wholes = [_decimal(term.whole) for term in ordered]
        wholes = [Fraction(0), *(term.whole for term in ordered)]
        self._gaps = [later - sooner for sooner, later in pairwise(wholes)]

    def factors(self, log: Decimal) -> list[Decimal]:
        """Each term's present value of 1."""
        growth = log.exp()
        known: dict[Fraction, Decimal] = {}
        factor, result = Decimal(1), []
        for gap, part in zip(self._gaps, self._parts, strict=True):
            step = known.get(gap)
            if step is None:
                step = known[gap] = (-log * _decimal(gap)).exp()
            factor *= step
            result.append(factor / (1 + part * (growth - 1)) if part else factor)
        return result

    def at(self, log: Decimal) -> _Point:
        """Values and slopes by ``x`` at a logarithm of growth."""
        growth = log.exp()
        sums = [Decimal(0)] * 4
        factors = self.factors(log)
        for amount, whole, part, factor in zip(
            self.amounts, self._wholes, self._parts, factors, strict=True
        ):
            side = 0 if amount > 0 else 1
            value = abs(amount) * factor
            sums[side] += value
            sums[2 + side] += value * (whole / growth + part / (1 + part * (growth - 1)))
        return _Point(log, *sums)

    def is_owed_throughout(self, log: Decimal) -> bool:
        """Whether the borrower owes something or nothing after every flow, at a root."""
        least = -_OWED_TOLERANCE * sum(abs(amount) for amount in self.amounts)
        owed = Decimal(0)
        for amount, factor in zip(self.amounts, self.factors(log), strict=True):
            owed += amount * factor
            if owed < least:
                return False
        return True


def _crossing(curve: _Curve) -> Decimal | None:
    """Where the curve goes through 0 next to ``x = 0``, on the side where a loan's must be."""
    start = curve.at(Decimal(0))
    if start.value == 0:
        return start.log
    step = _FIRST_STEP if start.value < 0 else -_FIRST_STEP
    near = start
    while GROWTH_LOG_MIN < near.log < GROWTH_LOG_MAX:
        far = curve.at(min(max(near.log + step, GROWTH_LOG_MIN), GROWTH_LOG_MAX))
        if (far.value > 0) != (start.value > 0):
            return _refined(curve, near, far)
        near, step = far, step * 2
    return None


def _refined(curve: _Curve, one: _Point, other: _Point) -> Decimal:
    """The root between two points of opposite sign: Newton's steps, bisection where they leave."""
    low, high = sorted((one, other), key=lambda point: point.log)
    point = one
    for _ in range(_STEPS_MAX):
        if point.value == 0 or high.log - low.log < _ROOT_WIDTH:
            break
        slope = (point.fall_out - point.fall_in) * point.log.exp()
        guess = point.log - point.value / slope if slope else low.log
        middle = (low.log + high.log) / 2
        if not low.log < guess < high.log:
            guess = middle
        if abs(guess - point.log) < _ROOT_WIDTH:
            return guess
        before = high.log - low.log
        point = curve.at(guess)
        low, high = _narrowed(low, high, point)
        if high.log - low.log > before / 2:
            low, high = _narrowed(low, high, curve.at((low.log + high.log) / 2))
    return point.log


def _narrowed(low: _Point, high: _Point, point: _Point) -> tuple[_Point, _Point]:
    if (point.value > 0) == (high.value > 0):
        return low, point
    return point, high


def _only_root(curve: _Curve) -> Decimal:
    """The root if there's exactly one in the whole range."""
    brackets = []
    ranges = [(curve.at(GROWTH_LOG_MIN), curve.at(GROWTH_LOG_MAX))]
    for _ in range(min(_SPLITS_MAX, _SPLIT_TERMS_MAX // len(curve.amounts))):
        if not ranges:
            break
        low, high = ranges.pop()
        if not _may_cross(low, high):
            continue
        if _is_monotone(low, high):
            if (low.value > 0) != (high.value > 0):
                brackets.append((low, high))
        elif high.log - low.log < _APART_MIN:
            raise _many_rates()
        else:
            middle = curve.at((low.log + high.log) / 2)
            ranges += [(low, middle), (middle, high)]
    if ranges or len(brackets) > 1:
        raise _many_rates()
    if not brackets:
        raise BadInput(
            "apr.no_rate",
            "no rate a period between -99.9999 % and 10^62 % makes these payments worth these "
            "advances: check the amounts and that the loan is paid out before it is paid back",
            "在每期 -99.9999% 至 10^62% 之间，不存在使还款现值等于放款现值的利率："
            "请检查金额，并确认先放款后还款",
        )
    return _refined(curve, *brackets[0])


def _may_cross(low: _Point, high: _Point) -> bool:
    return high.value_in <= low.value_out and low.value_in >= high.value_out


def _is_monotone(low: _Point, high: _Point) -> bool:
    return high.fall_in > low.fall_out or low.fall_in < high.fall_out


def _many_rates() -> BadInput:
    return BadInput(
        "apr.many_rates",
        "more than one annual rate may fit these flows, as the borrower is owed money in between: "
        "check the payments made before later advances",
        "可能存在多个满足条件的年化利率（期间出现贷款人反欠借款人的情形）：请检查后续放款之前的还款",
    )


def _decimal(fraction: Fraction) -> Decimal:
    return Decimal(fraction.numerator) / fraction.denominator
