"""Judges which accounts are likely the same customer: by name, domain and shared contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from healthdesk.core.matching import domains, duplicates, names
from healthdesk.core.matching.duplicates import Group

_SLIPS = 2
_LONG = 9
"""Letters from which a word may have two wrong ones."""
_TWO_FIRMS, _TWO_SITES = 4.2, 3.5
_SHORT = 2
"""Words up to which two companies may well have one name."""


@dataclass(frozen=True)
class AccountLook:
    """What is compared of an account."""

    id: str
    name: str
    domain: str = ""
    parent: str = ""
    mails: frozenset[str] = frozenset()
    """Addresses of its contacts, folded."""


def find(
    accounts: Sequence[AccountLook], kept_apart: Collection[tuple[str, str]] = ()
) -> list[Group]:
    """Groups of accounts that are likely one customer, the surest first."""
    judge = _Judge(accounts)
    never = duplicates.apart(kept_apart, [one.id for one in accounts])
    found = duplicates.pairs(judge.keys(), judge.folded, judge, never=never)
    return duplicates.groups(found, never=never)


class _Judge:
    """Compares two accounts of a list."""

    def __init__(self, accounts: Sequence[AccountLook]) -> None:
        # Costs 26 ms to import: paid by those who look for duplicates.
        from rapidfuzz import fuzz  # noqa: PLC0415
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        self._sort = fuzz.token_sort_ratio
        self._slips = OSA.distance
        self._accounts = accounts
        self.folded = [names.company(one.name) for one in accounts]
        # Müller is Mueller elsewhere.
        self._short = [_without_umlauts(folded) for folded in self.folded]
        self._numbers = [names.numbers(folded) for folded in self.folded]
        self._domains = [
            domains.registered(host) if (host := domains.of_company(one.domain)) else ""
            for one in accounts
        ]

    def keys(self) -> list[set[Hashable]]:
        """What each account may be found by."""
        count = Counter(word for folded in self.folded for word in set(folded.split()))
        out: list[set[Hashable]] = []
        for at, one in enumerate(self._accounts):
            folded = self.folded[at]
            mine: set[Hashable] = {
                ("name", folded),
                ("front", self._short[at].replace(" ", "")[:5]),
            }
            mine.update(("word", word) for word in duplicates.rare(count, folded, 30))
            mine.update(("mail", mail) for mail in one.mails)
            if self._domains[at]:
                mine.add(("domain", self._domains[at]))
            out.append(mine)
        return out

    def __call__(self, low: int, high: int) -> tuple[float, tuple[str, ...]]:
        """How sure it is that two accounts are one, and why."""
        one, other = self._accounts[low], self._accounts[high]
        if one.parent == other.id or other.parent == one.id:
            return 0.0, ()
        likeness = self._likeness(low, high)
        reasons: list[str] = []
        doubt = 1.0
        if likeness == 1.0:
            other_form = self._other_form(low, high)
            reasons.append("same name, another legal form" if other_form else "same name")
            doubt *= self._left_by_name(low, high, other_form=other_form)
        elif likeness >= 0.85:
            reasons.append("similar name")
            doubt *= 1.0 - (likeness - 0.58) * 2.0
        mine, theirs = self._domains[low], self._domains[high]
        if mine and mine == theirs:
            reasons.append(f"same domain {mine}")
            doubt *= 0.25
        elif mine and theirs:
            # Two firms of one name are two firms while each has a domain of its own; words that
            # are all the same are rather one firm's, of which two systems know two of its sites.
            doubt *= _TWO_SITES if self._same_words(low, high) else _TWO_FIRMS
        shared = one.mails & other.mails
        if shared:
            reasons.append("same contact" if len(shared) == 1 else f"{len(shared)} same contacts")
            doubt *= 0.45 if len(shared) == 1 else 0.3
        if likeness < 0.5:
            # Sisters under one domain, or one person who serves two customers.
            doubt *= 1.5
        return max(0.0, min(0.99, 1.0 - doubt)), tuple(reasons)

    def _same_words(self, low: int, high: int) -> bool:
        """Whether two names are one to the last letter, and more than a word."""
        one, other = (names.plain(self._accounts[at].name) for at in (low, high))
        return one == other and " " in self.folded[low]

    def _other_form(self, low: int, high: int) -> bool:
        """Whether two of one name say that they are companies of another kind."""
        plain = [names.plain(self._accounts[at].name) for at in (low, high)]
        return plain[0] != plain[1] and all(
            len(said) > len(self.folded[at]) for said, at in zip(plain, (low, high), strict=True)
        )

    def _left_by_name(self, low: int, high: int, *, other_form: bool) -> float:
        """The doubt that the same name leaves: two legal forms of a short one are two companies."""
        if other_form:
            return 0.2 if len(self.folded[low].split()) > _SHORT else 0.32
        one, other = self._accounts[low], self._accounts[high]
        return 0.08 if names.plain(one.name) == names.plain(other.name) else 0.15

    def _likeness(self, low: int, high: int) -> float:
        """How alike two names are; numbers in them must be the same ones."""
        one, other = self.folded[low], self.folded[high]
        if one == other:
            return 1.0
        if self._numbers[low] != self._numbers[high]:
            return 0.0
        one, other = self._short[low], self._short[high]
        if one.replace(" ", "") == other.replace(" ", ""):
            return 0.97
        return float(min(0.96 if self._slipped(one, other) else 0.9, self._sort(one, other) / 100))

    def _slipped(self, one: str, other: str) -> bool:
        """Whether the words differ as slips of the pen do: a letter, or two in a long word."""
        mine, theirs = one.split(), other.split()
        if len(mine) != len(theirs):
            return False
        return all(
            self._slips(word, said, score_cutoff=_SLIPS) <= (1 if len(word) < _LONG else _SLIPS)
            for word, said in zip(sorted(mine), sorted(theirs), strict=True)
        )


def _without_umlauts(folded: str) -> str:
    return folded.replace("ue", "u").replace("oe", "o").replace("ae", "a")
