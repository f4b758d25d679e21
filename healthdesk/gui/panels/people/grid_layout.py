"""Where the grid of contacts and months puts what: its head, a row a contact, the sums.

Pure: numbers and texts in, a drawing out. Not here: pointer and keys (grid.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.people import Cell
from healthdesk.core.domain.people_view import PeopleView, PersonLine
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.people import figures
from healthdesk.gui.parts.drawing import (
    Dot,
    Drawing,
    Fill,
    Glyph,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)

HEAD, ROW, SUMS = 30.0, 60.0, 38.0
CELL, HIGH = 30.0, 32.0
_STEP, _NARROW_STEP = 34.0, 28.0
_SIDE, _END = 12.0, 16.0
_NAME, _INFLUENCE, _STANCE, _ICON_ONLY, _LAST = 150.0, 62.0, 97.0, 34.0, 74.0
_BAR = ((6.0, 6.0), (9.0, 6.0), (14.0, 6.0))
_MOST_DOTS = 3


@dataclass(frozen=True)
class Columns:
    """Where columns begin, and how far apart and how many months are."""

    width: float
    name: float
    influence: float
    stance: float
    words: bool
    """Whether there is room for the words of a stance."""
    months: float
    step: float
    count: int

    @property
    def cell(self) -> float:
        """The width of a month's cell."""
        return min(CELL, self.step - 4)

    def month(self, number: int) -> float:
        """Where a month's cell begins."""
        return self.months + number * self.step


def columns(width: float, months: int) -> Columns:
    """Columns for a width; without room, first words of stances go, then cells, then months."""
    room = width - _SIDE - _END - _INFLUENCE - _LAST
    words, step, count = True, _STEP, months
    if room - count * step < _NAME + _STANCE:
        words = False
    stance = _STANCE if words else _ICON_ONLY
    if room - count * step < _NAME + stance:
        step = _NARROW_STEP
    while count > 3 and room - count * step < _NAME + stance:
        count -= 1
    name = max(room - count * step - stance, 60.0)
    influence = _SIDE + name
    stands = influence + _INFLUENCE
    return Columns(width, name, influence, stands, words, stands + stance, step, count)


@dataclass(frozen=True)
class _Pen:
    """What every part of a row is drawn with."""

    sheet: Sheet
    place: Columns
    measure: Measure
    words: Words
    view: PeopleView


def head(view: PeopleView, width: float, measure: Measure, words: Words) -> Drawing:
    """The names of the columns."""
    place = columns(width, len(view.months))
    sheet = Sheet()

    def name(left: float, wide: float, text: str) -> None:
        rect = QRectF(left, 4, wide, HEAD - 8)
        sheet.texts.append(fitted(rect, text, measure, "text2", "small"))

    name(_SIDE, place.name - 8, "Contact and role")
    name(place.influence, _INFLUENCE - 4, "Influence")
    if place.words:
        name(place.stance, _STANCE - 4, "Stance")
    for number, month in enumerate(view.months[-place.count :]):
        rect = QRectF(place.month(number) - 2, 4, place.cell + 4, HEAD - 8)
        sheet.texts.append(Text(rect, words.month(month), "text2", "small", align="center"))
    last = QRectF(width - _END - _LAST + 4, 4, _LAST - 4, HEAD - 8)
    sheet.texts.append(Text(last, "Last touch", "text2", "small", align="right"))
    sheet.strokes.append(Stroke(0, HEAD - 0.5, width, HEAD - 0.5, "border"))
    return sheet.done(width, HEAD)


def rows(view: PeopleView, width: float, measure: Measure, words: Words) -> Drawing:
    """A row a contact."""
    place = columns(width, len(view.months))
    marked = {
        one for alert in view.alerts if alert.kind in ("left", "silent") for one in alert.contacts
    }
    sheet = Sheet()
    pen = _Pen(sheet, place, measure, words, view)
    for number, line in enumerate(view.lines):
        top = number * ROW
        if line.person.contact_id in marked:
            sheet.fills.append(Fill(QRectF(0, top, width, ROW - 1), "noticesoft"))
        _person(pen, line, number)
        _influence(pen, line.person.influence, top)
        _stance(pen, line, top)
        _months(pen, line, number)
        _last(pen, line, top)
        sheet.strokes.append(Stroke(0, top + ROW - 0.5, width, top + ROW - 0.5, "border"))
    return sheet.done(width, ROW * len(view.lines))


def _months(pen: _Pen, line: PersonLine, number: int) -> None:
    """The cells of a contact; the first month after they left says so."""
    before = len(line.cells) - pen.place.count
    cells = line.cells[before:]
    first_left = next((at for at, one in enumerate(cells) if one.state == "left"), -1)
    top = number * ROW + (ROW - HIGH) / 2
    for at, cell in enumerate(cells):
        rect = QRectF(pen.place.month(at), top, pen.place.cell, HIGH)
        _cell(pen, cell, rect, named=at == first_left)
        told = figures.counts(cell, pen.words) if cell.count else figures.empty_words(cell)
        tip = f"{line.person.name}, {pen.words.month(cell.month, year=True)}: {told}"
        pen.sheet.spots.append(Spot(rect, f"cell:{number}:{before + at}", tip))


def sums(view: PeopleView, width: float, measure: Measure, words: Words) -> Drawing:
    """All touches of the account by month."""
    place = columns(width, len(view.months))
    sheet = Sheet()
    sheet.strokes.append(Stroke(0, 0.5, width, 0.5, "edge"))
    label = "All touches"
    wide = measure(label, "body", 500)
    left = QRectF(_SIDE, 0, wide + 2, SUMS)
    sheet.texts.append(Text(left, label, weight=500))
    rest = QRectF(_SIDE + wide + 6, 1, place.months - _SIDE - wide - 14, SUMS)
    sheet.texts.append(fitted(rest, "received and sent", measure, "text3", "small"))
    cells = view.totals[-place.count :]
    widest = max(measure(_both(cell, words), "small", 600) for cell in cells)
    for at, cell in enumerate(cells):
        rect = QRectF(place.month(at) - 2, 0, place.cell + 4, SUMS)
        sheet.texts.extend(_sum(cell, rect, words, stacked=widest > place.step - 6))
        counted = figures.counts(cell, words) if cell.count else figures.none_words(cell)
        tip = f"All touches, {words.month(cell.month, year=True)}: {counted}"
        sheet.spots.append(Spot(rect, f"sum:{len(view.totals) - place.count + at}", tip))
    return sheet.done(width, SUMS)


def _both(cell: Cell, words: Words) -> str:
    return f"{words.number(cell.received)} · {words.number(cell.sent)}"


def _sum(cell: Cell, rect: QRectF, words: Words, *, stacked: bool) -> list[Text]:
    """The touches of a month: received and sent, over each other where they are too wide."""
    color, weight = ("notice", 600) if cell.state == "hole" else ("text2", 400)
    if cell.state == "before":
        return [Text(rect, DASH, "text3", "small", align="center")]
    if cell.unsaid and not cell.received and not cell.sent:
        return [Text(rect, words.number(cell.unsaid), color, "small", weight, "center")]
    if not stacked:
        return [Text(rect, _both(cell, words), color, "small", weight, "center")]
    upper = QRectF(rect.left(), 3, rect.width(), 16)
    received, sent = words.number(cell.received), words.number(cell.sent)
    ways = (color, color) if cell.state == "hole" else ("s2", "s1")
    return [
        Text(upper, received, ways[0], "small", weight, "center"),
        Text(upper.translated(0, 16), sent, ways[1], "small", weight, "center"),
    ]


def _person(pen: _Pen, line: PersonLine, number: int) -> None:
    sheet, place, measure, top = pen.sheet, pen.place, pen.measure, number * ROW
    person = line.person
    left, wide = _SIDE, place.name - 12
    name = QRectF(left, top + 11, wide, 20)
    if person.do_not_contact:
        sheet.glyphs.append(Glyph(QRectF(left, top + 14, 14, 14), "hand-stop", "notice"))
        name = QRectF(left + 19, top + 11, wide - 19, 20)
    elif person.personal:
        wanted = min(measure(person.name, "body", 500), wide - 20)
        lock = QRectF(left + wanted + 6, top + 15, 12, 12)
        sheet.glyphs.append(Glyph(lock, "lock", "text3"))
        name = QRectF(left, top + 11, wanted + 1, 20)
    sheet.texts.append(fitted(name, person.name, measure, weight=500))
    told = figures.role_and_title(person)
    if person.do_not_contact:
        told = f"Do not contact · {told}"
    under = QRectF(left, top + 31, wide, 16)
    sheet.texts.append(fitted(under, told, measure, "text2", "small"))
    tip = f"{person.name}, {told}"
    sheet.spots.append(Spot(QRectF(4, top + 4, place.name, ROW - 9), f"who:{number}", tip))


def _influence(pen: _Pen, influence: int | None, top: float) -> None:
    """Three bars that rise, as many filled as the influence is great; none filled: not set."""
    sheet, foot = pen.sheet, top + ROW / 2 + 7
    left = pen.place.influence
    for number, (high, wide) in enumerate(_BAR, 1):
        full = influence is not None and number <= influence
        bar = QRectF(left, foot - high, wide, high)
        sheet.fills.append(Fill(bar, "text2") if full else Fill(bar, "edge", alpha=0.3))
        left += wide + 1
    tip = figures.INFLUENCE_WORDS.get(influence or 0, "not set")
    rect = QRectF(pen.place.influence - 2, top + 18, 26, 24)
    sheet.spots.append(Spot(rect, "", f"Influence: {tip}"))


def _stance(pen: _Pen, line: PersonLine, top: float) -> None:
    sheet, place, measure = pen.sheet, pen.place, pen.measure
    icon, told, color = figures.stance(line.person, pen.view.day, pen.words)
    middle = top + ROW / 2
    rect = QRectF(place.stance, middle - 8, 16, 16)
    sheet.glyphs.append(Glyph(rect, icon, color if color == "notice" else "text3"))
    if place.words:
        beside = QRectF(place.stance + 20, middle - 10, _STANCE - 26, 20)
        weight = 500 if color == "notice" else 400
        sheet.texts.append(fitted(beside, told, measure, color, weight=weight))
        rect = rect.united(beside)
    number = pen.view.lines.index(line)
    sheet.spots.append(Spot(rect.adjusted(-3, -3, 3, 3), f"who:{number}", told))


def _last(pen: _Pen, line: PersonLine, top: float) -> None:
    view, place = pen.view, pen.place
    late = figures.is_late(line, view)
    rect = QRectF(place.width - _END - _LAST + 4, top + ROW / 2 - 10, _LAST - 4, 20)
    told = figures.ago(line.last.touch, view.day)
    color = "notice" if late else "text2"
    text = Text(rect, told, color, weight=600 if late else 400, align="right")
    pen.sheet.texts.append(text)
    number = view.lines.index(line)
    pen.sheet.spots.append(Spot(rect, f"who:{number}", f"{line.person.name}: {told}"))


def _cell(pen: _Pen, cell: Cell, rect: QRectF, *, named: bool) -> None:
    """A month: its ground, dots for what came, rings for what went, dashes for what was missed."""
    sheet = pen.sheet
    if cell.count:
        sheet.fills.append(Fill(rect, "h1"))
        ways = [(cell.received, "in"), (cell.unsaid, "none"), (cell.sent, "out")]
        for count, way in ways:
            if count:
                _dots(pen, count, way, rect)
    elif cell.state == "hole":
        sheet.fills.append(Fill(rect, "noticesoft"))
        dashed(sheet, rect, "noticefill")
    elif cell.state == "left":
        dashed(sheet, rect, "edge")
        if named:
            sheet.texts.append(Text(rect, "left", "text2", "small", align="center"))
    elif not cell.state:
        sheet.fills.append(Fill(rect, "h0"))


def _dots(pen: _Pen, count: int, way: str, rect: QRectF) -> None:
    sheet = pen.sheet
    y = rect.top() + {"in": 9.5, "none": 16.0, "out": 22.5}[way]
    start, apart = (8.0, 8.0) if rect.width() >= CELL else (5.0, 7.0)
    shown = count if count <= _MOST_DOTS else 1
    for at in range(shown):
        center = QPointF(rect.left() + start + apart * at, y)
        if way == "in":
            sheet.dots.append(Dot(center, 3.2, "s2"))
        elif way == "out":
            sheet.dots.append(Dot(center, 2.6, "h1", "s1"))
        else:
            sheet.dots.append(Dot(center, 2.2, "text3", shape="square"))
    if count > _MOST_DOTS:
        told = str(count)
        wide = pen.measure(told, "small", 500)
        left = rect.left() + start + 5
        beside = QRectF(left, y - 7, min(wide + 1, rect.right() - left), 14)
        color = {"in": "s2", "out": "s1"}.get(way, "text2")
        sheet.texts.append(Text(beside, told, color, "small", 500))


def dashed(sheet: Sheet, rect: QRectF, color: str) -> None:
    """Draw the dashed edge of a place."""
    left, top, right, bottom = (
        rect.left(),
        rect.top(),
        rect.right() - 1,
        rect.bottom() - 1,
    )
    for x1, y1, x2, y2 in (
        (left, top, right, top),
        (right, top, right, bottom),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
    ):
        sheet.strokes.append(Stroke(x1, y1, x2, y2, color, dashes=(3.0, 2.0)))
