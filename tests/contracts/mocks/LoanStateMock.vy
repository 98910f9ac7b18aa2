# pragma version 0.4.3
# pragma evm-version cancun
# SPDX-License-Identifier: Apache-2.0
"""
@title The loan state module's storage, callable by tests
"""

import loan_state

initializes: loan_state


@external
def store(loan: bytes32, state: loan_state.State, was: loan_state.State):
    loan_state._store(loan, state, was)


@view
@external
def load(loan: bytes32) -> loan_state.State:
    return loan_state._load(loan)
