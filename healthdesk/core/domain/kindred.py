"""Which kinds of widget answer a kindred question, and a tile that answers it in another way."""

from __future__ import annotations

from typing import Final

import msgspec

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import OptionValue
from healthdesk.core.domain.widget import WidgetSpec

FAMILIES: Final[tuple[tuple[str, ...], ...]] = (
    (
        "portfolio_quality",
        "health_over_time",
        "band_migration",
        "score_distribution",
        "segment_comparison",
        "explore",
    ),
    ("movers", "accounts_table", "health_arr", "silent_accounts"),
    (
        "arr_at_risk",
        "renewal_calendar",
        "renewal_forecast",
        "health_arr",
        "explore",
        "accounts_table",
    ),
    ("number", "goal_progress"),
    ("usage_trend", "usage_heat", "feature_adoption", "dips_and_rises"),
    ("nps", "csat", "voices"),
    ("silent_accounts", "contact_coverage", "human_touches"),
)
"""Kinds that can stand for each other in place, in the order in which they are offered."""


def kindred(kind: str) -> tuple[str, ...]:
    """What a tile of a kind can be shown as besides."""
    found = [key for family in FAMILIES if kind in family for key in family]
    return tuple(key for key in dict.fromkeys(found) if key != kind)


def shown_as(board: Board, name: str, spec: WidgetSpec) -> Board:
    """The board with a tile of another kind in the same place.

    Title, segment, period, objective and whatever both kinds can be told stay; what only the old
    one knows is kept too, for the way back. The size is the nearest that the new kind reads well
    at.
    """
    tile = grid.find(board.tiles, name)
    options = {key: value for key, value in tile.options.items() if _fits(spec, key, value)}
    made = msgspec.structs.replace(tile, kind=spec.key, options=options)
    placed = board.with_tile(made)
    size = spec.limits.size(tile.w, tile.h)
    return placed.with_tiles(grid.resize(placed.tiles, name, *size, spec.limits))


def _fits(spec: WidgetSpec, key: str, value: object) -> bool:
    """Whether a kind can be told this: what it is not asked for is no harm."""
    option = next((one for one in spec.asked if one.key == key), None)
    if option is None or option.kind == "metric":
        return True
    try:
        _: OptionValue = option.parse(value, (), key)
    except BadDocument:
        return False
    return True
