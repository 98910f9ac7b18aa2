# SPDX-License-Identifier: Apache-2.0
"""What each kind of action has people sign, made here from the values alone.

The service prepares; what is signed is made again by the caller's manifest, and must come to the
same typed data. A kind that is not in this table is never signed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from shouxin.chain.bindings import structs
from shouxin.chain.typed_data import Domain
from shouxin.client.refusing import check_at_most, check_same, other
from shouxin.client.trust import Trust
from shouxin.credit.dispute import DISPUTE_TYPES, ledger_domain
from shouxin.lending.offers import Desk
from shouxin.lending.signed_actions import (
    Action,
    Relay,
    cancellation_action,
    deposit_action,
    epoch_cancellation_action,
    payment_action,
    permit_action,
    take_back_action,
    transfer_action,
    withdrawal_action,
)
from shouxin.parties.enrolment import WALLET_ADMISSION_TYPES, WALLET_JOIN_TYPES, registry_domain
from shouxin.primitives.dates import SECONDS_PER_DAY, SECONDS_PER_MINUTE, day_at

ACTION, PERMIT, WALLET, MEMBER = "action", "permit", "wallet", "member"
EAST_MINUTES_MAX = 840


@dataclass(frozen=True, slots=True)
class ToSign:
    """Typed data that was made here, and who signs it."""

    part: str
    signer: str
    action: Action


@dataclass(frozen=True, slots=True)
class Case:
    """One prepared action.

    Attributes:
        trust: the caller's.
        wanted: what was asked for.
        settled: what the service made of it.
        sent: the typed data that it sent, by part; read for what only the token knows.
    """

    trust: Trust
    wanted: Any
    settled: Any
    sent: Mapping[str, Mapping[str, Any]]

    @property
    def desk(self) -> Desk:
        """The caller's desk."""
        return Desk(self.trust.chain_id, self.trust.address_of("OfferDesk"))

    @property
    def relay(self) -> Relay:
        """The caller's relay."""
        return Relay(self.trust.chain_id, self.trust.address_of("LoanRelay"))

    @property
    def book(self) -> str:
        """The caller's book."""
        return self.trust.address_of("LoanBook")

    def currency(self, address: str) -> str:
        """A token's address, if the caller takes it for money."""
        if self.trust.currencies and address not in self.trust.currencies:
            raise other("currency", address, " or ".join(sorted(self.trust.currencies)))
        return address

    def permit(self, currency: str, owner: str, spender: str, amount: int, ends_at: int) -> ToSign:
        """A permit of the exact amount; its name and nonce are the token's to say."""
        sent = self.sent.get(PERMIT, {})
        name, nonce = _at(sent, "domain", "name"), _number(sent, "nonce")
        domain = Domain(str(name), self.trust.chain_id, self.currency(currency))
        action = permit_action(domain, owner, spender, amount, nonce=nonce, deadline=ends_at)
        return ToSign(PERMIT, owner, action)


Expected = Callable[[Case], tuple[ToSign, ...]]


def _pay(case: Case) -> tuple[ToSign, ...]:
    s, wanted, now = case.settled, case.wanted, case.trust.now
    latest = day_at(now, EAST_MINUTES_MAX)
    first = latest if wanted.first_date is None else wanted.first_date
    last = wanted.last_date if wanted.last_date is not None else max(first, s.first_date)
    check_at_most("first_date", s.first_date, first)
    check_at_most("last_date", s.last_date, last)
    day_over = (s.last_date + 1) * SECONDS_PER_DAY + EAST_MINUTES_MAX * SECONDS_PER_MINUTE
    check_at_most("deadline_at", s.deadline_at, wanted.deadline_at or day_over)
    payment = structs.Payment(
        loan=s.loan,
        book=case.book,
        payer=s.payer,
        amount=s.amount_units,
        payer_party=s.payer_party,
        reference=s.reference,
        first_day=s.first_date,
        last_day=s.last_date,
        nonce=s.nonce,
        deadline=s.deadline_at,
    )
    currency = str(_at(case.sent.get(ACTION, {}), "message", "currency"))
    action = payment_action(case.relay, case.currency(currency), payment)
    permit = case.permit(currency, s.payer, case.book, s.amount_units, s.deadline_at)
    return (ToSign(ACTION, s.payer, action), permit)


def _permit(case: Case) -> tuple[ToSign, ...]:
    s, ours = case.settled, (case.book, case.desk.address)
    if s.spender not in ours:
        raise other("spender", s.spender, " or ".join(ours))
    return (case.permit(s.currency, s.owner, s.spender, s.amount_units, s.deadline_at),)


def _deposit(case: Case) -> tuple[ToSign, ...]:
    s, desk = case.settled, case.desk
    deposit = structs.Deposit(s.lender, s.currency, s.amount_units, s.nonce, s.deadline_at)
    return (
        ToSign(ACTION, s.lender, deposit_action(desk, deposit)),
        case.permit(s.currency, s.lender, desk.address, s.amount_units, s.deadline_at),
    )


def _withdraw(case: Case) -> tuple[ToSign, ...]:
    s = case.settled
    back = structs.Withdrawal(s.lender, s.currency, s.amount_units, s.nonce, s.deadline_at)
    return (ToSign(ACTION, s.lender, take_back_action(case.desk, back)),)


def _cancel(case: Case) -> tuple[ToSign, ...]:
    return (ToSign(ACTION, case.settled.signer, _cancellation(case, case.desk)),)


def _cancel_nonce(case: Case) -> tuple[ToSign, ...]:
    return (ToSign(ACTION, case.settled.signer, _cancellation(case, case.relay)),)


def _cancellation(case: Case, contract: Desk | Relay) -> Action:
    s = case.settled
    return cancellation_action(contract, structs.Cancellation(s.signer, s.nonce, s.deadline_at))


def _cancel_all(case: Case) -> tuple[ToSign, ...]:
    s = case.settled
    ended = structs.EpochCancellation(s.signer, s.epoch, s.deadline_at)
    return (ToSign(ACTION, s.signer, epoch_cancellation_action(case.desk, ended)),)


def _transfer(case: Case) -> tuple[ToSign, ...]:
    s = case.settled
    transfer = structs.NoteTransfer(
        book=case.book,
        holder=s.holder,
        receiver=s.receiver,
        loan=s.loan,
        units=s.note_units,
        nonce=s.nonce,
        deadline=s.deadline_at,
    )
    return (ToSign(ACTION, s.holder, transfer_action(case.relay, transfer)),)


def _notice(case: Case) -> tuple[ToSign, ...]:
    s, servicing = case.settled, case.trust.address_of("LoanServicing")
    notice = structs.WithdrawalNotice(case.book, servicing, s.nonce, s.deadline_at)
    return (ToSign(ACTION, s.signer, withdrawal_action(case.relay, s.terms_hash, notice)),)


def _dispute(case: Case) -> tuple[ToSign, ...]:
    s = case.settled
    message = {
        "wallet": s.wallet,
        "party": s.party,
        "index": s.index,
        "head": s.head,
        "reason": int(s.reason),
        "evidence": s.evidence,
        "nonce": s.nonce,
        "deadline": s.deadline_at,
    }
    domain = ledger_domain(case.trust.chain_id, case.trust.address_of("CreditLedger"))
    return (ToSign(ACTION, s.wallet, Action(domain, DISPUTE_TYPES, "Dispute", message)),)


def _join(case: Case) -> tuple[ToSign, ...]:
    s = case.settled
    message = {
        "party": s.party,
        "wallet": s.wallet,
        "member": s.member,
        "deadline": s.deadline_at,
    }
    domain = registry_domain(case.trust.chain_id, case.trust.address_of("PartyRegistry"))
    joins = Action(domain, WALLET_JOIN_TYPES, "WalletJoin", message)
    admits = Action(domain, WALLET_ADMISSION_TYPES, "WalletAdmission", message)
    return (ToSign(WALLET, s.wallet, joins), ToSign(MEMBER, s.member, admits))


def _nothing(case: Case) -> tuple[ToSign, ...]:
    del case
    return ()


SIGNED: dict[str, Expected] = {
    "pay": _pay,
    "permit": _permit,
    "deposit": _deposit,
    "withdraw": _withdraw,
    "cancel": _cancel,
    "cancel_nonce": _cancel_nonce,
    "cancel_all": _cancel_all,
    "transfer_note": _transfer,
    "withdrawal_notice": _notice,
    "dispute": _dispute,
    "join_wallet": _join,
    "claim": _nothing,
}
"""By kind; offers, requests and takings are in ``expected_loans``."""


def _at(sent: Mapping[str, Any], part: str, name: str) -> object:
    """A value of typed data that was sent.

    Raises:
        Refused: ``client.other_action``; it isn't there.
    """
    within = sent.get(part)
    if not isinstance(within, Mapping) or name not in within:
        raise other("typed data", "nothing", f"{part}.{name}")
    return within[name]


def _number(sent: Mapping[str, Any], name: str) -> int:
    found = str(_at(sent, "message", name))
    if not (found.isascii() and found.isdecimal()):
        raise other(name, found, "a number")
    check_same(name, str(int(found)), found)
    return int(found)
