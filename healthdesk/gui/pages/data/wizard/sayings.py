"""What the wizard says about files and columns, as plain text."""

from __future__ import annotations

import re
from datetime import date

from healthdesk.core.domain.intake import Proposal
from healthdesk.core.domain.load import Entry, Load
from healthdesk.core.domain.moved import Moved
from healthdesk.gui.base.words import Words

ICONS = {
    "accounts": "buildings",
    "contacts": "users",
    "metrics": "adjustments",
    "usage": "activity",
    "contact_usage": "activity",
    "surveys": "message",
    "pulses": "heartbeat",
    "touchpoints": "phone",
    "tickets": "ticket",
    "subscriptions": "receipt",
    "invoices": "file-invoice",
    "milestones": "flag",
    "mentions": "at",
    "overrides": "hand-stop",
    "outcomes": "door-exit",
}
SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_EPOCH = date(1970, 1, 1)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
KEPT = "kept from "
LONGEST = 200
"""Letters of a cell that are painted: nobody reads more in a line, and shaping costs."""


def icon_of(entry: Entry) -> str:
    """Choose the picture of a file by what it feeds."""
    if entry.kind == "unreadable":
        return "file"
    if entry.kind == "exchange":
        return "folder"
    return ICONS.get(entry.tables[0], "table") if entry.tables else "file"


def under(entry: Entry, words: Words) -> str:
    """Say under a file's name what it is and how much it holds."""
    if entry.kind == "unreadable":
        return "cannot be read"
    if entry.left_out:
        return one_line(entry.title)
    rows = short_count(entry.rows, words) if entry.rows else ""
    return " · ".join(part for part in (entry.title, rows) if part)


def short_count(number: int, words: Words) -> str:
    """Say a number of rows in little room: 128 rows, 2.60 M rows."""
    if number >= 1_000_000:
        return f"{words.number(number / 1e6, 2)} M rows"
    return words.count(number, "row")


def many_files(number: int) -> str:
    """Head of the list: Five files."""
    told = SMALL[number] if number < len(SMALL) else str(number)
    return f"{told} {'file' if number == 1 else 'files'}"


def questions_left(load: Load, words: Words) -> str:
    """Say what stands between the user and Import; "" where nothing does."""
    files = load.open_files
    if not files:
        return ""
    number = sum(max(1, len(one.questions)) for one in files)
    told = words.count(number, "question")
    where = files[0].raw.name if len(files) == 1 else f"{len(files)} files"
    return f"{told} left in {where}."


def suggested(load: Load, words: Words) -> str:
    """Say which names were taken for accounts by themselves; "" where none was."""
    number = len(load.suggested)
    return f"{words.count(number, 'name')} taken as suggested." if number else ""


def overruled_words(number: int, words: Words) -> str:
    """Say how many values another source wins against; "" where none is lost."""
    told = words.count(number, "value is", "values are")
    return f"{told} kept, not in force: another source wins." if number else ""


def would_move(moved: Moved, words: Words) -> str:
    """Say how many scores an import would change: About 31 scores will change, 4 of them ..."""
    rows = [one for one in moved.rows if one.band_before and one.band_after]
    bands = sum(one.band_before != one.band_after for one in rows)
    new = sum(one.new for one in moved.rows)
    told = "No score will change."
    if rows:
        told = f"About {words.count(len(rows), 'score')} will change"
        told += (
            f", {words.number(bands)} of them {'its' if bands == 1 else 'their'} band."
            if bands
            else "."
        )
    elif new:
        told = ""
    more = f"{words.count(new, 'account')} will be scored for the first time." if new else ""
    return " ".join(filter(None, (told, more)))


def plain_days(text: str, words: Words, today: int) -> str:
    """Say days of the form 2026-11-22 in the app's words: 22 Nov."""

    def said(found: re.Match[str]) -> str:
        try:
            day = (date.fromisoformat(found.group()) - _EPOCH).days
        except ValueError:
            return found.group()
        return words.near_day(day, today)

    return _DAY.sub(said, text)


def how_read(proposal: Proposal, rows: int, words: Words) -> str:
    """Say what a file is and how it is read."""
    columns = words.count(len(proposal.raw.header), "column")
    told = ", ".join(
        part for part in (proposal.raw.told, words.count(rows, "row"), columns) if part
    )
    return f"{proposal.title} · {told}"


def kept_words(proposal: Proposal, words: Words, today: int) -> str:
    """Say where a mapping comes from: mapping kept from 16 Nov."""
    if not proposal.kept:
        return ""
    if not proposal.kept.startswith(KEPT):
        return proposal.kept
    return f"mapping {plain_days(proposal.kept, words, today)}"


def one_line(text: str) -> str:
    """Bring a cell of the file on one line of a bearable length."""
    cut = text[: LONGEST + 1]
    flat = " ".join(cut.split())
    return flat if len(cut) <= LONGEST else f"{flat[:LONGEST]}…"
