"""Everything of a report that is rows: tables, the figures of charts, cards, items of blocks.

For formats and places that have tables and no drawings: sheets, CSV, text, and the table behind
every chart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

import msgspec

from healthdesk.core.domain.number_style import NONE, NumberStyle
from healthdesk.core.domain.report import (
    CHARTS,
    Block,
    Board,
    Card,
    Cell,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Pairs,
    Paragraph,
    Quotes,
    Row,
    Section,
    State,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import (
    Chart,
    ColumnChart,
    LineChart,
    PartsChart,
    RankChart,
)
from healthdesk.core.domain.report_prepare import blocks

STATES: Final[dict[State, str]] = {
    "done": "Done",
    "late": "Late",
    "open": "Open",
    "left": "Left out",
}
_BARE: Final = re.compile(r"[\d.,'\u2019\u00a0\u202f\s+\u2212\u2013-]")


@dataclass(frozen=True)
class Fact:
    """One item of a block as a row of texts: `name` says what, `text` is it."""

    name: str
    text: str
    change: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()


def of_section(section: Section, style: NumberStyle) -> Iterator[tuple[Table, Chart | None]]:
    """Tables of a section in reading order; that of a chart with the chart; those of cards."""
    for block in blocks(section):
        if isinstance(block, Table):
            yield block, None
        elif isinstance(block, CHARTS):
            yield of_chart(block, style), block
        elif isinstance(block, Board):
            for card in block.cards:
                if card.rows:
                    yield of_card(card, block.notes), None


def on_paper(table: Table) -> tuple[Row, ...]:
    """The rows of a table that paper has room for: of every group some, and it says how many."""
    if not table.most or len(table.rows) <= table.most:
        return table.rows
    groups = [tuple(rows) for _, rows in groupby(table.rows, key=attrgetter("group"))]
    taken = _shares([len(one) for one in groups], table.most)
    made: list[Row] = []
    for rows, count in zip(groups, taken, strict=True):
        name = rows[0].group
        if name and 0 < count < len(rows):
            name = f"{name}, {count:,} of {len(rows):,}"
        made += [msgspec.structs.replace(one, group=name) for one in rows[:count]]
    return tuple(made)


def _shares(counts: Sequence[int], most: int) -> list[int]:
    """How much of each is taken: as much of every one, the small ones whole, the first before."""
    taken = [0] * len(counts)
    left = most
    for rank, at in enumerate(sorted(range(len(counts)), key=lambda at: (counts[at], -at))):
        taken[at] = min(counts[at], left // (len(counts) - rank))
        left -= taken[at]
    return taken


def of_chart(chart: Chart, style: NumberStyle) -> Table:
    """The figures of a chart: a row for each day or label; a hole is a dash."""
    if isinstance(chart, LineChart):
        columns, rows = _line(chart, style)
    elif isinstance(chart, ColumnChart):
        columns = [
            _text_column(),
            *(_number(one.name, at, chart) for at, one in enumerate(chart.series)),
        ]
        rows = [
            [_name(label), *(_value(_at(one.values, at), chart, style) for one in chart.series)]
            for at, label in enumerate(chart.labels)
        ]
    else:
        columns, rows = _bars(chart, style)
    return Table(
        key=chart.key,
        title=chart.title,
        columns=tuple(columns),
        rows=tuple(Row(cells=tuple(row)) for row in rows),
        notes=chart.notes,
    )


def of_card(card: Card, notes: tuple[str, ...] = ()) -> Table:
    """The rows of a card; what its texts are worth stands beside them, where that is known."""
    width = max(len(card.head), *map(len, card.rows), 1)
    head = (*card.head, *("",) * (width - len(card.head)))
    fits = len(card.values) == len(card.rows)
    columns = tuple(
        Column(key=f"c{at}", title=one, kind=_kind(card, at), digits=_digits(card, at))
        for at, one in enumerate(head)
    )
    rows = tuple(
        Row(
            cells=tuple(
                Cell(text=text, value=_worth(card.values[at], place) if fits else None)
                for place, text in enumerate((*row, *("",) * (width - len(row))))
            )
        )
        for at, row in enumerate(card.rows)
    )
    return Table(title=card.title, columns=columns, rows=rows, notes=notes)


def _kind(card: Card, at: int) -> ColumnKind:
    return card.kinds[at] if at < len(card.kinds) else "text"


def _worth(values: Sequence[float | None], at: int) -> float | None:
    return values[at] if at < len(values) else None


def _digits(card: Card, at: int) -> int:
    """The fewest decimals in which all figures of a column are told whole."""
    held = [one for row in card.values if (one := _worth(row, at)) is not None]
    return next((n for n in range(3) if all(round(one, n) == one for one in held)), 3)


def facts(block: Block) -> tuple[str, tuple[Fact, ...]]:
    """The title of a block of words or figures, and its items; nothing for tables and charts."""
    title = block.title if isinstance(block, Paragraph | Pairs | Quotes | Steps) else ""
    items = _said(block) if isinstance(block, Quotes | Steps | Board) else _told(block)
    return title, tuple(items)


def _told(block: Block) -> Iterator[Fact]:
    led = block.notes
    if isinstance(block, Paragraph):
        yield Fact("", block.text, notes=led)
    elif isinstance(block, Figures):
        for figure in block.items:
            notes = (*figure.notes, *led)
            yield Fact(figure.label, figure.text, figure.change, beneath(figure), notes)
    elif isinstance(block, Pairs):
        for pair in block.items:
            yield Fact(pair.name, pair.text, notes=(*pair.notes, *led))


def _said(block: Quotes | Steps | Board) -> Iterator[Fact]:
    led = block.notes
    if isinstance(block, Quotes):
        for quote in block.items:
            yield Fact(quote.who, quote.text, detail=quote.where, notes=(*quote.notes, *led))
    elif isinstance(block, Steps):
        for step in block.items:
            detail = joined(step.when, step.who, step.detail)
            yield Fact(STATES[step.state], step.text, detail=detail, notes=(*step.notes, *led))
    else:
        for card in block.cards:
            one = card.figure
            if one is None:
                yield Fact(card.title, card.foot, notes=led)
            else:
                yield Fact(card.title, one.text, one.change, one.detail, led)


def beneath(figure: Figure) -> str:
    """What stands under a figure: its band in a word, for it is told by no colour alone."""
    return joined((figure.band or "").capitalize(), figure.detail)


def joined(*parts: str) -> str:
    """The parts that say something, with a dot between them."""
    return " \u00b7 ".join(filter(None, parts))


def sign(text: str) -> str:
    """What stands beside the figure of an amount: its currency as written.

    >>> sign("€1,200"), sign("1\u202f200 CHF"), sign("no data")
    ('€', 'CHF', '')
    """
    return _BARE.sub("", text) if any(one.isdigit() for one in text) else ""


def whole(cell: Cell) -> str:
    """The text of a cell for programs: whole where paper has it cut."""
    cut = isinstance(cell.value, str) and cell.text.endswith("…")
    return str(cell.value) if cut else cell.text


def currencies(table: Table, at: int) -> tuple[str, ...]:
    """The signs of currency in a column of money that names none for all its rows."""
    column = table.columns[at]
    if column.kind != "money" or column.currency:
        return ()
    found = (sign(row.cells[at].text) for row in table.rows if row.cells[at].value is not None)
    return tuple(dict.fromkeys(filter(None, found)))


def heading(column: Column) -> str:
    """The title of a column whose cells are bare figures: with the currency they are in."""
    named = not column.currency or column.currency in column.title
    return column.title if named else f"{column.title} ({column.currency})"


def _line(chart: LineChart, style: NumberStyle) -> tuple[list[Column], list[list[Cell]]]:
    series = [(one.name, one.values) for one in chart.series]
    if chart.normal is not None:
        series += [("Usual, low", chart.normal[0]), ("Usual, high", chart.normal[1])]
    columns = [Column(key="day", title="Day", kind="day")]
    columns += [_number(name, at, chart) for at, (name, _) in enumerate(series)]
    marks = moments(chart)
    if marks:
        columns.append(Column(key="moment", title="Moment"))
    rows = []
    for at, day in enumerate(chart.days):
        row = [Cell(text=style.date(day), value=day)]
        row += [_value(_at(values, at), chart, style) for _, values in series]
        if marks:
            row.append(_name(marks.get(at, "")))
        rows.append(row)
    return columns, rows


def moments(chart: LineChart) -> dict[int, str]:
    """The words of moments by the place of the day in the chart at which they stand."""
    made: dict[int, str] = {}
    for one in chart.moments:
        if chart.days:
            at = max(0, bisect_right(chart.days, one.day) - 1)
            made[at] = joined(made.get(at, ""), one.words)
    return made


def _bars(
    chart: RankChart | PartsChart, style: NumberStyle
) -> tuple[list[Column], list[list[Cell]]]:
    ranks = isinstance(chart, RankChart)
    columns = [_text_column(), _number(chart.unit or "Value", 0, chart)]
    before = chart.marks if isinstance(chart, RankChart) else ()
    if isinstance(chart, RankChart) and before:
        columns.append(_number(chart.mark_name or "Before", 1, chart))
    whole = 0.0 if isinstance(chart, RankChart) else sum(chart.values)
    if not ranks:
        columns.append(Column(key="share", title="Share", kind="percent"))
    rows = []
    for at, label in enumerate(chart.labels):
        value = _at(chart.values, at)
        row = [_name(label), _value(value, chart, style)]
        if before:
            row.append(_value(_at(before, at), chart, style))
        if not ranks:
            share = value / whole if value is not None and whole else None
            row.append(Cell(text=style.share(share), value=share))
        rows.append(row)
    return columns, rows


def _text_column() -> Column:
    return Column(key="label", title="Name", width=2)


def _number(name: str, at: int, chart: Chart) -> Column:
    return Column(key=f"v{at}", title=name or "Value", kind="number", digits=chart.digits)


def _name(text: str) -> Cell:
    return Cell(text=text, value=text)


def _at(values: Sequence[float | None], at: int) -> float | None:
    return values[at] if 0 <= at < len(values) else None


def _value(value: float | None, chart: Chart, style: NumberStyle) -> Cell:
    return Cell(text=NONE if value is None else style.number(value, chart.digits), value=value)
