"""Rows of a list on a dashboard: lanes that drop out where it is narrow, badges, bars, texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import Band
from healthdesk.gui.parts.band_drawing import badge, band_dot
from healthdesk.gui.parts.delta import ARROW, GAP
from healthdesk.gui.parts.drawing import Align, Fill, Glyph, Stroke
from healthdesk.gui.parts.kit import Kit

T = TypeVar("T")
ROW: Final = 26.0
HEAD: Final = 22.0
BADGE: Final = 48.0
SHAPE: Final = 14.0
"""Widths of a lane with a band's badge, and with its shape alone."""
LOOKED: Final = 100
"""Rows by which it is told how wide a lane of names is."""
_GAP: Final = 10.0
_TRACK: Final = 4.0


@dataclass(frozen=True)
class Lane:
    """A column of a list.

    Attributes:
        wide: its width; for the one that stretches, the least.
        drop: the higher, the sooner it is left out where there is no room; 0 never is.
        least: the width it shrinks to before the one that stretches loses any; 0: it does not.
    """

    key: str
    title: str
    wide: float
    align: Align = "left"
    drop: int = 0
    stretch: bool = False
    least: float = 0.0


@dataclass(frozen=True)
class Cell:
    """What stands in a lane: a text, a band's badge with it, or a bar with a tick at `mark`.

    An icon stands before a text, as the arrow of a change.
    """

    text: str = ""
    color: str = "text"
    weight: int = 400
    band: Band | None = None
    share: float | None = None
    mark: float | None = None
    icon: str = ""


Placed = Sequence[tuple[Lane, float, float]]
"""Lanes with left edge and width."""


def placed(lanes: Sequence[Lane], wide: float) -> Placed:
    """The lanes that there is room for; the stretching one takes what is left."""
    kept = list(lanes)
    while _need(kept) > wide and any(one.drop for one in kept):
        kept.remove(max(kept, key=_drop))
    widths = {lane.key: lane.wide for lane in kept}
    for lane in kept:
        if lane.least and sum(widths.values()) + _GAP * (len(kept) - 1) > wide:
            widths[lane.key] = lane.least
    left = wide - sum(widths.values()) - _GAP * (len(kept) - 1)
    out, x = [], 0.0
    for lane in kept:
        width = widths[lane.key] + (left if lane.stretch else 0.0)
        width = max(min(width, wide - x), 0.0)
        out.append((lane, x, width))
        x += width + _GAP
    return out


def longest(kit: Kit, texts: Iterable[str], least: float, most: float, weight: int = 400) -> float:
    """How wide a lane of these texts wants to be."""
    wide = max((kit.wide(text, weight=weight) for text in texts), default=0.0) + 1
    return min(max(wide, least), most)


def _need(lanes: Sequence[Lane]) -> float:
    return sum(one.wide for one in lanes) + _GAP * (len(lanes) - 1)


def _drop(lane: Lane) -> int:
    return lane.drop


def head(
    kit: Kit,
    where: Placed,
    top: float,
    sort: str = "",
    *,
    pressed: str = "",
    downward: bool | None = None,
) -> None:
    """The names of the lanes over a line; `pressed` begins the keys of names to sort by.

    An arrow beside the name that is sorted by says which end comes first, where it is known.
    """
    for lane, left, wide in where:
        rect = QRectF(left, top, wide, HEAD - 4)
        chosen = lane.key == sort
        color = "text" if chosen else "text3"
        kit.write(rect, lane.title, color, "small", weight=500 if chosen else 400, align=lane.align)
        if chosen and downward is not None:
            _sorted(kit, rect, lane, downward=downward)
        if pressed and lane.title:
            kit.spot(rect, f"{pressed}{lane.key}", f"{lane.title}\nPress to sort by it")
    last = where[-1][1] + where[-1][2] if where else 0.0
    kit.sheet.strokes.append(Stroke(0, top + HEAD - 2, last, top + HEAD - 2, "border"))


def _sorted(kit: Kit, rect: QRectF, lane: Lane, *, downward: bool) -> None:
    """An arrow behind a name at the left, before one at the right."""
    wide = kit.wide(lane.title, "small", 500)
    if wide + ARROW + GAP > rect.width():
        return
    left = rect.right() - wide - GAP - ARROW if lane.align == "right" else rect.left() + wide + GAP
    place = QRectF(left, rect.center().y() - ARROW / 2, ARROW, ARROW)
    kit.sheet.glyphs.append(Glyph(place, "arrow-down" if downward else "arrow-up", "text2"))


def row(
    kit: Kit, where: Placed, top: float, cells: Mapping[str, Cell], *, high: float = ROW
) -> None:
    """One row of cells."""
    for lane, left, wide in where:
        cell = cells.get(lane.key)
        if cell is None or wide <= 0:
            continue
        rect = QRectF(left, top, wide, high)
        if cell.band is not None:
            _badge(kit, rect, cell)
        elif cell.share is not None:
            _bar(kit, rect, cell)
        else:
            kit.write(rect, cell.text, cell.color, weight=cell.weight, align=lane.align)
            _icon(kit, rect, cell)


def _icon(kit: Kit, rect: QRectF, cell: Cell) -> None:
    """An icon left of a text at the right."""
    left = rect.right() - kit.wide(cell.text, weight=cell.weight) - ARROW - GAP
    if cell.icon and left >= rect.left():
        place = QRectF(left, rect.center().y() - ARROW / 2, ARROW, ARROW)
        kit.sheet.glyphs.append(Glyph(place, cell.icon, cell.color))


def listed(  # noqa: PLR0917 - private to two widgets, each part named where it is called
    kit: Kit,
    lanes: Sequence[Lane],
    area: QRectF,
    some: Sequence[T],
    cells: Callable[[T], Mapping[str, Cell]],
    spot: Callable[[T], tuple[str, str]],
) -> None:
    """Rows from the top of an area, as many as it holds whole; a spot is its key and its tip."""
    where = [(lane, left + area.left(), wide) for lane, left, wide in placed(lanes, area.width())]
    for at, one in enumerate(some[: int(area.height() // ROW)]):
        line = QRectF(area.left(), area.top() + at * ROW, area.width(), ROW)
        row(kit, where, line.top(), cells(one))
        kit.spot(line, *spot(one))


def _badge(kit: Kit, rect: QRectF, cell: Cell) -> None:
    band, middle = cell.band, rect.center().y()
    if band is None:
        return
    if rect.width() >= 46:
        badge(kit.sheet, QPointF(rect.left(), middle), band, cell.text, kit.measure)
    else:
        kit.sheet.dots.append(band_dot(QPointF(rect.left() + 6, middle), band))


def _bar(kit: Kit, rect: QRectF, cell: Cell) -> None:
    top = rect.center().y() - _TRACK / 2
    track = QRectF(rect.left(), top, rect.width(), _TRACK)
    kit.sheet.fills.append(Fill(track, "track", radius=_TRACK / 2))
    share = min(max(cell.share or 0.0, 0.0), 1.0)
    if share > 0:
        part = QRectF(rect.left(), top, max(rect.width() * share, _TRACK), _TRACK)
        kit.sheet.fills.append(Fill(part, cell.color, radius=_TRACK / 2))
    if cell.mark is not None and 0 <= cell.mark <= 1:
        x = rect.left() + rect.width() * cell.mark
        kit.sheet.strokes.append(Stroke(x, top - 4, x, top + _TRACK + 4, "text2"))
