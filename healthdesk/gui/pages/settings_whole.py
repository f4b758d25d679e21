"""The card of the whole desk: a copy, another laptop, all of it as plain files, the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from healthdesk.core.desk import BackupInfo, Desk
from healthdesk.core.domain.errors import DamagedDesk
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.services import exports
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.dialogs import DESKS, Question
from healthdesk.gui.base.ui import DeskWish, Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.paths import SUFFIX

FOLDER: Final = "HealthDesk export"
STEPS: Final = (
    "{name} is whole: it was checked and read back ({size}).\n\n"
    "1. Close HealthDesk here.\n"
    "2. Bring the file to the other laptop: a stick, or a folder both can reach.\n"
    "3. Put it into a folder of that laptop itself, not one that is synchronised.\n"
    "4. Start HealthDesk there, choose Open a desk, and this file.\n"
    "5. Work with that one alone from then on: two copies do not know of each other."
)


class WholeDeskCard(Card):
    """What can be done with the desk as a whole."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Whole desk", "one file, yours to take along")
        self.ui = ui
        self.copy_to = self._row(
            "Copy", "A whole, verified copy where you want it.", "Copy to", self._on_copy_clicked
        )
        self.change = self._row(
            "Another laptop",
            "A verified copy, and what to do with it there.",
            "Change laptop",
            self._on_move_clicked,
        )
        self.export_all = self._row(
            "Plain files",
            "Every fact as CSV and JSON, with a README: readable by any program.",
            "Export everything",
            self._on_export_clicked,
        )
        self.restore = self._row(
            "Back from a copy",
            "The desk becomes what the copy holds; as it is now it is kept beside.",
            "Choose a copy",
            self._on_restore_clicked,
        )
        changes_desk(ui, self.restore)

    def _row(self, title: str, words: str, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("compact", "true")
        button.clicked.connect(slot)
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(PlainLabel(title, "medium"))
        told.addWidget(PlainLabel(words, "second", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(told, 1)
        row.addWidget(button)
        self.body.addLayout(row)
        return button

    def _copy_to(self, title: str, name: str, then: Callable[[BackupInfo], None]) -> None:
        desk = self.ui.desk
        if desk is None:
            return
        path = self.ui.dialogs.save_as(title, Path(name), DESKS)
        if path is not None:
            to = path if path.suffix == SUFFIX else path.with_name(f"{path.name}{SUFFIX}")
            self.ui.work(_checked_copy, desk, to, then=then, label="Copying the desk")

    def _name(self, more: str) -> str:
        desk = self.ui.desk
        return f"{desk.path.stem if desk else 'desk'} {more}{SUFFIX}"

    def _on_copied(self, made: BackupInfo) -> None:
        self.ui.toast("Copied", f"{made.file.name}, {self.ui.words.size(made.bytes)}, verified")

    def _on_moved(self, made: BackupInfo) -> None:
        size = self.ui.words.size(made.bytes)
        self.ui.dialogs.tell("Change laptop", STEPS.format(name=made.file.name, size=size))

    def _on_exported(self, told: tuple[Path, int]) -> None:
        folder, rows = told
        self.ui.toast("Exported", f"{folder.name}, {self.ui.words.count(rows, 'row')}")

    @Slot()
    def _on_copy_clicked(self) -> None:
        self._copy_to("Copy the desk", self._name("copy"), self._on_copied)

    @Slot()
    def _on_move_clicked(self) -> None:
        self._copy_to("Copy for the other laptop", self._name("moving"), self._on_moved)

    @Slot()
    def _on_export_clicked(self) -> None:
        desk = self.ui.desk
        folder = self.ui.dialogs.choose_folder("Export everything into a folder")
        if folder is not None and desk is not None:
            self.ui.work(
                _exported, desk, folder, then=self._on_exported, label="Exporting everything"
            )

    @Slot()
    def _on_restore_clicked(self) -> None:
        file = self.ui.dialogs.choose_desk("Choose a copy")
        if file is None:
            return
        question = Question(
            "Restore this copy?",
            "The desk becomes what it was when the copy was made. The desk as it is now is kept"
            " beside it, under another name.",
            "Restore",
            "Keep",
            "keeps the desk as it is",
        )
        if self.ui.dialogs.ask(question):
            self.ui.wish_desk(DeskWish("restore", backup=file))


def _checked_copy(desk: Desk, to: Path) -> BackupInfo:
    """Copy a desk of which every part was checked before."""
    problems = desk.check()
    if problems:
        raise DamagedDesk(
            f"The desk fails its check: {problems[0]}. Nothing was copied.",
            "Restore an older backup, or look at Data, Quality.",
        )
    return desk.backup(to)


def _exported(desk: Desk, folder: Path, progress: Progress = NOBODY) -> tuple[Path, int]:
    """Write everything into a folder of its own in the one chosen, unless that is an export."""
    mine = folder / FOLDER if any(folder.iterdir()) and folder.name != FOLDER else folder
    counts = desk.read(exports.exchange, mine, progress=progress)
    return mine, sum(counts.values())
