"""The page Health model: handles, numbers, switches, thresholds, drafts, versions, by account."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QScrollArea, QSlider

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain import model_draft
from healthdesk.core.domain import what_if as arithmetic
from healthdesk.core.domain.model_draft import ModelDraft, applied
from healthdesk.core.domain.profile import parse_profiles
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import drafts, imports, profiles, scoring
from healthdesk.gui.base.jobs import Jobs
from healthdesk.gui.pages.model.page import ModelPage
from healthdesk.gui.pages.model.trial import Trial
from tests import ready
from tests.gui.pages.model.model_page import DAY, NOW, kept

LEFT = Qt.MouseButton.LeftButton


def row(page, key):
    return page.sheet.weights.rows[key]


def drag(qtbot, slider, weight):
    """Take the handle, move it through a place before, and let it go."""
    y = slider.height() // 2
    to = QPoint(round(slider.x_of(weight)), y)
    qtbot.mousePress(slider, LEFT, pos=QPoint(round(slider.x_of(slider.weight)), y))
    qtbot.mouseMove(slider, QPoint(to.x() // 2, y))
    qtbot.mouseMove(slider, to)
    yield
    qtbot.mouseRelease(slider, LEFT, pos=to)


def type_number(qtbot, page, key, text):
    number = row(page, key).number
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, text)
    qtbot.keyClick(number, Qt.Key.Key_Return)


def test_it_shows_weights_with_their_shares_of_100(page):
    assert row(page, "usage").number.text() == "40"
    assert row(page, "usage").share.full_text == "40.0 %"
    assert row(page, "usage.level").share.full_text == "20.0 %"
    assert not row(page, "usage").was.isVisible()
    assert not page.sheet.head.chip.isVisible()
    assert not page.sheet.head.publish.isEnabled()
    assert page.sheet.moves.state == "empty"


def test_a_handle_shows_at_once_what_it_does_and_is_kept_when_let_go(page, desk, qtbot):
    slider = row(page, "support").slider
    moving = drag(qtbot, slider, 25)
    next(moving)
    assert row(page, "support").number.text() == "25"
    assert row(page, "support").was.full_text == "was 15"
    assert row(page, "support").share.full_text == "22.7 %"
    assert page.sheet.head.chip.accessibleName() == "Draft of version 8: 1 change"
    moved = page.made
    assert moved is not None
    assert moved.changed
    assert kept(desk).empty
    next(moving, None)
    assert kept(desk) == ModelDraft(weights={"support": 25.0})
    assert page.made == moved


def test_undo_takes_back_the_last_change_only(page, desk, ui, qtbot):
    type_number(qtbot, page, "support", "25")
    type_number(qtbot, page, "usage.trend", "12.5")
    assert kept(desk).weights == {"support": 25.0, "usage.trend": 12.5}
    assert row(page, "usage.trend").was.full_text == "was 10"
    page.sheet.head.undo.click()
    assert kept(desk).weights == {"support": 25.0}
    assert row(page, "usage.trend").number.text() == "10"
    page.sheet.head.redo.click()
    assert row(page, "usage.trend").number.text() == "12.5"


def test_ctrl_z_is_the_desks_unless_something_typed_can_be_taken_back(page, qtbot):
    type_number(qtbot, page, "support", "25")
    number = row(page, "support").number
    undo = QKeyEvent(
        QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    undo.ignore()
    QApplication.sendEvent(number, undo)
    assert not undo.isAccepted()
    qtbot.keyClicks(number, "7")
    QApplication.sendEvent(number, undo)
    assert undo.isAccepted()
    qtbot.keyClick(number, Qt.Key.Key_Escape)
    assert number.text() == "25"


def test_arrow_keys_move_a_handle_and_are_one_change(page, desk, qtbot):
    slider = row(page, "support").slider
    slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert row(page, "support").number.text() == "18"
    page.flush()
    assert kept(desk).weights == {"support": 18.0}
    assert desk.undo() == drafts.change.label
    assert kept(desk).empty


def test_what_is_no_number_is_said_and_changes_nothing(page, desk, ui, qtbot):
    told = []
    ui.noticed.connect(told.append)
    type_number(qtbot, page, "support", "many")
    assert "no number" in told[-1].text
    type_number(qtbot, page, "support", "-3")
    assert "0 or more" in told[-1].text
    assert row(page, "support").number.text() == "15"
    assert kept(desk).empty


def test_a_switch_takes_a_dimension_out_and_its_weight_comes_back(page, desk, qtbot):
    type_number(qtbot, page, "support", "25")
    row(page, "support").switch.click()
    assert row(page, "support").share.full_text == "off"
    assert row(page, "support.ticket_age").share.full_text == "off"
    assert kept(desk).kept == {"support": 25.0}
    row(page, "support").switch.click()
    assert row(page, "support").number.text() == "25"


def test_a_layer_is_switched_as_a_whole(page, desk):
    page.sheet.weights.layers["said"].click()
    assert row(page, "voice.nps").share.full_text == "off"
    assert row(page, "voice.sentiment").share.full_text == "15.0 %"
    assert not page.sheet.weights.layers["said"].isChecked()
    assert page.sheet.weights.layers["felt"].isChecked()
    page.sheet.weights.layers["said"].click()
    assert kept(desk).empty


def test_the_last_dimension_refuses_to_go(page, ui, desk):
    told = []
    ui.noticed.connect(told.append)
    for key in ("usage", "touch", "support", "voice"):
        row(page, key).switch.click()
    row(page, "commercial").switch.click()
    assert told[-1].text.startswith("Something has to count")
    assert row(page, "commercial").switch.isChecked()
    assert row(page, "commercial").share.full_text == "100.0 %"


def test_a_threshold_is_dragged_and_never_past_the_other(page, desk, qtbot):
    chart = page.sheet.standing.chart
    pin = chart.pins["average"]
    qtbot.mousePress(pin, LEFT, pos=QPoint(12, 12))
    at = round(chart.frame.x(45))
    qtbot.mouseMove(pin, pin.mapFrom(chart, QPoint(at, pin.y() + 12)))
    assert chart.bounds["average"] == 45
    before = page.made
    qtbot.mouseMove(pin, pin.mapFrom(chart, QPoint(round(chart.frame.x(95)), pin.y() + 12)))
    assert chart.bounds["average"] == 69
    assert page.made != before
    qtbot.mouseRelease(pin, LEFT, pos=QPoint(12, 12))
    assert kept(desk).bands == {"average": 69.0}
    qtbot.keyClick(chart.pins["strong"], Qt.Key.Key_Right)
    page.flush()
    assert kept(desk).bands == {"average": 69.0, "strong": 71.0}
    assert chart.pins["strong"].accessibleName() == "Strong from 71"


def test_who_moves_is_listed_and_opens(page, ui, qtbot):
    type_number(qtbot, page, "usage", "5")
    moves = page.made.moves
    assert moves
    table = page.sheet.moves.table
    assert table.rows.rowCount() == len(moves)
    asked = []
    ui.account_requested.connect(asked.append)
    table.setFocus()
    table.go_to(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert asked == [table.rows.row_at(0).account_id]


def test_the_histogram_is_a_table_by_ctrl_t(page, qtbot):
    switch = page.sheet.standing.switch
    switch.toggle()
    model = switch.table.model()
    assert model.rowCount() == arithmetic.BARS
    heights = [int(model.index(at, 1).data()) for at in range(arithmetic.BARS)]
    assert tuple(heights) == page.made.before.heights
    switch.toggle()


def test_publishing_gives_what_was_shown(page, desk, dialogs, qtbot):
    type_number(qtbot, page, "usage", "5")
    foretold = page.made.after.bands

    def fill(dialog):
        dialog.input("reason").setText("Use said little")
        return True

    dialogs.answers = [fill]
    page.sheet.head.publish.click()
    assert page.view.published.version == 8
    assert page.made.before.bands == foretold
    assert page.made.moves == ()
    assert kept(desk).empty
    assert page.sheet.versions.table.rows.row_at(0).reason == "Use said little"
    scored = desk.read(scoring.scores, DAY)
    mine = [one for one in scored if one.profile == "default"]
    assert tuple(sum(one.band == band for one in mine) for band in arithmetic.BANDS) == foretold


def test_a_day_before_the_version_that_holds_is_refused(page, dialogs, qtbot):
    type_number(qtbot, page, "usage", "5")
    told = []

    def fill(dialog):
        dialog.input("reason").setText("Why")
        dialog.input("day").set_day(DAY - 300)
        dialog.yes.click()
        told.append(dialog.wrong("day"))
        return False

    dialogs.answers = [fill]
    page.sheet.head.publish.click()
    assert told[0].startswith("Version 7 began on")
    assert page.view.published.version == 7


def test_rolling_back_publishes_the_older_version_again(page, desk, dialogs):
    def fill(dialog):
        dialog.input("reason").setText("It was better")
        return True

    versions = page.sheet.versions
    versions.table.go_to(2)
    assert versions.chosen == 5
    dialogs.answers = [fill]
    versions.back.click()
    assert page.view.published.version == 8
    older = desk.read(profiles.version, "default", 5).profile
    assert page.view.published.profile == older


def test_by_account_lists_every_change_and_saves_it(page, desk, dialogs, qtbot, tmp_path):
    type_number(qtbot, page, "usage", "5")
    page.sheet.moves.all.click()
    listed = page.all
    assert listed.isVisible()
    assert listed.table.rows.rowCount() == page.made.changed
    target = tmp_path / "list.csv"
    dialogs.answers = [target]
    listed.save.click()
    with target.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == page.made.changed
    scores = {one.account_id: one.score for one in desk.read(scoring.scores, DAY)}
    assert all(float(one["score_before"]) == scores[one["account_id"]] for one in rows)
    listed.first.setCurrentIndex(listed.first.findData(6))
    listed.second.setCurrentIndex(listed.second.findData(6))
    assert listed.card.state == "empty"
    listed.back.click()
    assert page.sheet.isVisible()


def test_two_versions_are_compared_from_the_list(page):
    page.sheet.versions.table.go_to(1)
    page.sheet.versions.compare.click()
    assert (page.all.first.currentData(), page.all.second.currentData()) == (6, 7)
    assert page.all.table.rows.rowCount() > 0


def test_another_profile_has_its_own_draft(page, desk, qtbot):
    type_number(qtbot, page, "support", "25")
    box = page.sheet.head.profile
    box.setCurrentIndex(box.findData("onboarding"))
    assert "steps" in page.sheet.weights.rows
    assert not page.sheet.head.chip.isVisible()
    box.setCurrentIndex(box.findData("default"))
    assert row(page, "support").number.text() == "25"


def test_looking_back_shows_the_draft_and_changes_nothing(page, ui, desk, qtbot):
    type_number(qtbot, page, "support", "25")
    ui.set_day(DAY - 30)
    assert not row(page, "support").slider.isEnabled()
    assert row(page, "support").number.isReadOnly()
    assert not row(page, "support").switch.isEnabled()
    assert not page.sheet.head.publish.isEnabled()
    assert not page.sheet.versions.back.isEnabled()
    assert page.made.changed
    qtbot.keyClick(page.sheet.standing.chart.pins["strong"], Qt.Key.Key_Right)
    assert kept(desk) == ModelDraft(weights={"support": 25.0})


def test_discarding_can_be_undone(page, desk, ui, qtbot):
    type_number(qtbot, page, "support", "25")
    page.sheet.head.discard.click()
    assert row(page, "support").number.text() == "15"
    ui.undo()
    assert row(page, "support").number.text() == "25"


def test_a_rank_model_shows_its_measures_instead(page, desk):
    rank = {"kind": "rank", "good": {"op": "<=", "value": 21}, "poor": {"op": ">", "value": 60}}
    measure = {"key": "since", "name": "Days since touch", "scale": rank}
    measure["reading"] = {"kind": "days_since_touch"}
    document = {
        "key": "default",
        "model": "rank",
        "dimensions": [{"key": "touch", "name": "Touch", "measures": [measure]}],
    }
    desk.do(profiles.publish, parse_profiles([document], (), CATALOGUE)[0], "As before")
    assert page.sheet.weights.rows == {}
    assert page.sheet.weights.accessibleName() == "Measures"
    assert not page.sheet.standing.chart.pins["strong"].isVisible()
    assert sum(page.made.before.heights) == sum(page.made.before.bands[:3])
    assert page.sheet.moves.words.startswith("Nothing to move")
    assert not page.sheet.head.publish.isEnabled()


def test_a_new_desk_says_what_to_do(ui, qtbot, tmp_path):
    desk = Desk.create(tmp_path / "new.healthdesk", clock=Clock(instant=NOW))
    ui.clock = Clock(instant=NOW)
    made = ModelPage(ui)
    qtbot.addWidget(made)
    ui.set_desk(desk, "UTC")
    made.show()
    asked = []
    ui.page_requested.connect(asked.append)
    assert made.sheet.instead.state == "empty"
    made.sheet.instead.acted.emit()
    assert asked == ["data"]
    made.close()
    ui.set_desk(None)
    desk.close()


def test_where_nobody_has_a_first_day_the_backtest_is_still_at_hand(ui, qtbot, tmp_path):
    """Facts may tell who left though no account has a score."""
    facts = tmp_path / "facts"
    facts.mkdir()
    facts.joinpath("accounts.csv").write_text("account_id,name,churned\na,A,yes\nb,B,no\n")
    ui.clock = Clock(instant=NOW)
    with ready.furnished(tmp_path / "bare.healthdesk", "bare", clock=ui.clock) as desk:
        desk.do(imports.run, [facts])
        made = ModelPage(ui)
        qtbot.addWidget(made)
        ui.set_desk(desk, "UTC")
        made.show()
        assert made.sheet.instead.isVisible()
        assert "None of the 2 accounts has a first day" in made.sheet.instead.words
        assert made.sheet.head.publish.isVisible()
        made.sheet.show_tab("backtest")
        assert made.proof.tab.isVisible()
        assert made.proof.tab.wish.profile == "default"
        made.close()
        ui.set_desk(None)


def test_the_keys_go_from_the_head_to_the_weights_and_then_to_the_histogram(page):
    order, at = [], page.sheet.head.publish
    for _ in range(400):
        at = at.nextInFocusChain()
        order.append(at)
    places = [
        order.index(one)
        for one in (
            page.sheet.weights.layers["usage"],
            row(page, "usage").number,
            row(page, "commercial").slider,
            page.sheet.standing.chart.pins["average"],
            page.sheet.moves.table,
        )
    ]
    assert places == sorted(places)


def test_everything_to_press_is_named(page):
    nameless = [
        type(one).__name__
        for kind in (QAbstractButton, QLineEdit, QSlider)
        for one in page.findChildren(kind)
        if one.isVisible() and not one.accessibleName() and not getattr(one, "text", str)()
    ]
    assert nameless == []


class Waiting(Jobs):
    """Jobs that run when they are told to."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[object] = []

    def read(self, call, then, failed=None, *, key, label="", patient=False):
        self.calls.append((call, then))
        return len(self.calls)

    def run_next(self):
        call, then = self.calls.pop(0)
        then(call(None))


@pytest.fixture
def trial(page, ui, monkeypatch, qtbot):
    qtbot.waitUntil(page.sheet.columns.isVisible)  # what reads once it is seen has begun to
    page.proof.forget()
    jobs = Waiting()
    monkeypatch.setattr(ui, "jobs", jobs)
    made = Trial(ui, page)
    made.seen, made.told = [], []
    made.tried.connect(made.seen.append)
    made.firm.connect(made.told.append)
    made.calls = jobs
    yield made
    jobs.close()


PLACES = [ModelDraft(weights={"support": float(at)}) for at in range(20, 60)]


def test_a_desk_of_usual_size_follows_the_hand_at_once(page, trial):
    book = page.view.book
    places = [applied(draft, book.published.profile) for draft in PLACES]
    for draft in places:
        trial.ask(book, draft)
    assert trial.seen == [arithmetic.what_if(book, one) for one in places]
    assert trial.calls.calls == []  # how firm it is can wait until the hand rests
    trial.settle()
    trial.calls.run_next()
    assert trial.told[-1] == arithmetic.firmness(book, places[-1])
    assert trial.calls.calls == []


def test_a_large_desk_is_worked_out_aside_for_the_last_place_only(page, trial, monkeypatch):
    monkeypatch.setattr("healthdesk.gui.pages.model.trial.AT_ONCE", 0)
    book = page.view.book
    places = [applied(draft, book.published.profile) for draft in PLACES]
    for draft in places:
        trial.ask(book, draft)
    assert trial.seen == []
    trial.calls.run_next()
    trial.calls.run_next()
    assert trial.seen == [arithmetic.what_if(book, draft) for draft in (places[0], places[-1])]
    trial.settle()
    trial.calls.run_next()
    assert trial.told == [arithmetic.firmness(book, places[-1])]
    assert trial.calls.calls == []


def test_weights_are_no_wider_than_their_card(page):
    area = page.sheet.weights.findChild(QScrollArea)
    assert set(page.sheet.weights.layers) == {"usage", "said", "felt"}
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()


def test_a_template_weighs_the_draft_from_the_version_in_use(page, desk, dialogs):
    before = model_draft.weights_of(page.view.published.profile)
    for _ in range(2):  # once more gives the same: it begins from what is published
        dialogs.answers = [lambda form: form.input("template").setCurrentIndex(1) or True]
        page.sheet.weights.template.click()
        after = model_draft.weights_of(model_draft.applied(kept(desk), page.view.published.profile))
        assert after["touch"] == 2 * before["touch"]
        assert after["usage"] == before["usage"] / 2
    dialogs.answers = [False]
    page.sheet.weights.template.click()
    assert after == model_draft.weights_of(
        model_draft.applied(kept(desk), page.view.published.profile)
    )
