"""What every test of the screen gets: a dressed application, a `ui` that runs at once, hygiene."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractAnimation, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from healthdesk import paths
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.jobs import InlineJobs
from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui

RUNNING = QAbstractAnimation.State.Running


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> Theme:
    theme = Theme(paths.resources(), mode="light")
    theme.apply(qapp)
    return theme


@pytest.fixture
def theme(_dressed: Theme) -> Iterator[Theme]:
    """The one theme of the application, light at the start and at the end of a test."""
    yield _dressed
    if _dressed.dark or _dressed.colour_blind or _dressed.high_contrast:
        _dressed.choose(mode="light", colour_blind=False, high_contrast=False)
    _dressed.settle()


@pytest.fixture
def dialogs() -> FakeDialogs:
    """Answers instead of a person: put them into `dialogs.answers`."""
    return FakeDialogs()


@pytest.fixture
def ui(theme: Theme, dialogs: FakeDialogs, tmp_path: Path) -> Iterator[Ui]:
    """A `Ui` without a desk (`ui.set_desk(desk)`), whose jobs run at once."""
    jobs = InlineJobs()
    made = Ui(theme, jobs, dialogs, PrefsFile(tmp_path / "window.json"))
    yield made
    jobs.close()


@pytest.fixture(scope="module", autouse=True)
def _frozen() -> None:
    """Leave what modules and desks of a session hold out of the sweeps after each test.

    Every sweep would walk through all of it: half of the time of the screen's tests. None comes by
    itself: it might come on a thread, and a widget that is swept there takes the process along.
    """
    gc.disable()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _hygiene(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a window, a running timer, an animation or a worker thread behind."""
    if "qapp" not in request.fixturenames and "qtbot" not in request.fixturenames:
        yield
        return
    started: list[weakref.ref[QObject]] = []
    _watch(monkeypatch, QTimer, started)
    _watch(monkeypatch, QAbstractAnimation, started)
    before = set(_windows())
    threads = set(threading.enumerate())
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in _windows() if w not in before]
    for window in left:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not [type(w).__name__ for w in left if _shown(w)], "a window was left open"
    assert not _alive(started), "a timer or animation still runs"
    workers = [t.name for t in threading.enumerate() if t not in threads and not t.daemon]
    assert not [n for n in workers if n.startswith(("reader", "writer"))], "a worker still runs"


def _windows() -> list[QObject]:
    return [w for w in QApplication.topLevelWidgets() if w.parent() is None]


def _shown(window: object) -> bool:
    try:
        return bool(window.isVisible())  # type: ignore[attr-defined]
    except RuntimeError:  # gone meanwhile, which is what we want
        return False


def _watch(monkeypatch: pytest.MonkeyPatch, kind: type, started: list) -> None:
    original = kind.start

    def start(self: QObject, *args: object) -> object:
        started.append(weakref.ref(self))
        return original(self, *args)

    monkeypatch.setattr(kind, "start", start)


def _alive(started: list[weakref.ref[QObject]]) -> list[str]:
    return [repr(item) for item in (reference() for reference in started) if _runs(item)]


def _runs(item: QObject | None) -> bool:
    try:
        if isinstance(item, QTimer):
            return item.isActive()
        return isinstance(item, QAbstractAnimation) and item.state() == RUNNING
    except RuntimeError:  # the C++ side is gone
        return False
