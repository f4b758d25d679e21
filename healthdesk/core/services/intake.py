"""Looks at what was dropped, before anything is written: what each file is and how it maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport, DiskTrouble
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.intake import (
    Decisions,
    Intake,
    KeptMapping,
    Plan,
    Planned,
    Proposal,
    Unreadable,
)
from healthdesk.core.domain.mapping import FileMap, MappingDocument, Reading
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping import joins
from healthdesk.core.mapping.look import Look, overlap
from healthdesk.core.mapping.profile import FileProfile, profile
from healthdesk.core.mapping.recognise import propose
from healthdesk.core.services import (
    import_garbage,
    intake_places,
    matching,
    passwords,
    saved_query,
    settings,
)
from healthdesk.core.store.db import Tx

_CHUNK = 10_000
_ALIKE = 0.5
"""The part of its columns that a sheet shares with the one that a mapping is for."""
_UNDECIDED = Decisions()
_ANY = Reading()


def look(
    tx: Tx,
    places: Sequence[str],
    *,
    document: MappingDocument | None = None,
    as_table: str = "",
    reading: Reading = _ANY,
    progress: Progress | None = None,
) -> Intake:
    """Look at files, folders and database addresses; nothing is written.

    With a document or a table that everything is said to be, names of exchange files mean nothing.
    `reading` says how all places are read (a saved query: which one); else that is found out.
    """
    with _telling():
        found = intake_places.sort(places, foreign=document is not None or bool(as_table))
    if not (found.foreign or found.members):
        return Intake(tuple(found.exchange), (), (), tuple(found.notes))
    known = replace(matching.known(tx), today=to_date(settings.today(tx)).isoformat())
    opener = _Opener(document, known.mappings, reading, progress or NoProgress())
    raws: list[RawTable] = []
    unreadable: list[Unreadable] = []
    notes = list(found.notes)
    asked: set[str] = set()
    for place in (*found.foreign, *found.members):
        try:
            with _telling():
                query = saved_query.asking(tx, place)
                if query is not None:
                    asked.add(query.place)
                raws.extend(opener.open(place) if query is None else opener.ask(query))
        except (BadImport, DiskTrouble) as error:
            unreadable.append(Unreadable(place, _name(place), str(error)))
    raws = [raw for raw in _named_apart(raws) if _wanted(raw, found.members, notes)]
    looking = _Looking(raws, progress or NoProgress())
    with import_garbage.seldom(), _telling():
        tables = [(raw, looking.profile(raw)) for raw in raws]
    proposals = propose(tables, known, document=document, as_table=as_table) if tables else ()
    drafts = tuple(saved_query.plain(proposals, asked))
    return Intake(tuple(found.exchange), drafts, tuple(unreadable), tuple(notes))


@contextmanager
def _telling() -> Iterator[None]:
    """Tell what the file system refuses as a sentence."""
    try:
        yield
    except OSError as error:
        raise DiskTrouble(
            f"{error.filename or 'A file'} cannot be read ({error.strerror}); nothing was"
            " imported.",
            "Check the rights to it, or copy it elsewhere.",
        ) from None


def plan_of(intake: Intake, decisions: Decisions = _UNDECIDED, *, keep: bool = True) -> Plan:
    """What is to be imported of it, with what a person decided; questions must be answered."""
    files = [Planned(one.raw, one.file, _values(one)) for one in intake.proposals if one.ready]
    looked = joins.joins_of(table for one in files for table in one.file.tables)
    for one in intake.proposals:
        # Lists that only link others are not imported, but looked into.
        if not one.ready and any(joins.matches(join.file, one.raw.name) for join in looked):
            bare = FileMap(one.file.name, (one.raw.name,), one.raw.header, one.raw.reading)
            files.append(Planned(one.raw, bare))
    return Plan(tuple(files), decisions, keep)


def _values(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    """Columns with few enough different cells that the look at the file knows all of them."""
    looked = proposal.profile
    if not isinstance(looked, Look) or not any(one.distinct for one in proposal.file.tables):
        return {}
    columns = looked.file.profile.columns
    return {one.name: (*one.counts, *one.gaps) for one in columns if not one.capped}


def complete(intake: Intake) -> bool:
    """Whether there is something to import and nothing is left to ask."""
    asked = any(not one.left_out and not one.ready for one in intake.proposals)
    some = bool(intake.exchange) or any(one.ready for one in intake.proposals)
    return some and not asked and not intake.unreadable


def document_of(intake: Intake, name: str) -> MappingDocument:
    """The mappings of all its files as one document, drafts of those still in question too."""
    files = tuple(_whole(one) for one in intake.proposals if not one.left_out and one.file.tables)
    return MappingDocument(name, files)


def _whole(proposal: Proposal) -> FileMap:
    """A file's mapping as a document of its own needs it: what to know the file by, its columns."""
    file, raw = proposal.file, proposal.raw
    return FileMap(
        name=file.name or raw.name,
        files=file.files or (raw.name,),
        header=file.header or raw.header,
        reading=file.reading,
        tables=file.tables,
        vendor=file.vendor,
    )


class _Opener:
    """Opens places the way mappings of files by these names say, else as the files themselves."""

    def __init__(
        self,
        document: MappingDocument | None,
        kept: Iterable[KeptMapping],
        reading: Reading,
        progress: Progress,
    ) -> None:
        self._reading = reading
        self._progress = progress
        self._asked = () if document is None else document.files
        self._kept = [file for one in kept for file in one.document.files]

    def open(self, place: str) -> tuple[RawTable, ...]:
        """The tables of a place."""
        if self._reading != _ANY:
            return importers.open_place(place, self._reading, progress=self._progress)
        name = _name(place)
        asked = [one.reading for one in self._asked if one.reading != Reading() and _of(one, name)]
        if asked:
            return tuple(
                raw
                for reading in dict.fromkeys(map(_parts, asked))
                for raw in self._as_asked(place, _reading(reading, asked))
            )
        try:
            tables = importers.open_place(place, progress=self._progress)
        except BadImport:
            again = self._as_kept(place, name)
            if not again:
                raise
            return again
        known = {one.header for one in self._kept if _of(one, name)}
        if known and not any(raw.header in known for raw in tables):
            return self._as_kept(place, name) or tables
        return tables

    def _as_asked(self, place: str, reading: Reading) -> tuple[RawTable, ...]:
        """The tables read as a document says; a sheet that is called otherwise by its columns."""
        try:
            return importers.open_place(place, reading, progress=self._progress)
        except BadImport:
            if not reading.part or reading.query:
                raise
            bare = msgspec.structs.replace(reading, part="")
            every = importers.open_place(place, bare, progress=self._progress)
            headers = [one.header for one in self._asked if _parts(one.reading) == _parts(reading)]
            found = tuple(
                raw for raw in every if any(overlap(raw.header, one) >= _ALIKE for one in headers)
            )
            if not found:
                raise
            return found

    def ask(self, query: saved_query.Asking) -> tuple[RawTable, ...]:
        """The answer of a saved query."""
        try:
            return importers.open_place(query.place, query.reading, progress=self._progress)
        except BadImport as error:
            raise BadImport(passwords.without(str(error), query.secret)) from None

    def _as_kept(self, place: str, name: str) -> tuple[RawTable, ...]:
        """The tables read the way a kept mapping of such a file says, if they fit it then."""
        for one in self._kept:
            if one.reading == Reading() or not _of(one, name):
                continue
            try:
                found = importers.open_place(place, one.reading, progress=self._progress)
            except BadImport:
                continue
            if any(raw.header == one.header for raw in found):
                return found
        return ()


def _parts(reading: Reading) -> tuple[str, str]:
    return reading.part, reading.query


def _reading(parts: tuple[str, str], asked: Sequence[Reading]) -> Reading:
    return next(one for one in asked if _parts(one) == parts)


def _of(file: FileMap, name: str) -> bool:
    """Whether a mapping is for files of that name; a sheet's name goes with its workbook's."""
    return any(joins.matches(pattern.partition(" · ")[0], name) for pattern in file.files)


def _wanted(raw: RawTable, members: Sequence[str], notes: list[str]) -> bool:
    """Whether a table is to be looked at: prose that merely lies in a folder is not."""
    if raw.place in members and raw.reading.format == "notes":
        notes.append(f"{raw.name} was left out: it is text, and was not named by itself.")
        return False
    return True


def _named_apart(raws: Sequence[RawTable]) -> Iterator[RawTable]:
    """The tables, each under a name of its own: two tickets.csv are told apart by their folders."""
    names = [raw.name for raw in raws]
    for raw in raws:
        if names.count(raw.name) > 1 and "://" not in raw.place:
            yield replace(raw, name=f"{Path(raw.place).parent.name}/{raw.name}")
        else:
            yield raw


class _Looking:
    """Looks through tables one after the other, telling how far it is in all of them."""

    def __init__(self, raws: Sequence[RawTable], progress: Progress) -> None:
        self._total = sum(raw.about for raw in raws)
        self._progress = progress
        self._done = 0

    def profile(self, raw: RawTable) -> FileProfile:
        """What is in the columns of one table."""
        return profile(raw, self._watched(raw))

    def _watched(self, raw: RawTable) -> Iterator[Chunk]:
        for chunk in importers.chunks(raw, _CHUNK):
            self._done += len(chunk.cells)
            total = max(self._done, self._total)
            self._progress.step(self._done, total, f"Looking through {raw.name}")
            yield chunk


def _name(place: str) -> str:
    """What a place is called; never the whole address of a database, which may hold a password."""
    if saved_query.is_one(place):
        return saved_query.name_of(place)
    return f"{place.partition('://')[0]} database" if "://" in place else Path(place).name
