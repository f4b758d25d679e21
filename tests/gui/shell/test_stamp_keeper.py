"""Milestones are stamped when a desk opens and when facts change; what was taken back stays so."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.new_account import NewAccount
from healthdesk.core.domain.stamp import StampPlan
from healthdesk.core.services import accounts_new, imports, milestones
from healthdesk.gui.shell import stamp_keeper
from healthdesk.gui.shell.stamp_keeper import StampKeeper
from tests import folders


@pytest.fixture
def keeper(at_work, ui, desk_file):
    ui.desk.do(milestones.set_template, [StampPlan(name="First value", after=9, metric="reports")])
    for key in ("a", "b"):
        ui.desk.do(accounts_new.add, NewAccount(key.upper(), account_id=key))
    made = StampKeeper(ui, at_work)
    ui.desk_changed.emit()
    return made


def bring(ui, folder, *accounts):
    """Two days of usage, the second with a report; returns the batch."""
    rows = "".join(
        f"{one},{to_date(ui.today - back)},reports,{value}\n"
        for one in accounts
        for back, value in ((5, 0), (4, 3))
    )
    text = {
        "metrics": "metric,name,unit,fill,feature\nreports,Reports,reports,zero,true\n",
        "usage": f"account_id,day,metric,value\n{rows}",
    }
    return ui.desk.do(imports.run, [folders.write(folder, text)]).batch


def test_what_usage_shows_is_stamped_told_and_taken_away_with_it(keeper, ui, tmp_path):
    told, opened = [], []
    ui.noticed.connect(told.append)
    ui.account_requested.connect(opened.append)
    batch = bring(ui, tmp_path / "one", "a")
    assert keeper._later.isActive()
    keeper._later.timeout.emit()
    day = ui.words.near_day(ui.today - 4, ui.today)
    assert (told[-1].text, told[-1].detail) == (
        "1 milestone stamped by usage",
        f"A: First value, {day}",
    )
    assert ui.desk.undo_label == "Stamp milestones by usage"
    told[-1].run()
    assert opened
    ui.desk.do(imports.take_back, batch)
    assert keeper._later.isActive()  # it is no undo: the facts are others
    keeper._later.timeout.emit()
    assert told[-1].text.startswith("1 milestone no longer shown by usage")
    (stamp,) = [one for one in ui.desk.read(milestones.of_account, "a", ui.today) if one.due]
    assert stamp.done_on is None
    bring(ui, tmp_path / "two", "a", "b")
    keeper._later.timeout.emit()
    assert (told[-1].text, told[-1].action) == ("2 milestones stamped by usage", "")


def test_nothing_to_stamp_is_no_operation(keeper, ui):
    before = ui.desk.undo_label
    keeper._later.timeout.emit()
    assert ui.desk.undo_label == before


def test_what_was_taken_back_waits_for_new_facts(keeper, ui):
    assert imports.take_back.label == stamp_keeper._NEW_FACTS
    keeper._later.stop()
    for label in ("Undo Stamp milestones by usage", "Redo Import"):
        ui.changed.emit(Change(label, frozenset({Topic.FACTS})))
    ui.changed.emit(Change("Stamp", frozenset({Topic.FACTS}), stamp_keeper.ORIGIN))
    ui.changed.emit(Change("Task", frozenset({Topic.WORK})))
    assert not keeper._later.isActive()
    ui.changed.emit(Change("Import", frozenset({Topic.FACTS})))
    assert keeper._later.isActive()
    desk = ui.desk
    ui.set_desk(None)
    assert not keeper._later.isActive()
    keeper.look()
    desk.close()
