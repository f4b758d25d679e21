"""Marks of what is kept inside, in words: what a warning says of a card or a column in view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from healthdesk.core.domain.report_chart import Inside

_WORDS: Final[Mapping[str, str]] = {
    "score": "scores and bands",
    "sentiment": "sentiment and risk",
    "names": "names",
    "contact": "addresses and phone numbers",
    "notes": "notes and plans of your own",
    "money": "amounts of money",
}


def marks(kinds: Iterable[str], title: str) -> tuple[Inside, ...]:
    """A mark for each kind: "scores and bands (Movers)"."""
    return tuple(Inside(kind, f"{_WORDS[kind]} ({title})") for kind in dict.fromkeys(kinds))
