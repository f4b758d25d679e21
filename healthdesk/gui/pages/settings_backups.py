"""The card of a desk's backups: when each was made, how large it is, and the way back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from healthdesk.core.desk import Backup, BackupInfo
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import DeskWish, Ui
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

SHOWN = 12
_EPOCH = date(1970, 1, 1)


class BackupsCard(Card):
    """Backups, newest first."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Backups", "whole copies, verified")
        self.ui = ui
        self._rows: list[QWidget] = []
        self.make = QPushButton("Back up now")
        self.make.setProperty("compact", "true")
        ui.theme.bind_icon(self.make, "copy", "text2", 14)
        self.make.clicked.connect(self._on_make_clicked)
        self.add_tool(self.make)
        self.body.setSpacing(0)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.acted.connect(self._on_make_clicked)

    def reload(self) -> None:
        """Look which backups there are."""
        if self.ui.desk is not None:
            self.ui.work(self.ui.desk.backups, then=self._on_listed)

    def _on_listed(self, backups: tuple[Backup, ...]) -> None:
        for row in self._rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        newest = list(reversed(backups))[:SHOWN]
        for number, backup in enumerate(newest):
            if number:
                self._add(hline())
            row = BackupRow(self.ui, backup)
            row.restore_requested.connect(self._on_row_restore_requested)
            self._add(row)
        total = self.ui.words.count(len(backups), "copy", "copies")
        self.set_subtitle(f"{total}, verified" if backups else "whole copies, verified")
        self.make.setVisible(bool(backups))  # the empty state has its own button
        if backups:
            self.show_body()
        else:
            self.show_empty(
                "No backup yet", "One is made when the window closes.", "Back up now", "copy"
            )

    def _add(self, widget: QWidget) -> None:
        self._rows.append(widget)
        self.body.addWidget(widget)

    def _on_made(self, made: BackupInfo) -> None:
        self.ui.toast("Backed up", f"{made.file.name}, {self.ui.words.size(made.bytes)}")
        self.reload()

    @Slot()
    def _on_make_clicked(self) -> None:
        if self.ui.desk is not None:
            self.ui.work(self.ui.desk.backup, then=self._on_made, label="Backing up")

    @Slot(object)
    def _on_row_restore_requested(self, file: Path) -> None:
        question = Question(
            "Restore this backup?",
            "The desk becomes what it was when the backup was made. The desk as it is now is kept"
            " beside it, under another name.",
            "Restore",
            "Keep",
            "keeps the desk as it is",
        )
        if self.ui.dialogs.ask(question):
            self.ui.wish_desk(DeskWish("restore", backup=file))


class BackupRow(QWidget):
    """One backup.

    Signals:
        restore_requested: its file.
    """

    restore_requested = Signal(object)

    def __init__(self, ui: Ui, backup: Backup) -> None:
        super().__init__()
        self._file = backup.file
        self.setFixedHeight(36)
        when = backup.at.astimezone()
        icon = QLabel()
        icon.setFixedSize(16, 16)
        ui.theme.bind_icon(icon, "file-database", "text3", 16)
        name = PlainLabel(_when(ui, when), "medium")
        name.setToolTip(plain_tip(str(backup.file)))
        size = PlainLabel(ui.words.size(backup.bytes), "second")
        restore = QPushButton("Restore")
        restore.setProperty("kind", "link")
        restore.setAccessibleName(f"Restore the backup of {_when(ui, when)}")
        restore.clicked.connect(self._on_restore_clicked)
        changes_desk(ui, restore)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(icon)
        layout.addWidget(name)
        layout.addStretch(1)
        layout.addWidget(size, 0, Qt.AlignmentFlag.AlignRight)
        layout.addSpacing(12)
        layout.addWidget(restore)

    @Slot()
    def _on_restore_clicked(self) -> None:
        self.restore_requested.emit(self._file)


def _when(ui: Ui, when: datetime) -> str:
    day = (when.date() - _EPOCH).days
    return f"{ui.words.weekday(day)}, {when:%H:%M}"
