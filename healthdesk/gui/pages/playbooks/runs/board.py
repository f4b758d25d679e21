"""Runs as a board: waiting, active, done, stopped; a card each, chosen, opened, walked by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.run_view import RunRow
from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.playbooks.runs.reading import STATES
from healthdesk.gui.panels.runs import run_words
from healthdesk.gui.panels.runs.progress import paint_progress
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList

CARD, GAP, PAD, LEAST = 94, 8, 10, 148
BETWEEN, ROOMY, SLIM = 12, 184, 108
"""Pixels between columns; the width up to which empty ones give way, and how slim they get."""
_ANY = 16_777_215
_BANDS: Final[Mapping[str, Band]] = {
    "Strong": "Strong", "Average": "Average", "Poor": "Poor", "Unknown": "Unknown",
}  # fmt: skip
NOTES: Final = {
    "waiting": "Nothing waits for a day or a rule.",
    "active": "Nothing is at work.",
    "done": "Nothing is done yet.",
    "stopped": "Nothing was stopped.",
}
Key = Qt.Key


class CardList(RowList):
    """The cards of a column.

    Signals:
        opened: a run that is to be shown.
        mark_turned: a run that is to be chosen, or not any more; True = up to there.
        left_turned: -1 or 1: another column is to have the keys.
    """

    opened = Signal(object)
    mark_turned = Signal(object, bool)
    left_turned = Signal(int)

    def __init__(self, theme: Theme, words: Words, state: str) -> None:
        super().__init__(theme, words, f"Runs: {run_words.STATES[state]}")
        self.day = 0
        self.open_run = -1
        self.marked: frozenset[int] = frozenset()

    def high(self, row: RunRow) -> int:
        """A card and the gap under it."""
        del row
        return CARD + GAP

    def say(self, row: RunRow) -> str:
        """All of it."""
        chosen = "chosen, " if row.id in self.marked else ""
        return chosen + run_words.whole(row, self.day, self._words)

    def ground(self, row: RunRow, *, hover: bool) -> str:
        """The card has its own ground."""
        del row, hover
        return ""

    def paint_line(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint the card."""
        run: RunRow | None = self.row_at(row)
        if run is None:
            return
        current = row == self.currentIndex().row() and self.hasFocus()
        box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -GAP - 0.5)
        self._paint_box(painter, box, run, hover=hover, current=current)
        self._paint_words(painter, box.toRect().adjusted(PAD, 7, -PAD, -6), run)

    def _paint_box(
        self, painter: QPainter, box: QRectF, run: RunRow, *, hover: bool, current: bool
    ) -> None:
        ink, marked = self.ink, run.id in self.marked
        strong = marked or current or run.id == self.open_run
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.color("accent" if strong else "border"), 2 if strong else 1))
        ground = "accentsoft" if marked else "hover" if hover else "surface"
        painter.setBrush(ink.color(ground))
        painter.drawRoundedRect(box, 6, 6)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, run: RunRow) -> None:
        ink = self.ink
        line = QRect(room.left(), room.top(), room.width(), 20)
        left = 0
        if run.band in _BANDS:
            place = QRectF(line.left(), line.top() + 5, 10, 10)
            paint_shape(painter, place, self._theme, _BANDS[run.band])
            left = 16
        write(painter, ink, line.adjusted(left, 0, 0, 0), run.account_name, font=ink.medium)
        line.translate(0, 20)
        name = f"{run.playbook} (changed)" if run.changed else run.playbook
        write(painter, ink, line.adjusted(0, 0, 0, -2), name, font=ink.small, color="text2")
        line.translate(0, 18)
        self._paint_progress(painter, line, run)
        line.translate(0, 20)
        self._paint_next(painter, line, run)

    def _paint_progress(self, painter: QPainter, line: QRect, run: RunRow) -> None:
        ink = self.ink
        told = run_words.progress(run)
        wide = ink.width(told, ink.small) + 2
        write(painter, ink, line, told, font=ink.small, color="text3", right=True)
        bar = QRectF(line.left(), line.top() + 8, line.width() - wide - 8, 4)
        over = run.ended is not None
        paint_progress(painter, self._theme, bar, run.done, run.of, over=over)

    def _paint_next(self, painter: QPainter, line: QRect, run: RunRow) -> None:
        ink, words = self.ink, self._words
        if run.ended is not None:
            told = run_words.came(run)
            color = "notice" if run.ask_due or run.unsigned else "text2"
            first = f"{words.near_day(run.ended, self.day)}"
            wide = ink.width(told, ink.small_medium) + 2
            write(painter, ink, line, told, font=ink.small_medium, color=color, right=True)
            write(painter, ink, line.adjusted(0, 0, -wide - 8, 0), first, font=ink.small,
                  color="text3")  # fmt: skip
            return
        late = run_words.notice(run).partition(", ")[0]
        day = "on hold" if run.paused else late or run_words.day_words(run, self.day, words)
        wide = min(ink.width(day, ink.small_medium) + 2, line.width() * 2 // 3)
        color = "text3" if run.paused else "notice" if late else "text2"
        at = QRect(line.right() - wide, line.top(), wide, line.height())
        write(painter, ink, at, day, font=ink.small_medium, color=color, right=True)
        write(painter, ink, line.adjusted(0, 0, -wide - 8, 0), run.next_step, font=ink.small,
              color="text3")  # fmt: skip

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """With a key held a press chooses; else it opens."""
        run = self.row_at(self.indexAt(event.position().toPoint()).row())
        held = event.modifiers()
        ways = Qt.KeyboardModifier
        if run is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
        elif held & (ways.ControlModifier | ways.ShiftModifier):
            self.mark_turned.emit(run, bool(held & ways.ShiftModifier))
        else:
            self.opened.emit(run)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space and X choose, left and right go to other columns."""
        run, key = self.current, event.key()
        if run is not None and key in {Key.Key_Return, Key.Key_Enter}:
            self.opened.emit(run)
        elif run is not None and key in {Key.Key_Space, Key.Key_X}:
            self.mark_turned.emit(run, False)
        elif key in {Key.Key_Left, Key.Key_Right}:
            self.left_turned.emit(-1 if key == Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""


class RunBoard(QScrollArea):
    """Four columns.

    Signals:
        opened: a run that is to be shown.
        marks_changed: others are chosen.
    """

    opened = Signal(object)
    marks_changed = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.marked: frozenset[int] = frozenset()
        self._anchor = -1
        self.lists = {state: CardList(theme, words, state) for state in STATES}
        self.heads = {state: PlainLabel("", "medium") for state in STATES}
        self.counts = {state: PlainLabel("", "counter") for state in STATES}
        self.columns: dict[str, QFrame] = {}
        self.notes = {state: PlainLabel(NOTES[state], "caption", wrap=True) for state in STATES}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "none")
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(BETWEEN)
        for state in STATES:
            across.addWidget(self._column(state), 1)
        self.setWidget(inside)

    def _column(self, state: str) -> QWidget:
        column = self.columns[state] = QFrame()
        column.setProperty("ground", "rail")
        rows = QVBoxLayout(column)
        rows.setContentsMargins(8, 8, 8, 4)
        rows.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.heads[state].setText(run_words.STATES[state])
        head.addWidget(self.heads[state])
        head.addWidget(self.counts[state])
        head.addStretch(1)
        rows.addLayout(head)
        rows.addWidget(self.notes[state])
        rows.addWidget(self.lists[state], 1)
        listed = self.lists[state]
        listed.setProperty("ground", "rail")
        listed.viewport().setProperty("ground", "rail")
        listed.opened.connect(self.opened)
        listed.mark_turned.connect(self._on_mark_turned)
        listed.left_turned.connect(self._on_left_turned)
        return column

    def show_runs(self, rows: Sequence[RunRow], day: int, words: Words) -> None:
        """Show these, each in its column."""
        for state, listed in self.lists.items():
            here = tuple(row for row in rows if row.status == state)
            listed.day = day
            if here != tuple(listed.rows.rows):
                listed.show_rows(here)
            else:
                listed.viewport().update()
            self.counts[state].setText(words.number(len(here)))
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, columns without cards leave theirs to the others."""
        least = len(STATES) * ROOMY + (len(STATES) - 1) * BETWEEN
        for state, column in self.columns.items():
            empty = not self.lists[state].rows.rowCount()
            slim = empty and self.width() < least
            column.setMinimumWidth(SLIM if slim else LEAST)
            column.setMaximumWidth(SLIM if slim else _ANY)
            self.notes[state].setVisible(empty and not slim)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        self._fit()
        super().resizeEvent(event)

    def show_open(self, run: int) -> None:
        """Say which run is shown beside."""
        for listed in self.lists.values():
            listed.open_run = run
            listed.viewport().update()

    def mark(self, runs: frozenset[int]) -> None:
        """Choose these, and no others."""
        if runs != self.marked:
            self.marked = runs
            for listed in self.lists.values():
                listed.marked = runs
                listed.viewport().update()
            self.marks_changed.emit()

    def focus_first(self) -> None:
        """Let the keys go to the first column that has cards."""
        for state in ("active", *STATES):
            if self.lists[state].rows.rowCount():
                self.lists[state].setFocus()
                return

    @Slot(object, bool)
    def _on_mark_turned(self, run: RunRow, up_to: bool) -> None:
        listed = self.lists[run.status]
        ids = [row.id for row in listed.rows.rows]
        if up_to and self._anchor in ids:
            first, last = sorted((ids.index(self._anchor), ids.index(run.id)))
            self.mark(self.marked | set(ids[first : last + 1]))
        else:
            self._anchor = run.id
            self.mark(self.marked ^ {run.id})

    @Slot(int)
    def _on_left_turned(self, by: int) -> None:
        states = list(STATES)
        here = next((at for at, one in enumerate(states) if self.lists[one] is self.sender()), -1)
        at = here + by
        while 0 <= at < len(states):
            if self.lists[states[at]].rows.rowCount():
                self.lists[states[at]].setFocus()
                self.ensureWidgetVisible(self.lists[states[at]])
                return
            at += by
