"""The Data page: choose files, see what would be written, import, look back, take back.

Not here: what an import does (core/services/imports.py), how its figures look (outcome.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.views import BatchView, ImportResult
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.before import Before
from healthdesk.gui.pages.data.history import History
from healthdesk.gui.pages.data.outcome import Outcome
from healthdesk.gui.pages.data.reading import DeskData, read_data
from healthdesk.gui.pages.data.tables import total, when
from healthdesk.gui.pages.data.working import Working
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

HEAD = 56
KINDS = "Tables (*.csv *.json);;All files (*)"
UNWRITTEN = "Nothing is written until you press Import"
FACTS = ("usage", "surveys", "touchpoints", "tickets")
"""Tables whose newest day says how far the desk's data reaches."""

State = Literal["rest", "checking", "ready", "importing", "refused"]


class DataPage(LiveView):
    """Imports files and shows what imports did."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.IMPORTS, Topic.FACTS, Topic.ACCOUNTS, Topic.CONTACTS}
    )
    follows_view = False

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("data")
        self.state: State = "rest"
        self._paths: tuple[Path, ...] = ()
        self._batches: dict[int, BatchView] = {}
        self._sentence = PlainLabel("", "second", elide=True)
        self.files = _button(ui, "Choose files", "normal", "file-import")
        self.folder = _button(ui, "Choose a folder", "primary", "folder-open", "onaccent")
        self.cancel = _button(ui, "Cancel", "quiet")
        self.start = _button(ui, "Import", "primary", "file-import", "onaccent")
        self.before = Before(ui)
        self.history = History(ui)
        self.flow = Card(ui.theme, "Preview", "compared with your desk, nothing written", padding=0)
        self.preview = Outcome(ui)
        self.working = Working(ui)
        self._faces = QStackedWidget()
        self._right = QStackedWidget()
        self._lay_out()
        self._connect()
        self._go("rest")
        self.history.show_loading()

    @Slot()
    def reload(self) -> None:
        """Read the history and what the desk holds."""
        job = self.ui.read(read_data, then=self._show_data, failed=self._show_failure, key="data")
        if job < 0:
            self._show_data(DeskData((), ()))

    def start_import(self, paths: Sequence[Path]) -> None:
        """Look at files and folders and show what they would change; nothing is written yet."""
        if self.state in ("checking", "importing"):
            self.ui.toast("An import is under way", "Wait for it, or cancel it.", kind="notice")
            return
        if paths:
            self._paths = tuple(paths)
            self._run(dry_run=True)

    def _run(self, *, dry_run: bool) -> None:
        """Run the import over the chosen paths, rehearsed or in earnest."""
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        name = _names(self._paths)
        self._go("checking" if dry_run else "importing")
        if dry_run:
            self.working.begin(f"Checking {name}", f"{UNWRITTEN}.")
        else:
            self.working.begin(f"Importing {name}", "Cancel takes back all of it.")
        job = self.ui.do(
            imports.run,
            self._paths,
            dry_run=dry_run,
            then=self._show_preview if dry_run else self._show_done,
            failed=self._show_refusal,
            label=f"Checking {name}" if dry_run else f"Importing {name}",
        )
        self.working.job = job
        if job < 0:
            self._go("rest")

    def _show_data(self, data: DeskData) -> None:
        self._batches = {batch.batch: batch for batch in data.batches}
        self.before.show_tables(data.tables)
        self.history.show_batches(data.batches)
        days = [one.newest for one in data.tables if one.name in FACTS and one.newest is not None]
        self._sentence.setText(f"Data to {self.ui.words.day(max(days))}" if days else "")

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.history.card.show_error("The history could not be read", told)

    def _show_preview(self, result: ImportResult) -> None:
        count, words = total(result.tables), self.ui.words
        self.preview.show_counts(result.tables, result.notes)
        self.preview.show_rejects(result.rejects, count.rejected, result.rejects_file)
        written = count.new + count.changed
        anything = bool(written) or not count.read
        self.start.setText(f"Import {words.count(written, 'row')}" if written else "Import")
        self.start.setEnabled(anything)
        read = words.count(count.read, "row")
        told = UNWRITTEN if anything else "All of it is in your desk already"
        self.flow.set_title(f"Preview of {_names(self._paths)}", f"{read} read · {told}")
        self._go("ready")
        (self.start if anything else self.cancel).setFocus()

    def _show_done(self, result: ImportResult) -> None:
        count, words = total(result.tables), self.ui.words
        self._go("rest")
        self.history.expect(result)
        left = f", {words.count(count.rejected, 'row')} rejected" if count.rejected else ""
        told = f"{words.number(count.new)} new, {words.number(count.changed)} changed{left}"
        self.ui.toast(f"Imported {_names(self._paths)}", told, "Undo", self._undo_last_import)
        self.reload()

    def _show_refusal(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._go("rest")
            self.ui.toast("Stopped", "Nothing of it was kept.", kind="notice")
            return
        self._go("refused")
        told = str(error) if isinstance(error, DeskError) else "The desk is as it was before."
        self.flow.set_title(_names(self._paths), "nothing was written")
        self.flow.show_error("This cannot be imported", told, "Try again")

    def _go(self, state: State) -> None:
        """Show the buttons and the face that belong to a state."""
        self.state = state
        resting = state == "rest"
        self.files.setVisible(state in ("rest", "refused"))
        self.folder.setVisible(state in ("rest", "refused"))
        self.cancel.setVisible(state in ("ready", "refused"))
        self.cancel.setText("Back" if state == "refused" else "Cancel")
        self.start.setVisible(state == "ready")
        self._right.setCurrentWidget(self.history if resting else self.flow)
        if state in ("checking", "importing"):
            self.flow.set_title(_names(self._paths), "")
            self._faces.setCurrentWidget(self.working)
            self.flow.show_body()
        elif state == "ready":
            self._faces.setCurrentWidget(self.preview)
            self.flow.show_body()

    @Slot()
    def _on_files_clicked(self) -> None:
        self.start_import(self.ui.dialogs.choose_files("Import files", KINDS))

    @Slot()
    def _on_folder_clicked(self) -> None:
        folder = self.ui.dialogs.choose_folder("Import a folder")
        self.start_import(() if folder is None else (folder,))

    @Slot()
    def _on_start_clicked(self) -> None:
        self._run(dry_run=False)

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self._go("rest")

    @Slot()
    def _on_working_cancel_requested(self) -> None:
        self.ui.jobs.cancel(self.working.job)

    @Slot()
    def _on_flow_retry_requested(self) -> None:
        self._run(dry_run=True)

    @Slot(object)
    def _on_before_dropped(self, paths: tuple[Path, ...]) -> None:
        self.start_import(paths)

    @Slot(int)
    def _on_history_undo_requested(self, number: int) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        batch = self._batches.get(number)
        if batch is not None and self.ui.dialogs.ask(self._undo_question(batch)):
            self.ui.do(imports.take_back, number, then=self._say_undone, label="Undoing the import")

    def _undo_question(self, batch: BatchView) -> Question:
        words, count = self.ui.words, total(batch.tables)
        moment = when(words, batch.at, self.ui.zone)
        return Question(
            f"Undo the import of {moment}?",
            f"{_some(batch.files)} brought {words.number(count.new)} new and "
            f"{words.number(count.changed)} changed rows. All go back to what they were. "
            "What later imports or you changed since stays.",
            "Undo import",
            "Keep",
            "keeps everything",
        )

    def _say_undone(self, notes: tuple[str, ...]) -> None:
        self.ui.toast("The import is undone", " ".join(notes), "Put it back", self._put_back)
        self.reload()

    def _undo_last_import(self) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        self._undo_if_last(imports.run.label)

    def _put_back(self) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        self._undo_if_last(imports.take_back.label)

    def _undo_if_last(self, label: str) -> None:
        """Undo what a toast spoke of, unless something else was done meanwhile."""
        desk = self.ui.desk
        if desk is not None and desk.undo_label == label:
            self.ui.undo()
        else:
            self.ui.toast("Something else was done since", "Nothing was undone.", kind="notice")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(PlainLabel("Data", "title"))
        head.addWidget(self._sentence, 1)
        for button in (self.cancel, self.files, self.folder, self.start):
            head.addWidget(button)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        self._faces.addWidget(self.working)
        self._faces.addWidget(self.preview)
        self.flow.body.setContentsMargins(0, 0, 0, 0)
        self.flow.body.addWidget(self._faces)
        self._right.addWidget(self.history)
        self._right.addWidget(self.flow)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.before)
        across.addWidget(self._right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 0, 16, 16)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addLayout(across, 1)

    def _connect(self) -> None:
        self.files.clicked.connect(self._on_files_clicked)
        self.folder.clicked.connect(self._on_folder_clicked)
        self.start.clicked.connect(self._on_start_clicked)
        self.cancel.clicked.connect(self._on_cancel_clicked)
        self.working.cancel_requested.connect(self._on_working_cancel_requested)
        self.flow.retry_requested.connect(self._on_flow_retry_requested)
        self.before.dropped.connect(self._on_before_dropped)
        self.history.undo_requested.connect(self._on_history_undo_requested)
        self.history.import_requested.connect(self._on_folder_clicked)


def _button(ui: Ui, text: str, kind: str, icon: str = "", color: str = "text2") -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    if icon:
        ui.theme.bind_icon(button, icon, color)
    return button


def _names(paths: Sequence[Path]) -> str:
    return _some([path.name or str(path) for path in paths])


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:2])
    return f"{shown} and {len(names) - 2} more" if len(names) > 2 else shown
