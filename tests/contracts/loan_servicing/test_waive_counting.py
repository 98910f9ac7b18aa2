# SPDX-License-Identifier: Apache-2.0
"""Random holdings, links and signatures: a waiver goes through with more than half, and only so."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.evm import Actor, Reverted
from tests.contracts.full_world import CENT, PRINCIPAL, YUAN, FullWorld
from tests.contracts.loan_servicing.serviced import Serviced

UNITS = PRINCIPAL // CENT
HOLDERS = 4
TOO_FEW = "servicing: holders of over half of the units did not sign"


@settings(max_examples=50, deadline=None, derandomize=True)
@given(
    cuts=st.lists(
        st.one_of(st.sampled_from([0, UNITS // 2, UNITS]), st.integers(0, UNITS)),
        min_size=HOLDERS,
        max_size=HOLDERS,
    ),
    linked=st.sets(st.integers(0, HOLDERS), max_size=2),
    signing=st.sets(st.integers(0, HOLDERS - 1)),
)
def test_only_units_that_signed_and_are_unlinked_count(
    first_world: FullWorld, cuts: list[int], linked: set[int], signing: set[int]
) -> None:
    world = first_world
    with world.chain.anchored():
        loan = Serviced(world)
        holders = [*(world.actor(f"holder {n}") for n in range(HOLDERS)), world.lender]
        units = _handed(loan, holders, cuts)
        for which in linked:
            pair = (world.party(world.borrower), world.party(holders[which]))
            world.registry.link(*pair, sender=world.people.provider)
        waiver = loan.waiver(principal=YUAN)
        consents = [loan.consent(waiver, holders[which]) for which in signing]
        counted = sum(units[which] for which in {*signing, HOLDERS} - linked)
        try:
            loan.waive(waiver, consents)
        except Reverted as refused:
            found = refused.reason
        else:
            found = ""
        if HOLDERS in linked:  # the lender, who is the servicer
            assert found == "servicing: servicer is linked to the borrower"
        else:
            assert found == ("" if 2 * counted > UNITS else TOO_FEW)
        assert loan.state().balance == UNITS - (0 if found else YUAN // CENT)


def _handed(loan: Serviced, holders: list[Actor], cuts: list[int]) -> list[int]:
    """Units between sorted cuts to each holder; the lender keeps the rest."""
    ends = [0, *sorted(cuts), UNITS]
    units = [end - start for start, end in pairwise(ends)]
    for holder, part in zip(holders[:HOLDERS], units[:HOLDERS], strict=True):
        loan.hand(holder, part)
    return units
