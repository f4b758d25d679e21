"""A report as a workbook: figures as figures, texts as texts, nothing that runs or tells on us."""

from __future__ import annotations

import io
import re
from datetime import datetime
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook

from healthdesk.core.domain.number_style import STYLES
from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import (
    Brand,
    Cell,
    Column,
    Figure,
    Figures,
    Line,
    Report,
    Row,
    Section,
    Table,
)
from healthdesk.core.exporters import xlsx
from healthdesk.core.papers import cell_formats
from healthdesk.core.papers.book import LETTERS
from healthdesk.core.papers.texts import plain
from tests.core.exporters.reports import (
    HOSTILE,
    LONG,
    PIXEL,
    bare_report,
    board_report,
    hostile_report,
    rich_report,
)


def written(report: Report) -> bytes:
    out = io.BytesIO()
    told = xlsx.write(report, out, NOBODY)
    assert told.size == len(out.getvalue())
    assert told.pages == len(load_workbook(io.BytesIO(out.getvalue()), read_only=True).sheetnames)
    return out.getvalue()


@pytest.fixture(scope="module")
def rich() -> bytes:
    return written(rich_report())


@pytest.fixture(scope="module")
def hostile() -> bytes:
    return written(hostile_report())


def day(year: int, month: int, number: int) -> datetime:
    return datetime(year, month, number)  # noqa: DTZ001 - days of a sheet have no zone


def opened(content: bytes):
    return load_workbook(io.BytesIO(content), data_only=True)


def of_table(table: Table, **more: object) -> Report:
    section = Section(key="a", title="A", lines=(Line(blocks=(table,)),))
    return Report(kind="x", title="List", day=20780, sections=(section,), **more)  # type: ignore[arg-type]


def parts(content: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}


def test_the_sheets_are_those_of_the_report_with_summary_figures_and_sources(rich):
    names = ["Summary", "Adoption", "Usage", "Tickets", "Health", "Accounts"]
    assert opened(rich).sheetnames == [*names, "Chart data", "Sources"]


def test_a_table_is_a_real_one_whose_values_read_back(rich):
    sheet = opened(rich)["Accounts"]
    (table,) = sheet.tables.values()
    assert table.ref == "A4:G68"
    assert table.autoFilter.ref == "A4:G68"
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    head = [cell.value for cell in sheet[4]]
    assert head[:4] == ["Account", "Health", "Score", "28 days"]
    row = sheet[5]
    values = [cell.value for cell in row]
    assert values == ["Aldermoor Textiles 1", "Strong", 92, -9, 10000, 0.35, day(2027, 3, 31)]
    assert [cell.data_type for cell in row] == ["s", "s", "n", "n", "n", "n", "d"]
    formats = [cell.number_format for cell in row[4:6]]
    assert formats == ['"€"#,##0;"\u2212€"#,##0', '#,##0%;"\u2212"#,##0%']
    missing = sheet[8][2]
    assert (missing.value, missing.data_type) == ("\u2013", "s")
    rules = [rule for held in sheet.conditional_formatting for rule in held.rules]
    assert {rule.formula[0] for rule in rules} == {'"Strong"', '"Average"', '"Poor"', '"Unknown"'}
    shapes = {rule.dxf.numFmt.formatCode for rule in rules}
    assert shapes == {'"\u25cf "@', '"\u25b2 "@', '"\u25a0 "@', '"\u25cb "@'}
    total = sheet[69]
    assert [cell.value for cell in total][:5] == ["64 accounts", None, 62, None, 1868800]


def test_the_only_formulas_are_sums_of_ours_and_there_are_no_links(rich, hostile):
    for content in (rich, hostile):
        found = parts(content)
        for name, text in found.items():
            if "worksheets/sheet" in name:
                for formula in re.findall(r"<f[ >].*?</f>", text):
                    assert re.fullmatch(r"<f>SUBTOTAL\(109,[A-Z]+\d+(:[A-Z]+\d+)?\)</f>", formula)
                assert "<hyperlink" not in text
            if name.endswith(".rels"):
                assert 'TargetMode="External"' not in text
        assert not [name for name in found if "external" in name.lower() or "vba" in name.lower()]


def test_every_part_of_the_file_is_sound_xml(rich, hostile):
    for content in (rich, hostile):
        with ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                if name.endswith((".xml", ".rels")):
                    assert etree.fromstring(packed.read(name)) is not None


def test_charts_are_native_over_cells(rich):
    found = parts(rich)
    charts = [text for name, text in found.items() if "/charts/chart" in name]
    assert len(charts) == 7
    addresses = {one for text in charts for one in re.findall(r"<c:f>(.*?)</c:f>", text)}
    assert addresses
    assert all(one.startswith("'Chart data'!$") for one in addresses)
    assert all("<c:title>" in text for text in charts)
    data = opened(rich)["Chart data"]
    assert data["A1"].value == "Active users a day, weekly mean"
    assert (data["A3"].value, data["B3"].value) == (day(2026, 6, 1), 35)
    holes = [row[1].value for row in data.iter_rows(min_row=3) if row[0].value is not None]
    assert None in holes
    assert "\u2013" not in holes


def test_the_summary_says_figures_as_figures_where_they_are(rich):
    rows = list(opened(rich)["Summary"].iter_rows(values_only=True))
    held = {row[0]: row for row in rows if row[0]}
    assert held["Quarterly review"]
    assert held["Annual value"][1] == 48000
    assert held["Users"][1:5] == ("52 of 60", "+9", None, "[1]")
    assert held["Daily users"][1:4] == (50, "+16", "34 in August")


def test_the_sources_are_numbered(rich):
    rows = list(opened(rich)["Sources"].iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("No.", "What", "Whence", "Data to", "Scope", "Formula")
    whence = "usage_november.csv, imported 23 Nov 2026"
    assert rows[1] == (1, "Daily usage", whence, day(2026, 11, 23), None, None)


def test_the_same_report_gives_the_same_bytes_that_name_no_one(rich):
    assert written(rich_report()) == rich
    core = parts(rich)["docProps/core.xml"]
    assert "<dc:creator>Northern Desk</dc:creator>" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", core)) == {"2026-11-23T00:00:00Z"}
    bare = parts(written(bare_report()))["docProps/core.xml"]
    assert "<dc:creator></dc:creator>" in bare
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in bare


def test_hostile_texts_come_back_as_they_were(hostile):
    book = opened(hostile)
    seen = {
        cell.value.replace("_x000D_", "")
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    for text in (*HOSTILE, LONG):
        assert plain(text) in seen, text
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types


def test_no_text_of_a_chart_is_an_address(hostile):
    for name, text in parts(hostile).items():
        if "/charts/chart" in name:
            for one in re.findall(r"<c:f>(.*?)</c:f>", text):
                assert re.fullmatch(r"'Chart data'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", one), one


def test_a_dashboard_is_its_tables_and_an_empty_table_says_so():
    book = opened(written(board_report()))
    assert [cell.value for cell in book["Monday morning"][7]][:2] == ["Strong", "71"]
    texts = [row[0] for row in opened(written(bare_report()))["At risk"].values]
    assert "Nothing to show." in texts


def test_groups_mixed_currencies_and_days_long_ago_stand_right():
    columns = (
        Column(key="arr", title="ARR", kind="money"),
        Column(key="day", title="Since", kind="day"),
        Column(key="own", title="Own", kind="number", digits=1),
    )
    rows = (
        Row(
            group="One",
            cells=(
                Cell(text="€1,200", value=1200),
                Cell(text="1 Jan 1890", value=-29219),
                Cell(text="mine", value="mine"),
            ),
        ),
        Row(
            group="Two",
            cells=(
                Cell(text="5\u00a0CHF", value=5),
                Cell(text="\u2013"),
                Cell(text="nan", value=float("nan")),
            ),
        ),
    )
    sheet = opened(written(of_table(Table(columns=columns, rows=rows, title="T"))))["A"]
    assert [cell.value for cell in sheet[6]] == ["One", 1200, "1 Jan 1890", "mine"]
    assert [cell.value for cell in sheet[7]] == ["Two", 5, "\u2013", "nan"]
    assert sheet["B6"].number_format.startswith('"€"')
    assert sheet["B7"].number_format.startswith('#,##0"\u00a0CHF"')


def test_heads_that_are_equal_or_odd_do_not_break_the_table():
    columns = tuple(
        Column(key=str(at), title=title)
        for at, title in enumerate(["A", "a", "", "two\nlines", "x" * 300])
    )
    rows = (Row(cells=(Cell(text="=1+1"),) * 5),)
    book = opened(written(of_table(Table(columns=columns, rows=rows))))
    assert [cell.value for cell in book["A"][5]] == ["=1+1"] * 5
    assert book["A"].auto_filter.ref == "A4:E5"
    fine = Table(columns=columns[:3], rows=tuple(Row(cells=row.cells[:3]) for row in rows))
    sheet = opened(written(of_table(fine)))["A"]
    assert [cell.value for cell in sheet[4]] == ["A", "a (2)", "Column 3"]
    assert len(sheet.tables) == 1


def test_control_characters_break_neither_formats_nor_rules():
    bad = 'bell\x07 "x" \ufffe<&>'
    figure = Figure(label="a", text="bell\x07 5", value=5, band="poor")
    columns = (Column(key="b", title="B", kind="band"), Column(key="m", title="M", kind="money"))
    rows = (Row(cells=(Cell(text=bad, band="poor"), Cell(text="5 \x07", value=5))),)
    lines = (Line(blocks=(Figures(items=(figure,)), Table(columns=columns, rows=rows))),)
    sections = (Section(key="a", title="A", lines=lines),)
    book = opened(written(Report(kind="x", title="T", day=20780, sections=sections)))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert plain(bad) in texts
    assert "bell 5" in texts
    (rule,) = (rule for held in book["A"].conditional_formatting for rule in held.rules)
    assert rule.formula == ['"bell ""x"" <&>"']


def test_what_is_longer_than_a_cell_is_cut_and_says_so():
    rows = (Row(cells=(Cell(text="a" * 40_000),)),)
    table = Table(columns=(Column(key="a", title="A"),), rows=rows)
    text = opened(written(of_table(table)))["A"]["A5"].value
    assert len(text) == LETTERS
    assert text.endswith("a\u2026")


def test_a_logo_is_a_picture_and_a_broken_one_is_left_out():
    table = Table(columns=(), rows=())
    for logo, wanted in ((PIXEL, 1), (PIXEL[:30], 0), (b"<svg/>", 0)):
        found = parts(written(of_table(table, brand=Brand(name="B", logo=logo))))
        assert len([name for name in found if "/media/" in name]) == wanted


@pytest.mark.parametrize(
    ("text", "value", "style", "shown"),
    [
        ("€48,000", 48000, "en", '"€"#,##0;"\u2212€"#,##0'),
        ("48.000\u00a0€", 48000, "de", '#,##0"\u00a0€";"\u2212"#,##0"\u00a0€"'),
        ("41%", 0.41, "en", '#,##0%;"\u2212"#,##0%'),
        ("4.2 h", 4.2, "en", '#,##0.0" h";"\u2212"#,##0.0" h"'),
        ("\u22123", -3, "en", '#,##0;"\u2212"#,##0'),
        ("52 of 60", 52, "en", ""),
        ("€1.87M", 1868800, "en", ""),
        ("2:40", 160, "en", ""),
        ("no data", None, "en", ""),
        ('5"x', 5, "en", ""),
    ],
)
def test_a_figure_is_a_number_where_its_text_says_the_same(text, value, style, shown):
    assert cell_formats.of_figure(text, value, STYLES[style]) == shown


def test_a_row_is_as_high_as_the_longest_text_that_wraps_in_it():
    columns = (Column(key="a", title="Account"), Column(key="w", title="Why", wraps=True))
    long = "Fell by ten points in four weeks; no touch in forty days. " * 4
    rows = tuple(Row(cells=(Cell(text="V"), Cell(text=why))) for why in ("Poor.", long))
    table = Table(columns=columns, rows=rows)
    (sheet,) = (
        one
        for one in opened(written(of_table(table))).worksheets
        if any(cell.value == "Why" for row in one.rows for cell in row)
    )
    head = next(cell.row for cell in sheet["A"] if cell.value == "Account")
    assert sheet.row_dimensions[head + 1].height is None
    assert sheet.row_dimensions[head + 2].height >= 45
