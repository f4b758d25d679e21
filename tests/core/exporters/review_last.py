"""The last four sections of the rich report of the tests, and a dashboard."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import (
    Band,
    Board,
    Card,
    Cell,
    Column,
    Figure,
    Figures,
    Pair,
    Pairs,
    Quote,
    Quotes,
    Row,
    Section,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import (
    Inside,
    LineChart,
    PartsChart,
    RankChart,
    Series,
)
from tests.core.exporters.review_first import DAY, line

_BANDS: Final[tuple[Band, ...]] = ("strong", "average", "poor", "unknown")
_NAMES: Final = (
    "Aldermoor Textiles",
    "Brightwater Clinics",
    "Cinder & Oak",
    "Dovetail Logistics",
    "Eastgate Foods",
    "Fernhill Schools",
    "Granite Peak Insurance",
    "Harbour Lights Hotels",
)


def voice() -> Section:
    return Section(
        key="voice",
        title="Voice",
        headline="What your colleagues say",
        lines=(
            line(
                Quotes(
                    key="quotes",
                    items=(
                        Quote(
                            text="The catalogue is the first thing I open in the morning.",
                            who="Ada Quill",
                            where="NPS 9, 3 Nov 2026",
                            notes=("survey",),
                            key="q1",
                            who_inside=(Inside("names", "the name of Ada Quill"),),
                        ),
                        Quote(
                            text="Stock alerts come too late for us.",
                            who="Ben Osei",
                            where="Call, 12 Nov 2026",
                            key="q2",
                            inside=(Inside("sentiment", "the sentiment of a call note of 12 Nov"),),
                        ),
                        Quote(
                            text="Orders are done before the van leaves.",
                            where="NPS 10, 18 Nov 2026",
                            notes=("survey",),
                        ),
                    ),
                )
            ),
            line(
                Pairs(
                    key="nps",
                    title="Answers",
                    items=(
                        Pair(name="Asked", text="24 colleagues"),
                        Pair(name="Answered", text="17", notes=("survey",)),
                        Pair(name="Mean", text="8.4"),
                    ),
                )
            ),
        ),
    )


def health() -> Section:
    score = (Inside("score", "the score"),)
    return Section(
        key="health",
        title="Health",
        headline="Health rose from Average to Strong",
        lines=(
            line(
                Figures(
                    key="score",
                    inside=score,
                    items=(
                        Figure(
                            label="Score",
                            text="81",
                            value=81,
                            change="+9",
                            direction="good",
                            band="strong",
                            detail="72 on 23 Aug",
                            notes=("score",),
                        ),
                        Figure(
                            label="Support",
                            text="44",
                            value=44,
                            change="\u22126",
                            direction="bad",
                            band="poor",
                        ),
                    ),
                ),
                PartsChart(
                    key="mix",
                    title="Accounts like yours by band",
                    summary="Of 128 accounts 71 are Strong, 38 Average, 14 Poor and 5 Unknown.",
                    labels=("Strong", "Average", "Poor", "Unknown"),
                    values=(71, 38, 14, 5),
                    tones=("strong", "average", "poor", "unknown"),
                    notes=("score",),
                ),
            ),
            line(
                RankChart(
                    key="why",
                    title="Points that moved the score since August",
                    unit="points",
                    digits=1,
                    labels=(
                        "Active users",
                        "Feature breadth",
                        "Answers",
                        "Tickets",
                        "A measure whose name is long enough to be cut",
                    ),
                    values=(6.2, 3.1, 1.4, -2.3, None),
                    tones=("accent", "accent", "accent", "poor", "muted"),
                    notes=("score",),
                ),
                LineChart(
                    key="score_line",
                    title="Score a week",
                    days=tuple(DAY - 7 * (19 - at) for at in range(20)),
                    series=(
                        Series(name="Score", values=tuple(60.0 + at + at % 3 for at in range(20))),
                    ),
                    low=0,
                    high=100,
                    steps=((75, "Strong"), (50, "Average")),
                    notes=("score",),
                ),
            ),
        ),
    )


def plan() -> Section:
    return Section(
        key="plan",
        title="Milestones",
        headline="From first order to every branch",
        lines=(
            line(
                Steps(
                    key="way",
                    journey=True,
                    items=(
                        Step(text="Contract", state="done", when="3 Feb 2026"),
                        Step(text="First order", state="done", when="2 Mar 2026"),
                        Step(text="Training", state="done", when="6 Oct 2026", detail="14 people"),
                        Step(text="Stock alerts", when="14 Dec 2026"),
                        Step(text="Every branch", state="late", when="due 1 Nov 2026"),
                        Step(text="Renewal", state="left", when="31 Mar 2027"),
                    ),
                )
            ),
            line(
                Steps(
                    key="next",
                    title="Next",
                    items=(
                        Step(text="Agree on the two branches", when="30 Nov", who="Ben Osei"),
                        Step(text="Send the list of features", when="1 Dec", who="Mia Sander"),
                    ),
                ),
                Steps(
                    key="asks",
                    title="We ask you for",
                    items=(Step(text="A named person in each branch", when="4 Dec"),),
                ),
            ),
        ),
    )


def accounts() -> Section:
    return Section(
        key="accounts",
        title="Accounts",
        headline="Branches by value",
        lines=(
            line(
                Table(
                    key="list",
                    columns=(
                        Column(key="account", title="Account", width=2.4),
                        Column(
                            key="band",
                            title="Health",
                            kind="band",
                            width=1.1,
                            inside=(Inside("score", "the bands"),),
                        ),
                        Column(key="score", title="Score", kind="points"),
                        Column(key="change", title="28 days", kind="change"),
                        Column(
                            key="arr",
                            title="Annual value",
                            kind="money",
                            currency="EUR",
                            width=1.3,
                            notes=("money",),
                        ),
                        Column(key="share", title="Use of seats", kind="percent", digits=0),
                        Column(key="renewal", title="Renews", kind="day", width=1.2),
                    ),
                    rows=tuple(_account(at) for at in range(64)),
                    total=(
                        Cell(text="64 accounts"),
                        Cell(text=""),
                        Cell(text="62", value=62),
                        Cell(text=""),
                        Cell(text="€1,868,800", value=1868800),
                        Cell(text="58%", value=0.58),
                        Cell(text=""),
                    ),
                    most=40,
                    notes=("score", "daily"),
                )
            ),
        ),
    )


def _account(at: int) -> Row:
    band = _BANDS[at % 4]
    change = (at * 7) % 19 - 9
    sign = "+" if change > 0 else "\u2212" if change < 0 else ""
    arr, score, share = 10_000 + 600 * at, 92 - at, (35 + at % 60) / 100
    known = band != "unknown"
    return Row(
        key=f"A{at:03d}",
        cells=(
            Cell(text=f"{_NAMES[at % 8]} {at // 8 + 1}", value=f"{_NAMES[at % 8]} {at // 8 + 1}"),
            Cell(text=band.capitalize(), value=band, band=band),
            Cell(text=str(score) if known else "\u2013", value=score if known else None),
            Cell(
                text=f"{sign}{abs(change)}",
                value=change,
                direction="good" if change > 0 else "bad" if change < 0 else "even",
            ),
            Cell(text=f"€{arr:,}", value=arr),
            Cell(text=f"{share:.0%}", value=share),
            Cell(text="31 Mar 2027", value=20908),
        ),
    )


def board() -> Board:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120" width="300" height="120">'
        '<path d="M8 100L80 60L150 72L220 30L292 20" fill="none" stroke="#2B57C7" '
        'stroke-width="2"/><text x="8" y="16" font-family="Inter" font-size="11" '
        'fill="#4F5866">Score</text></svg>'
    )
    return Board(
        key="board",
        notes=("score",),
        cards=(
            Card(
                x=0,
                y=0,
                w=3,
                h=2,
                title="Health",
                svg=drawing,
                head=("Band", "Accounts"),
                rows=(("Strong", "71"), ("Poor", "14")),
                foot="Health model, 23 Nov",
            ),
            Card(x=3, y=0, w=6, h=2, title="Score a week", svg=drawing),
            Card(x=9, y=0, w=3, h=4, title="Renewals", svg=drawing, foot="next 90 days"),
            Card(x=0, y=2, w=9, h=2, title="Usage", svg=drawing),
        ),
    )
