"""What one file would do to the desk: five numbers, and what is behind each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.intake import Proposal
from healthdesk.core.domain.load import Load
from healthdesk.core.domain.views import (
    Conflict,
    FieldChange,
    ImportResult,
    Reject,
    TableCount,
    Unmatched,
)
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.tables import count_columns, count_rows, total
from healthdesk.gui.pages.data.wizard.behind import ChangeList, RejectList
from healthdesk.gui.pages.data.wizard.conflicts import STRIP, Conflicts, FieldCounts, strip
from healthdesk.gui.pages.data.wizard.press_tiles import PressTiles
from healthdesk.gui.pages.data.wizard.unmatched import UnmatchedList
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel

LEAST = 436
"""Width in which a name, its select, its rows and the tick stand side by side."""
SUBTITLE = "compared with your desk, nothing written"
FIRST = ("waiting", "rejected", "changed", "new", "same")
"""What is shown first: what needs a person before what does not."""


@dataclass(frozen=True)
class FilePreview:
    """The part of a rehearsal that speaks of one file."""

    name: str
    count: TableCount
    tables: Mapping[str, TableCount]
    fields: Mapping[str, int]
    names: tuple[Unmatched, ...]
    rejects: tuple[Reject, ...]
    changes: tuple[FieldChange, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[str, ...]


def preview_of(result: ImportResult, load: Load, proposal: Proposal) -> FilePreview:
    """Take what speaks of one file out of a rehearsal."""
    name = proposal.raw.name
    found = next((one for one in result.files if one.name == name), None)
    tables: Mapping[str, TableCount] = found.tables if found is not None else {}
    count = total(tables)
    notes = (
        *proposal.raw.notes,
        *(one.removeprefix(f"{name}: ") for one in result.notes if name in one),
    )
    return FilePreview(
        name,
        count,
        tables,
        found.fields if found is not None else {},
        load.names_in(name),
        tuple(one for one in result.rejects if one.file == name),
        tuple(one for one in result.changes if one.file == name),
        tuple(one for one in result.conflicts if one.file == name),
        tuple(dict.fromkeys(notes)),
    )


class PreviewCard(Card):
    """Shows the preview of a file and takes decisions.

    Signals:
        matched: a `Match` (or None) and the (by, value) it is about.
        sided: conflicts, as a tuple, and the side that stands.
        ruled: the same, from now on.
        save_requested: the rejected rows of the file of this name should be saved.
    """

    matched = Signal(object, object)
    sided = Signal(object, str)
    ruled = Signal(object, str)
    save_requested = Signal(str)

    changes: ChangeList
    counts: SmallTable
    conflicts: Conflicts
    fields: FieldCounts

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Preview of this file", SUBTITLE, padding=0)
        self.ui = ui
        self._of = ""
        self._shown: FilePreview | None = None
        self.tiles = PressTiles(ui.theme, ui.words)
        self._names_head = PlainLabel("", "small", elide=True)
        self.names = UnmatchedList(ui)
        self.rejects = RejectList(ui)
        self._faces = QStackedWidget()
        self._people = QWidget()
        self._side = QWidget()
        self._side_line = hline("v")

    def complete(self) -> None:
        """Make the lists that are seen less often: a step of its own, as it takes a while."""
        ui = self.ui
        self.changes = ChangeList(ui)
        self.counts = SmallTable(
            ui.theme, "Counts by table", count_columns(ui.words, waiting=True), lambda row: row.name
        )
        self.conflicts = Conflicts(ui)
        self.fields = FieldCounts(ui)
        self._lay_out()
        self._connect()

    @property
    def shown(self) -> FilePreview | None:
        """What is shown now."""
        return self._shown

    def show_waiting(self, text: str) -> None:
        """Say why there is no preview yet."""
        self._shown = None
        self.show_empty("No preview yet", text, icon="")

    def show_checking(self) -> None:
        """Say that figures are on their way; those of before stay meanwhile."""
        self.set_subtitle("checking, nothing written")
        if self._shown is None:
            self.show_loading("Comparing with your desk")

    def show_preview(self, preview: FilePreview, load: Load, of: str) -> None:
        """Show a file's part of a rehearsal; `of` names the file."""
        self._shown = preview
        self.set_subtitle(SUBTITLE)
        self.tiles.say(preview.count)
        self._show_names(preview.names, load)
        self.rejects.show_rejects(preview.rejects, preview.count.rejected)
        self.rejects.setMaximumHeight(STRIP + 1 + self.rejects.table.needed_height)
        self.changes.show_changes(preview.changes, preview.count.changed)
        self.counts.show_rows(count_rows(preview.tables))
        self.conflicts.show_conflicts(preview.conflicts, load)
        self.fields.show_fields(preview.fields, preview.count.changed, preview.notes)
        side = bool(preview.conflicts or preview.fields or preview.notes)
        self._side.setVisible(side)
        self._side_line.setVisible(side)
        if of != self._of or not self.tiles.value:
            self._of = of
            self.tiles.set_value(_first(preview))
        self._show_face(self.tiles.value)
        self.show_body()

    def _show_names(self, names: Sequence[Unmatched], load: Load) -> None:
        words = self.ui.words
        decided = sum(load.match(one.by, one.value) is not None for one in names)
        rows = words.count(sum(one.rows for one in names), "row")
        told = f"Account not found: {rows}, {words.count(len(names), 'name')}"
        guessed = sum((one.by, one.value) in load.suggested for one in names)
        more = (
            f"{words.number(decided - guessed)} decided" if decided > guessed else "",
            f"{words.number(guessed)} taken as suggested" if guessed else "",
        )
        self._names_head.setText(", ".join((told, *filter(None, more))))
        self._people.setVisible(bool(names))
        self.names.show_names(names, load)
        self._people.setMaximumHeight(STRIP + 1 + self.names.table.needed_height)

    def _show_face(self, kind: str) -> None:
        preview = self._shown
        if preview is None:
            return
        if kind == "changed":
            self._faces.setCurrentWidget(self.changes)
        elif kind in ("waiting", "rejected") and (preview.names or preview.count.rejected):
            self._faces.setCurrentIndex(0)
        else:
            self._faces.setCurrentWidget(self.counts)

    @Slot(str)
    def _on_tiles_chosen(self, kind: str) -> None:
        self._show_face(kind)

    @Slot()
    def _on_rejects_save_requested(self) -> None:
        if self._shown is not None:
            self.save_requested.emit(self._shown.name)

    @Slot(object, object)
    def _on_names_decided(self, match: object, spelled: object) -> None:
        self.matched.emit(match, spelled)

    @Slot(object, str)
    def _on_conflicts_decided(self, conflicts: object, side: str) -> None:
        self.sided.emit(conflicts, side)

    @Slot(object, str)
    def _on_conflicts_ruled(self, conflicts: object, side: str) -> None:
        self.ruled.emit(conflicts, side)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.tiles)
        people = QVBoxLayout(self._people)
        people.setContentsMargins(0, 0, 0, 0)
        people.setSpacing(0)
        people.addWidget(strip(self._names_head))
        people.addWidget(hline())
        people.addWidget(self.names)
        settle = QWidget()
        inner = QVBoxLayout(settle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._people, 3)
        inner.addWidget(self.rejects, 2)
        inner.addStretch(0)
        for face in (settle, self.changes, self.counts):
            self._faces.addWidget(face)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        side.addWidget(self.conflicts, 1)
        side.addWidget(self.fields)
        across = QHBoxLayout()
        across.setSpacing(0)
        self._faces.setMinimumWidth(LEAST)
        across.addWidget(self._faces, 58)
        across.addWidget(self._side_line)
        across.addWidget(self._side, 40)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addSpacing(10)
        self.body.addWidget(hline())
        self.body.addLayout(across, 1)

    def _connect(self) -> None:
        self.tiles.chosen.connect(self._on_tiles_chosen)
        self.names.decided.connect(self._on_names_decided)
        self.conflicts.decided.connect(self._on_conflicts_decided)
        self.conflicts.ruled.connect(self._on_conflicts_ruled)
        self.rejects.save_requested.connect(self._on_rejects_save_requested)


def _first(preview: FilePreview) -> str:
    """What to show of a file that was not seen yet."""
    there = (kind for kind in FIRST if getattr(preview.count, kind))
    return "waiting" if preview.names else next(there, "new")
