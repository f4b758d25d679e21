"""Names of accounts that files lack or know them by: which rows of an import are one account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from healthdesk.core.importers.exchange import Row
from healthdesk.core.matching import domains, names

SEVERAL = ""
"""In place of an id: more than one account goes by that name."""


def owners(rows: Mapping[str, tuple[Row, str]]) -> dict[str, str]:
    """Ids of rows known by name or domain, and of those that another file brings with ids.

    Each row stands under its id, with the way that its file knows it by.
    """
    found = {}
    for by in ("name", "domain"):
        lacking = [name for name, (_, own_by) in rows.items() if own_by == by]
        if not lacking:
            continue
        keyed: dict[str, str] = {}
        for name, (row, own_by) in rows.items():
            for key in _keys(row, by) if not own_by else ():
                keyed[key] = name if keyed.get(key, name) == name else SEVERAL
        for name in lacking:
            key = names.plain(name) if by == "name" else domains.of_company(name)
            if owner := keyed.get(key):
                found[name] = owner
    return found


def _keys(row: Row, by: str) -> Iterable[str]:
    if by == "name":
        return filter(None, (names.plain(str(row.values["name"])),))
    told = row.values.get("domain") or row.other.get("Website") or row.other.get("website")
    return filter(None, (domains.of_company(str(told)),)) if told else ()
