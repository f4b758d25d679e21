"""Any chart that turns into a table as a file or a report: drawn in light colours, with figures.

Not here: dashboards and their cards (pages/dashboards/taking.py), the menu (take_along.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from healthdesk import paths
from healthdesk.core.domain.inside_words import marks
from healthdesk.core.domain.report import Card
from healthdesk.core.domain.report_given import GivenCards
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.take_along import CHART, TABLE, TakeAlong
from healthdesk.gui.parts.card_values import typed
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.light import as_svg
from healthdesk.gui.parts.plot_table import TableSwitch

_COLUMNS, _LOW, _HIGH = 12, 3, 14
_PIXELS, _FLAT = 56.0, 0.72
"""Pixels of the screen on a column of paper; how high a row of paper is beside a column's width."""


def offer_chart(ui: Ui, switch: TableSwitch, at: QPoint) -> TakeAlong:
    """Open the menu of a chart; without a drawing its figures alone can be had."""
    maker = switch.findChild(TakeAlong) or TakeAlong(ui, switch)
    title = switch.accessibleName() or "Chart"
    formats = CHART if any(True for _ in _drawings(switch.drawn)) else TABLE
    give = partial(given_chart, ui, switch, title)
    maker.offer(at, title, give, formats)
    return maker


def given_chart(ui: Ui, switch: TableSwitch, title: str) -> GivenCards:
    """What a chart shows, as wide as the paper."""
    head, lines = switch.figures()
    drawing, size = whole(switch.drawn)
    svg = ""
    if drawing is not None:
        light = Theme(paths.resources(), switch, mode="light", colour_blind=ui.theme.colour_blind)
        svg = as_svg(drawing, size, light, title)
        light.deleteLater()
    wide, high = _COLUMNS, _HIGH
    if drawing is not None:
        wide = min(max(round(size.width() / _PIXELS), 4), _COLUMNS)
        high = round(wide * size.height() / size.width() / _FLAT) + 2
    rows = tuple(tuple(one) for one in lines)
    kinds, values = typed(rows, ui.words)
    card = Card(
        x=0,
        y=0,
        w=wide,
        h=min(max(high, _LOW), _HIGH),
        title=title,
        svg=svg,
        head=head,
        rows=rows,
        kinds=kinds,
        values=values,
        key="chart",
        inside=marks(switch.inside, title),
    )
    return GivenCards(title, (card,))


def whole(drawn: QWidget) -> tuple[Drawing | None, QSize]:
    """All drawings of a chart and of its parts as one, where they stand."""
    parts = list(_drawings(drawn))
    if not parts:
        return None, QSize()
    room = QRect()
    for _, rect in parts:
        room = room.united(rect)
    moved = [one.moved(rect.x() - room.x(), rect.y() - room.y()) for one, rect in parts]
    joined = Drawing(
        room.width(),
        room.height(),
        *(
            tuple(item for one in moved for item in getattr(one, name))
            for name in ("fills", "strokes", "curves", "dots", "glyphs", "texts", "spots", "areas")
        ),
    )
    return joined, room.size()


def _drawings(drawn: QWidget) -> Iterator[tuple[Drawing, QRect]]:
    """Every drawing, with the room of the part that shows it."""
    for part in (drawn, *drawn.findChildren(QWidget)):
        found = getattr(part, "drawings", None) or (getattr(part, "drawing", None),)
        rect = QRect(part.mapTo(drawn, QPoint(0, 0)) if part is not drawn else QPoint(0, 0),
                     part.size())  # fmt: skip
        for one in found:
            if isinstance(one, Drawing) and part.isVisibleTo(drawn) and not rect.isEmpty():
                yield one, rect
