"""Reads the register of all accounts on a reader thread; no Qt objects in here."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.advocate import AdvocateView, Candidate
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services import accounts, advocates, moments


@dataclass(frozen=True)
class Register:
    """What the page shows of a day."""

    day: int
    entries: tuple[AdvocateView, ...]
    candidates: tuple[Candidate, ...]
    previews: tuple[AccountRow, ...]
    """Strong accounts that were given nothing in 90 days, the largest first."""


def read_register(tx: Tx, day: int, segment: str | None) -> Register:
    """Read it as of a day; of a segment, those of its accounts."""
    rows = {row.account_id: row for row in accounts.accounts_table(tx, day, segment).rows}
    # By the table, not by the segment, which would have all facts read.
    given = moments.given_lately(tx, day)
    gifts = [row for row in rows.values() if row.band == "Strong" and row.account_id not in given]
    return Register(
        day,
        tuple(one for one in advocates.all_of(tx, day) if one.account_id in rows),
        tuple(one for one in advocates.candidates(tx, day) if one.account_id in rows),
        tuple(sorted(gifts, key=lambda row: (-(row.arr or 0.0), row.name.casefold()))),
    )
