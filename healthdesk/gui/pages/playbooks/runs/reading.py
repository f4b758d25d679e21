"""Reads the runs of all accounts, on a reader's thread; no Qt here."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.playbook_view import PlaybookRow
from healthdesk.core.domain.run import RunState
from healthdesk.core.domain.run_view import RunRow
from healthdesk.core.services import accounts, playbooks, run_reading, run_rows, segments
from healthdesk.core.services.playbook_documents import parsed
from healthdesk.gui.pages.playbooks.reading import Bench, bench_of

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


@dataclass(frozen=True)
class RunBench:
    """What the editor of one run's own steps starts from."""

    run: int
    bench: Bench
    state: RunState
    account_id: str
    account_name: str


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


def read_run_bench(tx: Tx, run: int, day: int) -> RunBench:
    """Read a run's own document, with what its editor offers.

    Raises:
        NotFound: The run is gone.
        BadDocument: This version of the program cannot read it.
    """
    kept_run = run_rows.one(tx, run)
    own = kept_run.playbook
    try:
        template = parsed(kept_run.template)
    except BadDocument:
        template = None
    row = next((one for one in playbooks.overview(tx, day) if one.name == kept_run.name), None)
    if row is None:
        row = _gone(kept_run.name)
    bench = bench_of(tx, row, own, template, day)
    return RunBench(run, bench, kept_run.state, kept_run.account_id, kept_run.account_name)


def _gone(name: str) -> PlaybookRow:
    """A playbook that is not in the list any more; its runs go on."""
    return PlaybookRow(
        name, purpose="", cause="", measure="", version=0, has_draft=False, steps=0, days=0,
        runs_active=0, runs_done=0, worked=(0, 0), used_by=(), archived=False, faults=0,
    )  # fmt: skip
