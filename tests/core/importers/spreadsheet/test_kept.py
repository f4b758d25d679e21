"""Sheets kept after one reading: the same records, anew where the workbook changed."""

from __future__ import annotations

import os

import pytest

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.importers.spreadsheet import kept, process
from tests.core.importers.spreadsheet import books


@pytest.fixture
def asked(monkeypatch):
    """What reading processes were started for."""
    found: list[str] = []
    start = process._start

    def seen(arguments, words):
        found.append(arguments[0])
        return start(arguments, words)

    monkeypatch.setattr(process, "_start", seen)
    return found


def cells(raw):
    return [row for chunk in importers.chunks(raw, 2) for row in chunk.cells]


def test_one_process_reads_all_sheets_once(tmp_path, asked):
    rows = [["id", "n"], *([f"r{n}", n / 4] for n in range(5))]
    path = books.xlsx(tmp_path / "two.xlsx", {"A": rows, "B": [["name"], ["x"]]})
    first, second = importers.open_place(str(path))
    assert cells(first) == [["r0", "0"], ["r1", "0.25"], ["r2", "0.5"], ["r3", "0.75"], ["r4", "1"]]
    assert cells(first) == cells(first)
    assert cells(second) == [["x"]]
    assert asked == ["book"]


def test_a_changed_workbook_is_read_anew(tmp_path, asked):
    path = books.xlsx(tmp_path / "one.xlsx", {"A": [["id"], ["old"]]})
    (raw,) = importers.open_place(str(path))
    books.xlsx(path, {"A": [["id"], ["new"]]})
    os.utime(path, ns=(1, 1))
    assert cells(raw) == [["new"]]
    assert asked == ["book", "rows"]


def test_the_oldest_go_first_and_are_read_again(tmp_path, asked, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 1)
    paths = [books.xlsx(tmp_path / f"{n}.xlsx", {"A": [["id"], [f"r{n}"]]}) for n in range(2)]
    raws = [importers.open_place(str(path))[0] for path in paths]
    assert [cells(raw) for raw in raws] == [[["r0"]], [["r1"]]]
    assert asked == ["book", "book", "rows"]


def test_a_full_disk_only_costs_time(tmp_path, asked, monkeypatch):
    def full(shape):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "fresh", full)
    path = books.xlsx(tmp_path / "one.xlsx", {"A": [["id"], ["x"]]})
    (raw,) = importers.open_place(str(path))
    assert cells(raw) == [["x"]]
    assert asked == ["book", "shape", "rows"]


def test_a_workbook_that_is_gone_is_refused(tmp_path):
    path = books.xlsx(tmp_path / "one.xlsx", {"A": [["id"], ["x"]]})
    (raw,) = importers.open_place(str(path))
    path.unlink()
    with pytest.raises(BadImport, match=r"one\.xlsx"):
        cells(raw)
