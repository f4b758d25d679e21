"""Finding by a few letters: how well a query fits a name, best when letters begin words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def fit(query: str, text: str) -> float | None:
    """Say how well lower-case letters, in their order, are found in a lower-case text; None if not.

    A whole run counts more than scattered letters, the start of a word more than its middle.
    """
    if not query:
        return 0.0
    at = text.find(query)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        return 100.0 + (50.0 if at == 0 else 25.0 if begins else 0.0) - len(text) * 0.1
    score, last = 0.0, -1
    for letter in query:
        if letter == " ":
            continue
        found = _next(text, letter, last + 1)
        if found < 0:
            return None
        if found == last + 1:
            score += 3.0
        if found == 0 or not text[found - 1].isalnum():
            score += 4.0
        last = found
    return score - len(text) * 0.05


def best(query: str, things: Sequence[T], name: Callable[[T], str], most: int) -> list[T]:
    """Give the things that fit best, in order; without a query the first ones."""
    wanted = query.casefold().strip()
    if not wanted:
        return list(things[:most])
    scored = []
    for number, thing in enumerate(things):
        score = fit(wanted, name(thing).casefold())
        if score is not None:
            scored.append((-score, number, thing))
    scored.sort(key=_rank)
    return [thing for _, _, thing in scored[:most]]


def _rank(item: tuple[float, int, T]) -> tuple[float, int]:
    return item[0], item[1]


def _next(text: str, letter: str, start: int) -> int:
    """Prefer a letter that begins a word, else the next one at all."""
    plain = text.find(letter, start)
    at = plain
    while at > 0:
        if not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1)
    return plain if at < 0 else at
