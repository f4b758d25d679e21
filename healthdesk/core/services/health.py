"""Scores of accounts on days, once for each state of the desk; one score as a read model.

Not here: words (wording.py, composition.py), what was reported on its day (reported.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import Facts, IntArray
from healthdesk.core.domain.profile import Measure, Profile, Published
from healthdesk.core.domain.score import Scores, score
from healthdesk.core.domain.views import (
    BANDS,
    DimensionView,
    MeasureView,
    OverrideView,
    ScoreView,
)
from healthdesk.core.domain.weigh import Weighed, slices
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.account import facts_of
from healthdesk.core.services.facts import load
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.profiles import published
from healthdesk.core.services.wording import Reading
from healthdesk.core.store.db import Tx

PERIOD: Final = 28
"""Days over which change is told, everywhere."""


@dataclass(frozen=True, eq=False)
class Scored:
    """Some accounts' facts and their scores on some days."""

    facts: Facts
    days: IntArray
    scores: Scores

    def alive(self, account: int, column: int) -> bool:
        """Whether an account is scored at all on a day."""
        return int(self.scores.profile[account, column]) >= 0


def scored(tx: Tx, days: Sequence[int], *, detail: bool = True) -> Scored:
    """The scores of all accounts on these days; without detail bands and numbers only."""
    key = f"scores {detail} {days[0]} {days[-1]} {len(days)}"
    return remembered(
        tx, key, lambda: compute(load(tx), published(tx), days, detail=detail), of_facts=True
    )


def scored_one(
    tx: Tx, account_id: str, days: Sequence[int], *, detail: bool = True
) -> tuple[Scored, int]:
    """The scores of one account (and those below it), and the account's number among them."""
    facts, account = facts_of(tx, account_id)
    key = f"scores of {account_id!r} {detail} {days[0]} {days[-1]} {len(days)}"
    made = remembered(
        tx, key, lambda: compute(facts, published(tx), days, detail=detail), of_facts=True
    )
    return made, account


def compute(
    facts: Facts, profiles: Sequence[Published], days: Sequence[int], *, detail: bool = True
) -> Scored:
    """Score accounts on days."""
    columns = np.array(days, np.int32)
    made = score(facts, profiles, columns, CATALOGUE, detail=detail, dimensions=detail)
    return Scored(facts, columns, made)


def score_view(found: Scored, account: int, column: int) -> ScoreView:
    """One account's score on a day, in full; the account must be alive on it."""
    scores, facts = found.scores, found.facts
    publication, weighed = scores.published(account, column), scores.weighed(account, column)
    if publication is None or weighed is None:
        raise ValueError("an account that is not alive has no score to show")
    profile = publication.profile
    number = profile.model == "weighted"
    final = known(scores.final[account, column])
    return ScoreView(
        account_id=facts.account_ids[account],
        name=facts.names[account],
        day=int(found.days[column]),
        profile=profile.key,
        version=publication.version,
        score=final,
        shown=None if final is None else int(scores.shown[account, column]),
        band=BANDS[int(scores.band[account, column])],
        coverage=float(scores.coverage[account, column]),
        computed=known(scores.capped[account, column]) if number else None,
        uncapped=known(scores.raw[account, column]) if number else None,
        dimensions=dimension_views(
            profile, weighed, readings_of(weighed, account, column), account, column
        ),
        caps=scores.caps(account, column),
        override=_override(scores, account, column),
    )


def _override(scores: Scores, account: int, column: int) -> OverrideView | None:
    """The person's judgement in force, resolved."""
    found = scores.overridden(account, column)
    if found is None:
        return None
    one, band, value = found
    return OverrideView(band, value, one.reason, one.until, one.by)


def dimension_views(
    profile: Profile, weighed: Weighed, readings: Sequence[Reading], account: int, column: int
) -> tuple[DimensionView, ...]:
    """Every dimension with its measures, weight 0 too; `readings` in the measures' order."""
    weights = weighed.weights[:, account, column].tolist()
    worths = weighed.points.points[:, account, column].tolist()
    out = []
    for at, (dimension, places) in enumerate(slices(profile)):
        measures = tuple(
            _measure(
                f"{dimension.key}.{measure.key}",
                measure,
                readings[place],
                known(worths[place]),
                weights[place],
            )
            for place, measure in enumerate(dimension.measures, places.start)
        )
        out.append(
            DimensionView(
                key=dimension.key,
                name=dimension.name,
                points=known(weighed.dimensions[at, account, column]),
                weight=sum(one.weight for one in measures),
                contribution=sum(one.contribution for one in measures),
                costs=sum(one.costs for one in measures),
                measures=measures,
                layer=dimension.layer,
            )
        )
    return tuple(out)


def _measure(
    key: str, measure: Measure, reading: Reading, points: float | None, weight: float
) -> MeasureView:
    worth = 0.0 if points is None else points
    return MeasureView(
        key=key,
        name=measure.name,
        dimension=key.partition(".")[0],
        reading=reading,
        points=points,
        weight=weight,
        contribution=weight * worth,
        costs=weight * (100.0 - worth),
        kind=measure.reading.kind,
    )


def readings_of(weighed: Weighed, account: int, column: int) -> list[Reading]:
    """The readings of all measures, in order."""
    return [
        reading_of(weighed, place, account, column) for place in range(len(weighed.points.readings))
    ]


def reading_of(weighed: Weighed, place: int, account: int, column: int) -> Reading:
    """A measure's reading as a number or a text; None when missing."""
    texts = weighed.points.texts[place]
    if texts is not None:
        return texts.word(account, column)
    return known(weighed.points.readings[place, account, column])


def known(value: float) -> float | None:
    """A number, or None for NaN."""
    number = float(value)
    return None if np.isnan(number) else number
