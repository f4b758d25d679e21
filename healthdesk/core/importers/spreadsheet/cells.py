"""Values of spreadsheet cells as text, without what binary fractions add to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from healthdesk.core.domain import plain_text

_EXACT = 2**53


def text(value: object) -> str:
    """A cell as the exchange folder writes it: 0.1 + 0.2 is 0.3, midnight is a day."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        rounded = float(f"{value:.15g}")
        return plain_text.number(rounded if math.isfinite(rounded) else value)
    if isinstance(value, datetime):
        return _instant(value)
    return plain_text.text(value)


def _instant(value: datetime) -> str:
    """A day's fraction cannot hold a second exactly; what misses it by less than 2 ms is it."""
    nearest = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if abs(nearest - value) < timedelta(milliseconds=2):
        value = nearest
    if value.time() == datetime.min.time():
        return date(value.year, value.month, value.day).isoformat()
    return value.isoformat()


def row(values: Sequence[object], columns: Sequence[int]) -> list[str]:
    """The cells of the columns that are kept; a row may end early."""
    if len(columns) == len(values):  # every column is kept, as nearly always
        return [one if type(one) is str else _known(one) for one in values]
    width = len(values)
    return [text(values[at]) if at < width else "" for at in columns]


def _known(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    """The text of a value; days and small figures come again and again."""
    return _remembered(type(value).__name__, value)


@lru_cache(maxsize=50_000)
def _remembered(kind: str, value: object) -> str:
    return text(value)
