"""Writes an exchange folder: sheets as CSV, documents as JSON; whole or not at all.

Not here: what the sheets hold (services/exports.py), spreadsheets for people (those guard against
formulas).
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from healthdesk.core.domain.errors import DeskError, DiskTrouble
from healthdesk.core.domain.exchange import BY_NAME, DOCUMENTS, README
from healthdesk.core.domain.format import FormatSpec

SPEC = FormatSpec(
    key="exchange_folder",
    title="Exchange folder",
    summary="Every fact of the desk as plain CSV files, ready to be imported again.",
)

MARK: Final = ".healthdesk-export"
"""Says that HealthDesk wrote a folder, so that the next export may replace it."""
_MARK_TEXT = "HealthDesk wrote this folder; exporting to it again replaces its files.\n"
_README_TEXT = """This folder was written by HealthDesk, the desk of a customer success manager.

It holds every fact of a desk as plain text, so that any program can read it, now and later:

*.csv   UTF-8, a header line, comma between the columns, quoted as RFC 4180 says. Days are
        YYYY-MM-DD, an empty cell means not known, decimals have a point.
        accounts.csv: customers, account_id names each; other tables point at it.
        contacts.csv: people; usage.csv: daily values of metrics.csv; surveys.csv, pulses.csv,
        mentions.csv: what was said; touchpoints.csv: calls, meetings, mails, notes; tickets.csv;
        subscriptions.csv, invoices.csv; milestones.csv; outcomes.csv; overrides.csv: judgements.
*.json  health profiles, segments, playbooks, plays and dashboards as documents.

To bring it back: healthdesk import FOLDER, or drop the folder on the window of HealthDesk.
What is done about customers (tasks, plans, promises, files) stands in the desk's own file, an
SQLite database whose tables the help of HealthDesk names under "The desk's file".
"""
_OURS = frozenset((MARK, README, *(table.file for table in BY_NAME.values()), *DOCUMENTS))
_SPECIAL = frozenset(',"\r\n')
_BLOCK = 5_000


@dataclass(frozen=True)
class Sheet:
    """One CSV file: rows of texts, an empty text for what is not known."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[str]]


def write(folder: Path, sheets: Iterable[Sheet], documents: Mapping[str, Any]) -> dict[str, int]:
    """Write a folder beside its place, then move it there; returns the rows of each sheet.

    A folder that holds anything but an earlier export is refused and left as it is.
    """
    folder = folder.absolute()
    refuse(folder)
    partial = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.partial")
    try:
        partial.mkdir(parents=True)
        counts = {sheet.name: _sheet(partial / f"{sheet.name}.csv", sheet) for sheet in sheets}
        for name, document in documents.items():
            text = json.dumps(document, ensure_ascii=False, indent=2)
            _text(partial / name, f"{text}\n")
        _text(partial / README, _README_TEXT)
        _text(partial / MARK, _MARK_TEXT)
        _move(partial, folder)
    except OSError as error:
        raise DiskTrouble(
            f"The export to {folder} failed ({error.strerror}); what was there is untouched.",
            "Make room, or choose another folder.",
        ) from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return counts


def refuse(folder: Path) -> None:
    """Refuse a place that an export would destroy something in."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise DeskError(
            f"{folder} is a file, not a folder; it was left as it is.", "Choose another folder."
        )
    if not folder.exists():
        return
    try:
        names = {child.name for child in folder.iterdir()}
    except OSError as error:
        raise DiskTrouble(f"{folder} cannot be read ({error.strerror}).") from None
    if names and (MARK not in names or names - _OURS):
        raise DeskError(
            f"{folder} holds files that are no earlier export; they were left as they are.",
            "Choose an empty folder or a new name.",
        )


def quoted(text: str) -> str:
    """A cell as RFC 4180 wants it, quoted only where it must be."""
    if _SPECIAL.isdisjoint(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _sheet(path: Path, sheet: Sheet) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(_line(sheet.header))
        for block in _blocks(sheet.rows):
            stream.write("".join(map(_line, block)))
            count += len(block)
        _settle(stream.fileno(), stream.flush)
    return count


def _line(cells: Sequence[str]) -> str:
    return ",".join(map(quoted, cells)) + "\r\n"


def _blocks(rows: Iterable[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    block: list[Sequence[str]] = []
    for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            yield block
            block = []
    if block:
        yield block


def _text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        _settle(stream.fileno(), stream.flush)


def _settle(number: int, flush: Any) -> None:  # noqa: ANN401 - a stream's own method
    flush()
    os.fsync(number)


def _move(partial: Path, folder: Path) -> None:
    """Put the finished folder in its place; an earlier export steps aside until that is done."""
    if not folder.exists():
        partial.rename(folder)
        return
    aside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.old")
    folder.rename(aside)
    try:
        partial.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
