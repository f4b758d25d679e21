"""Writes what was read as text into a file, and says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QObject

from healthdesk.gui.base.ui import Ui


class CsvSaver(QObject):
    """Reads a table as CSV on a reader's thread and writes it."""

    KIND: ClassVar = "CSV (*.csv)"

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._path: Path | None = None

    def save(self, path: Path, read: Callable[..., str], *asked: Any) -> None:  # noqa: ANN401
        """Write what `read(tx, *asked)` gives."""
        self._path = path
        self.ui.read(read, *asked, then=self._on_read, key="csv of results")

    def _on_read(self, told: str) -> None:
        path = self._path
        if path is None:
            return
        try:
            path.write_text(told, encoding="utf-8-sig", newline="")
        except OSError as error:
            self.ui.toast("The file could not be written", str(error), kind="error")
            return
        lines = self.ui.words.count(max(told.count("\r\n") - 1, 0), "line")
        self.ui.toast(f"{path.name} is written", f"{lines}, the head apart.")
