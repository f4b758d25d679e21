"""Where the parts of a row of Today lie: numbers in, rectangles and texts out.

Not here: badges, which paint themselves into the rectangles given (change_list.py).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.today import TodayItem
from healthdesk.core.domain.views import Band
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.today import saying
from healthdesk.gui.pages.today.lines import ARROWS, FoldLine, HeadLine
from healthdesk.gui.parts.column_painters import spark_points
from healthdesk.gui.parts.delta import delta_color
from healthdesk.gui.parts.drawing import (
    Curve,
    Dot,
    Drawing,
    Fill,
    Glyph,
    Measure,
    Sheet,
    Text,
    fitted,
)

ROW, HEAD, FOLD = 60, 28, 36
FACTS, ACTIONS = 44, 40
OPENED = ROW + FACTS + ACTIONS
PAD, TEXT = 12, 158
NARROW_TEXT = 146
SPARK = QRectF(-214, 14, 80, 32)
"""From the right edge."""
DELTA = 41
NARROW, MIDDLE = 640, 780
"""Widths below which the line of scores is left out, and is a short one."""
SHORT_SPARK = QRectF(-182, 14, 48, 32)
TAG_ROOM = 0.42
"""The most that a tag takes of the line, where the name needs the rest."""
FACT_SHARES = (0.42, 0.25, 0.12, 0.21)


@dataclass(frozen=True)
class Badge:
    """A score in its place."""

    rect: QRectF
    band: Band
    text: str
    stale: bool = False
    mark: str = ""


@dataclass(frozen=True)
class RowLayout:
    """A row: its drawing, and the badges that paint themselves."""

    drawing: Drawing
    badges: tuple[Badge, ...] = ()


def head(line: HeadLine, width: float, measure: Measure) -> RowLayout:
    """The head of a group."""
    sheet = Sheet()
    icon, color = ARROWS[line.kind]
    sheet.glyphs.append(Glyph(QRectF(PAD, 8, 12, 12), icon, color))
    wide = measure(line.title, "small", 600)
    sheet.texts.append(Text(QRectF(32, 0, wide + 1, HEAD), line.title, "text", "small", 600))
    room = QRectF(32 + wide + 8, 0, max(0.0, width - wide - 40 - PAD), HEAD)
    sheet.texts.append(fitted(room, line.text, measure, "text3", "small"))
    return RowLayout(sheet.done(width, HEAD))


def fold(line: FoldLine, width: float, measure: Measure) -> RowLayout:
    """The line that unfolds what is folded."""
    sheet = Sheet()
    icon = "chevron-up" if line.unfolded else "chevron-down"
    sheet.glyphs.append(Glyph(QRectF(PAD, 10, 16, 16), icon, "accent"))
    room = QRectF(36, 0, width - 48, FOLD)
    sheet.texts.append(fitted(room, line.text, measure, "accent", weight=500))
    return RowLayout(sheet.done(width, FOLD))


def row(
    item: TodayItem, width: float, measure: Measure, words: Words, day: int, *, opened: bool
) -> RowLayout:
    """A row of 60 px; opened it goes on with facts, and leaves room for the actions."""
    sheet = Sheet()
    slim = width < NARROW
    spark = SHORT_SPARK if width < MIDDLE else SPARK
    badges = _badges(item, sheet)
    end = width - DELTA - 92 if slim else width + spark.left() - 16
    room = QRectF(TEXT, 0, max(40.0, end - TEXT), ROW)
    _words(sheet, item, room, measure, words)
    if not slim:
        _spark(sheet, item, spark.translated(width, 0))
    _delta(sheet, item, width, measure, words)
    sheet.glyphs.append(Glyph(QRectF(width - 28, 22, 16, 16), "chevron-right", "text3"))
    if opened:
        _facts(sheet, item, QRectF(TEXT, ROW, max(40.0, width - TEXT - PAD), FACTS), measure,
               (words, day))  # fmt: skip
    drawing = sheet.done(width, OPENED if opened else ROW)
    if opened:
        # On the ground of a chosen row a tag stands out as the surface does.
        fills = tuple(replace(one, color="surface") for one in drawing.fills)
        drawing = replace(drawing, fills=fills)
    return RowLayout(drawing, badges)


def _badges(item: TodayItem, sheet: Sheet) -> tuple[Badge, ...]:
    """From and to with an arrow between; without a score before, only what it is."""
    top = (ROW - 20) / 2
    said = DASH if item.shown_to is None else str(item.shown_to)
    mark = "cap" if item.capped else ""
    now = Badge(QRectF(PAD + 76, top, 66, 20), item.band_to, said, item.stale)
    if item.band_from is None and item.shown_from is None:
        return (Badge(QRectF(PAD, top, 66, 20), item.band_to, said, item.stale, mark),)
    was = DASH if item.shown_from is None else str(item.shown_from)
    sheet.glyphs.append(Glyph(QRectF(PAD + 55, top + 3, 14, 14), "arrow-right", "text3"))
    return (Badge(QRectF(PAD, top, 48, 20), item.band_from or "Unknown", was), now)


def _words(sheet: Sheet, item: TodayItem, room: QRectF, measure: Measure, words: Words) -> None:
    """Name, tag, ARR and renewal; the reason under them."""
    meta = saying.money_and_renewal(item, words)
    short = saying.money_and_renewal(item, words, short=True)
    tag = measure(item.tag, "small", 500) + 13 if item.tag else 0
    name = measure(item.name, "body", 600) + 1
    if tag and name + 8 + tag > room.width():
        tag = min(tag, max(room.width() * TAG_ROOM, room.width() - name - 8))
    name = min(name, room.width() - (tag + 8 if tag else 0))
    at, top = room.left(), 10.0
    sheet.texts.append(fitted(QRectF(at, top, name, 20), item.name, measure, "text", weight=600))
    at += name + 8
    if tag:
        sheet.fills.append(Fill(QRectF(at, top + 2, tag, 16), "track", radius=4))
        box = QRectF(at + 6, top + 2, tag - 12, 16)
        sheet.texts.append(fitted(box, item.tag, measure, "text2", "small", weight=500))
        at += tag + 8
    left = QRectF(at, top, max(0.0, room.right() - at), 20)
    if left.width() > 30:
        told = meta if measure(meta, "small", 400) <= left.width() else short
        line = fitted(left, told, measure, "text3", "small")
        sheet.texts.append(line if told is meta else replace(line, full=meta))
    told = saying.marked(item, words) or item.text
    sheet.texts.append(fitted(QRectF(room.left(), 30, room.width(), 20), told, measure, "text2"))


def _spark(sheet: Sheet, item: TodayItem, box: QRectF) -> None:
    runs = spark_points(item.line, box)
    color = "text3" if item.stale else "text2"
    for run in runs:
        sheet.curves.append(Curve(tuple(run), color))
    if runs:
        sheet.dots.append(Dot(runs[-1][-1], 2.5, color))
    else:
        rect = QRectF(min(box.left(), box.right() - 56), box.top(), 56, box.height())
        sheet.texts.append(Text(rect, "no scores", "text3", "small"))


def _delta(sheet: Sheet, item: TodayItem, width: float, measure: Measure, words: Words) -> None:
    """The move since the last look, and that of 28 days; grey where data is missing."""
    right = width - DELTA
    since = item.change if item.kind == "open" else item.move
    text = words.signed(since)
    color = "text3" if item.stale else delta_color(since)
    wide = measure(text, "body", 500)
    box = QRectF(right - wide - 1, 10, wide + 1, 20)
    sheet.texts.append(Text(box, text, color, "body", 500, "right"))
    if since:
        icon = "arrow-up" if since > 0 else "arrow-down"
        sheet.glyphs.append(Glyph(QRectF(box.left() - 14, 14, 12, 12), icon, color))
    under = "in 28 days" if item.kind == "open" else f"{words.signed(item.change)} in 28 days"
    if item.change is None:
        under = ""
    sheet.texts.append(
        Text(QRectF(right - 110, 30, 110, 20), under, "text3", "small", 400, "right")
    )


def _facts(
    sheet: Sheet,
    item: TodayItem,
    room: QRectF,
    measure: Measure,
    told: tuple[Words, int],
) -> None:
    """Main reason, last touch, coverage, next step: small names over values."""
    words, day = told
    facts = (
        ("Main reason", item.main_reason or "nothing stands out"),
        ("Last touch", saying.touch(item, words, day)),
        ("Coverage", words.percent(item.coverage)),
        ("Next step", item.next_step or "none planned"),
    )
    at = room.left()
    for (name, value), share in zip(facts, FACT_SHARES, strict=True):
        wide = room.width() * share
        sheet.texts.append(
            fitted(QRectF(at, room.top() - 2, wide - 12, 16), name, measure, "text3", "small")
        )
        sheet.texts.append(
            fitted(QRectF(at, room.top() + 15, wide - 12, 20), value, measure, "text")
        )
        at += wide


def points_inside(layout: RowLayout) -> bool:
    """Whether every curve stays within the row; for tests."""
    box = QRectF(0, 0, layout.drawing.width, layout.drawing.height)
    return all(
        point is None or box.contains(QPointF(point))
        for curve in layout.drawing.curves
        for point in curve.points
    )
