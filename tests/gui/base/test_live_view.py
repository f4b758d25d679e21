"""A live view reads when it is seen and touched, catches up when hidden, and dies when dropped."""

from __future__ import annotations

import weakref
from typing import ClassVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.live_view import LiveView


class View(LiveView):
    topics: ClassVar = frozenset({Topic.SCORES})

    def __init__(self, ui):
        super().__init__(ui)
        self.reads = 0

    def reload(self):
        self.reads += 1


SCORES = Change("x", frozenset({Topic.SCORES}))
SETTINGS = Change("x", frozenset({Topic.SETTINGS}))


def test_it_reads_at_the_first_sight_and_on_its_topics(ui, qtbot):
    view = View(ui)
    qtbot.addWidget(view)
    ui.changed.emit(SCORES)
    assert view.reads == 0
    view.show()
    assert view.reads == 1
    ui.changed.emit(SETTINGS)
    assert view.reads == 1
    ui.changed.emit(SCORES)
    ui.set_day(ui.today - 1)
    assert view.reads == 3


def test_hidden_it_waits_and_then_reads_once(ui, qtbot):
    view = View(ui)
    qtbot.addWidget(view)
    view.show()
    view.hide()
    ui.changed.emit(SCORES)
    ui.changed.emit(SCORES)
    assert view.reads == 1
    view.show()
    assert view.reads == 2


def test_it_dies_on_delete(ui, qapp):
    view = View(ui)
    gone = weakref.ref(view)
    view.deleteLater()
    del view
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone() is None
    ui.changed.emit(SCORES)


def test_the_keys_stay_in_a_view_whose_control_goes_away(ui, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    view, other, gone = View(ui), QPushButton("Other"), QPushButton("Gone")
    QHBoxLayout(view).addWidget(gone)
    row.addWidget(other)
    row.addWidget(view)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    gone.setFocus()
    assert gone.hasFocus()
    gone.hide()
    assert view.hasFocus()
