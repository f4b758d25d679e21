"""Toasts pile up bottom right, act once, go by themselves; errors stay."""

from __future__ import annotations

import weakref

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from healthdesk.gui.parts.toast import MOST, STAYS, Toasts


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_toasts_lie_bottom_right_above_each_other(ui, window):
    toasts = Toasts(ui, window)
    ui.toast("One")
    ui.toast("Two", "with a detail")
    first, second = toasts.shown
    assert second.geometry().right() == window.width() - 17
    assert second.geometry().bottom() < window.height() - 26
    assert first.geometry().bottom() < second.geometry().top()
    window.resize(1200, 700)
    assert second.geometry().right() == 1200 - 17


def test_the_action_runs_once_and_closes(ui, window, qtbot):
    ran, toasts = [], Toasts(ui, window)
    ui.toast("Undid “Rename”", "", "Redo", lambda: ran.append(1))
    button = next(b for b in toasts.shown[0].findChildren(QPushButton) if b.text() == "Redo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (ran, toasts.shown) == ([1], ())


def test_only_errors_stay(ui, window, qtbot):
    toasts = Toasts(ui, window)
    ui.toast("Done")
    ui.toast("It failed", kind="error")
    done, failed = toasts.shown
    assert (done._later.isActive(), done._later.interval()) == (True, STAYS)
    assert not failed._later.isActive()
    done._later.timeout.emit()
    assert toasts.shown == (failed,)


def seen(toasts):
    return [one.notice.text for one in toasts.shown if one.isVisible()]


def test_two_are_seen_and_a_line_leads_to_the_others(ui, window, qtbot):
    toasts = Toasts(ui, window)
    ui.toast("It failed", kind="error")
    for number in range(4):
        ui.toast(f"Number {number}")
    assert seen(toasts) == ["Number 2", "Number 3"]
    assert toasts.more.text() == "3 earlier messages, 1 of them failed"
    assert toasts.more.geometry().bottom() < toasts.shown[-2].geometry().top()
    qtbot.mouseClick(toasts.more, Qt.MouseButton.LeftButton)
    assert seen(toasts) == ["It failed", *(f"Number {number}" for number in range(4))]
    assert toasts.more.geometry().bottom() < toasts.shown[0].geometry().top()
    qtbot.mouseClick(toasts.more, Qt.MouseButton.LeftButton)
    assert seen(toasts) == ["Number 2", "Number 3"]
    for _ in range(3):
        toasts.shown[-1].closed.emit()
    assert seen(toasts) == ["It failed", "Number 0"]
    assert not toasts.more.isVisible()


def test_no_more_than_a_few_are_kept_and_what_failed_stays(ui, window):
    toasts = Toasts(ui, window)
    ui.toast("It failed", kind="error")
    for number in range(MOST + 3):
        ui.toast(f"Number {number}")
    texts = [toast.notice.text for toast in toasts.shown]
    assert (texts[0], texts[-1]) == ("It failed", f"Number {MOST + 2}")
    assert len(texts) == MOST


def test_text_is_never_markup(ui, window):
    toasts = Toasts(ui, window)
    ui.toast("<b>x</b>", "<img src='file:///x'>")
    for label in toasts.shown[0].findChildren(QLabel):
        if label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_closed_toast_is_gone(ui, window):
    toasts = Toasts(ui, window)
    ui.toast("Done")
    gone = weakref.ref(toasts.shown[0])
    toasts.shown[0].closed.emit()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone() is None


def test_a_long_sentence_takes_two_lines_instead_of_dots(ui, window):
    toasts = Toasts(ui, window)
    ui.toast("Saved")
    ui.toast("The desk of the northern region is open in another HealthDesk on this computer.")
    short, long = toasts.shown
    assert long.height() > short.height()
    assert short.geometry().bottom() < long.geometry().top()
