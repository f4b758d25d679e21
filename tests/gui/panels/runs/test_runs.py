"""Runs on the screen: started by the dialog, gone through as a checklist, told in the card."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt

from healthdesk.core.desk import Desk
from healthdesk.core.domain.playbook import Playbook, Step, When
from healthdesk.core.services import imports, run_reading, runs, segments, task_reading
from healthdesk.gui.panels.runs import step_lines
from healthdesk.gui.panels.runs.paper_lines import paper_lines
from healthdesk.gui.panels.runs.run_panel import RunPanel
from healthdesk.gui.panels.runs.run_words import came, notice
from healthdesk.gui.panels.runs.runs_card import RunsCard
from healthdesk.gui.panels.runs.start_dialog import StartDialog
from healthdesk.gui.panels.runs.starter import PlaybookStarter
from healthdesk.gui.parts import paper
from tests import folders, make
from tests.core.services.run_story import DAY, FACTS, STORY, go_to, publish

Key = Qt.Key
PLAIN = Playbook(
    "Plain",
    "when it is plain",
    measure="they stay",
    steps=(
        Step("do", "task", "Do it", required=True),
        Step("ask", "ask", "Ask them", options={"questions": ("Who decides?",)}),
        Step("mail", "message", "Write", options={"subject": "Hi", "body": "Hello"}),
        Step("late", "task", "Later", When(5)),
        Step("how", "outcome", "How did it go?", When(6)),
    ),
)


@pytest.fixture
def desk(tmp_path, ui) -> Iterator[Desk]:
    made = make.desk(tmp_path)
    go_to(made, 0)
    made.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(made, STORY, PLAIN)
    ui.clock = made.clock
    ui.set_desk(made)
    yield made
    ui.set_desk(None)
    made.close()


@pytest.fixture
def panel(ui, desk, qtbot) -> RunPanel:
    (run,) = desk.do(runs.start, "Plain", ["a"])
    made = RunPanel(ui)
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.show()
    made.show_run(run)
    made.steps.setFocus()
    return made


def forward(ui, desk, days):
    day = go_to(desk, days)
    ui.clock = desk.clock
    ui.refresh_today()
    desk.do(runs.tick, day)
    return day


def fill(**values):
    """What a person enters in a form, and accepts."""

    def enter(dialog):
        for key, value in values.items():
            widget = dialog.input(key)
            if hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            elif hasattr(widget, "set_day"):
                widget.set_day(value)
            else:
                widget.setText(value)
        dialog.accept()
        return dialog.result()

    return enter


def state(panel, step):
    return next(one.state for one in panel.view.steps if one.id == step)


def press(qtbot, panel, step, key):
    panel.steps.go_to(step)
    qtbot.keyClick(panel.steps, key)


# The dialog.


def test_the_dialog_offers_shows_days_and_starts(ui, desk, dialogs, qtbot):
    starter, seen = PlaybookStarter(ui, ui), {}

    def choose(dialog: StartDialog) -> bool:
        dialog.show()
        qtbot.keyClicks(dialog.search, "plain")
        dialog.search.searched.emit("plain")
        dialog._read_preview()
        seen["rows"] = [row.title for row in dialog.trial.rows]
        seen["button"] = dialog.yes.text()
        dialog.day.set_day(DAY + 2)
        dialog.day.changed.emit()
        dialog.owner.setText("Nadia")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        return bool(dialog.result())

    dialogs.answers = [choose]
    starter.start(("a",))
    assert seen["rows"][:2] == ["Do it", "Ask them"]
    assert seen["button"] == "Start"
    (row,) = desk.read(run_reading.runs, DAY)
    assert (row.playbook, row.account_id, row.started, row.owner) == (
        "Plain",
        "a",
        DAY + 2,
        "Nadia",
    )


def test_enter_in_the_search_starts_what_is_found(ui, desk, dialogs, qtbot):
    starter, seen = PlaybookStarter(ui, ui), []

    def choose(dialog: StartDialog) -> bool:
        dialog.show()
        for words in ("nothing has these words", "plain"):
            dialog.search.setText(words)
            qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
            seen.append(bool(dialog.result()))
        return seen[-1]

    dialogs.answers = [choose]
    starter.start(("a",))
    assert seen == [False, True]
    (row,) = desk.read(run_reading.runs, DAY)
    assert (row.playbook, row.account_id) == ("Plain", "a")


def test_who_runs_it_already_is_told_and_left_out(ui, desk, dialogs, qtbot):
    desk.do(runs.start, "Plain", ["b"])
    starter, seen = PlaybookStarter(ui, ui), {}

    def choose(dialog: StartDialog) -> bool:
        dialog.show()
        seen["told"] = dialog.left_out.full_text
        seen["button"] = dialog.yes.text()
        return dialog.yes.click() or bool(dialog.result())

    dialogs.answers = [choose]
    starter.start(("a", "b", "c"), "Plain")
    assert seen["told"].startswith("Birkdale is left out")
    assert seen["button"] == "Start on 2 accounts"
    assert sorted(row.account_id for row in desk.read(run_reading.runs, DAY)) == ["a", "b", "c"]


def test_the_suggested_one_is_chosen_at_first_and_one_that_runs_cannot_start(ui, desk, dialogs):
    rule = {"field": "stage", "op": "=", "value": "live"}
    desk.do(segments.add, {"name": "Live", "rule": rule, "playbook": "Story"})
    starter, seen = PlaybookStarter(ui, ui), []

    def look(dialog: StartDialog) -> bool:
        seen.append((dialog.chosen.name, dialog.yes.isEnabled(), dialog.list.row_at(1).text))
        return False

    dialogs.answers = [look, look]
    starter.start(("a",))
    desk.do(runs.start, "Story", ["a"])
    starter.start(("a",), "Story")
    assert seen == [("Story", True, "In segment Live"), ("Story", False, "In segment Live")]


def test_without_a_published_playbook_the_way_to_them_is_shown(ui, desk, dialogs):
    from healthdesk.core.services import playbooks  # noqa: PLC0415 - used here alone

    for name in ("Story", "Plain"):
        desk.do(playbooks.archive, name)
    told = []
    ui.noticed.connect(told.append)
    PlaybookStarter(ui, ui).start(("a",))
    assert told[-1].text == "No playbook can be started yet"
    assert not dialogs.asked


# The checklist.


def test_a_task_is_ticked_and_the_run_goes_on(panel, desk, qtbot):
    assert [state(panel, one) for one in ("do", "ask", "mail")] == ["open"] * 3
    press(qtbot, panel, "do", Key.Key_Space)
    assert state(panel, "do") == "done"
    assert panel.view.row.done == 1
    found = desk.read(task_reading.of_account, "a", DAY)
    assert next(one.state for one in found if one.title == "Do it") == "done"
    press(qtbot, panel, "do", Key.Key_Space)
    assert state(panel, "do") == "open"


def test_a_press_on_the_box_ticks_and_one_on_the_name_does_not(panel, qtbot):
    steps = panel.steps
    rect = steps.visualRect(steps.rows.index(0))
    button = Qt.MouseButton.LeftButton
    qtbot.mouseClick(steps.viewport(), button, pos=rect.topLeft() + QPoint(120, 12))
    assert state(panel, "do") == "open"
    qtbot.mouseClick(steps.viewport(), button, pos=rect.topLeft() + QPoint(20, 14))
    assert state(panel, "do") == "done"


def test_questions_are_answered_and_told(panel, dialogs, qtbot):
    dialogs.answers = [fill(**{"0": "Ada"})]
    press(qtbot, panel, "ask", Key.Key_Return)
    assert state(panel, "ask") == "done"
    line = next(one for one in panel.steps.rows.rows if one.step.id == "ask")
    assert "Who decides? Ada" in panel.steps.say(line)


def test_steps_are_skipped_not_applicable_and_moved_with_words(panel, dialogs, qtbot, ui):
    dialogs.answers = [fill(why="they called"), fill(why="no buyer"), fill(day=DAY + 9)]
    press(qtbot, panel, "mail", Key.Key_S)
    press(qtbot, panel, "ask", Key.Key_N)
    press(qtbot, panel, "do", Key.Key_D)
    found = {one.id: one for one in panel.view.steps}
    assert found["mail"].how == "they called"
    assert found["mail"].state == "skipped"
    assert "no buyer" in found["ask"].how
    assert found["do"].planned == DAY + 9
    assert found["do"].moved
    ui.undo()
    assert next(one for one in panel.view.steps if one.id == "do").planned == DAY


def test_a_message_opens_in_the_outbox(panel, ui, qtbot):
    with qtbot.waitSignal(ui.message_requested) as asked:
        press(qtbot, panel, "mail", Key.Key_Return)
    assert asked.args == [next(one.message for one in panel.view.steps if one.id == "mail")]


def test_on_hold_with_a_reason_and_on_again(panel, qtbot, dialogs):
    dialogs.answers = [False, fill(why="They move house."), fill()]
    qtbot.mouseClick(panel.hold, Qt.MouseButton.LeftButton)
    assert not panel.view.row.paused
    qtbot.mouseClick(panel.hold, Qt.MouseButton.LeftButton)
    assert panel.view.row.paused
    assert panel.hold.text() == "Resume"
    assert panel.told.text().endswith(": They move house.")
    qtbot.mouseClick(panel.hold, Qt.MouseButton.LeftButton)
    assert not panel.view.row.paused
    assert panel.told.text() == ""
    qtbot.mouseClick(panel.hold, Qt.MouseButton.LeftButton)
    assert panel.told.text() == "On hold since 23 Nov."


def test_what_came_of_it_in_one_tap_with_a_sentence(panel, ui, desk, qtbot):
    assert panel.outcome.isHidden()
    forward(ui, desk, 11)
    panel.reload()
    assert not panel.outcome.isHidden()
    panel.outcome.sentence.setText("they stayed")
    qtbot.mouseClick(panel.outcome.buttons["worked"], Qt.MouseButton.LeftButton)
    assert panel.view.row.outcome == "worked"
    assert panel.view.outcome_words == "they stayed"
    assert panel.outcome.isHidden()
    assert "It worked: they stayed." in panel.told.full_text


def test_who_signs_it_off_is_asked_kept_and_taken_back(ui, desk, qtbot):
    steps = (Step("do", "task", "Do it", required=True),)
    publish(desk, Playbook("Signed", steps=steps, sign_off=True))
    (run,) = desk.do(runs.start, "Signed", ["a"], owner="Marta Keil")
    panel = RunPanel(ui)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_run(run)
    assert panel.sign.isHidden()
    press(qtbot, panel, "do", Key.Key_Space)
    assert panel.sign.isVisible()
    assert "to be signed off" in notice(panel.view.row)
    assert came(panel.view.row) == "to be signed off"
    assert panel.sign.name.text() == "Marta Keil"
    panel.sign.name.clear()
    qtbot.mouseClick(panel.sign.sign, Qt.MouseButton.LeftButton)
    assert panel.view.row.unsigned
    qtbot.keyClicks(panel.sign.name, "Ada")
    qtbot.keyClick(panel.sign.name, Key.Key_Return)
    assert panel.sign.isHidden()
    assert "Signed off by Ada, 23 Nov 2026." in panel.told.full_text
    assert paper_lines(panel.view, DAY, ui.words)[-1][2].endswith("Signed off by Ada, 23 Nov 2026")
    panel.hands._unsign_chosen()
    assert panel.sign.isVisible()
    assert "Signed off by ____" in paper_lines(panel.view, DAY, ui.words)[-1][2]


def test_finish_needs_what_is_required_and_stop_needs_a_reason(panel, dialogs, desk):
    told = []
    panel.ui.noticed.connect(told.append)
    dialogs.answers = [fill(why="")]
    panel.hands._finish_chosen()
    assert panel.view.row.status == "active"
    assert "required" in told[-1].text
    dialogs.answers = [fill(why="they left")]
    panel.hands._stop_chosen()
    assert panel.view.row.status == "stopped"
    assert panel.view.ended_why == "they left"
    assert "Stopped: they left." in panel.told.full_text
    panel.ui.undo()
    assert panel.view.row.status == "active"


def test_looking_back_changes_nothing(panel, ui, desk, qtbot, dialogs):
    forward(ui, desk, 3)
    ui.set_day(DAY)
    press(qtbot, panel, "do", Key.Key_Space)
    press(qtbot, panel, "mail", Key.Key_S)
    assert state(panel, "do") == "open"
    assert not dialogs.asked
    assert not panel.hold.isEnabled()


def test_a_run_that_is_gone_is_told(panel, desk, qtbot):
    with qtbot.waitSignal(panel.gone):
        desk.do(runs.remove, panel.run)
        panel.reload()
    assert panel.run == -1


def test_ways_not_taken_are_folded(ui, desk, qtbot):
    (run,) = desk.do(runs.start, "Story", ["a"])
    for step in ("call", "mail"):
        desk.do(runs.skip, run, step, "done before")
    forward(ui, desk, 9)
    view = desk.read(run_reading.one, run, ui.today)
    shown = step_lines.lines(view, ())
    folds = [one for one in shown if one.kind == "fold"]
    assert [one.text for one in folds] == ["Not taken: no, 1 step"]
    opened = step_lines.lines(view, {folds[0].key})
    assert len(opened) == len(shown) + 1
    assert {one.step.id for one in opened if one.step} == {one.id for one in view.steps}


def test_on_paper_are_all_steps_on_the_way_and_no_markup(panel, ui):
    lines = paper_lines(panel.view, DAY, ui.words)
    text = paper.document(lines).toPlainText()
    assert text.startswith("Plain: Aldermoor")
    assert all(name in text for name in ("Do it", "Ask them", "Who decides?", "Write", "Later"))
    assert paper.pdf("Plain", lines).startswith(b"%PDF")


# The card of an account.


@pytest.fixture
def card(ui, desk, qtbot) -> RunsCard:
    made = RunsCard(ui)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    made.show_account("a")
    return made


def test_the_card_tells_what_runs_and_unfolds_it(card, desk, qtbot):
    assert card.hint.full_text == "None is at work on this account."
    desk.do(runs.start, "Plain", ["a"])
    assert card.card.state == "body"
    assert card.going.rows.rowCount() == 1
    assert "0 of 5 done" in card.going.say(card.going.row_at(0))
    qtbot.keyClick(card.going, Key.Key_Return)
    assert card.panel is not None
    assert card.panel.isVisible()
    assert card.panel.steps.height() > 100
    qtbot.keyClick(card.going, Key.Key_Return)
    assert not card.panel.isVisible()


def test_the_card_keeps_what_is_over_with_its_outcome(card, desk):
    (run,) = desk.do(runs.start, "Plain", ["a"])
    desk.do(runs.stop, run, "they left")
    desk.do(runs.record_outcome, run, "partly", "some of it")
    assert card.going.isHidden()
    assert card.over.rows.rowCount() == 1
    assert "Partly" in card.over.say(card.over.row_at(0))
    assert card.over_head.full_text == "Over: 1"


def test_the_card_offers_the_suggested_one(card, ui, desk, qtbot):
    rule = {"field": "stage", "op": "=", "value": "live"}
    desk.do(segments.add, {"name": "Live", "rule": rule, "playbook": "Plain"})
    assert card.suggested.full_text == "Suggested: Plain, in segment Live"
    with qtbot.waitSignal(ui.playbook_requested) as asked:
        qtbot.mouseClick(card.take, Qt.MouseButton.LeftButton)
    assert asked.args == [("a",), "Plain"]


def test_the_card_of_another_account_shows_none_of_this_one(card, desk):
    desk.do(runs.start, "Plain", ["a"])
    card.unfold(card.going.row_at(0).id)
    card.show_account("b")
    assert card.going.isHidden()
    assert not card.panel.isVisible()
