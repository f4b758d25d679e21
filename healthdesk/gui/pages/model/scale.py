"""How far a handle goes: the weight at its right end and the size of its steps; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

ROOM = 1.2
"""Times the heaviest weight that is at least left to the right."""
_STEPS = {1: 100, 2: 100, 5: 50}


@dataclass(frozen=True)
class Reach:
    """The weight at the right end, and in how many steps a handle gets there."""

    top: float
    steps: int

    def place(self, weight: float) -> int:
        """The step nearest to a weight, the last one for all beyond."""
        return min(self.steps, max(0, round(weight / self.top * self.steps)))

    def weight(self, place: int) -> float:
        """The weight of a step, without dust behind the digits that count."""
        return round(self.top * place / self.steps, 9)

    def share(self, weight: float) -> float:
        """How far to the right a weight stands, 0 to 1."""
        return min(1.0, max(0.0, weight / self.top))


def reach(weights: Iterable[float]) -> Reach:
    """One reach for all handles of a card, so that their places may be compared."""
    most = max(weights, default=0.0) * ROOM
    if most <= 0:
        return Reach(1.0, 100)
    power = 10.0 ** floor(log10(most))
    lead = next((one for one in (1, 2, 5) if one * power >= most * (1 - 1e-9)), 10)
    if lead == 10:
        return Reach(10 * power, 100)
    return Reach(lead * power, _STEPS[lead])
