"""The list of segments: starters and one's own with their counts, dragged or moved by keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from healthdesk.core.domain.segment_view import SegmentRow
from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList

ROW, HEAD = 30, 34
_DRAG = 6
_BANDS: dict[str, Band] = {
    "Strong": "Strong",
    "Average": "Average",
    "Poor": "Poor",
    "Unknown": "Unknown",
}
Heading = str


@dataclass(frozen=True)
class Entry:
    """A segment on a line; `row` is None for one that is not saved yet."""

    name: str
    title: str
    row: SegmentRow | None
    changed: bool = False

    @property
    def starter(self) -> bool:
        """Whether it stands among the starters."""
        return self.row is not None and self.row.starter


def entries(
    rows: Iterable[SegmentRow], titles: dict[str, str], new: Sequence[str]
) -> list[Entry | Heading]:
    """The lines of the list: starters, then one's own; `titles` are those of drafts."""
    known = [
        Entry(one.name, titles.get(one.name, one.name), one, one.name in titles) for one in rows
    ]
    mine = [one for one in known if not one.starter]
    mine += [Entry(name, titles.get(name, name), None, True) for name in new]
    starters = [one for one in known if one.starter]
    out: list[Entry | Heading] = []
    for head, some in (("Starters", starters), ("Mine", mine)):
        if some:
            out += [head, *some]
    return out


def found(lines: Sequence[Entry | Heading], sought: str) -> list[Entry | Heading]:
    """The lines whose name or purpose holds some words; heads that are left alone go."""
    words = sought.casefold().split()
    kept: list[Entry | Heading] = []
    for line in lines:
        if isinstance(line, str):
            if kept and isinstance(kept[-1], str):
                kept.pop()
            kept.append(line)
            continue
        told = f"{line.title} {line.row.purpose if line.row is not None else ''}".casefold()
        if all(word in told for word in words):
            kept.append(line)
    if kept and isinstance(kept[-1], str):
        kept.pop()
    return kept


class SegmentList(RowList):
    """One segment a line.

    Signals:
        moved: the names of all segments of the desk in another order.
    """

    moved = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, "Segments")
        self.shown = ""
        self.locked = False
        self._pressed: QPoint | None = None
        self._dragged: Entry | None = None
        self._gap = -1

    def show_entries(self, lines: Sequence[Entry | Heading], shown: str) -> None:
        """Show other lines, one of them as the segment in view."""
        other, self.shown = shown != self.shown, shown
        self.show_rows(lines)
        for at, line in enumerate(lines):
            if isinstance(line, Entry) and line.name == shown and (other or not self.hasFocus()):
                self.setCurrentIndex(self.rows.index(at))
        self.viewport().update()

    def go_to_first(self) -> None:
        """Let the keys go to the first segment, unless one that is listed has them."""
        if isinstance(self.current, Entry):
            return
        for at, line in enumerate(self.rows.rows):
            if isinstance(line, Entry):
                self.setCurrentIndex(self.rows.index(at))
                return

    @property
    def names(self) -> list[str]:
        """The segments of the desk in the order of the list."""
        return [
            line.name for line in self.rows.rows if isinstance(line, Entry) and line.row is not None
        ]

    def high(self, row: Entry | Heading) -> int:
        """Heads have some room above."""
        return HEAD if isinstance(row, str) else ROW

    def can_enter(self, row: object) -> bool:
        """Heads part others."""
        return isinstance(row, Entry)

    def say(self, row: Entry | Heading) -> str:
        """Name, count, and what is odd about it."""
        if isinstance(row, str):
            return row
        told = [row.title, "not saved yet" if row.row is None else self._counted(row.row)]
        if row.row is not None:
            told += ["changed, not saved"] if row.changed else []
            told += [row.row.broken] if row.row.broken else []
            told += [row.row.purpose] if row.row.purpose else []
        return "\n".join(told)

    def _counted(self, row: SegmentRow) -> str:
        if row.count is None:
            return "Who is in it cannot be told"
        told = self._words.count(row.count, "account")
        if not row.change:
            return told
        return f"{told}, {self._words.signed(row.change)} in 28 days"

    def ground(self, row: object, *, hover: bool) -> str:
        """The segment in view is lit."""
        if isinstance(row, Entry) and row.name == self.shown:
            return "selected"
        return "hover" if hover and isinstance(row, Entry) else ""

    def paint_line(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint a line with round corners inside the list."""
        told, ink = self.row_at(row), self.ink
        color = self.ground(told, hover=hover)
        if color:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink.color(color))
            painter.drawRoundedRect(QRectF(rect).adjusted(6, 1, -6, -1), 6, 6)
        self.paint_row(painter, rect, told)
        focused = row == self.currentIndex().row() and self.hasFocus()
        if focused and isinstance(told, Entry):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(ink.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(6.5, 1.5, -6.5, -1.5), 6, 6)

    def paint_row(self, painter: QPainter, rect: QRect, row: Entry | Heading) -> None:
        """Draw shape, name and count."""
        ink = self.ink
        if isinstance(row, str):
            room = rect.adjusted(14, 10, -14, 0)
            write(painter, ink, room, row, font=ink.small, color="text3")
            return
        lit = row.name == self.shown
        self._paint_shape(painter, rect, row)
        told, color = self._figure(row)
        wide = ink.width(told, ink.body) + 2
        place = QRect(rect.right() - 12 - wide, rect.top(), wide, rect.height())
        write(painter, ink, place, told, color=color, right=True)
        room = rect.adjusted(34, 0, -(12 + wide + 6), 0)
        if row.changed:
            room.setRight(room.right() - 12)
            name = min(ink.width(row.title, ink.body), room.width())
            painter.setBrush(ink.color("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawEllipse(QRectF(room.left() + name + 6, rect.center().y() - 2.5, 6, 6))
        write(painter, ink, room, row.title, color="accent" if lit else "text")

    def _paint_shape(self, painter: QPainter, rect: QRect, row: Entry) -> None:
        ink, middle = self.ink, rect.center().y()
        band = row.row.band if row.row is not None else ""
        if row.row is not None and row.row.broken:
            picture = ink.pixmap("alert-triangle", "notice", 14)
            painter.drawPixmap(QPoint(14, middle - 6), picture)
        elif band in _BANDS:
            paint_shape(painter, QRectF(16, middle - 4.5, 10, 10), self._theme, _BANDS[band])
        else:
            is_list = row.row is not None and row.row.is_list
            color = "accent" if row.name == self.shown else "text3"
            picture = ink.pixmap("list-details" if is_list else "circles-relation", color, 14)
            painter.drawPixmap(QPoint(14, middle - 6), picture)

    def _figure(self, row: Entry) -> tuple[str, str]:
        if row.row is None:
            return "new", "text3"
        if row.row.count is None:
            return DASH, "notice"
        return self._words.number(row.row.count), "text2"

    # Order.

    def push(self, step: int) -> None:
        """Put the segment that has the keys one place on among its group."""
        row = self.current
        if not isinstance(row, Entry) or row.row is None or self.locked:
            return
        names = self.names
        at = names.index(row.name)
        other = at + step
        group = {one.name: one.starter for one in self.rows.rows if isinstance(one, Entry)}
        if 0 <= other < len(names) and group[names[other]] == row.starter:
            names[at], names[other] = names[other], names[at]
            self.moved.emit(tuple(names))

    def order_with(self, dragged: Entry, y: int) -> tuple[list[str], int]:
        """The order if a segment were let go at a height, and where the mark of it lies."""
        group = [
            (at, line)
            for at, line in enumerate(self.rows.rows)
            if isinstance(line, Entry) and line.row is not None and line.starter == dragged.starter
        ]
        tops = [(self.visualRect(self.rows.index(at)), line) for at, line in group]
        before = [line.name for rect, line in tops if rect.center().y() < y]
        mark = tops[0][0].top() if not before else 0
        for rect, line in tops:
            if before and line.name == before[-1]:
                mark = rect.bottom()
        rest = [line.name for _, line in tops if line.name not in before]
        ordered = [one for one in before if one != dragged.name]
        ordered += [dragged.name, *(one for one in rest if one != dragged.name)]
        known = set(ordered)
        others = [one for one in self.names if one not in known]
        first = self.names and self.names[0] in known
        return (ordered + others if first else others + ordered), mark

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note where it was pressed: it may be dragged."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer once it has gone some way."""
        at = event.position().toPoint()
        held = event.buttons() & Qt.MouseButton.LeftButton and not self.locked
        if held and self._pressed is not None and self._dragged is None:
            row = self.row_at(self.indexAt(self._pressed).row())
            far = abs(at.y() - self._pressed.y()) > _DRAG
            if far and isinstance(row, Entry) and row.row is not None:
                self._dragged = row
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragged is not None:
            _, self._gap = self.order_with(self._dragged, at.y())
            self.viewport().update()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it where it was dragged."""
        dragged, self._dragged, self._pressed = self._dragged, None, None
        if dragged is None:
            super().mouseReleaseEvent(event)
            return
        self.unsetCursor()
        self._gap = -1
        names, _ = self.order_with(dragged, event.position().toPoint().y())
        self.viewport().update()
        if names != self.names:
            self.moved.emit(tuple(names))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Alt, arrows move the segment; Escape puts a dragged one back."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.push(step)
        elif event.key() == Qt.Key.Key_Escape and self._dragged is not None:
            self._dragged, self._pressed, self._gap = None, None, -1
            self.unsetCursor()
            self.viewport().update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark where a dragged segment would land."""
        super().paintEvent(event)
        if self._gap >= 0:
            painter = QPainter(self.viewport())
            line = QRect(12, self._gap - 1, self.viewport().width() - 24, 2)
            painter.fillRect(line, self.ink.color("accent"))
            painter.end()
