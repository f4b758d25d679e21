"""NPS and CSAT of many accounts for dashboards: score, opinions, course.

Not here: which answers count on a day (domain/events.py); comments (board_voices.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.board_voice import Opinion, SurveyCourse, SurveyPoint
from healthdesk.core.domain.facts import IntArray
from healthdesk.core.domain.spans import Rows, Spans, trailing
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.readings.nps import DETRACTOR, PROMOTER
from healthdesk.core.services.board_lives import Lives, lives
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

POINTS: Final = 26
"""Points of a course at most."""
_STEPS: Final = (7, 14, 28, 56, 84)
_SATISFIED, _DISSATISFIED = 4.0, 2.0

Kind = Literal["nps", "csat"]
_OPINIONS: Final = {
    "nps": (("promoters", "Promoters"), ("passives", "Passives"), ("detractors", "Detractors")),
    "csat": (("satisfied", "Satisfied"), ("neutral", "Neutral"), ("dissatisfied", "Dissatisfied")),
}
_NONE: Final = {
    "nps": ("No answer to an NPS question", "Import surveys of the kind nps: 0 to 10."),
    "csat": ("No answer to a CSAT question", "Import surveys of the kind csat: 1 to 5."),
}


@dataclass(frozen=True, eq=False)
class _Answers:
    """The answers to a kind of survey, with the days on which each counts."""

    rows: Rows
    spans: Spans

    def on(self, found: Lives, day: int) -> Rows:
        """The answers that count on a day, of the accounts that are there."""
        open_rows = self.spans.open(0, day)
        there = found.on(np.array([day], np.int32))[:, 0]
        return self.rows[open_rows[there[self.spans.account[open_rows]]]]


def survey(tx: Tx, ask: Ask, kind: Kind) -> SurveyCourse:
    """A survey's score, opinions and course of the accounts asked about."""
    found = lives(tx, ask)
    window = ask.whole("days")
    told = _answers(found, kind, window)
    facts = found.facts.surveys
    now = told.on(found, ask.day)
    course = tuple(_point(told, found, kind, day) for day in _days(ask.first, ask.day))
    if not any(one.answers for one in course):
        why, remedy = _NONE[kind]
        when = f"{why} of these accounts counts in the period."
        return SurveyCourse(empty=when, remedy=remedy, window=window)
    groups = _groups(kind, facts.rating[now])
    opinions, marks = [], []
    for (key, name), chosen in zip(_OPINIONS[kind], groups, strict=True):
        accounts = np.unique(facts.account[now[chosen]])
        opinions.append(Opinion(key, name, int(chosen.sum()), len(accounts)))
        ids = frozenset(found.facts.account_ids[one] for one in accounts.tolist())
        marks.append(Mark(key, f"{kind.upper()}: {name.lower()}", ids))
    answers = f"{count_of(len(now), 'answer')} in {count_of(window, 'day')}"
    return SurveyCourse(
        subtitle=answers if kind == "nps" else f"{answers}, 1 to 5",
        newest=_newest(found, kind),
        marks=tuple(one for one in marks if one.accounts),
        score=_score(kind, facts.rating[now]),
        answers=len(now),
        accounts=len(np.unique(facts.account[now])),
        opinions=tuple(opinions),
        course=course,
        window=window,
    )


def _answers(found: Lives, kind: Kind, window: int) -> _Answers:
    """Of NPS each contact's latest answer counts; of CSAT every one."""
    facts, on = found.facts, np.array([found.day], np.int32)
    if kind == "nps":
        return _Answers(*events.nps_spans(facts, on, window))
    rows = events.answers(facts, events.CSAT)
    table = facts.surveys
    return _Answers(rows, trailing(facts, table.account[rows], table.day[rows], on, window))


def _point(told: _Answers, found: Lives, kind: Kind, day: int) -> SurveyPoint:
    rating = found.facts.surveys.rating[told.on(found, day)]
    return SurveyPoint(day, _score(kind, rating), len(rating))


def _score(kind: Kind, rating: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float | None:
    if not len(rating):
        return None
    if kind == "csat":
        return float(rating.mean())
    return float(100 * ((rating >= PROMOTER).mean() - (rating <= DETRACTOR).mean()))


def _groups(
    kind: Kind, rating: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Sequence[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Good, between, bad."""
    high, low = (PROMOTER, DETRACTOR) if kind == "nps" else (_SATISFIED, _DISSATISFIED)
    good, bad = rating >= high, rating <= low
    return good, ~(good | bad), bad


def _days(first: int, day: int) -> list[int]:
    """The days of the course, back from the day in whole weeks."""
    width = day - first
    step = next((one for one in _STEPS if width / one <= POINTS - 1), width // (POINTS - 1) + 1)
    return list(range(day, first - 1, -step))[::-1]


def _newest(found: Lives, kind: Kind) -> int | None:
    """The day of the newest answer by the day."""
    table = found.facts.surveys
    which: IntArray | Rows = events.answers(
        found.facts, events.NPS if kind == "nps" else events.CSAT
    )
    days = table.day[which][found.asked[table.account[which]]]
    days = days[days <= found.day]
    return int(days.max()) if len(days) else None
