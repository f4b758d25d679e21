"""The columns of suggestions that wait for a yes, and of the log of plays."""

from __future__ import annotations

from healthdesk.core.domain.firing import FiringRow
from healthdesk.core.domain.play_view import LogRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.plays.told_list import told_words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column

LATE = 7
"""Days from which a wait is told in notice."""


def waiting_columns(words: Words, day: int) -> tuple[Column, ...]:
    """Of suggestions."""

    def name(row: FiringRow) -> str:
        return row.account_name

    def play(row: FiringRow) -> str:
        return row.play

    def since(row: FiringRow) -> str:
        return words.near_day(row.day, day)

    def waits(row: FiringRow) -> str:
        return "today" if row.day >= day else words.days(day - row.day)

    def late(row: FiringRow) -> bool:
        return day - row.day >= LATE

    def because(row: FiringRow) -> str:
        return told_words(row.because)

    return (
        Column("box", "", 34, lambda row: 0, lambda row: "", paint.no_cell, minimum=34,
               fixed=True),
        Column("account", "Account", 180, lambda row: row.account_name.casefold(), name,
               paint.name_cell(name), minimum=120, snug=140),
        Column("play", "Play", 170, lambda row: row.play.casefold(), play, paint.text_cell(play),
               minimum=110, snug=140),
        Column("because", "Because", 320, because, because, paint.text_cell(because), minimum=140,
               stretch=True),
        Column("since", "Since", 98, lambda row: row.day, since, paint.text_cell(since),
               minimum=74),
        Column("waits", "Waits", 78, lambda row: float(day - row.day), waits,
               paint.touch_cell(waits, late), minimum=70, downwards=True),
    )  # fmt: skip


def log_columns(words: Words, day: int) -> tuple[Column, ...]:
    """Of what plays did."""

    def on(row: LogRow) -> str:
        return words.near_day(row.day, day)

    def name(row: LogRow) -> str:
        return row.account_name

    def play(row: LogRow) -> str:
        return row.play

    def what(row: LogRow) -> str:
        late = f" (known {words.days(row.late)} later)" if row.late else ""
        return f"{row.what}{late}"

    def why(row: LogRow) -> str:
        return row.why or told_words(row.because)

    def saved(row: LogRow) -> str:
        return f"{words.number(row.minutes)} min" if row.minutes else DASH

    return (
        Column("day", "Day", 108, lambda row: row.day, on, paint.text_cell(on, "text"), minimum=104,
               downwards=True),
        Column("account", "Account", 180, lambda row: row.account_name.casefold(), name,
               paint.name_cell(name), minimum=120),
        Column("play", "Play", 190, lambda row: row.play.casefold(), play, paint.text_cell(play),
               minimum=110, snug=130),
        Column("what", "What", 240, what, what, paint.text_cell(what, "text"), minimum=200,
               stretch=True),
        Column("why", "Why", 220, lambda row: why(row) or None, why, paint.text_cell(why),
               minimum=90, stretch=True),
        Column("saved", "Saved", 70, lambda row: float(row.minutes), saved,
               paint.figure_cell(saved), right=True, minimum=62, downwards=True,
               hint="Work of a start that nobody had to do, by the play's estimate"),
    )  # fmt: skip
