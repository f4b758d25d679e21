"""Feeds: which streams of facts a desk has, how far each reaches, and which of them are late.

Not here: what makes one late (domain/rhythm.py), what is said about measures (late.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Final

import msgspec
import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.facts import Facts, UsageGrid, remember, to_date
from healthdesk.core.domain.rhythm import LOOK_BACK, WEEK, Rhythm, rhythm
from healthdesk.core.domain.source import Feed
from healthdesk.core.services import snapshots
from healthdesk.core.services.import_cells import unpack
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.queries import either, pairs
from healthdesk.core.services.wording import count_of, long_date, short_date
from healthdesk.core.store import usage as table
from healthdesk.core.store.db import Tx

_DENSE: Final = 120
"""Days of usage that tell its rhythm, where most of them have values: more of them cost time."""
_SPARSE: Final = 30
"""Days with values among those below which usage is looked at as far back as all else."""
_THIN: Final = 0.05
"""A day of usage with less than this share of a usual day's rows is a stray, not a delivery."""

SOONEST: Final = 3
"""Days of silence before which no rhythm makes a stream late."""
MOVING: Final = ("touchpoints", "tickets")
"""Streams of single facts whose silence alone moves readings; what else there is holds on."""
SNAPSHOT: Final = "feeds"


class Kept(msgspec.Struct, frozen=True):
    """The feeds as they stood on a day, kept beside the record of that day's scores."""

    day: int
    feeds: tuple[Feed, ...]


@dataclass(frozen=True)
class _Events:
    """Where a stream of single facts is kept; `kind` narrows surveys."""

    key: str
    name: str
    table: str
    own: str
    column: str
    kind: str = ""
    least: int = WEEK
    """Days of silence that are never late: bills and contracts come by the month."""


_FORTNIGHT: Final = 14
_MONTH: Final = 31
_EVENTS: Final = (
    _Events("surveys:nps", "NPS answers", "surveys", "survey", "day", "nps", _FORTNIGHT),
    _Events("surveys:csat", "CSAT answers", "surveys", "survey", "day", "csat", _FORTNIGHT),
    _Events("surveys:ces", "CES answers", "surveys", "survey", "day", "ces", _FORTNIGHT),
    _Events("touchpoints", "touchpoints", "touchpoints", "touchpoint", "day"),
    _Events("tickets", "tickets", "tickets", "ticket", "opened_on"),
    _Events(
        "subscriptions", "subscriptions", "subscriptions", "subscription", "start", least=_MONTH
    ),
    _Events("invoices", "invoices", "invoices", "invoice", "issued_on", least=_MONTH),
    _Events("mentions", "mentions", "mentions", "mention", "day", least=_FORTNIGHT),
)


def feeds(tx: Tx, day: int) -> tuple[Feed, ...]:
    """Every feed as it stood on a day: nothing later counts, neither facts nor deliveries.

    Usage is one feed for each kind of file that it came from; single facts are one for each table,
    surveys for each kind. Facts that were made by hand are no feed. When a feed is late:
    domain/rhythm.py.
    """
    return remembered(tx, f"feeds {day}", lambda: _kept(tx, day) or _feeds(tx, day), of_facts=True)


def keep(tx: Tx, day: int, stamp: int, found: tuple[Feed, ...]) -> None:
    """Keep the feeds of a day for the state of the desk that has this stamp."""
    snapshots.keep(tx, SNAPSHOT, stamp, Kept(day, found))


def _kept(tx: Tx, day: int) -> tuple[Feed, ...]:
    kept = snapshots.find(tx, SNAPSHOT, Kept)
    return kept.feeds if kept is not None and kept.day == day else ()


def late(tx: Tx, day: int) -> tuple[Feed, ...]:
    """The feeds that are late on a day."""
    return tuple(one for one in feeds(tx, day) if one.late)


def late_through(
    tx: Tx, days: Sequence[int], now: int, facts: Facts
) -> Mapping[int, tuple[Feed, ...]]:
    """The feeds that were late on some days, as of each of them; days without any are left out.

    The same as `late` on each day, of usage and of streams whose silence alone moves a reading;
    which metrics come together is as it is known now. Where the values at hand came in time, those
    that came with them did, too: no others are read.
    """
    first, last = min(days), max(days)
    streams = (*_usage_streams(tx, last, now, facts), *_moving_streams(tx, first, last))
    out: dict[int, tuple[Feed, ...]] = {}
    for day in days:
        found = tuple(one for stream in streams if (one := stream.late(day)) is not None)
        if found:
            out[day] = found
    return out


@dataclass(frozen=True)
class _Stream:
    """A stream over a long time: its days, with the rows of each where strays are to be told."""

    named: _Named
    days: Sequence[int]
    rows: Sequence[int]
    deliveries: tuple[int, ...]
    whole: Callable[[], _Stream] | None = None
    """The stream with all that comes in it, where this is but a part of it."""
    _known: dict[int, list[int]] = field(default_factory=dict)

    def late(self, day: int) -> Feed | None:
        """The feed as of a day, if it is late."""
        at = bisect_right(self.days, day)
        if not at:
            return None
        known = self._known.get(at) or self._known.setdefault(at, self._until(at))
        if day - known[-1] < SOONEST:
            return None
        deliveries = self.deliveries[: bisect_right(self.deliveries, day)]
        found = _feed(self.named, known, deliveries, day)
        if not found.late:
            return None
        return found if self.whole is None else self.whole().late(day)

    def _until(self, at: int) -> list[int]:
        """The days that tell its rhythm, of the first so many."""
        newest = self.days[at - 1]
        if self.rows:
            dense = bisect_right(self.days, newest - _DENSE)
            low = dense if at - dense >= _SPARSE else bisect_right(self.days, newest - LOOK_BACK)
            return _delivered_days(list(zip(self.days[low:at], self.rows[low:at], strict=True)))
        return list(self.days[bisect_right(self.days, newest - LOOK_BACK) : at])


def _usage_streams(tx: Tx, last: int, now: int, facts: Facts) -> Iterator[_Stream]:
    origins = remembered(tx, f"origins of usage {now}", lambda: _origins(tx, now), of_facts=True)
    for origin in origins:
        named = _Named("usage", _usage_name(origins, origin), "usage", tuple(origin.metrics))
        known = [one for one in origin.metrics if one in facts.usage]
        rows = remember(
            facts, ("rows of usage", *known), partial(_rows_of, [facts.usage[one] for one in known])
        )
        whole = None
        if len(known) < len(origin.metrics):
            whole = cache(partial(_whole_stream, tx, origin, named, last))
        if rows:
            yield _Stream(named, *rows, origin.deliveries, whole)


def _whole_stream(tx: Tx, origin: _Origin, named: _Named, last: int) -> _Stream:
    """A stream of usage with metrics that are not at hand."""
    some = either([f"{table.column(one)} IS NOT NULL" for one in origin.metrics.values()])
    rows = _rows_a_day(tx, some, -LOOK_BACK, last)
    return _Stream(named, *_columns(rows), origin.deliveries)


def _columns(rows: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(day for day, _ in rows), tuple(count for _, count in rows)


def _moving_streams(tx: Tx, first: int, last: int) -> Iterator[_Stream]:
    arrived = _deliveries(tx, last)
    for one in _EVENTS:
        if one.key in MOVING:
            days = sorted({*_event_days(tx, one, first), *_event_days_in(tx, one, first, last)})
            named = _Named(one.key, one.name, one.table, least=one.least)
            yield _Stream(named, days, (), arrived.get(one.table, ()))


def _rows_of(grids: Sequence[UsageGrid]) -> tuple[tuple[int, ...], tuple[int, ...]] | tuple[()]:
    """Days with a value of any of some metrics, and how many accounts have one; () = none."""
    known = [one for one in grids if len(one.days)]
    if not known:
        return ()
    first = min(int(one.days[0]) for one in known)
    last = max(int(one.days[-1]) for one in known)
    there = ~np.isnan(known[0].window(first, last))
    for one in known[1:]:
        there |= ~np.isnan(one.window(first, last))
    counts = there.sum(axis=0).tolist()
    return _columns([(first + at, int(count)) for at, count in enumerate(counts) if count])


def newest_day(found: Iterable[Feed]) -> int | None:
    """The newest day that any of these feeds speaks of."""
    return max((one.newest for one in found), default=None)


def _feeds(tx: Tx, day: int) -> tuple[Feed, ...]:
    arrived = _deliveries(tx, day)
    packs = _packs(tx)
    out = [_of_pack(one, packs, day) for one in _usage(tx, day)]
    for one in _EVENTS:
        days = _event_days(tx, one, day)
        if days:
            named = _Named(one.key, one.name, one.table, least=one.least)
            found = _feed(named, days, arrived.get(one.table, ()), day)
            out.append(_of_pack(found, packs, day))
    return tuple(out)


def _packs(tx: Tx) -> Mapping[str, int]:
    """Tables that only handover packs brought, with the day of the newest pack of each."""
    loads: dict[int, int] = {}
    for (options,) in tx.execute(text("SELECT options FROM handover")):
        told = msgspec.json.decode(options).get("batches", {})
        loads.update({int(batch): int(when) for batch, when in told.items()})
    if not loads:
        return {}
    out: dict[str, int] = {}
    others: set[str] = set()
    sql = (
        "SELECT id, tables FROM import_batch WHERE NOT undone"
        " AND id NOT IN (SELECT batch_id FROM import_part)"
    )
    for batch, tables in tx.execute(text(sql)):
        for name, count in msgspec.json.decode(tables).items():
            if not count.get("new", 0) + count.get("changed", 0):
                continue
            if batch in loads:
                out[name] = max(loads[batch], out.get(name, loads[batch]))
            else:
                others.add(name)
    return {name: when for name, when in out.items() if name not in others}


def _of_pack(one: Feed, packs: Mapping[str, int], day: int) -> Feed:
    """A stream that came by a handover pack alone is as old as the pack: so it is told.

    Silence since the pack is still silence for who asks `late`; nobody is to hurry a source.
    """
    made = packs.get(one.table)
    if made is None:
        return one
    date = short_date if to_date(made).year == to_date(day).year else long_date
    told = f"{one.name}: of the pack of {date(made)}, data to {date(one.newest)}"
    return replace(one, pack=made, sentence=told)


@dataclass(frozen=True)
class _Named:
    """What a stream is called."""

    key: str
    name: str
    table: str
    metrics: tuple[str, ...] = ()
    least: int = WEEK


def _feed(named: _Named, days: list[int], deliveries: tuple[int, ...], day: int) -> Feed:
    """Judge one stream by its days with facts and its deliveries."""
    name = named.name
    newest = max(days)
    found: Rhythm | None = rhythm(days, deliveries, named.least)
    behind = found is not None and found.late(newest, day)
    date = short_date if to_date(newest).year == to_date(day).year else long_date
    if behind:
        sentence = f"{name}: no data since {date(newest)}, {count_of(day - newest, 'day')}"
    else:
        sentence = f"{name}: data to {date(newest)}"
    return Feed(
        key=named.key,
        name=name,
        table=named.table,
        newest=newest,
        pause=None if found is None else found.pause,
        quiet=day - newest,
        late=behind,
        sentence=sentence,
        metrics=named.metrics,
    )


def _event_days(tx: Tx, one: _Events, day: int) -> list[int]:
    """The days with facts of an imported stream, back as far as its rhythm asks for."""
    where = f"batch_id IS NOT NULL AND {one.column} <= :day"
    where += f" AND kind = '{one.kind}'" if one.kind else ""
    asked: dict[str, object] = {"day": day}
    newest = tx.execute(
        text(f"SELECT max({one.column}) FROM {one.own} WHERE {where}"), asked
    ).scalar_one()
    if newest is None:
        return []
    rows = tx.execute(
        text(f"SELECT DISTINCT {one.column} FROM {one.own} WHERE {where} AND {one.column} > :low"),
        {**asked, "low": newest - LOOK_BACK},
    )
    return [int(found) for (found,) in rows]


def _event_days_in(tx: Tx, one: _Events, first: int, last: int) -> list[int]:
    """The days with facts of an imported stream between two."""
    where = f"batch_id IS NOT NULL AND {one.column} > :first AND {one.column} <= :last"
    sql = f"SELECT DISTINCT {one.column} FROM {one.own} WHERE {where}"
    return [int(found) for (found,) in tx.execute(text(sql), {"first": first, "last": last})]


def _deliveries(tx: Tx, day: int) -> dict[str, tuple[int, ...]]:
    """The days on which each table got new or changed rows."""
    out: dict[str, set[int]] = {}
    sql = "SELECT day, tables FROM import_batch WHERE NOT undone AND day <= :day"
    for when, tables in tx.execute(text(sql), {"day": day}):
        for name, count in msgspec.json.decode(tables).items():
            if count.get("new", 0) + count.get("changed", 0):
                out.setdefault(name, set()).add(int(when))
    return {name: tuple(sorted(days)) for name, days in out.items()}


@dataclass(frozen=True)
class _Origin:
    """Metrics that come in the same kind of file."""

    file: str
    metrics: Mapping[str, int]
    """Row id by metric."""
    deliveries: tuple[int, ...]


def _usage(tx: Tx, day: int) -> Iterable[Feed]:
    origins = remembered(tx, f"origins of usage {day}", lambda: _origins(tx, day), of_facts=True)
    place = 0
    for origin in origins:
        days = _usage_days(tx, tuple(origin.metrics.values()), day)
        if not days:
            continue
        place += 1
        name = _usage_name(origins, origin)
        key = "usage" if place == 1 else f"usage:{place}"
        yield _feed(_Named(key, name, "usage", tuple(origin.metrics)), days, origin.deliveries, day)


def _usage_name(origins: Sequence[_Origin], origin: _Origin) -> str:
    return "usage" if len(origins) == 1 else f"usage from {origin.file}"


def _origins(tx: Tx, day: int) -> tuple[_Origin, ...]:
    """The metrics by the kind of file that brought them last, in the order of the metrics.

    File names that differ in digits only are one kind: a week's number is no other source.
    """
    present = set(table.columns(tx))
    names = {row: key for key, row in pairs(tx, "SELECT metric, id FROM metric").items()}
    files = _files(tx, day)
    kinds: dict[str, dict[str, int]] = {}
    told: dict[str, str] = {}
    for row in sorted(present & names.keys()):
        file = files.get(row, "")
        kind = re.sub(r"\d+", "*", file)
        told[kind] = file
        kinds.setdefault(kind, {})[names[row]] = row
    arrived = _usage_deliveries(tx, day)
    return tuple(
        _Origin(
            told[kind],
            metrics,
            tuple(sorted({when for row in metrics.values() for when in arrived.get(row, ())})),
        )
        for kind, metrics in kinds.items()
    )


def _files(tx: Tx, day: int) -> dict[int, str]:
    """The file that brought each metric last: of its newest batch, one block is looked into."""
    sql = (
        "SELECT u.metric_id, b.files, u.count, u.payload FROM batch_usage u"
        " JOIN import_batch b ON b.id = u.batch_id"
        " JOIN (SELECT u.metric_id, max(u.id) AS id FROM batch_usage u"
        "  JOIN import_batch b ON b.id = u.batch_id WHERE NOT b.undone AND b.day <= :day"
        "  GROUP BY u.metric_id) newest ON newest.id = u.id"
    )
    out = {}
    for metric, files, count, payload in tx.execute(text(sql), {"day": day}):
        names = msgspec.json.decode(files)
        number = int(unpack(payload, count).file[0]) if len(names) > 1 else 0
        out[int(metric)] = str(names[number]) if names else ""
    return out


def _usage_deliveries(tx: Tx, day: int) -> dict[int, tuple[int, ...]]:
    """The days on which each metric got values."""
    sql = (
        "SELECT DISTINCT u.metric_id, b.day FROM batch_usage u"
        " JOIN import_batch b ON b.id = u.batch_id WHERE NOT b.undone AND b.day <= :day"
    )
    out: dict[int, list[int]] = {}
    for metric, when in tx.execute(text(sql), {"day": day}):
        out.setdefault(int(metric), []).append(int(when))
    return {metric: tuple(days) for metric, days in out.items()}


def _usage_days(tx: Tx, metrics: tuple[int, ...], day: int) -> list[int]:
    """The days with values of some metrics, account by account through the table's key.

    A few stray rows are no day with values: a source that stopped may still trickle.
    """
    some = either([f"{table.column(one)} IS NOT NULL" for one in metrics])
    newest = tx.execute(
        text(
            "SELECT max((SELECT u.day FROM usage u WHERE u.account_id = a.id AND u.day <= :day"
            f" AND {some} ORDER BY u.day DESC LIMIT 1)) FROM account a"
        ),
        {"day": day},
    ).scalar_one()
    if newest is None:
        return []
    rows = _rows_a_day(tx, some, newest - _DENSE, day)
    if len(rows) < _SPARSE:
        rows = _rows_a_day(tx, some, newest - LOOK_BACK, day)
    return _delivered_days(rows)


def _delivered_days(rows: Sequence[tuple[int, int]]) -> list[int]:
    """The days on which more than a few stray rows came."""
    usual = float(np.median([count for _, count in rows]))
    return [when for when, count in rows if count >= _THIN * usual]


def _rows_a_day(tx: Tx, some: str, low: int, day: int) -> list[tuple[int, int]]:
    """How many accounts have such values on each day after a first one."""
    sql = (
        "SELECT u.day, count(*) FROM account a CROSS JOIN usage u ON u.account_id = a.id"
        f" WHERE u.day > :low AND u.day <= :day AND {some} GROUP BY u.day"
    )
    found = tx.execute(text(sql), {"low": low, "day": day})
    return [(int(when), int(count)) for when, count in found]
