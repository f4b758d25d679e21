"""Which accounts a widget of a dashboard is about, and what it is asked: segments, period, filters.

Not here: what a widget answers (the service of its subject); which marks filter (gui/pages).
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain import board_view
from healthdesk.core.domain.widget import PERIODS, Ask, WidgetSpec
from healthdesk.core.domain.wish import Choices, Wish
from healthdesk.core.services import dashboards, profiles, segments
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx

__all__ = ["Choices", "Wish", "ask", "choices", "members"]
_GOAL: Final = "goal_progress"


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


def choices(tx: Tx) -> Choices:
    """The metrics, segments, fields and objectives of the desk, for the form of a widget."""
    metrics = pairs(tx, "SELECT metric, name FROM metric ORDER BY coalesce(name, metric), metric")
    fields = pairs(tx, "SELECT key, position FROM attribute ORDER BY position, id")
    return Choices(
        tuple((key, name or key) for key, name in metrics.items()),
        segments.names(tx),
        tuple(fields),
        _objectives(tx),
    )


def _objectives(tx: Tx) -> tuple[str, ...]:
    """What boards and their widgets help to reach, and the goals that stand on boards."""
    found: set[str] = set()
    for one in dashboards.boards(tx):
        found |= {name for name, _ in board_view.objectives(one.board)}
        goals = [tile for tile in one.board.tiles if tile.kind == _GOAL]
        found |= {
            title for tile in goals if (title := str(tile.options.get("title") or "").strip())
        }
    return tuple(sorted(found, key=str.casefold))
