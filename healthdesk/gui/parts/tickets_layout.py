"""Where tickets stand: counts, bars of ages, bars of weeks; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_tickets import AgeBand, TicketsShown, TicketWeek
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.axis import ticks
from healthdesk.gui.parts.drawing import Drawing, Fill, Measure, Sheet, Spot, Text, fitted
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_line
from healthdesk.gui.parts.usage_chart_layout import Frame, grid_step, grid_values

ROW, BAR = 20.0, 10.0
_HEAD = HIGH + 6
_BESIDE = 400.0
"""Width from which the weeks stand beside the ages."""
_BENEATH = 110.0
_LEGEND, _FOOT = 24.0, 22.0
_LEAST = 8.0
"""Pixels a week at least; earlier ones are left out where there are more."""
_PRESS = "Press to narrow the board to these accounts"
Faded = Callable[[str], float]


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
                f"{_PRESS}"
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
    most = max([max(one.opened, one.closed) for one in shown.weeks] + [1])
    step = max(grid_step(most * 1.05, 2), 1.0)
    shape = Frame(room, 0, 1, 0.0, most * 1.05)
    values = [one for one in grid_values(shape, 2) if one % 1 == 0]
    left = max(measure(words.number(one), "small", 400) for one in values) + 7
    body = QRectF(
        room.left() + left,
        room.top() + _LEGEND,
        room.width() - left,
        room.height() - _LEGEND - _FOOT,
    )
    weeks = shown.weeks[-max(int(body.width() // _LEAST), 1) :]
    _legend(sheet, room, measure)
    at = Frame(body, weeks[0].first, weeks[-1].first + 7, 0.0, max(most * 1.05, step))
    for value in values:
        y = float(round(at.y(value)))
        color = "grid" if value else "border"
        # A fill, which lies under the bars; lines would cut them.
        sheet.fills.append(Fill(QRectF(body.left(), y, body.width(), 1.0), color))
        label = QRectF(room.left(), y - 8, left - 7, 16)
        sheet.texts.append(Text(label, words.number(value), "text3", "small", align="right"))
    for one in weeks:
        _week(sheet, one, at, words, faded)
    _days(sheet, weeks, at, room.right(), measure, words=words)


def _legend(sheet: Sheet, room: QRectF, measure: Measure) -> None:
    left = room.left()
    for word, color in (("opened", "s1"), ("closed a week", "s2")):
        wide = measure(word, "small", 400)
        if left + 13 + wide > room.right():
            return
        sheet.fills.append(Fill(QRectF(left, room.top() + 3, 9, 9), color))
        place = QRectF(left + 13, room.top(), wide, 16)
        sheet.texts.append(Text(place, word, "text3", "small"))
        left += wide + 27


def _week(sheet: Sheet, one: TicketWeek, at: Frame, words: Words, faded: Faded) -> None:
    left, right = at.x(one.first), at.x(one.first + 7)
    gap = 2.0 if right - left >= 8 else 1.0
    half = (right - left - gap) / 2
    when = f"{words.short_day(one.first)} to {words.day(one.last)}"
    running = "\nThe week is not over" if one.last < one.first + 6 else ""
    counted = f"Opened: {words.number(one.opened)}\nClosed: {words.number(one.closed)}{running}"
    for number, (way, count, color) in enumerate(
        (("opened", one.opened, "s1"), ("closed", one.closed, "s2"))
    ):
        start = left + half * number
        key = f"{way}:{one.first}"
        top = at.y(count)
        if count:
            bar = QRectF(start, top, half, at.rect.bottom() - top)
            sheet.fills.append(Fill(bar, color, alpha=faded(key)))
        whole = QRectF(start, at.rect.top(), half, at.rect.height())
        press = f"\n{_PRESS}" if count else ""
        sheet.spots.append(
            Spot(whole, f"{MARK}{key}" if count else "", f"{when}\n{counted}{press}")
        )


def _days(
    sheet: Sheet,
    weeks: tuple[TicketWeek, ...],
    at: Frame,
    end: float,
    measure: Measure,
    *,
    words: Words,
) -> None:
    edge = -1.0
    for tick in ticks(weeks[0].first, weeks[-1].last, at.rect.width(), words):
        wide = measure(tick.label, "small", 400)
        left = at.x(tick.day)
        if left < edge or left + wide > end:
            continue
        label = QRectF(left, at.rect.bottom() + 4, wide, 16)
        sheet.texts.append(Text(label, tick.label, "text3", "small"))
        edge = left + wide + 10
