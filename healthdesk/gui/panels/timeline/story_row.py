"""How one entry of a story is drawn: day, icon on the thread, title, people, words, tone.

Pure: an entry and a width go in, a drawing comes out. Not here: the list (story_list.py).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.timeline import Entry
from healthdesk.core.domain.touch import tone_word
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import (
    Dot,
    Drawing,
    Fill,
    Glyph,
    Measure,
    Sheet,
    Stroke,
    Text,
    fitted,
)

HEAD, PLAIN, WORDY = 32, 38, 56
"""Heights: of a month, of an entry without words, of one with words."""
_DAY_LEFT, _DAY_WIDTH = 14, 58
_THREAD = 90
_LEFT, _RIGHT = 114, 12
_TAG, _PAD = 18, 7
_LINE = 20
_LETTERS = 400
"""Letters of an entry's words that one line can show at most."""
_COLORS = {
    "arrow-up": "up",
    "arrow-down": "down",
    "clock-exclamation": "notice",
    "file-invoice": "notice",
}
_SOURCES = {"said": "", "hand": ", by hand", "estimated": ", estimated"}


def height(entry: Entry) -> int:
    """How high an entry is."""
    return WORDY if entry.words else PLAIN


def tone_text(entry: Entry) -> str:
    """A tone in words, and where it comes from; "" where nobody said."""
    if entry.tone is None or entry.internal:
        return ""
    return f"{tone_word(entry.tone)}{_SOURCES.get(entry.tone_from, '')}"


def one_line(text: str) -> str:
    """The beginning of a text on one line."""
    return " ".join(text[:_LETTERS].split())


def people_text(entry: Entry) -> str:
    """Who took part: "Ada Brennick", "Ada Brennick and 2 more"."""
    names = [name for _, name in entry.people]
    if len(names) < 3:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} more"


def head_drawing(text: str, count: str, width: float, measure: Measure) -> Drawing:
    """The head of a month."""
    sheet = Sheet()
    wide = measure(text, "body", 600)
    sheet.texts.append(Text(QRectF(_DAY_LEFT, 0, wide + 1, HEAD), text, weight=600))
    rest = QRectF(_DAY_LEFT + wide + 8, 0, max(0.0, width - wide - 40), HEAD)
    sheet.texts.append(fitted(rest, count, measure, "text3", "small"))
    sheet.strokes.append(Stroke(0, HEAD - 1, width, HEAD - 1, "border"))
    return sheet.done(width, HEAD)


def entry_drawing(
    entry: Entry, width: float, words: Words, measure: Measure, *, first_of_day: bool
) -> Drawing:
    """One entry; the day stands only before the first of its day."""
    high = height(entry)
    sheet = Sheet()
    if first_of_day:
        _lay_day(sheet, entry.day, words, high)
    sheet.strokes.append(Stroke(_THREAD, 0, _THREAD, high, "border"))
    center = QPointF(_THREAD, _PAD + 2 + _LINE / 2)
    ground = "track" if entry.internal else "surface"
    sheet.dots.append(Dot(center, 11, ground, "border"))
    icon = QRectF(center.x() - 7, center.y() - 7, 14, 14)
    sheet.glyphs.append(Glyph(icon, entry.icon, _COLORS.get(entry.icon, "text2")))
    right = _lay_tone(sheet, entry, width - _RIGHT, measure)
    _lay_title(sheet, entry, right, measure)
    if entry.words:
        rect = QRectF(_LEFT, _PAD + 2 + _LINE, max(0.0, width - _RIGHT - _LEFT), _LINE)
        sheet.texts.append(fitted(rect, one_line(entry.words), measure, "text2"))
    return sheet.done(width, high)


def _lay_day(sheet: Sheet, day: int, words: Words, high: int) -> None:
    top = _PAD + 2
    rect = QRectF(_DAY_LEFT, top, _DAY_WIDTH, _LINE)
    sheet.texts.append(Text(rect, words.short_day(day), "text2", weight=500))
    if high >= WORDY:
        below = QRectF(_DAY_LEFT, top + _LINE - 1, _DAY_WIDTH, 16)
        sheet.texts.append(Text(below, words.weekday(day).split(" ", 1)[0], "text3", "small"))


def _lay_tone(sheet: Sheet, entry: Entry, right: float, measure: Measure) -> float:
    """The tag of a tone at the right; an estimate has a dashed outline and no ground."""
    text = tone_text(entry)
    if not text:
        return right
    wide = measure(text, "small", 500) + 2 * _PAD
    rect = QRectF(right - wide, _PAD + 3, wide, _TAG)
    guessed = entry.tone_from == "estimated"
    if guessed:
        sheet.strokes.extend(_outline(rect))
    else:
        sheet.fills.append(Fill(rect, "track", radius=4))
    inner = rect.adjusted(_PAD, 0, -_PAD + 1, 0)
    color = "text3" if guessed else "text2"
    sheet.texts.append(Text(inner, text, color, "small", 500))
    return rect.left() - 8


def _outline(rect: QRectF) -> list[Stroke]:
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    ends = (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )
    return [Stroke(*one, "edge", dashes=(2, 2)) for one in ends]


def _lay_title(sheet: Sheet, entry: Entry, right: float, measure: Measure) -> None:
    top = _PAD + 2
    room = max(0.0, right - _LEFT)
    marked = 78.0 if entry.internal else 0.0
    title = one_line(entry.title)
    people = people_text(entry)
    aside = f"with {people}" if people else ""
    aside = " \N{MIDDLE DOT} ".join(filter(None, (entry.came, aside)))
    side = (
        min(measure(aside, "small", 400) + 1, room * (0.5 if entry.came else 0.36))
        if aside
        else 0.0
    )
    most = max(0.0, room - marked - (side + 8 if side else 0))
    text = fitted(QRectF(_LEFT, top, most, _LINE), title, measure, weight=500)
    sheet.texts.append(text)
    at = _LEFT + min(most, measure(text.text, "body", 500)) + 8
    if entry.internal:
        rect = QRectF(at, top + 1, marked - 8, _TAG)
        sheet.fills.append(Fill(rect, "track", radius=4))
        sheet.glyphs.append(Glyph(QRectF(at + 6, top + 4, 12, 12), "lock", "text2"))
        sheet.texts.append(Text(rect.adjusted(22, 0, 0, 0), "internal", "text2", "small", 500))
        at += marked
    if side:
        rect = QRectF(at, top + 1, side, _LINE)
        sheet.texts.append(fitted(rect, aside, measure, "text3", "small"))
