"""Read models of which source wins a field."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.source_order import Order, Say, Value


@dataclass(frozen=True)
class Turn:
    """A field of a record that another source's word comes into force for."""

    table: str
    own: str
    """The record's own id."""
    name: str
    """What it is called."""
    field: str
    row: int
    before: Value
    say: Say


@dataclass(frozen=True)
class Speaker:
    """A source, and of how many records it said something of a field."""

    source: str
    records: int
    day: int
    """The day of its last word."""
    batch: int = 0
    """The import that it came with."""


@dataclass(frozen=True)
class Example:
    """A record of which sources say different things."""

    own: str
    name: str
    stands: Value
    """What is in force."""
    typed: bool
    """It was typed here, so no source changes it."""
    says: tuple[Say, ...]
    """The last word of each source that says something, in the order of the speakers."""


@dataclass(frozen=True)
class FieldSources:
    """A field with the sources that spoke of it and the rule that decides."""

    table: str
    field: str
    title: str
    speakers: tuple[Speaker, ...]
    shared: int
    """Records of which several sources say something."""
    differ: int
    """Records of which they say different things."""
    order: Order
    """Who wins; none: the newest."""
    follows: str = ""
    """The field whose winner says this one, too."""
