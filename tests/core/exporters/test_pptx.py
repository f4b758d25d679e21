"""Slides are native and editable, read back as they were, and say nothing of who made them."""

from __future__ import annotations

import io
import re
import zipfile

import msgspec
import openpyxl
import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from healthdesk.core.domain.clean_text import one_line, plain
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import Cell, Column, Paragraph, Report, Section, Table
from healthdesk.core.domain.report import Row as TableRow
from healthdesk.core.domain.report_chart import LineChart, RankChart, Series
from healthdesk.core.exporters import pptx as slides
from healthdesk.core.papers import slides_table, slides_words
from healthdesk.core.papers.slides_atoms import Atom
from healthdesk.core.papers.slides_flow import Row, Stack, sheets
from tests.core.exporters.reports import (
    DAY,
    HOSTILE,
    LONG,
    bare_report,
    board_report,
    hostile_report,
    rich_report,
)
from tests.core.exporters.review_first import line

_SECRET = "Slide of somebody else"


def written(report: Report, template: bytes | None = None) -> bytes:
    out = io.BytesIO()
    told = slides.write(report, out, NOBODY, template)
    assert told.size == len(out.getvalue())
    assert told.pages == len(opened(out.getvalue()).slides)
    return out.getvalue()


def opened(content: bytes):
    return pptx.Presentation(io.BytesIO(content))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def shapes(deck):
    for at, slide in enumerate(deck.slides):
        for shape in slide.shapes:
            yield at, shape


def charts(deck):
    return [shape.chart for _, shape in shapes(deck) if shape.has_chart]


def texts(deck) -> set[str]:
    """Texts of slides as they read: of boxes, of cells, of notes line by line."""
    held = set()
    for _, shape in shapes(deck):
        if shape.has_text_frame:
            held.add(shape.text_frame.text)
        if shape.has_table:
            held |= {cell.text for row in shape.table.rows for cell in row.cells}
    for slide in deck.slides:
        held.add(slide.notes_slide.notes_text_frame.text)
    return held


@pytest.fixture(scope="module")
def rich():
    return written(rich_report())


@pytest.fixture(scope="module")
def hostile():
    return written(hostile_report("slides"))


def test_every_slide_has_its_title_in_the_order_of_sections(rich):
    deck = opened(rich)
    assert (deck.slide_width, deck.slide_height) == (Inches(13 + 1 / 3), Inches(7.5))
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles[:10] == [one.headline for one in rich_report().sections]
    assert all(one == "Branches by value  continued" for one in titles[10:])
    assert deck.slides[0].slide_layout.name == "Title slide"
    assert {one.slide_layout.name for one in list(deck.slides)[1:]} == {"Title and content"}
    for slide in list(deck.slides)[1:]:
        assert "slidenum" in {field.get("type") for field in slide._element.xpath(".//a:fld")}


def test_charts_are_native_and_their_values_read_back(rich):
    found = charts(opened(rich))
    assert len(found) == 7
    adoption, features, usage, tickets = found[:4]
    report = rich_report()
    users = report.sections[3].lines[0].blocks[0]
    held = {one.name: tuple(one.values) for one in adoption.plots[0].series}
    assert held["Users"] == users.series[0].values
    assert len(adoption.plots[0].categories) == len(users.days)
    assert [one.name for one in adoption.plots[0].series] == ["Users", "Moments"]
    assert tuple(features.plots[0].series[0].values) == (52, 47, 39, 33, 26, 18)
    assert tuple(features.plots[0].series[1].values) == (31, 28, 12, None, None, None)
    holes = next(one for plot in usage.plots for one in plot.series if one.name == "Orders")
    assert tuple(holes.values) == report.sections[4].lines[0].blocks[0].series[0].values
    assert None in holes.values
    stacked = {one.name: tuple(one.values) for plot in tickets.plots for one in plot.series}
    assert stacked["Other"] == (11, 9, 8, None, 6, 4)
    assert stacked["Total"] == (14, 11, 12, 1, 6, 5)


def test_the_workbook_behind_a_chart_holds_the_same_figures(rich):
    features = charts(opened(rich))[1]
    blob = features.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]
    rows = list(sheet.values)
    assert rows[0] == (None, "users", "August")
    assert rows[1] == ("Lens catalogue", 52, 31)
    assert rows[6] == ("Team calendar", 18, None)


def test_tables_are_native_and_go_on_until_the_report_says_enough(rich):
    deck = opened(rich)
    tables = [shape.table for _, shape in shapes(deck) if shape.has_table]
    tickets, *accounts = tables
    assert [cell.text for cell in tickets.rows[0].cells] == ["Ticket", "Since", "Hours1"]
    assert tickets.cell(1, 2).text == "70.5"
    assert tickets.cell(1, 2)._tc.xpath("./a:txBody/a:p/a:pPr/@algn") == ["r"]
    rows = [[cell.text for cell in row.cells] for table in accounts for row in list(table.rows)[1:]]
    report = rich_report().sections[-1].lines[0].blocks[0]
    for row, told in zip(report.rows[:40], rows, strict=False):
        assert told[0] == row.cells[0].text
        assert told[1].endswith(f" {row.cells[1].text}")
        assert told[2:] == [one.text for one in row.cells[2:]]
    assert rows[40] == [one.text for one in report.total]
    assert len(rows) == 41
    assert all(table.first_row for table in tables)
    assert "24 more in the workbook" in texts(deck)


def test_an_empty_cell_is_no_higher_than_the_others(rich):
    for _, shape in shapes(opened(rich)):
        if shape.has_table:
            sizes = set(shape._element.xpath(".//a:rPr/@sz | .//a:endParaRPr/@sz"))
            empty = shape._element.xpath(".//a:p[not(a:r) and not(a:endParaRPr/@sz)]")
            assert len(sizes) == 1
            assert not empty


def test_notes_hold_figures_sources_formulas_and_all_words(rich):
    notes = [slide.notes_slide.notes_text_frame.text for slide in opened(rich).slides]
    assert "Annual value: €48,000 · renews 31 Mar 2027 [2]" in notes[2]
    assert "1  Feature usage, usage_november.csv, imported 23 Nov 2026" in notes[2]
    assert rich_report().sections[2].own in notes[2]
    assert "Computed as: sum of points times weight, before caps." in notes[7]
    assert "Tickets fell from 14 in June to 5 in November." in notes[5]


def test_what_the_program_wrote_stands_in_the_notes_where_words_were_changed():
    changed = Paragraph(text="Mine", generated="What was computed")
    report = Report(
        kind="a",
        title="T",
        day=DAY,
        sections=(Section(key="a", title="A", lines=(line(changed),)),),
    )
    deck = opened(written(report))
    assert "What was computed" in deck.slides[0].notes_slide.notes_text_frame.text
    assert "Mine" in texts(deck)


def test_charts_and_pictures_are_described(rich):
    for content in (rich, written(board_report("slides"))):
        for _, shape in shapes(opened(content)):
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                assert shape._element.xpath("./*/p:cNvPr/@descr")[0]


def test_nothing_lies_outside_a_slide(rich, hostile):
    for content in (rich, hostile, written(board_report("slides"))):
        deck = opened(content)
        for at, shape in shapes(deck):
            if not shape.is_placeholder or shape._element.spPr.xpath("./a:xfrm"):
                where = (at, shape.name, shape.text_frame.text[:40] if shape.has_text_frame else "")
                assert shape.left >= 0, where
                assert shape.left + shape.width <= deck.slide_width + 12_700, where
                assert shape.top >= -12_700, where
                assert shape.top + shape.height <= deck.slide_height + 12_700, where


def test_the_same_report_gives_the_same_bytes_that_name_no_one(rich):
    assert written(rich_report()) == rich
    deck = opened(rich)
    held = deck.core_properties
    assert (held.author, held.last_modified_by) == ("Northern Desk", "")
    assert (held.created.date().isoformat(), held.title) == ("2026-11-23", "Quarterly review")
    found = parts(rich)
    assert not [one for one in found if "app.xml" in one or "thumbnail" in one or ".bin" in one]
    with zipfile.ZipFile(io.BytesIO(rich)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name, content in found.items():
        if name.endswith(".xlsx"):
            core = parts(content)["docProps/core.xml"].decode()
            assert set(re.findall(r"(\d{4})-\d\d-\d\dT", core)) == {"1980"}


def test_a_headline_of_many_words_is_set_smaller_before_it_is_cut():
    told = "58 new, 17 worse, 9 better, 56 resolved, 4 no customer any more"
    short, long = (
        Section(key=one[:2], title="Since", headline=one, inside=(), lines=())
        for one in (told[:6], told)
    )
    report = Report(
        kind="weekly_risk", title="Weekly risk report", subject="425 accounts",
        period="31 Dec 2024", day=0, sections=(short, long),
    )  # fmt: skip
    out = io.BytesIO()
    slides.write(report, out, NOBODY)
    titles = [one.shapes.title.text_frame for one in pptx.Presentation(out).slides]
    assert [one.text for one in titles] == [told[:6], told]


def test_hostile_texts_come_back_and_nothing_runs_or_leads_elsewhere(hostile):
    deck = opened(hostile)
    seen = texts(deck)
    notes = "\n".join(one for one in seen if "In full" in one)
    for text in HOSTILE:
        assert plain(text) in seen or one_line(text) in seen or plain(text) in notes, text
    assert plain(LONG) in notes
    for name, content in parts(hostile).items():
        assert b'TargetMode="External"' not in content, name
        assert b"hlinkClick" not in content, name
        if name.endswith(".xlsx"):
            sheet = openpyxl.load_workbook(io.BytesIO(content))["Sheet1"]
            assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_an_empty_report_and_an_empty_chart_say_so():
    deck = opened(written(bare_report("slides")))
    assert "Nothing to show." in texts(deck)
    hole = LineChart(title="Use", days=(DAY,), series=(Series(name="a", values=(None,)),))
    report = msgspec.structs.replace(
        bare_report("slides"), sections=(Section(key="a", title="A", lines=(line(hole),)),)
    )
    assert "No data" in texts(opened(written(report)))
    none = msgspec.structs.replace(report, sections=())
    assert [one.shapes.title.text for one in opened(written(none)).slides] == [report.title]


def test_a_bar_without_data_is_none_and_not_zero():
    chart = RankChart(title="Why", labels=("a", "b"), values=(2.0, None))
    report = msgspec.structs.replace(
        bare_report("slides"), sections=(Section(key="a", title="A", lines=(line(chart),)),)
    )
    (made,) = charts(opened(written(report)))
    assert tuple(made.plots[0].series[0].values) == (2.0, None)
    assert list(made.plots[0].categories) == ["a", "b (no data)"]


@pytest.fixture(scope="module")
def template():
    """A deck of 4 : 3 with slides, a chart and notes of somebody else."""
    deck = pptx.Presentation()
    for layout in deck.slide_layouts:
        slide = deck.slides.add_slide(layout)
        if slide.shapes.title is not None:
            slide.shapes.title.text = _SECRET
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series(_SECRET, (1,))
    deck.slides[6].shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(3), Inches(3), data)
    deck.slides[2].notes_slide.notes_text_frame.text = _SECRET
    deck.core_properties.author = _SECRET
    deck.core_properties.comments = _SECRET
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def renamed(template: bytes, old: bytes, new: bytes, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts(template).items():
            packed.writestr(name, content.replace(old, new) if name[0] == "[" else content)
        for name, content in more.items():
            packed.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_template_gives_its_size_and_layouts_and_nothing_of_its_slides(template):
    made = written(rich_report(), template)
    deck = opened(made)
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    assert deck.slides[0].slide_layout.name == "Title Slide"
    assert {one.slide_layout.name for one in list(deck.slides)[1:]} == {"Title Only"}
    assert len(charts(deck)) == 7
    found = parts(made)
    assert len([one for one in found if re.fullmatch(r"ppt/slides/slide\d+\.xml", one)]) == len(
        deck.slides
    )
    assert len([one for one in found if one.endswith(".xlsx")]) == 7
    assert not [name for name, content in found.items() if _SECRET.encode() in content]
    titles = [one.shapes.title.text_frame.text for one in deck.slides]
    assert titles[3] == "Your teams use more of the product"


def test_a_template_file_is_taken_as_a_deck(template):
    main, other = b"presentation.main+xml", b"template.main+xml"
    made = written(bare_report("slides"), renamed(template, main, other))
    assert opened(made).slide_width == Inches(10)


def test_what_is_no_deck_or_runs_is_refused_in_a_sentence(template, rich):
    macros = renamed(template, b"presentation.main+xml", b"presentation.macroEnabled.main+xml")
    objects = renamed(template, b"", b"", ppt__embeddings__oleObject1__bin=b"x")
    with pytest.raises(DeskError, match="macros or embedded objects"):
        written(bare_report("slides"), macros)
    with pytest.raises(DeskError, match="macros or embedded objects"):
        written(bare_report("slides"), objects)
    for content in (b"", b"no deck", rich[:2000], renamed(template, b"presentation.main", b"x")):
        with pytest.raises(DeskError, match="no deck that can be used"):
            written(bare_report("slides"), content)


class _Brick(Atom):
    def __init__(self, tall: float) -> None:
        self.tall = tall

    def high(self) -> float:
        return self.tall


def test_pieces_go_on_to_further_slides_and_none_is_lost():
    bricks = [_Brick(30.0) for _ in range(10)] + [_Brick(500.0), _Brick(10.0)]
    made = sheets([Row([Stack(0, 100, bricks)])], 100, 80, 5)
    held = [atom for one in made for row in one.rows for atom in row.stacks[0].atoms]
    assert held == bricks
    assert all(one.least() <= one.room or len(one.rows) == 1 for one in made)


def test_text_is_cut_with_dots_and_parted_without_loss():
    text = "Every branch orders in the product. " * 30
    cut = slides_words.cut(text, 300, 12, 3)
    assert cut.endswith(slides_words.DOTS)
    assert len(slides_words.lines(cut, 300, 12)) == 3
    first, rest = slides_words.parted(text, 300, 12, 4)
    assert f"{first} {rest}".split() == text.split()
    assert slides_words.cut("short", 300, 12, 1) == "short"


def test_the_cells_of_a_long_table_are_set_once_for_all_its_slides(monkeypatch):
    columns = tuple(Column(key=f"c{at}", title=f"Column {at}") for at in range(3))
    rows = tuple(
        TableRow(cells=tuple(Cell(text=f"Company {at}") for _ in columns)) for at in range(150)
    )
    held = line(Table(columns=columns, rows=rows))
    report = Report(
        kind="view", title="T", day=DAY, paper="slides",
        sections=(Section(key="a", title="A", lines=(held,)),),
    )  # fmt: skip
    calls = []

    def counted(text, *rest, **more):
        calls.append(text)
        return slides_words.high(text, *rest, **more)

    monkeypatch.setattr(slides_table, "high", counted)
    deck = opened(written(report))
    assert len(deck.slides) > 8
    # three sizes are tried to have it on one slide, then it goes on
    assert len(calls) <= 4 * 3 * (len(rows) + 1)
    told = [
        row.cells[0].text
        for _, shape in shapes(deck)
        if shape.has_table
        for row in list(shape.table.rows)[1:]
    ]
    assert told == [f"Company {at}" for at in range(150)]
