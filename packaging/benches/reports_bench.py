"""Reports of a large desk: 200 account reviews as PDF beside a window in use, and a long workbook.

2,000 accounts and two years. The reviews are written by the window's own reader, as "One per
account" does; meanwhile accounts are opened one after the other, and the longest turn of the event
loop is kept. The floors are what issue 7 asks: a minute for the 200, three seconds for a workbook
of 10,000 rows, three frames for a turn.
A desk may be named instead of made: `reports_bench.py FILE` (it is copied).
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from desk_bench import ACCOUNT, Visit, open_once, twice
from measure import line

from healthdesk.core.desk import Tx
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Cell, Column, Line, Report, Row, Section, Table
from healthdesk.core.domain.report_options import ReportOptions

REVIEWS, ROWS, COLUMNS = 200, 10_000, 12
MINUTE, WORKBOOK = 60.0, 3.0
LOOK = 1.0
"""Seconds that a person looks at an account before the next one is opened."""
KIND, PAPER = "account_review", "pdf"


class Desk(Visit):
    """The window, and the reviews that are written behind it."""

    def walk(self) -> None:
        """Measure all of it."""
        self.come()
        self._settle()
        listed = self._list()
        with tempfile.TemporaryDirectory() as name:
            self._reviews(listed, Path(name))

    def _reviews(self, listed: tuple[str, ...], folder: Path) -> None:
        self.answer: object = None
        self._next = iter(listed[REVIEWS:] * 3)
        self._opened, self._slowest, self._wished = "", 0.0, 0.0
        seconds = self.beat.until(partial(self._begin, listed[:REVIEWS], folder), self._is_written)
        files = len(list(folder.glob("*.pdf")))
        if files != REVIEWS:
            raise SystemExit(f"{files} reviews of {REVIEWS} were written: {self.answer}")
        self.told(f"{REVIEWS} account reviews as PDF", seconds, MINUTE)
        self.turns("reviews and accounts")
        line("an account meanwhile (the slowest)", self._slowest, ACCOUNT, None)

    def _begin(self, accounts: tuple[str, ...], folder: Path) -> None:
        self.ui.read(
            _batch, accounts, self.ui.day, folder, then=self._on_written, key="b", label="Reviews"
        )

    def _on_written(self, answer: object) -> None:
        self.answer = answer

    def _is_written(self) -> bool:
        """Whether all is written; meanwhile one account after the other is opened."""
        if self.answer is not None:
            return True
        now = time.perf_counter()
        if self._opened and self._account_is(self._opened):
            self._slowest = max(self._slowest, now - self._wished)
            self._opened = ""
        if not self._opened and now - self._wished > LOOK:
            self._opened, self._wished = next(self._next), now
            self.ui.open_account(self._opened)
        return False


def _batch(
    tx: Tx, accounts: tuple[str, ...], day: int, folder: Path, *, progress: Progress = NOBODY
) -> object:
    from healthdesk.core.services.reports import batch  # noqa: PLC0415 - after the first paint

    wish = batch.BatchWish(ReportOptions(kind=KIND), accounts, day, PAPER, folder)
    return batch.make(tx, wish, progress=progress)


def workbook() -> bool:
    """Write a workbook of 10,000 rows."""
    from healthdesk.core.exporters import REPORTS  # noqa: PLC0415 - after the window

    columns = tuple(
        Column(key=str(at), title=f"Column {at}", kind="text" if at % 3 == 0 else "number")
        for at in range(COLUMNS)
    )
    rows = tuple(
        Row(
            key=str(at),
            cells=tuple(
                Cell(text=f"Account {at}")
                if place % 3 == 0
                else Cell(text=f"{at + place:,}", value=float(at + place))
                for place in range(COLUMNS)
            ),
        )
        for at in range(ROWS)
    )
    table = Table(key="t", columns=columns, rows=rows)
    section = Section(key="s", title="Members", lines=(Line(blocks=(table,)),))
    report = Report(kind="segment_list", title="Members", day=20_000, sections=(section,))
    began = time.perf_counter()
    REPORTS["xlsx"].write(report, io.BytesIO(), NOBODY)
    name = f"a workbook of {ROWS:,} rows and {COLUMNS} columns"
    return line(name, time.perf_counter() - began, WORKBOOK, 1.0, "s")


def main() -> int:
    """Measure the workbook, then beside the second opening of the desk."""
    kept = workbook()
    return max(twice(__file__), 0 if kept else 1)


if __name__ == "__main__":
    told = sys.argv
    raise SystemExit(open_once(Desk(Path(told[1])), told[2]) if len(told) > 2 else main())
