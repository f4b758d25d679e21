"""The status line says what is saved and how far work is, and cancels it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.change import Change
from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.shell.status_line import SAVED, StatusLine


def test_it_says_what_was_saved_last(ui, qtbot):
    line = StatusLine(ui)
    qtbot.addWidget(line)
    assert line.words == SAVED
    ui.changed.emit(Change("Rename segment", frozenset()))
    assert line.words == "Rename segment · saved"


def test_work_shows_with_share_and_goes_when_done(ui, qtbot, monkeypatch):
    line = StatusLine(ui)
    qtbot.addWidget(line)
    line.resize(1200, 26)
    line.show()
    state = JobState(4, "Import", 710, 1000, "Reading usage.csv", 2.0, can_cancel=True)
    running = [state]
    monkeypatch.setattr(type(ui.jobs), "running", property(lambda _: tuple(running)))
    ui.jobs.started.emit(state)
    ui.jobs.progressed.emit(state)
    assert "Reading usage.csv" in line.words
    assert "71 %" in line.words
    cancelled = []
    monkeypatch.setattr(ui.jobs, "cancel", cancelled.append)
    button = line.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert cancelled == [4]
    running.clear()
    ui.jobs.ended.emit(4)
    assert not button.isVisible()
