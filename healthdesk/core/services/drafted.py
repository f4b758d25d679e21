"""Named documents of a desk with a draft and versions: what playbooks and successplays share.

A draft changes nothing that counts; made to count, it is the next version, and all are kept. Not
here: operations with their labels and what else they do (playbooks.py, plays.py), documents as
files (document_lists.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import msgspec
from sqlalchemy import select, text

from healthdesk.core.domain import play, playbook
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.services import settings
from healthdesk.core.services.documents import decoded
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Play, Playbook, PlaybookVersion, PlayVersion

Row = TypeVar("Row", Play, Playbook)
Document = TypeVar("Document", play.Play, playbook.Playbook)
_LONGEST: Final = 200


@dataclass(frozen=True)
class Drafted(Generic[Row, Document]):
    """What one kind of these documents has of its own.

    Attributes:
        word: what one is called; also its table, and in that of its versions the key to it.
        table: its rows.
        versions: the rows of its versions.
        parsed: reads a stored document.
        written: writes one as it is stored.
        checked: the same, refused where it would not be read again.
        renamed: has all that speaks of a row follow its name: row, old name, new name.
        never: of one that has only a draft: "was never published".
        save: what makes a draft count: "publish".
        emptied: columns that tell of what counted before, empty in a new version.
    """

    word: str
    table: type[Row]
    versions: type[PlayVersion | PlaybookVersion]
    parsed: Callable[[str], Document]
    written: Callable[[Document], str]
    checked: Callable[[Document], str]
    renamed: Callable[[Tx, int, str, str], None]
    never: str
    save: str
    emptied: tuple[str, ...] = ()

    @property
    def a_word(self) -> str:
        """One of them, at the start of a sentence: "A play"."""
        return f"A {self.word}"


def names(tx: Tx, word: str, *, archived: bool) -> tuple[str, ...]:
    """All of a kind in their order, those put away only where asked for."""
    sql = f"SELECT name FROM {word} WHERE archived <= :all ORDER BY position, id"
    return tuple(name for (name,) in tx.execute(text(sql), {"all": archived}))


def find(tx: Tx, word: str, name: str) -> int | None:
    """The row of a name, letter case aside; None = there is none."""
    wanted = name.casefold()
    for row, known in tx.execute(text(f"SELECT id, name FROM {word}")):
        if known.casefold() == wanted:
            return int(row)
    return None


def found(tx: Tx, word: str, name: str) -> int:
    """The row of a name, letter case aside.

    Raises:
        NotFound: There is none.
    """
    row = find(tx, word, name)
    if row is None:
        raise NotFound(f"No {word} is called {name!r}; {NOTHING_CHANGED}.")
    return row


def row_of(kind: Drafted[Row, Document], tx: Tx, name: str) -> Row:
    """What the desk keeps of a name."""
    return tx.get_one(kind.table, found(tx, kind.word, name))


def counting(kind: Drafted[Row, Document], tx: Tx, name: str) -> Document:
    """What counts; where nothing does yet, the draft."""
    row = row_of(kind, tx, name)
    return kind.parsed(row.body or row.draft or "")


def draft(kind: Drafted[Row, Document], tx: Tx, name: str) -> Document:
    """What is being worked on: the draft, else what counts."""
    row = row_of(kind, tx, name)
    return kind.parsed(row.draft or row.body or "")


def version(kind: Drafted[Row, Document], tx: Tx, name: str, number: int) -> Document | None:
    """What counted in some version; None = there was none."""
    sql = f"SELECT body FROM {kind.word}_version WHERE {kind.word}_id = :row AND version = :number"
    asked = {"row": found(tx, kind.word, name), "number": number}
    body = tx.execute(text(sql), asked).scalar()
    return None if body is None else kind.parsed(body)


def documents(tx: Tx, word: str) -> list[dict[str, Any]]:
    """All that counts and is not put away, as it stands in a file, in order."""
    sql = f"SELECT body FROM {word} WHERE body IS NOT NULL AND NOT archived ORDER BY position, id"
    return [decoded(body) for (body,) in tx.execute(text(sql)) if body]


def export(kind: Drafted[Row, Document], tx: Tx, name: str) -> bytes:
    """One as a document to hand on, its draft if it has one."""
    return f"{kind.written(draft(kind, tx, name))}\n".encode()


def add(kind: Drafted[Row, Document], tx: Tx, document: Document) -> str:
    """Add a draft; returns its name, with a number where it was taken."""
    name = _free(tx, kind.word, line_of(document.name, kind.a_word))
    tx.add(_new(kind, tx, name, kind.checked(called(document, name))))
    tx.flush()
    return name


def save_draft(kind: Drafted[Row, Document], tx: Tx, name: str, document: Document) -> None:
    """Keep a draft; one that is as what counts is none."""
    row = row_of(kind, tx, name)
    body = kind.checked(document)
    row.draft = None if body == row.body else body
    tx.flush()


def discard_draft(kind: Drafted[Row, Document], tx: Tx, name: str) -> None:
    """Let go of a draft; refused where there is nothing else."""
    row = row_of(kind, tx, name)
    if row.body is None:
        raise UsageError(
            f"“{name}” {kind.never}; {NOTHING_CHANGED}.", f"Remove the {kind.word} instead."
        )
    row.draft = None
    tx.flush()


def publish(
    kind: Drafted[Row, Document], tx: Tx, name: str, reason: str, document: Document | None
) -> int:
    """Have the draft count as the next version, under the name in it; returns the version."""
    if document is not None:
        save_draft(kind, tx, name, document)
    row = row_of(kind, tx, name)
    if row.draft is None:
        if row.version:
            return row.version
        raise UsageError(f"“{name}” has nothing to {kind.save}; {NOTHING_CHANGED}.")
    made = kind.parsed(row.draft)
    if made.name != row.name:
        _refuse_taken(kind, tx, row, made.name)
        _call(kind, tx, row, made.name)
    count(kind, tx, row, row.draft, optional_line(reason, "The reason"))
    return row.version


def count(kind: Drafted[Row, Document], tx: Tx, row: Row, body: str, reason: str) -> None:
    """Have a document count as the next version of a row, without a draft."""
    row.version += 1
    row.body, row.draft = body, None
    for column in kind.emptied:
        setattr(row, column, None)
    made = kind.versions(version=row.version, day=settings.today(tx), reason=reason, body=body)
    setattr(made, f"{kind.word}_id", row.id)
    tx.add(made)
    tx.flush()


def begin(kind: Drafted[Row, Document], tx: Tx, document: Document, reason: str) -> None:
    """Add one that counts from the start, under a name that is free."""
    row = _new(kind, tx, document.name)
    tx.add(row)
    tx.flush()
    count(kind, tx, row, kind.written(document), reason)


def rename(kind: Drafted[Row, Document], tx: Tx, name: str, to: str) -> str:
    """Give one another name, also where it is spoken of; returns it."""
    row = row_of(kind, tx, name)
    named = line_of(to, kind.a_word)[:_LONGEST]
    _refuse_taken(kind, tx, row, named)
    row.body = None if row.body is None else _with_name(kind, row.body, named)
    row.draft = None if row.draft is None else _with_name(kind, row.draft, named)
    _call(kind, tx, row, named)
    return named


def duplicate(kind: Drafted[Row, Document], tx: Tx, name: str) -> str:
    """Add a copy as a draft, behind it; returns the copy's name."""
    row = row_of(kind, tx, name)
    copied = _free(tx, kind.word, f"{row.name} copy")
    tx.add(_new(kind, tx, copied, _with_name(kind, row.draft or row.body or "", copied)))
    tx.flush()
    listed = [one for one in names(tx, kind.word, archived=False) if one != copied]
    listed.insert(listed.index(row.name) + 1, copied)
    _number(kind, tx, listed)
    return copied


def order(kind: Drafted[Row, Document], tx: Tx, listed: Sequence[str]) -> None:
    """Put them in this order; those not named follow."""
    rest: list[str] = [one for one in names(tx, kind.word, archived=False) if one not in listed]
    _number(kind, tx, [*listed, *rest])


def lacking(tx: Tx, word: str, some: Iterable[Document]) -> tuple[Document, ...]:
    """Those of some documents that the desk does not have by their names."""
    there = {name.casefold() for name in names(tx, word, archived=True)}
    return tuple(one for one in some if one.name.casefold() not in there)


def replace_all(
    kind: Drafted[Row, Document], tx: Tx, wanted: Sequence[Document], batch: int | None
) -> tuple[list[Row], list[Row]]:
    """Have these count, in this order; drafts stay.

    Returns:
        The rows that have another document now, and those that counted and are not among these:
        what becomes of them the caller says.
    """
    kept = {row.name.casefold(): row for row in tx.scalars(select(kind.table))}
    told = {one.name.casefold() for one in wanted}
    gone = [kept[name] for name in sorted(kept.keys() - told) if kept[name].body is not None]
    changed: list[Row] = []
    for at, one in enumerate(wanted):
        row = kept.get(one.name.casefold()) or _new(kind, tx, one.name)
        tx.add(row)
        row.position, row.archived, body = at, False, kind.written(one)
        if body != row.body:
            row.batch_id, before = batch, row.draft
            tx.flush()
            count(kind, tx, row, body, "imported")
            row.name, row.draft = one.name, None if before == body else before
            changed.append(row)
    tx.flush()
    return changed, gone


def called(document: Document, name: str) -> Document:
    """The same document under another name."""
    return msgspec.structs.replace(document, name=name)


def _with_name(kind: Drafted[Row, Document], body: str, name: str) -> str:
    return kind.written(called(kind.parsed(body), name))


def _call(kind: Drafted[Row, Document], tx: Tx, row: Row, name: str) -> None:
    """Give a row its name, and have what speaks of it follow."""
    old, row.name = row.name, name
    tx.flush()
    kind.renamed(tx, row.id, old, name)


def _new(kind: Drafted[Row, Document], tx: Tx, name: str, draft: str | None = None) -> Row:
    sql = f"SELECT coalesce(max(position) + 1, 0) FROM {kind.word}"
    at = tx.execute(text(sql)).scalar_one()
    return kind.table(name=name, position=at, version=0, draft=draft, archived=False)


def _free(tx: Tx, word: str, wanted: str) -> str:
    """The name, or the first with a number behind it that is free."""
    taken = {one.casefold() for one in names(tx, word, archived=True)}
    wanted = wanted[: _LONGEST - 5]
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} {number}"
    return name


def _refuse_taken(kind: Drafted[Row, Document], tx: Tx, row: Row, name: str) -> None:
    """Refuse a name that another has; its own in other letters is none."""
    taken = {one.casefold() for one in names(tx, kind.word, archived=True)}
    if name.casefold() in taken - {row.name.casefold()}:
        raise UsageError(f"Another {kind.word} is called “{name}”; {NOTHING_CHANGED}.")


def _number(kind: Drafted[Row, Document], tx: Tx, listed: Sequence[str]) -> None:
    for at, name in enumerate(listed):
        row_of(kind, tx, name).position = at
    tx.flush()
