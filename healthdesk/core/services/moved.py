"""What something that was written moved: scores and bands before and after it, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.moved import Moved, MovedAccount, ScoresThen
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.services import explain, reported, segments, settings, snapshots
from healthdesk.core.services.health import Scored, scored
from healthdesk.core.services.wording import count_of, number
from healthdesk.core.store.db import Tx

DIPPING: Final = "Dipping"
SNAPSHOT: Final = "dips"
_UNSAID: Final = "More or less of its data is known"
"""Where one end has no number that could be split."""


class Dips(msgspec.Struct, frozen=True):
    """Who was in the segment "Dipping" on a day, kept beside the record of that day's scores."""

    day: int
    accounts: tuple[str, ...]


def before(tx: Tx) -> ScoresThen:
    """Take down today's scores before something is written; give them to `moved` afterwards.

    Where the desk has not changed since it recorded them (it does a moment after each change), the
    record is read and nothing is computed.
    """
    day = settings.today(tx)
    kept = snapshots.find(tx, SNAPSHOT, Dips)
    if kept is not None and kept.day == day:
        return ScoresThen(day, reported.records_of_day(tx, day), frozenset(kept.accounts))
    records = reported.made_records(scored(tx, [day]), 0)
    return ScoresThen(day, records, _dipping(tx, day))


def dips_among(found: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Who dips, of the accounts in each segment; names are compared without case."""
    wanted = DIPPING.casefold()
    return next((some for name, some in found.items() if name.casefold() == wanted), ())


def keep_dips(tx: Tx, day: int, stamp: int, dips: Iterable[str]) -> None:
    """Keep who dips on a day for the state of the desk that has this stamp."""
    snapshots.keep(tx, SNAPSHOT, stamp, Dips(day, tuple(sorted(dips))))


def moved(tx: Tx, then: ScoresThen) -> Moved:
    """Compare the scores that were taken down with those of the same day as they are now."""
    found = scored(tx, [then.day])
    records: dict[str, reported.Record] = dict(then.records)
    dips = _dipping(tx, then.day) - then.dipping
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
        rows.append(_row(account_id, name, old, new, reason, dips=account_id in dips))
    for account_id, record in records.items():
        old = (record.shown, record.band)
        rows.append(_row(account_id, record.name, old, None, "No longer in the desk", dips=False))
    rows.sort(key=_order)
    return Moved(then.day, tuple(rows), same, _sentence(rows, same))


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
    account_id: str, name: str, old: _Ended | None, new: _Ended | None, reason: str, *, dips: bool
) -> MovedAccount:
    return MovedAccount(
        account_id=account_id,
        name=name,
        shown_before=old[0] if old else None,
        shown_after=new[0] if new else None,
        band_before=old[1] if old else None,
        band_after=new[1] if new else None,
        reason=reason,
        dips=dips,
    )


def _order(row: MovedAccount) -> tuple[bool, bool, int, str, str]:
    """The largest change first; then who came or went."""
    return row.new, row.change is None, -abs(row.change or 0), row.name.casefold(), row.account_id


def _dipping(tx: Tx, day: int) -> frozenset[str]:
    try:
        return frozenset(segments.members(tx, DIPPING, day))
    except NotFound:
        return frozenset()


def _sentence(rows: list[MovedAccount], same: int) -> str:
    """All of it in one line."""
    new = sum(row.new for row in rows)
    gone = sum(row.band_after is None for row in rows)
    kept = [row for row in rows if row.band_before and row.band_after]
    bands = sum(row.band_before != row.band_after for row in kept)
    dips = sum(row.dips for row in kept)
    parts = []
    if kept:
        into = f", {number(bands)} into another band" if bands else ""
        of = len(kept) + same
        parts.append(f"{number(len(kept))} of {count_of(of, 'score')} moved{into}")
    elif same:
        parts.append("No score moved" if same > 1 else "The score did not move")
    if dips:
        parts.append(f"{count_of(dips, 'account')} now {'dips' if dips == 1 else 'dip'}")
    if new:
        parts.append(f"{count_of(new, 'account')} scored for the first time")
    if gone:
        parts.append(f"{count_of(gone, 'account')} scored no longer")
    return "; ".join(parts) or "There is no score yet"
