"""Finds names of an import that are nearly those of accounts in the desk: misspelt ones, likely.

Such an account is not made unasked: its rows wait until somebody says whom the name means.
"""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.core.domain.records import Waiting
from healthdesk.core.importers.exchange import Row
from healthdesk.core.matching.fuzzy import nearly


def near(asked: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Which of some names nobody goes by, but somebody by one that is nearly the same."""
    return tuple(name for name, other in nearly(asked, names).items() if other)


def waiting(row: Row, header: Sequence[str], name: str) -> Waiting:
    """A row of accounts as one that waits under its name."""
    cells = dict(zip(header, row.cells, strict=True))
    del cells["account_id"]
    return Waiting(row.line, cells, "name", name)
