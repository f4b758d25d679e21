"""The Accounts table, and the head of an account's page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from healthdesk.core.domain.column import as_words, first_days
from healthdesk.core.domain.facts import NO_DAY, TOUCH_KINDS, BoolArray, Facts, IntArray
from healthdesk.core.domain.portfolio import arr
from healthdesk.core.domain.source import Feed
from healthdesk.core.domain.spans import latest
from healthdesk.core.domain.views import BANDS, AccountHeader, AccountRow, AccountsView
from healthdesk.core.readings import days_to_renewal
from healthdesk.core.services import handover_inherited, segments, settings, snapshots
from healthdesk.core.services.health import PERIOD, Scored, known, score_view, scored, scored_one
from healthdesk.core.services.late import Late, late_on
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.reasons import main_reasons
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

SNAPSHOT: Final = "accounts"
_NOTE: Final = TOUCH_KINDS.index("note")
_STEADY_FEED: Final = 28
"""Days in a row with values that make a feed one that reports every day."""
_FEED_PAUSE: Final = 3
"""Days without any value after which such a feed has stopped."""
_LOOK_BACK: Final = 180
_LETTERS: Final = "SAPU-"
"""Of the bands by their numbers; -1, no score at all, is the last."""


def accounts_table(tx: Tx, day: int, segment: str | None = None) -> AccountsView:
    """Every account alive on a day, in the order of ids; of a segment, those in it.

    The table that was last recorded is kept in the desk: the first screen needs no engine.
    """
    view = remembered(
        tx, key_of(day), lambda: _kept(tx, day) or compute_table(tx, day), of_facts=True
    )
    if segment is None:
        return view
    chosen = frozenset(segments.members(tx, segment, day))
    return replace(view, rows=tuple(row for row in view.rows if row.account_id in chosen))


def key_of(day: int) -> str:
    """What the table of a day is remembered under, and kept where it is of a day to come."""
    return f"{SNAPSHOT} {day}"


def keep_ahead(tx: Tx, stamp: int, table: AccountsView) -> None:
    """Keep the table of a day to come, beside the last one that was recorded."""
    snapshots.keep(tx, key_of(table.day), stamp, table)


def sweep_ahead(tx: Tx, now: int) -> None:
    """Let tables go that were kept for days before this one."""
    sql = text("SELECT key FROM snapshot WHERE key LIKE :any")
    found = tx.execute(sql, {"any": f"{SNAPSHOT} %"})
    for key in found.scalars().all():
        if int(key.rsplit(" ", 1)[1]) < now:
            tx.execute(text("DELETE FROM snapshot WHERE key = :key"), {"key": key})


def _kept(tx: Tx, day: int) -> AccountsView | None:
    for key in (key_of(day), SNAPSHOT):
        view = snapshots.find(tx, key, AccountsView)
        if view is not None and view.day == day:
            return view
    return None


def compute_table(tx: Tx, day: int) -> AccountsView:
    """Work the table out from the facts."""
    days = list(range(day - PERIOD, day + 1))
    line = scored(tx, days, detail=False)
    found = scored(tx, [day - PERIOD, day])
    rows = _Rows(tx, found, line, day).all()
    facts = found.facts
    return AccountsView(
        day=day,
        rows=rows,
        attributes=tuple((key, one.kind) for key, one in facts.attributes.items()),
        total=len(rows),
    )


class _Rows:
    """The columns of the table as arrays, and its rows."""

    def __init__(self, tx: Tx, found: Scored, line: Scored, day: int) -> None:
        facts = found.facts
        on = np.array([day], np.int32)
        self._found = found
        self._day = day
        self._lines = line.scores.shown
        self._bands = line.scores.band
        models = [one.profile.bands for one in found.scores.profiles]
        self._bounds = [(float(one.average), float(one.strong)) for one in models]
        late = late_on(tx, day)
        self._reasons = main_reasons(found, late)
        self._unheard = unheard(found, late)
        self._arr = arr(facts, on)[:, 0]
        self._renewal = days_to_renewal.read(facts, on, {})[:, 0]
        self._touched = last_touches(facts, on)[:, 0]
        self._quiet = quiet_feeds(facts, day)
        self._currency = settings.read(tx).currency
        self._attributes = _attribute_texts(facts, on)

    def all(self) -> tuple[AccountRow, ...]:
        """The rows of the accounts alive on the day."""
        alive = np.flatnonzero(self._found.scores.profile[:, 1] >= 0)
        return tuple(self._row(account) for account in alive.tolist())

    def _row(self, account: int) -> AccountRow:
        scores, facts = self._found.scores, self._found.facts
        line = tuple(None if one < 0 else one for one in self._lines[account].tolist())
        shown, before = line[-1], line[0]
        renewal, touched = known(self._renewal[account]), known(self._touched[account])
        attributes = {key: texts[account] for key, texts in self._attributes.items()}
        quiet = int(self._quiet[account])
        reason = self._reasons[account]
        own = quiet if not self._unheard[account] else 0
        if own:
            reason = f"No usage data for {count_of(quiet, 'day')}: the feed stopped"
        return AccountRow(
            account_id=facts.account_ids[account],
            name=facts.names[account],
            score=known(scores.final[account, 1]),
            shown=shown,
            band=BANDS[int(scores.band[account, 1])],
            change=None if shown is None or before is None else shown - before,
            line=line[1:],
            arr=known(self._arr[account]),
            currency=attributes.get("currency") or self._currency,
            renewal_days=None if renewal is None else int(renewal),
            renewal_day=None if renewal is None else self._day + int(renewal),
            reason=reason,
            touch_days=None if touched is None else self._day - int(touched),
            coverage=float(scores.coverage[account, 1]),
            capped=bool(scores.capped[account, 1] < scores.raw[account, 1]),
            overridden=int(scores.override[account, 1]) >= 0,
            stale=quiet > 0 or bool(self._unheard[account]),
            attributes=attributes,
            bands="".join(_LETTERS[one] for one in self._bands[account, 1:].tolist()),
            quiet_days=own,
            bounds=self._bounds[int(scores.profile[account, 1])],
        )


def account_header(tx: Tx, account_id: str, day: int) -> AccountHeader:
    """The head of an account's page; `score` is None where it is not alive on the day."""
    found, account = scored_one(tx, account_id, [day - PERIOD, day])
    facts, scores = found.facts, found.scores
    on = np.array([day], np.int32)
    score = score_view(found, account, 1) if found.alive(account, 1) else None
    before = int(scores.shown[account, 0])
    renewal = known(days_to_renewal.read(facts, on, {})[account, 0])
    touched = known(last_touches(facts, on)[account, 0])
    said = {
        key: texts[account]
        for key, texts in _attribute_texts(facts, on).items()
        if key in {"tier", "stage", "owner", "currency"}
    }
    first = int(np.broadcast_to(first_days(facts, on), (facts.count, 1))[account, 0])
    churned = int(facts.churned[account])
    return AccountHeader(
        account_id=account_id,
        name=facts.names[account],
        day=day,
        score=score,
        change=None if score is None or score.shown is None or before < 0 else score.shown - before,
        arr=known(arr(facts, on)[account, 0]),
        currency=said.get("currency") or settings.read(tx).currency,
        renewal_days=None if renewal is None else int(renewal),
        renewal_day=None if renewal is None else day + int(renewal),
        touch_days=None if touched is None else day - int(touched),
        touch_day=None if touched is None else int(touched),
        tier=said.get("tier", ""),
        stage=said.get("stage", ""),
        owner=said.get("owner", ""),
        pulse=_pulse(tx, account_id, day),
        churned=None if churned > day else churned,
        parent=_parent(tx, account_id),
        first_day=None if first == NO_DAY else first,
        quiet_days=int(quiet_feeds(facts, day)[account]),
        late=unheard(found, late_on(tx, day))[account],
        pulse_inherited=handover_inherited.inherited(tx, account_id, day),
    )


def unheard(found: Scored, late: Late) -> list[tuple[str, ...]]:
    """The late feeds on which each account's score rests on the last of the days, in words.

    Only feeds whose silence moves a reading by itself; only measures that count in the score.
    """
    out: list[tuple[str, ...]] = [()] * found.facts.count
    if not late:
        return out
    for accounts, feed in rests_on(found, late, len(found.days) - 1):
        for account in accounts.tolist():
            if feed.sentence not in out[account]:
                out[account] = (*out[account], feed.sentence)
    return out


def rests_on(found: Scored, late: Late, column: int) -> Iterator[tuple[NDArray[np.intp], Feed]]:
    """Accounts whose score on the day of a column rests on a late feed, measure by measure."""
    scores = found.scores
    for index, one in enumerate(scores.profiles):
        weighed = scores.per_profile[index]
        if weighed is None:
            continue
        counted = weighed.weights[:, :, column] > 0
        mine = (scores.profile[:, column] == index) & ~scores.rolled[:, column]
        for place, feed in late.silent(one.profile):
            yield np.flatnonzero(mine & counted[place]), feed


def last_touches(facts: Facts, days: IntArray) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Day of the latest touchpoint that is no note, accounts x days; NaN = none."""
    table = facts.touchpoints
    chosen = table.kind != _NOTE
    return latest(facts, table.account[chosen], table.day[chosen], days)


def quiet_feeds(facts: Facts, day: int) -> IntArray:
    """Days without any usage value, for accounts whose feed had reported every day before; else 0.

    Only a feed that wrote a value each day for four weeks is said to have stopped: elsewhere no row
    may well mean no use, and a fall must not be excused.
    """
    present = _days_with_values(facts, day)
    newest = _LOOK_BACK - 1 - np.argmax(present[:, ::-1], axis=1)
    runs = np.cumsum(present, axis=1, dtype=np.int32)
    before = np.maximum(newest - _STEADY_FEED, 0)
    rows = np.arange(facts.count)
    steady = (runs[rows, newest] - runs[rows, before]) == _STEADY_FEED
    quiet = _LOOK_BACK - 1 - newest
    stopped = steady & present.any(axis=1) & (quiet >= _FEED_PAUSE) & (newest >= _STEADY_FEED)
    return np.where(stopped, quiet, 0).astype(np.int32)


def quiet_since(facts: Facts, days: IntArray) -> IntArray:
    """The same of some days that follow each other, as of each.

    Accounts x days: the first day without values of a feed that has stopped; -1 elsewhere.
    """
    first, last = int(days[0]) - _LOOK_BACK + 1, int(days[-1])
    out = np.full((facts.count, len(days)), -1, np.int32)
    # Most accounts have values at each turn: only the others are looked into.
    near = _days_with_values(facts, last, len(days) + _FEED_PAUSE - 1)
    lately = np.cumsum(np.pad(near, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    some = np.flatnonzero((lately[:, _FEED_PAUSE:] == lately[:, :-_FEED_PAUSE]).any(axis=1))
    present = _days_with_values(facts, last, last - first + 1, some)
    places = np.arange(present.shape[1], dtype=np.int32)
    newest = np.maximum.accumulate(np.where(present, places, np.int32(-1)), axis=1)
    runs = np.cumsum(present, axis=1, dtype=np.int32)
    steady = np.zeros_like(present)
    steady[:, _STEADY_FEED:] = runs[:, _STEADY_FEED:] - runs[:, :-_STEADY_FEED] == _STEADY_FEED
    here = newest[:, _LOOK_BACK - 1 :]
    held = np.take_along_axis(steady, np.maximum(here, 0), axis=1) & (here >= 0)
    columns = places[_LOOK_BACK - 1 :][None, :]
    inside = here >= columns - (_LOOK_BACK - 1) + _STEADY_FEED
    held &= inside & (columns - here >= _FEED_PAUSE)
    out[some] = np.where(held, here + np.int32(first + 1), np.int32(-1))
    return out


def _days_with_values(
    facts: Facts, day: int, back: int = _LOOK_BACK, some: NDArray[np.intp] | None = None
) -> BoolArray:
    """Whether an account has any usage value on each of the latest days."""
    rows = slice(None) if some is None else some
    present = np.zeros((facts.count, back), bool)[rows]
    for grid in facts.usage.values():
        present |= ~np.isnan(grid.window(day - back + 1, day)[rows])
    return present


def _attribute_texts(facts: Facts, on: IntArray) -> dict[str, list[str]]:
    """Every attribute of every account as text, as of a day; "" where there is none."""
    out = {}
    for key, attribute in facts.attributes.items():
        texts = [""] * facts.count
        day = int(on[0])
        for account in attribute.history:
            texts[account] = as_words(attribute.kind, attribute.at(account, day)) or ""
        out[key] = texts
    return out


def _pulse(tx: Tx, account_id: str, day: int) -> tuple[float, int] | None:
    """The latest pulse that a person set."""
    sql = (
        "SELECT p.value, p.day FROM pulse p JOIN account a ON a.id = p.account_id"
        " WHERE a.account_id = :account AND p.day <= :day ORDER BY p.day DESC, p.id DESC LIMIT 1"
    )
    row = tx.execute(text(sql), {"account": account_id, "day": day}).first()
    return None if row is None else (float(row[0]), int(row[1]))


def _parent(tx: Tx, account_id: str) -> str:
    """The name of the account above."""
    sql = (
        "SELECT p.name FROM account a JOIN account p ON p.id = a.parent_id"
        " WHERE a.account_id = :account"
    )
    return str(tx.execute(text(sql), {"account": account_id}).scalar() or "")
