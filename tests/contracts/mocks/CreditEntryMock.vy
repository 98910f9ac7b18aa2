# pragma version 0.4.3
# pragma evm-version cancun
# pragma nonreentrancy on
# SPDX-License-Identifier: Apache-2.0
"""
@title The entry module's functions, callable by tests
"""

import credit_entry


@pure
@external
def pack(e: credit_entry.Entry) -> uint256:
    return credit_entry._pack(
        e.kind,
        e.flags,
        e.day,
        e.unbroken,
        e.oldest,
        e.amount,
        e.amount_ref,
        e.exposure_after,
    )


@pure
@external
def unpack(word: uint256) -> credit_entry.Entry:
    return credit_entry._unpack(word)


@pure
@external
def severity(days_past_due: uint256) -> uint256:
    return credit_entry._severity(days_past_due)


@pure
@external
def threshold(severity: uint256) -> uint256:
    return credit_entry._threshold(severity)
