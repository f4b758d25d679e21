"""Other ways to read the cells of a column than the one that was found: what a person may choose.

Pure: a choice gives a new proposal. Not here: how cells are read (core/mapping).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from healthdesk.core.domain.by_hand import CHOSEN, SAID, columns_of, placed
from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.intake import ColumnGuess, Proposal
from healthdesk.core.domain.mapping import ColumnMap, TableMap

Change = dict[str, str | float]


@dataclass(frozen=True)
class Way:
    """One way to read a column: its key, its words, and the fields of the map it sets."""

    key: str
    label: str
    change: tuple[tuple[str, str | float], ...]


DATES = (
    Way("date ymd", "Year first: 2026-11-03", (("date", "ymd"),)),
    Way("date dmy", "Day first: 03.11. is 3 Nov", (("date", "dmy"),)),
    Way("date mdy", "Month first: 03/11 is 11 Mar", (("date", "mdy"),)),
    Way("date month", "Months: 2026-11 or Nov 2026", (("date", "month"),)),
    Way("date epoch s", "Seconds since 1970", (("date", "epoch s"),)),
    Way("date epoch ms", "Milliseconds since 1970", (("date", "epoch ms"),)),
    Way("date excel", "Day numbers of a spreadsheet", (("date", "excel"),)),
)
NUMBERS = (
    Way("number point", "Decimal point: 1,234.50", (("number", "point"),)),
    Way("number comma", "Decimal comma: 1.234,50", (("number", "comma"),)),
    Way("factor 1", "As they stand", (("factor", 1.0),)),
    Way("factor 0.01", "In cents: 100 is 1", (("factor", 0.01),)),
    Way("factor 12", "A month's: times 12", (("factor", 12.0),)),
)
ACCOUNTS = (
    Way("by any", "Found by id, domain or name", (("by", ""),)),
    Way("by id", "Found by its id", (("by", "id"),)),
    Way("by name", "Found by its name", (("by", "name"),)),
    Way("by domain", "Found by its web domain", (("by", "domain"),)),
    Way("by email", "Found by a contact's mail address", (("by", "email"),)),
    Way("by contact", "Found by a contact's id", (("by", "contact"),)),
    Way("by subscription", "Found by a subscription's id", (("by", "subscription"),)),
    Way("by ticket", "Found by a ticket's number", (("by", "ticket"),)),
)
CONTACTS = (
    Way("by id", "Found by the contact's id", (("by", "id"),)),
    Way("by email", "Found by the mail address", (("by", "email"),)),
    Way("by name", "Found by the name", (("by", "name"),)),
)
WAYS: dict[Cell, tuple[Way, ...]] = {
    Cell.DAY: DATES,
    Cell.NUMBER: NUMBERS,
    Cell.ACCOUNT: ACCOUNTS,
    Cell.CONTACT: CONTACTS,
    Cell.CONTACTS: CONTACTS,
}


def ways(guess: ColumnGuess) -> tuple[Way, ...]:
    """What may be chosen for a column that becomes something."""
    table = BY_NAME.get(guess.table)
    if table is None or guess.map is None:
        return ()
    cells = (one.cell for one in table.columns if one.name == guess.target)
    return WAYS.get(next(cells, Cell.TEXT), ())


def holds(guess: ColumnGuess, way: Way) -> bool:
    """Whether a column is read that way now."""
    return guess.map is not None and all(
        getattr(guess.map, name) == value for name, value in way.change
    )


def respelled(proposal: Proposal, guess: ColumnGuess, key: str) -> Proposal:
    """Read a column another way; the proposal as it was where there is no such way."""
    way = next((one for one in ways(guess) if one.key == key), None)
    if way is None or guess.map is None:
        return proposal
    changed: ColumnMap = msgspec.structs.replace(guess.map, **dict(way.change))
    return _with_map(proposal, guess, changed, lambda one: one != guess.question)


def _with_map(
    proposal: Proposal, guess: ColumnGuess, changed: ColumnMap, keeps: Callable[[str], bool]
) -> Proposal:
    """The proposal with another map for one column, and the questions that `keeps` keeps."""
    tables = tuple(
        _with_column(one, guess, changed) if one.table == guess.table else one
        for one in proposal.file.tables
    )
    asked = tuple(one for one in proposal.questions if keeps(one.key))
    prefix = f"values:{guess.table}:{guess.target}:"
    left = next((one.key for one in asked if one.key.startswith(prefix)), "")
    told = replace(guess, map=changed, sure=1.0, why=CHOSEN, question=left)
    return replace(
        proposal,
        file=msgspec.structs.replace(proposal.file, tables=tables),
        columns=tuple(told if one is guess else one for one in proposal.columns),
        questions=asked,
    )


def carried(before: Proposal, after: Proposal) -> Proposal:
    """Hand on what was chosen here to a proposal that was built anew after another decision."""
    done: set[tuple[str, str]] = set()
    for mine in before.columns:
        if mine.why != CHOSEN or mine.map is None or (mine.table, mine.target) in done:
            continue
        if mine.map.constant is None and not mine.map.text:
            after = _respelled_alike(after, mine)
            continue
        done.add((mine.table, mine.target))
        sources = columns_of(mine.map)
        said = any(
            (one.table, one.target) == (mine.table, mine.target)
            and one.why.startswith(SAID)
            and one.source not in sources
            for one in after.columns
        )
        out = any(
            one.source in sources and one.table == mine.table and one.why == _OUT
            for one in after.columns
        )
        if not said and not out:
            after = placed(after, mine.table, mine.target, mine.map)
    return after


_OUT = "left out by you"
"""How recognition tells that a person left a column out."""


def _respelled_alike(after: Proposal, mine: ColumnGuess) -> Proposal:
    """Read the same column of another proposal the way a person chose."""
    place = (mine.source, mine.table, mine.target)
    fresh = next(
        (one for one in after.columns if (one.source, one.table, one.target) == place), None
    )
    if fresh is None or fresh.map is None or mine.map is None or fresh.why == CHOSEN:
        return after
    changed = msgspec.structs.replace(
        fresh.map,
        date=mine.map.date,
        number=mine.map.number,
        factor=mine.map.factor,
        by=mine.map.by,
        values={**fresh.map.values, **mine.map.values},
    )
    if changed == fresh.map:
        return after
    told = {text.casefold() for text in changed.values}
    key = f"values:{fresh.table}:{fresh.target}:"
    return _with_map(
        after,
        fresh,
        changed,
        lambda one: (
            one != fresh.question
            and not (one.startswith(key) and one.removeprefix(key).casefold() in told)
        ),
    )


def _with_column(table: TableMap, guess: ColumnGuess, changed: ColumnMap) -> TableMap:
    held = table.columns.get(guess.target)
    if held is None or held.source != guess.source:
        return table
    columns = {**table.columns, guess.target: changed}
    return msgspec.structs.replace(table, columns=columns)
