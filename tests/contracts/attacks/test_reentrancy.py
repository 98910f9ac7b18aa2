# SPDX-License-Identifier: Apache-2.0
"""Whoever strikes whatever from wherever it is called: it is as if it had struck before or after.

A strike is every row of the table of moves, made by a caller that may make it, in the middle of
every call that reaches a currency or a receiver of notes. Either it is refused, and nothing is as
if it had never been tried; or the end is that of the same calls one after the other.
"""

import pytest

from tests.contracts.attacks.hostile import Hostile
from tests.contracts.evm import Reverted
from tests.contracts.moves_stage import CONTRACTS
from tests.contracts.moves_table import TABLE

MOMENTS = (
    "LoanBook.safeTransferFrom by lender",
    "LoanBook.safeBatchTransferFrom by lender",
    "LoanBook.pay by stranger",
    "LoanBook.claim by stranger",
    "LoanBook.release_fee by stranger",
    "OfferDesk.deposit by backer",
    "OfferDesk.withdraw by lender",
    "OfferDesk.take by borrower",
    "OfferDesk.take by lender",
    "Rollover.roll_over by borrower",
    "transfer_signed",
    "pay_signed",
    "take_signed",
    "deposit_signed",
    "withdraw_signed",
)


@pytest.fixture(scope="module")
def hostile() -> Hostile:
    return Hostile()


def test_every_moment_is_tried_and_every_contract_struck(hostile: Hostile) -> None:
    assert set(hostile.moments) == set(MOMENTS)
    struck = {call.contract.address for call in hostile.strikes.values()}
    names = [name for name in CONTRACTS if name not in ("token", "opening")]
    assert struck == {getattr(hostile.world, name).address for name in names}
    ready = [row for row in TABLE if row.before is None and row.contract != "token"]
    assert len(hostile.strikes) > len(ready) // 2


def test_each_strike_and_each_moment_succeeds_alone(hostile: Hostile) -> None:
    for call in (*hostile.strikes.values(), *hostile.moments.values()):
        with hostile.chain.anchored():
            hostile.make(call)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_strike_in_the_middle_is_a_strike_before_or_after(hostile: Hostile, moment: str) -> None:
    call, before, wrong = hostile.moments[moment], hostile.state(), []
    for name, strike in hostile.strikes.items():
        with hostile.chain.anchored():
            hostile.strike(strike)
            try:
                hostile.make(call)
            except Reverted:
                assert hostile.state() == before
                continue
            end, (tries, successes) = hostile.state(), hostile.strikes_made()
        assert tries > 0, "nobody was called"
        if end not in hostile.in_order(call, strike, successes):
            wrong.append(f"{name}: {successes} of {tries}")
    assert wrong == []
