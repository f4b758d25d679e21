"""Where dips and rises stand: counts, rows with shape, name, size, words; numbers in, drawing out.

Rows that need nobody stand under a line of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_trends import DipRow, DipsAndRises
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import (
    Dot,
    Drawing,
    Glyph,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)
from healthdesk.gui.parts.face import ACCOUNT
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_line

ROW = 26.0
HEAD = HIGH + 4
NAMES: Final = {"dip": "Dip", "rise": "Rise", "stopped": "No data"}
_COLORS: Final = {"dip": "down", "rise": "up", "stopped": "notice"}
_NAME, _NAME_MOST, _SIZE = 0.36, 170.0, 52.0
_WORDY: Final = 110.0
"""Room for a few words: with less, the sentence is told in the tip and the name has the room."""


def rows_of(shown: DipsAndRises) -> tuple[DipRow | None, ...]:
    """The rows from top to bottom; None stands for the line above those that need nobody."""
    return (*shown.rows, *((None, *shown.muted) if shown.muted else ()))


def fitting(height: float) -> int:
    """How many rows fit."""
    return max(int((height - HEAD) // ROW), 1)


def size_of(one: DipRow, words: Words) -> str:
    """How far off normal, as a change in per cent."""
    return f"{words.signed(one.event.size * 100)} %"


def in_short(one: DipRow, metric: str) -> str:
    """Its sentence without what the row says already: the one metric, and how far off normal."""
    start, normal, rest = one.event.text.partition(" normal ")
    same = metric and start.startswith(metric) and start.endswith((" below", " above"))
    return f"{rest[:1].upper()}{rest[1:]}" if normal and same else one.event.text


def rows(
    shown: DipsAndRises,
    first: int,
    room: QSizeF,
    measure: Measure,
    *,
    words: Words,
    faded: Callable[[str], float],
) -> Drawing:
    """The counts and the rows from the first in view."""
    sheet = Sheet()
    width = room.width()
    _counts(sheet, shown, width, measure, words=words, faded=faded)
    some = rows_of(shown)[first : first + fitting(room.height())]
    asked = max((measure(one.name, "body", 500) for one in some if one), default=0.0) + 10
    name = min(asked, _NAME_MOST, width * _NAME)
    if width - 18 - name - _SIZE - 12 < _WORDY:
        name = width - 18 - _SIZE
    for number, one in enumerate(some):
        top = HEAD + ROW * number
        if one is None:
            _apart(sheet, shown, QRectF(0, top, width, ROW), measure, words)
        else:
            told = in_short(one, shown.metric)
            _row(sheet, one, told, QRectF(0, top, width, ROW), (name, measure), words=words)
    return sheet.done(width, room.height())


def _counts(
    sheet: Sheet,
    shown: DipsAndRises,
    width: float,
    measure: Measure,
    *,
    words: Words,
    faded: Callable[[str], float],
) -> None:
    some = []
    for key, count, word, icon in (
        ("dips", shown.dips, "below normal", "arrow-down"),
        ("rises", shown.rises, "above normal", "arrow-up"),
        ("silent", shown.silent, "without data", ""),
    ):
        if count:
            color = {"dips": "down", "rises": "up"}.get(key, "notice")
            noun = words.count(count, "account")
            tip = f"{noun} {word}" if icon else f"{noun} of which nothing is heard"
            told = words.number(count)
            some.append(Counted(key, told, word, "circle", color, tip, icon))
    mark_line(sheet, some, QRectF(0, 0, width, HIGH), measure, faded=faded)


def _apart(sheet: Sheet, shown: DipsAndRises, rect: QRectF, measure: Measure, words: Words) -> None:
    told = f"Need nobody: {words.number(len(shown.muted))}"
    place = QRectF(rect.left(), rect.top() + 6, rect.width(), ROW - 6)
    y = float(round(rect.top() + 3))
    sheet.strokes.append(Stroke(rect.left(), y, rect.right(), y, "border"))
    sheet.texts.append(fitted(place, told, measure, "text3", "small"))


def _row(
    sheet: Sheet,
    one: DipRow,
    short: str,
    rect: QRectF,
    fit: tuple[float, Measure],
    *,
    words: Words,
) -> None:
    event, (name, measure) = one.event, fit
    color = "text3" if event.muted else _COLORS[event.kind]
    _shape(sheet, QPointF(rect.left() + 5, rect.center().y()), event.kind, color)
    ink = "text2" if event.muted else "text"
    place = QRectF(rect.left() + 18, rect.top(), name, ROW)
    sheet.texts.append(fitted(place, one.name, measure, ink, weight=500))
    size = QRectF(place.right(), rect.top(), _SIZE, ROW)
    told = "no data" if event.kind == "stopped" else size_of(one, words)
    sheet.texts.append(Text(size, told, color, "body", 500, "right"))
    rest = QRectF(size.right() + 12, rect.top(), rect.right() - size.right() - 12, ROW)
    if rest.width() >= _WORDY:
        sheet.texts.append(fitted(rest, short, measure, "text2"))
    lines = [one.name, event.text, f"Since: {words.day(event.first)}"]
    lines.append("Until: it lasts" if event.last is None else f"Until: {words.day(event.last)}")
    if event.muted:
        lines.append(f"Needs nobody: {event.muted}")
    key = f"{ACCOUNT}{one.account_id}\nusage"
    sheet.spots.append(Spot(rect, key, "\n".join(lines)))


def _shape(sheet: Sheet, at: QPointF, kind: str, color: str) -> None:
    """An arrow down, an arrow up, a dot as over the rows: told apart without colour."""
    if kind == "stopped":
        sheet.dots.append(Dot(at, 4.0, color))
        return
    icon = "arrow-down" if kind == "dip" else "arrow-up"
    sheet.glyphs.append(Glyph(QRectF(at.x() - 6, at.y() - 6, 12, 12), icon, color))
