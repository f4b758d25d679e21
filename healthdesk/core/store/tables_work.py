"""The tables of the work with accounts: tasks, plans, findings, people, feedback, forecasts, files.

All of it is written here, by a person, and none comes with imports. Days are day numbers; what was
made on a day is not there before it. Part of tables.py, through which everybody reads them.
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
    to_row,
    with_row,
)


class AccountCare(Base):
    """What a person keeps of an account beside its data: a star, what matters to the customer."""

    __tablename__ = "account_care"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )
    starred: Mapped[bool] = mapped_column(default=False, server_default=NO)
    matters: Mapped[str] = empty_text()


class ContactCare(Base):
    """What a person knows of a contact: influence 1 to 3, stance, part in the renewal, left when.

    `stance` is friendly, neutral, doubtful, against or ""; `part` is asks, decides, signs or "".
    """

    __tablename__ = "contact_care"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), unique=True
    )
    influence: Mapped[int | None]
    stance: Mapped[str] = empty_text()
    part: Mapped[str] = empty_text()
    left_on: Mapped[int | None]
    successor_id: Mapped[int | None] = to_row("contact")
    personal: Mapped[str] = empty_text()
    """Preferences, birthday, what to ask about: for people, never for a score."""


class Finding(Base):
    """Why a score moved between two days, as a person found it.

    `checks` holds {topic: {"state": "looked" | "found", "text"}}, `lines` the keys of the rows of
    the split it rests on. `verdict` is "", right or wrong; `action` is "", plan, task, note or
    dismissed.
    """

    __tablename__ = "finding"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = with_row("account")
    first_day: Mapped[int]
    last_day: Mapped[int]
    made_on: Mapped[int]
    hypothesis: Mapped[str] = empty_text()
    checks: Mapped[dict[str, Any]]
    lines: Mapped[list[Any]]
    verdict: Mapped[str] = empty_text()
    verdict_on: Mapped[int | None]
    action: Mapped[str] = empty_text()
    dismissed_why: Mapped[str] = empty_text()


class Plan(Base):
    """A get-well plan: problem, cause, exit condition; its actions are tasks.

    `exit_rule` is a rule (health-model.md, 12) as JSON text that must hold on `exit_days` days one
    after the other. `closed_how` is met, stopped or "".
    """

    __tablename__ = "plan"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = with_row("account")
    finding_id: Mapped[int | None] = to_row("finding")
    problem: Mapped[str]
    cause: Mapped[str] = empty_text()
    owner: Mapped[str] = empty_text()
    made_on: Mapped[int]
    due_on: Mapped[int | None]
    exit_rule: Mapped[str | None]
    exit_days: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    closed_on: Mapped[int | None]
    closed_how: Mapped[str] = empty_text()


class Task(Base):
    """Something to do, of an account or of none.

    `checklist` is a list of {"text", "done"}; `needs_touch`: it is done only with a touchpoint.
    `origin` says what made it ("" = a person): "finding", "playbook", ...
    """

    __tablename__ = "task"
    __table_args__ = (Index(None, "done_on", "due_on"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = to_row("account", goes=True)
    contact_id: Mapped[int | None] = to_row("contact")
    plan_id: Mapped[int | None] = to_row("plan")
    title: Mapped[str]
    note: Mapped[str] = empty_text()
    checklist: Mapped[list[Any]]
    priority: Mapped[str] = mapped_column(default="normal", server_default="normal")
    needs_touch: Mapped[bool] = mapped_column(default=False, server_default=NO)
    made_on: Mapped[int]
    due_on: Mapped[int | None]
    done_on: Mapped[int | None]
    done_at: Mapped[str | None]
    dropped_on: Mapped[int | None]
    dropped_why: Mapped[str] = empty_text()
    touchpoint_id: Mapped[int | None] = to_row("touchpoint")
    origin: Mapped[str] = empty_text()


class Moment(Base):
    """Something worth keeping: a win, a perk, a promise, a quote; `kind` says which.

    A promise has `due_on` and, once kept, `done_on`; `by` says whose it is: us or them.
    """

    __tablename__ = "moment"
    __table_args__ = (Index(None, "account_id", "kind"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    contact_id: Mapped[int | None] = to_row("contact")
    kind: Mapped[str]
    day: Mapped[int]
    text: Mapped[str]
    by: Mapped[str] = mapped_column(default="us", server_default="us")
    due_on: Mapped[int | None]
    done_on: Mapped[int | None]
    pinned: Mapped[bool] = mapped_column(default=False, server_default=NO)


class Advocate(Base):
    """A contact who may speak for us: how willing (yes, maybe, no), how long not to ask again."""

    __tablename__ = "advocate"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), unique=True
    )
    willing: Mapped[str] = mapped_column(default="maybe", server_default="maybe")
    cool_days: Mapped[int] = mapped_column(default=120, server_default=text("120"))
    story: Mapped[str] = empty_text()
    made_on: Mapped[int]


class AdvocateAsk(Base):
    """What an advocate was asked for (reference, review, case study, ...) and what they said."""

    __tablename__ = "advocate_ask"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = with_row("contact")
    day: Mapped[int]
    kind: Mapped[str]
    answer: Mapped[str] = empty_text()
    answered_on: Mapped[int | None]
    note: Mapped[str] = empty_text()


class MeetingAsked(Base):
    """Who was asked to a meeting; those of them whom the touchpoint names came, the others did not.

    A meeting without any such row is one of which nobody wrote down who was asked.
    """

    __tablename__ = "meeting_asked"
    __table_args__ = (UniqueConstraint("touchpoint_id", "contact_id"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    touchpoint_id: Mapped[int] = with_row("touchpoint")
    contact_id: Mapped[int] = with_row("contact")


class Theme(Base):
    """What several pieces of feedback are about: "invoice errors"."""

    __tablename__ = "theme"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Feedback(Base):
    """What became of something a customer said: heard, acted on, told back, each on a day.

    It is about one answer, mention, touchpoint or ticket.
    """

    __tablename__ = "feedback"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = with_row("account")
    survey_id: Mapped[int | None] = to_row("survey", goes=True)
    mention_id: Mapped[int | None] = to_row("mention", goes=True)
    touchpoint_id: Mapped[int | None] = to_row("touchpoint", goes=True)
    ticket_id: Mapped[int | None] = to_row("ticket", goes=True)
    heard_on: Mapped[int | None]
    acted_on: Mapped[int | None]
    told_on: Mapped[int | None]
    note: Mapped[str] = empty_text()


class FeedbackTheme(Base):
    """A theme of a piece of feedback."""

    __tablename__ = "feedback_theme"
    __table_args__ = (UniqueConstraint("feedback_id", "theme_id"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = with_row("feedback")
    theme_id: Mapped[int] = with_row("theme")


class Forecast(Base):
    """What a person expected of a renewal on a day; the last one of a day counts.

    `category` is commit, likely, at risk or lost; `amount` is the yearly sum expected.
    """

    __tablename__ = "forecast"
    __table_args__ = (UniqueConstraint("account_id", "renewal_day", "made_on"), STRICT)
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = to_account()
    renewal_day: Mapped[int]
    made_on: Mapped[int]
    category: Mapped[str]
    amount: Mapped[float | None]
    reason: Mapped[str] = empty_text()
    next_step: Mapped[str] = empty_text()
    decider: Mapped[str] = empty_text()


class Attachment(Base):
    """A file kept in the desk, of an account and perhaps of one of its touchpoints."""

    __tablename__ = "attachment"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = with_row("account")
    touchpoint_id: Mapped[int | None] = to_row("touchpoint")
    name: Mapped[str]
    note: Mapped[str] = empty_text()
    made_on: Mapped[int]
    size: Mapped[int]
    content: Mapped[bytes]


class TodayMark(Base):
    """What a person did with a row of Today: `key` names the row, `state` what became of it.

    `state` is snoozed (until a day), handled, dismissed or problem (a data problem, no change of
    health); a reason in words.
    """

    __tablename__ = "today_mark"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int | None] = to_row("account", goes=True)
    state: Mapped[str]
    day: Mapped[int]
    until_day: Mapped[int | None]
    reason: Mapped[str] = empty_text()
    at: Mapped[str]


class Visit(Base):
    """A look at Today; `done_at` once it was closed with "Done for today". No part of undo."""

    __tablename__ = "visit"
    __table_args__ = STRICT
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    day: Mapped[int]
    done_at: Mapped[str | None]
    handled: Mapped[int] = mapped_column(default=0, server_default=NO)
    snoozed: Mapped[int] = mapped_column(default=0, server_default=NO)
    left: Mapped[int] = mapped_column(default=0, server_default=NO)
