# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What the registry answers of a wallet that would act on a borrower's loan
"""

GOOD: constant(uint256) = 0
NO_PARTY: constant(uint256) = 1
LINKED: constant(uint256) = 2  # to the borrower, or the borrower itself
FROZEN: constant(uint256) = 3
RECOVERING: constant(uint256) = 4  # this wallet is being replaced as lost
