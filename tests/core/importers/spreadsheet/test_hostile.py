"""Spreadsheets made to do harm: always a sentence that names the file (S-03, R-22)."""

from __future__ import annotations

import os
import subprocess
import zipfile

import pytest

import healthdesk.__main__ as program
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import open_place, spreadsheet
from healthdesk.core.importers.spreadsheet import child, package, process
from healthdesk.core.importers.spreadsheet.refusal import Refusal
from tests.core.importers.spreadsheet import books

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = f'<row r="1">{books.text_cell("A1", "id")}{books.text_cell("B1", "n")}</row>'
ROW = f'<row r="2">{books.text_cell("A2", "x")}<c r="B2"><v>1</v></c></row>'
ONE = (
    '<table:table-cell office:value-type="float" office:value="1" '
    'table:number-columns-repeated="{}"/>'
)
AGAIN = 'table:number-rows-repeated="1000000000"'
XML_2003 = b'<Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"/>'


def refused(path) -> str:
    """The sentence with which a file is refused; nothing else may come of it."""
    with pytest.raises(BadImport) as told:
        books.read(path)
    assert path.name in told.value.sentence
    assert "nothing was imported" in told.value.sentence
    return str(told.value)


def laughs() -> str:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE z [<!ENTITY l0 "lol">{levels}]>'


def lying(path, tmp_path):
    """The same package with a smaller size in its directory than its sheet has."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as opened:
        info = opened.getinfo("xl/worksheets/sheet1.xml")
    told = info.file_size.to_bytes(4, "little")
    for at in range(len(data) - 4):
        if data[at : at + 4] == told:
            data[at : at + 4] = (10).to_bytes(4, "little")
    out = tmp_path / "lying.xlsx"
    out.write_bytes(data)
    return out


def rows_of(kind) -> str:
    """The sheet of each kind of harm that is in a sheet."""
    if kind == "long cell":
        return f"<row>{books.text_cell('A1', 'a' * 30_000_000)}</row>"
    if kind == "wide":
        cells = "".join(f"<c><v>{n}</v></c>" for n in range(2_100))
        return f'<row r="1">{cells}</row>'
    return {"many rows": HEADER + ROW * 300_000, "nested": ""}.get(kind, HEADER + ROW)


def bytes_of(kind, good) -> bytes:
    """The file of each kind that is no package at all."""
    return {
        "empty": b"",
        "noise": bytes(range(256)) * 20,
        "cut": good[:600],
        "zip head": b"PK\x03\x04" + b"\0" * 400,
        "locked": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
        "old noise": OLE + b"\xff" * 4_000,
    }[kind]


def made(kind, tmp_path):
    """A file of each kind of harm."""
    path = tmp_path / f"{kind.replace(' ', '-')}.xlsx"
    good = books.raw_xlsx(tmp_path / "good.xlsx", HEADER + ROW)
    if kind == "lying":
        return lying(good, tmp_path)
    if kind in ("empty", "noise", "cut", "zip head", "locked", "old noise"):
        path.write_bytes(bytes_of(kind, good.read_bytes()))
        return path
    more = {
        "many parts": {f"x/{n}.xml": b"" for n in range(2_000)},
        "nested": {"xl/inner.xlsx": good.read_bytes()},
    }.get(kind)
    doctype = {
        "laughs": laughs(),
        "outside entity": '<!DOCTYPE z [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    }.get(kind, "")
    return books.raw_xlsx(path, rows_of(kind), doctype=doctype, more=more)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("laughs", "definitions that no spreadsheet needs"),
        ("outside entity", "definitions that no spreadsheet needs"),
        ("long cell", "200 times as large"),
        ("many rows", "200 times as large"),
        ("many parts", "more than 2,000 parts"),
        ("lying", "damaged"),
        ("wide", "more than 2,000 columns"),
        ("nested", "no sheet with anything in it"),
        ("empty", "empty (0 bytes)"),
        ("noise", "damaged"),
        ("cut", "damaged"),
        ("zip head", "damaged"),
        ("locked", "password"),
        ("old noise", "damaged"),
    ],
)
def test_a_file_made_to_do_harm_is_refused_in_words(kind, words, tmp_path):
    assert words in refused(made(kind, tmp_path))


def test_every_cut_of_a_file_is_refused_or_read(tmp_path):
    whole = books.raw_xlsx(tmp_path / "whole.xlsx", HEADER + ROW).read_bytes()
    path = tmp_path / "cut.xlsx"
    for end in range(0, len(whole), len(whole) // 12):
        path.write_bytes(whole[:end])
        refused(path)


def test_cells_far_apart_are_read_without_the_room_between(tmp_path):
    far = f'<row r="1048576">{books.text_cell("XFD1048576", "z")}</row>'
    path = books.raw_xlsx(tmp_path / "far.xlsx", HEADER + ROW + far)
    raw, lines, cells = books.read(path, header=1, footer=0)
    assert raw.header == ("id", "n", "column 16384")
    assert lines == [2, 1_048_576]
    assert cells == [["x", "1", ""], ["", "", "z"]]


@pytest.mark.parametrize(
    "rows",
    [
        f"<table:table-row {AGAIN}>{ONE.format(16384)}</table:table-row>",
        f"<table:table-row>{ONE.format(4_000_000_000)}</table:table-row>",
    ],
    ids=("rows", "columns"),
)
def test_a_cell_repeated_without_end_takes_down_only_its_reader(rows, tmp_path, monkeypatch):
    monkeypatch.setenv(child.PARTLY, str(1 << 30))
    refused(books.ods(tmp_path / "again.ods", rows))


def test_a_reader_without_memory_is_told(tmp_path, monkeypatch):
    rows = [["id", "n"], *([f"row {n}", n] for n in range(20_000))]
    path = books.xlsx(tmp_path / "big.xlsx", {"S": rows})
    monkeypatch.setenv(child.PARTLY, str(60 << 20))
    refused(path)


def test_a_package_is_counted_while_it_is_unpacked(tmp_path, monkeypatch):
    path = books.raw_xlsx(tmp_path / "some.xlsx", HEADER + ROW * 1_000)
    monkeypatch.setattr(package, "UNPACKED", 10_000)
    with pytest.raises(Refusal, match="large"):
        package.look(path)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "web page"),
        ("old.xls", XML_2003, "spreadsheet of 2003"),
    ],
)
def test_other_things_under_the_name_of_a_spreadsheet_are_told(name, data, words, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadImport, match=words):
        open_place(str(path))


def test_text_under_the_name_of_a_spreadsheet_goes_to_its_reader(tmp_path):
    path = tmp_path / "export.xls"
    path.write_bytes(b"id\tname\n1\tAcme\n2\tBlue\n3\tCyan\n")
    assert open_place(str(path))[0].reading.format == "delimited"


def test_a_reader_that_is_killed_is_told_with_the_files_name(tmp_path, monkeypatch):
    path = books.raw_xlsx(tmp_path / "killed.xlsx", HEADER + ROW)
    start = process._start

    def killed(arguments, words):
        running = start(arguments, words)
        running.kill()
        return running

    monkeypatch.setattr(process, "_start", killed)
    assert "made the reader of spreadsheets stop" in refused(path)


def test_a_reader_that_says_nothing_is_ended(tmp_path, monkeypatch):
    quiet = [process.sys.executable, "-c", "import time; time.sleep(600)"]
    monkeypatch.setattr(process, "command", lambda: quiet)
    with pytest.raises(BadImport, match=r"q\.xlsx took longer"):
        process.first("q.xlsx", "sheets", deadline=0.1)


def test_closing_the_records_ends_the_reader(tmp_path, monkeypatch):
    rows = [["id", "n"], *([f"row {n}", n] for n in range(9_000))]
    path = books.xlsx(tmp_path / "long.xlsx", {"S": rows})
    raw = spreadsheet.open_part(str(path), "S", Reading())
    running: list[subprocess.Popen[bytes]] = []
    start = process._start

    def seen(arguments, words):
        running.append(start(arguments, words))
        return running[-1]

    monkeypatch.setattr(process, "_start", seen)
    records = spreadsheet.chunks(raw, 1_000)
    assert len(next(records).cells) == 1_000
    assert running[0].poll() is None
    records.close()
    assert running[0].poll() is not None


def test_the_frozen_program_is_its_own_reader(tmp_path, monkeypatch):
    assert program.READ_SPREADSHEET == process.FROZEN
    monkeypatch.setattr(process.sys, "frozen", True, raising=False)
    assert process.command() == [process.sys.executable, process.FROZEN]
    monkeypatch.undo()
    path = books.raw_xlsx(tmp_path / "f.xlsx", HEADER + ROW)
    as_frozen = [process.sys.executable, "-m", "healthdesk", process.FROZEN]
    monkeypatch.setattr(process, "command", lambda: as_frozen)
    assert books.read(path)[2] == [["x", "1"]]


def test_the_reader_works_from_any_folder(tmp_path, monkeypatch):
    path = books.raw_xlsx(tmp_path / "f.xlsx", HEADER + ROW)
    monkeypatch.chdir(os.sep)
    assert books.read(path)[2] == [["x", "1"]]
