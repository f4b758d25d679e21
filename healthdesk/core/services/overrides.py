"""A person's judgement in place of a score: set with reason and end, ended early, renewed.

Which one holds where several do: domain/finish.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.exchange import OVERRIDE_BANDS, OVERRIDE_DAYS
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings
from healthdesk.core.services.work_rows import NOTHING_CHANGED, account_row, line_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import ScoreOverride


@dataclass(frozen=True)
class OverrideDraft:
    """A judgement: a band or a score, why, and its first and last day."""

    account_id: str
    reason: str
    first: int
    until: int
    band: str | None = None
    score: float | None = None
    by: str = ""


@dataclass(frozen=True)
class OverrideRow:
    """A judgement as it is kept."""

    row: int
    draft: OverrideDraft
    by_hand: bool
    """It was set here and not by a file."""


@op("Override score")
def add(tx: Tx, draft: OverrideDraft) -> int:
    """Let a judgement stand in place of the score for its days; returns its row."""
    _check(draft)
    made = ScoreOverride(
        account_id=account_row(tx, draft.account_id),
        band=draft.band,
        score=draft.score,
        reason=line_of(draft.reason, "reason"),
        first_day=draft.first,
        until_day=draft.until,
        by=draft.by or None,
    )
    tx.add(made)
    tx.flush()
    return made.id


@op("End override")
def end(tx: Tx, row: int) -> None:
    """Let the computed score count again from today; one that began today goes altogether."""
    kept, today = _kept(tx, row), settings.today(tx)
    if kept.until_day < today:
        raise UsageError(f"This override has ended already; {NOTHING_CHANGED}.")
    if kept.first_day >= today:
        tx.delete(kept)
    else:
        kept.until_day = today - 1
    tx.flush()


@op("Renew override")
def renew(tx: Tx, row: int, until: int, reason: str) -> int:
    """Let a judgement go on for longer, from today and with its reason said anew."""
    kept, today = _kept(tx, row), settings.today(tx)
    account = tx.execute(
        text("SELECT account_id FROM account WHERE id = :row"), {"row": kept.account_id}
    ).scalar_one()
    first = max(today, kept.first_day)
    if (kept.first_day, kept.until_day, kept.reason) == (first, until, reason):
        return row  # it says so already
    draft = OverrideDraft(account, reason, first, until, kept.band, kept.score, kept.by or "")
    end(tx, row)
    return add(tx, draft)


def in_force(tx: Tx, account_id: str, day: int) -> OverrideRow | None:
    """The judgement that holds on a day: the latest to begin, then the latest to end."""
    found = tx.execute(
        text(
            "SELECT o.id FROM score_override AS o JOIN account AS a ON a.id = o.account_id"
            " WHERE a.account_id = :account AND :day BETWEEN o.first_day AND o.until_day"
            " ORDER BY o.first_day DESC, o.until_day DESC, o.reason, o.band, o.id LIMIT 1"
        ),
        {"account": account_id, "day": day},
    ).scalar_one_or_none()
    if found is None:
        return None
    kept = _kept(tx, int(found))
    draft = OverrideDraft(
        account_id,
        kept.reason,
        kept.first_day,
        kept.until_day,
        kept.band,
        kept.score,
        kept.by or "",
    )
    return OverrideRow(kept.id, draft, kept.batch_id is None)


def _kept(tx: Tx, row: int) -> ScoreOverride:
    kept = tx.get(ScoreOverride, row)
    if kept is None:
        raise NotFound(f"There is no such override any more; {NOTHING_CHANGED}.")
    return kept


def _check(draft: OverrideDraft) -> None:
    if (draft.band is None) == (draft.score is None):
        raise UsageError(f"An override is either a band or a score; {NOTHING_CHANGED}.")
    if draft.band is not None and draft.band not in OVERRIDE_BANDS:
        raise UsageError(f"There is no band {draft.band}; {NOTHING_CHANGED}.")
    if draft.score is not None and not 0 <= draft.score <= 100:
        raise UsageError(f"A score lies between 0 and 100; {NOTHING_CHANGED}.")
    if not draft.reason.strip():
        raise UsageError(f"An override needs its reason; {NOTHING_CHANGED}.")
    if draft.until < draft.first:
        raise UsageError(f"It would end before it begins; {NOTHING_CHANGED}.")
    if draft.until - draft.first > OVERRIDE_DAYS:
        raise UsageError(
            f"An override may stand for at most {OVERRIDE_DAYS} days; {NOTHING_CHANGED}.",
            "Choose an earlier end; it can be renewed then.",
        )
