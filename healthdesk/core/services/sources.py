"""Sources: watched folders and saved database queries that bring the desk up to date when asked.

A source is refreshed in two steps: `gather` looks (nothing is written, any thread), `bring` writes
what was found as one batch. A file about which a question is open is not taken in: which question
waits is told.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.source import RefreshResult, SourceKind, SourceView
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.services import imports, passwords
from healthdesk.core.services.gathering import Gathered, gather
from healthdesk.core.services.source_state import (
    Body,
    body_of,
    dumped,
    listed,
    row_of,
    state_of,
    write,
)
from healthdesk.core.services.source_words import told
from healthdesk.core.store.db import Tx

__all__ = [
    "Gathered",
    "add_folder",
    "add_query",
    "all",
    "bring",
    "change",
    "due",
    "gather",
    "note",
    "refresh",
    "remove",
]
LONGEST: Final = 7 * 24 * 60
"""Most minutes between two refreshes by a timer."""
_LINE: Final = 200


def all(tx: Tx) -> tuple[SourceView, ...]:  # noqa: A001 - `sources.all` reads as it should
    """Every source in its order."""
    return listed(tx)


def due(tx: Tx) -> tuple[SourceView, ...]:
    """The sources that are to be refreshed when the desk is opened: only those switched on."""
    return tuple(one for one in all(tx) if one.on_start)


@op("Watch folder")
def add_folder(tx: Tx, name: str, path: str, mapping: str = "") -> int:
    """Watch a folder; it is looked at when asked, until it is switched on for more."""
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}; nothing was changed.")
    return _add(tx, name, "folder", Body(str(folder.resolve()), mapping=mapping))


@op("Save query")
def add_query(tx: Tx, name: str, url: str, asks: str, mapping: str = "") -> int:
    """Save a database's table, or a query, in which `:since` is when it was last asked.

    A password in the address is not kept: it goes to the keyring or is asked for each time.
    """
    wanted = asks.strip().rstrip(";").strip()
    if not wanted:
        raise UsageError("Say which table, or which query; nothing was changed.")
    return _add(tx, name, "query", Body(passwords.split(url).shown, wanted, mapping))


@op("Change source")
def change(
    tx: Tx,
    source: int,
    *,
    name: str | None = None,
    mapping: str | None = None,
    on_start: bool | None = None,
    every: int | None = None,
) -> None:
    """Change what is given of a source; `every` counts minutes, 0 = no timer."""
    row = row_of(tx, source)
    body = body_of(row)
    wanted = Body(
        place=body.place,
        asks=body.asks,
        mapping=body.mapping if mapping is None else mapping,
        on_start=body.on_start if on_start is None else on_start,
        every=body.every if every is None else every,
    )
    if not 0 <= wanted.every <= LONGEST:
        raise UsageError(f"A source is refreshed every 1 to {LONGEST:,} minutes; nothing changed.")
    called = str(row.name if name is None else name).strip()
    _require_name(tx, called, but=source)
    tx.execute(
        text("UPDATE source SET name = :name, body = :body WHERE id = :id"),
        {"name": called, "body": dumped(wanted), "id": source},
    )


@op("Remove source")
def remove(tx: Tx, source: int) -> None:
    """Forget a source; what it brought stays in the desk."""
    row_of(tx, source)
    tx.execute(text("DELETE FROM source WHERE id = :id"), {"id": source})


@op("Refresh")
def refresh(
    tx: Tx, source: int, *, password: str = "", progress: Progress | None = None
) -> RefreshResult:
    """Look at a source and take in what is new; nothing is written where nothing is."""
    found = gather(tx, source, password=password, progress=progress)
    return _bring(tx, found, progress)


@op("Refresh")
def bring(tx: Tx, found: Gathered, *, progress: Progress | None = None) -> RefreshResult:
    """Take in what a look at a source found, as one batch; remember how far it has come."""
    return _bring(tx, found, progress)


@op("Refresh")
def note(tx: Tx, source: int, error: str) -> None:
    """Remember why a refresh failed, after everything of it was rolled back."""
    if row_of(tx, source).last_error != error:
        write(tx, source, last_error=error)


def _bring(tx: Tx, found: Gathered, progress: Progress | None) -> RefreshResult:
    row = row_of(tx, found.source)
    result: ImportResult | None = None
    if not found.empty:
        result = imports.run(tx, found.paths, plan=found.plan, progress=progress)
    counts = () if result is None else tuple(result.tables.values())
    new, changed = sum(one.new for one in counts), sum(one.changed for one in counts)
    state = found.state
    if result is not None:
        now: datetime = tx.info["clock"].now()
        state = msgspec.structs.replace(state, rows=new + changed)
        at = now.astimezone(UTC).isoformat(timespec="seconds")
        write(tx, found.source, last_at=at, last_batch=result.batch)
    if (state, found.error) != (state_of(row), row.last_error or ""):
        write(tx, found.source, state=dumped(state), last_error=found.error)
    made = RefreshResult(
        source=found.source,
        name=found.name,
        batch=None if result is None else result.batch,
        new=new,
        changed=changed,
        rejected=sum(one.rejected for one in counts),
        files=found.files if result is not None else (),
        busy=found.busy,
        questions=state.questions,
        error=found.error,
        password=found.password,
    )
    return replace(made, sentence=told(made))


def _add(tx: Tx, name: str, kind: SourceKind, body: Body) -> int:
    wanted = name.strip()
    _require_name(tx, wanted)
    made = tx.execute(
        text(
            "INSERT INTO source (name, kind, body, position, state) VALUES (:name, :kind, :body,"
            " (SELECT coalesce(max(position), 0) + 1 FROM source), '{}') RETURNING id"
        ),
        {"name": wanted, "kind": kind, "body": dumped(body)},
    )
    return int(made.scalar_one())


def _require_name(tx: Tx, name: str, but: int = -1) -> None:
    if not name or len(name) > _LINE:
        raise UsageError(f"A source has a name of 1 to {_LINE} letters; nothing was changed.")
    taken = tx.execute(
        text("SELECT id FROM source WHERE lower(name) = lower(:name) AND id <> :but"),
        {"name": name, "but": but},
    ).first()
    if taken is not None:
        raise UsageError(f"There is a source called {name} already; nothing was changed.")
