"""Where the strips of a rehearsal stand: a line an account over a year, dots where it would fire.

Numbers in, drawing out. Not here: what is rehearsed and what it says (pages/plays/editor).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.gui.base.words import Words, to_qdate
from healthdesk.gui.parts.axis import Tick, ticks
from healthdesk.gui.parts.drawing import Curve, Dot, Drawing, Fill, Measure, Stroke
from healthdesk.gui.parts.kit import Kit

ROW: Final = 25.0
HEAD: Final = 27.0
"""Height of an account's strip, and of the head of a group with its line."""
AXIS: Final = 26.0
_GAP: Final = 8.0
_DOT: Final = 4.2
_RING: Final = 3.4
_CROSS: Final = 3.6
_NAME, _NARROW = 146.0, 110.0
_NOTE_LEAST: Final = 64.0
_LANE_LEAST: Final = 160.0
_PRESS: Final = 22.0
"""A place to press is as wide as that, whatever its mark."""


@dataclass(frozen=True)
class Strip:
    """An account over the rehearsed days.

    Attributes:
        fired: days on which it would have fired, each with the key of its place.
        lost: the day on which the account was lost.
        note: at the right: "69 days before"; `strong` where it counts: then a line joins firing and
            loss, from `since`, the first firing that counts (None = the first).
        tip: what the whole strip tells.
        quiet: days on which it would not have fired though it was its turn (only noted, or held
            back), each with the key of its place and what is told of it.
    """

    key: str
    name: str
    fired: tuple[tuple[int, str], ...] = ()
    lost: int | None = None
    note: str = ""
    strong: bool = False
    tip: str = ""
    since: int | None = None
    quiet: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True)
class Strips:
    """What is drawn: groups of strips between two days, muted stretches, where data begin."""

    first: int
    last: int
    groups: tuple[tuple[str, tuple[Strip, ...]], ...] = ()
    muted: tuple[tuple[int, int], ...] = ()
    data_from: int | None = None


@dataclass(frozen=True)
class Lanes:
    """Where names, strips and notes stand in a width; `seen` is the key that is looked at."""

    width: float
    name: float
    left: float
    right: float
    first: int
    last: int
    seen: str = ""

    def x(self, day: float) -> float:
        """The place of a day, which is in the middle of its own stretch."""
        span = max(self.last - self.first + 1, 1)
        return self.left + (day - self.first + 0.5) * (self.right - self.left) / span


def lanes(shown: Strips, width: float, measure: Measure, seen: str = "") -> Lanes:
    """Part the width: names at the left, notes at the right, the year between them."""
    strips = [one for _, some in shown.groups for one in some]
    note = max([measure(one.note, "small", 400) for one in strips] + [_NOTE_LEAST]) + 2
    name = _NAME if width - _NAME - note > _LANE_LEAST + 60 else _NARROW
    note = min(note, max(_NOTE_LEAST, width - name - _LANE_LEAST))
    return Lanes(width, name, name, width - note - 14, shown.first, shown.last, seen)


def rehearsal(
    shown: Strips,
    width: float,
    measure: Measure,
    words: Words,
    *,
    seen: str = "",
    months: bool = True,
) -> Drawing:
    """All groups one under the other, months under them; `seen` is the key that is looked at."""
    kit = Kit(measure, words)
    place = lanes(shown, width, measure, seen)
    height = sum(HEAD + _GAP / 2 + len(some) * ROW for _, some in shown.groups)
    marks = _months(shown, place, words)
    _grounds(kit, shown, place, HEAD, height)
    for tick in marks:
        at = round(place.x(tick.day - 0.5)) + 0.5
        kit.sheet.strokes.append(Stroke(at, HEAD, at, height, "grid"))
    top = 0.0
    for title, some in shown.groups:
        top = _group(kit, title, some, top, place)
    if not months:
        return kit.done(width, height)
    _axis(kit, marks, place, height)
    return kit.done(width, height + AXIS)


def axis(shown: Strips, width: float, measure: Measure, words: Words) -> Drawing:
    """The months alone: they stay where the strips are scrolled."""
    kit = Kit(measure, words)
    place = lanes(shown, width, measure)
    kit.sheet.strokes.append(Stroke(0, 0.5, width, 0.5, "grid"))
    _axis(kit, _months(shown, place, words), place, 0)
    return kit.done(width, AXIS)


def _months(shown: Strips, place: Lanes, words: Words) -> tuple[Tick, ...]:
    room = place.right - place.left
    return ticks(shown.first, shown.last, room, words, 40.0)


def _grounds(kit: Kit, shown: Strips, place: Lanes, top: float, height: float) -> None:
    for first, last in shown.muted:
        low, high = max(first, shown.first), min(last, shown.last)
        if low <= high:
            left, right = place.x(low - 0.5), place.x(high + 0.5)
            rect = QRectF(left, top, max(right - left, 1.0), height - top)
            kit.sheet.fills.append(Fill(rect, "weekend"))
            told = f"Muted season\n{_from_to(low, high, kit.words)}: nothing fires where it counts"
            kit.spot(rect, "", told)
    if shown.data_from is not None and shown.data_from > shown.first:
        right = place.x(min(shown.data_from, shown.last + 1) - 0.5)
        rect = QRectF(place.left, top, right - place.left, height - top)
        kit.sheet.fills.append(Fill(rect, "track", hatched=True))
        day = kit.words.day(shown.data_from)
        kit.spot(rect, "", f"No data\nData begin on {day}: earlier nothing could fire")


def _from_to(first: int, last: int, words: Words) -> str:
    return f"{words.short_day(first)} to {words.day(last)}"


def _group(kit: Kit, title: str, some: tuple[Strip, ...], top: float, place: Lanes) -> float:
    kit.write(QRectF(0, top, place.width, HEAD - 5), title, role="small", weight=600)
    line = round(top + HEAD) - 0.5
    kit.sheet.strokes.append(Stroke(0, line, place.width, line, "border"))
    top += HEAD + _GAP / 4
    for one in some:
        _strip(kit, one, top, place)
        top += ROW
    return top + _GAP / 4


def _strip(kit: Kit, one: Strip, top: float, place: Lanes) -> None:
    width, seen = place.width, place.seen
    middle = round(top + ROW / 2)
    if seen and seen == one.key:
        kit.sheet.fills.append(Fill(QRectF(-6, top, width + 12, ROW), "selected", radius=6))
    kit.write(QRectF(0, top, place.name - 12, ROW), one.name, "text2", "small")
    kit.spot(QRectF(0, top, width, ROW), one.key, one.tip or one.name)
    end = place.right if one.lost is None else place.x(one.lost)
    kit.sheet.strokes.append(Stroke(place.left, middle + 0.5, end, middle + 0.5, "border"))
    if one.fired and one.lost is not None and one.strong:
        start = place.x(one.fired[0][0] if one.since is None else one.since)
        stop = max(end - _CROSS - 3, start)
        kit.sheet.strokes.append(Stroke(start, middle + 0.5, stop, middle + 0.5, "s1", 2.0))
    if one.lost is not None:
        _cross(kit, QPointF(end, middle + 0.5))
    for day, key, told in one.quiet:
        at = QPointF(place.x(day), middle + 0.5)
        line = "text" if seen and seen == key else "text3"
        kit.sheet.dots.append(Dot(at, _RING, "surface", line))
        rect = QRectF(at.x() - _PRESS / 2, top + 1, _PRESS, ROW - 2)
        kit.spot(rect, key, f"{one.name}\n{kit.words.day(day)}: {told}\nPress for why not")
    for day, key in one.fired:
        at = QPointF(place.x(day), middle + 0.5)
        ring = "text" if seen and seen == key else ""
        kit.sheet.dots.append(Dot(at, _DOT + (1.0 if ring else 0.0), "s1", ring))
        rect = QRectF(at.x() - _PRESS / 2, top + 1, _PRESS, ROW - 2)
        told = f"{one.name}\n{kit.words.day(day)}: would have fired\nPress for why"
        kit.spot(rect, key, told)
    left = place.right + 14
    rect = QRectF(left, top, width - left, ROW)
    color, weight = ("text", 500) if one.strong else ("text3", 400)
    kit.write(rect, one.note, color, "small", weight=weight, align="right")


def _cross(kit: Kit, at: QPointF) -> None:
    for way in (1, -1):
        ends = (
            QPointF(at.x() - _CROSS, at.y() - way * _CROSS),
            QPointF(at.x() + _CROSS, at.y() + way * _CROSS),
        )
        kit.sheet.curves.append(Curve(ends, "text2", 1.4))


def _axis(kit: Kit, marks: tuple[Tick, ...], place: Lanes, top: float) -> None:
    end = -1.0
    for at, tick in enumerate(marks):
        left = place.x(tick.day - 0.5) + 4
        label = month_label(tick.day, kit.words, year=not at)
        wide = kit.wide(label, "small")
        if left > end and left + wide <= place.right + 12:
            kit.write(QRectF(left, top + 4, wide + 1, 16), label, "text3", "small")
            end = left + wide + 6


def month_label(day: int, words: Words, *, year: bool) -> str:
    """A month; the first of an axis carries its year in two digits."""
    month = words.month(day)
    short = f"{to_qdate(day).year() % 100:02}"
    return f"{month} \N{RIGHT SINGLE QUOTATION MARK}{short}" if year else month


def table(shown: Strips, words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The same as lines: for Ctrl+T, screen readers and the list that is exported."""
    lines = [
        (
            title,
            one.name,
            "; ".join(words.day(day) for day, _ in one.fired),
            "; ".join(words.day(day) for day, _, _ in one.quiet),
            "" if one.lost is None else words.day(one.lost),
            one.note,
        )
        for title, some in shown.groups
        for one in some
    ]
    return ("Group", "Account", "Would have fired", "Noted or held back", "Lost", "Told"), tuple(
        lines
    )
