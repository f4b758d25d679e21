"""New desks, their settings, and what the top bar says about their data."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.services import desks, imports, profiles, segments, settings
from healthdesk.core.services.settings import DeskSettings
from tests import make

DAY = to_day(date(2026, 3, 14))


def test_a_new_desk_is_furnished_and_has_nothing_to_undo(furnished):
    desk = furnished("Northern desk")
    assert desk.read(settings.read) == DeskSettings(
        name="Northern desk", zone="UTC", currency="EUR"
    )
    assert len(desk.read(profiles.published)) == 1
    assert len(desk.read(segments.names)) == len(segments.STARTERS)
    assert desk.undo_label is None
    assert desk.check() == []


def test_a_name_that_is_no_text_is_told_as_far_as_it_is(desk):
    desk.do(op("Furnish")(lambda tx: desks.furnish(tx, "north\udcff")))
    assert desk.read(settings.read).name == "north?"


def test_a_desk_that_cannot_be_furnished_is_not_there(furnished, monkeypatch, tmp_path):
    def fail(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(desks.segments, "create_starters", fail)
    with pytest.raises(RuntimeError):
        furnished("broken")
    assert list(tmp_path.iterdir()) == []


def test_settings_are_checked_before_they_are_kept(furnished):
    desk = furnished()
    for wrong in (
        DeskSettings(zone="Mars/Base"),
        DeskSettings(currency="euro"),
        DeskSettings(name="x" * 201),
    ):
        with pytest.raises(UsageError):
            desk.do(settings.change, wrong)
    desk.do(settings.change, DeskSettings(name="Mine", zone="Asia/Tokyo"))
    assert desk.read(settings.read).name == "Mine"
    assert desk.undo() == "Change settings"
    assert desk.read(settings.read).name == "new"


def test_a_setting_that_no_longer_reads_falls_back(desk):
    @op("Break")
    def spoil(tx):
        make.setting(tx, "currency", '"not money"')
        make.setting(tx, "zone", "{")
        make.setting(tx, "name", '"Kept"')

    desk.do(spoil)
    assert desk.read(settings.read) == DeskSettings(name="Kept")


def test_today_is_the_desks_day(furnished):
    late = Clock(instant=datetime(2026, 3, 14, 20, 0, tzinfo=UTC))
    desk = furnished(clock=late)
    assert desk.read(settings.today) == DAY
    desk.do(settings.change, DeskSettings(zone="Asia/Tokyo"))
    assert desk.read(settings.today) == DAY + 1


def test_the_summary_of_an_empty_desk(furnished):
    found = furnished().read(desks.desk_summary, DAY)
    assert (found.name, found.accounts, found.newest_day, found.late) == ("new", 0, None, ())


def test_the_summary_names_sources_that_went_quiet(furnished, tmp_path):
    desk = furnished()
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id,name\na,A\n")
    days = [date.fromordinal(date(2026, 2, 1).toordinal() + at) for at in range(30)]
    usage = "".join(f"a,logins,{day},1\n" for day in days)
    (folder / "usage.csv").write_text(f"account_id,metric,day,value\n{usage}")
    weekly = "".join(f"t{day},a,call,{day}\n" for day in days if day.day % 4 == 0)
    (folder / "touchpoints.csv").write_text(f"touchpoint_id,account_id,kind,day\n{weekly}")
    desk.do(imports.run, [folder])
    newest = to_day(days[-1])
    found = desk.read(desks.desk_summary, newest + 2)
    assert (found.accounts, found.newest_day, found.late) == (1, newest, ())
    found = desk.read(desks.desk_summary, newest + 3)
    assert found.late == ("Usage: no data since 2 Mar, 3 days",)
    assert desk.read(desks.desk_summary, newest - 10).newest_day == newest - 10
