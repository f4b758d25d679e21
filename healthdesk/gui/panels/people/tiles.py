"""Figures: contacts in touch, balance, days since a touch, what waits, who came to meetings."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from healthdesk.core.domain.attendance import WINDOW as MEETING_DAYS
from healthdesk.core.domain.people import WINDOW
from healthdesk.core.domain.people_view import PeopleView
from healthdesk.core.services.people import BEFORE
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.people import figures
from healthdesk.gui.panels.people.keyed import KeyedPart
from healthdesk.gui.parts.drawing import Drawing, Measure, Sheet, Spot, Stroke, fitted

HIGH = 76.0
_SIDE = 14.0
_LEAST = 140.0
"""Width of a figure below which they take two rows."""
_BALANCE = f"Balance, {WINDOW} days"
CADENCE_WORDS = {
    "account": "cadence here: every {}",
    "desk": "cadence of the desk: every {}",
    "tier": "cadence of its tier: every {}",
    "default": "no cadence set, {} taken",
}


@dataclass(frozen=True)
class Tile:
    """A figure with its name over it and what to hold it against under it."""

    key: str
    label: str
    figure: str
    note: str
    late: bool = False
    short: str = ""
    """The note where there is little room."""
    brief: str = ""
    """The label where there is little room."""


def tiles(view: PeopleView, words: Words) -> tuple[Tile, ...]:
    """The figures of an account's people."""
    touch = view.in_touch
    last = view.last_touch
    days = None if last is None else view.day - last
    cadence = CADENCE_WORDS[view.cadence_said].format(words.days(view.cadence))
    return (
        Tile(
            "in_touch",
            f"Contacts in touch, {WINDOW} days",
            f"{words.number(touch.now)} of {words.number(touch.of)}",
            f"{words.number(touch.before)} in the {WINDOW} days before",
            short=f"{words.number(touch.before)} in {WINDOW} before",
            brief=f"In touch, {WINDOW} days",
        ),
        _balance(view, words),
        Tile(
            "last",
            "Days since touch",
            "never" if days is None else words.number(days),
            cadence,
            late=days is None or days > view.cadence,
            short=f"cadence: {words.days(view.cadence)}",
        ),
        _waiting(view, words),
        _meetings(view, words),
    )


def _balance(view: PeopleView, words: Words) -> Tile:
    now, before = view.balance, view.balance_before
    label = f"Two-way balance, {WINDOW} days"
    if now.share is None:
        return Tile("balance", label, DASH, "no touch received or sent", brief=_BALANCE)
    told = f"{words.number(now.received)} received, {words.number(now.sent)} sent"
    was = ""
    if before.share is not None:
        was = f"; {words.number(before.share, 2)} on {words.short_day(view.day - BEFORE)}"
    figure = words.number(now.share, 2)
    return Tile("balance", label, figure, f"{told}{was}", short=told, brief=_BALANCE)


def _waiting(view: PeopleView, words: Words) -> Tile:
    label = "Waiting for an answer"
    if not view.waiting:
        note, short = "what was sent was answered", "all answered"
        return Tile("waiting", label, "nothing", note, short=short, brief="Not answered")
    oldest = view.waiting[0]
    count = words.count(len(view.waiting), "mail")
    days = words.days(view.day - oldest.day)
    note = f"oldest {days}, to {oldest.name}"
    short = f"{days}, {oldest.name}"
    return Tile("waiting", label, count, note, short=short, brief="Not answered")


def _meetings(view: PeopleView, words: Words) -> Tile:
    met = view.meetings
    label = f"Meetings, {MEETING_DAYS} days"
    if not met.meetings:
        return Tile("meetings", label, "none", "nobody met")
    came = figures.came(met, words)
    short = came.partition(";")[0] if met.told else "not known who came"
    return Tile("meetings", label, words.number(met.meetings), came, short=short)


def lay_out(shown: tuple[Tile, ...], width: float, measure: Measure) -> Drawing:
    """The figures side by side, in two rows where there is no room for one."""
    sheet = Sheet()
    across = max(len(shown), 1)
    if width / across < _LEAST:
        across = (across + 1) // 2
    wide = width / across
    rows = max(math.ceil(len(shown) / across), 1)
    for row in range(1, rows):
        sheet.strokes.append(Stroke(0, row * HIGH, width, row * HIGH, "border"))
    for number, tile in enumerate(shown):
        left, top = number % across * wide, number // across * HIGH
        room = wide - 2 * _SIDE
        if number % across:
            sheet.strokes.append(Stroke(left, top, left, top + HIGH, "border"))
        label = QRectF(left + _SIDE, top + 9, room, 16)
        wide_label = not tile.brief or measure(tile.label, "small", 500) <= room
        name = tile.label if wide_label else tile.brief
        sheet.texts.append(fitted(label, name, measure, "text2", "small", weight=500))
        color = "notice" if tile.late else "text"
        figure = QRectF(left + _SIDE, top + 25, room, 28)
        sheet.texts.append(fitted(figure, tile.figure, measure, color, "title", weight=600))
        note = QRectF(left + _SIDE, top + 53, room, 16)
        fits = not tile.short or measure(tile.note, "small", 400) <= room
        told = tile.note if fits else tile.short
        sheet.texts.append(fitted(note, told, measure, "text2", "small"))
        tip = f"{tile.label}: {tile.figure}; {tile.note}"
        sheet.spots.append(Spot(QRectF(left, top, wide, HIGH), tile.key, tip))
    return sheet.done(width, rows * HIGH)


class Tiles(KeyedPart):
    """The figures; a press on one shows the rows behind it."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Figures about people")
        self._words = words
        self.tiles: tuple[Tile, ...] = ()

    def show_view(self, view: PeopleView) -> None:
        """Show an account's figures."""
        self.tiles = tiles(view, self._words)
        told = "; ".join(f"{one.label} {one.figure}, {one.note}" for one in self.tiles)
        self.setAccessibleDescription(told)
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The figures side by side."""
        return lay_out(self.tiles, width, self.measure)
