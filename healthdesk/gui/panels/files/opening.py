"""Opens kept files with the system's own program: a copy in a folder of ours that goes at the end.

What could run something is asked about first, and never opens by itself.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from healthdesk.core.domain.kept_file import FileBytes
from healthdesk.core.services import files
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Ui


class FileOpener(QObject):
    """Writes copies and hands them to the system; its folder is removed with it."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._folder: Path | None = None
        self._last: Path | None = None
        parent.destroyed.connect(self._on_over)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._on_over)

    @property
    def last(self) -> Path | None:
        """The copy that was opened last."""
        return self._last

    def open(self, file: FileBytes) -> None:
        """Open a copy of a file, after a question where it could run something."""
        if file.runs and not self._ui.dialogs.ask(
            Question(
                "Open a file that can run?",
                f"{file.name} can do things on this computer when it is opened. "
                "Open it only if you know who sent it, and why.",
                "Open it",
                keeps="opens nothing",
                danger=True,
            )
        ):
            return
        self._ui.work(files.write_copy, file, self._place(), then=self._on_written)

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="healthdesk-files-"))
        return self._folder

    def _on_written(self, path: Path) -> None:
        self._last = path
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._ui.toast(
                f"No program opens {path.name}",
                "Save it, and open it with a program of your choice.",
                kind="notice",
            )

    @Slot()
    def _on_over(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
