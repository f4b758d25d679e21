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
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.drop_zone import DropZone
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.sayings import icon_of, many_files, questions_left, under
from healthdesk.gui.parts.card import HEAD, Card
from healthdesk.gui.parts.column import Column, Paint
from healthdesk.gui.parts.column_painters import Ink, write
from healthdesk.gui.parts.plain import PlainLabel

WIDE, ROW, ZONE = 280, 52, 66
PICTURE = 28
NOTES = 3
"""Notes on what was dropped that are shown; the rest is counted."""
AROUND = 27
"""Above and below the place to drop more files, with the card's lines."""
PROMISES = (
    ("lock", "Nothing is written until you press Import."),
    ("arrow-back-up", "Each file can be undone by itself later."),
)


@dataclass(frozen=True)
class FileRow:
    """One file with what is said about it."""

    entry: Entry
    under: str
    state: str
    """ "ready", "asked", "out" or "wrong"."""


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
            lambda row: row.entry.key,
            high=ROW,
            head=False,
            keeps_current=True,
        )
        self.zone = DropZone(ui.theme, "Drop more files here", ZONE)
        self.left = PlainLabel("", "second", tone="notice", wrap=True)
        self._left_icon = QLabel()
        self.notes = PlainLabel("", "caption", wrap=True)
        self._lay_out(ui)
        self.list.current_changed.connect(self._on_list_current_changed)
        self.zone.dropped.connect(self._on_zone_dropped)
        self.zone.pressed.connect(self._on_zone_pressed)

    def show_load(self, load: Load) -> None:
        """List the files; the chosen one stays chosen."""
        words, entries = self.ui.words, load.entries
        known = all(entry.kind != "unreadable" for entry in entries)
        self.card.set_title(many_files(len(entries)), "known by their headers" if known else "")
        self.list.show_rows(tuple(file_row(entry, words) for entry in entries))
        needed = self.list.needed_height
        self.card.setMaximumHeight(HEAD + needed + ZONE + AROUND)
        self.list.go_to(max(0, self.list.rows.line_of(load.chosen)))
        notes = load.intake.notes
        more = (f"and {words.number(len(notes) - NOTES)} more",) if len(notes) > NOTES else ()
        self.notes.setText("\n".join((*notes[:NOTES], *more)))
        self.notes.setVisible(bool(notes))
        told = questions_left(load, words)
        self.left.setText(told)
        self.left.setVisible(bool(told))
        self._left_icon.setVisible(bool(told))

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
        ui.theme.bind_icon(self._left_icon, "alert-circle", "notice", 16)
        self._left_icon.setFixedSize(16, 18)
        first.body.addLayout(_promise(self._left_icon, self.left))
        first.body.addWidget(self.notes)
        first.body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.card, 3)
        first.setMinimumHeight(172)
        layout.addWidget(first, 1)

    @Slot(str)
    def _on_list_current_changed(self, key: str) -> None:
        if key:
            self.chosen.emit(key)

    @Slot(object)
    def _on_zone_dropped(self, paths: tuple[Path, ...]) -> None:
        self.dropped.emit(paths)

    @Slot()
    def _on_zone_pressed(self) -> None:
        self.more_requested.emit()


def file_row(entry: Entry, words: Words) -> FileRow:
    """Say about a file what its line shows."""
    state = "ready"
    if entry.kind == "unreadable":
        state = "wrong"
    elif entry.left_out:
        state = "out"
    elif entry.questions:
        state = "asked"
    return FileRow(entry, under(entry, words), state)


def spoken(row: FileRow) -> str:
    """Say a line in words."""
    told = {"ready": "ready", "out": "left out", "wrong": "cannot be read"}
    questions = f"{row.entry.questions} open questions"
    return f"{row.entry.name}, {row.under}, {told.get(row.state, questions)}"


def file_columns() -> Sequence[Column]:
    """Describe the one column of the list."""
    return (
        Column("file", "File", WIDE, lambda row: row.entry.name, spoken, _file_cell(),
               stretch=True, tip=_tip),
    )  # fmt: skip


def _tip(row: FileRow) -> str:
    told = row.entry.title if row.entry.kind == "unreadable" else row.under
    return f"{row.entry.name}\n{told}"


def _file_cell() -> Paint:
    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        box = QRect(rect.left(), rect.center().y() - PICTURE // 2 + 1, PICTURE, PICTURE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("track"))
        painter.drawRoundedRect(QRectF(box), 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        picture = ink.pixmap(icon_of(row.entry), "text2", 16)
        painter.drawPixmap(box.topLeft() + QPoint(6, 6), picture)
        room = rect.adjusted(PICTURE + 10, 0, 0, 0)
        room.setRight(_paint_state(painter, ink, rect, row) - 8)
        out = row.state == "out"
        name = QRect(room.left(), rect.center().y() - 17, room.width(), 18)
        told = QRect(room.left(), rect.center().y() + 2, room.width(), 16)
        write(painter, ink, name, row.entry.name, font=ink.medium, color="text3" if out else "text")
        wrong = row.state == "wrong"
        write(painter, ink, told, row.under, font=ink.small, color="poor" if wrong else "text2")

    return paint


def _paint_state(painter: QPainter, ink: Ink, rect: QRect, row: FileRow) -> int:
    """Paint what is left to do at the right; say where the words must end."""
    right, middle = rect.right() + 1, rect.center().y() - 7
    if row.state == "asked":
        number = str(row.entry.questions)
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
