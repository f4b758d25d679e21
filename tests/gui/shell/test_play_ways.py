"""The ways to plays from the window: rail with its counter, the foot, palette, keys, a segment."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Cause, Play
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import playbooks, plays
from healthdesk.gui.base.ui import PlayWish
from healthdesk.gui.shell import actions
from tests import make

ALL = FieldTest(field="name", op="is present")


@op("Fill")
def fill(tx, today):
    row = make.account(tx, "a1", name="Aldermoor")
    make.values(tx, make.metric(tx), row, {today - 20: 3.0})
    playbooks.create_starters(tx)
    plays.add(tx, Play("Watch", cause=Cause("condition", {}, ALL), playbook="Get well"))
    plays.publish(tx, "Watch")


@pytest.fixture
def filled(at_work, ui):
    ui.desk.do(fill, ui.today)
    return at_work


def test_the_rail_counts_suggestions_without_the_page_being_seen(filled, ui):
    counted = filled.rail.items["plays"]
    assert counted._counter == ""
    ui.desk.do(plays.switch_on, "Watch", True)
    ui.desk.do(plays.tick, ui.today)
    assert counted._counter == "1"
    ui.desk.do(plays.accept, ui.desk.read(plays.suggestions, ui.today)[0].id)
    assert counted._counter == ""
    assert not filled.pages.is_made("plays")


def test_the_foot_says_that_all_are_stopped(filled, ui):
    assert filled.play_counter.stopped.isHidden()
    actions.run(actions.act_of("stop-plays"), filled)
    assert filled.pages.current == "plays"
    assert not filled.play_counter.stopped.isHidden()
    ui.undo()
    assert filled.play_counter.stopped.isHidden()


def test_the_tenth_page_has_a_key_too(filled, qtbot):
    qtbot.keyClick(filled, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert filled.pages.current == "plays"
    qtbot.keyClick(filled, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert filled.pages.current == "reports"


def test_a_wish_opens_a_play_and_a_name_its_playbook(filled, ui):
    ui.open_plays(PlayWish(name="Watch"))
    page = filled.pages.page("plays")
    assert page.editor.name == "Watch"
    page.editor.rehearsing.stop()
    page.editor.form.then.press.click()
    assert filled.pages.current == "playbooks"
    assert filled.pages.page("playbooks").editor.name == "Get well"
    filled.pages.page("playbooks").editor.trial.stop()
    page.editor.forget()
