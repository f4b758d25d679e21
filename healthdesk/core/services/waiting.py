"""Rows of imports whose account nobody knew: lists them, and brings them in once someone decides.

A row waits as long as its import stands and no standing import has settled or overtaken it
(waiting_rows.py). Decisions bring
rows in through the writers of every other import, as a batch of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

import msgspec

from healthdesk.core.domain.errors import DeskError, NotFound
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.intake import Decisions, Match
from healthdesk.core.domain.mapping import By
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.records import Chunk, TableSource
from healthdesk.core.domain.views import Candidate, ImportResult, Unmatched
from healthdesk.core.domain.waits import WaitingPersons
from healthdesk.core.services import import_run, matching, naming, waiting_rows
from healthdesk.core.services.finding import DeskFinder
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.import_waiting_rows import (
    ACCOUNT,
    CELLS,
    Desk,
    Group,
    GroupKey,
    place,
    source,
)
from healthdesk.core.store.db import Tx

_STEP = 1_000
"""Rows after which the one who waits is told, and may cancel."""
MADE = "Accounts made here"
"""The file that accounts made by decisions are told to come from."""


def count(tx: Tx) -> int:
    """How many rows wait for their account."""
    return int(Driver(tx).run(f"SELECT count(*){waiting_rows.waiting(tx)}")[0][0])


def listed(tx: Tx, limit: int = 5) -> tuple[Unmatched, ...]:
    """Every name that nobody knows with its rows, most rows first; what is known by now comes sure.

    Spellings that mean the same to the desk are one line.
    """
    driver = Driver(tx)
    found: dict[tuple[str, str], Unmatched] = {}
    for by, value, rows, file, line in driver.each(
        "SELECT w.by, w.value, count(DISTINCT w.table_name || w.cells), w.file, min(w.line)"
        f"{waiting_rows.waiting(tx)} GROUP BY w.by, w.value ORDER BY count(*) DESC, w.value"
    ):
        key = (by, naming.fold(by, value))
        there = found.get(key)
        found[key] = (
            Unmatched(by, value, rows, file, line)
            if there is None
            else Unmatched(by, there.value, there.rows + rows, there.file, there.line)
        )
    finder = matching.finder(tx)
    offered = matching.candidates(tx, [one.value for one in found.values()], limit)
    out = [
        Unmatched(
            one.by,
            one.value,
            one.rows,
            one.file,
            one.line,
            _with_known(driver, finder, one, offered[one.value])[:limit],
        )
        for key, one in found.items()
    ]
    out.sort(key=lambda one: (-one.rows, one.value, one.by))
    return tuple(out)


def of_persons(tx: Tx) -> tuple[WaitingPersons, ...]:
    """What persons used that waits for its contacts, by file; no person settles these rows.

    They come in with the import that brings their contacts. Rows that a file brought again while
    they waited count once.
    """
    sql = (
        "SELECT w.file, count(DISTINCT w.by || char(31) || w.value || char(31) || w.cells),"
        " count(DISTINCT w.by || char(31) || w.value), min(w.line)"
        f"{waiting_rows.of_persons(tx)} GROUP BY w.file ORDER BY w.file"
    )
    return tuple(WaitingPersons(*row) for row in Driver(tx).each(sql))


def _with_known(
    driver: Driver, finder: DeskFinder, one: Unmatched, offered: tuple[Candidate, ...]
) -> tuple[Candidate, ...]:
    """Candidates, before them the account that the name means by now."""
    own = finder.account(cast("By", one.by), one.value)
    if own is None:
        return offered
    name = driver.run("SELECT name FROM account WHERE account_id = ?", (own,))
    sure = Candidate(own, str(name[0][0]) if name else own, 1.0)
    return (sure, *(other for other in offered if other.account_id != own))


@op("Settle waiting rows")
def settle(tx: Tx, matches: Sequence[Match], *, progress: Progress | None = None) -> ImportResult:
    """Bring in, leave out or make accounts for everything that waits under these names.

    One import: taking it back makes the rows wait again, and forgets what it remembered.
    """
    if not matches:
        raise DeskError("Nothing was decided; nothing was changed.")
    tx.flush()
    driver = Driver(tx)
    _require_accounts(driver, matches)
    finder = matching.finder(tx, matches)
    watch = progress or NoProgress()
    chosen = _Chosen(driver, finder, matches, waiting_rows.waiting(tx), watch)
    sources: list[TableSource] = [*chosen.sources()]
    made = made_source(finder)
    if made is not None:
        sources.insert(0, made)
    if not sources:  # nothing waits under these names any more
        matching.remember(tx, matches, None)
        return ImportResult(None, dry_run=False, tables={}, rejects=(), rejects_file=None)
    return import_run.write(
        tx,
        sources,
        progress=watch,
        decisions=Decisions(matches=tuple(matches)),
        watch=import_run.Watch(
            lines=chosen.rows,
            started=chosen.begin,
            named=lambda batch: matching.remember(tx, matches, batch.id),
        ),
    )


def _require_accounts(driver: Driver, matches: Sequence[Match]) -> None:
    """Refuse decisions for accounts that are not there, before anything is written."""
    for match in matches:
        if match.account_id in {None, "+"}:
            continue
        sql = "SELECT 1 FROM account WHERE account_id = ?"
        if not driver.run(sql, (match.account_id,)):
            raise NotFound(f"There is no account {match.account_id}; nothing was changed.")


class _Row(NamedTuple):
    """A waiting row as kept."""

    id: int
    batch: int
    table: str
    file: str
    by: str
    value: str
    cells: str


class _Chosen:
    """The waiting rows that decisions speak of: those to bring in, and all to mark as settled."""

    def __init__(
        self,
        driver: Driver,
        finder: DeskFinder,
        matches: Sequence[Match],
        waiting: str,
        progress: Progress,
    ) -> None:
        self._driver = driver
        self._finder = finder
        self._desk = Desk(driver, self._own, self._person)
        self._waiting = waiting
        self._keys = {(match.by, naming.fold(match.by, match.value)) for match in matches}
        self._groups: dict[GroupKey, Group] = {}
        self._newest: dict[int, int] = {}
        """By the key of a row, hashed: the newest import that brought it."""
        self.rows = 0
        self._out: dict[tuple[str, str], Group] = {}
        seen = 0
        for seen, row in enumerate(self._each(), 1):
            self._see(row)
            if not seen % _STEP:
                progress.step(seen, 2 * seen, "Looking at waiting rows")
        for taken, row in enumerate(self._each(), 1):
            self._take(row)
            if not taken % _STEP:
                progress.step(seen + taken, 2 * seen, "Looking at waiting rows")

    def sources(self) -> Iterator[TableSource]:
        """The rows to write, as files of exchange tables; files all left out have none."""
        for group in (self._groups or self._out).values():
            yield source(self._desk, group)

    def begin(self, batch: Batch) -> None:
        """Note that these rows are settled, each by the part of the import that has its file."""
        self._desk.accounts = batch.accounts
        self._desk.writes.update(batch.numbers)
        self._driver.many(
            "UPDATE waiting_row SET settled_by = ? WHERE id = ?",
            [(self._part(batch, row.file), row.id) for row in self._each()],
        )

    def _part(self, batch: Batch, file: str) -> int:
        return batch.parts[file].batch if file in batch.parts else batch.id

    def _each(self) -> Iterator[_Row]:
        """Every waiting row under one of the names, oldest first."""
        spellings = [
            (by, value)
            for by, value in self._driver.each(f"SELECT DISTINCT w.by, w.value{self._waiting}")
            if (by, naming.fold(by, value)) in self._keys
        ]
        told = msgspec.json.encode(spellings).decode()
        last = -1
        while True:
            page = self._driver.run(
                "SELECT w.id, w.batch_id, w.table_name, w.file, w.by, w.value, w.cells"
                f"{self._waiting}"
                " AND (w.by, w.value) IN (SELECT json_extract(k.value, '$[0]'),"
                " json_extract(k.value, '$[1]') FROM json_each(?) AS k)"
                " AND w.id > ? ORDER BY w.id LIMIT 5000",
                (told, last),
            )
            if not page:
                return
            last = page[-1][0]
            yield from (_Row(*values) for values in page)

    def _see(self, row: _Row) -> None:
        """Remember which import was the last to bring a row."""
        self._newest[self._key(row)] = row.batch

    def _take(self, row: _Row) -> None:
        """Choose a row, unless a later import brought the same one again or it is left out."""
        if self._newest[self._key(row)] != row.batch:
            return
        where = (row.batch, row.file, row.table)
        if self._own(row.by, row.value) is None:
            self._out.setdefault((row.table, row.file), Group(*where, ()))
            return
        place(self._groups, where, row.id, CELLS.decode(row.cells))
        self.rows += 1

    def _own(self, by: str, value: str) -> str | None:
        return self._finder.account(cast("By", by), value)

    def _person(self, by: str, value: str, account: str) -> str | None:
        return self._finder.contact(cast("By", by), value, account)

    def _key(self, row: _Row) -> int:
        """What tells a row from others, as a number."""
        table, cells = BY_NAME[row.table], CELLS.decode(row.cells)
        own = tuple(cells.get(column, "") for column in table.key if column != ACCOUNT)
        whose = ""
        if ACCOUNT in table.key:
            whose = self._own(row.by, row.value) or naming.fold(row.by, row.value)
        return hash((row.table, own, whose))


class _Made:
    """Accounts that decisions make."""

    def __init__(self, made: Mapping[str, str]) -> None:
        self._made = made
        self.table = BY_NAME["accounts"]
        self.name = MADE
        self.header = (ACCOUNT, "name")
        self.about = len(made)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """All of them at once: a person decided each."""
        del size
        yield Chunk(
            [[own, name] for own, name in self._made.items()], range(1, len(self._made) + 1)
        )

    def foreign(self, column: str) -> str:
        """The same: nobody else names it."""
        return column


def made_source(finder: DeskFinder) -> TableSource | None:
    """The accounts that the decisions of a finder make, to be written before all else."""
    return _Made(finder.made) if finder.made else None
