"""How a dashboard is parted into pages: stretches of cards, and how high their rows are on each.

Pure figures in any unit; the window draws cards for these heights, formats of pages place them.
"""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.report import Card

PRESSED, STRETCHED = 0.9, 2.0
"""How much lower and higher than they want to be rows of cards may be, so that pages are filled."""


def stretches(cards: Sequence[Card]) -> list[list[Card]]:
    """Cards in stretches between which a page may end: no card reaches over the edge."""
    made, end = list[list[Card]](), 0
    for card in sorted(cards, key=lambda one: (one.y, one.x)):
        if not made or card.y >= end:
            made.append([])
        made[-1].append(card)
        end = max(end, card.y + max(card.h, 1))
    return made


def rows_of(stretch: Sequence[Card]) -> int:
    """How many rows a stretch has."""
    return max(one.y + max(one.h, 1) for one in stretch) - min(one.y for one in stretch)


def row_heights(
    counts: Sequence[int], row: float, gap: float, rooms: tuple[float, float]
) -> tuple[float, ...]:
    """How high a row of each stretch is, on pages with these rooms: the first, and the others.

    Stretches of one row keep their height: they hold figures, which fill it as it is.
    """
    made: list[float] = []
    page = 0
    while len(made) < len(counts):
        left, room = counts[len(made) :], rooms[min(page, 1)]
        taken = 1
        while taken < len(left) and _tall(left[: taken + 1], row, gap, PRESSED) <= room:
            taken += 1
        held = left[:taken]
        able = sum(one for one in held if one > 1) * row
        by = (room - _tall(held, row, gap, 0.0)) / able if able else 1.0
        by = min(max(by, PRESSED), STRETCHED)
        made += [row * by if one > 1 else row for one in held]
        page += 1
    return tuple(made)


def _tall(counts: Sequence[int], row: float, gap: float, by: float) -> float:
    """How high stretches and the gaps in and between them are, with rows so much higher."""
    rows = sum(one * row * (by if one > 1 else 1.0) for one in counts)
    return rows + gap * (sum(counts) - 1)
