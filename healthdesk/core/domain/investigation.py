"""The questions that a moved score is asked, and what a person found: the finding.

Not here: what the desk itself sees (services/checklist.py), how findings are kept (findings.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from healthdesk.core.domain.source_ref import Ref, Sought

TOPICS: Final[Mapping[str, str]] = {
    "data": "Data",
    "model": "Health model",
    "touch": "Touchpoints",
    "people": "People",
    "usage": "Usage",
    "tickets": "Tickets",
    "survey": "Survey",
    "commercial": "Commercial",
}
"""What is looked at, in this order: first whether the number can be trusted, then what happened."""
State = Literal["", "looked", "found"]
Verdict = Literal["", "right", "wrong"]
ACTIONS: Final = ("plan", "task", "note", "dismissed")


@dataclass(frozen=True)
class Seen:
    """What the desk itself sees of a topic: one sentence; `notable` = it may have to do with it."""

    topic: str
    text: str
    notable: bool = False
    refs: tuple[Ref, ...] = ()
    """The rows it was read from."""
    sought: Sought | None = None
    """Where there is no such row: what was looked for."""


@dataclass(frozen=True)
class Check:
    """What a person made of a topic: looked at, or a finding, and words."""

    state: State = ""
    text: str = ""


@dataclass(frozen=True)
class FindingDraft:
    """Why a score moved between two days, as a person writes it."""

    account_id: str
    first: int
    last: int
    hypothesis: str = ""
    checks: Mapping[str, Check] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    """Keys of the rows of the split that it rests on."""


@dataclass(frozen=True)
class FindingView:
    """A finding as it stood on a day."""

    row: int
    draft: FindingDraft
    account_name: str
    made_on: int
    verdict: Verdict = ""
    verdict_on: int | None = None
    action: str = ""
    dismissed_why: str = ""

    @property
    def open(self) -> bool:
        """Nothing came of it yet: no action, and not dismissed."""
        return not self.action

    @property
    def looked(self) -> int:
        """How many topics were looked at."""
        return sum(bool(one.state) for one in self.draft.checks.values())
