"""Sorts what was dropped: exchange folders and files, foreign files, files that are no data.

A file is an exchange file when it is called like one and has the columns that its table needs. One
that merely lost a column is refused; one that carries the name and other columns is foreign.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import BY_NAME, DOCUMENTS, Table
from healthdesk.core.importers.exchange import reader

_ABOUT: Final = frozenset(
    (
        *("license", "licence", "licences", "copying", "notice", "provenance", "readme"),
        *("authors", "changelog", "contributing", "citation", "credits"),
    )
)
"""Names of files that tell about data and hold none."""
_BLOCK: Final = 1 << 20
_PROSE: Final = frozenset((".md", ".rst", ".pdf", ".html", ".htm", ".docx", ".doc", ".png", ".jpg"))
_DATA: Final = frozenset(
    (
        *(".csv", ".tsv", ".tab", ".psv", ".txt", ".dat", ".gz"),
        *(".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"),
        *(".json", ".jsonl", ".ndjson", ".parquet", ".sqlite", ".sqlite3", ".db"),
    )
)


@dataclass
class Sorted:
    """What was dropped, by what becomes of it."""

    exchange: list[str] = field(default_factory=list)
    """Folders and files that need no mapping."""
    foreign: list[str] = field(default_factory=list)
    """Files and URLs named by themselves: each must be readable."""
    members: list[str] = field(default_factory=list)
    """Files of foreign folders: one that is no data is left out."""
    notes: list[str] = field(default_factory=list)


def sort(places: Sequence[str], *, foreign: bool = False) -> Sorted:
    """Sort places; `foreign`: someone said how to read them, names of tables mean nothing."""
    out = Sorted()
    for place in places:
        path = Path(place)
        if "://" in place or not path.is_dir():
            _sort_file(out, place, foreign=foreign)
        else:
            _sort_folder(out, path, foreign=foreign)
    return out


def is_exchange(path: Path, *, alone: bool = False) -> bool:
    """Whether a file needs no mapping; `BadImport` if it only lost a column that it needs.

    One that is dropped by itself (`alone`) and is written in another encoding is foreign: an
    exchange folder is UTF-8, and says so where it is not.
    """
    if path.name in DOCUMENTS:
        return True
    table = BY_NAME.get(path.stem) if path.suffix == ".csv" else None
    if table is None or not path.is_file():
        return False
    if alone and not _is_utf8(path):
        return False
    header = _header(path)
    if header is None:
        # Its table's own reader has the sentence that says what is wrong.
        return True
    if _whole(table, header):
        return True
    if _ours(table, header):
        reader.open_table(table, path, path.name)
    return False


def _sort_file(out: Sorted, place: str, *, foreign: bool) -> None:
    if foreign or "://" in place or not is_exchange(Path(place), alone=True):
        out.foreign.append(place)
    else:
        out.exchange.append(place)


def _sort_folder(out: Sorted, path: Path, *, foreign: bool) -> None:
    """An exchange folder as it is; else its files, one by one."""
    try:
        found = sorted(path.iterdir())
    except OSError as error:
        raise BadImport(
            f"{path} cannot be read ({error.strerror}); nothing was imported."
        ) from None
    children = [child for child in found if not child.name.startswith((".", "~"))]
    members = [child for child in children if child.is_file()]
    ours = [] if foreign else [child for child in members if is_exchange(child)]
    named = [child for child in members if _named(child)]
    if ours and ours == named:
        out.exchange.append(str(path))
        return
    for child in members:
        if child in ours:
            out.exchange.append(str(child))
        elif _is_data(child):
            out.members.append(str(child))
        else:
            out.notes.append(f"{child.name} was left out: it is no data.")
    folders = [child.name for child in children if child.is_dir()]
    if folders:
        told = ", ".join(folders)[:200]
        out.notes.append(f"Folders in {path.name} were not looked into: {told}.")
    if not any(_is_data(child) for child in members):
        raise BadImport(
            f"{path} holds no table of an exchange folder and no other file with data;"
            " nothing was imported.",
            "Give the folder that holds the files, or the files themselves.",
        )


def _named(path: Path) -> bool:
    """Whether a file is called as an exchange folder calls one."""
    return path.name in DOCUMENTS or (path.suffix == ".csv" and path.stem in BY_NAME)


def _is_data(path: Path) -> bool:
    if path.suffix.casefold() in _PROSE:
        return False
    if path.stem.split(".")[0].casefold() in _ABOUT:
        return False
    return path.suffix.casefold() in _DATA


def _is_utf8(path: Path) -> bool:
    """Whether all of a file is UTF-8; one that cannot be opened is for its reader to tell."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except OSError:
        return True
    return True


def _header(path: Path) -> tuple[str, ...] | None:
    """The first line's cells as our own reader sees them; None where it cannot."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found = next(csv.reader(stream, strict=True), None)
    except (UnicodeDecodeError, csv.Error, OSError):
        return None
    if not found or any("\0" in cell for cell in found):
        return None
    return tuple(cell.strip().casefold() for cell in found)


def _whole(table: Table, header: tuple[str, ...]) -> bool:
    """Whether a header has every column that the table needs."""
    needs = {column.name for column in table.columns if column.required}
    some = not table.one_of or bool(set(table.one_of) & set(header))
    return some and needs <= set(header)


def _ours(table: Table, header: tuple[str, ...]) -> bool:
    """Whether a header speaks the exchange folder's language: every column is the table's own."""
    return set(header) <= {column.name for column in table.columns}
