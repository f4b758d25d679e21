"""The draft of a load: what was dropped, what a person decided on it so far; nothing is written.

Immutable: every decision gives a new draft, so that undo in the wizard is a list of drafts.
Not here: what a column may become (core/mapping/recognise.py), what an import does (services).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from healthdesk.core.domain.intake import Decisions, Intake, Match, Proposal
from healthdesk.core.domain.views import Conflict, ImportResult, Side, Unmatched

EXCHANGE = "exchange"
"""Key of the entry that stands for all exchange folders and files of a load."""
NAMED = "mapping "
"""What stands before the name of a mapping that was saved on purpose."""
EntryKind = Literal["file", "exchange", "unreadable"]
Spelled = tuple[str, str]
"""A way of naming an account: how, and the text."""
Seen = Mapping[str, Mapping[Spelled, tuple[int, int]]]
"""By file: the accounts that nobody knows, with the number of their rows and the first line."""
SUGGESTED = 0.9
"""From so sure on the best candidate is taken until the person says otherwise."""
LEAD = 0.02
"""By so much it must be ahead of the next one: two that are as near are for the person."""


@dataclass(frozen=True)
class Entry:
    """One line of the list of files."""

    key: str
    kind: EntryKind
    name: str
    title: str
    tables: tuple[str, ...] = ()
    rows: int = 0
    questions: int = 0
    left_out: bool = False


@dataclass(frozen=True)
class Load:
    """Everything that stands between dropping files and pressing Import."""

    places: tuple[str, ...]
    intake: Intake
    chosen: str = ""
    """Key of the file that is shown."""
    decisions: Decisions = field(default_factory=Decisions)
    touched: frozenset[str] = frozenset()
    """Keys of files whose mapping a person changed: looking again leaves them as they are."""
    names: tuple[Unmatched, ...] = ()
    """Every account that a preview did not know, decided ones too, in the order they came up."""
    seen: Seen = field(default_factory=dict)
    """Where those names stand."""
    suggested: frozenset[Spelled] = frozenset()
    """Names for which the best candidate was taken and nobody said otherwise."""
    settled: frozenset[Spelled] = frozenset()
    """Names that were suggested once or decided: nothing is suggested for them again."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The files from top to bottom."""
        return tuple(_entries(self.intake))

    @property
    def proposal(self) -> Proposal | None:
        """The file that is shown, None where it needs no mapping or cannot be read."""
        return self.found(self.chosen)

    @property
    def ready(self) -> tuple[Proposal, ...]:
        """The files with a finished mapping."""
        return tuple(one for one in self.intake.proposals if one.ready)

    @property
    def open_files(self) -> tuple[Proposal, ...]:
        """The files about which something is still to be answered."""
        return tuple(
            one for one in self.intake.proposals if not one.left_out and not _finished(one)
        )

    @property
    def parts(self) -> int:
        """How many files would be imported."""
        return len(self.ready) + len(self.intake.exchange)

    @property
    def can_import(self) -> bool:
        """Whether there is something to import and nothing left to answer."""
        return bool(self.parts) and not self.open_files

    @property
    def recipe(self) -> str:
        """Name of the saved mapping that all files come from, "" where there is none."""
        told = {one.kept for one in self.intake.proposals}
        name = next(iter(told), "")
        return name.removeprefix(NAMED) if len(told) == 1 and name.startswith(NAMED) else ""

    def found(self, key: str) -> Proposal | None:
        """Find a file by its key."""
        return next((one for one in self.intake.proposals if key_of(one) == key), None)

    def side(self, conflict: Conflict) -> Side:
        """Whose value stands, by what was decided here or else by what the preview said."""
        place = (conflict.table, conflict.key, conflict.field)
        rule = self.decisions.rules.get((conflict.table, conflict.field), conflict.side)
        return self.decisions.conflicts.get(place, rule)

    def match(self, by: str, value: str) -> Match | None:
        """What was decided about a way of naming an account."""
        found = (one for one in self.decisions.matches if (one.by, one.value) == (by, value))
        return next(found, None)

    def choose(self, key: str) -> Load:
        """Show another file."""
        return replace(self, chosen=key)

    def with_proposal(self, key: str, proposal: Proposal) -> Load:
        """Change how one file is taken in."""
        changed = tuple(proposal if key_of(one) == key else one for one in self.intake.proposals)
        return replace(
            self,
            intake=replace(self.intake, proposals=changed),
            touched=self.touched | {key, key_of(proposal)},
        )

    def untouched(self, key: str) -> Load:
        """Let a file be mapped anew when it is looked at again."""
        return replace(self, touched=self.touched - {key})

    def with_match(self, match: Match | None, spelled: Spelled) -> Load:
        """Decide whom a name means, or (None) leave it open again."""
        rest = tuple(one for one in self.decisions.matches if (one.by, one.value) != spelled)
        matches = rest if match is None else (*rest, match)
        return replace(
            self,
            decisions=replace(self.decisions, matches=matches),
            suggested=self.suggested - {spelled},
            settled=self.settled | {spelled},
        )

    def with_side(self, conflict: Conflict, side: Side) -> Load:
        """Decide whose value stands in one field."""
        place = (conflict.table, conflict.key, conflict.field)
        conflicts = {**self.decisions.conflicts, place: side}
        return replace(self, decisions=replace(self.decisions, conflicts=conflicts))

    def with_sides(self, conflicts: Iterable[Conflict], side: Side) -> Load:
        """Decide several at once."""
        held: Load = self
        for conflict in conflicts:
            held = held.with_side(conflict, side)
        return held

    def with_rule(self, table: str, name: str, side: Side) -> Load:
        """Decide whose value stands in a field from now on; single decisions on it give way."""
        rules = {**self.decisions.rules, (table, name): side}
        conflicts: Mapping[tuple[str, str, str], Side] = {
            place: held
            for place, held in self.decisions.conflicts.items()
            if (place[0], place[2]) != (table, name)
        }
        decisions = replace(self.decisions, rules=rules, conflicts=conflicts)
        return replace(self, decisions=decisions)

    def with_result(self, result: ImportResult, seen: Seen | None = None) -> Load:
        """Remember the accounts that a preview did not know; take the plainest candidates.

        `seen` says where those names stand, file by file.
        """
        now = {(one.by, one.value): one for one in result.unmatched}
        kept = [now.pop((one.by, one.value), one) for one in self.names]
        decided = {(one.by, one.value) for one in self.decisions.matches}
        still = {(one.by, one.value) for one in result.unmatched} | decided
        names = [one for one in kept if (one.by, one.value) in still]
        held = {file: {**where} for file, where in self.seen.items()}
        for file, where in (seen or {}).items():
            held.setdefault(file, {}).update(where)
        known = replace(self, names=(*names, *now.values()), seen=held)
        return known.with_suggestions(result.unmatched)

    def with_suggestions(self, unmatched: Iterable[Unmatched]) -> Load:
        """Take the best candidate where it is plainly the one meant."""
        taken = {
            (one.by, one.value): Match(one.by, one.value, one.candidates[0].account_id)
            for one in unmatched
            if _is_plain(one) and (one.by, one.value) not in self.settled
        }
        if not taken:
            return self
        matches = (*self.decisions.matches, *taken.values())
        return replace(
            self,
            decisions=replace(self.decisions, matches=matches),
            suggested=self.suggested | taken.keys(),
            settled=self.settled | taken.keys(),
        )

    def names_in(self, file: str) -> tuple[Unmatched, ...]:
        """The unknown names that stand in one file, with its own rows and lines."""
        where = self.seen.get(file)
        if where is None:
            return tuple(one for one in self.names if one.file == file and not self.seen)
        return tuple(
            replace(one, file=file, rows=where[one.by, one.value][0],
                    line=where[one.by, one.value][1])
            for one in self.names
            if (one.by, one.value) in where
        )  # fmt: skip

    def looked_again(self, places: tuple[str, ...], intake: Intake) -> Load:
        """Take in what was found with more files; what a person changed stays as it is."""
        held = {key_of(one): one for one in self.intake.proposals if key_of(one) in self.touched}

        def keep(proposal: Proposal) -> Proposal:
            before = held.get(key_of(proposal))
            same = before is not None and before.raw.header == proposal.raw.header
            return before if same and before is not None else proposal

        merged = replace(intake, proposals=tuple(keep(one) for one in intake.proposals))
        return settled(replace(self, places=places, intake=merged))


def begun(places: tuple[str, ...], intake: Intake) -> Load:
    """Begin a draft with what was found."""
    return settled(Load(places, intake))


def settled(load: Load) -> Load:
    """Show a file that is there: the one with a question first, else the first one."""
    entries = load.entries
    if any(one.key == load.chosen for one in entries):
        return load
    asked = next((one.key for one in entries if one.questions), "")
    first = entries[0].key if entries else ""
    return load.choose(asked or first)


def key_of(proposal: Proposal) -> str:
    """Name a file or a part of one, the same whenever it is looked at."""
    return f"{proposal.raw.place}|{proposal.raw.part}|{proposal.raw.name}"


def rows_of(proposal: Proposal) -> int:
    """How many rows a file holds: counted, or as far as is known."""
    look = getattr(proposal.profile, "file", None)  # recognition's own, of which we know no more
    counted = getattr(getattr(look, "profile", proposal.profile), "rows", None)
    return counted if isinstance(counted, int) else proposal.raw.about


def _finished(proposal: Proposal) -> bool:
    return not proposal.questions and bool(proposal.file.tables)


def _entries(intake: Intake) -> Iterable[Entry]:
    """What takes part, then what cannot be read, then what is left out."""
    if intake.exchange:
        yield Entry(EXCHANGE, "exchange", _last(intake.exchange), "Exchange tables")
    yield from (_entry(one) for one in intake.proposals if not one.left_out)
    for wrong in intake.unreadable:
        yield Entry(f"!{wrong.place}|{wrong.name}", "unreadable", wrong.name, wrong.sentence)
    yield from (_entry(one) for one in intake.proposals if one.left_out)


def _entry(one: Proposal) -> Entry:
    return Entry(
        key_of(one),
        "file",
        one.raw.name,
        f"left out: {one.why}" if one.left_out and one.why else one.title,
        one.tables,
        rows_of(one),
        0 if one.left_out else len(one.questions) or int(not one.file.tables),
        one.left_out,
    )


def _is_plain(name: Unmatched) -> bool:
    """Whether one candidate is sure enough, and no other is about as near."""
    if not name.candidates or name.candidates[0].sure < SUGGESTED:
        return False
    rest = name.candidates[1:]
    return not rest or name.candidates[0].sure - rest[0].sure >= LEAD


def _last(places: tuple[str, ...]) -> str:
    first = places[0].replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return first if len(places) == 1 else f"{first} and {len(places) - 1} more"
