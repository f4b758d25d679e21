"""Files with an account: their bytes come back exactly, hostile names do not, undo is exact."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import DeskError, NotFound, UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.kept_file import LIMIT, FileBytes, can_run, safe_name
from healthdesk.core.domain.op import op
from healthdesk.core.services import files, timeline
from tests import make

TODAY = to_day(make.NOW.date())


@pytest.fixture
def full(desk):
    desk.do(accounts)
    return desk


@op("Accounts")
def accounts(tx):
    make.account(tx, "a0")
    make.account(tx, "a1")


def file(folder, name, content=b"x"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_bytes_come_back_and_undo_is_exact(full, tmp_path):
    before = make.dump(full)
    content = bytes(range(256)) * 10
    (row,) = full.do(files.add, "a0", [file(tmp_path, "plan.pdf", content)], "The plan")
    (told,) = full.read(files.listed, "a0", TODAY)
    assert (told.name, told.note, told.day, told.size) == ("plan.pdf", "The plan", TODAY, 2560)
    assert full.read(files.content, row) == FileBytes("plan.pdf", content)
    assert full.read(files.listed, "a0", TODAY - 1) == ()
    assert full.read(files.listed, "a1", TODAY) == ()
    kept = make.dump(full)
    full.do(files.remove, row)
    full.undo()
    assert make.dump(full) == kept
    full.undo()
    assert make.dump(full) == before


def test_a_file_is_part_of_the_story(full, tmp_path):
    full.do(files.add, "a0", [file(tmp_path, "plan.pdf", b"x" * 3_400)])
    titles = [one.title for one in full.read(timeline.read, "a0", TODAY).entries]
    assert "File added: plan.pdf, 3.4 kB" in titles


def test_what_is_too_large_is_told_and_nothing_is_kept(full, tmp_path):
    before = make.dump(full)
    large = tmp_path / "film.mp4"
    with large.open("wb") as out:
        out.truncate(LIMIT + 1)
    with pytest.raises(UsageError, match=r"film\.mp4 has 25 MB; .* nothing was kept"):
        full.do(files.add, "a0", [file(tmp_path, "small.txt"), large])
    for gone in (tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(UsageError, match="nothing was kept"):
            full.do(files.add, "a0", [gone])
    with pytest.raises(NotFound):
        full.do(files.add, "nobody", [file(tmp_path, "small.txt")])
    assert make.dump(full) == before


def test_notes_and_what_matters(full, tmp_path):
    (row,) = full.do(files.add, "a0", [file(tmp_path, "plan.pdf")])
    before = make.dump(full)
    full.do(files.set_note, row, " Signed ")
    assert full.read(files.listed, "a0", TODAY)[0].note == "Signed"
    full.do(files.set_matters, "a0", "No calls before 10.")
    full.do(files.set_matters, "a0", "No calls before 11.")
    assert full.read(files.matters, "a0") == "No calls before 11."
    assert full.read(files.matters, "a1") == ""
    for _ in range(3):
        full.undo()
    assert make.dump(full) == before
    with pytest.raises(UsageError, match="too long"):
        full.do(files.set_matters, "a0", "x" * 20_001)
    for act in (lambda: full.do(files.remove, 99), lambda: full.do(files.set_note, 99, "x")):
        with pytest.raises(NotFound):
            act()


def test_copies_do_not_overwrite_each_other_and_saving_does(tmp_path):
    one, two = FileBytes("a.txt", b"1"), FileBytes("a.txt", b"2")
    assert files.write_copy(one, tmp_path).name == "a.txt"
    assert files.write_copy(two, tmp_path).name == "a (2).txt"
    assert files.write(two, tmp_path / "a.txt").read_bytes() == b"2"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a (2).txt", "a.txt"]
    with pytest.raises(DeskError, match="could not be written"):
        files.write(one, tmp_path / "no" / "a.txt")


@pytest.mark.parametrize(
    ("name", "content", "runs"),
    [
        ("offer.pdf", b"%PDF", False),
        ("offer.pdf.exe", b"", True),
        ("offer.EXE. ", b"", True),
        ("notes.txt", b"MZ\x90", True),
        ("notes", b"#!/bin/sh", True),
        ("table.xlsm", b"PK", True),
    ],
)
def test_what_could_run_is_known(name, content, runs):
    assert FileBytes(name, content).runs is runs


@given(st.text(max_size=200))
def test_names_are_safe_whatever_they_were(name):
    told = safe_name(name)
    assert told
    assert len(told) <= 122
    assert told == safe_name(told)
    assert not set(told) & set('/\\:*?"<>|\0\n\u202e\u200f')
    assert told.strip(". ") == told


def test_a_name_that_hides_its_ending_shows_it():
    assert safe_name("invoice\u202egpj.exe") == "invoicegpj.exe"
    assert can_run(safe_name("invoice\u202egpj.exe"))
