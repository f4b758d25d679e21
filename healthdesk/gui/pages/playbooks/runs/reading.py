"""Reads the runs of all accounts, on a reader's thread; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.run_view import RunRow
from healthdesk.core.services import accounts, run_reading, segments

STATES = ("waiting", "active", "done", "stopped")


@dataclass(frozen=True)
class AllRuns:
    """Every run as of a day."""

    day: int
    rows: tuple[RunRow, ...]
    segment: str | None = None


@dataclass(frozen=True)
class Wish:
    """What of them is shown: words to find, a playbook, an account, an owner; "" = all."""

    words: str = ""
    playbook: str = ""
    account: str = ""
    owner: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words.strip() or self.playbook or self.account or self.owner)


NOBODY = " "
"""The owner that stands for runs of nobody else."""


def read_runs(tx: Tx, day: int, segment: str | None) -> AllRuns:
    """Read every run as of a day, of the window's segment alone."""
    rows = run_reading.runs(tx, day)
    if segment is not None:
        within = frozenset(segments.members(tx, segment, day))
        rows = tuple(row for row in rows if row.account_id in within)
    return AllRuns(day, rows, segment)


def kept(rows: tuple[RunRow, ...], wish: Wish, texts: dict[int, str]) -> tuple[RunRow, ...]:
    """The runs that pass what is wished; `texts` are their words by row."""
    words = wish.words.casefold().split()
    owner = "" if wish.owner == NOBODY else wish.owner
    return tuple(
        row
        for row in rows
        if (not wish.playbook or row.playbook == wish.playbook)
        and (not wish.account or row.account_id == wish.account)
        and (not wish.owner or row.owner == owner)
        and all(word in texts.get(row.id, "") for word in words)
    )


def read_accounts(tx: Tx, day: int) -> tuple[tuple[str, str], ...]:
    """Ids and names of the accounts that are there on a day, by name."""
    rows = accounts.accounts_table(tx, day, None).rows
    return tuple(sorted(((row.account_id, row.name) for row in rows), key=_name))


def _name(one: tuple[str, str]) -> str:
    return one[1].casefold()
