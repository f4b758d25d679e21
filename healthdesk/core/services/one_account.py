"""One account under two models: what each measure earns in both, and what moves its score.

The rows add up to the change. Pure but for words: it is worked out from scores at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.facts import Facts
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.score import Scores
from healthdesk.core.domain.split import SplitRow, end_of, split
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.domain.weigh import Weighed
from healthdesk.core.services.health import known, readings_of
from healthdesk.core.services.reasons import asked
from healthdesk.core.services.wording import reading

STEPS: Final = {"rounding": "Rounding", "caps": "Caps", "override": "A person's judgement"}


@dataclass(frozen=True)
class Part:
    """A measure of one account: what it reads, what it earns, what that adds to the score.

    None = the model has no such measure, or its reading is missing there.
    """

    key: str
    dimension: str
    name: str
    reads: str
    points_before: float | None
    points_after: float | None
    adds_before: float | None
    adds_after: float | None

    @property
    def moves(self) -> float:
        """What it moves the score by."""
        return (self.adds_after or 0.0) - (self.adds_before or 0.0)


@dataclass(frozen=True)
class OneAccount:
    """An account's score as published and in the draft, and the parts of both."""

    name: str
    before: float | None
    after: float | None
    before_shown: int | None
    after_shown: int | None
    before_band: Band
    after_band: Band
    parts: tuple[Part, ...]
    steps: tuple[tuple[str, float], ...]
    """What rounding, caps and judgements move besides, by name."""


def compared(before: Scores, after: Scores, account: int) -> OneAccount | None:
    """An account on the one day of two scores; None where it has none at all."""
    if int(before.profile[account, 0]) < 0 or int(after.profile[account, 0]) < 0:
        return None
    was, now = _parts(before, account), _parts(after, account)
    parts = []
    for key in dict.fromkeys((*now, *was)):
        old, new = was.get(key), now.get(key)
        named = new or old
        if named is None:
            continue
        parts.append(
            Part(
                key, named.dimension, named.name, named.reads,
                None if old is None else old.points_after,
                None if new is None else new.points_after,
                None if old is None else old.adds_after,
                None if new is None else new.adds_after,
            )
        )  # fmt: skip
    return OneAccount(
        after.facts.names[account],
        known(before.number[account, 0]),
        known(after.number[account, 0]),
        _shown(before, account),
        _shown(after, account),
        BANDS[int(before.band[account, 0])],
        BANDS[int(after.band[account, 0])],
        tuple(parts),
        _steps(before, after, account),
    )


def _shown(scores: Scores, account: int) -> int | None:
    shown = int(scores.shown[account, 0])
    return None if shown < 0 else shown


def _steps(before: Scores, after: Scores, account: int) -> tuple[tuple[str, float], ...]:
    first, second = end_of(before, account, 0), end_of(after, account, 0)
    if first is None or second is None:
        return ()
    rows: tuple[SplitRow, ...] = split(first, second, None).rows
    return tuple((STEPS[one.kind], one.points) for one in rows if one.kind in STEPS)


def _parts(scores: Scores, account: int) -> dict[str, Part]:
    """The measures of the profile that scores an account, with what each adds."""
    weighed, published = scores.weighed(account, 0), scores.published(account, 0)
    if weighed is None or published is None or bool(scores.rolled[account, 0]):
        return {}
    return {one.key: one for one in _measured(weighed, published.profile, scores.facts, account)}


def _measured(weighed: Weighed, profile: Profile, facts: Facts, account: int) -> list[Part]:
    told = readings_of(weighed, account, 0)
    worth = weighed.points.points[:, account, 0].tolist()
    weights = weighed.weights[:, account, 0].tolist()
    ranked = profile.model == "rank"
    out = []
    for place, (dimension, measure) in enumerate(profile.measures):
        points = known(worth[place])
        adds = None if ranked or points is None else points * weights[place]
        said = told[place]
        reads = "missing" if said is None else reading(asked(facts, measure), said)
        key = f"{dimension.key}.{measure.key}"
        out.append(Part(key, dimension.name, measure.name, reads, None, points, None, adds))
    return out
