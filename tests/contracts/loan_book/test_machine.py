# SPDX-License-Identifier: Apache-2.0
"""The whole set of contracts in random play: what must hold after every step, by letter.

People lend, pay, default, trade notes and are governed in random order over months; a twin of
each loan in Python moves with it. Sentinels show that the run went everywhere. The rules are in
tests/contracts/machine, by part.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from tests.contracts.machine import invariants
from tests.contracts.machine.rules_amending import AmendingRules
from tests.contracts.machine.rules_loans import LoanRules
from tests.contracts.machine.rules_notes import NoteRules
from tests.contracts.machine.rules_offers import OfferRules
from tests.contracts.machine.rules_powers import PowerRules
from tests.contracts.machine.rules_record import RecordRules
from tests.contracts.machine.rules_relay import RelayRules
from tests.contracts.machine.sentinels import REACHED, SENTINELS


class LoanMachine(
    OfferRules, LoanRules, NoteRules, PowerRules, RelayRules, RecordRules, AmendingRules
):
    """All that people do, and what must hold after each step."""

    @invariant()
    def everything_holds(self) -> None:
        play, town = self.play, self.play.town
        touched = [loan for loan in play.loans if loan.deal.id in play.touched]
        invariants.invariant_a(town, play.loans, play.donated)
        for loan in play.loans:
            invariants.invariant_j(town, loan)
            if loan.state.is_open:
                invariants.invariant_d_i(town, loan)
        for loan in touched:
            invariants.invariant_b(loan)
            invariants.invariant_c(town, loan)
            invariants.invariant_e(town, loan)
            invariants.invariant_f_g(town, loan, town.stranger, play.standings)
        for party in play.stated | {loan.deal.borrower for loan in touched}:
            invariants.invariant_h(town, party, play.records[party])
            invariants.invariant_h_merged(town, party, self.statements.merged)
        invariants.invariant_k(town, touched, self.post.permits)
        invariants.invariant_l(town, play.papers[-4:], play.epochs)
        invariants.invariant_l_nonces(town, play.spent, self.post.letters[-6:])
        invariants.invariant_n(play.loans)
        play.touched.clear()
        play.stated.clear()


CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def _run(**changes: Any) -> None:
    """Run the machine, and see that it went everywhere."""
    REACHED.clear()
    chosen = {"deadline": None, "database": None, "suppress_health_check": CHECKS} | changes
    run_state_machine_as_test(LoanMachine, settings=settings(**chosen))
    missing = [name for name in SENTINELS if not REACHED[name]]
    assert not missing, f"the run never reached {missing}; {REACHED}"


def test_what_must_hold_holds_after_every_step() -> None:
    _run(max_examples=240, stateful_step_count=50, derandomize=True)


@pytest.mark.long
def test_what_must_hold_holds_in_longer_play() -> None:
    _run(max_examples=1_500, stateful_step_count=80, print_blob=True)
