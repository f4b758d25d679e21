"""Aldermoor Freight on 23 November 2026, as account-health.png shows it; its figures add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import sin

from healthdesk.core.domain.views import (
    AccountHeader,
    Band,
    CompositionView,
    DayScore,
    DimensionView,
    EvidenceRow,
    EvidenceView,
    HistoryView,
    LayerView,
    Mark,
    MeasureView,
    OverrideView,
    ScoreView,
    SourceLine,
    WhyRow,
    WhyView,
)

EPOCH = date(1970, 1, 1)


def day(text: str) -> int:
    """The day number of an ISO date."""
    return (date.fromisoformat(text) - EPOCH).days


TODAY = day("2026-11-23")
THEN = day("2026-10-26")

_DIMENSIONS = (
    ("usage", "Product usage", "usage"),
    ("touch", "Touch", ""),
    ("support", "Support", ""),
    ("voice", "Voice", "said"),
    ("commercial", "Commercial", ""),
)
_MEASURES = (
    ("usage.level", "Active users a day", "23.1", "28 days", 9.18, 20),
    ("usage.trend", "Usage trend", "\N{MINUS SIGN}43 %", "to 28 before", 0.93, 10),
    ("usage.breadth", "Feature breadth", "7 of 12", "28 days", 5.83, 10),
    ("touch.since", "Days since touch", "34 days", "20 Oct", 5.60, 10),
    ("touch.two_way", "Two-way balance", "0.27", "90 days", 5.46, 10),
    ("support.open", "Open high tickets", "1", "as of 23 Nov", 5.0, 10),
    ("support.age", "Ticket age", "12.5 days", "as of 23 Nov", 2.92, 5),
    ("voice.nps", "NPS", "+33", "3 answers", 6.67, 10),
    ("voice.sentiment", "Sentiment", "\N{MINUS SIGN}0.12", "90 days", 2.21, 5),
    ("commercial.seats", "Seat use", "38 %", "60 seats", 2.4, 5),
    ("commercial.overdue", "Overdue invoices", "none", "as of 18 Nov", 5.0, 5),
)
SCORE = sum(row[4] for row in _MEASURES)


def measure(  # noqa: PLR0917 - a row of a table
    key: str,
    name: str,
    shown: str,
    over: str,
    contribution: float,
    weight: float,
    *,
    missing: bool = False,
) -> MeasureView:
    """One measure's row; a missing one has no reading, no points, no weight."""
    if missing:
        return MeasureView(key, name, key.partition(".")[0], None, None, 0.0, 0.0, 0.0, over=over)
    return MeasureView(
        key,
        name,
        key.partition(".")[0],
        1.0,
        contribution / weight * 100,
        weight / 100,
        contribution,
        weight - contribution,
        over=over,
        shown=shown,
    )


def dimension(
    key: str, name: str, measures: tuple[MeasureView, ...], layer: str = ""
) -> DimensionView:
    """A dimension from its measures."""
    weight = sum(row.weight for row in measures)
    contribution = sum(row.contribution for row in measures)
    points = contribution / weight if weight else None
    costs = sum(row.costs for row in measures)
    return DimensionView(key, name, points, weight, contribution, costs, measures, layer)


def score_view(**changes: object) -> ScoreView:
    """The score of the story."""
    measures = [measure(*row) for row in _MEASURES]
    dimensions = tuple(
        dimension(key, name, tuple(row for row in measures if row.dimension == key), layer)
        for key, name, layer in _DIMENSIONS
    )
    view = ScoreView(
        "aldermoor",
        "Aldermoor Freight",
        TODAY,
        "default",
        7,
        SCORE,
        51,
        "Average",
        1.0,
        SCORE,
        SCORE,
        dimensions,
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def composition(**changes: object) -> CompositionView:
    """What the story's score is made of."""
    layers = (
        LayerView("usage", "usage", 40.0),
        LayerView("said", "survey", 67.0),
        LayerView("felt", "sentiment", 44.0),
    )
    told = "Three layers: usage 40, survey 67, sentiment 44."
    sentence = f"{told} The survey says better than the usage shows."
    return CompositionView(score_view(**changes), layers, sentence, "Default profile, version 7")


def overridden() -> CompositionView:
    """The score as set by hand, over a computed one that a cap had lowered."""
    return composition(
        score=75.0,
        shown=75,
        band="Strong",
        computed=39.0,
        caps=("Urgent ticket open",),
        override=OverrideView(
            "Strong", 75.0, "Renewal signed on paper", day("2026-12-03"), "Nadia"
        ),
    )


def unknown() -> CompositionView:
    """Too little is known for a score: only the surveys speak."""
    rows = tuple(
        measure(row[0], row[1], "", row[3], 0, row[5], missing=True) for row in _MEASURES[:3]
    )
    nps = measure("voice.nps", "NPS", "+33", "3 answers", 66.7, 100)
    dimensions = (
        dimension("usage", "Product usage", rows),
        dimension("voice", "Voice", (nps,)),
    )
    return composition(
        score=None,
        shown=None,
        band="Unknown",
        computed=None,
        uncapped=None,
        coverage=0.15,
        dimensions=dimensions,
    )


def crowded(measures: int = 30) -> CompositionView:
    """A profile with many measures of long names."""
    weight = 100 / measures
    rows = [
        measure(
            f"d{index % 6}.m{index}",
            f"Measure number {index} with a name that is much too long for its column",
            f"{index * 1.7:.1f} days",
            "over the last 90 days",
            weight * ((index * 37) % 100) / 100,
            weight,
        )
        for index in range(measures)
    ]
    dimensions = tuple(
        dimension(
            f"d{number}",
            f"Dimension {number}",
            tuple(r for r in rows if r.dimension == f"d{number}"),
        )
        for number in range(6)
    )
    total = sum(row.contribution for row in rows)
    return composition(
        name="A customer whose name goes on and on and will not end before the edge of the window",
        score=total,
        computed=total,
        uncapped=total,
        shown=round(total),
        dimensions=dimensions,
    )


def header(**changes: object) -> AccountHeader:
    """The head of the story's page."""
    view = AccountHeader(
        "aldermoor",
        "Aldermoor Freight",
        TODAY,
        score_view(),
        -33,
        184_000.0,
        "EUR",
        68,
        day("2027-01-30"),
        34,
        day("2026-10-20"),
        "Enterprise",
        "Adopted",
        "Nadia V.",
        (0.0, day("2026-11-16")),
        first_day=day("2024-03-01"),
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def _shown_on(at: int) -> float:
    """The story's line: a calm wave about 84, then a fall from the end of October."""
    ago = TODAY - at
    if ago > 28:
        base = 82.5 + 3.2 * sin(ago / 9.5) + 1.2 * sin(ago / 23)
        return base - max(0, ago - 160) * 0.28
    knots = (
        (28, 84.2),
        (24, 83.4),
        (20, 82),
        (17, 78),
        (14, 72),
        (8, 65),
        (5, 60),
        (3, 58),
        (1, 52),
        (0, SCORE),
    )
    for (left, high), (right, low) in pairwise(knots):
        if left >= ago >= right:
            return low + (high - low) * (ago - right) / (left - right)
    return SCORE


def _band(shown: int) -> Band:
    return "Strong" if shown >= 70 else "Average" if shown >= 40 else "Poor"


def history(days: int = 180, hole: tuple[int, int] | None = None) -> HistoryView:
    """Daily scores with the story's marks; `hole` = days ago without any score."""
    scores: list[DayScore] = []
    for at in range(TODAY - days + 1, TODAY + 1):
        if hole and hole[0] >= TODAY - at >= hole[1]:
            scores.append(DayScore(at, None, None, "Unknown", "default", 6))
            continue
        value = _shown_on(at)
        shown = int(value + 0.5)
        version = 7 if at >= day("2026-11-09") else 6
        scores.append(DayScore(at, value, shown, _band(shown), "default", version))
    touches = (168, 151, 139, 121, 104, 88, 77, 63, 52, 41, 34)
    marks = [Mark(TODAY - ago, "touch", "Call with Ada Brennick") for ago in touches]
    marks += [Mark(TODAY - ago, "survey", "NPS 9 from Ada Brennick") for ago in (110, 60)]
    marks.append(Mark(day("2026-08-23"), "override", "override ended"))
    marks.append(Mark(day("2026-11-09"), "profile", "v7"))
    return HistoryView(
        "aldermoor", tuple(scores), tuple(sorted(marks, key=lambda m: m.day)), 70, 40
    )


_WHY = (
    ("usage.level", "Active users a day", "40.4", "23.1", -5.9),
    ("support.open", "Open high tickets", "0", "1", -5.0),
    ("touch.since", "Days since touch", "6 days", "34 days", -4.4),
    ("touch.two_way", "Two-way balance", "0.47", "0.27", -3.9),
    ("usage.trend", "Usage trend", "0 %", "\N{MINUS SIGN}43 %", -2.6),
    ("usage.breadth", "Feature breadth", "9 of 12", "7 of 12", -2.5),
    ("commercial.seats", "Seat use", "67 %", "38 %", -1.8),
    ("voice.nps", "NPS", "+67", "+33", -1.7),
    ("support.age", "Ticket age", "4.0 days", "12.5 days", -1.4),
    ("voice.sentiment", "Sentiment", "+0.41", "\N{MINUS SIGN}0.12", -1.3),
)


def why() -> WhyView:
    """The exact split of the story's fall, readings and the new version's weights apart."""
    rows = [
        WhyRow(
            "reading",
            key,
            points,
            f"{name} {before} to {after}",
            name,
            key.partition(".")[0],
            before,
            after,
        )
        for key, name, before, after, points in _WHY
    ]
    rows.append(
        WhyRow(
            "profile",
            "",
            -2.5,
            "Version 7 weighs usage more",
            "Health model",
            "",
            "Default v6",
            "Default v7",
        )
    )
    rows.append(
        WhyRow("reading", "commercial.overdue", 0.0, "unchanged", "Overdue invoices", "commercial")
    )
    change = sum(row.points for row in rows)
    return WhyView(
        "aldermoor",
        THEN,
        TODAY,
        SCORE - change,
        SCORE,
        change,
        tuple(rows),
        "Sponsor left, successor untrained: 21 of 33 points follow from it.",
    )


def evidence(key: str = "usage.level") -> EvidenceView:
    """The daily users of the last eight weeks, with weekends, and who used the product most."""
    days = tuple(range(TODAY - 55, TODAY + 1))
    dip = day("2026-11-05")
    values = []
    for at in days:
        weekend = (at + 3) % 7 in (5, 6)
        high = 50.0 + (at % 5) if at < dip else 19.0 + (at % 3)
        values.append(float(int(high * (0.25 if weekend else 1.0))))
    rows = (
        EvidenceRow(day("2026-11-04"), "Ada Brennick, sponsor", "21.4 to 0"),
        EvidenceRow(day("2026-11-06"), "Dispatch desk, 9 users", "14.8 to 6.1"),
        EvidenceRow(day("2026-11-20"), "Depot Hallen, 14 users", "11.2 to 5.7"),
        EvidenceRow(day("2026-11-20"), "Depot Mirow, 3 users", "4.1 to 3.9"),
    )
    source = SourceLine("usage_november.csv", "rows 10,412 to 10,439", TODAY, 7)
    windows = ((THEN - 27, THEN), (TODAY - 27, TODAY))
    return EvidenceView(
        key, "Heaviest users, uses a day", days, tuple(values), "users", rows, (source,), 4, windows
    )


def tickets(key: str = "support.open") -> EvidenceView:
    """Facts without a daily series."""
    rows = (
        EvidenceRow(day("2026-11-10"), "#5107 Invoices do not export since the update", "high"),
    )
    return EvidenceView(key, "Open tickets of high priority", rows=rows, total_rows=1)
