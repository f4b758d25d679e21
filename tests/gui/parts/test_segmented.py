"""One of a few holds; setting it tells nobody, choosing it does."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from healthdesk.gui.parts.segmented import Segmented


def test_choosing_tells_and_setting_does_not(theme, qtbot):
    control = Segmented("Period", [("28", "28 days"), ("90", "90")], "28")
    qtbot.addWidget(control)
    control.show()
    told = []
    control.chosen.connect(told.append)
    control.set_value("90")
    assert (control.value, told) == ("90", [])
    first = control.findChildren(QPushButton)[0]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert (control.value, told) == ("28", ["28"])


def test_every_choice_is_named_for_screen_readers(theme, qtbot):
    control = Segmented("Period", [("28", "28 days"), ("90", "90")])
    qtbot.addWidget(control)
    names = [button.accessibleName() for button in control.findChildren(QPushButton)]
    assert names == ["Period: 28 days", "Period: 90"]


def test_an_unknown_value_changes_nothing(theme, qtbot):
    control = Segmented("Period", [("28", "28 days"), ("90", "90")], "90")
    qtbot.addWidget(control)
    control.set_value("365")
    assert control.value == "90"
