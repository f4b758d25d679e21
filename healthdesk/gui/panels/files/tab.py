"""The tab "Files and notes": what matters to the customer, notes of ours, files in the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.kept_file import FileBytes, KeptFile
from healthdesk.core.domain.timeline import Entry, Person
from healthdesk.core.domain.touch import NOTE, Touch
from healthdesk.core.services import files, timeline, touches
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import touch_form
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.files.file_list import FileList
from healthdesk.gui.panels.files.matters import MattersCard
from healthdesk.gui.panels.files.opening import FileOpener
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.timeline.story_list import StoryList
from healthdesk.gui.parts.card import Card

MARGIN, GAP = 16, 12
_BESIDE = 760
"""Width from which files stand beside notes."""


@dataclass(frozen=True)
class FilesView:
    """What the tab shows of an account."""

    account_id: str
    matters: str
    notes: tuple[Entry, ...]
    files: tuple[KeptFile, ...]
    contacts: tuple[Person, ...]


def read_files(tx: Tx, account_id: str, day: int) -> FilesView:
    """Read it as of a day; what matters is as it is kept today."""
    story = timeline.read(tx, account_id, day)
    return FilesView(
        account_id,
        files.matters(tx, account_id),
        tuple(entry for entry in story.entries if entry.internal),
        files.listed(tx, account_id, day),
        story.contacts,
    )


class FilesTab(AccountTab):
    """Notes and files of an account."""

    key: ClassVar[str] = "files"
    title: ClassVar[str] = "Files and notes"
    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.FACTS, Topic.WORK})

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._view: FilesView | None = None
        self.matters = MattersCard(ui.theme)
        self.notes = Card(ui.theme, "Internal notes", padding=0)
        self.list = StoryList(ui.theme, ui.words)
        self.list.setAccessibleName("Internal notes")
        self.kept = Card(ui.theme, "Files", padding=0)
        self.files = FileList(ui.theme, ui.words)
        self.opener = FileOpener(ui, self)
        self.write = _button("Write a note", "note", ui)
        self.add = _button("Add files", "file-plus", ui)
        self.open = QPushButton("Open")
        self.save = QPushButton("Save as")
        self.about = QPushButton("Note")
        self.remove = QPushButton("Remove")
        self._lay_out()
        self._connect()
        changes_desk(ui, self.write, self.add, self.about, self.remove)
        self.setAcceptDrops(True)
        self.notes.show_loading("Reading the notes")
        self.kept.show_loading("Reading the files")

    def forget(self) -> None:
        """Show nothing of the account before."""
        self._view = None
        self.matters.clear_text()
        self.list.story.set_entries(())
        self.files.show_files(())
        self.notes.show_loading("Reading the notes")
        self.kept.show_loading("Reading the files")

    def reload(self) -> None:
        """Read notes and files."""
        if self.account_id:
            self.ui.read(
                read_files,
                self.account_id,
                self.ui.day,
                then=self._show,
                failed=self._show_failure,
                key="files",
            )

    def leap(self, leap: Leap) -> None:
        """Make a file current."""
        for at, file in enumerate(self.files.rows.files):
            if leap.table == "attachment" and file.row == leap.row:
                self.files.setCurrentIndex(self.files.rows.index(at))
                self.files.setFocus()

    def attach(self, paths: Sequence[Path]) -> None:
        """Keep files with the account."""
        if paths and not self._refuses():
            self.ui.do(files.add, self.account_id, tuple(paths), then=self._on_added)

    @Slot(object)
    def _show(self, view: FilesView) -> None:
        if view.account_id != self.account_id:
            return
        self._view = view
        words = self.ui.words
        self.matters.show_text(view.matters, reader=self.ui.looking_back)
        self.list.story.set_entries(view.notes)
        if view.notes:
            self.notes.set_subtitle(words.count(len(view.notes), "note"))
            self.notes.show_body()
        else:
            self.notes.set_subtitle("")
            self.notes.show_empty(
                "No notes yet",
                "Notes are internal: only you see them.",
                "Write a note",
                icon="note",
            )
            changes_desk(self.ui, self.notes.offer)
        self.files.show_files(view.files)
        if view.files:
            size = words.size(sum(file.size for file in view.files))
            self.kept.set_subtitle(f"{words.count(len(view.files), 'file')}, {size} in the desk")
            self.kept.show_body()
        else:
            self.kept.set_subtitle("")
            self.kept.show_empty(
                "No files yet",
                "Drop files here, up to 25 MB each. They are kept in the desk itself.",
                "Add files",
                icon="file-plus",
            )
            changes_desk(self.ui, self.kept.offer)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        said = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.notes.show_error("The notes could not be read", said)
        self.kept.show_error("The files could not be read", said)

    def _refuses(self) -> bool:
        return self.ui.refuses_changes() or self.ui.desk is None or not self.account_id

    def _lay_out(self) -> None:
        self.notes.add_tool(self.write)
        self.notes.body.addWidget(self.list)
        self.notes.add_line_under_head()
        self.kept.add_tool(self.add)
        self.kept.add_line_under_head()
        self.kept.body.addWidget(self.files, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 10)
        foot.setSpacing(8)
        for button, key in (
            (self.open, "Enter"),
            (self.save, ""),
            (self.about, ""),
            (self.remove, "Del"),
        ):
            button.setProperty("kind", "quiet" if button is self.remove else "normal")
            button.setProperty("compact", "true")
            button.setAccessibleName(f"{button.text()}, the chosen file")
            if key:
                button.setToolTip(f"{button.text()} ({key})")
            foot.addWidget(button)
        foot.addStretch(1)
        self.kept.body.addLayout(foot)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.matters, 2)
        left.addWidget(self.notes, 5)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._sides.setSpacing(GAP)
        self._sides.addLayout(left, 1)
        self._sides.addWidget(self.kept, 1)

    def _connect(self) -> None:
        self.matters.kept.connect(self._on_matters_kept)
        self.write.clicked.connect(self._on_write)
        self.notes.acted.connect(self._on_write)
        self.add.clicked.connect(self._on_add)
        self.kept.acted.connect(self._on_add)
        self.list.opened.connect(self._on_note_opened)
        self.list.edit_requested.connect(self._on_note_opened)
        self.list.remove_requested.connect(self._on_note_remove_requested)
        self.files.opened.connect(self._on_open)
        self.files.remove_requested.connect(self._on_remove)
        self.files.current_changed.connect(self._on_current_changed)
        self.files.paste_requested.connect(self._on_paste)
        self.open.clicked.connect(self._on_open)
        self.save.clicked.connect(self._on_save)
        self.about.clicked.connect(self._on_about)
        self.remove.clicked.connect(self._on_remove)
        for card in (self.notes, self.kept):
            card.retry_requested.connect(self._on_retry)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+N"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_write)

    def _on_added(self, rows: tuple[int, ...]) -> None:
        told = self.ui.words.count(len(rows), "file")
        self.ui.toast(f"Added {told}", "", "Undo", self.ui.undo)

    def _on_removed(self, _: object) -> None:
        self.ui.toast("Removed", "", "Undo", self.ui.undo)

    def _on_saved(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")

    def _ask_note(self, touch: Touch) -> None:
        contacts = self._view.contacts if self._view is not None else ()
        draft = touch_form.ask_touch(self.ui, self.account_id, contacts, touch.draft)
        if draft is not None and draft != touch.draft:
            self.ui.do(touches.edit, touch.row, draft)

    def _save(self, file: FileBytes) -> None:
        path = self.ui.dialogs.save_as(f"Save {file.name}", Path(file.name))
        if path is not None:
            self.ui.work(files.write, file, path, then=self._on_saved)

    @Slot(str)
    def _on_matters_kept(self, words: str) -> None:
        if not self._refuses():
            self.ui.do(files.set_matters, self.account_id, words)

    @Slot()
    def _on_write(self) -> None:
        if self._refuses():
            return
        start = touch_form.new_draft(self.ui, self.account_id, NOTE)
        draft = touch_form.ask_touch(self.ui, self.account_id, (), start)
        if draft is not None:
            self.ui.do(touches.add, draft)

    @Slot(object)
    def _on_note_opened(self, entry: Entry) -> None:
        if not self._refuses():
            self.ui.read(touches.read, entry.row, then=self._ask_note, key="note")

    @Slot(object)
    def _on_note_remove_requested(self, entry: Entry) -> None:
        if not self._refuses():
            self.ui.do(touches.remove, entry.row, then=self._on_removed)

    @Slot()
    def _on_add(self) -> None:
        if not self._refuses():
            self.attach(self.ui.dialogs.choose_files("Add files"))

    @Slot()
    def _on_paste(self) -> None:
        self.attach(local_files(QGuiApplication.clipboard().mimeData()))

    @Slot()
    def _on_current_changed(self) -> None:
        for button in (self.open, self.save, self.about, self.remove):
            button.setEnabled(self.files.current is not None)

    @Slot()
    def _on_open(self) -> None:
        file = self.files.current
        if file is not None:
            self.ui.read(files.content, file.row, then=self.opener.open, key="file")

    @Slot()
    def _on_save(self) -> None:
        file = self.files.current
        if file is not None:
            self.ui.read(files.content, file.row, then=self._save, key="file")

    @Slot()
    def _on_about(self) -> None:
        file = self.files.current
        if file is None or self._refuses():
            return
        values = ask_form(
            self.ui, f"About {file.name}", (Field("note", "Note", "prose", file.note),)
        )
        if values is not None and values["note"] != file.note:
            self.ui.do(files.set_note, file.row, values["note"])

    @Slot()
    def _on_remove(self) -> None:
        file = self.files.current
        if file is not None and not self._refuses():
            self.ui.do(files.remove, file.row, then=self._on_removed)

    @Slot()
    def _on_retry(self) -> None:
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put files under notes where there is no room beside them."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files."""
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Keep what was dropped."""
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.attach(paths)


def local_files(data: QMimeData) -> list[Path]:
    """The files of this computer that something was dropped or pasted with."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _button(text: str, icon: str, ui: Ui) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("compact", "true")
    ui.theme.bind_icon(button, icon, "text2", 16)
    return button
