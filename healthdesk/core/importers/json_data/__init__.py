"""JSON and JSON Lines: records in a list, one a line or inside an object; nested keys with dots."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.records import Broken, Chunk, RawTable
from healthdesk.core.importers.json_data import decode, layouts

SPEC = FormatSpec(
    key="json_data",
    title="JSON and JSON Lines",
    summary="Records in a list, one a line, or inside an object; nested keys become columns.",
)
ENDINGS = (".json", ".jsonl", ".ndjson", ".geojson")
COLUMNS = 2_000
"""Different keys that a file of records may have."""


def sniff(place: str, head: bytes) -> float:
    """How sure it is that a file is JSON: it begins as such, and ends in its name as such."""
    if "://" in place:
        return 0.0
    name = place.lower().removesuffix(".gz")
    named = name.endswith(ENDINGS)
    begin = _first_letters(head).lstrip(" \t\r\n\ufeff")
    if begin[:1] not in ("{", "["):
        return 0.3 if named else 0.0
    if named:
        return 0.97
    try:
        value, _ = decode.at(begin, 0)
    except decode.BrokenJsonError:
        return 0.3 if begin[:1] == "{" else 0.0
    good = value if isinstance(value, dict) else value and isinstance(value[0], dict)  # type: ignore[index]
    return 0.9 if good else 0.0


def _first_letters(head: bytes) -> str:
    if decode.is_packed(head):
        try:
            head = zlib.decompressobj(31).decompress(head, 1 << 16)
        except zlib.error:
            return ""
    return head.decode(decode.encoding_of(head), errors="ignore")


def parts(place: str, reading: Reading) -> tuple[str, ...]:
    """The lists of records inside the file; ("",) where it is one."""
    return layouts.parts(place, reading.encoding)


def open_part(place: str, part: str, reading: Reading) -> RawTable:
    """Read the file once for the union of its keys, in the order of first sight."""
    name = Path(place).name
    keys: dict[str, bool] = {}
    count = broken = 0
    for record in layouts.records(place, part, reading.encoding):
        if isinstance(record, Broken):
            broken += 1
            continue
        count += 1
        for key, cell in record.cells.items():
            if cell or key not in keys:
                keys[key] = bool(cell) or keys.get(key, False)
        if len(keys) > COLUMNS:
            raise BadImport(
                f"{name} has more than {COLUMNS:,} different keys, so it is no table; nothing "
                "was imported."
            )
    header = _columns(keys)
    if not header:
        raise BadImport(f"{name} holds no records; nothing was imported.")
    told = layouts.told(place, reading.encoding)
    return RawTable(
        place=place,
        name=f"{name} · {part}" if part else name,
        part=part,
        header=header,
        reading=Reading(format=SPEC.key, part=part, encoding=reading.encoding),
        about=count + broken,
        told=told,
    )


def _columns(keys: dict[str, bool]) -> tuple[str, ...]:
    """Keys as columns; one that is only ever nothing, where others lie inside it, is none."""
    parents = {key[:at] for key in keys for at, letter in enumerate(key) if letter == "."}
    return tuple(key for key, filled in keys.items() if filled or key not in parents)


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The records, read anew; keys that a record lacks are empty."""
    cells: list[list[str]] = []
    lines: list[int] = []
    broken: list[Broken] = []
    header = table.header
    for record in layouts.records(table.place, table.part, table.reading.encoding):
        if isinstance(record, Broken):
            broken.append(record)
        else:
            get = record.cells.get
            cells.append([get(key, "") for key in header])
            lines.append(record.line)
        if len(cells) + len(broken) >= size:
            yield Chunk(cells, lines, tuple(broken))
            cells, lines, broken = [], [], []
    if cells or broken:
        yield Chunk(cells, lines, tuple(broken))


__all__ = ["SPEC", "chunks", "open_part", "parts", "sniff"]
