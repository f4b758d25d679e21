"""Writes daily usage in bounded memory: blocks of arrays, sorted by key, turned wide, upserted.

Each block learns what the desk had in its cells, so that rows are counted as new, changed or same
and the batch can be taken back. That a cell stands twice in one import is found by one bit a
cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from healthdesk.core.importers import exchange
from healthdesk.core.importers.exchange import Fault, TableFile, UsageCells, UsageReader
from healthdesk.core.importers.exchange.reader import CHUNK
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.services.import_cells import Cells, pack
from healthdesk.core.services.import_tables import TWICE, reject_broken
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
    file: Longs
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
        self._count = batch.count("usage")
        self._numbers: dict[str, int] = {}
        """Metrics by their own key, numbered in the order in which this import met them."""
        self._ids: list[int] = []
        """Row ids of those metrics."""
        self._known = dict(batch.driver.each("SELECT metric, id FROM metric"))
        self._files: dict[int, TableFile] = {}
        self._twice: dict[int, list[Longs]] = {}
        """Lines of each file whose cell stood in this import before, with another value."""
        self._seen = Seen()
        self._had_usage = bool(batch.driver.run("SELECT 1 FROM usage LIMIT 1"))
        self._spans: dict[int, tuple[int, int]] = {}
        self._waiting: list[tuple[UsageCells, int]] = []
        self._rows = 0

    def take(self, file: TableFile, number: int) -> None:
        """Read one file, the `number`-th of the batch."""
        batch = self._batch
        reader = UsageReader(file, batch.accounts, self._numbers, batch.zone)
        self._files[number] = file
        for chunk in exchange.chunks(file, CHUNK):
            cells, bad = reader.read(chunk)
            self._count.read += len(chunk.cells) + len(chunk.broken)
            for row in bad:
                batch.reject("usage", file.name, row.line, row.cells, row.fault)
            reject_broken(batch, file, chunk)
            self._waiting.append((cells, number))
            self._rows += len(cells.line)
            if self._rows >= BLOCK:
                self._flush()
            batch.step(len(chunk.cells), file.name)

    def finish(self) -> None:
        """Write what waits, and reject what stood twice."""
        self._flush()
        for number, lines in self._twice.items():
            self._reject_lines(self._files[number], set(np.concatenate(lines).tolist()))

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
        names = list(self._numbers)[len(self._ids) :]
        made: list[tuple[str, int]] = []
        following = self._batch.next_id("metric") if names else 0
        for name in names:
            metric = self._known.get(name)
            if metric is None:
                metric, following = following, following + 1
                made.append((name, metric))
            self._ids.append(metric)
        batch = self._batch
        batch.driver.many(
            "INSERT INTO metric (metric, id, fill, feature, batch_id) VALUES (?, ?, 'zero', 0, ?)",
            [(name, metric, batch.id) for name, metric in made],
        )
        for name, metric in made:
            at = int(np.flatnonzero(block.metric == self._numbers[name])[0])
            file = self._files[int(block.file[at])].name
            batch.rows.made("metric", metric, (file, int(block.line[at])))
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
        for number in np.unique(block.file[other]).tolist():
            mine = other & (block.file == number)
            self._twice.setdefault(number, []).append(block.line[mine])

    def _reject_lines(self, file: TableFile, lines: set[int]) -> None:
        """Reject lines as they stand in the file: it is read again, for arrays keep no spelling."""
        place = file.header.index("value")
        for chunk in exchange.chunks(file, CHUNK):
            for cells, line in zip(chunk.cells, chunk.lines, strict=True):
                if line in lines:
                    fault = Fault("value", cells[place], TWICE)
                    self._batch.reject("usage", file.name, line, cells, fault)

    def _write(self, rows: _Block, before: Reals) -> None:
        """Count and write what differs, and note it in the batch."""
        new = np.isnan(before)
        changed = ~new & (before != rows.value)
        self._count.new += int(new.sum())
        self._count.changed += int(changed.sum())
        self._count.same += int((~new & ~changed).sum())
        written = new | changed
        if not written.any():
            return
        rows, before = rows[written], before[written]
        for wide in widen(row_key(rows.account, rows.day), rows.metric, rows.value):
            metrics = [self._ids[metric] for metric in wide.metrics]
            usage.upsert(self._batch.tx, metrics, wide.rows())
        self._note(rows, before)

    def _note(self, rows: _Block, before: Reals) -> None:
        begins = starts(rows.metric).tolist()
        notes = []
        for low, high in zip(begins, [*begins[1:], len(rows.key)], strict=True):
            part = slice(low, high)
            cells = Cells(
                rows.account[part],
                rows.day[part],
                rows.value[part],
                before[part],
                rows.file[part],
                rows.line[part],
            )
            metric = self._ids[int(rows.metric[low])]
            span = (int(cells.account[0]), int(cells.account[-1]))
            notes.append((self._batch.id, metric, *span, high - low, pack(cells)))
        self._batch.driver.many(
            "INSERT INTO batch_usage"
            " (batch_id, metric_id, account_low, account_high, count, payload)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            notes,
        )


def _sorted(waiting: list[tuple[UsageCells, int]]) -> _Block:
    cells = [one for one, _ in waiting]
    account = np.concatenate([one.account for one in cells])
    metric = np.concatenate([one.metric for one in cells])
    day = np.concatenate([one.day for one in cells])
    value = np.concatenate([one.value for one in cells])
    line = np.concatenate([one.line for one in cells])
    file = np.concatenate([np.full(len(one.line), number) for one, number in waiting])
    key = (metric << (ACCOUNT_BITS + DAY_BITS)) | row_key(account, day)
    order = np.argsort(key, kind="stable")
    return _Block(
        key[order],
        account[order],
        metric[order],
        day[order],
        value[order],
        file[order],
        line[order],
    )
