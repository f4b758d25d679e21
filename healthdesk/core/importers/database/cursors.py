"""Rows of a statement some at a time: the server keeps the rest, where it knows how to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection, CursorResult

_CURSOR = "healthdesk_rows"


def columns(base: Connection, statement: str) -> tuple[str, ...]:
    """The names of the columns; on PostgreSQL without running the statement."""
    if base.dialect.name == "postgresql":
        _send(base, f"DECLARE {_CURSOR} NO SCROLL CURSOR FOR {statement}")
        return tuple(_send(base, f"FETCH 0 FROM {_CURSOR}").keys())
    result = _send(base, statement, stream_results=True, max_row_buffer=1)
    return tuple(result.keys())


def rows(base: Connection, statement: str, size: int) -> Iterator[Sequence[Sequence[object]]]:
    """The rows, `size` at a time."""
    if base.dialect.name != "postgresql":
        result = _send(base, statement, stream_results=True, max_row_buffer=size)
        yield from result.partitions(size)
        return
    _send(base, f"DECLARE {_CURSOR} NO SCROLL CURSOR FOR {statement}")
    while piece := _send(base, f"FETCH {size} FROM {_CURSOR}").fetchall():
        yield piece


def _send(base: Connection, statement: str, **options: Any) -> CursorResult[Any]:  # noqa: ANN401
    """Send words as they stand: no sign in them is a place for a value."""
    return base.exec_driver_sql(statement, execution_options={"no_parameters": True, **options})
