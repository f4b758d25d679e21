"""A call whose playbook offers a calendar file has it in its form; other tasks do not."""

from __future__ import annotations

import pytest
from icalendar import Calendar
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.services import imports, run_reading, runs, task_reading
from healthdesk.gui.panels.work.task_hands import TaskHands
from tests import folders, make
from tests.core.services.run_story import DAY, FACTS, go_to, publish

CALL = {"to": "champion", "guide": "How is it?"}
DOCUMENT = Playbook(
    "Meet",
    steps=(
        Step("invited", "call", "Meet them", options={**CALL, "invite": True, "minutes": 45}),
        Step("plain", "call", "Call them", options=CALL),
        Step("task", "task", "Do it"),
    ),
)


@pytest.fixture
def hands(ui, tmp_path, qtbot):
    desk = make.desk(tmp_path)
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, DOCUMENT)
    ui.clock = desk.clock
    ui.set_desk(desk, "UTC")
    owner = QWidget()
    qtbot.addWidget(owner)
    yield TaskHands(ui, owner)
    ui.set_desk(None)
    desk.close()


def task_of(ui, step):
    (run,) = [one.id for one in ui.desk.read(run_reading.runs, DAY)]
    steps = {one.id: one.task for one in ui.desk.read(run_reading.one, run, DAY).steps}
    return ui.desk.read(task_reading.one, steps[step], DAY)


def test_the_file_is_saved_with_the_person_when_it_is_ticked(ui, hands, dialogs, tmp_path):
    ui.desk.do(runs.start, "Meet", ["a"])

    def form(dialog):
        dialog.input("calendar").setChecked(True)
        dialog.input("title").setText("Meet them soon")
        return True

    def when(dialog):
        assert dialog.input("minutes").text() == "45"
        return True

    dialogs.answers = [form, when, tmp_path / "meet.ics"]
    hands.edit_task(task_of(ui, "invited"))
    (event,) = Calendar.from_ical((tmp_path / "meet.ics").read_bytes()).events
    assert str(event["SUMMARY"]) == "Meet them soon (Aldermoor)"
    assert str(event["ATTENDEE"]) == "mailto:ada@aldermoor.example"
    assert (event["DTEND"].dt - event["DTSTART"].dt).seconds == 45 * 60


def test_left_unticked_nothing_is_asked_further(ui, hands, dialogs, tmp_path):
    ui.desk.do(runs.start, "Meet", ["a"])
    dialogs.answers = [lambda dialog: dialog.input("calendar").isChecked() is False]
    hands.edit_task(task_of(ui, "invited"))
    assert not list(tmp_path.glob("*.ics"))


@pytest.mark.parametrize("step", ["plain", "task"])
def test_other_tasks_of_playbooks_have_the_usual_form(ui, hands, dialogs, step):
    ui.desk.do(runs.start, "Meet", ["a"])

    def form(dialog):
        with pytest.raises(KeyError):
            dialog.input("calendar")
        return False

    dialogs.answers = [form]
    hands.edit_task(task_of(ui, step))
    assert not dialogs.answers
