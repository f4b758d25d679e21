"""Schema 1: the first desk. Frozen; the present tables are in store/tables.py."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

STRICT = {"sqlite_strict": True}
KEPT = {"sqlite_strict": True, "sqlite_autoincrement": True}


def upgrade() -> None:
    """Make everything a desk holds in an empty file."""
    _imports()
    _accounts()
    _voice()
    _commerce()
    _health()
    _desk()
    _usage()


def _imports() -> None:
    """The imports and what each did."""
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False, server_default=""),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("tables", sa.Text(), nullable=False),
        sa.Column("rejects_file", sa.Text()),
        sa.Column("undone", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id"),
        **KEPT,
    )
    op.create_table(
        "batch_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_batch_row_batch_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_batch_row_batch_id_seq", "batch_row", ["batch_id", "seq"])
    op.create_index("ix_batch_row_table_name_row_id", "batch_row", ["table_name", "row_id"])
    op.create_table(
        "batch_usage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("account_low", sa.Integer(), nullable=False),
        sa.Column("account_high", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_batch_usage_batch_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_batch_usage_batch_id", "batch_usage", ["batch_id"])


def _accounts() -> None:
    """Who the facts are about, and what is measured."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", name="uq_account_account_id"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["account.id"], name="fk_account_parent_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_account_batch_id"),
        **KEPT,
    )
    op.create_index("ix_account_parent_id", "account", ["parent_id"])
    op.create_table(
        "attribute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_attribute_key"),
        **STRICT,
    )
    op.create_table(
        "attribute_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "account_id",
            "attribute_id",
            "day",
            name="uq_attribute_value_account_id_attribute_id_day",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_attribute_value_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["attribute_id"],
            ["attribute.id"],
            name="fk_attribute_value_attribute_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_attribute_value_batch_id"
        ),
        **STRICT,
    )
    op.create_index("ix_attribute_value_attribute_id", "attribute_value", ["attribute_id"])
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("role", sa.Text()),
        sa.Column("advocate", sa.Integer()),
        sa.Column("do_not_contact", sa.Integer()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact_id", name="uq_contact_contact_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_contact_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_contact_batch_id"),
        **KEPT,
    )
    op.create_index("ix_contact_account_id", "contact", ["account_id"])
    op.create_table(
        "metric",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("fill", sa.Text(), nullable=False, server_default="zero"),
        sa.Column("feature", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("metric", name="uq_metric_metric"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_metric_batch_id"),
        **KEPT,
    )


def _voice() -> None:
    """What customers said and how they feel."""
    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rating", sa.REAL(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("sentiment", sa.REAL()),
        sa.Column("sentiment_estimated", sa.REAL()),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("response_id", name="uq_survey_response_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_survey_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_survey_contact_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_survey_batch_id"),
        **STRICT,
    )
    op.create_index("ix_survey_account_id_day", "survey", ["account_id", "day"])
    op.create_index("ix_survey_contact_id", "survey", ["contact_id"])
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False, server_default=""),
        sa.Column("value", sa.REAL(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "day", "by", name="uq_pulse_account_id_day_by"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_pulse_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_pulse_batch_id"),
        **STRICT,
    )
    op.create_table(
        "touchpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contacts", sa.Text(), nullable=False, server_default=""),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text()),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text()),
        sa.Column("subject", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("sentiment", sa.REAL()),
        sa.Column("sentiment_estimated", sa.REAL()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("touchpoint_id", name="uq_touchpoint_touchpoint_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_touchpoint_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_touchpoint_batch_id"),
        **STRICT,
    )
    op.create_index("ix_touchpoint_account_id_day", "touchpoint", ["account_id", "day"])
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("opened_on", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.Text()),
        sa.Column("closed_on", sa.Integer()),
        sa.Column("closed_at", sa.Text()),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("sentiment", sa.REAL()),
        sa.Column("sentiment_estimated", sa.REAL()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_id", name="uq_ticket_ticket_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_ticket_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_ticket_contact_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_ticket_batch_id"),
        **STRICT,
    )
    op.create_index("ix_ticket_account_id_opened_on", "ticket", ["account_id", "opened_on"])
    op.create_index("ix_ticket_contact_id", "ticket", ["contact_id"])
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("sentiment", sa.REAL()),
        sa.Column("sentiment_estimated", sa.REAL()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("mention_id", name="uq_mention_mention_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_mention_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_mention_batch_id"),
        **STRICT,
    )
    op.create_index("ix_mention_account_id_day", "mention", ["account_id", "day"])


def _commerce() -> None:
    """Contracts, money, milestones, outcomes."""
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.Text()),
        sa.Column("seats", sa.REAL()),
        sa.Column("arr", sa.REAL()),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subscription_id", name="uq_subscription_subscription_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_subscription_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_subscription_batch_id"),
        **STRICT,
    )
    op.create_index("ix_subscription_account_id_start", "subscription", ["account_id", "start"])
    op.create_table(
        "invoice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Integer()),
        sa.Column("amount", sa.REAL()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("invoice_id", name="uq_invoice_invoice_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_invoice_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_invoice_batch_id"),
        **STRICT,
    )
    op.create_index("ix_invoice_account_id_issued_on", "invoice", ["account_id", "issued_on"])
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("milestone", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Integer()),
        sa.Column("done_on", sa.Integer()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "milestone", name="uq_milestone_account_id_milestone"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_milestone_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_milestone_batch_id"),
        **STRICT,
    )
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arr_change", sa.REAL()),
        sa.Column("reason", sa.Text()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "day", "kind", name="uq_outcome_account_id_day_kind"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_outcome_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_outcome_batch_id"),
        **STRICT,
    )
    op.create_table(
        "contact_usage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value", sa.REAL(), nullable=False),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "contact_id", "metric_id", "day", name="uq_contact_usage_contact_id_metric_id_day"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_contact_usage_contact_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["metric_id"], ["metric.id"], name="fk_contact_usage_metric_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_contact_usage_batch_id"
        ),
        **STRICT,
    )


def _health() -> None:
    """What scores are made of, and what they were."""
    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("retired", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_profile_key"),
        **STRICT,
    )
    op.create_table(
        "profile_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("profile_id", "version", name="uq_profile_version_profile_id_version"),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profile.id"], name="fk_profile_version_profile_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_profile_version_batch_id"
        ),
        **STRICT,
    )
    op.create_table(
        "segment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_segment_name"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_segment_batch_id"),
        **STRICT,
    )
    op.create_table(
        "score_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("band", sa.Text()),
        sa.Column("score", sa.REAL()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_score_override_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_score_override_batch_id"
        ),
        **STRICT,
    )
    op.create_index(
        "ix_score_override_account_id_first_day", "score_override", ["account_id", "first_day"]
    )
    op.create_table(
        "score_reported",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("score", sa.REAL()),
        sa.Column("shown", sa.Integer()),
        sa.Column("band", sa.Text(), nullable=False),
        sa.Column("coverage", sa.REAL(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "day", name="uq_score_reported_account_id_day"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_score_reported_account_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_score_reported_day", "score_reported", ["day"])


def _desk() -> None:
    """The desk's own keeping."""
    op.create_table(
        "setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_setting_key"),
        **STRICT,
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_snapshot_key"),
        **STRICT,
    )
    op.create_table(
        "desk_stamp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )
    op.execute("INSERT INTO desk_stamp (id, stamp) VALUES (1, 0)")


def _usage() -> None:
    """The wide table of usage, without metrics, and its views."""
    op.execute(
        "CREATE TABLE usage (account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,"
        " day INTEGER NOT NULL, PRIMARY KEY (account_id, day)) STRICT, WITHOUT ROWID"
    )
    op.execute(
        "CREATE VIEW usage_long(account_id, metric, day, value) AS"
        " SELECT long.account_id, metric.metric, long.day, long.value"
        " FROM (SELECT account_id, 0 AS metric_id, day, 0.0 AS value FROM usage WHERE 0) AS long"
        " JOIN metric ON metric.id = long.metric_id"
    )
    op.execute(
        "CREATE VIEW usage_by_day(account_id, metric, day, value) AS"
        " SELECT account.account_id, usage_long.metric, date(usage_long.day * 86400, 'unixepoch'),"
        " usage_long.value FROM usage_long JOIN account ON account.id = usage_long.account_id"
    )
