"""A connection to someone's database that only reads; what fails is told without its password."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from healthdesk.core.domain.errors import BadImport

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

TIMEOUT = 120.0
"""Seconds that a statement may take, where the database can be told."""
REACHED = 10.0
"""Seconds until a host that does not answer is given up."""
_UNTOUCHED = "nothing was imported."
_USUAL = {"postgresql": "postgresql+pg8000", "postgres": "postgresql+pg8000"}
"""The driver that HealthDesk comes with, where the address names none."""
_EXTRAS = {"pg8000": "postgresql"}
_READ_ONLY = {
    "postgresql": ("SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout = {milliseconds}"),
    "mysql": (
        "SET SESSION TRANSACTION READ ONLY",
        "SET SESSION max_execution_time = {milliseconds}",
    ),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION max_statement_time = {seconds}"),
    "oracle": ("SET TRANSACTION READ ONLY",),
    "duckdb": (),
    "snowflake": ("ALTER SESSION SET STATEMENT_TIMEOUT_IN_SECONDS = {seconds}",),
}
"""What is said at the beginning of each transaction, as far as the database knows such words."""


def parsed(place: str) -> URL:
    """The address, with the driver that is used; `BadImport` if it is none."""
    # Deferred: the window starts without it.
    from sqlalchemy import make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise BadImport(
            f"The address of the database cannot be understood; {_UNTOUCHED}",
            "It looks like postgresql://user:password@host/database.",
        ) from None
    if url.drivername.partition("+")[0] == "sqlite":
        raise BadImport(f"A SQLite file is imported by its path, without “sqlite://”; {_UNTOUCHED}")
    return url.set(drivername=_USUAL.get(url.drivername, url.drivername))


def name_of(url: URL) -> str:
    """What the database is called for people: its own name, else its host's."""
    return url.database or url.host or url.get_backend_name()


def engine_of(url: URL) -> Engine:
    """An engine without a pool; a driver that is missing is told with what to install."""
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    try:
        return create_engine(url, poolclass=NullPool)
    except NoSuchModuleError:
        raise BadImport(
            f"HealthDesk knows no database “{url.drivername}”; {_UNTOUCHED}",
            "Its SQLAlchemy dialect must be installed beside HealthDesk.",
        ) from None
    except ImportError as missing:
        module = (missing.name or url.get_driver_name()).partition(".")[0]
        extra = _EXTRAS.get(module)
        install = f"healthdesk[{extra}]" if extra else module
        raise BadImport(
            f"The driver {module} is not installed; {_UNTOUCHED}",
            f"Install it where HealthDesk is: pip install {install}",
        ) from None
    except (ArgumentError, ValueError, TypeError):
        raise BadImport(f"The address of the database cannot be understood; {_UNTOUCHED}") from None


@contextmanager
def reading(place: str) -> Iterator[Connection]:
    """A connection in a transaction that only reads and is always rolled back."""
    url = parsed(place)
    engine = engine_of(url)
    with sentences(url):
        _reach(url)
        connection = engine.connect()
    try:
        with sentences(url):
            connection.begin()
            words = _READ_ONLY.get(engine.dialect.name, ())
            for statement in words:
                connection.exec_driver_sql(
                    statement.format(milliseconds=int(TIMEOUT * 1000), seconds=max(1, int(TIMEOUT)))
                )
        yield connection
    finally:
        connection.invalidate()  # what still comes from a cursor is not waited for
        connection.close()
        engine.dispose()


def _reach(url: URL) -> None:
    """Find out quickly whether anybody listens, as a driver alone may wait for minutes."""
    if not url.host or (not url.port and url.get_backend_name() != "postgresql"):
        return
    if url.host.startswith("/"):
        return
    try:
        socket.create_connection((url.host, url.port or 5432), REACHED).close()
    except OSError as error:
        raise BadImport(
            f"{name_of(url)}: nobody answers at {url.host} ({error.strerror or error}); "
            f"{_UNTOUCHED}",
            "Is the database running, and this computer in its network?",
        ) from None


@contextmanager
def sentences(url: URL) -> Iterator[None]:
    """Turn what drivers raise into sentences that do not tell the password."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    try:
        yield
    except BadImport:
        raise
    except (SQLAlchemyError, OSError, ValueError, LookupError, AttributeError) as error:
        raise BadImport(
            f"{name_of(url)} cannot be read: {_words(error, url)}; {_UNTOUCHED}"
        ) from None


def _words(error: Exception, url: URL) -> str:
    """What the database said, in one line."""
    origin = getattr(error, "orig", None) or error
    told = origin.args[0] if origin.args else str(origin)
    if isinstance(told, dict):  # pg8000 gives the fields of the server's message
        told = told.get("M", told)
        code = origin.args[0].get("C", "")
        if code == "57014":
            told = "it took longer than a query may"
    line = " ".join(str(told).split()).rstrip(".")[:300]
    for secret in _secrets(url):
        line = line.replace(secret, "***")
    return line


def _secrets(url: URL) -> list[str]:
    password = str(url.password or "")
    held = {password, quote(password, safe=""), quote_plus(password)} if password else set()
    for value in url.query.values():
        held.update((value,) if isinstance(value, str) else value)
    return sorted((one for one in held if len(one) > 1), key=len, reverse=True)
