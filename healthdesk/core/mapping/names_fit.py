"""How well the name of a column fits the names that a target goes by."""

from __future__ import annotations

from functools import lru_cache

from healthdesk.core.mapping.aliases import Names
from healthdesk.core.mapping.header import squeezed, words

STRONG = 0.97
WEAK = 0.78
_ENTITIES = frozenset(
    (
        "ticket", "case", "issue", "account", "company", "customer", "client", "organization",
        "contact", "person", "user", "invoice", "subscription", "survey", "response", "activity",
        "engagement", "meeting", "call", "email", "task", "note", "conversation", "deal", "event",
        "contract",
    )
)  # fmt: skip
"""Words that only repeat what the file holds: "ticket priority" is the priority."""


@lru_cache(maxsize=2_000)
def _forms(names: Names) -> tuple[dict[str, float], tuple[tuple[tuple[str, ...], float], ...]]:
    exact: dict[str, float] = {}
    parts = []
    for level, group in ((STRONG, names.strong), (WEAK, names.weak)):
        for place, alias in enumerate(group):
            # The first names say best what is meant: "arr" before "mrr".
            sure = level - min(place, 40) * 0.001
            exact.setdefault(squeezed(alias), sure)
            parts.append((words(alias), sure))
    return exact, tuple(parts)


@lru_cache(maxsize=200_000)
def name_fit(name: str, names: Names) -> float:
    """How sure a column of this name is what goes by these names, 0 to 1."""
    exact, parts = _forms(names)
    squeezed_name = squeezed(name)
    if squeezed_name in exact:
        return exact[squeezed_name]
    told = words(name)
    best = 0.0
    if len(told) > 1 and told[0] in _ENTITIES:
        best = exact.get("".join(told[1:]), 0.0) - 0.02
    if len(told) > 1 and told[-1] in {"utc", "gmt", "local", "eur", "usd", "gbp", "chf"}:
        best = max(best, exact.get("".join(told[:-1]), 0.0) - 0.01)
    for alias, sure in parts:
        if len(alias) < len(told) and _within(alias, told):
            part = 0.6 + 0.4 * len(alias) / len(told)
            single = 0.72 if len(alias) == 1 else 1.0
            best = max(best, sure * part * single)
    return best


def _within(alias: tuple[str, ...], told: tuple[str, ...]) -> bool:
    """Whether the words of an alias begin or end a name."""
    if not alias or len(alias[0]) < 3:
        return False
    return told[-len(alias) :] == alias or told[: len(alias)] == alias


_ASKING = frozenset(
    ("satisfied", "satisfaction", "recommend", "likely", "likelihood", "easy", "effort", "rate",
     "zufrieden", "empfehlen", "wahrscheinlich", "satisfait", "recommander", "recommanderiez",
     "satisfecho", "recomendaria", "satisfeito", "tevreden", "aanbevelen")
)  # fmt: skip


def asks(name: str) -> bool:
    """Whether a column is called by the question that people answered."""
    told = words(name)
    return len(told) >= 3 and bool(_ASKING & set(told))
