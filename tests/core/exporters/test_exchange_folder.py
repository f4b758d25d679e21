from __future__ import annotations

import csv
import errno
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import DeskError, DiskTrouble
from healthdesk.core.domain.exchange import README
from healthdesk.core.exporters import CATALOGUE, exchange_folder
from healthdesk.core.exporters.exchange_folder import MARK, Sheet, quoted, write

SHEETS = (Sheet("accounts", ("account_id", "name"), [("a", "One"), ("b", 'T"wo')]),)


def test_the_catalogue_names_each_format_by_its_file():
    assert CATALOGUE[0] is exchange_folder
    for module in CATALOGUE:
        assert module.__name__.rpartition(".")[2] == module.SPEC.key


def test_a_folder_is_written_with_its_documents(tmp_path):
    assert write(tmp_path / "out", SHEETS, {"segments.json": [{"name": "Ä"}]}) == {"accounts": 2}
    files = {child.name: child.read_bytes() for child in (tmp_path / "out").iterdir()}
    assert files["accounts.csv"] == b'account_id,name\r\na,One\r\nb,"T""wo"\r\n'
    assert files["segments.json"].decode() == '[\n  {\n    "name": "Ä"\n  }\n]\n'
    assert set(files) == {"accounts.csv", "segments.json", MARK, README}
    assert b"healthdesk import" in files[README]
    assert [child.name for child in tmp_path.iterdir()] == ["out"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), min_size=2))
def test_every_text_comes_back_as_it_was(cells):
    line = ",".join(map(quoted, cells)) + "\r\n"
    assert list(csv.reader(StringIO(line, newline=""), strict=True)) == [cells]


def test_an_earlier_export_is_replaced_whole(tmp_path):
    write(tmp_path / "out", SHEETS, {"segments.json": []})
    write(tmp_path / "out", SHEETS, {})
    there = {child.name for child in (tmp_path / "out").iterdir()}
    assert there == {MARK, README, "accounts.csv"}


@pytest.mark.parametrize(
    "names", [["notes.txt"], ["accounts.csv"], [MARK, "accounts.csv", "mine.txt"]]
)
def test_a_folder_that_is_no_earlier_export_is_left_as_it_is(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text("mine")
    with pytest.raises(DeskError, match="no earlier export"):
        write(tmp_path, SHEETS, {})
    assert {child.name: child.read_text() for child in tmp_path.iterdir()} == dict.fromkeys(
        names, "mine"
    )


def test_a_file_in_the_folders_place_is_left_as_it_is(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(DeskError, match="is a file"):
        write(tmp_path / "out", SHEETS, {})


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "out").mkdir()
    assert write(tmp_path / "out", SHEETS, {}) == {"accounts": 2}


def test_a_full_disk_leaves_the_earlier_export(tmp_path, monkeypatch):
    write(tmp_path / "out", SHEETS, {})
    before = (tmp_path / "out" / "accounts.csv").read_bytes()

    def full(_number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(exchange_folder.os, "fsync", full)
    with pytest.raises(DiskTrouble, match="untouched"):
        write(tmp_path / "out", [Sheet("accounts", ("account_id",), [])], {})
    assert (tmp_path / "out" / "accounts.csv").read_bytes() == before
    assert [child.name for child in tmp_path.iterdir()] == ["out"]
