"""What keeps health evergreen: late data, old pulses, idle playbooks, a model nobody looked at.

Not here: where they are read and put into words (services/upkeep.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

UpkeepKind = Literal["data", "pulse", "playbook", "model", "retro", "week"]
TITLES: Final[Mapping[UpkeepKind, str]] = {
    "data": "Late data",
    "pulse": "Old pulses",
    "playbook": "Playbooks",
    "model": "Health model",
    "retro": "Churn retros",
    "week": "Weekly review",
}
"""In the order in which they are told: what scores rest on first."""
MARK: Final = "upkeep:"
"""How the keys of marks on them begin."""
MODEL_DAYS: Final = 90
"""Days after which a health model wants to be looked at again."""
RETRO_DAYS: Final = 90
"""Days after a loss in which a retro of it is asked for."""
IDLE_DAYS: Final = 180
"""Days after which a playbook that was neither changed nor started counts as idle."""
WEEK: Final = 7
LEAST_TOLD: Final = 4
"""Outcomes that have to be known before results count as poor."""
_POOR_SHARE: Final = 1 / 3


@dataclass(frozen=True)
class Lookout:
    """One line: what has grown old, what is done about it, whether it was put off.

    Attributes:
        text: the line; `more` are the lines behind it.
        action: the words of what is done about it, "" = nothing but to know it.
        page: the page, and `account_id` the account, where that is done.
        until: the last day that it is put off for, and the reason; None = it is not.
    """

    kind: UpkeepKind
    text: str
    more: tuple[str, ...] = ()
    action: str = ""
    page: str = ""
    account_id: str = ""
    until: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Upkeep:
    """The lines of a day, in the order of `TITLES`, at most one of each kind."""

    day: int
    lines: tuple[Lookout, ...] = ()

    @property
    def open(self) -> tuple[Lookout, ...]:
        """Those that nobody put off."""
        return tuple(one for one in self.lines if one.until is None)

    @property
    def put_off(self) -> tuple[Lookout, ...]:
        """Those that wait for their day."""
        return tuple(one for one in self.lines if one.until is not None)


def is_idle(day: int, changed: int, started: int | None, active: int) -> bool:
    """Whether a playbook was neither changed nor started for long, and none of its runs goes on."""
    last = changed if started is None else max(changed, started)
    return not active and day - last >= IDLE_DAYS


def is_poor(worked: int, told: int) -> bool:
    """Whether enough outcomes are known, and less than a third of them say that it worked."""
    return told >= LEAST_TOLD and worked < told * _POOR_SHARE


def wants_look(day: int, published: int) -> bool:
    """Whether a health model has stood unchanged for so long that it wants to be looked at."""
    return day - published >= MODEL_DAYS
