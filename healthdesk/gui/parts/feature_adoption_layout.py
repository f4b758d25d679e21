"""Where features stand with their bars, shares and changes; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_usage import FeatureAdoption, FeatureShare
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, Fill, Glyph, Measure, Sheet, Spot, Text, fitted
from healthdesk.gui.parts.face import MARK

ROW, BAR, FOOT, FEW = 24.0, 10.0, 18.0, 30
_NAME = 0.36
_BAR_LEAST = (24.0, 0.2, 90.0)
"""A bar's least width: in pixels, as a share of all, and again in pixels where there is room."""
_PRESS = "Press to narrow the board to them"
_NARROW = 260.0
"""Width under which the change has no room."""


def fitting(height: float, shown: FeatureAdoption) -> int:
    """How many features fit."""
    return max(int((height - _foot(shown)) // ROW), 1)


def _foot(shown: FeatureAdoption) -> float:
    return FOOT if note(shown) else 0.0


def note(shown: FeatureAdoption) -> str:
    """What is told under the bars: who is counted in none of them."""
    if not shown.unheard:
        return ""
    one = "1 account has" if shown.unheard == 1 else f"{shown.unheard} accounts have"
    return f"{one} no usage at all and {'is' if shown.unheard == 1 else 'are'} not counted"


def bars(
    shown: FeatureAdoption,
    first: int,
    room: QSizeF,
    measure: Measure,
    words: Words,
    *,
    faded: Callable[[str], float],
) -> Drawing:
    """A row a feature: name, bar, share, change."""
    sheet = Sheet()
    width = room.width()
    rows = shown.features[first : first + fitting(room.height(), shown)]
    wide = max((measure(one.name, "body", 400) for one in rows), default=0.0) + 10
    few = 0 < shown.accounts < FEW and not _counted(shown, width)
    share = measure("30 of 30" if few else "100 %", "body", 600) + 8
    change = 62.0 if width >= _NARROW else 0.0
    # Below thirty accounts the number stands beside the share.
    count = measure("30 of 30", "small", 400) + 8 if _counted(shown, width) else 0.0
    right = width - share - change - count
    bar = min(max(width * _BAR_LEAST[1], _BAR_LEAST[0]), _BAR_LEAST[2])
    left = min(wide, max(right - bar, width * _NAME))
    for number, one in enumerate(rows):
        top = ROW * number
        name = QRectF(0, top, left - 8, ROW - 2)
        sheet.texts.append(fitted(name, one.name, measure))
        lane = QRectF(left, top + (ROW - 2 - BAR) / 2, max(right - left - 8, 8.0), BAR)
        _bar(sheet, one, lane, shown, words, faded=faded)
        told = words.percent(one.share)
        if few and one.used is not None:
            told = f"{one.used} of {one.of}"
        place = QRectF(right, top, share - 4, ROW - 2)
        sheet.texts.append(Text(place, told, "text", "body", 600, "right"))
        if count and one.used is not None:
            place = QRectF(right + share, top, count - 4, ROW - 2)
            told = f"{one.used} of {one.of}"
            sheet.texts.append(Text(place, told, "text3", "small", 400, "right"))
        if change:
            _change(sheet, one, QRectF(width - change, top, change, ROW - 2), measure, words)
    told = note(shown)
    if told:
        place = QRectF(0, room.height() - 16, width, 16)
        sheet.texts.append(fitted(place, told, measure, "text3", "small"))
    return sheet.done(width, room.height())


def _counted(shown: FeatureAdoption, width: float) -> bool:
    return 0 < shown.accounts < FEW and width >= _NARROW + 60


def _bar(
    sheet: Sheet,
    one: FeatureShare,
    lane: QRectF,
    shown: FeatureAdoption,
    words: Words,
    *,
    faded: Callable[[str], float],
) -> None:
    """The two parts of a bar; hatched where nothing of the feature came."""
    if one.share is None or one.used is None:
        sheet.fills.append(Fill(lane, "track", hatched=True))
        told = f"{one.name}\nNot measured in {words.days(shown.days)}"
        sheet.spots.append(Spot(lane, "", told))
        return
    split = lane.width() * one.share
    used = QRectF(lane.left(), lane.top(), split, lane.height())
    rest = QRectF(lane.left() + split, lane.top(), lane.width() - split, lane.height())
    figures = "\n".join(_told(one, words))
    for part, key, color, count, word in (
        (used, f"used:{one.key}", "s1", one.used, "used it"),
        (rest, f"unused:{one.key}", "track", one.of - one.used, "did not use it"),
    ):
        if part.width() <= 0:
            continue
        sheet.fills.append(Fill(part, color, alpha=faded(key)))
        title = f"{one.name}, {words.count(count, 'account')} {word}"
        sheet.spots.append(Spot(_taller(part), f"{MARK}{key}", f"{title}\n{figures}\n{_PRESS}"))


def _taller(part: QRectF) -> QRectF:
    """A bar is pressed in the whole height of its row."""
    more = (ROW - 2 - BAR) / 2
    return part.adjusted(0, -more, 0, more)


def _told(one: FeatureShare, words: Words) -> list[str]:
    lines = [f"Used by: {words.number(one.used)} of {words.number(one.of)}"]
    lines.append(f"Share: {words.percent(one.share)}")
    before = "not measured" if one.before is None else words.percent(one.before)
    return [*lines, f"Period before: {before}"]


def _change(sheet: Sheet, one: FeatureShare, place: QRectF, measure: Measure, words: Words) -> None:
    """An arrow and points; nothing is a change where one of the two is not known."""
    if one.change is None:
        sheet.texts.append(fitted(place, "no before", measure, "text3", "small", align="right"))
        return
    points = words.signed(one.change * 100)
    if points == "0":
        sheet.texts.append(Text(place, "±0", "text3", "body", 400, "right"))
        return
    color, icon = ("up", "arrow-up") if one.change > 0 else ("down", "arrow-down")
    wide = measure(points, "body", 500)
    sheet.texts.append(Text(place, points, color, "body", 500, "right"))
    top = place.center().y() - 6
    sheet.glyphs.append(Glyph(QRectF(place.right() - wide - 14, top, 12, 12), icon, color))
