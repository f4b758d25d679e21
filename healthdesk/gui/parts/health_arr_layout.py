"""Where accounts stand by score and ARR; pure: figures in, a drawing out."""

from __future__ import annotations

import re
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
_APART: Final = 26.0
"""Pixels between the lines of amounts."""
_ZEROS: Final = re.compile(r"[.,]0+(?=\D*$)")


def points_drawing(view: Points, room: QSizeF, kit: Kit) -> Drawing:
    """Bands, axes, thresholds, dots."""
    wide, high = room.width(), room.height()
    legend_line(kit, wide, view.bands, _left_out(view, kit.words))
    stops = _stops(view.rows)
    labels = [_amount(one, view.currency, kit.words) for one in stops]
    left = max(kit.wide(one, "small") for one in labels) + 8
    top = LINE + 8
    field = QRectF(left, top, max(wide - left - 8, 10.0), max(high - top - _AXIS, 10.0))
    _money_axis(kit, field, stops, labels)
    _score_axis(kit, field, view)
    _dots(kit, field, view, (log10(stops[0]), log10(stops[-1])))
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


def _stops(rows: tuple[AccountRow, ...]) -> tuple[float, ...]:
    """Amounts of 1, 2 and 5 times a power of ten, from below the least ARR to above the most."""
    known = [row.arr for row in rows if row.arr]
    if not known:
        return (1e3, 1e4)
    least, most = min(known), max(known)
    powers = range(floor(log10(least)), ceil(log10(most)) + 1)
    every = [times * 10.0**power for power in powers for times in (1, 2, 5)]
    first = max((at for at, one in enumerate(every) if one <= least), default=0)
    last = next((at for at, one in enumerate(every) if one >= most), len(every) - 1)
    return tuple(every[min(first, max(last - 1, 0)) : max(last, first + 1) + 1])


def _amount(value: float, currency: str, words: Words) -> str:
    """A round amount for an axis: €1M, not €1.00M."""
    return _ZEROS.sub("", words.money(value, currency))


def _money_axis(kit: Kit, field: QRectF, stops: tuple[float, ...], labels: list[str]) -> None:
    """Lines at round amounts, the scale by powers of ten; as many as do not touch."""
    low, high = log10(stops[0]), log10(stops[-1])
    taken: list[float] = []
    tens = [at for at, one in enumerate(stops) if log10(one).is_integer()]
    for at in dict.fromkeys((*tens, 0, len(stops) - 1, *range(len(stops)))):
        y = field.bottom() - field.height() * (log10(stops[at]) - low) / (high - low)
        if any(abs(y - other) < _APART for other in taken):
            continue
        taken.append(y)
        kit.sheet.strokes.append(Stroke(field.left(), y, field.right(), y, "grid"))
        rect = QRectF(0, y - 7, field.left() - 8, 14)
        kit.sheet.texts.append(Text(rect, labels[at], "text3", "small", align="right"))


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


def _dots(kit: Kit, field: QRectF, view: Points, decades: tuple[float, float]) -> None:
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
