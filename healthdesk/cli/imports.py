"""Commands about what comes in: import, imports, undo-import."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from healthdesk import paths
from healthdesk.cli import desks, stamps
from healthdesk.cli.intake import Look, look
from healthdesk.cli.output import Bar, Json, print_json, print_line, print_table, say
from healthdesk.core.domain.stamp import FoundStamp
from healthdesk.core.domain.views import BatchView, ImportResult, TableCount, Unmatched
from healthdesk.core.domain.waits import PERSONS
from healthdesk.core.services import imports

_DONE, _FAILED, _PROBLEMS = 0, 1, 3
_SHOWN = 20
_COUNTED = ("read", "new", "changed", "same", "rejected")


Stamps = tuple[FoundStamp, ...]


class _OpenQuestionsError(Exception):
    """Something has to be answered first; a desk made for the import goes again."""

    def __init__(self, found: Look) -> None:
        super().__init__()
        self.found = found


def _import(asked: Namespace) -> int:
    try:
        result, found, stamped = _take(asked)
    except _OpenQuestionsError as asking:
        return _ask(asking.found, asked)
    if asked.json:
        print_json(_document(result, found, stamped))
    else:
        for note in found.intake.notes:
            say(note)
        _tell(result)
        _tell_stamps(stamped)
    # What persons used comes in with its contacts: nothing is left to do.
    left = any(
        one.rejected or (one.waiting and name != PERSONS) for name, one in result.tables.items()
    )
    return _PROBLEMS if left else _DONE


def _take(asked: Namespace) -> tuple[ImportResult, Look, Stamps]:
    stamped: Stamps = ()
    with Bar() as bar, desks.writing(asked, keep=not asked.dry_run) as desk:
        found = look(desk, asked, bar)
        if not found.complete:
            raise _OpenQuestionsError(found)
        result = desk.do(
            imports.run,
            [Path(one) for one in found.intake.exchange],
            plan=found.plan,
            dry_run=asked.dry_run,
            progress=bar,
            rejects_dir=paths.rejects_folder(desk.path),
        )
        if not asked.dry_run:
            found.keep(desk)
            stamped = desks.stamp(desk)
            desks.keep_scores(desk)
    return result, found, stamped


def _ask(found: Look, asked: Namespace) -> int:
    """Tell what has to be answered first, one sentence each; nothing was written."""
    if asked.json:
        empty = ImportResult(None, asked.dry_run, {}, (), None)
        print_json(_document(empty, found))
    for sentence in found.sentences():
        say(sentence)
    return _FAILED


def _document(result: ImportResult, found: Look, stamped: Stamps = ()) -> dict[str, Json]:
    """What an import did; what goes beyond the folder's own tables only where there is any."""
    more: dict[str, Json] = {
        "files": [{**asdict(one), "tables": _counts(one.tables)} for one in result.files],
        "changes": [asdict(one) for one in result.changes],
        "conflicts": [asdict(one) for one in result.conflicts],
        "waiting": {name: count.waiting for name, count in result.tables.items() if count.waiting},
        "unmatched": [asdict(one) for one in result.unmatched],
        "notes": [*found.intake.notes, *result.notes],
        "questions": found.questions(),
        "mapping": found.mapping(),
        "milestones": stamps.document(stamped),
    }
    foreign = bool(found.intake.proposals)
    return {
        "batch": result.batch,
        "dry_run": result.dry_run,
        "tables": _counts(result.tables),
        "rejects": [asdict(one) for one in result.rejects],
        "rejects_file": result.rejects_file,
    } | {name: told for name, told in more.items() if foreign or (told and name != "files")}


def _counts(tables: Mapping[str, TableCount]) -> dict[str, Json]:
    return {name: {key: getattr(count, key) for key in _COUNTED} for name, count in tables.items()}


def _tell(result: ImportResult) -> None:
    heads = ("table", "read", "new", "changed", "same", "rejected", "waiting")
    print_table(
        heads,
        [
            (name, *(f"{one:,}" for one in asdict(count).values()))
            for name, count in result.tables.items()
        ],
        " rrrrrr",
    )
    for one in result.rejects[:_SHOWN]:
        say(f"{one.file}, line {one.line}, {one.column or 'row'} {one.value!r}: {one.reason}")
    if len(result.rejects) > _SHOWN:
        say(f"... and more; all rejected rows: {result.rejects_file}")
    for unknown in result.unmatched[:_SHOWN]:
        say(_unknown(unknown))
    if len(result.unmatched) > _SHOWN:
        say(f"... and {len(result.unmatched) - _SHOWN:,} more names.")
    for conflict in result.conflicts[:_SHOWN]:
        stands = "stays as it is here" if conflict.side == "here" else "is taken from the file"
        say(
            f"{conflict.table} {conflict.key}: {conflict.field} {stands}"
            f" (here {conflict.here!r}, in {conflict.file} {conflict.file_value!r})."
        )
    for note in result.notes:
        say(note)
    print_line(
        "A dry run: nothing was written."
        if result.dry_run
        else f"Imported as batch {result.batch}."
    )


def _tell_stamps(stamped: Stamps) -> None:
    for one in stamped[:_SHOWN]:
        say(stamps.sentence(one))
    if len(stamped) > _SHOWN:
        say(f"... and {len(stamped) - _SHOWN:,} more milestones by usage.")


def _unknown(one: Unmatched) -> str:
    """A name that nobody knows, and how to say whom it means."""
    likely = ", ".join(f"{c.account_id} ({c.name})" for c in one.candidates[:3]) or "nobody like it"
    rows = "1 row waits" if one.rows == 1 else f"{one.rows:,} rows wait"
    return (
        f"{one.file}, line {one.line}: no account is known as {one.value!r}; {rows}."
        f" Perhaps: {likely}. Settle it in the window, or import again with"
        f' --match "{one.value}=ACCOUNT".'
    )


def _imports(asked: Namespace) -> int:
    with desks.reading(asked) as desk:
        batches = desk.read(imports.history)
    if asked.json:
        print_json([_batch(one) for one in batches])
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
                _state(one),
            )
            for one in batches
        ],
        "r rrrr",
    )
    return _DONE


def _state(one: BatchView) -> str:
    if one.undone:
        return "taken back"
    return f"taken back: {', '.join(one.undone_files)}" if one.undone_files else ""


def _batch(one: BatchView) -> dict[str, Json]:
    told: dict[str, Json] = {
        "batch": one.batch,
        "at": one.at,
        "files": list(one.files),
        "tables": _counts(one.tables),
        "undone": one.undone,
    }
    if one.undone_files:
        told["undone_files"] = list(one.undone_files)
    return told


def _undo_import(asked: Namespace) -> int:
    with desks.changing(asked) as desk:
        for note in desk.do(imports.take_back, asked.batch, file=asked.file):
            say(note)
        stamped = desks.stamp(desk)
        desks.keep_scores(desk)
        (batch,) = [one for one in desk.read(imports.history) if one.batch == asked.batch]
    if asked.json:
        print_json(_batch(batch))
    elif asked.file is not None:
        print_line(f"{asked.file} of batch {asked.batch} is taken back.")
    else:
        print_line(f"Batch {asked.batch} is taken back whole.")
    _tell_stamps(stamped)
    return _DONE


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "import": _import,
    "imports": _imports,
    "undo-import": _undo_import,
}
