"""A report as a web page: one file that loads and runs nothing, and says all of the report."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import (
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
from healthdesk.core.exporters import html, markdown
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

ALONE = {"meta", "img", "path", "circle", "rect", "line", "br"}


class Page(HTMLParser):
    """What a browser sees: tags, attributes and texts of leaves."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if tag not in ALONE:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.texts.append(data)

    def each(self, *wanted: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in wanted]


def written(report: Report) -> str:
    out = io.BytesIO()
    told = html.write(report, out, NOBODY)
    assert (told.pages, told.size) == (1, len(out.getvalue()))
    return out.getvalue().decode("utf-8")


@pytest.fixture(scope="module")
def rich() -> Page:
    return Page(written(rich_report()))


@pytest.fixture(scope="module")
def hostile() -> Page:
    return Page(written(hostile_report()))


@pytest.mark.parametrize("name", ["rich", "hostile"])
def test_nothing_is_run_or_loaded(name, request):
    page = request.getfixturevalue(name)
    (policy,) = (one["content"] for one in page.each("meta") if "http-equiv" in one)
    assert policy.startswith(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"
    )
    assert page.open == []
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "base", "form", "use"}
    for _, attrs in page.tags:
        assert not [one for one in attrs if one.startswith("on")]
        drawn = "data:image/svg+xml;base64,"
        assert attrs.get("src", drawn).startswith(drawn)
        assert attrs.get("href", "#").startswith("#")


def test_the_sheet_of_styles_loads_nothing():
    style = re.findall(r"<style>(.*?)</style>", written(hostile_report()), re.DOTALL)
    assert len(style) == 1
    led = re.findall(r"url\(([^)]*)\)", style[0])
    assert len(led) == 2
    assert all(one.startswith("data:font/woff;base64,") for one in led)
    assert not re.search(r"@import|red;}", style[0])


def test_every_link_leads_to_a_part_of_the_page(rich, hostile):
    for page in (rich, hostile):
        held = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        assert len(set(held)) == len(held)
        led = {one["href"][1:] for one in page.each("a")}
        assert led <= set(held)
        assert any("n" in one for one in led)


def test_headings_are_in_order_and_everything_seen_has_words(rich):
    levels = [int(tag[1]) for tag, _ in rich.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert rich.each("html")[0]["lang"] == "en"
    assert all(one["alt"] for one in rich.each("img"))
    assert all(
        one.get("aria-label") or one.get("aria-hidden") == "true" for one in rich.each("svg")
    )
    assert all(one.get("scope") for one in rich.each("th"))


def test_it_says_figures_footnotes_and_the_figures_behind_charts(rich):
    told = " ".join(" ".join(rich.texts).split())
    for words in (
        *("Two of three goals are reached", "€48,000", "+9", "52 of 60", "Ada Quill"),
        *("Daily usage, usage_november.csv, imported 23 Nov 2026, data to 23 Nov 2026.",),
        *("As of 23 Nov 2026", "Northern Desk", "no data", "64 accounts", "€1,868,800"),
    ):
        assert words in told, words
    assert len(rich.each("details")) == 7
    assert len(rich.each("nav")) == 1
    rows = [one for one in rich.tags if one[0] == "tr"]
    assert len(rows) > 64 + 180


def test_a_band_is_told_in_a_word():
    item = Figure(label="Score", text="31", band="poor")
    held = Section(key="a", title="A", lines=(Line(blocks=(Figures(items=(item,)),)),))
    out = io.BytesIO()
    report = Report(kind="brief", title="T", day=0, sections=(held,))
    html.write(report, out, NOBODY)
    assert "Poor" in Page(out.getvalue().decode()).texts
    assert "Poor" in markdown.as_markdown(report)


def test_hostile_texts_come_back_as_they_were(hostile):
    seen = set(hostile.texts)
    for text in (*HOSTILE, LONG):
        assert plain(text) in seen, text


def test_a_dashboard_stands_as_laid_out_with_its_pictures():
    page = Page(written(board_report()))
    cards = [one for one in page.each("figure") if one.get("class") == "card"]
    assert cards[1]["style"] == "grid-column: 4 / span 6; grid-row: 1 / span 2"
    (drawn,) = [one for one in page.each("div") if one.get("aria-label") == "Score a week"]
    assert drawn["class"] == "drawn"
    assert page.each("path")


def test_a_logo_as_png_stands_in_the_page_and_a_broken_one_does_not():
    page = Page(written(Report(kind="x", title="T", day=0, brand=rich_brand(PIXEL))))
    (logo,) = page.each("img")
    assert b"image/png;base64," in b64decode(logo["src"].partition(",")[2])
    assert not Page(written(Report(kind="x", title="T", day=0, brand=rich_brand(b"x")))).each("img")


def rich_brand(logo: bytes):
    return type(rich_report().brand)(name="B", logo=logo)


def test_an_empty_table_and_a_very_long_one_say_so():
    assert "Nothing to show." in Page(written(bare_report())).texts
    columns = (Column(key="a", title="A"),)
    rows = (Row(cells=(Cell(text="x"),)),) * (html.MOST + 5)
    line = Line(blocks=(Table(columns=columns, rows=rows),))
    report = Report(
        kind="x", title="T", day=0, sections=(Section(key="a", title="A", lines=(line,)),)
    )
    assert "5 more rows are in the workbook." in Page(written(report)).texts


def test_the_same_report_gives_the_same_page():
    assert written(rich_report()) == written(rich_report())
