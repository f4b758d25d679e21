"""Merges that stand: made, undone at any time, and kept true when imports are taken back.

A merge changes what imports before it wrote. So an import is taken back (or put back) with the
merges after it apart, and they are made again then; one whose record is gone ends with it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC
from typing import NamedTuple

from healthdesk.core.domain.duplicate import Kind, MergeView
from healthdesk.core.domain.errors import DeskError, NotFound
from healthdesk.core.services import merging
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.merging import Body
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx

_WORDS: dict[Kind, str] = {"accounts": "account", "contacts": "contact"}


class _Merge(NamedTuple):
    """A merge as kept, without its journal."""

    id: int
    kind: Kind
    kept: str
    gone: str
    kept_name: str
    gone_name: str
    after: int


_COLUMNS = "id, kind, kept, gone, kept_name, gone_name, after_batch"


def make(tx: Tx, kind: Kind, keep: str, gone: str) -> int:
    """Make one record part of another, by their own ids; returns the number of the merge."""
    if keep == gone:
        raise DeskError("A record cannot be merged with itself; nothing was changed.")
    tx.flush()
    driver = Driver(tx)
    mine, theirs = _find(driver, kind, keep), _find(driver, kind, gone)
    if kind == "accounts":
        _set_reports_aside(tx, theirs[0])
    ((after,),) = driver.run("SELECT coalesce(max(id), 0) FROM import_batch")
    body = merging.join(tx, kind, mine[0], theirs[0], after)
    at = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    ((number,),) = driver.run(
        "INSERT INTO account_merge"
        " (kind, kept, gone, kept_name, gone_name, at, after_batch, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (kind, keep, gone, mine[1] or keep, theirs[1] or gone, at, after, _packed(body)),
    )
    return int(number)


def unmake(tx: Tx, merge: int) -> None:
    """Make two of one again; what came since then stays with the record that was kept."""
    tx.flush()
    driver = Driver(tx)
    found = driver.run(
        f"SELECT {_COLUMNS} FROM account_merge WHERE id = ? AND NOT undone", (merge,)
    )
    if not found:
        raise NotFound("There is no such merge any more; nothing was changed.")
    one = _Merge(*found[0])
    newer = driver.run(
        "SELECT gone_name, kept_name FROM account_merge"
        " WHERE kind = ? AND gone = ? AND NOT undone AND id > ?",
        (one.kind, one.kept, one.id),
    )
    if newer:
        raise DeskError(
            f"{newer[0][0]} was merged into {newer[0][1]} since; nothing was changed.",
            "Undo that merge first.",
        )
    if _row(driver, one.kind, one.gone) is not None:
        raise DeskError(
            f"There is another {_WORDS[one.kind]} {one.gone} by now; nothing was changed.",
            "Merge the two, or give it another id.",
        )
    _register_blocks(tx, one)
    _split(tx, driver, one)
    driver.run("UPDATE account_merge SET undone = 1 WHERE id = ?", (merge,))
    if one.kind == "accounts":
        _bring_reports(tx, _find(driver, one.kind, one.gone)[0])


def listed(tx: Tx) -> tuple[MergeView, ...]:
    """The merges that stand, newest first."""
    rows = Driver(tx).run(
        "SELECT id, kind, kept, kept_name, gone, gone_name, at FROM account_merge"
        " WHERE NOT undone ORDER BY id DESC"
    )
    return tuple(MergeView(*row) for row in rows)


@contextmanager
def apart(tx: Tx, batches: Sequence[int]) -> Iterator[None]:
    """Have every merge apart that came after one of these imports, while one is taken or put back.

    With the log of undo suspended: whoever takes the import back says how to put it back.
    """
    tx.flush()
    driver = Driver(tx)
    first = min(batches, default=0)
    standing = [
        _Merge(*row)
        for row in driver.run(
            f"SELECT {_COLUMNS} FROM account_merge WHERE NOT undone AND after_batch >= ?"
            " ORDER BY id",
            (first,),
        )
    ]
    ended = [
        _Merge(*row)
        for row in driver.run(
            f"SELECT {_COLUMNS} FROM account_merge"
            " WHERE ended_by IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(list(batches)),),
        )
    ]
    for one in reversed(standing):
        _split(tx, driver, one)
    yield
    for one in sorted((*standing, *ended)):
        keep, gone = _row(driver, one.kind, one.kept), _row(driver, one.kind, one.gone)
        if keep is None or gone is None:
            driver.run(
                "UPDATE account_merge SET undone = 1, ended_by = ? WHERE id = ?", (first, one.id)
            )
            continue
        body = merging.join(tx, one.kind, keep, gone, one.after)
        driver.run(
            "UPDATE account_merge SET undone = 0, ended_by = NULL, body = ? WHERE id = ?",
            (_packed(body), one.id),
        )


def _split(tx: Tx, driver: Driver, one: _Merge) -> None:
    ((packed,),) = driver.run("SELECT body FROM account_merge WHERE id = ?", (one.id,))
    body = Body(**json.loads(zlib.decompress(packed)))
    keep = _row(driver, one.kind, one.kept)
    if keep is None:
        raise DeskError(
            f"The {_WORDS[one.kind]} {one.kept_name} is not in the desk any more; nothing was"
            " changed."
        )
    merging.split(tx, one.kind, keep, one.after, body)


def _packed(body: Body) -> bytes:
    return zlib.compress(json.dumps(asdict(body)).encode())


def _find(driver: Driver, kind: Kind, own: str) -> tuple[int, str | None]:
    table = merging.store(kind)
    found = driver.run(f"SELECT id, name FROM {table} WHERE {table}_id = ?", (own,))
    if not found:
        raise NotFound(f"There is no {_WORDS[kind]} {own}; nothing was changed.")
    return int(found[0][0]), found[0][1]


def _row(driver: Driver, kind: Kind, own: str) -> int | None:
    table = merging.store(kind)
    found = driver.run(f"SELECT id FROM {table} WHERE {table}_id = ?", (own,))
    return int(found[0][0]) if found else None


def _set_reports_aside(tx: Tx, account: int) -> None:
    """Undo knows nothing of reported scores: those that go with the account come back by hand."""
    driver = Driver(tx)
    rows = merging.read(driver, "score_reported", "account_id = ?", (account,))
    if rows:
        undo.register(
            tx,
            undo=lambda later: merging.insert(Driver(later), "score_reported", rows),
            redo=lambda later: Driver(later).run(
                "DELETE FROM score_reported WHERE account_id = ?", (account,)
            ),
        )


def _bring_reports(tx: Tx, account: int) -> None:
    """The same for those that came back with an account."""
    rows = merging.read(Driver(tx), "score_reported", "account_id = ?", (account,))
    if rows:
        undo.register(
            tx,
            undo=lambda later: Driver(later).run(
                "DELETE FROM score_reported WHERE account_id = ?", (account,)
            ),
            redo=lambda later: merging.insert(Driver(later), "score_reported", rows),
        )


def _register_blocks(tx: Tx, one: _Merge) -> None:
    """Undo knows nothing of the logs of usage either: how they were before comes back by hand."""
    before = dict(
        Driver(tx).each(
            "SELECT id, payload FROM batch_usage WHERE batch_id > ? AND account_low <= ?2"
            " AND account_high >= ?2",
            (one.after, _row(Driver(tx), one.kind, one.kept) or 0),
        )
    )
    if before and one.kind == "accounts":
        swap = _Swap(before)
        undo.register(tx, undo=swap, redo=swap)


class _Swap:
    """Puts blocks of logged usage back as they were, and remembers how they were meanwhile."""

    def __init__(self, blocks: dict[int, bytes]) -> None:
        self._blocks = blocks

    def __call__(self, tx: Tx) -> None:
        driver = Driver(tx)
        for number, payload in list(self._blocks.items()):
            found = driver.run("SELECT payload FROM batch_usage WHERE id = ?", (number,))
            if found:
                driver.run("UPDATE batch_usage SET payload = ? WHERE id = ?", (payload, number))
                self._blocks[number] = found[0][0]
