"""The page of plays over a small sample: list, the play, rehearsal, what waits, log, results."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.play import Brakes, Cause, Goal, Play
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import accounts, marks, playbooks, plays, samples, timeline
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.jobs import InlineJobs
from healthdesk.gui.base.prefs import PrefsFile
from healthdesk.gui.base.ui import PlayWish, Ui
from healthdesk.gui.pages.plays.columns import SWITCH
from healthdesk.gui.pages.plays.page import LIST, LOG, RESULTS, WAITING, PlaysPage
from healthdesk.gui.pages.today.fired_link import FiredLink
from healthdesk.gui.pages.today.suggested_card import SuggestedCard
from healthdesk.gui.panels.plays.account_card import PlaysHere
from healthdesk.gui.parts.menu import Menu

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
POPUP = pytest.mark.qt_log_ignore("does not support", extend=True)
PAYS, LEFT = "They pay", "Champion left"
ALL = FieldTest(field="arr", op=">=", value=0)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("plays") / "sample.healthdesk"
    desk = Desk.create(path, clock=Clock(instant=NOW))
    desk.do(samples.fill, DAY, 1, 12, 40)
    desk.do(playbooks.create_starters)
    goal = Goal("They pay more", ALL, 30)
    desk.do(plays.add, Play(PAYS, "Watch", "", None, Cause("condition", {}, ALL), LEFT, goal=goal))
    desk.do(plays.publish, PAYS)
    desk.close()
    return path


@pytest.fixture
def page(ui, desk, large):
    made = large(PlaysPage(ui))
    yield made
    if made._editor is not None:
        made._editor.forget()


@pytest.fixture
def editor(page):
    page.open_play(PAYS)
    assert page.editing
    return page.editor


@pytest.fixture(scope="module")
def opened(_dressed, filled, tmp_path_factory):
    """The play in the editor, on a desk of its own: for all that only looks, or types in it."""
    folder = tmp_path_factory.mktemp("opened")
    path = folder / "sample.healthdesk"
    path.write_bytes(filled.read_bytes())
    jobs = InlineJobs()
    ui = Ui(_dressed, jobs, FakeDialogs(), PrefsFile(folder / "window.json"))
    ui.clock = Clock(instant=NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEALTHDESK_FOLDER", str(folder / "home"))
        desk = Desk.open(path, clock=ui.clock)
        ui.set_desk(desk, "UTC")
        made = PlaysPage(ui)
        made.resize(1240, 800)
        made.show()
        made.open_play(PAYS)
        yield made.editor
        made.editor.forget()
        made.close()
        made.deleteLater()
        ui.set_desk(None)
        desk.close()
    jobs.close()


@pytest.fixture
def typed(opened):
    """That editor; what a test types is gone after it."""
    play, opened.rehearsing.took = opened.play, 0
    yield opened
    opened.close_why()
    opened.take(play, "")
    opened.keeping.keep_now()
    opened.rehearsing.stop()


@pytest.fixture
def fired(desk):
    """The play is on and suggests itself at three accounts."""
    desk.do(plays.switch_on, PAYS, True)
    desk.do(plays.tick, DAY)
    return desk


def menu(widget):
    return [one for one in widget.findChildren(Menu) if one.isVisible()][-1]


def entry(widget, text):
    found = menu(widget)
    next(one for one in found.actions() if one.text() == text).trigger()
    found.close()


def told(ui):
    some = []
    ui.noticed.connect(some.append)
    return some


# The list.


def test_the_list_tells_what_a_play_is(page):
    columns = {one.key: one for one in page.shelf.table.rows.columns}
    row = page.shelf.row(PAYS)
    says = {key: column.text(row) for key, column in columns.items()}
    assert (says["whom"], says["members"]) == ("All accounts", str(row.members))
    assert "0" in says["when"]
    assert "becomes true" not in says["when"]
    assert (says["then"], says["mode"]) == (LEFT, "asks")
    assert "worked" not in says  # it has a measure, and nothing is to be told yet
    assert says[SWITCH] == "off"
    assert page.shelf.count.full_text == "0 of 1 on"


def test_an_empty_desk_says_what_plays_are(page, desk):
    desk.do(plays.remove, PAYS)
    page.reload()
    assert "No plays yet" in page.shelf.card.words
    assert "Rehearse" in page.shelf.card.words


def test_the_switch_in_the_row_asks_which_accounts_count(page, desk, dialogs, qtbot):
    table = page.shelf.table
    place = table.visualRect(table.rows.index(0, 0)).center()
    seen = []

    def choose(dialog):
        seen.append(dialog.input("existing"))
        return True

    dialogs.answers = [choose]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, place.y()))
    assert len(seen) == 1
    assert page.shelf.row(PAYS).on
    assert desk.read(plays.overview, DAY)[0].on_since == DAY
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert not page.shelf.row(PAYS).on
    desk.undo()
    assert page.shelf.row(PAYS).on


@POPUP
def test_new_copied_renamed_removed(page, desk, dialogs):
    def fill(dialog):
        dialog.input("name").setText("Mine")
        return not dialog.find_wrongs()

    dialogs.answers = [fill]
    page.shelf.new.click()
    entry(page.shelf, "Blank play")
    assert page.editing
    assert page.editor.play == Play("Mine")
    page.editor.leave()
    assert page.shelf.table.current_id() == "Mine"
    for text, answer, names in (
        ("Duplicate", None, [PAYS, "Mine", "Mine copy"]),
        ("Rename", "Yours", [PAYS, "Yours", "Mine copy"]),
        ("Remove", True, [PAYS, "Mine copy"]),
    ):
        dialogs.answers = [] if answer is None else [answer]
        name = "Mine" if text != "Remove" else "Yours"
        page.shelf.table.menu_wanted.emit(name, QPoint(0, 0))
        entry(page.shelf, text)
        assert list(desk.read(plays.names)) == names


def test_one_switch_stops_all_and_releases_them(page, desk, dialogs, ui):
    desk.do(plays.switch_on, PAYS)
    page.shelf.stop.click()
    assert page.shelf.stop.isChecked()
    assert page.shelf.strip.isVisible()
    assert "nothing fires" in page.shelf.strip.words.full_text
    page.open_play(PAYS)
    assert page.editor.head.says.state == "On, but all plays are stopped"
    page.editor.leave()
    dialogs.answers = [True]
    page.shelf.strip.release.click()
    assert not page.shelf.strip.isVisible()
    assert not page.shelf.stop.isChecked()


# The play.


def test_the_play_is_shown_in_five_parts_and_rehearsed_at_once(typed):
    editor = typed
    form, card = editor.form, editor.rehearsal
    assert form.who.segment.label == "All accounts"
    assert [line._told[2] for line in form.when.condition.lines] == ["at least 0"]
    assert form.then.playbook.label == f"Playbook: {LEFT}, version 1"
    assert form.then.ask.isChecked()
    assert form.brakes.often.label == "Once in 60 days each"
    assert form.measure.goal.label == "They pay more in 30 days"
    assert card.state == "body" or "nowhere" in card.words
    assert card.found is not None
    assert form.who.count.full_text.endswith("in the mean of the year")
    assert form.who.count.full_text.startswith(f"{len(form.who.members)} accounts today")
    form.who.see.click()
    opened = []
    editor.ui.account_requested.connect(opened.append)
    form.who.popup.take(form.who.members[1][0])
    assert opened == [form.who.members[1][0]]


def test_what_is_changed_is_kept_as_a_draft_and_undone(editor, desk):
    editor.form.brakes.a_day.chosen.emit("5")
    editor.form.who.segment.chosen.emit("segment Q1 risk")
    editor.form.then.ask.click()
    editor.keeping.keep_now()
    kept = desk.read(plays.draft, PAYS)
    assert (kept.brakes.a_day, kept.segment, kept.mode) == (5, "Q1 risk", "run")
    assert desk.read(plays.document, PAYS).segment == ""
    assert "saved" in editor.form._subtitle.full_text
    assert "a person sends" in editor.form.then.told.full_text
    editor.undo()
    assert editor.form.then.ask.isChecked()
    editor.undo()
    assert editor.form.who.segment.label == "All accounts"
    editor.redo()
    editor.leave()
    assert desk.read(plays.draft, PAYS).segment == "Q1 risk"


def test_a_change_is_rehearsed_after_a_rest_where_that_is_quick(typed):
    editor, asked = typed, []
    editor.rehearsing.began.connect(lambda: asked.append(editor.play.segment))
    editor.form.who.segment.chosen.emit("segment Q1 risk")
    assert editor.rehearsing._later.isActive()
    editor.rehearsing._later.stop()
    editor.rehearsing.rehearse()
    assert asked == ["Q1 risk"]
    editor.rehearsing.took = 1500
    editor.form.who.segment.chosen.emit("segment Strong but silent")
    assert not editor.rehearsing._later.isActive()
    assert "Rehearse it again" in editor.rehearsal.stale.full_text
    editor.head.rehearse.click()
    assert asked == ["Q1 risk", "Strong but silent"]
    assert editor.rehearsal.stale.full_text == ""


def test_what_says_nothing_of_when_it_fires_is_not_rehearsed(typed):
    editor = typed
    editor.form.measure.owner.chosen.emit("owner Nadia")
    editor.form.then.ask.click()
    assert (editor.play.owner, editor.play.mode) == ("Nadia", "run")
    assert not editor.rehearsing._later.isActive()


def test_another_trigger_brings_its_own_form(typed):
    editor = typed
    when = editor.form.when
    for kind, module in editor.kit.triggers.items():
        when.trigger.chosen.emit(kind)
        assert editor.play.cause.kind == kind
        assert when.condition.isHidden() == (not module.SPEC.ruled)
        if module.SPEC.options:
            assert when.form(kind).isVisible()
            assert set(when.form(kind).inputs) == {one.key for one in module.SPEC.options}
        editor.keeping.keep_now()
        assert editor.bench.faults_of(editor.play) is not None
    heads = [one.text for one in when._triggers() if one.head]
    assert len(heads) == len(set(heads)) > 3
    editor.rehearsing.stop()


def test_problems_stand_in_their_parts(typed):
    editor = typed
    goal = editor.play.goal
    bare = msgspec.structs.replace(editor.play, segment="Gone", playbook="", goal=None)
    editor.take(bare, "")
    assert "no segment “Gone”" in editor.form.who.wrong.full_text
    assert "no playbook" in editor.form.then.wrong.full_text
    assert "whether it worked" in editor.form.measure.wrong.full_text
    editor.take(msgspec.structs.replace(bare, goal=goal), "")
    assert "whether it worked" not in editor.form.measure.wrong.full_text
    editor.rehearsing.stop()


def test_a_live_play_is_saved_with_a_reason(editor, desk, dialogs):
    desk.do(plays.switch_on, PAYS)
    editor.form.brakes.a_day.chosen.emit("1")
    assert editor.head.save.text() == "Save version 2"

    def say(dialog):
        dialog.input("reason").setText("One a day is plenty")
        return True

    dialogs.answers = [say]
    editor.head.save.click()
    assert desk.read(plays.document, PAYS).brakes.a_day == 1
    assert desk.read(plays.versions, PAYS)[0].reason == "One a day is plenty"
    assert not editor.head.save.isEnabled()
    editor.rehearsing.stop()


def test_a_discarded_draft_is_a_step_away(editor, desk):
    live = editor.play
    editor.form.brakes.a_day.chosen.emit("1")
    editor.keeping.keep_now()
    editor.acts.discard()
    assert desk.read(plays.draft, PAYS) == editor.play == live
    assert not editor.head.save.isEnabled()
    editor.undo()
    assert editor.play.brakes.a_day == 1
    editor.rehearsing.stop()


def test_switching_on_saves_what_was_typed_first(editor, desk, dialogs):
    editor.form.brakes.often.chosen.emit("days 14")
    dialogs.answers = [True]
    editor.head.switch.click()
    row = desk.read(plays.overview, DAY)[0]
    assert (row.on, row.version, row.has_draft) == (True, 2, False)
    assert desk.read(plays.document, PAYS).brakes == Brakes(days=14)
    assert editor.head.switch.text() == "Switch off"
    editor.rehearsing.stop()


def test_a_press_tells_why_not_and_leads_to_the_account_as_of_then(typed):
    editor, ui = typed, typed.ui
    editor.take(msgspec.structs.replace(editor.play, existing=True), "")
    editor.rehearsing.rehearse()
    strip = editor.rehearsal.found.of("stayed")[0]
    dot = next(one for one in editor.rehearsal.plot.drawing.spots
               if one.key == f"{strip.account_id}\n{strip.fired[0].day}")  # fmt: skip
    editor.rehearsal.plot.spot_clicked.emit(dot.key)
    assert editor.why.isVisible()
    assert editor.why.says.name == strip.name
    assert editor.why.says.sentence == "It would have fired on this day."
    assert [line.what for line in editor.why.says.lines] == ["ARR"]
    wanted = []
    ui.account_requested.connect(wanted.append)
    editor.why.open.click()
    assert wanted == [strip.account_id]
    assert ui.day == editor.why.says.day == strip.fired[0].day
    ui.back_to_today()
    editor.close_why()
    assert not editor.why.isVisible()
    editor.rehearsing.stop()


@POPUP
def test_the_list_of_firings_is_taken_along_with_its_reasons(typed):
    editor = typed
    editor.take(msgspec.structs.replace(editor.play, existing=True), "")
    editor.rehearsing.rehearse()
    editor.rehearsal.export.click()
    table = editor.rehearsal.given()
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert any(row.cells[4].text.startswith("ARR: ") for row in table.rows)
    assert "Save as CSV" in [one.text() for one in editor.rehearsal.maker.menu.actions()]
    editor.rehearsal.maker.menu.close()
    editor.rehearsing.stop()


def test_looking_back_changes_nothing(page, ui, desk):
    ui.set_day(DAY - 3)
    page.open_play(PAYS)
    editor = page.editor
    assert not editor.form.who.isEnabled()
    assert not editor.head.save.isEnabled()
    assert not editor.head.switch.isEnabled()
    assert not page.shelf.new.isEnabled()
    assert editor.rehearsal.found.last == DAY - 3
    ui.back_to_today()
    assert editor.rehearsing._later.isActive() or editor.rehearsal.found.last == DAY
    editor.rehearsing.stop()


def test_a_document_goes_out_and_comes_back(page, desk, dialogs, tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([json.loads(desk.read(plays.export, PAYS))]))
    dialogs.answers = [[path]]
    page.shelf.acts.bring()
    assert list(desk.read(plays.names)) == [PAYS, f"{PAYS} 2"]
    assert page.shelf.table.current_id() == f"{PAYS} 2"


# What waits, the log, the results.


def test_a_yes_starts_and_a_no_needs_a_word(page, fired, dialogs, qtbot, ui):
    said = told(ui)
    page.show_view(WAITING)
    view = page.waiting.view
    assert len(view.rows) == 3
    assert page.tabs.buttons[WAITING].mark.count == 3
    qtbot.keyClick(view.table, Qt.Key.Key_Y)
    assert len(view.rows) == 2
    assert said[-1].action == "Undo"

    def say(dialog):
        assert dialog.find_wrongs()
        dialog.input("why").setText("They answered")
        return not dialog.find_wrongs()

    dialogs.answers = [say]
    qtbot.keyClick(view.table, Qt.Key.Key_N)
    assert len(view.rows) == 1
    states = sorted(one.state for one in fired.read(plays.firings, play=PAYS))
    assert states == ["declined", "started", "suggested"]
    fired.undo()
    fired.undo()
    assert len(view.rows) == 3


def test_after_an_answer_the_next_one_is_current(page, fired, qtbot):
    page.show_view(WAITING)
    view = page.waiting.view
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    first, _, last = (str(one.id) for one in view.rows)
    qtbot.keyClick(view.table, Qt.Key.Key_Y)
    assert view.table.current_id() == last
    qtbot.keyClick(view.table, Qt.Key.Key_Y)
    assert view.table.current_id() == first


def test_a_yes_to_several_is_one_step_of_undo(page, fired, ui):
    page.show_view(WAITING)
    view = page.waiting.view
    view.table.rows.mark([str(one.id) for one in view.rows], on=True)
    assert view.yes.text() == "Yes to 3"
    view.yes.click()
    assert not view.rows
    assert "Nothing waits" in view.card.words
    fired.undo()
    assert len(view.rows) == 3


def test_the_log_tells_what_was_saved(page, fired):
    rows = fired.read(plays.suggestions, DAY)
    fired.do(plays.accept, rows[0].id)
    page.show_view(LOG)
    view = page.log.view
    assert view.count.full_text == "1 after a yes · 2 waiting"
    assert view.table.rows.rowCount() == 3
    view.span.chosen.emit("7")
    view.only.chosen.emit(f"play {PAYS}")
    assert view.table.rows.rowCount() == 3


def test_results_say_that_they_are_too_few(page, fired):
    fired.do(plays.accept, fired.read(plays.suggestions, DAY)[0].id)
    page.show_view(RESULTS)
    card = page.results.view.detail
    assert card.found.name == PAYS
    assert "Fired 3 times at 3 accounts" in card.told.text()
    assert "1 are not over yet" in card.goal.text()
    assert not card.names.isVisible()
    card.parts["score"].spot_clicked.emit("30")
    assert card.names.isVisible()


def test_wishes_from_elsewhere(page, dialogs):
    page.show_wish(PlayWish(tab=LOG))
    assert page.viewing == LOG
    page.show_wish(PlayWish(name=PAYS))
    assert page.editing
    page.show_wish(PlayWish())
    assert page.viewing == LIST
    dialogs.answers = [lambda dialog: dialog.input("name").setText("Of Poor") or True]
    page.show_wish(PlayWish(new=True, segment="Q1 risk"))
    assert page.editor.play == Play("Of Poor", segment="Q1 risk")
    page.editor.rehearsing.stop()


# On other pages.


def test_today_offers_a_yes_and_says_what_fired(ui, fired, qtbot):
    card = SuggestedCard(ui)
    qtbot.addWidget(card)
    card.read()
    assert [row.firing.play for row in card.rows] == [PAYS] * 3
    card.rows[0].yes.click()
    card.read()
    assert len(card.rows) == 2
    assert card.fired.isHidden()


def test_what_ran_by_itself_is_told_on_today_and_in_the_log(ui, desk, page, qtbot):
    alone = msgspec.structs.replace(desk.read(plays.document, PAYS), mode="run")
    desk.do(plays.publish, PAYS, "", alone)
    desk.do(plays.switch_on, PAYS, True)
    desk.do(plays.tick, DAY)
    card = SuggestedCard(ui)
    qtbot.addWidget(card)
    card.read()
    assert "3 playbooks started by plays" in card.fired.text()
    wishes = []
    ui.play_requested.connect(wishes.append)
    card.fired.click()
    since = card.found.since
    assert wishes == [PlayWish(tab=LOG, since=since)]
    head = FiredLink(ui)
    qtbot.addWidget(head)
    head.show_found(card.found)
    assert head.text() == f"1 play fired: {PAYS}"
    head.set_roomy(roomy=False)
    assert head.text() == "1 play fired"
    head.click()
    assert wishes[1] == wishes[0]
    page.show_wish(wishes[0])
    view, told = page.log.view, "3 ran by themselves · saved about 30 min in 7 days, 30 min in 30"
    assert view.count.full_text == f"Since {ui.words.near_day(since, ui.today)}: {told}"
    assert view.table.rows.rowCount() == sum(often for _, often in card.found.fired) == 3
    view.span.chosen.emit("30")
    assert view.days == 30


def test_story_and_history_of_an_account_tell_of_firings(fired):
    row = fired.read(plays.suggestions, DAY)[0]
    entries = fired.read(timeline.read, row.account_id, DAY).entries
    (entry,) = [one for one in entries if one.key == f"firing:{row.id}"]
    assert entry.title == f"Play {PAYS}: waits for a yes"
    assert entry.words.startswith("ARR: ")
    told = fired.read(marks.marks, row.account_id, DAY - 5, DAY, ())
    assert [(one.day, one.text) for one in told if "fired" in one.text] == [
        (DAY, f"Play fired: {PAYS}")
    ]


def test_an_account_says_why_each_play_fires_or_not(ui, fired, qtbot):
    waiting = fired.read(plays.suggestions, DAY)
    here = PlaysHere(ui)
    qtbot.addWidget(here)
    here.show()
    here.show_account(waiting[0].account_id)
    assert len(here.waiting) == 1
    here.why.click()
    (row,) = here.whys
    assert row.play == PAYS
    assert row.sentence.full_text.startswith("It fired")
    assert row.lines.isHidden()
    row.name.click()
    assert not row.lines.isHidden()
    taken = {one.account_id for one in waiting}
    rows = fired.read(accounts.accounts_table, DAY, None).rows
    other = next(one.account_id for one in rows if one.account_id not in taken)
    here.show_account(other)
    assert not here.whys
    assert "none has fired here" in here.hint.full_text
