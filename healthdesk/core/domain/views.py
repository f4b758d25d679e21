"""Read models: what services hand out and screens show.

Frozen, sorted, complete, with no behaviour.

Days are day numbers (facts.py). A figure that is not known is None, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from healthdesk.core.domain.source_ref import Ref, Sought

Band = Literal["Strong", "Average", "Poor", "Unknown"]
BANDS: tuple[Band, ...] = ("Strong", "Average", "Poor", "Unknown")


@dataclass(frozen=True)
class TableCount:
    """What an import did to one table."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    waiting: int = 0
    """Rows whose account nobody knows yet: kept in the desk until a person decides."""


@dataclass(frozen=True)
class Reject:
    """One rejected row: `line` counts from 1, the header being line 1; `column` may be empty."""

    file: str
    line: int
    column: str
    value: str
    reason: str


Side = Literal["here", "file"]
"""Whose value stands: the one typed here, or the one in the file."""


@dataclass(frozen=True)
class Candidate:
    """An account that a name may mean; `sure` 0 to 1."""

    account_id: str
    name: str
    sure: float


@dataclass(frozen=True)
class Unmatched:
    """One way of naming an account that nobody knows, with all its rows."""

    by: str
    value: str
    rows: int
    file: str
    line: int
    """The first of its rows."""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """A value typed here that a file disagrees with."""

    table: str
    key: str
    """The row as the source names it: "T-4471"."""
    field: str
    here: str
    here_day: int
    file_value: str
    file: str
    line: int
    side: Side
    """Which one stands as things are decided now."""


@dataclass(frozen=True)
class FieldChange:
    """One field of one row that an import changes; texts as shown ("" = empty)."""

    file: str
    line: int
    table: str
    key: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class FileResult:
    """What one file did or would do, by table; `waiting` rows have no known account."""

    name: str
    tables: dict[str, TableCount]
    waiting: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    """How many changed rows changed a field: {"tickets.closed_on": 41}."""


@dataclass(frozen=True)
class ImportResult:
    """One import, done or rehearsed. `batch` is None for a dry run.

    `rejects` is cut at 1,000, the file is not.
    """

    batch: int | None
    dry_run: bool
    tables: dict[str, TableCount]
    rejects: tuple[Reject, ...]
    rejects_file: str | None
    notes: tuple[str, ...] = ()
    files: tuple[FileResult, ...] = ()
    """By file, in the order in which they were given."""
    changes: tuple[FieldChange, ...] = ()
    """What changes in rows that were there, cut at 1,000."""
    unmatched: tuple[Unmatched, ...] = ()
    """Accounts that nobody knows; their rows wait."""
    conflicts: tuple[Conflict, ...] = ()
    words: int = 0
    """Words of sources on fields that an order decides which they did not say before, whether they
    win or not."""
    overruled: int = 0
    """Values that are kept as what a source says, and not in force: another source wins."""


@dataclass(frozen=True)
class BatchView:
    """One batch in the history of imports, newest first; `at` is an ISO instant."""

    batch: int
    at: str
    files: tuple[str, ...]
    tables: dict[str, TableCount]
    undone: bool
    rejects_file: str | None = None
    undone_files: tuple[str, ...] = ()
    """Those of its files that were taken back by themselves, or with all of it."""


@dataclass(frozen=True)
class TableContents:
    """How much of one exchange table the desk holds; `newest` is None where rows have no day."""

    name: str
    rows: int
    newest: int | None = None


@dataclass(frozen=True)
class OverrideView:
    """A person's judgement, resolved: a band has its middle as score, a score has its band."""

    band: Band
    score: float
    reason: str
    until: int
    by: str = ""


@dataclass(frozen=True)
class MeasureView:
    """One measure in one account's score on a day.

    `reading` is None when missing; `points` then those of its policy, or None (skipped, weight
    0). `weight` is the effective weight (they add up to 1), `contribution` = weight x points,
    `costs` = weight x (100 - points).
    """

    key: str
    name: str
    dimension: str
    reading: float | str | None
    points: float | None
    weight: float
    contribution: float
    costs: float
    kind: str = ""
    unit: str = ""
    over: str = ""
    """What the reading spans, in words: "28 days", "as of 23 Nov", "3 answers"."""
    shown: str = ""
    """The reading as words and figures: "34 days", "7 of 12", "+33"."""
    age: int | None = None
    """Days since the newest fact behind it, where that means something."""
    late: str = ""
    """Why it may not be read as it stands: "Usage: no data since 20 Feb, 17 days"."""
    scale: str = ""
    """Which readings earn how many points: "0 = 0, 10 = 50, 30 or more = 100 points"."""
    aged: str = ""
    """How old the newest fact behind it is, in words: "newest fact 2 days old"."""


@dataclass(frozen=True)
class DimensionView:
    """One dimension: `points` None when nothing in it is present.

    Weight and contribution of its measures summed.
    """

    key: str
    name: str
    points: float | None
    weight: float
    contribution: float
    costs: float
    measures: tuple[MeasureView, ...]
    layer: str = ""


@dataclass(frozen=True)
class ScoreView:
    """An account's score on a day, in full (`scores` of the command line)."""

    account_id: str
    name: str
    day: int
    profile: str
    version: int
    score: float | None
    shown: int | None
    band: Band
    coverage: float
    computed: float | None
    """Score before the override (after caps), None where there is none."""
    uncapped: float | None
    dimensions: tuple[DimensionView, ...]
    caps: tuple[str, ...] = ()
    override: OverrideView | None = None
    restated: bool = False
    """Asked as reported, but the desk had no record of that day."""


@dataclass(frozen=True)
class DayScore:
    """One day of a history."""

    day: int
    score: float | None
    shown: int | None
    band: Band
    profile: str
    version: int
    restated: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened on a day of a history.

    Kind is profile, override, touch, ticket, survey, outcome, milestone, work or trend.
    """

    day: int
    kind: str
    text: str


@dataclass(frozen=True)
class HistoryView:
    """Daily scores of an account, with the marks that belong on its chart."""

    account_id: str
    days: tuple[DayScore, ...]
    marks: tuple[Mark, ...]
    strong: float
    average: float


@dataclass(frozen=True)
class WhyRow:
    """One row of the exact split; kind is reading, weight, caps, override, profile or rounding."""

    kind: str
    key: str
    points: float
    text: str
    name: str = ""
    dimension: str = ""
    before: str = ""
    after: str = ""
    late: str = ""
    """The feed behind it is late: its sentence; the row rests on missing data."""


@dataclass(frozen=True)
class WhyView:
    """Why a score changed between two days: rows add up to `change` within 1e-9."""

    account_id: str
    first: int
    last: int
    score_from: float | None
    score_to: float | None
    change: float | None
    rows: tuple[WhyRow, ...]
    sentence: str = ""
    """One plain sentence: the direction and the main reason."""
    model_change: float | None = None
    """Restated: what a changed model moved the score by as it was reported; None = nothing."""
    bands: tuple[str, str] | None = None
    """The bands then and now, where the model gives no number: scores are what ranks stand for."""


@dataclass(frozen=True)
class EvidenceRow:
    """One fact behind a reading; `row` and `table` find it in the desk."""

    day: int | None
    text: str
    value: str = ""
    table: str = ""
    row: int = -1


@dataclass(frozen=True)
class SourceLine:
    """Where evidence came from: a file of a batch, the lines in it, the day it was imported."""

    file: str
    lines: str
    day: int
    batch: int | None


@dataclass(frozen=True)
class EvidenceView:
    """What moved one measure between two days.

    A daily series where there is one, facts, sources.
    """

    key: str
    title: str
    days: tuple[int, ...] = ()
    values: tuple[float | None, ...] = ()
    unit: str = ""
    rows: tuple[EvidenceRow, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    total_rows: int = 0
    windows: tuple[tuple[int, int], ...] = ()
    """First and last day of each stretch that the measure looked at, if it looks at windows."""
    refs: tuple[Ref, ...] = ()
    """The stored rows behind it, the facts first, then daily values."""
    metric: str = ""
    """The metric whose daily values it shows, "" = none."""
    sought: Sought | None = None
    """Told where no row stands behind it."""


@dataclass(frozen=True)
class AccountRow:
    """One line of the Accounts table.

    `line` holds the last 28 days' shown scores, None where there was none.
    """

    account_id: str
    name: str
    score: float | None
    shown: int | None
    band: Band
    change: int | None
    """Shown score now minus 28 days ago."""
    line: tuple[int | None, ...]
    arr: float | None
    currency: str
    renewal_days: int | None
    renewal_day: int | None
    reason: str
    touch_days: int | None
    coverage: float
    capped: bool = False
    overridden: bool = False
    stale: bool = False
    """The score rests on missing data: a feed is late, or this account's own usage stopped."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Every attribute as text, for columns to choose from."""
    bands: str = ""
    """The bands of the days of `line`, a letter each: S, A, P, U; "-" where there was no score."""
    quiet_days: int = 0
    """Days since its own steady usage feed stopped; 0 = it runs, or every feed is late."""
    bounds: tuple[float, float] = (40.0, 70.0)
    """The scores from which its health model says Average and Strong."""


@dataclass(frozen=True)
class AccountsView:
    """The Accounts table on a day, unsorted rows.

    `attributes` = (key, kind) of every column that can be chosen.
    """

    day: int
    rows: tuple[AccountRow, ...]
    attributes: tuple[tuple[str, str], ...]
    total: int
    """Accounts alive on the day, before the segment was applied."""


@dataclass(frozen=True)
class AccountHeader:
    """The head of an account's page."""

    account_id: str
    name: str
    day: int
    score: ScoreView | None
    change: int | None
    arr: float | None
    currency: str
    renewal_days: int | None
    renewal_day: int | None
    touch_days: int | None
    touch_day: int | None
    tier: str
    stage: str
    owner: str
    pulse: tuple[float, int] | None
    """Latest pulse set by a person: value and day."""
    churned: int | None = None
    parent: str = ""
    first_day: int | None = None
    quiet_days: int = 0
    """Days since a steady usage feed stopped, so that the score rests on missing data.

    0 = it runs.
    """
    late: tuple[str, ...] = ()
    """Feeds behind the score that are late, each in words: it rests on missing data."""
    pulse_inherited: str = ""
    """What is said of a pulse that came with the account from somebody else, "" = nothing."""


@dataclass(frozen=True)
class LayerView:
    """One of the three layers of a score: usage, said, felt; points None when nothing is there."""

    key: str
    name: str
    points: float | None


@dataclass(frozen=True)
class CompositionView:
    """What a score is made of, and where its layers disagree (`sentence`)."""

    score: ScoreView
    layers: tuple[LayerView, ...]
    sentence: str
    profile_name: str = ""
    average: float = 40.0
    """The profile's thresholds: where Average and Strong begin."""
    strong: float = 70.0
    switch: str = ""
    """Until when this profile scores the account, where its age decides that."""


@dataclass(frozen=True)
class DeskSummary:
    """The desk at a glance, for the top bar and the status line."""

    name: str
    accounts: int
    newest_day: int | None
    """The newest day any usage, answer, ticket or touchpoint speaks of."""
    late: tuple[str, ...]
    """Sources whose newest fact is older than their own rhythm, each in words."""
    packs: tuple[str, ...] = ()
    """Sources that came by a handover pack alone, each in words."""
    pack_day: int | None = None
    """The day of the newest such pack, where nothing came in another way."""
