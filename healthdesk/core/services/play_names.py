"""Finds successplays by name, and follows in them the names of segments and playbooks.

Works on the documents as they stand, also on those that this version cannot read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.services import drafted
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.store.db import Tx

SEGMENT: Final = "segment"
"""The key of a play, and the option of a trigger, that names a segment."""
PLAYBOOK: Final = "playbook"


def find(tx: Tx, name: str) -> int:
    """The row of the play of a name, letter case aside.

    Raises:
        NotFound: There is none.
    """
    return drafted.found(tx, "play", name)


def follow(tx: Tx, row: int, old: str, new: str) -> None:
    """Follow a play's new name where its firings speak of it."""
    tx.execute(
        text("UPDATE firing SET play = :new WHERE play_id = :row AND play <> :new"),
        {"row": row, "new": new},
    )
    tx.expire_all()


def segment_renamed(tx: Tx, old: str, new: str) -> None:
    """Follow a segment's new name; inside its operation."""
    _follow(tx, _segments, old, new)


def playbook_renamed(tx: Tx, old: str, new: str) -> None:
    """Follow a playbook's new name; inside its operation."""
    _follow(tx, _playbooks, old, new)


def naming_segment(tx: Tx, name: str) -> tuple[str, ...]:
    """Sentences of what plays have to do with a segment."""
    found = []
    for known, document in _documents(tx):
        for holder in _segments(document):
            if _same(holder.get(SEGMENT), name):
                what = "is for its accounts" if holder is document else "watches who is in it"
                found.append(f"The play “{known}” {what}.")
    return tuple(found)


def starting(tx: Tx) -> Iterator[tuple[str, str]]:
    """Name of each play, and of the playbook that it starts."""
    for known, document in _documents(tx):
        for holder in _playbooks(document):
            yield known, str(holder[PLAYBOOK])


def _documents(tx: Tx) -> Iterator[tuple[str, dict[str, Any]]]:
    sql = "SELECT name, coalesce(body, draft) FROM play WHERE NOT archived ORDER BY position, id"
    for name, body in tx.execute(text(sql)):
        yield name, decoded(body)


def _segments(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What of a document names a segment."""
    trigger = document.get("trigger", {})
    options = trigger.get("options", {}) if isinstance(trigger, dict) else {}
    for holder in (document, options):
        if isinstance(holder, dict) and isinstance(holder.get(SEGMENT), str):
            yield holder


def _playbooks(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if document.get(PLAYBOOK):
        yield document


def _follow(
    tx: Tx, holders: Callable[[dict[str, Any]], Iterator[dict[str, Any]]], old: str, new: str
) -> None:
    key = SEGMENT if holders is _segments else PLAYBOOK
    rows = tx.execute(text("SELECT id, body, draft FROM play")).all()
    for row, *bodies in rows:
        for column, body in zip(("body", "draft"), bodies, strict=True):
            document = {} if body is None else decoded(body)
            naming = [one for one in holders(document) if _same(one.get(key), old)]
            for one in naming:
                one[key] = new
            if naming:
                tx.execute(
                    text(f"UPDATE play SET {column} = :body WHERE id = :row"),
                    {"body": canonical(document), "row": row},
                )
    tx.expire_all()


def _same(told: object, name: str) -> bool:
    return isinstance(told, str) and bool(name) and told.casefold() == name.casefold()
