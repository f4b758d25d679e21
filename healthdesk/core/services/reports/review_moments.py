"""Days that are marked on the charts of a review: trainings and the like, milestones, wins.

Of a meeting only the one word goes out that says what it was: subjects may be meant for ourselves.
"""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.report_chart import Moment
from healthdesk.core.services.reports.blocks import on, short
from healthdesk.core.services.reports.review_facts import Gathered

_MOST: Final = 3
_APART: Final = 7
"""Days between two marks, so that their words do not touch."""
_WORDS: Final = re.compile(
    r"\b(training|workshop|kick-?off|go-?live|launch|roll-?out|migration|onboarding|webinar)\b",
    re.IGNORECASE,
)
_MET: Final = """
SELECT t.day, coalesce(t.subject, '') FROM touchpoint t JOIN account a ON a.id = t.account_id
WHERE a.account_id = :account AND t.kind IN ('meeting', 'event', 'review')
  AND t.day BETWEEN :first AND :last ORDER BY t.day"""
_REACHED: Final = """
SELECT m.done_on, m.milestone FROM milestone m JOIN account a ON a.id = m.account_id
WHERE a.account_id = :account AND m.done_on BETWEEN :first AND :last ORDER BY m.done_on"""


def moments(found: Gathered, first: int, last: int) -> tuple[Moment, ...]:
    """What happened between two days, the latest marks first where there are too many."""
    asked = {"account": found.account, "first": first, "last": last}
    days: dict[int, str] = {}
    for day, subject in found.tx.execute(text(_MET), asked):
        if (word := _WORDS.search(subject)) is not None:
            days.setdefault(int(day), word[0].lower())
    for day, name in found.tx.execute(text(_REACHED), asked):
        days[int(day)] = short(name, 28)
    kept: list[int] = []
    for day in sorted(days, reverse=True):
        if len(kept) < _MOST and all(abs(day - one) >= _APART for one in kept):
            kept.append(day)
    return tuple(
        Moment(day, f"{days[day]}, {on(found.style, day, found.day)}") for day in sorted(kept)
    )
