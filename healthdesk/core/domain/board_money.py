"""ARR of several accounts, told apart by currency: amounts of two currencies are never added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Amounts:
    """Sums by currency, the one of most accounts first; `unknown` accounts have no known ARR."""

    sums: tuple[tuple[str, float], ...] = ()
    unknown: int = 0
    count: int = 0

    @property
    def currency(self) -> str:
        """The currency of most of them."""
        return self.sums[0][0] if self.sums else ""

    @property
    def main(self) -> float | None:
        """The sum in the currency of most; None where no ARR is known."""
        return self.sums[0][1] if self.sums else None


NOTHING: Final = Amounts()


def amounts(parts: Iterable[tuple[float | None, str]]) -> Amounts:
    """Add ARR up, each currency by itself."""
    sums: dict[str, float] = {}
    counts: Counter[str] = Counter()
    unknown = count = 0
    for arr, currency in parts:
        count += 1
        if arr is None:
            unknown += 1
            continue
        counts[currency] += 1
        sums[currency] = sums.get(currency, 0.0) + arr
    order = sorted(sums, key=lambda one: (-counts[one], one))
    return Amounts(tuple((one, sums[one]) for one in order), unknown, count)
