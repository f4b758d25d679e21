"""A source as the desk keeps it: what it is, and how far it has come."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.source import OpenQuestion, SourceView
from healthdesk.core.services import passwords
from healthdesk.core.services.watched import Seen
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx

SELECT: Final = "SELECT id, name, kind, body, last_at, last_batch, last_error, state FROM source"


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source is, as the desk keeps it."""

    place: str
    asks: str = ""
    mapping: str = ""
    on_start: bool = False
    every: int = 0


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a source has come."""

    files: dict[str, Seen] = {}
    questions: tuple[OpenQuestion, ...] = ()
    rows: int = 0
    since: str = ""
    """UTC instant from which a query asks the next time."""


def row_of(tx: Tx, source: int) -> Any:  # noqa: ANN401 - a row of SQLAlchemy
    """The row of a source; `NotFound` where it was removed meanwhile."""
    row = tx.execute(text(f"{SELECT} WHERE id = :id"), {"id": source}).first()
    if row is None:
        raise NotFound("This source is not in the desk any more; nothing was changed.")
    return row


def listed(tx: Tx) -> tuple[SourceView, ...]:
    """Every source in its order."""
    return tuple(view_of(row) for row in tx.execute(text(f"{SELECT} ORDER BY position, id")))


def view_of(row: Any) -> SourceView:  # noqa: ANN401
    """A source as it is shown."""
    body, state = body_of(row), state_of(row)
    return SourceView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        place=body.place,
        asks=body.asks,
        mapping=body.mapping,
        on_start=body.on_start,
        every=body.every,
        last_at=row.last_at,
        last_batch=row.last_batch,
        last_rows=state.rows,
        last_error=row.last_error or "",
        questions=state.questions,
        password=row.kind == "query" and passwords.wants(body.place),
    )


def body_of(row: Any) -> Body:  # noqa: ANN401
    """What a source is."""
    return msgspec.json.decode(row.body, type=Body)


def state_of(row: Any) -> State:  # noqa: ANN401
    """How far it has come."""
    return msgspec.json.decode(row.state or "{}", type=State)


def dumped(value: Body | State) -> str:
    """Either of the two as the desk keeps it."""
    return msgspec.json.encode(value).decode()


def write(tx: Tx, source: int, **values: object) -> None:
    """Keep how a source fares: no step of undo, for taking a batch back must not bring it again."""
    names = ", ".join(f"{name} = :{name}" for name in values)
    with undo.aside(tx, "source"):
        tx.execute(text(f"UPDATE source SET {names} WHERE id = :id"), {**values, "id": source})
