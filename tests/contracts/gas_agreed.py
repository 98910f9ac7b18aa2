# SPDX-License-Identifier: Apache-2.0
"""Gas of what several agree to: other terms, another servicer, a waiver, a rollover."""

from tests.contracts.full_world import CENT, YUAN, FullWorld
from tests.contracts.gas_steps import measured
from tests.contracts.loan_amending.amendable import Amendable
from tests.contracts.rollover.rolling import Rolling

EXTENSION = 2
PLAIN = {"fee_ppm": 0}


def agreed() -> dict[str, int]:
    """A loan of two holders, half each; its second amendment is measured as well."""
    world = FullWorld()
    loan = Amendable(world, **PLAIN)
    loan.hand(world.backer, loan.terms.principal // CENT // 2 - 1)
    loan.start(10)
    found = measured(
        world.chain, {"amend_first": lambda: loan.amend(kind=EXTENSION, instalments=18)}
    )
    loan.start(20)
    replacement = loan.replacement(world.backer)
    found |= measured(
        world.chain,
        {
            "amend": lambda: loan.amend(kind=EXTENSION, instalments=18, salt=1),
            "replace_servicer": lambda: loan.replace_servicer(replacement, world.lender),
        },
    )
    return found | _waived() | _rolled_over()


def _waived() -> dict[str, int]:
    """Interest, by a servicer and the one other holder."""
    world = FullWorld()
    loan = Amendable(world, **PLAIN)
    loan.hand(world.backer, loan.terms.principal // CENT // 2)
    loan.go(10)
    waiver = loan.waiver(interest=YUAN)
    consents = [loan.consent(waiver, world.backer)]
    return measured(world.chain, {"waive_majority": lambda: loan.waive(waiver, consents)})


def _rolled_over() -> dict[str, int]:
    """A loan of a month, by one of the same principal."""
    world = FullWorld()
    old = Amendable(world, **PLAIN)
    old.go(0)
    rolling = Rolling(world, old)
    rolling.approve()
    return measured(world.chain, {"roll_over": rolling.roll})
