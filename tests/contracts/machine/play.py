# SPDX-License-Identifier: Apache-2.0
"""Moves made on the chain and on the twins at once; both must agree, or both refuse."""

from collections.abc import Callable
from typing import Any

from shouxin.credit.entry import Kind
from shouxin.lending.model import (
    Applied,
    State,
    Status,
    accelerate,
    fee_owner,
    give_notice,
    mark_default,
    pay,
    reckon,
    waive,
    with_default_reached,
    withdraw,
    write_off,
)
from shouxin.lending.model.moves import FeeOwner
from shouxin.primitives.errors import ShouxinError
from tests.contracts.evm import Actor
from tests.contracts.loan_world import FOREVER, Deal
from tests.contracts.machine.entries import Step
from tests.contracts.machine.market import EMPTY, Market
from tests.contracts.machine.twin import Loan

WAIVER = [
    ("book", "address"),
    ("loan", "bytes32"),
    ("penalty", "uint256"),
    ("interest", "uint256"),
    ("principal", "uint256"),
    ("salt", "bytes32"),
    ("deadline", "uint256"),
]

Move = Callable[[State, int], tuple[State, Applied]]


class Play(Market):
    """A town in play: loans and their notes, beside what ``Market`` has."""

    # Loans

    def pay(
        self, loan: Loan, amount: int, payer: Actor, by: Callable[[], int] | None = None
    ) -> Applied | None:
        """A payment of any size by anyone, by its call or by what it signed."""
        town, deal = self.town, loan.deal
        was = loan.state
        by = by or (lambda: int(town.book.pay(deal.loan, amount, EMPTY, EMPTY, sender=payer)))

        def call() -> Applied:
            taken = by()
            paid = next(e.args for e in town.chain.events if e.name == "Paid")
            applied = Applied(paid["penalty"], paid["interest"], paid["principal"])
            assert applied.total == taken, f"B: {applied} of {taken}"
            assert paid["balance"] == loan.state.balance, f"J: balance {paid['balance']}"
            return applied

        kind = Kind.RECOVERED if was.is_written_off else Kind.PAID
        applied = self.move(loan, lambda s, d: pay(deal.terms, s, d, amount), call, kind)
        if applied is None:
            return None
        self.took(loan, applied, payer)
        if was.is_written_off:
            self.reached["recovery"] += 1
        if not loan.state.is_open:
            self.reached[loan.state.status.name.lower()] += 1
            if loan.state.withdrawal_day and loan.state.is_withdrawal_barred:
                self.reached["repaid where withdrawal was barred"] += 1
        return applied

    def took(self, loan: Loan, applied: Applied, payer: Actor) -> None:
        """What a payment did that was made."""
        loan.owed_least = 0
        loan.repaid += applied.principal
        loan.interest_paid += applied.interest
        loan.penalty_paid += applied.penalty
        loan.receive(applied.total)
        self.town.moved(loan.currency, payer.address, self.town.book.address, applied.total)

    def taken_by(self, loan: Loan, amount: int) -> int:
        """What a payment would take today, 0 if it must be refused."""
        terms, day = loan.deal.terms, self.today(loan)
        try:
            return pay(terms, with_default_reached(terms, loan.state, day), day, amount)[1].total
        except ShouxinError:
            return 0

    def waive(self, loan: Loan, amounts: tuple[int, int, int], holders: list[str]) -> None:
        """A waiver by the servicer with the signatures of some holders."""
        town, deal = self.town, loan.deal
        self._salt += 1
        salt = self._salt.to_bytes(32, "big")
        values = (town.book.address, deal.id, *amounts, salt, FOREVER)
        message = dict(zip((name for name, _ in WAIVER), values, strict=True))
        consents = [
            (
                holder,
                self.wallets[holder].sign(town.servicing, "Waiver", {"Waiver": WAIVER}, message),
            )
            for holder in sorted(holders, key=str.lower)
        ]

        def call() -> Applied:
            town.servicing.waive(deal.complete, values, consents, sender=loan.servicer)
            told = next(e.args for e in town.chain.events if e.name == "Waived")
            return Applied(told["penalty"], told["interest"], told["principal"])

        if not self._may_serve(loan, call):
            return
        if any(amounts[1:]) and not self.is_majority(loan, holders, loan.servicer):
            self.refused(call)
            self.reached["waiver without majority"] += 1
            return
        applied = self.move(loan, lambda s, d: waive(deal.terms, s, d, *amounts), call, Kind.WAIVED)
        if applied is None:
            return
        loan.owed_least = 0
        loan.waived += applied.principal
        self.reached["waiver of principal"] += applied.principal > 0
        is_settled = loan.state.status == Status.SETTLED
        self.reached["settled by waiver" if is_settled else "waiver"] += 1

    def _may_serve(self, loan: Loan, call: Callable[[], Any]) -> bool:
        """Whether a loan's servicer may do anything; if not, it was refused."""
        if self.may_serve(loan):
            return True
        self.refused(call)
        self.reached["frozen servicer"] += 1
        return False

    def may_serve(self, loan: Loan) -> bool:
        """Whether a loan's servicer has a party that is free, and is not being replaced."""
        servicer, standings = loan.servicer.address, self.standings
        return standings.has_party(servicer) and not standings.is_silent(servicer)

    def is_majority(self, loan: Loan, holders: list[str], caller: Actor) -> bool:
        """Whether these holders and the caller have most of the units, those that count."""
        kin = {self.town.borrower: self.town.relative}.get(loan.borrower)
        barred = {loan.borrower.address, getattr(kin, "address", "")}
        barred |= {self.town.stranger.address, *self.standings.heirs}
        voting = {*holders, caller.address} - barred
        voting = {holder for holder in voting if not self.standings.is_silent(holder)}
        total = sum(loan.units.values())
        return 2 * sum(loan.units.get(holder, 0) for holder in voting) > total

    def serve(
        self,
        loan: Loan,
        name: str,
        sender: Actor | None = None,
        by: Callable[[], Any] | None = None,
    ) -> bool:
        """A move of the servicing contract by name, or by what was signed; whether it was made."""
        town, deal, terms = self.town, loan.deal, loan.deal.terms
        servicing, book = town.servicing, town.book
        moves: dict[str, tuple[Any, Kind | None, Any, Actor]] = {
            "mark_default": (mark_default, None, deal.loan, town.stranger),
            "give_notice": (give_notice, Kind.NOTICE_GIVEN, deal.complete, loan.servicer),
            "accelerate": (accelerate, Kind.ACCELERATED, deal.complete, loan.servicer),
            "write_off": (write_off, Kind.WRITTEN_OFF, deal.complete, loan.servicer),
            "withdraw": (withdraw, Kind.WITHDRAWAL_NOTICE, deal.complete, loan.borrower),
        }
        model, kind, struct, who = moves[name]

        def call() -> Applied:
            if by:
                by()
            else:
                getattr(servicing, name)(book, struct, sender=sender or who)
            return Applied()

        if sender is not None and sender is not who:
            self.refused(call)
            return False
        if who is loan.servicer and not self._may_serve(loan, call):
            return False
        begins = name != "mark_default"
        done = self.move(
            loan, lambda s, d: (model(terms, s, d), Applied()), call, kind, begins=begins
        )
        if done is not None:
            self.reached[name] += 1
        return done is not None

    def reckon(self, loan: Loan, day: int) -> None:
        """Bring a loan to a day, in parts if it is not today."""
        deal = loan.deal

        def call() -> Applied:
            by = {"sender": self.town.stranger}
            self.town.servicing.reckon(self.town.book, deal.loan, day, **by)
            return Applied()

        move: Move = lambda s, d: (reckon(deal.terms, s, d), Applied())  # noqa: E731
        if self.move(loan, move, call, None, day=day) is not None and day < self.today(loan):
            self.reached["reckoned in part"] += 1

    def move(
        self,
        loan: Loan,
        model: Move,
        call: Callable[[], Applied],
        kind: Kind | None,
        *,
        day: int = 0,
        begins: bool = True,
        number: int = 0,
        new: Deal | None = None,
    ) -> Applied | None:
        """One move on both sides; what was applied, or None where both refused.

        ``number`` is what the entry has in its amount's place, ``new`` the terms from now on.
        """
        terms, was, day = loan.deal.terms, loan.state, day or self.today(loan)
        try:
            begun = with_default_reached(terms, was, day) if begins else was
            after, applied = model(begun, day)
        except ShouxinError:
            self.refused(call)
            return None
        loan.state = after
        found = call()
        assert found == applied, f"J: contract applied {found}, model {applied}"
        cleared = self._cleared(loan, was, after, day, kind)
        amount = applied.total
        if kind in (Kind.ACCELERATED, Kind.WRITTEN_OFF):
            amount = after.balance
        step = Step(kind, amount, cleared, number) if kind else None
        made = loan.writer.written(was, after, day, step, new.terms if new else None)
        if new:
            loan.former.append(loan.deal)
            loan.deal = new
        self.tell(loan, made)
        if was.is_defaulted and not after.is_defaulted and after.is_open:
            self.reached["cure"] += 1
        if after.is_defaulted and not was.is_defaulted:
            self.reached["default"] += 1
        return applied

    @staticmethod
    def _cleared(loan: Loan, was: State, after: State, day: int, kind: Kind | None) -> int:
        """What a payment took off the bills, base units."""
        if kind not in (Kind.PAID, Kind.RECOVERED):
            return 0
        now = reckon(loan.deal.terms, was, day)
        before = now.interest_due + now.principal_due
        return before - after.interest_due - after.principal_due

    # Notes and money

    def claim(self, loan: Loan, holder: str, caller: Actor) -> None:
        """A claim by anyone for a holder."""
        town = self.town
        owed = town.book.holding_of(loan.deal.id, holder).owed
        is_frozen = self.standings.is_frozen(holder)
        if is_frozen:
            self.reached["claim of a frozen holder"] += 1
        if not owed or is_frozen:
            self.refused(lambda: town.book.claim(loan.deal.id, holder, sender=caller))
            return
        assert town.book.claim(loan.deal.id, holder, sender=caller) == owed, "G: another amount"
        loan.claimed[holder] += owed
        loan.settlements[holder] += 1
        claimant = self.standings.claimant(holder)
        town.moved(loan.currency, town.book.address, claimant, owed)
        self.reached["claim" if claimant == holder else "claim to a successor"] += 1
        self.touched.add(loan.deal.id)

    def transfer(
        self,
        loan: Loan,
        sender: str,
        receiver: str,
        units: int,
        by: Callable[[], Any] | None = None,
    ) -> bool:
        """Notes from a holder to somebody, where the rules allow it; whether they do."""
        town = self.town
        is_replaced = sender in self.standings.heirs
        who = {"sender": town.stranger if is_replaced else self.wallets[sender]}
        is_party = receiver != town.stranger.address and receiver not in self.standings.heirs
        is_free = not self.standings.is_barred(sender)
        if is_replaced:
            is_free &= receiver == self.standings.claimant(sender)

        def call() -> None:
            if by:
                by()
            else:
                town.book.safeTransferFrom(sender, receiver, loan.token_id, units, b"", **who)

        has_units = units <= loan.units.get(sender, 0)
        if not (is_free and has_units and self.rules.admits_transfer(is_party)):
            self.refused(call)
            return False
        call()
        loan.transfer(sender, receiver, units)
        self.touched.add(loan.deal.id)
        if loan.received and loan.state.is_open and units and sender != receiver:
            self.reached["note transfer in the middle of payouts"] += 1
        if sender == receiver:
            self.reached["transfer to self"] += 1
        if is_replaced and units:
            self.reached["notes to a successor"] += 1
        return True

    # Freezes and recoveries

    def freeze(self, person: Actor, days: int) -> None:
        """Governance freezes somebody."""
        self.standings.freeze(person, days)
        self.reached["freeze"] += 1

    def lift(self, person: Actor) -> None:
        """The guardian lifts a freeze, if there is one."""
        if self.standings.is_frozen(person.address):
            self.standings.lift(person)
            self.reached["freeze lifted"] += 1

    def recover(self, *, is_contested: bool, is_concluded: bool) -> None:
        """The buyer's wallet is replaced, or its recovery is left to lapse."""
        town, standings = self.town, self.standings
        wallet = standings.buyers[-1]
        if standings.is_recovering() or standings.is_resting():
            self.refused(standings.start)
            return
        fresh = standings.start()
        if is_contested:
            standings.contest()
        if not is_concluded:
            return
        town.chain.warp(days=14)
        party = town.party(wallet)
        if is_contested or standings.is_frozen(wallet.address):
            call = town.registry.conclude_recovery
            self.refused(lambda: call(party, sender=town.stranger))
            return
        standings.conclude(fresh)
        self.wallets[fresh.address] = fresh
        self.reached["wallet replaced"] += 1

    def release_fee(self, loan: Loan) -> None:
        """The fee to whom it is due by now, if to anyone."""
        town, deal = self.town, loan.first

        def call() -> int:
            return int(town.book.release_fee(deal.complete, sender=town.stranger))

        owner = fee_owner(deal.terms, loan.state, self.today(loan))
        to = deal.agreement[0] if owner == FeeOwner.BORROWER else deal.agreement[13]
        if not loan.fee_held or owner == FeeOwner.BOOK or self.standings.is_frozen(to):
            self.refused(call)
            return
        assert call() == loan.fee_held, "A: another fee"
        town.moved(loan.currency, town.book.address, to, loan.fee_held)
        loan.fee_held = 0
        self.touched.add(loan.deal.id)
        self.reached[f"fee released to {owner.name.lower()}"] += 1
