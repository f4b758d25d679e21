"""Names of a table's columns as a source wrote them, each made different from the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LONGEST = 200
"""Letters of a column's name that are kept."""


def headings(names: Iterable[str], numbers: Sequence[int] | None = None) -> tuple[str, ...]:
    """Names that differ: a second "Id" is "Id (2)", an empty one "column 3".

    `numbers` says which columns of the source they are, where some were left out.
    """
    out: list[str] = []
    seen: set[str] = set()
    for index, name in enumerate(names):
        plain = " ".join(name.replace("\0", "").split())[:LONGEST]
        base = plain or f"column {numbers[index] if numbers else index + 1}"
        unique = distinct(base, seen)
        seen.add(unique)
        out.append(unique)
    return tuple(out)


def distinct(name: str, taken: Iterable[str]) -> str:
    """The name, or the name with the first number that nobody has."""
    others = taken if isinstance(taken, set | dict) else set(taken)
    unique, count = name, 1
    while unique in others:
        count += 1
        unique = f"{name} ({count})"
    return unique
