"""The tables of reports and handovers, and three marks beside older tables.

Days are day numbers. Part of tables.py, through which everybody reads them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from healthdesk.core.store.base import NO, STRICT, Base, empty_text, to_account, to_row, with_row


class ReportBrand(Base):
    """Whose reports they are: name, logo (PNG or SVG), colour "#rrggbb", a line at the foot."""

    __tablename__ = "report_brand"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    logo: Mapped[bytes | None]
    color: Mapped[str] = empty_text()
    foot: Mapped[str] = empty_text()


class ReportTemplate(Base):
    """Options of a report under a name; `body` is the document (domain/report_options.py)."""

    __tablename__ = "report_template"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    body: Mapped[str]


class ReportKept(Base):
    """The options last used for a kind and what it is of; `subject` is "account:ID" or the like."""

    __tablename__ = "report_kept"
    __table_args__ = (UniqueConstraint("kind", "subject"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str] = empty_text()
    body: Mapped[str]


class ReportFiled(Base):
    """A report as it went out: never changed afterwards.

    `document` is the prepared report (domain/report.py) as zlib-packed JSON, `paper` its PDF,
    `digest` the SHA-256 of the document before packing. `day` is the day of its data.
    """

    __tablename__ = "report_filed"
    __table_args__ = (Index(None, "kind", "day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    subject: Mapped[str] = empty_text()
    scope: Mapped[str] = empty_text()
    """As ReportKept.subject: whom it is of, for programs."""
    account_id: Mapped[int | None] = to_row("account")
    day: Mapped[int]
    filed_on: Mapped[int]
    filed_at: Mapped[str]
    note: Mapped[str] = empty_text()
    document: Mapped[bytes]
    paper: Mapped[bytes | None]
    digest: Mapped[str]


class Review(Base):
    """A review meeting that was held: what was agreed, its touchpoint, and the next one."""

    __tablename__ = "review"
    __table_args__ = (Index(None, "account_id", "held_on"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    period: Mapped[str] = empty_text()
    held_on: Mapped[int]
    agreed: Mapped[str] = empty_text()
    next_on: Mapped[int | None]
    touchpoint_id: Mapped[int | None] = to_row("touchpoint")
    filed_id: Mapped[int | None] = to_row("report_filed")


class Handover(Base):
    """Accounts that were given to a colleague, or taken from one.

    `pack` is the pack's own id, the same on both desks; `way` is given, taken, returned or merged.
    `base` holds the facts as they stood when the pack was made (zlib-packed JSON), against which
    changes on both sides are told. `lasting` = for good, else cover until a day.
    """

    __tablename__ = "handover"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    pack: Mapped[str]
    way: Mapped[str]
    colleague: Mapped[str] = empty_text()
    accounts: Mapped[list[Any]]
    options: Mapped[dict[str, Any]]
    day: Mapped[int]
    until_day: Mapped[int | None]
    lasting: Mapped[bool] = mapped_column(default=False, server_default=NO)
    base: Mapped[bytes | None]
    closed_on: Mapped[int | None]


class MilestoneRule(Base):
    """A milestone's stamp was set by its rule, not by a person; `found_on` is the day it found."""

    __tablename__ = "milestone_rule"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    milestone_id: Mapped[int] = mapped_column(
        ForeignKey("milestone.id", ondelete="CASCADE"), unique=True
    )
    found_on: Mapped[int]


class PulseInherited(Base):
    """A pulse that somebody else gave, taken over with the account: to be renewed."""

    __tablename__ = "pulse_inherited"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulse.id", ondelete="CASCADE"), unique=True)
    day: Mapped[int]


class RunSignoff(Base):
    """Who signed a run off, and when."""

    __tablename__ = "run_signoff"
    __table_args__ = (UniqueConstraint("run_id"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = with_row("run")
    by: Mapped[str]
    day: Mapped[int]
