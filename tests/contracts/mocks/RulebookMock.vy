# pragma version 0.4.3
# SPDX-License-Identifier: Apache-2.0
"""
@title A rulebook that admits everything, at an exposure of the principal's cents
"""

import limits
from interfaces import IRulebook


@external
def admit_loan(request: IRulebook.LoanRequest) -> IRulebook.LoanAdmission:
    return IRulebook.LoanAdmission(
        currency_index=1, exposure=min((request.principal + 9_999) // 10_000, 2**56 - 1)
    )


@external
def admit_transfer(request: IRulebook.TransferRequest):
    pass


@view
@external
def limits_of(jurisdiction: uint256) -> limits.Limits:
    return limits.Limits(
        rate_ppm_max=max_value(uint256),
        rate_and_margin_ppm_max=max_value(uint256),
        overdue_rate_ppm_max=max_value(uint256),
        all_in_rate_ppm_max=max_value(uint256),
        fee_ppm_max=max_value(uint256),
        exposure_max=max_value(uint256),
        has_open_transfers=True,
    )
