"""Charts of a report as native charts of a workbook, over figures that stand in its cells.

Every text of a chart is a cell that it points at: a text in the chart itself could be read as an
address of cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from healthdesk.core.domain.report import Table
from healthdesk.core.domain.report_chart import Chart, ColumnChart, LineChart, PartsChart, RankChart
from healthdesk.core.papers.book import Book
from healthdesk.core.papers.cell_formats import day_format, month_format
from healthdesk.core.papers.tables import moments
from healthdesk.core.papers.texts import one_line, short

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawn

_FONT: Final = 9
_LONG, _NAMES = 75, 6
"""Days from which months are named under a line; how many names there are."""
_WORDS: Final = 60
_LABELLED: Final = 400
"""Points of a line of which only the last has a label; longer lines have a legend."""


@dataclass(frozen=True)
class Placed:
    """Where the figures of a chart stand: its title in `top`, heads below, rows below those."""

    sheet: str
    top: int
    table: Table

    def cell(self, row: int, column: int) -> list[str | int]:
        """A cell as charts point at it."""
        return [self.sheet, row, column]

    @property
    def head(self) -> int:
        """The row of heads."""
        return self.top + 1

    def column(self, at: int) -> list[str | int]:
        """The cells of a column."""
        return [self.sheet, self.head + 1, at, self.head + len(self.table.rows), at]

    @property
    def end(self) -> int:
        """The first row after it, with one left empty."""
        return self.head + len(self.table.rows) + 2


def drawn(book: Book, chart: Chart, placed: Placed) -> Drawn:
    """The chart; its figures are those of the cells."""
    if isinstance(chart, LineChart):
        made = _lines(book, chart, placed)
    elif isinstance(chart, ColumnChart):
        made = _columns(book, chart, placed)
    elif isinstance(chart, RankChart):
        made = _ranks(book, chart, placed)
    else:
        made = _parts(book, chart, placed)
    colors = book.look.colors
    made.set_title(
        {
            "name": placed.cell(placed.top, 0),
            "name_font": {"size": 11, "bold": True, "color": colors["text"]},
            "overlay": False,
            "layout": {"x": 0.02, "y": 0.02},
        }
    )
    made.set_chartarea({"border": {"none": True}, "fill": {"color": colors["surface"]}})
    made.set_plotarea({"fill": {"none": True}})
    return made


def _lines(book: Book, chart: LineChart, placed: Placed) -> Drawn:
    made = book.book.add_chart({"type": "line"})
    labelled = len(chart.days) <= _LABELLED and chart.normal is None
    for at, one in enumerate(chart.series):
        color = book.look.fill(one.tone)
        line = {"color": color, "width": 1.75}
        series = {
            "name": placed.cell(placed.head, at + 1),
            "categories": placed.column(0),
            "values": placed.column(at + 1),
            "line": line | ({"dash_type": "dash"} if one.dashed else {}),
        }
        if labelled:
            series["data_labels"] = _labels(book, chart, at, placed)
        made.add_series(series)
    if chart.normal is not None:
        for at in range(len(chart.series) + 1, len(chart.series) + 3):
            made.add_series(
                {
                    "name": placed.cell(placed.head, at),
                    "categories": placed.column(0),
                    "values": placed.column(at),
                    "line": {"color": book.look.colors["edge"], "width": 0.75, "dash_type": "dash"},
                }
            )
    made.set_x_axis(_days(book, chart) | _axis(book, grid=False))
    ends = {name: end for name, end in (("min", chart.low), ("max", chart.high)) if end is not None}
    if chart.low is not None and chart.high is not None and chart.high > chart.low:
        ends["major_unit"] = (chart.high - chart.low) / 4
    made.set_y_axis(ends | _axis(book) | {"num_format": _figures(chart)})
    if labelled:
        made.set_legend({"none": True})
    else:
        made.set_legend({"position": "bottom", "font": _font(book)})
    return made


def _labels(book: Book, chart: LineChart, at: int, placed: Placed) -> dict[str, Any]:
    """A label at the end of a line, with its name where there are several; moments on the first."""
    one = chart.series[at]
    end = max((place for place, value in enumerate(one.values) if value is not None), default=-1)
    custom: list[dict[str, Any]] = [{"delete": True} for _ in one.values]
    if end >= 0:
        custom[end] = {}
    for place, words in moments(chart).items() if at == 0 else ():
        if place < len(custom) and one.values[place] is not None and place != end:
            cell = placed.head + 1 + place, len(placed.table.columns) - 1
            told = one_line(words)
            # a text that begins like a formula would be one
            said = _address(placed.sheet, *cell) if told.startswith("=") else short(told, _WORDS)
            custom[place] = {"value": said}
    return {
        "value": True,
        "series_name": len(chart.series) > 1,
        "separator": " ",
        "position": "above",
        "font": {"size": _FONT, "bold": True, "color": book.look.text(one.tone)},
        "custom": custom,
    }


def _address(sheet: str, row: int, column: int) -> str:
    from xlsxwriter.utility import (  # noqa: PLC0415 - with the library
        quote_sheetname,
        xl_rowcol_to_cell,
    )

    return f"={quote_sheetname(sheet)}!{xl_rowcol_to_cell(row, column, True, True)}"


def _days(book: Book, chart: LineChart) -> dict[str, Any]:
    """An axis of real days with about six names on it."""
    span = max(chart.days) - min(chart.days) if chart.days else 0
    months = span > _LONG
    every = max(1, round(span / (30.4 if months else 1) / _NAMES))
    return {
        "date_axis": True,
        "num_format": month_format(book.style) if months else day_format(book.style),
        "label_position": "low",
        "major_unit": every,
        "major_unit_type": "months" if months else "days",
    }


def _columns(book: Book, chart: ColumnChart, placed: Placed) -> Drawn:
    made = book.book.add_chart({"type": "column", "subtype": "stacked"})
    for at, one in enumerate(chart.series):
        made.add_series(
            {
                "name": placed.cell(placed.head, at + 1),
                "categories": placed.column(0),
                "values": placed.column(at + 1),
                "fill": {"color": book.look.fill(one.tone)},
                "gap": 60,
            }
        )
    made.set_x_axis(_axis(book, grid=False) | {"label_position": "low"})
    made.set_y_axis(_axis(book) | {"num_format": _figures(chart)})
    made.set_legend(_legend(book, len(chart.series)))
    return made


def _ranks(book: Book, chart: RankChart, placed: Placed) -> Drawn:
    made = book.book.add_chart({"type": "bar"})
    tones = chart.tones or ("accent",) * len(chart.labels)
    made.add_series(
        {
            "name": placed.cell(placed.head, 1),
            "categories": placed.column(0),
            "values": placed.column(1),
            "fill": {"color": book.look.fill("accent")},
            "points": [{"fill": {"color": book.look.fill(tone)}} for tone in tones],
            "data_labels": {"value": True, "font": _font(book), "num_format": _figures(chart)},
            "gap": 45,
        }
    )
    if chart.marks:
        made.add_series(
            {
                "name": placed.cell(placed.head, 2),
                "categories": placed.column(0),
                "values": placed.column(2),
                "fill": {"color": book.look.colors["border"]},
            }
        )
    made.set_y_axis(_axis(book, grid=False) | {"reverse": True, "label_position": "low"})
    made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    made.set_legend(_legend(book, 2 if chart.marks else 1))
    return made


def _parts(book: Book, chart: PartsChart, placed: Placed) -> Drawn:
    made = book.book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    first = placed.head + 1
    for at, tone in enumerate(chart.tones[: len(chart.labels)]):
        made.add_series(
            {
                "name": placed.cell(first + at, 0),
                "categories": [placed.sheet, placed.top, 0, placed.top, 0],
                "values": [placed.sheet, first + at, 1, first + at, 1],
                "fill": {"color": book.look.fill(tone)},
                "data_labels": {
                    "value": True,
                    "font": {"size": _FONT, "color": book.look.colors["surface"]},
                },
                "gap": 80,
            }
        )
    made.set_y_axis({"visible": False})
    made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    made.set_legend(_legend(book, 2))
    return made


def _axis(book: Book, *, grid: bool = True) -> dict[str, Any]:
    colors = book.look.colors
    lines = {"visible": grid, "line": {"color": colors["grid"], "width": 0.75}}
    return {
        "num_font": _font(book),
        "line": {"none": True} if grid else {"color": colors["border"]},
        "major_gridlines": lines,
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
    }


def _font(book: Book) -> dict[str, Any]:
    return {"size": _FONT, "color": book.look.colors["text3"]}


def _legend(book: Book, series: int) -> dict[str, Any]:
    return {"position": "bottom", "font": _font(book)} if series > 1 else {"none": True}


def _figures(chart: Chart) -> str:
    return "#,##0" + ("." + "0" * chart.digits if chart.digits > 0 else "")
