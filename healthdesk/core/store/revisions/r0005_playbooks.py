"""Schema 5: playbooks, their runs, messages, tasks that come again or were put off. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables of playbooks and the outbox."""
    _playbooks()
    _runs()
    _messages()
    _run_steps()
    _tasks()


def _playbooks() -> None:
    """Playbooks and their versions."""
    op.create_table(
        "playbook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("body", sa.Text()),
        sa.Column("draft", sa.Text()),
        sa.Column("archived", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_playbook_name"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_playbook_batch_id"),
        **STRICT,
    )
    op.create_table(
        "playbook_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "playbook_id", "version", name="uq_playbook_version_playbook_id_version"
        ),
        sa.ForeignKeyConstraint(
            ["playbook_id"],
            ["playbook.id"],
            name="fk_playbook_version_playbook_id",
            ondelete="CASCADE",
        ),
        **STRICT,
    )
    op.create_index("ix_playbook_version_playbook_id", "playbook_version", ["playbook_id"])


def _runs() -> None:
    """Playbooks at work on accounts."""
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("playbook_id", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False, server_default=""),
        sa.Column("origin", sa.Text(), nullable=False, server_default=""),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("start_day", sa.Integer(), nullable=False),
        sa.Column("seen_day", sa.Integer(), nullable=False),
        sa.Column("renewal_day", sa.Integer()),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("pauses", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Integer()),
        sa.Column("ended_why", sa.Text(), nullable=False, server_default=""),
        sa.Column("ask_on", sa.Integer()),
        sa.Column("look_on", sa.Integer()),
        sa.Column("outcome", sa.Text(), nullable=False, server_default=""),
        sa.Column("outcome_words", sa.Text(), nullable=False, server_default=""),
        sa.Column("outcome_on", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["playbook_id"], ["playbook.id"], name="fk_run_playbook_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_run_account_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_run_playbook_id", "run", ["playbook_id"])
    op.create_index("ix_run_status_seen_day", "run", ["status", "seen_day"])


def _messages() -> None:
    """The outbox."""
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer()),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, server_default=""),
        sa.Column("body", sa.Text(), nullable=False, server_default=""),
        sa.Column("template", sa.Text()),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Integer()),
        sa.Column("handed_on", sa.Integer()),
        sa.Column("handed_at", sa.Text()),
        sa.Column("how", sa.Text(), nullable=False, server_default=""),
        sa.Column("dropped_why", sa.Text(), nullable=False, server_default=""),
        sa.Column("touchpoint_id", sa.Integer()),
        sa.Column("origin", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_message_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_message_contact_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoint.id"],
            name="fk_message_touchpoint_id",
            ondelete="SET NULL",
        ),
        **STRICT,
    )
    op.create_index("ix_message_contact_id", "message", ["contact_id"])
    op.create_index("ix_message_state_due_on", "message", ["state", "due_on"])
    op.create_index("ix_message_touchpoint_id", "message", ["touchpoint_id"])


def _run_steps() -> None:
    """What became of each step."""
    op.create_table(
        "run_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("planned_day", sa.Integer(), nullable=False),
        sa.Column("raised_day", sa.Integer()),
        sa.Column("closed_day", sa.Integer()),
        sa.Column("how", sa.Text(), nullable=False, server_default=""),
        sa.Column("streak", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("arm", sa.Integer(), nullable=False, server_default=sa.text("-1")),
        sa.Column("task_id", sa.Integer()),
        sa.Column("message_id", sa.Integer()),
        sa.Column("answers", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("run_id", "step", name="uq_run_step_run_id_step"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name="fk_run_step_run_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name="fk_run_step_task_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_run_step_message_id", ondelete="SET NULL"
        ),
        **STRICT,
    )
    op.create_index("ix_run_step_message_id", "run_step", ["message_id"])
    op.create_index("ix_run_step_run_id", "run_step", ["run_id"])
    op.create_index("ix_run_step_task_id", "run_step", ["task_id"])


def _tasks() -> None:
    """Tasks that come again, and why one was put off."""
    op.create_table(
        "task_repeat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("task_id", name="uq_task_repeat_task_id"),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name="fk_task_repeat_task_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_table(
        "task_snooze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Integer()),
        sa.Column("until_day", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["task_id"], ["task.id"], name="fk_task_snooze_task_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_task_snooze_task_id", "task_snooze", ["task_id"])
