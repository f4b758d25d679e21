"""The left side of the wizard: the files with their state, room for more, what to know first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from healthdesk.core.domain.load import Entry, Load
from healthdesk.core.domain.moved import Moved
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.drop_zone import DropZone
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.sayings import (
    icon_of,
    many_files,
    overruled_words,
    questions_left,
    suggested,
    under,
    would_move,
)
from healthdesk.gui.parts.card import HEAD, Card
from healthdesk.gui.parts.column import Column, Paint
from healthdesk.gui.parts.column_painters import Ink, write
from healthdesk.gui.parts.plain import PlainLabel

WIDE, ROW, ZONE = 280, 52, 66
PICTURE = 28
NOTES = 3
"""Notes on what was dropped that are shown; the rest is counted."""
BELOW = 172
"""What the card below takes at least."""
AROUND = 27
"""Above and below the place to drop more files, with the card's lines."""
FOLDED, FEW = "~out", 3
"""Key of the line that stands for files left out, where there are more than a few."""
PROMISES = (
    ("lock", "Nothing is written until you press Import."),
    ("arrow-back-up", "Each file can be undone by itself later."),
)


@dataclass(frozen=True)
class FileRow:
    """One file with what is said about it; or the line that folds those left out."""

    key: str
    name: str
    entry: Entry | None
    under: str
    state: str
    """ "ready", "asked", "out" or "wrong"; "folded" or "open" for the line that folds."""


class Files(QWidget):
    """Lists the files of a load.

    Signals:
        chosen: the key of the file that should be shown.
        dropped: more paths, as a tuple.
        more_requested: the user wants to choose more files.
    """

    chosen = Signal(str)
    dropped = Signal(object)
    more_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.setFixedWidth(WIDE)
        self.card = Card(ui.theme, "Files", padding=0)
        self.card.add_line_under_head()
        self.list = CellTable(
            ui.theme,
            "Files",
            file_columns(),
            lambda row: row.key,
            answers=("file",),
            high=ROW,
            head=False,
            keeps_current=True,
        )
        self.list.setMinimumHeight(ROW)
        self._load: Load | None = None
        self._open = False
        self.zone = DropZone(ui.theme, "Drop more files here", ZONE)
        self.left = PlainLabel("", "second", tone="notice", wrap=True)
        self.moves = PlainLabel("", "second", wrap=True)
        self.taken = PlainLabel("", "second", wrap=True)
        self.loses = PlainLabel("", "second", wrap=True)
        self._lines: list[tuple[QLabel, PlainLabel]] = []
        self.notes = PlainLabel("", "caption", wrap=True)
        self._lay_out(ui)
        self.list.cell_pressed.connect(self._on_list_cell_pressed)
        self.list.current_changed.connect(self._on_list_current_changed)
        self.zone.dropped.connect(self._on_zone_dropped)
        self.zone.pressed.connect(self._on_zone_pressed)

    def show_load(self, load: Load) -> None:
        """List the files; the chosen one stays chosen."""
        self._load = load
        words, entries = self.ui.words, load.entries
        known = all(entry.kind != "unreadable" for entry in entries)
        self.card.set_title(many_files(len(entries)), "known by their headers" if known else "")
        self._list()
        notes = load.intake.notes
        more = (f"and {words.number(len(notes) - NOTES)} more",) if len(notes) > NOTES else ()
        self.notes.setText("\n".join((*notes[:NOTES], *more)))
        self.notes.setVisible(bool(notes))

    def show_before(self, load: Load, moves: Moved | None, overruled: int = 0) -> None:
        """Say what to know before Import is pressed; `moves` is None while that is not known."""
        words = self.ui.words
        self.left.setText(questions_left(load, words))
        self.taken.setText(suggested(load, words))
        self.loses.setText(overruled_words(overruled, words))
        self.moves.setText("" if moves is None else would_move(moves, words))
        for picture, label in self._lines:
            picture.setVisible(bool(label.full_text))
            label.setVisible(bool(label.full_text))

    def _list(self) -> None:
        """Put the files into the list; many that are left out are folded to one line."""
        load = self._load
        if load is None:
            return
        rows = file_rows(load.entries, self.ui.words, load.chosen, unfolded=self._open)
        self.list.show_rows(rows)
        self.card.setMaximumHeight(HEAD + self.list.needed_height + ZONE + AROUND)
        self.list.go_to(max(0, self.list.rows.line_of(load.chosen)))

    def _lay_out(self, ui: Ui) -> None:
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.setSpacing(0)
        self.card.body.addWidget(self.list, 1)
        below = QVBoxLayout()
        below.setContentsMargins(11, 10, 11, 11)
        below.addWidget(self.zone)
        self.card.body.addLayout(below)
        first = Card(ui.theme, "Before you import")
        first.body.setSpacing(8)
        for icon, text in PROMISES:
            picture = _picture(ui, icon, "text3")
            first.body.addLayout(_promise(picture, PlainLabel(text, "second", wrap=True)))
        more = (("heartbeat", "text3", self.moves), ("buildings", "text3", self.taken),
                ("arrows-diff", "text3", self.loses),
                ("alert-circle", "notice", self.left))  # fmt: skip
        for icon, color, label in more:
            picture = _picture(ui, icon, color)
            self._lines.append((picture, label))
            first.body.addLayout(_promise(picture, label))
        first.body.addWidget(self.notes)
        first.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.card, 1)
        first.setMinimumHeight(BELOW)
        layout.addWidget(first)

    @Slot(str)
    def _on_list_current_changed(self, key: str) -> None:
        if key and key != FOLDED:
            self.chosen.emit(key)

    @Slot(str, str)
    def _on_list_cell_pressed(self, key: str, column: str) -> None:
        del column
        if key == FOLDED:
            self._open = not self._open
            self._list()

    @Slot(object)
    def _on_zone_dropped(self, paths: tuple[Path, ...]) -> None:
        self.dropped.emit(paths)

    @Slot()
    def _on_zone_pressed(self) -> None:
        self.more_requested.emit()


def file_rows(
    entries: Sequence[Entry], words: Words, chosen: str, *, unfolded: bool
) -> tuple[FileRow, ...]:
    """The lines of the list: files, and one line for those left out where they are many."""
    out = [one for one in entries if one.left_out]
    if len(out) <= FEW:
        return tuple(file_row(one, words) for one in entries)
    shown = [file_row(one, words) for one in entries if not one.left_out]
    number = f"{words.count(len(out), 'file')} left out"
    told = "nothing that a desk keeps, or the same rows again"
    shown.append(FileRow(FOLDED, number, None, told, "open" if unfolded else "folded"))
    shown.extend(file_row(one, words) for one in out if unfolded or one.key == chosen)
    return tuple(shown)


def file_row(entry: Entry, words: Words) -> FileRow:
    """Say about a file what its line shows."""
    state = "ready"
    if entry.kind == "unreadable":
        state = "wrong"
    elif entry.left_out:
        state = "out"
    elif entry.questions:
        state = "asked"
    return FileRow(entry.key, entry.name, entry, under(entry, words), state)


def spoken(row: FileRow) -> str:
    """Say a line in words."""
    told = {"ready": "ready", "out": "left out", "wrong": "cannot be read"}
    if row.entry is None:
        return f"{row.name}, {'shown' if row.state == 'open' else 'folded'}"
    questions = f"{row.entry.questions} open questions"
    return f"{row.name}, {row.under}, {told.get(row.state, questions)}"


def file_columns() -> Sequence[Column]:
    """Describe the one column of the list."""
    return (
        Column("file", "File", WIDE, lambda row: row.name, spoken, _file_cell(),
               stretch=True, tip=_tip),
    )  # fmt: skip


def _tip(row: FileRow) -> str:
    wrong = row.entry is not None and row.entry.kind == "unreadable"
    return f"{row.name}\n{row.entry.title if row.entry is not None and wrong else row.under}"


def _file_cell() -> Paint:
    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        box = QRect(rect.left(), rect.center().y() - PICTURE // 2 + 1, PICTURE, PICTURE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("track"))
        painter.drawRoundedRect(QRectF(box), 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        icon = "stack-2" if row.entry is None else icon_of(row.entry)
        picture = ink.pixmap(icon, "text2", 16)
        painter.drawPixmap(box.topLeft() + QPoint(6, 6), picture)
        room = rect.adjusted(PICTURE + 10, 0, 0, 0)
        room.setRight(_paint_state(painter, ink, rect, row) - 8)
        out = row.state in {"out", "folded", "open"}
        name = QRect(room.left(), rect.center().y() - 17, room.width(), 18)
        told = QRect(room.left(), rect.center().y() + 2, room.width(), 16)
        write(painter, ink, name, row.name, font=ink.medium, color="text3" if out else "text")
        wrong = row.state == "wrong"
        write(painter, ink, told, row.under, font=ink.small, color="poor" if wrong else "text2")

    return paint


def _paint_state(painter: QPainter, ink: Ink, rect: QRect, row: FileRow) -> int:
    """Paint what is left to do at the right; say where the words must end."""
    right, middle = rect.right() + 1, rect.center().y() - 7
    if row.state == "asked":
        number = str(row.entry.questions if row.entry is not None else 0)
        wide = ink.width(number, ink.medium)
        room = QRect(right - wide, rect.top(), wide + 1, rect.height())
        write(painter, ink, room, number, font=ink.medium, color="notice")
        painter.drawPixmap(
            QPoint(right - wide - 19, middle), ink.pixmap("alert-circle", "notice", 14)
        )
        return right - wide - 19
    icon, color = {
        "ready": ("check", "strong"),
        "out": ("eye-off", "text3"),
        "wrong": ("circle-x", "poor"),
        "folded": ("chevron-down", "text2"),
        "open": ("chevron-up", "text2"),
    }[row.state]
    painter.drawPixmap(QPoint(right - 16, middle), ink.pixmap(icon, color, 16))
    return right - 16


def _picture(ui: Ui, icon: str, color: str) -> QLabel:
    picture = QLabel()
    picture.setFixedSize(16, 18)
    ui.theme.bind_icon(picture, icon, color, 16)
    return picture


def _promise(picture: QLabel, words: PlainLabel) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    return line
