"""Sheets read as people see them: titles, gaps, totals, kinds of values."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import spreadsheet
from healthdesk.core.importers.spreadsheet import cells, shape
from tests.core.importers.spreadsheet import books

CSVKIT = Path(__file__).resolve().parents[5] / "shared" / "data" / "csv" / "csvkit"
TWINS = (
    (
        ("test.xls", "testfixed_converted.csv", "testxls_converted.csv"),
        ("test.xlsx", "Sheet1", "testxlsx_converted.csv"),
        ("test_skip_lines.xls", "testfixed_converted.csv", "testxls_converted.csv"),
        ("test_skip_lines.xlsx", "Sheet1", "testxlsx_converted.csv"),
        ("sheets.xls", "ʤ", "testxls_unicode_converted.csv"),
        ("sheets.xlsx", "ʤ", "testxlsx_unicode_converted.csv"),
        ("dummy.xls", "Sheet1", "dummy.csv"),
        ("dummy.xlsx", "Sheet1", "dummy.csv"),
    )
    if CSVKIT.is_dir()
    else ()
)
"""Spreadsheets of other people, their sheet, and what it says as CSV, where they lie beside."""


def same(one: str) -> object:
    """A cell as what it means, so that 40 and 40.0, True and true, midnight and its day agree."""
    told = one.strip().lower().removesuffix("t00:00:00")
    try:
        return float(told)
    except ValueError:
        return told


@pytest.mark.parametrize(("file", "part", "twin"), TWINS)
def test_a_file_says_what_its_twin_says(file, part, twin):
    raw, _, rows = books.read(CSVKIT / file, part)
    with (CSVKIT / twin).open(encoding="utf-8", newline="") as stream:
        header, *wanted = list(csv.reader(stream))
    assert [name for name in raw.header if not name.startswith("column ")] == [
        name for name in header if name not in ("h", "_unnamed", "")
    ]
    assert [[same(one) for one in row] for row in rows] == [
        [same(one) for one in row] for row in wanted
    ]


def test_sheets_that_hold_nothing_and_hidden_ones_are_no_parts(tmp_path):
    path = tmp_path / "b.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    book.create_sheet("Data").append(["a", "b"])
    hidden = book.create_sheet("Lists")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.create_chartsheet("Chart")
    book.save(path)
    assert spreadsheet.parts(str(path), Reading()) == ("Data",)
    assert spreadsheet.parts(str(path), Reading(part="Lists")) == ("Data", "Lists")


def test_kinds_of_values_are_written_the_exchange_folders_way(tmp_path):
    path = tmp_path / "kinds.xlsx"
    values = [0.1 + 0.2, 40, 1.5, True, False, "00123", date(2024, 3, 5), None]
    moment = datetime.fromisoformat("2024-03-05T04:14:07")
    values += [moment, time(4, 14), timedelta(hours=30), -0.5, 1e-7]
    names = [f"c{number}" for number in range(len(values))]
    books.xlsx(path, {"S": [names, values]})
    _, lines, rows = books.read(path)
    assert lines == [2]
    assert rows[0] == [
        *("0.3", "40", "1.5", "true", "false", "00123", "2024-03-05", ""),
        *("2024-03-05T04:14:07", "04:14:00", "30:00:00", "-0.5", "0.0000001"),
    ]


def test_days_counted_from_1904_are_the_same_days(tmp_path):
    path = tmp_path / "mac.xlsx"
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["day", "n"])
    book.active.append([date(2024, 3, 5), 1])
    book.save(path)
    assert books.read(path)[2] == [["2024-03-05", "1"]]


def test_errors_stay_what_they_say_and_formulas_have_their_value(tmp_path):
    rows = (
        f'<row r="1">{books.text_cell("A1", "a")}{books.text_cell("B1", "b")}</row>'
        '<row r="2"><c r="A2" t="e"><f>NA()</f><v>#N/A</v></c>'
        '<c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c t="e" r="B3"><v>#DIV/0!</v></c></row>'
    )
    path = books.raw_xlsx(tmp_path / "e.xlsx", rows)
    assert books.read(path)[2] == [["#N/A", "2"], ["1", "#DIV/0!"]]


def test_titles_gaps_and_totals_are_left_out_and_told(tmp_path):
    path = tmp_path / "report.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "Tickets of the week"
    sheet.merge_cells("B2:E2")
    for row, values in (
        (4, ("Ticket", "Account", "Opened", "Hours")),
        (5, ("T1", "Acme", date(2024, 1, 2), 1)),
        (6, ("T2", "Blue", date(2024, 1, 3), 2)),
        (8, ("T3", "Cyan", date(2024, 1, 4), 4)),
        (9, ("Total", None, None, 7)),
        (11, ("Confidential", None, None, None)),
    ):
        for column, value in enumerate(values, 2):
            sheet.cell(row, column, value)
    book.save(path)
    raw, lines, rows = books.read(path)
    assert raw.header == ("Ticket", "Account", "Opened", "Hours")
    assert lines == [5, 6, 8]
    assert rows[2] == ["T3", "Cyan", "2024-01-04", "4"]
    assert raw.about == 3
    assert raw.notes == (
        "1 row before the header left out",
        "2 blank rows left out",
        "2 rows at the end left out: no records",
    )
    again = spreadsheet.open_part(str(path), raw.part, raw.reading)
    assert (again.header, again.reading) == (raw.header, raw.reading)


def test_what_a_person_decides_about_header_and_footer_holds(tmp_path):
    path = books.xlsx(tmp_path / "p.xlsx", {"S": [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]})
    raw, lines, rows = books.read(path, header=2, footer=1)
    assert (raw.header, lines, rows) == (("c", "d"), [3], [["e", "f"]])
    raw, lines, _ = books.read(path, header=0, footer=0)
    assert (raw.header, lines) == (("column 1", "column 2"), [1, 2, 3, 4])


def test_numbers_without_names_have_no_header(tmp_path):
    raw, lines, _ = books.read(books.xlsx(tmp_path / "n.xlsx", {"S": [[1, 2], [3, 4], [5, 6]]}))
    assert raw.header == ("column 1", "column 2")
    assert lines == [1, 2, 3]


def test_months_over_columns_are_a_header(tmp_path):
    months = [date(2024, 1, 1), date(2024, 2, 1)]
    rows = [["Account", *months], ["Acme", 5, 6], ["Blue", 7, 8]]
    raw, _, _ = books.read(books.xlsx(tmp_path / "m.xlsx", {"S": rows}))
    assert raw.header == ("Account", "2024-01-01", "2024-02-01")


def test_names_that_come_twice_differ(tmp_path):
    rows = [["Id", "Id", None, "Name\nof it"], ["1", "2", "3", "4"]]
    raw, _, _ = books.read(books.xlsx(tmp_path / "d.xlsx", {"S": rows}))
    assert raw.header == ("Id", "Id (2)", "column 3", "Name of it")


def test_an_open_document_sheet(tmp_path):
    cell = '<table:table-cell office:value-type="{0}" {1}><text:p>{2}</text:p></table:table-cell>'
    rows = (
        "<table:table-row>"
        + cell.format("string", "", "name")
        + cell.format("string", "", "day")
        + cell.format("string", "", "n")
        + '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        "<table:table-row>"
        + cell.format("string", "", "Ä")
        + cell.format("date", 'office:date-value="2024-03-05"', "5.3.24")
        + cell.format("float", 'office:value="1.5"', "1,5")
        + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    raw, _, found = books.read(books.ods(tmp_path / "o.ods", rows))
    assert raw.told == "ODS, sheet S"
    assert raw.header == ("name", "day", "n")
    assert found == [["Ä", "2024-03-05", "1.5"]]


def test_many_rows_come_in_pieces_of_the_size_asked_for(tmp_path):
    rows = [["id", "n"], *([f"r{n}", n] for n in range(5_000))]
    path = books.xlsx(tmp_path / "many.xlsx", {"S": rows})
    raw = spreadsheet.open_part(str(path), "S", Reading())
    pieces = list(spreadsheet.chunks(raw, 1_700))
    assert [len(piece.cells) for piece in pieces] == [1_700, 1_700, 1_600]
    assert [line for piece in pieces for line in piece.lines] == list(range(2, 5_002))
    assert pieces[-1].cells[-1] == ["r4999", "4999"]


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=300)
def test_a_number_keeps_the_fifteen_digits_a_spreadsheet_has(value):
    told = cells.text(value)
    assert "e" not in told or abs(value) > 1e15 or abs(value) < 1e-15
    assert float(told) == pytest.approx(value, rel=1e-14)


@given(
    st.lists(st.lists(st.sampled_from(("", "x", 1, 2.5)), max_size=6), max_size=12),
    st.one_of(st.none(), st.integers(0, 14)),
    st.one_of(st.none(), st.integers(0, 4)),
)
def test_a_shape_never_loses_count(rows, header, footer):
    numbered = list(enumerate(rows, 1))
    held = [number for number, row in numbered if shape.filled(row)]
    below = [number for number in held if header is None or number >= header]
    if not below:
        with pytest.raises(shape.Refusal, match="nothing"):
            shape.survey(iter(numbered), header, footer)
        return
    found = shape.survey(iter(numbered), header, footer)
    after = sum(number > found.header for number in held)
    assert found.rows == max(0, after - found.footer)
    assert len(found.names) == len(found.columns) == len(set(found.columns))
