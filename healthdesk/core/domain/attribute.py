"""Attributes of accounts: of which kind their values are, and what a kept text reads as."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from math import isfinite
from typing import Literal

from healthdesk.core.domain.facts import to_day

Kind = Literal["number", "day", "boolean", "text"]

# No leading zeros, no plus sign: "007" and "+49" are names made of digits.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TRUE = frozenset(("true", "yes", "1"))
_FLAGS = _TRUE | {"false", "no", "0"}


def kind_of(values: Iterable[str | None]) -> Kind:
    """The narrowest kind that all known values are of; text where there is none."""
    kinds: list[Kind] = ["number", "day", "boolean"]
    found = False
    for value in values:
        if value is None:
            continue
        found = True
        kinds = [kind for kind in kinds if fits(kind, value)]
        if not kinds:
            return "text"
    return kinds[0] if found else "text"


def typed(kind: str, value: str | None) -> str | float | bool | None:
    """What a kept text reads as; a text that its kind cannot hold reads as not known."""
    if value is None or kind == "text":
        return value
    told = value.strip()
    if kind == "boolean":
        return told.casefold() in _TRUE
    if kind == "day":
        return float(to_day(date.fromisoformat(told)))
    return float(told)


def number_text(value: float) -> str:
    """The shortest text that reads as exactly this number; whole numbers without a point."""
    if value == int(value) and abs(value) < 1e16:
        return str(int(value))
    return repr(float(value))


def fits(kind: str, value: str) -> bool:
    """Whether a kept text is of a kind."""
    if kind == "text":
        return True
    told = value.strip()
    if kind == "number":
        return _NUMBER.fullmatch(told) is not None and isfinite(float(told))
    if kind == "boolean":
        return told.casefold() in _FLAGS
    return _is_day(told)


def _is_day(told: str) -> bool:
    if not _DAY.fullmatch(told):
        return False
    try:
        date.fromisoformat(told)
    except ValueError:
        return False
    return True
