"""Combines usage values of the same account, metric and day, in bounded memory.

Cells are kept as arrays sorted by a packed key; beyond `CELLS` of them they go to files by key,
each of which fits into memory again. A sum adds in the order of the file, so that neither the size
of chunks nor the files change its last digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.errors import BadImport, DiskTrouble

CELLS = 2_000_000
"""Most different cells in memory: some 50 MB, while they are sorted 200."""
ROWS = 1_000_000
"""Rows gathered before they are combined."""
PARTS = 64
_ACCOUNTS, _METRICS, _DAYS = 24, 17, 22
"""Bits of the packed key."""
_DAY_ZERO = 800_000
"""Days before 1970 that can be told: more than the calendar has."""
_ANY_DAY = (1 << _DAYS) - 1
_MIX = np.uint64(0x9E3779B97F4A7C15)

LongArray = NDArray[np.int64]
How = Literal["sum", "max", "last", "distinct"]


@dataclass(frozen=True, eq=False)
class Cells:
    """Usage as columns, one by one or combined; `line` is where the first row of each stands."""

    account: LongArray
    metric: LongArray
    day: LongArray
    value: NDArray[np.float64]
    line: LongArray


@dataclass(frozen=True, eq=False)
class _Block:
    """Rows, or cells that were combined already; `text` numbers the text that was counted."""

    key: LongArray
    value: NDArray[np.float64]
    line: LongArray
    text: LongArray

    def only(self, which: LongArray | slice) -> _Block:
        return _Block(self.key[which], self.value[which], self.line[which], self.text[which])


class Aggregate:
    """Takes rows in the order of the file, hands out cells; removes its files when it is left."""

    def __init__(self, how: How, *, cells: int = CELLS, rows: int = ROWS) -> None:
        self._how = how
        self._cells = cells
        self._rows = rows
        self._kept = _joined([])
        self._new: list[_Block] = []
        self._count = 0
        self._folder: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Aggregate:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def add(self, rows: Cells, text: LongArray | None = None) -> None:
        """Take rows; `text` numbers the texts that "distinct" counts."""
        account, metric = rows.account, rows.metric
        if not len(account):
            return
        if account.max() >= 1 << _ACCOUNTS or metric.max() >= 1 << _METRICS:
            raise BadImport(
                f"The usage names more than {1 << _ACCOUNTS:,} accounts or {1 << _METRICS:,} "
                "metrics, more than can be combined; nothing was imported."
            )
        key = (account << (_METRICS + _DAYS)) | (metric << _DAYS) | (rows.day + _DAY_ZERO)
        self._new.append(_Block(key, rows.value, rows.line, key * 0 if text is None else text))
        self._count += len(key)
        if self._count >= self._rows:
            self._gather()

    def cells(self) -> Iterator[Cells]:
        """The combined cells, in an order that depends on the rows alone."""
        if self._folder is None:
            combined = self._finish(_joined([self._kept, *self._new]))
            for block in _parted(combined):
                yield _unpacked(block)
            return
        self._write(_joined(self._new))
        for number in range(PARTS):
            yield _unpacked(self._finish(self._load(number)))

    def _gather(self) -> None:
        """Combine what came with what was there; too many cells go to files, as do later rows."""
        block = _joined([self._kept, *self._new])
        self._new, self._count = [], 0
        if self._folder is not None:
            self._write(block)
            return
        block = _combined(block, self._how)
        if len(block.key) > self._cells:
            self._folder = TemporaryDirectory(prefix="healthdesk-")
            self._write(block)
            block = _joined([])
        self._kept = block

    def _finish(self, block: _Block) -> _Block:
        block = _combined(block, self._how)
        if self._how != "distinct":
            return block
        _, first, count = np.unique(block.key, return_index=True, return_counts=True)
        line = np.minimum.reduceat(block.line, first) if len(first) else block.line
        return _Block(block.key[first], count.astype(np.float64), line, block.text[first])

    def _write(self, block: _Block) -> None:
        try:
            self._append(block)
        except OSError as error:
            raise DiskTrouble(
                "So much usage is combined through temporary files, and they could "
                f"not be written ({error.strerror}); nothing was imported.",
                "Free some space and import again.",
            ) from None

    def _append(self, block: _Block) -> None:
        for number, chosen in enumerate(_parted(block)):
            rows = np.empty(len(chosen.key), _RECORD)
            for name in _NAMES:
                rows[name] = getattr(chosen, name)
            with self._path(number).open("ab") as stream:
                stream.write(rows.tobytes())

    def _load(self, number: int) -> _Block:
        rows = np.frombuffer(self._path(number).read_bytes(), _RECORD)
        key, value, line, text = (np.ascontiguousarray(rows[name]) for name in _NAMES)
        return _Block(key, value, line, text)

    def _path(self, number: int) -> Path:
        if self._folder is None:
            raise RuntimeError("cells were not written to files")
        return Path(self._folder.name) / f"{number}.cells"


_NAMES = ("key", "value", "line", "text")
_RECORD = np.dtype([("key", "i8"), ("value", "f8"), ("line", "i8"), ("text", "i8")])


def _joined(blocks: list[_Block]) -> _Block:
    if not blocks:
        none = np.empty(0, np.int64)
        return _Block(none, np.empty(0, np.float64), none, none)
    return _Block(
        np.concatenate([block.key for block in blocks]),
        np.concatenate([block.value for block in blocks]),
        np.concatenate([block.line for block in blocks]),
        np.concatenate([block.text for block in blocks]),
    )


def _combined(block: _Block, how: How) -> _Block:
    """One row for each key, for "distinct" for each key and text; in the order of the keys."""
    if not len(block.key):
        return block
    if how == "distinct":
        order = np.lexsort((block.text, block.key))  # stable: the first line stays first
    else:
        order = np.argsort(block.key, kind="stable")
    rows = block.only(order)
    fresh = np.empty(len(order), bool)
    fresh[0] = True
    fresh[1:] = rows.key[1:] != rows.key[:-1]
    if how == "distinct":
        fresh[1:] |= rows.text[1:] != rows.text[:-1]
    first = np.flatnonzero(fresh)
    if how == "sum":
        value = _sums(np.cumsum(fresh) - 1, rows.value)
    elif how == "max":
        value = np.maximum.reduceat(rows.value, first)
    elif how == "last":
        value = rows.value[np.append(first[1:], len(order)) - 1]
    else:
        value = rows.value[first]
    return _Block(rows.key[first], value, rows.line[first], rows.text[first])


def _sums(group: LongArray, value: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of each group, added one by one in the order of the rows."""
    return np.bincount(group, value).astype(np.float64)


def _parted(block: _Block) -> Iterator[_Block]:
    """The rows of each file, in the order in which they are here.

    The metrics of an account's month stay together: they are written into the same rows.
    """
    months = (block.key >> (_METRICS + _DAYS) << _DAYS) | ((block.key & _ANY_DAY) >> 5)
    part = ((months.astype(np.uint64) * _MIX) >> np.uint64(58)).astype(np.int8)
    rows = block.only(np.argsort(part, kind="stable"))
    ends = np.cumsum(np.bincount(part, minlength=PARTS))
    for start, end in zip(np.append(0, ends[:-1]).tolist(), ends.tolist(), strict=True):
        yield rows.only(slice(start, end))


def _unpacked(block: _Block) -> Cells:
    key = block.key
    return Cells(
        key >> (_METRICS + _DAYS),
        (key >> _DAYS) & ((1 << _METRICS) - 1),
        (key & _ANY_DAY) - _DAY_ZERO,
        block.value,
        block.line,
    )
