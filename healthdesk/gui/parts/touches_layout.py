"""Where human touches stand: counts, then bars of weeks; numbers in, drawing out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_touches import TouchesShown
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, Measure, Sheet, fitted
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_line
from healthdesk.gui.parts.week_bars import Faded, Look, Pens, Week, week_bars

_APART = 6.0
_LEAST, _MOST = 70.0, 300.0
_LOOK: Final = Look(
    ("Calls and meetings", "Mails and messages"),
    ("calls and meetings", "mails and messages a week"),
    stacked=True,
)


def touches(
    shown: TouchesShown, room: QSizeF, measure: Measure, *, words: Words, faded: Faded
) -> Drawing:
    """The whole face."""
    sheet = Sheet()
    width, height = room.width(), room.height()
    some = [
        Counted("reached", words.number(shown.reached), "accounts reached", "circle", "s1",
                short="reached"),
    ]  # fmt: skip
    if shown.missed:
        some.append(
            Counted("missed", words.number(shown.missed), "without a touch", "diamond", "text3",
                    short="without")
        )  # fmt: skip
    end = mark_line(sheet, some, QRectF(0, 0, width, HIGH), measure, faded=faded)
    for told in _told(shown, words):
        place = QRectF(end + 14, 0, width - end - 14, HIGH)
        if measure(told, "small", 400) <= place.width():
            sheet.texts.append(fitted(place, told, measure, "text3", "small"))
            break
    below = QRectF(0, HIGH + _APART, width, min(height - HIGH - _APART, _MOST))
    if below.height() >= _LEAST:
        weeks = [
            Week(one.first, one.last, (one.live, one.written), (one.live_key, one.written_key))
            for one in shown.weeks
        ]
        week_bars(sheet, weeks, _LOOK, below, Pens(measure, words, faded))
    return sheet.done(width, height)


def _told(shown: TouchesShown, words: Words) -> tuple[str, ...]:
    """What fits beside the counts, the longest first."""
    count = words.count(shown.touches, "touch", "touches")
    before = f"{count}, {words.number(shown.before)} before"
    if shown.two_way is None:
        return before, count
    spoke = f"they spoke to us in {words.percent(shown.two_way)}"
    return f"{before}; {spoke}", before, count
