"""What a suggested profile may be made of: the measures there are, and what else the facts can say.

Which way is better comes from the kind of reading, where it has one, so that few losses need not
tell; attributes and metrics of things that go wrong have none. Days are left out: a date says when,
not how somebody fares. Nothing here looks at who left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.default_profile import UNLIKELY, WINDOW
from healthdesk.core.domain.events import CSAT, NPS
from healthdesk.core.domain.facts import (
    DIRECTIONS,
    SENTIMENT_SOURCES,
    Attribute,
    Facts,
    Metric,
)
from healthdesk.core.domain.profile import CurveScale, Dimension, Measure, Profile
from healthdesk.core.domain.reading import OptionValue, ReadingRef, Readings

QUARTER: Final = 90
SAYS_WHO_LEFT: Final = ("churn", "attrition", "exited", "cancelled", "canceled", "terminated")
"""In the key of an attribute: it is about the answer itself."""
NO_MEASURE: Final = {
    "owner": "says who looks after the account, not how it fares",
    "name": "is a name",
    "domain": "is a name",
    "tags": "is a list of marks that people set",
    "currency": "says nothing of how the account fares",
}
LOOKED_AT: Final = ("usage_level", "usage_frequency", "usage_breadth")
PLACES: Final[dict[str, tuple[str, Literal["", "usage", "said", "felt"]]]] = {
    "usage": ("Product usage", "usage"),
    "touch": ("Touch", ""),
    "support": ("Support", ""),
    "voice": ("Voice", "said"),
    "sentiment": ("Sentiment", "felt"),
    "commercial": ("Commercial", ""),
    "about": ("About the account", ""),
}
"""Dimensions that a new measure may stand in: their name and layer, if the profile has none."""


@dataclass(frozen=True)
class Candidate:
    """A measure that might be weighed.

    Attributes:
        place: key of the dimension it stands in.
        family: readings of one family say much the same; few of them are taken.
        sign: 1: more is better, -1: less is, 0: not known before.
        share: of 100, what it weighs now; 0 where it is new.
        held: the measure that the profile has already.
    """

    place: str
    key: str
    name: str
    family: str
    reading: ReadingRef
    sign: int
    share: float = 0.0
    held: Measure | None = None

    @property
    def full_key(self) -> str:
        """`dimension.measure`."""
        return f"{self.place}.{self.key}"


@dataclass(frozen=True)
class LeftOut:
    """What was not taken, and why, in words that follow its name."""

    key: str
    name: str
    because: str


def held(profile: Profile, readings: Readings) -> tuple[Candidate, ...]:
    """The measures of a profile with their shares of 100."""
    whole = sum(one.weight for one in profile.dimensions) or 1.0
    return tuple(
        Candidate(
            dimension.key,
            measure.key,
            measure.name or measure.key,
            measure.reading.kind,
            measure.reading,
            _held_sign(measure, readings),
            100 * dimension.weight / whole * measure.weight / _within(dimension),
            measure,
        )
        for dimension, measure in profile.measures
    )


def offered(facts: Facts, profile: Profile) -> tuple[tuple[Candidate, ...], tuple[LeftOut, ...]]:
    """What the facts can say besides, and what is no measure at all."""
    known = [measure.reading for _, measure in profile.measures]
    taken = set(profile.measure_keys)
    attributes, out = _attributes(facts)
    listed = (*_usage(facts, _length(profile)), *_others(facts), *attributes)
    return tuple(_unique(one, taken) for one in listed if one.reading not in known), out


def _within(dimension: Dimension) -> float:
    return sum(one.weight for one in dimension.measures) or 1.0


def _held_sign(measure: Measure, readings: Readings) -> int:
    """Which way the measure's own curve goes; where it has none, its kind."""
    if isinstance(measure.scale, CurveScale):
        first, last = measure.scale.points[0][1], measure.scale.points[-1][1]
        if first != last:
            return 1 if last > first else -1
    return _kind_sign(measure.reading.kind, readings)


def _kind_sign(kind: str, readings: Readings) -> int:
    higher = readings[kind].SPEC.higher
    return 0 if higher is None else 1 if higher else -1


def _unique(one: Candidate, taken: set[str]) -> Candidate:
    """The candidate under a key that nothing else has."""
    base, number = one.key.replace(".", "_").strip()[:90] or "measure", 1
    key = base
    while f"{one.place}.{key}" in taken:
        number += 1
        key = f"{base}_{number}"
    taken.add(f"{one.place}.{key}")
    return Candidate(one.place, key, one.name, one.family, one.reading, one.sign)


def _new(
    place: str, name: str, family: str, sign: int, kind: str, **options: OptionValue
) -> Candidate:
    return Candidate(place, family, name, family, ReadingRef(kind=kind, options=options), sign)


def _length(profile: Profile) -> int:
    """Days over which the profile looks at use, the usual ones where it does not."""
    for _, measure in profile.measures:
        days = measure.reading.options.get("days")
        if measure.reading.kind in LOOKED_AT and isinstance(days, int):
            return days
    return WINDOW


def _usage(facts: Facts, days: int) -> Iterator[Candidate]:
    for key, metric in facts.metrics.items():
        grid = facts.usage.get(key)
        if grid is not None and len(grid.days):
            yield from _of_metric(metric, days)
    if sum(one.feature for one in facts.metrics.values()) > 1:
        yield _new("usage", "Features in use", "usage_breadth", 1, "usage_breadth", days=days)


def _of_metric(metric: Metric, days: int) -> Iterator[Candidate]:
    name = metric.name or metric.key
    wrong = any(word in f"{metric.key} {name}".casefold() for word in UNLIKELY)
    sign = 0 if wrong else 1
    for kind, title, short, length in (
        ("usage_level", f"{name} a day", "level", days),
        ("usage_trend", f"{name}, trend", "trend", WINDOW),
        ("usage_frequency", f"{name}, active days", "frequency", days),
    ):
        ref = ReadingRef(kind=kind, options={"metric": metric.key, "days": length})
        yield Candidate("usage", f"{short}_{metric.key}", title, kind, ref, sign)


def _others(facts: Facts) -> Iterator[Candidate]:
    """Touch, tickets, answers, feelings, contracts: as far as there are any."""
    if len(facts.touchpoints.day):
        yield from _touch(facts)
    if len(facts.tickets.day):
        yield from _support()
    moods = facts.sentiments.source == SENTIMENT_SOURCES.index("ticket")
    if moods.any():
        yield _new(
            "support", "Tickets with anger", "angry_tickets", -1, "angry_tickets",
            days=QUARTER, at_most=-0.4, estimated=bool(facts.sentiments.estimated[moods].all()),
        )  # fmt: skip
    surveys = facts.surveys.kind
    if (surveys == NPS).any():
        yield _new("voice", "NPS", "nps", 1, "nps", days=180)
    if (surveys == CSAT).any():
        yield _new("voice", "CSAT", "csat", 1, "csat", days=180)
    if len(facts.sentiments.day):
        guessed = bool(facts.sentiments.estimated.all())
        yield _new(
            "sentiment", "Sentiment", "sentiment", 1, "sentiment",
            days=QUARTER, half_life=30.0, estimated=guessed,
        )  # fmt: skip
    if (facts.subscriptions.seats > 0).any():
        yield from _seats(facts)
    if len(facts.invoices.day):
        yield _new("commercial", "Days overdue", "overdue_days", -1, "overdue_days")
    if len(facts.milestones.day):
        yield _new("commercial", "Milestones done", "milestones", 1, "milestones")


def _touch(facts: Facts) -> Iterator[Candidate]:
    any_kind: dict[str, OptionValue] = {"direction": "any", "kinds": "any"}
    yield _new("touch", "Days since last touch", "days_since_touch", -1, "days_since_touch",
               **any_kind)  # fmt: skip
    yield _new("touch", "Touches in 90 days", "touches", 1, "touches", days=QUARTER, **any_kind)
    if (facts.touchpoints.direction != DIRECTIONS.index("")).any():
        yield _new("touch", "Two-way balance", "two_way", 1, "two_way", days=QUARTER)
    if len(facts.touchpoints.contacts):
        yield _new(
            "touch", "People engaged", "contacts_engaged", 1, "contacts_engaged", days=QUARTER
        )


def _support() -> Iterator[Candidate]:
    for priority, name in (("low", "Tickets"), ("high", "High tickets")):
        yield _new(
            "support", f"{name} open", "open_tickets", -1, "open_tickets", min_priority=priority
        )
        yield _new(
            "support", f"{name} opened in 90 days", "tickets_opened", -1, "tickets_opened",
            days=QUARTER, min_priority=priority,
        )  # fmt: skip
    yield _new("support", "Age of open tickets", "ticket_age", -1, "ticket_age", min_priority="low")


def _seats(facts: Facts) -> Iterator[Candidate]:
    yield _new("commercial", "Seat growth", "seat_growth", 1, "seat_growth", days=QUARTER)
    for key, metric in facts.metrics.items():
        if "user" in f"{key} {metric.name}".casefold() and key in facts.usage:
            yield _new(
                "commercial", f"Seats in use, {metric.name or key}", "seat_use", 1, "seat_use",
                metric=key, days=WINDOW,
            )  # fmt: skip


def _attributes(facts: Facts) -> tuple[tuple[Candidate, ...], tuple[LeftOut, ...]]:
    taken, out = [], []
    for key, attribute in facts.attributes.items():
        why = _no_measure(attribute)
        if why:
            out.append(LeftOut(f"about.{key}", key, why))
        else:
            ref = ReadingRef(kind="attribute", options={"key": key})
            taken.append(Candidate("about", key, key, f"attribute {key}", ref, 0))
    return tuple(taken), tuple(out)


def _no_measure(attribute: Attribute) -> str:
    """Why an attribute is no measure; nothing where it may be one."""
    if attribute.key in NO_MEASURE:
        return NO_MEASURE[attribute.key]
    if attribute.kind == "day":
        return "says when, not how the account fares"
    if any(word in attribute.key.casefold() for word in SAYS_WHO_LEFT):
        return "is about who left: it knows the answer"
    return ""
