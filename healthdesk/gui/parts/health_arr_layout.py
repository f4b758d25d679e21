"""Where accounts stand by score and ARR; pure: figures in, a drawing out."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_rows import Points
from healthdesk.core.domain.views import AccountRow
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.band_legend import LINE, legend_line
from healthdesk.gui.parts.drawing import Drawing, Stroke, Text
from healthdesk.gui.parts.kit import Kit

_AXIS: Final = 18.0
_FEW, _MANY = 120, 600
"""Accounts up to which dots are large; beyond which they are small."""
_SAME: Final = 3.0
"""Pixels within which dots of one band are drawn once."""
_REACH: Final = 5.0


def points_drawing(view: Points, room: QSizeF, kit: Kit) -> Drawing:
    """Bands, axes, thresholds, dots."""
    wide, high = room.width(), room.height()
    legend_line(kit, wide, view.bands, _left_out(view, kit.words))
    low, top_power = _decades(view.rows)
    labels = [kit.words.money(10.0**power, view.currency) for power in range(low, top_power + 1)]
    left = max(kit.wide(one, "small") for one in labels) + 8
    top = LINE + 8
    field = QRectF(left, top, max(wide - left - 8, 10.0), max(high - top - _AXIS, 10.0))
    _money_axis(kit, field, labels)
    _score_axis(kit, field, view)
    _dots(kit, field, view, (low, top_power))
    return kit.done(wide, high)


def _left_out(view: Points, words: Words) -> str:
    """How many are not drawn, and for want of what."""
    parts = [
        (view.no_arr, "without ARR"),
        (view.no_score, "without a score"),
        (view.other_money, "in other currencies"),
    ]
    told = [f"{words.number(count)} {what}" for count, what in parts if count]
    return f"not shown: {', '.join(told)}" if told else words.count(len(view.rows), "account")


def _decades(rows: tuple[AccountRow, ...]) -> tuple[int, int]:
    """Powers of ten around the ARR of the accounts, at least one step."""
    known = [row.arr for row in rows if row.arr]
    if not known:
        return (3, 4)
    low, high = floor(log10(min(known))), ceil(log10(max(known)))
    return (low, max(high, low + 1))


def _money_axis(kit: Kit, field: QRectF, labels: list[str]) -> None:
    """Lines at powers of ten, as many names as do not touch."""
    step = field.height() / max(len(labels) - 1, 1)
    every = max(1, ceil(16 / step)) if step > 0 else 1
    for at, label in enumerate(labels):
        y = field.bottom() - at * step
        kit.sheet.strokes.append(Stroke(field.left(), y, field.right(), y, "grid"))
        if at % every == 0:
            rect = QRectF(0, y - 7, field.left() - 8, 14)
            kit.sheet.texts.append(Text(rect, label, "text3", "small", align="right"))


def _score_axis(kit: Kit, field: QRectF, view: Points) -> None:
    """0 to 100, and where Strong and Average begin, where all profiles agree on it."""
    top = field.bottom() + 3
    marks = {0: "0", 50: "50", 100: "100"}
    if len(view.thresholds) == 1:
        strong, average = view.thresholds[0]
        marks = {0: "0", round(average): f"{average:g}", round(strong): f"{strong:g}", 100: "100"}
        for score in (strong, average):
            x = _x(field, score)
            line = Stroke(x, field.top(), x, field.bottom(), "edge", 1.0, (3.0, 3.0))
            kit.sheet.strokes.append(line)
    taken = -1.0
    for score, label in sorted(marks.items()):
        wide = kit.wide(label, "small")
        left = min(max(_x(field, score) - wide / 2, 0.0), field.right() + 8 - wide)
        if left > taken:
            rect = QRectF(left, top, wide, _AXIS - 3)
            kit.sheet.texts.append(Text(rect, label, "text3", "small"))
            taken = left + wide + 6
    word = "score"
    wide, at = kit.wide(word, "small"), _x(field, 0) + 14
    if at + wide < _x(field, min(score for score in marks if score > 0)) - 12:
        kit.sheet.texts.append(Text(QRectF(at, top, wide, _AXIS - 3), word, "text3", "small"))


def _x(field: QRectF, score: float) -> float:
    return field.left() + field.width() * score / 100


def _dots(kit: Kit, field: QRectF, view: Points, decades: tuple[int, int]) -> None:
    low, high = decades
    count = len(view.rows)
    radius = 5.0 if count <= _FEW else 4.0 if count <= _MANY else 3.0
    seen: set[tuple[str, int, int]] = set()
    inner = field.adjusted(-_REACH, -_REACH, _REACH, _REACH)
    for row in view.rows:
        if not row.arr or row.score is None:
            continue
        share = (log10(row.arr) - low) / (high - low)
        at = QPointF(_x(field, row.score), field.bottom() - field.height() * share)
        place = (row.band, round(at.x() / _SAME), round(at.y() / _SAME))
        if place not in seen or count <= _MANY:
            seen.add(place)
            alpha = kit.faded(f"band:{row.band}") * (0.85 if count <= _MANY else 0.7)
            kit.sheet.dots.append(band_dot(at, row.band, radius, alpha))
        reach = QRectF(at.x() - _REACH, at.y() - _REACH, 2 * _REACH, 2 * _REACH)
        kit.spot(reach.intersected(inner), key_of(row), row.name)


def key_of(row: AccountRow) -> str:
    """What is pressed with the dot of an account."""
    return f"account:{row.account_id}\nhealth"


def tip_of(row: AccountRow, words: Words) -> str:
    """All that is told of an account under the pointer."""
    change = "not known" if row.change is None else f"{words.signed(row.change)} in 28 days"
    return (
        f"{row.name}\nHealth: {words.number(row.shown)} {words.band(row.band)}\nChange: {change}"
        f"\nARR: {words.money(row.arr, row.currency, short=False)}\nPress to open the account"
    )
