"""Where the columns and boxes of the renewal calendar stand; pure: figures in, a drawing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_money import Amounts, amounts
from healthdesk.core.domain.board_renewals import UP, Calendar, Renewing, Week
from healthdesk.core.domain.forecast import CATEGORY_WORDS
from healthdesk.core.domain.views import Band
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.amounts import fit_sums, gap, told
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.band_legend import LINE, legend_least, legend_line
from healthdesk.gui.parts.drawing import Drawing, Fill, Text
from healthdesk.gui.parts.kit import Kit

_AXIS: Final = 18.0
_BETWEEN: Final = 4.0
_LEAST, _TEXTED, _SHAPED = 12.0, 32.0, 14.0
"""Heights: of the lowest box, of one with shape and amount, of one with its shape."""


@dataclass(frozen=True)
class _Box:
    """One box of a column: an account, or all of a band where they are too many."""

    key: str
    mark: str
    band: Band
    amount: Amounts
    tip: str
    count: int = 1


def calendar_drawing(view: Calendar, room: QSizeF, kit: Kit) -> Drawing:
    """The line of bands, the columns of the weeks, their boxes, the axis."""
    wide, high, words = room.width(), room.height(), kit.words
    lead = f"{words.count(view.total.count, 'account')} · "
    room_of_sums = wide - legend_least(kit, view.bands)
    sums = fit_sums(told(view.total, words), room_of_sums, kit.measure, before=lead)
    sums = sums or words.count(view.total.count, "account")
    rest = gap(view.total, words)
    legend_line(kit, wide, view.bands, f"{sums}, {rest}" if rest else sums)
    top = LINE + 4
    field = QRectF(0, top, wide, max(high - top - _AXIS, 10.0))
    each = wide / max(len(view.weeks), 1)
    stacks = [_stack(week, field.height(), words) for week in view.weeks]
    most = max((sum(_size(box, view) for box in stack) for stack in stacks), default=0.0)
    for at, (week, stack) in enumerate(zip(view.weeks, stacks, strict=True)):
        column = QRectF(at * each, top, max(each - _BETWEEN, 2.0), field.height())
        now = week.first <= view.day < week.first + 7
        kit.sheet.fills.append(Fill(column, "accentsoft" if now else "z0"))
        if now:  # the ground alone is not seen in high contrast
            foot = QRectF(column.left(), column.bottom() - 2, column.width(), 2)
            kit.sheet.fills.append(Fill(foot, "accent"))
        if stack:
            place = QRectF(column.left(), top, column.width(), field.height() + _AXIS)
            kit.spot(place, f"mark:{week.key}", _week_tip(week, words))
            _boxes(kit, column, stack, _heights(stack, view, column.height(), most))
    _axis(kit, view, each, field.bottom(), wide)
    return kit.done(wide, high)


def _stack(week: Week, high: float, words: Words) -> list[_Box]:
    """A box for each renewal, from the foot up; a box for each band where they are too many."""
    if len(week.rows) * (_LEAST + 2) <= high:
        return [_one(week, row, words) for row in week.rows]
    return [
        _many(week, band, rows, words)
        for band in UP
        if (rows := [row for row in week.rows if row.band == band])
    ]


def _one(week: Week, row: Renewing, words: Words) -> _Box:
    score = "no score" if row.shown is None else f"{row.shown} {words.band(row.band)}"
    tip = (
        f"{row.name}\nRenews on: {words.day(row.day)}"
        f"\nARR that ends: {'not known' if row.arr is None else words.money(row.arr, row.currency)}"
        f"\nHealth: {score}\nForecast: {CATEGORY_WORDS.get(row.category, row.category)}"
        "\nPress to open the account"
    )
    amount = amounts([(row.arr, row.currency)])
    key = f"account:{row.account_id}\ncommercial"
    return _Box(key, f"{week.key}:{row.band}", row.band, amount, tip)


def _many(week: Week, band: Band, rows: list[Renewing], words: Words) -> _Box:
    amount = amounts((row.arr, row.currency) for row in rows)
    title = f"{words.count(len(rows), 'renewal')} in {words.band(band)}"
    tip = f"{title}\nWeek of: {words.day(week.first)}\nARR that ends: {told(amount, words)}"
    key = f"{week.key}:{band}"
    return _Box(f"mark:{key}", key, band, amount, f"{tip}\nPress to filter by them", len(rows))


def _size(box: _Box, view: Calendar) -> float:
    """What its height stands for: ARR in the calendar's currency; others are as low as can be."""
    return dict(box.amount.sums).get(view.total.currency, 0.0)


def _heights(stack: list[_Box], view: Calendar, high: float, most: float) -> list[float]:
    """Heights to scale, none below the least; together no more than the column."""
    scale = (high - 4) / most if most > 0 else 0.0
    found = [max(_size(box, view) * scale, _LEAST) for box in stack]
    room = high - 2 * (len(stack) - 1)
    over = sum(found) - room
    if over <= 0:
        return found
    spare = sum(one - _LEAST for one in found)
    share = over / spare if spare > 0 else 0.0
    if share >= 1:
        return [room / len(stack)] * len(stack)
    return [one - (one - _LEAST) * share for one in found]


def _boxes(kit: Kit, column: QRectF, stack: list[_Box], heights: list[float]) -> None:
    low = column.bottom()
    for box, tall in zip(stack, heights, strict=True):
        rect = QRectF(column.left(), low - tall, column.width(), tall)
        keys = (box.mark, box.mark.rpartition(":")[0], f"band:{box.band}")
        _box(kit, rect, box, max(kit.faded(key) for key in keys))
        low -= tall + 2


def _box(kit: Kit, rect: QRectF, box: _Box, alpha: float) -> None:
    name, sheet = box.band.lower(), kit.sheet
    sheet.fills.append(Fill(rect, f"{name}fill", alpha=alpha))
    inner = rect.adjusted(1, 1, -1, -1)
    sheet.fills.append(Fill(inner, f"{name}soft"))
    if box.amount.unknown == box.amount.count:
        sheet.fills.append(Fill(inner, name, hatched=True))
    kit.spot(rect, box.key, box.tip)
    text = _label(box, rect.width() - 4, kit)
    middle = rect.center()
    if rect.height() >= _TEXTED and text:
        sheet.dots.append(band_dot(QPointF(middle.x(), middle.y() - 8), box.band, 4.2, alpha))
        line = QRectF(rect.left() + 2, middle.y() - 1, rect.width() - 4, 16)
        sheet.texts.append(Text(line, text, name, "small", 400, "center", alpha=alpha))
    elif rect.height() >= _SHAPED and text and rect.width() >= kit.wide(text, "small") + 20:
        sheet.dots.append(band_dot(QPointF(rect.left() + 9, middle.y()), box.band, 3.6, alpha))
        line = QRectF(rect.left() + 17, middle.y() - 7, rect.width() - 19, 14)
        sheet.texts.append(Text(line, text, name, "small", 400, "center", alpha=alpha))
    elif rect.height() >= 9 and rect.width() >= 10:
        sheet.dots.append(band_dot(middle, box.band, 3.4, alpha))


def _label(box: _Box, wide: float, kit: Kit) -> str:
    """Its amount as wide as there is room: with its currency, without, or none."""
    words = kit.words
    if not box.amount.sums:
        return "?" if box.count == 1 else words.number(box.count)
    currency, amount = box.amount.sums[0]
    own = [words.money(amount, currency)]
    if len(box.amount.sums) == 1:
        own.append(words.money(amount))
    if box.count > 1:
        own = [f"{words.number(box.count)} · {one}" for one in own] + [words.number(box.count)]
    return next((one for one in own if kit.wide(one, "small") <= wide), "")


def _week_tip(week: Week, words: Words) -> str:
    found = amounts((row.arr, row.currency) for row in week.rows)
    ids = {row.account_id for row in week.rows}
    return (
        f"Week of {words.day(week.first)}\nAccounts: {words.number(len(ids))}"
        f"\nARR that ends: {told(found, words)}\nPress to filter by it"
    )


def _axis(kit: Kit, view: Calendar, each: float, top: float, wide: float) -> None:
    """Mondays below the columns, as many as there is room for."""
    labels = [kit.words.short_day(week.first) for week in view.weeks]
    need = max((kit.wide(one, "small") for one in labels), default=0.0) + 10
    step = max(1, -int(-need // each)) if each > 0 else 1
    for at in range(0, len(labels), step):
        width = kit.wide(labels[at], "small")
        if at * each + width <= wide:
            rect = QRectF(at * each, top + 2, width, _AXIS - 2)
            kit.sheet.texts.append(Text(rect, labels[at], "text3", "small"))
