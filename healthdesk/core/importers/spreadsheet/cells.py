"""Values of spreadsheet cells as text, without what binary fractions add to them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any

from healthdesk.core.domain import plain_text

_EXACT = 2**53
_ODD = frozenset("en")
"""Letters of exponents and of what is no number."""


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


def table(rows: Sequence[Sequence[object]], columns: Sequence[int]) -> list[list[str]]:
    """The cells of the columns that are kept, column by column; a row may end early."""
    found = list(zip_longest(*rows, fillvalue=""))
    empty = [""] * len(rows)
    return [texts(found[at]) if at < len(found) else empty for at in columns]


def texts(values: Sequence[Any]) -> list[str]:
    """The cells of one column."""
    kinds = set(map(type, values)) - {str}
    if not kinds:
        return list(values)
    if kinds == {float}:
        told = iter(_numbers([value for value in values if type(value) is float]))
        return [value if type(value) is str else next(told) for value in values]
    if len(kinds) == 1:  # what is equal is the same then: 1 and True are not
        known = {value: text(value) for value in set(values)}
        return list(map(known.__getitem__, values))
    return [value if type(value) is str else text(value) for value in values]


def _numbers(values: list[float]) -> list[str]:
    """Figures all at once; those with an exponent and the like one by one."""
    told = ("%.15g\n" * len(values) % tuple(values)).split("\n")
    told.pop()
    return [
        one if not _ODD.intersection(one) and one != "-0" else text(value)
        for one, value in zip(told, values, strict=True)
    ]
