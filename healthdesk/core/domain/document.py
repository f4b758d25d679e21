"""Reads values out of decoded JSON, each refusal naming the place in the document.

Not here: what documents mean (profile.py, rule.py).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Final

import msgspec

from healthdesk.core.domain.errors import BadDocument


class _Required:
    """Marks a key that has no default."""


REQUIRED: Final = _Required()
MAX_TEXT = 500
MAX_ITEMS = 1000


def decode(data: bytes | str, place: str) -> object:
    """Decode JSON text; whatever is wrong with it is a `BadDocument`."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadDocument(place, f"is not readable as JSON ({error})") from error


def under(place: str, key: object) -> str:
    """The place of a key inside a place."""
    return f"{place} > {key}"


def as_text(value: object, place: str, most: int = MAX_TEXT) -> str:
    """A text that is not empty and not absurdly long."""
    if not isinstance(value, str) or not value.strip():
        raise BadDocument(place, "must be a text that is not empty")
    if len(value) > most:
        raise BadDocument(place, f"must be at most {most} characters long")
    return value


def as_number(value: object, place: str, low: float = -math.inf, high: float = math.inf) -> float:
    """A finite number within bounds, both in."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadDocument(place, "must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise BadDocument(place, "must be a finite number")
    if number < low or number > high:
        raise BadDocument(place, f"must be {_bounds(low, high)}, not {plain(number)}")
    return number


def as_whole(value: object, place: str, low: int, high: int) -> int:
    """A whole number within bounds, both in."""
    number = as_number(value, place, low, high)
    if not number.is_integer():
        raise BadDocument(place, "must be a whole number")
    return int(number)


def as_choice(value: object, choices: Collection[str], place: str) -> str:
    """One of the given words."""
    if not isinstance(value, str) or value not in choices:
        raise BadDocument(place, f"must be one of {', '.join(choices)}, not {shorten(value)}")
    return value


def as_list(value: object, place: str, most: int = MAX_ITEMS) -> Sequence[object]:
    """A list of bounded length."""
    if not isinstance(value, list | tuple):
        raise BadDocument(place, "must be a list")
    if len(value) > most:
        raise BadDocument(place, f"must hold at most {most} entries")
    return value


def plain(number: float) -> int | float:
    """A number as JSON should show it: whole numbers without a decimal point."""
    return int(number) if float(number).is_integer() and abs(number) < 2**53 else number


def shorten(value: object) -> str:
    """A value as it may stand inside a sentence."""
    text = value if isinstance(value, str) else repr(value)
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'


def _bounds(low: float, high: float) -> str:
    """Bounds in words."""
    if math.isinf(high):
        return f"at least {plain(low)}"
    if math.isinf(low):
        return f"at most {plain(high)}"
    return f"between {plain(low)} and {plain(high)}"


class Node:
    """An object of a document at its place; `end` refuses keys nobody asked for."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise BadDocument(place, "must be an object")
        for key in value:
            if not isinstance(key, str):
                raise BadDocument(place, f"has a key that is no text: {shorten(key)}")
        self.place = place
        self._values: dict[str, object] = value
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def at(self, key: str) -> str:
        """The place of a key of this object."""
        return under(self.place, key)

    def take(self, key: str, default: object = REQUIRED) -> object:
        """The raw value of a key."""
        self._asked.add(key)
        if key in self._values:
            return self._values[key]
        if default is REQUIRED:
            raise BadDocument(self.place, f'lacks "{key}"')
        return default

    def text(self, key: str, default: object = REQUIRED) -> str:
        """A text."""
        return as_text(self.take(key, default), self.at(key))

    def number(
        self,
        key: str,
        low: float = -math.inf,
        high: float = math.inf,
        default: object = REQUIRED,
    ) -> float:
        """A finite number within bounds."""
        return as_number(self.take(key, default), self.at(key), low, high)

    def choice(self, key: str, choices: Collection[str], default: object = REQUIRED) -> str:
        """One of the given words."""
        return as_choice(self.take(key, default), choices, self.at(key))

    def items(self, key: str, default: object = REQUIRED) -> Sequence[object]:
        """A list."""
        return as_list(self.take(key, default), self.at(key))

    def node(self, key: str, default: object = REQUIRED) -> Node:
        """An object inside this one."""
        return Node(self.take(key, default), self.at(key))

    def version(self, known: int) -> None:
        """Refuse a document of a later version than the one that is known."""
        told = as_whole(self.take("schema_version", known), self.place, 1, 10_000)
        if told > known:
            sentence = f"is of version {told}; this HealthDesk reads up to {known}"
            raise BadDocument(self.place, sentence)

    def rest(self) -> dict[str, object]:
        """Every key not asked for yet; they count as asked for afterwards."""
        rest = {key: value for key, value in self._values.items() if key not in self._asked}
        self._asked.update(rest)
        return rest

    def end(self) -> None:
        """Refuse what nobody asked for: it is a slip of the pen or of a newer version."""
        for key in self._values:
            if key not in self._asked:
                raise BadDocument(self.place, f"has an unknown key {shorten(key)}")
