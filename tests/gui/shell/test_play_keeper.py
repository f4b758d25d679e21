"""Playbooks go on when a desk opens and when facts change; what was taken back stays so."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.new_account import NewAccount
from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import accounts_new, playbooks, run_reading, runs
from healthdesk.gui.shell.play_keeper import PlayKeeper

NOTE = Playbook(
    "Note", steps=(Step("note", "notify", "Look at it", When(1)), Step("t", "task", "x"))
)


@pytest.fixture
def keeper(at_work, ui, desk_file):
    ui.desk.do(accounts_new.add, NewAccount("One", account_id="a"))
    ui.desk.do(playbooks.add, NOTE)
    ui.desk.do(playbooks.publish, "Note")
    made = PlayKeeper(ui, at_work)
    ui.desk_changed.emit()
    return made


def start(ui):
    (run,) = ui.desk.do(runs.start, "Note", ["a"])
    with_sql = "UPDATE run SET start_day = start_day - 5, seen_day = seen_day - 1"

    def earlier(tx):
        tx.connection().exec_driver_sql(with_sql)
        tx.connection().exec_driver_sql(
            "UPDATE run_step SET planned_day = planned_day - 5 WHERE state = 'planned'"
        )

    earlier.label = "Earlier"
    ui.desk.do(earlier)
    return run


def test_what_is_due_comes_up_after_a_rest_and_is_told(keeper, ui):
    told = []
    ui.noticed.connect(told.append)
    run = start(ui)
    keeper._later.timeout.emit()
    steps = ui.desk.read(run_reading.one, run, ui.today).steps
    assert steps[0].state == "done"
    assert (told[-1].text, told[-1].detail) == ("1 playbook step is due", "Look at it, One")
    assert ui.desk.undo_label == "Plays and playbook steps due"
    asked = []
    ui.run_requested.connect(lambda *run: asked.append(run))
    told[-1].run()
    assert (told[-1].action, asked) == ("Show", [(-1, "")])


def test_a_day_on_which_nothing_is_due_is_no_operation(keeper, ui):
    ui.desk.do(runs.start, "Note", ["a"])
    keeper._later.timeout.emit()
    assert ui.desk.undo_label == "Start playbook"


def test_what_was_taken_back_waits_for_new_facts(keeper, ui):
    keeper._later.stop()
    ui.changed.emit(Change("Undo Plays and playbook steps due", frozenset({Topic.FACTS})))
    assert not keeper._later.isActive()
    ui.changed.emit(Change("Import", frozenset({Topic.FACTS})))
    assert keeper._later.isActive()
    desk = ui.desk
    ui.set_desk(None)
    assert not keeper._later.isActive()
    keeper.look()
    desk.close()
