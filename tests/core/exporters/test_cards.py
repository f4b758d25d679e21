"""Cards of dashboards in every format: figures as letters, drawings whole, nothing that runs."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from pptx import Presentation
from pypdf import PdfReader

from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import Board, Brand, Card, Figure, Line, Report, Section, Source
from healthdesk.core.exporters import html, pdf, pptx

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" onload="alert(1)"><defs>'
    '<linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
    '<script>alert(1)</script><rect width="9" height="9" fill="url(#a)"/>'
    '<use href="#a"/><text x="1" y="9">Half: &lt;b&gt;</text></svg>'
)
CARDS = (
    Card(x=0, y=0, w=4, h=1, title="ARR in view", svg="", head=("Figure",), rows=(("x",),),
         figure=Figure(label="ARR", text="\u20ac8.42M", change="+\u20ac183k", direction="good",
                       detail="in 90 days, 128 accounts")),
    Card(x=0, y=1, w=6, h=3, title="Mix", svg=SVG),
    Card(x=6, y=1, w=6, h=3, title="Mix again", svg=SVG),
)  # fmt: skip


def report(paper="slides"):
    board = Line(blocks=(Board(key="cards", cards=CARDS, notes=("s",)),))
    return Report(
        kind="board", title="Dashboard", subject="Monday", day=20_000, paper=paper,
        brand=Brand(name="Northern", foot="in confidence"),
        sections=(Section(key="board", title="Dashboard", headline="Monday", lines=(board,)),),
        sources=(Source(key="s", words="Cards of the dashboard"),),
    )  # fmt: skip


def written(module, paper="slides"):
    out = io.BytesIO()
    module.write(report(paper), out, NOBODY)
    return out.getvalue()


def test_drawings_are_part_of_the_page_and_share_no_name():
    text = written(html).decode()
    assert "<script" not in text
    assert "onload" not in text
    ids = re.findall(r'[ (]id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {"c1-a", "c2-a"} <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert text.count("Half: &lt;b&gt;") == 2
    assert "\u20ac8.42M</strong>" in text


def test_a_figure_stands_on_a_slide_in_letters():
    deck = Presentation(io.BytesIO(written(pptx)))
    (slide,) = deck.slides
    held = {one.name: one for one in slide.shapes}
    figure = held["Figure"].text_frame.text
    assert figure.startswith("\u20ac8.42M")
    assert "+\u20ac183k" in figure
    assert "in 90 days" in figure
    assert max(run.font.size.pt for one in held["Figure"].text_frame.paragraphs
               for run in one.runs) >= 15  # fmt: skip
    assert "Northern \u00b7 in confidence" in [one.text_frame.text for one in slide.shapes
                                               if one.has_text_frame]  # fmt: skip


@pytest.mark.parametrize("paper", ["slides", "a4"])
def test_a_page_shows_figures_and_names_its_sources(paper):
    text = PdfReader(io.BytesIO(written(pdf, paper))).pages[0].extract_text()
    assert "\u20ac8.42M" in text
    assert "in 90 days" in text
    assert re.search(r"ARR in view\W*1", text)
    assert "in confidence" in text


def test_a_report_may_have_the_colours_that_everybody_can_tell_apart():
    usual = report()
    other = msgspec.structs.replace(usual, colour_blind=True)
    texts = []
    for one in (usual, other):
        out = io.BytesIO()
        html.write(one, out, NOBODY)
        texts.append(out.getvalue().decode())
    assert ["--poorfill: #D4514B" in one for one in texts] == [True, False]
    assert ["--poorfill: #D55E00" in one for one in texts] == [False, True]
