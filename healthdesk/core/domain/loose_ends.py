"""What was begun and left: things of all accounts that wait for a word, none of them urgent.

Not here: where they are read (services/loose_ends.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.views import Band

EndKind = Literal["promise", "plan", "finding", "alone", "pulse", "stale"]
_TITLES: Final[Mapping[EndKind, str]] = {
    "promise": "Promises due",
    "plan": "Get-well plans to close",
    "finding": "Findings without action",
    "alone": "{strong}, and left alone",
    "pulse": "Pulse against score",
    "stale": "Old pulses",
}
"""In the order in which they are told: what was promised first."""


def titles(names: BandNames = USUAL) -> Mapping[EndKind, str]:
    """What each kind is called, in the order in which they are told."""
    return {kind: title.format(strong=names.strong) for kind, title in _TITLES.items()}


@dataclass(frozen=True)
class LooseEnd:
    """One of them, with the place on the account's page where something is done about it."""

    kind: EndKind
    account_id: str
    name: str
    band: Band | None
    text: str
    tab: str
    grave: bool = False
    """Whether its day is over, or both sides are two bands apart."""


@dataclass(frozen=True)
class LooseEnds:
    """Those of a day, in the order of `titles`, the gravest of a kind first."""

    day: int
    ends: tuple[LooseEnd, ...]

    def of(self, kind: EndKind) -> tuple[LooseEnd, ...]:
        """Those of a kind."""
        return tuple(one for one in self.ends if one.kind == kind)
