"""The rows of the mapping table: what each column of a file becomes, and what it may become.

Recognition is imported where it is asked: looking at files has brought it on a thread by then, and
the wizard opens without waiting for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from healthdesk.core.domain.by_hand import (
    CHOSEN,
    cell_of,
    columns_of,
    constant,
    dropped,
    joined,
    words_of,
)
from healthdesk.core.domain.exchange import BY_NAME, TABLES, Cell
from healthdesk.core.domain.intake import ColumnGuess, Proposal, Question
from healthdesk.core.domain.respell import carried, holds, respelled, ways
from healthdesk.gui.pages.data.tables import title_of
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import Told, raw_cell, sure_cell, told_cell
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell

ANSWER, TARGET, WAY = "answer|", "target|", "way|"
EVERY, JOIN, WORDS = "every|", "join|", "words"
SHOWN, PARTNERS = 3, 8
EACH = "every row"
"""Stands in place of a column's name where every row gets the same."""


@dataclass(frozen=True)
class MapRow:
    """One column of the file."""

    key: str
    guess: ColumnGuess
    examples: str
    becomes: Told
    sure: float | None
    why: str
    question: Question | None = None


def map_rows(
    proposal: Proposal, table: str, said: Callable[[str], str] = str
) -> tuple[MapRow, ...]:
    """Say for every column of the file what it becomes in one table; `said` spells days."""
    open_ones = {one.key: one for one in proposal.questions}
    rows: list[MapRow] = []
    for source in proposal.raw.header:
        for guess in _guesses(proposal, source, table):
            question = open_ones.get(guess.question) or _asked_about(proposal, guess)
            rows.append(_row(str(len(rows)), guess, question))
    rows.extend(_made_rows(proposal, table, len(rows)))
    return tuple(replace(row, why=said(row.why)) for row in rows)


def loose_questions(proposal: Proposal) -> tuple[Question, ...]:
    """The open questions that no column of the file shows."""
    header = set(proposal.raw.header)
    held = {one.question for one in proposal.columns if one.question}
    return tuple(
        one for one in proposal.questions if one.column not in header and one.key not in held
    )


def options(row: MapRow, table: str, header: Sequence[str] = ()) -> tuple[Option, ...]:
    """Everything that may be chosen for a column: answers first, then targets, then spellings.

    `header` names the columns that it may be joined with.
    """
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

    found: list[Option] = []
    if row.question is not None:
        found.append(Option("", one_line(row.question.text), head=True))
        found.extend(answer_options(row.question))
        found.append(Option("", "Becomes", head=True))
    if row.guess.source and words_of(row.guess.table or table, row.guess.target):
        found.append(Option(WORDS, "What each of its words means"))
    target = row.guess.target
    if not row.guess.source:
        return (*found, *_every(row, table))
    found.append(Option(TARGET, "Leave out", chosen=not target))
    choices = [one for one in recognise.targets(table) if one.key]
    known = {choice.key for choice in choices}
    if target and target not in known:
        found.append(Option(f"{TARGET}{target}", _label(row.guess), chosen=True))
    found.extend(
        Option(f"{TARGET}{one.key}", one.label, chosen=one.key == target) for one in choices
    )
    spelled = ways(row.guess)
    if spelled:
        found.append(Option("", "Read as", head=True))
        found.extend(
            Option(f"{WAY}{way.key}", way.label, chosen=holds(row.guess, way)) for way in spelled
        )
    return (*found, *_joins(row, header), *_every(row, table))


def _every(row: MapRow, table: str) -> tuple[Option, ...]:
    """Offer one word for every row in place of a column."""
    words = words_of(row.guess.table or table, row.guess.target)
    held = row.guess.map.constant if row.guess.map is not None else None
    found = [
        Option(f"{EVERY}{word}", f"Every row is {spoken(word)}", chosen=word == held)
        for word in words
    ]
    needed = any(
        one.required and one.name == row.guess.target for one in BY_NAME[row.guess.table].columns
    )
    if not row.guess.source and not needed:
        found.append(Option(TARGET, "Leave out"))
    head = (Option("", "The same for every row", head=True),) if found and words else ()
    return (*head, *found)


def _joins(row: MapRow, header: Sequence[str]) -> tuple[Option, ...]:
    """Offer to put another column's text behind this one's: first and last name."""
    guess = row.guess
    if not guess.target or cell_of(guess.table, guess.target) is not Cell.TEXT:
        return ()
    if guess.map is None or guess.map.values or guess.map.through or guess.map.split:
        return ()
    mine = columns_of(guess.map)
    others = [one for one in header if one and one not in mine and one != guess.source]
    near = sorted(others, key=lambda one: abs(header.index(one) - header.index(guess.source)))
    found = [Option(f"{JOIN}{one}", f"Followed by “{one_line(one)}”") for one in near[:PARTNERS]]
    if len(mine) > 1:
        found.insert(0, Option(f"{TARGET}{guess.target}", f"Only “{one_line(guess.source)}”"))
    return (Option("", "Several columns as one text", head=True), *found) if found else ()


def spoken(word: str) -> str:
    """Say a word of the desk: NPS, Email."""
    return word.upper() if len(word) <= 4 and word in _SHORT else word.capitalize()


_SHORT = frozenset(("nps", "csat", "ces"))


def answer_options(question: Question) -> tuple[Option, ...]:
    """Offer the answers to a question; what a file holds may be any table."""
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

    found = [Option(f"{ANSWER}{one.key}", one.label, one.why) for one in question.choices]
    if question.kind == "table":
        named = {one.key for one in question.choices}
        found.extend(
            Option(f"{ANSWER}{table.name}", recognise.title(table.name))
            for table in TABLES
            if table.name not in named
        )
    return tuple(found)


def choose(proposal: Proposal, row: MapRow, table: str, key: str) -> Proposal:
    """Take one of the options of a column."""
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

    guess = row.guess
    if key.startswith(WAY):
        return respelled(proposal, guess, key.removeprefix(WAY))
    if key.startswith(EVERY):
        return constant(proposal, guess.table, guess.target, key.removeprefix(EVERY))
    if key.startswith(JOIN) and guess.map is not None:
        columns = (*columns_of(guess.map), key.removeprefix(JOIN))
        return joined(proposal, guess.table, guess.target, columns)
    if not guess.source:
        return dropped(proposal, guess.table, guess.target)
    if key.startswith(ANSWER) and row.question is not None:
        made = recognise.answer(proposal, row.question.key, key.removeprefix(ANSWER))
    else:
        target = key.removeprefix(TARGET)
        made = recognise.retarget(proposal, guess.source, table, target)
        proposal = _without(proposal, guess, table, target)
    return carried(proposal, made)


def _without(proposal: Proposal, guess: ColumnGuess, table: str, target: str) -> Proposal:
    """Forget what was chosen by hand for a target that a column is given now, or was taken from."""
    gone = {(table, target), (guess.table, guess.target)}
    kept = tuple(
        replace(one, why="") if (one.table, one.target) in gone and one.why == CHOSEN else one
        for one in proposal.columns
    )
    return replace(proposal, columns=kept)


def answered(proposal: Proposal, question: str, choice: str) -> Proposal:
    """Answer a question about a file."""
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

    return carried(proposal, recognise.answer(proposal, question, choice))


def map_columns(percent: Callable[[float], str]) -> tuple[Column, ...]:
    """Describe the mapping table."""

    def sure(row: MapRow) -> str:
        return "" if row.sure is None else percent(row.sure)

    def source(row: MapRow) -> str:
        return one_line(row.guess.source) or EACH

    return (
        Column("source", "Column in the file", 128, lambda row: row.guess.source or None, source,
               name_cell(source), minimum=80, snug=96),
        Column("examples", "First values", 168, lambda row: row.examples or None,
               lambda row: row.examples, raw_cell(lambda row: row.examples), minimum=80,
               snug=104),
        Column("becomes", "Becomes", 206, lambda row: row.becomes.text,
               lambda row: row.becomes.text, told_cell(lambda row: row.becomes), minimum=150,
               snug=180),
        Column("sure", "Sure", 116, lambda row: row.sure, sure,
               sure_cell(lambda row: row.sure, percent), downwards=True, minimum=112),
        Column("why", "Why", 220, lambda row: row.why or None, lambda row: row.why,
               told_cell(_why), minimum=120, stretch=True),
    )  # fmt: skip


def _guesses(proposal: Proposal, source: str, table: str) -> tuple[ColumnGuess, ...]:
    """What a column becomes in a table: several things, one, or nothing."""
    about = [one for one in proposal.columns if one.source == source]
    used = tuple(one for one in about if one.table == table and (one.target or one.question))
    if used:
        return used
    out = next((one for one in about if one.table == table), None)
    if out is not None and out.why:
        return (out,)
    examples = about[0].examples if about else ()
    fed = ", ".join(dict.fromkeys(title_of(one.table) for one in about if one.target))
    return (ColumnGuess(source, examples, table, "", None, 0.0, f"feeds {fed}" if fed else ""),)


def _made_rows(proposal: Proposal, table: str, begin: int) -> list[MapRow]:
    """What no column of the file says: one value for every row, ids made from others."""
    told = {(one.table, one.target): one for one in proposal.columns if not one.source}
    found: dict[str, MapRow] = {}
    for one in proposal.file.tables:
        for target, held in one.columns.items() if one.table == table else ():
            made = bool(held.digest) and not held.source and not held.text
            if target in found or not (made or held.constant is not None):
                continue
            guess = told.get((table, target)) or ColumnGuess(
                "", (), table, target, held, 1.0, proposal.kept
            )
            shown = held.constant if held.constant is not None else "an id from the row"
            guess = replace(guess, map=held)
            becomes = Told(_label(guess), "text", "arrow-right", arrow=not made)
            key = str(begin + len(found))
            found[target] = MapRow(
                key, guess, spoken(shown) if held.constant else shown, becomes, guess.sure,
                one_line(guess.why),
            )  # fmt: skip
    return list(found.values())


def _asked_about(proposal: Proposal, guess: ColumnGuess) -> Question | None:
    found = (
        one
        for one in proposal.questions
        if one.column == guess.source and one.table in ("", guess.table)
    )
    held = {one.question for one in proposal.columns}
    return next((one for one in found if one.key not in held), None)


def _row(key: str, guess: ColumnGuess, question: Question | None) -> MapRow:
    examples = " · ".join(one_line(text) for text in guess.examples[:SHOWN])
    if question is not None:
        becomes = Told(one_line(question.text), "notice", "arrow-right", arrow=True)
        return MapRow(key, guess, examples, becomes, guess.sure, one_line(question.why), question)
    if not guess.target:
        out = Told("left out", "text3", "eye-off", arrow=True)
        return MapRow(key, guess, examples, out, None, guess.why)
    becomes = Told(_label(guess), "text", "arrow-right", arrow=True)
    return MapRow(key, guess, examples, becomes, guess.sure, one_line(guess.why))


def _label(guess: ColumnGuess) -> str:
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

    return one_line(recognise.label(guess.table, guess.target, guess.map))


def has_words(row: MapRow) -> bool:
    """Whether a column holds words whose meaning can be told one by one."""
    guess = row.guess
    return bool(guess.source and guess.map is not None and words_of(guess.table, guess.target))


def _why(row: MapRow) -> Told:
    if row.question is not None:
        return Told(row.why, "text2", ALERT)
    return Told(row.why, "text2", arrow=has_words(row))


ALERT = "alert-circle"
