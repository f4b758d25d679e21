"""Successplays: the list, drafts and what is live, switched on and off; a yes and a no.

A draft of a live play changes nothing that fires. Switching on marks what holds already as seen,
unless that is wanted, too. Not here: reading lists (play_reading.py), what fires by itself
(play_ticks.py), starting to watch (play_switching.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import select, text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Play as Document
from healthdesk.core.domain.play import dump_play
from healthdesk.core.services import (
    play_fitting,
    play_names,
    play_switching,
    playbooks,
    settings,
)
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.play_answers import accept, decline, fire_by_hand, lapse_all
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
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Play, PlayVersion

__all__ = [
    "accept",
    "add",
    "archive",
    "bring",
    "create_starters",
    "decline",
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
_LONGEST: Final = 200


def document(tx: Tx, name: str) -> Document:
    """A play as it is live; where it never was, its draft."""
    row = _row(tx, name)
    return parsed(row.body or row.draft or "")


def draft(tx: Tx, name: str) -> Document:
    """A play as it is being worked on: its draft, else what is live."""
    row = _row(tx, name)
    return parsed(row.draft or row.body or "")


def version(tx: Tx, name: str, number: int) -> Document:
    """A play as it went live in some version."""
    body = tx.execute(
        select(PlayVersion.body).where(
            PlayVersion.play_id == _row(tx, name).id, PlayVersion.version == number
        )
    ).scalar()
    if body is None:
        raise NotFound(f"“{name}” never had a version {number}.")
    return parsed(body)


def documents(tx: Tx) -> list[dict[str, Any]]:
    """Every play as it stands in `plays.json`, in order: what is live of it."""
    bodies = tx.execute(
        select(Play.body)
        .where(Play.body.is_not(None), ~Play.archived)
        .order_by(Play.position, Play.id)
    )
    return [decoded(body) for (body,) in bodies if body]


def export(tx: Tx, name: str) -> bytes:
    """One play as a document to hand on, its draft if it has one."""
    return f"{canonical(dump_play(draft(tx, name)))}\n".encode()


@op("Add play")
def add(tx: Tx, play: Document) -> str:
    """Add a play as a draft; returns its name, with a number where it was taken."""
    named = _named(play, _free(tx, line_of(play.name, "A play")))
    tx.add(_new(tx, named.name, draft=checked(named)))
    tx.flush()
    return named.name


@op("Change play draft")
def save_draft(tx: Tx, name: str, play: Document) -> None:
    """Keep a draft; nothing that fires changes. One that is as what is live is no draft.

    Another name in it counts as soon as it goes live.
    """
    row = _row(tx, name)
    body = checked(play)
    row.draft = None if body == row.body else body
    tx.flush()


@op("Discard play draft")
def discard_draft(tx: Tx, name: str) -> None:
    """Let go of a draft; what is live stays."""
    row = _row(tx, name)
    if row.body is None:
        raise UsageError(f"“{name}” was never live; {NOTHING_CHANGED}.", "Remove the play instead.")
    row.draft = None
    tx.flush()


@op("Save play")
def publish(
    tx: Tx, name: str, reason: str = "", play: Document | None = None, *, existing: bool = False
) -> int:
    """Make the draft live as the next version; returns the version.

    Where it fires otherwise now and is switched on, it goes on as if switched on anew; what it has
    suggested and started goes on. With a `play`, that is the draft.
    """
    row = _row(tx, name)
    anew = _anew(tx, row, play, existing=existing)
    if play is not None:
        save_draft(tx, name, play)
    if row.draft is None:
        if row.version:
            return row.version
        raise UsageError(f"“{name}” has nothing to save; {NOTHING_CHANGED}.")
    made = parsed(row.draft)
    if made.name != row.name:
        if made.name.casefold() != row.name.casefold():
            _refuse_taken(tx, made.name)
        _called(tx, row, made.name)
    _publish(tx, row, row.draft, optional_line(reason, "The reason"))
    anew.write(tx)
    return row.version


@op("Rename play")
def rename(tx: Tx, name: str, to: str) -> str:
    """Give a play another name, also where its firings speak of it; returns it."""
    row = _row(tx, name)
    named = line_of(to, "A play")[:_LONGEST]
    if named.casefold() != row.name.casefold():
        _refuse_taken(tx, named)
    for column in ("body", "draft"):
        body = getattr(row, column)
        if body is not None:
            setattr(row, column, _with_name(body, named))
    _called(tx, row, named)
    return named


@op("Duplicate play")
def duplicate(tx: Tx, name: str) -> str:
    """Add a copy of a play as a draft, behind it; returns the copy's name."""
    row = _row(tx, name)
    copied = _free(tx, f"{row.name} copy")
    tx.add(_new(tx, copied, draft=_with_name(row.draft or row.body or "", copied)))
    tx.flush()
    listed = [one for one in names(tx) if one != copied]
    listed.insert(listed.index(row.name) + 1, copied)
    _number(tx, listed)
    return copied


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
    rest = [one for one in names(tx) if one not in listed]
    _number(tx, [*listed, *rest])


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
        row = _new(tx, one.name)
        tx.add(row)
        tx.flush()
        _publish(tx, row, written(play_fitting.fitted(tx, one)), play_fitting.SHIPPED)
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
        _publish(tx, tx.get_one(Play, row), written(play), play_fitting.FITTED)
    return tuple(play.name for _, play in found)


def missing_starters(tx: Tx) -> tuple[Document, ...]:
    """The plays that come with the program and are not in the desk by their names."""
    there = {name.casefold() for name in names(tx, archived=True)}
    return tuple(one for one in shipped() if one.name.casefold() not in there)


def replace_all(tx: Tx, wanted: Sequence[Document], batch: int | None = None) -> tuple[str, ...]:
    """Make these the desk's live plays, in this order; those not among them are put away.

    A new one is switched off. One whose document is another goes live as its next version; drafts
    stay. One that was on and would do something else now is switched off; their names.
    """
    kept = {row.name.casefold(): row for row in tx.scalars(select(Play))}
    told = {one.name.casefold() for one in wanted}
    off: list[str] = []
    for name in sorted(kept.keys() - told):
        if kept[name].body is not None:
            kept[name].archived, kept[name].active = True, False
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
            row.batch_id, worked_on = batch, row.draft
            _publish(tx, row, body, "imported")
            row.name, row.draft = one.name, None if worked_on == body else worked_on
            if row.active:
                row.active = False
                off.append(row.name)
    tx.flush()
    return tuple(off)


def _anew(tx: Tx, row: Play, play: Document | None, *, existing: bool) -> play_switching.Anew:
    """What a live play that is to fire otherwise finds today; before anything is written."""
    made = play or (None if row.draft is None else parsed(row.draft))
    if made is None or not row.active or row.body is None:
        return play_switching.seen_anew(tx, {}, existing=existing)
    otherwise = play_switching.fires_otherwise(row.body, made)
    return play_switching.seen_anew(tx, {row.id: made} if otherwise else {}, existing=existing)


def _named(play: Document, name: str) -> Document:
    return msgspec.structs.replace(play, name=name)


def _with_name(body: str, name: str) -> str:
    return written(_named(parsed(body), name))


def _publish(tx: Tx, row: Play, body: str, reason: str) -> None:
    row.version += 1
    row.body, row.draft, row.rehearsed_on = body, None, None
    made = PlayVersion(
        play_id=row.id, version=row.version, day=settings.today(tx), reason=reason, body=body
    )
    tx.add(made)
    tx.flush()


def _called(tx: Tx, row: Play, name: str) -> None:
    """Give a row its name, also where its firings speak of it."""
    row.name = name
    tx.flush()
    tx.execute(
        text("UPDATE firing SET play = :name WHERE play_id = :row AND play <> :name"),
        {"row": row.id, "name": name},
    )
    tx.expire_all()


def _new(tx: Tx, name: str, draft: str | None = None) -> Play:
    at = tx.execute(text("SELECT coalesce(max(position) + 1, 0) FROM play")).scalar_one()
    return Play(name=name, position=at, version=0, draft=draft, active=False, archived=False)


def _row(tx: Tx, name: str) -> Play:
    return tx.get_one(Play, play_names.find(tx, name))


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
        raise UsageError(f"Another play is called “{name}”; {NOTHING_CHANGED}.")


def _number(tx: Tx, listed: Sequence[str]) -> None:
    for at, name in enumerate(listed):
        _row(tx, name).position = at
    tx.flush()
