"""What the frame of the window reads from a desk; imported only once a desk is open, for it brings the services."""

from __future__ import annotations

from dataclasses import dataclass

from healthdesk.core.desk import Tx
from healthdesk.core.domain.views import DeskSummary
from healthdesk.core.services import account, segments, summary


@dataclass(frozen=True)
class Frame:
    """The desk as the top bar says it."""

    summary: DeskSummary
    segments: tuple[str, ...]


def frame(tx: Tx, day: int) -> Frame:
    """Read the desk at a glance and the names of its segments."""
    return Frame(summary.desk_summary(tx, day), segments.names(tx))


def segment_counts(tx: Tx, day: int) -> dict[str, int]:
    """Count the accounts of every segment on a day."""
    return {name: len(segments.members(tx, name, day)) for name in segments.names(tx)}


def account_names(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Name every account, for the command palette: id and name, by name."""
    return account.names(tx)
