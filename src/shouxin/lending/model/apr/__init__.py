# SPDX-License-Identifier: Apache-2.0
"""Annual percentage rates: the EU's, the United States' and China's two.

Exact input, decimal arithmetic with 50 digits, one rate or a refusal; no float anywhere.
"""

from shouxin.lending.model.apr.cn import CnRates, cn_rates
from shouxin.lending.model.apr.eu import eu_rate
from shouxin.lending.model.apr.flows import Flow, Transaction
from shouxin.lending.model.apr.intervals import Interval, parse_interval
from shouxin.lending.model.apr.loan import LoanRates, loan_rates
from shouxin.lending.model.apr.reading import apr_from_json
from shouxin.lending.model.apr.us import us_rate

__all__ = [
    "CnRates",
    "Flow",
    "Interval",
    "LoanRates",
    "Transaction",
    "apr_from_json",
    "cn_rates",
    "eu_rate",
    "loan_rates",
    "parse_interval",
    "us_rate",
]
