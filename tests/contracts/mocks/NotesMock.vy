# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title The notes module's words, callable by tests
"""

import notes

initializes: notes


@external
def mint(loan: bytes32, issue: notes.Issue, holder: address):
    notes._mint(loan, issue, holder)


@external
def receive(loan: bytes32, amount: uint256):
    notes._receive(loan, amount)


@external
def release_fee(loan: bytes32):
    notes._release_fee(loan)


@external
def store_holding(loan: bytes32, holder: address, holding: notes.Holding):
    notes._store_holding(loan, holder, holding)


@view
@external
def issue_of(loan: bytes32) -> notes.Issue:
    return notes._issue_of(loan)


@view
@external
def holding_of(loan: bytes32, holder: address) -> notes.Holding:
    return notes._holding_of(loan, holder, notes._issue_of(loan))
