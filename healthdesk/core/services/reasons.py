"""The main reason behind each account's score, in words, for whole tables at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from healthdesk.core.domain.facts import Facts, FloatArray
from healthdesk.core.domain.profile import Measure, Profile
from healthdesk.core.domain.weigh import Weighed
from healthdesk.core.services.health import Scored, reading_of
from healthdesk.core.services.late import NOTHING, Late
from healthdesk.core.services.wording import Asked, change, number, state

MOVED = 3.0
"""Points of change from which the change is the news, rather than the state."""
SMALL = 3.0
"""Points that a measure may cost and the account still be called steady."""


def asked(facts: Facts, measure: Measure) -> Asked:
    """A measure as words need it."""
    options = measure.reading.options
    metric = facts.metrics.get(str(options.get("metric", "")))
    features = sum(one.feature for one in facts.metrics.values())
    return Asked(
        name=measure.name,
        kind=measure.reading.kind,
        options=options,
        metric=metric.name if metric is not None else "",
        of=features if measure.reading.kind == "usage_breadth" else 0,
    )


def with_milestones(one: Asked, facts: Facts, account: int) -> Asked:
    """The same, counting against the account's own number of milestones."""
    if one.kind != "milestones":
        return one
    return replace(one, of=int((facts.milestones.account == account).sum()))


def main_reasons(found: Scored, late: Late = NOTHING) -> list[str]:
    """The main reason of every account on the last of two days; "" for one that is not alive.

    A person's judgement and a cap come first; then, if the score moved, the measure that moved it
    most; else the measure that costs most. Where that measure looks at a feed that is late, the
    silence is the reason.
    """
    scores = found.scores
    out = [""] * found.facts.count
    for index, one in enumerate(scores.profiles):
        weighed = scores.per_profile[index]
        if weighed is None:
            continue
        mine = np.flatnonzero(scores.profile[:, 1] == index)
        reasons = _Reasons(found, index, one.profile, weighed, late)
        for account in mine.tolist():
            out[account] = reasons.of(account)
    return out


class _Reasons:
    """Reasons of the accounts that one profile scores."""

    def __init__(
        self, found: Scored, index: int, profile: Profile, weighed: Weighed, late: Late
    ) -> None:
        self._found = found
        self._late = [late.sentence(measure.reading) for _, measure in profile.measures]
        self._profile = profile
        self._weighed = weighed
        self._asked = [asked(found.facts, measure) for _, measure in profile.measures]
        scores = found.scores
        self._moved = scores.number[:, 1] - scores.number[:, 0]
        self._same = scores.profile[:, 0] == index
        effects = _effects(weighed)
        self._fall = np.argmin(effects, axis=0)
        self._rise = np.argmax(effects, axis=0)
        self._cost = np.argmax(weighed.costs[:, :, 1], axis=0)
        self._costs = weighed.costs[:, :, 1].max(axis=0)

    def of(self, account: int) -> str:
        """One account's main reason."""
        scores = self._found.scores
        override = scores.overridden(account, 1)
        if override is not None:
            return f"Set by hand: {override[0].reason}"
        caps = scores.caps(account, 1)
        if caps:
            return f"{caps[-1]}: capped at {number(float(scores.capped[account, 1]))}"
        if scores.rolled[account, 1]:
            return "Mean of the accounts below it"
        if np.isnan(scores.number[account, 1]):
            return self._missing(account)
        return self._measure(account)

    def _measure(self, account: int) -> str:
        """The measure that moved the score, or that costs it most."""
        moved = float(self._moved[account])
        if self._same[account] and abs(moved) >= MOVED:
            place = int((self._fall if moved < 0 else self._rise)[account])
            return self._late[place] or change(
                self._words(place, account),
                self._at(place, account, 0),
                self._at(place, account, 1),
            )
        place = int(self._cost[account])
        if self._costs[account] < SMALL:
            return "Steady"
        return self._late[place] or state(self._words(place, account), self._at(place, account, 1))

    def _missing(self, account: int) -> str:
        """What is missing where there is no score."""
        absent = [
            dimension.name
            for at, dimension in enumerate(self._profile.dimensions)
            if dimension.weight > 0 and np.isnan(self._weighed.dimensions[at, account, 1])
        ]
        if not absent:
            return "Too little data"
        return f"No data: {', '.join(absent)}"

    def _at(self, place: int, account: int, column: int) -> float | str | None:
        return reading_of(self._weighed, place, account, column)

    def _words(self, place: int, account: int) -> Asked:
        return with_milestones(self._asked[place], self._found.facts, account)


def _effects(weighed: Weighed) -> FloatArray:
    """What each measure did between the two days, reading and weight together."""
    weight, worth = weighed.weights, weighed.points.points
    before, after = worth[:, :, 0], worth[:, :, 1]
    low, high = weight[:, :, 0], weight[:, :, 1]
    first = np.where(np.isnan(before), after, before)
    last = np.where(np.isnan(after), before, after)
    middle = (weighed.unrounded[:, 0] + weighed.unrounded[:, 1]) / 2
    moved = (low + high) / 2 * (last - first) + (high - low) * ((first + last) / 2 - middle)
    return np.where(np.isnan(moved), 0.0, moved)
