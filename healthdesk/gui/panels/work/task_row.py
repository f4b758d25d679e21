"""How a line of a list of tasks is drawn: a box to tick, words, tags, the due day at the right.

Pure: a line and a width go in, a drawing comes out. Not here: the list (task_list.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.task_groups import OVERDUE
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.work.task_model import Fold, Head, Line, Note, Step, due_text
from healthdesk.gui.parts.drawing import (
    Drawing,
    Fill,
    Glyph,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    elide,
    fitted,
)

TASK, STEP, NOTE, FOLD, HEAD = 36, 28, 26, 32, 32
BOX: Final = "box"
MORE: Final = "more"
TURN: Final = "turn"
_LEFT, _BOX, _RIGHT, _MORE = 14, 16, 10, 24
_WORDS = _LEFT + _BOX + 10
_TAG, _PAD, _GAP = 18, 6, 8
_LETTERS = 600
_LEAST = 60
_PRIORITIES: Final = {
    "urgent": ("Urgent", "poor", "poorsoft"),
    "high": ("High", "notice", "noticesoft"),
    "low": ("Low", "text3", "track"),
}


def height(line: Line) -> int:
    """How high a line is."""
    if isinstance(line, TaskView):
        return TASK
    if isinstance(line, Head):
        return HEAD
    return STEP if isinstance(line, Step) else NOTE if isinstance(line, Note) else FOLD


@dataclass(frozen=True)
class Frame:
    """What a line is drawn into and with; `near`: the pointer or the keyboard is on it."""

    width: float
    day: int
    words: Words
    measure: Measure
    unfolded: bool = False
    near: bool = False
    in_plan: bool = False
    """Whether the list is that of a plan, which need not be said again."""
    of_many: bool = False
    """Whether the list is of many accounts, so that each task says whose it is."""


def line_drawing(line: Line, frame: Frame) -> Drawing:
    """One line."""
    sheet = Sheet()
    if isinstance(line, Fold):
        _fold(sheet, line, frame)
    elif isinstance(line, Head):
        _head(sheet, line, frame)
    elif isinstance(line, Note):
        _note(sheet, line, frame)
    elif isinstance(line, Step):
        _step(sheet, line, frame)
    else:
        _task(sheet, line, frame)
    return sheet.done(frame.width, height(line))


def _task(sheet: Sheet, task: TaskView, frame: Frame) -> None:
    measure, closed = frame.measure, task.state != "open"
    box(sheet, _LEFT, (TASK - _BOX) / 2, ticked=task.state == "done", faint=task.state == "dropped")
    right = frame.width - _RIGHT - _MORE
    if frame.near:
        spot = QRectF(right + 2, (TASK - 24) / 2, 24, 24)
        sheet.glyphs.append(Glyph(spot.adjusted(4, 4, -4, -4), "dots"))
        sheet.spots.append(Spot(spot, MORE, "More: edit, due day, drop (menu key)"))
    due, color = due_text(task, frame.day, frame.words)
    weight = 500 if color == "poor" else 400
    wide = measure(due, "small", weight) + 1
    rect = QRectF(right - wide, 0, wide, TASK)
    sheet.texts.append(Text(rect, due, color, "small", weight, "right"))
    right = _inside(sheet, task, right - wide - 12, frame)
    tags = [] if closed else _tags(task, measure)
    touch = task.needs_touch and not closed
    room = right - _WORDS - sum(one.wide + _GAP for one in tags) - (16 + _GAP if touch else 0)
    left = _WORDS + _title(sheet, task, max(room, 40), measure) + _GAP
    for one in tags:
        rect = QRectF(left, (TASK - _TAG) / 2, one.wide, _TAG)
        sheet.fills.append(Fill(rect, one.ground, radius=4))
        sheet.texts.append(Text(rect, one.text, one.ink, "small", 500, "center"))
        left += one.wide + _GAP
    if touch:
        icon = QRectF(left, (TASK - 14) / 2, 14, 14)
        sheet.glyphs.append(Glyph(icon, "phone", "text3"))
        tip = "Done only with a note of the touch"
        sheet.spots.append(Spot(icon.adjusted(-3, -4, 3, 4), "touch", tip))
        left += 16 + _GAP
    origin = "" if frame.in_plan and task.origin == "plan" else task.origin_words
    account = task.account_name if frame.of_many else ""
    owner = f"owner {task.owner}" if task.owner else ""
    whom = " · ".join(one for one in (account, owner, task.contact_name, origin) if one)
    if whom and right - left > _LEAST:
        rect = QRectF(left, 0, right - left, TASK)
        sheet.texts.append(fitted(rect, whom, measure, "text3", "small"))


def _title(sheet: Sheet, task: TaskView, room: float, measure: Measure) -> float:
    """The title, struck through once it is done; gives the width it takes."""
    title = elide(task.title[:_LETTERS], room, measure, "body", 400)
    shown = measure(title, "body", 400)
    rect = QRectF(_WORDS, 0, shown + 1, TASK)
    full = task.title if title != task.title else ""
    sheet.texts.append(Text(rect, title, "text" if task.state == "open" else "text3", full=full))
    if task.state == "done":
        middle = round(TASK / 2) + 1
        sheet.strokes.append(Stroke(_WORDS, middle, _WORDS + shown, middle, "text3"))
    return shown


def _inside(sheet: Sheet, task: TaskView, right: float, frame: Frame) -> float:
    """How far the checklist is, and what unfolds it; gives the right edge that is left."""
    if not (task.checklist or task.note or task.dropped_why):
        return right
    icon = "chevron-up" if frame.unfolded else "chevron-down"
    rect = QRectF(right - 14, (TASK - 14) / 2, 14, 14)
    sheet.glyphs.append(Glyph(rect, icon, "text2"))
    left = rect.left()
    if task.progress:
        wide = frame.measure(task.progress, "small", 400) + 1
        left -= wide + 4
        sheet.texts.append(Text(QRectF(left, 0, wide, TASK), task.progress, "text2", "small"))
    tip = "Fold (Left)" if frame.unfolded else "Unfold steps and note (Right)"
    sheet.spots.append(Spot(QRectF(left - 4, 4, right - left + 8, TASK - 8), TURN, tip))
    return left - 12


@dataclass(frozen=True)
class _Tag:
    """A tag beside a title."""

    text: str
    ink: str
    ground: str
    wide: float


def _tags(task: TaskView, measure: Measure) -> list[_Tag]:
    """The tags beside a title."""
    told = [_PRIORITIES[task.priority]] if task.priority in _PRIORITIES else []
    if task.repeat is not None:
        told.append((task.repeat.words, "text3", "track"))
    if task.times_put_off:
        times = "once" if task.times_put_off == 1 else f"{task.times_put_off} times"
        told.append((f"put off {times}", "text3", "track"))
    return [_Tag(*one, measure(one[0], "small", 500) + 2 * _PAD) for one in told]


def _step(sheet: Sheet, line: Step, frame: Frame) -> None:
    width, measure = frame.width, frame.measure
    step = line.task.checklist[line.place]
    box(sheet, _WORDS, (STEP - _BOX) / 2, ticked=step.done, faint=bool(step.without))
    left = _WORDS + _BOX + 8
    rect = QRectF(left, 0, max(width - left - _RIGHT, 0), STEP)
    color = "text3" if step.done or step.without else "text"
    told = f"{step.text} · does not apply: {step.without}" if step.without else step.text
    if step.optional and not step.without:
        told = f"{told} · optional"
    sheet.texts.append(fitted(rect, told[:_LETTERS], measure, color))


def _note(sheet: Sheet, line: Note, frame: Frame) -> None:
    width, measure = frame.width, frame.measure
    rect = QRectF(_WORDS, 0, max(width - _WORDS - _RIGHT, 0), NOTE - 4)
    shown = " ".join(line.text[:_LETTERS].split())
    made = fitted(rect, shown, measure, "text2", "small")
    whole = line.text if made.full or shown != line.text else ""
    sheet.texts.append(Text(rect, made.text, "text2", "small", full=whole))


def _head(sheet: Sheet, line: Head, frame: Frame) -> None:
    color = "poor" if line.title == OVERDUE else "text2"
    rect = QRectF(_LEFT, 0, max(frame.width - _LEFT - _RIGHT, 0), HEAD)
    sheet.texts.append(fitted(rect, f"{line.title}  {line.count:,}", frame.measure, color,
                              weight=600))  # fmt: skip
    sheet.strokes.append(Stroke(0, HEAD - 0.5, frame.width, HEAD - 0.5, "border"))


def _fold(sheet: Sheet, line: Fold, frame: Frame) -> None:
    width, measure = frame.width, frame.measure
    icon = "chevron-down" if line.is_open else "chevron-right"
    sheet.glyphs.append(Glyph(QRectF(_LEFT + 1, (FOLD - 14) / 2, 14, 14), icon, "text2"))
    text = f"Done and dropped {line.count:,}"
    rect = QRectF(_WORDS, 0, max(width - _WORDS - _RIGHT, 0), FOLD)
    sheet.texts.append(fitted(rect, text, measure, "text2", weight=500))
    sheet.strokes.append(Stroke(0, 0, width, 0, "border"))


def box(sheet: Sheet, left: float, top: float, *, ticked: bool, faint: bool = False) -> None:
    """A box to tick."""
    rect = QRectF(left, top, _BOX, _BOX)
    if ticked:
        sheet.fills.append(Fill(rect, "accentfill", radius=4))
        sheet.glyphs.append(Glyph(rect.adjusted(2, 2, -2, -2), "check", "onaccent"))
    else:
        sheet.fills.append(Fill(rect, "border" if faint else "edge", radius=4))
        inside = rect.adjusted(1.2, 1.2, -1.2, -1.2)
        sheet.fills.append(Fill(inside, "track" if faint else "field", radius=3))
    sheet.spots.append(Spot(rect.adjusted(-6, -6, 5, 6), BOX))
