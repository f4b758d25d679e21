"""The widgets of dashboards: one file each, and this list, in the order of the gallery.

A widget's module offers `SPEC`, `load(tx, ask) -> Shown` (on a reader, no Qt) and `Face` (on the
screen's thread, no desk). It is imported when a board or the gallery first needs it: together they
would hold up the window.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from healthdesk.core.domain.widget import Shown, WidgetSpec
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.face import Face


class WidgetModule(Protocol):
    """What the file of a widget offers."""

    SPEC: WidgetSpec
    Face: Callable[[Ui], Face]

    @staticmethod
    def load(tx: Any, ask: Any) -> Shown:  # noqa: ANN401 - a session of the store, an `Ask`
        """Read what the face shows."""


CATALOGUE: tuple[str, ...] = (
    "portfolio_quality",
    "health_over_time",
    "band_migration",
    "score_distribution",
    "movers",
    "accounts_table",
    "arr_at_risk",
    "renewal_calendar",
    "renewal_forecast",
    "health_arr",
    "number",
    "segment_comparison",
    "usage_trend",
    "usage_heat",
    "feature_adoption",
    "dips_and_rises",
    "nps",
    "csat",
    "voices",
    "tickets",
    "human_touches",
    "silent_accounts",
    "contact_coverage",
    "tasks_due",
    "play_activity",
    "goal_progress",
    "explore",
    "note",
)
"""Keys of the widgets: the names of their files."""


@cache
def widget(key: str) -> WidgetModule | None:
    """The widget of a key, imported now if nobody needed it before; None: nobody knows it."""
    if key not in CATALOGUE:
        return None
    return cast("WidgetModule", import_module(f"{__name__}.{key}"))


def shown_by(module: WidgetModule) -> type[Shown] | None:
    """The type of what a widget shows, as its `load` says it; None where that is not one type."""
    told = getattr(module.load, "__annotations__", {}).get("return")
    found = vars(module).get(told) if isinstance(told, str) else told
    return found if isinstance(found, type) and issubclass(found, Shown) else None


def import_next() -> bool:
    """Import the next widget that nobody has seen yet; False when there is none left."""
    key = next((one for one in CATALOGUE if f"{__name__}.{one}" not in sys.modules), None)
    if key is not None:
        import_module(f"{__name__}.{key}")
    return key is not None
