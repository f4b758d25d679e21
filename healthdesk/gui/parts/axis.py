"""Real dates on a time axis: which days get a label and what it says; the first has the year."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QDate

from healthdesk.gui.base.words import Words, from_qdate, to_qdate

_MONTHS = (1, 2, 3, 6, 12, 24, 60)
_DAYS = (1, 2, 7, 14)
_MONDAY = 1


@dataclass(frozen=True)
class Tick:
    """A labelled day."""

    day: int
    label: str


def ticks(
    first: int, last: int, width: float, words: Words, room: float = 64.0
) -> tuple[Tick, ...]:
    """Labelled days between two days, each with at least `room` pixels.

    Days or Mondays while they fit, else starts of months, quarters or years.
    """
    span = max(last - first, 1)
    for step in _DAYS:
        if step * width / span >= room:
            return _by_days(first, last, step, words)
    for months in _MONTHS:
        if months * 30.0 * width / span >= room:
            return _by_months(first, last, months, words)
    return _by_months(first, last, 120, words)


def _by_days(first: int, last: int, step: int, words: Words) -> tuple[Tick, ...]:
    start = first
    if step >= 7:  # weeks begin on Mondays
        start += (_MONDAY - to_qdate(first).dayOfWeek()) % 7
    days = range(start, last + 1, step)
    return tuple(
        Tick(day, words.day(day) if index == 0 else words.short_day(day))
        for index, day in enumerate(days)
    )


def _by_months(first: int, last: int, months: int, words: Words) -> tuple[Tick, ...]:
    date = to_qdate(first)
    number = date.year() * 12 + date.month() - 1
    if date.day() > 1:
        number += 1
    number += -number % months
    out: list[Tick] = []
    while True:
        day = from_qdate(QDate(number // 12, number % 12 + 1, 1))
        if day > last:
            return tuple(out)
        if months >= 12:
            label = str(number // 12)
        else:
            label = words.month(day, year=not out or number % 12 == 0)
        out.append(Tick(day, label))
        number += months


def is_weekend(day: int) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return to_qdate(day).dayOfWeek() > 5
