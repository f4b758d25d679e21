"""The uses of timers that are allowed: once after a while, or after a rest; never polling."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

TYPING = 150
"""Milliseconds of rest after which typing counts as done."""


class Later(QTimer):
    """Calls a bound method once, `delay` ms after the last `start`; dies with its parent."""

    def __init__(self, parent: QObject, delay: int, method: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(delay)
        self.timeout.connect(method)
