"""What is doubtful in a desk's data: read models of the data quality page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["wrong", "doubtful", "missing"]
"""wrong: a figure on the screen is false because of it; doubtful: a person should look; missing:
nothing is false, but something cannot be said."""
Remedy = Literal["", "accounts", "settle", "imports", "sources"]
"""Where in the app it can be put right: the account's page, "To settle", the history, sources."""


@dataclass(frozen=True)
class FindingRow:
    """One row that a finding is about."""

    what: str
    """The row as people know it: the account's name, "T-4471"."""
    where: str
    """The table and field: "subscriptions · end"."""
    value: str
    """What stands there; "" = nothing."""
    account_id: str = ""
    file: str = ""
    line: int = 0
    """Where it came from, if that is known; 0 = not known."""


@dataclass(frozen=True)
class Finding:
    """One kind of doubt with the rows it is about (at most 200 of `count`)."""

    key: str
    title: str
    sentence: str
    """What was found, with its figures."""
    todo: str
    """What to do about it."""
    severity: Severity
    count: int
    rows: tuple[FindingRow, ...] = ()
    remedy: Remedy = ""
