"""What a screen gives for a report: a table as filtered and ordered, or cards as drawn.

Not here: how it is drawn (gui), what a report says around it (services/reports/given.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from healthdesk.core.domain.report import Card, Column, Pair, Row
from healthdesk.core.domain.report_options import ReportOptions


@dataclass(frozen=True)
class GivenTable:
    """A table in view: its columns as shown, its rows as filtered, ordered and grouped.

    Attributes:
        said: what narrows it besides the segment, in words: "“acme”", "Poor".
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class GivenCards:
    """Drawings in view with their figures: one chart, or all cards of a dashboard.

    Attributes:
        said: segment, period, filters, in words.
        how: how figures came about: the name of a card, its sentences; inside where it is.
    """

    title: str
    cards: tuple[Card, ...]
    purpose: str = ""
    said: tuple[str, ...] = ()
    how: tuple[Pair, ...] = ()


Given = GivenTable | GivenCards


@dataclass(frozen=True)
class GivenWish:
    """A file that is wanted of what is in view."""

    options: ReportOptions
    day: int
    key: str
    path: Path
