"""Functions that Qt calls are held more than once, those of other classes are not."""

from __future__ import annotations

import sys
import types

from PySide6.QtWidgets import QWidget

from healthdesk.gui.base import steady


class Asked(QWidget):
    def sizeHint(self):
        return super().sizeHint()


class Plain:
    def words(self):
        return ""


def test_functions_of_new_widget_classes_are_held_once_for_all(monkeypatch):
    steady.hold_overrides()
    name = f"{steady.OURS}pages.made_for_a_test"
    module = types.ModuleType(name)
    module.Asked, module.Plain, module.QWidget = Asked, Plain, QWidget
    for made in (Asked, Plain):
        monkeypatch.setattr(made, "__module__", name)
    monkeypatch.setitem(sys.modules, name, module)
    before = sys.getrefcount(Asked.__dict__["sizeHint"])
    assert steady.hold_overrides() == 1
    assert sys.getrefcount(Asked.__dict__["sizeHint"]) >= before + steady.HELD
    assert sys.getrefcount(Plain.__dict__["words"]) < steady.HELD
    assert steady.hold_overrides() == 0
