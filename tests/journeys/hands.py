"""What a person does with mouse and keys in a real window; dialogs are shown and clicked."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QMenu, QPushButton

from healthdesk.gui.base.dialogs import Dialogs

LEFT = Qt.MouseButton.LeftButton


class Hands(Dialogs):
    """Presses, types, picks; every dialog that opens is answered by the next of `deeds`."""

    def __init__(self, journey):
        super().__init__(journey.window)
        self.journey = journey
        self.deeds = []
        self.told = []
        journey.ui.dialogs = self

    def press(self, widget):
        """A click of the mouse on something that can be seen."""
        self.journey.until(lambda: widget.isVisible() and widget.isEnabled())
        self.journey.bot.mouseClick(widget, LEFT)

    def key(self, widget, key, held=Qt.KeyboardModifier.NoModifier):
        self.journey.bot.keyClick(widget, key, held)

    def tick(self, table_view, row):
        """Go to a row by the arrows and press space."""
        table_view.setFocus()
        self.key(table_view, Qt.Key.Key_Home)
        for _ in range(row):
            self.key(table_view, Qt.Key.Key_Down)
        self.key(table_view, Qt.Key.Key_Space)

    def pick(self, owner, text):
        """Choose from the menu that hangs at a widget or at one of its children."""
        menus = [one for one in owner.findChildren(QMenu) if one.isVisible()]
        action = next(one for one in menus[-1].actions() if one.text() == text)
        action.trigger()
        menus[-1].close()

    def fill(self, **values):
        """A deed: type into the fields of a form, then press its main button."""

        def deed(dialog):
            for name, value in values.items():
                enter(dialog.input(name), value)
            self.press(dialog.yes)

        return deed

    def refused(self, field, deed):
        """A deed: the main button is pressed too early and says why; then another deed."""

        def first(dialog):
            self.press(dialog.yes)
            assert dialog.result() == 0
            assert dialog.wrong(field)
            deed(dialog)

        return first

    def say_yes(self, text):
        """A deed: press the button with these words."""

        def deed(dialog):
            self.press(next(one for one in dialog.findChildren(QPushButton) if one.text() == text))

        return deed

    def drop(self, *paths):
        """Files let go over the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        keys, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        self.journey.window.dropEvent(QDropEvent(QPointF(90, 90), action, data, LEFT, keys))

    def bring_in(self, *paths):
        """Drop, look at the preview, import, close."""
        self.drop(*paths)
        page = self.journey.window.pages.data()
        self.journey.until(lambda: page.state == "ready")
        for state in ("done", "rest"):
            self.press(page.wizard.start)
            self.journey.until(lambda wanted=state: page.state == wanted)

    def _run(self, dialog):
        dialog.show()
        self.told.append(dialog.accessibleName())
        self.deeds.pop(0)(dialog)
        done = dialog.result() == QDialog.DialogCode.Accepted
        dialog.hide()
        dialog.deleteLater()
        return done


def enter(widget, value):
    """Put a value into an input of any kind."""
    if hasattr(widget, "set_day"):
        widget.set_day(value)
    elif hasattr(widget, "findData"):
        widget.setCurrentIndex(widget.findData(value))
    elif hasattr(widget, "setChecked"):
        widget.setChecked(value)
    elif hasattr(widget, "setPlainText"):
        widget.setPlainText(value)
    else:
        widget.setText(value)
