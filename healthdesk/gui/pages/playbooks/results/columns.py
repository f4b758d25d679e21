"""The columns of playbooks with what came of them, and of loops that are open."""

from __future__ import annotations

from healthdesk.core.domain.loop_view import LoopRow
from healthdesk.core.domain.playbook_view import ResultRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Written

LONG = 30
"""Days from which a wait is told in notice."""


def worked(row: ResultRow) -> str:
    """In how many of the runs whose outcome is known it worked."""
    return f"{row.outcomes['worked']} of {row.told}" if row.told else DASH


def waiting(row: ResultRow) -> str:
    """How many runs wait for a word."""
    return str(row.waiting) if row.waiting else ""


def result_columns(words: Words, *, blind: bool = True) -> tuple[Column, ...]:
    """Of playbooks; `blind`: some of them name no measure, which is told."""

    def name(row: ResultRow) -> str:
        return row.name

    def measure(row: ResultRow) -> str:
        return "" if row.measure else "no measure"

    def number(value: int) -> str:
        return words.number(value) if value else DASH

    def share(row: ResultRow) -> float | None:
        return row.outcomes["worked"] / row.told if row.told else None

    columns = (
        Column("name", "Playbook", 190, lambda row: row.name.casefold(), name,
               paint.name_cell(name), minimum=120, stretch=True),
        Column("measure", "Measure", 92, measure, measure,
               paint.touch_cell(measure, lambda row: not row.measure), minimum=60, snug=60,
               hint="What shows that it worked; without one nobody can say"),
        Column("runs", "Runs", 54, lambda row: row.runs, lambda row: number(row.runs),
               paint.figure_cell(lambda row: number(row.runs)), right=True, minimum=50,
               downwards=True),
        Column("done", "Done", 54, lambda row: row.done, lambda row: number(row.done),
               paint.figure_cell(lambda row: number(row.done)), right=True, minimum=50,
               downwards=True),
        Column("worked", "Worked", 74, share, worked, paint.figure_cell(worked), right=True,
               minimum=66, downwards=True, hint="It worked, of outcomes that say something"),
        Column("waiting", "To tell", 62, lambda row: row.waiting or None, waiting,
               paint.touch_cell(waiting, lambda row: bool(row.waiting)), minimum=56,
               downwards=True, hint="Runs that wait for a word what came of them"),
    )  # fmt: skip
    return tuple(one for one in columns if blind or one.key != "measure")


def loop_columns(words: Words, day: int) -> tuple[Column, ...]:
    """Of loops."""

    def name(row: LoopRow) -> str:
        return row.account_name or DASH

    def what(row: LoopRow) -> str:
        return row.words

    def since(row: LoopRow) -> str:
        return DASH if row.since is None else words.near_day(row.since, day)

    def waits(row: LoopRow) -> str:
        days = row.days(day)
        return DASH if days is None else words.days(days)

    def late(row: LoopRow) -> bool:
        return (row.days(day) or 0) >= LONG

    def key(row: LoopRow) -> float | None:
        days = row.days(day)
        return None if days is None else float(days)

    return (
        Column("account", "Account", 180, lambda row: row.account_name.casefold() or None, name,
               paint.name_cell(name), minimum=120, inside=("names",)),
        Column("what", "What", 320, lambda row: row.words.casefold(), what,
               paint.text_cell(what), minimum=160, stretch=True, inside=("notes",)),
        Column("since", "Since", 112, lambda row: row.since, since, paint.text_cell(since),
               minimum=100,
               written=(Written("Since", "day", lambda row: words.day(row.since),
                                lambda row: row.since),)),
        Column("days", "Waits", 86, key, waits, paint.touch_cell(waits, late), minimum=70,
               downwards=True, written=(Written("Days it waits", "number", waits, key),)),
    )  # fmt: skip
