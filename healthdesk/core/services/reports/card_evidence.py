"""How far a health model was tested: what is measured at all, what came after its scores.

What was not tested is said as such: a model that nobody checked is not called a good one.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain.judgement import BAD, FEW, KINDS, LEADS, Judgement, Share
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import PartsChart
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.services import health, judgement, profiles
from healthdesk.core.services.health import Scored
from healthdesk.core.services.reports.blocks import BANDS as TONES
from healthdesk.core.services.reports.blocks import rows
from healthdesk.core.services.reports.card_model import Card, Model
from healthdesk.core.services.wording import begun, count_of

_LEAD: Final = LEADS[0]
_ORDER: Final[tuple[Band, ...]] = ("Strong", "Average", "Poor", "Unknown")


class Evidence:
    """Scores of the day, and outcomes with what was said before them."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.found: Scored = health.scored(card.tx, (card.day,))
        self.told: Judgement = judgement.read(card.tx, card.day, _LEAD)
        alive = self.found.scores.alive[:, 0]
        self.scored = int(alive.sum())
        self.covered = (
            float(self.found.scores.coverage[:, 0][alive].mean()) if self.scored else None
        )

    @property
    def outcomes(self) -> int:
        """All outcomes of the kinds that are looked at."""
        return sum(len(one.cases) for one in self.told.tallies)

    def note(self) -> str:
        """The footnote of scores."""
        return self.card.notes.score()

    def outcome_note(self) -> str:
        """The footnote of outcomes and the scores before them."""
        return self.card.notes.stored(
            "outcome",
            formula=f"the score {_LEAD} days before each: the one shown then where it was kept,"
            " else worked out of what was known then",
        )


def figures(evidence: Evidence) -> Figures:
    """How many accounts it scores, how much of it was measured, how many outcomes there are."""
    style = evidence.card.style
    covered = evidence.covered
    return Figures(
        key="figures",
        items=(
            Figure(
                key="scored",
                label="Accounts it scores",
                text=style.number(evidence.scored),
                value=evidence.scored,
                notes=(evidence.note(),),
            ),
            Figure(
                key="coverage",
                label="Measured, mean by weight",
                text="not known" if covered is None else style.share(covered),
                value=covered,
                notes=(evidence.note(),),
            ),
            Figure(
                key="outcomes",
                label="Outcomes to check it against",
                text=style.number(evidence.outcomes),
                value=evidence.outcomes,
                notes=(evidence.outcome_note(),),
            ),
        ),
    )


def bands(evidence: Evidence) -> PartsChart | None:
    """How many accounts stand in each band today."""
    band = evidence.found.scores.band[:, 0]
    counts = {name: int((band == at).sum()) for at, name in enumerate(BANDS)}
    shown = [one for one in _ORDER if counts.get(one)]
    if not shown:
        return None
    names = evidence.card.bands
    told = ", ".join(f"{names.of(one)} {counts[one]:,}" for one in shown)
    return PartsChart(
        key="bands",
        title="Where accounts stand by it",
        summary=f"{told}.",
        labels=tuple(names.of(one) for one in shown),
        values=tuple(float(counts[one]) for one in shown),
        tones=tuple(TONES[one] for one in shown),
        notes=(evidence.note(),),
    )


def section(evidence: Evidence) -> Section:
    """What is measured, what came after scores, and what nobody tested yet."""
    told = untested(evidence)
    return Section(
        key="evidence",
        title="Evidence",
        headline="How far it was tested",
        lead=Paragraph(key="lead", text=_lead(evidence), notes=(evidence.outcome_note(),)),
        lines=rows(
            _outcomes(evidence),
            Steps(
                key="untested",
                title="What is not tested yet",
                items=tuple(Step(text=one) for one in told),
            ),
            _coverage(evidence),
        ),
    )


def _lead(evidence: Evidence) -> str:
    count = evidence.outcomes
    if not count:
        return "It was not tested: the desk knows no churn, downgrade, renewal or expansion yet."
    return (
        f"{count_of(count, 'outcome')} held against the score {_LEAD} days before each;"
        f" {evidence.card.bands.poor} counts as a warning."
    )


def _outcomes(evidence: Evidence) -> Table:
    """Of each kind of outcome: after how many a warning stood before it."""
    card = evidence.card
    made = []
    for one in evidence.told.tallies:
        score = one.score
        meaning = "warned" if one.kind in BAD else "false alarms"
        made.append(
            Row(
                key=one.kind,
                cells=(
                    Cell(text=KINDS[one.kind]),
                    Cell(text=card.style.number(len(one.cases)), value=len(one.cases)),
                    Cell(text=card.style.number(score.of), value=score.of),
                    Cell(text=card.style.number(score.count), value=score.count),
                    _rate(card, score),
                    Cell(text=_span(card, score)),
                    Cell(text=meaning),
                ),
            )
        )
    return Table(
        key="outcomes",
        title=f"What came, and what the score said {_LEAD} days before",
        columns=(
            Column(key="kind", title="Outcome", width=1.2),
            Column(key="count", title="Known", kind="number", width=0.7),
            Column(key="scored", title="With a score", kind="number", width=0.9),
            Column(key="warned", title=f"{card.bands.poor} before", kind="number", width=0.9),
            Column(key="share", title="Share", kind="percent", width=0.9),
            Column(key="range", title="Range, 95 of 100", width=1.3),
            Column(key="means", title="That is", width=1),
        ),
        rows=tuple(made),
        notes=(evidence.outcome_note(),),
    )


def _rate(card: Card, score: Share) -> Cell:
    if score.share is None:
        return Cell(text="not known")
    if score.few:
        return Cell(text=f"fewer than {FEW}")
    return Cell(text=card.style.share(score.share), value=score.share)


def _span(card: Card, score: Share) -> str:
    if score.span is None or score.few:
        return "too few to tell"
    low, high = score.span
    return f"{card.style.share(low)} to {card.style.share(high)}"


def untested(evidence: Evidence) -> tuple[str, ...]:
    """What nobody checked, in plain sentences; the last ones hold of every model."""
    told = []
    poor = evidence.card.bands.poor
    for kind in BAD:
        score = evidence.told.of(kind).score
        if score.few:
            what = "churn" if kind == "churned" else "downgrade"
            known = count_of(score.of, "case") if score.of else "none"
            told.append(
                f"Whether a {poor} score comes before a {what}: {known} with a score {_LEAD} days"
                f" before, {FEW} are the least to tell."
            )
    good = evidence.told.of("renewed").score
    if good.few:
        told.append("How often it warns in vain: too few renewals with a score before them.")
    thin = _thin(evidence)
    if thin:
        told.append(f"Measures that most accounts have no data for: {', '.join(thin)}.")
    written = profiles.OWN
    reasons = [one.reason for model in evidence.card.models for one in model.versions]
    if all(one in written for one in reasons):
        told.append("Nobody has changed or confirmed it: its scales were cut to the desk's data.")
    told.append(
        "Weights and limits were set by judgement, or suggested from these same outcomes: figures"
        " of the same accounts do not prove what it will say of others."
    )
    later = [model.profile.name for model in evidence.card.models if model.later]
    if later:
        told.append(f"Published only after this day: {', '.join(later)}.")
    return tuple(told)


def _measured(evidence: Evidence, model: Model) -> list[tuple[str, str, int, int]]:
    """Of each measure: dimension, name, how many accounts have a reading, of how many."""
    scores = evidence.found.scores
    at = next(
        (
            place
            for place, one in enumerate(scores.profiles)
            if one.profile.key == model.profile.key and one.version == model.published.version
        ),
        None,
    )
    weighed = None if at is None else scores.per_profile[at]
    if weighed is None:
        return []
    whom = scores.profile[:, 0] == at
    points = weighed.points.points[:, :, 0][:, whom]
    known = (~np.isnan(points)).sum(axis=1).tolist()
    return [
        (begun(dimension.name), measure.name, int(count), int(whom.sum()))
        for (dimension, measure), count in zip(model.profile.measures, known, strict=True)
    ]


def _thin(evidence: Evidence) -> list[str]:
    return [
        name
        for model in evidence.card.models
        for _, name, known, of in _measured(evidence, model)
        if of and known * 2 < of
    ]


def _coverage(evidence: Evidence) -> Table:
    """For how many accounts each measure has a reading."""
    style, many = evidence.card.style, len(evidence.card.models) > 1
    return Table(
        key="coverage",
        title=f"For how many accounts each measure has data on {style.date(evidence.card.day)}",
        columns=(
            Column(key="measure", title="Measure", width=2),
            Column(key="dimension", title="Dimension", width=1.4),
            Column(key="known", title="Accounts", kind="number", width=0.8),
            Column(key="of", title="Of", kind="number", width=0.6),
            Column(key="share", title="Share", kind="percent", width=0.7),
        ),
        rows=tuple(
            Row(
                key=f"{model.profile.key} {dimension} {name}",
                group=model.profile.name if many else "",
                cells=(
                    Cell(text=name),
                    Cell(text=dimension),
                    Cell(text=style.number(known), value=known),
                    Cell(text=style.number(of), value=of),
                    Cell(text=style.share(known / of), value=known / of)
                    if of
                    else Cell(text="no account"),
                ),
            )
            for model in evidence.card.models
            for dimension, name, known, of in _measured(evidence, model)
        ),
        empty="No account is scored on this day, or by an older version of the model.",
        notes=(evidence.note(),),
    )
