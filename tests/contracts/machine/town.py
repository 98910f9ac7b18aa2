# SPDX-License-Identifier: Apache-2.0
"""A town for the stateful machine: all contracts, two currencies, and people of every kind.

Every movement of money goes through ``Town.moved`` as well, so that what everybody should have is
known without asking the chain.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from eth_utils import keccak

from shouxin.lending.model import Method
from tests.contracts.evm import Contract
from tests.contracts.full_world import MONEY, NO_LIMIT, FullWorld
from tests.contracts.registry_world import CHINA

PILE = 10**30
COIN_QUANTUM = 2_500
REFERENCE = (1, 4)  # reference units for 10**4 base units, of both currencies
DEPOSIT = 10**14
OFFSETS = (480, 0, -300)
OPEN_LIMITS = (NO_LIMIT,) * 6
LOW_RATE_PPM = 50_000
HARD, SOFT = 1, 17  # purposes for which the report user is accredited


@dataclass
class Rules:
    """What governance has set, as the machine expects the rulebook to follow it."""

    paused_until: int = 0
    is_desk: bool = True
    delisted: set[str] = field(default_factory=set)
    is_known: bool = True
    rate_ppm_max: int = NO_LIMIT
    has_open_transfers: bool = False
    is_furnisher: bool = True

    def is_strict(self, now: int) -> bool:
        """Whether anything is forbidden that was allowed at first."""
        is_open = self.is_desk and self.is_known and self.rate_ppm_max == NO_LIMIT
        return now < self.paused_until or bool(self.delisted) or not is_open

    def admits_loan(self, now: int, currency: str, rate_ppm: int) -> bool:
        """Whether a loan may open, by a desk that is authorised."""
        is_rated = rate_ppm <= self.rate_ppm_max
        is_open = now >= self.paused_until and self.is_known
        return is_open and is_rated and currency not in self.delisted

    def admits_transfer(self, is_party: bool) -> bool:
        """Whether notes may go to a wallet."""
        return self.is_known and (is_party or self.has_open_transfers)


class Town(FullWorld):
    """``FullWorld`` with more people, a second currency, and everybody's expected money.

    The customer has money and never calls or approves anything: it signs, and permits. Whatever
    is signed goes through the relayer, which has nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        by = {"sender": self.governance}
        self.guardian = self.chain.actor("guardian")
        self.rulebook.set_guardian(self.guardian, **by)
        self.registry.set_guardian(self.guardian, **by)
        names = ("second borrower", "private lender", "buyer", "relative")
        self.other_borrower, self.private_lender, self.buyer, self.relative = (
            self.actor(name) for name in names
        )
        self.coin: Contract = self.chain.deploy(
            "DepositToken", self.bank, "Coin deposit", "DCOIN", 8, sender=self.governance
        )
        self.rulebook.set_currency(self.coin, True, *REFERENCE, **by)
        self.tokens = {token.address: token for token in (self.token, self.coin)}
        self.borrowers = (self.borrower, self.other_borrower)
        self.lenders = (self.lender, self.private_lender)
        self.townsfolk = (*self.borrowers, *self.lenders, self.backer, self.buyer, self.relative)
        self.customer, self.relayer = self.chain.actor("customer"), self.chain.actor("relayer")
        self.people.enrolled(self.customer)
        pair = (self.party(self.borrower), self.party(self.relative))
        self.registry.link(*pair, sender=self.people.provider)
        self._name_who_states()
        self.money: dict[tuple[str, str], int] = {}
        self._fund()

    def _name_who_states(self) -> None:
        """A furnisher and a report user."""
        by = {"sender": self.governance}
        self.furnisher, self.report_user = (
            self.chain.actor(name) for name in ("furnisher", "report user")
        )
        self.ledger.accredit_furnisher(self.furnisher, True, **by)
        self.ledger.accredit_report_user(self.report_user, 1 << HARD | 1 << SOFT, **by)

    def _fund(self) -> None:
        newcomers = (self.stranger, self.customer)
        for owner in (*self.townsfolk, *newcomers):
            self.coin.mint(owner, PILE, keccak(text=owner.name), sender=self.bank)
            if owner in newcomers:
                self.token.mint(owner, MONEY, keccak(text=owner.name), sender=self.bank)
            if owner is self.customer:
                continue
            for token in self.tokens.values():
                for spender in (self.desk, self.book, self.rollover):
                    token.approve(spender, NO_LIMIT, sender=owner)
        for lender in self.lenders:
            for token in self.tokens.values():
                self.desk.deposit(token, DEPOSIT, sender=lender)
        for token in self.tokens.values():
            followed = (*self.townsfolk, *newcomers, self.relayer, self.governance)
            for owner in (*followed, self.book, self.desk, self.rollover):
                found = int(token.balanceOf(owner))
                self.money[token.address, owner.address] = found

    def saved(self) -> tuple[Any, ...]:
        """A point to go back to with ``restore``, once."""
        return (self.chain.snapshot(), dict(self.money), self._nonce)

    def restore(self, point: tuple[Any, ...]) -> None:
        """Go back to a point."""
        checkpoint, self.money, self._nonce = point
        self.chain.revert(checkpoint)

    def moved(self, currency: str, sender: str, receiver: str, amount: int) -> None:
        """Money that must have moved."""
        self.money[currency, sender] -= amount
        self.money[currency, receiver] += amount

    def set_limits(self, rules: Rules) -> None:
        """Tell the rulebook the limits."""
        limits = (rules.rate_ppm_max, *OPEN_LIMITS[1:], rules.has_open_transfers)
        self.rulebook.set_limits(CHINA, limits, sender=self.governance)

    def random_conditions(self, rng: Random) -> dict[str, Any]:
        """Conditions of any method, counting, order of payment, day count and currency."""
        token, quantum = rng.choice(((self.token, 10_000), (self.coin, COIN_QUANTUM)))
        grace = rng.choice((0, 3, 10))
        period_days = rng.choice((0, 0, 0, 15, 30))
        return self.conditions(
            currency=token.address,
            quantum=quantum,
            rate_ppm=rng.choice((36_000, 120_000, 240_000, 0)),
            penalty_margin_ppm=rng.choice((0, 60_000, 120_000)),
            overdue_rate_ppm=rng.choice((0, 180_000)),
            method=int(rng.choice(tuple(Method))),
            instalments=rng.choice((3, 6, 8, 12)),
            interest_only_periods=rng.choice((0, 0, 2)),
            period_days=period_days,
            due_day=0 if period_days else rng.choice((0, 1, 15, 31)),
            day_count=rng.choice((1, 2, 3)),
            instalment_multiple=quantum * rng.choice((1, 10)),
            grace_days=grace,
            tolerance=quantum * rng.choice((0, 0, 5)),
            payment_order=rng.choice((1, 2, 3)),
            counting=rng.choice((1, 2)),
            default_days=grace + rng.choice((15, 40, 90)),
            acceleration_days=rng.choice((5, 20)),
            notice_days=rng.choice((2, 10)),
            cooling_off_days=rng.choice((0, 14, 30)),
            withdrawal_pay_days=rng.choice((5, 30, 120)),
            utc_offset_minutes=rng.choice(OFFSETS),
            fee_ppm=rng.choice((0, 10_000, 15_015)),
            all_in_rate_ppm_max=2**32 - 1,
            servicer=rng.choice((self.backer.address, "0x" + "00" * 20)),
        )
