# SPDX-License-Identifier: Apache-2.0
"""A loan, and another whose proceeds close it."""

from typing import Any

from tests.contracts.full_world import NO_LIMIT, PRINCIPAL, FullWorld
from tests.contracts.joint import succession_digest
from tests.contracts.loan_servicing.serviced import Serviced
from tests.contracts.loan_world import AGREEMENT, FOREVER, Deal


class Rolling:
    """An old loan, and a new one of twice the size by another lender, the backer."""

    def __init__(self, world: FullWorld, old: Serviced) -> None:
        self.world, self.old = world, old
        self.new = self.drawn()

    def drawn(self, principal: int = 2 * PRINCIPAL, **changes: Any) -> Deal:
        """A new loan's terms; ``changes`` are of the agreement, or the borrower."""
        world = self.world
        currency = self.old.deal.repayment[0]
        offer = world.offer(world.conditions(currency=currency), amount=principal)
        deal = world.deal(offer, principal)
        party = changes.pop("party", deal.borrower)
        agreement = dict(zip(AGREEMENT, deal.agreement, strict=True)) | {
            "lender": world.backer.address,
            "servicer": world.backer.address,
            "desk": world.rollover.address,
            "fee_receiver": world.lender.address,
        }
        values = tuple((agreement | changes).values())
        id_, agreement_hash = world.opening.hashes_of((party, deal.repayment, values))
        return Deal(deal.terms, party, deal.repayment, values, agreement_hash, id_)

    def succession(self, new: Deal, **changes: Any) -> dict[str, Any]:
        found = {
            "book": self.world.book.address,
            "loan": self.old.deal.id,
            "successor": new.id,
            "deadline": FOREVER,
        }
        return found | changes

    def approve(self) -> None:
        """Lender and borrower let the rollover contract take what it needs."""
        for owner in (self.world.backer, self.world.borrower):
            self.world.token.approve(self.world.rollover, NO_LIMIT, sender=owner)

    def call(self) -> tuple[Any, ...]:
        """The arguments of a rollover that all agreed to."""
        succession = self.succession(self.new)
        signer, contract = self.world.backer, self.world.rollover
        signature = signer.sign_digest(succession_digest(contract, succession))
        return (self.old.deal.loan, self.new.complete, succession, signature)

    def roll(self, new: Deal | None = None, **changes: Any) -> None:
        """Roll over as the borrower, signed by the backer; ``changes`` are of the succession."""
        world, new = self.world, new or self.new
        sender, signer = (
            changes.pop(name, getattr(world, other))
            for name, other in (("sender", "borrower"), ("signer", "backer"))
        )
        contract = changes.pop("contract", world.rollover)
        succession = self.succession(new, **changes)
        signature = signer.sign_digest(succession_digest(contract, succession))
        given = (self.old.deal.loan, new.complete, succession, signature)
        assert contract.roll_over(*given, sender=sender) == new.id
