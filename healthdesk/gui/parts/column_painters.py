"""Painters of table cells: fonts, pens and widths made once per theme, layouts as pure functions.

A painter is called as `paint(painter, ink, rect, row)`, where `rect` is the cell without its
padding. Texts are painted, never interpreted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, one_line, with_hyphens
from healthdesk.gui.parts.band import paint_badge
from healthdesk.gui.parts.column import Paint
from healthdesk.gui.parts.delta import ARROW, GAP, paint_delta

PAD = 8
FIRST_PAD = 12
"""Before a first column that holds words: in line with the titles of cards."""
SPARK = (84, 24)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
LEFT = Qt.AlignmentFlag.AlignLeft | _MIDDLE
RIGHT = Qt.AlignmentFlag.AlignRight | _MIDDLE
"""Made once: joining flags costs as much as painting a short text."""
BAR = (48, 4)
SOON = 30
"""Days to a renewal from which its bar turns dark."""
AHEAD = 90
"""Days that a full renewal bar stands for."""


class Ink:
    """What painters draw with: the theme's fonts and colours, kept until the theme changes."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme = theme
        self.ratio = ratio
        self.body = theme.font("body")
        self.loose = theme.font("body", tabular=False)
        """For foreign texts with hyphens, which figures of equal width would stretch."""
        self.medium = theme.font("body", 500)
        self.bold = theme.font("body", 600)
        self.small = theme.font("small")
        self.small_medium = theme.font("small", 500)
        self.small_bold = theme.font("small", 600)
        self._colors: dict[str, QColor] = {}
        self._metrics: dict[int, QFontMetrics] = {}

    def color(self, name: str) -> QColor:
        """Give a colour of the look."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = self.theme.color(name)
        return found

    def metrics(self, font: QFont) -> QFontMetrics:
        """Give the widths of one of our own fonts."""
        key = id(font)  # they live as long as we do, and QFont.key() is slow
        found = self._metrics.get(key)
        if found is None:
            found = self._metrics[key] = QFontMetrics(font)
        return found

    def pixmap(self, name: str, color: str, size: int) -> QPixmap:
        """Give an icon in a colour, sharp for this screen."""
        return self.theme.pixmap(name, color, size, self.ratio)

    def width(self, text: str, font: QFont) -> int:
        """Measure a text."""
        return self.metrics(font).horizontalAdvance(text)


def inset(at: int, *, fixed: bool) -> int:
    """Say how far the words of a column stand from its left edge."""
    return FIRST_PAD if at == 0 and not fixed else PAD


def write(
    painter: QPainter,
    ink: Ink,
    rect: QRect,
    text: str,
    *,
    font: QFont | None = None,
    color: str = "text",
    right: bool = False,
) -> None:
    """Write one line of text, cut with an ellipsis where it does not fit."""
    font = font or ink.body
    metrics = ink.metrics(font)
    shown = one_line(text)
    if metrics.horizontalAdvance(shown) > rect.width():
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(ink.color(color))
    painter.drawText(rect, RIGHT if right else LEFT, with_hyphens(shown))


def text_cell(say: Callable[[Any], str], color: str = "text2", *, right: bool = False) -> Paint:
    """Paint a text; an empty one stays empty."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        write(painter, ink, rect, say(row), color=color, right=right)

    return paint


def name_cell(say: Callable[[Any], str]) -> Paint:
    """Paint the name of the row's thing."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        write(painter, ink, rect, say(row), font=ink.medium)

    return paint


def figure_cell(say: Callable[[Any], str]) -> Paint:
    """Paint a figure at the right; a dash where nothing is known."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        text = say(row)
        write(painter, ink, rect, text, color="text3" if text == DASH else "text", right=True)

    return paint


def tag_cell(say: Callable[[Any], str]) -> Paint:
    """Paint short words on a small ground, as many as fit."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        left = rect.left()
        for word in filter(None, (part.strip() for part in say(row).split(";"))):
            wide = ink.width(word, ink.small_medium) + 10
            if left + wide > rect.right():
                write(painter, ink, rect.adjusted(left - rect.left(), 0, 0, 0), "…", color="text3")
                return
            box = QRect(left, rect.center().y() - 7, wide, 16)
            _rounded(painter, box, 4, ink.color("track"))
            write(painter, ink, box.adjusted(5, 0, 0, 0), word, font=ink.small_medium,
                  color="text2")  # fmt: skip
            left += wide + 4

    return paint


@dataclass(frozen=True)
class Badge:
    """What a score's badge says."""

    band: Band
    text: str
    stale: bool = False
    mark: str = ""
    """A "hand" for a score set by a person, a "cap" for one that is held down."""


def badge_cell(say: Callable[[Any], Badge]) -> Paint:
    """Paint a score with its band's shape, and the signs of what is special about it."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        badge = say(row)
        room = rect.adjusted(0, 0, 2 * PAD, 0)  # a sign may stand in the padding
        paint_badge(
            painter, room, ink.theme, badge.band, badge.text, stale=badge.stale, mark=badge.mark
        )

    return paint


def spark_points(line: Sequence[int | None], rect: QRectF) -> list[list[QPointF]]:
    """Lay scores of 0 to 100 over a rectangle, one point a day; a missing day breaks the line."""
    if len(line) < 2:
        return []
    step = (rect.width() - 4) / (len(line) - 1)
    runs: list[list[QPointF]] = [[]]
    for day, value in enumerate(line):
        if value is None:
            runs.append([])
            continue
        height = rect.bottom() - 2 - (rect.height() - 4) * min(100, max(0, value)) / 100
        runs[-1].append(QPointF(rect.left() + day * step, height))
    return [run for run in runs if run]


def spark_cell(say: Callable[[Any], Sequence[int | None]], nothing: str = "") -> Paint:
    """Paint a line of days with a dot on the last one, or a word where there is none."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        line = say(row)
        box = QRectF(
            rect.left(), rect.center().y() - SPARK[1] / 2, min(SPARK[0], rect.width()), SPARK[1]
        )
        runs = spark_points(line, box)
        if not runs:
            write(painter, ink, rect, nothing, font=ink.small, color="text3")
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.color("text3"), 1.25))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in runs:
            if len(run) > 1:
                painter.drawPolyline(QPolygonF(run))
            else:
                painter.drawPoint(run[0])
        if line[-1] is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink.color("text2"))
            painter.drawEllipse(runs[-1][-1], 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    return paint


def change_cell(say: Callable[[Any], tuple[str, float | None]]) -> Paint:
    """Paint a change at the right: its text, and the figure that says which way it went."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        paint_change(painter, ink, rect, *say(row))

    return paint


def paint_change(painter: QPainter, ink: Ink, rect: QRect, text: str, value: float | None) -> int:
    """Paint a change at the right of `rect`; say how wide it came out."""
    if value is None:
        write(painter, ink, rect, text, color="text3", right=True)
    else:
        paint_delta(painter, QRectF(rect), ink.theme, text, value, font=ink.medium)
    return ink.width(text, ink.medium) + (ARROW + GAP if value else 0)


@dataclass(frozen=True)
class Renewal:
    """How far off a renewal is: days and their text, and the date."""

    days: int | None
    text: str
    date: str


@dataclass(frozen=True)
class RenewalLayout:
    """Where the parts of a renewal cell stand."""

    track: QRect
    filled: QRect
    days: QRect
    date: QRect
    soon: bool


def renewal_layout(rect: QRect, days: int, days_width: int) -> RenewalLayout:
    """Lay a renewal cell out: a bar that is full 90 days ahead, the days, the date."""
    top = rect.center().y() - BAR[1] // 2 + 1
    track = QRect(rect.left(), top, BAR[0], BAR[1])
    share = min(max(days, 0), AHEAD) / AHEAD
    filled = QRect(rect.left(), top, max(BAR[1], round(BAR[0] * share)) if days >= 0 else 0, BAR[1])
    left = rect.left() + BAR[0] + 10
    wide = max(30, days_width)
    words = QRect(left, rect.top(), wide, rect.height())
    date = QRect(left + wide + 8, rect.top(), rect.right() - left - wide - 7, rect.height())
    return RenewalLayout(track, filled, words, date, days <= SOON)


def has_dates(ink: Ink, wide: int) -> bool:
    """Whether renewal cells of a width show dates: all rows of a column do, or none does."""
    days, date = ink.width("000 d", ink.body), ink.width("30 Sep", ink.small)
    return wide >= BAR[0] + 10 + days + 8 + date


def renewal_cell(say: Callable[[Any], Renewal]) -> Paint:
    """Paint how far off the renewal is, dark when it is near."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        renewal = say(row)
        if renewal.days is None:
            write(painter, ink, rect, renewal.text, color="text3")
            return
        parts = renewal_layout(rect, renewal.days, ink.width(renewal.text, ink.body))
        _rounded(painter, parts.track, 2, ink.color("track"))
        if parts.filled.width():
            _rounded(painter, parts.filled, 2, ink.color("text" if parts.soon else "edge"))
        late = renewal.days < 0
        write(painter, ink, parts.days, renewal.text, color="notice" if late else "text")
        if has_dates(ink, rect.width()):
            write(painter, ink, parts.date, renewal.date, font=ink.small, color="text3")

    return paint


def touch_cell(say: Callable[[Any], str], late: Callable[[Any], bool]) -> Paint:
    """Paint how long ago something was, in the colour of notice when it is too long."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        if late(row):
            write(painter, ink, rect, say(row), font=ink.medium, color="notice")
        else:
            text = say(row)
            write(painter, ink, rect, text, color="text3" if text == DASH else "text2")

    return paint


Ticked = Literal["off", "on", "some"]


def paint_box(painter: QPainter, ink: Ink, rect: QRect, ticked: Ticked) -> None:
    """Paint a tick box of 16 pixels in the middle of `rect`."""
    box = QRectF(rect.center().x() - 7, rect.center().y() - 7, 16, 16)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ticked == "off":
        painter.setPen(QPen(ink.color("edge"), 1))
        painter.setBrush(ink.color("field"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink.color("accentfill"))
        painter.drawRoundedRect(box, 4, 4)
        icon = ink.pixmap("check" if ticked == "on" else "minus", "onaccent", 12)
        painter.drawPixmap(QPointF(box.left() + 2, box.top() + 2), icon)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def no_cell(*_: object) -> None:
    """Paint nothing: the table itself paints its boxes."""


def _rounded(painter: QPainter, rect: QRect, radius: float, color: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(rect), radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
