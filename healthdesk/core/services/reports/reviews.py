"""Reviews that were held: what was agreed becomes tasks, the next one has a day, quotes are kept.

Logging one is a single step of undo. Not here: the report that was shown in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import select

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import milestones, moments, settings, tasks, touches
from healthdesk.core.services.wording import long_date
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    line_of,
    optional_line,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables_reports import Review

ORIGIN: Final = "review"
NEXT: Final = "Next review"
Next = Literal["task", "milestone"]


@dataclass(frozen=True)
class Agreed:
    """An action that was agreed: what, until when; it becomes a task."""

    text: str
    due: int | None = None


@dataclass(frozen=True)
class Said:
    """Words of somebody in the review, kept as a quote; `contact_id` None = not said who."""

    text: str
    contact_id: str | None = None


@dataclass(frozen=True)
class ReviewDraft:
    """A review as a person logs it; `held_on` and `next_on` are day numbers."""

    account_id: str
    held_on: int
    title: str = "Review"
    """What it was called: "Quarterly review"."""
    period: str = ""
    """What it spoke of: "Q4 2026"."""
    attendees: tuple[str, ...] = ()
    """Ids of contacts."""
    outcome: str = ""
    agreed: tuple[Agreed, ...] = ()
    quotes: tuple[Said, ...] = ()
    next_on: int | None = None
    next_as: Next = "task"
    filed: int | None = None
    """Row of the filed report that was shown in it."""


@dataclass(frozen=True)
class ReviewRow:
    """A review that was held."""

    row: int
    period: str
    held_on: int
    agreed: tuple[str, ...]
    next_on: int | None
    touchpoint: int | None
    filed: int | None


@op("Log review")
def log(tx: Tx, draft: ReviewDraft) -> int:
    """Log a review: touchpoint, tasks, quotes and the next one; returns its row.

    Raises:
        UsageError: It lies in the future, or the next one not after it; nothing is written then.
    """
    account = account_row(tx, draft.account_id)
    today = settings.today(tx)
    if draft.held_on > today:
        raise UsageError(f"A review that is still to come has no outcome; {NOTHING_CHANGED}.")
    if draft.next_on is not None and draft.next_on <= draft.held_on:
        raise UsageError(f"The next review must lie after this one; {NOTHING_CHANGED}.")
    period = optional_line(draft.period, "The period")
    agreed = tuple(
        Agreed(line_of(one.text, "An action"), one.due) for one in draft.agreed if one.text.strip()
    )
    touch = touches.add(tx, _touch(draft, period, agreed))
    for one in agreed:
        tasks.add(tx, TaskDraft(one.text, draft.account_id, one.due, origin=ORIGIN))
    for said in draft.quotes:
        if said.text.strip():
            words = MomentDraft(
                draft.account_id, "quote", said.text, draft.held_on, said.contact_id, by="them"
            )
            moments.add(tx, words)
    if draft.next_on is not None:
        _plan_next(tx, draft, draft.next_on)
    row = Review(
        account_id=account,
        period=period,
        held_on=draft.held_on,
        agreed="\n".join(one.text for one in agreed),
        next_on=draft.next_on,
        touchpoint_id=touch,
        filed_id=draft.filed,
    )
    tx.add(row)
    tx.flush()
    return row.id


def of_account(tx: Tx, account_id: str, day: int) -> tuple[ReviewRow, ...]:
    """The reviews of an account that were held by a day, the latest first."""
    rows = tx.scalars(
        select(Review)
        .where(Review.account_id == account_row(tx, account_id), Review.held_on <= day)
        .order_by(Review.held_on.desc(), Review.id.desc())
    )
    return tuple(
        ReviewRow(
            one.id,
            one.period,
            one.held_on,
            tuple(one.agreed.splitlines()),
            one.next_on,
            one.touchpoint_id,
            one.filed_id,
        )
        for one in rows
    )


def _touch(draft: ReviewDraft, period: str, agreed: Sequence[Agreed]) -> TouchDraft:
    title = line_of(draft.title, "The review")
    words = [prose_of(draft.outcome, "The outcome")] if draft.outcome.strip() else []
    if agreed:
        listed = (f"- {one.text}{_until(one.due)}" for one in agreed)
        words.append("\n".join(("Agreed:", *listed)))
    if draft.next_on is not None:
        words.append(f"{NEXT}: {long_date(draft.next_on)}")
    return TouchDraft(
        account_id=draft.account_id,
        kind="review",
        direction="",
        day=draft.held_on,
        subject=f"{title} {period}".strip(),
        body="\n\n".join(words),
        contacts=draft.attendees,
    )


def _until(due: int | None) -> str:
    return "" if due is None else f", until {long_date(due)}"


def _plan_next(tx: Tx, draft: ReviewDraft, day: int) -> None:
    """Give the next review its day, as a task or as a milestone."""
    if draft.next_as == "task":
        tasks.add(tx, TaskDraft(NEXT, draft.account_id, day, origin=ORIGIN))
        return
    stamps = milestones.of_account(tx, draft.account_id, settings.today(tx))
    held = next((one for one in stamps if one.name.casefold() == NEXT.casefold()), None)
    if held is None:
        milestones.add(tx, draft.account_id, NEXT, day)
    elif held.done_on is None:
        milestones.set_due(tx, draft.account_id, NEXT, day)
    else:
        milestones.add(tx, draft.account_id, f"{NEXT} {long_date(day)}", day)
