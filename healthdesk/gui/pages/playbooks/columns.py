"""The columns of the list of playbooks: state, length, what runs, what worked, problems."""

from __future__ import annotations

from healthdesk.core.domain.playbook_view import PlaybookRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column


def state(row: PlaybookRow) -> str:
    """The state in a word or two."""
    if row.broken:
        return "Cannot be read"
    if row.archived:
        return "Archived"
    if not row.version:
        return "Draft"
    return f"v{row.version} + draft" if row.has_draft else f"v{row.version}"


def state_words(row: PlaybookRow) -> str:
    """The state in a sentence."""
    if row.broken:
        return row.broken
    if row.archived:
        return "Put away: nobody can start it"
    if not row.version:
        return "Never published: it cannot run yet"
    told = f"Version {row.version} is published"
    return f"{told}; a draft of version {row.version + 1} waits" if row.has_draft else told


def worked(row: PlaybookRow) -> str:
    """In how many of the runs whose outcome is known it worked."""
    did, of = row.worked
    return f"{did} of {of}" if of else DASH


def problems(row: PlaybookRow) -> str:
    """How many problems there are."""
    return "" if not row.faults else f"{row.faults} problem{'' if row.faults == 1 else 's'}"


def playbook_columns(words: Words) -> tuple[Column, ...]:
    """All of them."""

    def share(row: PlaybookRow) -> float | None:
        did, of = row.worked
        return did / of if of else None

    def number(value: int) -> str:
        return words.number(value) if value else DASH

    return (
        Column("name", "Playbook", 220, lambda row: row.name.casefold(), lambda row: row.name,
               paint.name_cell(lambda row: row.name), minimum=140, stretch=True),
        Column("state", "State", 96, state, state, paint.tag_cell(state), minimum=80,
               tip=state_words),
        Column("faults", "Problems", 108, lambda row: row.faults or None, problems,
               paint.touch_cell(problems, lambda row: bool(row.faults)), minimum=100,
               downwards=True, hint="What keeps it from working as it is meant"),
        Column("steps", "Steps", 60, lambda row: row.steps, lambda row: str(row.steps),
               paint.figure_cell(lambda row: str(row.steps)), right=True, minimum=52,
               downwards=True),
        Column("days", "Days", 60, lambda row: row.days, lambda row: words.days(row.days),
               paint.figure_cell(lambda row: number(row.days)), right=True, minimum=52,
               downwards=True, hint="Days of the longest way through it"),
        Column("active", "Running", 74, lambda row: row.runs_active,
               lambda row: number(row.runs_active),
               paint.figure_cell(lambda row: number(row.runs_active)), right=True, minimum=64,
               downwards=True, hint="Runs under way"),
        Column("done", "Done", 60, lambda row: row.runs_done, lambda row: number(row.runs_done),
               paint.figure_cell(lambda row: number(row.runs_done)), right=True, minimum=52,
               downwards=True),
        Column("worked", "Worked", 84, share, worked, paint.figure_cell(worked), right=True,
               minimum=66, downwards=True, hint="Outcomes “it worked”, of those recorded"),
    )  # fmt: skip
