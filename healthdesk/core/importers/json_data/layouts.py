"""Where the records of a JSON file are: one a line, in a list, or somewhere inside an object."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.records import Broken
from healthdesk.core.importers.json_data import decode
from healthdesk.core.importers.json_data.decode import BrokenJsonError
from healthdesk.core.importers.json_data.flatten import Record, feature, flatten
from healthdesk.core.importers.json_data.lines import Piece, pieces

Layout = Literal["lines", "values", "array", "whole"]
_LEVELS = 3
"""How deep in an object lists of records are looked for."""
_HEAD = 1 << 18


def layout(place: str, encoding: str) -> Layout:
    """How records follow one another, from the beginning of the file."""
    with decode.open_text(place, encoding) as stream:
        try:
            head = stream.read(_HEAD).lstrip(" \t\r\n\ufeff")
        except UnicodeDecodeError:
            raise _bad_characters(place) from None
    first, newline, rest = head.partition("\n")
    if newline and rest.strip() and (_is_record(first) or _is_record(rest.partition("\n")[0])):
        return "lines"
    if head.startswith("["):
        return "array"
    try:
        _, end = decode.at(head, 0)
    except BrokenJsonError:
        return "whole"
    return "values" if head[end:].lstrip()[:1] in ("{", "[") else "whole"


def _is_record(line: str) -> bool:
    """Whether a line is a record by itself; a line of a list ends with a comma."""
    if line.strip()[:1] not in ("{", "["):
        return False
    try:
        return bool(decode.one(line))
    except BrokenJsonError:
        return False


def parts(place: str, encoding: str) -> tuple[str, ...]:
    """The lists of records that a file holds; ("",) where it is one."""
    if layout(place, encoding) != "whole":
        return ("",)
    found = tuple(_lists(_load(place, encoding)))
    return found if len(found) > 1 else ("",)


def told(place: str, encoding: str) -> str:
    """How a file is read, for people."""
    how = layout(place, encoding)
    if how == "whole" and _is_map(_load(place, encoding)):
        return "GeoJSON"
    return "JSON" if how in ("array", "whole") else "JSON Lines"


def records(place: str, part: str, encoding: str) -> Iterator[Piece | Record | Broken]:
    """All records of a file from its beginning; what cannot be read is told where it is."""
    how = layout(place, encoding)
    if how == "whole":
        yield from _of_document(_load(place, encoding), part, Path(place).name)
        return
    with decode.open_text(place, encoding) as stream:
        try:
            yield from pieces(stream) if how == "lines" else _by_value(stream, how)
        except UnicodeDecodeError:
            raise _bad_characters(place) from None


def _by_value(stream: IO[str], how: Layout) -> Iterator[Record | Broken]:
    row = 1
    try:
        for value in decode.values(stream, array=how == "array"):
            row += 1
            if value is not None:
                yield Record(row, flatten(value))
    except BrokenJsonError as error:
        yield Broken(row + 1, f"this record and all after it cannot be read: {error}")


def _of_document(value: object, part: str, name: str) -> Iterator[Record | Broken]:
    lists = _lists(value)
    if part not in lists and not (part == "" and len(lists) == 1):
        raise BadImport(f"{name} has no list “{part}”; nothing was imported.")
    chosen = lists.get(part, next(iter(lists.values())))
    make = feature if _is_map(value) else flatten
    for row, one in enumerate(chosen, 2):
        try:
            yield Record(row, make(one))
        except BrokenJsonError as error:
            yield Broken(row, str(error))


def _load(place: str, encoding: str) -> object:
    name = Path(place).name
    with decode.open_text(place, encoding) as stream:
        try:
            return decode.whole(stream, name)
        except BrokenJsonError as error:
            raise BadImport(f"{name} cannot be read: {error}; nothing was imported.") from None
        except UnicodeDecodeError:
            raise _bad_characters(place) from None


def _bad_characters(place: str) -> BadImport:
    return BadImport(
        f"{Path(place).name} is not in UTF-8, as JSON must be; nothing was imported.",
        "Save it again in UTF-8.",
    )


def _is_map(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("features"), list)


def _lists(value: object) -> dict[str, list[object]]:
    """Lists of records by where they stand; an object without any is records by key, or one."""
    if isinstance(value, list):
        return {"": value}
    if not isinstance(value, dict):
        return {"": [value]}
    if _is_map(value):
        return {"": value["features"]}
    found = dict(_inside(value, "", _LEVELS))
    if found:
        return found
    inner = list(value.values())
    if len(inner) > 1 and all(isinstance(one, dict) for one in inner):
        return {"": [{"key": key, **one} for key, one in value.items()]}
    return {"": [value]}


def _inside(
    value: dict[str, object], prefix: str, levels: int
) -> Iterator[tuple[str, list[object]]]:
    for key, inner in value.items():
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner):
            yield prefix + key, inner
        elif isinstance(inner, dict) and levels > 1:
            yield from _inside(inner, f"{prefix}{key}.", levels - 1)
