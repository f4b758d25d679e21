"""What painted parts are made of: texts, fills, lines, icons as values, and their painter.

A layout function returns a `Drawing`: tests read it, the pointer looks into it.
Not here: what is drawn where (composition_layout.py, waterfall_layout.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from healthdesk.gui.base.theme import Role, Theme
from healthdesk.gui.base.words import one_line, with_hyphens
from healthdesk.gui.parts.hatch import hatch_brush
from healthdesk.gui.parts.strips import draw_band, draw_line

Measure = Callable[[str, Role, int], float]
"""Width in pixels of a text in a role and weight."""
Align = Literal["left", "right", "center"]

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
# Without DontClip the overhang of a glyph loses its edge pixel at fractional ratios.
_LINE = Qt.TextFlag.TextSingleLine.value | Qt.TextFlag.TextDontClip.value


@dataclass(frozen=True)
class Text:
    """One line of text; `full` is the whole of it where `text` had to be elided."""

    rect: QRectF
    text: str
    color: str = "text"
    role: Role = "body"
    weight: int = 400
    align: Align = "left"
    full: str = ""
    alpha: float = 1.0


@dataclass(frozen=True)
class Fill:
    """A rectangle of one theme colour, or hatched for what is missing."""

    rect: QRectF
    color: str
    hatched: bool = False
    radius: float = 0.0
    alpha: float = 1.0


@dataclass(frozen=True)
class Stroke:
    """A straight line; `dashes` are pen-width multiples, empty for solid."""

    x1: float
    y1: float
    x2: float
    y2: float
    color: str
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Curve:
    """A line through points; a None breaks it where there is no data."""

    points: tuple[QPointF | None, ...]
    color: str
    width: float = 1.25
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Area:
    """What lies between two lines, each point of one above a point of the other."""

    top: tuple[QPointF, ...]
    foot: tuple[QPointF, ...]
    color: str
    alpha: float = 1.0


Shape = Literal["circle", "square", "triangle", "diamond"]


@dataclass(frozen=True)
class Dot:
    """A small shape around a point: filled, or outlined in `line` on `fill`."""

    center: QPointF
    radius: float
    fill: str
    line: str = ""
    shape: Shape = "circle"
    alpha: float = 1.0


@dataclass(frozen=True)
class Glyph:
    """An icon of the theme, square."""

    rect: QRectF
    icon: str
    color: str = "text3"


@dataclass(frozen=True)
class Spot:
    """A place that answers the pointer: `key` says what it is, `tip` what to show."""

    rect: QRectF
    key: str
    tip: str = ""


@dataclass(frozen=True)
class Drawing:
    """Everything a painted part shows, in pixels from its top left."""

    width: float
    height: float
    fills: tuple[Fill, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    curves: tuple[Curve, ...] = ()
    dots: tuple[Dot, ...] = ()
    glyphs: tuple[Glyph, ...] = ()
    texts: tuple[Text, ...] = ()
    spots: tuple[Spot, ...] = ()
    areas: tuple[Area, ...] = ()

    def spot(self, point: QPointF) -> Spot | None:
        """The topmost (last laid) spot under a point."""
        return next((spot for spot in reversed(self.spots) if spot.rect.contains(point)), None)

    def moved(self, dx: float, dy: float) -> Drawing:
        """The same drawing elsewhere."""
        by = QPointF(dx, dy)
        return Drawing(
            self.width,
            self.height,
            tuple(replace(fill, rect=fill.rect.translated(by)) for fill in self.fills),
            tuple(
                replace(line, x1=line.x1 + dx, x2=line.x2 + dx, y1=line.y1 + dy, y2=line.y2 + dy)
                for line in self.strokes
            ),
            tuple(
                replace(curve, points=tuple(None if p is None else p + by for p in curve.points))
                for curve in self.curves
            ),
            tuple(replace(dot, center=dot.center + by) for dot in self.dots),
            tuple(replace(glyph, rect=glyph.rect.translated(by)) for glyph in self.glyphs),
            tuple(replace(text, rect=text.rect.translated(by)) for text in self.texts),
            tuple(replace(spot, rect=spot.rect.translated(by)) for spot in self.spots),
            tuple(
                replace(
                    area,
                    top=tuple(p + by for p in area.top),
                    foot=tuple(p + by for p in area.foot),
                )
                for area in self.areas
            ),
        )

    def tip(self, point: QPointF) -> str:
        """What to tell about a point: the full text under it, else its spot's words."""
        for text in self.texts:
            if text.full and text.rect.contains(point):
                return text.full
        spot = self.spot(point)
        return spot.tip if spot else ""


@dataclass
class Sheet:
    """A drawing being made: layouts append to its lists and `done` freezes them."""

    fills: list[Fill] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    def add(self, other: Drawing) -> None:
        """Lay another drawing over this one."""
        self.fills.extend(other.fills)
        self.strokes.extend(other.strokes)
        self.curves.extend(other.curves)
        self.dots.extend(other.dots)
        self.glyphs.extend(other.glyphs)
        self.texts.extend(other.texts)
        self.spots.extend(other.spots)
        self.areas.extend(other.areas)

    def done(self, width: float, height: float) -> Drawing:
        """The finished drawing."""
        return Drawing(
            width,
            height,
            tuple(self.fills),
            tuple(self.strokes),
            tuple(self.curves),
            tuple(self.dots),
            tuple(self.glyphs),
            tuple(self.texts),
            tuple(self.spots),
            tuple(self.areas),
        )


def elide(text: str, width: float, measure: Measure, role: Role = "body", weight: int = 400) -> str:
    """The text, or as much of its start as fits with an ellipsis; empty if not even that fits."""
    text = one_line(text)
    if measure(text, role, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + "…", role, weight) <= width:
            low = middle
        else:
            high = middle - 1
    kept = text[:low].rstrip()
    return f"{kept}…" if kept or measure("…", role, weight) <= width else ""


def in_lines(text: str, width: float, measure: Measure, most: int) -> tuple[str, ...]:
    """The text parted between words into so many lines at most; the last may be wider."""
    words, made = one_line(text).split(" "), list[str]()
    while words and len(made) < most - 1:
        count = 1
        while count < len(words) and measure(" ".join(words[: count + 1]), "body", 400) <= width:
            count += 1
        made.append(" ".join(words[:count]))
        words = words[count:]
    return (*made, " ".join(words)) if words else tuple(made)


def fitted(
    rect: QRectF,
    text: str,
    measure: Measure,
    color: str = "text",
    role: Role = "body",
    *,
    weight: int = 400,
    align: Align = "left",
) -> Text:
    """A text that stays inside its rectangle, elided with its whole kept for the tooltip."""
    shown = elide(text, rect.width(), measure, role, weight)
    return Text(rect, shown, color, role, weight, align, full=text if shown != text else "")


def ink(text: Text, measure: Measure) -> QRectF:
    """The part of a text's rectangle that its letters cover, for tests that nothing overlaps."""
    width = measure(text.text, text.role, text.weight)
    left = text.rect.left()
    if text.align == "right":
        left = text.rect.right() - width
    elif text.align == "center":
        left = text.rect.center().x() - width / 2
    return QRectF(left, text.rect.top(), width, text.rect.height())


def even_figures(text: str) -> bool:
    """Whether figures should be of one width; not beside a hyphen, which would stretch too."""
    return "-" not in text and any(letter.isdigit() for letter in text)


class FontMeasure:
    """Text widths by the theme's fonts; made once a widget, remembers what it measured."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._metrics: dict[tuple[Role, int, bool], QFontMetricsF] = {}
        self._widths: dict[tuple[str, Role, int], float] = {}

    def __call__(self, text: str, role: Role, weight: int) -> float:
        """Width of the text in pixels."""
        key = (text, role, weight)
        if key not in self._widths:
            kind = (role, weight, even_figures(text))
            if kind not in self._metrics:
                font = self._theme.font(role, weight, tabular=kind[2])
                self._metrics[kind] = QFontMetricsF(font)
            self._widths[key] = self._metrics[kind].horizontalAdvance(one_line(text))
        return self._widths[key]


def paint(painter: QPainter, drawing: Drawing, theme: Theme, clip: QRectF | None = None) -> None:
    """Paint a drawing in the theme's colours; only what touches `clip`, if given."""
    _paint_fills(painter, drawing, theme, clip)
    for area in drawing.areas:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setBrush(theme.color(area.color, area.alpha))
        draw_band(painter, area.top, area.foot)
    _paint_lines(painter, drawing, theme)
    for glyph in drawing.glyphs:
        if clip is None or clip.intersects(glyph.rect):
            size = round(glyph.rect.width())
            # Drawn larger, an icon is made larger: a picture that is stretched loses its lines.
            ratio = painter.device().devicePixelRatioF() * painter.worldTransform().m11()
            pixmap = theme.pixmap(glyph.icon, glyph.color, size, ratio)
            painter.drawPixmap(glyph.rect.topLeft(), pixmap)
    _paint_texts(painter, drawing, theme, clip)


def _paint_fills(painter: QPainter, drawing: Drawing, theme: Theme, clip: QRectF | None) -> None:
    hatch = hatch_brush(theme, painter.device().devicePixelRatioF())
    painter.setPen(Qt.PenStyle.NoPen)
    for fill in drawing.fills:
        if clip is not None and not clip.intersects(fill.rect):
            continue
        if fill.hatched:
            painter.setBrushOrigin(fill.rect.topLeft())
            painter.fillRect(fill.rect, hatch)
        elif fill.radius:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            painter.setBrush(theme.color(fill.color, fill.alpha))
            painter.drawRoundedRect(fill.rect, fill.radius, fill.radius)
        else:
            painter.fillRect(fill.rect, theme.color(fill.color, fill.alpha))


def _paint_lines(painter: QPainter, drawing: Drawing, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for stroke in drawing.strokes:
        painter.setPen(stroke_pen(theme.color(stroke.color), stroke.width, stroke.dashes))
        painter.drawLine(QPointF(stroke.x1, stroke.y1), QPointF(stroke.x2, stroke.y2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    for curve in drawing.curves:
        pen = stroke_pen(theme.color(curve.color), curve.width, curve.dashes)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for run in runs(curve.points):
            if curve.dashes:  # they are counted from the line's beginning
                painter.drawPolyline(QPolygonF(run))
            else:
                draw_line(painter, run)
    for dot in drawing.dots:
        line = theme.color(dot.line, dot.alpha) if dot.line else None
        painter.setPen(Qt.PenStyle.NoPen if line is None else QPen(line, 1.5))
        painter.setBrush(theme.color(dot.fill, dot.alpha))
        painter.drawPath(dot_path(dot))


def _paint_texts(painter: QPainter, drawing: Drawing, theme: Theme, clip: QRectF | None) -> None:
    fonts: dict[tuple[Role, int, bool], QFont] = {}
    for text in drawing.texts:
        if clip is not None and not clip.intersects(text.rect):
            continue
        key = (text.role, text.weight, even_figures(text.full or text.text))
        if key not in fonts:
            fonts[key] = theme.font(text.role, text.weight, tabular=key[2])
        painter.setFont(fonts[key])
        painter.setPen(theme.color(text.color, text.alpha))
        flags = _ALIGN[text.align] | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text.rect, flags.value | _LINE, with_hyphens(one_line(text.text)))


def dot_path(dot: Dot) -> QPainterPath:
    """The outline of a small shape."""
    path = QPainterPath()
    at, size = dot.center, dot.radius
    if dot.shape == "circle":
        path.addEllipse(at, size, size)
    elif dot.shape == "square":
        path.addRect(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
    else:
        ends = [QPointF(0, -size), QPointF(size, size), QPointF(-size, size)]
        if dot.shape == "diamond":
            ends = [QPointF(0, -size), QPointF(size, 0), QPointF(0, size), QPointF(-size, 0)]
        path.addPolygon(QPolygonF([at + end for end in ends]))
        path.closeSubpath()
    return path


def stroke_pen(color: QColor, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    """A pen with square ends, dashed where asked."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def runs(points: tuple[QPointF | None, ...]) -> list[list[QPointF]]:
    """The unbroken stretches of a curve; a lone point becomes a run of two, so that it shows."""
    out: list[list[QPointF]] = [[]]
    for point in points:
        if point is None:
            out.append([])
        else:
            out[-1].append(point)
    return [run if len(run) > 1 else [run[0], run[0] + QPointF(1, 0)] for run in out if run]
