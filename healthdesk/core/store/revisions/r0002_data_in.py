"""Schema 2: mappings, aliases, waiting rows, fields typed here, sources, merges. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables that taking in foreign data needs."""
    _parts()
    _mapping()
    _waiting()
    _typed()
    _sources()
    _merges()


def _parts() -> None:
    """The files of an import, each a batch of its own."""
    op.create_table(
        "import_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", name="uq_import_part_batch_id"),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name="fk_import_part_batch_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["load_id"], ["import_batch.id"], name="fk_import_part_load_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_import_part_load_id", "import_part", ["load_id"])


def _mapping() -> None:
    """How files become tables, and whom names mean."""
    op.create_table(
        "mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_mapping_name"),
        **STRICT,
    )
    op.create_table(
        "account_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("by", "value", name="uq_account_alias_by_value"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_account_alias_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_account_alias_batch_id"
        ),
        **STRICT,
    )
    op.create_index("ix_account_alias_account_id", "account_alias", ["account_id"])


def _waiting() -> None:
    """Rows whose account nobody knew."""
    op.create_table(
        "waiting_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_waiting_row_batch_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["import_batch.id"],
            name="fk_waiting_row_settled_by",
            ondelete="SET NULL",
        ),
        **STRICT,
    )
    op.create_index("ix_waiting_row_batch_id", "waiting_row", ["batch_id"])
    op.create_index("ix_waiting_row_by_value", "waiting_row", ["by", "value"])


def _typed() -> None:
    """What was typed here, so that a file does not overwrite it unasked."""
    op.create_table(
        "hand_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "table_name", "row_id", "field", name="uq_hand_edit_table_name_row_id_field"
        ),
        **STRICT,
    )


def _sources() -> None:
    """Watched folders and saved queries."""
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("last_at", sa.Text()),
        sa.Column("last_batch", sa.Integer()),
        sa.Column("last_error", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False, server_default="{}"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_source_name"),
        sa.ForeignKeyConstraint(
            ["last_batch"], ["import_batch.id"], name="fk_source_last_batch", ondelete="SET NULL"
        ),
        **STRICT,
    )


def _merges() -> None:
    """Records made one, and records that must stay two."""
    op.create_table(
        "account_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.Column("kept_name", sa.Text(), nullable=False),
        sa.Column("gone_name", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("after_batch", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("ended_by", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )
    op.create_table(
        "kept_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("low", sa.Text(), nullable=False),
        sa.Column("high", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "low", "high", name="uq_kept_apart_kind_low_high"),
        **STRICT,
    )
