"""Texts of a report on their way into a format: cleaned, guarded, as names of sheets and files.

Everything a report says is a text that somebody may have written to do harm; here is what every
format needs against that beside its own way of escaping.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final
from urllib.parse import urlsplit

from healthdesk.core.domain.cell_guard import guarded, unguarded
from healthdesk.core.domain.clean_text import one_line, plain
from healthdesk.core.domain.kept_file import safe_name

_FILE: Final = re.compile(r'[<>:"|?*]+')
_SHEET: Final = re.compile(r"[\[\]:*?/\\]")
SHEET_NAME: Final = 31
"""Characters of a sheet's name, counted as spreadsheets do: in UTF-16."""
_RESERVED: Final = ("history",)
_SCHEMES: Final = ("http", "https", "mailto")
_SPACE: Final = re.compile(r"[\s\x00-\x20<>\"\\^`{|}\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def safe_link(text: str) -> str:
    """An address that may become a link: http, https or mailto, whole; "" for any other.

    >>> safe_link("https://example.com/a"), safe_link("javascript:alert(1)"), safe_link("a b")
    ('https://example.com/a', '', '')
    """
    if _SPACE.search(text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES:
        return ""
    whither = parts.path if parts.scheme.lower() == "mailto" else parts.netloc
    return text if whither else ""


def sheet_name(title: str, taken: Collection[str]) -> str:
    """A name that a spreadsheet takes for a sheet, other than those taken.

    >>> sheet_name("Renewals: Q4/2026", ()), sheet_name("A", ("a",)), sheet_name("'", ())
    ('Renewals Q4 2026', 'A (2)', 'Sheet')
    """
    told = one_line(_SHEET.sub(" ", title)).strip("' ")
    held = {one.casefold() for one in (*taken, *_RESERVED)}
    base = short(told, SHEET_NAME).rstrip("' ") or "Sheet"
    name, number = base, 1
    while name.casefold() in held:
        number += 1
        ending = f" ({number})"
        name = short(base, SHEET_NAME - len(ending)).rstrip("' ") + ending
    return name


def short(text: str, most: int) -> str:
    r"""The text cut to so many characters, counted in UTF-16; no sign is cut in two.

    >>> short("ab\U0001f600c", 3), short("abc", 3)
    ('ab', 'abc')
    """
    if len(text) * 2 <= most:
        return text
    raw = text.encode("utf-16-le", "surrogatepass")
    return text if len(raw) <= 2 * most else raw[: 2 * most].decode("utf-16-le", "ignore")


def file_name(title: str, suffix: str, taken: Collection[str]) -> str:
    """A name that every system can write, other than those taken.

    >>> file_name("Accounts/all", ".csv", ()), file_name("a", ".csv", ("A.csv",))
    ('Accounts_all.csv', 'a (2).csv')
    """
    held = {one.casefold() for one in taken}
    stem = safe_name(
        one_line(_FILE.sub(" ", title)).replace("/", "_").replace("\\", "_")[:80].strip(". ")
        or "file"
    )
    name, number = f"{stem}{suffix}", 1
    while name.casefold() in held:
        number += 1
        name = f"{stem} ({number}){suffix}"
    return name


__all__ = [
    "SHEET_NAME",
    "file_name",
    "guarded",
    "one_line",
    "plain",
    "safe_link",
    "sheet_name",
    "short",
    "unguarded",
]
