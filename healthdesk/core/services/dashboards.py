"""Dashboards: the boards of a desk in their order, private templates, and what nobody looks at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import select, text
from sqlalchemy.dialects.sqlite import insert

from healthdesk.core.domain.dashboard import (
    MAX_NAME,
    Board,
    BoardRow,
    dump_board,
    parse_board,
    parse_boards,
)
from healthdesk.core.domain.document import decode
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Dashboard, TileSeen

Kind = Literal["board", "template"]
FORGOTTEN: Final = 60
"""Days after which a tile that nobody looked at is offered for removal."""
_NOTHING: Final = "nothing was changed"


def boards(tx: Tx, kind: Kind = "board") -> tuple[BoardRow, ...]:
    """The boards in their order, or the private templates by name."""
    order = (Dashboard.position, Dashboard.id) if kind == "board" else (Dashboard.name,)
    rows = tx.execute(
        select(Dashboard.id, Dashboard.body).where(Dashboard.kind == kind).order_by(*order)
    )
    return tuple(BoardRow(row, parse_board(decoded(body))) for row, body in rows)


def documents(tx: Tx) -> list[dict[str, Any]]:
    """Every board as it stands in `dashboards.json`, in order."""
    return [dump_board(one.board) for one in boards(tx)]


def document(tx: Tx, row: int) -> bytes:
    """One board as a document to hand on."""
    return as_document(_find(tx, row)[1])


def as_document(board: Board) -> bytes:
    """A board as a document to hand on, whether it is in the desk or not."""
    return f"{canonical(dump_board(board))}\n".encode()


@op("Add dashboard")
def add(tx: Tx, board: Board) -> int:
    """Add a board as the last one; returns its row. A name that is taken gets a number."""
    named = _renamed(board, _free(tx, board.name))
    return _insert(tx, "board", named, _next(tx))


@op("Add dashboard")
def add_beside(tx: Tx, shown: Board, board: Board) -> int:
    """Add a board and, before it, the one that a desk without any shows; returns the row of it."""
    add(tx, shown)
    return add(tx, board)


@op("Change dashboard")
def save(tx: Tx, row: int, board: Board) -> None:
    """Keep another state of a board: its layout, its name, its scope."""
    kept, before = _find(tx, row)
    if board == before:
        return
    if board.name.casefold() != before.name.casefold():
        _refuse_taken(tx, board.name)
    kept.name, kept.body = _name_of(board.name), canonical(dump_board(board))
    tx.flush()


@op("Remove dashboard")
def remove(tx: Tx, row: int) -> None:
    """Forget a board."""
    tx.delete(_find(tx, row)[0])
    tx.flush()


@op("Duplicate dashboard")
def duplicate(tx: Tx, row: int) -> int:
    """Add a copy of a board behind it; returns its row."""
    kept, board = _find(tx, row)
    behind = [one.row for one in boards(tx)]
    made = _insert(tx, "board", _renamed(board, _free(tx, board.name)), kept.position)
    behind.insert(behind.index(row) + 1, made)
    _number(tx, behind)
    return made


@op("Order dashboards")
def order(tx: Tx, rows: Sequence[int]) -> None:
    """Put the boards in this order; those not named follow."""
    rest = [one.row for one in boards(tx) if one.row not in rows]
    _number(tx, [*rows, *rest])


@op("Keep dashboard as template")
def keep_template(tx: Tx, board: Board, name: str) -> int:
    """Keep a board as a template of one's own; one of that name is replaced."""
    named = _renamed(board, _name_of(name))
    for one in boards(tx, "template"):
        if one.board.name.casefold() == named.name.casefold():
            kept = _find(tx, one.row)[0]
            kept.name, kept.body = named.name, canonical(dump_board(named))
            tx.flush()
            return one.row
    return _insert(tx, "template", named, 0)


@op("Import dashboards")
def bring(tx: Tx, data: bytes) -> tuple[int, ...]:
    """Add the boards of a document, each as a further one; a name that is taken gets a number.

    Raises:
        BadDocument: It holds no board; the place in it is named and nothing is added.
    """
    found = parse_boards(decode(data, "dashboard"))
    return tuple(add(tx, board) for board in found)


def replace_all(tx: Tx, wanted: Sequence[Board], batch: int | None = None) -> None:
    """Make these the desk's boards, in this order; those not among them go."""
    kept = {one.board.name: one for one in boards(tx)}
    names = [board.name for board in wanted]
    for name in kept.keys() - set(names):
        tx.delete(_find(tx, kept[name].row)[0])
    tx.flush()
    for at, board in enumerate(wanted):
        row = kept.get(board.name)
        if row is None:
            _insert(tx, "board", board, at, batch)
        else:
            _replace(tx, row, board, at, batch)


def forgotten(tx: Tx, row: int, day: int) -> frozenset[str]:
    """Tiles of a board that were last looked at long before a day; one never seen is not told."""
    rows = tx.execute(
        select(TileSeen.tile).where(
            TileSeen.dashboard_id == row, TileSeen.last_day <= day - FORGOTTEN
        )
    )
    return frozenset(tile for (tile,) in rows)


@op("Look at a dashboard")
def look(tx: Tx, row: int, tiles: Collection[str], day: int) -> None:
    """Note that tiles of a board are on the screen on a day. No part of undo."""
    there = tx.execute(text("SELECT 1 FROM dashboard WHERE id = :row"), {"row": row}).first()
    if there is None:
        return
    for tile in sorted(tiles):
        told = insert(TileSeen).values(dashboard_id=row, tile=tile, first_day=day, last_day=day)
        tx.execute(
            told.on_conflict_do_update(
                index_elements=["dashboard_id", "tile"],
                set_={"last_day": told.excluded.last_day},
                where=TileSeen.last_day < told.excluded.last_day,
            )
        )


def _replace(tx: Tx, row: BoardRow, board: Board, at: int, batch: int | None) -> None:
    kept = tx.get_one(Dashboard, row.row)
    kept.position = at
    if board != row.board:
        kept.body, kept.batch_id = canonical(dump_board(board)), batch
    tx.flush()


def _insert(tx: Tx, kind: Kind, board: Board, at: int, batch: int | None = None) -> int:
    body = canonical(dump_board(board))
    made = Dashboard(kind=kind, name=board.name, position=at, body=body, batch_id=batch)
    tx.add(made)
    tx.flush()
    return made.id


def _find(tx: Tx, row: int) -> tuple[Dashboard, Board]:
    kept = tx.get(Dashboard, row)
    if kept is None:
        raise NotFound(f"That dashboard is no longer there; {_NOTHING}.")
    return kept, parse_board(decoded(kept.body))


def _number(tx: Tx, rows: Sequence[int]) -> None:
    for at, row in enumerate(rows):
        _find(tx, row)[0].position = at
    tx.flush()


def _next(tx: Tx) -> int:
    last = tx.execute(text("SELECT max(position) FROM dashboard WHERE kind = 'board'")).scalar()
    return 0 if last is None else int(last) + 1


def _renamed(board: Board, name: str) -> Board:
    return msgspec.structs.replace(board, name=name)


def _free(tx: Tx, name: str) -> str:
    """The name, or the first with a number behind it that no board has."""
    wanted = _name_of(name)
    taken = {one.board.name.casefold() for one in boards(tx)}
    number, free = 2, wanted
    while free.casefold() in taken:
        free, number = f"{wanted[: MAX_NAME - 4]} {number}", number + 1
    return free


def _refuse_taken(tx: Tx, name: str) -> None:
    if any(one.board.name.casefold() == name.casefold() for one in boards(tx)):
        raise UsageError(f"There is a dashboard {name!r} already; {_NOTHING}.")


def _name_of(name: str) -> str:
    told = " ".join(name.split())
    if not told or len(told) > MAX_NAME:
        raise UsageError(f"A dashboard needs a name of 1 to {MAX_NAME} letters; {_NOTHING}.")
    return told
