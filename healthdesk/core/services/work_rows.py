"""What all that is written about an account by hand shares: rows of accounts and people, texts.

Not here: tasks, plans, moments and milestones themselves (a file each).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.store.db import Tx

LINE: Final = 300
"""Letters that a title or another single line may have."""
PROSE: Final = 20_000
"""Letters that a note may have."""
NOTHING_CHANGED: Final = "nothing was changed"


def account_row(tx: Tx, account_id: str) -> int:
    """The row of an account."""
    row = tx.execute(
        text("SELECT id FROM account WHERE account_id = :id"), {"id": account_id}
    ).scalar()
    if row is None:
        raise NotFound(f"No account has the id {account_id!r}; {NOTHING_CHANGED}.")
    return int(row)


def contact_row(tx: Tx, contact_id: str | None, account: int | None) -> int | None:
    """The row of a contact of an account; None for none."""
    if contact_id is None:
        return None
    row = tx.execute(
        text("SELECT id FROM contact WHERE contact_id = :id AND account_id IS :account"),
        {"id": contact_id, "account": account},
    ).scalar()
    if row is None:
        raise NotFound(f"No contact of this account has the id {contact_id!r}; {NOTHING_CHANGED}.")
    return int(row)


def line_of(told: str, what: str) -> str:
    """A single line that must not be empty."""
    clean = " ".join(told.split())
    if not clean:
        raise UsageError(f"{what} needs words; {NOTHING_CHANGED}.")
    return optional_line(clean, what)


def optional_line(told: str, what: str) -> str:
    """A single line that may be empty."""
    clean = " ".join(told.split())
    if len(clean) > LINE:
        raise UsageError(
            f"{what} is {len(clean):,} letters long, at most {LINE} fit; {NOTHING_CHANGED}."
        )
    return clean


def prose_of(told: str, what: str) -> str:
    """A text of several lines, or none."""
    clean = told.strip()
    if len(clean) > PROSE:
        raise UsageError(
            f"{what} is {len(clean):,} letters long, at most {PROSE:,} fit; {NOTHING_CHANGED}."
        )
    return clean
