"""Looking at a source without writing: what is new in a folder, what a query answers.

Not here: which files of a folder changed (watched.py), writing it (sources.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.intake import Intake, Plan, Proposal
from healthdesk.core.domain.mapping import Join, MappingDocument
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.source import OpenQuestion
from healthdesk.core.services import intake, mappings, passwords, saved_query, watched
from healthdesk.core.services.source_state import Body, State, body_of, row_of, state_of
from healthdesk.core.services.watched import Seen
from healthdesk.core.store.db import Tx


@dataclass(frozen=True)
class Gathered:
    """What a look at a source found; `plan` and `paths` are what would be taken in."""

    source: int
    name: str
    state: State
    """How far the source will have come once this is brought in."""
    paths: tuple[Path, ...] = ()
    plan: Plan | None = None
    files: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    error: str = ""
    password: bool = False
    """It stopped because a password is needed."""
    secret: str = field(default="", repr=False)
    """The password that was used, to keep it out of sentences."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take in."""
        return not self.paths and (self.plan is None or not self.plan.files)


def gather(
    tx: Tx,
    source: int,
    *,
    password: str = "",
    again: bool = False,
    progress: Progress | None = None,
) -> Gathered:
    """Look at a source without writing: new and changed files, or the answer of a query.

    Args:
        tx: any transaction.
        source: its number.
        password: of a database whose password the keyring does not hold.
        again: as if nothing had been brought in yet.
        progress: is told how far it is.
    """
    row = row_of(tx, source)
    body, state = body_of(row), state_of(row)
    if again:
        state = State(rows=state.rows)
    watch = progress or NoProgress()
    known = mappings.find(tx, body.mapping) if body.mapping else None
    if row.kind == "folder":
        return _folder(tx, _Asked(source, row.name, body, state, known), watch)
    return _query(tx, _Asked(source, row.name, body, state, known), password, watch)


@dataclass(frozen=True)
class _Asked:
    """A source with what it was asked for."""

    source: int
    name: str
    body: Body
    state: State
    document: MappingDocument | None


def _folder(tx: Tx, asked: _Asked, progress: Progress) -> Gathered:
    folder = Path(asked.body.place)
    now = tx.info["clock"].now().timestamp()
    pending = {Path(one.place).name for one in asked.state.questions}
    known = {name: seen for name, seen in asked.state.files.items() if name not in pending}
    try:
        found = watched.scan(folder, known, now, progress)
    except DeskError as error:
        return Gathered(asked.source, asked.name, asked.state, error=str(error))
    kept = {name: seen for name, seen in known.items() if name in found.names}
    kept |= found.touched
    state = msgspec.structs.replace(asked.state, files=kept, questions=())
    base = Gathered(asked.source, asked.name, state, busy=found.busy, error=_errors(kept))
    if not found.changed:
        return base
    places = [str(folder / name) for name in found.changed]
    seen = intake.look(tx, places, document=asked.document, progress=progress)
    more = _joined(seen, folder, found.names - found.changed.keys())
    if more:
        seen = intake.look(tx, [*places, *more], document=asked.document, progress=progress)
    return _sorted(base, seen, {str(folder / name): one for name, one in found.changed.items()})


def _sorted(base: Gathered, seen: Intake, changed: Mapping[str, Seen]) -> Gathered:
    """Part what can be taken in from what waits for a person and what cannot be read."""
    files = dict(base.state.files)
    waiting = [one for one in seen.proposals if not one.ready and not one.left_out]
    open_places = {one.raw.place for one in waiting}
    unreadable = {one.place: one.sentence for one in seen.unreadable}
    for place, one in changed.items():
        if place not in open_places:
            files[Path(place).name] = msgspec.structs.replace(one, error=unreadable.get(place, ""))
    ready = tuple(one for one in seen.proposals if one.ready and one.raw.place not in open_places)
    questions = tuple(_question(one) for one in waiting)
    plan = intake.plan_of(replace(seen, proposals=ready)) if ready else None
    names = dict.fromkeys([*map(_file_name, seen.exchange), *(one.raw.name for one in ready)])
    return replace(
        base,
        state=msgspec.structs.replace(base.state, files=files, questions=questions),
        paths=tuple(map(Path, seen.exchange)),
        plan=plan,
        files=tuple(names),
        error=_errors(files),
    )


def _question(proposal: Proposal) -> OpenQuestion:
    """The first thing that only a person can say about a file."""
    if proposal.questions:
        first = proposal.questions[0]
        about = f" (column {first.column})" if first.column else ""
        words = f"{proposal.raw.name}: {first.text}{about}"
    else:
        words = f"{proposal.raw.name}: What is this file?"
    return OpenQuestion(proposal.raw.place, proposal.raw.name, words)


def _joined(seen: Intake, folder: Path, others: frozenset[str]) -> list[str]:
    """Unchanged files of the folder that the mappings of changed ones look into."""
    wanted = {join.file for proposal in seen.proposals for join in _joins(proposal)}
    return sorted(
        str(folder / name)
        for name in others
        if any(fnmatchcase(name.lower(), pattern.lower()) for pattern in wanted)
    )


def _joins(proposal: Proposal) -> list[Join]:
    tables = proposal.file.tables
    columns = [join for table in tables for one in table.columns.values() for join in one.through]
    return columns + [join for table in tables for one in table.where for join in one.through]


def _query(tx: Tx, asked: _Asked, password: str, progress: Progress) -> Gathered:
    body, started = asked.body, tx.info["clock"].now().astimezone(UTC)
    secret = password or saved_query.secret_of(tx, body.place)
    base = Gathered(asked.source, asked.name, asked.state, secret=secret)
    if passwords.wants(body.place) and not secret:
        words = "Its password is needed: no keyring of this computer holds it."
        return replace(base, error=words, password=True)
    reading = saved_query.reading_of(body, asked.state.since)
    place = passwords.joined(body.place, secret)
    try:
        seen = intake.look(tx, [place], document=asked.document, reading=reading, progress=progress)
    except DeskError as error:
        return _refused(base, str(error))
    refused = " ".join(one.sentence for one in seen.unreadable)
    if refused:
        return _refused(base, refused)
    state = msgspec.structs.replace(asked.state, questions=())
    saved_query.remember(tx, body.place, password)
    plain = tuple(saved_query.plain(seen.proposals))
    found = _sorted(replace(base, state=state, error=""), replace(seen, proposals=plain), {})
    place_of_query = saved_query.place_of(asked.source, asked.name)
    asking = tuple(
        replace(one, place=place_of_query, text=passwords.without(one.text, secret))
        for one in found.state.questions
    )
    since = asked.state.since if asking else started.strftime("%Y-%m-%d %H:%M:%S")
    return replace(found, state=msgspec.structs.replace(found.state, questions=asking, since=since))


def _refused(base: Gathered, sentence: str) -> Gathered:
    """What a server said instead of an answer; one that wants another password is asked again."""
    wrong = bool(base.secret) and "password" in sentence.casefold()
    return replace(base, error=passwords.without(sentence, base.secret), password=wrong)


def _errors(files: Mapping[str, Seen]) -> str:
    return " ".join(dict.fromkeys(one.error for one in files.values() if one.error))


def _file_name(path: str) -> str:
    return Path(path).name
