# SPDX-License-Identifier: Apache-2.0
"""All contracts in process, as they are deployed, with enrolled parties and money.

``FullWorld`` opens loans through the offer desk as people do. ``offer`` and ``fill`` make the
structs of an offer by the lender, of a request by the borrower with ``side=BORROW``.
"""

from typing import Any

from eth_abi import encode
from eth_utils import keccak

from shouxin.lending.model import Method, Terms, all_in_rate_ppm, last_payment, with_instalment
from shouxin.primitives.dates import clamped_day, month_of, to_date
from tests.contracts.evm import Actor, Chain, Contract
from tests.contracts.loan_world import DAY, FOREVER, MINUTE, Deal, exposure_of, repayment_of
from tests.contracts.registry_world import CHINA, NOBODY, RegistryWorld

LEND, BORROW = 1, 2
CENT = 10_000
YUAN = 1_000_000
PRINCIPAL = 30_000 * YUAN
MONEY = 10**15
NO_LIMIT = 2**256 - 1
EMPTY = bytes(32)

CONDITIONS = [
    ("currency", "address"),
    ("quantum", "uint256"),
    ("rate_ppm", "uint256"),
    ("penalty_margin_ppm", "uint256"),
    ("overdue_rate_ppm", "uint256"),
    ("method", "uint256"),
    ("instalments", "uint256"),
    ("interest_only_periods", "uint256"),
    ("period_days", "uint256"),
    ("due_day", "uint256"),
    ("day_count", "uint256"),
    ("instalment_multiple", "uint256"),
    ("grace_days", "uint256"),
    ("tolerance", "uint256"),
    ("payment_order", "uint256"),
    ("counting", "uint256"),
    ("default_days", "uint256"),
    ("acceleration_days", "uint256"),
    ("notice_days", "uint256"),
    ("cooling_off_days", "uint256"),
    ("withdrawal_pay_days", "uint256"),
    ("utc_offset_minutes", "int256"),
    ("fee_ppm", "uint256"),
    ("fee_receiver", "address"),
    ("all_in_rate_ppm_max", "uint256"),
    ("servicer", "address"),
    ("borrower_kind", "uint256"),
    ("purpose", "uint256"),
    ("jurisdiction", "uint256"),
    ("product", "uint256"),
    ("security_hash", "bytes32"),
    ("documents_hash", "bytes32"),
]
OFFER = [
    ("side", "uint256"),
    ("maker", "address"),
    ("taker", "bytes32"),
    ("payee", "address"),
    ("amount", "uint256"),
    ("fill_min", "uint256"),
    ("nonce", "uint256"),
    ("epoch", "uint256"),
    ("expiry", "uint256"),
    ("conditions", "Conditions"),
]
OFFER_TYPES = {"Offer": OFFER, "Conditions": CONDITIONS}


class FullWorld:
    """Every contract, three parties with money, and a stranger without a party."""

    TOKEN = "DepositToken"
    """The currency's contract; a mock of it is made with the same arguments."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.people = RegistryWorld.made(self.chain)
        self.governance = self.people.governance
        self.registry = self.people.registry
        deploy, by = self.chain.deploy, {"sender": self.governance}
        self.ledger: Contract = deploy("CreditLedger", self.governance, self.registry, **by)
        self.rulebook: Contract = deploy(
            "Rulebook", self.governance, self.registry, self.ledger, **by
        )
        self.opening: Contract = deploy("LoanOpening", self.registry, self.rulebook, **by)
        self.amending: Contract = deploy(
            "LoanAmending", self.registry, self.rulebook, self.opening, **by
        )
        self.rollover: Contract = deploy("Rollover", self.opening, **by)
        self.servicing: Contract = deploy("LoanServicing", self.registry, self.amending, **by)
        self.answering: Contract = deploy(
            "LoanAnswering", self.ledger, self.registry, self.amending, **by
        )
        self.relay: Contract = deploy("LoanRelay", **by)
        self.book: Contract = deploy(
            "LoanBook",
            self.registry,
            self.rulebook,
            self.ledger,
            self.opening,
            self.servicing,
            self.relay,
            self.amending,
            self.rollover,
            **by,
        )
        self.desk: Contract = deploy("OfferDesk", self.book, self.opening, self.registry, **by)
        self.bank = self.chain.actor("bank")
        self.token: Contract = deploy(self.TOKEN, self.bank, "Yuan deposit", "DCNY", 6, **by)
        self._govern()
        self.borrower, self.lender, self.backer = (
            self.actor(name) for name in ("borrower", "lender", "backer")
        )
        self.stranger = self.chain.actor("stranger")
        topic = self.registry.TOPIC_LICENCE()
        self.registry.accredit_attester(self.people.provider, topic, True, sender=self.governance)
        self.registry.set_licensed(self.party(self.lender), True, sender=self.people.provider)
        self._nonce = 0
        self.desk.deposit(self.token, MONEY // 2, sender=self.lender)

    def _govern(self) -> None:
        by = {"sender": self.governance}
        self.ledger.authorise_book(self.book, **by)
        self.ledger.set_answerer(self.book, self.answering, **by)
        self.rulebook.set_book(self.book, True, **by)
        self.rulebook.set_book(self.opening, True, **by)
        self.rulebook.set_desk(self.desk, True, **by)
        self.rulebook.set_desk(self.rollover, True, **by)
        self.rulebook.set_currency(self.token, True, 1, 4, **by)
        self.rulebook.set_limits(CHINA, (NO_LIMIT,) * 6 + (False,), **by)

    def actor(self, name: str) -> Actor:
        """Somebody with a party, money, and approvals of desk and book."""
        actor = self.chain.actor(name)
        self.people.enrolled(actor)
        self.token.mint(actor, MONEY, keccak(text=name), sender=self.bank)
        for spender in (self.desk, self.book):
            self.token.approve(spender, NO_LIMIT, sender=actor)
        return actor

    def party(self, wallet: Any) -> bytes:
        """A wallet's party."""
        return bytes(self.registry.party_of(wallet))

    def today(self, utc_offset_minutes: int = 480) -> int:
        """The civil day now at an offset."""
        return (self.chain.timestamp + utc_offset_minutes * MINUTE) // DAY

    def conditions(self, **changes: Any) -> dict[str, Any]:
        """Twelve equal monthly instalments at 12 %, with cooling-off days and a fee of 1 %."""
        found = {
            "currency": self.token.address,
            "quantum": CENT,
            "rate_ppm": 120_000,
            "penalty_margin_ppm": 60_000,
            "overdue_rate_ppm": 180_000,
            "method": int(Method.EQUAL_INSTALMENT),
            "instalments": 12,
            "interest_only_periods": 0,
            "period_days": 0,
            "due_day": 0,
            "day_count": 1,
            "instalment_multiple": CENT,
            "grace_days": 5,
            "tolerance": 0,
            "payment_order": 1,
            "counting": 1,
            "default_days": 90,
            "acceleration_days": 60,
            "notice_days": 10,
            "cooling_off_days": 14,
            "withdrawal_pay_days": 30,
            "utc_offset_minutes": 480,
            "fee_ppm": 10_000,
            "fee_receiver": self.backer.address,
            "all_in_rate_ppm_max": 400_000,
            "servicer": NOBODY,
            "borrower_kind": 1,
            "purpose": 1,
            "jurisdiction": CHINA,
            "product": 1,
            "security_hash": EMPTY,
            "documents_hash": EMPTY,
        }
        return found | changes

    def offer(self, conditions: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        """An offer by the lender; with ``side=BORROW`` a request by the borrower."""
        self._nonce += 1
        is_request = changes.get("side") == BORROW
        found = {
            "side": LEND,
            "maker": (self.borrower if is_request else self.lender).address,
            "taker": EMPTY,
            "payee": self.borrower.address if is_request else NOBODY,
            "amount": PRINCIPAL,
            "fill_min": 1_000 * YUAN,
            "nonce": self._nonce,
            "epoch": 0,
            "expiry": FOREVER,
            "conditions": self.conditions() if conditions is None else conditions,
        }
        return found | changes

    def sign(self, offer: dict[str, Any], maker: Actor | None = None) -> bytes:
        """The maker's signature."""
        signer = maker or (self.borrower if offer["side"] == BORROW else self.lender)
        return signer.sign(self.desk, "Offer", OFFER_TYPES, offer)

    def deal(
        self,
        offer: dict[str, Any],
        principal: int = PRINCIPAL,
        *,
        number: int = 0,
        taker: Actor | None = None,
        payee: str | None = None,
    ) -> Deal:
        """The complete terms of a fill today, derived here and not by the desk."""
        c = offer["conditions"]
        is_request = offer["side"] == BORROW
        caller = (taker or (self.lender if is_request else self.borrower)).address
        wallet = offer["maker"] if is_request else caller
        lender = caller if is_request else offer["maker"]
        terms = self._model_terms(c, principal)
        digest = self.desk.digest_of(offer)
        agreement = (
            wallet,
            payee or (offer["payee"] if is_request else caller),
            c["borrower_kind"],
            c["purpose"],
            lender,
            lender if c["servicer"] == NOBODY else c["servicer"],
            self.desk.address,
            c["instalment_multiple"],
            c["acceleration_days"],
            c["notice_days"],
            last_payment(terms),
            all_in_rate_ppm(terms),
            terms.fee,
            c["fee_receiver"],
            c["jurisdiction"],
            c["product"],
            c["security_hash"],
            c["documents_hash"],
            keccak(encode(["bytes32", "uint256"], [digest, number])),
            offer["expiry"],
        )
        repayment = repayment_of(terms, c["currency"])
        borrower = self.party(wallet)
        id_, agreement_hash = self.opening.hashes_of((borrower, repayment, agreement))
        return Deal(terms, borrower, repayment, agreement, agreement_hash, id_)

    def _model_terms(self, c: dict[str, Any], principal: int) -> Terms:
        start = self.today(c["utc_offset_minutes"])
        due_day, first = 0, start + c["period_days"]
        if not c["period_days"]:
            due_day = c["due_day"] or to_date(start).day
            first = clamped_day(month_of(start) + 1, due_day)
        unit = 2 * 10**6 * c["quantum"]
        fee = (2 * principal * c["fee_ppm"] + 10**6 * c["quantum"]) // unit * c["quantum"]
        same = set(Terms.__dataclass_fields__) & set(c)
        terms = Terms(
            principal=principal,
            start_day=start,
            first_due_day=first,
            fee=fee,
            **({name: c[name] for name in same} | {"due_day": due_day}),
        )
        return with_instalment(terms)

    def fill(self, deal: Deal, **changes: Any) -> dict[str, Any]:
        """The ``Fill`` struct of a deal."""
        found = {
            "borrower": deal.borrower,
            "payee": deal.agreement[1],
            "principal": deal.terms.principal,
            "instalment": deal.terms.instalment,
            "last_payment": deal.agreement[10],
            "all_in_rate_ppm": deal.agreement[11],
            "exposure": exposure_of(deal.terms.principal),
        }
        return found | changes

    def take(
        self,
        offer: dict[str, Any],
        principal: int = PRINCIPAL,
        *,
        number: int = 0,
        taker: Actor | None = None,
    ) -> Deal:
        """Sign and take an offer; the loan it became."""
        caller = taker or (self.lender if offer["side"] == BORROW else self.borrower)
        deal = self.deal(offer, principal, number=number, taker=taker)
        opened = self.desk.take(offer, self.sign(offer), self.fill(deal), deal.id, sender=caller)
        assert opened == deal.id
        return deal

    def go_to(self, day: int) -> None:
        """Noon of a day in Beijing."""
        self.chain.warp(to=day * DAY + DAY // 2 - 480 * MINUTE)

    def pay(self, deal: Deal, amount: int, payer: Actor | None = None) -> int:
        """Pay today."""
        by = payer or self.borrower
        return int(self.book.pay(deal.loan, amount, self.party(by), EMPTY, sender=by))
