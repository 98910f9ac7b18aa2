# SPDX-License-Identifier: Apache-2.0
"""The customer's permits, and what they let book and desk take, beside the tokens."""

from collections import Counter
from dataclasses import dataclass, field

from shouxin.chain.typed_data import Domain
from shouxin.lending.signed_actions import permit_action
from tests.contracts.evm import Actor, Contract
from tests.contracts.machine.town import Town


@dataclass(frozen=True)
class Permit:
    """An exact amount that a spender may take of the customer's, signed at a nonce."""

    token: Contract
    spender: Contract
    amount: int
    deadline: int
    nonce: int
    signature: bytes


@dataclass
class Permits:
    """What was permitted and not yet taken, by token and spender; how many were used, by token."""

    town: Town
    allowed: Counter[tuple[str, str]] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)

    def sign(self, token: Contract, spender: Contract, amount: int, deadline: int) -> Permit:
        """A permit at the customer's present nonce."""
        nonce = self.used[token.address]
        domain = Domain(token.name(), self.town.chain.chain_id, token.address)
        given = (domain, self.town.customer.address, spender.address, amount)
        action = permit_action(*given, nonce=nonce, deadline=deadline)
        signature = self.town.customer.sign_digest(action.digest)
        return Permit(token, spender, amount, deadline, nonce, signature)

    def is_good(self, permit: Permit) -> bool:
        """Whether the token would accept it now."""
        is_next = permit.nonce == self.used[permit.token.address]
        return is_next and self.town.chain.timestamp <= permit.deadline

    def use(self, permit: Permit) -> None:
        """It was accepted: the spender may take so much, and no more than that."""
        self.used[permit.token.address] += 1
        self.allowed[permit.token.address, permit.spender.address] = permit.amount

    def submit(self, permit: Permit, caller: Actor) -> None:
        """What anybody can do that sees it: use it up beforehand."""
        r, s, v = permit.signature[:32], permit.signature[32:64], permit.signature[64]
        given = (permit.spender, permit.amount, permit.deadline, v, r, s)
        permit.token.permit(self.town.customer, *given, sender=caller)
        self.use(permit)

    def within_reach(self, permit: Permit) -> int:
        """What the spender may take in a call that brings this permit."""
        if self.is_good(permit):
            return permit.amount
        return self.allowed[permit.token.address, permit.spender.address]

    def pulled(self, permit: Permit, amount: int) -> None:
        """A call that brought this permit took so much."""
        if self.is_good(permit):
            self.use(permit)
        self.allowed[permit.token.address, permit.spender.address] -= amount
