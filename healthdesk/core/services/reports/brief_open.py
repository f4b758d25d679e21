"""Parts of the brief before a call: how they are, what is open, what could come next."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.moment import MomentView
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Direction,
    Figure,
    Figures,
    Inside,
    Paragraph,
    Row,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.usage_view import SeatUse
from healthdesk.core.services import (
    band_names,
    commercial,
    explain,
    message_beside,
    moments,
    plans,
    scoring,
    sentence,
    tasks,
    trends,
)
from healthdesk.core.services.health import PERIOD
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.blocks import BANDS, ahead, on, short
from healthdesk.core.services.reports.sources import Sources

_SCORE: Final = (Inside("score", "the health score"),)
_NOTE: Final = (Inside("notes", "work that is kept inside"),)
_MONEY: Final = (Inside("money", "the yearly sum"),)
_MOST: Final = 4


class Standing:
    """How an account is: its sentence, its figures, and what the sentence suggests."""

    def __init__(self, asked: Asked, notes: Sources) -> None:
        tx, account, day = asked.tx, asked.account, asked.day
        self._asked = asked
        self._notes = notes
        self.header = scoring.account_header(tx, account, day)
        self._told: sentence.Telling | None = None
        if self.header.score is not None:
            view = scoring.composition(tx, account, day)
            why = None
            if self.header.change is not None:
                why = explain.why(tx, account, day - PERIOD, day)
            self._told = sentence.tell(self.header, view, why, band_names.read(tx))

    def lead(self) -> Paragraph:
        """The state in a sentence, with the reason that moved it most."""
        header, style = self.header, self._asked.style
        if header.churned is not None:
            gone = f"They left on {style.date(header.churned)}."
            return Paragraph(text=gone, notes=(self._notes.stored("outcome"),))
        if self._told is None:
            return Paragraph(text="There is no score yet: nothing is known of them.")
        return Paragraph(key="state", text=self._told.text, notes=self._scored(), inside=_SCORE)

    def figures(self) -> Figures | None:
        """Score, renewal with the yearly sum, seats."""
        found = (self._score(), self._renewal() or self._arr(), self._seats())
        items = tuple(one for one in found if one is not None)
        return Figures(key="figures", items=items) if items else None

    def step(self) -> Paragraph | None:
        """What could come first."""
        if self._told is None or not self._told.step:
            return None
        text = self._told.step.removeprefix("Suggestion: ")
        text = text[:1].upper() + text[1:]
        text = f"{text} Confidence in the score: {self._told.sure}."
        return Paragraph(key="step", title="A next step", text=text, inside=_NOTE)

    def _scored(self) -> tuple[str, ...]:
        score = self.header.score
        if score is None:
            return ()
        return (self._notes.change(score.profile, score.version),)

    def _score(self) -> Figure | None:
        score, change = self.header.score, self.header.change
        if score is None or score.shown is None:
            return None
        style = self._asked.style
        return Figure(
            key="score",
            label=f"Score, change in {PERIOD} days",
            text=str(score.shown),
            value=score.shown,
            change="" if change is None else style.signed(change),
            direction="" if change is None else "even" if not change else _way(change),
            band=BANDS[score.band],
            notes=self._scored(),
            inside=_SCORE,
        )

    def _arr(self) -> Figure | None:
        header = self.header
        if header.arr is None:
            return None
        return Figure(
            key="arr",
            label="ARR",
            text=self._asked.style.money(header.arr, header.currency),
            value=header.arr,
            notes=(self._notes.arr(),),
            inside=_MONEY,
        )

    def _renewal(self) -> Figure | None:
        header, style, day = self.header, self._asked.style, self._asked.day
        if header.renewal_day is None:
            return None
        worth = "" if header.arr is None else f"{style.money(header.arr, header.currency)} a year"
        return Figure(
            key="renewal",
            label="Renewal",
            text=on(style, header.renewal_day, day),
            value=header.renewal_days,
            detail=", ".join(part for part in (ahead(header.renewal_day, day), worth) if part),
            notes=(self._notes.arr(),),
            inside=_MONEY if worth else (),
        )

    def _seats(self) -> Figure | None:
        found = commercial.seats(self._asked.tx, self._asked.account, self._asked.day)
        if found.seats is None or found.used is None:
            return None
        return seats_figure(self._asked, self._notes, found)


def seats_figure(asked: Asked, notes: Sources, found: SeatUse) -> Figure:
    """Seats in use of those paid for."""
    used, seats = found.used or 0.0, found.seats or 0.0
    return Figure(
        key="seats",
        label="Seats in use",
        text=f"{asked.style.number(used)} of {asked.style.number(seats)}",
        value=used,
        detail=f"{found.metric}, mean of {found.span} days",
        notes=(
            notes.usage((found.key,), key=f"usage {found.key}"),
            notes.contract(),
        ),
    )


def issues(asked: Asked, notes: Sources) -> Table:
    """Open tickets, then plans that run."""
    tx, account, day = asked.tx, asked.account, asked.day
    groups = {one.title: one for one in message_beside.beside(tx, account, (), day)}
    found = [
        _issue(f"ticket{at}", one.title, one.words)
        for at, one in enumerate(groups["Open tickets"].facts[:_MOST])
    ]
    for plan in plans.of_account(tx, account, day):
        if plan.is_open:
            done = f"{plan.done} of {len(plan.actions)} done" if plan.actions else "running"
            found.append(_issue(f"plan{plan.id}", f"Plan: {plan.problem}", done, inside=_NOTE))
    return Table(
        key="issues",
        title="Open issues",
        columns=(
            Column(key="issue", title="What", width=2, wraps=True),
            Column(key="state", title="State", width=1.2, wraps=True),
        ),
        rows=tuple(found),
        empty="No ticket is open.",
        notes=(notes.tickets(),),
    )


def _issue(key: str, what: str, state: str, inside: tuple[Inside, ...] = ()) -> Row:
    return Row(key=key, cells=(Cell(text=short(what, 80)), Cell(text=state)), inside=inside)


def promises(asked: Asked, notes: Sources) -> Steps | None:
    """Promises not kept yet, ours and theirs, then open tasks."""
    tx, account, day, style = asked.tx, asked.account, asked.day, asked.style
    given = [one for one in moments.of_account(tx, account, day) if one.is_open]
    given.sort(key=_due)
    items = [
        Step(
            key=f"promise{one.id}",
            text=short(one.text, 120),
            state="late" if one.overdue_days else "open",
            when="" if one.due is None else f"due {on(style, one.due, day)}",
            who="we promised" if one.by == "us" else "they promised",
            notes=(notes.stored("moment"),),
        )
        for one in given[:_MOST]
    ]
    todo = [one for one in tasks.of_account(tx, account, day) if one.state == "open"]
    items += [_task(asked, notes, one) for one in todo[: max(_MOST + 1 - len(items), 1)]]
    if not items:
        return None
    return Steps(key="promises", title="Promises and tasks", items=tuple(items), inside=_NOTE)


def _task(asked: Asked, notes: Sources, one: TaskView) -> Step:
    return Step(
        key=f"task{one.id}",
        text=short(one.title, 120),
        state="late" if one.overdue_days else "open",
        when="" if one.due is None else f"due {on(asked.style, one.due, asked.day)}",
        who=one.owner,
        notes=(notes.stored("task"),),
    )


def dips(asked: Asked, notes: Sources) -> Paragraph | None:
    """Dips and rises of use that last."""
    found = [
        one
        for one in trends.events(asked.tx, asked.account, asked.day)
        if one.last is None and one.text
    ]
    if not found:
        return None
    some = found[:3]
    metrics = tuple(dict.fromkeys(one.metric for one in some))
    key = notes.usage(metrics, key=f"usage {metrics[0]}" if len(metrics) == 1 else "")
    told = " ".join(f"{one.text.rstrip('.')}." for one in some)
    return Paragraph(key="dips", title="Dips and rises", text=told, notes=(key,))


def _due(one: MomentView) -> tuple[bool, int, int]:
    return (one.due is None, one.due or 0, one.id)


def _way(change: float) -> Direction:
    return "good" if change > 0 else "bad"
