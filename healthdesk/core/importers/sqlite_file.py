"""SQLite files of other programs, opened so that nothing in them can run and nothing can change."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from healthdesk.core.domain import plain_text
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.headings import headings
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Chunk, RawTable

SPEC = FormatSpec(
    key="sqlite_file",
    title="SQLite file",
    summary="A database in one file; its tables, and its views that call no function.",
)
ENDINGS = (".sqlite", ".sqlite3", ".db", ".db3", ".s3db")
MAGIC = b"SQLite format 3\0"
SECONDS = 30.0
"""How long the next records may take."""
COUNTING = 2.0
"""How long counting may take; after that nobody knows."""
STEPS = 10_000
_DESK = 0x4865446B
"""The application number in the header of a desk."""
_UNTOUCHED = "nothing was imported."
_PRAGMAS = ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "query_only=ON")


def sniff(place: str, head: bytes) -> float:
    """How sure it is that a file is a SQLite file: it begins as such."""
    if "://" in place:
        return 0.0
    if head.startswith(MAGIC):
        return 1.0
    return 0.2 if place.lower().endswith((*ENDINGS, ".healthdesk")) else 0.0


def parts(place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
    """The tables, and the views that can be read; ("",) where a query is asked for."""
    progress.step(0, 0, "Opening")
    if reading.query:
        return ("",)
    with _reading(place) as base:
        found = tuple(name for name in base.names() if base.readable(name))
    if not found:
        raise BadImport(f"{Path(place).name} holds no table that can be read; {_UNTOUCHED}")
    return found


def open_part(place: str, part: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """Find out the columns of a table or query, and about how many rows it has."""
    progress.step(0, 0, "Opening")
    name = Path(place).name
    with _reading(place, reading.query) as base:
        if not reading.query and part not in base.names():
            raise BadImport(f"{name} has no table “{part}”; {_UNTOUCHED}")
        columns = base.columns(_select(part, reading.query))
        about = 0 if reading.query else base.count(part)
    notes: tuple[str, ...] = ()
    if Path(f"{place}-wal").is_file() and Path(f"{place}-wal").stat().st_size:
        notes = ("its latest changes wait in a -wal file and are not seen: close what writes it",)
    return RawTable(
        place=place,
        name=f"{name} · {part or 'query'}",
        part=part,
        header=headings(columns),
        reading=Reading(format=SPEC.key, part=part, query=reading.query),
        about=about,
        told="SQLite, query" if reading.query else f"SQLite, table {part}",
        notes=notes,
    )


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The rows in the order of the file."""
    statement = _select(table.part, table.reading.query)
    width, line = len(table.header), 2
    with _reading(table.place, table.reading.query) as base:
        for rows in base.rows(statement, size):
            cells = [[plain_text.text(value) for value in row] for row in rows]
            if cells and len(cells[0]) != width:
                raise BadImport(f"{base.name} has changed while it was read; {_UNTOUCHED}")
            yield Chunk(cells, range(line, line + len(cells)))
            line += len(cells)


def _select(part: str, query: str) -> str:
    if query:
        return query.strip().rstrip(";")
    quoted = part.replace('"', '""')
    return f'SELECT * FROM "{quoted}"'


class _Base:
    """An open file whose errors are sentences."""

    def __init__(self, connection: Any, driver: Any, name: str, query: str) -> None:  # noqa: ANN401 - late import
        self.name = name
        self._connection, self._driver = connection, driver
        self._until = time.monotonic() + SECONDS
        connection.text_factory = _decoded
        with self._sentences():
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        made = self._all("SELECT name FROM sqlite_master WHERE type <> 'table'")
        self._views, self._asked = {str(row[0]) for row in made}, bool(query)
        connection.set_authorizer(self._allow)
        connection.set_progress_handler(self._late, STEPS)

    def _allow(self, action: int, one: str, two: str, _base: str, view: str | None) -> int:
        """Reading is allowed; functions and recursion only in words that do not come from it."""
        driver = self._driver
        if action in (driver.SQLITE_SELECT, driver.SQLITE_READ):
            return int(driver.SQLITE_OK)
        called = action == driver.SQLITE_FUNCTION
        if self._asked:
            good = (called or action == driver.SQLITE_RECURSIVE) and view not in self._views
        else:
            good = called and view is None and two == "count"
        return int(driver.SQLITE_OK if good else driver.SQLITE_DENY)

    def _late(self) -> int:
        return int(time.monotonic() > self._until)

    def names(self) -> list[str]:
        """Tables and views as the file lists them; not what belongs to SQLite or its extensions."""
        rows = self._all("SELECT type, name, sql FROM sqlite_master ORDER BY rowid")
        found = [(str(kind), str(name), str(sql or "")) for kind, name, sql in rows]
        virtual = [n for _, n, sql in found if sql.upper().startswith("CREATE VIRTUAL")]
        return [
            name
            for kind, name, _ in found
            if kind in ("table", "view")
            and not name.startswith("sqlite_")
            and name not in virtual
            and not any(name.startswith(f"{one}_") for one in virtual)
        ]

    def readable(self, part: str) -> bool:
        """Whether rows may be asked of it: a view that calls functions may not run."""
        try:
            self.columns(_select(part, ""))
        except BadImport:
            return False
        return True

    def columns(self, statement: str) -> list[str]:
        """Names of the columns a statement gives."""
        with self._sentences(), closing(self._connection.cursor()) as cursor:
            cursor.execute(statement, {"since": None} if ":since" in statement else {})
            if cursor.description is None:
                raise BadImport(f"{self.name}: the query gives no rows; {_UNTOUCHED}")
            return [str(column[0]) for column in cursor.description]

    def count(self, part: str) -> int:
        """How many rows a table has; 0 where that takes long."""
        statement = _select(part, "").replace("*", "count(*)", 1)
        try:
            return int(self._all(statement, COUNTING)[0][0])
        except BadImport:
            return 0

    def rows(self, statement: str, size: int) -> Iterator[Sequence[Sequence[object]]]:
        """The rows of a statement, some at a time; each time has its own deadline."""
        with closing(self._connection.cursor()) as cursor:
            with self._sentences():
                cursor.execute(statement, {"since": None} if ":since" in statement else {})
            while True:
                with self._sentences():
                    rows = cursor.fetchmany(size)
                if not rows:
                    return
                yield rows

    def _all(self, statement: str, seconds: float = 0.0) -> list[Sequence[Any]]:
        with self._sentences(seconds):
            return list(self._connection.execute(statement).fetchall())

    @contextmanager
    def _sentences(self, seconds: float = 0.0) -> Iterator[None]:
        self._until = time.monotonic() + (seconds or SECONDS)
        try:
            yield
        except (self._driver.Error, self._driver.Warning, UnicodeError, ValueError) as error:
            raise _refusal(self.name, _words(error)) from None
        except (OverflowError, SystemError, MemoryError):
            raise _refusal(self.name, "malformed") from None


def _words(error: Exception) -> str:
    """What the driver said; where it could not even say that, the file is damaged."""
    return "malformed" if isinstance(error, UnicodeError) else str(error)


def _refusal(name: str, told: str) -> BadImport:
    """What SQLite's words mean for the person who dropped the file."""
    if "interrupted" in told:
        return BadImport(f"{name} took longer to read than a table may take; {_UNTOUCHED}")
    if "not authorized" in told or "prohibited" in told or "readonly" in told:
        return BadImport(
            f"{name}: this may not be run on someone's file ({told}); {_UNTOUCHED}",
            "Only tables, plain views and queries that begin with SELECT are read.",
        )
    if "malformed" in told or "not a database" in told or "disk I/O" in told or "corrupt" in told:
        return BadImport(f"{name} is damaged, encrypted or no SQLite file; {_UNTOUCHED}")
    return BadImport(f"{name} cannot be read ({told[:200]}); {_UNTOUCHED}")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


@contextmanager
def _reading(place: str, query: str = "") -> Iterator[_Base]:
    """The file, open for reading only and taken as it lies on the disk."""
    # Deferred: the window starts without any database driver.
    from sqlcipher3 import dbapi2  # noqa: PLC0415

    path = Path(place)
    _refuse(path)
    try:
        connection = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
    except dbapi2.Error as error:
        raise _refusal(path.name, str(error)) from None
    with closing(connection):
        yield _Base(connection, dbapi2, path.name, query)


def _refuse(path: Path) -> None:
    """Files that are nothing to import from, with the way that leads on."""
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
    except OSError as error:
        raise BadImport(f"{path.name} cannot be opened ({error.strerror}); {_UNTOUCHED}") from None
    if path.suffix.lower() == ".healthdesk" or int.from_bytes(head[68:72], "big") == _DESK:
        raise BadImport(
            f"{path.name} is a desk of HealthDesk; {_UNTOUCHED}",
            "Open it as a desk, or export it as an exchange folder and import that.",
        )
    if not head:
        raise BadImport(f"{path.name} is empty (0 bytes); {_UNTOUCHED}")
    if not head.startswith(MAGIC):
        raise BadImport(f"{path.name} is damaged, encrypted or no SQLite file; {_UNTOUCHED}")
