"""The sample desk: puts the invented accounts into a desk as if it had been in use for two years.

Not here: who the accounts are and what befalls them (core/sample).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import Facts, to_date, to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.subset import subset
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.sample import aldermoor, model
from healthdesk.core.sample.cast import cast
from healthdesk.core.sample.generate import DEFAULT_ACCOUNTS, DEFAULT_DAYS, generate
from healthdesk.core.sample.tables import (
    COLUMNS,
    USAGE_COLUMNS,
    Cell,
    ModelVersion,
    Row,
    SampleTables,
)
from healthdesk.core.services import (
    imports,
    milestones_found,
    profiles,
    reported,
    sample_work,
    segments,
    settings,
)
from healthdesk.core.services.facts import load
from healthdesk.core.services.health import compute
from healthdesk.core.store.db import Tx

__all__ = ["DEFAULT_ACCOUNTS", "DEFAULT_DAYS", "Made", "fill"]

REPORTED_DAYS = 180
"""For so many days the desk kept what it showed of the main story's account."""
REPORTED_DAYS_NAMED = 29
"""For so many days it kept what it showed of the other named ones; a record is some 4 KB a day."""


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
    if _numbers(tx):
        raise DeskError("This desk has accounts already; it was left as it is.", "Make a new desk.")
    tables = generate(to_date(day), seed, accounts, days, watch)
    settings.write(
        tx, settings.DeskSettings(name=tables.name, zone=settings.read(tx).zone, currency="EUR")
    )
    _publish(tx, tables)
    with TemporaryDirectory(prefix="healthdesk-sample-") as folder:
        write(tables, Path(folder), watch)
        taken = imports.run(tx, [Path(folder)], progress=watch, rejects_dir=Path(folder))
    _segments(tx)
    sample_work.fill(tx, day, tables.first)
    milestones_found.stamp(tx, day)
    # Brings all that playbooks need, which opening a desk does not wait for.
    from healthdesk.core.services import sample_plays  # noqa: PLC0415

    sample_plays.fill(tx, day, tables.first)
    _report(tx, tables)
    rejected = sum(count.rejected for count in taken.tables.values())
    if rejected:
        raise DeskError(
            f"The sample desk was not made: {taken.rejects[0].reason}; nothing was kept."
        )
    return Made(len(tables.account_ids), tables.usage_rows, day - max(1, days) + 1, day)


def _numbers(tx: Tx) -> dict[str, int]:
    """The row ids of the accounts by their own."""
    return {row[0]: row[1] for row in tx.execute(text("SELECT account_id, id FROM account"))}


def _publish(tx: Tx, tables: SampleTables) -> None:
    """Publish the model's versions on their days, in place of the one that a new desk has."""
    tx.execute(text("DELETE FROM profile"))
    for version in tables.versions:
        listed = [one.profile for one in _published(tables, version)]
        profiles.replace_all(tx, listed, version.day, reason=version.reason)


def _segments(tx: Tx) -> None:
    """Add the owner's segments to the starters."""
    listed = [*segments.documents(tx), *model.segments()]
    segments.replace_all(tx, segments.parse_segments(listed, profiles.known_metrics(tx)))


def _report(tx: Tx, tables: SampleTables) -> None:
    """Keep the scores of the past as shown then: by the version in force on each day."""
    rows = _numbers(tx)
    facts = load(tx)
    story = aldermoor.story().part.account_id
    named = {part.account_id for part in cast().alive}
    chosen = tuple(number for number, key in enumerate(facts.account_ids) if key in named)
    alone = subset(facts, (facts.account_ids.index(story),))
    last = to_day(tables.day)
    recent = last - REPORTED_DAYS_NAMED + 1
    _record(tx, tables, alone, range(max(tables.first, last - REPORTED_DAYS + 1), recent), rows)
    _record(tx, tables, subset(facts, chosen), range(max(tables.first, recent), last + 1), rows)


def _record(
    tx: Tx, tables: SampleTables, facts: Facts, days: range, rows: Mapping[str, int]
) -> None:
    for place, version in enumerate(tables.versions):
        until = tables.versions[place + 1].day if place + 1 < len(tables.versions) else days.stop
        part = range(max(days.start, version.day), min(days.stop, until))
        if not part:
            continue
        found = compute(facts, _published(tables, version), part)
        for column in range(len(part)):
            reported.record(tx, found, column, rows)


def _published(tables: SampleTables, version: ModelVersion) -> tuple[Published, ...]:
    """Read a version of the model as the profiles that were in force with it."""
    metrics = {str(row[0]) for row in tables.tables["metrics"]}
    read = parse_profiles(list(version.profiles), metrics, CATALOGUE)
    guided = model.onboarding()["key"]  # it never changed
    return tuple(
        Published(profile, 1 if profile.key == guided else version.version, version.day)
        for profile in read
    )


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
