"""A place whose view is made when it is first seen: the page does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Later(QWidget):
    """Makes its view on the first look, with itself as parent."""

    def __init__(self, make: Callable[[QWidget], QWidget]) -> None:
        super().__init__()
        self._make = make
        self._view: Any = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def view(self) -> Any:  # noqa: ANN401 - whatever `make` makes
        """The view, made now if it was not before."""
        if self._view is None:
            self._view = self._make(self)
            self._column.addWidget(self._view)
        return self._view

    def showEvent(self, event: QShowEvent) -> None:
        """Make it before it is seen."""
        super().showEvent(event)
        self.view.show()
