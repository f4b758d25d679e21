"""What starts a successplay: its declared options, and what its module must offer.

A trigger looks at facts as of days and says where it holds or happened; it knows nothing of what
is fired. Not here: the triggers themselves (core/triggers, one file each, and their catalogue),
when a play fires (play_watch.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.decide import Context
from healthdesk.core.domain.facts import PRIORITIES, BoolArray, FloatArray, IntArray
from healthdesk.core.domain.reading import Option, ReadingRef, Readings
from healthdesk.core.domain.rule import ReadingTest, Rule

Shape = Literal["state", "event", "hand"]
"""A state fires on the day it begins to hold; an event on its own day; by hand: never by itself."""


@dataclass(frozen=True)
class TriggerSpec:
    """How a trigger is named and asked for.

    Attributes:
        key: the file's name; a play's `trigger.kind`.
        summary: when it fires, one sentence.
        group: under which head it is offered.
        icon: name of its icon.
        shape: what its days mean.
        options: what its form asks for.
        ruled: it has a rule of its own, a condition that is put together by hand.
        used: options that count only where another one has one of some values; see `counts`.
        main: without a metric it looks at the desk's main one.
    """

    key: str
    title: str
    summary: str
    group: str
    icon: str
    shape: Shape
    options: tuple[Option, ...] = ()
    ruled: bool = False
    used: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    main: bool = False

    def counts(self, key: str, options: Mapping[str, Any]) -> bool:
        """Whether an option says anything beside the others; all of them are given."""
        asked = self.used.get(key)
        return asked is None or options[asked[0]] in asked[1]


@dataclass(frozen=True, eq=False)
class Records:
    """Things of one kind that happened at accounts, by account and day; facts hold none of them.

    Attributes:
        account: the account's row number.
        day: the day on which it counts, which is the day on which it could be known.
        word: what it was (the kind of an outcome, the name of a milestone, what an import said, the
            beginning of a comment).
        value: a figure of it; NaN = none.
        since: the day from which it is told (the first of a dip); otherwise `day`.
        row: primary key in the store; -1: none.
    """

    account: IntArray
    day: IntArray
    word: tuple[str, ...]
    value: FloatArray
    since: IntArray
    row: NDArray[np.int64]


def gathered(rows: Sequence[tuple[int, int, str, float | None, int, int]]) -> Records:
    """Records out of rows: account, day, word, value, since, row in the store."""
    account, day, word, value, since, row = zip(*rows, strict=True) if rows else ((),) * 6
    return Records(
        account=np.array(account, np.int32),
        day=np.array(day, np.int32),
        word=tuple(word),
        value=np.array([np.nan if one is None else one for one in value], np.float64),
        since=np.array(since, np.int32),
        row=np.array(row, np.int64),
    )


@dataclass(frozen=True, eq=False)
class Seen:
    """What a trigger looks at.

    Attributes:
        context: facts and days, readings and scores as rules see them; accounts x days.
        segments: the rule of each of the desk's segments, by its name, folded.
        records: things that happened and are no facts, by the name of their kind: "contact",
            "mention", "outcome", "milestone", "comment", "import", and "trend METRIC".
    """

    context: Context
    segments: Mapping[str, Rule]
    records: Callable[[str], Records]

    def nowhere(self) -> BoolArray:
        """Nothing holds: accounts x days, to be filled."""
        return np.zeros(self.context.shape, bool)

    def on(self, days: IntArray) -> Seen:
        """The same on other days."""
        known = self.context
        return replace(self, context=Context(known.facts, days, known.readings, known.scores))

    def marked(self, account: IntArray, day: IntArray) -> BoolArray:
        """Where something happened: accounts x days. The days asked about follow each other."""
        out = self.nowhere()
        days = self.context.days
        if len(days):
            column = day.astype(np.int64) - int(days[0])
            here = (column >= 0) & (column < len(days))
            out[account[here], column[here]] = True
        return out


@dataclass(frozen=True)
class Told:
    """One line of why a play fired: what was looked at, its value then, and what was asked of it.

    `held` is false for a line that stands in the way (where it is asked why it did not fire).
    """

    what: str
    value: str
    asked: str = ""
    held: bool = True


class Trigger(Protocol):
    """A module of core/triggers."""

    SPEC: TriggerSpec

    def rules(
        self, options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
    ) -> tuple[Rule, ...]:
        """The rules it decides, so that the facts they need are read (its own metric as well).

        Segments go by their names, folded.
        """

    def holds(self, seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
        """Where it holds (a state) or happened (an event): accounts x days, by each day's facts."""

    def told(
        self, seen: Seen, options: Mapping[str, Any], account: int, at: int
    ) -> tuple[Told, ...]:
        """What it looked at, with the values of an account on the day of a column.

        None where the lines of its rules say it all.
        """

    def words(self, options: Mapping[str, Any], rule: Rule | None) -> str:
        """The trigger in words: "no touch for 30 days"."""


Triggers = Mapping[str, Trigger]
SEGMENT: Final = Option("segment", "Segment", "segment", "")
"""Asks for the segment that a trigger watches."""
METRIC: Final = Option("metric", "Metric", "metric")
"""Asks for the metric that a trigger looks at."""
PRIORITY: Final = Option(
    "priority",
    "Priority at least",
    "choice",
    PRIORITIES[0],
    choices=PRIORITIES,
    labels=tuple(one.capitalize() for one in PRIORITIES),
)
"""Asks for the least priority of the tickets that a trigger looks at."""


def segment_rules(options: Mapping[str, Any], segments: Mapping[str, Rule]) -> tuple[Rule, ...]:
    """The rule of the segment that a trigger watches; none where that is gone."""
    rule = segments.get(options[SEGMENT.key].casefold())
    return () if rule is None else (rule,)


def metric_rules(options: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The level of the metric that a trigger looks at, so that this is read; none without one."""
    metric = options[METRIC.key]
    if metric is None:
        return ()
    ref = ReadingRef(kind="usage_level", options={"metric": metric, "days": 28})
    return (ReadingTest(ref, "is present"),)
