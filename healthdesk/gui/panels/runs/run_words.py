"""What rows and cards of runs say: how it stands, what comes next and when, what came of it."""

from __future__ import annotations

from healthdesk.core.domain.run_view import RunRow
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.runs.outcome_bar import TAPS

STATES = {"waiting": "Waiting", "active": "Active", "done": "Done", "stopped": "Stopped"}


def progress(row: RunRow) -> str:
    """How many steps are closed, of so many."""
    return f"{row.done} of {row.of}"


def day_words(row: RunRow, day: int, words: Words) -> str:
    """The day of the next step: "2 days over", "today", "30 Jan"."""
    at = row.next_day
    if at is None or row.ended is not None:
        return ""
    if at < day and row.status == "active":
        return f"{words.days(day - at)} over"
    return "today" if at == day else words.near_day(at, day)


def next_words(row: RunRow, day: int, words: Words) -> str:
    """What comes next, with its day; of one that ended, when."""
    if row.ended is not None:
        return f"{row.status} {words.near_day(row.ended, day)}"
    if row.paused:
        return f"on hold; next: {row.next_step}" if row.next_step else "on hold"
    if not row.next_step:
        return "nothing is planned"
    told = day_words(row, day, words)
    return f"{row.next_step}, {told}" if told else row.next_step


def notice(row: RunRow) -> str:
    """What wants a look: steps whose day is past, an outcome that was not told."""
    parts = [f"{row.overdue} overdue"] if row.overdue else []
    parts += ["did it help?"] if row.ask_due else []
    parts += ["to be signed off"] if row.unsigned else []
    return ", ".join(parts)


def outcome(row: RunRow) -> str:
    """What came of it, "" = not told."""
    return TAPS.get(row.outcome, "")


def came(row: RunRow) -> str:
    """What came of it, or what is asked of one that is over: its sign-off, then an outcome."""
    if row.unsigned:
        return "to be signed off"
    return outcome(row) or ("did it help?" if row.ask_due else "")


def whole(row: RunRow, day: int, words: Words) -> str:
    """All of a row, for those who do not see it, and for tips."""
    parts = [row.playbook, row.account_name, "on hold" if row.paused else row.status]
    parts += [f"{progress(row)} done", next_words(row, day, words), notice(row), outcome(row)]
    parts += ["changed for this account"] if row.changed else []
    parts += [row.owner] if row.owner else []
    return ", ".join(part for part in parts if part)


def text_of(row: RunRow) -> str:
    """The words that a search looks at."""
    told = f"{row.account_name} {row.playbook} {row.next_step} {row.owner} {row.origin}"
    return f"{told} {row.outcome}".casefold()
