"""Human touches of many accounts as a dashboard shows them: how many a week, whom they reached."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.widget import Shown


@dataclass(frozen=True)
class TouchWeek:
    """Touches from a Monday to `last`: live ones (calls, meetings), and what was written."""

    first: int
    last: int
    live: int
    written: int

    @property
    def live_key(self) -> str:
        """Names the mark of the live ones."""
        return f"live:{self.first}"

    @property
    def written_key(self) -> str:
        """Names the mark of the rest."""
        return f"written:{self.first}"


@dataclass(frozen=True, kw_only=True)
class TouchesShown(Shown):
    """The touches of the period.

    Attributes:
        before: touches of as many days before it.
        reached: accounts with any touch, of those there on the day.
        missed: accounts there on the day without one.
        two_way: the share in which they spoke to us; None where no direction is known.
    """

    touches: int = 0
    before: int = 0
    reached: int = 0
    missed: int = 0
    two_way: Known = None
    weeks: tuple[TouchWeek, ...] = ()
