"""Boards for a room: full screen, one after the other, larger and without what is private."""

from __future__ import annotations

from typing import Final, Protocol, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.reading import OptionValue
from healthdesk.gui import widgets
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards import board_forms

LARGER = 1.25
"""How much larger type is while a board is presented."""
USUAL = 30
"""Seconds that a board stands in a rotation, unless told otherwise."""
_HELD = frozenset(
    {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr}
)
"""Keys that do nothing by themselves: they stop no rotation."""


_PRIVATE: Final = frozenset({"notes", "sentiment"})
"""Kinds of inside things whose cards are not presented: own words and work, moods and risks."""
_NOTE: Final = "note"
"""It tells by itself whether it is private, and says nothing then."""


def left_out(board: Board) -> tuple[str, ...]:
    """Ids of the cards of a board that are not presented."""
    return tuple(one.id for one in board.tiles if one.kind != _NOTE and _is_private(one))


def _is_private(tile: Tile) -> bool:
    module = widgets.widget(tile.kind)
    if module is None:
        return True
    usual = {one.key: one.default for one in module.SPEC.asked if one.default is not None}
    told = {key: tuple(v) if isinstance(v, list) else v for key, v in tile.options.items()}
    options = cast("dict[str, OptionValue]", {**usual, **told})
    return not _PRIVATE.isdisjoint(module.SPEC.kept_inside(options))


class _Page(Protocol):
    def wants_escape(self) -> bool: ...
    def window(self) -> QWidget: ...


class Showing(QObject):
    """Full screen, rotation and presentation of the page.

    Signals:
        turned: the next board should be shown.
        presenting_changed: private notes are hidden from now on, or shown again.
    """

    turned = Signal()
    presenting_changed = Signal()

    def __init__(self, ui: Ui, page: _Page) -> None:
        super().__init__(cast("QObject", page))
        self.ui = ui
        self._page = page
        self.full = False
        self.presenting = False
        self.seconds = USUAL
        self._turn = Later(self, USUAL * 1000, self._on_turn_timeout)

    @property
    def rotating(self) -> bool:
        """Whether boards are shown one after the other."""
        return self._turn.isActive()

    @Slot()
    def switch_full(self) -> None:
        """Go to full screen, or back."""
        if self.full:
            self.stop()
        else:
            self._go_full(True)

    def switch_presenting(self) -> None:
        """Present in full screen, larger, without private notes; or stop it."""
        if self.presenting:
            self.stop()
            return
        self._go_full(True)
        self._present(True)

    def ask_rotation(self) -> None:
        """Ask how long each board stands, then begin."""
        seconds = board_forms.ask_seconds(self.ui, self.seconds)
        if seconds is not None:
            self.rotate(seconds)

    def rotate(self, seconds: int) -> None:
        """Show the boards one after the other."""
        self.seconds = seconds
        self._go_full(True)
        self._turn.start(seconds * 1000)

    def stop(self) -> None:
        """Be as before."""
        self._turn.stop()
        self._go_full(False)
        self._present(False)

    def _go_full(self, on: bool) -> None:
        if on == self.full:
            return
        self.full = on
        application = QApplication.instance()
        if application is not None:
            if on:
                application.installEventFilter(self)
            else:
                application.removeEventFilter(self)
        show = getattr(self._page.window(), "show_full", None)
        if show is not None:
            show(on)

    def _present(self, on: bool) -> None:
        if on != self.presenting:
            self.presenting = on
            self.ui.set_presenting(on)
            self.ui.theme.set_zoom(LARGER if on else 1.0)
            self.presenting_changed.emit()

    @Slot()
    def _on_turn_timeout(self) -> None:
        self.turned.emit()
        self._turn.start(self.seconds * 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or press stops a rotation; Escape leaves full screen."""
        mine = isinstance(watched, QWidget) and watched.window() is self._page.window()
        if mine and self.full:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(Qt.Key(event.key()))
            if event.type() == QEvent.Type.MouseButtonPress and self.rotating:
                self._stop_turning()
        return False

    def _key(self, key: Qt.Key) -> bool:
        if self.rotating and key not in _HELD:
            self._stop_turning()
            return True
        held = self._page.wants_escape() or QApplication.activePopupWidget() is not None
        if key == Qt.Key.Key_Escape and not held:
            self.stop()
            return True
        return False

    def _stop_turning(self) -> None:
        self._turn.stop()
        self.ui.toast("Rotation stopped", "Esc leaves full screen.", kind="notice")
