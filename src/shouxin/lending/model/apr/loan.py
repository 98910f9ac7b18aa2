# SPDX-License-Identifier: Apache-2.0
"""The three rates of a loan from its own schedule."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shouxin.lending.model.apr.cn import CnRates, cn_rates
from shouxin.lending.model.apr.eu import eu_rate
from shouxin.lending.model.apr.flows import Flow, Transaction
from shouxin.lending.model.apr.rounding import DECIMALS
from shouxin.lending.model.apr.us import us_rate

DatedAmount = tuple[date, Decimal]


class LoanRates(NamedTuple):
    """Percent a year: the EU's, the United States' and China's two."""

    eu: Decimal
    us: Decimal
    cn: CnRates


def loan_rates(
    advances: Iterable[DatedAmount],
    payments: Iterable[DatedAmount],
    decimals: int = DECIMALS,
) -> LoanRates:
    """The annual percentage rates of a loan.

    Args:
        advances: what the borrower really gets, so the principal less fees taken from it.
        payments: the schedule's rows, each with its due date and all that is due.
        decimals: of the percent.

    Raises:
        BadInput: ``apr.flows``, ``apr.no_rate``, ``apr.many_rates``.
    """
    transaction = Transaction(
        tuple(Flow(amount, on) for on, amount in advances),
        tuple(Flow(amount, on) for on, amount in payments),
    )
    return LoanRates(
        eu_rate(transaction, decimals),
        us_rate(transaction, decimals=decimals),
        cn_rates(transaction, decimals),
    )
