# SPDX-License-Identifier: Apache-2.0
"""Nobody linked to the borrower can be servicer, whenever the link became known."""

import pytest

from tests.contracts.evm import Reverted
from tests.contracts.full_world import CENT, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced


@pytest.mark.xfail(reason="only opening asks whether the servicer is linked", strict=True)
def test_a_servicer_that_was_linked_later_waives_no_penalty(world: FullWorld) -> None:
    loan = Serviced(world)
    loan.hand(world.backer, loan.terms.principal // CENT)
    by = {"sender": world.people.provider}
    world.registry.link(world.party(world.borrower), world.party(world.lender), **by)
    loan.go(95)
    with pytest.raises(Reverted):
        loan.waive(penalty=1_000 * CENT)
