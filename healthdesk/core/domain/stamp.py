"""The stamps of an account's journey: milestones as they stand, and the template of new ones.

Not here: how they are kept (services/milestones.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from healthdesk.core.domain.source_ref import Ref

StampState = Literal["done", "overdue", "planned", "suggested", "open"]
VALUE: Literal["First value"] = "First value"
"""The milestone that time to value is measured to."""
ANY: Literal["*"] = "*"
"""In place of a metric: any usage at all."""

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
_After = Annotated[int, msgspec.Meta(ge=0, le=3660)]


class StampPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A milestone that every new account gets: due days after its start, perhaps told by usage."""

    name: _Name
    after: _After
    metric: Annotated[str, msgspec.Meta(max_length=200)] = ""
    """The metric whose first value of at least `level` stamps it; ANY; "" = by hand alone."""
    level: float = 1.0


TEMPLATE: tuple[StampPlan, ...] = (
    StampPlan(name="Kick-off", after=7),
    StampPlan(name="First sign-in", after=14, metric=ANY),
    StampPlan(name=VALUE, after=45),
    StampPlan(name="Go-live", after=60),
    StampPlan(name="First review", after=90),
)
"""What a desk plans for a new account until somebody says otherwise."""


@dataclass(frozen=True)
class Suggestion:
    """What usage says of a stamp: the day, the value that says so, and where it is kept."""

    day: int
    words: str
    """ "Reports: first value, 3, on 12 Mar 2026"."""
    ref: Ref


@dataclass(frozen=True)
class Stamp:
    """A milestone of an account as of a day."""

    name: str
    state: StampState
    due: int | None
    done_on: int | None
    late_days: int
    """Days that it was done after it was due, or that it is overdue; negative: before."""
    ref: Ref | None
    """The stored row; None for one that is only in the template."""
    own: bool
    """Whether it was made here; one from a file stays with its import."""
    fixed: bool = False
    """Told by other facts (a renewal), not set by hand."""
    suggestion: Suggestion | None = None
    by_rule: bool = False
    """Usage set its day, not a person and not a file."""
    wants_rule: bool = False
    """Time to value is measured to it, it is not done, and nobody said what usage shows it."""
    rule: Suggestion | None = None
    """What usage says of a stamp that it set; None where its rule is no longer in the template."""


def found_words(rule: Suggestion | None) -> str:
    """How a stamp that usage set says so: "Found by rule. Reports: first value, 3, on ..."."""
    if rule is None:
        return "Found by a rule that the template no longer has"
    return f"Found by rule. {rule.words}"


@dataclass(frozen=True)
class FoundStamp:
    """A stamp that usage set, corrected or withdrew."""

    account_id: str
    account: str
    """The account's name."""
    milestone: str
    day: int | None
    """None: usage shows it no longer."""
    before: int | None
    """The day it bore; None: it was not stamped."""


@dataclass(frozen=True)
class ValueTime:
    """How long an account took from its start to its first value."""

    account_id: str
    account: str
    """The account's name."""
    started: int
    value_on: int
    by_rule: bool
    """Usage set the day."""

    @property
    def days(self) -> int:
        """Days from the start; negative where a trial had shown the value before."""
        return self.value_on - self.started


@dataclass(frozen=True)
class StampsFound:
    """What going through the rules of milestones brought, by account."""

    stamps: tuple[FoundStamp, ...] = ()

    @property
    def new(self) -> tuple[FoundStamp, ...]:
        """Those that were not stamped before."""
        return tuple(one for one in self.stamps if one.before is None)

    @property
    def moved(self) -> tuple[FoundStamp, ...]:
        """Those whose day was another."""
        return tuple(one for one in self.stamps if None not in {one.before, one.day})

    @property
    def withdrawn(self) -> tuple[FoundStamp, ...]:
        """Those that usage shows no longer."""
        return tuple(one for one in self.stamps if one.day is None)


def stamp_state(
    day: int, due: int | None, done_on: int | None, *, told: bool, kept: bool
) -> StampState:
    """How a stamp stands on a day; `told` by usage, `kept` as a row."""
    if done_on is not None and done_on <= day:
        return "done"
    if told:
        return "suggested"
    if due is not None and due < day:
        return "overdue"
    return "planned" if due is not None or kept else "open"
