"""Small drawings of the widgets for the gallery: what one looks like, not its data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from healthdesk.gui.base.theme import Theme

WIDE, HIGH = 56, 40
Bar = tuple[float, float, float, float, str]
"""Left, top, width, height in a field of 44 x 28, and the name of its colour."""
_BARS: Final[Mapping[str, tuple[Bar, ...]]] = {
    "portfolio_quality": (
        (0, 9, 20, 10, "strongfill"), (21, 9, 13, 10, "averagefill"), (35, 9, 5, 10, "poorfill"),
        (41, 9, 3, 10, "unknownfill"),
    ),
    "band_migration": (
        (0, 2, 5, 12, "strongfill"), (0, 16, 5, 10, "averagefill"),
        (39, 2, 5, 8, "strongfill"), (39, 12, 5, 8, "averagefill"), (39, 22, 5, 4, "poorfill"),
    ),
    "score_distribution": tuple(
        (1.0 + 6 * at, 28.0 - high, 5.0, float(high), color)
        for at, (high, color) in enumerate((
            (4, "poorfill"), (8, "poorfill"), (13, "averagefill"), (22, "averagefill"),
            (26, "strongfill"), (18, "strongfill"), (8, "strongfill"),
        ))
    ),
    "movers": (
        (0, 2, 30, 5, "downfill"), (0, 11, 22, 5, "downfill"), (0, 20, 14, 5, "upfill"),
    ),
    "arr_at_risk": (
        (0, 3, 30, 5, "poorfill"), (0, 11, 20, 5, "poorfill"), (20, 11, 16, 5, "s5"),
        (0, 19, 13, 5, "poorfill"),
    ),
    "renewal_calendar": (
        (2, 12, 6, 16, "averagefill"), (12, 4, 6, 24, "strongfill"), (22, 16, 6, 12, "poorfill"),
        (32, 2, 6, 26, "strongfill"),
    ),
    "segment_comparison": tuple(
        (left, top, wide, 5.0, color)
        for top, cuts in ((2.0, (28, 10, 6)), (11.0, (14, 12, 18)), (20.0, (34, 8, 2)))
        for left, wide, color in (
            (0.0, float(cuts[0] - 1), "strongfill"),
            (float(cuts[0]), float(cuts[1] - 1), "averagefill"),
            (float(cuts[0] + cuts[1]), float(cuts[2]), "poorfill"),
        )
    ),
    "usage_heat": tuple(
        (6.0 * x, 7.0 * y, 5.0, 6.0, color)
        for y, line in enumerate(("0010023", "0000000", "0110000", "0000045"))
        for x, color in enumerate(
            {"0": "z0", "1": "n1", "2": "n2", "3": "n3", "4": "p2", "5": "p3"}[one] for one in line
        )
    ),
    "renewal_forecast": (
        (0, 2, 40, 6, "track"), (0, 2, 30, 6, "accentsoft"), (0, 2, 18, 6, "accent"),
        (0, 12, 44, 6, "track"), (0, 12, 38, 6, "accentsoft"), (0, 12, 26, 6, "accent"),
        (0, 22, 28, 6, "track"), (0, 22, 20, 6, "accentsoft"), (0, 22, 8, 6, "accent"),
    ),
    "explore": tuple(
        (9.0 * x, 8.0 * y, 8.0, 7.0, color)
        for y, line in enumerate(("00132", "01210", "23100"))
        for x, color in enumerate(
            {"0": "track", "1": "accentsoft", "2": "s1", "3": "accent"}[one] for one in line
        )
    ),
    "feature_adoption": (
        (0, 2, 44, 4, "track"), (0, 2, 38, 4, "s1"), (0, 9, 44, 4, "track"), (0, 9, 27, 4, "s1"),
        (0, 16, 44, 4, "track"), (0, 16, 19, 4, "s1"), (0, 23, 44, 4, "track"),
        (0, 23, 9, 4, "s1"),
    ),
    "csat": (
        (0, 3, 30, 6, "upfill"), (31, 3, 5, 6, "edge"), (37, 3, 7, 6, "downfill"),
    ),
    "voices": (
        (0, 2, 4, 4, "upfill"), (7, 2, 34, 3, "edge"), (7, 7, 24, 3, "track"),
        (0, 17, 4, 4, "downfill"), (7, 17, 30, 3, "edge"), (7, 22, 36, 3, "track"),
    ),
    "tickets": (
        (1, 16, 7, 12, "s1"), (10, 10, 7, 18, "s1"), (19, 14, 7, 14, "s1"), (28, 6, 7, 22, "s1"),
        (28, 6, 7, 7, "downfill"), (37, 18, 7, 10, "s1"),
    ),
    "human_touches": (
        (1, 10, 7, 18, "s2"), (10, 6, 7, 22, "s2"), (19, 12, 7, 16, "s2"), (28, 14, 7, 14, "s2"),
        (1, 20, 7, 8, "s1"), (10, 18, 7, 10, "s1"), (19, 22, 7, 6, "s1"), (28, 23, 7, 5, "s1"),
        (37, 16, 7, 12, "s2"), (37, 24, 7, 4, "s1"),
    ),
    "silent_accounts": (
        (0, 3, 40, 3, "accentfill"), (0, 11, 30, 3, "accentfill"), (0, 19, 22, 3, "accentfill"),
    ),
    "contact_coverage": (
        (0, 2, 8, 4, "noticefill"), (0, 9, 5, 4, "noticefill"), (0, 16, 40, 4, "s1"),
        (0, 23, 26, 4, "s1"),
    ),
    "tasks_due": (
        (0, 1, 6, 6, "edge"), (10, 3, 30, 3, "edge"), (0, 11, 6, 6, "edge"),
        (10, 13, 22, 3, "edge"), (0, 21, 6, 6, "noticefill"), (10, 23, 27, 3, "noticefill"),
    ),
    "play_activity": (
        (0, 1, 5, 5, "s1"), (8, 2, 10, 3, "edge"), (24, 1, 5, 5, "strongfill"),
        (32, 2, 10, 3, "edge"), (0, 10, 40, 4, "s1"), (0, 17, 26, 4, "s1"), (26, 17, 8, 4, "s2"),
        (0, 24, 15, 4, "s1"),
    ),
    "goal_progress": (
        (0, 5, 44, 6, "track"), (0, 5, 30, 6, "s1"), (34, 2, 2, 12, "text"),
    ),
    "accounts_table": (
        (0, 1, 44, 4, "track"), (0, 9, 18, 3, "edge"), (32, 9, 12, 3, "edge"),
        (0, 16, 24, 3, "edge"), (34, 16, 10, 3, "edge"), (0, 23, 15, 3, "edge"),
        (30, 23, 14, 3, "edge"),
    ),
    "note": (
        (0, 2, 26, 4, "text2"), (0, 10, 44, 3, "edge"), (0, 16, 40, 3, "edge"),
        (0, 22, 30, 3, "edge"),
    ),
}  # fmt: skip
_LINES: Final[Mapping[str, tuple[tuple[str, tuple[int, ...]], ...]]] = {
    "health_over_time": (("strong", (5, 6, 5, 7, 6)), ("average", (15, 16, 14, 13, 11)),
                         ("poor", (24, 23, 24, 22, 21))),
    "usage_trend": (("s1", (18, 14, 16, 9, 11, 5, 7)), ("edge", (22, 21, 20, 20, 19, 18, 18))),
    "nps": (("s1", (10, 6, 8, 12, 20)),),
    "csat": (("s1", (19, 20, 23, 21, 17)),),
    "goal_progress": (("s1", (25, 22, 23, 19, 18)),),
    "dips_and_rises": (("text2", (8, 9, 7, 8, 22, 20, 9, 8, 7)),),
    "band_migration": (("edge", (6, 8, 14, 17)), ("edge", (20, 18, 10, 6)),
                       ("poor", (22, 23, 24, 25))),
}  # fmt: skip
_DOTS: Final[Mapping[str, tuple[tuple[int, int, str], ...]]] = {
    "health_arr": (
        (6, 22, "poorfill"), (13, 17, "averagefill"), (20, 20, "averagefill"),
        (26, 10, "strongfill"), (33, 14, "strongfill"), (39, 5, "strongfill"),
    ),
}  # fmt: skip


def paint_picture(painter: QPainter, theme: Theme, kind: str, at: QRectF) -> None:
    """Draw the picture of a kind of widget in a frame; one that is not known is a grey frame."""
    painter.save()
    painter.setPen(QPen(theme.color("border"), 1))
    painter.setBrush(theme.color("surface"))
    painter.drawRoundedRect(at.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setClipRect(at.adjusted(1, 1, -1, -1))
    scale = min(at.width() / WIDE, at.height() / HIGH)
    painter.translate(at.center().x() - 22 * scale, at.center().y() - 14 * scale)
    painter.scale(scale, scale)
    for paint in (_paint_bars, _paint_lines, _paint_dots):
        paint(painter, theme, kind)
    if kind == "number":
        painter.setFont(theme.font("body", 600))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(-4, 0, 52, 28), Qt.AlignmentFlag.AlignCenter, "128")
    painter.restore()


def _paint_bars(painter: QPainter, theme: Theme, kind: str) -> None:
    for left, top, wide, high, color in _BARS.get(kind, ()):
        painter.fillRect(QRectF(left, top, wide, high), theme.color(color))


def _paint_lines(painter: QPainter, theme: Theme, kind: str) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, heights in _LINES.get(kind, ()):
        first, wide = (8.0, 28.0) if kind == "band_migration" else (0.0, 44.0)
        step = wide / (len(heights) - 1)
        points = QPolygonF([QPointF(first + step * at, high) for at, high in enumerate(heights)])
        painter.setPen(QPen(theme.color(color), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        if kind in ("nps", "csat", "goal_progress", "usage_trend") and color == "s1":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(color))
            painter.drawEllipse(points.last(), 2, 2)
        if kind == "dips_and_rises":
            painter.setPen(QPen(theme.color("downfill"), 1.5))
            painter.drawEllipse(QPointF(first + step * 4, 22), 3, 3)


def _paint_dots(painter: QPainter, theme: Theme, kind: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for x, y, color in _DOTS.get(kind, ()):
        painter.setBrush(theme.color(color))
        painter.drawEllipse(QPointF(x, y), 2.5, 2.5)


def has_picture(kind: str) -> bool:
    """Whether a kind of widget has a drawing of its own."""
    return kind == "number" or any(kind in known for known in (_BARS, _LINES, _DOTS))
