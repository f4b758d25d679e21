"""Words that files write for yes, no and unknown, in the languages that exports come in."""

# ruff: noqa: RUF001 the signs that look alike are what this module tells apart

from __future__ import annotations

from healthdesk.core.mapping.cell_error import CellError

# fmt: off
YES = frozenset({
    "true", "yes", "1", "1.0", "t", "y", "on", "x", "✓", "✔", "☑",
    "ja", "j", "wahr", "oui", "o", "vrai", "sí", "si", "sì", "s", "verdadero",
    "vero", "waar", "sim", "verdadeiro", "tak", "да", "はい", "是", "نعم",
})
NO = frozenset({
    "false", "no", "0", "0.0", "f", "n", "off", "✗", "✘", "☐",
    "nein", "falsch", "non", "faux", "falso", "nee", "onwaar", "não", "nao",
    "nie", "нет", "いいえ", "否", "لا",
})
MISSING = frozenset({
    "", "-", "--", "---", "–", "—", "?", "n/a", "na", "n.a.", "n. a.", "n/d", "k.a.", "k. a.",
    "s/o", "#n/a", "#na", "#n/d", "#nv", "#value!", "#ref!", "#wert!", "#div/0!", "#name?",
    "null", "#null!", "(null)", "<null>", "\\n", "none", "(none)", "nil", "nan", "nat",
    "<na>", "undefined", "(empty)", "(blank)", "(leer)", "(vide)",
})
# fmt: on
"""What "unknown" is spelled like, casefolded, where a mapping does not say; "\\n" is a
database's backslash and N."""

LONGEST = max(map(len, MISSING))
"""Letters of the longest of them."""


def is_missing(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    return text.strip().casefold() in MISSING


def flag(text: str) -> bool | None:
    """Yes or no; None = the word says neither."""
    told = text.strip().casefold()
    if told in YES:
        return True
    return False if told in NO else None


def parse_flag(text: str) -> bool:
    """Yes or no, or the reason why not."""
    found = flag(text)
    if found is None:
        raise CellError("is neither yes nor no")
    return found
