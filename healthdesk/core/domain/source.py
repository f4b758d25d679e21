"""Where data comes from by itself, and whether it still comes: read models of sources and feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["folder", "query"]


@dataclass(frozen=True)
class Feed:
    """One stream of facts: usage of one origin, surveys, tickets...

    Its newest day as of a day, and whether it is late by its own rhythm.
    """

    key: str
    """ "usage", "usage:2" (a second origin), "surveys", "tickets"..."""
    name: str
    """As in sentences: "usage", "usage from events.csv", "survey answers"."""
    table: str
    """The exchange table."""
    newest: int
    """The newest day that has any."""
    pause: int | None
    """Days that usually pass without new ones, weekends left out where it has none; None = it
    has no rhythm yet."""
    quiet: int
    """Days since the newest."""
    late: bool
    sentence: str
    """ "usage: no data since 20 Feb, 17 days"; for one that runs "usage: data to 8 Mar"."""
    metrics: tuple[str, ...] = ()
    """For usage: the metrics of this origin."""
    pack: int | None = None
    """The day of the handover pack that brought it, where nothing else did."""


@dataclass(frozen=True)
class OpenQuestion:
    """A file that was not taken in because only a person can answer something about it."""

    place: str
    """Its path, to open the wizard with; a database's source by its id."""
    name: str
    text: str
    """ "tickets.csv: Day or month first? (column Opened)"."""


@dataclass(frozen=True)
class SourceView:
    """A watched folder or a saved query, and how it fares."""

    id: int
    name: str
    kind: SourceKind
    place: str
    """The folder, or the database's address without its password."""
    asks: str
    """The table or query; "" for folders."""
    mapping: str
    """Name of the mapping it always uses; "" = what the desk has learned."""
    on_start: bool
    every: int
    """Minutes between refreshes while the app runs; 0 = only when asked."""
    last_at: str | None
    """ISO instant at which it last brought rows."""
    last_batch: int | None
    last_rows: int
    """New and changed rows of that batch."""
    last_error: str
    """Why the last refresh failed, "" = it did not."""
    questions: tuple[OpenQuestion, ...] = ()
    """What waits for a person."""
    password: bool = False
    """Whether its address needs a password that the desk does not hold."""


@dataclass(frozen=True)
class RefreshResult:
    """One refresh of one source."""

    source: int
    name: str
    batch: int | None
    """The batch it made; None = nothing came."""
    new: int = 0
    changed: int = 0
    rejected: int = 0
    files: tuple[str, ...] = ()
    """Files that were taken in."""
    busy: tuple[str, ...] = ()
    """Files still being written: left for the next time."""
    questions: tuple[OpenQuestion, ...] = ()
    error: str = ""
    password: bool = False
    """It stopped because a password is needed."""
    sentence: str = ""
    """What happened, in one line."""
