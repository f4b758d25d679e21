"""Pages of a report on what came of playbooks: all of them, then one with its steps and runs.

Figures are those of Results (services/results.py). A change of a score is told from ten runs on,
and is no proof of a cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.playbook_view import (
    ENOUGH,
    RatingChange,
    ResultRow,
    Results,
    ScoreChange,
    StepResult,
)
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Direction,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_chart import PartsChart, Tone
from healthdesk.core.services import playbook_names, results
from healthdesk.core.services.reports.blocks import beside, rows
from healthdesk.core.services.reports.book import NAME, Book, text
from healthdesk.core.services.run_brief import Brief, briefs
from healthdesk.core.services.wording import count_of

OUTCOMES: Final = {
    "worked": "It worked",
    "partly": "Partly",
    "no": "No",
    "too early": "Too early",
}
_TONES: Final[dict[str, Tone]] = {
    "worked": "strong",
    "partly": "average",
    "no": "poor",
    "too early": "unknown",
}
_UNTOLD: Final = "Not told"
_SHOWN: Final = 40
"""Runs that paper shows; the workbook has all."""
NO_PROOF: Final = "A change of a score is no proof of a cause."


def overview(book: Book, found: Sequence[ResultRow]) -> Section:
    """Every playbook: its runs, and what came of them."""
    ran = [one for one in found if one.runs]
    runs, done = sum(one.runs for one in ran), sum(one.done for one in ran)
    head = f"{count_of(len(ran), 'playbook')} ran {count_of(runs, 'time')}, {done} to the end"
    table = Table(
        key="playbooks",
        columns=(
            Column(key="name", title="Playbook", width=2.2),
            Column(key="runs", title="Runs", kind="number"),
            Column(key="active", title="Going on", kind="number"),
            Column(key="done", title="Done", kind="number"),
            Column(key="stopped", title="Stopped", kind="number"),
            *(Column(key=key, title=word, kind="number") for key, word in OUTCOMES.items()),
            Column(key="share", title="Worked, of those told", kind="percent", width=1.3),
        ),
        rows=tuple(_overview_row(book, one) for one in found if one.runs or not one.archived),
        empty="There is no playbook.",
        notes=(note(book),),
    )
    waiting = sum(one.waiting for one in found)
    lead = f"Of {count_of(waiting, 'run')} the outcome is asked for." if waiting else ""
    return Section(
        key="all",
        title="All playbooks",
        headline=head if ran else "No playbook has run yet",
        lead=Paragraph(key="lead", text=lead) if lead else None,
        lines=rows(table),
    )


def note(book: Book) -> str:
    """The footnote of runs."""
    return book.notes.stored("run", formula="runs begun by the day, as they stood on it")


def one(book: Book, found: Results, key: str = "") -> tuple[Section, ...]:
    """What came of a playbook: effect, steps, runs; `key` tells several apart."""
    return (
        _result(book, found, key),
        _steps(book, found, key),
        _runs(book, found, key),
    )


def _overview_row(book: Book, one: ResultRow) -> Row:
    style = book.style
    counts = (one.runs, one.active, one.done, one.stopped, *(one.outcomes[key] for key in OUTCOMES))
    share = one.outcomes["worked"] / one.told if one.told else None
    told = NONE if share is None else f"{one.outcomes['worked']} of {one.told}"
    if share is not None and one.told >= ENOUGH:
        told = style.share(share)
    return Row(
        key=one.name,
        cells=(
            text(one.name, NAME),
            *(Cell(text=style.number(count), value=count) for count in counts),
            Cell(text=told, value=share if one.told >= ENOUGH else None),
        ),
    )


def _result(book: Book, found: Results, key: str) -> Section:
    told = sum(found.outcomes.values()) - found.outcomes["too early"]
    head = f"{found.name}: {count_of(found.runs, 'run')}"
    if told:
        head += f", {found.outcomes['worked']} of {told} worked"
    lead = f"It is to move: {found.measure}." if found.measure else ""
    return Section(
        key=f"results{key}",
        title=f"{found.name}: effect",
        headline=head,
        lead=Paragraph(key="lead", text=lead) if lead else None,
        lines=(
            *rows(_figures(book, found)),
            *beside(_outcomes(book, found), shares=()),
            *rows(_effect(book, found), Paragraph(key="proof", text=NO_PROOF, voice="quiet")),
        ),
    )


def _figures(book: Book, found: Results) -> Figures:
    style = book.style
    counts = (
        ("runs", "Runs", found.runs, ""),
        ("active", "Going on", found.active, ""),
        ("done", "Done", found.done, _waits(found)),
        ("stopped", "Stopped", found.stopped, ""),
    )
    return Figures(
        key="figures",
        items=tuple(
            Figure(
                key=key,
                label=label,
                text=style.number(value),
                value=value,
                detail=detail,
                notes=(note(book),),
            )
            for key, label, value, detail in counts
        ),
    )


def _waits(found: Results) -> str:
    waiting = len(found.waiting)
    return f"{count_of(waiting, 'outcome')} asked for" if waiting else ""


def _outcomes(book: Book, found: Results) -> PartsChart | None:
    """What was told of runs that ended, and of how many nothing was."""
    untold = max(found.done - sum(found.outcomes.values()), 0)
    parts = [(OUTCOMES[key], found.outcomes[key], _TONES[key]) for key in OUTCOMES]
    parts.append((_UNTOLD, untold, "muted"))
    some = [part for part in parts if part[1]]
    if not some:
        return None
    return PartsChart(
        key="outcomes",
        title="What was told of runs that ended",
        summary=", ".join(f"{name} {count}" for name, count, _ in some) + ".",
        labels=tuple(name for name, _, _ in some),
        values=tuple(float(count) for _, count, _ in some),
        tones=tuple(tone for _, _, tone in some),
        notes=(note(book),),
    )


def _effect(book: Book, found: Results) -> Table:
    """Scores some days after the start, and the next answer to NPS."""
    scored = book.notes.score(
        formula="score so many days after a run began, less that of its start"
    )
    made = [_effect_row(book, f"Score after {one.after} days", one) for one in found.changes]
    made.append(_effect_row(book, "Next NPS answer", found.ratings))
    return Table(
        key="effect",
        title="What changed after runs that were done",
        columns=(
            Column(key="what", title="What", width=1.6),
            Column(key="change", title="On average", width=2.2),
            Column(key="n", title="Runs", kind="number", width=0.7),
            Column(key="risen", title="Rose", kind="number", width=0.7),
            Column(key="fallen", title="Fell", kind="number", width=0.7),
        ),
        rows=tuple(made),
        notes=(scored, book.notes.surveys(), note(book)),
    )


def _effect_row(book: Book, what: str, one: ScoreChange | RatingChange) -> Row:
    style = book.style
    n, mean = one.n, one.mean
    way: Direction = ""
    if not n:
        told = (
            "no done run is that old" if isinstance(one, ScoreChange) else "no answers to compare"
        )
    elif mean is None or n < ENOUGH:
        told = f"too few to tell ({count_of(n, 'run')}, {ENOUGH} are needed)"
    else:
        told = f"{style.signed(mean, 1)}{' points' if isinstance(one, ScoreChange) else ''}"
        way = "good" if mean > 0 else "bad" if mean < 0 else ""
    known = mean if n >= ENOUGH else None
    counts = (n, one.risen, one.fallen)
    return Row(
        key=what,
        cells=(
            Cell(text=what),
            Cell(text=told, value=known, direction=way),
            *(Cell(text=style.number(count), value=count) for count in counts),
        ),
    )


def _steps(book: Book, found: Results, key: str) -> Section:
    """How the steps did; those passed over most are named."""
    skipped = sorted((one for one in found.steps if one.passed), key=_passed)
    head = f"{found.name}: no step was passed over"
    if skipped:
        head = f"{found.name}: passed over most: {_named(skipped[:2])}"
    table = Table(
        key="steps",
        columns=(
            Column(key="step", title="Step", width=2.2),
            Column(key="reached", title="Came to it", kind="number"),
            Column(key="done", title="Done", kind="number"),
            Column(key="open", title="Open", kind="number"),
            Column(key="skipped", title="Skipped", kind="number"),
            Column(key="passed", title="By a person", kind="number"),
            Column(key="why", title="Why, most often", width=1.8, wraps=True),
            Column(key="late", title="Late", kind="number"),
            Column(key="days", title="Median days", kind="number", digits=1),
        ),
        rows=tuple(_step(book, at, one) for at, one in enumerate(found.steps, 1)),
        empty="It has no step.",
        notes=(note(book),),
    )
    return Section(
        key=f"steps{key}", title=f"{found.name}: steps", headline=head, lines=rows(table)
    )


def _named(some: Iterable[StepResult]) -> str:
    return " and ".join(
        f"{text(one.name, 50).text} ({one.passed} of {one.reached})" for one in some
    )


def _passed(one: StepResult) -> tuple[float, int, str]:
    return (-one.passed / max(one.reached, 1), -one.passed, one.step)


def _step(book: Book, at: int, one: StepResult) -> Row:
    style = book.style
    counts = (one.reached, one.done, one.open, one.skipped, one.passed)
    return Row(
        key=one.step,
        cells=(
            Cell(text=f"{at}. {text(one.name, NAME).text}"),
            *(Cell(text=style.number(count), value=count) for count in counts),
            text(one.why, 120),
            Cell(text=style.number(one.late), value=one.late),
            Cell(text=style.number(one.median_days, 1), value=one.median_days),
        ),
    )


def _runs(book: Book, found: Results, key: str) -> Section:
    """Whom it ran on, the latest run first."""
    number = playbook_names.find_ever(book.tx, found.name)
    some = [one for one in briefs(book.tx, book.day) if one.playbook_id == number]
    some.sort(key=_latest)
    accounts = len({one.account_id for one in some})
    table = Table(
        key="runs",
        columns=(
            Column(key="account", title="Account", width=2),
            Column(key="start", title="Begun", kind="day"),
            Column(key="state", title="State"),
            Column(key="ended", title="Ended", kind="day"),
            Column(key="outcome", title="What came of it", width=1.2),
        ),
        rows=tuple(_run(book, one) for one in some),
        most=_SHOWN,
        empty="It has not run yet.",
        notes=(note(book),),
    )
    return Section(
        key=f"runs{key}",
        title=f"{found.name}: runs",
        headline=f"{found.name} ran on {count_of(accounts, 'account')}",
        lines=rows(table),
    )


def _latest(one: Brief) -> tuple[int, int]:
    return (-one.start, -one.id)


def _run(book: Book, one: Brief) -> Row:
    state = {"": "going on"}.get(one.ended, one.ended)
    told = OUTCOMES.get(one.outcome, "") or ("asked for" if one.asks else "")
    return Row(
        key=f"{one.account_id} {one.id}",
        cells=(
            book.account(one.account_name),
            book.on(one.start),
            Cell(text=state),
            book.on(one.ended_on),
            Cell(text=told),
        ),
    )


def all_of(book: Book) -> tuple[ResultRow, ...]:
    """Every playbook, those that ran most first."""
    return results.overview(book.tx, book.day)
