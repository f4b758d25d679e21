"""Which words may be sent to someone's database: one statement that only reads."""

from __future__ import annotations

import re

from healthdesk.core.domain.errors import BadImport

_PIECE = re.compile(
    r"'(?:[^']|'')*'"  # texts
    r'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]\[\n]*\]'  # names
    r"|\$(?P<tag>\w*)\$.*?\$(?P=tag)\$"  # texts of PostgreSQL
    r"|--[^\n]*|/\*.*?\*/",  # remarks
    re.DOTALL,
)
_SINCE = re.compile(r"(?<![:\w]):since\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(insert|update|delete|merge|into|drop|alter|create|truncate|grant|revoke|copy|lock|vacuum)\b",
    re.IGNORECASE,
)


def reading_only(query: str, name: str) -> str:
    """The statement as it is sent, or a refusal; `:since` is nothing where nobody gave it.

    A database that knows read-only transactions is told so as well; this is for those that don't.
    """
    bare = _PIECE.sub(_blank, query)
    statement, rest = query, bare.rstrip()
    if rest.endswith(";"):
        rest = rest[:-1]
        statement = query[: len(rest)]
    word = re.match(r"\s*\(*\s*(\w+)", rest)
    if word is None or word[1].lower() not in ("select", "with"):
        raise _refusal(name, "does not begin with SELECT or WITH")
    if ";" in rest:
        raise _refusal(name, "holds more than one statement")
    writes = _WRITES.search(rest)
    if writes:
        raise _refusal(name, f"holds the word {writes[1].upper()}, which could write")
    return _without_since(statement.strip())


def _blank(match: re.Match[str]) -> str:
    """As many blanks: places in the query stay what they are."""
    return " " * len(match[0])


def _without_since(statement: str) -> str:
    """The statement with NULL for `:since`: a bound nothing has no type, and some mind that."""
    bare = _PIECE.sub(_blank, statement)
    out, end = [], 0
    for match in _SINCE.finditer(bare):
        out += [statement[end : match.start()], "NULL"]
        end = match.end()
    return "".join((*out, statement[end:]))


def _refusal(name: str, why: str) -> BadImport:
    return BadImport(
        f"{name}: the query {why}; nothing was imported.",
        "One statement that only reads is allowed: SELECT ..., or WITH ... SELECT ...",
    )
