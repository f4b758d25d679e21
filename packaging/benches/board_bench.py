"""A board of twelve widgets on a large desk: how soon it is there, and what it costs to live with.

2,000 accounts and two years, made once, opened in processes of their own: left on the board, so
that the window begins with it; only later openings are measured. The floors are what the board is
to keep (issue 5): a second from the window to the first card that shows its figures and to all of
them, painted; 50 ms of the screen's own work in a turn while the desk is opened behind it, while
all of it is read again, and for the first move of a drag; 4 ms (the middle one) to paint a frame of
a drag over twenty widgets. The program is compiled before it is measured. An opening is measured
several times, and the middle one counts: with the last board kept ready, as on any morning; once
with nothing kept, without a floor.

A desk may be named instead of made: `board_bench.py FILE` (it is copied).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk_bench import Beat, large
from measure import line
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from healthdesk.app import App
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Layout, Tile, append
from healthdesk.core.domain.op import op

if TYPE_CHECKING:
    from healthdesk.gui.pages.dashboards.page import DashboardsPage

TILES, CROWD = 12, 20
COME, TURN, DRAW = 1.0, 0.05, 0.004
"""Seconds to the board, of own work in a turn, of a frame while something is dragged."""
WINDOW = (1440, 900)
STEPS, RUNS = 120, 3
"""Moves of the pointer in a drag; openings that are measured."""


class Visit:
    """One window on the desk, with a board in view."""

    def __init__(self, desk: Path) -> None:
        self._application = QApplication([])
        self.beat = Beat()
        self.app = App(self._application, desk)
        self.window, self.ui = self.app.window, self.app.ui
        self.told: dict[str, float] = {}
        self.painted = self.first = self.whole = 0.0
        self._seen_whole = False
        self.window.painted.connect(self._on_window_painted)

    @property
    def page(self) -> DashboardsPage:
        """The page of boards."""
        return self.window.pages.page("dashboards")  # type: ignore[return-value]

    def come(self) -> None:
        """Open the window, which begins with the board, and wait until the open desk was read."""
        self._took = self.beat.until(self.app.start, self._is_come)

    def settle(self) -> None:
        """Let what follows an opening be done."""
        self._still = time.perf_counter()
        self.beat.until(lambda: None, self._is_still)

    def prepare(self) -> None:
        """Open and leave the desk the first time: a board is added, all is worked out and kept."""
        from healthdesk.core.services import dashboards  # noqa: PLC0415 - the window goes first

        self.beat.until(self.app.start, lambda: self.ui.desk is not None)
        self.window.show_page("dashboards")
        self.ui.do(dashboards.add, Board("Twelve", period="90 days", tiles=layout(TILES)))
        self.settle()
        self.page.keeping.keep()
        self.settle()

    def walk(self) -> None:
        """Measure all of it."""
        self.open()
        self.settle()
        self.told["refresh"] = self.beat.until(
            self.page.tiles.reload, lambda: self.page.tiles.quiet
        )
        self._turns("refresh")
        self._drag()

    def open(self) -> None:
        """Measure the opening alone."""
        self.come()
        self.told["first"] = self.first - self.painted
        self.told["whole"] = self.whole - self.painted
        self.told["read"] = self.beat.began + self._took - self.painted
        self._turns("opening")

    def _turns(self, what: str) -> None:
        self.told[f"{what} longest"] = self.beat.longest
        self.told[f"{what} busiest"] = self.beat.busiest

    def _drag(self) -> None:
        """Drag a tile over a board of twenty and time what each move of the pointer paints."""
        page = self.page
        self.window.resize(*WINDOW)
        page.boards.begin()
        page.boards.step(page.boards.board.with_tiles(layout(CROWD)))
        page.show_board()
        self.settle()
        canvas = page.view.canvas
        frame = next(one for tile in canvas.layout_now if (one := canvas.frame(tile.id)))
        cover = frame.childAt(60, 20)
        if cover is None:
            raise SystemExit("nothing stands where a tile is held")
        start = cover.mapToGlobal(QPoint(60, 20))
        _mouse(cover, QMouseEvent.Type.MouseButtonPress, start)
        taken, worked = [], []
        for step in range(STEPS):
            at = start + QPoint(step * 6, (step * 3) % 500)
            began, work = time.perf_counter(), time.thread_time()
            _mouse(cover, QMouseEvent.Type.MouseMove, at)
            QApplication.sendPostedEvents()
            self._application.processEvents()
            taken.append(time.perf_counter() - began)
            worked.append(time.thread_time() - work)
        if canvas.gesture is None:
            raise SystemExit("nothing was dragged")
        _mouse(cover, QMouseEvent.Type.MouseButtonRelease, start)
        ghosts, frames = canvas.ghosts, []
        shown = QImage(ghosts.size(), QImage.Format.Format_RGB32)
        _mouse(cover, QMouseEvent.Type.MouseButtonPress, start)
        for step in range(STEPS):
            _mouse(cover, QMouseEvent.Type.MouseMove, start + QPoint(step * 6, (step * 3) % 500))
            began = time.perf_counter()
            ghosts.render(shown)
            frames.append(time.perf_counter() - began)
        _mouse(cover, QMouseEvent.Type.MouseButtonRelease, start)
        page.boards.end()
        self.told["frame"] = statistics.median(taken)
        self.told["frame whole"] = statistics.median(frames)
        self.told["frame worst"] = max(taken)
        self.told["frame busiest"] = max(worked)

    def _is_come(self) -> bool:
        """Note when cards show figures, and when all do and were painted: a turn later."""
        pages = self.window.pages
        if not pages.is_made("dashboards") or pages.currentWidget() is not self.page:
            return False
        tiles, now = self.page.tiles, time.perf_counter()
        if not self.first and tiles.painted:
            self.first = now
        if not self.whole and self._seen_whole:
            self.whole = now
        self._seen_whole = tiles.whole
        ready = self.ui.desk is not None and tiles.quiet and not tiles.unread
        return bool(self.whole) and ready and not self.ui.jobs.reading

    def _is_still(self) -> bool:
        now = time.perf_counter()
        if self.ui.jobs.busy or not self.page.tiles.quiet:
            self._still = now
        return now - self._still > 3.0

    def _on_window_painted(self) -> None:
        self.painted = time.perf_counter()


def layout(count: int) -> Layout:
    """So many widgets in the order of the catalogue, at their usual size, over and over."""
    from healthdesk.gui.widgets import CATALOGUE, widget  # noqa: PLC0415 - the window goes first

    out: Layout = ()
    for at in range(count):
        key = CATALOGUE[at % len(CATALOGUE)]
        module = widget(key)
        if module is not None:
            out = append(out, Tile(f"{key}-{at}", key, 0, 0, *module.SPEC.size))
    return out


def _mouse(target: QWidget, kind: QMouseEvent.Type, at: QPoint) -> None:
    released = kind == QMouseEvent.Type.MouseButtonRelease
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QMouseEvent.Type.MouseMove else left
    event = QMouseEvent(
        kind,
        QPointF(target.mapFromGlobal(at)),
        QPointF(at),
        button,
        none if released else left,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(target, event)


def open_once(desk: str, what: str) -> int:
    """Open the desk in this process: to prepare it, or to measure."""
    visit = Visit(Path(desk))
    {"prepare": visit.prepare, "walk": visit.walk, "open": visit.open}[what]()
    visit.window.close()
    visit.app.jobs.close()
    print(json.dumps(visit.told))
    return 0


def forget(desk: Path) -> None:
    """Let go of the boards that a desk keeps, as if the window had been killed."""
    # Not at the top: a window that is measured must not find the store imported.
    from sqlalchemy import text  # noqa: PLC0415

    from healthdesk.core.desk import Desk, Tx  # noqa: PLC0415

    @op("Forget kept boards")
    def let_go(tx: Tx) -> None:
        tx.execute(text("DELETE FROM snapshot WHERE key LIKE 'all board %'"))

    with Desk.open(desk) as opened:
        opened.do(let_go)


def told(desk: Path, what: str) -> dict[str, float]:
    """Open the desk in a process of its own; what it measured.

    The first one compiles the program and keeps that, as an installed program has it.
    """
    around = {**os.environ, "PYTHONPYCACHEPREFIX": str(desk.parent / "compiled")}
    around.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, __file__, str(desk), what], stdout=subprocess.PIPE, check=True, env=around
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def tell(walks: Sequence[dict[str, float]], bare: dict[str, float]) -> bool:
    """Print the middle of what was measured; whether every bound was kept."""
    ours = {key: statistics.median(one[key] for one in walks) for key in walks[0]}
    board = f"window to a board of {TILES} cards"
    drag = f"a frame of a drag over {CROWD} cards"
    rows = (
        (f"{board}: the first figures", ours["first"], COME, 1.0),
        (f"{board}: all of them", ours["whole"], COME, 1.0),
        (f"{board}: the slowest of {len(walks)}", max(one["whole"] for one in walks), COME, None),
        (f"{board}: read from the open desk", ours["read"], COME, None),
        (f"{board}: all of them, none kept", bare["whole"], COME, None),
        ("longest turn: opening on the board", ours["opening longest"], TURN, None),
        ("of it the screen's own work", ours["opening busiest"], TURN, 1.0),
        ("longest turn of own work, none kept", bare["opening busiest"], TURN, None),
        ("a full refresh", ours["refresh"], COME, None),
        ("longest turn: a full refresh", ours["refresh longest"], TURN, None),
        ("of it the screen's own work", ours["refresh busiest"], TURN, 1.0),
        (f"{drag}: the middle one", ours["frame"], DRAW, 1.0),
        (f"{drag}: painted whole", ours["frame whole"], DRAW, None),
        (f"{drag}: the first, own work", ours["frame busiest"], TURN, 1.0),
        (f"{drag}: the slowest", ours["frame worst"], TURN, None),
    )
    kept = [line(*row) for row in rows]
    return all(kept)


def main() -> int:
    """Make the desk, open it once, and measure later openings."""
    with large() as desk:
        told(desk, "prepare")
        walks = [told(desk, "walk") for _ in range(RUNS)]
        forget(desk)
        kept = tell(walks, told(desk, "open"))
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(open_once(sys.argv[1], sys.argv[2]) if len(sys.argv) > 2 else main())
