"""Puts the usage of two accounts together, and takes it apart again exactly.

Counts (metrics that read as zero where there is nothing) of the same days add up: two systems saw
two parts of one customer. Where all days that both have are equal, it is one count delivered twice
and stays as it is. Of measured levels the kept account's value stands. Cells that a later import
wrote stay as it wrote them; what it remembers as replaced is brought in line.
"""

from __future__ import annotations

import math
from typing import Any, Final

from healthdesk.core.services.import_cells import Cells, pack, unpack
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store import usage
from healthdesk.core.store.db import Tx

Cell = tuple[int, float, float | None, float]
"""Day, the value that went, the kept account's own (None: it had none), the two together."""
Journal = dict[str, list[Cell]]
"""By metric id, as text: what JSON has for keys."""
_DAY: Final = 1
_FIRST: Final = 2


def join(tx: Tx, keep: int, gone: int, after: int) -> Journal:
    """Move all usage of one account to another; returns what `split` needs."""
    driver = Driver(tx)
    metrics = usage.columns(tx)
    theirs = _rows(tx, metrics, gone)
    if not theirs:
        return {}
    mine = {day: row for day, row in _rows(tx, metrics, keep).items() if day in theirs}
    counts = {m for (m,) in driver.run("SELECT id FROM metric WHERE fill = 'zero'")}
    later = _Later(driver, keep, after)
    journal: Journal = {}
    for at, metric in enumerate(metrics):
        cells = [
            (day, value, later.base(metric, day, mine[day][at] if day in mine else None))
            for day, row in theirs.items()
            if (value := row[at]) is not None
        ]
        if cells:
            journal[str(metric)] = _together(cells, adds=metric in counts)
    out = {day: mine.get(day, [None] * len(metrics)) for day in theirs}
    for at, metric in enumerate(metrics):
        for day, _, base, merged in journal.get(str(metric), ()):
            if not later.replace(metric, day, base, merged):
                out[day][at] = merged
    later.write()
    _write(tx, metrics, keep, out)
    driver.run("DELETE FROM usage WHERE account_id = ?", (gone,))
    return journal


def split(tx: Tx, keep: int, gone: int, after: int, journal: Journal) -> None:
    """Give an account its usage back; what a later import wrote stays with the other one."""
    if not journal:
        return
    driver = Driver(tx)
    metrics = usage.columns(tx)
    there = _rows(tx, metrics, keep)
    back: dict[int, list[float | None]] = {}
    changed: dict[int, list[float | None]] = {}
    later = _Later(driver, keep, after)
    for at, metric in enumerate(metrics):
        for day, value, base, merged in journal.get(str(metric), ()):
            back.setdefault(day, [None] * len(metrics))[at] = value
            later_wrote = later.replace(metric, day, merged, base)
            if not later_wrote and day in there and there[day][at] == merged:
                there[day][at] = base
                changed[day] = there[day]
    later.write()
    _write(tx, metrics, keep, changed)
    _write(tx, metrics, gone, back)
    usage.drop_empty(tx, [keep])


def _together(cells: list[tuple[int, float, float | None]], *, adds: bool) -> list[Cell]:
    same = all(base is None or base == value for _, value, base in cells)
    out: list[Cell] = []
    for day, value, base in cells:
        both = base if base is not None and (same or not adds) else (base or 0.0) + value
        out.append((day, value, base, both))
    return out


def _rows(tx: Tx, metrics: tuple[int, ...], account: int) -> dict[int, list[float | None]]:
    return {
        row[_DAY]: list(row[_FIRST:])
        for block in usage.blocks(tx, metrics, accounts=(account, account))
        for row in block
    }


def _write(
    tx: Tx, metrics: tuple[int, ...], account: int, rows: dict[int, list[float | None]]
) -> None:
    usage.assign(tx, metrics, [(account, day, *rows[day]) for day in sorted(rows)])


class _Later:
    """What imports after a merge remember to have replaced in the kept account's usage."""

    def __init__(self, driver: Driver, account: int, after: int) -> None:
        self._driver = driver
        self._at: dict[tuple[int, int], list[tuple[int, int, bool]]] = {}
        """By metric and day: block, place in it, whether its import stands; oldest first."""
        self._blocks: dict[int, Cells] = {}
        self._dirty: set[int] = set()
        for number, metric, count, payload, undone in driver.each(
            "SELECT u.id, u.metric_id, u.count, u.payload, b.undone FROM batch_usage AS u"
            " JOIN import_batch AS b ON b.id = u.batch_id WHERE u.batch_id > ?"
            " AND u.account_low <= ? AND u.account_high >= ? ORDER BY u.batch_id, u.id",
            (after, account, account),
        ):
            cells = unpack(payload, count)
            for place in (cells.account == account).nonzero()[0].tolist():
                self._blocks[number] = cells
                key = (metric, int(cells.day[place]))
                self._at.setdefault(key, []).append((number, place, not undone))

    def base(self, metric: int, day: int, now: float | None) -> float | None:
        """What the cell held before the first standing later import wrote it."""
        for number, place, stands in self._at.get((metric, day), ()):
            if stands:
                return _or_none(self._blocks[number].before[place])
        return now

    def replace(self, metric: int, day: int, old: float | None, new: float | None) -> bool:
        """Bring in line what later imports replaced; whether a standing one wrote the cell."""
        for number, place, stands in self._at.get((metric, day), ()):
            cells = self._blocks[number]
            if _or_none(cells.before[place]) == old:
                if not cells.before.flags.writeable:
                    cells = self._writable(number)
                cells.before[place] = math.nan if new is None else new
                self._dirty.add(number)
            if stands:
                return True
        return False

    def write(self) -> None:
        """Keep the blocks that changed."""
        for number in sorted(self._dirty):
            self._driver.run(
                "UPDATE batch_usage SET payload = ? WHERE id = ?",
                (pack(self._blocks[number]), number),
            )

    def _writable(self, number: int) -> Cells:
        old = self._blocks[number]
        cells = Cells(old.account, old.day, old.value, old.before.copy(), old.file, old.line)
        self._blocks[number] = cells
        return cells


def _or_none(value: Any) -> float | None:  # noqa: ANN401 - a number of numpy
    return None if math.isnan(value) else float(value)
