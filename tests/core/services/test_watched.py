"""Tests of a watched folder: what is new, what is changed, what is not finished yet."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.progress import NoProgress
from healthdesk.core.services.watched import QUIET, scan

NOW = 1_780_000_000.0


def put(folder: Path, name: str, body: str = "a,b\n1,2\n", ago: float = 60.0) -> Path:
    path = folder / name
    path.write_text(body, encoding="utf-8")
    os.utime(path, (NOW - ago, NOW - ago))
    return path


def look(folder: Path, known=None):
    return scan(folder, known or {}, NOW, NoProgress())


def test_new_and_changed_files_by_name(tmp_path):
    put(tmp_path, "b.csv")
    put(tmp_path, "a.csv")
    first = look(tmp_path)
    assert list(first.changed) == ["a.csv", "b.csv"]
    again = look(tmp_path, first.changed)
    assert (again.changed, again.touched, again.busy) == ({}, {}, ())
    put(tmp_path, "a.csv", "a,b\n1,3\n", ago=30)
    assert list(look(tmp_path, first.changed).changed) == ["a.csv"]


def test_another_time_alone_is_no_change(tmp_path):
    put(tmp_path, "a.csv")
    first = look(tmp_path)
    put(tmp_path, "a.csv", ago=20)
    found = look(tmp_path, first.changed)
    assert found.changed == {}
    assert found.touched["a.csv"].hash == first.changed["a.csv"].hash
    assert found.touched["a.csv"].time != first.changed["a.csv"].time


def test_another_content_of_the_same_size_is_a_change(tmp_path):
    put(tmp_path, "a.csv", "1,2\n")
    first = look(tmp_path)
    put(tmp_path, "a.csv", "1,3\n", ago=20)
    assert list(look(tmp_path, first.changed).changed) == ["a.csv"]


@pytest.mark.parametrize("ago", [0.0, QUIET - 0.1])
def test_a_file_that_changed_just_now_is_left(tmp_path, ago):
    put(tmp_path, "a.csv", ago=ago)
    found = look(tmp_path)
    assert (found.changed, found.busy) == ({}, ("a.csv",))


@pytest.mark.parametrize("ago", [QUIET, -500.0])
def test_a_file_at_rest_is_read_whatever_clock_wrote_it(tmp_path, ago):
    put(tmp_path, "a.csv", ago=ago)
    assert list(look(tmp_path).changed) == ["a.csv"]


@pytest.mark.parametrize(
    "name", [".hidden.csv", "~$sheet.xlsx", "big.csv.part", "big.CRDOWNLOAD", "x.tmp"]
)
def test_what_programs_leave_while_they_write_is_no_file(tmp_path, name):
    put(tmp_path, name)
    found = look(tmp_path)
    assert (found.changed, found.busy, found.names) == ({}, (), frozenset())


def test_empty_files_and_folders_are_not_read(tmp_path):
    put(tmp_path, "empty.csv", "")
    (tmp_path / "inner").mkdir()
    put(tmp_path / "inner", "deep.csv")
    found = look(tmp_path)
    assert (found.changed, found.busy) == ({}, ("empty.csv",))


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(DeskError, match=r"cannot be read.*nothing was imported"):
        look(tmp_path / "gone")
