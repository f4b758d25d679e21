"""Rows of a list on a dashboard: lanes that drop out where it is narrow, badges, bars, texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import Band
from healthdesk.gui.parts.band_drawing import badge, band_dot
from healthdesk.gui.parts.drawing import Align, Fill, Stroke
from healthdesk.gui.parts.kit import Kit

ROW: Final = 26.0
HEAD: Final = 22.0
_GAP: Final = 10.0
_TRACK: Final = 4.0


@dataclass(frozen=True)
class Lane:
    """A column of a list.

    Attributes:
        wide: its width; for the one that stretches, the least.
        drop: the higher, the sooner it is left out where there is no room; 0 never is.
    """

    key: str
    title: str
    wide: float
    align: Align = "left"
    drop: int = 0
    stretch: bool = False


@dataclass(frozen=True)
class Cell:
    """What stands in a lane: a text, a band's badge with it, or a bar with a tick at `mark`."""

    text: str = ""
    color: str = "text"
    weight: int = 400
    band: Band | None = None
    share: float | None = None
    mark: float | None = None


Placed = Sequence[tuple[Lane, float, float]]
"""Lanes with left edge and width."""


def placed(lanes: Sequence[Lane], wide: float) -> Placed:
    """The lanes that there is room for; the stretching one takes what is left."""
    kept = list(lanes)
    while _need(kept) > wide and any(one.drop for one in kept):
        kept.remove(max(kept, key=_drop))
    spare = max(wide - _need(kept), 0.0)
    over = max(_need(kept) - wide, 0.0)
    out, x = [], 0.0
    for lane in kept:
        width = lane.wide + (spare - over if lane.stretch else 0.0)
        width = max(min(width, wide - x), 0.0)
        out.append((lane, x, width))
        x += width + _GAP
    return out


def _need(lanes: Sequence[Lane]) -> float:
    return sum(one.wide for one in lanes) + _GAP * (len(lanes) - 1)


def _drop(lane: Lane) -> int:
    return lane.drop


def head(kit: Kit, where: Placed, top: float, sort: str = "", *, pressed: str = "") -> None:
    """The names of the lanes over a line; `pressed` begins the keys of names to sort by."""
    for lane, left, wide in where:
        rect = QRectF(left, top, wide, HEAD - 4)
        chosen = lane.key == sort
        color = "text" if chosen else "text3"
        kit.write(rect, lane.title, color, "small", weight=500 if chosen else 400, align=lane.align)
        if pressed and lane.title:
            kit.spot(rect, f"{pressed}{lane.key}", f"{lane.title}\nPress to sort by it")
    last = where[-1][1] + where[-1][2] if where else 0.0
    kit.sheet.strokes.append(Stroke(0, top + HEAD - 2, last, top + HEAD - 2, "border"))


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
