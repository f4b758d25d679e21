"""What something that was written moved: scores and bands before and after it, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from healthdesk.core.domain.moved import Moved, MovedAccount, ScoresThen, Turn
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.services import explain, reported, scoring, settings, trends
from healthdesk.core.services.health import Scored, scored
from healthdesk.core.services.wording import count_of, number
from healthdesk.core.store.db import Tx

_TURNS: Final = (
    ("dip", "now dips", "now dip"),
    ("stopped", "has stopped", "have stopped"),
    ("rise", "now rises", "now rise"),
)
"""Kinds of what began, and their words for one account and for several."""
_UNSAID: Final = "More or less of its data is known"
"""Where one end has no number that could be split."""


def before(tx: Tx) -> ScoresThen:
    """Take down today's scores before something is written; give them to `moved` afterwards.

    Where the desk has not changed since it recorded them (it does a moment after each change), the
    record is read and nothing is computed. Dips and rises are taken down where they are known.
    """
    day = settings.today(tx)
    known = trends.lasting_known(tx, day)
    turned = None if known is None else frozenset(_lasting(known))
    if scoring.is_recorded(tx, day):
        return ScoresThen(day, reported.records_of_day(tx, day), turned)
    return ScoresThen(day, reported.made_records(scored(tx, [day]), 0), turned)


def moved(tx: Tx, then: ScoresThen) -> Moved:
    """Compare the scores that were taken down with those of the same day as they are now.

    Whose use dips or rises by now takes longer to know: `turned` adds it.
    """
    found = scored(tx, [then.day])
    records: dict[str, reported.Record] = dict(then.records)
    kept = reported.restored(tx, _changed(found, records))
    rows, same = [], 0
    for at, account_id in enumerate(found.facts.account_ids):
        record = records.pop(account_id, None)
        old = None if record is None else (record.shown, record.band)
        new = _ended(found, at)
        if old is None and new is None:
            continue
        if old == new:
            same += 1
            continue
        reason = _came(old, new)
        if record is not None and new:
            reason = explain.main_reason(kept[account_id], (found, at)) or _UNSAID
        name = found.facts.names[at]
        rows.append(_row(account_id, name, old, new, reason))
    for account_id, record in records.items():
        old = (record.shown, record.band)
        rows.append(_row(account_id, record.name, old, None, "No longer in the desk"))
    rows.sort(key=_order)
    return Moved(then.day, tuple(rows), same, _sentence(rows, same))


def turned(tx: Tx, then: ScoresThen, found: Moved, *, progress: Progress = NOBODY) -> Moved:
    """Add whose use began to dip or to rise, or stopped, with what was written."""
    if then.turned is None:
        return found
    turns: dict[str, Turn] = {}
    for account, events in trends.lasting(tx, then.day, progress=progress).items():
        begun = [one for one in _going_on(events) if _key(account, one) not in then.turned]
        if begun:
            turns[account] = Turn(account, begun[0].kind, begun[0].text)
    rows = [replace(row, turn=turns.get(row.account_id)) for row in found.rows]
    moved_too = {row.account_id for row in rows}
    for account, turn in turns.items():
        record = then.records.get(account)
        if account not in moved_too and record is not None:
            same = (record.shown, record.band)
            rows.append(replace(_row(account, record.name, same, same, ""), turn=turn))
    told = tuple(turns.values())
    return replace(found, rows=tuple(rows), turns=told, sentence=_with_turns(found, told))


def _with_turns(found: Moved, turns: Sequence[Turn]) -> str:
    """The sentence, and how many turned."""
    parts = [found.sentence]
    for kind, one, many in _TURNS:
        count = sum(turn.kind == kind for turn in turns)
        if count:
            parts.append(f"{count_of(count, 'account')} {one if count == 1 else many}")
    return "; ".join(parts)


def _going_on(events: Iterable[TrendEvent]) -> list[TrendEvent]:
    """Those that last and need somebody, newest first."""
    return [one for one in events if one.last is None and not one.muted]


def _lasting(known: Mapping[str, tuple[TrendEvent, ...]]) -> Iterable[tuple[str, str, str]]:
    for account, events in known.items():
        yield from (_key(account, one) for one in _going_on(events))


def _key(account: str, event: TrendEvent) -> tuple[str, str, str]:
    return account, event.metric, event.kind


def _changed(found: Scored, records: dict[str, reported.Record]) -> list[reported.Record]:
    """The records of accounts whose score is another one now: only those are told in full."""
    out = []
    for at, account_id in enumerate(found.facts.account_ids):
        record, now = records.get(account_id), _ended(found, at)
        if record is not None and now is not None and (record.shown, record.band) != now:
            out.append(record)
    return out


_Ended = tuple[int | None, Band]


def _ended(found: Scored, account: int) -> _Ended | None:
    """The shown score and the band of an account; None where it has no score at all."""
    if not found.alive(account, 0):
        return None
    shown = int(found.scores.shown[account, 0])
    return (None if shown < 0 else shown), BANDS[int(found.scores.band[account, 0])]


def _came(old: _Ended | None, new: _Ended | None) -> str:
    return "Scored for the first time" if old is None and new else "No longer scored"


def _row(
    account_id: str, name: str, old: _Ended | None, new: _Ended | None, reason: str
) -> MovedAccount:
    return MovedAccount(
        account_id=account_id,
        name=name,
        shown_before=old[0] if old else None,
        shown_after=new[0] if new else None,
        band_before=old[1] if old else None,
        band_after=new[1] if new else None,
        reason=reason,
    )


def _order(row: MovedAccount) -> tuple[bool, bool, int, str, str]:
    """The largest change first; then who came or went."""
    return row.new, row.change is None, -abs(row.change or 0), row.name.casefold(), row.account_id


def _sentence(rows: list[MovedAccount], same: int) -> str:
    """All of it in one line."""
    new = sum(row.new for row in rows)
    gone = sum(row.band_after is None for row in rows)
    kept = [row for row in rows if row.band_before and row.band_after]
    bands = sum(row.band_before != row.band_after for row in kept)
    parts = []
    if kept:
        into = f", {number(bands)} into another band" if bands else ""
        of = len(kept) + same
        parts.append(f"{number(len(kept))} of {count_of(of, 'score')} moved{into}")
    elif same:
        parts.append("No score moved" if same > 1 else "The score did not move")
    if new:
        parts.append(f"{count_of(new, 'account')} scored for the first time")
    if gone:
        parts.append(f"{count_of(gone, 'account')} scored no longer")
    return "; ".join(parts) or "There is no score yet"
