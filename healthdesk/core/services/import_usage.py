"""Writes daily usage in bounded memory: blocks of arrays, sorted by key, turned wide, upserted.

Each block learns what the desk had in its cells, so that rows are counted as new, changed or same
and the batch can be taken back. That a cell stands twice in one import is found by one bit a
cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain.attribute import number_text
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.records import Chunk, Fault, TableSource
from healthdesk.core.importers.exchange import UsageCells, UsageReader
from healthdesk.core.importers.exchange.reader import CHUNK
from healthdesk.core.services import import_metrics
from healthdesk.core.services.import_batch import Batch, Counts
from healthdesk.core.services.import_cells import Cells, pack
from healthdesk.core.services.import_tables import TWICE, raw_of
from healthdesk.core.services.import_wide import (
    ACCOUNT_BITS,
    DAY_BITS,
    Bools,
    Longs,
    Reals,
    row_key,
    starts,
    widen,
)
from healthdesk.core.store import usage

_Cell = tuple[int, int, int]
"""Line, metric and day of a record."""
BLOCK = 300_000
"""Rows worked on at once."""
_WORD = 6


@dataclass(frozen=True, eq=False)
class _Block:
    """Rows of usage, sorted by (metric, account, day); the order of the file among equal keys."""

    key: Longs
    account: Longs
    metric: Longs
    day: Longs
    value: Reals
    line: Longs

    def __getitem__(self, chosen: Bools) -> _Block:
        return _Block(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


class Seen:
    """Which keys were met, one bit each, by sorted words of 64 neighbouring days."""

    def __init__(self) -> None:
        self._words = np.empty(0, np.int64)
        self._bits = np.empty(0, np.uint64)

    def meet(self, key: Longs) -> Bools:
        """Which of some rising keys were met before; from now on all are."""
        word = key >> _WORD
        bit = np.left_shift(np.uint64(1), (key & 63).astype(np.uint64))
        begins = starts(word)
        words, bits = word[begins], np.bitwise_or.reduceat(bit, begins)
        before = np.zeros(len(key), bool)
        place = np.searchsorted(self._words, words)
        if len(self._words):
            at = np.minimum(place, len(self._words) - 1)
            known = self._words[at] == words
            old = np.where(known, self._bits[at], np.uint64(0))
            heights = np.diff(begins, append=len(key))
            before = (np.repeat(old, heights) & bit) != 0
            self._bits[at[known]] |= bits[known]
            words, bits, place = words[~known], bits[~known], place[~known]
        self._words = np.insert(self._words, place, words)
        self._bits = np.insert(self._bits, place, bits)
        return before


class UsageWriter:
    """Writes the usage of every file of an import."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._numbers: dict[str, int] = {}
        """Metrics by their own key, numbered in the order in which this import met them."""
        self._ids: list[int] = []
        """Row ids of those metrics."""
        self._known = dict(batch.driver.each("SELECT metric, id FROM metric"))
        self._file: TableSource
        self._count: Counts
        self._twice: list[tuple[TableSource, set[_Cell]]] = []
        """Cells of each file that stood in this import before, with another value."""
        self._again: set[_Cell] = set()
        """Those of the file being read."""
        self._seen = Seen()
        self._had_usage = bool(batch.driver.run("SELECT 1 FROM usage LIMIT 1"))
        self._spans: dict[int, tuple[int, int]] = {}
        self._waiting: list[UsageCells] = []
        self._rows = 0

    def take(self, file: TableSource) -> None:
        """Read and write one file."""
        batch = self._batch
        reader = UsageReader(file, batch.accounts, self._numbers, batch.zone)
        self._file, self._again = file, set()
        self._count = batch.count("usage", file.name)
        for chunk in file.chunks(CHUNK):
            cells, bad = reader.read(chunk)
            raw = raw_of(chunk) if bad else {}
            for row in bad:
                batch.reject(file, row.line, row.cells, row.fault, raw.get(row.line))
            batch.set_aside(file, chunk)
            self._waiting.append(cells)
            self._rows += len(cells.line)
            if self._rows >= BLOCK:
                self._flush()
            batch.step(len(chunk.cells), file.name)
        self._flush()
        if self._again:
            self._twice.append((file, self._again))

    def finish(self) -> None:
        """Reject what stood twice."""
        for file, again in self._twice:
            self._reject_again(file, again)

    def _flush(self) -> None:
        """Write the rows that wait."""
        if not self._rows:
            return
        block = _sorted(self._waiting)
        self._waiting, self._rows = [], 0
        self._make_metrics(block)
        first = np.diff(block.key, prepend=-1) != 0
        leaders = block[first]
        met = self._seen.meet(leaders.key)
        before = self._before(leaders, met)
        self._note_twice(block, first, leaders.value, met, before)
        kept = ~met
        self._write(leaders[kept], before[kept])

    def _make_metrics(self, block: _Block) -> None:
        """Give ids to the metrics met for the first time; those that nobody described are made."""
        batch = self._batch
        names = list(self._numbers)[len(self._ids) :]
        new = []
        for name in names:
            if name not in self._known:
                at = int(np.flatnonzero(block.metric == self._numbers[name])[0])
                new.append((name, int(block.line[at])))
        made = import_metrics.make(batch, self._file.name, new)
        self._known.update(zip((name for name, _ in new), made, strict=True))
        self._ids.extend(self._known[name] for name in names)
        if names:
            usage.add_metrics(batch.tx, self._ids)
        batch.rows.flush()

    def _before(self, rows: _Block, met: Bools) -> Reals:
        """What the desk holds in the cells of some rows, NaN where nothing."""
        before = np.full(len(rows.key), np.nan)
        need = met | self._within(rows) if self._had_usage else met
        if not need.any():
            return before
        asked = np.flatnonzero(need)
        asked = asked[np.lexsort((rows.day[asked], rows.account[asked]))]
        numbers = np.unique(rows.metric[asked])
        ids = [self._ids[number] for number in numbers.tolist()]
        account = rows.account[asked]
        begins = starts(account).tolist()
        for low, high in zip(begins, [*begins[1:], len(asked)], strict=True):
            mine = asked[low:high]
            span = (int(rows.day[mine[0]]), int(rows.day[mine[-1]]))
            one = int(account[low])
            for found in usage.blocks(self._batch.tx, ids, accounts=(one, one), days=span):
                values = np.array(found, np.float64)
                days = values[:, 1].astype(np.int64)
                at = np.minimum(np.searchsorted(days, rows.day[mine]), len(days) - 1)
                there = days[at] == rows.day[mine]
                column = np.searchsorted(numbers, rows.metric[mine[there]]) + 2
                before[mine[there]] = values[at[there], column]
        return before

    def _within(self, rows: _Block) -> Bools:
        """Which rows lie between the first and the last day that their account had before."""
        accounts, place = np.unique(rows.account, return_inverse=True)
        spans = np.array([self._span(account) for account in accounts.tolist()], np.int64)
        first: Longs = spans[place, 0]
        last: Longs = spans[place, 1]
        return (first <= rows.day) & (rows.day <= last)

    def _span(self, account: int) -> tuple[int, int]:
        span = self._spans.get(account)
        if span is None:
            # Two look-ups by key; min and max side by side would walk the account's rows.
            (found,) = self._batch.driver.run(
                "SELECT (SELECT min(day) FROM usage WHERE account_id = ?1),"
                " (SELECT max(day) FROM usage WHERE account_id = ?1)",
                (account,),
            )
            span = (1, 0) if found[0] is None else (int(found[0]), int(found[1]))
            self._spans[account] = span
        return span

    def _note_twice(
        self, block: _Block, first: Bools, leaders: Reals, met: Bools, before: Reals
    ) -> None:
        """Rows whose cell this import met already: equal ones are the same, others are noted."""
        if first.all() and not met.any():
            return
        leader = np.cumsum(first) - 1
        holds = np.where(met, before, leaders)[leader]
        again = ~first | met[leader]
        same = again & (block.value == holds)
        self._count.same += int(same.sum())
        other = again & ~same
        found = (block.line[other], block.metric[other], block.day[other])
        self._again.update(zip(*(one.tolist() for one in found), strict=True))

    def _reject_again(self, file: TableSource, again: set[_Cell]) -> None:
        """Reject records as they stand in the file: it is read again, arrays keep no spelling."""
        batch = self._batch
        reader = UsageReader(file, batch.accounts, self._numbers, batch.zone)
        lines = {line for line, _, _ in again}
        place = file.header.index("value")
        for chunk in file.chunks(CHUNK):
            batch.step(0, file.name)
            raw: dict[int, list[str]] | None = None
            for cells, line in zip(chunk.cells, chunk.lines, strict=True):
                if line not in lines:
                    continue
                one, _ = reader.read(Chunk([cells], [line]))
                if not len(one.line) or (line, int(one.metric[0]), int(one.day[0])) not in again:
                    continue
                raw = raw_of(chunk) if raw is None else raw
                batch.reject(file, line, cells, Fault("value", cells[place], TWICE), raw.get(line))

    def _write(self, rows: _Block, before: Reals) -> None:
        """Count and write what differs, and note it in the batch."""
        new = np.isnan(before)
        changed = ~new & (before != rows.value)
        self._count.new += int(new.sum())
        self._count.changed += int(changed.sum())
        self._count.same += int((~new & ~changed).sum())
        if changed.any():
            self._tell(rows[changed], before[changed])
        written = new | changed
        if not written.any():
            return
        rows, before = rows[written], before[written]
        for wide in widen(row_key(rows.account, rows.day), rows.metric, rows.value):
            metrics = [self._ids[metric] for metric in wide.metrics]
            usage.upsert(self._batch.tx, metrics, wide.rows())
            self._batch.step(0, self._file.name)
        self._note(rows, before)

    def _tell(self, rows: _Block, before: Reals) -> None:
        """Count values that change, and keep the first of them."""
        batch = self._batch
        part = batch.parts[self._file.name]
        batch.changes.count(part.fields, "usage", "value", len(rows.key))
        names = list(self._numbers)
        for at in range(len(rows.key)):
            if batch.changes.full:
                return
            ((account,),) = batch.driver.run(
                "SELECT account_id FROM account WHERE id = ?", (int(rows.account[at]),)
            )
            told = (account, names[int(rows.metric[at])], to_date(int(rows.day[at])).isoformat())
            texts = (number_text(float(before[at])), number_text(float(rows.value[at])))
            place = (part.name, int(rows.line[at]))
            batch.changes.keep(place, ("usage", " · ".join(told), "value"), texts)

    def _note(self, rows: _Block, before: Reals) -> None:
        begins = starts(rows.metric).tolist()
        part = self._batch.parts[self._file.name]
        notes = []
        for low, high in zip(begins, [*begins[1:], len(rows.key)], strict=True):
            run = slice(low, high)
            cells = Cells(
                rows.account[run],
                rows.day[run],
                rows.value[run],
                before[run],
                np.full(high - low, part.number),
                rows.line[run],
            )
            metric = self._ids[int(rows.metric[low])]
            span = (int(cells.account[0]), int(cells.account[-1]))
            notes.append((part.batch, metric, *span, high - low, pack(cells)))
        self._batch.driver.many(
            "INSERT INTO batch_usage"
            " (batch_id, metric_id, account_low, account_high, count, payload)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            notes,
        )


def _sorted(waiting: list[UsageCells]) -> _Block:
    account = np.concatenate([one.account for one in waiting])
    metric = np.concatenate([one.metric for one in waiting])
    day = np.concatenate([one.day for one in waiting])
    value = np.concatenate([one.value for one in waiting])
    line = np.concatenate([one.line for one in waiting])
    key = (metric << (ACCOUNT_BITS + DAY_BITS)) | row_key(account, day)
    order = np.argsort(key, kind="stable")
    return _Block(key[order], account[order], metric[order], day[order], value[order], line[order])
