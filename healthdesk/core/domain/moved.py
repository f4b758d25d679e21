"""What an import moved: read models of scores before and after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from healthdesk.core.domain.trend_event import TrendKind
from healthdesk.core.domain.views import Band


@dataclass(frozen=True, eq=False)
class ScoresThen:
    """The scores of a day as they stood before something was written; small enough to hold."""

    day: int
    records: Mapping[str, Any]
    """By account id, as "as reported" keeps them; their form is the services' affair."""
    turned: frozenset[tuple[str, str, str]] | None
    """What lasted: account, metric, and whether it dips, rises or stopped; None = not known."""


@dataclass(frozen=True)
class Turn:
    """Use of an account that dips, rises or has stopped since something was written."""

    account_id: str
    kind: TrendKind
    text: str
    """What it does, in a sentence."""


@dataclass(frozen=True)
class MovedAccount:
    """An account whose shown score or band is another one; None where it had or has none."""

    account_id: str
    name: str
    shown_before: int | None
    shown_after: int | None
    band_before: Band | None
    band_after: Band | None
    reason: str
    """What moved it most, in words."""
    turn: Turn | None = None
    """A dip, rise or stop of its use that began with this; the newest of several."""

    @property
    def change(self) -> int | None:
        """Points of the shown score, None where one end is missing."""
        if self.shown_before is None or self.shown_after is None:
            return None
        return self.shown_after - self.shown_before

    @property
    def new(self) -> bool:
        """Whether it was not scored at all before."""
        return self.band_before is None


@dataclass(frozen=True)
class Moved:
    """What moved on a day: rows by size of the change, the largest first; new accounts last."""

    day: int
    rows: tuple[MovedAccount, ...]
    unchanged: int
    """Accounts scored before and after whose shown score and band are the same."""
    sentence: str
    """All of it in one line: "12 of 443 scores moved, 3 into another band; 2 accounts now dip"."""
    turns: tuple[Turn, ...] = ()
    """Dips, rises and stops that began with this, the newest of each account."""

    @property
    def new(self) -> int:
        """Accounts scored for the first time."""
        return sum(one.new for one in self.rows)

    @property
    def gone(self) -> int:
        """Accounts that are scored no longer."""
        return sum(one.band_after is None for one in self.rows)

    @property
    def other_band(self) -> int:
        """Accounts scored before and after that are in another band now."""
        return sum(
            one.band_before is not None
            and one.band_after is not None
            and one.band_before != one.band_after
            for one in self.rows
        )

    def turned(self, kind: TrendKind) -> int:
        """Accounts whose use began to dip or to rise, or stopped, with this."""
        return sum(one.kind == kind for one in self.turns)
