"""Reads what waits and what is likely double; on reader threads, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthdesk.core.domain.duplicate import DuplicateGroup, Kind, MergeView
from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.views import ImportResult, Unmatched
from healthdesk.core.domain.waits import WaitingPersons

if TYPE_CHECKING:  # the desk brings SQLAlchemy, which the first paint does not wait for
    from healthdesk.core.desk import Tx


@dataclass(frozen=True)
class Doubles:
    """Likely duplicates of one kind, and the merges of any kind that stand."""

    kind: Kind
    groups: tuple[DuplicateGroup, ...]
    merges: tuple[MergeView, ...]


@dataclass(frozen=True)
class Waits:
    """What waits: for a person's word, and for contacts that an import brings."""

    names: tuple[Unmatched, ...]
    persons: tuple[WaitingPersons, ...]


def read_waiting(tx: Tx) -> Waits:
    """Read the names that nobody knows, and what persons used whom nobody knows."""
    from healthdesk.core.services import waiting  # noqa: PLC0415 - brings SQLAlchemy

    return Waits(waiting.listed(tx), waiting.of_persons(tx))


def read_doubles(tx: Tx, kind: Kind) -> Doubles:
    """Look for likely duplicates."""
    from healthdesk.core.services import duplicates  # noqa: PLC0415 - brings SQLAlchemy

    return Doubles(kind, duplicates.found(tx, kind), duplicates.merges(tx))


@op("Settle waiting rows")
def settle(tx: Tx, matches: Sequence[Match], *, progress: Progress | None = None) -> ImportResult:
    """Bring waiting rows in, or leave them out."""
    from healthdesk.core.services import waiting  # noqa: PLC0415 - brings SQLAlchemy

    return waiting.settle(tx, matches, progress=progress)


@op("Merge")
def merge(tx: Tx, kind: Kind, keep: str, gone: Sequence[str]) -> int:
    """Make one record of several."""
    from healthdesk.core.services import duplicates  # noqa: PLC0415 - brings SQLAlchemy

    return duplicates.merge(tx, kind, keep, gone)


@op("Undo merge")
def unmerge(tx: Tx, merge_id: int) -> None:
    """Make two of one again."""
    from healthdesk.core.services import duplicates  # noqa: PLC0415 - brings SQLAlchemy

    duplicates.unmerge(tx, merge_id)


@op("Keep apart")
def keep_apart(tx: Tx, kind: Kind, ids: Sequence[str]) -> None:
    """Remember that records are not the same, each with each."""
    from healthdesk.core.services import duplicates  # noqa: PLC0415 - brings SQLAlchemy

    for at, one in enumerate(ids):
        for other in ids[at + 1 :]:
            duplicates.keep_apart(tx, kind, one, other)
