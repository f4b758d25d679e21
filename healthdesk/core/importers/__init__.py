"""The catalogue of source formats that a desk can read: one module each, in the order tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from healthdesk.core.domain import label_rows
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Chunk, Importer, RawTable
from healthdesk.core.importers import (
    database,
    delimited,
    exchange,
    json_data,
    notes,
    parquet,
    spreadsheet,
    sqlite_file,
)

_FOREIGN: tuple[Importer, ...] = (
    delimited,
    spreadsheet,
    json_data,
    parquet,
    sqlite_file,
    database,
    notes,
)
CATALOGUE = (exchange, *_FOREIGN)
"""Each module has a SPEC."""
FOREIGN: dict[str, Importer] = {module.SPEC.key: module for module in _FOREIGN}
"""What can be known by a look into it; an exchange folder is known by the names of its files."""

HEAD = 1 << 16
CHUNK = 20_000
"""Records handed out at once: enough to work on columns, few enough to forget."""
_ANY = Reading()
_READS = (
    "It reads CSV and other delimited text, spreadsheets (XLSX, XLS, ODS), JSON, Parquet, SQLite "
    "files, databases and plain notes."
)


def open_place(
    place: str, reading: Reading = _ANY, *, progress: Progress = NOBODY
) -> tuple[RawTable, ...]:
    """The tables of a file or database, by the format that fits it best.

    `reading` narrows it: to a format, to one sheet or table, to a query. `BadImport` with a
    sentence where nothing can be read. `progress` is asked all along: large files take seconds.
    """
    seen = None if _is_url(place) else _state(place)
    importer = _importer(place, reading.format)
    if reading.query:
        opened = importer.open_part(place, reading.part, reading, progress)
        return (replace(opened, seen=seen, asked=reading),)
    parts = importer.parts(place, reading, progress)
    if reading.part:
        if reading.part not in parts:
            raise BadImport(
                f"{_name(place)} has no part “{reading.part}”; nothing was imported.",
                f"It has: {', '.join(parts)}."[:300],
            )
        parts = (reading.part,)
    found = (importer.open_part(place, part, reading, progress) for part in parts)
    return tuple(_labelled(replace(raw, seen=seen, asked=reading)) for raw in found)


def require_unchanged(raw: RawTable) -> None:
    """Refuse a file that is not the one any more that was opened: what was found may not hold."""
    if raw.seen is None:
        return
    now = _state(raw.place)
    if now is None:
        raise BadImport(
            f"{raw.name} is not there any more, or cannot be read; nothing was imported.",
            "Bring it back, or leave it out.",
        )
    if now != raw.seen:
        raise BadImport(
            f"{raw.name} has changed since it was looked at; nothing was imported.",
            "Choose it again when whoever writes it is done.",
        )


def chunks(raw: RawTable, size: int = CHUNK) -> Iterator[Chunk]:
    """The records of a table, `size` at a time."""
    return label_rows.without(raw.header, FOREIGN[raw.reading.format].chunks(raw, size))


def _labelled(raw: RawTable) -> RawTable:
    """The table, with a note on rows below its header that only say it again."""
    if not label_rows.expected(raw.header):
        return raw
    first = next(iter(FOREIGN[raw.reading.format].chunks(raw, CHUNK)), None)
    labels = label_rows.count(raw.header, first.cells[:3]) if first is not None else 0
    if not labels:
        return raw
    rows = "1 row" if labels == 1 else f"{labels} rows"
    return replace(raw, notes=(*raw.notes, f"{rows} below the header left out: labels."))


def _importer(place: str, key: str) -> Importer:
    """The format asked for, else the one that is surest."""
    head = b"" if _is_url(place) else _head(place)
    if key:
        if key not in FOREIGN:
            raise BadImport(f"“{key}” is no format that HealthDesk reads.", _READS)
        return FOREIGN[key]
    best, sure = None, 0.0
    for importer in FOREIGN.values():
        told = importer.sniff(place, head)
        if told > sure:
            best, sure = importer, told
    if best is None:
        if not head and not _is_url(place):
            raise BadImport(f"{_name(place)} is empty (0 bytes); nothing was imported.")
        raise BadImport(f"{_name(place)} is no format that HealthDesk reads.", _READS)
    return best


def _head(place: str) -> bytes:
    path = Path(place)
    if path.is_dir():
        raise BadImport(f"{path.name} is a folder, not a file; nothing was imported.")
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except FileNotFoundError:
        raise BadImport(f"There is no file {path.name}; nothing was imported.") from None
    except OSError as error:
        raise BadImport(
            f"{path.name} cannot be opened ({error.strerror}); nothing was imported."
        ) from None


def _state(place: str) -> tuple[int, int] | None:
    """Size and time of a file; None where they cannot be told."""
    try:
        found = Path(place).stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def _is_url(place: str) -> bool:
    return "://" in place


def _name(place: str) -> str:
    """What a place is called in a sentence; never the whole URL, which may hold a password."""
    if _is_url(place):
        return f"This {place.partition('://')[0].partition('+')[0][:20]} address"
    return Path(place).name
