"""Schema 6: reports, handovers, and marks on stamps, pulses and runs. Frozen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

STRICT = {"sqlite_strict": True}


def upgrade() -> None:
    """Make the tables of reports and handovers, and of the marks."""
    _reports()
    _filed()
    _handovers()
    _marks()


def _reports() -> None:
    """Brands, templates and kept options."""
    op.create_table(
        "report_brand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("logo", sa.LargeBinary()),
        sa.Column("color", sa.Text(), nullable=False, server_default=""),
        sa.Column("foot", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_report_brand_name"),
        **STRICT,
    )
    op.create_table(
        "report_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_report_template_name"),
        **STRICT,
    )
    op.create_table(
        "report_kept",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, server_default=""),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "subject", name="uq_report_kept_kind_subject"),
        **STRICT,
    )


def _filed() -> None:
    """Reports as they went out, and reviews that were held."""
    op.create_table(
        "report_filed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, server_default=""),
        sa.Column("scope", sa.Text(), nullable=False, server_default=""),
        sa.Column("account_id", sa.Integer()),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("paper", sa.LargeBinary()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_report_filed_account_id", ondelete="SET NULL"
        ),
        **STRICT,
    )
    op.create_index("ix_report_filed_account_id", "report_filed", ["account_id"])
    op.create_index("ix_report_filed_kind_day", "report_filed", ["kind", "day"])
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False, server_default=""),
        sa.Column("held_on", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False, server_default=""),
        sa.Column("next_on", sa.Integer()),
        sa.Column("touchpoint_id", sa.Integer()),
        sa.Column("filed_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_review_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"],
            ["touchpoint.id"],
            name="fk_review_touchpoint_id",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["filed_id"], ["report_filed.id"], name="fk_review_filed_id", ondelete="SET NULL"
        ),
        **STRICT,
    )
    op.create_index("ix_review_account_id_held_on", "review", ["account_id", "held_on"])
    op.create_index("ix_review_filed_id", "review", ["filed_id"])
    op.create_index("ix_review_touchpoint_id", "review", ["touchpoint_id"])


def _handovers() -> None:
    """Accounts given to a colleague, or taken from one."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("colleague", sa.Text(), nullable=False, server_default=""),
        sa.Column("accounts", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("until_day", sa.Integer()),
        sa.Column("lasting", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("base", sa.LargeBinary()),
        sa.Column("closed_on", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        **STRICT,
    )


def _marks() -> None:
    """Stamps set by a rule, pulses of somebody else, runs signed off."""
    op.create_table(
        "milestone_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("found_on", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["milestone_id"],
            ["milestone.id"],
            name="fk_milestone_rule_milestone_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("milestone_id", name="uq_milestone_rule_milestone_id"),
        **STRICT,
    )
    op.create_table(
        "pulse_inherited",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pulse_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["pulse_id"], ["pulse.id"], name="fk_pulse_inherited_pulse_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("pulse_id", name="uq_pulse_inherited_pulse_id"),
        **STRICT,
    )
    op.create_table(
        "run_signoff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["run.id"], name="fk_run_signoff_run_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("run_id", name="uq_run_signoff_run_id"),
        **STRICT,
    )
    op.create_index("ix_run_signoff_run_id", "run_signoff", ["run_id"])
