"""What a person sets in a mapping by hand: one value for every row, columns joined, words' meaning.

Pure: each gives a new proposal. Not here: other ways to read a cell (respell.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell
from healthdesk.core.domain.intake import ColumnGuess, Proposal
from healthdesk.core.domain.mapping import ColumnMap, TableMap

CHOSEN = "chosen by you"
SAID = "you said so"
"""How recognition tells that a person gave a column its target."""
ELSEWHERE = "something else fills it"
_NAMES = re.compile(r"\{([^{}]+)\}")


def columns_of(column: ColumnMap) -> tuple[str, ...]:
    """The columns of the file that a map reads; none for one value in every row."""
    if column.constant is not None:
        return ()
    if column.text:
        return tuple(dict.fromkeys(_NAMES.findall(column.text)))
    return (column.source,) if column.source else column.digest


def cell_of(table: str, target: str) -> Cell:
    """What kind of cell a target holds; attributes are text."""
    known = BY_NAME.get(table)
    found = (one.cell for one in known.columns if one.name == target) if known else ()
    return next(iter(found), Cell.TEXT)


def words_of(table: str, target: str) -> tuple[str, ...]:
    """The words that a target knows; none where any text may stand."""
    return BY_NAME[table].column(target).choices if cell_of(table, target) is Cell.CHOICE else ()


def constant(proposal: Proposal, table: str, target: str, value: str) -> Proposal:
    """Give every row the same value."""
    return placed(proposal, table, target, ColumnMap(constant=value))


def joined(proposal: Proposal, table: str, target: str, columns: Iterable[str]) -> Proposal:
    """Make a text of several columns, a blank between them."""
    text = " ".join(f"{{{name}}}" for name in columns)
    return placed(proposal, table, target, ColumnMap(text=text))


def meaning(column: ColumnMap, text: str, words: Iterable[str]) -> str | None:
    """What a word of the file means; None where nobody knows."""
    same = text.strip().casefold()
    held = {key.casefold(): value for key, value in column.values.items()}
    own = next((word for word in words if word.casefold() == same), None)
    return held.get(same, own if own is not None else column.otherwise)


def worded(proposal: Proposal, guess: ColumnGuess, text: str, word: str) -> Proposal:
    """Say what one word of a column means."""
    if guess.map is None:
        return proposal
    same = text.strip().casefold()
    kept = {key: value for key, value in guess.map.values.items() if key.casefold() != same}
    changed = msgspec.structs.replace(guess.map, values={**kept, text.strip(): word})
    key = f"values:{guess.table}:{guess.target}"
    asked = tuple(
        one for one in proposal.questions if one.key not in {key, f"{key}:{text.strip()}"}
    )
    left = next((one.key for one in asked if one.key.startswith(f"{key}:")), "")
    told = replace(guess, map=changed, sure=1.0, why=CHOSEN, question=left)
    return replace(
        proposal,
        file=msgspec.structs.replace(proposal.file, tables=_set(proposal, guess, changed)),
        columns=tuple(told if one is guess else one for one in proposal.columns),
        questions=asked,
    )


def dropped(proposal: Proposal, table: str, target: str) -> Proposal:
    """No longer fill a target from nothing."""
    tables = tuple(
        msgspec.structs.replace(
            one, columns={name: held for name, held in one.columns.items() if name != target}
        )
        if one.table == table
        else one
        for one in proposal.file.tables
    )
    columns = (one for one in proposal.columns if (one.table, one.target) != (table, target))
    file = msgspec.structs.replace(proposal.file, tables=tables)
    return replace(proposal, file=file, columns=tuple(columns))


def placed(proposal: Proposal, table: str, target: str, column: ColumnMap) -> Proposal:
    """Fill a target this way; what filled it before no longer does, and is not asked about."""
    held = [one for one in proposal.file.tables if one.table == table]
    if not held:
        return proposal
    within = [one for one in held if target in one.columns] or held[:1]
    tables = tuple(
        msgspec.structs.replace(one, columns={**one.columns, target: column})
        if any(one is each for each in within)
        else one
        for one in proposal.file.tables
    )
    about = re.compile(rf"\w+:{re.escape(table)}:{re.escape(target)}(:.*)?", re.DOTALL)
    return replace(
        proposal,
        file=msgspec.structs.replace(proposal.file, tables=tables),
        columns=_guesses(proposal, table, target, column),
        questions=tuple(one for one in proposal.questions if not about.fullmatch(one.key)),
    )


def _guesses(
    proposal: Proposal, table: str, target: str, column: ColumnMap
) -> tuple[ColumnGuess, ...]:
    """What is said about the columns after one target was filled another way."""
    sources = columns_of(column) or ("",)
    examples = {one.source: one.examples for one in proposal.columns}
    new = {
        source: ColumnGuess(source, examples.get(source, ()), table, target, column, 1.0, CHOSEN)
        for source in sources
    }
    found: list[ColumnGuess] = []
    for one in proposal.columns:
        mine = (one.table, one.target) == (table, target)
        if one.source in new and (mine or (one.table == table and not one.target)):
            found.append(new.pop(one.source))
        elif mine and one.source and one.source not in sources:
            found.append(replace(one, target="", map=None, sure=0.6, why=ELSEWHERE, question=""))
        elif not mine:
            found.append(one)
    return (*found, *new.values())


def _set(proposal: Proposal, guess: ColumnGuess, changed: ColumnMap) -> tuple[TableMap, ...]:
    """The tables with another map for the column of a guess."""
    return tuple(
        msgspec.structs.replace(one, columns={**one.columns, guess.target: changed})
        if one.table == guess.table
        and (held := one.columns.get(guess.target)) is not None
        and held.source == guess.source
        else one
        for one in proposal.file.tables
    )
