"""Finds records that are likely the same account or the same person, with reasons.

Pairs are looked for only among records that share a key (a domain, an address, a part of the
name), so that thousands of records take seconds. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

CUT = 0.7
"""Pairs less sure than this are not shown."""
CROWD = 40
"""Keys that more records share say little: only neighbours in order are compared."""
NEAR = 6


@dataclass(frozen=True)
class Pair:
    """Two records that are likely one: their places in the list given, and why."""

    low: int
    high: int
    sure: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Records that are likely one, by their places; pairs that hold it together."""

    members: tuple[int, ...]
    sure: float
    reasons: tuple[str, ...]


Judge = Callable[[int, int], tuple[float, tuple[str, ...]]]


def pairs(
    keys: Sequence[Collection[Hashable]],
    order: Sequence[str],
    judge: Judge,
    *,
    never: Callable[[int, int], bool],
) -> list[Pair]:
    """Judge every two records that share a key; the surest first."""
    blocks: dict[Hashable, list[int]] = {}
    for place, mine in enumerate(keys):
        for key in mine:
            blocks.setdefault(key, []).append(place)
    seen: set[tuple[int, int]] = set()
    out: list[Pair] = []
    for low, high in _within(blocks.values(), order):
        if (low, high) in seen:
            continue
        seen.add((low, high))
        sure, reasons = judge(low, high)
        if sure >= CUT and not never(low, high):
            out.append(Pair(low, high, round(sure, 3), reasons))
    out.sort(key=lambda pair: (-pair.sure, pair.low, pair.high))
    return out


def groups(found: Iterable[Pair], *, never: Callable[[int, int], bool]) -> list[Group]:
    """Put pairs together, the surest first; two that must stay apart never meet in a group."""
    of: dict[int, list[int]] = {}
    held: dict[int, list[Pair]] = {}
    for pair in found:
        one, other = of.get(pair.low, [pair.low]), of.get(pair.high, [pair.high])
        if one is not other and any(never(a, b) for a in one for b in other):
            continue
        together = one if one is other else [*one, *other]
        reasons = [*held.get(one[0], ()), pair]
        if one is not other:
            reasons[len(reasons) - 1 : len(reasons) - 1] = held.pop(other[0], [])
        for place in together:
            of[place] = together
        held[together[0]] = reasons
    out = [
        Group(
            tuple(sorted(of[first])),
            min(pair.sure for pair in mine[: len(of[first]) - 1]),
            tuple(dict.fromkeys(reason for pair in mine for reason in pair.reasons)),
        )
        for first, mine in held.items()
    ]
    out.sort(key=lambda group: (-group.sure, group.members))
    return out


def _within(blocks: Iterable[list[int]], order: Sequence[str]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        if len(block) <= CROWD:
            yield from combinations(block, 2)
            continue
        ranked = sorted(block, key=order.__getitem__)
        for at, place in enumerate(ranked):
            for other in ranked[at + 1 : at + NEAR]:
                yield min(place, other), max(place, other)


def apart(known: Collection[tuple[str, str]], ids: Sequence[str]) -> Callable[[int, int], bool]:
    """Whether two records were told to be different, by pairs of their own ids."""
    kept = frozenset(known)

    def never(low: int, high: int) -> bool:
        a, b = ids[low], ids[high]
        return (min(a, b), max(a, b)) in kept

    return never


def rare(words: Mapping[str, int], folded: str, most: int) -> Iterator[str]:
    """The words of a name that few names share."""
    return (word for word in folded.split() if words[word] <= most and len(word) > 2)
