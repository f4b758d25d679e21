"""Reads usage rows column by column into arrays: the one table large enough to need it.

Rows that the quick way cannot take (an unknown id, an odd number) are looked at one by one; what
is still wrong then is a `Fault`. Not here: which rows are written (services/import_usage.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.columns import Columns, column_of
from healthdesk.core.domain.exchange import NUMBER_LIMIT
from healthdesk.core.domain.records import Chunk, Fault, TableSource
from healthdesk.core.importers.exchange.cells import (
    CellError,
    DayReader,
    Value,
    day_or_instant,
    identity,
    number,
)

LongArray = NDArray[np.int64]
_COLUMNS = ("account_id", "metric", "day", "value")
_ODD = re.compile(r"[^0-9.eE+\-\n]")
_BAD_DAY = -(2**62)


@dataclass(frozen=True, eq=False)
class UsageCells:
    """Usage rows as columns: `metric` in order of first sight, `account` a row id."""

    account: LongArray
    metric: LongArray
    day: LongArray
    value: NDArray[np.float64]
    line: LongArray


@dataclass(frozen=True)
class BadRow:
    """A rejected row: where it stands, what stood there, why."""

    line: int
    cells: list[str]
    fault: Fault


class _Days(dict[str, int]):
    """Day numbers by their spelling; `_BAD_DAY` where a cell is no day."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._days = DayReader(zone)

    def __missing__(self, text: str) -> int:
        try:
            found, _ = self._days[text]
        except CellError:
            return _BAD_DAY
        if len(self) > len(self._days):  # that one was emptied, so that neither grows for ever
            self.clear()
        self[text] = found
        return found


class UsageReader:
    """Turns the chunks of one usage file into arrays.

    `metrics` numbers metrics by name and grows as new ones are seen in rows that can be read.
    """

    def __init__(
        self,
        file: TableSource,
        accounts: Mapping[str, int],
        metrics: dict[str, int],
        zone: tzinfo,
    ) -> None:
        self._accounts = accounts
        self._metrics = metrics
        self._days = _Days(zone)
        self._zone = zone
        self._width = len(file.header)
        self._places = tuple(file.header.index(name) for name in _COLUMNS)

    def read(self, chunk: Chunk) -> tuple[UsageCells, list[BadRow]]:
        """The rows of a chunk that can be read, and those that cannot."""
        cells, lines, bad = self._of_width(chunk)
        texts = [column_of(cells, place) for place in self._places]
        account = _mapped(self._accounts, texts[0])
        metric = _mapped(self._metrics, texts[1])
        day = np.fromiter(map(self._days.__getitem__, texts[2]), np.int64, len(cells))
        value = _floats(texts[3])
        line = np.asarray(lines, np.int64)
        sure = (account >= 0) & (day != _BAD_DAY) & (np.abs(value) <= NUMBER_LIMIT)
        keep = np.ones(len(cells), bool)
        for at in np.flatnonzero(~sure | (metric < 0)).tolist():
            if sure[at] and texts[1][at] in self._metrics:  # met earlier in this chunk
                metric[at] = self._metrics[texts[1][at]]
                continue
            told = self._one([texts[column][at] for column in range(4)])
            if isinstance(told, Fault):
                keep[at] = False
                bad.append(BadRow(int(line[at]), cells[at], told))
            else:
                account[at], metric[at], day[at], value[at] = told
        found = UsageCells(account, metric, day, value, line)
        return (found if keep.all() else _kept(found, keep)), bad

    def _of_width(self, chunk: Chunk) -> tuple[Sequence[list[str]], object, list[BadRow]]:
        """The rows that have as many cells as the header, with their lines; the others are bad."""
        width = self._width
        if isinstance(chunk.cells, Columns) or set(map(len, chunk.cells)) <= {width}:
            return chunk.cells, chunk.lines, []
        good = [at for at, row in enumerate(chunk.cells) if len(row) == width]
        bad = [
            BadRow(line, row, wrong_width(row, width))
            for row, line in zip(chunk.cells, chunk.lines, strict=True)
            if len(row) != width
        ]
        return [chunk.cells[at] for at in good], [chunk.lines[at] for at in good], bad

    def _one(self, texts: list[str]) -> Fault | tuple[int, int, int, float]:
        """One row the slow way: the first column that is wrong, or all four values."""
        out: list[Value] = []
        for name, text in zip(_COLUMNS, texts, strict=True):
            if not text.strip():
                return Fault(name, "", "is required and empty")
            try:
                out.append(self._cell(name, text))
            except CellError as error:
                return Fault(name, text, str(error))
        account, metric, day, value = out
        named = self._metrics.setdefault(str(metric), len(self._metrics))
        return int(account or 0), named, int(day or 0), float(value or 0)

    def _cell(self, name: str, text: str) -> Value:
        if name == "account_id":
            found = self._accounts.get(identity(text))
            if found is None:
                raise CellError("names no account of the desk or of this import")
            return found
        if name == "metric":
            return identity(text)
        if name == "day":
            return day_or_instant(text.strip(), self._zone)[0]
        return number(text.strip())


def wrong_width(row: list[str], width: int) -> Fault:
    """Why a row of another number of cells than the header is rejected."""
    return Fault("", "", f"the row has {len(row)} cells, the header has {width}")


def _mapped(numbers: Mapping[str, int], texts: Sequence[str]) -> LongArray:
    return np.fromiter(map(numbers.get, texts, repeat(-1)), np.int64, len(texts))


def _floats(texts: Sequence[str]) -> NDArray[np.float64]:
    """Numbers, NaN where a text needs a closer look."""
    if _ODD.search("\n".join(texts)) is None:
        try:
            return np.fromiter(map(float, texts), np.float64, len(texts))
        except ValueError:
            pass
    return np.fromiter(map(_float, texts), np.float64, len(texts))


def _float(text: str) -> float:
    try:
        return number(text.strip())
    except CellError:
        return np.nan


def _kept(cells: UsageCells, keep: NDArray[np.bool_]) -> UsageCells:
    return UsageCells(
        cells.account[keep],
        cells.metric[keep],
        cells.day[keep],
        cells.value[keep],
        cells.line[keep],
    )
