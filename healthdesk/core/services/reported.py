"""Scores as they were shown on their day: kept when computed, read back unchanged.

A record holds what cannot be worked out again: readings and points, each step of the score, caps
and judgement. Weights follow from the points present and the profile's version, which stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.profile import Published
from healthdesk.core.domain.scale import Points
from healthdesk.core.domain.split import Term, end_of
from healthdesk.core.domain.views import Band, DayScore, OverrideView, ScoreView
from healthdesk.core.domain.weigh import weigh
from healthdesk.core.services import profiles
from healthdesk.core.services.health import Scored, dimension_views, known, readings_of
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.wording import Reading
from healthdesk.core.store.db import Tx

_COLUMNS: Final = "account_id, day, profile, version, score, shown, band, coverage, measures"
_RECORDS: Final = (
    "SELECT a.account_id, a.name, r.day, r.profile, r.version, r.score, r.shown, r.band,"
    " r.coverage, r.measures FROM score_reported r JOIN account a ON a.id = r.account_id"
)


class _Body(msgspec.Struct, omit_defaults=True):
    """What a record holds beside the columns of its table."""

    readings: list[float | str | None]
    points: list[float | None]
    steps: tuple[float | None, float | None, float | None, float | None]
    """Unrounded, before caps, after caps, after a person's judgement."""
    caps: list[str] = []
    override: OverrideView | None = None
    leaves: dict[str, tuple[float | None, float]] = {}


@dataclass(frozen=True)
class Record:
    """A row of the table with its body read: small, and enough to tell the score in full."""

    body: _Body
    account_id: str
    name: str
    day: int
    profile: str
    version: int
    score: float | None
    shown: int | None
    band: Band
    coverage: float


@dataclass(frozen=True)
class Kept:
    """One day's record: the score in full, and the steps by which it came about."""

    published: Published
    view: ScoreView
    unrounded: float | None
    raw: float | None
    capped: float | None
    number: float | None
    leaves: dict[str, Term]
    """Of a parent's score: the accounts it was the mean of."""


def find(tx: Tx, account_id: str, days: Sequence[int]) -> dict[int, Kept]:
    """An account's records of some days, by day."""
    sql = f"{_RECORDS} WHERE a.account_id = :account AND r.day BETWEEN :first AND :last"
    asked = {"account": account_id, "first": min(days), "last": max(days)}
    records = [one for one in _read(tx, sql, asked) if one.day in days]
    return {one.view.day: one for one in _restored(tx, records)}


def find_day(tx: Tx, day: int) -> dict[str, Kept]:
    """All accounts' records of a day, by account id."""
    return restored(tx, list(records_of_day(tx, day).values()))


def records_of_day(tx: Tx, day: int) -> dict[str, Record]:
    """The records of a day by account id, not yet put together: `restored` does that."""
    found = _read(tx, f"{_RECORDS} WHERE r.day = :day", {"day": day})
    return {one.account_id: one for one in found}


def made_records(found: Scored, column: int) -> dict[str, Record]:
    """The records that would be kept of scores on a day, by account id."""
    out = {}
    for account in np.flatnonzero(found.scores.alive[:, column]).tolist():
        body = _body(found, account, column)
        row = _row(found, account, column, 0, "")
        del row["measures"]
        row.update(account_id=found.facts.account_ids[account], name=found.facts.names[account])
        out[row["account_id"]] = Record(body=body, **row)
    return out


def restored(tx: Tx, records: Sequence[Record]) -> dict[str, Kept]:
    """Records of one day as scores in full, by account id."""
    return {one.view.account_id: one for one in _restored(tx, records)}


def find_scores(tx: Tx, account_id: str, first: int, last: int) -> dict[int, DayScore]:
    """An account's recorded scores of these days, by day."""
    sql = (
        "SELECT r.day, r.score, r.shown, r.band, r.profile, r.version FROM score_reported r"
        " JOIN account a ON a.id = r.account_id"
        " WHERE a.account_id = :account AND r.day BETWEEN :first AND :last"
    )
    rows = tx.execute(text(sql), {"account": account_id, "first": first, "last": last})
    return {row[0]: DayScore(*row) for row in rows}


def record(tx: Tx, found: Scored, column: int, rows: Mapping[str, int]) -> int:
    """Keep the scores of a day; write only what differs from what is kept; return how many did.

    `rows` gives the primary key of each account's id.
    """
    day = int(found.days[column])
    sql = "SELECT account_id, measures FROM score_reported WHERE day = :day"
    mine = {rows[key] for key in found.facts.account_ids}
    stored = {key: body for key, body in pairs(tx, sql, day=day).items() if key in mine}
    changed: list[dict[str, Any]] = []
    for account in np.flatnonzero(found.scores.alive[:, column]).tolist():
        key = rows[found.facts.account_ids[account]]
        body = msgspec.json.encode(_body(found, account, column)).decode()
        if stored.pop(key, None) != body:
            changed.append(_row(found, account, column, key, body))
    gone = text("DELETE FROM score_reported WHERE day = :day AND account_id = :account")
    for key in stored:
        tx.execute(gone, {"day": day, "account": key})
    if changed:
        names = _COLUMNS.split(", ")
        updates = ", ".join(f"{one} = excluded.{one}" for one in names[2:])
        marks = ", ".join(f":{one}" for one in names)
        tx.execute(
            text(
                f"INSERT INTO score_reported ({_COLUMNS}) VALUES ({marks})"
                f" ON CONFLICT (account_id, day) DO UPDATE SET {updates}"
            ),
            changed,
        )
    return len(changed) + len(stored)


def _body(found: Scored, account: int, column: int) -> _Body:
    scores = found.scores
    weighed, end = scores.weighed(account, column), end_of(scores, account, column)
    if weighed is None or end is None:
        raise ValueError("an account that is not alive has nothing to report")
    judged = scores.overridden(account, column)
    leaves = end.terms if end.leaves else {}
    return _Body(
        readings=readings_of(weighed, account, column),
        points=[known(one) for one in weighed.points.points[:, account, column]],
        steps=(end.unrounded, end.raw, end.capped, end.number),
        caps=list(scores.caps(account, column)),
        override=None
        if judged is None
        else OverrideView(judged[1], judged[2], judged[0].reason, judged[0].until, judged[0].by),
        leaves={key: (one.points, one.weight) for key, one in leaves.items()},
    )


def _row(found: Scored, account: int, column: int, key: int, body: str) -> dict[str, Any]:
    scores = found.scores
    publication = scores.published(account, column)
    score = known(scores.final[account, column])
    return {
        "account_id": key,
        "day": int(found.days[column]),
        "profile": "" if publication is None else publication.profile.key,
        "version": 0 if publication is None else publication.version,
        "score": score,
        "shown": None if score is None else int(scores.shown[account, column]),
        "band": scores.band_word(account, column),
        "coverage": float(scores.coverage[account, column]),
        "measures": body,
    }


def _read(tx: Tx, sql: str, asked: Mapping[str, object]) -> Iterable[Record]:
    decoder = msgspec.json.Decoder(_Body)
    for row in tx.execute(text(sql), asked):
        *columns, body = row
        yield Record(decoder.decode(body), *columns)


def _restored(tx: Tx, records: Sequence[Record]) -> Iterable[Kept]:
    """Records as scores in full; those of one version are weighed together."""
    groups: dict[tuple[str, int], list[Record]] = {}
    for one in records:
        groups.setdefault((one.profile, one.version), []).append(one)
    for (key, number), group in groups.items():
        yield from _weighed(profiles.version(tx, key, number), group)


def _weighed(publication: Published, group: Sequence[Record]) -> Iterable[Kept]:
    profile = publication.profile
    worth = np.array([one.body.points for one in group], np.float64).T[:, :, None]
    points = Points(profile, np.zeros(1, np.int32), np.full(worth.shape, np.nan), worth, ())
    weighed = weigh(points, profile)
    numbered = profile.model == "weighted"
    for at, one in enumerate(group):
        unrounded, raw, capped, number = one.body.steps
        readings: list[Reading] = one.body.readings
        view = ScoreView(
            account_id=one.account_id,
            name=one.name,
            day=one.day,
            profile=one.profile,
            version=one.version,
            score=one.score,
            shown=one.shown,
            band=one.band,
            coverage=one.coverage,
            computed=capped if numbered else None,
            uncapped=raw if numbered else None,
            dimensions=dimension_views(profile, weighed, readings, at, 0),
            caps=tuple(one.body.caps),
            override=one.body.override,
        )
        leaves = {key: Term(*term) for key, term in one.body.leaves.items()}
        yield Kept(publication, view, unrounded, raw, capped, number, leaves)
