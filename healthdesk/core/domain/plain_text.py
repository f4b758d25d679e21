"""Values with types as the text of the exchange folder, for sources that have types of their own.

Days as 2026-03-14, instants with their offset, numbers with a point, true and false, nothing as "".
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

DEPTH = 60
"""How deep values may lie in one another; deeper ones are `TooDeepError`."""
_EXACT = 10**15
"""From here on a float's digits are not all told by its text; up to 2**53 they are its own."""


class TooDeepError(ValueError):
    """A value that lies in too many others."""


class Spelled(str):
    """A number that keeps the digits its source wrote: JSON's 12.50 is not 12.5."""

    __slots__ = ()


def text(value: object) -> str:
    """One value as a cell; lists of plain values with ";" between, other nested ones as JSON."""
    write = _BY_TYPE.get(type(value))
    if write is None:
        write = next((how for kind, how in _KINDS if isinstance(value, kind)), str)
    return write(value)


def number(value: float) -> str:
    """A float without exponent where that is short, and without a fraction that is none."""
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < _EXACT * 1_000:
        return str(int(value))
    spelled = repr(value)
    if "e" in spelled and abs(int(spelled.partition("e")[2])) < 30:
        return format(Decimal(spelled), "f")
    return spelled


def decimal(value: Decimal) -> str:
    """A decimal with the digits it has, without exponent."""
    if not value.is_finite():
        return ""
    return format(value, "f") if abs(value.adjusted()) < 60 else str(value)


def duration(value: timedelta) -> str:
    """A span of time as hours, minutes and seconds: 30:00:00."""
    seconds = abs(value) // timedelta(seconds=1)
    hours, rest = divmod(seconds, 3600)
    sign = "-" if value < timedelta() else ""
    return f"{sign}{hours:02}:{rest // 60:02}:{rest % 60:02}"


def nested(value: object, depth: int = DEPTH) -> str:
    """A value inside others as JSON; numbers as their source wrote them."""
    if depth <= 0:
        raise TooDeepError
    if isinstance(value, Mapping):
        inner = (f"{_quoted(str(k))}: {nested(v, depth - 1)}" for k, v in value.items())
        return "{" + ", ".join(inner) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(nested(one, depth - 1) for one in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, Spelled) or (
        isinstance(value, int | float | Decimal) and text(value) != ""
    ):
        return text(value)
    return _quoted(text(value))


def _bytes(value: bytes | bytearray | memoryview) -> str:
    held = bytes(value)
    try:
        told = held.decode("utf-8")
    except UnicodeDecodeError:
        return held.hex()
    return told if told.isprintable() else held.hex()


def _list(values: Iterable[object]) -> str:
    """Plain values with ";" between; a list of anything else, or of texts with ";", as JSON."""
    held = list(values)
    if any(isinstance(one, Mapping | list | tuple | set) for one in held):
        return nested(held)
    told = [text(one) for one in held]
    return nested(held) if any(";" in one for one in told) else ";".join(told)


def _quoted(told: str) -> str:
    return json.dumps(told, ensure_ascii=False)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _iso(value: date | time) -> str:
    return value.isoformat()


_KINDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, str),
    (bool, _flag),
    (int, str),
    (float, number),
    (Decimal, decimal),
    (datetime, _iso),
    (date, _iso),
    (time, _iso),
    (timedelta, duration),
    (bytes, _bytes),
    (bytearray, _bytes),
    (memoryview, _bytes),
    (Mapping, nested),
    (list, _list),
    (tuple, _list),
    (set, _list),
    (frozenset, _list),
)
"""A kind before those that it is one of."""
_BY_TYPE: dict[type, Callable[[Any], str]] = {**dict(_KINDS), type(None): lambda _: ""}
