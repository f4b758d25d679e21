"""Lists that are drawn row by row, as tables of a report: small, made when they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from healthdesk.core.domain import report
from healthdesk.core.domain.inside_words import marks
from healthdesk.core.domain.report import Cell, Row
from healthdesk.core.domain.report_given import GivenTable


@dataclass(frozen=True)
class ListColumn:
    """A column of a list: its head, its share of the width, its words for a row.

    Attributes:
        day: of a column of days, the day of a row.
        inside: kinds of inside things it shows.
    """

    title: str
    width: float
    words: Callable[[Any], str]
    day: Callable[[Any], float | None] | None = None
    inside: tuple[str, ...] = ()


def table_of(
    title: str,
    columns: Sequence[ListColumn],
    groups: Iterable[tuple[str, Iterable[Any]]],
    said: Sequence[str] = (),
) -> GivenTable:
    """A table of rows under the names of their groups."""
    head = tuple(
        report.Column(
            key=f"c{at}",
            title=one.title,
            width=one.width,
            kind="text" if one.day is None else "day",
            wraps=one.day is None,
            inside=marks(one.inside, one.title),
        )
        for at, one in enumerate(columns)
    )
    rows = tuple(
        Row(
            cells=tuple(
                Cell(text=one.words(row), value=None if one.day is None else one.day(row))
                for one in columns
            ),
            group=group,
        )
        for group, members in groups
        for row in members
    )
    return GivenTable(title, head, rows, tuple(one for one in said if one))
