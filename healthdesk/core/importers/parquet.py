"""Parquet files, read by DuckDB: row groups stream, structures become columns with dots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from healthdesk.core.domain import plain_text
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.headings import headings
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Chunk, RawTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from duckdb.sqltypes import DuckDBPyType

SPEC = FormatSpec(
    key="parquet",
    title="Parquet",
    summary="Columns with types, as data warehouses export them; inner fields become columns.",
)
MAGIC = b"PAR1"
DEPTH = 8
COLUMNS = 2_000
MEMORY = "1GB"
_UNTOUCHED = "nothing was imported."
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Column:
    """One column as it is asked for, and how its values become text."""

    name: str
    sql: str
    write: Callable[[object], str]


def sniff(place: str, head: bytes) -> float:
    """How sure it is that a file is Parquet: it begins as such."""
    if "://" in place:
        return 0.0
    if head.startswith((MAGIC, b"PARE")):
        return 1.0
    return 0.4 if place.lower().endswith((".parquet", ".pq")) else 0.0


def parts(place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
    """One table; `BadImport` if it cannot be read."""
    progress.step(0, 0, "Opening")
    with _reading(place) as base:
        _columns(base, place)
    return ("",)


def open_part(place: str, part: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """Find out its columns and how many rows it has; no row is read."""
    progress.step(0, 0, "Opening")
    with _reading(place) as base:
        columns = _columns(base, place)
        asked = "SELECT sum(num_rows) FROM parquet_file_metadata(?)"
        told = base.execute(asked, [_pattern(place)]).fetchone()
    return RawTable(
        place=place,
        name=Path(place).name,
        part="",
        header=headings(column.name for column in columns),
        reading=Reading(format=SPEC.key),
        about=int(told[0] or 0) if told else 0,
        told="Parquet",
    )


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The rows in the order of the file."""
    line = 2
    with _reading(table.place) as base:
        columns = _columns(base, table.place)
        if len(columns) != len(table.header):
            raise BadImport(f"{Path(table.place).name} has changed while it was read; {_UNTOUCHED}")
        writers = [column.write for column in columns]
        wanted = ", ".join(column.sql for column in columns)
        result = base.execute(f"SELECT {wanted} FROM read_parquet(?)", [_pattern(table.place)])
        while rows := result.fetchmany(size):
            by_column = [
                [write(value) for value in values]
                for write, values in zip(writers, zip(*rows, strict=True), strict=True)
            ]
            cells = [list(row) for row in zip(*by_column, strict=True)]
            yield Chunk(cells, range(line, line + len(cells)))
            line += len(cells)


def _columns(base: DuckDBPyConnection, place: str) -> list[_Column]:
    relation = base.sql("SELECT * FROM read_parquet(?)", params=[_pattern(place)])
    out: list[_Column] = []
    for name, kind in zip(relation.columns, relation.types, strict=True):
        out.extend(_inner(name, _quoted(name), kind, DEPTH))
    if len(out) > COLUMNS:
        raise BadImport(f"{Path(place).name} has more than {COLUMNS:,} columns; {_UNTOUCHED}")
    return out


def _inner(name: str, sql: str, kind: DuckDBPyType, depth: int) -> Iterator[_Column]:
    """A column, or the columns that a structure holds."""
    if kind.id == "struct" and depth > 1:
        for field, inner in cast("list[tuple[str, DuckDBPyType]]", kind.children):
            yield from _inner(f"{name}.{field}", f"({sql}).{_quoted(field)}", inner, depth - 1)
    elif kind.id == "timestamp with time zone":
        yield _Column(name, f"epoch_us({sql})", _instant)
    elif kind.id in ("timestamp_ns", "timestamp_s", "timestamp_ms"):
        yield _Column(name, f"CAST({sql} AS TIMESTAMP)", plain_text.text)
    elif kind.id == "float":  # by its digits: a wider float would show what was never written
        yield _Column(name, f"CAST(CAST({sql} AS VARCHAR) AS DOUBLE)", plain_text.text)
    else:
        yield _Column(name, sql, plain_text.text)


def _instant(value: object) -> str:
    if not isinstance(value, int):
        return ""
    try:
        return (_EPOCH + timedelta(microseconds=value)).isoformat()
    except OverflowError:
        return ""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _pattern(place: str) -> str:
    """The path as a pattern that means only itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(Path(place).resolve()))


@contextmanager
def _reading(place: str) -> Iterator[DuckDBPyConnection]:
    """A database in memory that may read this one file and nothing else, and loads nothing."""
    name = Path(place).name
    try:
        import duckdb  # noqa: PLC0415 - an extra, and heavy
    except ImportError:
        raise BadImport(
            f"{name}: the reader of Parquet is not installed; {_UNTOUCHED}",
            "Install it where HealthDesk is: pip install healthdesk[parquet]",
        ) from None

    try:
        with closing(duckdb.connect(":memory:")) as base:
            for setting in (
                "autoinstall_known_extensions=false",
                "autoload_known_extensions=false",
                f"memory_limit='{MEMORY}'",
                "temp_directory=''",
                "threads=2",
                "TimeZone='UTC'",
            ):
                _set(base, setting)
            path = str(Path(place).resolve())
            if path == _pattern(place):  # a pattern needs to look through the folder
                allowed = path.replace("'", "''")
                _set(base, f"allowed_paths=['{allowed}']")
                _set(base, "enable_external_access=false")
            yield base
    except BadImport:
        raise
    except (duckdb.Error, UnicodeError, ValueError, OverflowError, RuntimeError) as error:
        told = " ".join(str(error).split()).partition(" LINE ")[0]
        told = told.replace(_pattern(place), name).replace(str(Path(place).resolve()), name)[:200]
        raise BadImport(
            f"{name} cannot be read as Parquet ({told}); {_UNTOUCHED}",
            "It may be damaged, encrypted or cut short.",
        ) from None


def _set(base: DuckDBPyConnection, setting: str) -> None:
    base.execute(f"SET {setting}")
