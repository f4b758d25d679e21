"""Headers, footers, ragged rows, quotes and line numbers of delimited text."""

from __future__ import annotations

import csv
import gzip

import pytest

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import COLUMN_LIMIT
from healthdesk.core.text import source
from tests.core.importers import raw as raw_files
from tests.core.importers.raw import read

REPORT = """\
Open tickets\r
Acme Inc., created 9 March 2026\r
\r
"Ticket","Account","Priority"\r
"1","TB Clinics, Inc.","P1"\r
"2","Zoë\r\n& Co","P2"\r
\r
"Total","2",""\r
Copyright (c) 2000-2026 a company. All rights reserved.\r
Confidential Information - Do Not Distribute\r
"""


def opened(tmp_path, content, name="export.csv", **reading):
    return raw_files.opened(tmp_path / name, content, **reading)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_report_with_title_footer_and_sum(tmp_path, size):
    raw = opened(tmp_path, REPORT)
    cells, lines, broken = read(raw, size)
    assert raw.header == ("Ticket", "Account", "Priority")
    assert cells == [["1", "TB Clinics, Inc.", "P1"], ["2", "Zoë\r\n& Co", "P2"]]
    assert (lines, broken) == ([5, 6], [])
    assert (raw.reading.header, raw.reading.footer) == (4, 4)
    assert raw.notes == (
        "2 lines before the header left out: “Open tickets”",
        "4 lines at the end left out: “Total 2”",
    )


@pytest.mark.parametrize(
    ("last", "footer"),
    [
        ("Total,,12", 1),
        ("Grand Total,,12", 1),
        ("\nReport created by me", 2),
        ("\n\nConfidential\n\nCopyright 2026\n", 6),
        ("Exported on 9 March by me", 1),
        ("4,Total Clinics,7", 0),
        ("Total,Energies,7", 0),
        ("4", 0),
        ("\n4,d,5", 0),
        ('4,"a text\n\nCopyright 2026",1', 0),
    ],
)
def test_what_is_a_footer_and_what_a_record(tmp_path, last, footer):
    raw = opened(tmp_path, "id,name,seats\n1,a,5\n2,b,6\n3,c,7\n" + last + "\n")
    assert raw.reading.footer == footer
    assert [row[0] for row in read(raw)[0]][:3] == ["1", "2", "3"]
    assert len(read(raw)[0]) == (3 if footer else 4)


def test_footnotes_without_a_blank_line_where_no_record_is_that_short(tmp_path):
    rows = "".join(f"{number},x,{number}\n" for number in range(30))
    raw = opened(tmp_path, "id,name,seats\n" + rows + "(p) subject to revision,,\n####,,\n")
    assert (raw.reading.footer, len(read(raw)[0])) == (2, 30)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("a,b\n1,2\n", ("a", "b")),
        ("1,2\n3,4\n", ("column 1", "column 2")),
        ("A-1,2026-01-01,5\nA-2,2026-01-02,6\n", ("column 1", "column 2", "column 3")),
        ("account,2024,2025,2026\nA-1,5,6,7\nA-2,8,9,10\n", ("account", "2024", "2025", "2026")),
        ("2023,2024,2025\n5,6,7\n8,9,10\n", ("2023", "2024", "2025")),
        ("Id,Id,,Id\n1,2,3,4\n", ("Id", "Id (2)", "column 3", "Id (3)")),
        ("Id,Id (2),Id\n1,2,3\n", ("Id", "Id (2)", "Id (3)")),
        ("a,b\n1,2,\n3,4,\n", ("a", "b", "column 3")),
        ("name,city\nTB,Berlin\nAX,Rome\n", ("name", "city")),
        ("sep=;\na;b\n1,5;2\n", ("a", "b")),
        ('"Opened\r\n on", b \n1,2\n', ("Opened on", "b")),
        ("day\n2026-01-01 10:30\n2026-01-02 11:30\n", ("day",)),
        ("full name\nJohn Doe\nJane Roe\n", ("full name",)),
        ("value;share\n1,5;2,5\n3,5;4,5\n", ("value", "share")),
        ("1,5;2,5;3,5\n3,5;4,5;9,5\n", ("column 1", "column 2", "column 3")),
    ],
)
def test_which_line_is_the_header_and_what_it_names(tmp_path, text, header):
    assert opened(tmp_path, text).header == header


def test_a_reading_says_otherwise(tmp_path):
    text = "a;b\n1;2\n3;4\n"
    assert opened(tmp_path, text, header=0).header == ("column 1", "column 2")
    assert read(opened(tmp_path, text, header=2))[0] == [["3", "4"]]
    noted = text + "5;\n"
    assert read(opened(tmp_path, noted, footer=1))[0] == [["1", "2"], ["3", "4"]]
    assert read(opened(tmp_path, noted, footer=0))[0][-1] == ["5", ""]
    assert opened(tmp_path, text, delimiter=",").header == ("a;b",)
    assert read(opened(tmp_path, '"a;b"\n"1;2"\n', quote="", delimiter=";"))[0] == [['"1', '2"']]
    assert read(opened(tmp_path, "n\nMünchen\n", encoding="cp850"))[0] == [["M├╝nchen"]]
    with pytest.raises(BadImport, match="there is no encoding “runes”"):
        opened(tmp_path, text, encoding="runes")


def test_ragged_rows(tmp_path):
    raw = opened(tmp_path, "a,b,c\n1\n1,2,3,\n1,2,3,4\n,,\n  \n5,6,7\n")
    assert read(raw) == (
        [["1", "", ""], ["1", "2", "3"], ["5", "6", "7"]],
        [2, 3, 7],
        [(4, "the row has 4 cells, the header has 3")],
    )
    assert raw.notes == (
        "1 row without the last cells: read as empty",
        "1 row with more cells than the header: rejected",
    )


@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_quote_that_never_closes_loses_its_line_only(tmp_path, size):
    raw = opened(tmp_path, 'a,b\n"1","2"\n3,"4\n5,6\n7,8\n')
    cells, lines, broken = read(raw, size)
    assert (cells, lines) == ([["1", "2"], ["5", "6"], ["7", "8"]], [2, 4, 5])
    assert broken == [(3, "opens a quote that never closes")]


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ('a,b\n1,"say ""hi"", ok"\n', ["1", 'say "hi", ok']),
        ('a,b\n1,"say \\"hi\\", ok"\n', ["1", 'say "hi", ok']),
        ('a,b\n1,"C:\\\\dir, \\"x\\""\n', ["1", 'C:\\dir, "x"']),
        ("a,b\n1,'it, too'\n2,'x'\n", ["1", "it, too"]),
        ('a\tb\n1\t5" pipe\n2\t"\n', ["1", '5" pipe']),
        ('a,b\n1,C:\\dir\\\n2,"x, y"\n', ["1", "C:\\dir\\"]),
        ("a,b\r1,NEL\u0085in\u2028side\r", ["1", "NEL\u0085in\u2028side"]),
        ("a^b^c\n1^2^3\n4^5^6\n", ["1", "2", "3"]),
        (' a  b\n 1  "x y"\n 2  z\n', ["1", '"x']),
        ("a,b\n1,\0z\0\n", ["1", "z"]),
    ],
)
def test_quotes_and_signs(tmp_path, text, record):
    if record[1] == '"x':
        raw = opened(tmp_path, text, delimiter=" ", quote='"')
        assert read(raw)[0][0] == ["1", "x y"]
        return
    assert read(opened(tmp_path, text))[0][0] == record


def test_a_cell_longer_than_the_limit_is_rejected_alone(tmp_path):
    long = "x" * (csv.field_size_limit() + 1)
    cells, _, broken = read(opened(tmp_path, f"a,b\n1,{long}\n2,3\n"))
    assert (cells, len(broken), broken[0][0]) == ([["2", "3"]], 1, 2)


def test_too_long_lines_and_too_many_columns_are_refused(tmp_path, monkeypatch):
    with pytest.raises(BadImport, match="columns, more than"):
        opened(tmp_path, ",".join("c" * (COLUMN_LIMIT + 1)) + "\n" + "," * COLUMN_LIMIT + "\n")
    monkeypatch.setattr(source, "LINE_LIMIT", 1 << 20)
    with pytest.raises(BadImport, match="a line of more than 1 MB, line 3"):
        opened(tmp_path, b"a,b\n1,2\n" + b"x" * (3 << 20))


def test_packed_files_that_are_damaged_or_absurd(tmp_path, monkeypatch):
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 99_999)
    with pytest.raises(BadImport, match="is damaged"):
        opened(tmp_path, packed[:-20], "export.csv.gz")
    monkeypatch.setattr(source, "SIZE_FREE", 1 << 17)
    monkeypatch.setattr(source, "SIZE_FOLD", 100)
    with pytest.raises(BadImport, match="unpacks to more than"):
        opened(tmp_path, packed, "export.csv.gz")


def test_western_letters_and_damaged_ones_are_told(tmp_path):
    raw = opened(tmp_path, "n,m\nMüller,5 €\n".encode("cp1252"))
    assert read(raw)[0] == [["Müller", "5 €"]]
    assert raw.notes[0].startswith("It is not UTF-8: read as Windows-1252")
    raw = opened(tmp_path, b"n,m\n" + "Müller,1\n".encode() * 99 + b"M\xfcller,2\n")
    assert raw.told == "UTF-8, comma"
    assert raw.notes == ("1 bytes are no letters and are shown as \ufffd",)
    assert read(raw)[0][-1] == ["M\ufffdller", "2"]
    assert opened(tmp_path, b"n,m\n\x81,\xfc\n").told == "Latin-1, comma"


def test_the_encoding_is_proven_by_the_whole_file(tmp_path):
    late = b"n,m\n" + b"plain,1\n" * 400_000 + "Müller,2\n".encode("cp1252")
    raw = opened(tmp_path, late)
    assert raw.told.startswith("Windows-1252")
    assert (raw.about, read(raw)[0][-1]) == (400_001, ["Müller", "2"])


def test_a_footer_of_last_week_takes_no_records_of_this_one(tmp_path):
    raw = opened(tmp_path, REPORT)
    again = opened(tmp_path, REPORT, header=4, footer=raw.reading.footer)
    assert again.reading == raw.reading
    short = REPORT.partition('\r\n\r\n"Total"')[0].replace("\r\n& Co", "") + '\r\n"3","c","P3"\r\n'
    assert len(read(opened(tmp_path, short, header=4, footer=2))[0]) == 3


def test_escapes_that_come_late(tmp_path):
    rows = [f'{number},"plain, {number}"' for number in range(20_000)]
    rows[-3] = '19997,"say \\"hi\\", ok"'
    raw = opened(tmp_path, "\n".join(["id,text", *rows]) + "\n")
    cells, _, broken = read(raw)
    assert (cells[-3], broken) == (["19997", 'say "hi", ok'], [])
    assert opened(tmp_path, "\n".join(["id,text", *rows[:-3]]) + "\n").told == "UTF-8, comma"
