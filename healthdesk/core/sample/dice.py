"""Dice that always fall alike: the sample's own stable random numbers, from a seed and some words.

Not numpy's generator: its streams may change between versions, and the same seed must give the
same desk for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_ONE = 1.0 / (1 << 53)


def _mix(value: int) -> int:
    """Finish one splitmix64 number."""
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


class Dice:
    """One stream of numbers; streams with other words know nothing of each other."""

    def __init__(self, *words: str | int) -> None:
        text = "\x1f".join(str(word) for word in words)
        self._state = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")

    def share(self) -> float:
        """Draw a number from 0 up to, not including, 1."""
        self._state = (self._state + _STEP) & _MASK
        return (_mix(self._state) >> 11) * _ONE

    def between(self, low: float, high: float) -> float:
        """Draw a number from `low` to `high`."""
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both in."""
        return low + int(self.share() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """Say yes in this share of the cases."""
        return self.share() < share

    def pick(self, items: Sequence[T]) -> T:
        """Draw one of the items."""
        return items[int(self.share() * len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in a drawn order."""
        deck = list(items)
        for last in range(len(deck) - 1, 0, -1):
            other = self.whole(0, last)
            deck[last], deck[other] = deck[other], deck[last]
        return deck

    def shares(self, count: int) -> NDArray[np.float64]:
        """Draw many numbers from 0 up to, not including, 1."""
        steps = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_STEP)
        value = steps + np.uint64(self._state)
        self._state = (self._state + _STEP * count) & _MASK
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        value ^= value >> np.uint64(31)
        return (value >> np.uint64(11)).astype(np.float64) * _ONE
