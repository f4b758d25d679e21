"""The tables of the fields section: fields, the sources of one, and where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from healthdesk.core.domain.facts import NO_DAY
from healthdesk.core.domain.source_order import ACCOUNTS, Say, Value
from healthdesk.core.domain.source_view import Example, FieldSources, Speaker
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import figure_cell, name_cell, text_cell

NEWEST = "newest"
SHOWN = 3
"""Sources that have a column of their own; the tip of a row names them all."""
_FLAGS = frozenset({"advocate", "do_not_contact"})
_TITLES = {"arr": "ARR", "do_not_contact": "Do not contact", "started_on": "Started on"}


@dataclass(frozen=True)
class Ranked:
    """A source with its place in the order."""

    place: int
    speaker: Speaker


@dataclass(frozen=True)
class Differing:
    """A record on which sources differ, and what would stand."""

    example: Example
    then: Value
    turns: bool
    """Whether that is another value than now."""


def field_key(one: FieldSources) -> str:
    """What names a field among all."""
    return f"{one.table}|{one.field}"


def title_of(one: FieldSources) -> str:
    """Say a field for people; those of contacts say so."""
    named = _TITLES.get(one.field) or (
        one.title if one.title != one.field else one.title.replace("_", " ").capitalize()
    )
    return one_line(named if one.table == ACCOUNTS else f"Contact: {named.lower()}")


def named(field: str) -> str:
    """Say a field inside a sentence."""
    return _TITLES.get(field, field.replace("_", " "))


def rule_of(one: FieldSources) -> str:
    """Say who wins a field."""
    if one.follows:
        return f"as {named(one.follows)}"
    return " before ".join(one_line(source) for source in one.order) if one.order else NEWEST


def value_text(field: str, value: Value, words: Words) -> str:
    """Say a value: figures as they are read here."""
    if value is None or value == "":
        return DASH
    if field in _FLAGS:
        return "yes" if value else "no"
    if field == "arr":
        return words.number(float(value), 0 if float(value).is_integer() else 2)
    return one_line(str(value))


def field_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list of fields."""

    def differ(one: FieldSources) -> str:
        if len(one.speakers) < 2:
            return DASH
        return f"{words.number(one.differ)} of {words.number(one.shared)}"

    def sources(one: FieldSources) -> str:
        return ", ".join(one_line(speaker.source) for speaker in one.speakers)

    return (
        Column("field", "Field", 136, title_of, title_of, name_cell(title_of), minimum=96,
               snug=128),
        Column("sources", "Sources", 120, sources, sources, text_cell(sources), minimum=60,
               stretch=True, tip=sources),
        Column("differ", "Differ", 96, lambda one: float(one.differ), differ,
               text_cell(differ, right=True), right=True, downwards=True, minimum=84,
               hint="Records on which sources differ, of those that several speak of"),
        Column("rule", "Wins", 160, rule_of, rule_of, text_cell(rule_of), minimum=80, snug=136,
               tip=rule_of),
    )  # fmt: skip


def source_columns(words: Words) -> tuple[Column, ...]:
    """Describe the sources of a field, who wins first."""

    def place(one: Ranked) -> str:
        return words.number(one.place)

    def name(one: Ranked) -> str:
        return one_line(one.speaker.source)

    def records(one: Ranked) -> str:
        return words.number(one.speaker.records)

    def last(one: Ranked) -> str:
        return words.day(one.speaker.day) if one.speaker.day != NO_DAY else DASH

    return (
        Column("place", "", 32, lambda one: float(one.place), place,
               text_cell(place, "text3", right=True), right=True, minimum=32),
        Column("source", "Source", 180, name, name, name_cell(name), minimum=90, stretch=True),
        Column("records", "Records", 84, lambda one: float(one.speaker.records), records,
               figure_cell(records), right=True, minimum=72),
        Column("last", "Last word", 100, lambda one: float(one.speaker.day), last,
               text_cell(last, right=True), right=True, minimum=92),
    )  # fmt: skip


def differing_columns(
    field: str, speakers: Sequence[Speaker], words: Words, *, tried: bool
) -> tuple[Column, ...]:
    """Describe where sources differ: what stands, what would, and who says what."""

    def name(one: Differing) -> str:
        return one_line(one.example.name or one.example.own)

    def now(one: Differing) -> str:
        told = value_text(field, one.example.stands, words)
        return f"{told} (typed here)" if one.example.typed else told

    def then(one: Differing) -> str:
        return value_text(field, one.then, words) if one.turns else "stays"

    def tip(one: Differing) -> str:
        told = [f"{one_line(say.source)}: {_said(field, say, words)}" for say in one.example.says]
        return "\n".join((name(one), *told))

    found = [
        Column("name", "Record", 130, lambda one: one.example.name, name, name_cell(name),
               minimum=80, stretch=True, tip=tip),
        Column("now", "In force", 96, now, now, text_cell(now, "text"), minimum=76, snug=84,
               tip=now),
    ]  # fmt: skip
    if tried:
        found.append(
            Column("then", "Then", 90, then, then, text_cell(then, "accent"), minimum=70, snug=78,
                   tip=then)
        )  # fmt: skip
    for at, speaker in enumerate(speakers[:SHOWN]):
        found.append(_said_column(at, speaker, field, words))
    return tuple(found)


def _said_column(at: int, speaker: Speaker, field: str, words: Words) -> Column:
    def said(one: Differing) -> str:
        say = _of(one.example.says).get(speaker.source)
        return DASH if say is None else _said(field, say, words)

    def short(one: Differing) -> str:
        # The day of most words is the source's last day, which stands in the list above.
        say = _of(one.example.says).get(speaker.source)
        if say is None or say.day != speaker.day:
            return said(one)
        return value_text(field, say.value, words)

    return Column(f"source{at}", one_line(speaker.source), 128, short, short, text_cell(short),
                  minimum=84, snug=104, tip=said)  # fmt: skip


def _of(says: Sequence[Say]) -> Mapping[str, Say]:
    return {say.source: say for say in says}


def _said(field: str, say: Say, words: Words) -> str:
    return f"{value_text(field, say.value, words)} · {words.short_day(say.day)}"
