"""Databases that SQLAlchemy can reach: a table, a view or a query, read and never written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from healthdesk.core.domain import plain_text
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.headings import headings
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.importers.database import connection, cursors
from healthdesk.core.importers.database.statements import reading_only

if TYPE_CHECKING:
    from sqlalchemy import Connection, Inspector

SPEC = FormatSpec(
    key="database",
    title="Database",
    summary="A table, a view or a query of any database that SQLAlchemy can reach.",
    options=("query",),
)
ROWS = 5_000
"""Rows that are asked of the server at a time."""
_URL = re.compile(r"[a-z][a-z0-9_]+(\+[a-z0-9_]+)?://", re.IGNORECASE)
_SYSTEM = ("information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema")


def sniff(place: str, head: bytes) -> float:
    """Whether a place is the address of a database."""
    return 1.0 if _URL.match(place) else 0.0


def parts(place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
    """Tables and views; those outside the usual schema as schema.table."""
    progress.step(0, 0, "Opening")
    if reading.query:
        return ("",)
    from sqlalchemy import inspect  # noqa: PLC0415

    url = connection.parsed(place)
    with connection.reading(place) as base, connection.sentences(url):
        found = tuple(_tables(inspect(base)))
    if not found:
        raise BadImport(
            f"{connection.name_of(url)} shows this user no table; nothing was imported."
        )
    return found


def _tables(inspector: Inspector) -> Iterator[str]:
    usual = inspector.default_schema_name
    schemas = [name for name in inspector.get_schema_names() if name not in _SYSTEM]
    for schema in sorted(schemas, key=lambda name: (name != usual, name)):
        names = chain(inspector.get_table_names(schema), _views(inspector, schema))
        for name in sorted(set(names)):
            yield name if schema == usual else f"{schema}.{name}"


def _views(inspector: Inspector, schema: str) -> Iterator[str]:
    yield from inspector.get_view_names(schema)
    try:
        yield from inspector.get_materialized_view_names(schema)
    except NotImplementedError:
        return


def open_part(place: str, part: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """Ask for the columns of a table or query; no row is read."""
    progress.step(0, 0, "Opening")
    url = connection.parsed(place)
    name = connection.name_of(url)
    statement = reading_only(reading.query, name) if reading.query else ""
    with connection.reading(place) as base, connection.sentences(url):
        about = 0 if statement else _about(base, part)
        names = cursors.columns(base, statement or _select(base, part))
    return RawTable(
        place=place,
        name=f"{name} · {part or 'query'}",
        part=part,
        header=headings(names),
        reading=Reading(format=SPEC.key, part=part, query=reading.query),
        about=about,
        told=f"{url.get_backend_name()}, {'query' if reading.query else f'table {part}'}",
    )


def _select(base: Connection, part: str) -> str:
    """All of a table; "schema.table" where it is not in the usual schema."""
    return f"SELECT * FROM {_quoted(base, part)}"


def _quoted(base: Connection, part: str) -> str:
    quote = base.dialect.identifier_preparer.quote_identifier
    return ".".join(quote(one) for one in part.split(".", 1))


def _about(base: Connection, part: str) -> int:
    """What the server guesses of a table's rows, where it keeps such a guess; 0 = not known."""
    if base.dialect.name != "postgresql":
        return 0
    from sqlalchemy import text  # noqa: PLC0415

    asked = text("SELECT reltuples FROM pg_class WHERE oid = to_regclass(:name)")
    return max(0, int(base.execute(asked, {"name": _quoted(base, part)}).scalar() or 0))


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The rows in the order the database gives them; closing this ends the connection."""
    url = connection.parsed(table.place)
    query = table.reading.query
    name = connection.name_of(url)
    statement = reading_only(query, name) if query else ""
    line, width = 2, len(table.header)
    with connection.reading(table.place) as base:
        pieces = cursors.rows(base, statement or _select(base, table.part), min(size, ROWS))
        while True:
            with connection.sentences(url):
                rows = next(pieces, None)
            if rows is None:
                return
            if rows and len(rows[0]) != width:
                raise BadImport(f"{name} has changed while it was read; nothing was imported.")
            cells = [[plain_text.text(value) for value in row] for row in rows]
            yield Chunk(cells, range(line, line + len(cells)))
            line += len(cells)
