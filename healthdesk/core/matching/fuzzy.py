"""Finds the names that most resemble a text: candidates to choose from, never a decision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from healthdesk.core.domain.views import Candidate
from healthdesk.core.matching import names

SHORTLIST = 24
LEAST = 55.0
"""Below this likeness of 100 a name is no candidate."""
_SHORT, _LONG = 5, 9
"""Letters from which on one slip, and two, leave a name what it is."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Named:
    """An account as candidates show it."""

    account_id: str
    name: str


class Index:
    """The names of a desk's accounts, folded once, to be asked many times."""

    def __init__(self, accounts: Sequence[Named]) -> None:
        """Fold every name."""
        self._accounts = accounts
        self._folded = [names.company(one.name) for one in accounts]

    def candidates(self, text: str, limit: int = 5) -> tuple[Candidate, ...]:
        """The accounts whose names resemble a text, the most alike first."""
        # Costs 26 ms to import: paid by those who look for names.
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        asked = names.company(text)
        if not asked:
            return ()
        short = process.extract(
            asked, self._folded, scorer=fuzz.token_sort_ratio, limit=SHORTLIST, score_cutoff=35.0
        )
        found = [(fuzz.WRatio(asked, folded), sort, at) for folded, sort, at in short]
        found = [one for one in found if one[0] >= LEAST]
        found.sort(key=lambda one: (-one[0], -one[1], self._accounts[one[2]].account_id))
        return tuple(
            Candidate(
                self._accounts[at].account_id,
                self._accounts[at].name,
                # Equal but for the legal form is not the same to the letter: a person decides.
                round(min(0.99, 0.7 * likeness / 100 + 0.3 * sort / 100), 2),
            )
            for likeness, sort, at in found[:limit]
        )


def nearly(asked: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """For each name, the one among others that is it but for a slip of the pen; "" where none is.

    Names that differ in their numbers are different ones: "Depot 12" is not "Depot 13" misspelt.
    """
    # Costs 26 ms to import: paid by those who look for names.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    by_numbers: dict[tuple[str, ...], dict[str, str]] = {}
    for other in others if asked else ():
        folded = names.company(other)
        by_numbers.setdefault(_numbers(folded), {})[folded] = other
    out = {}
    for one in asked:
        folded = names.company(one)
        held = by_numbers.get(_numbers(folded), {})
        slips = 0 if len(folded) < _SHORT else 1 if len(folded) < _LONG else 2
        found = (
            process.extractOne(folded, list(held), scorer=OSA.distance, score_cutoff=slips)
            if slips
            else None
        )
        out[one] = held[found[0]] if found else ""
    return out


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(_DIGITS.findall(text))
