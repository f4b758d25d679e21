"""The window filled by the page in view: rail, bars and the desktop's own frame step aside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class FullScreen:
    """Goes to full screen and back to the state from before."""

    def __init__(self, window: QWidget, around: Sequence[QWidget]) -> None:
        self._window = window
        self._around = tuple(around)
        self._before = Qt.WindowState.WindowNoState
        self.on = False

    def switch(self, on: bool) -> None:
        """Fill the screen, or be as before."""
        if on == self.on:
            return
        self.on = on
        for widget in self._around:
            widget.setVisible(not on)
        if on:
            self._before = self._window.windowState()
            self._window.setWindowState(self._before | Qt.WindowState.WindowFullScreen)
        else:
            self._window.setWindowState(self._before)
