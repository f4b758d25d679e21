"""The health model of 10,000 accounts under a hand: what a move costs, and what proves the model.

A desk of 10,000 accounts and 250 days, a tenth of which left (model_desk.py). First without a
window: a move worked out (the book weighed again and the first figures of the backtest), a backtest
whole, with the facts at hand, and a suggestion. Then in a window of 1440x900: a hand takes a
weight, then a point of a curve, and moves it 120 times; what counts is the own work of the screen's
thread from the move to the painted page, which other programs leave alone. The floor of a move is
one frame of 60 Hz, that of a backtest a second and a half (issue 9). A suggestion is asked for on a
thread: it has no bound.

A desk may be named instead of made: `model_bench.py FILE` (it is copied).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from desk_bench import Beat, large
from measure import FRAME, line
from model_desk import LAST, make
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from healthdesk.app import App

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk
    from healthdesk.core.domain.profile import Profile
    from healthdesk.gui.pages.model.page import ModelPage

MOVES = 120
BACKTEST = 1.5
"""Seconds for a backtest whole."""
MOST = 0.95
"""The share of moves that the bound holds for."""
WINDOW = (1440, 900)


class Visit:
    """One window on the desk, with the health model in view."""

    def __init__(self, desk: Path) -> None:
        self._application = QApplication([])
        self.beat = Beat()
        self.app = App(self._application, desk)
        self.window, self.ui = self.app.window, self.app.ui
        self.ok = True

    @property
    def page(self) -> ModelPage:
        """The page."""
        return self.window.pages.page("model")  # type: ignore[return-value]

    def come(self) -> None:
        """Open the window and the page, and wait until everything on it was read."""
        self.beat.until(self.app.start, lambda: self.ui.desk is not None)
        self._settle()
        self.window.resize(*WINDOW)
        self.window.show_page("model")
        self._settle()
        if self.page.made is None or self.page.proof.foretell.ground is None:
            raise SystemExit("the model was not shown with its backtest")

    def walk(self) -> None:
        """Move a weight and a point of a curve."""
        self.come()
        sheet = self.page.sheet
        sliders = (one.slider for one in sheet.weights.rows.values())
        slider = next(one for one in sliders if one is not None)
        self._told("a weight", self._drag(slider, slider.rect().center(), _along))
        self._settle()
        chart = sheet.curve.chart
        handle = chart.handles[len(chart.handles) // 2]
        self._told("a point of a curve", self._drag(chart, handle.geometry().center(), _about))
        self._settle()

    def _drag(
        self, target: QWidget, start: QPoint, way: Callable[[int], QPoint]
    ) -> list[tuple[float, float]]:
        """Drag something; of each move the seconds that passed and those of own work."""
        _mouse(target, QMouseEvent.Type.MouseButtonPress, start)
        self._application.processEvents()
        taken, before = [], self.page.made
        for step in range(MOVES):
            began, worked = time.perf_counter(), time.thread_time()
            _mouse(target, QMouseEvent.Type.MouseMove, start + way(step))
            QApplication.sendPostedEvents()
            self._application.processEvents()
            taken.append((time.perf_counter() - began, time.thread_time() - worked))
        if self.page.made is before:
            raise SystemExit("nothing was moved")
        _mouse(target, QMouseEvent.Type.MouseButtonRelease, start)
        return taken

    def _told(self, what: str, moves: Sequence[tuple[float, float]]) -> None:
        """Print the work of a move, which is bound, and the time that passed."""
        worked = [one[1] for one in moves]
        self.ok &= line(f"{what} moved, own work: 95 of 100", _share(worked), FRAME, 1.0)
        line(f"{what} moved, own work: the middle one", _share(worked, 0.5), FRAME, None)
        line(f"{what} moved, own work: the longest", max(worked), FRAME, None)
        line(f"{what} moved, as it passed: 95 of 100", _share([a for a, _ in moves]), FRAME, None)

    def _settle(self) -> None:
        self._still = time.perf_counter()
        self.beat.until(lambda: None, self._is_still)

    def _is_still(self) -> bool:
        now = time.perf_counter()
        if self.ui.jobs.busy:
            self._still = now
        return now - self._still > 3.0


def _along(step: int) -> QPoint:
    """To the right and back, a pixel or two at a time."""
    return QPoint(2 * (step if step < MOVES // 2 else MOVES - step) + 1, 0)


def _about(step: int) -> QPoint:
    """In a square around where it stood."""
    turn = step % 40
    return QPoint(turn if turn < 20 else 40 - turn, 10 - abs(turn - 20))


def _share(values: Sequence[float], share: float = MOST) -> float:
    """The value that a share of all does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _mouse(target: QWidget, kind: QMouseEvent.Type, at: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        kind,
        QPointF(at),
        QPointF(target.mapToGlobal(at)),
        none if kind == QMouseEvent.Type.MouseMove else left,
        none if kind == QMouseEvent.Type.MouseButtonRelease else left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)


def worked(function: Callable[[], object]) -> float:
    """Seconds that the process worked on something."""
    began = time.process_time()
    function()
    return time.process_time() - began


def prove(desk: Desk) -> bool:
    """A backtest whole, a suggestion, and moves worked out without a window."""
    # Not at the top: a window that is measured must not find all of the core imported.
    from healthdesk.core.domain.backtest import quick  # noqa: PLC0415
    from healthdesk.core.domain.what_if import Book, tried, what_if  # noqa: PLC0415
    from healthdesk.core.services import backtest, facts, settings, suggest  # noqa: PLC0415
    from healthdesk.core.services import what_if as reading  # noqa: PLC0415

    desk.read(facts.load)
    view = desk.read(reading.model, "default", desk.read(settings.today))
    wish = backtest.BacktestWish(profile="default")
    desk.read(backtest.backtest, replace(wish, lead=30))  # all facts are at hand now
    took = worked(lambda: desk.read(backtest.backtest, wish))
    made = desk.read(backtest.backtest, wish)
    found = made.figures
    told = f"{found.churned:,} lost and {found.kept:,} kept"
    ok = line(f"a backtest of {told}", took, BACKTEST, 1.0, "s")
    line("a suggestion", worked(lambda: desk.read(suggest.suggest, wish)), BACKTEST, None, "s")
    cells = Book(made.scores, made.index, made.scores.profile[:, 0] >= 0)
    if view is None or view.book is None:
        raise SystemExit("the desk has no scores")
    times = []
    for step in range(MOVES):
        profile = moved(view.published.profile, step)
        began = time.thread_time()
        what_if(view.book, profile)
        quick(tried(cells, profile), made.lost)
        times.append(time.thread_time() - began)
    return line("a move worked out: 95 of 100", _share(times), FRAME, 1.0) and ok


def moved(profile: Profile, step: int) -> Profile:
    """A profile with another weight."""
    first, *rest = profile.dimensions
    weight = first.weight + (step + 1) * 0.25
    return msgspec.structs.replace(
        profile, dimensions=(msgspec.structs.replace(first, weight=weight), *rest)
    )


def main() -> int:
    """Make the desk, measure the arithmetic, then the page in a process of its own."""
    if len(sys.argv) == 1:
        os.environ["HEALTHDESK_TODAY"] = LAST
    with large(make) as path:
        results = [
            subprocess.run([sys.executable, __file__, str(path), what], check=False).returncode
            for what in ("prove", "walk")
        ]
    return max(results)


def once(path: Path, what: str) -> int:
    """One half, in this process."""
    if what == "prove":
        from healthdesk.core.desk import Desk  # noqa: PLC0415 - the window goes without it

        with Desk.open(path) as desk:
            return 0 if prove(desk) else 1
    visit = Visit(path)
    visit.walk()
    visit.window.close()
    visit.app.jobs.close()
    return 0 if visit.ok else 1


if __name__ == "__main__":
    told = sys.argv
    raise SystemExit(once(Path(told[1]), told[2]) if len(told) > 2 else main())
