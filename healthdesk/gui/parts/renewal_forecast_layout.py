"""Where the months of a renewal forecast stand: name, number, range, figures.

Numbers in, drawing out. Not here: the widget (gui/widgets/renewal_forecast.py).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_forecast import RenewalForecast, Span
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, Fill, Stroke
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plot_table import Lines

HEAD, ROW = 20.0, 26.0
_COUNT, _MID, _BAR, _GAP = 26.0, 54.0, 10.0, 10.0
_NAME, _RANGE, _BAR_LEAST = 66.0, 104.0, 60.0
_LIGHT: Final = 0.35
_HEADS: Final = ("least, expected, most of what ends", "of what ends", "Range")


def fitting(shown: RenewalForecast, height: float) -> int:
    """How many months fit under the head, above the sums."""
    return max(int((height - HEAD - _foot(shown, height)) // ROW), 1)


def _foot(shown: RenewalForecast, height: float) -> float:
    high = ROW * len(shown.totals)
    return high if height >= HEAD + ROW + high else 0.0


class _Place:
    """Where the columns stand: the range in figures gives way first, then the bar."""

    def __init__(self, wide: float, most: float) -> None:
        rest = wide - _NAME - _COUNT - _MID - 3 * _GAP
        self.range = _RANGE if rest - _RANGE - _GAP >= _BAR_LEAST else 0.0
        self.bar = max(rest - (self.range + _GAP if self.range else 0.0), 0.0)
        self.wide, self.most = wide, most
        self.count = _NAME + _GAP
        self.left = self.count + _COUNT + _GAP
        self.mid = self.left + self.bar + _GAP


def ranges(shown: RenewalForecast, first: int, room: QSizeF, kit: Kit) -> Drawing:
    """Head, months from one on, sums."""
    place = _Place(room.width(), shown.most)
    _head(kit, place)
    rows = shown.rows[first : first + fitting(shown, room.height())]
    many = len({one.currency for one in shown.rows}) > 1
    for at, one in enumerate(rows):
        name = kit.words.month(one.month, year=True)
        told = f"{name} {one.currency}" if many else name
        _row(kit, one, told, HEAD + at * ROW, place)
    if _foot(shown, room.height()):
        top = HEAD + len(rows) * ROW
        kit.sheet.strokes.append(Stroke(0, top, place.wide, top, "border"))
        for at, one in enumerate(shown.totals):
            _row(kit, one, f"All {one.currency}" if many else "All", top + at * ROW, place)
    return kit.done(room.width(), room.height())


def _head(kit: Kit, place: _Place) -> None:
    high = HEAD - 4
    kit.write(QRectF(0, 0, _NAME, high), "Month", "text3", "small")
    kit.write(QRectF(place.count, 0, _COUNT, high), "No.", "text3", "small", align="right")
    if place.bar >= _BAR_LEAST:
        rect = QRectF(place.left, 0, place.bar, high)
        told = next((one for one in _HEADS if kit.wide(one, "small") <= place.bar), _HEADS[-1])
        kit.write(rect, told, "text3", "small")
    rect = QRectF(place.mid, 0, _MID, high)
    kit.write(rect, "Expected", "text3", "small", align="right")
    if place.range:
        rect = QRectF(place.wide - place.range, 0, place.range, high)
        kit.write(rect, "Least to most", "text3", "small", align="right")
    kit.sheet.strokes.append(Stroke(0, HEAD - 2, place.wide, HEAD - 2, "border"))


def _row(kit: Kit, one: Span, name: str, top: float, place: _Place) -> None:
    words, alpha = kit.words, kit.faded(one.key)
    color, weight = "text" if alpha == 1 else "text3", 600 if not one.month else 400
    kit.write(QRectF(0, top, _NAME, ROW), name, color, weight=weight)
    kit.write(
        QRectF(place.count, top, _COUNT, ROW), words.number(one.count), "text2", align="right"
    )
    if one.month:
        _bar(kit, one, QRectF(place.left, top + (ROW - _BAR) / 2, place.bar, _BAR), place.most)
    mid = QRectF(place.mid, top, _MID, ROW)
    kit.write(mid, words.money(one.mid, one.currency), color, weight=600, align="right")
    if place.range:
        rect = QRectF(place.wide - place.range, top, place.range, ROW)
        kit.write(rect, _between(one, words), "text2", "small", align="right")
    key = f"{MARK}{one.key}" if one.month else ""
    kit.spot(QRectF(0, top, place.wide, ROW), key, _tip(one, name, words))


def _bar(kit: Kit, one: Span, rect: QRectF, most: float) -> None:
    """What ends as a track; the least filled, up to the most lighter, a tick at the expected."""
    if rect.width() < 1 or not most:
        return
    alpha, fills = kit.faded(one.key), kit.sheet.fills

    def wide(value: float) -> float:
        return rect.width() * min(value / most, 1.0)

    fills.append(Fill(QRectF(rect.left(), rect.top(), max(wide(one.due), 1), _BAR), "track"))
    high = QRectF(rect.left(), rect.top(), wide(one.high), _BAR)
    fills.append(Fill(high, "accent", alpha=_LIGHT * alpha))
    low = QRectF(rect.left(), rect.top(), wide(one.low), _BAR)
    fills.append(Fill(low, "accent", alpha=alpha))
    x = rect.left() + wide(one.mid)
    kit.sheet.strokes.append(Stroke(x, rect.top() - 3, x, rect.bottom() + 3, "text", 1.5))


def _between(one: Span, words: Words) -> str:
    low, high = words.money(one.low, one.currency), words.money(one.high, one.currency)
    return f"{low} to {high}"


def _tip(one: Span, name: str, words: Words) -> str:
    whole = {
        "renewals": words.number(one.count),
        "ARR that ends": words.money(one.due, one.currency, short=False),
        "least": words.money(one.low, one.currency, short=False),
        "expected": words.money(one.mid, one.currency, short=False),
        "most": words.money(one.high, one.currency, short=False),
        "nothing said": words.number(one.silent) if one.silent else "",
        "worth not known": words.number(one.unknown) if one.unknown else "",
    }
    told = [f"{key}: {value}" for key, value in whole.items() if value]
    return "\n".join([name, *told, *(["Press: only these"] if one.month else [])])


def lines(shown: RenewalForecast, words: Words) -> tuple[tuple[str, ...], Lines]:
    """The same as a table."""
    head = ("Month", "Currency", "Renewals", "ARR that ends", "Least", "Expected", "Most",
            "Nothing said", "Worth not known")  # fmt: skip
    out = tuple(
        (
            words.month(one.month, year=True) if one.month else "All",
            one.currency,
            words.number(one.count),
            *(words.number(value) for value in (one.due, one.low, one.mid, one.high)),
            words.number(one.silent),
            words.number(one.unknown),
        )
        for one in (*shown.rows, *shown.totals)
    )
    return head, out
