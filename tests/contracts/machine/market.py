# SPDX-License-Identifier: Apache-2.0
"""The twins of a town in play, offers and requests, and what governance allows of them."""

from collections import Counter, defaultdict
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from shouxin.credit.entry import Entry, Kind
from shouxin.credit.record import Recorded
from shouxin.lending.model import check_terms, open_loan
from shouxin.primitives.errors import ShouxinError
from tests.contracts.evm import Actor, Contract, Reverted
from tests.contracts.full_world import BORROW
from tests.contracts.loan_world import DAY, FOREVER, Deal
from tests.contracts.machine.entries import Writer
from tests.contracts.machine.standing import Standings
from tests.contracts.machine.town import LOW_RATE_PPM, REFERENCE, Rules, Town
from tests.contracts.machine.twin import Loan, Paper, Record
from tests.contracts.registry_world import CHINA

EMPTY = bytes(32)


class Market:
    """A town in play: its twins, what was reached, offers and what governance allows."""

    def __init__(self, town: Town, reached: Counter[str]) -> None:
        self.town = town
        self.reached = reached
        self.rules = Rules()
        self.standings = Standings(town)
        self.loans: list[Loan] = []
        self.papers: list[Paper] = []
        self.epochs: Counter[str] = Counter()
        self.records: dict[bytes, Record] = defaultdict(Record)
        self.donated: Counter[tuple[str, str]] = Counter()
        self.touched: set[bytes] = set()
        self.stated: set[bytes] = set()
        self.joined: dict[str, Actor] = {}
        self.spent: set[tuple[str, str, int]] = set()
        self.wallets = {p.address: p for p in (*town.townsfolk, town.stranger, town.customer)}
        self.reason = ""
        self._salt = 0

    def today(self, loan: Loan) -> int:
        """The civil day at a loan's offset."""
        return self.town.today(loan.deal.terms.utc_offset_minutes)

    def refused(self, call: Callable[[], Any], *reasons: str) -> str:
        """A call that must revert; that it changed nothing is for the invariants to see."""
        with pytest.raises(Reverted) as caught:
            call()
        reason = self.reason = caught.value.reason
        assert not reasons or reason in reasons, f"{caught.value} is none of {reasons}"
        self.reached["refused"] += 1
        return reason

    def is_spent(self, contract: Contract, signer: str, nonce: int) -> bool:
        """Whether a signer's nonce is spent at desk or relay, as the moves explain it."""
        return (contract.address, signer, nonce) in self.spent

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
        paper.is_cancelled = self.is_spent(self.town.desk, maker.address, offer["nonce"])
        self.papers.append(paper)
        return paper

    def take(self, paper: Paper, principal: int, taker: Actor) -> Loan | None:
        """Fill an offer or request; the loan, or None where it must be refused."""
        town, offer = self.town, paper.offer
        deal = self.drawn(paper, principal, taker)
        if deal is None:
            return None
        fill = town.fill(deal)
        given = (offer, paper.signature, fill, deal.id)
        return self.taken(paper, deal, taker, lambda: town.desk.take(*given, sender=taker))

    def drawn(self, paper: Paper, principal: int, taker: Actor) -> Deal | None:
        """The complete terms of a fill now, or None where there are none."""
        try:
            deal = self.town.deal(paper.offer, principal, number=paper.fills, taker=taker)
            check_terms(deal.terms)
        except (ShouxinError, ZeroDivisionError, ValueError):
            return None
        return deal

    def taken(self, paper: Paper, deal: Deal, taker: Actor, call: Callable[[], Any]) -> Loan | None:
        """A fill by a call of the taker or by its signature; the loan, or None where refused."""
        if not self._may_take(paper, deal, taker):
            self.refused(call)
            return None
        index = self.town.rulebook.currency(paper.offer["conditions"]["currency"])
        assert call() == deal.id, "N: another id"
        return self._opened(paper, deal, taker, index)

    def _may_take(self, paper: Paper, deal: Deal, taker: Actor) -> bool:
        town, offer = self.town, paper.offer
        is_request = offer["side"] == BORROW
        lender = taker if is_request else paper.maker
        is_live = town.chain.timestamp <= offer["expiry"]
        is_live = is_live and offer["epoch"] == self.epochs[offer["maker"]]
        balance = town.desk.balances(lender, deal.repayment[0])
        is_funded = is_request or balance >= deal.terms.principal
        is_takeable = is_live and is_funded and paper.takes(deal.terms.principal)
        return self.may_open(deal) and is_takeable and self.rules.is_desk

    def may_open(self, deal: Deal) -> bool:
        """Whether a loan of these terms may open, as far as its parties and governance go."""
        town, standings = self.town, self.standings
        borrower, lender, servicer = (self.wallets[deal.agreement[place]] for place in (0, 4, 5))
        kin = {town.borrower: town.relative}.get(borrower)
        is_barred = standings.is_frozen(servicer.address) or any(
            standings.is_barred(who.address) for who in (borrower, lender)
        )
        if is_barred:
            self.reached["loan of a frozen party"] += 1
        given = (town.chain.timestamp, deal.repayment[0], deal.terms.rate_ppm)
        is_apart = not {borrower, kin} & {lender, servicer}
        return not is_barred and is_apart and self.rules.admits_loan(*given)

    def _opened(self, paper: Paper, deal: Deal, taker: Actor, listing: Any) -> Loan:
        town = self.town
        paper.filled += deal.terms.principal
        paper.fills += 1
        self.reached["filled in part" if paper.left else "filled whole"] += 1
        if not paper.left:
            self.spent.add((town.desk.address, paper.maker.address, paper.offer["nonce"]))
        is_request = paper.offer["side"] == BORROW
        payer = taker.address if is_request else town.desk.address
        loan = self.entered(deal, payer, listing)
        self.tell(loan, [])
        return loan

    def entered(self, deal: Deal, payer: str, listing: Any) -> Loan:
        """A loan that must have opened, with a payer's money; its entry is not told yet."""
        town, terms = self.town, deal.terms
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
        self.records[deal.borrower].add(town.book.address, deal.id, [opened])
        self.touched.add(deal.id)
        return loan

    def cancel(self, maker: Actor, nonce: int, call: Callable[[], Any] | None = None) -> bool:
        """Void one nonce at the desk, unless it is spent."""
        desk = self.town.desk
        call = call or (lambda: desk.cancel(nonce, sender=maker))
        if self.is_spent(desk, maker.address, nonce):
            self.refused(call, "desk: nonce is spent")
            return False
        call()
        self.spent.add((desk.address, maker.address, nonce))
        self.reached["cancelled"] += 1
        for paper in self.papers:
            if paper.maker is maker and paper.offer["nonce"] == nonce:
                paper.is_cancelled = True
        return True

    def cancel_all(self, maker: Actor, call: Callable[[], Any] | None = None) -> None:
        """Void all that a maker signed."""
        call = call or (lambda: self.town.desk.cancel_all(sender=maker))
        call()
        self.epochs[maker.address] += 1
        self.reached["cancelled all"] += 1

    def deposit(
        self, lender: Actor, token: Contract, amount: int, call: Callable[[], Any] | None = None
    ) -> None:
        """A lender brings money to the desk."""
        desk = self.town.desk
        call = call or (lambda: desk.deposit(token, amount, sender=lender))
        call()
        self.town.moved(token.address, lender.address, desk.address, amount)

    def take_back(
        self, lender: Actor, token: Contract, amount: int, call: Callable[[], Any] | None = None
    ) -> bool:
        """A lender takes money back from the desk, if it has so much there."""
        desk = self.town.desk
        call = call or (lambda: desk.withdraw(token, amount, sender=lender))
        if not 0 < amount <= desk.balances(lender, token):
            self.refused(call, "desk: balance is less")
            return False
        call()
        self.town.moved(token.address, desk.address, lender.address, amount)
        return True

    def tell(self, loan: Loan, made: list[Entry]) -> None:
        """Add a move's entries, and what the chain told of them, to the borrower's record."""
        record = self.records[loan.deal.borrower]
        record.add(self.town.book.address, loan.deal.id, made)
        self.touched.add(loan.deal.id)
        self.hear({loan.deal.borrower})

    def hear(self, parties: set[bytes]) -> None:
        """Add what the chain told last to the records of these parties, of which alone it told."""
        self.stated |= parties
        for event in self.town.chain.events:
            if event.name == "EntryRecorded":
                args = event.args
                assert args["party"] in parties, "H: another party's record"
                told = self.records[args["party"]].told
                assert args["index"] == len(told), f"H: index {args['index']}"
                told.append(Recorded(args["source"], args["loan"], args["entry"]))

    # Governance

    def restore(self) -> None:
        """Governance allows all again."""
        town, by = self.town, {"sender": self.town.governance}
        if town.chain.timestamp < self.rules.paused_until:
            town.rulebook.unpause_new_loans(**by)
        town.rulebook.set_desk(town.desk, True, **by)
        for token in town.tokens.values():
            town.rulebook.set_currency(token, True, *REFERENCE, **by)
        self.rules = Rules()
        town.set_limits(self.rules)
        town.ledger.accredit_furnisher(town.furnisher, True, **by)

    def forbid(self, act: str) -> None:
        """One of governance's restrictions."""
        town, by = self.town, {"sender": self.town.governance}
        if act == "pause":
            town.rulebook.pause_new_loans(5 * DAY, **by)
            self.rules.paused_until = town.chain.timestamp + 5 * DAY
        elif act == "delist":
            town.rulebook.set_currency(town.token, False, *REFERENCE, **by)
            self.rules.delisted.add(town.token.address)
        elif act == "desk":
            town.rulebook.set_desk(town.desk, False, **by)
            self.rules.is_desk = False
        elif act == "furnisher":
            town.ledger.accredit_furnisher(town.furnisher, False, **by)
            self.rules.is_furnisher = False
        elif act == "jurisdiction" and self.rules.is_known:
            town.rulebook.remove_jurisdiction(CHINA, **by)
            self.rules.is_known = False
        elif act in ("limits", "open transfers") and self.rules.is_known:
            self.rules.rate_ppm_max = LOW_RATE_PPM if act == "limits" else self.rules.rate_ppm_max
            self.rules.has_open_transfers |= act == "open transfers"
            town.set_limits(self.rules)
        self.reached["governance"] += 1
