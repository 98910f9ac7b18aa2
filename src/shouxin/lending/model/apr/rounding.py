# SPDX-License-Identifier: Apache-2.0
"""Rates as percentages with so many decimals."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

DECIMALS = 6
"""Of a percent, where nobody asks for another precision."""

_PRECISION = 100


def percent(rate: Decimal, decimals: int = DECIMALS) -> Decimal:
    """A rate as a percentage; a 5 at the next decimal rounds up.

    Source: Directive 2014/17/EU, Annex I, part I, remark (d).
    """
    with localcontext(prec=_PRECISION):
        rounded = (rate * 100).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return rounded or abs(rounded)
