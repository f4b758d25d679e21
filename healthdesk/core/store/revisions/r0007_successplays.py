"""Schema 7: successplays and what they fired, campaigns, messages sent from here. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables."""
    _plays()
    _campaigns()


def _plays() -> None:
    """Successplays, their versions, what they took note of and fired."""
    op.create_table(
        "play",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("body", sa.Text()),
        sa.Column("draft", sa.Text()),
        sa.Column("active", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("on_since", sa.Integer()),
        sa.Column("seen_day", sa.Integer()),
        sa.Column("archived", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("rehearsed_on", sa.Integer()),
        sa.Column("batch_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_play_name"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name="fk_play_batch_id"),
        **STRICT,
    )
    op.create_table(
        "play_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("play_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("play_id", "version", name="uq_play_version_play_id_version"),
        sa.ForeignKeyConstraint(
            ["play_id"], ["play.id"], name="fk_play_version_play_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_play_version_play_id", "play_version", ["play_id"])
    op.create_table(
        "play_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("play_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("cause_day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "play_id", "account_id", "cause_day", name="uq_play_seen_play_id_account_id_cause_day"
        ),
        sa.ForeignKeyConstraint(
            ["play_id"], ["play.id"], name="fk_play_seen_play_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_play_seen_account_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_play_seen_account_id", "play_seen", ["account_id"])
    op.create_table(
        "firing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("play_id", sa.Integer()),
        sa.Column("play", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("known_on", sa.Integer(), nullable=False),
        sa.Column("cause_day", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.Column("run_id", sa.Integer()),
        sa.Column("renewal_day", sa.Integer()),
        sa.Column("goal_until", sa.Integer()),
        sa.Column("goal_on", sa.Integer()),
        sa.Column("closed_on", sa.Integer()),
        sa.Column("batch_mark", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["play_id"], ["play.id"], name="fk_firing_play_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_firing_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name="fk_firing_run_id", ondelete="SET NULL"
        ),
        **STRICT,
    )
    op.create_index("ix_firing_account_id_day", "firing", ["account_id", "day"])
    op.create_index("ix_firing_play_id", "firing", ["play_id"])
    op.create_index("ix_firing_run_id", "firing", ["run_id"])
    op.create_index("ix_firing_state_day", "firing", ["state", "day"])


def _campaigns() -> None:
    """Campaigns, and messages that are sent from here."""
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Integer(), nullable=False),
        sa.Column("written_on", sa.Integer()),
        sa.Column("ended_on", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_campaign_name"),
        **STRICT,
    )
    op.create_table(
        "campaign_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False, server_default=""),
        sa.Column("subject", sa.Text()),
        sa.Column("body", sa.Text()),
        sa.Column("message_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "campaign_id", "contact_id", name="uq_campaign_person_campaign_id_contact_id"
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name="fk_campaign_person_campaign_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_campaign_person_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="fk_campaign_person_contact_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name="fk_campaign_person_message_id",
            ondelete="SET NULL",
        ),
        **STRICT,
    )
    op.create_index("ix_campaign_person_campaign_id", "campaign_person", ["campaign_id"])
    op.create_index("ix_campaign_person_contact_id", "campaign_person", ["contact_id"])
    op.create_index("ix_campaign_person_message_id", "campaign_person", ["message_id"])
    op.create_table(
        "sending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queued_on", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("tried_at", sa.Text()),
        sa.Column("sent_at", sa.Text()),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key", name="uq_sending_key"),
        sa.UniqueConstraint("message_id", name="uq_sending_message_id"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_sending_message_id", ondelete="CASCADE"
        ),
        **STRICT,
    )
    op.create_index("ix_sending_state", "sending", ["state"])
