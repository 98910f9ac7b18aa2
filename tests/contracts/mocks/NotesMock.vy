# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title The notes module's words, callable by tests
"""

import notes

initializes: notes

exports: notes.total_units


@external
def mint(loan: bytes32, note: notes.Note):
    notes._mint(loan, note)


@external
def receive(loan: bytes32, amount: uint256):
    notes._receive(loan, amount)


@external
def move(sender: address, receiver: address, loan: bytes32, units: uint256):
    notes._move(sender, receiver, loan, units, notes._note_of(loan))


@external
def claim(loan: bytes32, holder: address) -> uint256:
    return notes._claim(loan, holder, notes._note_of(loan))


@external
def store_holding(loan: bytes32, holder: address, holding: notes.Holding):
    notes._store_holding(loan, holder, holding)


@view
@external
def is_issued(loan: bytes32) -> bool:
    return notes._is_issued(loan)


@view
@external
def issue_of(loan: bytes32) -> notes.Issue:
    return notes._issue_of(loan)


@view
@external
def holding_of(loan: bytes32, holder: address) -> notes.Holding:
    return notes._holding_of(loan, holder, notes._note_of(loan), notes._payouts[loan])
