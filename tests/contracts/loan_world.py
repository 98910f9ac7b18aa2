# SPDX-License-Identifier: Apache-2.0
"""A loan book with its neighbours in process, and loans in it, for runs of the model in volume.

``ModelWorld`` has the real book and servicing contract, with a registry, rulebook and ledger that
admit and keep everything, so that only the loan model is on trial.
"""

from dataclasses import dataclass, replace
from typing import Any

from shouxin.lending.model import State, Status, Terms, all_in_rate_ppm, last_payment
from tests.contracts.evm import Actor, Chain, Contract
from tests.contracts.joint import amendment_digest

SALT_BYTES = 32
MINUTE = 60
DAY = 86_400
FOREVER = 2**95

DEFAULTED, ACCELERATED, WRITTEN_OFF, BARRED = 1, 2, 4, 32
DAY_SHIFT, BILL_BITS, BILLS_A_WORD, MISSED_WORDS = 60, 80, 3, 6


@dataclass(frozen=True, slots=True)
class Deal:
    """A loan's terms as the contracts take them."""

    terms: Terms
    borrower: bytes
    repayment: tuple[Any, ...]
    agreement: tuple[Any, ...]
    agreement_hash: bytes
    id: bytes

    @property
    def complete(self) -> tuple[Any, ...]:
        """The ``Terms`` struct."""
        return (self.borrower, self.repayment, self.agreement)

    @property
    def loan(self) -> tuple[Any, ...]:
        """The ``Loan`` struct."""
        return (self.borrower, self.repayment, self.agreement_hash)


AGREEMENT = (
    "borrower",
    "payee",
    "borrower_kind",
    "purpose",
    "lender",
    "servicer",
    "desk",
    "instalment_multiple",
    "acceleration_days",
    "notice_days",
    "last_payment",
    "all_in_rate_ppm",
    "fee",
    "fee_receiver",
    "jurisdiction",
    "product",
    "security_hash",
    "documents_hash",
    "salt",
    "deadline",
)


def amended_deal(
    opening: Contract, deal: Deal, terms: Terms, *, salt: int = 0, **changes: Any
) -> Deal:
    """The deal of a loan under other terms; ``changes`` are of the agreement, or the exposure."""
    exposure = changes.pop("exposure", deal.repayment[-1])
    repayment = (*repayment_of(terms, deal.repayment[0])[:-1], exposure)
    agreement = dict(zip(AGREEMENT, deal.agreement, strict=True)) | {
        "instalment_multiple": terms.multiple,
        "acceleration_days": terms.acceleration_days,
        "notice_days": terms.notice_days,
        "last_payment": last_payment(terms),
        "all_in_rate_ppm": all_in_rate_ppm(terms),
        "fee": terms.fee,
        "salt": salt.to_bytes(SALT_BYTES, "big"),
        "deadline": 0,
    }
    values = tuple((agreement | changes).values())
    _, agreement_hash = opening.hashes_of((deal.borrower, repayment, values))
    return Deal(terms, deal.borrower, repayment, values, agreement_hash, deal.id)


def amendment_of(
    opening: Contract, book: Contract, deal: Deal, new: Deal, taken_back: int = 0, kind: int = 5
) -> dict[str, Any]:
    """What borrower, servicer and holders sign."""
    terms_hash, _ = opening.hashes_of(new.complete)
    return {
        "book": book.address,
        "loan": deal.id,
        "terms_hash": terms_hash,
        "kind": kind,
        "taken_back": taken_back,
        "salt": bytes(32),
        "deadline": FOREVER,
    }


def exposure_of(principal: int) -> int:
    """A principal in reference units of 10,000 base units, rounded up, as the worlds' rulebooks."""
    return min(-(-principal // 10_000), 2**56 - 1)


def repayment_of(terms: Terms, currency: str) -> tuple[Any, ...]:
    """The ``Repayment`` struct of a model's terms."""
    return (
        currency,
        terms.principal,
        terms.quantum,
        terms.rate_ppm,
        terms.penalty_margin_ppm,
        terms.overdue_rate_ppm,
        int(terms.method),
        terms.instalments,
        terms.interest_only_periods,
        terms.period_days,
        terms.due_day,
        terms.start_day,
        terms.first_due_day,
        int(terms.day_count),
        terms.instalment,
        terms.grace_days,
        terms.tolerance,
        int(terms.payment_order),
        int(terms.counting),
        terms.default_days,
        terms.utc_offset_minutes,
        terms.cooling_off_days,
        terms.withdrawal_pay_days,
        exposure_of(terms.principal),
    )


def quanta_state(terms: Terms, state: State) -> dict[str, Any]:
    """A model's state in the contract's units and names."""
    q = terms.quantum
    flags = (
        (DEFAULTED if state.is_defaulted else 0)
        | (ACCELERATED if state.is_accelerated else 0)
        | (WRITTEN_OFF if state.is_written_off else 0)
        | (BARRED if state.is_withdrawal_barred else 0)
    )
    missed = [0] * MISSED_WORDS
    for i, bill in enumerate(state.missed):
        packed = (bill.day << DAY_SHIFT) | bill.amount // q
        missed[i // BILLS_A_WORD] |= packed << (BILL_BITS * (i % BILLS_A_WORD))
    return {
        "balance": state.balance // q,
        "accrued": state.accrued,
        "period": state.period,
        "day": state.day,
        "status": int(state.status),
        "flags": flags,
        "notice_day": state.notice_day,
        "withdrawal_day": state.withdrawal_day - state.opened_day + 1
        if state.withdrawal_day
        else 0,
        "interest_due": state.interest_due // q,
        "principal_due": state.principal_due // q,
        "paid": state.paid // q,
        "paid_interest": state.paid_interest // q,
        "since": state.since,
        "penalty": state.penalty,
        "provisional": state.provisional,
        "missed": (len(state.missed), *missed),
    }


def contract_state(found: Any) -> dict[str, Any]:
    """A contract's state as a dictionary, without what the model does not know."""
    named = found._asdict()
    named["flags"] &= DEFAULTED | ACCELERATED | WRITTEN_OFF | BARRED
    named.pop("severity")
    count, words = named["missed"]
    named["missed"] = (count, *words)
    return dict(named)


class ModelWorld:
    """Book and servicing contract among neighbours that admit everything."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.desk: Actor = self.chain.actor("desk")
        self.borrower = self.chain.actor("borrower")
        self.lender = self.chain.actor("lender")
        self.payer = self.chain.actor("payer")
        deploy = self.chain.deploy
        by = {"sender": self.desk}
        self.registry = deploy("RegistryMock", **by)
        self.rulebook = deploy("RulebookMock", **by)
        self.ledger = deploy("LedgerMock", **by)
        self.opening = deploy("LoanOpening", self.registry, self.rulebook, **by)
        self.amending: Contract = deploy(
            "LoanAmending", self.registry, self.rulebook, self.opening, **by
        )
        self.rollover: Contract = deploy("Rollover", self.opening, **by)
        self.servicing: Contract = deploy("LoanServicing", self.registry, self.amending, **by)
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
        self.token = deploy("TokenMock", **by)
        for owner in (self.desk, self.payer):
            self.token.mint(owner, 2**128, sender=owner)
            self.token.approve(self.book, 2**200, sender=owner)
        self._count = 0

    def go_to(self, terms: Terms, day: int) -> None:
        """Noon of a day at the terms' offset."""
        moment = day * DAY + DAY // 2 - terms.utc_offset_minutes * MINUTE
        self.chain.warp(to=moment)

    def deal(self, terms: Terms, **changes: Any) -> Deal:
        """Terms with the figures that follow from them, and a salt of their own."""
        self._count += 1
        terms = replace(terms, instalment_multiple=terms.multiple)
        agreement = {
            "borrower": self.borrower.address,
            "payee": self.borrower.address,
            "borrower_kind": 1,
            "purpose": 0,
            "lender": self.lender.address,
            "servicer": self.lender.address,
            "desk": self.desk.address,
            "instalment_multiple": terms.multiple,
            "acceleration_days": terms.acceleration_days,
            "notice_days": terms.notice_days,
            "last_payment": last_payment(terms),
            "all_in_rate_ppm": all_in_rate_ppm(terms),
            "fee": terms.fee,
            "fee_receiver": self.lender.address,
            "jurisdiction": 156,
            "product": 1,
            "security_hash": bytes(32),
            "documents_hash": bytes(32),
            "salt": self._count.to_bytes(SALT_BYTES, "big"),
            "deadline": FOREVER,
        } | changes
        borrower = bytes(12) + bytes.fromhex(self.borrower.address[2:])
        repayment = repayment_of(terms, self.token.address)
        values = tuple(agreement.values())
        id_, agreement_hash = self.opening.hashes_of((borrower, repayment, values))
        return Deal(terms, borrower, repayment, values, agreement_hash, id_)

    def open(self, terms: Terms) -> Deal:
        """Open a loan on its start day."""
        self.go_to(terms, terms.start_day)
        deal = self.deal(terms)
        assert self.opening.open(self.book, deal.complete, sender=self.desk) == deal.id
        return deal

    def amended(self, deal: Deal, terms: Terms, **changes: Any) -> Deal:
        """The deal of an open loan under other terms; its id stays."""
        terms = replace(terms, instalment_multiple=terms.multiple)
        self._count += 1
        return amended_deal(self.opening, deal, terms, salt=self._count, **changes)

    def amend(self, deal: Deal, new: Deal, taken_back: int = 0, kind: int = 5) -> None:
        """Amend today; the lender is servicer and holds all units, the borrower signs."""
        amendment = amendment_of(self.opening, self.book, deal, new, taken_back, kind)
        signature = self.borrower.sign_digest(amendment_digest(self.amending, amendment))
        agreed = (signature, b"", [])
        self.amending.amend(deal.complete, new.complete, amendment, agreed, sender=self.lender)

    def pay(self, deal: Deal, day: int, amount: int) -> int:
        """Pay on a day."""
        self.go_to(deal.terms, day)
        return int(self.book.pay(deal.loan, amount, bytes(32), bytes(32), sender=self.payer))

    def state(self, deal: Deal) -> dict[str, Any]:
        """The stored state."""
        found = contract_state(self.book.state_of(deal.id))
        return found | {"day": found["day"] or deal.terms.start_day}

    def is_open(self, deal: Deal) -> bool:
        """Whether the loan lives."""
        return bool(self.state(deal)["status"] == Status.OPEN)
