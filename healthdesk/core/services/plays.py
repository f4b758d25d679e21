"""Successplays: the list, drafts and what is live, switched on and off; a yes and a no.

A draft of a live play changes nothing that fires. Switching on marks what holds already as seen,
unless that is wanted, too. Not here: reading lists (play_reading.py), what fires by itself
(play_ticks.py), starting to watch (play_switching.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Play as Document
from healthdesk.core.services import (
    drafted,
    play_fitting,
    play_names,
    play_switching,
    playbooks,
)
from healthdesk.core.services.play_answers import (
    accept,
    accept_all,
    decline,
    decline_all,
    fire_by_hand,
    lapse_all,
)
from healthdesk.core.services.play_documents import checked, parsed, read_all, shipped, written
from healthdesk.core.services.play_reading import (
    firings,
    log,
    names,
    overview,
    suggestions,
    versions,
)
from healthdesk.core.services.play_switching import (
    release_all,
    stop_all,
    switch_off,
    switch_on,
)
from healthdesk.core.services.play_ticks import due, tick
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Play, PlayVersion

__all__ = [
    "accept",
    "accept_all",
    "add",
    "archive",
    "bring",
    "create_starters",
    "decline",
    "decline_all",
    "discard_draft",
    "document",
    "documents",
    "draft",
    "due",
    "duplicate",
    "export",
    "fire_by_hand",
    "firings",
    "fit_starters",
    "log",
    "missing_starters",
    "names",
    "order",
    "overview",
    "publish",
    "release_all",
    "remove",
    "rename",
    "replace_all",
    "save_draft",
    "stop_all",
    "suggestions",
    "switch_off",
    "switch_on",
    "tick",
    "version",
    "versions",
]
_KIND: Final = drafted.Drafted(
    word="play",
    table=Play,
    versions=PlayVersion,
    parsed=parsed,
    written=written,
    checked=checked,
    renamed=play_names.follow,
    never="was never live",
    save="save",
    emptied=("rehearsed_on",),
)


def document(tx: Tx, name: str) -> Document:
    """A play as it is live; where it never was, its draft."""
    return drafted.counting(_KIND, tx, name)


def draft(tx: Tx, name: str) -> Document:
    """A play as it is being worked on: its draft, else what is live."""
    return drafted.draft(_KIND, tx, name)


def version(tx: Tx, name: str, number: int) -> Document:
    """A play as it went live in some version."""
    found = drafted.version(_KIND, tx, name, number)
    if found is None:
        raise NotFound(f"“{name}” never had a version {number}.")
    return found


def documents(tx: Tx) -> list[dict[str, Any]]:
    """Every play as it stands in `plays.json`, in order: what is live of it."""
    return drafted.documents(tx, _KIND.word)


def export(tx: Tx, name: str) -> bytes:
    """One play as a document to hand on, its draft if it has one."""
    return drafted.export(_KIND, tx, name)


@op("Add play")
def add(tx: Tx, play: Document) -> str:
    """Add a play as a draft; returns its name, with a number where it was taken."""
    return drafted.add(_KIND, tx, play)


@op("Change play draft")
def save_draft(tx: Tx, name: str, play: Document) -> None:
    """Keep a draft; nothing that fires changes. One that is as what is live is no draft.

    Another name in it counts as soon as it goes live.
    """
    drafted.save_draft(_KIND, tx, name, play)


@op("Discard play draft")
def discard_draft(tx: Tx, name: str) -> None:
    """Let go of a draft; what is live stays."""
    drafted.discard_draft(_KIND, tx, name)


@op("Save play")
def publish(
    tx: Tx, name: str, reason: str = "", play: Document | None = None, *, existing: bool = False
) -> int:
    """Make the draft live as the next version; returns the version.

    Where it fires otherwise now and is switched on, it goes on as if switched on anew; what it has
    suggested and started goes on. With a `play`, that is the draft.
    """
    anew = _anew(tx, _row(tx, name), play, existing=existing)
    made = drafted.publish(_KIND, tx, name, reason, play)
    anew.write(tx)
    return made


@op("Rename play")
def rename(tx: Tx, name: str, to: str) -> str:
    """Give a play another name, also where its firings speak of it; returns it."""
    return drafted.rename(_KIND, tx, name, to)


@op("Duplicate play")
def duplicate(tx: Tx, name: str) -> str:
    """Add a copy of a play as a draft, behind it; returns the copy's name."""
    return drafted.duplicate(_KIND, tx, name)


@op("Archive play")
def archive(tx: Tx, name: str, archived: bool = True) -> None:
    """Put a play away and switch it off, or take it out again; what waits for a yes lapses."""
    row = _row(tx, name)
    row.archived = archived
    if archived:
        row.active = False
        lapse_all(tx, row.id, "the play was put away")
    tx.flush()


@op("Remove play")
def remove(tx: Tx, name: str) -> None:
    """Remove a play with all its versions; what it fired stays known, its runs go on."""
    row = _row(tx, name)
    lapse_all(tx, row.id, "the play was removed")
    tx.delete(row)
    tx.flush()


@op("Order plays")
def order(tx: Tx, listed: Sequence[str]) -> None:
    """Put the plays in this order; those not named follow."""
    drafted.order(_KIND, tx, listed)


@op("Bring plays")
def bring(tx: Tx, data: bytes) -> tuple[str, ...]:
    """Add the plays of a document as drafts; a name that is taken gets a number.

    Raises:
        BadDocument: It holds no play; the place in it is named and nothing is added.
    """
    return tuple(add(tx, one) for one in read_all(data))


@op("Add shipped plays")
def create_starters(tx: Tx, wanted: Sequence[str] | None = None) -> tuple[str, ...]:
    """Give the desk the plays that come with the program, switched off; all it lacks, or some.

    A playbook of the program that one of them starts comes along where the desk lacks it.
    """
    added = []
    started = set()
    for one in missing_starters(tx):
        if wanted is not None and one.name not in wanted:
            continue
        drafted.begin(_KIND, tx, play_fitting.fitted(tx, one), play_fitting.SHIPPED)
        started.add(one.playbook)
        added.append(one.name)
    if started:
        playbooks.create_starters(tx, sorted(started))
    return tuple(added)


def fit_starters(tx: Tx) -> tuple[str, ...]:
    """Have the plays that came with the program, and that nobody touched, fit the desk's metrics.

    Part of an import; returns their names.
    """
    found = play_fitting.to_fit(tx)
    for row, play in found:
        drafted.count(_KIND, tx, tx.get_one(Play, row), written(play), play_fitting.FITTED)
    return tuple(play.name for _, play in found)


def missing_starters(tx: Tx) -> tuple[Document, ...]:
    """The plays that come with the program and are not in the desk by their names."""
    return drafted.lacking(tx, _KIND.word, shipped())


def replace_all(tx: Tx, wanted: Sequence[Document], batch: int | None = None) -> tuple[str, ...]:
    """Make these the desk's live plays, in this order; those not among them are put away.

    A new one is switched off. One whose document is another goes live as its next version; drafts
    stay. One that was on and would do something else now is switched off; their names.
    """
    changed, gone = drafted.replace_all(_KIND, tx, wanted, batch)
    for row in gone:
        row.archived, row.active = True, False
    off = [row for row in changed if row.active]
    for row in off:
        row.active = False
    tx.flush()
    return tuple(row.name for row in off)


def _anew(tx: Tx, row: Play, play: Document | None, *, existing: bool) -> play_switching.Anew:
    """What a live play that is to fire otherwise finds today; before anything is written."""
    made = play or (None if row.draft is None else parsed(row.draft))
    if made is None or not row.active or row.body is None:
        return play_switching.seen_anew(tx, {}, existing=existing)
    otherwise = play_switching.fires_otherwise(row.body, made)
    return play_switching.seen_anew(tx, {row.id: made} if otherwise else {}, existing=existing)


def _row(tx: Tx, name: str) -> Play:
    return drafted.row_of(_KIND, tx, name)
