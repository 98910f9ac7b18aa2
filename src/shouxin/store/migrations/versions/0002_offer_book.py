# SPDX-License-Identifier: Apache-2.0
"""The offer book."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBERS = (
    "rate_ppm",
    "fee_ppm",
    "all_in_rate_ppm_max",
    "method",
    "instalments",
    "interest_only_periods",
    "period_days",
    "borrower_kind",
    "purpose",
    "jurisdiction",
    "product",
)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "offers",
        sa.Column("id", _number(), nullable=False),
        sa.Column("digest", sa.String(length=66), nullable=False),
        sa.Column("side", _number(), nullable=False),
        sa.Column("maker", sa.String(length=42), nullable=False),
        sa.Column("taker", sa.String(length=66), nullable=True),
        sa.Column("currency", sa.String(length=42), nullable=False),
        sa.Column("amount", sa.String(length=39), nullable=False),
        sa.Column("fill_min", sa.String(length=39), nullable=False),
        sa.Column("nonce", sa.String(length=78), nullable=False),
        sa.Column("epoch", sa.String(length=78), nullable=False),
        sa.Column("expiry_at", _number(), nullable=False),
        *(sa.Column(name, _number(), nullable=False) for name in NUMBERS),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("posted_at", _number(), nullable=False),
        sa.Column("checked_at", _number(), nullable=False),
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


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index("ix_offers_side_currency")
        batch_op.drop_index("ix_offers_maker")
        batch_op.drop_index("ix_offers_checked_at")

    op.drop_table("offers")


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")
