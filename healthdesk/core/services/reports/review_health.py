"""Pages of an account's review for inside alone: health and why, what it is made of, the forecast.

Figures are those of the desk's own pages: score, composition and the exact split of its change.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.forecast import ForecastView
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Figure,
    Figures,
    Inside,
    Pair,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_chart import LineChart, Series
from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.views import MeasureView, ScoreView, WhyRow, WhyView
from healthdesk.core.services import band_names, explain, forecasts, scoring
from healthdesk.core.services.reports.blocks import BANDS, ahead, beside, moved, on, rows, short
from healthdesk.core.services.reports.review_facts import Gathered

_SCORE: Final = (Inside("score", "the health score"),)
_FORECAST: Final = (Inside("score", "the renewal forecast"),)
INSIDE: Final = "score"
"""The kind of inside thing that all these pages are."""
_HISTORY: Final = 182
_WHY: Final = 6


def health(found: Gathered) -> Section | None:
    """Score, band, course and the exact why of the period; None where it has no score then."""
    score = _score(found)
    if score is None:
        return None
    why = explain.why(found.tx, found.account, found.before, found.end)
    return Section(
        key="health",
        title="Health",
        headline=_headline(found, why, score),
        lead=Paragraph(key="lead", text=why.sentence, notes=(_note(found, score),)),
        lines=(
            *rows(_figures(found, score)),
            *beside(_course(found, score), _why_table(found, score, why), shares=(1, 1)),
        ),
        inside=_SCORE,
    )


def made_of(found: Gathered) -> Section | None:
    """What the score is made of at the end of the period."""
    if _score(found) is None:
        return None
    view = scoring.composition(found.tx, found.account, found.end)
    style = found.style
    measures = [one for part in view.score.dimensions for one in part.measures if one.weight > 0]
    names = {one.key: one.name for one in view.score.dimensions}
    table = Table(
        key="measures",
        columns=(
            Column(key="measure", title="Measure", width=2),
            Column(key="dimension", title="Dimension", width=1.3),
            Column(key="reading", title="Reading", width=1.3),
            Column(key="over", title="Over", width=1.3),
            Column(key="points", title="Points", kind="number", digits=1),
            Column(key="weight", title="Weight", kind="percent", digits=1),
            Column(key="adds", title="Adds", kind="number", digits=1),
        ),
        rows=tuple(_measure(found, one, names.get(one.dimension, "")) for one in measures),
        total=(
            Cell(text="Before caps and judgements"),
            Cell(text=""),
            Cell(text=""),
            Cell(text=""),
            Cell(text=""),
            Cell(text=style.share(sum(one.weight for one in measures))),
            Cell(text=style.number(view.score.uncapped, 1), value=view.score.uncapped),
        ),
        notes=(_note(found, view.score),),
    )
    return Section(
        key="made",
        title="Made of",
        headline="What the score is made of",
        lead=Paragraph(key="lead", text=view.sentence) if view.sentence else None,
        lines=rows(table),
        inside=_SCORE,
    )


def forecast(found: Gathered) -> Section | None:
    """What is expected of the renewal, as it was last said; None where nobody said anything."""
    said = [
        one.now
        for one in forecasts.of_account(found.tx, found.account, found.day)
        if one.now is not None and one.renewal >= found.day
    ]
    if not said:
        return None
    one = min(said, key=_renewal)
    style, day = found.style, found.day
    key = found.notes.stored("forecast")
    currency = found.header.currency
    figures = [
        Figure(key="category", label="Forecast", text=one.category, notes=(key,)),
        Figure(
            key="renewal",
            label="Renewal",
            text=style.date(one.renewal),
            value=one.renewal - day,
            detail=ahead(one.renewal, day),
            notes=(found.notes.contract(),),
        ),
    ]
    if one.amount is not None:
        figures.insert(1, _amount(found, one, currency, key))
    pairs = [
        Pair(key=name, name=title, text=short(told))
        for name, title, told in (
            ("reason", "Why", one.reason),
            ("step", "Next step", one.next_step),
            ("decider", "Who decides", one.decider),
            ("said", "Said", on(style, one.made_on, day)),
        )
        if told
    ]
    return Section(
        key="forecast",
        title="Forecast",
        headline=f"Renewal: {one.category}",
        lines=rows(
            Figures(key="figures", items=tuple(figures)), Pairs(key="why", items=tuple(pairs))
        ),
        inside=_FORECAST,
    )


def _amount(found: Gathered, one: ForecastView, currency: str, key: str) -> Figure:
    style, arr = found.style, found.header.arr
    return Figure(
        key="amount",
        label="Expected a year",
        text=style.money(one.amount, currency),
        value=one.amount,
        detail="" if arr is None else f"{style.money(arr, currency)} today",
        notes=(key,),
    )


def _renewal(one: ForecastView) -> int:
    return one.renewal


def _score(found: Gathered) -> ScoreView | None:
    views = scoring.scores(found.tx, found.end, account=found.account)
    return next((one for one in views if one.account_id == found.account), None)


def _note(found: Gathered, score: ScoreView) -> str:
    before = found.style.date(found.before)
    return found.notes.score(score.profile, score.version, formula=f"change against {before}")


def _headline(found: Gathered, why: WhyView, score: ScoreView) -> str:
    """Where it went, by bands where these differ."""
    names = band_names.read(found.tx)
    band = names.of(score.band)
    if score.shown is None:
        return f"Health: {band}"
    was = _before(found)
    if was is None or why.change is None:
        return f"{band} at {score.shown}"
    if was.band != score.band:
        way = "rose" if why.change > 0 else "fell"
        return f"Health {way} from {names.of(was.band)} to {band}"
    if was.shown == score.shown:
        return f"{band} at {score.shown}, as before"
    return f"{band} at {score.shown}, {was.shown} before"


def _before(found: Gathered) -> ScoreView | None:
    views = scoring.scores(found.tx, found.before, account=found.account)
    return next((one for one in views if one.account_id == found.account), None)


def _figures(found: Gathered, score: ScoreView) -> Figures:
    """The score, and each of its dimensions."""
    was, key = _before(found), _note(found, score)
    earlier = {} if was is None else {one.key: one.points for one in was.dimensions}
    items = [
        _points(found, "score", "Score", (score.shown, None if was is None else was.shown), key)
    ]
    items += [
        _points(found, one.key, one.name, (one.points, earlier.get(one.key)), key)
        for one in score.dimensions
        if one.weight > 0
    ]
    first = items[0]
    items[0] = Figure(
        key=first.key,
        label=first.label,
        text=first.text,
        value=score.score,
        change=first.change,
        direction=first.direction,
        detail=first.detail,
        band=BANDS[score.band],
        notes=first.notes,
    )
    return Figures(key="figures", items=tuple(items[:6]))


def _points(found: Gathered, key: str, name: str, values: tuple[Known, Known], note: str) -> Figure:
    """Points now, and how they moved since the day before the period."""
    style = found.style
    now, before = values
    both = None if now is None or before is None else (now, before)
    then = on(style, found.before, found.day)
    return Figure(
        key=key,
        label=name,
        text="not known" if now is None else style.number(now),
        value=now,
        change="" if both is None else style.signed(round(both[0]) - round(both[1])),
        direction="" if both is None else moved(*both),
        detail="" if before is None else f"{style.number(before)} on {then}",
        notes=(note,),
    )


def _course(found: Gathered, score: ScoreView) -> LineChart | None:
    first = min(found.before, found.end - _HISTORY + 1)
    view = scoring.history(found.tx, found.account, first, found.end)
    known = {one.day: one.score for one in view.days}
    days = tuple(range(first, found.end + 1))
    if sum(value is not None for value in known.values()) < 2:
        return None
    style = found.style
    told = [one for one in view.days if one.shown is not None]
    names = band_names.read(found.tx)
    summary = f"Score from {told[0].shown} on {style.date(told[0].day)} to {told[-1].shown}."
    return LineChart(
        key="course",
        title="Score, day by day",
        summary=summary,
        unit="points",
        days=days,
        series=(Series(name="Score", values=tuple(known.get(day) for day in days)),),
        steps=((view.strong, names.strong), (view.average, names.average)),
        low=0,
        high=100,
        notes=(_note(found, score),),
    )


def _why_table(found: Gathered, score: ScoreView, why: WhyView) -> Table | None:
    """The rows of the exact split, the largest first; together they are the change."""
    if why.change is None:
        return None
    style = found.style
    told = sorted((one for one in why.rows if one.points), key=_largest)
    return Table(
        key="why",
        title=f"Why, since {style.date(found.before)}: the rows add up",
        columns=(
            Column(key="points", title="Points", kind="change", digits=1, width=0.7),
            Column(key="what", title="What", width=4, wraps=True),
        ),
        rows=tuple(
            Row(
                key=f"{one.kind} {one.key}",
                cells=(
                    Cell(
                        text=style.signed(one.points, 1),
                        value=one.points,
                        direction="good" if one.points > 0 else "bad",
                    ),
                    Cell(text=_what(one)),
                ),
            )
            for one in told
        ),
        total=(
            Cell(text=style.signed(why.change, 1), value=why.change),
            Cell(text="change of the score"),
        ),
        most=_WHY,
        empty="Nothing moved it.",
        notes=(_note(found, score),),
    )


def _what(one: WhyRow) -> str:
    """What a row says, without its points, which stand beside it."""
    return short(one.text.rpartition(": ")[0] if one.key else one.text, 160)


def _largest(one: WhyRow) -> float:
    return -abs(one.points)


def _measure(found: Gathered, one: MeasureView, dimension: str) -> Row:
    style = found.style
    return Row(
        key=one.key,
        cells=(
            Cell(text=one.name),
            Cell(text=dimension),
            Cell(text=one.shown or "missing"),
            Cell(text=one.over),
            Cell(text=style.number(one.points, 1), value=one.points),
            Cell(text=style.share(one.weight, 1), value=one.weight),
            Cell(text=style.number(one.contribution, 1), value=one.contribution),
        ),
    )
