# SPDX-License-Identifier: Apache-2.0
"""What several sign together about a loan: how it is signed, for a contract, by whom."""

from typing import Any

from shouxin.chain.bindings import structs
from shouxin.chain.typed_data import Domain
from shouxin.lending.model import closing_amount
from shouxin.lending.signed_actions import Action
from tests.contracts.loan_world import Deal
from tests.contracts.machine.play import Play
from tests.contracts.machine.twin import Loan


class Joint:
    """A town in play, and a salt for each thing that is signed."""

    def __init__(self, play: Play) -> None:
        self.play, self.town = play, play.town
        self._salt = 0

    def domain(self, name: str, contract: Any) -> Domain:
        return Domain(name, self.town.chain.chain_id, contract.address)

    def next_salt(self) -> bytes:
        self._salt += 1
        return self._salt.to_bytes(32, "big")

    def consents(self, action: Action, holders: list[str]) -> list[tuple[str, bytes]]:
        """Holders' signatures in ascending order."""
        ordered = sorted(holders, key=lambda holder: int(holder, 16))
        return [(one, self.play.wallets[one].sign_digest(action.digest)) for one in ordered]

    def owed(self, loan: Loan) -> int:
        return int(closing_amount(loan.deal.terms, loan.state, self.play.today(loan)))


def whole(deal: Deal) -> structs.Terms:
    """A deal's terms as a wallet shows them."""
    repayment, agreement = structs.Repayment(*deal.repayment), structs.Agreement(*deal.agreement)
    return structs.Terms(deal.borrower, repayment, agreement)
