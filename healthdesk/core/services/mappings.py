"""The mappings of a desk: kept, found again by name or file, read and written as documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import available_timezones

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.document import as_list, as_text, decode, under
from healthdesk.core.domain.errors import BadDocument, DeskError, NotFound
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.intake import KeptMapping, Planned
from healthdesk.core.domain.mapping import (
    SCHEMA,
    ColumnMap,
    FileMap,
    MappingDocument,
    TableMap,
)
from healthdesk.core.domain.op import op
from healthdesk.core.mapping.kept import by_name
from healthdesk.core.services import settings
from healthdesk.core.store.db import Tx

LARGEST: Final = 5_000_000
"""Bytes of a document, at most."""
_PLACE: Final = re.compile(r"^(?P<reason>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_FAREST: Final = 1e9
_PARTS: Final = 1_000
"""Pieces of a cell that is split, of which one may be taken."""

T = TypeVar("T")


def all(tx: Tx) -> tuple[KeptMapping, ...]:  # noqa: A001 - the word for it
    """Every mapping of the desk, by name; one that can no longer be read is left out."""
    out = []
    rows = tx.execute(text("SELECT name, body, day, kept FROM mapping ORDER BY name"))
    for name, body, day, kept in rows:
        try:
            document = parse(body)
        except BadDocument:
            continue
        out.append(KeptMapping(name, document, day, bool(kept)))
    return tuple(out)


def find(tx: Tx, name_or_file: str) -> MappingDocument:
    """The mapping of that name in the desk, else the document in the file of that name."""
    told = name_or_file.casefold()
    for one in all(tx):
        if one.name.casefold() == told:
            return one.document
    path = Path(name_or_file)
    if not path.is_file():
        raise NotFound(
            f"There is no mapping called {name_or_file}, and no file of that name.",
            "Look at the list of mappings on the Data page.",
        )
    return load(path)


def load(path: Path) -> MappingDocument:
    """The document in a file."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadDocument(path.name, f"is larger than {LARGEST // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise BadDocument(path.name, f"cannot be read ({error.strerror})") from None
    try:
        return parse(data)
    except BadDocument as error:
        raise BadDocument(under(path.name, error.place), error.reason) from None


@op("Keep mapping")
def keep(tx: Tx, document: MappingDocument, *, kept: bool = False) -> None:
    """Keep a mapping under its name, in place of one that has it already."""
    _put(tx, parse(dump(document)), kept=kept)


@op("Forget mapping")
def forget(tx: Tx, name: str) -> None:
    """Forget a mapping; what was imported with it stays."""
    gone = tx.execute(
        text("DELETE FROM mapping WHERE name = :name RETURNING id"), {"name": name}
    ).all()
    if not gone:
        raise NotFound(f"There is no mapping called {name}; nothing was changed.")


@op("Rename mapping")
def rename(tx: Tx, name: str, to: str) -> None:
    """Give a mapping another name; from then on it is one that was saved on purpose."""
    known = {one.name: one for one in all(tx)}
    if name not in known:
        raise NotFound(f"There is no mapping called {name}; nothing was changed.")
    if any(other.casefold() == to.casefold() for other in known if other != name):
        raise DeskError(f"There is a mapping called {to} already; nothing was changed.")
    tx.execute(text("DELETE FROM mapping WHERE name = :name"), {"name": name})
    document = msgspec.structs.replace(known[name].document, name=to)
    _put(tx, parse(dump(document)), kept=False)


def remember(tx: Tx, files: Iterable[Planned]) -> None:
    """Remember how files were mapped, so that the same layout asks nothing next time.

    Inside whatever operation is running. One that a saved mapping holds already is not kept twice;
    a remembered one for the same kind of file is replaced.
    """
    for planned in files:
        if not planned.file.tables:
            continue  # only looked into by others
        known = all(tx)
        file = _complete(planned)
        if any(file in one.document.files for one in known):
            continue
        for one in known:
            if one.kept and _same_kind(one.document.files[0], file):
                tx.execute(text("DELETE FROM mapping WHERE name = :name"), {"name": one.name})
        taken = {one.name.casefold() for one in all(tx)}
        name = _free(file.name, taken)
        _put(tx, MappingDocument(name, (file,)), kept=True)


def parse(data: bytes | str) -> MappingDocument:
    """Read a document strictly; whatever is wrong is told with its place."""
    content = decode(data, "mapping")
    if not isinstance(content, dict):
        raise BadDocument("mapping", "must be an object")
    name = as_text(content.get("name"), "mapping > name", 200)
    if content.get("schema", SCHEMA) != SCHEMA:
        raise BadDocument(name, f"is of schema {content['schema']}; this version reads {SCHEMA}")
    files = as_list(content.get("files"), under(name, "files"))
    for number, file in enumerate(files, start=1):
        _check_file(file, under(under(name, "files"), number))
    document = _convert(content, MappingDocument, name)
    if not document.files:
        raise BadDocument(under(name, "files"), "must name at least one file")
    for number, one in enumerate(document.files, start=1):
        _check_tables(one, under(under(name, "files"), number))
    return document


def dump(document: MappingDocument) -> bytes:
    """The document as JSON; the same document gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _put(tx: Tx, document: MappingDocument, *, kept: bool) -> None:
    tx.execute(
        text(
            "INSERT INTO mapping (name, body, day, kept) VALUES (:name, :body, :day, :kept)"
            " ON CONFLICT (name) DO UPDATE SET body = excluded.body, day = excluded.day,"
            " kept = excluded.kept"
        ),
        {
            "name": document.name,
            "body": dump(document).decode(),
            "day": settings.today(tx),
            "kept": kept,
        },
    )


def _complete(planned: Planned) -> FileMap:
    """The mapping of a file with what it needs to be known again."""
    file = planned.file
    return msgspec.structs.replace(
        file,
        name=file.name or planned.raw.name,
        files=file.files or (planned.raw.name,),
        header=planned.raw.header,
    )


def _same_kind(there: FileMap, file: FileMap) -> bool:
    """Whether two mappings are for the same kind of file: one layout, or one pattern of names."""
    alike = there.header == file.header and not (by_name(there) or by_name(file))
    return alike or bool(set(there.files) & set(file.files))


def _free(name: str, taken: set[str]) -> str:
    number, out = 2, name[:180]
    while out.casefold() in taken:
        out = f"{name[:180]} {number}"
        number += 1
    return out


def _check_file(file: object, place: str) -> None:
    """Find what is wrong inside the mapping of one file, as near to it as can be said."""
    if not isinstance(file, dict):
        raise BadDocument(place, "must be an object")
    for number, table in enumerate(as_list(file.get("tables", []), under(place, "tables")), 1):
        here = under(under(place, "tables"), number)
        if not isinstance(table, dict):
            raise BadDocument(here, "must be an object")
        columns = table.get("columns")
        if not isinstance(columns, dict):
            raise BadDocument(
                under(here, "columns"), "must be an object, exchange column by column"
            )
        for name, column in columns.items():
            _convert(column, ColumnMap, under(under(here, "columns"), name))
        _convert(table, TableMap, here)
    _convert(file, FileMap, place)


def _check_tables(file: FileMap, place: str) -> None:
    """What types cannot say: tables and columns that there are, zones, figures that are figures."""
    for number, table in enumerate(file.tables, start=1):
        here = under(under(place, "tables"), number)
        found = BY_NAME.get(table.table)
        if found is None:
            raise BadDocument(
                under(here, "table"), f"must be one of {', '.join(BY_NAME)}, not “{table.table}”"
            )
        known = {column.name for column in found.columns}
        for name, column in table.columns.items():
            at = under(under(here, "columns"), name)
            if name not in known and table.table != "accounts":
                raise BadDocument(at, f"is no column of {table.table}: {', '.join(sorted(known))}")
            if column.zone and column.zone not in available_timezones():
                raise BadDocument(under(at, "zone"), f"no time zone is called “{column.zone}”")
            if not -2 <= column.take <= _PARTS:
                raise BadDocument(under(at, "take"), f"must be a number from -2 to {_PARTS}")
            if not 0 < abs(column.factor) < _FAREST:
                raise BadDocument(under(at, "factor"), "must be a number other than 0")


def _convert(value: object, kind: type[T], place: str) -> T:
    """A value as one of our types, or the place in it that is wrong."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        told = _PLACE.match(str(error))
        reason, path = (told["reason"], told["path"] or "") if told else (str(error), "")
        for name, index in _STEP.findall(path):
            place = under(place, name or (int(index) + 1 if index.isdigit() else index))
        raise BadDocument(place, _in_words(reason)) from None


def _in_words(reason: str) -> str:
    """What is wrong, as the end of a sentence."""
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", reason)
    if unknown:
        return f"has a field “{unknown[1]}” that no mapping has"
    lacks = re.fullmatch(r"Object missing required field `(.*)`", reason)
    if lacks:
        return f"lacks “{lacks[1]}”"
    wrong = re.fullmatch(r"Invalid enum value '(.*)'", reason)
    if wrong:
        return f"“{wrong[1]}” is not one of the words it may be"
    return reason[:1].lower() + reason[1:].replace("`", "")
