"""A report as text for chat and mail: short, aligned, and no text of a person is an order."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.clean_text import one_line
from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import Cell, Column, Line, Report, Row, Section, Table
from healthdesk.core.exporters.markdown import MOST, as_markdown, as_text, escaped, write
from tests.core.exporters.reports import (
    HOSTILE,
    LONG,
    bare_report,
    board_report,
    hostile_report,
    rich_report,
)

_STROKE = re.compile(r"\\([!-/:-@\[-`{-~])")


def shown(text: str) -> str:
    """What a reader of Markdown shows of an escaped text."""
    return _STROKE.sub(r"\1", text)


def open_signs(text: str) -> str:
    """The text with a dot for what is escaped."""
    return _STROKE.sub("\u2022", text)


def of_table(*rows: Row, total: tuple[Cell, ...] = ()) -> Report:
    columns = (Column(key="a", title="Account"), Column(key="n", title="Users", kind="number"))
    line = Line(blocks=(Table(columns=columns, rows=rows, total=total, title="Users"),))
    section = Section(key="a", title="Use", lines=(line,))
    return Report(kind="x", title="Report", day=20780, sections=(section,))


def row(name: str, value: str, group: str = "") -> Row:
    return Row(cells=(Cell(text=name), Cell(text=value)), group=group)


def test_headlines_figures_charts_in_a_sentence_and_sources():
    told = as_markdown(rich_report())
    for words in (
        "# Quarterly review\n\n**Velora Optics · Q4 2026**\n\n*As of 23 Nov 2026",
        "## Two of three goals are reached\n\n- [x] 50 daily users by December (Done ·",
        "- Daily users: **50** (+16 · 34 in August) \\[1\\]",
        "**Active users a day, weekly mean** \\[1\\]: Daily users rose from 35 in May to 50",
        "> Orders are done before the van leaves.  \n> NPS 10, 18 Nov 2026 \\[5\\]",
        "*44 more rows*",
        "## Sources\n\n\\[1\\] Daily usage, usage_november.csv, imported 23 Nov 2026, data to",
    ):
        assert words in told, words
    out = io.BytesIO()
    assert write(rich_report(), out, NOBODY).size == len(told.encode())
    assert out.getvalue() == told.encode()


def test_a_table_is_aligned_where_nobody_draws_it():
    report = of_table(
        row("Velora", "9", "One"),
        row("株式", "1,200", "Two"),
        row("A|B", "\u2013", "Two"),
        total=(Cell(text="3 accounts"), Cell(text="1,209")),
    )
    assert as_markdown(report).split("\n\n")[4].rstrip("\n").split("\n") == [
        "| Account        |     Users |",
        "| -------------- | --------: |",
        "| **One**        |           |",
        "| Velora         |         9 |",
        "| **Two**        |           |",
        "| 株式           |     1,200 |",
        "| A\\|B           |         \u2013 |",
        "| **3 accounts** | **1,209** |",
    ]
    assert "Velora          9" in as_text(report)


def test_a_long_table_is_cut_and_says_so():
    told = as_markdown(of_table(*(row(f"A{at}", "1") for at in range(MOST + 3))))
    assert told.count("| A") == MOST + 1
    assert "*3 more rows*" in told


def test_text_for_pasting_has_no_marks():
    told = as_text(rich_report())
    assert not re.search(r"[*\\|#>`]", told)
    assert "Daily users: 50 (+16 · 34 in August) [1]" in told


@pytest.mark.parametrize("made", [as_markdown, as_text])
def test_hostile_texts_come_back_as_they_were(made):
    told = made(hostile_report())
    seen = shown(told) if made is as_markdown else told
    for text in (*HOSTILE, LONG):
        assert one_line(text) in seen, text


def test_a_report_of_hostile_texts_has_no_link_picture_or_heading_of_theirs():
    told = as_markdown(hostile_report())
    free = open_signs(told)
    assert not re.search(r"[\[`<]", free.replace("- [x]", "").replace("- [ ]", ""))
    assert not re.search(r"https?://|www\.", free)
    for line in told.split("\n"):
        if line.startswith("#"):
            assert re.match(r"##? \S", line)


@given(st.text() | st.lists(st.sampled_from([*"#*_[]()<>`~|$&:@.-+=>\\ !1a", "www."])).map("".join))
def test_an_escaped_text_shows_as_it_was_and_orders_nothing(text):
    told = escaped(text)
    assert shown(told) == one_line(text)
    free = open_signs(told)
    assert not re.search(r"[`*\[\]<|$~]|(?i:www\.)|://|&#|\S@\S", free)
    assert not re.match(r"#|[+-](\s|$)|>|\d{1,9}[.)](\s|$)|[-=]{2,}\s*$", told)


def test_a_dashboard_and_an_empty_report_are_told():
    assert "| Strong | 71       |" in as_markdown(board_report())
    assert "*Nothing to show.*" in as_markdown(bare_report())
