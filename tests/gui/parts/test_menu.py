"""Menus: ampersands of names stay, an action runs its method, the tick shows what holds."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from healthdesk.gui.parts.menu import Menu


class Target(QObject):
    def __init__(self):
        super().__init__()
        self.ran = 0

    def run(self):
        self.ran += 1


def test_an_action_runs_and_names_keep_their_ampersand(theme, qtbot):
    ground, target = QWidget(), Target()
    qtbot.addWidget(ground)
    menu = Menu(theme, "Desk", ground)
    action = menu.add("Tarn & Tolley", target.run, icon="folder", key="Ctrl+O", data="x")
    action.trigger()
    assert target.ran == 1
    assert action.text() == "Tarn && Tolley"
    assert action.data() == "x"
    assert not action.icon().isNull()


def test_what_is_chosen_has_a_tick(theme, qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    menu = Menu(theme, "Segment", ground)
    held, other = menu.add("Poor", checked=True), menu.add("Strong", checked=False)
    assert (held.isChecked(), other.isChecked()) == (True, False)
    menu.popup_under(ground)
    assert menu.minimumWidth() >= 180
    menu.hide()
