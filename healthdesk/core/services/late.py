"""Which measures rest on a feed that is late, so that silence is told as such and not as a drop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from healthdesk.core.domain.facts import Facts, Metric
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.source import Feed
from healthdesk.core.services import feeds
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.wording import begun
from healthdesk.core.store.db import Tx

_STREAMS: Final[Mapping[str, str]] = {
    "nps": "surveys:nps",
    "nps_rating": "surveys:nps",
    "csat": "surveys:csat",
    "days_since_touch": "touchpoints",
    "touches": "touchpoints",
    "two_way": "touchpoints",
    "contacts_engaged": "touchpoints",
    "open_tickets": "tickets",
    "ticket_age": "tickets",
    "tickets_opened": "tickets",
    "angry_tickets": "tickets",
    "days_to_renewal": "subscriptions",
    "seat_growth": "subscriptions",
    "overdue_days": "invoices",
}
"""The feed that a kind of reading looks at; usage goes by metric, a mood comes from many places."""
_LASTING: Final = frozenset({"surveys:nps", "surveys:csat", "subscriptions", "invoices"})
"""Feeds whose facts hold on while nothing new comes: a score on them does not rest on silence."""


@dataclass(frozen=True)
class Late:
    """The late feeds of a day, ready to be asked about measures."""

    by_stream: Mapping[str, Feed] = field(default_factory=dict)
    by_metric: Mapping[str, Feed] = field(default_factory=dict)
    features: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.by_stream or self.by_metric)

    def feed(self, reading: ReadingRef) -> Feed | None:
        """The late feed that a reading looks at; None = what it looks at runs."""
        if reading.kind == "usage_breadth":
            return self._breadth()
        metric = str(reading.options.get("metric", ""))
        if metric:
            return self.by_metric.get(metric)
        return self.by_stream.get(_STREAMS.get(reading.kind, ""))

    def _breadth(self) -> Feed | None:
        """The feed that half of the features or more are silent with.

        One feature of many that a source of its own no longer tells of is none that all rests on.
        """
        silent = [self.by_metric[one] for one in self.features if one in self.by_metric]
        return silent[0] if silent and 2 * len(silent) >= len(self.features) else None

    def moved(self, reading: ReadingRef) -> Feed | None:
        """The late feed by whose silence alone a reading moves."""
        found = self.feed(reading)
        return None if found is None or found.key in _LASTING else found

    def sentence(self, reading: ReadingRef) -> str:
        """What to say about a reading that looks at a late feed: "Usage: no data since..."."""
        found = self.feed(reading)
        return "" if found is None else begun(found.sentence)

    def silent(self, profile: Profile) -> Iterator[tuple[int, Feed]]:
        """The measures, by their place, whose readings move by silence alone."""
        for place, (_, measure) in enumerate(profile.measures):
            found = self.moved(measure.reading)
            if found is not None:
                yield place, found


NOTHING: Final = Late()


def late_on(tx: Tx, day: int) -> Late:
    """The late feeds of a day."""
    return remembered(tx, f"late {day}", lambda: _late_on(tx, day), of_facts=True)


def late_through(tx: Tx, days: Sequence[int], now: int, facts: Facts) -> Mapping[int, Late]:
    """The same of many days at once; those on which nothing was late are left out."""
    found = feeds.late_through(tx, days, now, facts)
    known = metrics(tx) if found else {}
    return {day: _made(some, known) for day, some in found.items()}


def _late_on(tx: Tx, day: int) -> Late:
    found = feeds.late(tx, day)
    return _made(found, metrics(tx) if found else {})


def _made(found: Sequence[Feed], known: Mapping[str, Metric]) -> Late:
    return Late(
        by_stream={one.key: one for one in found if one.table != "usage"},
        by_metric={metric: one for one in found for metric in one.metrics},
        features=tuple(key for key, one in known.items() if one.feature),
    )
