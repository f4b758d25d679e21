"""Replays the days before a loss: score, measures and acts, each as it was known on its day.

The score is worked out by the profiles that are published now; what was shown then is told beside
it where the desk kept it. Not here: when something counts as moved (domain/retro.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.facts import Facts, IntArray
from healthdesk.core.domain.profile import Profile, Published
from healthdesk.core.domain.pulse import pulse_band
from healthdesk.core.domain.reading import ReadingRef, read
from healthdesk.core.domain.retro import (
    BASE,
    LEAST_EVENTS,
    SAID_AT,
    WINDOW,
    Act,
    Replay,
    Said,
    Track,
    first_move,
    first_shift,
    in_order,
)
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.domain.suggest_candidates import Candidate, offered
from healthdesk.core.domain.touch import KIND_WORDS, NOTE
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import facts as all_facts
from healthdesk.core.services import profiles, reported
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.wording import begun, number
from healthdesk.core.services.work_rows import account_row
from healthdesk.core.store.db import Tx

MOST: Final = 6
_COUNTED: Final = frozenset({"usage_level", "usage_frequency"})
"""Signs outside the profile that are told."""
_WAYS: Final = {"inbound": " from them", "outbound": " from us"}
_TOUCHES: Final = (
    "SELECT day, kind, direction, subject FROM touchpoint"
    " WHERE account_id = :account AND day BETWEEN :first AND :last"
)
_WORK: Final[Mapping[str, str]] = {
    "Task made": "SELECT made_on, title FROM task WHERE account_id = :account",
    "Task done": "SELECT done_on, title FROM task WHERE account_id = :account",
    "Plan begun": "SELECT made_on, problem FROM plan WHERE account_id = :account",
    "Playbook started": "SELECT start_day, name FROM run WHERE account_id = :account",
}
_FIRED: Final = "SELECT day, play FROM firing WHERE account_id = :account"
_PULSES: Final = "SELECT day, value, note FROM pulse WHERE account_id = :account"
_OVERRIDES: Final = (
    "SELECT first_day, band, score, reason FROM score_override WHERE account_id = :account"
)
_SURVEYS: Final = "SELECT day, kind, rating FROM survey WHERE account_id = :account"


def replay(tx: Tx, account_id: str, lost: int, today: int) -> Replay:
    """The last 180 days of an account before a loss; where that is to come, up to today.

    Raises:
        NotFound: There is no such account.
    """
    row = account_row(tx, account_id)

    def make() -> Replay:
        return _replay(tx, account_id, row, (lost, min(lost, today + 1)))

    return remembered(tx, f"replay {row} {lost} {today}", make)


def _replay(tx: Tx, account_id: str, row: int, span: tuple[int, int]) -> Replay:
    facts = all_facts.load_some(tx, row, all_facts.metrics(tx))
    at = facts.account_ids.index(account_id)
    lost, end = span
    book = profiles.published(tx)
    days = np.arange(end - WINDOW, end, dtype=np.int32)
    made = score(facts, book, days, CATALOGUE)
    scored = np.flatnonzero(made.profile[at] >= 0)
    index = int(made.profile[at, scored[-1]]) if len(scored) else len(book) - 1
    bands = tuple(_band(made, at, column) for column in range(len(days)))
    held = book[index].profile if book else None
    return Replay(
        account_id=account_id,
        name=facts.names[at],
        lost=lost,
        days=tuple(days.tolist()),
        score=made.number[at].copy(),
        bands=bands,
        strong=held.bands.strong if held else 70.0,
        average=held.bands.average if held else 40.0,
        tracks=_tracks(made, book, index, at),
        outside=() if held is None else _outside(facts, held, at, days),
        acts=_acts(tx, row, end),
        said=_said(tx, account_id, lost, made, at),
    )


def _band(made: Scores, at: int, column: int) -> Band | None:
    band = int(made.band[at, column])
    return None if band < 0 else BANDS[band]


def _tracks(made: Scores, book: tuple[Published, ...], index: int, at: int) -> tuple[Track, ...]:
    """The measures of the profile that scored the account last, by who moved first."""
    weighed = made.per_profile[index] if book else None
    if weighed is None:
        return ()
    mine = made.profile[at] == index
    contribution = weighed.contribution
    out = []
    for place, (dimension, measure) in enumerate(book[index].profile.measures):
        points = np.where(mine, weighed.points.points[place, at], np.nan)
        adds = np.where(np.isnan(points), np.nan, contribution[place, at])
        move = first_move(points)
        out.append(
            Track(
                f"{dimension.key}.{measure.key}",
                measure.name or measure.key,
                dimension.name,
                points,
                adds,
                None if move is None else int(made.days[move.at]),
                None if move is None else move.level,
                None if move is None else move.after,
            )
        )
    return in_order(out)


def _outside(facts: Facts, profile: Profile, at: int, days: IntArray) -> tuple[Track, ...]:
    """What the profile does not read and what moved; of one metric the first sign alone."""
    known = {_about(measure.reading) for _, measure in profile.measures}
    first: dict[tuple[str, str], Track] = {}
    for one in offered(facts, profile)[0]:
        if not one.sign or one.family == "usage_trend" or _about(one.reading) in known:
            continue
        found = _sign(facts, one, at, days)
        if found is None or found.moved is None:
            continue
        key = ("metric", str(one.reading.options.get("metric", one.place)))
        if key not in first or found.moved < (first[key].moved or 0):
            first[key] = found
    return in_order(first.values())[:MOST]


def _about(ref: ReadingRef) -> tuple[str, object]:
    return ref.kind, ref.options.get("metric", ref.options.get("min_priority"))


def _sign(facts: Facts, one: Candidate, at: int, days: IntArray) -> Track | None:
    values = np.asarray(read(facts, one.reading, days, CATALOGUE)[at], np.float64)
    move = first_shift(values, one.sign)
    seldom = one.family in _COUNTED and move is not None and move.level * BASE < LEAST_EVENTS
    if move is None or seldom:
        return None
    return Track(
        one.full_key, one.name, one.place, values, np.empty(0),
        int(days[move.at]), move.level, move.after, one.reading, one.sign,
    )  # fmt: skip


def _said(tx: Tx, account_id: str, lost: int, made: Scores, at: int) -> tuple[Said, ...]:
    """What was shown then, else what is worked out now of what was known then."""
    days = made.days.tolist()
    kept = reported.find_scores(tx, account_id, days[0], days[-1])
    out = []
    for before in SAID_AT:
        day = lost - before
        if not days[0] <= day <= days[-1]:
            continue
        column = day - days[0]
        then = kept.get(day)
        if then is not None:
            out.append(Said(before, day, then.band, then.shown, reported=True))
            continue
        shown = int(made.shown[at, column])
        out.append(Said(before, day, _band(made, at, column), None if shown < 0 else shown))
    return tuple(out)


def _acts(tx: Tx, row: int, end: int) -> tuple[Act, ...]:
    """What was done and said in the days before the loss, the oldest first."""
    first, last = end - WINDOW, end - 1
    found = [*_touches(tx, row, first, last), *_work(tx, row), *_words(tx, row)]
    inside = [one for one in found if first <= one.day <= last]
    return tuple(sorted(inside, key=lambda one: (one.day, one.lane, one.title)))


def _touches(tx: Tx, row: int, first: int, last: int) -> Iterator[Act]:
    asked = {"account": row, "first": first, "last": last}
    for day, kind, direction, subject in tx.execute(text(_TOUCHES), asked):
        if kind == NOTE:
            continue
        what = begun(KIND_WORDS.get(kind, kind)) + _WAYS.get(direction or "", "")
        told = f"{what}: {subject}" if subject else what
        yield Act(day, "touch", told, ours=direction != "inbound")


def _work(tx: Tx, row: int) -> Iterator[Act]:
    for what, sql in _WORK.items():
        for day, title in tx.execute(text(sql), {"account": row}):
            if day is not None:
                yield Act(day, "work", f"{what}: {title}", ours=True)
    for day, play in tx.execute(text(_FIRED), {"account": row}):
        yield Act(day, "work", f"Play fired: {play}")


def _words(tx: Tx, row: int) -> Iterator[Act]:
    asked: dict[str, Any] = {"account": row}
    for day, value, note in tx.execute(text(_PULSES), asked):
        told = f"Pulse: {pulse_band(value)}"
        yield Act(day, "said", f"{told}, {note}" if note else told)
    for day, band, score_, reason in tx.execute(text(_OVERRIDES), asked):
        yield Act(day, "said", f"Override: {band or number(score_)}, {reason}", ours=True)
    for day, kind, rating in tx.execute(text(_SURVEYS), asked):
        rated = "no rating" if rating is None else number(rating)
        yield Act(day, "said", f"{kind.upper()}: {rated}")
