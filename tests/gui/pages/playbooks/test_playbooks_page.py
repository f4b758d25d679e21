"""The page of playbooks over a small sample desk: list, editor, drafts, versions, trial, paper."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QTextEdit

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.playbook import PREVIOUS, START, Arm, Playbook, Step, When, every
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.domain.playbook_layout import FINISH_KEY, START_KEY
from healthdesk.core.domain.rule import FieldTest
from healthdesk.core.services import accounts, merge_sample, playbooks, runs, samples, segments
from healthdesk.gui.pages.playbooks.editor import checklist
from healthdesk.gui.pages.playbooks.editor.suppose_row import choices_of
from healthdesk.gui.pages.playbooks.page import PlaybooksPage
from healthdesk.gui.parts.menu import Menu

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
POPUP = pytest.mark.qt_log_ignore("does not support", extend=True)
LEFT = "Champion left"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("playbooks") / "sample.healthdesk"
    desk = Desk.create(path, clock=Clock(instant=NOW))
    desk.do(samples.fill, DAY, 1, 12, 40)
    desk.do(playbooks.create_starters)
    desk.close()
    return path


@pytest.fixture
def page(ui, desk, large):
    made = large(PlaybooksPage(ui))
    yield made
    made.editor.keeping.forget()
    made.editor.trial.stop()
    made.editor.missing.stop()


@pytest.fixture
def editor(page):
    page.open_playbook(LEFT)
    assert page.editing
    return page.editor


def key(editor, name):
    return next(one.id for one in every(editor.playbook.steps) if one.name == name)


def menu(widget):
    return [one for one in widget.findChildren(Menu) if one.isVisible()][-1]


def entry(widget, text):
    found = menu(widget)
    next(one for one in found.actions() if one.text() == text).trigger()
    found.close()


# The list.


def test_the_list_tells_state_problems_and_purpose(page, desk):
    shelf = page.shelf
    assert shelf.table.rows.rowCount() == len(desk.read(playbooks.names))
    shelf.choose(LEFT)
    assert shelf.detail.row.name == LEFT
    assert "Your advocate inside has gone" in shelf.detail._rows[1][1].text()
    shelf.search.setText("detractor")
    shelf.search._tell()
    assert [row.name for row in shelf.shelf.rows if row.name == shelf.table.current_id()]
    assert shelf.table.rows.rowCount() < 4


def test_an_empty_desk_offers_the_shipped_ones(page, desk):
    for name in desk.read(playbooks.names):
        desk.do(playbooks.remove, name)
    page.reload()
    assert "No playbooks yet" in page.shelf.card.words
    page.shelf.card.offer.click()
    assert len(desk.read(playbooks.names)) == 16
    assert page.shelf.card.state == "body"


def test_the_card_says_in_sentences_what_uses_it(page):
    detail = page.shelf.detail
    row = page.shelf.row(LEFT)
    detail.show_row(replace(row, used_by=("The play “A” starts it", "The segment “B” names it")))
    told = detail._rows[-1][1].text()
    assert told == "The play “A” starts it. The segment “B” names it."


@POPUP
def test_new_copied_renamed_archived_removed(page, desk, dialogs):
    shelf = page.shelf
    names = len(desk.read(playbooks.names))

    def fill(dialog):
        dialog.input("name").setText("Mine")
        return not dialog.find_wrongs()

    dialogs.answers = [fill]
    shelf.new.click()
    entry(shelf, "Blank playbook")
    assert page.editing
    assert page.editor.playbook == Playbook("Mine")
    page.editor.leave()
    assert shelf.table.current_id() == "Mine"
    shelf.detail.buttons["duplicate"].click()
    assert shelf.table.current_id() == "Mine copy"
    dialogs.answers = ["Yours"]
    shelf.detail.buttons["rename"].click()
    assert shelf.table.current_id() == "Yours"
    shelf.detail.buttons["archive"].click()
    assert shelf.detail.buttons["archive"].text() == "Take out"
    shelf.detail.buttons["remove"].click()
    assert len(desk.read(playbooks.names)) == names + 1
    desk.undo()
    assert "Yours" in desk.read(playbooks.names, archived=True)


@POPUP
def test_documents_in_and_out(page, desk, dialogs, tmp_path):
    page.open_playbook(LEFT)
    path = tmp_path / "left.json"
    dialogs.answers = [path]
    page.editor.acts.export()
    document = json.loads(path.read_text())
    assert document["name"] == LEFT
    page.close_editor()
    dialogs.answers = [[path]]
    page.shelf.new.click()
    entry(page.shelf, "Bring a document")
    assert f"{LEFT} 2" in desk.read(playbooks.names)
    path.write_text("{}")
    dialogs.answers = [[path]]
    page.shelf.acts.bring()
    assert len(desk.read(playbooks.names)) == 17


# The editor.


def test_every_kind_has_its_form_and_shows_what_it_was_given(page, desk):
    steps = tuple(
        Step(f"{name}-{at}", one.kind, one.name, one.when, one.required, one.hold, one.only_if,
             one.until, one.options, one.arms)
        for name in desk.read(playbooks.names)
        for at, one in enumerate(desk.read(playbooks.document, name).steps)
        if not one.arms and one.when.after in {PREVIOUS, START}
    )[:60]  # fmt: skip
    kinds = {"set_field", "tag", "note", "ask", "notify", "start_playbook", "stop_playbook", "end"}
    more = tuple(Step(kind, kind, kind) for kind in sorted(kinds))
    desk.do(playbooks.add, Playbook("All of them", steps=(*steps, *more)))
    page.open_playbook("All of them")
    editor = page.editor
    before = editor.playbook
    for one in every(before.steps):
        editor.choose(one.id)
        assert editor.form.step == one
        assert editor.form.name.text() == one.name
    assert editor.playbook == before
    assert not editor.draft.can_undo


def test_typing_changes_the_step_and_undo_takes_the_whole_word_back(editor, qtbot):
    name = key(editor, "Introduce yourself")
    editor.choose(name)
    editor.form.name.selectAll()
    qtbot.keyClicks(editor.form.name, "Say who you are")
    assert editor.playbook.step(name).name == "Say who you are"
    assert editor.canvas.canvas.item(name).look.title == "Say who you are"
    assert editor.head.state.full_text == "Draft of version 2"
    editor.undo()
    assert editor.playbook.step(name).name == "Introduce yourself"
    assert editor.form.name.text() == "Introduce yourself"
    assert editor.head.state.full_text == "Version 1"


def test_the_day_of_a_step(editor):
    name = key(editor, "Introduce yourself")
    editor.choose(name)
    when = editor.form.when
    when.days.setText("4")
    when.days.textEdited.emit("4")
    when.unit.chosen.emit("")
    assert editor.playbook.step(name).when == When(4, PREVIOUS)
    first = editor.playbook.steps[0].id
    when.anchor.chosen.emit(first)
    assert editor.playbook.step(name).when == When(4, first)
    when.anchor.chosen.emit("-renewal")
    assert editor.playbook.step(name).when == When(-4, "renewal")
    editor.remove()
    editor.undo()
    assert editor.playbook.step(name).when == When(-4, "renewal")


def test_who_does_a_step_is_typed_or_taken(editor, qtbot):
    mail = key(editor, "Introduce yourself")
    editor.choose(mail)
    assert editor.form.accessibleName() == "Step 3: mail"
    who = editor.form.who
    qtbot.keyClicks(who.line, "Marta Keil")
    assert editor.playbook.step(mail).owner == "Marta Keil"
    assert "Marta Keil" in editor.canvas.canvas.item(mail).look.detail
    who.names.click()
    offered = [who.popup.model.at(at).text for at in range(who.popup.model.rowCount())]
    assert offered[:2] == ["Whose run it is", "Marta Keil"]
    assert len(offered) > 2
    who.popup.take("")
    assert not editor.playbook.step(mail).owner
    editor.undo()
    assert who.line.text() == "Marta Keil"
    editor.choose(key(editor, "Did somebody answer?"))
    assert not who.isVisibleTo(editor.form)


def test_a_sign_off_is_asked_for_and_has_its_line_on_paper(editor):
    assert not any("Signed off" in text for _, _, text in checklist.lines(editor.playbook))
    editor.choose(START_KEY)
    editor.form.about.sign_off.click()
    assert editor.playbook.sign_off
    assert "Signed off by" in checklist.lines(editor.playbook)[-1][2]
    assert editor.canvas.canvas.item(FINISH_KEY).look.title == "Done, then signed off"
    editor.undo()
    assert not editor.form.about.sign_off.isChecked()


def test_options_rules_and_ways(editor):
    mail = key(editor, "Introduce yourself")
    editor.choose(mail)
    inputs = editor.form.kind_form("message").inputs
    inputs["to"].button.chosen.emit("champion")
    inputs["body"].edit.set_source("")
    inputs["body"].edit.insert_field("account")
    assert editor.playbook.step(mail).options["to"] == "champion"
    assert editor.playbook.step(mail).options["body"] == "{{ account }}"
    editor.form.only_if.add.click()
    editor.form.only_if.box.root._chooser.popup.take("score")
    assert isinstance(editor.playbook.step(mail).only_if, FieldTest)
    editor.form.only_if.clear.click()
    assert editor.playbook.step(mail).only_if is None
    fork = key(editor, "Did somebody answer?")
    editor.choose(fork)
    arms = editor.form.kind_form("branch").arms
    arms.add.click()
    assert [one.name for one in editor.playbook.step(fork).arms] == ["yes", "way 3", "no"]
    arms.arms[1].name.textEdited.emit("perhaps")
    arms.arms[1].up.click()
    assert [one.name for one in editor.playbook.step(fork).arms] == ["perhaps", "yes", "no"]
    arms.arms[0].remove.click()
    assert [one.name for one in editor.playbook.step(fork).arms] == ["yes", "no"]


def test_a_wait_asks_for_what_it_waits_for(editor):
    editor.insert("wait", Place())
    form = editor.form.kind_form("wait")
    shown = {key for key, one in form.inputs.items() if one.isVisibleTo(form)}
    assert shown == {"until", "days", "working"}
    form.inputs["until"].button.chosen.emit("rule")
    assert form.until.isVisibleTo(form)
    assert "It waits for a rule, and there is none." in editor.form.faults.sentences
    form.inputs["until"].button.chosen.emit("day")
    assert {key for key, one in form.inputs.items() if one.isVisibleTo(form)} == {"until", "day"}


def test_put_in_move_copy_take_out(editor, qtbot):
    before = editor.playbook
    editor.insert("task", Place())
    assert editor.playbook.steps[0].kind == "task"
    assert editor.form.step == editor.playbook.steps[0]
    canvas = editor.canvas.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert editor.playbook.steps[1].id == editor.key
    qtbot.keyClick(canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert len(list(every(editor.playbook.steps))) in {
        len(list(every(before.steps))), len(list(every(before.steps))) - 1,
    }  # fmt: skip
    while editor.draft.can_undo:
        editor.undo()
    assert editor.playbook == before


def test_what_no_longer_stands_before_is_told(editor, ui):
    told = []
    ui.noticed.connect(told.append)
    first, second = editor.playbook.steps[:2]
    editor.choose(second.id)
    editor.form.when.anchor.chosen.emit(first.id)
    editor._on_move_wanted(first.id, Place("", 0, 2))
    assert editor.playbook.step(second.id).when.after == PREVIOUS
    assert any("counts from the step before it" in one.text for one in told)


def test_the_draft_is_kept_and_found_again(page, editor, desk, qtbot):
    editor.choose(START_KEY)
    editor.form.about.measure.setPlainText("Everybody trained")
    assert editor.keeping.is_due
    editor.keeping.keep_now()
    assert desk.read(playbooks.draft, LEFT).measure == "Everybody trained"
    assert desk.read(playbooks.document, LEFT).measure != "Everybody trained"
    assert "draft kept" in editor.head.sentence.full_text
    editor.form.about.measure.setPlainText("Everybody trained twice")
    editor.leave()
    assert desk.read(playbooks.draft, LEFT).measure == "Everybody trained twice"
    desk.undo()  # what was kept in one visit is one step
    page.open_playbook(LEFT)
    assert editor.playbook.measure == desk.read(playbooks.document, LEFT).measure


def test_who_types_without_a_pause_is_kept_all_the_same(editor, desk):
    editor.choose(START_KEY)
    for text in ("E", "Every", "Everybody"):
        editor.form.about.measure.setPlainText(text)
    latest = editor.keeping._latest
    assert latest.isActive()
    latest.timeout.emit()
    assert desk.read(playbooks.draft, LEFT).measure == "Everybody"
    assert not latest.isActive()


def test_another_page_in_view_keeps_it_too(page, editor, desk):
    editor.choose(START_KEY)
    editor.form.about.measure.setPlainText("Kept by hiding")
    page.hide()
    assert desk.read(playbooks.draft, LEFT).measure == "Kept by hiding"


def test_a_visit_is_one_step_of_undo_and_publishing_another(page, editor, desk, dialogs):
    before = desk.read(playbooks.draft, LEFT)
    for text in ("One", "One two", "One two three"):
        editor.form.step_changed.emit(
            msgspec.structs.replace(editor.playbook.steps[0], name=text), text
        )
        editor.keeping.keep_now()
    assert desk.read(playbooks.draft, LEFT).steps[0].name == "One two three"
    editor.leave()
    page.open_playbook(LEFT)
    editor.form.step_changed.emit(
        msgspec.structs.replace(editor.playbook.steps[0], name="Four"), "four"
    )
    dialogs.answers = [lambda dialog: dialog.input("reason").setText("shorter") is None]
    editor.acts.publish()
    version = desk.read(playbooks.versions, LEFT)[0].version
    assert desk.undo() == "Publish playbook"
    assert desk.read(playbooks.draft, LEFT).steps[0].name == "One two three"
    assert version not in {one.version for one in desk.read(playbooks.versions, LEFT)}
    assert desk.undo() == "Change playbook draft"
    assert desk.read(playbooks.draft, LEFT) == before


def test_publish_compare_discard(editor, desk, dialogs):
    editor.insert("task", Place())
    editor.form.name.textEdited.emit("Breathe")
    dialogs.answers = [lambda dialog: dialog.input("reason").setText("calmer") is None]
    editor.head.publish.click()
    assert desk.read(playbooks.versions, LEFT)[0].reason == "calmer"
    assert editor.head.state.full_text == "Version 2"
    assert not editor.head.publish.isEnabled()
    editor.remove()
    seen = []
    dialogs.answers = [lambda dialog: seen.append([one.words for one in dialog.found])]
    editor.head.compare.click()
    assert seen == [["Breathe was taken out"]]
    dialogs.answers = [True]
    editor.acts.discard()
    assert editor.playbook.steps[0].name == "Breathe"
    assert editor.head.state.full_text == "Version 2"


def test_an_earlier_version_becomes_the_draft(editor, desk, dialogs):
    before = editor.playbook
    editor.insert("task", Place())
    editor.form.name.textEdited.emit("Breathe")
    dialogs.answers = [lambda dialog: dialog.input("reason").setText("calmer") is None]
    editor.head.publish.click()
    offered = []

    def pick(dialog):
        box = dialog.input("version")
        offered.extend(box.itemText(at) for at in range(box.count()))
        box.setCurrentIndex(1)
        return True

    dialogs.answers = [pick]
    editor.acts.show_versions()
    assert [one.partition(" of ")[0] for one in offered] == ["Version 2", "Version 1"]
    assert offered[0].endswith(", 0 runs: calmer")
    assert editor.playbook == before
    assert editor.head.state.full_text == "Draft of version 3"
    assert desk.read(playbooks.document, LEFT).steps[0].name == "Breathe"
    editor.undo()
    assert editor.playbook.steps[0].name == "Breathe"


def test_what_blocks_is_shown_instead_of_published(editor, desk, ui):
    told = []
    ui.noticed.connect(told.append)
    editor.insert("note", Place())
    note = editor.key
    editor.choose(START_KEY)
    editor.head.publish.click()
    assert told[-1].text == "It cannot be published yet"
    assert editor.key == note
    assert len(desk.read(playbooks.versions, LEFT)) == 1
    editor.head.faults.click()
    assert editor.key == START_KEY
    assert "The note has no words." in editor.form.faults.sentences


def test_the_trial_follows_the_draft_and_creates_nothing(editor, desk):
    trial = editor.trial
    trial.read()
    titles = [one.title for one in trial.trial.rows]
    assert titles[0] == editor.playbook.steps[0].name
    stamp = desk.stamp
    fork = key(editor, "Did somebody answer?")
    row = next(one for one in trial.rows if one.step is not None and one.step.id == fork)
    as_today = [one.title for one in trial.trial.rows]
    yes, no = row.pair.findChildren(QPushButton)
    yes.click()
    told = [one.title for one in trial.trial.rows]
    no.click()
    assert told != [one.title for one in trial.trial.rows]
    no.click()
    assert [one.title for one in trial.trial.rows] == as_today
    assert row.pair.value == ""
    assert desk.stamp == stamp
    mail = key(editor, "Introduce yourself")
    editor.choose(mail)
    said = " ".join(one.text for one in trial.view.laid.texts)
    assert "Subject" in said
    assert "{{" not in said
    assert len(trial.view.laid.boxes) == 1
    rect = trial.view.rect_of(mail)
    assert all(box.intersects(rect) for box in trial.view.laid.boxes)


def test_what_is_supposed_reads_as_the_wait_asks(editor):
    wait = next(one for one in every(editor.playbook.steps) if one.until is not None)
    row = next(one for one in editor.trial.rows if one.step is not None and one.step.id == wait.id)
    assert [one.text() for one in row.pair.findChildren(QPushButton)] == ["Answered", "No answer"]
    fork = editor.playbook.step(key(editor, "Did somebody answer?"))
    arms = (*fork.arms, Arm("not at all, or much too late"))
    assert choices_of(msgspec.structs.replace(fork, arms=arms))[-1][1] == arms[-1].name


def test_fields_that_are_empty_somewhere_are_told(editor):
    mail = key(editor, "Introduce yourself")
    editor.choose(mail)
    editor.missing._read()
    assert any("is empty for" in one for one in editor.form.faults.sentences)


def test_empty_fields_are_looked_for_where_it_runs_then_where_it_is_suggested(desk):
    every = tuple(one.account_id for one in desk.read(accounts.accounts_table, DAY, None).rows)
    message = "champion", "Dear {{ first_name }}, {{ my_name }}"
    asked = (LEFT, message, every, DAY)
    assert desk.read(merge_sample.missing_for, *asked).words == f"{len(every)} accounts"
    told = {
        "name": "Ours",
        "rule": {"field": "account_id", "op": "in", "value": list(every[:3])},
        "playbook": LEFT,
    }
    desk.do(segments.add, told)
    found = desk.read(merge_sample.missing_for, *asked)
    assert found.words == "3 accounts in Ours, which suggests it"
    assert found.missing["my_name"] == 3
    desk.do(runs.start, LEFT, [every[-1]], DAY)
    assert desk.read(merge_sample.missing_for, *asked).words == "1 account that runs it"
    many = (LEFT + " too", message, every * 10, DAY)
    assert desk.read(merge_sample.missing_for, *many).words == f"40 of {len(every) * 10} accounts"


def test_steps_as_a_table(editor, qtbot):
    switch = editor.canvas.table
    switch.toggle()
    assert switch.as_table
    model = switch.table.model()
    assert model.rowCount() == len(list(every(editor.playbook.steps)))
    switch.table.activated.emit(model.index(2, 0))
    assert editor.key == [one.id for one in every(editor.playbook.steps)][2]
    switch.toggle()
    assert "Step" in editor.canvas.canvas.accessibleName()


def test_a_narrow_window_folds_the_trial(page, editor):
    page.resize(1080, 600)
    assert not editor.trial.isVisible()
    editor.head.trial.click()
    assert editor.trial.isVisible()
    assert not editor.form.isVisible()
    page.resize(1240, 800)
    assert editor.trial.isVisible()
    assert editor.form.isVisible()


def test_looking_back_only_shows(page, editor, ui):
    before = editor.playbook
    ui.set_day(DAY - 30)
    assert editor.canvas.canvas.locked
    editor.insert("task", Place())
    assert editor.playbook == before
    assert not editor.head.publish.isEnabled()
    ui.set_day(None)


def test_one_that_is_gone_leads_back_to_the_list(page, editor, desk, ui):
    told = []
    ui.noticed.connect(told.append)
    desk.do(playbooks.remove, LEFT)
    page.reload()
    assert not page.editing
    assert any("cannot be shown" in one.text for one in told)


def test_undo_of_the_window_goes_to_the_draft(page, editor):
    editor.insert("task", Place())
    assert page.undo_step()
    assert page.redo_step()
    page.close_editor()
    assert not page.undo_step()


def test_paper(ui, desk, editor, dialogs, tmp_path):
    found = checklist.lines(editor.playbook)
    said = [text for _, _, text in found]
    assert said[0] == LEFT
    assert any(text.endswith("Confirm it, and who follows (required)") for text in said)
    assert any(kind == "way" and depth == 1 for depth, kind, _ in found)
    path = tmp_path / "list.pdf"
    dialogs.answers = [path]
    editor.acts.save_checklist()
    assert path.read_bytes().startswith(b"%PDF")
    assert "<b>" in checklist.document_of(Playbook("<b>x</b>")).toPlainText()


def test_on_paper_fields_are_words_and_what_is_written_by_hand_has_none():
    words = {"subject": "About {{ account }}", "body": "Dear {{ first_name }}"}
    steps = (
        Step("a", "message", "Ready", When(0), options=words),
        Step("b", "message", "By hand", When(0), options={**words, "mode": "unscripted"}),
    )
    told = [
        text for _, kind, text in checklist.lines(Playbook("P", steps=steps)) if kind == "words"
    ]
    assert told == ["About [account]", "Dear [first name]"]


def test_everything_has_a_name(editor):
    for one in every(editor.playbook.steps):
        editor.choose(one.id)
        nameless = [
            type(widget).__name__
            for kind in (QLineEdit, QPushButton, QPlainTextEdit, QTextEdit)
            for widget in editor.findChildren(kind)
            if widget.isVisible()
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == []
