"""Finds the names that most resemble a text: candidates to choose from, never a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthdesk.core.domain.views import Candidate
from healthdesk.core.matching import names

SHORTLIST = 24
LEAST = 55.0
"""Below this likeness of 100 a name is no candidate."""


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
