"""What the tab People shows of an account, and what others may know of its people."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.attendance import NOBODY_MET, Attendance
from healthdesk.core.domain.people import Asked, Balance, Cell, Last, Person, Replies, Used
from healthdesk.core.domain.people_alerts import Kind


@dataclass(frozen=True)
class PeopleAlert:
    """Something about an account's people that deserves care, in words."""

    account_id: str
    kind: Kind
    title: str
    text: str
    contacts: tuple[str, ...] = ()
    """Ids of the contacts it is about, the first one first."""
    since: int | None = None
    """The day from which it holds, where that is known."""


@dataclass(frozen=True)
class PersonLine:
    """A contact with their months."""

    person: Person
    cells: tuple[Cell, ...]
    last: Last
    touches: int = 0
    """Touches ever, and within the months shown."""
    asked: Asked | None = None
    used: Used | None = None
    successor: str = ""
    """The name of who came after them."""
    waits_since: int | None = None
    """The day of what we sent last and got no answer to."""
    meetings: Attendance = NOBODY_MET
    """Those of 90 days that they were at or asked to."""
    invited: tuple[int, ...] = ()
    """Touchpoints of the meetings of a year that they were asked to, the newest first."""


@dataclass(frozen=True)
class WaitingView:
    """Something we sent that has no answer yet: to whom, when, and its row."""

    contact_id: str
    name: str
    day: int
    row: int


@dataclass(frozen=True)
class PathStep:
    """Who has a part in the renewal: `by_role` where only their role says so."""

    part: str
    people: tuple[PersonLine, ...]
    by_role: bool = False


@dataclass(frozen=True)
class InTouch:
    """How many contacts were on touches: of how many there are, and in the window before."""

    now: int
    of: int
    before: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class PeopleView:
    """Everything the tab shows, as known on a day."""

    account_id: str
    day: int
    cadence: int
    cadence_said: str
    """Where the cadence comes from: account, desk, tier or default."""
    months: tuple[int, ...]
    lines: tuple[PersonLine, ...]
    totals: tuple[Cell, ...]
    in_touch: InTouch
    balance: Balance
    balance_before: Balance
    """As it was 28 days ago."""
    balance_rows: tuple[int, ...]
    waiting: tuple[WaitingView, ...]
    replies: Replies
    last_touch: int | None
    last_rows: tuple[int, ...]
    renewal: int | None
    path: tuple[PathStep, ...]
    alerts: tuple[PeopleAlert, ...]
    never_asked: tuple[str, ...] = ()
    """Names of who never answered a survey."""
    late_asked: tuple[str, ...] = ()
    """Names of who did not for 180 days."""
    meetings: Attendance = NOBODY_MET
    """Those of 90 days."""

    def line(self, contact_id: str) -> PersonLine | None:
        """The line of a contact."""
        found = (one for one in self.lines if one.person.contact_id == contact_id)
        return next(found, None)
