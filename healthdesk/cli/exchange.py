"""Commands that make a sample desk and write facts out: demo, export."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from healthdesk import paths
from healthdesk.cli import desks
from healthdesk.cli.output import Bar, Json, print_json, print_line, print_table
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.services import exports, samples, settings

_DONE = 0


def _demo(asked: Namespace) -> int:
    asked.desk = asked.to or asked.desk or str(paths.sample_desk())
    path = desks.desk_path(asked)
    if path.exists():
        raise DeskError(
            f"{path} is there already and was left as it is.", "Name another file: --to"
        )
    bar = Bar()
    with desks.writing(asked) as desk:
        day = desk.read(settings.today) if asked.day is None else to_day(asked.day)
        made = desk.do(
            samples.fill,
            day,
            asked.seed,
            asked.accounts or samples.DEFAULT_ACCOUNTS,
            asked.days or samples.DEFAULT_DAYS,
            progress=bar,
        )
        desks.keep_scores(desk)
    document: dict[str, Json] = {
        "desk": str(path),
        "accounts": made.accounts,
        "usage_rows": made.usage_rows,
        "from": to_date(made.first).isoformat(),
        "to": to_date(made.last).isoformat(),
    }
    if asked.json:
        print_json(document)
    else:
        print_line(
            f"Made {path}: {made.accounts:,} accounts, {made.usage_rows:,} usage values,"
            f" {document['from']} to {document['to']}."
        )
    return _DONE


def _export(asked: Namespace) -> int:
    folder = Path(asked.folder)
    with Bar() as bar, desks.reading(asked) as desk:
        tables = desk.read(exports.exchange, folder, progress=bar)
    if asked.json:
        print_json({"folder": str(folder), "tables": dict(tables)})
    else:
        print_table(("table", "rows"), [(name, f"{rows:,}") for name, rows in tables.items()], " r")
    return _DONE


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "demo": _demo,
    "export": _export,
}
