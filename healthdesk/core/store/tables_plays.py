"""The tables of playbooks, their runs, and the messages in the outbox.

Days are day numbers. Part of tables.py, through which everybody reads them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from healthdesk.core.store.base import (
    NO,
    STRICT,
    Base,
    empty_text,
    to_account,
    to_batch,
    to_row,
    with_row,
)


class Playbook(Base):
    """A playbook: what is published of it, and its draft; both documents as JSON text."""

    __tablename__ = "playbook"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0, server_default=NO)
    version: Mapped[int] = mapped_column(default=0, server_default=NO)
    """The published version; 0 = none yet."""
    body: Mapped[str | None]
    """The published document; None where there is none yet."""
    draft: Mapped[str | None]
    archived: Mapped[bool] = mapped_column(default=False, server_default=NO)
    batch_id: Mapped[int | None] = to_batch()


class PlaybookVersion(Base):
    """A version that was published, when and why."""

    __tablename__ = "playbook_version"
    __table_args__ = (UniqueConstraint("playbook_id", "version"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    playbook_id: Mapped[int] = with_row("playbook")
    version: Mapped[int]
    day: Mapped[int]
    reason: Mapped[str] = empty_text()
    body: Mapped[str]


class Run(Base):
    """A playbook at work on an account (domain/run.py says what its columns mean).

    `body` is the run's own document where it was changed for this account, else the version's
    counts. `status` is active, waiting, done or stopped; `outcome` one of domain/run.OUTCOMES
    or "". `origin` says what started it ("" = a person).
    """

    __tablename__ = "run"
    __table_args__ = (Index(None, "status", "seen_day"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    playbook_id: Mapped[int | None] = to_row("playbook")
    name: Mapped[str]
    version: Mapped[int]
    template: Mapped[str]
    """The document it started from, so that it can go on when the playbook is gone."""
    body: Mapped[str | None]
    account_id: Mapped[int] = to_account()
    owner: Mapped[str] = empty_text()
    origin: Mapped[str] = empty_text()
    status: Mapped[str]
    start_day: Mapped[int]
    seen_day: Mapped[int]
    renewal_day: Mapped[int | None]
    moved: Mapped[dict[str, Any]]
    """{step: day}"""
    pauses: Mapped[list[Any]]
    """[[first, until or null], ...]; a third entry says in words why."""
    made_on: Mapped[int]
    ended_on: Mapped[int | None]
    ended_why: Mapped[str] = empty_text()
    ask_on: Mapped[int | None]
    """The day on which it is asked what came of it."""
    look_on: Mapped[int | None]
    """The day on which score and usage are looked at again."""
    outcome: Mapped[str] = empty_text()
    outcome_words: Mapped[str] = empty_text()
    outcome_on: Mapped[int | None]


class Message(Base):
    """A message in the outbox.

    `state` is draft (to be read or finished), held (fields are missing), handed (over to the mail
    program, as a file or copied) or dropped. `recipients` is a list of {"name", "address"};
    `template` holds subject and body with their fields where it came of a template; `missing` the
    fields that had no value. `how` says how it was handed over.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "due_on"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    contact_id: Mapped[int | None] = to_row("contact")
    recipients: Mapped[list[Any]]
    subject: Mapped[str] = empty_text()
    body: Mapped[str] = empty_text()
    template: Mapped[dict[str, Any] | None]
    missing: Mapped[list[Any]]
    changed: Mapped[bool] = mapped_column(default=False, server_default=NO)
    """A person wrote it otherwise than the template had it."""
    state: Mapped[str]
    made_on: Mapped[int]
    due_on: Mapped[int | None]
    handed_on: Mapped[int | None]
    handed_at: Mapped[str | None]
    how: Mapped[str] = empty_text()
    dropped_why: Mapped[str] = empty_text()
    touchpoint_id: Mapped[int | None] = to_row("touchpoint")
    origin: Mapped[str] = empty_text()


class RunStep(Base):
    """A step of a run (domain/run.py: Entry), and what it raised."""

    __tablename__ = "run_step"
    __table_args__ = (UniqueConstraint("run_id", "step"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = with_row("run")
    step: Mapped[str]
    state: Mapped[str]
    planned_day: Mapped[int]
    raised_day: Mapped[int | None]
    closed_day: Mapped[int | None]
    how: Mapped[str] = empty_text()
    streak: Mapped[int] = mapped_column(default=0, server_default=NO)
    arm: Mapped[int] = mapped_column(default=-1, server_default=text("-1"))
    task_id: Mapped[int | None] = to_row("task")
    message_id: Mapped[int | None] = to_row("message")
    answers: Mapped[dict[str, Any] | None]
    """{question: answer} of a step that asks."""


class TaskRepeat(Base):
    """A task that comes again once it is closed: every so many days, weeks or months."""

    __tablename__ = "task_repeat"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), unique=True)
    every: Mapped[int]
    unit: Mapped[str]
    """days, weeks or months."""


class TaskSnooze(Base):
    """A task was put off on a day, until when and why."""

    __tablename__ = "task_snooze"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = with_row("task")
    day: Mapped[int]
    from_day: Mapped[int | None]
    until_day: Mapped[int]
    reason: Mapped[str] = empty_text()
