"""The imports so far, newest first, and under them what the chosen one did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.views import BatchView, ImportResult, Reject
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.outcome import Outcome
from healthdesk.gui.pages.data.reading import copy_file, read_rejects
from healthdesk.gui.pages.data.small_table import ANY_HEIGHT, SmallTable
from healthdesk.gui.pages.data.tables import files_of, history_columns, total, when
from healthdesk.gui.parts.card import HEAD, Card
from healthdesk.gui.parts.menu import Menu

_LEAST, _BELOW = 116, 12
"""Height of the shortest list of imports, and the room under it."""


class History(QWidget):
    """Lists imports and shows one.

    Signals:
        undo_requested: number of the batch that should be taken back.
        file_undo_requested: number of a batch and the one file of it that should be taken back.
        import_requested: there is nothing yet, and the user wants to begin.
    """

    undo_requested = Signal(int)
    file_undo_requested = Signal(int, str)
    import_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._batches: dict[str, BatchView] = {}
        self._fresh: ImportResult | None = None
        self._wanted = ""
        self._shown = ""
        self.card = Card(ui.theme, "Imports", "newest first", padding=0)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.table = SmallTable(
            ui.theme,
            "Imports",
            history_columns(ui.words, ui.zone),
            lambda one: str(one.batch),
            keeps_current=True,
        )
        ui.theme.density_changed.connect(self._limit)
        self.card.body.addWidget(self.table)
        self.detail = Card(ui.theme, " ", padding=0)
        self.outcome = Outcome(ui)
        self.undo = QPushButton("Undo import")
        self.undo.setProperty("compact", "true")
        ui.theme.bind_icon(self.undo, "arrow-back-up")
        self.undo_file = QPushButton("Undo one file")
        self.undo_file.setProperty("compact", "true")
        self.undo_file.setAccessibleName("Undo one file of this import")
        ui.theme.bind_icon(self.undo_file, "chevron-down", "text2", 14)
        self._lay_out()
        self._connect()
        changes_desk(ui, self.undo, self.undo_file)

    def show_loading(self) -> None:
        """Show grey shapes until the history is read."""
        self.card.show_loading("Reading the history")
        self.detail.hide()

    @Slot()
    def _limit(self) -> None:
        needed = HEAD + max(self.table.needed_height, _LEAST) + _BELOW
        self.card.setMaximumHeight(needed if self._batches else ANY_HEIGHT)

    def show_batches(self, batches: Sequence[BatchView]) -> None:
        """Show the history; the chosen import stays chosen, a fresh one is chosen."""
        self._batches = {str(batch.batch): batch for batch in batches}
        columns = history_columns(self.ui.words, self.ui.zone)
        self.table.set_columns(columns)
        self.table.show_rows(batches)
        self.detail.setVisible(bool(batches))
        # A short history leaves the room to what the chosen import did.
        self._limit()
        if not batches:
            self._shown = ""
            self.card.show_empty(
                "Nothing imported yet",
                "Choose the folder that holds your tables, or drop it anywhere on the window.",
                "Choose a folder",
                "folder-open",
            )
            return
        self.card.show_body()
        wanted = self._wanted if self._wanted in self._batches else self._shown
        self._wanted = ""
        self.table.go_to(max(0, self.table.rows.line_of(wanted)))
        self._show_batch(self.table.current_id())

    def expect(self, result: ImportResult) -> None:
        """Choose the batch of an import that was just done as soon as it is listed."""
        self._fresh = result
        self._wanted = str(result.batch)

    def _show_batch(self, ident: str) -> None:
        batch = self._batches.get(ident)
        if batch is None:
            return
        self._shown = ident
        title = f"Import of {when(self.ui.words, batch.at, self.ui.zone)}"
        self.detail.set_title(title, files_of(batch))
        self.undo.setVisible(not batch.undone)
        self.undo.setAccessibleName(f"Undo the {title}")
        self.undo_file.setVisible(not batch.undone and len(_standing(batch)) > 1)
        fresh = self._fresh if self._fresh and self._fresh.batch == batch.batch else None
        self.outcome.show_counts(batch.tables, fresh.notes if fresh else ())
        if fresh is not None or not batch.rejects_file:
            self._show_rejects(fresh.rejects if fresh else ())
        else:
            self.ui.read(
                read_rejects,
                batch.rejects_file,
                then=self._show_rejects,
                failed=self._show_no_rejects,
                key="rejects",
            )

    def _show_rejects(self, rejects: Sequence[Reject]) -> None:
        batch = self._batches.get(self._shown)
        if batch is not None:
            rejected = total(batch.tables).rejected
            self.outcome.show_rejects(rejects, rejected, batch.rejects_file)

    def _show_no_rejects(self, error: Exception) -> None:
        del error
        self._show_rejects(())

    @Slot(str)
    def _on_table_current_changed(self, ident: str) -> None:
        if ident and ident != self._shown:
            self._show_batch(ident)

    @Slot(str)
    def _on_table_opened(self, ident: str) -> None:
        self._show_batch(ident)
        self.undo.setFocus()

    @Slot()
    def _on_undo_clicked(self) -> None:
        if self._shown:
            self.undo_requested.emit(int(self._shown))

    @Slot()
    def _on_undo_file_clicked(self) -> None:
        batch = self._batches.get(self._shown)
        if batch is None:
            return
        menu = Menu(self.ui.theme, "Files of this import", self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for file in _standing(batch):
            menu.add(file, data=file)
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup_under(self.undo_file)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self.file_undo_requested.emit(int(self._shown), str(action.data()))

    @Slot()
    def _on_card_acted(self) -> None:
        self.import_requested.emit()

    @Slot()
    def _on_outcome_save_requested(self) -> None:
        batch = self._batches.get(self._shown)
        if batch is None or not batch.rejects_file:
            return
        source = Path(batch.rejects_file)
        target = self.ui.dialogs.save_as("Save the rejected rows", Path.home() / source.name)
        if target is not None:
            self.ui.work(copy_file, source, target, then=self._say_saved)

    def _say_saved(self, target: Path) -> None:
        self.ui.toast("Saved the rejected rows", str(target))

    def _lay_out(self) -> None:
        self.detail.add_tool(self.undo_file)
        self.detail.add_tool(self.undo)
        self.detail.body.setContentsMargins(0, 0, 0, 0)
        self.detail.body.addWidget(self.outcome)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.card, 2)
        layout.addWidget(self.detail, 3)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.opened.connect(self._on_table_opened)
        self.undo.clicked.connect(self._on_undo_clicked)
        self.undo_file.clicked.connect(self._on_undo_file_clicked)
        self.card.acted.connect(self._on_card_acted)
        self.outcome.save_requested.connect(self._on_outcome_save_requested)


def _standing(batch: BatchView) -> tuple[str, ...]:
    """The files of an import that were not taken back."""
    return tuple(file for file in batch.files if file not in batch.undone_files)
