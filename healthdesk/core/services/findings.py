"""Findings: kept, edited, judged later, acted on or dismissed with a reason; those without action.

Not here: what the desk sees of each topic (checklist.py).
"""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.investigation import (
    ACTIONS,
    TOPICS,
    Check,
    FindingDraft,
    FindingView,
    Verdict,
)
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import settings, tasks
from healthdesk.core.services.work_rows import NOTHING_CHANGED, account_row, line_of, prose_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Finding

_ROWS: Final = """
SELECT f.id, a.account_id, a.name, f.first_day, f.last_day, f.made_on, f.hypothesis, f.checks,
  f.lines, f.verdict, f.verdict_on, f.action, f.dismissed_why
FROM finding f JOIN account a ON a.id = f.account_id WHERE f.made_on <= :day"""


def of_account(tx: Tx, account_id: str, day: int) -> tuple[FindingView, ...]:
    """An account's findings as of a day, the newest first."""
    return _views(tx, "AND a.account_id = :account", day, account=account_id)


def without_action(tx: Tx, day: int) -> tuple[FindingView, ...]:
    """Findings of all accounts of which nothing came yet, the newest first."""
    return _views(tx, "AND f.action = ''", day)


def one(tx: Tx, row: int, day: int) -> FindingView:
    """A finding as of a day."""
    found = _views(tx, "AND f.id = :row", day, row=row)
    if not found:
        raise _gone()
    return found[0]


@op("Write finding")
def add(tx: Tx, draft: FindingDraft) -> int:
    """Keep a finding; returns its row."""
    made = Finding(
        account_id=account_row(tx, draft.account_id),
        first_day=draft.first,
        last_day=draft.last,
        made_on=settings.today(tx),
        **_fields(draft),
    )
    tx.add(made)
    tx.flush()
    return made.id


@op("Edit finding")
def edit(tx: Tx, row: int, draft: FindingDraft) -> None:
    """Let a finding say something else; its days stay."""
    kept = _kept(tx, row)
    for name, value in _fields(draft).items():
        setattr(kept, name, value)
    tx.flush()


@op("Remove finding")
def remove(tx: Tx, row: int) -> None:
    """Take a finding away; what was made of it stays."""
    tx.delete(_kept(tx, row))
    tx.flush()


@op("Judge finding")
def judge(tx: Tx, row: int, verdict: Verdict) -> None:
    """Say whether a hypothesis turned out right or wrong; "" = open again."""
    if verdict not in {"", "right", "wrong"}:
        raise UsageError(f"A finding is right or wrong; {NOTHING_CHANGED}.")
    kept = _kept(tx, row)
    kept.verdict = verdict
    kept.verdict_on = settings.today(tx) if verdict else None
    tx.flush()


@op("Dismiss finding")
def dismiss(tx: Tx, row: int, why: str) -> None:
    """Decide that nothing has to be done, and say why."""
    kept = _kept(tx, row)
    kept.action, kept.dismissed_why = "dismissed", line_of(why, "Reason")
    tx.flush()


@op("Act on finding")
def acted(tx: Tx, row: int, action: str) -> None:
    """Note what came of a finding: a plan, a task or a note."""
    if action not in ACTIONS or action == "dismissed":
        raise UsageError(f"Nothing is called {action!r} here; {NOTHING_CHANGED}.")
    kept = _kept(tx, row)
    kept.action, kept.dismissed_why = action, ""
    tx.flush()


@op("Make task of finding")
def make_task(tx: Tx, row: int | None, draft: TaskDraft) -> int:
    """Make a task, and note that it came of the finding, if any; returns the task's row."""
    task = tasks.add(tx, draft)
    if row is not None:
        acted(tx, row, "task")
    return task


def _fields(draft: FindingDraft) -> dict[str, Any]:
    """The columns of a draft; topics without a mark and a word are left out."""
    unknown = set(draft.checks) - set(TOPICS)
    if unknown:
        raise UsageError(f"There is no topic {min(unknown)}; {NOTHING_CHANGED}.")
    if draft.last < draft.first:
        raise UsageError(f"Its first day is after its last; {NOTHING_CHANGED}.")
    checks = {
        topic: {"state": one.state or "looked", "text": prose_of(one.text, TOPICS[topic])}
        for topic, one in draft.checks.items()
        if one.state or one.text.strip()
    }
    hypothesis = prose_of(draft.hypothesis, "Hypothesis")
    if not hypothesis and not checks:
        raise UsageError(f"A finding needs a word: a hypothesis or a topic; {NOTHING_CHANGED}.")
    return {"hypothesis": hypothesis, "checks": checks, "lines": list(draft.lines)}


def _views(tx: Tx, where: str, day: int, **asked: object) -> tuple[FindingView, ...]:
    found = tx.execute(
        text(f"{_ROWS} {where} ORDER BY f.made_on DESC, f.id DESC"), {"day": day, **asked}
    ).mappings()
    return tuple(
        FindingView(
            row=int(row["id"]),
            draft=FindingDraft(
                account_id=row["account_id"],
                first=row["first_day"],
                last=row["last_day"],
                hypothesis=row["hypothesis"],
                checks={
                    topic: Check(told.get("state", ""), told.get("text", ""))
                    for topic, told in json.loads(row["checks"]).items()
                    if topic in TOPICS
                },
                lines=tuple(json.loads(row["lines"])),
            ),
            account_name=row["name"],
            made_on=row["made_on"],
            verdict=row["verdict"] if _by(row["verdict_on"], day) else "",
            verdict_on=row["verdict_on"] if _by(row["verdict_on"], day) else None,
            action=row["action"],
            dismissed_why=row["dismissed_why"],
        )
        for row in found
    )


def _by(when: int | None, day: int) -> bool:
    return when is not None and when <= day


def _kept(tx: Tx, row: int) -> Finding:
    kept = tx.get(Finding, row)
    if kept is None:
        raise _gone()
    return kept


def _gone() -> NotFound:
    return NotFound(f"There is no such finding any more; {NOTHING_CHANGED}.")
