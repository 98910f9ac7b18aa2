# SPDX-License-Identifier: Apache-2.0
"""Loans, notes, the desk and the rules as the contracts' events tell them."""

from sqlalchemy import Boolean, Column, Index, String

from shouxin.store.schema import (
    Json,
    address_column,
    hash_column,
    instant_column,
    logged,
    number_column,
    projected,
    units_column,
)

TERMS_DIGITS = 2 + 13 * 64

loans = projected(
    "loans",
    hash_column("id", primary_key=True),
    address_column("book"),
    hash_column("borrower"),
    hash_column("lender"),
    address_column("borrower_wallet"),
    address_column("lender_wallet"),
    address_column("servicer"),
    address_column("desk"),
    address_column("currency"),
    units_column("principal"),
    units_column("quantum"),
    number_column("jurisdiction"),
    number_column("product"),
    number_column("start_day"),
    number_column("maturity_day"),
    number_column("utc_offset_minutes"),
    number_column("status"),
    number_column("severity"),
    Column("is_defaulted", Boolean, nullable=False),
    Column("is_written_off", Boolean, nullable=False),
    units_column("balance"),
    units_column("received"),
    units_column("claimed"),
    Column("is_licensed", Boolean, nullable=False),
    Column("is_fee_released", Boolean, nullable=False),
    Column("is_amended", Boolean, nullable=False),
    hash_column("terms_hash"),
    Column("opening_terms", String(TERMS_DIGITS), nullable=False),
    Column("terms", String(TERMS_DIGITS), nullable=False),
    Column("state", Json, nullable=False),
    number_column("attention_day"),
    hash_column("offer_digest", nullable=True),
    hash_column("successor", nullable=True),
    number_column("opened_block"),
    number_column("opened_at"),
    number_column("closed_at", nullable=True),
    number_column("changed_block"),
)
"""Every loan with its state as the model has it.

``terms`` are thirteen words in hexadecimal as ``LoanOpened`` packs them, in force now; ``state`` is
the model's, by field name, and ``severity`` the one last recorded. ``attention_day`` is the first
civil day on which dates alone may bring something to write; a closed loan's is 0.
"""
Index("ix_loans_borrower", loans.c.borrower)
Index("ix_loans_lender", loans.c.lender)
Index("ix_loans_status_attention_day", loans.c.status, loans.c.attention_day)
Index("ix_loans_opened_block", loans.c.opened_block)
Index("ix_loans_terms_hash", loans.c.terms_hash)

payments = logged(
    "payments",
    hash_column("loan"),
    address_column("payer"),
    hash_column("payer_party"),
    hash_column("reference"),
    number_column("day"),
    units_column("interest"),
    units_column("principal"),
    units_column("penalty"),
    units_column("balance"),
)
"""What was paid on loans, base units."""
Index("ix_payments_loan", payments.c.loan)

waivers = logged(
    "waivers",
    hash_column("loan"),
    number_column("day"),
    units_column("interest"),
    units_column("principal"),
    units_column("penalty"),
)
"""What was waived, base units."""
Index("ix_waivers_loan", waivers.c.loan)

amendments = logged(
    "amendments",
    hash_column("loan"),
    number_column("kind"),
    units_column("taken_back"),
    hash_column("terms_hash"),
    Column("terms", String(TERMS_DIGITS), nullable=False),
)
"""Other terms put in force."""
Index("ix_amendments_loan", amendments.c.loan)

claims = logged(
    "claims",
    hash_column("loan"),
    address_column("holder"),
    units_column("amount"),
)
"""What holders were paid out, base units."""
Index("ix_claims_loan", claims.c.loan)
Index("ix_claims_holder", claims.c.holder)

note_transfers = logged(
    "note_transfers",
    number_column("position", primary_key=True, autoincrement=False),
    hash_column("loan"),
    address_column("sender"),
    address_column("receiver"),
    units_column("units"),
)
"""Units of notes that moved; ``position`` tells those of one event apart."""
Index("ix_note_transfers_loan", note_transfers.c.loan)

holdings = projected(
    "holdings",
    hash_column("loan", primary_key=True),
    address_column("holder", primary_key=True),
    units_column("units"),
    units_column("settled"),
    units_column("owed"),
)
"""Who holds a loan's note: units, and what was settled and is owed besides, as the book counts."""
Index("ix_holdings_holder", holdings.c.holder)

faults = logged(
    "projection_faults",
    hash_column("loan"),
    Column("reason", String(500), nullable=False),
)
"""Where the model did not follow the chain: such a loan's figures are the contract's to say."""

desk_balances = projected(
    "desk_balances",
    address_column("lender", primary_key=True),
    address_column("currency", primary_key=True),
    units_column("amount"),
)
"""What lenders keep at the offer desk, base units."""

offer_fills = projected(
    "offer_fills",
    hash_column("digest", primary_key=True),
    address_column("maker"),
    units_column("remaining"),
    number_column("fill_count"),
)
"""Offers that were taken: what is left of each, base units, and how often it was filled."""

cancelled_nonces = projected(
    "cancelled_nonces",
    address_column("contract", primary_key=True),
    address_column("signer", primary_key=True),
    units_column("nonce", primary_key=True),
)
"""Nonces that signers cancelled at the desk or the relay."""

maker_epochs = projected(
    "maker_epochs",
    address_column("maker", primary_key=True),
    units_column("epoch"),
)
"""The present epoch of makers that cancelled all their offers; the others' is 0."""

currencies = projected(
    "currencies",
    address_column("address", primary_key=True),
    number_column("currency_index"),
    Column("is_allowed", Boolean, nullable=False),
    units_column("rate"),
    number_column("exponent"),
)
"""Currencies of the rulebook, at ``rate`` reference units for 10**exponent base units."""

jurisdictions = projected(
    "jurisdictions",
    number_column("code", primary_key=True, autoincrement=False),
    Column("limits", Json, nullable=False),
)
"""Limits by jurisdiction (ISO 3166-1 numeric), by field name, numbers as text."""

authorisations = projected(
    "authorisations",
    Column("kind", String(8), primary_key=True),
    address_column("address", primary_key=True),
    Column("is_authorised", Boolean, nullable=False),
)
"""Desks and books that the rulebook accepts (``desk``, ``book``)."""

gate = projected(
    "gate",
    number_column("id", primary_key=True, autoincrement=False),
    instant_column("paused_until"),
)
"""Until when new loans are paused, in row 1."""
