"""Two reports of a kind compared, as a report of its own: new, worse, better, resolved.

What these words mean is said in one place (domain/report_compare.py), by which the weekly risk
report tells its own week too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.domain.number_style import NONE, STYLES, USUAL
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Inside,
    Line,
    Paragraph,
    Report,
    Row,
    Section,
    Source,
    Table,
)
from healthdesk.core.domain.report_compare import (
    PLAIN,
    WORDS,
    FigurePair,
    Moved,
    RowPair,
    TablePair,
    compared,
    figures,
)
from healthdesk.core.services.wording import begun, count_of

COMPARED: Final = "/compared"
"""What stands after the kind of two reports that are compared."""
GRADED: Final[tuple[Moved, ...]] = ("new", "worse", "better", "resolved", "left", "untold")
"""What is told of rows that get better and worse, in this order; the rest is told apart."""
_PLAIN: Final[tuple[Moved, ...]] = ("new", "other", "resolved", "left")
_COUNTED: Final[dict[Moved, str]] = {
    "left": "no customer any more",
    "untold": "not comparable",
}
_NOTES: Final = ("before", "after")
_SHOWN: Final = 40
"""Rows that paper shows; the workbook has all."""


def is_comparison(kind: str) -> bool:
    """Whether a kind is that of a comparison of two reports."""
    return kind.endswith(COMPARED)


def compare(before: Report, after: Report, gone: frozenset[str] = frozenset()) -> Report:
    """The comparison of two reports of a kind as a report.

    Args:
        before: the earlier one.
        after: the later one.
        gone: accounts that were customers on the earlier day and are none on the later.
    """
    style = STYLES.get(after.style, STYLES[USUAL])
    was, now = style.date(before.day), style.date(after.day)
    pairs = compared(before, after, gone)
    sections = [
        section
        for at, pair in enumerate(pairs, 1)
        for section in _sections(pair, f"table{at}", f"{was} to {now}")
    ]
    sections += _figures(figures(before, after), was, now)
    if not sections:
        told = "These two have no table in common whose rows can be told apart."
        line = Line(blocks=(Paragraph(key="nothing", text=told),))
        sections = [Section(key="nothing", title="Nothing to compare", lines=(line,))]
    return Report(
        kind=f"{after.kind}{COMPARED}",
        title=f"{after.title}: what changed",
        subject=after.subject,
        period=f"{was} to {now}",
        day=after.day,
        data_to=after.data_to,
        paper="letter" if after.paper == "letter" else "a4",
        audience=after.audience,
        style=after.style,
        brand=after.brand,
        sections=tuple(sections),
        sources=(
            Source(key="before", words=f"{before.title} of {was}", whence="as it was filed"),
            Source(key="after", words=f"{after.title} of {now}", whence="as it was filed"),
        ),
        keywords=after.keywords,
    )


def _sections(pair: TablePair, key: str, days: str) -> list[Section]:
    """A table compared; where rows get better and worse, what else changed is told apart."""
    if not pair.graded:
        return [_section(pair, key, days, _PLAIN, PLAIN)]
    out = [_section(pair, key, days, GRADED, WORDS)]
    other = pair.of("other")
    if other:
        table = _table(other, "other", "")
        lead = f"{count_of(len(other), 'row')} stand as before; what else is told of them changed."
        out.append(
            Section(
                key=f"{key}_other",
                title="Other changes",
                headline=f"{pair.title}: other changes",
                lead=Paragraph(key="lead", text=lead, voice="lead", notes=_NOTES),
                lines=(Line(blocks=(table,)),),
                inside=pair.inside,
            )
        )
    return out


def _section(
    pair: TablePair, key: str, days: str, moves: tuple[Moved, ...], words: dict[Moved, str]
) -> Section:
    counts = [
        f"{len(found)} {_COUNTED.get(moved, words[moved].casefold())}"
        for moved in moves
        if (found := pair.of(moved))
    ]
    same = len(pair.of("same")) + (len(pair.of("other")) if pair.graded else 0)
    lead = f"{days}; {count_of(same, 'row')} as before."
    if pair.apart:
        lead += f" Not compared, for only one has it: {', '.join(pair.apart)}."
    tables = [_table(pair.of(moved), moved, words[moved]) for moved in moves if pair.of(moved)]
    if not tables:
        tables = [_table((), "same", "")]
    return Section(
        key=key,
        title=pair.title,
        headline=f"{pair.title}: {', '.join(counts) or 'nothing changed'}",
        lead=Paragraph(key="lead", text=lead, voice="lead", notes=_NOTES),
        lines=tuple(Line(blocks=(one,)) for one in tables),
        inside=pair.inside,
    )


def _table(pairs: Sequence[RowPair], moved: Moved, title: str) -> Table:
    """The rows that moved one way: a table of its own, so that paper shows some of each."""
    return Table(
        key=moved,
        title=title,
        columns=(
            Column(key="name", title="What", width=2),
            Column(key="moved", title="What changed", width=5, wraps=True),
        ),
        rows=tuple(
            Row(
                key=one.key,
                cells=(Cell(text=one.name), Cell(text=_told(one.changes, moved))),
                inside=one.inside,
            )
            for one in pairs
        ),
        most=_SHOWN,
        empty="Every row is as it was.",
        notes=_NOTES,
    )


def _told(changes: tuple[tuple[str, str, str], ...], moved: Moved) -> str:
    if moved in ("new", "resolved", "left"):
        side = 2 if moved == "new" else 1
        told = (f"{one[0]}: {one[side]}" for one in changes[1:] if one[side] not in ("", NONE))
    else:
        told = (f"{title}: {was or NONE} → {now or NONE}" for title, was, now in changes)
    return begun("; ".join(told))


def _figures(pairs: tuple[FigurePair, ...], was: str, now: str) -> list[Section]:
    """The large figures of both, side by side."""
    if not pairs:
        return []
    changed = [one for one in pairs if one.before != one.after]
    marks: tuple[Inside, ...] = tuple(dict.fromkeys(mark for one in pairs for mark in one.inside))
    table = Table(
        key="figures",
        columns=(
            Column(key="name", title="Figure", width=2),
            Column(key="before", title=was, width=2),
            Column(key="after", title=now, width=2),
        ),
        rows=tuple(
            Row(
                key=str(at),
                cells=(Cell(text=one.label), Cell(text=one.before), Cell(text=one.after)),
            )
            for at, one in enumerate(pairs)
        ),
        notes=_NOTES,
    )
    told = count_of(len(changed), "figure") if changed else "No figure"
    return [
        Section(
            key="figures",
            title="Figures",
            headline=f"{told} changed",
            lines=(Line(blocks=(table,)),),
            inside=marks,
        )
    ]
