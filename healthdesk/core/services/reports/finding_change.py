"""Parts of a finding's page: the change with its lines, the chart, the evidence and its sources."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.report import (
    Cell,
    Column,
    Direction,
    Figure,
    Figures,
    Inside,
    Row,
    Table,
)
from healthdesk.core.domain.report_chart import LineChart, Moment, Series
from healthdesk.core.domain.views import EvidenceRow, EvidenceView
from healthdesk.core.services import band_names, explain
from healthdesk.core.services.reports.blocks import BANDS, ahead, on, short
from healthdesk.core.services.reports.finding_facts import Facts, Part
from healthdesk.core.services.wording import begun, count_of

SCORE: Final = (Inside("score", "the health score"),)
_LINES: Final = 7
_NEAR: Final = 5
"""Points off the line within which the limit of a band is drawn."""
_MEASURES, _ROWS, _SHOWN = 3, 40, 3
"""Lines whose evidence is told, facts of each that are kept, rows that a page shows."""
_NOTE: Final = frozenset({"touchpoint", "pulse"})
"""Tables whose words are notes of our own."""
_NAMED: Final = frozenset({"survey"})
"""Tables whose facts are told with the name of a person."""
_SAID: Final = {"notes": "a note", "names": "who answered"}


def figures(found: Facts) -> Figures | None:
    """Score and change, the yearly sum, the renewal."""
    style, header, items = found.style, found.header, list[Figure]()
    change = found.change
    if found.score is not None and found.score.shown is not None:
        items.append(
            Figure(
                key="score",
                label=f"Score on {on(style, found.last, found.day)}",
                text=str(found.score.shown),
                value=found.score.score,
                change="" if change is None else style.signed(change, 1),
                direction="" if change is None else _way(change),
                band=BANDS[found.score.band],
                notes=found.scored(),
                inside=SCORE,
            )
        )
    if header.arr is not None:
        items.append(
            Figure(
                key="arr",
                label="ARR",
                text=style.money(header.arr, header.currency),
                value=header.arr,
                notes=(found.notes.arr(),),
                inside=(Inside("money", "the yearly sum"),),
            )
        )
    if header.renewal_day is not None:
        items.append(
            Figure(
                key="renewal",
                label="Renewal",
                text=on(style, header.renewal_day, found.day),
                value=header.renewal_days,
                detail=ahead(header.renewal_day, found.day),
                notes=(found.notes.contract(),),
            )
        )
    return Figures(key="figures", items=tuple(items)) if items else None


def course(found: Facts) -> LineChart | None:
    """The score day by day, both days marked; None where it is known on fewer than two days."""
    view = found.history()
    told = [one for one in view.days if one.shown is not None]
    if len(told) < 2:
        return None
    style, names = found.style, band_names.read(found.tx)
    known = {one.day: one.score for one in view.days}
    values = [value for value in known.values() if value is not None]
    steps = ((view.strong, names.strong), (view.average, names.average))
    days = tuple(range(told[0].day, found.day + 1))
    return LineChart(
        key="course",
        title="Score, day by day; the two days are marked",
        summary=f"Score from {told[0].shown} on {style.date(told[0].day)} to {told[-1].shown}.",
        unit="points",
        days=days,
        series=(Series(name="Score", values=tuple(known.get(day) for day in days)),),
        moments=tuple(
            Moment(day, f"{_shown(found, day)}{on(style, day, found.day)}")
            for day in (found.first, found.last)
        ),
        steps=tuple(one for one in steps if min(values) - _NEAR < one[0] < max(values) + _NEAR),
        notes=found.scored(),
        inside=SCORE,
    )


def _shown(found: Facts, day: int) -> str:
    score = found.score if day == found.last else found.score_before
    return "" if score is None or score.shown is None else f"{score.shown} on "


def split(found: Facts) -> Table:
    """The exact split: lines that the finding names first, the rows add up."""
    style, change = found.style, found.change
    named = any(one.named for one in found.parts)
    told = (Column(key="named", title="Named", width=0.9),) if named else ()
    total = (
        ()
        if change is None
        else (
            Cell(text=style.signed(change, 1), value=change),
            Cell(text="change of the score"),
            *(Cell(text="") for _ in told),
        )
    )
    return Table(
        key="split",
        title="The change, line by line; the rows add up",
        columns=(
            Column(key="points", title="Points", kind="change", digits=1, width=0.8),
            Column(key="what", title="What", width=5, wraps=True),
            *told,
        ),
        rows=tuple(
            Row(
                key=one.key,
                cells=(
                    Cell(
                        text=style.signed(one.points, 1),
                        value=one.points,
                        direction=_way(one.points),
                    ),
                    Cell(text=short(one.text, 160)),
                    *(Cell(text="named" if one.named else "") for _ in told),
                ),
            )
            for one in found.parts
            if one.points or one.named
        ),
        total=total,
        most=_LINES,
        empty=_nothing(found),
        notes=found.scored(),
        inside=SCORE,
    )


def _nothing(found: Facts) -> str:
    if found.change is not None:
        return "Nothing moved the score between these days."
    missing = found.first if found.why.score_from is None else found.last
    return f"There is no score on {found.style.date(missing)}."


def evidence(found: Facts) -> Table:
    """The facts behind the lines that count most, each with its file or feed."""
    rows, facts, notes = list[Row](), list[Row](), list[str]()
    for part in _told(found):
        view = explain.evidence(found.tx, found.account, part.key, found.first, found.last)
        note = _source(found, part, view)
        notes.append(note)
        rows.append(_readings(found, part, view))
        if not view.metric:
            facts += [_fact(found, part, one, view, at) for at, one in enumerate(view.rows[:_ROWS])]
    rows += facts
    return Table(
        key="evidence",
        title="Evidence",
        columns=(
            Column(key="day", title="Day", kind="day", width=1.0),
            Column(key="line", title="Line", width=1.2, wraps=True),
            Column(key="fact", title="What it read, and facts", width=3.4, wraps=True),
            Column(key="source", title="Source", width=1.9, wraps=True),
        ),
        rows=tuple(rows),
        most=_SHOWN,
        empty="No line of the change rests on facts.",
        notes=tuple(dict.fromkeys(notes)),
    )


def _told(found: Facts) -> list[Part]:
    """The lines whose evidence is told: those named, else the heaviest."""
    named = [one for one in found.parts if one.named]
    return (named or [one for one in found.parts if one.points])[:_MEASURES]


def _fact(found: Facts, part: Part, one: EvidenceRow, view: EvidenceView, at: int) -> Row:
    style = found.style
    kind = "notes" if one.table in _NOTE else "names" if one.table in _NAMED else ""
    marks = (Inside(kind, f"{_SAID[kind]}: {short(one.text, 40)}"),) if kind else ()
    return Row(
        key=f"{part.key} {at}",
        cells=(
            Cell(text=style.date(one.day), value=one.day),
            Cell(text=part.name or begun(part.kind)),
            Cell(text=": ".join(part for part in (short(one.text, 160), one.value) if part)),
            Cell(text=_files(view)),
        ),
        inside=marks,
    )


def _readings(found: Facts, part: Part, view: EvidenceView) -> Row:
    """A measure of daily values: what it read on both days."""
    was, now = part.before or "missing", part.after or "missing"
    days = sum(value is not None for value in view.values)
    first, last = (on(found.style, one, found.day) for one in (found.first, found.last))
    told = f"{was} on {first}, {now} on {last}"
    if days and view.metric:
        told += f"; {count_of(days, 'daily value')}"
    elif view.total_rows:
        told += f"; {count_of(view.total_rows, 'fact')}"
    return Row(
        key=part.key,
        cells=(
            Cell(text=found.style.date(found.last), value=found.last),
            Cell(text=part.name or begun(part.kind)),
            Cell(text=told if part.before or part.after else short(part.text, 120)),
            Cell(text=_files(view) or ("nothing was imported or typed" if not days else "")),
        ),
    )


def _files(view: EvidenceView) -> str:
    """The first file behind a measure, and how many more there are."""
    if not view.sources:
        return "" if view.values or not view.rows else "typed here"
    first, more = view.sources[0], len(view.sources) - 1
    told = f"{first.file}, {first.lines}" if first.lines else first.file
    return f"{told}, {more} more" if more else told


def _source(found: Facts, part: Part, view: EvidenceView) -> str:
    """The footnote of a measure's evidence."""
    style = found.style
    told = [f"{one.file}, imported {style.date(one.day)}" for one in view.sources[:2]]
    if len(view.sources) > 2:
        told.append(f"{len(view.sources) - 2} more")
    known = [day for day, value in zip(view.days, view.values, strict=True) if value is not None]
    newest = max((*known, *(one.day for one in view.rows if one.day is not None)), default=None)
    return found.notes.own(
        f"evidence {part.key}",
        view.title,
        whence="; ".join(told) or ("typed here" if view.rows else "nothing was imported or typed"),
        on=newest,
    )


def _way(points: float) -> Direction:
    return "good" if points > 0 else "bad" if points < 0 else "even"
