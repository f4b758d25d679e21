"""Commands that bring facts in and out: demo, import, imports, undo-import, export."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from healthdesk import paths
from healthdesk.cli import desks
from healthdesk.cli.output import Bar, Json, print_json, print_line, print_table, say
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.services import exports, imports, samples, settings

_DONE, _PROBLEMS = 0, 3
_SHOWN_REJECTS = 20


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


def _import(asked: Namespace) -> int:
    with Bar() as bar, desks.writing(asked, keep=not asked.dry_run) as desk:
        result = desk.do(
            imports.run,
            [Path(one) for one in asked.paths],
            dry_run=asked.dry_run,
            progress=bar,
            rejects_dir=paths.rejects_folder(desk.path),
        )
        if not asked.dry_run:
            desks.keep_scores(desk)
    if asked.json:
        print_json(_import_document(result))
    else:
        _tell_import(result)
    return _PROBLEMS if any(one.rejected for one in result.tables.values()) else _DONE


def _import_document(result: ImportResult) -> dict[str, Json]:
    return {
        "batch": result.batch,
        "dry_run": result.dry_run,
        "tables": {name: asdict(count) for name, count in result.tables.items()},
        "rejects": [asdict(one) for one in result.rejects],
        "rejects_file": result.rejects_file,
    }


def _tell_import(result: ImportResult) -> None:
    heads = ("table", "read", "new", "changed", "same", "rejected")
    print_table(
        heads,
        [
            (name, *(f"{one:,}" for one in asdict(count).values()))
            for name, count in result.tables.items()
        ],
        " rrrrr",
    )
    for one in result.rejects[:_SHOWN_REJECTS]:
        say(f"{one.file}, line {one.line}, {one.column or 'row'} {one.value!r}: {one.reason}")
    if len(result.rejects) > _SHOWN_REJECTS:
        say(f"... and more; all rejected rows: {result.rejects_file}")
    for note in result.notes:
        say(note)
    print_line(
        "A dry run: nothing was written."
        if result.dry_run
        else f"Imported as batch {result.batch}."
    )


def _imports(asked: Namespace) -> int:
    with desks.reading(asked) as desk:
        batches = desk.read(imports.history)
    if asked.json:
        print_json(
            [
                {
                    "batch": one.batch,
                    "at": one.at,
                    "files": list(one.files),
                    "tables": {name: asdict(count) for name, count in one.tables.items()},
                    "undone": one.undone,
                }
                for one in batches
            ]
        )
        return _DONE
    print_table(
        ("batch", "at", "files", "new", "changed", "rejected", ""),
        [
            (
                str(one.batch),
                one.at,
                str(len(one.files)),
                f"{sum(count.new for count in one.tables.values()):,}",
                f"{sum(count.changed for count in one.tables.values()):,}",
                f"{sum(count.rejected for count in one.tables.values()):,}",
                "taken back" if one.undone else "",
            )
            for one in batches
        ],
        "r rrrr",
    )
    return _DONE


def _undo_import(asked: Namespace) -> int:
    with desks.changing(asked) as desk:
        for note in desk.do(imports.take_back, asked.batch):
            say(note)
        desks.keep_scores(desk)
        (batch,) = [one for one in desk.read(imports.history) if one.batch == asked.batch]
    if asked.json:
        print_json(
            {
                "batch": batch.batch,
                "at": batch.at,
                "files": list(batch.files),
                "tables": {name: asdict(count) for name, count in batch.tables.items()},
                "undone": batch.undone,
            }
        )
    else:
        print_line(f"Batch {asked.batch} is taken back whole.")
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
    "import": _import,
    "imports": _imports,
    "undo-import": _undo_import,
    "export": _export,
}
