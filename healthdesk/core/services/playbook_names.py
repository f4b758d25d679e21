"""Finds playbooks by name, by one they had earlier too, and follows a name that changes."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.services import drafted, play_names, segments
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.store.db import Tx

SPEAKING: Final = ("start_playbook", "stop_playbook")
"""Kinds of steps that speak of another playbook."""
_EARLIER: Final = (
    "SELECT v.playbook_id FROM playbook_version v"
    " WHERE json_extract(v.body, '$.name') = :name ORDER BY v.id DESC LIMIT 1"
)


def find(tx: Tx, name: str) -> int | None:
    """The row of the playbook of a name, letter case aside; None = there is none."""
    return drafted.find(tx, "playbook", name)


def find_ever(tx: Tx, name: str) -> int | None:
    """The row of the playbook that is called so, or was in some version: runs speak of it so."""
    found = find(tx, name)
    if found is None and name:
        found = tx.execute(text(_EARLIER), {"name": name}).scalar()
    return None if found is None else int(found)


def spoken_of(document: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any JSON value
    """Kind and name wherever a document's steps speak of a playbook."""
    return [(step["kind"], step["options"]["playbook"]) for step in _speaking(document)]


def follow(tx: Tx, row: int, old: str, new: str) -> None:
    """Follow a playbook's new name in runs, segments, plays and the other playbooks."""
    tx.execute(
        text("UPDATE run SET name = :new WHERE playbook_id = :row"), {"row": row, "new": new}
    )
    segments.playbook_renamed(tx, old, new)
    play_names.playbook_renamed(tx, old, new)
    bodies = tuple(
        tx.execute(text("SELECT id, body, draft FROM playbook WHERE id <> :r"), {"r": row})
    )
    for other, *texts in bodies:
        for column, body in zip(("body", "draft"), texts, strict=True):
            changed = None if body is None else _renamed(body, old, new)
            if changed is not None:
                tx.execute(
                    text(f"UPDATE playbook SET {column} = :body WHERE id = :row"),
                    {"body": changed, "row": other},
                )
    tx.expire_all()


def _renamed(body: str, old: str, new: str) -> str | None:
    """The document with another name in it; None where it does not speak of the playbook."""
    document = decoded(body)
    speaking = [one for one in _speaking(document) if one["options"]["playbook"] == old]
    for step in speaking:
        step["options"]["playbook"] = new
    return canonical(document) if speaking else None


def _speaking(document: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """The steps of a document that speak of a playbook, at any depth."""
    found: list[dict[str, Any]] = []
    waiting: list[Any] = [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        if not isinstance(one, dict):
            continue
        told = isinstance(one.get("options"), dict) and one["options"].get("playbook")
        if one.get("kind") in SPEAKING and told:
            found.append(one)
        waiting.extend(one.values())
    return found
