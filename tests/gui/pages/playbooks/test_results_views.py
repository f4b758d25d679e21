"""The tabs Results and Loops over a sample desk: counts, outcomes in one tap, files, ways."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.loop_view import KINDS
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.playbook_view import RatingChange, Results, ScoreChange, StepResult
from healthdesk.core.domain.run import OUTCOMES
from healthdesk.core.services import (
    loops,
    playbooks,
    plays,
    results,
    run_choice,
    run_reading,
    samples,
)
from healthdesk.gui.base.ui import PlayWish
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.account import AccountPage
from healthdesk.gui.pages.playbooks.results import drawings
from healthdesk.gui.pages.playbooks.results.detail_card import step_lines
from healthdesk.gui.pages.playbooks.results.loops_view import LoopsView
from healthdesk.gui.pages.playbooks.results.view import ResultsView
from healthdesk.gui.parts.drawing import FontMeasure, ink
from healthdesk.gui.parts.kit import Kit

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("results") / "sample.healthdesk"
    desk = Desk.create(path, clock=Clock(instant=NOW))
    desk.do(playbooks.create_starters)
    blind = Playbook("Blind", steps=(Step("do", "task", "Do it"),))
    desk.do(playbooks.add, blind)
    desk.do(playbooks.publish, "Blind")
    desk.do(plays.add, Play("Unmeasured"))
    desk.do(samples.fill, DAY, 1, 100, 420)
    desk.close()
    return path


def shown(qtbot, made):
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    return made


@pytest.fixture
def view(ui, qtbot, desk):
    return shown(qtbot, ResultsView(ui))


@pytest.fixture
def loop_view(ui, qtbot, desk):
    return shown(qtbot, LoopsView(ui))


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_playbook_is_listed_with_what_came_of_it(view, desk):
    rows = desk.read(results.overview, DAY)
    assert view.table.rows.rowCount() == len(rows) == 17
    assert view.table.current_id() == rows[0].name
    assert view.detail.found == desk.read(results.results, rows[0].name, DAY)
    assert "1 playbook without a measure" in view.count.full_text
    view.choose("Blind")
    assert "nobody can say" in view.detail.measure.text()
    assert "never ran" in view.detail.accessibleDescription() + view.detail._subtitle.full_text


def test_an_outcome_is_told_in_one_tap_and_taken_back(view, desk, qtbot, ui):
    view.choose("Silent account")
    found = view.detail.found
    waits = len(found.waiting)
    assert waits == 1
    button = next(one for one in view.detail.waiting.buttons if one.text() == "Partly")
    click(qtbot, button)
    assert view.detail.found.outcomes["partly"] == found.outcomes["partly"] + 1
    assert view.detail.found.waiting == ()
    assert not view.detail.waiting.isVisible()
    ui.undo()
    assert len(view.detail.found.waiting) == waits


def test_a_waiting_run_can_be_opened_for_a_sentence(view, qtbot, ui):
    view.choose("Silent account")
    run = view.detail.found.waiting[0]
    link = next(
        one for one in view.detail.waiting.findChildren(QPushButton)
        if one.text() == run.account_name
    )  # fmt: skip
    with qtbot.waitSignal(ui.run_requested) as told:
        click(qtbot, link)
    assert told.args == [run.run, "outcome"]


def test_what_most_pass_over_leads_to_the_editor(view, qtbot):
    view.choose("Silent account")
    passed = [one for one in view.detail.found.steps if one.is_passed_over]
    assert [one.name for one in passed] == ["Agree on a rhythm"]
    assert "Agree on a rhythm" in view.detail.advice.text()
    with qtbot.waitSignal(view.edit_wanted) as told:
        click(qtbot, view.detail.edit)
    assert told.args == ["Silent account"]


def test_the_file_of_results_holds_playbooks_steps_and_changes(view, qtbot, ui, tmp_path, desk):
    ui.dialogs.answers = [tmp_path / "out.csv"]
    click(qtbot, view.export)
    lines = list(csv.DictReader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    heads = [one for one in lines if one["runs"]]
    assert len(heads) == 17
    told = next(one for one in heads if one["playbook"] == "Silent account")
    found = desk.read(results.results, "Silent account", DAY)
    assert [told[key] for key in ("runs", *OUTCOMES)] == [
        str(found.runs), *(str(found.outcomes[key]) for key in OUTCOMES)
    ]  # fmt: skip
    steps = [one for one in lines if one["playbook"] == "Silent account" and one["step"]]
    assert [one["step"] for one in steps] == [one.name for one in found.steps]


def test_loops_are_counted_by_kind_and_lead_to_their_places(loop_view, desk, qtbot, ui):
    found = desk.read(loops.read, DAY)
    assert loop_view.found == found
    for kind in KINDS:
        loop_view.choose(kind)
        assert loop_view.kind == kind
        some = found.of(kind)
        assert loop_view.rows.rows.rowCount() == len(some)
        assert loop_view.card.state == ("body" if some else "empty")
    loop_view.choose("heard")
    row = found.of("heard")[0]
    with qtbot.waitSignal(ui.account_requested):
        loop_view.rows.opened.emit(loop_view.rows.current_id())
    assert (row.account_id, row.tab) == ("sablewood-hotels", "commercial")
    loop_view.choose("run")
    with qtbot.waitSignal(ui.run_requested):
        loop_view.rows.opened.emit(loop_view.rows.current_id())
    loop_view.choose("playbook")
    with qtbot.waitSignal(loop_view.edit_wanted) as told:
        loop_view.rows.opened.emit(loop_view.rows.current_id())
    assert told.args == ["Blind"]
    loop_view.choose("play")
    with qtbot.waitSignal(ui.play_requested) as told:
        loop_view.rows.opened.emit(loop_view.rows.current_id())
    assert told.args == [PlayWish(name="Unmeasured")]


def test_feedback_goes_on_step_by_step(loop_view, desk, qtbot):
    before = {kind: len(loop_view.found.of(kind)) for kind in ("said", "heard", "acted")}
    for kind in ("said", "heard", "acted"):
        loop_view.choose(kind)
        assert loop_view.step.isEnabled()
        click(qtbot, loop_view.step)
    after = {kind: len(loop_view.found.of(kind)) for kind in ("said", "heard", "acted")}
    assert after == {**before, "said": before["said"] - 1}
    assert loop_view.found.heard.told >= 1


def test_an_insight_starts_a_playbook(loop_view, qtbot, ui):
    loop_view.choose("finding")
    assert loop_view.start.isVisible()
    with qtbot.waitSignal(ui.playbook_requested) as told:
        click(qtbot, loop_view.start)
    assert told.args[0] == (loop_view.row.account_id,)
    loop_view.choose("run")
    assert not loop_view.start.isVisible()


def test_looking_back_shows_what_was_open_then_and_changes_nothing(loop_view, view, ui, desk):
    ui.set_day(DAY - 30)
    assert loop_view.found == desk.read(loops.read, DAY - 30)
    assert not loop_view.step.isEnabled()
    assert sum(row.runs for row in view.rows) == len(desk.read(run_reading.runs, DAY - 30))


def test_without_a_desk_both_say_so(ui, qtbot):
    assert "No desk" in shown(qtbot, ResultsView(ui)).card.words
    assert "No desk" in shown(qtbot, LoopsView(ui)).side.words


STEPS = tuple(
    StepResult(str(at), "task", name, 12, 5, 6, 1, 9, 2.5, True, 6, "no time", 4)
    for at, name in enumerate(["Call", "W" * 200, "Write to the sponsor, on paper if need be"])
)
RESULTS = Results(
    "Silent account", "silent", "An answer", 15, 2, 12, 1,
    {"worked": 8, "partly": 2, "no": 1, "too early": 1}, STEPS,
    (ScoreChange(30, 12, 1.4, 8, 4), ScoreChange(60, 7, 3.0, 5, 2), ScoreChange(90, 0, None, 0, 0)),
    (),
)  # fmt: skip


RATINGS = ((0, None, 0, 0), (3, 1.0, 2, 1), (12, 1.3, 8, 4))


@pytest.mark.parametrize("width", [260, 420, 540, 900])
def test_drawings_stay_within_their_width(ui, width):
    measure = FontMeasure(ui.theme)
    for layout in (drawings.outcomes, drawings.steps, drawings.changes):
        drawing = layout(RESULTS, width, Kit(measure, Words()))
        inks = [ink(one, measure) for one in drawing.texts if one.text]
        assert all(one.left() >= -0.5 and one.right() <= width + 0.5 for one in inks), layout
        small = [one.adjusted(0.5, 3, -0.5, -3) for one in inks]
        for one, other in combinations(small, 2):
            assert not one.intersects(other), layout


def test_few_runs_are_too_few_to_tell(ui):
    kit = Kit(FontMeasure(ui.theme), Words())
    told = [drawings.change_words(one, kit) for one in RESULTS.changes]
    assert "n 12" in told[0]
    assert told[1] == "too few to tell (7 runs, 10 are needed)"
    assert told[2] == "no done run is that old"
    some = [drawings.rating_words(RatingChange(*one), kit) for one in RATINGS]
    assert some == [
        "no account answered before and after",
        "2 of 3 rose, 1 fell; too few for a mean",
        "+1.3 on average, 8 rose, 4 fell, n 12",
    ]
    head, lines = step_lines(RESULTS)
    assert all(len(line) == len(head) for line in lines)


def test_an_account_marked_with_a_cause_is_offered_its_playbook(ui, qtbot, desk):
    page = shown(qtbot, AccountPage(ui))
    page.show_account("corvane-robotics", ["corvane-robotics"])
    seen = []

    def fill(dialog):
        box = dialog.findChildren(QComboBox)[-1]
        seen.extend(box.itemText(at) for at in range(box.count()))
        box.setEditText("confused")
        return True

    ui.dialogs.answers = [fill]
    page.acts.ask_fields()
    assert {"confused", "silent", "champion left"} <= set(seen)
    found = desk.read(run_choice.suggested, ("corvane-robotics",), DAY)
    assert (found.playbook, found.why) == (
        "Adoption: confused",
        "marked with the cause “confused”",
    )
