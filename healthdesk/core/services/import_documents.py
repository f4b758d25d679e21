"""Takes in the documents of an exchange folder; notes what became of the desk's own meanwhile.

Profiles, segments, playbooks, plays and dashboards are few rows that other services write; what an
import did to them is found by comparing the tables before and after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from healthdesk.core.domain.dashboard import parse_boards
from healthdesk.core.domain.errors import BadDocument, BadImport
from healthdesk.core.domain.profile import parse_profiles
from healthdesk.core.importers.exchange import Document
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import (
    dashboards,
    play_documents,
    playbooks,
    plays,
    profiles,
    segments,
)
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.playbook_documents import read_all

TABLES: Final = (
    *("profile", "profile_version", "segment", "playbook", "playbook_version", "play"),
    *("play_version", "dashboard"),
)
"""The desk's tables of documents, in the order in which they are made."""
_STANDING: Final = {
    "profiles": "SELECT p.key, v.body FROM profile p JOIN profile_version v ON v.profile_id = p.id"
    " WHERE NOT p.retired AND v.version ="
    " (SELECT max(version) FROM profile_version WHERE profile_id = p.id) ORDER BY p.position, p.id",
    "segments": "SELECT name, body FROM segment ORDER BY position, id",
    "playbooks": "SELECT name, body FROM playbook WHERE body IS NOT NULL AND NOT archived"
    " ORDER BY position, id",
    "plays": "SELECT name, body FROM play WHERE body IS NOT NULL AND NOT archived"
    " ORDER BY position, id",
    "dashboards": "SELECT name, body FROM dashboard WHERE kind = 'board' ORDER BY position, id",
}
LARGEST = 20_000_000
"""Bytes of a document, at most."""

_KINDS: Final = {
    "profile": "profiles",
    "profile_version": "profiles",
    "segment": "segments",
    "playbook": "playbooks",
    "playbook_version": "playbooks",
    "play": "plays",
    "play_version": "plays",
    "dashboard": "dashboards",
}

State = dict[str, dict[int, dict[str, Any]]]
"""Rows of the tables of documents, by table and row id."""


def state(driver: Driver) -> State:
    """Every row of the tables of documents."""
    out: State = {}
    for table in TABLES:
        names = [name for (name,) in driver.run("SELECT name FROM pragma_table_info(?)", (table,))]
        rows = (dict(zip(names, row, strict=True)) for row in driver.run(f"SELECT * FROM {table}"))
        out[table] = {row["id"]: row for row in rows}
    return out


def take(batch: Batch, documents: Sequence[Document]) -> None:
    """Read and check all documents, then make them the desk's."""
    read = [(document, _read(document)) for document in documents]
    seen: set[str] = set()
    for document, content in read:
        if document.kind in seen:
            raise BadImport(
                f"{document.name} stands in this import twice; nothing was imported.",
                "Import the folders one after the other.",
            )
        seen.add(document.kind)
        there = _standing(batch, document.kind)
        try:
            _TAKE[document.kind](batch, content, batch.number(document.name))
        except BadDocument as error:
            place = f"{document.name} > {error.place}"
            raise BadDocument(place, f"{error.reason} (nothing was imported)") from None
        _count(batch, document, there, _standing(batch, document.kind))


def _standing(batch: Batch, kind: str) -> dict[str, str]:
    """The desk's documents of a kind in their order: what each says, by its key."""
    batch.tx.flush()
    return dict(batch.driver.run(_STANDING[kind]))


def _count(
    batch: Batch, document: Document, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Count what a document did; those that go are changes of the desk, and told by name."""
    count = batch.count(document.kind, document.name)
    gone = [key for key in before if key not in after]
    moved = _moved(before, after)
    kept = [key for key in after if key in before]
    changed = [key for key in kept if before[key] != after[key] or key in moved]
    count.read += len(after)
    count.new += len(after) - len(kept)
    count.changed += len(changed) + len(gone)
    count.same += len(kept) - len(changed)
    if gone:
        told = "is not in it and goes" if len(gone) == 1 else "are not in it and go"
        batch.notes.append(f"{document.name}: {', '.join(gone)} {told}.")


def _moved(before: Iterable[str], after: Collection[str]) -> set[str]:
    """Those whose place among the ones that stay is another."""
    known = [key for key in before if key in after]
    there = set(known)
    now = [key for key in after if key in there]
    return {key for key, other in zip(known, now, strict=True) if key != other}


def note_changes(batch: Batch, before: State, documents: Sequence[Document]) -> None:
    """Write down what this import did to the tables of documents."""
    after = state(batch.driver)
    told = {document.kind: document.name for document in documents}
    for table in TABLES:
        kind = _KINDS[table]
        # Without such a file it was the desk that fitted its own profile to the facts.
        file = told.get(kind, f"{kind}.json")
        old, new = before[table], after[table]
        for row in sorted(old.keys() | new.keys()):
            if row not in old:
                batch.rows.made(table, row, (file, 0))
            elif row not in new:
                batch.rows.changed(table, row, (file, 0), old[row], {})
            elif old[row] != new[row]:
                names = [name for name in new[row] if old[row][name] != new[row][name]]
                batch.rows.changed(
                    table,
                    row,
                    (file, 0),
                    {name: old[row][name] for name in names},
                    {name: new[row][name] for name in names},
                )
    batch.rows.flush()


def _read(document: Document) -> Any:  # noqa: ANN401 - any JSON value
    """The content of a document, or a sentence."""
    _refuse_large(document.path, document.name)
    try:
        return msgspec.json.decode(document.path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadImport(
            f"{document.name} is no JSON document ({error}); nothing was imported."
        ) from None


def _refuse_large(path: Path, name: str) -> None:
    if path.stat().st_size > LARGEST:
        raise BadImport(f"{name} is larger than {LARGEST // 1_000_000} MB; nothing was imported.")


def _take_profiles(batch: Batch, content: Any, number: int) -> None:  # noqa: ANN401 - any JSON value
    parsed = parse_profiles(content, profiles.known_metrics(batch.tx), CATALOGUE)
    profiles.replace_all(batch.tx, parsed, batch.day, number)


def _take_segments(batch: Batch, content: Any, number: int) -> None:  # noqa: ANN401 - any JSON value
    parsed = segments.parse_segments(content, profiles.known_metrics(batch.tx))
    segments.replace_all(batch.tx, parsed, number)


def _take_playbooks(batch: Batch, content: Any, number: int) -> None:  # noqa: ANN401 - any JSON value
    found = read_all(content) if content != [] else ()
    playbooks.replace_all(batch.tx, found, number)


def _take_plays(batch: Batch, content: Any, number: int) -> None:  # noqa: ANN401 - any JSON value
    found = play_documents.read_all(content) if content != [] else ()
    off = plays.replace_all(batch.tx, found, number)
    if off:
        told = "fires otherwise now and is" if len(off) == 1 else "fire otherwise now and are"
        batch.notes.append(f"plays.json: {', '.join(off)} {told} switched off.")


def _take_dashboards(batch: Batch, content: Any, number: int) -> None:  # noqa: ANN401 - any JSON value
    dashboards.replace_all(batch.tx, parse_boards(content), number)


_TAKE = {
    "profiles": _take_profiles,
    "segments": _take_segments,
    "playbooks": _take_playbooks,
    "plays": _take_plays,
    "dashboards": _take_dashboards,
}
