"""Read models of an account's usage: its metrics, one of them day by day, and what it tells.

Days are day numbers. A value that is not known is None, never 0.
Not here: how they are filled (services/usage_view.py), what finds events (trend.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.trend_view import Record

Known = float | None
FeatureState = Literal["lost", "down", "up", "steady", "new", "rare", "never", "no data"]


@dataclass(frozen=True)
class UsageMetric:
    """A metric as one account knows it; `first` and `last` are None where it has no value."""

    key: str
    name: str
    unit: str = ""
    fill: Literal["zero", "gap"] = "zero"
    feature: bool = False
    watched: bool = False
    """A measure of a published profile reads it."""
    first: int | None = None
    last: int | None = None
    days: int = 0
    """Days with a value."""

    @property
    def used(self) -> bool:
        """Whether the account has any value of it."""
        return self.first is not None


@dataclass(frozen=True)
class UsageSeries:
    """A metric's days from `first` on, one entry a day: what came, and what is normal here."""

    metric: UsageMetric
    first: int
    values: tuple[Known, ...]
    means: tuple[Known, ...]
    """Of the seven days up to each, so that the weekly pattern is taken out."""
    low: tuple[Known, ...]
    high: tuple[Known, ...]
    expected: tuple[Known, ...]
    implied: frozenset[int] = frozenset()
    """Days without a row that count as 0: the feed came, and told no use."""

    @property
    def last(self) -> int:
        """The last day."""
        return self.first + len(self.values) - 1

    def place(self, day: int) -> int | None:
        """The entry of a day, None outside."""
        at = day - self.first
        return at if 0 <= at < len(self.values) else None


@dataclass(frozen=True)
class UsageMark:
    """Something that happened: kind is person, use, touch, override, profile or outcome."""

    day: int
    kind: str
    text: str
    words: str = ""
    """What was said or written, for who looks closer."""


@dataclass(frozen=True)
class WeekdayPattern:
    """Mean of a weekday (Monday first) in the weeks before an event, and since."""

    before: tuple[Known, ...]
    since: tuple[Known, ...]
    weeks: int
    """Weeks that `before` is made of."""
    days: tuple[int, ...]
    """Days with a value behind each mean of `before`."""
    days_since: tuple[int, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A measure before an event and since; without an event `before` is the 28 days before."""

    before: Known
    now: Known


@dataclass(frozen=True)
class PersonUse:
    """One contact's use a day, before and since; None: nothing is known of those days."""

    contact_id: str
    name: str
    before: Known
    since: Known
    left: int | None = None
    last: int | None = None
    """The last day with any use."""
    rows: tuple[int, ...] = ()
    """The stored rows behind both figures."""


@dataclass(frozen=True)
class Steadiness:
    """Marathon or binge: how evenly a metric is used, over days and people."""

    first: int
    bars: tuple[Known, ...]
    active: Pair
    of: int
    """Days that `active.now` is counted in."""
    of_before: int
    top_days: Pair
    weekend: Pair
    top_users: Pair | None
    """None where nobody knows who used what."""
    words: str
    users_metric: str = ""
    windows: tuple[tuple[int, int], tuple[int, int]] = ((0, -1), (0, -1))
    """First and last day of what is before, and of what is now."""


@dataclass(frozen=True)
class SeatMonth:
    """Mean share of the seats used in a month, None where it is not known."""

    first: int
    share: Known


@dataclass(frozen=True)
class SeatUse:
    """Seats paid for and used, mean of 28 days; `why` says what is missing, "" = nothing."""

    metric: str = ""
    seats: Known = None
    used: Known = None
    share: Known = None
    before: Known = None
    before_day: int | None = None
    worth: Known = None
    """What the unused seats cost a year."""
    arr: Known = None
    currency: str = ""
    months: tuple[SeatMonth, ...] = ()
    why: str = ""
    span: int = 28
    key: str = ""
    """Of the metric."""
    rows: tuple[int, ...] = ()
    """The subscriptions in force."""


@dataclass(frozen=True)
class FeatureWeek:
    """A feature, week by week: mean a measured day, its step of the ramp, and the word at its end.

    A value of None is a week in which nothing was measured.
    """

    metric: UsageMetric
    values: tuple[Known, ...]
    steps: tuple[int | None, ...]
    state: FeatureState


@dataclass(frozen=True)
class FeatureWeeks:
    """The features an account has, by week; `weeks` are their Mondays."""

    weeks: tuple[int, ...]
    rows: tuple[FeatureWeek, ...]
    used: int | None
    """Features used in 28 days; None where none was measured."""
    used_before: int | None
    event: int | None = None
    own_scale: bool = False
    """Whether each feature's darkest cell is its own most, not that of all."""


@dataclass(frozen=True)
class Finding:
    """What is to be said under the chart: a sentence, and what stands behind it."""

    title: str
    text: str = ""
    kind: str = ""
    """dip, rise, stopped, or "" where nothing is odd."""
    muted: str = ""


@dataclass(frozen=True)
class UsageView:
    """All that the Usage tab shows of one account as of a day."""

    account_id: str
    name: str
    day: int
    metrics: tuple[UsageMetric, ...] = ()
    series: UsageSeries | None = None
    events: tuple[TrendEvent, ...] = ()
    """Those of the metric in view, newest first."""
    others: tuple[TrendEvent, ...] = ()
    """Those in force of the other watched metrics."""
    shown: TrendEvent | None = None
    """The event that the cards tell about."""
    finding: Finding = field(default_factory=lambda: Finding(""))
    """Of the event in view, or that nothing is odd."""
    marks: tuple[UsageMark, ...] = ()
    weekdays: WeekdayPattern | None = None
    steady: Steadiness | None = None
    seats: SeatUse = field(default_factory=SeatUse)
    features: FeatureWeeks | None = None
    people: tuple[PersonUse, ...] = ()
    records: tuple[Record, ...] = ()
    newest: int | None = None
    """The last day with any value."""
    churned: int | None = None
    began: int | None = None

    @property
    def metric(self) -> UsageMetric | None:
        """The metric in view."""
        return self.series.metric if self.series is not None else None


@dataclass(frozen=True)
class RawUsage:
    """Daily values of all metrics, newest day first; None: no row that day."""

    metrics: tuple[UsageMetric, ...]
    days: tuple[int, ...]
    values: tuple[tuple[Known, ...], ...]
