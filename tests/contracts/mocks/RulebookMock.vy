# pragma version 0.4.3
# SPDX-License-Identifier: Apache-2.0
"""
@title A rulebook that admits everything, at an exposure of the principal's cents
"""

from interfaces import IRulebook


@external
def admit_loan(request: IRulebook.LoanRequest) -> IRulebook.LoanAdmission:
    return IRulebook.LoanAdmission(
        currency_index=1, exposure=min((request.principal + 9_999) // 10_000, 2**56 - 1)
    )


@external
def admit_transfer(request: IRulebook.TransferRequest):
    pass
