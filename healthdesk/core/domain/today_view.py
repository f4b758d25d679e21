"""What the page Today shows: the read model of a day, and the looks between which things change."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.band_trend import BandTrend
from healthdesk.core.domain.noise import SmallMove
from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.today import Sorted
from healthdesk.core.domain.views import Band


@dataclass(frozen=True)
class VisitView:
    """A look at Today: its day and time of day, and what it ended with."""

    row: int
    day: int
    time: str
    """"16:52", as the desk's clock had it."""
    done: str = ""
    """The time at which it was closed, "" = it was not."""
    handled: int = 0
    snoozed: int = 0
    left: int = 0


@dataclass(frozen=True)
class LateFeed:
    """A feed that is late: a row among the data problems."""

    key: str
    name: str
    newest: int
    quiet: int
    table: str
    accounts: int
    """Accounts whose score rests on late data, 0 where that cannot be told apart."""


@dataclass(frozen=True)
class Renewal:
    """A renewal to come."""

    account_id: str
    name: str
    band: Band
    arr: float | None
    currency: str
    days: int
    day: int


@dataclass(frozen=True)
class TodayView:
    """Everything on the page; `whole` once trends and people were looked at too."""

    day: int
    since: int
    visit: VisitView | None
    """The look before this one; None = there was none."""
    lists: Sorted
    late: tuple[LateFeed, ...]
    tasks: tuple[TaskView, ...]
    """Due or overdue, the longest overdue first."""
    done_tasks: tuple[TaskView, ...]
    renewals: tuple[Renewal, ...]
    accounts: int
    known: int
    """Accounts in the desk, alive on the day or not."""
    handled: int
    """Rows handled, dismissed or put among the data problems on this day."""
    snoozed_today: int
    look: VisitView | None
    """The look of this day itself."""
    person: str
    """Who works with the desk, as the settings have it."""
    owner: str
    """The name of who all accounts belong to, where it is one."""
    whole: bool = True
    trend: BandTrend | None = None
    """The portfolio by bands."""
    small: tuple[SmallMove, ...] = ()
    """Moves since the last look that are folded: small ones, and scores that hover."""

    @property
    def open_problems(self) -> int:
        """Data problems that nobody took note of yet, late feeds among them."""
        return sum(one.mark is None for one in self.lists.problems) + len(self.late)

    @property
    def left(self) -> int:
        """Rows that nobody has done anything about."""
        return len(self.lists.items)
