"""ARR of several accounts in words: each currency by itself, what is not known told."""

from __future__ import annotations

from healthdesk.core.domain.board_money import Amounts
from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Measure


def told(found: Amounts, words: Words) -> str:
    """The sums: €1.82M, or €1.82M + $300k; "ARR not known" where none is."""
    if not found.sums:
        return "ARR not known" if found.count else words.money(0)
    return " + ".join(words.money(amount, currency) for currency, amount in found.sums)


def gap(found: Amounts, words: Words) -> str:
    """How many of them have no known ARR; "" where all have."""
    return f"{words.number(found.unknown)} without known ARR" if found.unknown else ""


def fit_sums(
    said: str,
    room: float,
    measure: Measure,
    role: Role = "small",
    weight: int = 400,
    *,
    before: str = "",
    after: str = "",
) -> str:
    """Sums of several currencies as far as they fit, the others counted: €3.98M + 3 more.

    Else how many currencies, and "" without room for that: half a figure would be another figure.
    """
    parts = said.split(" + ")
    for count in range(len(parts), 0, -1):
        rest = len(parts) - count
        told = " + ".join(parts[:count]) + (f" + {rest} more" if rest else "")
        if measure(f"{before}{told}{after}", role, weight) <= room:
            return f"{before}{told}{after}"
    several = f"{before}{len(parts)} currencies{after}"
    return several if len(parts) > 1 and measure(several, role, weight) <= room else ""
