"""Which kinds of inside things a widget of dashboards shows, where its options decide.

Kinds are those of report.KINDS_INSIDE. A field that an account has is the desk's own record of it,
so a card by fields is kept inside with the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from healthdesk.core.domain.reading import OptionValue

_Options = Mapping[str, OptionValue]
_FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    "arr": ("money",),
    "arr_poor": ("score", "money"),
    "accounts_poor": ("score",),
    "renewing": ("score", "money"),
    "score": ("score",),
    "quality": ("score",),
    "nrr": ("money",),
    "grr": ("money",),
    "silent": ("notes",),
}
_READINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "attribute": ("notes",),
    "days_since_touch": ("notes",),
    "overdue_days": ("money",),
    "sentiment": ("sentiment",),
    "touches": ("notes",),
    "two_way": ("notes",),
}
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "score": ("score",),
    "change": ("score",),
    "coverage": ("score",),
    "reason": ("score",),
    "arr": ("money",),
    "touch": ("notes",),
    "owner": ("notes",),
    "stage": ("notes",),
    "tier": ("notes",),
}
_CUSTOMERS: Final = frozenset({"", "industry", "region", "segment"})
"""Fields that say nothing a customer would not say of itself; "" is none."""


def kinds_of_number(options: _Options) -> tuple[str, ...]:
    """Of a number: its figure, and the reading it is of."""
    figure = str(options.get("figure", ""))
    if figure == "reading":
        return _READINGS.get(str(options.get("reading", "")), ())
    return _FIGURES.get(figure, ())


def kinds_of_columns(options: _Options) -> tuple[str, ...]:
    """Of a table of accounts: its columns; none chosen are all of them."""
    told = options.get("columns", ())
    chosen: Iterable[str] = told if isinstance(told, tuple) else ()
    found = [kind for key in (tuple(chosen) or _COLUMNS) for kind in _COLUMNS.get(key, ())]
    return (*found, *_of_field(options.get("field", "")))


def kinds_of_fields(options: _Options) -> tuple[str, ...]:
    """Of accounts by fields: both fields and the value in the cells."""
    found = [kind for key in ("rows", "columns") for kind in _of_field(options.get(key, ""))]
    value = str(options.get("value", ""))
    if value == "reading":
        found += _READINGS.get(str(options.get("reading", "")), ())
    elif value in ("mean", "sum"):
        found += _of_field(options.get("field", ""))
    elif value in ("arr", "score"):
        found.append("money" if value == "arr" else "score")
    return tuple(found)


def _of_field(told: OptionValue) -> tuple[str, ...]:
    field = str(told)
    if field == "band":
        return ("score",)
    return () if field in _CUSTOMERS else ("notes",)
