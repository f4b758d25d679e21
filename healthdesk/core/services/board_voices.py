"""The latest comments of many accounts for dashboards, and how many there are of each tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from healthdesk.core.domain.board_voice import KINDS, TONES, Comment, Tone, Voices, tone_of
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services.board_lives import Lives, lives
from healthdesk.core.services.facts import account_rows
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

MOST: Final = 100
"""Comments that are shown at most."""
_PRIVATE: Final = "note"
_SCALES: Final = {"nps": 10, "csat": 5, "ces": 7}
_WORDS: Final = "trim(coalesce(subject, '') || char(10) || coalesce(body, ''), ' ' || char(10))"
_TONE: Final = "coalesce(sentiment, sentiment_estimated)"


@dataclass(frozen=True)
class _Source:
    """Where comments of a kind stand: table, day, words, the rest of a row, and which count."""

    table: str
    words: str
    kind: str
    where: str = ""
    day: str = "day"
    rating: str = "NULL"
    tone: str = _TONE
    estimated: str = "sentiment IS NULL"
    who: str = "''"
    contact: str = "NULL"


_SOURCES: Final = {
    "survey": (
        _Source("survey", "comment", "kind", rating="rating", contact="contact_id"),
    ),
    "mention": (_Source("mention", "text", "channel", who="coalesce(author, '')"),),
    "touch": (
        _Source(
            "touchpoint",
            _WORDS,
            "kind",
            " AND direction = 'inbound' AND kind <> 'note'",
            contact="CAST(contacts AS INTEGER)",
        ),
    ),
    "ticket": (
        _Source("ticket", _WORDS, "'ticket'", day="opened_on", contact="contact_id"),
    ),
    "note": (
        _Source("touchpoint", _WORDS, "'internal note'", " AND kind = 'note'"),
        _Source("pulse", "note", "'pulse'", tone="value", estimated="0", who="by"),
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Said:
    """Everything with words that a source holds: numbers of accounts, days, tones, rows."""

    account: NDArray[np.int64]
    day: NDArray[np.int64]
    tone: NDArray[np.int8]
    """Places in TONES."""
    row: NDArray[np.int64]


def voices(tx: Tx, ask: Ask) -> Voices:
    """What was said in a period while the accounts were there, the newest first."""
    found = lives(tx, ask)
    kinds = [one for one in KINDS if one in (ask.many("kinds") or KINDS)]
    shown = [one for one in kinds if ask.private or one != _PRIVATE]
    sources = [(kind, at) for kind in shown for at in range(len(_SOURCES[kind]))]
    parts = [_within(_said(tx, kind, at), found, ask) for kind, at in sources]
    hidden = len(shown) < len(kinds)
    if not any(len(one.row) for one in parts):
        return _nothing(hidden=hidden)
    tone = np.concatenate([one.tone for one in parts])
    account = np.concatenate([one.account for one in parts])
    day = np.concatenate([one.day for one in parts])
    row = np.concatenate([one.row for one in parts])
    source = np.concatenate([np.full(len(one.row), at) for at, one in enumerate(parts)])
    wanted = np.isin(tone, [TONES.index(one) for one in _tones(ask)])
    order = np.lexsort((-row, source, -day))
    kept = order[wanted[order]]
    latest = [(*sources[int(source[at])], int(row[at])) for at in kept[:MOST].tolist()]
    counts = np.bincount(tone, minlength=len(TONES)).tolist()
    ids = found.facts.account_ids
    marks = []
    for at, name in enumerate(TONES):
        if counts[at]:
            some = np.unique(account[tone == at]).tolist()
            marks.append(Mark(name, _LABELS[name], frozenset(ids[one] for one in some)))
    return Voices(
        subtitle=_subtitle(ask, hidden=hidden),
        newest=int(day.max()),
        marks=tuple(marks),
        comments=_comments(tx, latest),
        counts=tuple((name, counts[at]) for at, name in enumerate(TONES) if counts[at]),
        total=len(kept),
        hidden=hidden,
    )


_LABELS: Final[dict[Tone, str]] = {
    "negative": "Said something negative",
    "neutral": "Said something neutral",
    "positive": "Said something positive",
    "unknown": "Said something, tone not known",
}


def _tones(ask: Ask) -> tuple[str, ...]:
    return ask.many("tones") or TONES


def _said(tx: Tx, kind: str, at: int) -> _Said:
    """Everything of a source, read once for each state of the facts; not under the lock."""
    memory, stamp, key = tx.info.get("memory"), tx.info["stamp"], f"voices {kind} {at}"
    found: _Said | None = None if memory is None else memory.get(key, stamp)
    if found is None:
        numbers = account_rows(tx)
        rows = [
            (numbers[account], day, TONES.index(tone_of(tone)), row)
            for row, account, day, tone in tx.execute(text(_look(_SOURCES[kind][at])))
        ]
        table = np.array(rows, np.int64).reshape(len(rows), 4)
        found = _Said(table[:, 0], table[:, 1], table[:, 2].astype(np.int8), table[:, 3])
        if memory is not None:
            memory.put(key, stamp, found, of_facts=True)
    return found


def _within(some: _Said, found: Lives, ask: Ask) -> _Said:
    """Of the period, of the accounts asked about, while they were there."""
    keep = (some.day >= ask.first) & (some.day <= ask.day) & found.asked[some.account]
    keep &= some.day < found.facts.churned[some.account]
    return _Said(some.account[keep], some.day[keep], some.tone[keep], some.row[keep])


def _subtitle(ask: Ask, *, hidden: bool) -> str:
    told = f"latest of {count_of(ask.day - ask.first + 1, 'day')}"
    tones = ask.many("tones")
    told = f"{', '.join(tones)}, {told}" if tones else told
    return f"{told}, private notes hidden" if hidden else told


def _nothing(*, hidden: bool) -> Voices:
    return Voices(
        hidden=hidden,
        empty="Nobody of these accounts said anything in the period.",
        remedy="Import survey answers with comments, or mentions; or choose a longer period.",
    )


def _look(source: _Source) -> str:
    """Rows with words: their account, day and tone."""
    return (
        f"SELECT id, account_id, {source.day}, {source.tone} FROM {source.table}"
        f" WHERE trim(coalesce({source.words}, '')) <> ''{source.where}"
    )


def _comments(tx: Tx, rows: Sequence[tuple[str, int, int]]) -> tuple[Comment, ...]:
    """The words of some rows, in their order."""
    out: dict[tuple[str, int, int], Comment] = {}
    for kind, sources in _SOURCES.items():
        for number, source in enumerate(sources):
            some = [row for one, at, row in rows if (one, at) == (kind, number)]
            if not some:
                continue
            marks = ", ".join(str(int(row)) for row in some)
            for row in tx.execute(text(_read(source, marks))):
                out[kind, number, row.id] = _comment(row)
    return tuple(out[one] for one in rows)


def _read(source: _Source, rows: str) -> str:
    return (
        f"SELECT r.*, a.account_id AS account, a.name AS account_name,"
        f" coalesce(nullif(r.told_by, ''), c.name, c.email, '') AS by_whom FROM ("
        f"SELECT id, account_id AS owner, {source.day} AS said_on, {source.kind} AS said_as,"
        f" {source.words} AS said, {source.rating} AS rated, {source.tone} AS tone,"
        f" {source.estimated} AS guessed, {source.who} AS told_by, {source.contact} AS contact"
        f" FROM {source.table} WHERE id IN ({rows})) AS r"
        f" JOIN account AS a ON a.id = r.owner LEFT JOIN contact AS c ON c.id = r.contact"
    )


def _comment(row: Any) -> Comment:  # noqa: ANN401 - a row of `_read`
    scale = _SCALES.get(row.said_as)
    rating = "" if row.rated is None else f"{row.rated:g}"
    return Comment(
        account_id=row.account,
        account_name=row.account_name,
        day=row.said_on,
        kind=row.said_as.upper() if scale else row.said_as,
        text=(row.said or "").strip(),
        who=row.by_whom,
        rating=f"{rating} of {scale}" if rating and scale else rating,
        tone=row.tone,
        estimated=row.tone is not None and bool(row.guessed),
    )
