"""Schema 4: dashboards and templates of them, and when their tiles were looked at. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables of dashboards."""
    op.create_table(
        "dashboard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "name", name="uq_dashboard_kind_name"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_dashboard_batch_id"),
        **STRICT,
    )
    op.create_table(
        "tile_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dashboard_id", sa.Integer(), nullable=False),
        sa.Column("tile", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("dashboard_id", "tile", name="uq_tile_seen_dashboard_id_tile"),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboard.id"], name="fk_tile_seen_dashboard_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_tile_seen_dashboard_id", "tile_seen", ["dashboard_id"])
