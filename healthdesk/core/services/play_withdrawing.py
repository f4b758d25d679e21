"""Withdraws what plays fired on data that are taken back, in the same operation.

A firing that was made when an import was there, and whose trigger does not hold on its day by the
facts that are left, is withdrawn: a suggestion goes; a run goes with its tasks, drafts, notes and
changes of fields, unless somebody worked in it, which is told. Not here: taking imports back
(imports.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.play import Play
from healthdesk.core.domain.trigger import Shape
from healthdesk.core.services import settings
from healthdesk.core.services.play_documents import readable
from healthdesk.core.services.play_looking import look
from healthdesk.core.services.run_forgetting import forget
from healthdesk.core.services.run_rows import load
from healthdesk.core.services.run_touched import worked_in
from healthdesk.core.store.db import Tx
from healthdesk.core.triggers import CATALOGUE

WHY: Final = "the data it rested on was taken back"
_FIRED: Final = """
SELECT f.id, f.play_id, f.play, a.account_id AS key, a.name, f.account_id AS account, f.day,
  f.cause_day, f.state, f.run_id, coalesce(v.body, p.body) AS body
FROM firing f JOIN account a ON a.id = f.account_id LEFT JOIN play p ON p.id = f.play_id
  LEFT JOIN play_version v ON v.play_id = f.play_id AND v.version = f.version
WHERE f.batch_mark >= :batch AND f.state IN ('suggested', 'started', 'noted', 'passed')"""
_MADE: Final = (
    " AND f.account_id IN (SELECT row_id FROM batch_row WHERE batch_id IN (SELECT value FROM"
    " json_each(:batches)) AND table_name = 'account' AND made)"
)


@dataclass(frozen=True)
class _Fired:
    """A firing that may have to go."""

    id: int
    play_id: int | None
    play: str
    key: str
    name: str
    account: int
    day: int
    cause_day: int
    state: str
    run: int | None
    document: Play | None


def before(tx: Tx, batches: Sequence[int]) -> tuple[str, ...]:
    """Withdraw what was fired at accounts that these imports brought, before they are taken back.

    Returns what there is to tell: runs that stay as somebody worked in them.
    """
    told = f"[{', '.join(str(one) for one in batches)}]"
    return _withdraw(tx, _fired(tx, _FIRED + _MADE, batch=min(batches), batches=told))


def after(tx: Tx, batches: Sequence[int]) -> tuple[str, ...]:
    """Withdraw what does not hold any more, when these imports are taken back."""
    found = _fired(tx, _FIRED, batch=min(batches))
    known = [one for one in found if one.document is not None]
    if not known:
        return ()
    looked = look(tx, [one.document for one in known if one.document is not None])
    places = {key: at for at, key in enumerate(looked.account_ids)}
    gone = []
    for one in known:
        if one.document is None or _shape(one) == "hand":
            continue
        on = one.cause_day if _shape(one) == "event" else one.day
        place = places.get(one.key)
        ripe = looked.ripe(one.document, np.array([on], np.int32)).ripe
        if place is None or not ripe[place, 0]:
            gone.append(one)
    return _withdraw(tx, gone)


def _shape(one: _Fired) -> Shape:
    return "state" if one.document is None else CATALOGUE[one.document.cause.kind].SPEC.shape


def _fired(tx: Tx, sql: str, **asked: object) -> list[_Fired]:
    return [_one(row) for row in tx.execute(text(f"{sql} ORDER BY f.id DESC"), asked)]


def _one(row: Any) -> _Fired:  # noqa: ANN401 - a row of the query above
    told = (row.play, row.key, row.name, row.account, row.day, row.cause_day, row.state)
    return _Fired(row.id, row.play_id, *told, row.run_id, readable(row.body))


def _withdraw(tx: Tx, some: Iterable[_Fired]) -> tuple[str, ...]:
    """Withdraw firings, the newest first."""
    notes, today = [], settings.today(tx)
    for one in some:
        why = WHY
        runs = load(tx, "r.id = :run", run=one.run) if one.state == "started" else []
        for run in runs:
            if worked_in(tx, run):
                why = f"{WHY}; somebody worked on its run, which stays"
                notes.append(f"“{run.name}” at {one.name} stays: somebody worked on it.")
            else:
                forget(tx, run)
        tx.execute(
            text(
                "UPDATE firing SET state = 'withdrawn', why = :why, closed_on = :day WHERE id = :id"
            ),
            {"id": one.id, "why": why, "day": today},
        )
        # An event is met anew if it comes again; a condition when it holds again.
        only = " AND cause_day = :cause" if _shape(one) == "event" else ""
        tx.execute(
            text(f"DELETE FROM play_seen WHERE play_id = :play AND account_id = :account{only}"),
            {"play": one.play_id, "account": one.account, "cause": one.cause_day},
        )
    tx.expire_all()
    return tuple(notes)
