"""The first steps on an own desk: each a press, where one left, away when wanted."""

from __future__ import annotations

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.score_template import TEMPLATES, weighed
from healthdesk.core.services import dashboards, first_steps, profiles
from healthdesk.gui.shell.guide import BEGUN, BOARD, IMPORT, OVER, SCORE
from tests import make


@pytest.fixture
def guide(at_work):
    return at_work.guide


def filled(ui):
    ui.desk.do(make.fill)


def reopen(window, ui):
    desk = ui.desk
    ui.set_desk(None)
    desk.close()
    window.opener.open(desk.path)


def noted(ui):
    return ui.prefs.values.first_steps.get(str(ui.desk.path), "")


def test_an_empty_desk_begins_with_the_import(guide, ui, dialogs, tmp_path):
    assert guide.isVisible()
    assert guide.step == IMPORT
    assert guide.words.full_text.startswith("Step 1 of 4.")
    assert noted(ui) == BEGUN
    (tmp_path / "accounts.csv").write_text("account_id,name\na1,One\n")
    wanted = []
    ui.import_requested.connect(wanted.append)
    dialogs.answers = [[tmp_path / "accounts.csv"]]
    guide.go.click()
    assert wanted


def test_after_the_import_score_and_board_are_a_press_each(guide, ui, dialogs, at_work):
    filled(ui)
    assert guide.step == SCORE
    before = ui.desk.read(profiles.published)[-1]

    def choose(form):
        box = form.input("template")
        box.setCurrentIndex(box.findData("relations"))
        return True

    dialogs.answers = [choose]
    guide.go.click()
    chosen = next(one for one in TEMPLATES if one.key == "relations")
    assert ui.desk.read(profiles.published)[-1].profile == weighed(before.profile, chosen)
    assert guide.step == BOARD
    assert ui.desk.undo_label == "Choose a score template"
    guide.go.click()
    assert [one.board.name for one in ui.desk.read(dashboards.boards)] == ["Monday morning"]
    assert at_work.pages.current == "dashboards"
    assert not guide.isVisible()
    assert noted(ui) == OVER


def test_left_and_opened_again_it_goes_on_where_it_was(guide, ui, dialogs, at_work):
    filled(ui)
    dialogs.answers = [True]
    guide.go.click()  # the balanced score, which changes nothing in the desk
    assert guide.step == BOARD
    path = ui.desk.path
    guide.later.click()
    assert not guide.isVisible()
    reopen(at_work, ui)
    assert ui.desk.path == path
    assert guide.isVisible()
    assert guide.step == BOARD
    guide.skip.click()
    reopen(at_work, ui)
    assert not guide.isVisible()


def test_a_desk_that_somebody_worked_with_is_left_alone(window, ui, desk_file):
    with Desk.open(desk_file) as desk:
        desk.do(make.fill)
    window.opener.open(desk_file)
    assert not window.guide.isVisible()
    assert noted(ui) == ""


def test_taken_back_the_import_is_the_next_step_again(guide, ui):
    filled(ui)
    assert guide.step == SCORE
    ui.desk.undo()
    assert guide.step == IMPORT


def test_full_screen_has_no_first_steps(guide, at_work):
    at_work.show_full(True)
    assert not guide.isVisible()
    at_work.show_full(False)
    assert guide.isVisible()


def test_templates_keep_the_measures_and_differ_in_weight(at_work, ui):
    filled(ui)
    profile = ui.desk.read(profiles.published)[-1].profile
    assert weighed(profile, TEMPLATES[0]) == profile
    for one in TEMPLATES[1:]:
        other = weighed(profile, one)
        assert [d.measures for d in other.dimensions] == [d.measures for d in profile.dimensions]
        assert all(d.weight > 0 for d in other.dimensions)
    assert ui.desk.read(first_steps.read).accounts
