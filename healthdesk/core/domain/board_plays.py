"""What playbooks did in a period, as a dashboard shows it: counts, and a bar a playbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.widget import Mark, Shown

NAMES: Final = {
    "started": "Started",
    "open": "At work",
    "done": "Done",
    "stopped": "Stopped",
    "worked": "It worked",
    "partly": "Partly",
    "no": "No",
    "too early": "Too early",
    "to tell": "To tell",
}
"""What is counted, in the order in which it is told; the last five are outcomes."""
OUTCOMES: Final = ("worked", "partly", "no", "too early", "to tell")


@dataclass(frozen=True)
class PlayCount:
    """How many runs are one of NAMES, and on which accounts."""

    key: str
    name: str
    runs: int
    accounts: frozenset[str]


@dataclass(frozen=True)
class PlayBar:
    """A playbook's runs in the period: those that began, ended or went on."""

    key: str
    name: str
    runs: int
    open: int
    accounts: frozenset[str]
    worked: int = 0
    told: int = 0


@dataclass(frozen=True, kw_only=True)
class PlayActivity(Shown):
    """Counts and bars; the playbook with most runs first."""

    counts: tuple[PlayCount, ...] = ()
    bars: tuple[PlayBar, ...] = ()


def marks_of(counts: Iterable[PlayCount], bars: Iterable[PlayBar]) -> tuple[Mark, ...]:
    """All that can be pressed."""
    said = [Mark(one.key, f"Runs: {one.name}", one.accounts) for one in counts if one.accounts]
    named = [Mark(one.key, f"Playbook: {one.name}", one.accounts) for one in bars]
    return (*said, *named)
