"""Columns on paper fill the room, and figures stay on one line where there is room."""

from __future__ import annotations

import io

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from healthdesk.core.charts import letters
from healthdesk.core.domain.report import (
    Board,
    Card,
    Cell,
    Column,
    Line,
    Report,
    Row,
    Section,
    Table,
)
from healthdesk.core.papers import typeset
from healthdesk.core.papers.column_widths import beside_cell, lies, widths

SIZE = 8.0
KINDS = st.sampled_from(["text", "number", "money", "day", "band", "change"])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_they_fill_the_room_and_keep_figures_whole(data):
    kinds = data.draw(st.lists(KINDS, min_size=1, max_size=9))
    columns = tuple(
        Column(key=str(at), title=data.draw(st.text("abc ", max_size=20)), kind=kind)
        for at, kind in enumerate(kinds)
    )
    texts = st.text("abc 123", max_size=30)
    rows = tuple(
        Row(cells=tuple(Cell(text=data.draw(texts)) for _ in kinds))
        for _ in range(data.draw(st.integers(0, 4)))
    )
    room = data.draw(st.sampled_from([240.0, 491.0, 888.0]))
    made = widths(Table(columns=columns, rows=rows), room, SIZE)
    assert sum(made) <= room + 0.1
    assert len(made) <= 3 or sum(made) == pytest.approx(room, abs=0.1)
    assert min(made) >= 0
    needs = [
        max((letters.width(" ".join(row.cells[at].text.split()), SIZE) for row in rows), default=0)
        + sum(beside_cell(columns, at)) * SIZE
        for at in range(len(kinds))
    ]
    if sum(needs) < room * 0.5 and max(needs) < room * 0.4:
        short = [
            at
            for at, (have, need) in enumerate(zip(made, needs, strict=True))
            if kinds[at] != "text" and have < need
        ]
        assert short == []


def test_short_texts_and_days_stay_whole_beside_long_ones():
    titles = ("Account", "Owner", "When", "Why", "Notes")
    kinds = ("text", "text", "day", "text", "text")
    columns = tuple(
        Column(key=title, title=title, kind=kind, wraps=True)
        for title, kind in zip(titles, kinds, strict=True)
    )
    told = ("Castelvero Catering", "Nadia V.", "22 May 2027", "use fell by half " * 9, "said " * 30)
    table = Table(columns=columns, rows=(Row(cells=tuple(Cell(text=one) for one in told)),))
    made = widths(table, 491.0, SIZE)
    for at in range(3):
        even = told[at].translate(str.maketrans("1234567", "0000000"))
        beside = sum(beside_cell(columns, at)) * SIZE
        assert made[at] >= letters.width(even, SIZE) + beside, told[at]


def test_sheets_lie_on_their_side_for_one_wide_table_alone():
    def report(columns, *, sections=1, paper="a4"):
        cells = tuple(Cell(text="Quarrington Haulage") for _ in range(columns))
        table = Table(
            columns=tuple(Column(key=str(at), title="Account") for at in range(columns)),
            rows=(Row(cells=cells),),
        )
        held = Section(key="a", title="A", lines=(Line(blocks=(table,)),))
        return Report(kind="view", title="T", day=0, paper=paper, sections=(held,) * sections)

    assert not lies(report(4))
    assert lies(report(9))
    assert lies(report(9, paper="letter"))
    assert not lies(report(9, paper="slides"))
    assert not lies(report(9, sections=2))
    pages = PdfReader(io.BytesIO(typeset.pdf(report(9)).content)).pages
    assert pages[0].mediabox.width > pages[0].mediabox.height


def test_sheets_lie_on_their_side_for_cards_of_a_dashboard():
    card = Card(x=0, y=0, w=6, h=3, title="Movers", svg="")
    held = Section(key="a", title="A", lines=(Line(blocks=(Board(cards=(card,)),)),))
    how = Section(key="b", title="How", lines=())
    report = Report(kind="board", title="T", day=0, sections=(held, how))
    assert lies(report)
    assert not lies(msgspec.structs.replace(report, paper="slides"))
    assert not lies(msgspec.structs.replace(report, sections=(how, how)))


def test_the_head_of_a_group_comes_again_on_the_next_page():
    rows = tuple(Row(cells=(Cell(text=f"row {at}"),), group="Poor accounts") for at in range(90))
    table = Table(columns=(Column(key="a", title="Account"),), rows=rows)
    held = Section(key="a", title="A", lines=(Line(blocks=(table,)),))
    report = Report(kind="view", title="T", day=0, sections=(held,))
    pages = PdfReader(io.BytesIO(typeset.pdf(report).content)).pages
    assert len(pages) > 1
    assert all("Poor accounts" in one.extract_text() for one in pages)
