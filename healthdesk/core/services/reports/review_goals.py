"""Goals of an account's review: value against goal, and how far each came in 90 days.

Goals are lines of the review's options (domain/report_goal.py), kept with the account's review.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain import report_goal
from healthdesk.core.domain.goal import Course, course
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Figure,
    Line,
    Pair,
    Pairs,
    Paragraph,
    Row,
    Section,
    State,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import LineChart, Series
from healthdesk.core.domain.report_goal import ReviewGoal
from healthdesk.core.domain.usage_view import Known
from healthdesk.core.domain.usage_weeks import Daily
from healthdesk.core.services.reports import review_usage, review_words
from healthdesk.core.services.reports.blocks import amount, line, on, rows
from healthdesk.core.services.reports.review_facts import WEEK, Gathered

PROGRESS: Final = 90
"""Days over which progress is told."""
_THERE: Final = frozenset({"reached", "kept"})
_OPEN_TICKETS: Final = """
SELECT count(*) FROM ticket t JOIN account a ON a.id = t.account_id
WHERE a.account_id = :account AND t.opened_on <= :day
  AND (t.closed_on IS NULL OR t.closed_on > :day)"""


@dataclass(frozen=True)
class Told:
    """A goal as it stands: what it is now, what it was 90 days ago, and its footnotes.

    `now` is None where it is words, or was not measured.
    """

    goal: ReviewGoal
    now: Known = None
    before: Known = None
    course: Course | None = None
    unit: str = ""
    notes: tuple[str, ...] = ()
    daily: Daily | None = None

    @property
    def reached(self) -> bool:
        """Whether it is reached: by its figure, or as a person said."""
        if self.goal.done is not None:
            return True
        return self.course is not None and self.course.state in _THERE


def told(found: Gathered) -> tuple[Told, ...]:
    """The goals of the review as they stand at its end."""
    lines = found.asked.choices["objectives"]
    goals = [report_goal.read(one) for one in lines] if isinstance(lines, tuple) else []
    return tuple(_stands(found, one) for one in goals if one is not None)


def section(found: Gathered, goals: tuple[Told, ...]) -> Section:
    """The page of goals; without any, the question that leads to them."""
    if not goals:
        return _to_agree(found)
    steps = Steps(
        key="goals",
        items=tuple(_step(found, one, at) for at, one in enumerate(goals)),
        notes=tuple(dict.fromkeys(key for one in goals for key in one.notes)),
    )
    chart = next((made for one in goals if (made := _chart(found, one)) is not None), None)
    lines: tuple[Line, ...] = (line(steps),)
    if chart is not None:
        lines = (line(steps, chart, shares=(1, 1)),)
    return Section(
        key="goals",
        title="Goals",
        headline=review_words.goals(sum(one.reached for one in goals), len(goals)),
        lines=lines,
    )


def _to_agree(found: Gathered) -> Section:
    """Where things stand today, with room for a goal beside each."""
    ask = Paragraph(
        key="ask",
        text="Which of these figures should look different when we meet again?"
        " We would like to agree on two or three with you.",
    )
    told = review_usage.figures(found)
    table = None
    if told is not None:
        table = Table(
            key="today",
            columns=(
                Column(key="figure", title="Figure", width=2),
                Column(key="now", title="Today", width=1),
                Column(key="before", title="Before", width=1.4),
                Column(key="goal", title="Goal", width=1.4),
            ),
            rows=tuple(_today(one) for one in told.items),
            notes=tuple(dict.fromkeys(key for one in told.items for key in one.notes)),
        )
    return Section(
        key="goals", title="Goals", headline="Goals to agree on", lead=ask, lines=rows(table)
    )


def _today(one: Figure) -> Row:
    cells = (
        Cell(text=one.label),
        Cell(text=one.text, value=one.value),
        Cell(text=one.detail if one.change else "not known"),
        Cell(text="to agree", edit=f"goal {one.key}"),
    )
    return Row(key=one.key, cells=cells)


def in_a_line(found: Gathered, goals: tuple[Told, ...], step: str) -> Pairs:
    """The first goal, measured ones before others, how it stands, and what comes next, in a line.

    Without a goal the line says that one is to be agreed on, and where things stand.
    """
    first = next((one for one in goals if one.course is not None), next(iter(goals), None))
    items = [Pair(name="Goal", text="to agree on" if first is None else words(found, first))]
    today = _today_told(found, first)
    if today:
        items.append(Pair(name="Today", text=today))
    items.append(Pair(name="Next", text=step or "the day of the next review, to agree"))
    return Pairs(key="goal", across=True, items=tuple(items))


def _today_told(found: Gathered, first: Told | None) -> str:
    """How a goal stands; without any, how many use the product."""
    if first is not None:
        if first.course is None:
            return "reached" if first.reached else "not measured yet" if first.goal.figure else ""
        state = "reached" if first.reached else _far(found, first)
        return f"{_shown(found, first, first.now)}, {state}"
    return review_usage.users_told(found)


def _far(found: Gathered, one: Told) -> str:
    """How far there is to go."""
    gap = abs(one.goal.target - _scaled(one, one.now))
    return f"{_number(found, one, gap)} to go"


def _step(found: Gathered, one: Told, at: int) -> Step:
    goal, style = one.goal, found.style
    when = "" if goal.due is None else f"by {on(style, goal.due, found.day)}"
    if one.reached:
        when = "reached" if goal.done is None else f"reached {on(style, goal.done, found.day)}"
    return Step(
        key=f"goal{at}",
        text=words(found, one),
        state=_state(found, one),
        when=when,
        detail=_detail(found, one),
        notes=one.notes,
    )


def _state(found: Gathered, one: Told) -> State:
    if one.reached:
        return "done"
    late = one.goal.due is not None and one.goal.due < found.end
    return "late" if late else "open"


def _detail(found: Gathered, one: Told) -> str:
    """Value against goal, and the value 90 days before."""
    if not one.goal.figure:
        return ""
    if one.now is None:
        return "not measured yet"
    now = f"{_shown(found, one, one.now)}, goal {_number(found, one, one.goal.target)}"
    if one.before is None:
        return now
    day = on(found.style, found.end - PROGRESS, found.day)
    return f"{now}; {_shown(found, one, one.before)} on {day}"


def words(found: Gathered, one: Told) -> str:
    """What the goal is, with its figure where its words do not say it."""
    goal = one.goal
    if not goal.figure:
        return goal.text
    target = _number(found, one, goal.target)
    if target in goal.text:
        return goal.text
    return f"{goal.text}: {'at most' if goal.falls else 'at least'} {target}"


def _shown(found: Gathered, one: Told, value: Known) -> str:
    return "not measured" if value is None else _number(found, one, _scaled(one, value))


def _number(found: Gathered, one: Told, value: float) -> str:
    told = amount(found.style, value)
    return f"{told}{found.style.percent}" if one.goal.share else told


def _scaled(one: Told, value: Known) -> float:
    return (value or 0.0) * (100.0 if one.goal.share else 1.0)


def _stands(found: Gathered, goal: ReviewGoal) -> Told:
    """A goal with its figure now and 90 days before."""
    if not goal.figure:
        return Told(goal)
    now, before, notes, daily = _measured(found, goal)
    if now is None:
        return Told(goal, notes=notes)
    start = now if before is None else before
    scale = 100.0 if goal.share else 1.0
    first = found.end - PROGRESS
    stands = course(
        (start * scale, now * scale),
        goal.target,
        (first, goal.due if goal.due is not None else found.end + 1),
        found.end,
        falls=goal.falls,
    )
    return Told(goal, now, before, stands, notes=notes, daily=daily)


def _measured(
    found: Gathered, goal: ReviewGoal
) -> tuple[Known, Known, tuple[str, ...], Daily | None]:
    """A figure at the end and 90 days before, its footnotes, and its days where it has some."""
    first, end = found.end - PROGRESS, found.end
    name = goal.figure.casefold()
    if name == report_goal.TICKETS:
        return _tickets(found, end), _tickets(found, first), (found.notes.tickets(),), None
    if name == report_goal.SEATS:
        return _seats(found, goal)
    if name == report_goal.FEATURES:
        used = None if found.features_now is None else float(found.features_now)
        return used, None, (found.notes.usage(found.feature_metrics(), "Feature usage"),), None
    key = next((one.key for one in found.usage.metrics if name in _names(one.key, one.name)), "")
    if not key:
        return None, None, (), None
    daily = found.usage.daily(key)
    note = found.notes.usage((key,), formula=f"mean a day of {WEEK} days")
    return found.level(daily, end, WEEK), found.level(daily, first, WEEK), (note,), daily


def _names(key: str, name: str) -> tuple[str, str]:
    return key.casefold(), name.casefold()


def _seats(found: Gathered, goal: ReviewGoal) -> tuple[Known, Known, tuple[str, ...], Daily | None]:
    seats = found.seats
    if seats.used is None:
        return None, None, (), None
    formula = f"mean a day of {seats.span} days"
    notes = (found.notes.usage((seats.key,), formula=formula), found.notes.contract())
    return (seats.share if goal.share else seats.used), None, notes, None


def _tickets(found: Gathered, day: int) -> float:
    asked = {"account": found.account, "day": day}
    return float(found.tx.execute(text(_OPEN_TICKETS), asked).scalar_one())


def _chart(found: Gathered, one: Told) -> LineChart | None:
    """The line of a measured goal, with its target."""
    if one.daily is None:
        return None
    days, values = found.weeks(one.daily)
    if len(days) < 2:
        return None
    name = one.daily.metric.name
    target = Series(name="Goal", values=(one.goal.target,) * len(days), tone="muted", dashed=True)
    return LineChart(
        key="progress",
        title=f"{name}, weekly mean",
        summary=f"{name}: {_detail(found, one)}.",
        unit=one.daily.metric.unit,
        days=days,
        series=(Series(name=name, values=values), target),
        low=0,
        notes=one.notes,
    )
