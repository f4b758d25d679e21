"""How long the window stands still: the longest turn of the event loop in every scene.

A timer beats every 4 ms in the real window with its real threads; the longest time between two
beats is the longest that a key press had to wait. The floor is three frames at 60 Hz. Without an
argument the sample desk is used, and 200,000 usage rows; a desk and a folder may be named.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from import_bench import make_folder
from measure import FRAME, line
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from healthdesk.app import App

BEAT = 4
ACCOUNT, TAB = 0.3, 0.1
"""Seconds in which an account is there, and a tab that was seen before."""
LIMIT = 60.0
"""Seconds after which a scene counts as never ending."""


class Heart(QObject):
    """Beats, and keeps the longest time between two beats."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._loop = QEventLoop(self)

    def longest(self, act: Callable[[], object], done: Callable[[], bool], rest: float) -> float:
        """Do something and beat until it is done and `rest` seconds have passed quietly."""
        self._done, self._rest = done, rest
        self._quiet: float | None = None
        self._worst = self.took = 0.0
        QTimer.singleShot(0, self, act)
        self._began = self._last = time.perf_counter()
        self._timer.start(BEAT)
        self._loop.exec()
        self._timer.stop()
        self.took = (self._quiet or self._last) - self._began
        return self._worst

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = time.perf_counter()
        self._worst = max(self._worst, now - self._last)
        self._last = now
        if now - self._began > LIMIT:
            raise SystemExit("a scene did not end")
        self._quiet = (self._quiet or now) if self._done() else None
        if self._quiet is not None and now - self._quiet >= self._rest:
            self._loop.quit()


class Visit:
    """One window, and what a person does in it."""

    def __init__(self, desk: Path) -> None:
        self._application = QApplication([])
        self.heart = Heart()
        self.app = App(self._application, desk)
        self.window, self.ui = self.app.window, self.app.ui
        self.ok = True

    def scene(
        self,
        name: str,
        act: Callable[[], object],
        done: Callable[[], bool] | None = None,
        rest: float = 0.4,
        most: float = 0.0,
    ) -> None:
        """Time one thing and print it; `most` are the seconds in which it must be done."""
        worst = self.heart.longest(act, done or self.idle, rest)
        self.ok &= line(f"longest turn: {name}", worst, 3 * FRAME, 1.0)
        if most:
            self.ok &= line(f"until it is there: {name}", self.heart.took, most, 1.0)

    def idle(self) -> bool:
        """Whether no job is under way."""
        return not self.ui.jobs.busy

    def opened(self) -> bool:
        """Whether the desk is open and Today shows all of it."""
        if self.ui.desk is None or self.window.pages.current != "today":
            return False
        view = getattr(self.window.pages.page("today"), "view", None)
        return self.idle() and view is not None and view.whole

    def lists_accounts(self) -> bool:
        """Whether the accounts are listed."""
        return self.idle() and bool(self.listed())

    def listed(self) -> tuple[str, ...]:
        """The accounts as they are listed."""
        return self.window.pages.listed_accounts()

    def previewed(self) -> bool:
        """Whether the wizard shows what would be written."""
        return self.idle() and getattr(self.window.pages.data(), "state", "") == "ready"

    def imported(self) -> bool:
        """Whether the wizard shows what an import did."""
        return self.idle() and getattr(self.window.pages.data(), "state", "") == "done"

    def start_import(self) -> None:
        """Press Import."""
        self.window.pages.data().wizard.start.click()  # type: ignore[attr-defined]

    def look(self, mode: str) -> None:
        """Switch the theme."""
        self.ui.choose_look(mode=mode)  # type: ignore[arg-type]

    def walk(self, folder: Path) -> None:
        """Open, look around, import and take back."""
        ui, window = self.ui, self.window
        self.scene("opening a desk", self.app.start, self.opened, 3.0)
        self.scene("the accounts", lambda: window.show_page("accounts"), self.lists_accounts)
        first, other = self.listed()[0], self.listed()[len(self.listed()) // 2]
        self.scene("an account, first time", lambda: ui.open_account(first))
        self.scene("another account", lambda: ui.open_account(other), most=ACCOUNT)
        self.walk_tabs(first, other)
        self.scene("theme to dark on an account", lambda: self.look("dark"))
        self.scene("theme to light on an account", lambda: self.look("light"))
        self.scene("40 days back on an account", lambda: ui.set_day(ui.today - 40))
        self.scene("to the accounts", lambda: window.show_page("accounts"))
        self.scene("back to today", lambda: ui.set_day(None))
        self.scene("theme to dark on the accounts", lambda: self.look("dark"))
        self.scene("theme to light on the accounts", lambda: self.look("light"))
        self.scene("a segment", lambda: ui.set_segment("Poor"))
        self.scene("all accounts", lambda: ui.set_segment(None))
        self.scene("the palette", window.open_palette)
        self.scene("settings", lambda: window.show_page("settings"))
        self.scene("data", lambda: window.show_page("data"))
        self.scene("preview of an import", lambda: ui.start_import([folder]), self.previewed)
        self.scene("an import", self.start_import, self.imported, 2.5)
        self.scene("undoing it", ui.undo, None, 2.5)

    def walk_tabs(self, first: str, other: str) -> None:
        """See every tab of an account twice, step to another on each, show two side by side."""
        page = self.window.pages.page("account")
        keys = list(page.bar.buttons)  # type: ignore[attr-defined]
        show = page.show_tab  # type: ignore[attr-defined]
        for key in keys[1:]:
            self.scene(f"tab {key}, first time", partial(show, key))
            self.scene("back to health", partial(show, keys[0]), most=TAB)
            self.scene(f"tab {key} again", partial(show, key), most=TAB)
            self.scene(f"another account on {key}", partial(self.ui.open_account, first))
            self.scene(f"and back on {key}", partial(self.ui.open_account, other), most=ACCOUNT)
        show(keys[0])
        self.scene("side by side", page.beside.click)  # type: ignore[attr-defined]
        self.scene("one tab again", page.beside.click)  # type: ignore[attr-defined]


def sample(work: Path) -> tuple[Path, Path]:
    """The sample desk, and a folder of other accounts to import."""
    desk, folder = work / "sample.healthdesk", work / "exchange"
    base = [sys.executable, "-m", "healthdesk", "--desk", str(desk)]
    subprocess.run([*base, "demo", "--to", str(desk)], capture_output=True, check=True)
    make_folder(folder, 400, 125)
    return desk, folder


def main() -> int:
    """Walk through one window."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ["HEALTHDESK_FOLDER"] = str(work / "home")
        if len(sys.argv) > 1:
            desk, folder = work / "named.healthdesk", Path(sys.argv[2])
            shutil.copy(sys.argv[1], desk)
        else:
            desk, folder = sample(work)
        visit = Visit(desk)
        visit.walk(folder)
        visit.window.close()
        visit.app.jobs.close()
    return 0 if visit.ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
