# SPDX-License-Identifier: Apache-2.0
"""What the service answers, as typed objects.

The same fields as the API's own models, which a test compares; but fields that are not known here
are passed over, so that a client reads a newer service. Amounts are base units, days are day
numbers and instants Unix seconds, as everywhere in Python.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from shouxin.lending.offer_schemas import WrittenSignedOffer
from shouxin.primitives.text import Text
from shouxin.primitives.wire import Account, Day, Hash, Instant, Units


class Answer(BaseModel):
    """An object that the service answers; it never changes."""

    model_config = ConfigDict(extra="ignore", frozen=True)


A = TypeVar("A", bound=Answer)


class Page(Answer, Generic[A]):
    """Some items of a list, and where the next ones begin."""

    items: list[A]
    next_cursor: str | None


class Whole(Answer, Generic[A]):
    """A list that has no pages."""

    items: list[A]


class Words(Answer):
    """A sentence in both languages."""

    en: str
    zh: str

    @property
    def text(self) -> Text:
        """The same as our own code has it."""
        return Text(self.en, self.zh)


class About(Answer):
    """The service and its chain."""

    name: str
    version: str
    api_version: str
    chain_id: int
    genesis_hash: Hash
    contracts: dict[str, Account]
    documentation: str


class SignInMessage(Answer):
    """The text to sign in with."""

    message: str
    nonce: str
    expires_at: Instant


class NewSession(Answer):
    """A session that was just made."""

    token: str
    party: str | None


class Me(Answer):
    """Who a token stands for."""

    kind: str
    scopes: list[str]
    wallet: str | None = None
    party: str | None = None
    owner: str | None = None
    key_id: str | None = None
    session_id: str | None = None


class Wallet(Answer):
    """A wallet that is or was a party's."""

    address: str
    party: str
    joined_at: Instant
    successor: str | None


class Party(Answer):
    """A party with its wallets."""

    id: str
    jurisdiction: int
    kind: str
    is_licensed: bool
    enrolled_at: Instant
    frozen_until: Instant | None
    wallets: list[Wallet]


class Entry(Answer):
    """One entry of a credit record."""

    index: int
    kind: int
    name_en: str
    name_zh: str
    date: Day
    loan: str
    source: str
    word: str
    is_disputed: bool
    transaction_hash: str
    recorded_at: Instant


class Cost(Answer):
    """What a loan comes to if every bill is paid on its day."""

    payout_units: Units
    fee_units: Units
    instalments: int
    first_payment_units: Units
    last_payment_units: Units
    total_payment_units: Units
    total_cost_units: Units
    all_in_rate_ppm: int
    first_due_date: Day
    maturity_date: Day


class Offer(Answer):
    """An offer or a request of the book as it stands now."""

    digest: str
    status: str
    remaining_units: Units
    fundable_units: Units
    fill_count: int
    posted_at: Instant
    signed: WrittenSignedOffer


class Match(Answer):
    """An offer that fits a wish, with the figures of its loan."""

    offer: Offer
    cost: Cost
    loan: Hash | None


class Misfit(Answer):
    """An offer that does not fit, and why."""

    digest: str
    code: str
    reason: Words


class Matches(Answer):
    """What a wish found, the cheapest first."""

    fitting: list[Match]
    misfits: list[Misfit]
    paused_until: Instant | None


class RefusedLine(Answer):
    """A line of a file that was not taken in."""

    line: int
    code: str
    reason: Words


class Imported(Answer):
    """What a file came to."""

    added: int
    known: int
    refused: list[RefusedLine]


class Signing(Answer):
    """Typed data that one wallet is to sign."""

    part: str
    signer: str
    is_needed: bool
    typed_data: dict[str, Any]


class Call(Answer):
    """A call that who has coins sends itself."""

    to: str
    data: str
    value: str
    sentence: Words


class Prepared(Answer):
    """An action before anybody signed."""

    kind: str
    settled: dict[str, Any]
    typed_data: dict[str, Any] | None
    signing: list[Signing]
    calls: list[Call]
    sentence: Words
    warnings: list[Words]
    expires_at: Instant | None


class Relayed(Answer):
    """A transaction that was accepted."""

    transaction_id: str
    status: str
    links: dict[str, str]


class Failure(Answer):
    """Why a transaction failed."""

    code: str
    en: str
    zh: str


class Transaction(Answer):
    """How far a transaction has come."""

    id: str
    status: str
    is_settled: bool
    sender: str | None
    to: str | None
    nonce: int | None
    transaction_hash: str | None
    block_number: int | None
    block_hash: str | None
    confirmations: int
    is_final: bool
    gas_used: int | None
    created_at: Instant
    failure: Failure | None


class Sending(Answer):
    """What an account needs that signs and pays for its transactions itself."""

    address: str
    next_nonce: int
    balance_wei: Units
    max_fee_wei: Units
    tip_wei: Units


class Quote(Answer):
    """Where a loan stands on a day."""

    date: Day
    closing_units: Units
    interest_due_units: Units
    principal_due_units: Units
    balance_units: Units
    days_past_due: int


class Payment(Answer):
    """A payment as the chain applied it."""

    date: Day
    payer: str
    payer_party: str
    reference: str
    interest_units: Units
    principal_units: Units
    penalty_units: Units
    balance_units: Units
    transaction_hash: str


class ScheduleRow(Answer):
    """One bill of a schedule."""

    number: int
    due_date: Day
    interest_units: Units
    principal_units: Units
    payment_units: Units
    balance_units: Units


class Loan(Answer):
    """A loan as its last move left it."""

    id: str
    borrower: str
    lender: str
    borrower_wallet: str
    lender_wallet: str
    servicer: str
    currency: str
    principal_units: Units
    balance_units: Units
    received_units: Units
    status: str
    is_defaulted: bool
    jurisdiction: int
    product: int
    start_date: Day
    maturity_date: Day
    terms_hash: str
    offer_digest: str | None
    opened_at: Instant
    confirmations: int
    is_final: bool


class LoanDetails(Loan):
    """A loan with its schedule, its payments and where it stands today."""

    rate_ppm: int
    all_in_rate_ppm: int
    fee_units: Units
    instalments: int
    schedule: list[ScheduleRow]
    payments: list[Payment]
    today: Quote


class Note(Answer):
    """A holder's units of one loan, and what it can claim of it."""

    loan: str
    holder: str
    currency: str
    note_units: Units
    claimable_units: Units


class Paid(Answer):
    """A payment as the chain applied it, and where it stands on the chain."""

    transaction_hash: str
    block_number: int
    confirmations: int
    is_final: bool
    date: Day
    payer: str
    payer_party: str
    reference: str
    interest_units: Units
    principal_units: Units
    penalty_units: Units
    balance_units: Units


class Currency(Answer):
    """A token that loans are in."""

    address: Account
    code: str
    name: str
    decimals: int
    is_allowed: bool
    rate: Units
    exponent: int
