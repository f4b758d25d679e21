"""The popup that shows the stored rows behind a number: values, file, row, import and its day."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.cell_guard import tabbed
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.source_ref import Ref, RowSource, Sought
from healthdesk.core.services import provenance
from healthdesk.core.services.sought import of_table
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FiguresTable, Lines
from healthdesk.gui.parts.segmented import Segmented

WIDTH, LEAST, MOST = 760, 176, 460
"""Its width, and between which heights it stands."""
_AROUND, _ROW = 128, 24
_LEAD, _SHORT = 3, 14
"""How many columns stand before those that say where a row came from, and their most letters."""
_OF_PAGE = frozenset({"account_id", "account"})
"""What need not be said on the page of an account."""
_FIGURES = frozenset({"Value", "Rating", "ARR", "Seats", "Amount", "Sentiment", "Score", "Row"})
FROM = ("File", "Row", "Imported")
_SAID = {"arr": "ARR", "arr_change": "Change of ARR", "by": "Whose", "made_on": "Made on"}
"""Columns that are not called by their field's own name."""


def called(field: str) -> str:
    """What the column of a field is called: "Opened on", "ARR"."""
    words = field.replace("_", " ")
    return _SAID.get(field, f"{words[:1].upper()}{words[1:]}")


def table(sources: Sequence[RowSource], words: Words) -> tuple[tuple[str, ...], Lines]:
    """Head and lines of rows of one kind: short values, where they came from, long texts."""
    names = list(dict.fromkeys(name for one in sources for name, _ in one.cells))
    by_row = [dict(one.cells) for one in sources]
    widest = {name: max(len(cells.get(name, "")) for cells in by_row) for name in names}
    shown = [name for name in names if widest[name] and name not in _OF_PAGE]
    short = [name for name in shown if not name.endswith("_id")]
    short.sort(key=lambda name: name not in _DAYS)
    short = [name for name in short if widest[name] <= _SHORT][:_LEAD]
    told = [name for name in _FIRST if name in shown and "what" in shown]
    short = [*told, *(name for name in short if name not in told)]
    rest = [name for name in shown if name not in short]
    rest.sort(key=lambda name: name.endswith("_id"))
    head = (*map(called, short), *FROM, *map(called, rest))
    lines = tuple(
        (
            *(cells.get(name, "") for name in short),
            *origin(one, words),
            *(" ".join(cells.get(name, "").split()) for name in rest),
        )
        for one, cells in zip(sources, by_row, strict=True)
    )
    return head, lines


_FIRST = ("what", "before", "now")
"""Columns that say together what a line is of: they lead, however long."""
_DAYS = ("day", "opened_on", "issued_on", "start", "from", "made_on")


def origin(source: RowSource, words: Words) -> tuple[str, str, str]:
    """File, row and day of the import of a row; what was typed here is said in their place."""
    if not source.origins:
        return source.typed or "Typed here", "", ""
    newest = source.origins[0]
    imported = f"{words.day(newest.day)}, import {newest.batch}"
    if len(source.origins) > 1:
        others = "; ".join(
            f"{one.file} row {words.number(one.line)} on {words.day(one.day)}"
            for one in source.origins[1:4]
        )
        imported = f"{imported}; before: {others}"
    if source.typed:
        imported = f"{imported}; {source.typed}"
    return newest.file, words.number(newest.line) if newest.line else "", imported


class SourcePopover(Popover):
    """Reads rows off the window's thread and shows them as a table, kind by kind."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(ui.theme, "Where it comes from", parent)
        self.ui = ui
        self._sources: tuple[RowSource, ...] = ()
        self._sought: Sought | None = None
        self._most = MOST
        self._kinds: Segmented | None = None
        self.table = FiguresTable("Where it comes from")
        self.note = PlainLabel("", "caption", wrap=True)
        self._copy = QPushButton("Copy")
        self._copy.setProperty("kind", "quiet")
        self._copy.setAccessibleName("Copy these rows as a table")
        self._copy.setToolTip("Copy as a table (Ctrl+C)")
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self._copy)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(foot)
        self._copy.clicked.connect(self._on_copy)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self)
        shortcut.activated.connect(self._on_copy)

    def open_refs(
        self,
        title: str,
        refs: Sequence[Ref],
        at: QPoint,
        sought: Sought | None = None,
        *,
        of: str = "",
    ) -> None:
        """Open at a point of the screen and show the rows behind `refs` once they are read.

        Where there are none, say what was `sought` and where such rows come from; `of` is the
        table of the exchange folder that they would come with.
        """
        self._sought = sought
        self.title.setText(title)
        self.setAccessibleName(title)
        self._show(())
        self.table.setEnabled(False)
        self.note.setText("Reading the rows behind it" if refs else self._none())
        self.move_into_screen(at, QSize(WIDTH, self._height(len(refs))))
        self.show()
        self.setFocus()
        if not refs and of:
            self.ui.read(of_table, title, of, then=self._on_sought, key="sources")
        elif refs:
            self.ui.read(
                provenance.rows,
                tuple(refs),
                self.ui.day,
                then=self._on_read,
                failed=self._on_failed,
                key="sources",
            )

    @property
    def lines(self) -> Lines:
        """What the table shows."""
        return table(self._chosen(), self.ui.words)[1]

    def _none(self, otherwise: str = "No rows stand behind it.") -> str:
        """What is said where there is nothing to show."""
        return self._sought.text if self._sought is not None else otherwise

    def _height(self, rows: int) -> int:
        return min(max(_AROUND + _ROW * rows, LEAST), MOST)

    @Slot(object)
    def _on_read(self, sources: tuple[RowSource, ...]) -> None:
        self._show(sources)
        self.table.setEnabled(True)
        if not sources:
            self.note.setText(self._none("The rows behind it are no longer in the desk."))
            return
        grown = QSize(self.width(), self._height(len(sources)))
        if grown.height() > self.height():
            self.move_into_screen(self.pos(), grown)
        if self.isVisible():
            self.table.setFocus()

    @Slot(object)
    def _on_sought(self, sought: Sought) -> None:
        self._sought = sought
        self.note.setText(self._none())

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        said = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.note.setText(f"The rows could not be read. {said}")

    def _show(self, sources: tuple[RowSource, ...]) -> None:
        self._sources = sources
        if self._kinds is not None:
            self.column.removeWidget(self._kinds)
            self._kinds.deleteLater()
            self._kinds = None
        kinds = list(dict.fromkeys(one.kind for one in sources))
        if len(kinds) > 1:
            counts = {kind: sum(one.kind == kind for one in sources) for kind in kinds}
            choices = [(kind, f"{kind} {counts[kind]}") for kind in kinds]
            self._kinds = Segmented("Which rows", choices, kinds[0])
            self._kinds.chosen.connect(self._on_kinds_chosen)
            self.column.insertWidget(1, self._kinds)
        self._fill()

    def _chosen(self) -> tuple[RowSource, ...]:
        if self._kinds is None:
            return self._sources
        return tuple(one for one in self._sources if one.kind == self._kinds.value)

    def _fill(self) -> None:
        chosen = self._chosen()
        head, lines = table(chosen, self.ui.words)
        self.table.show_lines(head, lines, _FIGURES)
        counted = self.ui.words.count(len(chosen), "row")
        cut = " (the first of more)" if len(self._sources) >= provenance.MOST else ""
        self.note.setText(f"{counted}{cut}, as stored")
        self._copy.setEnabled(bool(chosen))

    @Slot(str)
    def _on_kinds_chosen(self, kind: str) -> None:
        del kind
        self._fill()

    @Slot()
    def _on_copy(self) -> None:
        head, lines = table(self._chosen(), self.ui.words)
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(tabbed((head, *lines)))
        self.note.setText(f"{self.ui.words.count(len(lines), 'row')} copied")
