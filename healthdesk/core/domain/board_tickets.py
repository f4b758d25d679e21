"""Tickets of many accounts as a dashboard shows them: open by age, opened and closed by week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.widget import Shown

AGES: Final = ((0, 2), (3, 7), (8, 14), (15, 30), (31, None))
"""Days since a ticket was opened: from, to."""


@dataclass(frozen=True)
class AgeBand:
    """Open tickets of an age; `most` None: or more."""

    least: int
    most: int | None
    tickets: int
    urgent: int
    accounts: int

    @property
    def key(self) -> str:
        """Names its mark."""
        return f"age:{self.least}"

    @property
    def name(self) -> str:
        """The age in words."""
        if self.most is None:
            return f"over {self.least - 1} days"
        return f"{self.least} to {self.most} days"


@dataclass(frozen=True)
class TicketWeek:
    """Tickets opened and closed from a Monday to `last`."""

    first: int
    last: int
    opened: int
    closed: int


@dataclass(frozen=True, kw_only=True)
class TicketsShown(Shown):
    """Open tickets on a day and the weeks before it; `median` is their age in days."""

    open: int = 0
    urgent: int = 0
    median: Known = None
    ages: tuple[AgeBand, ...] = ()
    weeks: tuple[TicketWeek, ...] = ()
