"""Churn retros: which measure moved first before a loss, what was said and done, what was missed.

Not here: how facts become the days of a replay (services/retro_replay.py), what people keep of it
(services/retros.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.views import Band

WINDOW: Final = 180
"""Days before a loss that are looked at again."""
SAID_AT: Final = (180, 90, 60, 30, 1)
"""Days before a loss for which it is told what the desk said."""
CAUGHT_AT: Final = 90
"""Days before a loss on which the score should have been Poor for the loss to count as caught."""
BASE: Final = 28
"""Days at the beginning whose median is the level that an account is held against."""
LEAST_KNOWN: Final = 7
"""Of those, days with a value that are needed to know the level."""
LEAST_POINTS: Final = 10.0
"""Points below its own level from which a measure counts as moved."""
LEAST_SHARE: Final = 0.2
"""Share below its own level from which a reading outside the profile counts as moved."""
LEAST_EVENTS: Final = 10.0
"""Use in 28 days below which a metric is too seldom used for its level to tell anything."""
SPREADS: Final = 3.0
"""Usual deviations from the level that a move has to exceed as well."""
STAYS: Final = 14
"""Days with a value that have to be left after a move."""
HOLDS: Final = 0.9
"""Share of those days on which it has to stay there."""
ACTED: Final = 30
"""Days within which something has to be done about a sign, else it counts as missed."""
_NORMAL: Final = 1.4826
"""What makes the median deviation comparable with a standard deviation."""

Fit = Literal["", "good", "partly", "poor"]
FITS: Final[Mapping[Fit, str]] = {
    "": "Not said",
    "good": "Fitted well",
    "partly": "Fitted in part",
    "poor": "Did not fit",
}
Lane = Literal["touch", "work", "said"]
State = Literal["none", "open", "closed"]
STATES: Final[Mapping[State, str]] = {
    "none": "No retro yet",
    "open": "Open",
    "closed": "Closed",
}
NO_REASON: Final = "No reason known"


@dataclass(frozen=True)
class Move:
    """A move of something below its own level: from which place on, and the levels."""

    at: int
    level: float
    after: float


def first_move(values: FloatArray, least: float = LEAST_POINTS) -> Move | None:
    """From which day on something stays below its own level at the beginning; None: it does not.

    The level is the median of the 28 days from the first value on. A day from their middle on
    counts from which on at least nine of ten values (and 14 of them or more) lie lower by `least`
    and by three usual deviations of those first days: a dip that heals is no move, nor is what
    always swings so far. Days without a value are passed over, and below seven values in those 28
    days nothing is said.

    >>> first_move(np.array([70.0] * 40 + [30.0] * 40))
    Move(at=40, level=70.0, after=30.0)
    >>> first_move(np.array([70.0] * 40 + [30.0] * 10 + [70.0] * 30)) is None
    True
    """
    known = beginning(values)
    if len(known) < LEAST_KNOWN:
        return None
    level = float(np.median(known))
    spread = float(np.median(np.abs(known - level))) * _NORMAL
    drop = max(least, SPREADS * spread)
    there = ~np.isnan(values)
    low = there & (np.where(there, values, np.inf) <= level - drop)
    left = np.cumsum(there[::-1])[::-1]
    held = np.cumsum(low[::-1])[::-1]
    low[: int(there.argmax()) + BASE // 2] = False
    from_here = np.flatnonzero(low & (left >= STAYS) & (held >= HOLDS * left))
    if not len(from_here):
        return None
    at = int(from_here[0])
    rest = values[at:]
    return Move(at, level, float(np.median(rest[~np.isnan(rest)])))


def first_shift(values: FloatArray, sign: int) -> Move | None:
    """The same of a reading that has no points: it moves by a fifth of its level, the worse way.

    Args:
        values: what was read, a day each.
        sign: 1: more is better; -1: less is.
    """
    turned = values * sign
    known = beginning(turned)
    if len(known) < LEAST_KNOWN:
        return None
    level = abs(float(np.median(known)))
    found = first_move(turned, LEAST_SHARE * level if level else 1.0)
    if found is None:
        return None
    return Move(found.at, found.level * sign + 0.0, found.after * sign + 0.0)


def beginning(values: FloatArray) -> FloatArray:
    """The values of the 28 days from the first one on."""
    there = ~np.isnan(values)
    if not there.any():
        return values[:0]
    first = int(there.argmax())
    base = values[first : first + BASE]
    return base[~np.isnan(base)]


@dataclass(frozen=True, eq=False)
class Track:
    """A measure through the days before a loss.

    Attributes:
        key: `dimension.measure` of the profile; of a sign outside it, its own key.
        points: 0 to 100 a day, NaN = missing; of a sign outside the profile, what was read.
        adds: what it added to the score a day; empty outside the profile.
        moved: the day from which it stays below its own level; None: it did not move.
        level: where it stood at the beginning, and `after`: since it moved.
        reading: what is read, where it is outside the profile.
        sign: 1: more is better; -1: less is.
    """

    key: str
    name: str
    dimension: str
    points: FloatArray
    adds: FloatArray
    moved: int | None = None
    level: float | None = None
    after: float | None = None
    reading: ReadingRef | None = None
    sign: int = 1


@dataclass(frozen=True)
class Act:
    """Something that was done or said on a day; `ours`: it counts as acting on a sign."""

    day: int
    lane: Lane
    title: str
    ours: bool = False


@dataclass(frozen=True)
class Said:
    """What the desk said some days before the loss; `reported`: it was shown then."""

    before: int
    day: int
    band: Band | None
    shown: int | None
    reported: bool = False


@dataclass(frozen=True, eq=False)
class Replay:
    """The days before a loss: score, measures and acts, as known on each day.

    Attributes:
        lost: the day on which it churned, or the renewal that is said to be lost.
        days: the days looked at, rising; the last is the one before the loss, or the day in view.
        score: a day each, NaN = none.
        bands: a day each; None = not scored yet.
        strong, average: where bands begin.
        tracks: measures of the profile, those that moved first before the others.
        outside: signs that the profile does not read and that moved, the first one first.
        first_poor: the first day in Poor, None: it never was.
    """

    account_id: str
    name: str
    lost: int
    days: tuple[int, ...]
    score: FloatArray
    bands: tuple[Band | None, ...]
    strong: float
    average: float
    tracks: tuple[Track, ...]
    outside: tuple[Track, ...]
    acts: tuple[Act, ...]
    said: tuple[Said, ...]

    @property
    def first_poor(self) -> int | None:
        """The first day in Poor."""
        pairs = zip(self.days, self.bands, strict=True)
        return next((day for day, band in pairs if band == "Poor"), None)

    @property
    def caught(self) -> bool | None:
        """Whether it was Poor at 90 days before; None: it had no score then."""
        then = next((one for one in self.said if one.before == CAUGHT_AT), None)
        if then is None or then.band is None or then.band == "Unknown":
            return None
        return then.band == "Poor"

    @property
    def moved(self) -> tuple[Track, ...]:
        """The measures of the profile that moved, in the order in which they did."""
        return tuple(one for one in self.tracks if one.moved is not None)

    def missed(self, day: int) -> bool:
        """Whether nobody did anything within 30 days of a day."""
        return not any(one.ours and day <= one.day <= day + ACTED for one in self.acts)


def in_order(tracks: Iterable[Track]) -> tuple[Track, ...]:
    """Those that moved first come first, then the others as they stand."""
    return tuple(sorted(tracks, key=lambda one: (one.moved is None, one.moved or 0)))


@dataclass(frozen=True)
class SignalDraft:
    """A sign as a person keeps it; `measure` is empty where the profile does not read it."""

    name: str
    day: int | None = None
    measure: str = ""
    reading: ReadingRef | None = None
    missed: bool = False
    note: str = ""


@dataclass(frozen=True)
class Signal:
    """A sign that is kept."""

    row: int
    draft: SignalDraft
    candidate: bool = False


@dataclass(frozen=True)
class RetroDraft:
    """What a person says of a loss; None where the desk's own facts are right."""

    arr: float | None = None
    tenure_days: int | None = None
    fit: Fit = ""
    reason: str = ""
    words: str = ""
    done_well: str = ""
    done_better: str = ""


@dataclass(frozen=True)
class RetroView:
    """A retro as it is kept."""

    row: int
    draft: RetroDraft
    signals: tuple[Signal, ...]
    profile: str
    known_on: int
    closed_on: int | None
    by: str = ""

    @property
    def missed(self) -> tuple[Signal, ...]:
        """Signs that were there to be seen, and nobody acted."""
        return tuple(one for one in self.signals if one.draft.missed)


@dataclass(frozen=True)
class Loss:
    """An account that churned, with its retro where there is one."""

    account_id: str
    name: str
    day: int
    arr: float | None
    currency: str
    tenure_days: int | None
    told: str
    """The reason that its outcome gives."""
    retro: RetroView | None = None
    said: bool = False
    """Whether it is only said to be lost: no outcome says that it left."""

    @property
    def state(self) -> State:
        """How far its retro is."""
        if self.retro is None:
            return "none"
        return "open" if self.retro.closed_on is None else "closed"

    @property
    def reason(self) -> str:
        """Why it left: as the retro says, else its outcome; "" = not known."""
        return (self.retro.draft.reason if self.retro else "") or self.told

    @property
    def worth(self) -> float | None:
        """What it paid a year, as the retro says, else the facts."""
        said = self.retro.draft.arr if self.retro else None
        return self.arr if said is None else said

    @property
    def tenure(self) -> int | None:
        """How long it was a customer, as the retro says, else the facts."""
        said = self.retro.draft.tenure_days if self.retro else None
        return self.tenure_days if said is None else said


@dataclass(frozen=True)
class Reason:
    """The losses of one reason.

    Attributes:
        arr: what those with a known ARR paid, by currency.
        unknown: losses without a known ARR.
        missed: the sign that was missed most often, and how often; "" = none was marked.
    """

    reason: str
    losses: tuple[Loss, ...]
    arr: tuple[tuple[str, float], ...]
    unknown: int
    closed: int
    missed: str
    times: int


def by_reason(losses: Sequence[Loss]) -> tuple[Reason, ...]:
    """Losses by reason, case ignored: the most frequent first, those without one last."""
    groups: dict[str, list[Loss]] = {}
    for one in losses:
        groups.setdefault(" ".join(one.reason.casefold().split()), []).append(one)
    found = [_reason(key, some) for key, some in groups.items()]
    return tuple(sorted(found, key=lambda one: (one.reason == NO_REASON, -len(one.losses),
                                                one.reason.casefold())))  # fmt: skip


def _reason(key: str, losses: Sequence[Loss]) -> Reason:
    sums: dict[str, float] = {}
    for one in losses:
        if one.worth is not None:
            sums[one.currency] = sums.get(one.currency, 0.0) + one.worth
    missed = Counter(
        sign.draft.name for one in losses if one.retro for sign in one.retro.missed
    ).most_common()
    best = min(missed, key=lambda pair: (-pair[1], pair[0].casefold()), default=("", 0))
    return Reason(
        losses[0].reason if key else NO_REASON,
        tuple(losses),
        tuple(sorted(sums.items())),
        sum(one.worth is None for one in losses),
        sum(one.state == "closed" for one in losses),
        *best,
    )
