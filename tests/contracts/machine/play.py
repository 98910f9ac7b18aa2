# SPDX-License-Identifier: Apache-2.0
"""Moves made on the chain and on the twins at once; both must agree, or both refuse.

``Play`` knows every loan, offer and record; ``reached`` counts what a run went through.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from shouxin.credit.entry import Entry, Kind
from shouxin.credit.record import Recorded
from shouxin.lending.model import (
    Applied,
    State,
    Status,
    accelerate,
    check_terms,
    fee_owner,
    give_notice,
    mark_default,
    open_loan,
    pay,
    reckon,
    waive,
    with_default_reached,
    withdraw,
    write_off,
)
from shouxin.lending.model.moves import FeeOwner
from shouxin.primitives.errors import ShouxinError
from tests.contracts.evm import Actor, Reverted
from tests.contracts.full_world import BORROW
from tests.contracts.loan_world import DAY, FOREVER, Deal
from tests.contracts.machine.entries import Step, Writer
from tests.contracts.machine.town import Rules, Town
from tests.contracts.machine.twin import Loan, Paper, Record
from tests.contracts.registry_world import CHINA

EMPTY = bytes(32)
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


class Play:
    """A town in play, its twins, and what was reached."""

    def __init__(self, town: Town, reached: Counter[str]) -> None:
        self.town = town
        self.reached = reached
        self.rules = Rules()
        self.loans: list[Loan] = []
        self.papers: list[Paper] = []
        self.epochs: Counter[str] = Counter()
        self.records: dict[bytes, Record] = defaultdict(Record)
        self.donated: Counter[tuple[str, str]] = Counter()
        self.touched: set[bytes] = set()
        self.wallets = {p.address: p for p in (*town.townsfolk, town.stranger)}
        self._salt = 0

    def today(self, loan: Loan) -> int:
        """The civil day at a loan's offset."""
        return self.town.today(loan.deal.terms.utc_offset_minutes)

    def refused(self, call: Callable[[], Any]) -> None:
        """A call that must revert; that it changed nothing is for the invariants to see."""
        with pytest.raises(Reverted):
            call()
        self.reached["refused"] += 1

    # Offers

    def sign(self, maker: Actor, rng: Random, **changes: Any) -> Paper:
        """A maker's offer, or with ``side=BORROW`` a request."""
        conditions = self.town.random_conditions(rng)
        amount = rng.randint(1_000, 3_000_000) * conditions["quantum"]
        least = amount // rng.choice((2, 3, 10)) // conditions["quantum"] * conditions["quantum"]
        payee = maker.address if changes.get("side") == BORROW else "0x" + "00" * 20
        days = rng.choice((20, 200, 0))
        fields = {
            "maker": maker.address,
            "payee": payee,
            "amount": amount,
            "fill_min": least,
            "epoch": self.epochs[maker.address],
            "expiry": self.town.chain.timestamp + days * DAY if days else FOREVER,
        }
        offer = self.town.offer(conditions, **fields | changes)
        paper = Paper(offer, self.town.sign(offer, maker), maker)
        self.papers.append(paper)
        return paper

    def take(self, paper: Paper, principal: int, taker: Actor) -> Loan | None:
        """Fill an offer or request; the loan, or None where it must be refused."""
        town, offer = self.town, paper.offer
        try:
            deal = town.deal(offer, principal, number=paper.fills, taker=taker)
            check_terms(deal.terms)
        except (ShouxinError, ZeroDivisionError, ValueError):
            return None
        fill = town.fill(deal)

        def call() -> None:
            opened = town.desk.take(offer, paper.signature, fill, deal.id, sender=taker)
            assert opened == deal.id, "N: another id"

        if not self._may_take(paper, deal, taker):
            self.refused(call)
            return None
        index = town.rulebook.currency(offer["conditions"]["currency"])
        call()
        return self._opened(paper, deal, taker, index)

    def _may_take(self, paper: Paper, deal: Deal, taker: Actor) -> bool:
        town, offer = self.town, paper.offer
        is_request = offer["side"] == BORROW
        borrower, lender = (paper.maker, taker) if is_request else (taker, paper.maker)
        servicer = self.wallets[deal.agreement[5]]
        kin = {town.borrower: town.relative}.get(borrower)
        now, currency = town.chain.timestamp, deal.repayment[0]
        is_live = now <= offer["expiry"] and offer["epoch"] == self.epochs[offer["maker"]]
        is_funded = is_request or town.desk.balances(lender, currency) >= deal.terms.principal
        return (
            is_live
            and is_funded
            and paper.takes(deal.terms.principal)
            and not {borrower, kin} & {lender, servicer}
            and self.rules.admits_loan(now, currency, deal.terms.rate_ppm)
        )

    def _opened(self, paper: Paper, deal: Deal, taker: Actor, listing: Any) -> Loan:
        town, terms = self.town, deal.terms
        paper.filled += terms.principal
        paper.fills += 1
        self.reached["filled in part" if paper.left else "filled whole"] += 1
        is_request = paper.offer["side"] == BORROW
        payer = taker.address if is_request else town.desk.address
        town.moved(deal.repayment[0], payer, deal.agreement[1], terms.principal - terms.fee)
        town.moved(deal.repayment[0], payer, town.book.address, terms.fee)
        exposure = -(-terms.principal * listing.rate // 10**listing.exponent)
        lender = deal.agreement[4]
        loan = Loan(
            deal,
            open_loan(terms),
            Writer(terms, exposure, lender == town.lender.address, 0),
            self.wallets[deal.agreement[5]],
            self.wallets[deal.agreement[0]],
            terms.fee,
            {lender: terms.principal // terms.quantum},
        )
        self.loans.append(loan)
        flags = 4 if loan.writer.is_licensed else 0
        quanta = terms.principal // terms.quantum
        opened = Entry(Kind.OPENED, flags, terms.start_day, 0, 0, quanta, exposure, exposure)
        self._told(loan, [opened])
        return loan

    def cancel(self, maker: Actor, nonce: int) -> None:
        """Void one nonce, unless it is spent."""
        town = self.town
        if town.desk.is_spent(maker, nonce):
            self.refused(lambda: town.desk.cancel(nonce, sender=maker))
            return
        town.desk.cancel(nonce, sender=maker)
        self.reached["cancelled"] += 1
        for paper in self.papers:
            if paper.maker is maker and paper.offer["nonce"] == nonce:
                paper.is_cancelled = True

    def cancel_all(self, maker: Actor) -> None:
        """Void all that a maker signed."""
        self.town.desk.cancel_all(sender=maker)
        self.epochs[maker.address] += 1
        self.reached["cancelled all"] += 1

    # Loans

    def pay(self, loan: Loan, amount: int, payer: Actor) -> None:
        """A payment of any size by anyone."""
        town, deal = self.town, loan.deal
        was = loan.state

        def call() -> Applied:
            taken = town.book.pay(deal.loan, amount, EMPTY, EMPTY, sender=payer)
            paid = next(e.args for e in town.chain.events if e.name == "Paid")
            applied = Applied(paid["penalty"], paid["interest"], paid["principal"])
            assert applied.total == taken, f"B: {applied} of {taken}"
            assert paid["balance"] == loan.state.balance, f"J: balance {paid['balance']}"
            return applied

        kind = Kind.RECOVERED if was.is_written_off else Kind.PAID
        applied = self.move(loan, lambda s, d: pay(deal.terms, s, d, amount), call, kind)
        if applied is None:
            return
        loan.owed_least = (0, 0)
        loan.repaid += applied.principal
        loan.interest_paid += applied.interest
        loan.penalty_paid += applied.penalty
        loan.receive(applied.total)
        town.moved(loan.currency, payer.address, town.book.address, applied.total)
        if was.is_written_off:
            self.reached["recovery"] += 1
        if not loan.state.is_open:
            self.reached[loan.state.status.name.lower()] += 1

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

        if any(amounts[1:]) and not self._is_majority(loan, holders):
            self.refused(call)
            self.reached["waiver without majority"] += 1
            return
        applied = self.move(loan, lambda s, d: waive(deal.terms, s, d, *amounts), call, Kind.WAIVED)
        if applied is None:
            return
        loan.owed_least = (0, 0)
        loan.waived += applied.principal
        is_settled = loan.state.status == Status.SETTLED
        self.reached["settled by waiver" if is_settled else "waiver"] += 1

    def _is_majority(self, loan: Loan, holders: list[str]) -> bool:
        kin = {self.town.borrower: self.town.relative}.get(loan.borrower)
        barred = {loan.borrower.address, getattr(kin, "address", "")}
        voting = {*holders, loan.servicer.address} - barred
        total = sum(loan.units.values())
        return 2 * sum(loan.units.get(holder, 0) for holder in voting) > total

    def serve(self, loan: Loan, name: str, sender: Actor | None = None) -> bool:
        """A move of the servicing contract by name; whether it was made."""
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
            getattr(servicing, name)(book, struct, sender=sender or who)
            return Applied()

        if sender is not None and sender is not who:
            self.refused(call)
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
    ) -> Applied | None:
        """One move on both sides; what was applied, or None where both refused."""
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
        step = Step(kind, amount, cleared) if kind else None
        self._told(loan, loan.writer.written(was, after, day, step))
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

    def _told(self, loan: Loan, made: list[Entry]) -> None:
        record = self.records[loan.deal.borrower]
        record.add(loan.deal.id, made)
        self.touched.add(loan.deal.id)
        for event in self.town.chain.events:
            if event.name == "EntryRecorded":
                args = event.args
                assert args["party"] == loan.deal.borrower, "H: another party's record"
                assert args["index"] == len(record.told), f"H: index {args['index']}"
                record.told.append(Recorded(args["source"], args["loan"], args["entry"]))

    # Notes and money

    def claim(self, loan: Loan, holder: str, caller: Actor) -> None:
        """A claim by anyone for a holder."""
        town = self.town
        owed = town.book.holding_of(loan.deal.id, holder).owed
        if not owed:
            self.refused(lambda: town.book.claim(loan.deal.id, holder, sender=caller))
            return
        assert town.book.claim(loan.deal.id, holder, sender=caller) == owed, "G: another amount"
        loan.claimed[holder] += owed
        loan.settlements[holder] += 1
        town.moved(loan.currency, town.book.address, holder, owed)
        self.reached["claim"] += 1
        self.touched.add(loan.deal.id)

    def transfer(self, loan: Loan, sender: str, receiver: str, units: int) -> None:
        """Notes from a holder to somebody, where the rules allow it."""
        town = self.town
        by = {"sender": self.wallets[sender]}
        is_party = receiver != town.stranger.address

        def call() -> None:
            town.book.safeTransferFrom(sender, receiver, loan.token_id, units, b"", **by)

        has_units = units <= loan.units.get(sender, 0)
        if not (has_units and self.rules.admits_transfer(is_party)):
            self.refused(call)
            return
        call()
        loan.transfer(sender, receiver, units)
        self.touched.add(loan.deal.id)
        if loan.received and loan.state.is_open and units and sender != receiver:
            self.reached["note transfer in the middle of payouts"] += 1
        if sender == receiver:
            self.reached["transfer to self"] += 1

    def release_fee(self, loan: Loan) -> None:
        """The fee to whom it is due by now, if to anyone."""
        town, deal = self.town, loan.deal

        def call() -> int:
            return int(town.book.release_fee(deal.complete, sender=town.stranger))

        owner = fee_owner(deal.terms, loan.state, self.today(loan))
        if not loan.fee_held or owner == FeeOwner.BOOK:
            self.refused(call)
            return
        to = deal.agreement[0] if owner == FeeOwner.BORROWER else deal.agreement[13]
        assert call() == loan.fee_held, "A: another fee"
        town.moved(loan.currency, town.book.address, to, loan.fee_held)
        loan.fee_held = 0
        self.touched.add(loan.deal.id)
        self.reached[f"fee released to {owner.name.lower()}"] += 1

    # Governance

    def restore(self) -> None:
        """Governance allows all again."""
        town, by = self.town, {"sender": self.town.governance}
        if town.chain.timestamp < self.rules.paused_until:
            town.rulebook.unpause_new_loans(**by)
        town.rulebook.set_desk(town.desk, True, **by)
        for token, rate, exponent in ((town.token, 1, 4), (town.coin, 7, 16)):
            town.rulebook.set_currency(token, True, rate, exponent, **by)
        self.rules = Rules()
        town.set_limits(self.rules)

    def forbid(self, act: str) -> None:
        """One of governance's restrictions."""
        town, by = self.town, {"sender": self.town.governance}
        if act == "pause":
            town.rulebook.pause_new_loans(5 * DAY, **by)
            self.rules.paused_until = town.chain.timestamp + 5 * DAY
        elif act == "delist":
            town.rulebook.set_currency(town.token, False, 1, 4, **by)
            self.rules.delisted.add(town.token.address)
        elif act == "desk":
            town.rulebook.set_desk(town.desk, False, **by)
            self.rules.is_desk = False
        elif act == "jurisdiction" and self.rules.is_known:
            town.rulebook.remove_jurisdiction(CHINA, **by)
            self.rules.is_known = False
        elif act in ("limits", "open transfers") and self.rules.is_known:
            self.rules.rate_ppm_max = 50_000 if act == "limits" else self.rules.rate_ppm_max
            self.rules.has_open_transfers |= act == "open transfers"
            town.set_limits(self.rules)
        self.reached["governance"] += 1
