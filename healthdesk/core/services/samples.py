"""The sample desk: puts the invented accounts into a desk as if it had been in use for two years.

Not here: who the accounts are and what befalls them (core/sample).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import parse_profiles
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.sample.generate import DEFAULT_ACCOUNTS, DEFAULT_DAYS, generate
from healthdesk.core.sample.tables import COLUMNS, USAGE_COLUMNS, Cell, Row, SampleTables
from healthdesk.core.services import imports, profiles, settings
from healthdesk.core.store.db import Tx

__all__ = ["DEFAULT_ACCOUNTS", "DEFAULT_DAYS", "Made", "fill"]

REPORTED_DAYS = 180
"""For so many days the desk keeps what it had shown, as if it had been in use."""


@dataclass(frozen=True)
class Made:
    """How large the sample desk became; `first` and `last` are the days of its facts."""

    accounts: int
    usage_rows: int
    first: int
    last: int


@op("Make sample desk")
def fill(
    tx: Tx,
    day: int,
    seed: int = 1,
    accounts: int = DEFAULT_ACCOUNTS,
    days: int = DEFAULT_DAYS,
    *,
    progress: Progress | None = None,
) -> Made:
    """Fill a new desk with the sample as of `day`: the same rows for the same arguments.

    The facts come in by the ordinary import, as one batch, so that the desk has files, lines and a
    history.
    """
    watch = progress or NoProgress()
    tables = generate(to_date(day), seed, accounts, days, watch)
    settings.write(
        tx, settings.DeskSettings(name=tables.name, zone=settings.read(tx).zone, currency="EUR")
    )
    _publish(tx, tables)
    with TemporaryDirectory(prefix="healthdesk-sample-") as folder:
        write(tables, Path(folder), watch)
        taken = imports.run(tx, [Path(folder)], progress=watch, rejects_dir=Path(folder))
    rejected = sum(count.rejected for count in taken.tables.values())
    if rejected:
        raise DeskError(
            f"The sample desk was not made: {taken.rejects[0].reason}; nothing was kept."
        )
    return Made(len(tables.account_ids), tables.usage_rows, day - max(1, days) + 1, day)


def _publish(tx: Tx, tables: SampleTables) -> None:
    """Publish the model's versions on their days, in place of the one that a new desk has."""
    metrics = {str(row[0]) for row in tables.tables["metrics"]}
    for model in tables.versions:
        listed = parse_profiles(list(model.profiles), metrics, CATALOGUE)
        profiles.replace_all(tx, listed, model.day, reason=model.reason)


def write(tables: SampleTables, folder: Path, progress: Progress) -> None:
    """Write the sample as an exchange folder."""
    for number, (name, columns) in enumerate(COLUMNS.items()):
        progress.step(number, len(COLUMNS) + 1, f"Writing {name}.csv")
        _write(folder / f"{name}.csv", columns, tables.tables[name])
    progress.step(len(COLUMNS), len(COLUMNS) + 1, "Writing usage.csv")
    with (folder / "usage.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(",".join(USAGE_COLUMNS) + "\n")
        out.writelines(_usage_lines(tables))


def _usage_lines(tables: SampleTables) -> Iterator[str]:
    """Format the usage values account by account: the order in which they go in fastest."""
    names = [to_date(tables.first + column).isoformat() for column in range(tables.days)]
    for place, account in enumerate(tables.account_ids):
        for grid in tables.usage:
            start = f"{account},{grid.metric},"
            line = grid.values[place].astype(float).round(1).tolist()
            yield "".join(
                [
                    f"{start}{name},{value:g}\n"
                    for name, value in zip(names, line, strict=True)
                    if not isnan(value)
                ]
            )


def _write(file: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return str(cell)
