"""Where tickets stand: counts, bars of ages, bars of weeks; numbers in, drawing out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_tickets import AgeBand, TicketsShown
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, Fill, Measure, Sheet, Spot, Text, fitted
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_line
from healthdesk.gui.parts.week_bars import PRESS, Faded, Look, Pens, Week, week_bars

ROW, BAR = 20.0, 10.0
_HEAD = HIGH + 6
_BESIDE = 400.0
"""Width from which the weeks stand beside the ages."""
_BENEATH = 110.0
_LOOK: Final = Look(("Opened", "Closed"), ("opened", "closed a week"))


def tickets(
    shown: TicketsShown, room: QSizeF, measure: Measure, *, words: Words, faded: Faded
) -> Drawing:
    """The whole face."""
    sheet = Sheet()
    width, height = room.width(), room.height()
    _counts(sheet, shown, width, measure, words=words, faded=faded)
    low = _HEAD + ROW * len(shown.ages)
    if width >= _BESIDE:
        left = min(width * 0.44, 320.0)
        _ages(sheet, shown, QRectF(0, _HEAD, left, height - _HEAD), measure, words, faded=faded)
        place = QRectF(left + 24, _HEAD, width - left - 24, min(height - _HEAD, 260.0))
        _weeks(sheet, shown, place, measure, words, faded=faded)
    else:
        _ages(sheet, shown, QRectF(0, _HEAD, width, height - _HEAD), measure, words, faded=faded)
        place = QRectF(0, low + 12, width, min(height - low - 12, 260.0))
        if place.height() >= _BENEATH:
            _weeks(sheet, shown, place, measure, words, faded=faded)
    return sheet.done(width, height)


def _counts(
    sheet: Sheet,
    shown: TicketsShown,
    width: float,
    measure: Measure,
    *,
    words: Words,
    faded: Faded,
) -> None:
    """Open and urgent, as marks; the median age in the rest of the line."""
    some = [Counted("open", words.number(shown.open), "open", "square", "s1")]
    if shown.urgent:
        some.append(Counted("urgent", words.number(shown.urgent), "urgent", "diamond", "down"))
    end = mark_line(sheet, some, QRectF(0, 0, width, HIGH), measure, faded=faded)
    if shown.median is not None:
        told = f"median age {words.days(round(shown.median))}"
        place = QRectF(end + 14, 0, width - end - 14, HIGH)
        if measure(told, "small", 400) <= place.width():
            sheet.texts.append(fitted(place, told, measure, "text3", "small"))


def _ages(
    sheet: Sheet,
    shown: TicketsShown,
    room: QRectF,
    measure: Measure,
    words: Words,
    *,
    faded: Faded,
) -> None:
    name = max(measure(one.name, "small", 400) for one in shown.ages) + 8
    figure = max(measure(words.number(one.tickets), "body", 600) for one in shown.ages) + 8
    most = max([one.tickets for one in shown.ages] + [1])
    lane = max(room.width() - name - figure, 10.0)
    for number, one in enumerate(shown.ages):
        top = room.top() + ROW * number
        label = QRectF(room.left(), top, name, ROW)
        sheet.texts.append(fitted(label, one.name, measure, "text2", "small"))
        place = QRectF(room.left() + name, top + (ROW - BAR) / 2, lane * one.tickets / most, BAR)
        _age_bar(sheet, one, place, faded(one.key))
        end = QRectF(place.right() + 6, top, figure - 6, ROW)
        ink = "text" if one.tickets else "text3"
        sheet.texts.append(Text(end, words.number(one.tickets), ink, "body", 600))
        if one.tickets:
            tip = (
                f"Open {one.name}\nTickets: {words.number(one.tickets)}\n"
                f"Urgent: {words.number(one.urgent)}\nAccounts: {words.number(one.accounts)}\n"
                f"{PRESS}"
            )
            row = QRectF(room.left(), top, end.right() - room.left(), ROW)
            sheet.spots.append(Spot(row, f"{MARK}{one.key}", tip))


def _age_bar(sheet: Sheet, one: AgeBand, place: QRectF, strength: float) -> None:
    """The urgent part first, in the colour and beside the count of the line above."""
    if not one.tickets:
        return
    urgent = place.width() * one.urgent / one.tickets
    first = QRectF(place.left(), place.top(), urgent, BAR)
    rest = QRectF(place.left() + urgent, place.top(), place.width() - urgent, BAR)
    if urgent > 0:
        sheet.fills.append(Fill(first, "downfill", alpha=strength))
    if rest.width() > 0:
        sheet.fills.append(Fill(rest, "s1", alpha=strength))


def _weeks(
    sheet: Sheet,
    shown: TicketsShown,
    room: QRectF,
    measure: Measure,
    words: Words,
    *,
    faded: Faded,
) -> None:
    """A pair of bars a week: opened and closed."""
    weeks = [
        Week(
            one.first,
            one.last,
            (one.opened, one.closed),
            (f"opened:{one.first}", f"closed:{one.first}"),
        )
        for one in shown.weeks
    ]
    week_bars(sheet, weeks, _LOOK, room, Pens(measure, words, faded))
