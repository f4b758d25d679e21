"""Which accounts a widget of a dashboard is about, and what it is asked: segments, period, filters.

Not here: what a widget answers (the service of its subject); which marks filter (gui/pages).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from healthdesk.core.domain.widget import PERIODS, Ask, WidgetSpec
from healthdesk.core.services import profiles, segments
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx


@dataclass(frozen=True)
class Wish:
    """What the screen wants of a widget, before the desk was looked at.

    Attributes:
        day: the day of the window.
        period: one of `PERIODS`, the board's; the widget's own option goes before it.
        segments: names of segments that all hold: of the window, of the board; "" is none.
        told: options of the tile, as its document has them.
        accounts: what filters of other widgets leave; None: they narrow nothing.
        private: notes that are not for others' eyes may be shown.
    """

    day: int
    period: str
    segments: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    accounts: frozenset[str] | None = None
    private: bool = True


def members(tx: Tx, day: int, named: tuple[str, ...]) -> frozenset[str] | None:
    """The accounts that are in every one of these segments on a day; None: no segment is named.

    Raises:
        NotFound: One of them is no longer there; it is named.
    """
    found = [frozenset(segments.members(tx, name, day)) for name in dict.fromkeys(named) if name]
    return frozenset.intersection(*found) if found else None


def ask(tx: Tx, spec: WidgetSpec, wish: Wish) -> Ask:
    """What a widget is asked: its options checked, its accounts found.

    Raises:
        BadDocument: An option cannot be, as a metric that the desk no longer has.
        NotFound: A segment is no longer there.
    """
    options = spec.complete(wish.told, profiles.known_metrics(tx))
    within = members(tx, wish.day, (*wish.segments, str(options["segment"])))
    if within is None or wish.accounts is None:
        accounts = wish.accounts if within is None else within
    else:
        accounts = within & wish.accounts
    days = PERIODS[str(options["period"]) or wish.period]
    return Ask(wish.day, wish.day - days + 1, options, accounts, wish.private)


@dataclass(frozen=True)
class Choices:
    """What of the desk can be chosen in the form of a widget: keys and what people read."""

    metrics: tuple[tuple[str, str], ...]
    segments: tuple[str, ...]
    fields: tuple[str, ...]


def choices(tx: Tx) -> Choices:
    """The metrics, segments and fields of the desk, for the form of a widget."""
    metrics = pairs(tx, "SELECT metric, name FROM metric ORDER BY coalesce(name, metric), metric")
    fields = pairs(tx, "SELECT key, position FROM attribute ORDER BY position, id")
    return Choices(
        tuple((key, name or key) for key, name in metrics.items()),
        segments.names(tx),
        tuple(fields),
    )
