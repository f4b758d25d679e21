"""The page Health model: curves, measures, dimensions, caps, profiles, model card, one account."""

from __future__ import annotations

from types import SimpleNamespace

import msgspec
from PySide6.QtCore import QPoint, Qt

from healthdesk.core.domain import profile_edit
from healthdesk.core.domain.profile import CurveScale
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import drafts, profiles
from healthdesk.gui.pages.model.sheet import BACKTEST, JUDGEMENT, MODEL
from tests.gui.pages.model.model_page import DAY, kept

AGE = "support.ticket_age"


def pressed(menu, words):
    """Trigger the action of a menu that says so."""
    found = next(one for one in menu.actions() if one.text() == words)
    assert found.isEnabled()
    found.trigger()
    menu.hide()


def row_menu(page, key):
    page.sheet.weights.rows[key].more.click()
    return page.acts.menu


def test_a_measure_is_chosen_by_its_name_and_its_curve_is_shown(page, qtbot):
    assert page.sheet.curve.key == "usage.level"
    name = page.sheet.weights.rows[AGE].name
    qtbot.mouseClick(name, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert page.sheet.curve.key == AGE
    assert name.isChecked()
    assert not page.sheet.weights.rows["usage.level"].name.isChecked()
    assert page.sheet.curve.values.accounts == int(page.view.book.own.sum())


def test_a_curve_recolours_while_it_moves_and_is_one_step_of_undo(page, desk):
    page.look_at(AGE)
    steep = CurveScale(points=((0.0, 100.0), (2.0, 0.0)))
    page.sheet.curve.scaled.emit(AGE, CurveScale(points=((0.0, 100.0), (5.0, 0.0))))
    page.sheet.curve.scaled.emit(AGE, steep)
    moved = page.made
    assert moved.changed
    assert kept(desk).empty
    page.sheet.curve.settled.emit(AGE, steep)
    assert page.made == moved
    assert profile_edit.measure_of(kept(desk).whole, AGE).scale == steep
    assert page.sheet.head.chip.accessibleName() == "Draft of version 8: 1 change"
    assert desk.undo() == drafts.change.label
    assert kept(desk).empty
    assert page.made.changed == 0


def test_another_reading_is_read_and_tried(page, desk):
    page.look_at(AGE)
    old = profile_edit.measure_of(page.hand.profile, AGE)
    options = {**old.reading.options, "min_priority": "urgent"}
    fresh = msgspec.structs.replace(
        old, reading=msgspec.structs.replace(old.reading, options=options)
    )
    page.sheet.curve.changed.emit(AGE, fresh)
    assert not page.trial.waits
    assert page.made.changed
    assert page.sheet.curve.measure.reading == fresh.reading


def test_a_measure_is_added_tried_and_taken_away(page, desk, dialogs):
    page.sheet.weights.add.click()
    groups = [one.text() for one in page.acts.menu.actions()]
    assert groups[0] == "Product usage"
    page.acts.menu.hide()
    said = []

    def fill(form):
        said.append(form.count.full_text)
        form.input("name").setText("New tickets")
        return True

    dialogs.answers = [fill]
    page.acts.ask_measure("tickets_opened")
    assert "have it" in said[0]
    key = "support.new_tickets"
    assert page.sheet.weights.current == key
    assert page.sheet.curve.key == key
    assert page.sheet.weights.rows[key].was.full_text == "new"
    assert page.made.changed
    pressed(row_menu(page, key), "Remove")
    assert kept(desk).empty


def test_every_reading_can_become_a_measure(page, desk, dialogs):
    page.sheet.weights.add.click()
    page.acts.menu.hide()
    before = len(page.hand.profile.measure_keys)
    for count, kind in enumerate(CATALOGUE, 1):
        dialogs.answers = [True]
        page.acts.ask_measure(kind)
        assert len(page.hand.profile.measure_keys) == before + count
        assert page.sheet.curve.key == page.sheet.weights.current
        assert page.sheet.curve.measure.reading.kind == kind
    assert len(kept(desk).whole.measure_keys) == before + len(CATALOGUE)


def test_names_order_and_the_lowest_measure_are_changed_by_the_menu(page, desk, dialogs):
    dialogs.answers = ["Waiting"]
    pressed(row_menu(page, AGE), "Rename")
    assert page.sheet.weights.rows[AGE].name.full_text == "Waiting"
    pressed(row_menu(page, AGE), "Move up")
    assert kept(desk).whole.dimensions[2].measures[0].name == "Waiting"
    pressed(row_menu(page, "support"), "Its lowest measure alone counts")
    assert kept(desk).whole.dimensions[2].combine == "lowest"
    pressed(row_menu(page, "support"), "Remove")
    assert "support" not in page.sheet.weights.rows


def test_a_cap_is_lowered_by_typing_and_taken_away(page, desk, qtbot):
    row = page.sheet.weights.caps.rows[0]
    row.number.setFocus()
    row.number.selectAll()
    qtbot.keyClicks(row.number, "12")
    qtbot.keyClick(row.number, Qt.Key.Key_Return)
    assert kept(desk).whole.caps[0].at_most == 12
    row.more.click()
    pressed(page.acts.menu, "Remove")
    assert kept(desk).whole.caps == ()
    assert page.sheet.weights.caps.rows == []
    assert "Caps: 1, now 0" in page.sheet.standing.note.full_text


def test_a_cap_asks_for_name_limit_and_rule(page, desk, dialogs):
    def fill(form):
        form.yes.click()
        assert form.wrong.full_text == "A cap has a name."
        form.name.setText("Silent")
        form.at_most.setText("30")
        form.box.set_rule({"reading": {"kind": "days_since_touch"}, "op": ">", "value": 20})
        return True

    dialogs.answers = [fill]
    page.sheet.weights.caps.add.click()
    added = kept(desk).whole.caps[1]
    assert (added.name, added.at_most) == ("Silent", 30)
    assert page.made.changed


def test_settings_make_it_a_rank_model_and_back(page, desk, dialogs):
    def ranks(form):
        box = form.input("model")
        box.setCurrentIndex(1)
        return True

    def weights(form):
        form.input("model").setCurrentIndex(0)
        return True

    dialogs.answers = [ranks]
    page.sheet.head.menu.click()
    pressed(page.profiles.menu, "Settings of this profile")
    assert kept(desk).whole.model == "rank"
    assert page.sheet.weights.rows == {}
    page.sheet.weights.ranks[AGE].name.click()
    assert page.sheet.curve.key == AGE
    dialogs.answers = [weights]
    page.profiles._on_settings()
    assert kept(desk).whole.model == "weighted"
    assert AGE in page.sheet.weights.rows


def test_points_of_ranks_that_do_not_fall_are_refused(page, dialogs):
    told = []

    def fill(form):
        form.input("average").setText("10")
        form.input("poor").setText("30")
        form.yes.click()
        told.append(form.wrong("average"))
        return False

    dialogs.answers = [fill]
    page.profiles.view = page.view
    page.profiles._on_settings()
    assert told == ["Points fall from good to average to poor."]


def test_a_profile_is_begun_from_a_starter_given_a_rule_and_published(page, desk, dialogs, ui):
    told = []
    ui.noticed.connect(told.append)

    def begin(form):
        form.input("starter").setCurrentIndex(2)
        return True

    def rule(form):
        form.box.set_rule({"field": "arr", "op": "<", "value": 30000})
        return True

    def why(form):
        form.input("reason").setText("Many small ones")
        return True

    dialogs.answers = [begin]
    page.sheet.head.menu.click()
    pressed(page.profiles.menu, "New profile")
    assert page.view.key == "low-touch"
    assert page.view.new
    assert page.sheet.head.chip.isVisible()
    page.sheet.head.publish.click()
    assert told[-1].text == "Say for whom it is first"
    dialogs.answers = [rule]
    told[-1].run()
    dialogs.answers = [why]
    page.sheet.head.publish.click()
    listed = [one.profile.key for one in desk.read(profiles.published)]
    assert listed == ["onboarding", "low-touch", "default"]
    page.sheet.head.menu.click()
    pressed(page.profiles.menu, "Ask it earlier")
    listed = [one.profile.key for one in desk.read(profiles.published)]
    assert listed == ["low-touch", "onboarding", "default"]
    page.sheet.head.menu.click()
    pressed(page.profiles.menu, "Retire it")
    assert len(desk.read(profiles.published)) == 2
    assert page.view.key == "default"


def test_a_copy_is_begun_and_discarded(page, desk, dialogs):
    dialogs.answers = ["Another"]
    page.sheet.head.menu.click()
    pressed(page.profiles.menu, "Copy of this profile")
    assert page.view.published.profile.name == "Another"
    page.sheet.head.menu.click()
    pressed(page.profiles.menu, "Discard it")
    assert page.view.key == "default"


def test_changes_are_listed_in_words(page):
    page.sheet.weights.rows["support"].switch.click()
    page.sheet.head.chip.click()
    head, lines = page.sheet.head.popover.table.figures()
    assert head == ("Changed", "Published", "Draft")
    assert tuple(lines) == (("Support: weight", "15", "0"),)
    page.sheet.head.discard.click()
    assert not page.sheet.head.popover.isVisible()
    assert not page.sheet.head.chip.isVisible()


def test_the_card_of_a_version_opens_in_place_and_leads_back(page):
    page.sheet.head.card.click()
    card = page.card
    assert card.isVisible()
    assert "It scores all accounts that no other profile takes." in card.lines()
    card.version.setCurrentIndex(card.version.findData(1))
    assert card.shown.version == 1
    card.head.back.click()
    assert page.sheet.isVisible()
    page.sheet.versions.table.go_to(2)
    page.sheet.versions.card.click()
    assert card.shown.version == 5


def test_a_draft_is_tried_on_one_account(page):
    page.sheet.weights.rows["support"].switch.click()
    page.sheet.head.menu.click()
    pressed(page.profiles.menu, "Try the draft on one account")
    one = page.one
    assert one.isVisible()
    moves = page.made.moves
    named = page.view.named[moves[0].account] if moves else next(iter(page.view.named.values()))
    one.show_account(named.account_id)
    _, lines = one.table.figures()
    assert {"Ticket age", "NPS"} <= {line[0] for line in lines}
    assert one.note.full_text.startswith("The rows add up to the change")
    one.head.back.click()
    assert page.sheet.isVisible()


def test_tabs_stand_under_the_head(page):
    page.sheet.tabs.buttons[JUDGEMENT].click()
    assert page.sheet.tab == JUDGEMENT
    assert page.sheet.judgement.view.isVisible()
    page.sheet.show_tab(MODEL)
    assert page.sheet.columns.isVisible()
    page.open_agenda()
    assert page.sheet.tab == JUDGEMENT


def test_looking_back_nothing_is_offered_that_changes(page, ui):
    ui.set_day(DAY - 30)
    assert not page.sheet.weights.add.isEnabled()
    assert not page.sheet.weights.caps.add.isEnabled()
    offered = {one.text(): one.isEnabled() for one in row_menu(page, AGE).actions() if one.text()}
    assert offered["Look at its curve"]
    assert not any(on for words, on in offered.items() if words != "Look at its curve")
    page.acts.menu.hide()


def test_a_suggestion_and_a_retros_measure_go_into_the_draft(page, desk):
    suggested = profile_edit.renamed(page.hand.published, "support", "Help")
    page.sheet.show_tab(BACKTEST)
    page.proof.tab.suggested.emit(suggested)
    assert page.sheet.tab == MODEL
    assert kept(desk).whole == suggested
    measure = profile_edit.measure_of(page.hand.profile, AGE)
    fresh = msgspec.structs.replace(measure, key="", name="Waiting long")
    found = SimpleNamespace(profile="default", name="Default", measure=fresh, inside="support",
                            place="")  # fmt: skip
    page.proof._on_proposed(found, "A-1")
    assert page.sheet.weights.current == "support.waiting_long"


def test_the_backtest_stands_beside_the_weights(page, qtbot):
    told = page.proof.foretell
    qtbot.waitUntil(lambda: told.shown is not None)
    page.sheet.weights.rows["support"].switch.click()
    assert told.shown.draft is not None
    page.sheet.backtest.opened.emit()
    assert page.sheet.tab == BACKTEST
