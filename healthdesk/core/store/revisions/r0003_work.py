"""Schema 3: work with accounts: tasks, plans, findings, people, feedback, forecasts. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables of the work with accounts."""
    _care()
    _plans()
    _tasks()
    _meetings()
    _advocates()
    _feedback()
    _renewals()
    _today()


def _care() -> None:
    """What a person keeps of accounts and contacts."""
    op.create_table(
        "account_care",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("starred", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("matters", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", name="uq_account_care_account_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_account_care_account_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_table(
        "contact_care",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("influence", sa.Integer()),
        sa.Column("stance", sa.Text(), nullable=False, server_default=""),
        sa.Column("part", sa.Text(), nullable=False, server_default=""),
        sa.Column("left_on", sa.Integer()),
        sa.Column("successor_id", sa.Integer()),
        sa.Column("personal", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact_id", name="uq_contact_care_contact_id"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_contact_care_contact_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"],
            ["contact.id"],
            name="fk_contact_care_successor_id",
            ondelete="SET NULL",
        ),
        **STRICT,
    )
    op.create_index("ix_contact_care_successor_id", "contact_care", ["successor_id"])


def _plans() -> None:
    """Why a score moved, and what is done about it."""
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("hypothesis", sa.Text(), nullable=False, server_default=""),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False, server_default=""),
        sa.Column("verdict_on", sa.Integer()),
        sa.Column("action", sa.Text(), nullable=False, server_default=""),
        sa.Column("dismissed_why", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_finding_account_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_finding_account_id", "finding", ["account_id"])
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer()),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False, server_default=""),
        sa.Column("owner", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer()),
        sa.Column("exit_rule", sa.Text()),
        sa.Column("exit_days", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.Column("closed_on", sa.Integer()),
        sa.Column("closed_how", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_plan_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["finding.id"], name="fk_plan_finding_id", ondelete="SET NULL"
        ),
        **STRICT,
    )
    op.create_index("ix_plan_account_id", "plan", ["account_id"])
    op.create_index("ix_plan_finding_id", "plan", ["finding_id"])


def _tasks() -> None:
    """What is to be done, and what is worth keeping."""
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("plan_id", sa.Integer()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("checklist", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False, server_default="normal"),
        sa.Column("needs_touch", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer()),
        sa.Column("done_on", sa.Integer()),
        sa.Column("done_at", sa.Text()),
        sa.Column("dropped_on", sa.Integer()),
        sa.Column("dropped_why", sa.Text(), nullable=False, server_default=""),
        sa.Column("touchpoint_id", sa.Integer()),
        sa.Column("origin", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_task_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_task_contact_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plan.id"], name="fk_task_plan_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name="fk_task_touchpoint_id", ondelete="SET NULL"
        ),
        **STRICT,
    )
    op.create_index("ix_task_account_id", "task", ["account_id"])
    op.create_index("ix_task_contact_id", "task", ["contact_id"])
    op.create_index("ix_task_done_on_due_on", "task", ["done_on", "due_on"])
    op.create_index("ix_task_plan_id", "task", ["plan_id"])
    op.create_index("ix_task_touchpoint_id", "task", ["touchpoint_id"])
    op.create_table(
        "moment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False, server_default="us"),
        sa.Column("due_on", sa.Integer()),
        sa.Column("done_on", sa.Integer()),
        sa.Column("pinned", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_moment_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_moment_contact_id", ondelete="SET NULL"
        ),
        **STRICT,
    )
    op.create_index("ix_moment_account_id_kind", "moment", ["account_id", "kind"])
    op.create_index("ix_moment_contact_id", "moment", ["contact_id"])


def _meetings() -> None:
    """Who was asked to meetings."""
    op.create_table(
        "meeting_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "touchpoint_id", "contact_id", name="uq_meeting_asked_touchpoint_id_contact_id"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoint.id"],
            name="fk_meeting_asked_touchpoint_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_meeting_asked_contact_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_meeting_asked_contact_id", "meeting_asked", ["contact_id"])
    op.create_index("ix_meeting_asked_touchpoint_id", "meeting_asked", ["touchpoint_id"])


def _advocates() -> None:
    """Who speaks for us, and what they were asked."""
    op.create_table(
        "advocate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("willing", sa.Text(), nullable=False, server_default="maybe"),
        sa.Column("cool_days", sa.Integer(), nullable=False, server_default=sa.text("120")),
        sa.Column("story", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("contact_id", name="uq_advocate_contact_id"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_advocate_contact_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_table(
        "advocate_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered_on", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_advocate_ask_contact_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_advocate_ask_contact_id", "advocate_ask", ["contact_id"])


def _feedback() -> None:
    """What customers said, and what became of it."""
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_theme_name"),
        **STRICT,
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer()),
        sa.Column("mention_id", sa.Integer()),
        sa.Column("touchpoint_id", sa.Integer()),
        sa.Column("ticket_id", sa.Integer()),
        sa.Column("heard_on", sa.Integer()),
        sa.Column("acted_on", sa.Integer()),
        sa.Column("told_on", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_feedback_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name="fk_feedback_survey_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mention_id"], ["mention.id"], name="fk_feedback_mention_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoint.id"],
            name="fk_feedback_touchpoint_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_feedback_ticket_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_feedback_account_id", "feedback", ["account_id"])
    op.create_index("ix_feedback_mention_id", "feedback", ["mention_id"])
    op.create_index("ix_feedback_survey_id", "feedback", ["survey_id"])
    op.create_index("ix_feedback_ticket_id", "feedback", ["ticket_id"])
    op.create_index("ix_feedback_touchpoint_id", "feedback", ["touchpoint_id"])
    op.create_table(
        "feedback_theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "feedback_id", "theme_id", name="uq_feedback_theme_feedback_id_theme_id"
        ),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedback.id"],
            name="fk_feedback_theme_feedback_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name="fk_feedback_theme_theme_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_feedback_theme_feedback_id", "feedback_theme", ["feedback_id"])
    op.create_index("ix_feedback_theme_theme_id", "feedback_theme", ["theme_id"])


def _renewals() -> None:
    """What was expected of renewals, and files."""
    op.create_table(
        "forecast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("renewal_day", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("amount", sa.REAL()),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("next_step", sa.Text(), nullable=False, server_default=""),
        sa.Column("decider", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "account_id",
            "renewal_day",
            "made_on",
            name="uq_forecast_account_id_renewal_day_made_on",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_forecast_account_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("touchpoint_id", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_attachment_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoint.id"],
            name="fk_attachment_touchpoint_id",
            ondelete="SET NULL",
        ),
        **STRICT,
    )
    op.create_index("ix_attachment_account_id", "attachment", ["account_id"])
    op.create_index("ix_attachment_touchpoint_id", "attachment", ["touchpoint_id"])


def _today() -> None:
    """What was done with the rows of Today, and when somebody looked."""
    op.create_table(
        "today_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_today_mark_key"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_today_mark_account_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_today_mark_account_id", "today_mark", ["account_id"])
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.Text()),
        sa.Column("handled", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("snoozed", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("left", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )
