"""Pieces of native charts: their data with a workbook behind it, axes, labels and lines as XML."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from math import isfinite
from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.oxml.ns import qn

from healthdesk.core.domain.clean_text import one_line
from healthdesk.core.domain.facts import to_date
from healthdesk.core.papers.cell_formats import serial
from healthdesk.core.papers.slides_look import Tones
from healthdesk.core.papers.slides_words import DOTS
from healthdesk.core.papers.texts import short

Values = Sequence[float | None]
_NAME: Final = 80
"""Letters of a name in a chart."""
_STAMP: Final = datetime.combine(date(1980, 1, 1), time())
_LABELS: Final = "http://schemas.microsoft.com/office/drawing/2012/chart"
_LABELS_KEY: Final = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
_FLAGS: Final = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


class ChartFigures(CategoryChartData):
    """The figures of a chart, whose workbook holds texts as texts and says nothing of its time."""

    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _Workbook(self)  # type: ignore[no-untyped-call]


class _Workbook(CategoryWorkbookWriter):
    """The workbook behind a chart: names in the first column, a column for each series."""

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook's bytes, the same for the same figures."""
        from xlsxwriter import Workbook  # noqa: PLC0415 - beside the library that writes slides

        out = io.BytesIO()
        plain = dict.fromkeys(
            ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
        )
        book = Workbook(out, {"in_memory": True, **plain})
        book.set_properties({"created": _STAMP})
        sheet = book.add_worksheet("Sheet1")
        data = self._chart_data
        days = data.categories.are_dates
        shown = book.add_format({"num_format": data.categories.number_format}) if days else None
        for row, one in enumerate(data.categories, 1):
            if days:
                sheet.write_datetime(row, 0, one.label, shown)
            else:
                sheet.write_string(row, 0, one.label)
        for at, series in enumerate(data, 1):
            sheet.write_string(0, at, series.name)
            held = book.add_format({"num_format": series.number_format})
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, at, value, held)
        sheet.set_column(0, 0, 24)
        book.close()
        return out.getvalue()


def figures(
    labels: Sequence[str], series: Sequence[tuple[str, Values]], shown: str
) -> ChartFigures:
    """Figures by names."""
    made = ChartFigures(number_format=shown)  # type: ignore[no-untyped-call]
    made.categories = [name(one) for one in labels]
    _add(made, series, len(labels))
    return made


def figures_of_days(
    days: Sequence[int], series: Sequence[tuple[str, Values]], shown: str, day_shown: str
) -> ChartFigures:
    """Figures by days; by names of days where they lie before spreadsheets count them."""
    made = ChartFigures(number_format=shown)  # type: ignore[no-untyped-call]
    if all(serial(one) is not None for one in days):
        made.categories = [to_date(one) for one in days]
        made.categories.number_format = day_shown
    else:
        made.categories = [to_date(one).isoformat() for one in days]
    _add(made, series, len(days))
    return made


def _add(made: ChartFigures, series: Sequence[tuple[str, Values]], count: int) -> None:
    for title, values in series:
        held = [values[at] if at < len(values) else None for at in range(count)]
        made.add_series(name(title), [known(one) for one in held])  # type: ignore[no-untyped-call]


def known(value: float | None) -> float | None:
    """A value that a chart can show."""
    return value if value is not None and isfinite(value) else None


def name(text: str) -> str:
    """A name as it stands in a chart: on one line and not endless."""
    told = one_line(text)
    return told if len(told) <= _NAME else short(told, _NAME - 1) + DOTS


def number_format(digits: int, unit: str = "") -> str:
    """The number format of a chart's figures."""
    figure = "#,##0" + ("." + "0" * min(digits, 10) if digits > 0 else "")
    return f'{figure}"%"' if unit == "%" else figure


def plot_of(made: Any, tones: Tones) -> Any:
    """The plot of a new chart, which has no legend, title, ground and frame of its own."""
    whole = made.chart._chartSpace
    for one in (*whole.findall(qn("c:roundedCorners")), *whole.findall(qn("c:spPr"))):
        whole.remove(one)
    corners = etree.Element(qn("c:roundedCorners"), {"val": "0"})
    whole.insert(1 if whole.find(qn("c:date1904")) is not None else 0, corners)
    words = whole.find(qn("c:txPr"))
    whole.insert(list(whole).index(words), look_of(tones, ""))
    held = whole.find(qn("c:chart"))
    for tag in ("c:legend", "c:title", "c:autoTitleDeleted"):
        for one in held.findall(qn(tag)):
            held.remove(one)
    held.insert(0, etree.Element(qn("c:autoTitleDeleted"), {"val": "1"}))
    plot = held.find(qn("c:plotArea"))
    for one in plot.findall(qn("c:spPr")):
        plot.remove(one)
    plot.append(look_of(tones, ""))
    return plot


def words_of(tones: Tones, parent: Any, size: float, role: str, *, bold: bool = False) -> None:
    """How the words of a part of a chart look; what was said of it before goes."""
    for one in parent.findall(qn("c:txPr")):
        parent.remove(one)
    made = etree.SubElement(parent, qn("c:txPr"))
    held = etree.SubElement(made, qn("a:bodyPr"))
    if etree.QName(parent).localname in ("dLbl", "dLbls"):
        held.set("wrap", "none")
    etree.SubElement(made, qn("a:lstStyle"))
    paragraph = etree.SubElement(made, qn("a:p"))
    props = etree.SubElement(
        etree.SubElement(paragraph, qn("a:pPr")),
        qn("a:defRPr"),
        {"sz": str(round(size * 100)), "b": "1" if bold else "0"},
    )
    tones.solid(props, role)
    etree.SubElement(paragraph, qn("a:endParaRPr"), {"lang": "en-GB"})


def rich(tones: Tones, parent: Any, text: str, size: float, role: str) -> None:
    """Words of our own in a part of a chart."""
    made = etree.SubElement(etree.SubElement(parent, qn("c:tx")), qn("c:rich"))
    held = etree.SubElement(made, qn("a:bodyPr"))
    held.set("rot", "0")
    held.set("vert", "horz")
    held.set("wrap", "none")
    etree.SubElement(made, qn("a:lstStyle"))
    run = etree.SubElement(etree.SubElement(made, qn("a:p")), qn("a:r"))
    props = etree.SubElement(run, qn("a:rPr"), {"lang": "en-GB", "b": "0"})
    props.set("sz", str(round(size * 100)))
    tones.solid(props, role)
    etree.SubElement(run, qn("a:t")).text = one_line(text)


def look_of(tones: Tones, fill: str, line: str = "", wide: float = 0, dash: str = "") -> Any:
    """Fill and line of a part; nothing where a role is ""."""
    made = etree.Element(qn("c:spPr"))
    if fill:
        tones.solid(made, fill)
    else:
        etree.SubElement(made, qn("a:noFill"))
    held = tones.stroke(made, line, wide, dash)
    if line:
        held.set("cap", "rnd")
        etree.SubElement(held, qn("a:round"))
    return made


def placed(parent: Any, x: float, y: float, w: float, h: float) -> None:
    """Where the inner plot of a chart is, in shares of the chart."""
    for one in parent.findall(qn("c:layout")):
        parent.remove(one)
    layout = etree.Element(qn("c:layout"))
    parent.insert(0, layout)
    held = etree.SubElement(layout, qn("c:manualLayout"))
    etree.SubElement(held, qn("c:layoutTarget"), {"val": "inner"})
    for one in ("xMode", "yMode"):
        etree.SubElement(held, qn(f"c:{one}"), {"val": "edge"})
    for key, value in (("x", x), ("y", y), ("w", w), ("h", h)):
        etree.SubElement(held, qn(f"c:{key}"), {"val": f"{min(max(value, 0.0), 1.0):.5f}"})


def moved(parent: Any, x: float, y: float) -> None:
    """Move a label from where it would stand, in shares of the chart."""
    held = etree.SubElement(etree.SubElement(parent, qn("c:layout")), qn("c:manualLayout"))
    etree.SubElement(held, qn("c:x"), {"val": f"{x:.5f}"})
    etree.SubElement(held, qn("c:y"), {"val": f"{y:.5f}"})


def flags(parent: Any, *shown: str) -> None:
    """What a label shows: "Val", "SerName"."""
    for one in _FLAGS:
        value = "1" if one in shown else "0"
        etree.SubElement(parent, qn(f"c:show{one}"), {"val": value})
    if len(shown) > 1:
        etree.SubElement(parent, qn("c:separator")).text = " "


def no_leaders(labels: Any) -> None:
    """Labels that were moved have no lines to where they would have stood."""
    held = etree.SubElement(etree.SubElement(labels, qn("c:extLst")), qn("c:ext"))
    held.set("uri", _LABELS_KEY)
    etree.SubElement(held, f"{{{_LABELS}}}showLeaderLines", nsmap={"c15": _LABELS}).set("val", "0")


def into(series: Any, made: Any, before: Sequence[str]) -> None:
    """Put a part in a series before the first of those that follow it."""
    for old in series.findall(made.tag):
        if etree.QName(made).localname != "dPt":
            series.remove(old)
    for at, child in enumerate(series):
        if etree.QName(child).localname in before:
            series.insert(at, made)
            return
    series.append(made)


AFTER_LOOK: Final = (
    *("invertIfNegative", "pictureOptions", "marker", "dPt", "dLbls", "trendline", "errBars"),
    *("cat", "val", "smooth"),
)
AFTER_POINTS: Final = ("dLbls", "trendline", "errBars", "cat", "val", "smooth")
AFTER_LABELS: Final = ("trendline", "errBars", "cat", "val", "smooth")
AFTER_ERRORS: Final = ("cat", "val", "smooth")
