"""What a draft would have foretold: the card that follows a hand, the tab, the suggestion."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.backtest import Lift
from healthdesk.core.domain.backtest_notes import SOME
from healthdesk.core.domain.discrimination import Auc, Paired
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.model_draft import ModelDraft, applied, with_weight
from healthdesk.core.domain.profile import CurveScale
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.domain.suggest import Caught, Suggestion, Weight
from healthdesk.core.domain.suggest_candidates import LeftOut
from healthdesk.core.services import backtest, drafts, imports, profiles
from healthdesk.core.services.backtest import BacktestWish
from healthdesk.core.services.suggest import SuggestionView
from healthdesk.gui.pages.model.backtest.view import BacktestView
from healthdesk.gui.pages.model.backtest_card import BacktestCard
from healthdesk.gui.pages.model.foretell import Foretell
from healthdesk.gui.pages.model.suggestion.card import SuggestionCard
from tests import ready
from tests.core.services import backtest_story as story
from tests.core.services.conftest import NOW

LEFT = Qt.MouseButton.LeftButton


def told_desk(folder, lost):
    desk = ready.furnished(folder / "story.healthdesk", "story", clock=Clock(instant=NOW))
    desk.do(imports.run, [story.write(folder / "facts", lost)])
    return desk


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    made = told_desk(tmp_path_factory.mktemp("story"), story.LOST)
    mark = made.undo_label
    yield made
    assert made.undo_label == mark
    made.close()


@pytest.fixture
def desk(opened, ui):
    """One desk for all; what a test did is undone after it."""
    ui.clock = Clock(instant=NOW)
    mark = opened.undo_label
    ui.set_desk(opened, "UTC")
    yield opened
    ui.set_desk(None)
    while opened.undo_label != mark:
        opened.undo()


@pytest.fixture
def profile(desk):
    return desk.read(profiles.published)[-1].profile


def weighed(profile, weight):
    """The same with another weight of the level of use."""
    return applied(with_weight(ModelDraft(), profile, "usage.level", weight), profile)


class Beside(QWidget):
    """The card as the page has it: it shows what is foretold."""

    def __init__(self, ui):
        super().__init__()
        self.card = BacktestCard(ui)
        self.foretell = Foretell(ui, self)
        QVBoxLayout(self).addWidget(self.card)
        card, foretell = self.card, self.foretell
        foretell.told.connect(card.show_told)
        foretell.began.connect(card.show_began)
        foretell.failed.connect(card.show_failed)
        foretell.leads_told.connect(card.show_leads)
        card.wanted.connect(foretell.want)
        card.leads_wanted.connect(foretell.ask_leads)


@pytest.fixture
def beside(ui, qtbot, desk):
    made = Beside(ui)
    qtbot.addWidget(made)
    made.resize(400, 640)
    made.show()
    return made


def settle(qtbot, beside):
    qtbot.waitUntil(lambda: beside.foretell.shown.settled is not None)


def test_the_card_shows_the_published_version_and_who_was_missed(beside, desk, qtbot):
    beside.foretell.reload("default")
    settle(qtbot, beside)
    view = desk.read(backtest.backtest, BacktestWish(profile="default"))
    found = view.figures
    (row,) = beside.card.chart.rows
    assert (row.name, row.value, row.low) == ("Published 2", found.auc.value, found.auc.low)
    assert beside.card.chart.rates == found.bands
    assert view.verdict.title in beside.card.box.text
    rows = beside.card.table.rows
    names = [rows.data(rows.index(at, 1)) for at in range(rows.rowCount())]
    assert names == [one.name for one in view.misses()]


def test_a_draft_is_told_at_once_and_is_what_testing_it_says(beside, desk, profile, qtbot):
    beside.foretell.reload("default")
    draft = weighed(profile, 0.5)
    told = []
    beside.foretell.told.connect(told.append)
    beside.foretell.ask(draft)
    assert len(told) == 1, "it waits for nothing"
    assert told[0].settled is None
    view = desk.read(backtest.backtest, BacktestWish(profile="default", body=draft))
    assert told[0].draft.auc == view.figures.auc.value
    assert told[0].draft.bands == view.figures.bands
    assert [one.name for one in beside.card.chart.rows] == ["Published 2", "Draft 3"]
    settle(qtbot, beside)
    settled = beside.foretell.shown.settled
    assert settled.figures.misses == view.figures.misses
    assert settled.worth.found is not None
    beside.foretell.ask(profile)
    assert beside.foretell.shown.draft is None, "it is as published again"
    settle(qtbot, beside)


def test_a_draft_that_reads_more_is_tested_anew(beside, desk, profile, qtbot):
    beside.foretell.reload("default")
    ref = msgspec.structs.replace(
        profile.dimensions[0].measures[0].reading,
        options={**profile.dimensions[0].measures[0].reading.options, "days": 7},
    )
    measure = msgspec.structs.replace(profile.dimensions[0].measures[0], reading=ref)
    group = msgspec.structs.replace(
        profile.dimensions[0], measures=(measure, *profile.dimensions[0].measures[1:])
    )
    draft = msgspec.structs.replace(profile, dimensions=(group, *profile.dimensions[1:]))
    beside.foretell.ask(draft)
    view = desk.read(backtest.backtest, BacktestWish(profile="default", body=draft))
    assert beside.foretell.shown.draft.auc == view.figures.auc.value
    settle(qtbot, beside)


def test_the_gear_tests_with_another_lead(beside, qtbot):
    beside.foretell.reload("default")
    settle(qtbot, beside)
    qtbot.mouseClick(beside.card.gear, LEFT)
    lead = beside.card.bar.lead
    assert lead.label == "90 days before"
    qtbot.mouseClick(lead, LEFT)
    notes = [lead.popup.model.at(at).note for at in range(4)]
    assert all("lost" in one for one in notes), "each says what it has"
    lead.popup.list.setCurrentIndex(lead.popup.model.index(0, 0))
    qtbot.keyClick(lead.popup.list, Qt.Key.Key_Return)
    settle(qtbot, beside)
    assert beside.foretell.ground.view.lead == 30
    assert "lead 30 days" in beside.card._subtitle.full_text
    assert not beside.card.popover.isVisible()


def test_an_account_that_was_missed_is_opened(beside, qtbot):
    beside.foretell.reload("default")
    settle(qtbot, beside)
    table = beside.card.table
    table.go_to(0)
    with qtbot.waitSignal(beside.card.account_wanted) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert heard.args == [table.current_id()]


def test_of_few_losses_the_accounts_are_named_instead_of_decimals(ui, qtbot, tmp_path):
    few = told_desk(tmp_path, 6)
    ui.clock = Clock(instant=NOW)
    ui.set_desk(few, "UTC")
    made = Beside(ui)
    qtbot.addWidget(made)
    made.show()
    made.foretell.reload("default")
    settle(qtbot, made)
    assert made.card.chart.rows == ()
    assert made.card.box.warns
    assert "Too few to tell" in made.card.box.text
    assert made.card.table.rows.rowCount() == made.foretell.ground.view.figures.churned
    ui.set_desk(None)
    few.close()


def test_without_a_profile_it_says_so(ui, qtbot, tmp_path):
    bare = Desk.create(tmp_path / "bare.healthdesk", clock=Clock(instant=NOW))
    ui.set_desk(bare, "UTC")
    made = Beside(ui)
    qtbot.addWidget(made)
    made.show()
    made.foretell.reload("default")
    assert made.card.state == "empty"
    assert "no health profile" in made.card.words
    ui.set_desk(None)
    bare.close()


@pytest.fixture
def tab(ui, qtbot, desk):
    made = BacktestView(ui)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_for("default")
    return made


def test_the_tab_has_all_figures(tab):
    found = tab.held.view.figures
    assert "By outcomes" in tab.sampling.full_text
    assert tab.calibration.chart.bins == found.calibration
    assert tab.misses.table.rows.rowCount() == len(found.misses)
    assert tab.measures.table.rows.rowCount() == len(found.measures)
    assert "times as many as a tenth" in tab.verdict.lift.text()
    assert tab.verdict.switch.figures()[1][0][0] == "Published 2"
    assert not tab.way.isVisible()


def test_without_anything_to_test_the_tab_leads_to_the_data(ui, qtbot):
    made = BacktestView(ui)
    qtbot.addWidget(made)
    made.show()
    assert made.instead.state == "empty"
    assert not made.bar.isVisible()
    with qtbot.waitSignal(ui.page_requested) as heard:
        qtbot.mouseClick(made.instead.offer, LEFT)
    assert heard.args == ["data"]


def test_its_charts_are_tables_by_a_key(tab, qtbot):
    switch = tab.verdict.switch
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert switch.as_table
    assert switch.height() >= 120
    lines = switch.figures()[1]
    poor = next(one for one in lines if one[0] == "Poor")
    rate = tab.held.view.figures.band("Poor")
    assert poor[4:6] == (str(rate.lost), str(rate.accounts))
    switch.toggle()
    assert switch.height() == tab.verdict.chart.height()


def test_of_few_losses_the_tab_draws_no_shares_by_score(tab):
    late = to_day(story.left_on(9))
    tab.bar.wanted.emit(BacktestWish(lead=30, first=late, profile="default"))
    assert tab.held.view.figures.few
    assert tab.calibration.state == "empty"
    assert tab.verdict.chart.rows == ()
    names = [one.account_id for one in tab.held.view.named()]
    assert tab.misses.table.rows.rowCount() == len(names)


def test_a_draft_is_compared_on_the_same_accounts_and_days(tab, desk, profile):
    wish = BacktestWish(profile="default")
    desk.do(drafts.change, "default", with_weight(ModelDraft(), profile, "usage.level", 0.5))
    tab.show_for("default", drafted=True)
    worth = desk.read(backtest.compare, wish, None, backtest.DRAFT)
    assert tab.ui.words.signed(worth.found.difference, 2) in tab.verdict.worth.text
    assert "does not show that the draft is" in tab.verdict.worth.text
    assert [one.name for one in tab.verdict.chart.rows] == ["Published 2", "Draft"]
    tab.bar.other.chosen.emit("none")
    assert not tab.verdict.worth.isVisible()


def test_a_rule_says_who_was_lost_and_the_snapshot_is_named(tab):
    tab.bar.want_rule(FieldTest("arr", ">", 20000.0))
    assert tab.held.view.sampling == "snapshot"
    assert tab.sampling.full_text.startswith("Snapshot: every account once")
    assert not tab.bar.lead.isEnabled()
    tab.bar.lost.chosen.emit("outcomes")
    assert tab.held.view.sampling == "outcomes"


def test_too_few_losses_are_refused_in_words(tab, qtbot):
    qtbot.mouseClick(tab.bar.suggest, LEFT)
    card = tab.suggestion
    assert "Too few to learn from" in card.box.text
    assert card.box.warns
    assert not card.take.isVisible()


def test_it_names_the_retro_of_a_missed_account(tab, qtbot):
    tab.misses.table.go_to(0)
    with qtbot.waitSignal(tab.retro_wanted) as heard:
        qtbot.mouseClick(tab.misses.retro, LEFT)
    assert heard.args == [tab.misses.table.current_id()]


def test_who_was_caught_is_named_beside_who_was_missed(tab, qtbot):
    """Every lost account with a score stands in one of the two lists."""
    view = tab.held.view
    qtbot.mouseClick(tab.misses.which.findChildren(QPushButton)[1], LEFT)
    caught = [one.account_id for one in view.caught()]
    assert tab.misses.table.rows.rowCount() == len(caught) > 0
    assert all(view.row(one.cell).band == "Poor" for one in view.caught())
    both = {*caught, *(one.account_id for one in view.misses())}
    assert both == {one.account_id for one in view.named()}
    qtbot.mouseClick(tab.misses.which.findChildren(QPushButton)[0], LEFT)
    assert tab.misses.table.rows.rowCount() == len(view.misses())


def test_a_good_verdict_on_few_losses_warns(tab):
    assert tab.held.view.figures.churned < SOME
    assert "Few losses" in tab.verdict.box.text
    assert tab.verdict.box.warns
    assert "Few losses" not in tab.verdict.notes.text()


def suggestion(profile):
    """One that is better: another curve and another weight."""
    group = profile.dimensions[0]
    scale = CurveScale(points=((1.0, 0.0), (3.0, 100.0)))
    first = msgspec.structs.replace(group.measures[0], scale=scale, weight=5)
    group = msgspec.structs.replace(group, measures=(first, *group.measures[1:]))
    made = msgspec.structs.replace(profile, dimensions=(group,))
    now, then = Auc(0.7, 0.6, 0.8, 12, 80), Auc(0.85, 0.78, 0.92, 12, 80)
    found = Suggestion(
        profile, made, "better",
        Caught(now, Lift(0.2, 18.0, 4.0, 0.33, 1.7)), Caught(then, Lift(0.2, 18.0, 9.0, 0.75, 3.7)),
        Paired(now, then, 0.15, 0.05, 0.25, 0.004),
        (Weight("usage.level", "Level", 75.0, 83.3), Weight("usage.trend", "Trend", 25.0, 16.7)),
        (LeftOut("churn", "Churn", "is about who left: it knows the answer"),),
        (10, 60), (12, 80),
    )  # fmt: skip
    return SuggestionView(
        "default", "Default", 90, 0, 300, 600, "time", 22, found,
        "Tells better who leaves than the present profile", "It does.", (),
    )  # fmt: skip


def test_a_suggestion_stands_beside_the_present_one_until_it_is_taken(ui, qtbot, profile):
    card = SuggestionCard(ui)
    qtbot.addWidget(card)
    card.resize(900, 600)
    card.show()
    assert card.state == "empty"
    with qtbot.waitSignal(card.wanted):
        qtbot.mouseClick(card.offer, LEFT)
    card.show_found(suggestion(profile))
    assert [one.value for one in card.chart.rows] == [0.7, 0.85]
    assert card.fifth.text().endswith("present 33 %, suggested 75 %.")
    assert card.weights.figures()[1][0] == ("Level", "75.0", "83.3")
    assert [one.name for one in card.pictures.found] == [profile.dimensions[0].measures[0].key]
    assert card.out.rows.rowCount() == 1
    assert not card.box.warns
    with qtbot.waitSignal(card.taken) as heard:
        qtbot.mouseClick(card.take, LEFT)
    assert heard.args == [card.found.profile]
    assert card.take.property("kind") == "primary"
    found = suggestion(profile)
    unsure = replace(found.found, verdict="no better")
    card.show_found(replace(found, found=unsure, title="Not shown to be better"))
    assert card.box.warns
    assert card.take.isVisible()
    assert card.take.property("kind") == "quiet"


def test_while_a_hand_moves_the_same_cells_are_weighed(beside, profile, qtbot):
    """Any weight: what is told equals what the scores of the cells say of each pair."""
    beside.foretell.reload("default")
    lost = beside.foretell.ground.view.lost
    for weight in (0.1, 2.0, 9.0):
        beside.foretell.ask(weighed(profile, weight))
        number = beside.foretell.shown.scores.number[:, 0]
        gone, kept = number[lost & ~np.isnan(number)], number[~lost & ~np.isnan(number)]
        pairs = (gone[:, None] < kept) + 0.5 * (gone[:, None] == kept)
        assert beside.foretell.shown.draft.auc == pytest.approx(float(pairs.mean()))
    settle(qtbot, beside)
