"""A report as CSV: bare figures, guarded texts, and our own import reads back what was there."""

from __future__ import annotations

import csv
import io
from zipfile import ZipFile

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core import importers
from healthdesk.core.domain.progress import NOBODY
from healthdesk.core.domain.report import Cell, Column, Line, Paragraph, Report, Row, Section, Table
from healthdesk.core.exporters import csv as exporter
from healthdesk.core.papers.texts import guarded, plain, unguarded
from tests.core.exporters.reports import HOSTILE, LONG, hostile_report, rich_report
from tests.core.importers.raw import read


def written(report: Report) -> bytes:
    out = io.BytesIO()
    told = exporter.write(report, out, NOBODY)
    assert told.size == len(out.getvalue())
    assert told.pages >= 1
    return out.getvalue()


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def of_table(*rows: tuple[Cell, ...], columns: tuple[Column, ...], groups: bool = False) -> Report:
    made = tuple(Row(cells=one, group="Group" if groups else "") for one in rows)
    table = Table(columns=columns, rows=made, title="Accounts")
    return Report(
        kind="segment_list",
        title="List",
        day=20780,
        sections=(Section(key="a", title="A", lines=(Line(blocks=(table,)),)),),
    )


def files(report: Report) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(written(report))) as packed:
        assert len({one.casefold() for one in packed.namelist()}) == len(packed.namelist())
        return {one: packed.read(one) for one in packed.namelist()}


def test_one_table_is_a_file_of_bare_figures():
    kinds = (("name", "text"), ("score", "points"), ("arr", "money"), ("share", "percent"))
    columns = (
        *(Column(key=key, title=key.title(), kind=kind) for key, kind in kinds),  # type: ignore[arg-type]
        Column(key="day", title="Renews", kind="day"),
        Column(key="change", title="28 days", kind="change"),
    )
    report = of_table(
        (
            Cell(text="Velora", value="Velora"),
            Cell(text="81", value=81),
            Cell(text="€1,200", value=1200.5),
            Cell(text="41%", value=0.41),
            Cell(text="23 Nov 2026", value=20780),
            Cell(text="\u22123", value=-3.0),
        ),
        (
            Cell(text="-", value="-"),
            Cell(text="\u2013"),
            Cell(text="paused"),
            Cell(text="my own", value="my own", generated="40%"),
            Cell(text="\u2013"),
            Cell(text="+1", value=1),
        ),
        columns=columns,
    )
    content = written(report)
    assert content.startswith(b"\xef\xbb\xbf")
    assert cells(content) == [
        ["Name", "Score", "Arr (€)", "Share", "Renews", "28 days"],
        ["Velora", "81", "1200.5", "0.41", "2026-11-23", "-3"],
        ["'-", "", "paused", "my own", "", "1"],
    ]
    assert b'"Velora",81,1200.5,0.41,2026-11-23,-3\r\n' in content


def test_currencies_that_differ_and_groups_have_columns_of_their_own():
    report = of_table(
        (Cell(text="€1,200", value=1200),),
        (Cell(text="5\u00a0CHF", value=5),),
        columns=(Column(key="arr", title="ARR", kind="money"),),
        groups=True,
    )
    assert cells(written(report)) == [
        ["Group", "ARR", "ARR, currency"],
        ["Group", "1200", "€"],
        ["Group", "5", "CHF"],
    ]


def test_a_report_is_a_zip_of_its_words_tables_charts_and_sources():
    held = files(rich_report())
    assert next(iter(held)) == "00 Report.csv"
    assert list(held)[-1] == "sources.csv"
    words = cells(held["00 Report.csv"])
    assert ["Goals", "", "Daily users", "50", "+16", "34 in August", "1"] in words
    table = cells(next(one for name, one in held.items() if "Branches by value" in name))
    assert table[0][4] == "Annual value (EUR)"
    assert len(table) == 65
    chart = cells(next(one for name, one in held.items() if "Active users" in name))
    assert chart[0][:2] == ["Day", "Users"]
    assert len(chart[1][0]) == len("2026-11-23")
    sources = cells(held["sources.csv"])
    assert sources[0][0] == "Number"
    assert "Daily usage" in [row[1] for row in sources]
    assert written(rich_report()) == written(rich_report())


def test_hostile_texts_come_back_and_none_is_run():
    held = files(hostile_report())
    assert not any(set(name) & set("/\\:\x00") or name.startswith(".") for name in held)
    rows = [row for content in held.values() for row in cells(content)]
    seen = {unguarded(cell) for row in rows for cell in row}
    for text in (*HOSTILE, LONG):
        assert plain(text) in seen, text
    run = ("=", "+", "-", "@", "\t", "\r", "\n")
    assert not [
        cell for row in rows for cell in row if cell.startswith(run) and guarded(cell) != cell
    ]


_TEXT = st.text(st.characters(codec="utf-8"), max_size=12).map(plain) | st.sampled_from(
    ["=1+1", "'=1", "+49 40", "-5", "a,b", 'say "x"', "two\nlines", ";", "\t", "", "'", "12.5"]
)
_ROWS = st.lists(st.tuples(_TEXT, _TEXT, st.none() | st.integers(-999, 999)), max_size=8)


@given(_ROWS)
@settings(max_examples=60, deadline=None)
def test_what_is_imported_is_what_was_exported(tmp_path_factory, rows):
    columns = (
        Column(key="id", title="Account id"),
        Column(key="a", title="Account name"),
        Column(key="b", title="=Comment"),
        Column(key="c", title="Score", kind="number"),
    )
    made = [
        (Cell(text=f"A{at}"), Cell(text=a), Cell(text=b), Cell(text="", value=c))
        for at, (a, b, c) in enumerate(rows)
    ]
    path = tmp_path_factory.getbasetemp() / "law.csv"
    path.write_bytes(written(of_table(*made, columns=columns)))
    (raw,) = importers.open_place(str(path))
    got, _, broken = read(raw, 100)
    assert raw.header == ("Account id", "Account name", "=Comment", "Score")
    assert broken == []
    assert got == [
        [f"A{at}", a, b, "" if c is None else str(c)] for at, (a, b, c) in enumerate(rows)
    ]


def test_a_table_with_more_said_beside_it_is_not_all_there_is():
    report = of_table((Cell(text="a"),), columns=(Column(key="a", title="A"),))
    words = Line(blocks=(Paragraph(text="one"), Paragraph(text="two")))
    (section,) = report.sections
    more = msgspec.structs.replace(section, lines=(words, *section.lines))
    held = files(msgspec.structs.replace(report, sections=(more,)))
    assert list(held) == ["00 Report.csv", "01 Accounts.csv", "sources.csv"]


def test_a_cancelled_export_stops():
    class Stop(Exception):  # noqa: N818
        pass

    class Stopping:
        def step(self, done: int, total: int, text: str) -> None:
            raise Stop

    with pytest.raises(Stop):
        exporter.write(rich_report(), io.BytesIO(), Stopping())


def test_a_report_without_anything_is_written_too():
    bare = msgspec.structs.replace(rich_report(), sections=(), sources=())
    assert list(files(bare)) == ["00 Report.csv", "sources.csv"]
