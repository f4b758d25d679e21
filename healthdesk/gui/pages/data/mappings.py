"""The mappings of a desk: what it learned about files, and recipes of loads, to read and share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.intake import KeptMapping
from healthdesk.core.domain.mapping import MappingDocument
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.reading import load_mapping, read_mappings, save_mapping
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.tables import title_of
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell, text_cell

KINDS = "Mappings (*.json);;All files (*)"


class MappingsSection(LiveView):
    """Lists mappings and shows the document of one."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.IMPORTS})
    follows_view = False

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._held: dict[str, KeptMapping] = {}
        self._wanted = ""
        self.card = Card(ui.theme, "Mappings", "how files become tables of the desk", padding=0)
        self.table = SmallTable(
            ui.theme, "Mappings", mapping_columns(ui.words), lambda one: one.name,
            keeps_current=True,
        )  # fmt: skip
        self.detail = Card(ui.theme, " ", padding=0)
        self.text = QPlainTextEdit()
        self.load = _tool(ui, "Load from file", "upload")
        self.rename = _tool(ui, "Rename", "pencil")
        self.save = _tool(ui, "Save as file", "download")
        self.delete = _tool(ui, "Delete", "trash")
        self._lay_out()
        self._connect()
        changes_desk(ui, self.load, self.rename, self.delete)
        self.card.show_loading("Reading the mappings")
        self.detail.hide()

    @Slot()
    def reload(self) -> None:
        """Read the mappings."""
        job = self.ui.read(
            read_mappings, then=self._show_all, failed=self._show_failure, key="mappings"
        )
        if job < 0:
            self._show_all(())

    @property
    def chosen(self) -> KeptMapping | None:
        """The mapping whose document is shown."""
        return self._held.get(self.table.current_id())

    def _show_all(self, found: Sequence[KeptMapping]) -> None:
        self._held = {one.name: one for one in found}
        self.table.show_rows(found)
        self.detail.setVisible(bool(found))
        if not found:
            self.card.show_empty(
                "No mapping yet",
                "What you answer in an import is remembered here, so that the same file asks "
                "nothing next week.",
                "Load from file",
                "upload",
            )
            changes_desk(self.ui, self.card.offer)
            return
        self.card.show_body()
        self.table.go_to(max(0, self.table.rows.line_of(self._wanted or self.table.current_id())))
        self._wanted = ""
        self._show_chosen()

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The mappings could not be read", told)

    def _show_chosen(self) -> None:
        from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

        one = self.chosen
        if one is None:
            return
        files = self.ui.words.count(len(one.document.files), "file")
        self.detail.set_title(one.name, f"{kind_of(one)}, {files}")
        self.text.setPlainText(mappings.dump(one.document).decode())

    @Slot(str)
    def _on_table_current_changed(self, name: str) -> None:
        if name:
            self._show_chosen()

    @Slot()
    def _on_load_clicked(self) -> None:
        paths = self.ui.dialogs.choose_files("Load a mapping", KINDS)
        if paths:
            self.ui.work(load_mapping, paths[0], then=self._keep)

    def _keep(self, document: MappingDocument) -> None:
        from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

        name = document.name
        if name in self._held and not self.ui.dialogs.ask(_over(name)):
            return
        self._wanted = name
        self.ui.do(mappings.keep, document, then=self._say_loaded)

    def _say_loaded(self, answer: object) -> None:
        del answer
        self.ui.toast("The mapping is loaded", "Files that fit it ask nothing from now on.")
        self.reload()

    @Slot()
    def _on_rename_clicked(self) -> None:
        from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

        one = self.chosen
        if one is None:
            return
        name = self.ui.dialogs.prompt(
            "Rename the mapping", "What is it called?", one.name, "Rename"
        )
        if name and name != one.name:
            self._wanted = name
            self.ui.do(mappings.rename, one.name, name, then=self._reread)

    def _reread(self, answer: object) -> None:
        del answer
        self.reload()

    @Slot()
    def _on_save_clicked(self) -> None:
        one = self.chosen
        if one is None:
            return
        name = "".join(sign if sign.isalnum() or sign in " -_." else "_" for sign in one.name)
        target = self.ui.dialogs.save_as("Save the mapping", Path.home() / f"{name}.json", KINDS)
        if target is not None:
            self.ui.work(save_mapping, one.document, target, then=self._say_saved)

    def _say_saved(self, target: Path) -> None:
        self.ui.toast("Saved the mapping", str(target))

    @Slot()
    def _on_delete_clicked(self) -> None:
        from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

        one = self.chosen
        if one is not None:
            self.ui.do(mappings.forget, one.name, then=self._say_deleted)

    def _say_deleted(self, answer: object) -> None:
        del answer
        self.ui.toast("The mapping is deleted", "What was imported with it stays.", "Undo",
                      self.ui.undo)  # fmt: skip
        self.reload()

    def _lay_out(self) -> None:
        self.text.setReadOnly(True)
        self.text.setProperty("document", "true")
        self.text.setAccessibleName("Document of the mapping")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.card.add_tool(self.load)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        for tool in (self.rename, self.save, self.delete):
            self.detail.add_tool(tool)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(hline())
        inner.addWidget(self.text)
        self.detail.body.setContentsMargins(0, 0, 0, 0)
        self.detail.body.addLayout(inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.card, 1)
        layout.addWidget(self.detail, 1)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._on_table_current_changed)
        self.load.clicked.connect(self._on_load_clicked)
        self.card.acted.connect(self._on_load_clicked)
        self.rename.clicked.connect(self._on_rename_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)


def kind_of(one: KeptMapping) -> str:
    """Say where a mapping comes from."""
    if one.kept:
        return "remembered"
    return "recipe" if len(one.document.files) > 1 else "saved"


def tables_of(one: KeptMapping) -> str:
    """Name the tables that a mapping feeds."""
    found = [table.table for file in one.document.files for table in file.tables]
    return ", ".join(title_of(table) for table in dict.fromkeys(found))


def files_of(one: KeptMapping) -> str:
    """Name the files that a mapping knows."""
    return ", ".join(dict.fromkeys(name for file in one.document.files for name in file.files))


def mapping_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list of mappings."""

    def day(one: KeptMapping) -> str:
        return words.day(one.day)

    return (
        Column("name", "Name", 150, lambda one: one.name, lambda one: one.name,
               name_cell(lambda one: one.name), minimum=90, stretch=True),
        Column("files", "Files", 140, files_of, files_of, text_cell(files_of), minimum=80,
               snug=100),
        Column("tables", "Feeds", 120, tables_of, tables_of, text_cell(tables_of), minimum=70,
               snug=90),
        Column("kind", "Kind", 92, kind_of, kind_of, text_cell(kind_of, "text3"), minimum=90),
        Column("day", "Since", 98, lambda one: one.day, day, text_cell(day, right=True),
               right=True, downwards=True, minimum=84),
    )  # fmt: skip


def _over(name: str) -> Question:
    return Question(
        f"Replace the mapping {name}?",
        "The desk has a mapping of this name. The one from the file takes its place.",
        "Replace",
        "Keep",
        "keeps everything",
    )


def _tool(ui: Ui, text: str, icon: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("compact", "true")
    ui.theme.bind_icon(button, icon)
    return button
