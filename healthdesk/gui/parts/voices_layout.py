"""Where comments stand: counts by tone, rows of two lines; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_voice import Comment, Tone, Voices
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import (
    Dot,
    Drawing,
    Measure,
    Shape,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)
from healthdesk.gui.parts.face import ACCOUNT
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_line

ROW = 46.0
HEAD = HIGH + 4
SHAPES: Final[dict[Tone, tuple[Shape, str]]] = {
    "negative": ("square", "down"),
    "neutral": ("triangle", "edge"),
    "positive": ("circle", "up"),
    "unknown": ("diamond", "text3"),
}
_NAME = 0.5
_TIP = 240
"""Letters of a comment that its read-out has."""


def fitting(height: float) -> int:
    """How many comments fit."""
    return max(int((height - HEAD) // ROW), 1)


def tone_words(one: Comment) -> str:
    """How it sounds, and whether that is an estimate."""
    if one.sounds == "unknown":
        return "tone not known"
    return f"{one.sounds}, estimated" if one.estimated else one.sounds


def rows(
    shown: Voices,
    first: int,
    room: QSizeF,
    measure: Measure,
    *,
    words: Words,
    faded: Callable[[str], float],
) -> Drawing:
    """The counts and the comments from the first in view."""
    sheet = Sheet()
    width = room.width()
    some = [
        Counted(
            tone,
            words.number(count),
            "not known" if tone == "unknown" else tone,
            *SHAPES[tone],
            short={"unknown": "no tone"}.get(tone, f"{tone[:3]}."),
        )
        for tone, count in shown.counts
    ]
    mark_line(sheet, some, QRectF(0, 0, width, HIGH), measure, faded=faded)
    newest = shown.newest or 0
    for number, one in enumerate(shown.comments[first : first + fitting(room.height())]):
        rect = QRectF(0, HEAD + ROW * number, width, ROW)
        _row(sheet, one, rect, newest, measure, words=words)
    return sheet.done(width, room.height())


def _row(
    sheet: Sheet, one: Comment, rect: QRectF, newest: int, measure: Measure, *, words: Words
) -> None:
    """Who, what kind, which rating, how it sounds, when; beneath, the words."""
    top = rect.top()
    sheet.strokes.append(Stroke(rect.left(), top, rect.right(), top, "grid"))
    _tone(sheet, one, QPointF(rect.left() + 5, top + 13))
    left = rect.left() + 18
    asked = measure(one.account_name, "body", 500) + 1
    name = QRectF(left, top + 3, min(asked, (rect.right() - left) * _NAME), 20)
    sheet.texts.append(fitted(name, one.account_name, measure, weight=500))
    day = words.near_day(one.day, newest)
    wide = measure(day, "small", 400)
    place = QRectF(rect.right() - wide, top + 3, wide, 20)
    sheet.texts.append(Text(place, day, "text3", "small"))
    about = ", ".join(
        part for part in (f"{one.kind} {one.rating}".strip(), tone_words(one)) if part
    )
    between = QRectF(name.right() + 8, top + 3, place.left() - name.right() - 16, 20)
    sheet.texts.append(fitted(between, about, measure, "text3", "small"))
    said = QRectF(left, top + 23, rect.right() - left, 20)
    sheet.texts.append(fitted(said, one.text, measure, "text2"))
    told = [one.account_name, one.text[:_TIP].replace("\n", " "), f"Day: {words.day(one.day)}"]
    told += [f"From: {one.who}"] if one.who else []
    told += [f"Rating: {one.rating}"] if one.rating else []
    told.append(f"Tone: {tone_words(one)}")
    sheet.spots.append(Spot(rect, f"{ACCOUNT}{one.account_id}\ntimeline", "\n".join(told)))


def _tone(sheet: Sheet, one: Comment, at: QPointF) -> None:
    """A shape a tone; hollow where it is only estimated."""
    shape, color = SHAPES[one.sounds]
    hollow = one.estimated or one.sounds == "unknown"
    fill, line = ("surface", color) if hollow else (color, "")
    sheet.dots.append(Dot(at, 3.6 if hollow else 4.2, fill, line, shape))
