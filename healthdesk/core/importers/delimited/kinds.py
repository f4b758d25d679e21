"""What a cell looks like: enough to tell a header from what stands below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

TEXT, NUMBER, DAY, TIME, MAIL, LINK = "text", "number", "day", "time", "mail", "link"
EMPTY = ""
_EMPTY = frozenset(
    {"", "-", "\u2013", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "\\n", "."}
)
_CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm])?( ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?"
_MONTH = r"(jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-zä]*\.?"
_PATTERNS = (
    (
        NUMBER,
        re.compile(
            r"\(?[-+]?[ ]?([$€£¥]|[A-Z]{3} )?[ ]?[-+]?(\d[\d.,'\u2019\u00a0\u202f ]*|[.,]\d+)"
            r"([eE][-+]?\d+)?"
            r"[ ]?(%|[$€£¥]|[A-Z]{3})?\)?-?"
        ),
    ),
    (
        DAY,
        re.compile(
            rf"(\d{{4}}[-/.]\d{{1,2}}([-/.]\d{{1,2}})?|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}"
            rf"|\d{{1,2}}\.?[ -]{_MONTH},?[ -]\d{{2,4}}|{_MONTH} \d{{1,2}},? \d{{4}}"
            rf"|{_MONTH}[ -]\d{{4}})([T ,]+{_CLOCK})?",
            re.IGNORECASE,
        ),
    ),
    (TIME, re.compile(_CLOCK)),
    (MAIL, re.compile(r"[^\s@,;]+@[^\s@,;]+\.[a-zA-Z]{2,}")),
    (LINK, re.compile(r"(https?|ftp)://\S+")),
)
_LONGEST = 200


def kind(cell: str) -> str:
    """The kind of one cell; "" where it says "unknown"."""
    told = cell.strip()
    if told.casefold() in _EMPTY:
        return EMPTY
    if len(told) <= _LONGEST:
        for name, pattern in _PATTERNS:
            if pattern.fullmatch(told):
                return name
    return TEXT


def common(cells: Sequence[str]) -> str:
    """The kind that nine of ten filled cells share, else text; "" where none is filled."""
    kinds = [told for told in map(kind, cells) if told]
    if not kinds:
        return EMPTY
    most = max(set(kinds), key=lambda one: (kinds.count(one), one))
    return most if kinds.count(most) >= 0.9 * len(kinds) else TEXT
