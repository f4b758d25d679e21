"""Read models of likely duplicates and of merges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["accounts", "contacts"]


@dataclass(frozen=True)
class DuplicateMember:
    """One record of a group; `fields` are shown side by side, in the same order in each."""

    id: str
    name: str
    fields: tuple[tuple[str, str], ...]
    """Label and text, "" where nothing is known."""
    facts: int = 0
    """How many rows of the desk hang on it."""


@dataclass(frozen=True)
class DuplicateGroup:
    """Records that are likely one; the first is the one that merging would keep."""

    kind: Kind
    members: tuple[DuplicateMember, ...]
    sure: float
    reasons: tuple[str, ...]
    """Why, the strongest first: "same domain xylo.test"."""
    differs: tuple[str, ...] = ()
    """Labels of the fields in which they differ."""


@dataclass(frozen=True)
class MergeView:
    """A merge that stands; `at` is an ISO instant."""

    id: int
    kind: Kind
    kept: str
    kept_name: str
    gone: str
    gone_name: str
    at: str
