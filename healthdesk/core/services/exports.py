"""Exports: the desk's facts as an exchange folder, sorted by key: same facts, same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from healthdesk.core.clock import default_zone
from healthdesk.core.domain.attribute import number_text
from healthdesk.core.domain.exchange import ATTRIBUTES, TABLES, Cell, Column, Table
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.exporters import exchange_folder
from healthdesk.core.exporters.exchange_folder import Sheet
from healthdesk.core.services import dashboards, playbooks, plays, profiles, segments, settings
from healthdesk.core.services.import_log import Driver, quoted
from healthdesk.core.store import usage
from healthdesk.core.store.db import Tx

Write = Callable[[Any, Any], str]
"""Turns what the desk keeps of a cell (its value, the instant beside it) into the cell's text."""
_STEP = 5_000


def exchange(tx: Tx, folder: Path, *, progress: Progress | None = None) -> dict[str, int]:
    """Write every fact and document of the desk to a folder; returns the rows of each table."""
    exchange_folder.refuse(folder.absolute())
    writer = _Writer(tx, progress or NoProgress())
    documents = {
        name: found
        for name, found in (
            ("profiles.json", profiles.documents(tx)),
            ("segments.json", segments.documents(tx)),
            ("playbooks.json", playbooks.documents(tx)),
            ("plays.json", plays.documents(tx)),
            ("dashboards.json", dashboards.documents(tx)),
        )
        if found
    }
    return exchange_folder.write(folder, map(writer.sheet, TABLES), documents)


def stored(
    tx: Tx, table: Table, rows: Sequence[int]
) -> tuple[tuple[str, ...], dict[int, tuple[str, ...]]]:
    """Some rows of a table as its file spells them: the names of the columns, texts by row.

    For tables whose rows stand in the desk as they stand in the file: not accounts, not usage.
    """
    return _Writer(tx, NoProgress()).stored(table, rows)


def of_accounts(
    tx: Tx, rows: Sequence[int], names: Sequence[str], progress: Progress | None = None
) -> Iterator[Sheet]:
    """Some tables, of some accounts alone (by their numbers); metrics come whole."""
    writer = _Writer(tx, progress or NoProgress(), rows)
    for table in TABLES:
        if table.name in names:
            yield writer.sheet(table)


def numbered(tx: Tx, table: Table, rows: Sequence[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table of some accounts, with their numbers; not accounts, not usage."""
    writer = _Writer(tx, NoProgress(), rows)
    yield from writer.numbered(table)


class _Writer:
    """Reads the tables of a desk as sheets of texts; `only` = of these accounts."""

    def __init__(self, tx: Tx, progress: Progress, only: Sequence[int] | None = None) -> None:
        self._only = None if only is None else ", ".join(str(int(row)) for row in only)
        self._tx = tx
        self._driver = Driver(tx)
        self._progress = progress
        self._zone: tzinfo = ZoneInfo(settings.read(tx).zone or default_zone())
        self._contacts: dict[str, str] = {}
        self._done = 0

    def sheet(self, table: Table) -> Sheet:
        """One table, its rows read as they are written."""
        if table.name == "accounts":
            header, rows = self._accounts(table)
        elif table.name == "usage":
            header, rows = [column.name for column in table.columns], self._usage()
        else:
            header, rows = self._facts(table)
        return Sheet(table.name, header, self._counted(table, rows))

    def _counted(self, table: Table, rows: Iterator[Sequence[str]]) -> Iterator[Sequence[str]]:
        for row in rows:
            self._done += 1
            if self._done % _STEP == 0:
                self._progress.step(self._done, 0, f"Exporting {table.file}")
            yield row

    def _facts(self, table: Table) -> tuple[list[str], Iterator[Sequence[str]]]:
        """A table whose rows stand in the desk as they stand in the file."""
        columns = [column for column in table.columns if self._shown(table, column)]
        return [column.name for column in columns], (
            texts for _, texts in self._texts(table, columns, self._where(table))
        )

    def numbered(self, table: Table) -> Iterator[tuple[int, dict[str, str]]]:
        """Rows with their numbers, cells by column."""
        names = [column.name for column in table.columns]
        for row, texts in self._texts(table, table.columns, self._where(table)):
            yield row, dict(zip(names, texts, strict=True))

    def _where(self, table: Table) -> str:
        """Which rows are wanted, as SQL."""
        if self._only is None or table.name == "metrics":
            return ""
        if any(column.cell is Cell.ACCOUNT for column in table.columns):
            return f"WHERE t.account_id IN ({self._only})"
        return f"WHERE t.contact_id IN (SELECT id FROM contact WHERE account_id IN ({self._only}))"

    def stored(
        self, table: Table, rows: Sequence[int]
    ) -> tuple[tuple[str, ...], dict[int, tuple[str, ...]]]:
        """Some rows, by their numbers; estimates stand in a column of their own."""
        listed = ", ".join(str(int(row)) for row in rows)
        found = self._texts(table, table.columns, f"WHERE t.id IN ({listed})")
        return tuple(column.name for column in table.columns), {
            row: tuple(texts) for row, texts in found
        }

    def _texts(
        self, table: Table, columns: Sequence[Column], where: str = ""
    ) -> Iterator[tuple[int, list[str]]]:
        """The numbers of rows and their cells, in the order of the table's key."""
        if any(column.cell is Cell.CONTACTS for column in columns):
            pairs = self._driver.each("SELECT id, contact_id FROM contact")
            self._contacts = {str(row): name for row, name in pairs}
        picked = ["t.id"]
        joins: list[str] = []
        for place, column in enumerate(columns):
            picked.append(_picked(column, place, joins))
            picked.append(f't."{column.at}"' if column.at else "NULL")
        order = ", ".join(
            str(2 + 2 * place)
            for name in table.key
            for place, column in enumerate(columns)
            if column.name == name
        )
        sql = (
            f"SELECT {', '.join(picked)} FROM {table.store} AS t {' '.join(joins)} {where}"
            f" ORDER BY {order}, t.id"
        )
        writes = [self._write_of(column) for column in columns]
        for row in self._driver.each(sql):
            yield (
                row[0],
                [write(row[1 + 2 * at], row[2 + 2 * at]) for at, write in enumerate(writes)],
            )

    def _shown(self, table: Table, column: Column) -> bool:
        """Estimates have a column only where there are any."""
        if column.cell is not Cell.IGNORED:
            return True
        sql = f'SELECT 1 FROM {table.store} WHERE "{column.kept}" IS NOT NULL LIMIT 1'
        return bool(self._driver.run(sql))

    def _write_of(self, column: Column) -> Write:
        if column.cell is Cell.DAY:
            return self._day
        if column.cell is Cell.CONTACTS:
            return lambda value, _: ";".join(
                self._contacts[part] for part in value.split(";") if part in self._contacts
            )
        return _WRITES.get(column.cell, _text)

    def _day(self, value: int | None, at: str | None) -> str:
        """The instant where one was kept and falls on that day in the desk's zone, else the day."""
        if value is None:
            return ""
        if at is not None:
            instant = datetime.fromisoformat(at)
            if to_day(instant.astimezone(self._zone).date()) == value:
                return at
        return to_date(value).isoformat()

    def _accounts(self, table: Table) -> tuple[list[str], Iterator[Sequence[str]]]:
        """Accounts with the value of each attribute that is in force today."""
        found = self._driver.run("SELECT id, key FROM attribute")
        present = self._in_force()
        named = {key: row for row, key in found if key in ATTRIBUTES}
        custom = sorted(
            (key, row) for row, key in found if key not in ATTRIBUTES and row in present
        )
        header = [column.name for column in table.columns]
        columns = [named.get(name, -1) for name in header[3:]]
        columns.extend(row for _, row in custom)
        header.extend(key for key, _ in custom)
        return header, self._account_rows(columns, present)

    def _account_rows(
        self, columns: list[int], present: dict[int, dict[int, str]]
    ) -> Iterator[Sequence[str]]:
        nothing: dict[int, str] = {}
        where = "" if self._only is None else f" WHERE a.id IN ({self._only})"
        for row, name, title, parent in self._driver.each(
            "SELECT a.id, a.account_id, a.name, p.account_id FROM account AS a"
            f" LEFT JOIN account AS p ON p.id = a.parent_id{where} ORDER BY a.account_id"
        ):
            values = [present.get(column, nothing).get(row, "") for column in columns]
            yield [name, title, parent or "", *values]

    def _in_force(self) -> dict[int, dict[int, str]]:
        """By attribute and account, what is known today; attributes without a value are absent."""
        today = settings.today(self._tx)
        out: dict[int, dict[int, str | None]] = {}
        for attribute, account, day, value in self._driver.each(
            "SELECT attribute_id, account_id, day, value FROM attribute_value ORDER BY day"
        ):
            known = out.setdefault(attribute, {})
            if day <= today or account not in known:
                known[account] = value
        told = {
            attribute: {account: value for account, value in known.items() if value is not None}
            for attribute, known in out.items()
        }
        return {attribute: known for attribute, known in told.items() if known}

    def _usage(self) -> Iterator[Sequence[str]]:
        """Usage account by account, so that no more than one account's values are held."""
        there = set(usage.columns(self._tx))
        metrics = [
            (name, row)
            for name, row in self._driver.each("SELECT metric, id FROM metric ORDER BY metric")
            if row in there
        ]
        ids = [row for _, row in metrics]
        where = "" if self._only is None else f" WHERE id IN ({self._only})"
        accounts = self._driver.run(
            f"SELECT account_id, id FROM account{where} ORDER BY account_id"
        )
        for account, row in accounts:
            found = [
                one for block in usage.blocks(self._tx, ids, accounts=(row, row)) for one in block
            ]
            days = [to_date(one[1]).isoformat() for one in found]
            for place, (metric, _) in enumerate(metrics):
                for one, day in zip(found, days, strict=True):
                    value = one[place + 2]
                    if value is not None:
                        yield account, metric, day, number_text(value)


def _picked(column: Column, place: int, joins: list[str]) -> str:
    """What a column is read from: its field, or the id behind a row's number."""
    source = _SOURCES.get(column.cell)
    if source is None:
        return f"t.{quoted([column.kept])}"
    table, name = source
    joins.append(f'LEFT JOIN {table} AS r{place} ON r{place}.id = t."{column.kept}"')
    return f"r{place}.{name}"


_SOURCES = {
    Cell.ACCOUNT: ("account", "account_id"),
    Cell.CONTACT: ("contact", "contact_id"),
    Cell.METRIC: ("metric", "metric"),
}


def _text(value: Any, _at: Any) -> str:  # noqa: ANN401 - any kept value
    return "" if value is None else str(value)


def _number(value: float | None, _at: Any) -> str:  # noqa: ANN401 - never one
    return "" if value is None else number_text(value)


def _flag(value: int | None, _at: Any) -> str:  # noqa: ANN401 - never one
    return "" if value is None else ("true" if value else "false")


_WRITES: dict[Cell, Write] = {
    Cell.NUMBER: _number,
    Cell.IGNORED: _number,
    Cell.FLAG: _flag,
}
