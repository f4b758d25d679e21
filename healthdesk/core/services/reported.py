"""Scores as they were shown on their day: kept when computed, read back unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.split import Term, end_of
from healthdesk.core.domain.views import ScoreView
from healthdesk.core.services.documents import canonical
from healthdesk.core.services.health import Scored, known, score_view
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx

_COLUMNS: Final = "account_id, day, profile, version, score, shown, band, coverage, measures"


@dataclass(frozen=True)
class Kept:
    """One day's record: what stands in the desk's columns, and the score in full."""

    day: int
    profile: str
    version: int
    view: ScoreView
    unrounded: float | None
    raw: float | None
    capped: float | None
    number: float | None
    leaves: dict[str, Term]
    """Of a parent's score: the accounts it was the mean of."""


def find(tx: Tx, account_id: str, first: int, last: int) -> dict[int, Kept]:
    """An account's records of these days."""
    sql = (
        "SELECT r.day, r.profile, r.version, r.measures FROM score_reported r JOIN account a"
        " ON a.id = r.account_id WHERE a.account_id = :account AND r.day BETWEEN :first AND :last"
    )
    rows = tx.execute(text(sql), {"account": account_id, "first": first, "last": last})
    return {row[0]: _kept(*row) for row in rows}


def find_day(tx: Tx, day: int) -> dict[str, Kept]:
    """All accounts' records of a day."""
    sql = (
        "SELECT a.account_id, r.day, r.profile, r.version, r.measures FROM score_reported r"
        " JOIN account a ON a.id = r.account_id WHERE r.day = :day"
    )
    return {row[0]: _kept(*row[1:]) for row in tx.execute(text(sql), {"day": day})}


def first_day(tx: Tx) -> int | None:
    """The first day of which the desk has any record."""
    found = tx.execute(text("SELECT min(day) FROM score_reported")).scalar()
    return None if found is None else int(found)


def _kept(day: int, profile: str, version: int, body: str) -> Kept:
    document = msgspec.json.decode(body)
    view = msgspec.convert(document["view"], ScoreView)
    leaves = {key: Term(points, weight) for key, (points, weight) in document["leaves"].items()}
    steps = {one: document[one] for one in ("unrounded", "raw", "capped", "number")}
    return Kept(day, profile, version, view, leaves=leaves, **steps)


def record(tx: Tx, found: Scored, column: int, rows: Mapping[str, int]) -> int:
    """Keep the scores of a day; write only what differs from what is kept, and return how many did.

    `rows` gives the primary key of each account's id.
    """
    day = int(found.days[column])
    sql = "SELECT account_id, measures FROM score_reported WHERE day = :day"
    stored = pairs(tx, sql, day=day)
    changed: list[dict[str, Any]] = []
    for account in range(found.facts.count):
        if not found.alive(account, column):
            continue
        view = score_view(found, account, column)
        key = rows[view.account_id]
        body = _body(found, view, account, column)
        if stored.pop(key, None) != body:
            changed.append(_row(key, view, body))
    for key in stored:
        tx.execute(
            text("DELETE FROM score_reported WHERE day = :day AND account_id = :account"),
            {"day": day, "account": key},
        )
    if changed:
        updates = ", ".join(f"{one} = excluded.{one}" for one in _COLUMNS.split(", ")[2:])
        marks = ", ".join(f":{one}" for one in _COLUMNS.split(", "))
        tx.execute(
            text(
                f"INSERT INTO score_reported ({_COLUMNS}) VALUES ({marks})"
                f" ON CONFLICT (account_id, day) DO UPDATE SET {updates}"
            ),
            changed,
        )
    return len(changed) + len(stored)


def _body(found: Scored, view: ScoreView, account: int, column: int) -> str:
    scores = found.scores
    end = end_of(scores, account, column)
    leaves = end.terms if end is not None and end.leaves else {}
    return canonical(
        {
            "view": view,
            "unrounded": known(scores.unrounded[account, column]),
            "raw": known(scores.raw[account, column]),
            "capped": known(scores.capped[account, column]),
            "number": known(scores.number[account, column]),
            "leaves": {key: (one.points, one.weight) for key, one in leaves.items()},
        }
    )


def _row(key: int, view: ScoreView, body: str) -> dict[str, Any]:
    return {
        "account_id": key,
        "day": view.day,
        "profile": view.profile,
        "version": view.version,
        "score": view.score,
        "shown": view.shown,
        "band": view.band,
        "coverage": view.coverage,
        "measures": body,
    }
