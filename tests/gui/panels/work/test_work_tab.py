"""The tab Work: ticking, forms, plans, stamps, promises; every act is read back from the desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QFocusEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.investigation import FindingDraft
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.domain.op import op
from healthdesk.core.domain.plan import ExitDraft, PlanDraft
from healthdesk.core.domain.stamp import StampPlan
from healthdesk.core.domain.task import CheckItem, TaskDraft
from healthdesk.core.services import (
    findings,
    imports,
    milestones,
    milestones_found,
    moments,
    plans,
    tasks,
    touches,
)
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.work.tab import WorkTab
from healthdesk.gui.panels.work.task_model import Fold, Step
from healthdesk.gui.panels.work.task_row import BOX
from tests import folders, make

TODAY = to_day(make.NOW.date())
MARKUP = "<b>Call</b> & ask <img src=x>"
LONG = "words " * 40
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-06-01\nb,Two,2025-06-01\n",
    "contacts": "contact_id,account_id,name\nc1,a,Ada\nc2,a,Bo\n",
    "metrics": "metric,name,unit,fill,feature\nusers,Active users,users,zero,false\n",
    "usage": "account_id,day,metric,value\n"
    + "\n".join(
        f"{who},{to_date(TODAY - back).isoformat()},users,14"
        for who, span in (("b", 60), ("a", 30))
        for back in range(span, -1, -1)
    )
    + "\n",
}
EXIT = ExitDraft("usage_level:users", 12, 14)


@op("Pretend")
def pretend(tx, sql):
    tx.execute(text(sql))
    tx.expire_all()


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    desk = make.desk(folder)
    desk.do(imports.run, [folders.write(folder / "facts", FACTS)])
    desk.close()
    return desk.path


@pytest.fixture
def full(tmp_path, ui, filled) -> Iterator[Desk]:
    desk = Desk.open(Path(shutil.copy(filled, tmp_path)), clock=make.CLOCK)
    ui.clock = make.CLOCK
    ui.set_desk(desk)
    yield desk
    ui.set_desk(None)
    desk.close()


@pytest.fixture
def tab(qtbot, ui, full) -> Iterator[WorkTab]:
    made = WorkTab(ui)
    qtbot.addWidget(made)
    made.resize(1160, 800)
    made.show()
    made.show_account("a")
    return made


def write(desk, **more):
    return desk.do(tasks.add, replace(TaskDraft("Call Ada", "a", TODAY), **more))


def fill(**values):
    """What a person enters in a form, and accepts if nothing is wrong."""

    def enter(dialog):
        for key, value in values.items():
            widget = dialog.input(key)
            if isinstance(widget, QPlainTextEdit):
                widget.setPlainText(value)
            elif hasattr(widget, "set_day"):
                widget.set_day(value)
            elif hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            elif hasattr(widget, "setChecked"):
                widget.setChecked(value)
            else:
                widget.setText(value)
        return not dialog.find_wrongs()

    return enter


def choose(tab, words):
    """Press an entry of the menu that is open."""
    menus = [one for one in tab.findChildren(QAction) if one.text().startswith(words)]
    menus[-1].trigger()


def click(qtbot, listed, row, at=None):
    spot = at or QPoint(20, 18)
    corner = listed.visualRect(listed.tasks.index(row)).topLeft()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=corner + spot)


def test_an_empty_account_says_what_could_be_here(tab):
    assert tab.no_tasks.full_text == "Nothing is open. Press N to write a task down."
    assert not tab.tasks.isVisibleTo(tab)
    assert tab.no_plan.isVisibleTo(tab)
    assert tab.promises.none.isVisibleTo(tab)
    assert not tab.findings.isVisibleTo(tab)
    assert not tab.closed.isVisibleTo(tab)


def test_n_asks_for_a_task_and_space_ticks_it(qtbot, tab, dialogs, full):
    dialogs.answers = [fill(title=MARKUP, contact="c1", steps="one\ntwo")]
    qtbot.keyClick(tab, Qt.Key.Key_N)
    (task,) = full.read(tasks.of_account, "a", TODAY)
    assert (task.title, task.contact_id, task.due) == (MARKUP, "c1", TODAY + 7)
    drawn = [one.text for one in tab.tasks.drawing_of(0).texts]
    assert MARKUP in drawn
    tab.tasks.setFocus()
    for row in (1, 2, 0):
        tab.tasks.go_to(row)
        qtbot.keyClick(tab.tasks, Qt.Key.Key_Space)
    assert full.read(tasks.one, task.id, TODAY).state == "done"
    assert tab.tasks_card.accessibleName() == "Tasks"


def test_a_task_with_steps_left_is_told_and_stays_open(qtbot, tab, ui, full, dialogs):
    said = []
    ui.noticed.connect(said.append)
    row = write(full, checklist=(CheckItem("agree"),))
    tab.tasks.ticked.emit(tab.tasks.tasks.task(0))
    assert "1 step not ticked: agree." in said[-1].detail
    assert full.read(tasks.one, row, TODAY).state == "open"
    assert dialogs.asked == []
    ui.noticed.disconnect(said.append)


def test_a_task_that_needs_a_touch_asks_for_it_and_stays_open_without(qtbot, tab, full, dialogs):
    row = write(full, needs_touch=True, contact_id="c2")
    dialogs.answers = [False]
    click(qtbot, tab.tasks, 0)
    assert dialogs.asked[-1][0] == "Note of the touch"
    assert full.read(tasks.one, row, TODAY).state == "open"
    dialogs.answers = [fill()]
    click(qtbot, tab.tasks, 0)
    assert full.read(tasks.one, row, TODAY).state == "open"
    dialogs.answers = [fill(subject="They will stay")]
    click(qtbot, tab.tasks, 0)
    done = full.read(tasks.one, row, TODAY)
    assert done.state == "done"
    assert full.read(touches.read, done.touchpoint_id).draft.contacts == ("c2",)


def test_done_tasks_are_folded_and_open_again_by_their_box(qtbot, tab, full):
    row = write(full)
    full.do(tasks.complete, row)
    assert isinstance(tab.tasks.tasks.line(0), Fold)
    assert tab.no_tasks.isVisibleTo(tab)
    click(qtbot, tab.tasks, 0)
    assert tab.tasks.tasks.task(1).id == row
    click(qtbot, tab.tasks, 1)
    assert full.read(tasks.one, row, TODAY).state == "open"


def test_keys_open_put_off_and_drop(qtbot, tab, full, dialogs):
    row = write(full)
    tab.tasks.setFocus()
    tab.tasks.go_to(0)
    dialogs.answers = [fill(due=TODAY + 9)]
    qtbot.keyClick(tab.tasks, Qt.Key.Key_D)
    assert full.read(tasks.one, row, TODAY).due == TODAY + 9
    dialogs.answers = [fill(title="Write to Ada")]
    qtbot.keyClick(tab.tasks, Qt.Key.Key_Return)
    assert full.read(tasks.one, row, TODAY).title == "Write to Ada"
    dialogs.answers = [fill(why="They left")]
    qtbot.keyClick(tab.tasks, Qt.Key.Key_Delete)
    assert full.read(tasks.one, row, TODAY).dropped_why == "They left"


def test_the_menu_of_a_task_puts_it_off(tab, full):
    row = write(full)
    tab.tasks.menu_requested.emit(tab.tasks.tasks.task(0), QPoint(0, 0))
    choose(tab, "In a week")
    assert full.read(tasks.one, row, TODAY).due == TODAY + 7
    tab.tasks.menu_requested.emit(tab.tasks.tasks.task(0), QPoint(0, 0))
    choose(tab, "Where it comes from")
    (popup,) = [one for one in tab.findChildren(SourcePopover) if one.isVisible()]
    assert any("Made here" in cell for cell in popup.lines[0])
    popup.hide()


def test_right_and_left_unfold_the_steps(qtbot, tab, full):
    write(full, checklist=(CheckItem("agree"),))
    tab.tasks.setFocus()
    tab.tasks.go_to(0)
    qtbot.keyClick(tab.tasks, Qt.Key.Key_Left)
    assert tab.tasks.tasks.rowCount() == 1
    qtbot.keyClick(tab.tasks, Qt.Key.Key_Right)
    assert isinstance(tab.tasks.tasks.line(1), Step)


def test_while_looking_back_nothing_is_asked(qtbot, tab, ui, full, dialogs):
    write(full)
    full.do(pretend, "UPDATE task SET made_on = made_on - 9, due_on = due_on - 5")
    ui.set_day(TODAY - 4)
    (then,) = full.read(tasks.of_account, "a", TODAY - 4)
    assert tab.tasks.tasks.task(0) == then
    before = make.dump(full)
    qtbot.keyClick(tab, Qt.Key.Key_N)
    click(qtbot, tab.tasks, 0)
    tab.promises.add.click()
    assert dialogs.asked == []
    assert make.dump(full) == before


def test_a_plan_shows_how_far_it_is_and_is_closed_by_a_person(tab, full, dialogs):
    actions = (TaskDraft("Train"), TaskDraft("Call"))
    draft = PlanDraft("a", MARKUP, LONG, "Nadia", TODAY + 9, EXIT.rule, 14, None, actions)
    row = full.do(plans.add, draft)
    full.do(pretend, f"UPDATE plan SET made_on = {TODAY - 9}")
    (card,) = tab.plan_cards
    assert card.problem.text() == MARKUP
    assert card.told.full_text.startswith("Held on 10 of 14 days in a row")
    assert [one.title for one in full.read(tasks.of_plan, row, TODAY)] == ["Train", "Call"]
    assert tab.tasks_card.accessibleName() == "Tasks"
    assert tab.tasks.tasks.rowCount() == 0
    assert card.action_list.tasks.rowCount() == 2
    full.do(pretend, f"UPDATE plan SET made_on = {TODAY - 20}")
    assert card.told.full_text.startswith("Met: held on 21 days in a row")
    assert card.close_it.property("kind") == "primary"
    card.close_it.click()
    assert full.read(plans.one, row, TODAY).closed_how == "met"
    assert "2 actions of it stay open" in dialogs.asked[-1][1]
    assert tab.plan_cards == []
    assert tab.closed.rows[0].caption.full_text.startswith("Met ")
    assert tab.tasks.tasks.rowCount() == 2


def test_a_day_of_a_condition_shows_its_rows_or_leads_to_the_score(qtbot, tab, full):
    for what in ("usage_level:users", "score"):
        full.do(plans.add, PlanDraft("a", what, exit_rule=ExitDraft(what, 1, 3).rule, exit_days=3))
    leaps = []
    tab.leap_requested.connect(leaps.append)
    for card in tab.plan_cards:
        spot = card.strip.drawing.spots[0]
        qtbot.mouseClick(card.strip, Qt.MouseButton.LeftButton, pos=spot.rect.center().toPoint())
    assert leaps == [Leap("health", TODAY)]
    (popover,) = tab.findChildren(SourcePopover)
    assert popover.title.full_text.endswith("14 Mar 2026")
    popover.hide()
    tab.leap_requested.disconnect(leaps.append)


def test_a_plan_is_made_with_a_condition(tab, full, dialogs):
    dialogs.answers = [
        fill(problem="Few users", what="usage_level:users", level="12", days="14", actions="Train")
    ]
    tab.new_plan.click()
    (plan,) = full.read(plans.of_account, "a", TODAY)
    assert plan.exit_rule == EXIT.rule | {"value": 12}
    assert plan.exit_words == "Active users, average of 7 days, at least 12 on 14 days in a row"
    assert [one.title for one in plan.actions] == ["Train"]


def test_a_condition_needs_a_level_and_whole_days(tab, full, dialogs):
    wrongs = {}

    def enter(dialog):
        fill(problem="x", what="score", level="", days="1.5")(dialog)
        wrongs.update(dialog.find_wrongs())
        return False

    dialogs.answers = [enter]
    tab.new_plan.click()
    assert set(wrongs) == {"level", "days"}
    assert full.read(plans.of_account, "a", TODAY) == ()


def test_a_finding_becomes_a_plan_a_task_or_is_dismissed(tab, full, dialogs):
    for what in ("plan", "task", "no"):
        full.do(findings.add, FindingDraft("a", TODAY - 9, TODAY, f"Because {what}"))
    assert [row.text.full_text for row in tab.findings.rows] == [
        "Because no",
        "Because task",
        "Because plan",
    ]
    row = tab.findings.rows[0]
    row.more.click()
    dialogs.answers = [fill(why="Known")]
    choose(tab, "Dismiss")
    tab.findings.rows[0].more.click()
    dialogs.answers = [fill()]
    choose(tab, "Make a task")
    tab.findings.rows[0].more.click()
    dialogs.answers = [fill()]
    choose(tab, "Make a get-well plan")
    assert full.read(findings.without_action, TODAY) == ()
    assert full.read(plans.of_account, "a", TODAY)[0].problem == "Because plan"
    (task,) = [one for one in full.read(tasks.of_account, "a", TODAY) if one.origin == "finding"]
    assert task.title == "Because task"


def test_a_promise_is_kept_by_its_box(tab, full, dialogs):
    dialogs.answers = [fill(text="Export as CSV", by="them", due=TODAY - 3)]
    tab.promises.add.click()
    (row,) = tab.promises.rows
    assert row.caption.full_text == "Theirs · 3 days over"
    row.box.click()
    assert full.read(moments.promises, TODAY) == ()
    assert tab.promises.rows[0].caption.full_text == "Theirs · kept 14 Mar"


def test_a_reminder_to_thank_has_the_facts_and_ends_with_own_words(tab, full, dialogs):
    full.do(moments.add, MomentDraft("a", "win", "All sites live", TODAY - 5, "c1"))
    tab.moments.add.click()

    def look(form):
        assert form.input("note").toPlainText() == "Win on 9 Mar 2026, Ada: All sites live"
        return fill(contact="c1", due=TODAY)(form)

    dialogs.answers = [look]
    choose(tab, "Remind me to thank…")
    (task,) = full.read(tasks.of_account, "a", TODAY)
    assert (task.title, task.contact_id, task.due) == ("Thank Ada", "c1", TODAY)
    assert task.note == "Win on 9 Mar 2026, Ada: All sites live"

    def write(form):
        assert form.input("text").toPlainText() == "", "the words are the person's"
        return fill(text="Dear Ada, what a week!")(form)

    dialogs.answers = [write]
    tab.with_tasks.hands.tick(task)
    assert full.read(tasks.of_account, "a", TODAY)[0].state == "done"
    thanked = full.read(moments.of_account, "a", TODAY)[0]
    assert (thanked.kind, thanked.text, thanked.contact_id) == (
        "thanks",
        "Dear Ada, what a week!",
        "c1",
    )
    again = full.do(tasks.add, TaskDraft("Thank Ada", "a", TODAY, origin="thanks", contact_id="c1"))
    dialogs.answers = [write, False]
    tab.with_tasks.hands.tick(full.read(tasks.one, again, TODAY))
    assert dialogs.asked[-1][0] == "So soon again?"
    assert full.read(tasks.one, again, TODAY).state == "open"


def test_a_gift_that_repeats_is_asked_about(tab, full, dialogs):
    full.do(moments.add, MomentDraft("a", "perk", "Beta", TODAY - 5, "c1"))
    tab.moments.add.click()
    dialogs.answers = [fill(text=LONG, contact="c1"), False]
    choose(tab, "Thank-you")
    assert dialogs.asked[-1] == ("So soon again?", "Ada had a perk 5 days before, on 9 Mar 2026.")
    assert len(full.read(moments.of_account, "a", TODAY)) == 1
    tab.moments.add.click()
    dialogs.answers = [fill(text=LONG, contact="c1"), True]
    choose(tab, "Thank-you")
    assert tab.moments.rows[0].notice.full_text.startswith("Ada had a perk")
    tab.moments.rows[0].more.click()
    choose(tab, "Remove")
    assert len(tab.moments.rows) == 1


def test_more_rows_than_a_few_are_a_press_away(tab, full):
    for number in range(8):
        full.do(moments.add, MomentDraft("a", "win", f"Win {number}", TODAY - number))
    assert len(tab.moments.rows) == 5
    assert tab.moments.rest.text() == "Show 3 more"
    tab.moments.rest.click()
    assert len(tab.moments.rows) == 8
    assert not tab.moments.rest.isVisibleTo(tab)


def test_what_usage_says_is_accepted_with_a_click(tab, full):
    full.do(milestones.set_template, (StampPlan(name="First value", after=9, metric="users"),))
    (told,) = tab.stamps.told
    assert told.stamp.suggestion.day == TODAY - 30
    told.accept.click()
    (first, *_) = full.read(milestones.of_account, "a", TODAY)
    assert (first.state, first.done_on) == ("done", TODAY - 30)
    assert tab.stamps.told == ()


def test_what_a_rule_stamped_says_so_and_is_a_persons_once_corrected(tab, full, dialogs):
    def first():
        return next(one for one in tab.stamps.buttons if one.stamp.name == "First value")

    full.do(milestones.set_template, (StampPlan(name="First value", after=9, metric="users"),))
    assert tab.stamps.plan.isVisibleTo(tab)
    tab.stamps.plan.click()
    assert not tab.stamps.plan.isVisibleTo(tab)
    start = to_day(date(2025, 6, 1))
    assert first().stamp.due == start + 9
    full.do(milestones_found.stamp, TODAY)
    words = "Found by rule. Active users: first value, 14, on 12 Feb 2026"
    assert (first().stamp.by_rule, words in first().accessibleName()) == (True, True)
    (told,) = tab.stamps.told
    assert told.accept.text() == "Correct"
    told.source.click()
    (popup,) = [one for one in tab.findChildren(SourcePopover) if one.isVisible()]
    assert any("usage.csv" in cell for cell in popup.lines[0])
    popup.hide()
    dialogs.answers = [fill(done=TODAY - 20)]
    told.accept.click()
    assert (first().stamp.done_on, first().stamp.by_rule, tab.stamps.told) == (
        TODAY - 20,
        False,
        (),
    )
    full.undo()
    first().click()
    choose(tab, "Take the stamp away")
    assert (first().stamp.state, tab.stamps.told[0].accept.text()) == ("suggested", "Accept")
    assert not full.read(milestones_found.due, TODAY)


def test_a_stamp_is_set_corrected_and_taken_away(tab, full, dialogs):
    def stamp(name):
        return next(one for one in tab.stamps.buttons if one.stamp.name == name)

    stamp("Kick-off").click()
    choose(tab, "Done today")
    assert stamp("Kick-off").stamp.done_on == TODAY
    stamp("Kick-off").click()
    dialogs.answers = [fill(done=TODAY - 2, due=TODAY - 4)]
    choose(tab, "Set its days")
    assert stamp("Kick-off").note == "2 days late"
    stamp("Kick-off").click()
    choose(tab, "Take the stamp away")
    assert stamp("Kick-off").stamp.state == "overdue"
    stamp("Kick-off").click()
    choose(tab, "Remove milestone")
    assert stamp("Kick-off").stamp.state == "open"
    dialogs.answers = [fill(name=LONG[:200], due=TODAY + 1)]
    tab.stamps.add.click()
    assert stamp(LONG[:200].strip()).note == "in 1 day"


def test_the_template_is_asked_for_and_kept(tab, full, dialogs):
    dialogs.answers = [fill(name0="Welcome", after0="3", rule0="users", name1="")]
    tab.stamps.template_requested.emit()
    plan, *rest = full.read(milestones.template)
    assert plan == StampPlan(name="Welcome", after=3, metric="users")
    assert [one.name for one in rest] == ["First value", "Go-live", "First review"]


def test_a_leap_shows_a_task_in_its_list(tab, full):
    for number in range(4):
        write(full, title=f"Task {number}")
    wanted = full.read(tasks.of_account, "a", TODAY)[2]
    tab.leap(Leap("work", table="task", row=wanted.id))
    assert tab.tasks.current.id == wanted.id


def test_another_account_shows_nothing_of_the_one_before(tab, full):
    write(full)
    tab.show_account("b")
    assert tab.tasks.tasks.rowCount() == 0


def test_a_narrow_tab_stands_in_one_column(tab):
    wide = tab._columns.direction()
    tab.resize(600, 700)
    assert tab._columns.direction() != wide


def test_every_line_stays_inside_its_width(tab, full):
    steps = (CheckItem(LONG.strip()), CheckItem("b", done=True))
    write(full, title=LONG[:290], priority="urgent", checklist=steps, needs_touch=True, note=LONG)
    for width in (360, 700, 1160):
        tab.tasks.resize(width, 300)
        for row in range(tab.tasks.tasks.rowCount()):
            drawing = tab.tasks.drawing_of(row)
            edge = tab.tasks.viewport().width()
            assert all(one.rect.right() <= edge for one in (*drawing.texts, *drawing.glyphs))
    assert any(spot.key == BOX for spot in tab.tasks.drawing_of(0).spots)


def test_a_press_far_down_hits_what_lies_under_the_pointer(tab, full, qtbot):
    for at in range(40):
        write(full, title=f"Task {at:02}")
    tab.reload()
    listed = tab.tasks
    listed.setCurrentIndex(QModelIndex())
    listed.scrollToBottom()
    down = listed.verticalScrollBar().value()
    assert down > 0
    (row,) = (at for at in range(40) if listed.tasks.task(at).title == "Task 38")
    wanted = listed.tasks.task(row).id
    event = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason)
    QApplication.sendEvent(listed, event)
    assert listed.verticalScrollBar().value() == down
    click(qtbot, listed, row)
    assert full.read(tasks.one, wanted, TODAY).done_on == TODAY


def test_keys_that_come_begin_with_the_first_line(tab, full):
    write(full)
    tab.reload()
    tab.tasks.setCurrentIndex(QModelIndex())
    QApplication.sendEvent(
        tab.tasks, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason)
    )
    assert tab.tasks.currentIndex().row() == 0
