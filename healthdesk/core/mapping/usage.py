"""Converts usage: long files, a column for each metric, logs of events, figures of months.

Rows that are right go through column by column. Where values are combined, rows of accounts or
contacts that nobody knows are combined too, so that one waits for each cell, not for each event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from hashlib import blake2b
from itertools import chain, compress
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.columns import Columns, at_places, column_of, sifted
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.mapping import ColumnMap, UsageShape
from healthdesk.core.domain.records import COMBINE, Chunk, Fault, Refused, Waiting
from healthdesk.core.mapping.aggregate import Aggregate, LongArray
from healthdesk.core.mapping.aggregate import Cells as Combined
from healthdesk.core.mapping.numbers import plain
from healthdesk.core.mapping.rows import Chosen, Picked, Source
from healthdesk.core.mapping.styles import Cells, cells, last_of_month, text_of
from healthdesk.core.mapping.tally import Tally
from healthdesk.core.mapping.texts import Take, taker
from healthdesk.core.mapping.whom import LEFT_OUT, MARK, Accounts, Users

_SHARE = Context(prec=12)
"""Digits of an equal share; the last day of a month takes what is left."""
_ITSELF = Context(prec=60)
_WHOLE = 1e15
"""Whole numbers below are written with all their digits."""
_CELLS = 20_000
"""Combined cells handed out at once."""


@dataclass
class _Facts:
    """Usage values of a chunk, each with the record it comes from: the same length everywhere."""

    row: Sequence[int]
    who: list[str]
    metric: list[str]
    day: list[str]
    value: list[str]
    source: Sequence[str]
    """What stood in the file for the value."""
    column: Sequence[str]
    """The file's name of the column of each value, in wide files; else of all of them."""

    def only(self, keep: list[bool]) -> _Facts:
        lists = (self.who, self.metric, self.day, self.value, self.source)
        who, metric, day, value, source = (list(compress(one, keep)) for one in lists)
        column = list(compress(self.column, keep)) if len(self.column) > 1 else self.column
        return _Facts(list(compress(self.row, keep)), who, metric, day, value, source, column)


class UsageConverter:
    """Converts one file, once, from its beginning."""

    def __init__(self, source: Source, tally: Tally) -> None:
        self._source = source
        self._tally = tally
        self._shape = source.mapping.usage or UsageShape()
        columns = source.mapping.columns
        header = source.raw.header
        self._named = source.header[0]
        self._who: Accounts | Users
        if self._named == "account_id":
            self._who = Accounts(columns["account_id"], source.joined, source.finder)
        else:
            self._who = Users(columns["contact_id"], source.joined, source.finder)
        self._take_who = taker(columns[self._named], header, {})
        self._take_day = taker(columns["day"], header, {})
        self._day = source.cells("day")
        self._wide = self._wide_columns()
        if not self._wide:
            self._take_metric = taker(columns["metric"], header, {})
            self._take_value = taker(columns["value"], header, {})
            self._metric = source.cells("metric")
        self._value = self._values(columns.get("value", ColumnMap()))
        self._months: dict[str, str] = {}

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The converted records."""
        size = max(1, size // max(1, len(self._wide)))
        if self._shape.combine:
            yield from self._aggregated(size)
            return
        for picked in Chosen(self._source, self._tally).chunks(size):
            facts, refused = self._facts(picked)
            yield self._written(picked, facts, refused)

    def _wide_columns(self) -> list[tuple[str, str, Take]]:
        header = self._source.raw.header
        return [
            (column, metric, taker(ColumnMap(source=column), header, {}))
            for column, metric in self._shape.wide.items()
        ]

    def _values(self, mapping: ColumnMap) -> Cells:
        """Numbers, or the texts that are to be counted; empty where nothing is known."""
        source = self._source
        if self._shape.combine == "distinct":
            text = text_of(mapping, source.joined, required=False)
            return Cells(lambda raw: text(raw).strip())
        column = source.column("value")
        return cells(column, mapping, source.joined, source.zone, required=False)

    def _facts(self, picked: Picked) -> tuple[_Facts, list[Refused]]:
        """The values of a chunk that can be read, known account or not, and what cannot be."""
        chunk, records, lines = picked.chunk, picked.records, picked.lines
        refused = list(chunk.refused)
        texts = {self._named: self._take_who(records), "day": self._take_day(records)}
        who = self._who.all(texts[self._named])
        day = self._day.all(texts["day"])
        read: list[tuple[str, Cells]] = [(self._named, self._who), ("day", self._day)]
        if self._wide:
            facts = self._of_wide(records, who, day)
        else:
            texts["metric"] = self._take_metric(records)
            metric = self._metric.all(texts["metric"])
            read.insert(1, ("metric", self._metric))
            raw = self._take_value(records)
            column = (self._source.foreign("value"),)
            rows = range(len(records))
            facts = _Facts(rows, who, metric, day, self._value.all(raw), raw, column)
        bad: dict[int, Fault] = {}
        for name, one in read:
            if one.bad:
                foreign = self._source.foreign(name)
                for at, text in enumerate(texts[name]):
                    if text in one.bad and at not in bad:
                        bad[at] = Fault(foreign, text, one.bad[text])
        refused += [Refused(lines[at], records[at], bad[at]) for at in sorted(bad)]
        if bad or self._value.bad or "" in facts.value or LEFT_OUT in facts.who:
            facts = self._chosen(facts, bad, picked, refused)
        return facts, sorted(refused, key=attrgetter("line"))

    def _of_wide(self, records: Sequence[list[str]], who: list[str], day: list[str]) -> _Facts:
        """Row by row, the metrics in the order of the mapping; empty cells are no values."""
        count = len(records)
        taken = [take(records) for _, _, take in self._wide]
        told_all = self._value.all(list(chain.from_iterable(taken)))
        values = [told_all[count * place : count * (place + 1)] for place in range(len(taken))]
        bad = self._value.bad
        facts = _Facts([], [], [], [], [], [], [])
        names = [(column, metric) for column, metric, _ in self._wide]
        found = [
            (at, names[place], told, texts[at])
            for at in range(count)
            for place, texts in enumerate(taken)
            if (told := values[place][at]) or (bad and texts[at] in bad)
        ]
        facts.row = [one[0] for one in found]
        facts.who = [who[one[0]] for one in found]
        facts.day = [day[one[0]] for one in found]
        facts.metric = [one[1][1] for one in found]
        facts.column = [one[1][0] for one in found]
        facts.value = [one[2] for one in found]
        facts.source = [one[3] for one in found]
        return facts

    def _chosen(
        self,
        facts: _Facts,
        bad: Mapping[int, Fault],
        picked: Picked,
        refused: list[Refused],
    ) -> _Facts:
        """Leave out what cannot be read, what is empty, and accounts that are not wanted."""
        records, lines = picked.records, picked.lines
        keep = [True] * len(facts.who)
        for at, (row, who, value) in enumerate(zip(facts.row, facts.who, facts.value, strict=True)):
            if row in bad:
                keep[at] = False
            elif facts.source[at] in self._value.bad:
                column = facts.column[at] if self._wide else facts.column[0]
                text = facts.source[at]
                fault = Fault(column, text, self._value.bad[text])
                refused.append(Refused(lines[row], records[row], fault))
                keep[at] = False
            elif not value:
                self._tally.add(f"left out: {facts.column[0]} is empty")
                keep[at] = False
            elif who == LEFT_OUT:
                self._tally.add(
                    f"left out: so decided for their {self._source.foreign(self._named)}"
                )
                keep[at] = False
        return facts.only(keep)

    def _written(self, picked: Picked, facts: _Facts, refused: list[Refused]) -> Chunk:
        chunk, records, lines = picked.chunk, picked.records, picked.lines
        rows: Sequence[int] = facts.row
        days = self._in_months(facts.day)
        out: Sequence[list[str]] = Columns((facts.who, facts.metric, days, facts.value), len(days))
        if self._shape.monthly == "spread":
            spread = [
                (row, share) for row, cell in zip(rows, out, strict=True) for share in shares(cell)
            ]
            rows, out = [row for row, _ in spread], [share for _, share in spread]
        raw = records
        if not isinstance(rows, range):
            lines, raw = [lines[row] for row in rows], at_places(records, rows)
        waiting: tuple[Waiting, ...] = ()
        if any(name.startswith(MARK) for name in set(facts.who)):
            good = [not name.startswith(MARK) for name in column_of(out, 0)]
            waiting = tuple(
                self._waits(cell, line)
                for cell, line, known in zip(out, lines, good, strict=True)
                if not known
            )
            out, raw = sifted(out, good), sifted(raw, good)
            lines = list(compress(lines, good))
        return Chunk(out, lines, chunk.broken, tuple(refused), waiting, raw)

    def _in_months(self, days: list[str]) -> list[str]:
        """Days of a month's figure: its last, for now its first where it is spread."""
        if not self._shape.monthly:
            return days
        months = self._months
        last = self._shape.monthly == "last day"
        for day in set(days) - months.keys():
            months[day] = last_of_month(day) if last else f"{day[:8]}01"
        return list(map(months.__getitem__, days))

    def _waits(self, cell: list[str], line: int) -> Waiting:
        told = dict(zip(self._source.header[1:], cell[1:], strict=True))
        if self._shape.combine:
            told[COMBINE] = self._shape.combine
        return Waiting(line, told, self._who.by, cell[0][len(MARK) :])

    def _aggregated(self, size: int) -> Iterator[Chunk]:
        """All values combined; what was refused on the way comes first."""
        who, metrics = _Numbers(), _Numbers()
        days = _DayNumbers()
        texts = _Hashes()
        how = self._shape.combine
        if not how:
            return
        with Aggregate(how) as combined:
            for picked in Chosen(self._source, self._tally).chunks(size):
                facts, refused = self._facts(picked)
                counted = how == "distinct"
                rows = Combined(
                    who.all(facts.who),
                    metrics.all(facts.metric),
                    days.all(self._in_months(facts.day)),
                    np.zeros(len(facts.value)) if counted else _floats(facts.value),
                    np.asarray(picked.lines, np.int64)[np.asarray(facts.row, np.int64)],
                )
                combined.add(rows, texts.all(facts.value) if counted else None)
                yield Chunk([], [], picked.chunk.broken, tuple(refused))
            names, named, told = list(who), list(metrics), _DayNames()
            for part in combined.cells():
                columns = (
                    list(map(names.__getitem__, part.account.tolist())),
                    list(map(named.__getitem__, part.metric.tolist())),
                    list(map(told.__getitem__, part.day.tolist())),
                    numbers(part.value),
                )
                yield from self._combined(Columns(columns, len(part.line)), part.line.tolist())

    def _combined(self, out: Columns, lines: list[int]) -> Iterator[Chunk]:
        for start in range(0, len(out), _CELLS):
            facts: Sequence[list[str]] = out[start : start + _CELLS]
            told = lines[start : start + _CELLS]
            if self._shape.monthly == "spread":
                pairs = [
                    (share, line)
                    for cell, line in zip(facts, told, strict=True)
                    for share in shares(cell)
                ]
                facts, told = [share for share, _ in pairs], [line for _, line in pairs]
            waiting: tuple[Waiting, ...] = ()
            if any(name.startswith(MARK) for name in set(column_of(facts, 0))):
                good = [not name.startswith(MARK) for name in column_of(facts, 0)]
                waiting = tuple(
                    self._waits(cell, line)
                    for cell, line, known in zip(facts, told, good, strict=True)
                    if not known
                )
                facts, told = sifted(facts, good), list(compress(told, good))
            yield Chunk(facts, told, waiting=waiting)


class _Numbers(dict[str, int]):
    """Texts numbered in the order of first sight."""

    def __missing__(self, text: str) -> int:
        number = len(self)
        self[text] = number
        return number

    def all(self, texts: list[str]) -> LongArray:
        """The number of each text."""
        return np.fromiter(map(self.__getitem__, texts), np.int64, len(texts))


class _DayNumbers(_Numbers):
    """Day numbers of days as 2026-03-14."""

    def __missing__(self, text: str) -> int:
        number = int(np.datetime64(text, "D").astype(np.int64))
        self[text] = number
        return number


class _DayNames(dict[int, str]):
    """Days as 2026-03-14 by their numbers."""

    def __missing__(self, day: int) -> str:
        self[day] = to_date(day).isoformat()
        return self[day]


class _Hashes(_Numbers):
    """Texts by 63 bits of a hash: two of a million differ in it all but surely."""

    def __missing__(self, text: str) -> int:
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if len(self) > 1_000_000:
            self.clear()
        number = int.from_bytes(digest, "big") >> 1
        self[text] = number
        return number


def _floats(texts: list[str]) -> NDArray[np.float64]:
    return np.fromiter(map(float, texts), np.float64, len(texts))


def numbers(values: NDArray[np.float64]) -> list[str]:
    """Numbers as the exchange folder writes them."""
    whole = values.astype(np.int64) if np.all(np.abs(values) < _WHOLE) else None
    if whole is not None and np.array_equal(whole, values):
        return list(map(str, whole.tolist()))
    told = "\n".join(map(repr, values.tolist()))
    return f"{told}\n".replace(".0\n", "\n").split("\n")[:-1]


def shares(cell: list[str]) -> Iterator[list[str]]:
    """A month's figure as an equal share on each of its days, which add up to it."""
    who, metric, first, told = cell
    days = int(last_of_month(first)[8:])
    value = Decimal(told)
    share = _SHARE.divide(value, Decimal(days))
    rest = _ITSELF.subtract(value, _ITSELF.multiply(share, Decimal(days - 1)))
    for day in range(1, days + 1):
        yield [who, metric, f"{first[:8]}{day:02}", plain(share if day < days else rest)]
