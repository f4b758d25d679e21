"""How commands tell of milestones that usage stamped."""

from __future__ import annotations

from collections.abc import Sequence

from healthdesk.cli.output import Json
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.stamp import FoundStamp


def document(stamps: Sequence[FoundStamp]) -> list[Json]:
    """The stamps for programs; `done_on` is null where usage shows it no longer."""
    return [
        {"account_id": one.account_id, "milestone": one.milestone, "done_on": _iso(one.day)}
        for one in stamps
    ]


def sentence(one: FoundStamp) -> str:
    """One of them in words."""
    day = _iso(one.day)
    told = "usage shows it no longer; its stamp was taken away" if day is None else day
    if day is not None and one.before is not None:
        told = f"{day} by usage, not {_iso(one.before)}"
    elif day is not None:
        told = f"stamped by usage, {day}"
    return f"{one.account_id}: {one.milestone}: {told}."


def _iso(day: int | None) -> str | None:
    return None if day is None else to_date(day).isoformat()
