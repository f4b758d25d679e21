"""The columns of runs as a list."""

from __future__ import annotations

from healthdesk.core.domain.run_view import RunRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.panels.runs import run_words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column, Key, Written


def state(row: RunRow) -> str:
    """The state in a word or two."""
    return "On hold" if row.paused and row.ended is None else run_words.STATES[row.status]


def run_columns(words: Words, day: int) -> tuple[Column, ...]:
    """All of them; days are told as seen from a day."""

    def due(row: RunRow) -> str:
        if row.ended is not None:
            return words.near_day(row.ended, day)
        return run_words.day_words(row, day, words) or DASH

    def due_key(row: RunRow) -> Key:
        at = row.ended if row.ended is not None else row.next_day
        return None if at is None else float(at)

    def at(row: RunRow) -> float | None:
        return row.ended if row.ended is not None else row.next_day

    def came(row: RunRow) -> str:
        return run_words.came(row)

    def step(row: RunRow) -> str:
        return row.next_step if row.ended is None else ""

    return (
        Column("box", "", 34, _none, _nothing, paint.no_cell, minimum=34, fixed=True),
        Column("account", "Account", 180, lambda row: row.account_name.casefold(),
               lambda row: row.account_name, paint.name_cell(lambda row: row.account_name),
               minimum=120, stretch=True, inside=("names",)),
        Column("playbook", "Playbook", 170, lambda row: row.playbook.casefold(),
               lambda row: row.playbook, paint.text_cell(lambda row: row.playbook), minimum=110,
               stretch=True, inside=("notes",)),
        Column("state", "State", 84, state, state, paint.tag_cell(state), minimum=72, snug=76),
        Column("progress", "Done", 70, lambda row: row.done / row.of if row.of else None,
               run_words.progress, paint.figure_cell(run_words.progress), right=True, minimum=60),
        Column("next", "Next step", 190, lambda row: step(row).casefold() or None, step,
               paint.text_cell(step), minimum=100, stretch=True, inside=("notes",)),
        Column("due", "Day", 112, due_key, due,
               paint.touch_cell(due, lambda row: bool(row.overdue) and row.ended is None),
               minimum=80,
               written=(Written("Day", "day", lambda row: words.day(row.ended if row.ended
                                is not None else row.next_day), at),)),
        Column("overdue", "Overdue", 76, lambda row: row.overdue or None,
               lambda row: str(row.overdue) if row.overdue else "",
               paint.touch_cell(lambda row: str(row.overdue) if row.overdue else "",
                                lambda row: bool(row.overdue)), minimum=64, downwards=True,
               written=(Written("Days overdue", "number",
                                lambda row: str(row.overdue) if row.overdue else DASH,
                                lambda row: row.overdue or None),)),
        Column("owner", "Owner", 96, lambda row: row.owner.casefold() or None,
               lambda row: row.owner, paint.text_cell(lambda row: row.owner), minimum=64,
               snug=78, inside=("names",)),
        Column("started", "Started", 84, lambda row: float(row.started),
               lambda row: words.near_day(row.started, day),
               paint.text_cell(lambda row: words.near_day(row.started, day)), minimum=66,
               snug=66, downwards=True,
               written=(Written("Started", "day", lambda row: words.day(row.started),
                                lambda row: row.started),)),
        Column("outcome", "Came of it", 104, lambda row: came(row) or None, came,
               paint.text_cell(came), minimum=84, snug=92, inside=("notes",)),
    )  # fmt: skip


def _none(row: RunRow) -> Key:
    del row
    return None


def _nothing(row: RunRow) -> str:
    del row
    return ""
