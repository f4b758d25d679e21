"""Which accounts count as at risk, and why: four reasons, each of which a person may leave out.

    health     the band is Poor
    falling    the score fell by `fall` points or more in 28 days, and not for want of data
    renewal    a contract ends within `ahead` days, and the band is not Strong
    forecast   a coming renewal is said to be at risk, or lost

An account that pays nothing puts no ARR at risk and is left out; one whose ARR is not known stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.views import AccountRow

REASONS: Final = ("health", "falling", "renewal", "forecast")
FALL: Final = 10
AHEAD: Final = 90
SAID: Final = frozenset({"at risk", "lost"})
"""Categories of a forecast that count."""


@dataclass(frozen=True)
class RiskRule:
    """Which reasons count, and from where on."""

    reasons: tuple[str, ...] = REASONS
    fall: int = FALL
    ahead: int = AHEAD

    def why(self, row: AccountRow, said: str, names: BandNames = USUAL) -> tuple[str, ...]:
        """Why an account is at risk, the gravest first; () = it is not.

        Args:
            row: the account as it stands on the day.
            said: what was said last of a coming renewal, "" = nothing.
            names: what the desk calls its bands.
        """
        if row.arr == 0:
            return ()
        told = {
            "forecast": f"forecast: {said}" if said in SAID else "",
            "health": names.poor if row.band == "Poor" else "",
            "renewal": self._renews(row, names),
            "falling": self._falls(row),
        }
        return tuple(word for key, word in told.items() if word and key in self.reasons)

    def words(self, names: BandNames = USUAL) -> str:
        """The rule as a sentence."""
        told = {
            "health": f"is {names.poor}",
            "falling": f"fell by {self.fall} points or more in 28 days",
            "renewal": f"renews within {self.ahead} days and is not {names.strong}",
            "forecast": "has a renewal forecast at risk or lost",
        }
        some = [told[one] for one in REASONS if one in self.reasons]
        return f"An account is at risk that {', or that '.join(some)}." if some else ""

    def _renews(self, row: AccountRow, names: BandNames) -> str:
        days = row.renewal_days
        if days is None or not 0 <= days <= self.ahead or row.band == "Strong":
            return ""
        band = "" if row.band == "Poor" else f", {names.of(row.band)}"
        return f"renews in {days} days{band}" if days != 1 else f"renews in 1 day{band}"

    def _falls(self, row: AccountRow) -> str:
        if row.change is None or row.change > -self.fall or row.stale:
            return ""
        return f"fell by {-row.change} in 28 days"
