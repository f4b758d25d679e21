"""What people felt and what the score said, held against what happened: who saw it coming.

A pulse and a score are taken as they stood some days before an outcome. What was not known then is
told apart from what was wrong. Neither is called better where the numbers cannot say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Final, Literal

from healthdesk.core.domain.views import Band

Kind = Literal["churned", "downgraded", "renewed", "expanded"]
KINDS: Final[Mapping[Kind, str]] = {
    "churned": "Churned",
    "downgraded": "Downgraded",
    "renewed": "Renewed",
    "expanded": "Expanded",
}
BAD: Final[tuple[Kind, ...]] = ("churned", "downgraded")
"""Outcomes that a warning should have come before; before the others it was a false alarm."""
LEADS: Final = (90, 60, 30)
"""Days before an outcome on which both are looked at."""
FEW: Final = 10
"""Outcomes of a kind with a known sign below which no share is told."""
_Z: Final = 1.959964
"""Of the normal distribution, for ranges that hold 95 times of 100."""

Sign = Literal["warned", "calm", "missing"]


@dataclass(frozen=True)
class Case:
    """An outcome, and what was said before it; a band of None: nothing was."""

    account_id: str
    name: str
    kind: Kind
    day: int
    score: Band | None = None
    shown: int | None = None
    reported: bool = False
    """Whether the score is the one that was shown then, not one worked out now."""
    pulse: Band | None = None
    pulse_day: int | None = None
    pulse_by: str = ""

    @property
    def by_score(self) -> Sign:
        """What the score said."""
        return sign(self.score)

    @property
    def by_pulse(self) -> Sign:
        """What the person said."""
        return sign(self.pulse)


@dataclass(frozen=True)
class Share:
    """Some of those for whom it was known, and the range in which the true share may lie."""

    count: int
    of: int

    @property
    def few(self) -> bool:
        """Whether they are too few for a share to be told."""
        return self.of < FEW

    @property
    def share(self) -> float | None:
        """The share; None of none."""
        return self.count / self.of if self.of else None

    @property
    def span(self) -> tuple[float, float] | None:
        """Wilson's range of 95 %; None of none."""
        return wilson(self.count, self.of) if self.of else None


@dataclass(frozen=True)
class Tally:
    """The outcomes of a kind: how many came after a warning of the score, the pulse, both, none."""

    kind: Kind
    cases: tuple[Case, ...]

    @cached_property
    def score(self) -> Share:
        """Warned by the score, of those that had one."""
        return self._share([one.by_score for one in self.cases])

    @cached_property
    def pulse(self) -> Share:
        """Warned by a pulse, of those that had one."""
        return self._share([one.by_pulse for one in self.cases])

    @cached_property
    def both(self) -> tuple[Case, ...]:
        """Warned by both."""
        return self._with("warned", "warned")

    @cached_property
    def score_only(self) -> tuple[Case, ...]:
        """Warned by the score, while the pulse was calm or missing."""
        return self._with("warned", "calm") + self._with("warned", "missing")

    @cached_property
    def pulse_only(self) -> tuple[Case, ...]:
        """Warned by the pulse, while the score was calm or missing."""
        return self._with("calm", "warned") + self._with("missing", "warned")

    @cached_property
    def neither(self) -> tuple[Case, ...]:
        """Both were known, and both were calm."""
        return self._with("calm", "calm")

    @cached_property
    def unknown(self) -> tuple[Case, ...]:
        """Nobody warned, and one of them or both had nothing to say."""
        signs = (("calm", "missing"), ("missing", "calm"), ("missing", "missing"))
        return tuple(one for pair in signs for one in self._with(*pair))

    @property
    def told(self) -> str:
        """Which of them warned more often, as far as that can be told."""
        if self.score.few or self.pulse.few:
            return "few"
        mine, theirs = self.score.span, self.pulse.span
        if mine is None or theirs is None or (mine[0] <= theirs[1] and theirs[0] <= mine[1]):
            return "same"
        return "score" if mine[0] > theirs[1] else "pulse"

    def _with(self, score: str, pulse: str) -> tuple[Case, ...]:
        return tuple(one for one in self.cases if (one.by_score, one.by_pulse) == (score, pulse))

    @staticmethod
    def _share(signs: Sequence[Sign]) -> Share:
        return Share(signs.count("warned"), len(signs) - signs.count("missing"))


@dataclass(frozen=True)
class Judgement:
    """The outcomes up to a day, and what was said of each `lead` days before."""

    day: int
    lead: int
    tallies: tuple[Tally, ...]

    def of(self, kind: Kind) -> Tally:
        """Those of a kind."""
        return next(one for one in self.tallies if one.kind == kind)


def sign(band: Band | None) -> Sign:
    """What a band says of what is to come; without a score it says nothing.

    >>> sign("Poor"), sign("Average"), sign("Unknown"), sign(None)
    ('warned', 'calm', 'missing', 'missing')
    """
    if band in {None, "Unknown"}:
        return "missing"
    return "warned" if band == "Poor" else "calm"


def judge(cases: Iterable[Case], day: int, lead: int) -> Judgement:
    """Sort outcomes by kind, the latest first."""
    ordered = sorted(cases, key=lambda one: (-one.day, one.name.casefold(), one.account_id))
    found = {kind: tuple(one for one in ordered if one.kind == kind) for kind in KINDS}
    return Judgement(day, lead, tuple(Tally(kind, some) for kind, some in found.items()))


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's range of a share, that holds 95 times of 100.

    >>> [round(one, 3) for one in wilson(8, 10)]
    [0.49, 0.943]
    """
    share = count / of
    scale = 1 + _Z * _Z / of
    middle = share + _Z * _Z / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + _Z * _Z / (4 * of * of))
    low = max((middle - half) / scale, 0.0) if count else 0.0
    return low, min((middle + half) / scale, 1.0) if count < of else 1.0
