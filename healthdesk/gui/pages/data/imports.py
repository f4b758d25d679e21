"""The first section of the Data page: where to drop files, what the desk holds, its imports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.views import BatchView, ImportResult
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.before import Before
from healthdesk.gui.pages.data.history import History
from healthdesk.gui.pages.data.reading import DeskData, read_data
from healthdesk.gui.pages.data.tables import total, when

FACTS = ("usage", "surveys", "touchpoints", "tickets")
"""Tables whose newest day says how far the desk's data reaches."""


class ImportsSection(LiveView):
    """Shows what imports did, and takes them back.

    Signals:
        dropped: paths that were dropped on it, as a tuple.
        choose_requested: the user wants to choose a folder.
        newest_found: how far the desk's data reaches, in words.
    """

    dropped = Signal(object)
    choose_requested = Signal()
    newest_found = Signal(str)
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.IMPORTS, Topic.FACTS, Topic.ACCOUNTS, Topic.CONTACTS}
    )
    follows_view = False

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._batches: dict[int, BatchView] = {}
        self.before = Before(ui)
        self._history: History | None = None
        self._data: DeskData | None = None
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(12)
        self._across.addWidget(self.before)
        self.before.dropped.connect(self._on_before_dropped)
        # Cards are made and dressed one a turn, which keeps the window going.
        self.before.hide()
        self._left: list[Callable[[], None]] = [
            self.before.show,
            self._make_history,
            self._show_history,
        ]
        self._later = Later(self, 0, self._do_next)

    @property
    def history(self) -> History:
        """The imports so far, whole."""
        while self._left:
            self._left.pop(0)()
        return cast("History", self._history)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to show the cards."""
        super().showEvent(event)
        if self._left:
            self._later.start()

    def _do_next(self) -> None:
        if self._left:
            self._left.pop(0)()
        if self._left:
            self._later.start()

    def _make_history(self) -> None:
        made = History(self.ui)
        made.hide()
        made.show_loading()
        self._across.addWidget(made, 1)
        made.undo_requested.connect(self._on_history_undo_requested)
        made.file_undo_requested.connect(self._on_history_file_undo_requested)
        made.import_requested.connect(self._on_history_import_requested)
        self._history = made

    def _show_history(self) -> None:
        if self._history is not None:
            self._history.show()
            if self._data is not None:
                self._history.show_batches(self._data.batches)

    @Slot()
    def reload(self) -> None:
        """Read the history and what the desk holds."""
        job = self.ui.read(read_data, then=self._show_data, failed=self._show_failure, key="data")
        if job < 0:
            self._show_data(DeskData((), ()))

    def expect(self, result: ImportResult) -> None:
        """Choose an import that was just done as soon as it is listed."""
        self.history.expect(result)
        self.refresh()

    def _show_data(self, data: DeskData) -> None:
        self._batches = {batch.batch: batch for batch in data.batches}
        self.before.show_tables(data.tables)
        self._data = data
        if self._history is not None and not self._left:
            self._history.show_batches(data.batches)
        days = [one.newest for one in data.tables if one.name in FACTS and one.newest is not None]
        self.newest_found.emit(f"Data to {self.ui.words.day(max(days))}" if days else "")

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.history.card.show_error("The history could not be read", told)

    @Slot(object)
    def _on_before_dropped(self, paths: tuple[Path, ...]) -> None:
        self.dropped.emit(paths)

    @Slot()
    def _on_history_import_requested(self) -> None:
        self.choose_requested.emit()

    @Slot(int)
    def _on_history_undo_requested(self, number: int) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        batch = self._batches.get(number)
        if batch is not None and self.ui.dialogs.ask(self._undo_question(batch)):
            self.ui.do(imports.take_back, number, then=self._say_undone, label="Undoing the import")

    @Slot(int, str)
    def _on_history_file_undo_requested(self, number: int, file: str) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        batch = self._batches.get(number)
        if batch is not None and self.ui.dialogs.ask(self._file_question(batch, file)):
            self.ui.do(
                imports.take_back,
                number,
                file=file,
                then=self._say_file_undone,
                label=f"Undoing the import of {file}",
            )

    def _undo_question(self, batch: BatchView) -> Question:
        words, count = self.ui.words, total(batch.tables)
        moment = when(words, batch.at, self.ui.zone)
        return Question(
            f"Undo the import of {moment}?",
            f"{some_names(batch.files)} brought {words.number(count.new)} new and "
            f"{words.number(count.changed)} changed rows. All go back to what they were. "
            "What later imports or you changed since stays.",
            "Undo import",
            "Keep",
            "keeps everything",
        )

    def _file_question(self, batch: BatchView, file: str) -> Question:
        moment = when(self.ui.words, batch.at, self.ui.zone)
        return Question(
            f"Undo {file} of {moment}?",
            "All rows that this file brought or changed go back to what they were. The other files "
            "of the import stay, and so does what later imports or you changed since.",
            "Undo this file",
            "Keep",
            "keeps everything",
        )

    def _say_undone(self, notes: tuple[str, ...]) -> None:
        self.ui.toast("The import is undone", " ".join(notes), "Put it back", self._put_back)
        self.reload()

    def _say_file_undone(self, notes: tuple[str, ...]) -> None:
        self.ui.toast("The file is undone", " ".join(notes), "Put it back", self._put_back)
        self.reload()

    def _put_back(self) -> None:
        from healthdesk.core.services import imports  # noqa: PLC0415 - brings SQLAlchemy

        undo_if_last(self.ui, imports.take_back.label)


def undo_if_last(ui: Ui, label: str) -> None:
    """Undo what a toast spoke of, unless something else was done meanwhile."""
    desk = ui.desk
    if desk is not None and desk.undo_label == label:
        ui.undo()
    else:
        ui.toast("Something else was done since", "Nothing was undone.", kind="notice")


def some_names(names: Sequence[str]) -> str:
    """Name the first two and count the rest."""
    shown = ", ".join(names[:2])
    return f"{shown} and {len(names) - 2} more" if len(names) > 2 else shown
