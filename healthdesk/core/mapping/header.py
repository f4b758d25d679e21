"""Names of columns and files, brought to a form in which spellings of the same name are equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[\[(<{][^\])>}]*[\])>}]")
_OTHER = re.compile(r"[\W_]+")
_CUSTOM = re.compile(r"__(c|r|pc)$", re.IGNORECASE)
_LEADING = frozenset(
    ("property", "properties", "hs", "fields", "field", "custom", "attributes", "traits", "context")
)
"""Words that connectors put before the name that a person gave."""
_HOLDERS = frozenset(("custom field", "custom fields", "field", "benutzerdefiniertes feld", ""))
"""What stands before a name in brackets that is the real one."""
_SPELLINGS = {
    "ß": "ss",
    "ø": "o",
    "æ": "ae",
    "ł": "l",
    "№": "no",
    "#": " number ",
    "%": " percent ",
}


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """Split a column's name into words: "property_createDate" is ("create", "date")."""
    text = _CUSTOM.sub("", name.strip().strip("\"'"))
    bare = _BRACKETS.sub(" ", text)
    inner = _BRACKETS.search(text)
    if inner is not None and bare.strip().lower() in _HOLDERS:
        text = inner.group()
    else:
        text = bare if bare.strip() else text
    for mark, plain in _SPELLINGS.items():
        text = text.replace(mark, plain)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    found = _OTHER.sub(" ", _CAMEL.sub(" ", text)).lower().split()
    while len(found) > 1 and found[0] in _LEADING:
        found = found[1:]
    return tuple(found)


def squeezed(name: str) -> str:
    """The words of a name without gaps: "Customer-ID", "customerId" and "customerid" are equal."""
    return "".join(words(name))


_SUFFIX = re.compile(
    r"(\.(csv|tsv|txt|tab|xlsx?|ods|json[l]?|ndjson|parquet|db|sqlite3?|gz|zip))+$"
)
_CHANGING = re.compile(r"\d+([-_. ]\d+)*")
_MONTHS = frozenset(
    (
        "aout",
        "apr",
        "april",
        "aug",
        "august",
        "avril",
        "dec",
        "december",
        "decembre",
        "dezember",
        "feb",
        "februar",
        "february",
        "fevrier",
        "jan",
        "januar",
        "january",
        "janvier",
        "juillet",
        "juin",
        "jul",
        "juli",
        "july",
        "jun",
        "june",
        "juni",
        "mai",
        "mar",
        "march",
        "mars",
        "marz",
        "may",
        "nov",
        "november",
        "novembre",
        "oct",
        "october",
        "octobre",
        "oktober",
        "sep",
        "sept",
        "september",
        "septembre",
    )
)


def file_words(name: str) -> tuple[str, ...]:
    """The words of a file's name (and its sheet's) without suffix, digits and names of months."""
    parts = [_SUFFIX.sub("", part.strip().lower()) for part in name.split("·")]
    found = words(_CHANGING.sub(" ", " ".join(parts).replace("_", " ")))
    return tuple(word for word in found if word not in _MONTHS)


def pattern(name: str) -> str:
    """A pattern of a file's name, "*" for what changes from week to week.

    >>> pattern("usage_november_2026-11.csv")
    'usage_*.csv'
    """
    stem = _SUFFIX.sub("", name)
    suffix = name[len(stem) :]
    pieces = re.split(r"(\d+|[^\W\d_]+)", stem)
    kept = ["*" if _changes(piece) else piece for piece in pieces]
    text = "".join(kept)
    return re.sub(r"\*([-_. ]*\*)+", "*", text) + suffix


def _changes(piece: str) -> bool:
    return piece.isdigit() or piece.lower() in _MONTHS
