"""Reads what the page of successplays shows, on a reader's thread; no Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from healthdesk.core.desk import Tx
from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.play import Goal, Play
from healthdesk.core.domain.play_faults import PlayFault, PlayKnown, faults
from healthdesk.core.domain.play_rehearsal import Strip, Would
from healthdesk.core.domain.play_view import PlayRow, PlayVersionRow
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.domain.trigger import Triggers
from healthdesk.core.services import (
    accounts_new,
    play_reading,
    play_rows,
    playbooks,
    plays,
    segment_fields,
    segments,
)
from healthdesk.core.triggers import CATALOGUE
from healthdesk.gui.pages.plays.editor.why_says import WhySays, says_of

_MOST_GOALS: Final = 12


@dataclass(frozen=True)
class Shelf:
    """Every play, those that came with the program and are not there, and whether all are stopped.

    Attributes:
        waiting: suggestions that wait for a yes.
        stopped: the day on which all were stopped; None = they are not.
    """

    rows: tuple[PlayRow, ...]
    missing: tuple[Play, ...] = ()
    waiting: int = 0
    stopped: int | None = None


@dataclass(frozen=True)
class Bench:
    """What the editor of a play starts from and offers.

    Attributes:
        live: as it is live; None = never yet.
        segments: names, each with how many are in it.
        playbooks: names, each with the version that is published.
        goals: those of other plays.
        told: what is wrong or unwise in the draft, also how its goal stands today.
    """

    row: PlayRow
    draft: Play
    live: Play | None
    versions: tuple[PlayVersionRow, ...] = ()
    known: PlayKnown = field(default_factory=PlayKnown)
    told: tuple[PlayFault, ...] = ()
    choices: tuple[FieldChoice, ...] = ()
    segments: tuple[tuple[str, int], ...] = ()
    playbooks: tuple[tuple[str, int], ...] = ()
    metrics: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    attributes: tuple[tuple[str, str], ...] = ()
    owners: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    triggers: Triggers = field(default_factory=lambda: CATALOGUE)
    stopped: bool = False

    def faults_of(self, play: Play) -> tuple[PlayFault, ...]:
        """What is wrong or unwise in a play that is being worked on."""
        if play == self.draft:
            return self.told
        return faults(play, self.triggers, self.known)


@dataclass(frozen=True)
class Matches:
    """For how many accounts a play holds now, before it is switched on."""

    name: str
    count: int
    words: str
    existing: bool
    a_day: int
    suggests: bool


@dataclass(frozen=True)
class WhyOf:
    """Of what somebody wants to know why: an account of a rehearsal, a firing or none, a day."""

    play: Play
    strip: Strip
    would: Would | None
    day: int


def read_shelf(tx: Tx, day: int) -> Shelf:
    """Read the list as of a day."""
    rows = plays.overview(tx, day)
    waiting = sum(row.waiting for row in rows)
    return Shelf(rows, plays.missing_starters(tx), waiting, play_rows.stopped_on(tx))


def read_bench(tx: Tx, name: str, day: int) -> Bench:
    """Read all that the editor of a play needs.

    Raises:
        NotFound: It is gone.
        BadDocument: This version of the program cannot read it.
    """
    rows = plays.overview(tx, day)
    row = next((one for one in rows if one.name == name), None)
    if row is None:
        raise NotFound(f"No play is called “{name}” any more.")
    choices = segment_fields.choices(tx, day)
    titles = {one.key: one.title for one in choices}
    draft = plays.draft(tx, name)
    return Bench(
        row,
        draft,
        plays.document(tx, name) if row.version else None,
        plays.versions(tx, name) if row.version else (),
        play_reading.known(tx),
        play_reading.faults(tx, draft, day),
        choices,
        tuple((one.name, one.count or 0) for one in segments.overview(tx, day)),
        tuple((one.name, one.version) for one in playbooks.overview(tx, day) if not one.archived),
        {key: title for one in choices for key, title in one.choices if one.options},
        tuple((key, title) for key, title in titles.items() if ":" not in key),
        accounts_new.owners(tx),
        _goals(tx, rows, name),
        CATALOGUE,
        play_rows.stopped_on(tx) is not None,
    )


def _goals(tx: Tx, rows: tuple[PlayRow, ...], name: str) -> tuple[Goal, ...]:
    """Goals of the other plays, each once."""
    found: dict[str, Goal] = {}
    for row in rows:
        if row.goal and row.name != name and not row.broken:
            try:
                goal = plays.draft(tx, row.name).goal
            except BadDocument:
                continue
            if goal is not None:
                found.setdefault(goal.name, goal)
    return tuple(found.values())[:_MOST_GOALS]


def read_accounts(tx: Tx, day: int) -> tuple[tuple[str, str], ...]:
    """Id and name of the accounts that are alive, by name."""
    # Not at the top: the list of accounts brings scores, which only a firing by hand wants.
    from healthdesk.core.services import accounts  # noqa: PLC0415

    rows = accounts.accounts_table(tx, day, None).rows
    found = ((row.account_id, row.name) for row in rows)
    return tuple(sorted(found, key=lambda one: one[1].casefold()))


def read_matches(tx: Tx, name: str, day: int) -> Matches:
    """Count for how many accounts a play holds now."""
    play = plays.document(tx, name)
    state = CATALOGUE[play.cause.kind].SPEC.shape == "state"
    words = "Today it holds for" if state else "In the past 30 days it happened at"
    count = play_reading.holding(tx, play, day)
    suggests = play.mode == "suggest"
    return Matches(name, count, words, play.existing, play.brakes.a_day, suggests)


def read_why(tx: Tx, asked: WhyOf) -> WhySays:
    """Why a play would have fired at an account of a rehearsal, or why not."""
    return says_of(tx, asked.play, asked.strip, asked.would, asked.day)
