"""The columns of the list of plays: on or off, for whom, when, then, what it did, what worked.

What no play has anything to tell of gives its room to the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from healthdesk.core.domain.play import MODES
from healthdesk.core.domain.play_view import PlayRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Paint
from healthdesk.gui.parts.column_painters import Ink

SWITCH: Final = "on"
"""The key of the column that switches a play on and off."""
_WIDE, _HIGH, _KNOB = 30, 18, 7
_MARK, _GAP = 14, 6
_TOLD: Final[dict[str, Callable[[PlayRow], object]]] = {
    "fired": lambda row: row.fired_30,
    "waiting": lambda row: row.waiting,
    "worked": lambda row: row.worked[1] or not row.goal,
    "rehearsed": lambda row: row.rehearsed_on is not None,
}
"""Columns that are left out where no play has anything to tell in them."""
EVERYBODY: Final = "All accounts"


def state(row: PlayRow) -> str:
    """The state in a word or two."""
    if row.broken:
        return "cannot be read"
    if row.archived:
        return "put away"
    if row.on:
        return "on, with a draft" if row.has_draft else "on"
    return "off" if row.version else "a draft"


def switch_cell() -> Paint:
    """Paint a switch: on, off, or that there is nothing to be switched."""

    def draw(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        top = rect.center().y() - _HIGH / 2 + 1
        place = QRectF(rect.left(), top, _WIDE, _HIGH)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        dull = bool(row.broken or row.archived)
        painter.setBrush(ink.color("track" if dull else "accentfill" if row.on else "edge"))
        painter.drawRoundedRect(place, _HIGH / 2, _HIGH / 2)
        middle = place.right() - _HIGH / 2 if row.on else place.left() + _HIGH / 2
        painter.setBrush(ink.color("edge" if dull else "onaccent"))
        knob = QRectF(middle - _KNOB, place.center().y() - _KNOB, 2 * _KNOB, 2 * _KNOB)
        painter.drawEllipse(knob)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    return draw


def name_cell() -> Paint:
    """Paint the name, and behind it a mark where something is wrong or unwise in the play."""

    def draw(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        room = rect.adjusted(0, 0, -(_MARK + _GAP), 0) if row.faults else rect
        paint.write(painter, ink, room, row.name, font=ink.medium)
        if row.faults:
            wide = min(ink.width(row.name, ink.medium), room.width())
            top = rect.center().y() - _MARK // 2 + 1
            mark = ink.pixmap("alert-triangle", "notice", _MARK)
            painter.drawPixmap(rect.left() + wide + _GAP, top, mark)

    return draw


def about(row: PlayRow) -> str:
    """All that the row says, and what is wrong in it."""
    told = state(row)
    lines = [
        row.purpose,
        f"{told[:1].upper()}{told[1:]}",
        f"For whom: {audience(row)}",
        f"When: {when(row)}",
        f"Then: {row.playbook or 'no playbook yet'}, {mode(row)}",
        f"Measure: {measure(row)}",
        *row.faults,
    ]
    return "\n".join(one for one in lines if one)


def audience(row: PlayRow) -> str:
    """For whom it is."""
    told = row.segment or ("All" if row.narrowed else EVERYBODY)
    return f"{told}, narrowed" if row.narrowed else told


def mode(row: PlayRow) -> str:
    """Whether it asks before it starts."""
    return "asks" if row.mode == "suggest" else "by itself"


def when(row: PlayRow) -> str:
    """When it fires; a condition is told by what it asks."""
    told = row.trigger.partition(": ")[2] if row.kind == "condition" else row.trigger
    return told or row.trigger


def worked(row: PlayRow) -> str:
    """After how many starts its goal was reached, of those that can be told."""
    if not row.goal:
        return "no measure"
    did, of = row.worked
    return f"{did} of {of}" if of else DASH


def measure(row: PlayRow) -> str:
    """What shows that it works."""
    return row.goal or "no measure"


def waiting(row: PlayRow) -> str:
    """How many suggestions wait for a yes."""
    return str(row.waiting) if row.waiting else ""


def play_columns(
    words: Words, day: int, rows: Sequence[PlayRow] | None = None
) -> tuple[Column, ...]:
    """All of them; of `rows`, those in which something is to be told."""
    some = _columns(words, day)
    if rows is None:
        return some
    empty = {key for key, has in _TOLD.items() if not any(has(row) for row in rows)}
    return tuple(one for one in some if one.key not in empty)


def _columns(words: Words, day: int) -> tuple[Column, ...]:

    def share(row: PlayRow) -> float | None:
        did, of = row.worked
        return did / of if of else None

    def number(value: int) -> str:
        return words.number(value) if value else DASH

    def members(row: PlayRow) -> str:
        return DASH if row.members is None else words.number(row.members)

    def then(row: PlayRow) -> str:
        return row.playbook or "no playbook yet"

    def rehearsed(row: PlayRow) -> str:
        return DASH if row.rehearsed_on is None else words.near_day(row.rehearsed_on, day)

    def measured(row: PlayRow) -> str:
        return f"{worked(row)}\n{measure(row)}" if row.goal else measure(row)

    def modes(row: PlayRow) -> str:
        return f"{row.playbook}: {MODES[row.mode]}" if row.playbook else then(row)

    return (
        Column(SWITCH, "", 46, lambda row: not row.on, state, switch_cell(), minimum=46,
               hint="Switches it on and off", tip=state),
        Column("name", "Play", 180, lambda row: row.name.casefold(), lambda row: row.name,
               name_cell(), minimum=120, tip=about),
        Column("whom", "For whom", 150, lambda row: audience(row).casefold(), audience,
               paint.text_cell(audience), minimum=90, snug=96),
        Column("members", "Accounts", 70, lambda row: row.members, members,
               paint.figure_cell(members), right=True, minimum=64, downwards=True,
               hint="Accounts it is for today"),
        Column("when", "When", 280, lambda row: when(row).casefold(), when,
               paint.text_cell(when), minimum=100, stretch=True, snug=120),
        Column("then", "Then", 160, lambda row: then(row).casefold(), then,
               paint.touch_cell(then, lambda row: not row.playbook), minimum=90, snug=110,
               tip=modes),
        Column("mode", "Starts", 68, mode, mode, paint.text_cell(mode), minimum=62,
               hint="It asks before it starts, or starts by itself"),
        Column("fired", "Fired", 50, lambda row: row.fired_30, lambda row: number(row.fired_30),
               paint.figure_cell(lambda row: number(row.fired_30)), right=True, minimum=46,
               downwards=True, hint="Firings in the past 30 days"),
        Column("waiting", "Waiting", 64, lambda row: row.waiting or None, waiting,
               paint.touch_cell(waiting, lambda row: bool(row.waiting)), minimum=60,
               downwards=True, hint="Suggestions that wait for a yes"),
        Column("worked", "Worked", 92, share, worked,
               paint.touch_cell(worked, lambda row: not row.goal), minimum=84, downwards=True,
               tip=measured, hint="How often its goal was reached, of what can be told;"
               " without a measure nobody can say"),
        Column("rehearsed", "Rehearsed", 84, lambda row: row.rehearsed_on, rehearsed,
               paint.text_cell(rehearsed), minimum=82,
               hint="The day on which it was rehearsed last as it stands"),
    )  # fmt: skip
