"""Playbooks: the list, drafts and published versions, names, order, documents in and out.

A draft changes nothing that runs; a published version is what runs start from, and those under
way keep theirs. Not here: runs (runs.py), reading documents (playbook_documents.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.op import op
from healthdesk.core.domain.playbook import Playbook as Document
from healthdesk.core.services import drafted
from healthdesk.core.services.playbook_documents import (
    checked,
    parsed,
    read_all,
    shipped,
    written,
)
from healthdesk.core.services.playbook_names import follow
from healthdesk.core.services.playbook_reading import names, overview, versions
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
_KIND: Final = drafted.Drafted(
    word="playbook",
    table=Playbook,
    versions=PlaybookVersion,
    parsed=parsed,
    written=written,
    checked=checked,
    renamed=follow,
    never="was never published",
    save="publish",
)


def document(tx: Tx, name: str) -> Document:
    """A playbook as it is published; where nothing is published yet, its draft."""
    return drafted.counting(_KIND, tx, name)


def draft(tx: Tx, name: str) -> Document:
    """A playbook as it is being worked on: its draft, else what is published."""
    return drafted.draft(_KIND, tx, name)


def version(tx: Tx, name: str, number: int) -> Document:
    """A playbook as it was published in some version."""
    found = drafted.version(_KIND, tx, name, number)
    if found is None:
        raise NotFound(f"“{name}” was never published as version {number}.")
    return found


def documents(tx: Tx) -> list[dict[str, Any]]:
    """Every published playbook as it stands in `playbooks.json`, in order."""
    return drafted.documents(tx, _KIND.word)


def export(tx: Tx, name: str) -> bytes:
    """One playbook as a document to hand on, its draft if it has one."""
    return drafted.export(_KIND, tx, name)


@op("Add playbook")
def add(tx: Tx, playbook: Document) -> str:
    """Add a playbook as a draft; returns its name, with a number where it was taken."""
    return drafted.add(_KIND, tx, playbook)


@op("Change playbook draft")
def save_draft(tx: Tx, name: str, playbook: Document) -> None:
    """Keep a draft; nothing that runs changes. One that is as published is no draft.

    Another name in it counts as soon as it is published.
    """
    drafted.save_draft(_KIND, tx, name, playbook)


@op("Discard playbook draft")
def discard_draft(tx: Tx, name: str) -> None:
    """Let go of a draft; what is published stays."""
    drafted.discard_draft(_KIND, tx, name)


@op("Publish playbook")
def publish(tx: Tx, name: str, reason: str = "", playbook: Document | None = None) -> int:
    """Publish the draft as the next version; runs under way keep theirs. Returns the version.

    With a `playbook`, that is the draft.
    """
    return drafted.publish(_KIND, tx, name, reason, playbook)


@op("Rename playbook")
def rename(tx: Tx, name: str, to: str) -> str:
    """Give a playbook another name, also where segments and playbooks speak of it; returns it."""
    return drafted.rename(_KIND, tx, name, to)


@op("Duplicate playbook")
def duplicate(tx: Tx, name: str) -> str:
    """Add a copy of a playbook, its draft if it has one, behind it; returns the copy's name."""
    return drafted.duplicate(_KIND, tx, name)


@op("Archive playbook")
def archive(tx: Tx, name: str, archived: bool = True) -> None:
    """Put a playbook away so that nobody starts it, or take it out again; runs go on."""
    drafted.row_of(_KIND, tx, name).archived = archived
    tx.flush()


@op("Remove playbook")
def remove(tx: Tx, name: str) -> None:
    """Remove a playbook with all its versions; runs go on with the document they started from."""
    tx.delete(drafted.row_of(_KIND, tx, name))
    tx.flush()


@op("Order playbooks")
def order(tx: Tx, listed: Sequence[str]) -> None:
    """Put the playbooks in this order; those not named follow."""
    drafted.order(_KIND, tx, listed)


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
        drafted.begin(_KIND, tx, one, "as it came with HealthDesk")
        added.append(one.name)
    return tuple(added)


def missing_starters(tx: Tx) -> tuple[Document, ...]:
    """The playbooks that come with the program and are not in the desk by their names."""
    return drafted.lacking(tx, _KIND.word, shipped())


def replace_all(tx: Tx, wanted: Sequence[Document], batch: int | None = None) -> None:
    """Make these the desk's published playbooks, in this order; those not among them go.

    One that was ever started is put away instead, so that its runs still know it. One whose
    document is another is published as its next version; drafts stay.
    """
    _, gone = drafted.replace_all(_KIND, tx, wanted, batch)
    for row in gone:
        _gone(tx, row)
    tx.flush()


def _gone(tx: Tx, row: Playbook) -> None:
    """Let go of a playbook that is no longer among those of the desk."""
    run = tx.execute(text("SELECT 1 FROM run WHERE playbook_id = :row"), {"row": row.id}).first()
    if run is None:
        tx.delete(row)
    else:
        row.archived = True
