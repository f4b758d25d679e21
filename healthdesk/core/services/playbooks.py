"""Playbooks: the list, drafts and published versions, names, order, documents in and out.

A draft changes nothing that runs; a published version is what runs start from, and those under
way keep theirs. Not here: runs (runs.py), reading documents (playbook_documents.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import select, text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.playbook import Playbook as Document
from healthdesk.core.domain.playbook import dump_playbook
from healthdesk.core.services import playbook_names, settings
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.playbook_documents import (
    checked,
    parsed,
    read_all,
    shipped,
    written,
)
from healthdesk.core.services.playbook_reading import names, overview, versions
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Playbook, PlaybookVersion

__all__ = [
    "add",
    "archive",
    "bring",
    "create_starters",
    "discard_draft",
    "document",
    "documents",
    "draft",
    "duplicate",
    "export",
    "missing_starters",
    "names",
    "order",
    "overview",
    "publish",
    "remove",
    "rename",
    "replace_all",
    "save_draft",
    "version",
    "versions",
]
_LONGEST: Final = 200


def document(tx: Tx, name: str) -> Document:
    """A playbook as it is published; where nothing is published yet, its draft."""
    row = _row(tx, name)
    return parsed(row.body or row.draft or "")


def draft(tx: Tx, name: str) -> Document:
    """A playbook as it is being worked on: its draft, else what is published."""
    row = _row(tx, name)
    return parsed(row.draft or row.body or "")


def version(tx: Tx, name: str, number: int) -> Document:
    """A playbook as it was published in some version."""
    body = tx.execute(
        select(PlaybookVersion.body).where(
            PlaybookVersion.playbook_id == _row(tx, name).id, PlaybookVersion.version == number
        )
    ).scalar()
    if body is None:
        raise NotFound(f"“{name}” was never published as version {number}.")
    return parsed(body)


def documents(tx: Tx) -> list[dict[str, Any]]:
    """Every published playbook as it stands in `playbooks.json`, in order."""
    bodies = tx.execute(
        select(Playbook.body)
        .where(Playbook.body.is_not(None), ~Playbook.archived)
        .order_by(Playbook.position, Playbook.id)
    )
    return [decoded(body) for (body,) in bodies if body]


def export(tx: Tx, name: str) -> bytes:
    """One playbook as a document to hand on, its draft if it has one."""
    return f"{canonical(dump_playbook(draft(tx, name)))}\n".encode()


@op("Add playbook")
def add(tx: Tx, playbook: Document) -> str:
    """Add a playbook as a draft; returns its name, with a number where it was taken."""
    named = named_as(playbook, _free(tx, line_of(playbook.name, "A playbook")))
    tx.add(_new(tx, named.name, draft=checked(named)))
    tx.flush()
    return named.name


@op("Change playbook draft")
def save_draft(tx: Tx, name: str, playbook: Document) -> None:
    """Keep a draft; nothing that runs changes. One that is as published is no draft.

    Another name in it counts as soon as it is published.
    """
    row = _row(tx, name)
    body = checked(playbook)
    row.draft = None if body == row.body else body
    tx.flush()


@op("Discard playbook draft")
def discard_draft(tx: Tx, name: str) -> None:
    """Let go of a draft; what is published stays."""
    row = _row(tx, name)
    if row.body is None:
        raise UsageError(
            f"“{name}” was never published; {NOTHING_CHANGED}.", "Remove the playbook instead."
        )
    row.draft = None
    tx.flush()


@op("Publish playbook")
def publish(tx: Tx, name: str, reason: str = "", playbook: Document | None = None) -> int:
    """Publish the draft as the next version; runs under way keep theirs. Returns the version.

    With a `playbook`, that is the draft.
    """
    if playbook is not None:
        save_draft(tx, name, playbook)
    row = _row(tx, name)
    if row.draft is None:
        if row.version:
            return row.version
        raise UsageError(f"“{name}” has nothing to publish; {NOTHING_CHANGED}.")
    playbook = parsed(row.draft)
    if playbook.name != row.name:
        if playbook.name.casefold() != row.name.casefold():
            _refuse_taken(tx, playbook.name)
        _called(tx, row, playbook.name)
    _publish(tx, row, row.draft, optional_line(reason, "The reason"))
    return row.version


@op("Rename playbook")
def rename(tx: Tx, name: str, to: str) -> str:
    """Give a playbook another name, also where segments and playbooks speak of it; returns it."""
    row = _row(tx, name)
    named = line_of(to, "A playbook")[:_LONGEST]
    if named.casefold() != row.name.casefold():
        _refuse_taken(tx, named)
    for column in ("body", "draft"):
        body = getattr(row, column)
        if body is not None:
            setattr(row, column, _with_name(body, named))
    _called(tx, row, named)
    return named


@op("Duplicate playbook")
def duplicate(tx: Tx, name: str) -> str:
    """Add a copy of a playbook, its draft if it has one, behind it; returns the copy's name."""
    row = _row(tx, name)
    copied = _free(tx, f"{row.name} copy")
    made = _new(tx, copied, draft=_with_name(row.draft or row.body or "", copied))
    made.batch_id = None
    tx.add(made)
    tx.flush()
    listed = [one for one in names(tx) if one != copied]
    listed.insert(listed.index(row.name) + 1, copied)
    _number(tx, listed)
    return copied


@op("Archive playbook")
def archive(tx: Tx, name: str, archived: bool = True) -> None:
    """Put a playbook away so that nobody starts it, or take it out again; runs go on."""
    _row(tx, name).archived = archived
    tx.flush()


@op("Remove playbook")
def remove(tx: Tx, name: str) -> None:
    """Remove a playbook with all its versions; runs go on with the document they started from."""
    tx.delete(_row(tx, name))
    tx.flush()


@op("Order playbooks")
def order(tx: Tx, listed: Sequence[str]) -> None:
    """Put the playbooks in this order; those not named follow."""
    rest = [one for one in names(tx) if one not in listed]
    _number(tx, [*listed, *rest])


@op("Bring playbooks")
def bring(tx: Tx, data: bytes) -> tuple[str, ...]:
    """Add the playbooks of a document as drafts; a name that is taken gets a number.

    Raises:
        BadDocument: It holds no playbook; the place in it is named and nothing is added.
    """
    return tuple(add(tx, one) for one in read_all(data))


@op("Add shipped playbooks")
def create_starters(tx: Tx, wanted: Sequence[str] | None = None) -> tuple[str, ...]:
    """Give the desk the playbooks that come with the program, published; all it lacks, or some."""
    added = []
    for one in missing_starters(tx):
        if wanted is not None and one.name not in wanted:
            continue
        row = _new(tx, one.name)
        tx.add(row)
        tx.flush()
        _publish(tx, row, written(one), "as it came with HealthDesk")
        added.append(one.name)
    return tuple(added)


def missing_starters(tx: Tx) -> tuple[Document, ...]:
    """The playbooks that come with the program and are not in the desk by their names."""
    there = {name.casefold() for name in names(tx, archived=True)}
    return tuple(one for one in shipped() if one.name.casefold() not in there)


def replace_all(tx: Tx, wanted: Sequence[Document], batch: int | None = None) -> None:
    """Make these the desk's published playbooks, in this order; those not among them go.

    One that was ever started is put away instead, so that its runs still know it. One whose
    document is another is published as its next version; drafts stay.
    """
    kept = {row.name.casefold(): row for row in tx.scalars(select(Playbook))}
    told = {one.name.casefold() for one in wanted}
    for name in sorted(kept.keys() - told):
        if kept[name].body is not None:
            _gone(tx, kept[name])
    tx.flush()
    for at, one in enumerate(wanted):
        row = kept.get(one.name.casefold())
        if row is None:
            row = _new(tx, one.name)
            row.batch_id = batch
            tx.add(row)
            tx.flush()
        row.position, body = at, written(one)
        row.archived = False
        if body != row.body:
            row.batch_id = batch
            before = row.draft
            _publish(tx, row, body, "imported")
            row.name, row.draft = one.name, None if before == body else before
    tx.flush()


def _gone(tx: Tx, row: Playbook) -> None:
    """Let go of a playbook that is no longer among those of the desk."""
    run = tx.execute(text("SELECT 1 FROM run WHERE playbook_id = :row"), {"row": row.id}).first()
    if run is None:
        tx.delete(row)
    else:
        row.archived = True


def named_as(playbook: Document, name: str) -> Document:
    """The same playbook under another name."""
    return msgspec.structs.replace(playbook, name=name)


def _with_name(body: str, name: str) -> str:
    return written(named_as(parsed(body), name))


def _publish(tx: Tx, row: Playbook, body: str, reason: str) -> None:
    row.version += 1
    row.body, row.draft = body, None
    made = PlaybookVersion(
        playbook_id=row.id,
        version=row.version,
        day=settings.today(tx),
        reason=reason,
        body=body,
    )
    tx.add(made)
    tx.flush()


def _called(tx: Tx, row: Playbook, name: str) -> None:
    """Give a row its name, and follow it wherever it is spoken of."""
    old, row.name = row.name, name
    tx.flush()
    playbook_names.follow(tx, row.id, old, name)


def _new(tx: Tx, name: str, draft: str | None = None) -> Playbook:
    at = tx.execute(text("SELECT coalesce(max(position) + 1, 0) FROM playbook")).scalar_one()
    return Playbook(name=name, position=at, version=0, draft=draft, archived=False)


def _row(tx: Tx, name: str) -> Playbook:
    found = playbook_names.find(tx, name)
    if found is None:
        raise NotFound(f"No playbook is called {name!r}; {NOTHING_CHANGED}.")
    return tx.get_one(Playbook, found)


def _free(tx: Tx, wanted: str) -> str:
    """The name, or the first with a number behind it that is free."""
    taken = {one.casefold() for one in names(tx, archived=True)}
    wanted = wanted[: _LONGEST - 5]
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


def _refuse_taken(tx: Tx, name: str) -> None:
    if name.casefold() in {one.casefold() for one in names(tx, archived=True)}:
        raise UsageError(f"Another playbook is called “{name}”; {NOTHING_CHANGED}.")


def _number(tx: Tx, listed: Sequence[str]) -> None:
    for at, name in enumerate(listed):
        _row(tx, name).position = at
    tx.flush()
