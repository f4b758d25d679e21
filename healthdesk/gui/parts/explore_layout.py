"""Where the lines of a free table stand: names, shaded cells or bars, totals.

Numbers in, drawing out. Not here: the widget (gui/widgets/explore.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.pivot import Pivot, PivotCell, PivotLine
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.board_figures import arr_words, fill_of, money_words
from healthdesk.gui.parts.drawing import (
    Align,
    Drawing,
    Fill,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.plot_table import Lines

HEAD: Final = 22.0
ROW: Final = 26.0
_NAME_LEAST, _NAME_MOST, _SHARE = 64.0, 190.0, 0.34
_CELL: Final = 50.0
_TOTAL: Final = 56.0
_PAD, _GAP, _BAND = 6.0, 8.0, 14.0
_LIGHT, _STRONG = 0.05, 0.36
_BAR: Final = 12.0
_BOLD: Final = 600
"""Totals: bold, and to the right."""
Faded = Callable[[str], float]


def fitting(shown: Pivot, height: float) -> int:
    """How many rows fit under the head, above the sums."""
    foot = ROW if _has_foot(shown, height) else 0.0
    return max(int((height - HEAD - foot) // ROW), 1)


def _has_foot(shown: Pivot, height: float) -> bool:
    return bool(shown.columns) and not shown.bars and height >= HEAD + 3 * ROW


class _Place:
    """Where the columns stand at a width."""

    def __init__(self, shown: Pivot, wide: float, measure: Measure, words: Words) -> None:
        longest = max((measure(one.name, "body", 500) for one in shown.rows), default=0.0)
        if any(one.band for one in shown.rows):
            longest += _BAND
        most = max(min(_NAME_MOST, wide * _SHARE), _NAME_LEAST)
        self.name = min(max(longest + 2, _NAME_LEAST), most)
        told = (said(shown, one, words) for one in (*shown.totals, shown.whole))
        wanted = max((measure(one, "body", _BOLD) + _PAD for one in told), default=0.0)
        self.total = min(max(_TOTAL, wanted), wide * 0.3)
        room = wide - self.name - self.total - 2 * _GAP
        self.columns = 0 if shown.bars else min(len(shown.columns), max(int(room // _CELL), 0))
        self.cell = room / self.columns if self.columns else 0.0
        self.left = self.name + _GAP
        self.bar = room
        self.wide = wide

    def column(self, at: int, top: float, high: float) -> QRectF:
        """The place of a cell."""
        return QRectF(self.left + at * self.cell, top, self.cell, high)

    def last(self, top: float, high: float) -> QRectF:
        """The place of a total."""
        return QRectF(self.wide - self.total, top, self.total, high)


def table(
    shown: Pivot, first: int, room: QSizeF, measure: Measure, words: Words, *, faded: Faded
) -> Drawing:
    """Head, the rows from one on, and the sums where they have room."""
    drawn = _Table(shown, _Place(shown, room.width(), measure, words), measure, words, faded)
    drawn.head()
    rows = range(first, min(first + fitting(shown, room.height()), len(shown.rows)))
    for number, at in enumerate(rows):
        drawn.row(at, HEAD + number * ROW)
    if _has_foot(shown, room.height()):
        drawn.sums(HEAD + len(rows) * ROW)
    return drawn.sheet.done(room.width(), room.height())


@dataclass
class _Table:
    """The table being drawn."""

    shown: Pivot
    place: _Place
    measure: Measure
    words: Words
    faded: Faded
    sheet: Sheet = field(default_factory=Sheet)

    def head(self) -> None:
        """Names of the columns; where not all have room, how many have."""
        shown, place, sheet = self.shown, self.place, self.sheet
        cut = len(shown.columns) - place.columns if not shown.bars else 0
        title = f"{place.columns} of {len(shown.columns)} columns" if cut else shown.row_title
        rect = QRectF(0, 0, place.name, HEAD - 4)
        sheet.texts.append(fitted(rect, title, self.measure, "text3", "small"))
        for at in range(place.columns):
            self._column(shown.columns[at], place.column(at, 0, HEAD - 4), at)
        rect = place.last(0, HEAD - 4)
        text = fitted(rect, _all(shown), self.measure, "text3", "small", align="right")
        sheet.texts.append(text)
        sheet.strokes.append(Stroke(0, HEAD - 2, place.wide, HEAD - 2, "border"))

    def _column(self, line: PivotLine, rect: QRectF, at: int) -> None:
        inner, wide = rect.adjusted(3, 0, -3, 0), self.measure(line.name, "small", 400)
        if line.band is not None and wide + _BAND <= inner.width():
            middle = rect.center()
            dot = QPointF(middle.x() - wide / 2 - 4, middle.y())
            self.sheet.dots.append(band_dot(dot, line.band, 3.5))
            inner = inner.adjusted(_BAND / 2, 0, 0, 0)
        text = fitted(inner, line.name, self.measure, "text2", "small", align="center")
        self.sheet.texts.append(text)
        self.sheet.spots.append(Spot(rect, f"{MARK}{line.mark}", _head_tip(self.shown, at)))

    def row(self, at: int, top: float) -> None:
        """A name, its cells or its bar, its total."""
        shown, place = self.shown, self.place
        self._name(at, QRectF(0, top, place.name, ROW))
        if shown.bars:
            self._bar(at, top)
        for column in range(place.columns):
            self._cell(at, column, place.column(column, top, ROW))
        total = place.last(top, ROW)
        self._figure(shown.totals[at], total, weight=_BOLD)
        tip = _line_tip(shown, at, self.words)
        self.sheet.spots.append(Spot(total, _key(shown.totals[at]), tip))

    def _strength(self, row: int, column: int) -> float:
        """How strongly a cell is drawn: it is marked by itself, by its row or by its column."""
        marks = (self.shown.rows[row].mark, self.shown.columns[column].mark)
        return max(map(self.faded, (*marks, self.shown.cells[row][column].mark)))

    def _name(self, row: int, rect: QRectF) -> None:
        line, inner = self.shown.rows[row], rect
        cells = (self._strength(row, at) for at in range(len(self.shown.columns)))
        alpha = max(self.faded(line.mark), *cells, 0.0)
        if line.band is not None:
            self.sheet.dots.append(band_dot(QPointF(5, rect.center().y()), line.band, alpha=alpha))
            inner = rect.adjusted(_BAND, 0, 0, 0)
        color = "text" if alpha == 1 else "text3"
        self.sheet.texts.append(fitted(inner, line.name, self.measure, color, weight=500))
        tip = f"{self.shown.row_title}: {line.name}\nPress: only these"
        self.sheet.spots.append(Spot(rect, f"{MARK}{line.mark}", tip))

    def _cell(self, row: int, column: int, rect: QRectF) -> None:
        shown, sheet = self.shown, self.sheet
        cell, ground = shown.cells[row][column], rect.adjusted(1, 1, -1, -1)
        alpha = self._strength(row, column)
        if cell.count and not cell.known:
            sheet.fills.append(Fill(ground, "track", hatched=True))
        elif cell.value and shown.most:
            share = abs(cell.value) / shown.most
            shade = (_LIGHT + (_STRONG - _LIGHT) * share) * alpha
            sheet.fills.append(Fill(ground, "accent", alpha=shade))
        if cell.count:
            self._figure(cell, rect.adjusted(3, 0, -3, 0), "text" if alpha == 1 else "text3")
        else:
            nothing = "0" if shown.unit in {"count", "money"} else ""
            sheet.texts.append(Text(rect, nothing, "text3", align="center"))
        sheet.spots.append(Spot(rect, _key(cell), _tip(shown, row, column, self.words)))

    def _bar(self, at: int, top: float) -> None:
        total, line, place = self.shown.totals[at], self.shown.rows[at], self.place
        rect = QRectF(place.left, top + (ROW - _BAR) / 2, max(place.bar, 1), _BAR)
        if total.value is None:
            self.sheet.fills.append(Fill(rect, "track", hatched=True))
        elif self.shown.most_total:
            wide = rect.width() * abs(total.value) / self.shown.most_total
            color = fill_of(line.band) if line.band is not None else "accent"
            bar = QRectF(rect.left(), rect.top(), max(wide, 1.0), _BAR)
            self.sheet.fills.append(Fill(bar, color, alpha=self.faded(line.mark)))
        tip = _line_tip(self.shown, at, self.words)
        self.sheet.spots.append(Spot(rect, f"{MARK}{line.mark}", tip))

    def sums(self, top: float) -> None:
        """What each column adds up to, accounts counted once."""
        shown, place, sheet = self.shown, self.place, self.sheet
        sheet.strokes.append(Stroke(0, top, place.wide, top, "border"))
        rect = QRectF(0, top, place.name, ROW)
        sheet.texts.append(fitted(rect, _all(shown), self.measure, "text2"))
        for at in range(place.columns):
            rect, cell = place.column(at, top, ROW), shown.sums[at]
            self._figure(cell, rect.adjusted(3, 0, -3, 0), "text2")
            tip = f"{_head_tip(shown, at, _whole(shown, cell, self.words))}"
            sheet.spots.append(Spot(rect, _key(cell), tip))
        self._figure(shown.whole, place.last(top, ROW), weight=_BOLD)

    def _figure(
        self, cell: PivotCell, rect: QRectF, color: str = "text", *, weight: int = 400
    ) -> None:
        told = said(self.shown, cell, self.words)
        align: Align = "right" if weight == _BOLD else "center"
        text = fitted(rect, told, self.measure, color, weight=weight, align=align)
        self.sheet.texts.append(text)


def _all(shown: Pivot) -> str:
    return "Total" if shown.adds else "All"


def said(shown: Pivot, cell: PivotCell, words: Words) -> str:
    """The value of a cell."""
    if shown.unit == "money":
        return money_words(cell.amounts, words)
    if cell.value is None:
        return DASH
    if shown.unit == "share":
        return words.percent(cell.value)
    if shown.unit == "plain":
        return words.number(cell.value, 0 if abs(cell.value) >= 100 else 1)
    return words.number(cell.value)


def _whole(shown: Pivot, cell: PivotCell, words: Words) -> str:
    """The value with what it is of."""
    accounts = words.count(cell.count, "account")
    if shown.unit == "count":
        return f"accounts: {words.number(cell.count)}"
    if shown.unit == "money":
        return f"ARR: {arr_words(cell.amounts, cell.count - cell.known, words)}, of {accounts}"
    if not cell.known:
        return f"{shown.said}: not known, of {accounts}"
    beside = "" if cell.known == cell.count else f" of {words.number(cell.count)}"
    return f"{shown.said}: {said(shown, cell, words)} (n {words.number(cell.known)}{beside})"


def _tip(shown: Pivot, row: int, column: int, words: Words) -> str:
    line, other, cell = shown.rows[row], shown.columns[column], shown.cells[row][column]
    head = f"{line.name}, {other.name}"
    if not cell.count:
        return f"{head}\nNo account"
    return f"{head}\n{_whole(shown, cell, words)}\nPress: only these"


def _line_tip(shown: Pivot, at: int, words: Words) -> str:
    line, total = shown.rows[at], shown.totals[at]
    return f"{shown.row_title}: {line.name}\n{_whole(shown, total, words)}\nPress: only these"


def _head_tip(shown: Pivot, at: int, more: str = "") -> str:
    rows = [f"{shown.column_title}: {shown.columns[at].name}", more, "Press: only these"]
    return "\n".join(filter(None, rows))


def _key(cell: PivotCell) -> str:
    return f"{MARK}{cell.mark}" if cell.mark else ""


def lines(shown: Pivot, words: Words) -> tuple[tuple[str, ...], Lines]:
    """The same as a table: a row a row, a column a column, then totals and how many are known."""
    names = [one.name for one in shown.columns]
    head = (shown.row_title, *names, _all(shown), "Accounts", "Known")
    out = [
        _table_row(shown, line.name, [*cells], total, words)
        for line, cells, total in zip(shown.rows, shown.cells, shown.totals, strict=True)
    ]
    return head, (*out, _table_row(shown, _all(shown), [*shown.sums], shown.whole, words))


def _table_row(
    shown: Pivot, name: str, cells: list[PivotCell], total: PivotCell, words: Words
) -> tuple[str, ...]:
    told = [said(shown, cell, words) if cell.count else "no account" for cell in cells]
    counts = (words.number(total.count), words.number(total.known))
    return (name, *told, said(shown, total, words), *counts)
