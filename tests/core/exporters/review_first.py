"""The first six sections of the rich report of the tests."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Line,
    Pair,
    Pairs,
    Paragraph,
    Row,
    Section,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import (
    ColumnChart,
    Inside,
    LineChart,
    Moment,
    RankChart,
    Series,
)

DAY: Final = 20780
"""23 Nov 2026."""


_USERS: Final = (
    *(35, 33, 34, 33, 32, 35, 33, 34, 33, 30, 30, 28, 28, 33, 35, 35),
    *(33, 34, 35, 37, 39, 42, 45, 47, 48, 50),
)


def line(*blocks: Block, shares: tuple[float, ...] = ()) -> Line:
    return Line(blocks=blocks, shares=shares)


def cover() -> Section:
    return Section(
        key="cover",
        title="Title",
        headline="Quarterly review",
        lead=Paragraph(text="What we set out to do, what was reached, and what comes next."),
        cover=True,
    )


def goals() -> Section:
    return Section(
        key="goals",
        title="Goals",
        headline="Two of three goals are reached",
        lines=(
            line(
                Steps(
                    key="goals",
                    items=(
                        Step(
                            text="50 daily users by December",
                            state="done",
                            when="reached 20 Nov",
                            who="Ada Quill",
                            detail="34 in August",
                        ),
                        Step(text="Stock alerts in two branches", when="14 Dec", who="Ben Osei"),
                        Step(
                            text="Orders in under two minutes",
                            state="late",
                            when="due 1 Nov",
                            detail="2 min 40 s in October",
                        ),
                    ),
                ),
                Figures(
                    key="figures",
                    items=(
                        Figure(
                            label="Daily users",
                            text="50",
                            value=50,
                            change="+16",
                            direction="good",
                            detail="34 in August",
                            notes=("daily",),
                        ),
                        Figure(
                            label="Time of an order",
                            text="2:40",
                            change="\u22120:20",
                            direction="good",
                            detail="3:00 in August",
                            notes=("feature",),
                        ),
                    ),
                ),
                shares=(3, 2),
            ),
        ),
    )


def value() -> Section:
    return Section(
        key="value",
        title="Summary",
        headline="Four hours a week saved in each branch",
        lead=Paragraph(
            text="Branches that order in the product need less time for every order.",
            notes=("feature",),
        ),
        lines=(
            line(
                Figures(
                    key="figures",
                    items=(
                        Figure(
                            label="Annual value",
                            text="€48,000",
                            value=48000,
                            detail="renews 31 Mar 2027",
                            notes=("money",),
                            key="arr",
                            inside=(Inside("money", "the annual value"),),
                        ),
                        Figure(
                            label="Users",
                            text="52 of 60",
                            value=52,
                            change="+9",
                            direction="good",
                            notes=("daily",),
                        ),
                        Figure(
                            label="Tickets open",
                            text="3",
                            value=3,
                            change="+1",
                            direction="bad",
                            notes=("tickets",),
                        ),
                        Figure(
                            label="Answer in",
                            text="4.2 h",
                            value=4.2,
                            change="0",
                            direction="even",
                            notes=("tickets",),
                        ),
                    ),
                ),
            ),
            line(
                Paragraph(
                    title="What changed",
                    text="Since the training of 6 October three branches order in the product. "
                    "The others still send lists by mail, which takes about six minutes an order.",
                    notes=("daily",),
                ),
                Paragraph(
                    title="What it is worth",
                    text="At 40 orders a week and branch this is four hours, every week.",
                    voice="plain",
                    notes=("feature",),
                ),
            ),
            line(Paragraph(text="Times as told by two branches in interviews.", voice="quiet")),
        ),
        own="Thank you for the two afternoons in Leeds: what your colleagues showed us there is "
        "in the product since last week.",
    )


def adoption() -> Section:
    return Section(
        key="adoption",
        title="Adoption",
        headline="Your teams use more of the product",
        lead=Paragraph(
            text="Nine of twelve features are in use, five in August; "
            "daily users rose from 34 to 50.",
            notes=("daily",),
        ),
        lines=(
            line(
                LineChart(
                    key="users",
                    title="Active users a day, weekly mean",
                    summary="Daily users rose from 35 in May to 50 in November.",
                    unit="users",
                    days=tuple(DAY - 7 * (len(_USERS) - 1 - at) for at in range(len(_USERS))),
                    series=(Series(name="Users", values=tuple(map(float, _USERS))),),
                    moments=(Moment(DAY - 48, "training, 6 Oct"),),
                    low=20,
                    notes=("daily",),
                ),
                RankChart(
                    key="features",
                    title="Users by feature in 28 days, mark: August",
                    summary="The lens catalogue is used most, by 52 users.",
                    unit="users",
                    labels=(
                        "Lens catalogue",
                        "Order tracking",
                        "Fitting notes",
                        "Stock alerts",
                        "Reports",
                        "Team calendar",
                    ),
                    values=(52, 47, 39, 33, 26, 18),
                    marks=(31, 28, 12, None, None, None),
                    mark_name="August",
                    notes=("feature",),
                ),
                shares=(3, 2),
            ),
            line(
                Pairs(
                    key="goal",
                    across=True,
                    items=(
                        Pair(name="Goal", text="50 daily users by December"),
                        Pair(name="Today", text="50, reached"),
                        Pair(name="Next", text="stock alerts in two branches, 14 Dec"),
                    ),
                )
            ),
        ),
    )


def usage() -> Section:
    days = tuple(range(DAY - 179, DAY + 1))
    use = tuple(
        None if 60 <= at < 74 else 40 + at / 6 + 9 * ((at * 7) % 5 - 2) / 2
        for at in range(len(days))
    )
    seats = tuple(60.0 for _ in days)
    return Section(
        key="usage",
        title="Usage",
        headline="Use is above what is normal for you",
        lines=(
            line(
                LineChart(
                    key="events",
                    title="Orders a day",
                    summary="Orders rose from 40 to 69 a day; two weeks in August are missing.",
                    unit="orders",
                    days=days,
                    series=(
                        Series(name="Orders", values=use),
                        Series(name="Seats", values=seats, tone="muted", dashed=True),
                        Series(
                            name="Like you",
                            values=tuple(38 + at / 20 for at in range(len(days))),
                            tone="second",
                        ),
                    ),
                    normal=(
                        tuple(30 + at / 8 for at in range(len(days))),
                        tuple(52 + at / 8 for at in range(len(days))),
                    ),
                    moments=(Moment(days[50], "go-live"), Moment(days[56], "new branch, 24 Jul")),
                    notes=("daily",),
                )
            ),
        ),
    )


def support() -> Section:
    return Section(
        key="support",
        title="Tickets",
        headline="Fewer tickets, answered sooner",
        lines=(
            line(
                ColumnChart(
                    key="months",
                    title="Tickets opened a month",
                    summary="Tickets fell from 14 in June to 5 in November.",
                    unit="tickets",
                    labels=("Jun", "Jul", "Aug", "Sep", "Oct", "Nov"),
                    series=(
                        Series(name="Urgent", values=(3, 2, 4, 1, 0, 1), tone="poor"),
                        Series(name="Other", values=(11, 9, 8, None, 6, 4), tone="third"),
                    ),
                    notes=("tickets",),
                ),
                Table(
                    key="open",
                    title="Open today",
                    columns=(
                        Column(key="subject", title="Ticket", width=3, wraps=True),
                        Column(key="since", title="Since", kind="day"),
                        Column(
                            key="hours", title="Hours", kind="number", digits=1, notes=("tickets",)
                        ),
                    ),
                    rows=(
                        _row("Label printer prints twice", (DAY - 3, "20 Nov"), (70.5, "70.5")),
                        _row(
                            "Order list is empty after a filter on two branches and a supplier",
                            (DAY - 1, "22 Nov"),
                            (21.0, "21.0"),
                        ),
                        _row("Password of a branch", (None, "\u2013"), (None, "no data")),
                    ),
                ),
                shares=(1, 1),
            ),
        ),
    )


def _row(text: str, *cells: tuple[float | None, str]) -> Row:
    return Row(cells=(Cell(text=text), *(Cell(text=told, value=raw) for raw, told in cells)))
