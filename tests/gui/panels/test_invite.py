"""A task's calendar file: the form's checks, what lands in the file."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import tasks
from healthdesk.gui.panels.invite import save_invitation
from tests import make

TODAY = to_day(make.NOW.date())


@op("Fill")
def fill(tx):
    row = make.account(tx, "a1", name="Aldermoor")
    make.contact(tx, row, "c1", name="Dana", email="dana@one.example")
    return tasks.add(tx, TaskDraft("Call: renewal?", "a1", TODAY + 1, contact_id="c1"))


@pytest.fixture
def task(ui, tmp_path):
    ui.clock = Clock(instant=make.NOW)
    desk = make.desk(tmp_path)
    row = desk.do(fill)
    ui.set_desk(desk, "UTC")
    yield desk.read(tasks.one, row, TODAY)
    ui.set_desk(None)
    desk.close()


def test_the_form_asks_when_and_whom_and_the_file_says_it(ui, dialogs, task, tmp_path):
    def write(form):
        form.input("at").setText("25:00")
        form.input("minutes").setText("3")
        assert set(form.find_wrongs()) == {"at", "minutes"}
        form.input("at").setText("14:30")
        form.input("minutes").setText("45")
        return True

    dialogs.answers = [write, tmp_path / "call.ics"]
    save_invitation(ui, task)
    (event,) = Calendar.from_ical((tmp_path / "call.ics").read_bytes()).events
    assert str(event["SUMMARY"]) == "Call: renewal? (Aldermoor)"
    assert event["DTSTART"].dt.hour * 60 + event["DTSTART"].dt.minute == 14 * 60 + 30
    assert (event["DTEND"].dt - event["DTSTART"].dt).seconds == 45 * 60
    assert str(event["ATTENDEE"]) == "mailto:dana@one.example"


def test_without_a_time_it_takes_the_day_and_nobody_need_be_asked(ui, dialogs, task, tmp_path):
    def write(form):
        form.input("at").setText("")
        form.input("invite").setChecked(False)
        return True

    dialogs.answers = [write, tmp_path / "call.ics"]
    save_invitation(ui, task)
    told = (tmp_path / "call.ics").read_bytes()
    (event,) = Calendar.from_ical(told).events
    assert event["DTSTART"].dt.isoformat() == "2026-03-15"
    assert b"ATTENDEE" not in told


def test_going_back_writes_nothing(ui, dialogs, task, tmp_path):
    dialogs.answers = [False]
    save_invitation(ui, task)
    assert not list(tmp_path.glob("*.ics"))
