"""A pulse that a person set, held against the score that was computed: where the two disagree.

Neither is the truth. Which of them outcomes bear out is another question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.pulse import pulse_band
from healthdesk.core.domain.views import AccountRow, Band

STALE: Final = 90
"""Days after which a pulse says nothing of today."""
_ORDER: Final[dict[Band, int]] = {"Poor": 0, "Average": 1, "Strong": 2}


@dataclass(frozen=True)
class Pulse:
    """The newest pulse of an account as of a day."""

    row: int
    value: float
    day: int
    by: str = ""
    note: str = ""

    @property
    def band(self) -> Band:
        """The word for it."""
        return pulse_band(self.value)

    @property
    def points(self) -> float:
        """It on the scale of a score."""
        return (self.value + 1) * 50


def steps_apart(pulse: Pulse, row: AccountRow) -> int | None:
    """Bands from the score up to the pulse, negative: the pulse is lower; None = no score."""
    if row.band not in _ORDER:
        return None
    return _ORDER[pulse.band] - _ORDER[row.band]


def gap(pulse: Pulse, row: AccountRow) -> float:
    """Points between pulse and score, 0 where both are in one band or there is no score."""
    if not steps_apart(pulse, row) or row.score is None:
        return 0.0
    return abs(pulse.points - row.score)


def is_stale(pulse: Pulse, day: int) -> bool:
    """Whether a pulse is too old to say anything of a day."""
    return day - pulse.day > STALE
