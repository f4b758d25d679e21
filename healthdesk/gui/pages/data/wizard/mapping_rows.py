"""The rows of the mapping table: what each column of a file becomes, and what it may become.

Recognition is imported where it is asked: looking at files has brought it on a thread by then, and
the wizard opens without waiting for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from healthdesk.core.domain.exchange import TABLES
from healthdesk.core.domain.intake import ColumnGuess, Proposal, Question
from healthdesk.core.domain.respell import carried, holds, respelled, ways
from healthdesk.gui.pages.data.tables import title_of
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import Told, raw_cell, sure_cell, told_cell
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell

ANSWER, TARGET, WAY = "answer|", "target|", "way|"
SHOWN = 3


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


def map_rows(proposal: Proposal, table: str) -> tuple[MapRow, ...]:
    """Say for every column of the file what it becomes in one table."""
    open_ones = {one.key: one for one in proposal.questions}
    rows: list[MapRow] = []
    for source in proposal.raw.header:
        for guess in _guesses(proposal, source, table):
            question = open_ones.get(guess.question) or _asked_about(proposal, guess)
            rows.append(_row(str(len(rows)), guess, question))
    return tuple(rows)


def loose_questions(proposal: Proposal) -> tuple[Question, ...]:
    """The open questions that no column of the file shows."""
    header = set(proposal.raw.header)
    held = {one.question for one in proposal.columns if one.question}
    return tuple(
        one for one in proposal.questions if one.column not in header and one.key not in held
    )


def options(row: MapRow, table: str) -> tuple[Option, ...]:
    """Everything that may be chosen for a column: answers first, then targets, then spellings."""
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

    found: list[Option] = []
    if row.question is not None:
        found.append(Option("", one_line(row.question.text), head=True))
        found.extend(answer_options(row.question))
        found.append(Option("", "Becomes", head=True))
    target = row.guess.target
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
    return tuple(found)


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

    if key.startswith(WAY):
        return respelled(proposal, row.guess, key.removeprefix(WAY))
    if key.startswith(ANSWER) and row.question is not None:
        made = recognise.answer(proposal, row.question.key, key.removeprefix(ANSWER))
    else:
        made = recognise.retarget(proposal, row.guess.source, table, key.removeprefix(TARGET))
    return carried(proposal, made)


def answered(proposal: Proposal, question: str, choice: str) -> Proposal:
    """Answer a question about a file."""
    from healthdesk.core.mapping import recognise  # noqa: PLC0415 - heavy, see above

    return carried(proposal, recognise.answer(proposal, question, choice))


def map_columns(percent: Callable[[float], str]) -> tuple[Column, ...]:
    """Describe the mapping table."""

    def sure(row: MapRow) -> str:
        return "" if row.sure is None else percent(row.sure)

    return (
        Column("source", "Column in the file", 128, lambda row: row.guess.source,
               lambda row: one_line(row.guess.source),
               name_cell(lambda row: one_line(row.guess.source)), minimum=80, snug=96),
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


def _why(row: MapRow) -> Told:
    return Told(row.why, "text2") if row.question is None else Told(row.why, "text2", ALERT)


ALERT = "alert-circle"
