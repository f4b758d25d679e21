"""Reports as files: whole or not there, named safely, one for each account of several."""

from __future__ import annotations

import zipfile

import pytest

from healthdesk.core.domain.errors import Cancelled, DeskError, DiskTrouble, NotFound, UsageError
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.services.reports import batch, building, kept, writing
from tests import make

NAMES = {"a0": "Velora/Optics", "a1": "velora_optics", "a2": "=cmd|' /C calc'!A0", "a3": "..\\con"}
OPTIONS = ReportOptions(kind="account_brief", own={"summary": "of a0"}, hide=("score",))


class Plain:
    SPEC = ExporterSpec("txt", "Text", "Words.", ".txt", "file")

    @staticmethod
    def write(report, out, progress):
        for at in range(2):
            progress.step(at, 2, "page")
            out.write(f"{report.subject} {at}\n".encode())
        return Written(2, out.tell())


class Stops:
    """Progress of somebody who stops it at a step."""

    def __init__(self, at):
        self.left = at

    def step(self, done, total, text):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setitem(writing.REPORTS, "txt", Plain)

    def made(tx, options, day):
        if options.account == "gone":
            raise NotFound("There is no such account.")
        return Report(kind="k", title="Brief", subject=NAMES[options.account], period="Q4", day=day)

    monkeypatch.setattr(building, "make", made)
    with make.desk(tmp_path) as opened:
        yield opened


def wish(place, *accounts):
    return batch.BatchWish(OPTIONS, accounts or tuple(NAMES), 20_000, "txt", place)


def names(folder):
    return sorted(one.name for one in folder.iterdir())


def test_each_account_has_a_file_of_its_own_whose_name_every_system_takes(desk, tmp_path):
    folder = tmp_path / "out"
    made = desk.read(batch.make, wish(folder, *NAMES, "gone"))
    assert sorted(made.names) == names(folder)
    assert len({one.casefold() for one in made.names}) == len(NAMES)
    assert all(not set(one) & set('<>:"/\\|?*') for one in made.names)
    assert (folder / made.names[0]).read_text() == "Velora/Optics 0\nVelora/Optics 1\n"
    assert made.left_out == (batch.LeftOut("gone", "There is no such account."),)
    again = desk.read(batch.make, wish(folder))
    assert not set(again.names) & set(made.names)  # nothing is written over


def test_the_same_reports_give_the_same_zip(desk, tmp_path):
    for name in ("one.zip", "two.zip"):
        desk.read(batch.make, wish(tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as found:
        assert found.testzip() is None
        assert len(found.namelist()) == len(NAMES)


@pytest.mark.parametrize("at", range(12))
def test_one_that_is_stopped_leaves_whole_files_and_no_zip(desk, tmp_path, at):
    with pytest.raises(Cancelled):
        desk.read(batch.make, wish(tmp_path / "x.zip"), progress=Stops(at))
    assert not (tmp_path / "x.zip").exists()
    folder = tmp_path / "out"
    with pytest.raises(Cancelled):
        desk.read(batch.make, wish(folder), progress=Stops(at))
    assert all(len(one.read_text().splitlines()) == 2 for one in folder.iterdir())
    assert not [one for one in names(tmp_path) if one.endswith(".part")]


def test_nothing_to_write_is_said(desk, tmp_path):
    for place in (tmp_path / "x.zip", tmp_path / "out"):
        with pytest.raises(UsageError, match="nothing was written"):
            desk.read(batch.make, wish(place, "gone"))
    assert not (tmp_path / "x.zip").exists()
    with pytest.raises(DeskError):
        desk.read(batch.make, wish(tmp_path / "no" / "such" / "x.zip"))


def test_each_account_gets_its_own_words_alone(desk):
    mine = ReportOptions(kind="account_brief", account="a1", own={"summary": "of a1"})
    desk.do(kept.keep, mine)
    other = desk.read(batch.of_account, OPTIONS, "a1")
    assert (other.own, other.hide, other.account) == ({"summary": "of a1"}, ("score",), "a1")
    assert desk.read(batch.of_account, OPTIONS, "a2").own == {}


def test_a_file_is_whole_or_as_it_was(desk, tmp_path):
    report = Report(kind="k", title="Brief", day=20_000)
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(Cancelled):
        writing.save(report, "txt", path, Stops(1))
    assert path.read_text() == "before"
    with pytest.raises(DiskTrouble, match="untouched"):
        writing.save(report, "txt", tmp_path / "no" / "a.txt")
    assert writing.save(report, "txt", path).size == path.stat().st_size
    assert not [one for one in names(tmp_path) if one.endswith(".part")]
