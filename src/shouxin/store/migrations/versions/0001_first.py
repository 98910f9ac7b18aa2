# SPDX-License-Identifier: Apache-2.0
"""First."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "amendments",
        sa.Column(
            "block_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "log_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column(
            "block_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken_back", sa.String(length=78), nullable=False),
        sa.Column("terms_hash", sa.String(length=66), nullable=False),
        sa.Column("terms", sa.String(length=834), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_amendments")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index("ix_amendments_loan", ["loan"], unique=False)

    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("party", sa.String(length=66), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=128), nullable=False),
        sa.Column(
            "created_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "rotated_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "revoked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("used_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
    )
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_keys_owner"), ["owner"], unique=False)

    op.create_table(
        "attestations",
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column("topic", sa.String(length=78), nullable=False),
        sa.Column("issuer", sa.String(length=42), nullable=False),
        sa.Column("statement", sa.String(length=66), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "attested_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("party", "topic", "issuer", name=op.f("pk_attestations")),
    )
    op.create_table(
        "attesters",
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.Column("topic", sa.String(length=78), nullable=False),
        sa.Column("is_accredited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("address", "topic", name=op.f("pk_attesters")),
    )
    op.create_table(
        "authorisations",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.Column("is_authorised", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "address", name=op.f("pk_authorisations")),
    )
    op.create_table(
        "cancelled_nonces",
        sa.Column("contract", sa.String(length=42), nullable=False),
        sa.Column("signer", sa.String(length=42), nullable=False),
        sa.Column("nonce", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("contract", "signer", "nonce", name=op.f("pk_cancelled_nonces")),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=66), nullable=False),
        sa.Column("party", sa.String(length=66), nullable=True),
        sa.Column(
            "block_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_table(
        "claims",
        sa.Column(
            "block_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "log_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column(
            "block_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("holder", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index("ix_claims_holder", ["holder"], unique=False)
        batch_op.create_index("ix_claims_loan", ["loan"], unique=False)

    op.create_table(
        "currencies",
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.Column(
            "currency_index", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("is_allowed", sa.Boolean(), nullable=False),
        sa.Column("rate", sa.String(length=78), nullable=False),
        sa.Column("exponent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_currencies")),
    )
    op.create_table(
        "desk_balances",
        sa.Column("lender", sa.String(length=42), nullable=False),
        sa.Column("currency", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("lender", "currency", name=op.f("pk_desk_balances")),
    )
    op.create_table(
        "disputes",
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column(
            "entry_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "disputed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "answered_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("answer", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "correction", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("party", "entry_index", name=op.f("pk_disputes")),
    )
    op.create_table(
        "entries",
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column(
            "entry_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("source", sa.String(length=42), nullable=False),
        sa.Column("word", sa.String(length=66), nullable=False),
        sa.Column("kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_stated", sa.Boolean(), nullable=False),
        sa.Column(
            "block_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "block_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "log_index", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.PrimaryKeyConstraint("party", "entry_index", name=op.f("pk_entries")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index("ix_entries_loan", ["loan"], unique=False)

    op.create_table(
        "gate",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("paused_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
    )
    op.create_table(
        "holdings",
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("holder", sa.String(length=42), nullable=False),
        sa.Column("units", sa.String(length=78), nullable=False),
        sa.Column("settled", sa.String(length=78), nullable=False),
        sa.Column("owed", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("loan", "holder", name=op.f("pk_holdings")),
    )
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.create_index("ix_holdings_holder", ["holder"], unique=False)

    op.create_table(
        "idempotent_requests",
        sa.Column("caller", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("headers", sa.Text(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotent_requests")),
    )
    with op.batch_alter_table("idempotent_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_idempotent_requests_begun_at"), ["begun_at"], unique=False
        )

    op.create_table(
        "identity_providers",
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.Column("is_accredited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_identity_providers")),
    )
    op.create_table(
        "index_blocks",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("hash", sa.String(length=66), nullable=False),
        sa.Column("time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_index_blocks")),
    )
    op.create_table(
        "index_cursor",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("chain_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("genesis_hash", sa.String(length=66), nullable=False),
        sa.Column("contracts", sa.String(length=2000), nullable=False),
        sa.Column(
            "next_block", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "head_block", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "head_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "quiet_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_cursor")),
    )
    op.create_table(
        "jurisdictions",
        sa.Column(
            "code",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_jurisdictions")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("beat", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "loan_exposures",
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column("source", sa.String(length=42), nullable=False),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("exposure", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("party", "source", "loan", name=op.f("pk_loan_exposures")),
    )
    op.create_table(
        "loans",
        sa.Column("id", sa.String(length=66), nullable=False),
        sa.Column("book", sa.String(length=42), nullable=False),
        sa.Column("borrower", sa.String(length=66), nullable=False),
        sa.Column("lender", sa.String(length=66), nullable=False),
        sa.Column("borrower_wallet", sa.String(length=42), nullable=False),
        sa.Column("lender_wallet", sa.String(length=42), nullable=False),
        sa.Column("servicer", sa.String(length=42), nullable=False),
        sa.Column("desk", sa.String(length=42), nullable=False),
        sa.Column("currency", sa.String(length=42), nullable=False),
        sa.Column("principal", sa.String(length=78), nullable=False),
        sa.Column("quantum", sa.String(length=78), nullable=False),
        sa.Column(
            "jurisdiction", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("product", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "start_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "maturity_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "utc_offset_minutes",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("severity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_defaulted", sa.Boolean(), nullable=False),
        sa.Column("is_written_off", sa.Boolean(), nullable=False),
        sa.Column("balance", sa.String(length=78), nullable=False),
        sa.Column("received", sa.String(length=78), nullable=False),
        sa.Column("claimed", sa.String(length=78), nullable=False),
        sa.Column("is_licensed", sa.Boolean(), nullable=False),
        sa.Column("is_fee_released", sa.Boolean(), nullable=False),
        sa.Column("is_amended", sa.Boolean(), nullable=False),
        sa.Column("terms_hash", sa.String(length=66), nullable=False),
        sa.Column("opening_terms", sa.String(length=834), nullable=False),
        sa.Column("terms", sa.String(length=834), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "attention_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("offer_digest", sa.String(length=66), nullable=True),
        sa.Column("successor", sa.String(length=66), nullable=True),
        sa.Column(
            "opened_block", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "opened_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("closed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "changed_block", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loans")),
    )
    with op.batch_alter_table("loans", schema=None) as batch_op:
        batch_op.create_index("ix_loans_borrower", ["borrower"], unique=False)
        batch_op.create_index("ix_loans_lender", ["lender"], unique=False)
        batch_op.create_index("ix_loans_opened_block", ["opened_block"], unique=False)
        batch_op.create_index(
            "ix_loans_status_attention_day", ["status", "attention_day"], unique=False
        )
        batch_op.create_index("ix_loans_terms_hash", ["terms_hash"], unique=False)

    op.create_table(
        "maker_epochs",
        sa.Column("maker", sa.String(length=42), nullable=False),
        sa.Column("epoch", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("maker", name=op.f("pk_maker_epochs")),
    )
    op.create_table(
        "note_transfers",
        sa.Column(
            "block_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "log_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column(
            "block_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("sender", sa.String(length=42), nullable=False),
        sa.Column("receiver", sa.String(length=42), nullable=False),
        sa.Column("units", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint(
            "block_number", "log_index", "position", name=op.f("pk_note_transfers")
        ),
    )
    with op.batch_alter_table("note_transfers", schema=None) as batch_op:
        batch_op.create_index("ix_note_transfers_loan", ["loan"], unique=False)

    op.create_table(
        "offer_fills",
        sa.Column("digest", sa.String(length=66), nullable=False),
        sa.Column("maker", sa.String(length=42), nullable=False),
        sa.Column("remaining", sa.String(length=78), nullable=False),
        sa.Column(
            "fill_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_offer_fills")),
    )
    op.create_table(
        "offers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=66), nullable=False),
        sa.Column("side", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("maker", sa.String(length=42), nullable=False),
        sa.Column("taker", sa.String(length=66), nullable=True),
        sa.Column("currency", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=39), nullable=False),
        sa.Column("fill_min", sa.String(length=39), nullable=False),
        sa.Column("nonce", sa.String(length=78), nullable=False),
        sa.Column("epoch", sa.String(length=78), nullable=False),
        sa.Column(
            "expiry_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("rate_ppm", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fee_ppm", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "all_in_rate_ppm_max",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("method", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "instalments", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "interest_only_periods",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "period_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "borrower_kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("purpose", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "jurisdiction", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("product", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column(
            "posted_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "checked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("void_code", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("digest", name=op.f("uq_offers_digest")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index("ix_offers_checked_at", ["checked_at"], unique=False)
        batch_op.create_index("ix_offers_maker", ["maker"], unique=False)
        batch_op.create_index(
            "ix_offers_side_currency", ["side", "currency", "instalments"], unique=False
        )

    op.create_table(
        "outbox_attempts",
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column("id", sa.String(length=34), nullable=False),
        sa.Column("nonce", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("max_fee_wei", sa.String(length=78), nullable=False),
        sa.Column("tip_wei", sa.String(length=78), nullable=False),
        sa.Column("made_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("transaction_hash", name=op.f("pk_outbox_attempts")),
    )
    with op.batch_alter_table("outbox_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_attempts_id"), ["id"], unique=False)

    op.create_table(
        "outbox_spending",
        sa.Column(
            "day",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("wei", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("day", "subject", name=op.f("pk_outbox_spending")),
    )
    op.create_table(
        "outbox_transactions",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=34), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("call_hash", sa.String(length=66), nullable=False),
        sa.Column("party", sa.String(length=66), nullable=True),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("lane", sa.String(length=42), nullable=True),
        sa.Column("sender", sa.String(length=42), nullable=True),
        sa.Column("to_address", sa.String(length=42), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("value_wei", sa.String(length=78), nullable=False),
        sa.Column(
            "gas_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("nonce", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("transaction_hash", sa.String(length=66), nullable=True),
        sa.Column(
            "rejections", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "created_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("signed_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "block_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("block_hash", sa.String(length=66), nullable=True),
        sa.Column("gas_used", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "spending_day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reserved_wei", sa.String(length=78), nullable=False),
        sa.Column("spent_wei", sa.String(length=78), nullable=True),
        sa.Column("failure_code", sa.String(length=80), nullable=True),
        sa.Column("failure_en", sa.Text(), nullable=True),
        sa.Column("failure_zh", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox_transactions")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_transactions_id")),
        sa.UniqueConstraint(
            "subject",
            "idempotency_key",
            name=op.f("uq_outbox_transactions_subject_idempotency_key"),
        ),
    )
    with op.batch_alter_table("outbox_transactions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_transactions_nonce", ["lane", "sender", "nonce"], unique=False
        )
        batch_op.create_index(
            "ix_outbox_transactions_work", ["is_settled", "lane", "sequence"], unique=False
        )

    op.create_table(
        "parties",
        sa.Column("id", sa.String(length=66), nullable=False),
        sa.Column(
            "jurisdiction", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provider", sa.String(length=42), nullable=False),
        sa.Column("recovery", sa.String(length=66), nullable=False),
        sa.Column("is_licensed", sa.Boolean(), nullable=False),
        sa.Column(
            "enrolled_block", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "enrolled_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("freeze_reference", sa.String(length=66), nullable=True),
        sa.Column(
            "order_ends_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "frozen_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
    )
    op.create_table(
        "party_links",
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column("other", sa.String(length=66), nullable=False),
        sa.Column("provider", sa.String(length=42), nullable=False),
        sa.Column(
            "linked_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("party", "other", name=op.f("pk_party_links")),
    )
    with op.batch_alter_table("party_links", schema=None) as batch_op:
        batch_op.create_index("ix_party_links_other", ["other"], unique=False)

    op.create_table(
        "payments",
        sa.Column(
            "block_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "log_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column(
            "block_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("payer", sa.String(length=42), nullable=False),
        sa.Column("payer_party", sa.String(length=66), nullable=False),
        sa.Column("reference", sa.String(length=66), nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("interest", sa.String(length=78), nullable=False),
        sa.Column("principal", sa.String(length=78), nullable=False),
        sa.Column("penalty", sa.String(length=78), nullable=False),
        sa.Column("balance", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_payments")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index("ix_payments_loan", ["loan"], unique=False)

    op.create_table(
        "projection_faults",
        sa.Column(
            "block_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "log_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column(
            "block_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_projection_faults")),
    )
    op.create_table(
        "record_accreditations",
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.Column("is_furnisher", sa.Boolean(), nullable=False),
        sa.Column("purposes", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_record_accreditations")),
    )
    op.create_table(
        "records",
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column("head", sa.String(length=66), nullable=False),
        sa.Column(
            "entry_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("counts", sa.String(length=78), nullable=False),
        sa.Column("marks", sa.String(length=78), nullable=False),
        sa.Column("statements", sa.String(length=78), nullable=False),
        sa.Column("exposure", sa.String(length=78), nullable=False),
        sa.Column(
            "changed_block", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("party", name=op.f("pk_records")),
    )
    op.create_table(
        "recoveries",
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column("lost", sa.String(length=42), nullable=False),
        sa.Column("wallet", sa.String(length=42), nullable=False),
        sa.Column("provider", sa.String(length=42), nullable=False),
        sa.Column("second_provider", sa.String(length=42), nullable=True),
        sa.Column("due_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_contested", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("party", name=op.f("pk_recoveries")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=66), nullable=False),
        sa.Column("wallet", sa.String(length=42), nullable=False),
        sa.Column(
            "created_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("used_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ends_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_with", sa.String(length=120), nullable=False),
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_wallet"), ["wallet"], unique=False)

    op.create_table(
        "sign_in_nonces",
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("uri", sa.String(length=255), nullable=False),
        sa.Column("chain_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "issued_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_sign_in_nonces")),
    )
    with op.batch_alter_table("sign_in_nonces", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_nonces_expires_at"), ["expires_at"], unique=False
        )

    op.create_table(
        "undo",
        sa.Column(
            "block_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("table_name", sa.String(length=64), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("block_number", "table_name", "row_key", name=op.f("pk_undo")),
    )
    op.create_table(
        "waivers",
        sa.Column(
            "block_number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "log_index",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("transaction_hash", sa.String(length=66), nullable=False),
        sa.Column(
            "block_time", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("loan", sa.String(length=66), nullable=False),
        sa.Column("day", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("interest", sa.String(length=78), nullable=False),
        sa.Column("principal", sa.String(length=78), nullable=False),
        sa.Column("penalty", sa.String(length=78), nullable=False),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_waivers")),
    )
    with op.batch_alter_table("waivers", schema=None) as batch_op:
        batch_op.create_index("ix_waivers_loan", ["loan"], unique=False)

    op.create_table(
        "wallets",
        sa.Column("address", sa.String(length=42), nullable=False),
        sa.Column("party", sa.String(length=66), nullable=False),
        sa.Column("member", sa.String(length=42), nullable=True),
        sa.Column(
            "joined_block", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "joined_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("successor", sa.String(length=42), nullable=True),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_wallets")),
    )
    with op.batch_alter_table("wallets", schema=None) as batch_op:
        batch_op.create_index("ix_wallets_party", ["party"], unique=False)

    op.create_table(
        "webhook_cursor",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "last_change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_cursor")),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("webhook_id", sa.String(length=32), nullable=False),
        sa.Column(
            "change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column(
            "block_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("next_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "created_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("ended_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "last_status", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("last_reason", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    with op.batch_alter_table("webhook_deliveries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_webhook_deliveries_due", ["status", "webhook_id", "next_at"], unique=False
        )
        batch_op.create_index("ix_webhook_deliveries_of", ["webhook_id", "change_id"], unique=False)

    op.create_table(
        "webhooks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=128), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("description", sa.String(length=120), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("party", sa.String(length=66), nullable=True),
        sa.Column("is_final_only", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("former_secret", sa.String(length=64), nullable=True),
        sa.Column(
            "former_until", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "created_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "failures_in_row", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhooks_owner"), ["owner"], unique=False)

    op.create_table(
        "api_key_secrets",
        sa.Column("secret_hash", sa.String(length=66), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("ends_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["key_id"], ["api_keys.id"], name=op.f("fk_api_key_secrets_key_id_api_keys")
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_api_key_secrets")),
    )
    with op.batch_alter_table("api_key_secrets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_key_secrets_key_id"), ["key_id"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("api_key_secrets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_key_secrets_key_id"))

    op.drop_table("api_key_secrets")
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhooks_owner"))

    op.drop_table("webhooks")
    with op.batch_alter_table("webhook_deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_webhook_deliveries_of")
        batch_op.drop_index("ix_webhook_deliveries_due")

    op.drop_table("webhook_deliveries")
    op.drop_table("webhook_cursor")
    with op.batch_alter_table("wallets", schema=None) as batch_op:
        batch_op.drop_index("ix_wallets_party")

    op.drop_table("wallets")
    with op.batch_alter_table("waivers", schema=None) as batch_op:
        batch_op.drop_index("ix_waivers_loan")

    op.drop_table("waivers")
    op.drop_table("undo")
    with op.batch_alter_table("sign_in_nonces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_nonces_expires_at"))

    op.drop_table("sign_in_nonces")
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_wallet"))
        batch_op.drop_index(batch_op.f("ix_sessions_ends_at"))

    op.drop_table("sessions")
    op.drop_table("recoveries")
    op.drop_table("records")
    op.drop_table("record_accreditations")
    op.drop_table("projection_faults")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_loan")

    op.drop_table("payments")
    with op.batch_alter_table("party_links", schema=None) as batch_op:
        batch_op.drop_index("ix_party_links_other")

    op.drop_table("party_links")
    op.drop_table("parties")
    with op.batch_alter_table("outbox_transactions", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_transactions_work")
        batch_op.drop_index("ix_outbox_transactions_nonce")

    op.drop_table("outbox_transactions")
    op.drop_table("outbox_spending")
    with op.batch_alter_table("outbox_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_attempts_id"))

    op.drop_table("outbox_attempts")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index("ix_offers_side_currency")
        batch_op.drop_index("ix_offers_maker")
        batch_op.drop_index("ix_offers_checked_at")

    op.drop_table("offers")
    op.drop_table("offer_fills")
    with op.batch_alter_table("note_transfers", schema=None) as batch_op:
        batch_op.drop_index("ix_note_transfers_loan")

    op.drop_table("note_transfers")
    op.drop_table("maker_epochs")
    with op.batch_alter_table("loans", schema=None) as batch_op:
        batch_op.drop_index("ix_loans_terms_hash")
        batch_op.drop_index("ix_loans_status_attention_day")
        batch_op.drop_index("ix_loans_opened_block")
        batch_op.drop_index("ix_loans_lender")
        batch_op.drop_index("ix_loans_borrower")

    op.drop_table("loans")
    op.drop_table("loan_exposures")
    op.drop_table("leases")
    op.drop_table("jurisdictions")
    op.drop_table("index_cursor")
    op.drop_table("index_blocks")
    op.drop_table("identity_providers")
    with op.batch_alter_table("idempotent_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotent_requests_begun_at"))

    op.drop_table("idempotent_requests")
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.drop_index("ix_holdings_holder")

    op.drop_table("holdings")
    op.drop_table("gate")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index("ix_entries_loan")

    op.drop_table("entries")
    op.drop_table("disputes")
    op.drop_table("desk_balances")
    op.drop_table("currencies")
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index("ix_claims_loan")
        batch_op.drop_index("ix_claims_holder")

    op.drop_table("claims")
    op.drop_table("changes")
    op.drop_table("cancelled_nonces")
    op.drop_table("authorisations")
    op.drop_table("attesters")
    op.drop_table("attestations")
    with op.batch_alter_table("api_keys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_keys_owner"))

    op.drop_table("api_keys")
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index("ix_amendments_loan")

    op.drop_table("amendments")
