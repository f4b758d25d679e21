"""What many customers say, as dashboards show it: answers by opinion, their course, comments.

Not here: where the answers come from (services/board_voice.py, services/board_voices.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.widget import Shown

Tone = Literal["positive", "neutral", "negative", "unknown"]
TONES: Final[tuple[Tone, ...]] = ("negative", "neutral", "positive", "unknown")
_TONED: Final = 0.25
"""From which a tone is more than neutral: halfway to the next of the five that people choose."""
KINDS: Final = ("survey", "mention", "touch", "ticket", "note")


@dataclass(frozen=True)
class Opinion:
    """Answers of one opinion (promoters; satisfied): how many, of how many accounts."""

    key: str
    name: str
    answers: int
    accounts: int


@dataclass(frozen=True)
class SurveyPoint:
    """The score as of a day, of so many answers; None where there was none."""

    day: int
    score: Known
    answers: int


@dataclass(frozen=True, kw_only=True)
class SurveyCourse(Shown):
    """A survey's score on the day, by opinion, and its course over the period.

    `window` is the number of days whose answers make a score. `before` is the score at the
    beginning of the course.
    """

    score: Known = None
    answers: int = 0
    accounts: int = 0
    opinions: tuple[Opinion, ...] = ()
    course: tuple[SurveyPoint, ...] = ()
    window: int = 0

    @property
    def before(self) -> SurveyPoint | None:
        """The first point of the course that has a score."""
        return next((one for one in self.course if one.score is not None), None)


@dataclass(frozen=True)
class Comment:
    """What somebody said; `rating` is told with its scale ("9 of 10")."""

    account_id: str
    account_name: str
    day: int
    kind: str
    text: str
    who: str
    rating: str
    tone: Known
    estimated: bool

    @property
    def sounds(self) -> Tone:
        """How it sounds, in a word."""
        return tone_of(self.tone)


@dataclass(frozen=True, kw_only=True)
class Voices(Shown):
    """The latest comments, and how many of each tone the period has."""

    comments: tuple[Comment, ...] = ()
    counts: tuple[tuple[Tone, int], ...] = ()
    total: int = 0
    hidden: bool = False
    """Whether private notes were left out."""


def tone_of(tone: Known) -> Tone:
    """A tone of -1 to 1 as a word.

    >>> [tone_of(one) for one in (-0.5, -0.2, 0.3, None)]
    ['negative', 'neutral', 'positive', 'unknown']
    """
    if tone is None:
        return "unknown"
    if abs(tone) < _TONED:
        return "neutral"
    return "positive" if tone > 0 else "negative"
