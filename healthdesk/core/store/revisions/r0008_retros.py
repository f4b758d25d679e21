"""Schema 8: churn retros and the signs they found. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "retro",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("arr", sa.REAL()),
        sa.Column("tenure_days", sa.Integer()),
        sa.Column("fit", sa.Text(), nullable=False, server_default=""),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("done_well", sa.Text(), nullable=False, server_default=""),
        sa.Column("done_better", sa.Text(), nullable=False, server_default=""),
        sa.Column("profile", sa.Text(), nullable=False, server_default=""),
        sa.Column("known_on", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Integer()),
        sa.Column("by", sa.Text(), nullable=False, server_default=""),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "day", name="uq_retro_account_id_day"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_retro_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_retro_batch_id"),
        **STRICT,
    )
    op.create_table(
        "retro_signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("retro_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer()),
        sa.Column("measure", sa.Text(), nullable=False, server_default=""),
        sa.Column("reading", sa.Text()),
        sa.Column("missed", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("candidate", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["retro_id"], ["retro.id"], name="fk_retro_signal_retro_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_retro_signal_retro_id", "retro_signal", ["retro_id"])
