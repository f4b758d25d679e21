"""The page Outbox: what waits, writing kept while typing, held fields, every way out of it."""

from __future__ import annotations

import email
import shutil

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.effect import DraftMessage
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.op import op
from healthdesk.core.domain.outbox_view import MessageRow, Recipient
from healthdesk.core.services import imports, messages, people
from healthdesk.gui.base import mailing
from healthdesk.gui.pages.outbox.message_list import Head, lines_of
from healthdesk.gui.pages.outbox.page import OutboxPage
from tests import folders, make, ready

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n",
    "contacts": "contact_id,account_id,name,email,role,do_not_contact\n"
    "c1,a,Dana Ortiz,dana@one.example,champion,\n"
    "c2,a,Marc Aubert,marc@one.example,sponsor,true\n"
    "c3,a,Li Wei,li@one.example,admin,\nc4,b,Bo,bo@two.example,champion,\n",
    "tickets": "ticket_id,account_id,opened_on,priority,subject\n"
    "k,a,2026-03-01,high,Export stops\n",
    "touchpoints": "touchpoint_id,account_id,contact_ids,kind,direction,day,subject,body\n"
    "t,a,c1,email,inbound,2026-02-01,Question,Where is the export?\n",
}
DANA = Recipient("Dana Ortiz", "dana@one.example", "c1")


@op("Draft")
def draft(tx, account, body, due=TODAY, made_by=""):
    message = DraftMessage("champion", "Hello", body, due)
    return messages.draft_for_step(tx, account, message, TODAY, origin=made_by)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    """A desk with the facts, closed, to be copied."""
    folder = tmp_path_factory.mktemp("outbox")
    made = ready.furnished(folder / "out.healthdesk", "out", clock=make.CLOCK)
    made.do(imports.run, [folders.write(folder / "facts", FACTS)])
    made.close()
    return made.path


@pytest.fixture
def desk(tmp_path, made_once):
    path = shutil.copy(made_once, tmp_path / "out.healthdesk")
    opened = Desk.open(path, clock=make.CLOCK)
    yield opened
    opened.close()


@pytest.fixture
def page(ui, qtbot, desk):
    ui.clock = make.CLOCK
    made = OutboxPage(ui)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    ui.message_requested.connect(made.show_message)
    ui.set_desk(desk, "UTC")
    made.show()
    yield made
    made.close()
    ui.set_desk(None)


@pytest.fixture
def opened(monkeypatch):
    """Links that a mail program was asked to open."""
    links = []

    def take(link):
        links.append(link)
        return True

    monkeypatch.setattr(mailing, "open_mail", take)
    return links


def kept(desk, row):
    return desk.read(messages.one, row, TODAY)


def shown(page):
    return page.composer.view.row


def type_words(page, words):
    page.composer.text.setFocus()
    QTest.keyClicks(page.composer.text, words)


def test_an_empty_outbox_says_what_comes_here_and_offers_to_write(page, dialogs):
    assert page.composer.state == "empty"
    assert "Nothing leaves by itself" in page.composer.words
    assert not page.facts.isVisible()
    dialogs.answers = [lambda form: form.input("account").setEditText("two") or True]
    page.composer.offer.click()
    assert shown(page).account_name == "Two"
    assert page.composer.text.toPlainText() == ""
    assert page.facts.isVisible()


def test_an_unknown_account_is_told_in_the_form(page, dialogs):
    def fill(form):
        form.input("account").setEditText("Nobody")
        assert form.find_wrongs() == {"account": "No account is called so."}
        return False

    dialogs.answers = [fill]
    page.write.click()
    assert page.list.place_of(1) < 0


def test_what_waits_is_listed_in_groups_and_the_first_is_in_view(page, desk):
    late = desk.do(draft, "a", "Hi", TODAY - 2)
    desk.do(draft, "a", "{{ arr }}")
    desk.do(draft, "b", "Hi", TODAY + 3)
    rows = page.list.rows.rows
    assert [one.group for one in rows if isinstance(one, Head)] == ["due", "held", "later"]
    assert shown(page).id == late
    assert page.count.full_text == "1 due, 1 held, 1 later. Nothing leaves by itself."
    assert page.list.say(rows[1]) == "One. Dana Ortiz. Hello. 2 days late"
    assert page.list.say(rows[3]) == "One. Dana Ortiz. Hello. today. no value: ARR"


def test_arrows_go_from_message_to_message_past_the_heads(page, desk):
    first = desk.do(draft, "a", "One")
    second = desk.do(draft, "b", "Two", TODAY + 3)
    page.list.setFocus()
    assert shown(page).id == first
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert shown(page).id == second
    assert page.composer.text.toPlainText() == "Two"


def test_the_filter_finds_words_people_and_accounts(page, desk):
    desk.do(draft, "a", "About the export")
    desk.do(draft, "b", "Hi")
    rows = page.shown.rows
    for wanted, found in (("export", 1), ("bo two", 1), ("hello", 2), ("nothing", 0)):
        lines = lines_of(rows, wanted)
        assert sum(isinstance(one, MessageRow) for one in lines) == found
    page.search.setText("nothing")
    page.search.searched.emit("nothing")
    assert page.list_card.words.startswith("No message has these words")
    assert shown(page), "the message in view stays"


def test_the_facts_stand_beside_and_none_of_them_in_the_words(page, desk):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    told = page.facts.say_words()
    for fact in ("Dana Ortiz", "Where is the export?", "Export stops", "Question"):
        assert fact in told
    assert page.composer.text.toPlainText() == ""
    assert page.composer.subject.text() == ""


def test_what_is_typed_is_kept_after_a_rest(page, desk):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    type_words(page, "Dear Dana")
    assert page.composer.said.full_text == "Not kept yet"
    assert kept(desk, row).body == ""
    page.composer._rest.timeout.emit()
    assert kept(desk, row).body == "Dear Dana"
    assert page.composer.said.full_text.startswith("Kept.")
    type_words(page, "!")
    assert page.composer.text.toPlainText() == "Dear Dana!"
    page.composer.keep()


def test_who_types_without_a_pause_is_kept_as_well(page, desk):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    type_words(page, "Dear")
    latest = page.composer._latest
    assert latest.isActive()
    began = latest.remainingTime()
    type_words(page, " Dana")
    assert 0 <= latest.remainingTime() <= began
    latest.timeout.emit()
    assert kept(desk, row).body == "Dear Dana"
    assert not latest.isActive()


def test_what_is_typed_is_kept_on_leaving_field_message_page_and_window(page, desk):
    row, other = desk.do(messages.compose, "a", "c1"), desk.do(messages.compose, "b", "c4")
    page.show_message(row)
    type_words(page, "A")
    page.composer.subject.setFocus()
    assert kept(desk, row).body == "A"
    QTest.keyClicks(page.composer.subject, "Hi ")
    page.show_message(other)
    assert kept(desk, row).row.subject == "Hi"
    page.show_message(row)
    type_words(page, "B")
    page.hide()
    assert kept(desk, row).body == "AB" or kept(desk, row).body == "BA"
    page.show()
    page.composer.text.setPlainText("C")
    page.keep_at_hand(desk)
    assert kept(desk, row).body == "C"


def test_another_change_of_the_desk_leaves_words_being_written_alone(page, desk):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    type_words(page, "Dear")
    desk.do(draft, "b", "Hi")
    assert page.composer.text.toPlainText() == "Dear"
    page.composer.keep()
    assert kept(desk, row).body == "Dear"


def test_undo_of_the_desk_brings_the_words_back(page, ui, desk):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    type_words(page, "Dear")
    page.composer.keep()
    ui.undo()
    assert page.composer.text.toPlainText() == ""


def test_a_held_message_shows_every_field_and_goes_once_they_are_replaced(page, desk, opened):
    row = desk.do(draft, "a", "Dear {{ first_name }}\n{{ arr }} and {{ seats }}")
    page.show_message(row)
    assert page.composer.held.isVisible()
    told = page.composer.held.words.full_text
    assert told.startswith("2 fields have no value: ARR, Seats.")
    assert not page.composer.mail.isEnabled()
    page.composer.held.buttons["next"].click()
    assert page.composer.text.textCursor().selectedText() == "{{ arr }}"
    QTest.keyClicks(page.composer.text, "much")
    QTest.keyClick(page, Qt.Key.Key_F8)
    page.composer.keep()
    assert kept(desk, row).row.missing == ("seats",)
    page.composer.go_to_next_field()
    assert page.composer.text.textCursor().selectedText() == "{{ seats }}"
    QTest.keyClicks(page.composer.text, "more")
    page.composer.keep()
    assert not page.composer.held.isVisible()
    assert page.composer.mail.isEnabled()
    assert kept(desk, row).body == "Dear Dana\nmuch and more"
    assert opened == []


def test_the_mail_program_opens_with_it_and_the_touch_is_logged(page, desk, opened, qtbot):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    type_words(page, "One & two?")
    page.composer.subject.setText("Hi")
    with qtbot.waitSignal(page.ui.noticed):
        page.composer.mail.click()
    assert opened == ["mailto:dana@one.example?subject=Hi&body=One%20%26%20two%3F"]
    assert kept(desk, row).row.how == "mail"
    assert len(desk.read(people.touch_rows, "a", TODAY)) == 2
    assert page.composer.again.isVisible()
    assert page.composer.text.isReadOnly()
    assert "The touch is on the timeline" in page.composer.told.words.full_text
    page.composer.again.click()
    assert shown(page).state == "draft"
    assert len(desk.read(people.touch_rows, "a", TODAY)) == 1


def test_without_a_mail_program_nothing_is_handed_over(page, desk, monkeypatch):
    monkeypatch.setattr(mailing, "open_mail", lambda link: False)
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    page.composer.mail.click()
    assert kept(desk, row).row.state == "draft"


def test_only_a_mail_link_is_ever_opened():
    assert not mailing.open_mail("file:///etc/passwd")
    assert not mailing.open_mail("https://one.example")
    assert not mailing.open_mail("")


def test_it_is_saved_as_a_mail_file(page, desk, dialogs, tmp_path):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    type_words(page, "Words")
    dialogs.answers = [tmp_path / "m.eml"]
    page.composer.file.click()
    read = email.message_from_bytes((tmp_path / "m.eml").read_bytes())
    assert read["To"] == "Dana Ortiz <dana@one.example>"
    assert kept(desk, row).row.how == "file"


def test_a_file_that_cannot_be_written_leaves_the_message(page, desk, dialogs, tmp_path):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    dialogs.answers = [tmp_path / "none" / "m.eml"]
    page.composer.file.click()
    assert kept(desk, row).row.state == "draft"


def test_it_is_copied_and_marked_as_sent(page, desk):
    row = desk.do(messages.compose, "a", "c1")
    page.show_message(row)
    type_words(page, "Words")
    page.composer.copy.click()
    words = QGuiApplication.clipboard().text()
    assert words == "To: Dana Ortiz <dana@one.example>\n\nWords"
    assert kept(desk, row).row.state == "draft"
    page.composer.sent.click()
    assert kept(desk, row).row.how == "sent"


def test_recipients_are_chosen_taken_out_and_typed(page, desk, dialogs):
    row = desk.do(messages.compose, "a")
    page.show_message(row)
    people_row = page.composer.people
    people_row.open_menu()
    offered = {one.text(): one.isEnabled() for one in people_row._menu.actions() if one.text()}
    assert offered["Dana Ortiz: champion"]
    assert not offered["Marc Aubert: must not be contacted"]
    next(one for one in people_row._menu.actions() if one.data() == "c1").trigger()
    people_row._menu.close()
    assert kept(desk, row).row.to == (DANA,)

    def fill(form):
        form.input("address").setText("team@one.example, eve@evil.example")
        assert "commas" in form.find_wrongs()["address"]
        form.input("address").setText("team@one.example")
        return True

    dialogs.answers = [fill]
    people_row.ask_address()
    assert [one.address for one in kept(desk, row).row.to] == [DANA.address, "team@one.example"]
    people_row.take_out(DANA.address)
    assert [one.address for one in kept(desk, row).row.to] == ["team@one.example"]


def test_who_must_not_be_contacted_is_told_and_nothing_can_leave(page, desk):
    row = desk.do(messages.compose, "a", "c1")
    desk.do(messages.write, row, [Recipient("", "marc@one.example")], "Hi", "Words")
    page.show_message(row)
    assert "Marc Aubert must not be contacted" in page.composer.barred.words.full_text
    for button in (page.composer.mail, page.composer.file, page.composer.copy, page.composer.sent):
        assert not button.isEnabled()


def test_dropping_asks_why_and_an_empty_one_is_forgotten(page, desk, dialogs):
    row = desk.do(draft, "a", "Hi")
    page.show_message(row)
    dialogs.answers = [lambda form: form.input("why").setText("said it") or True]
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Delete)
    assert kept(desk, row).row.dropped_why == "said it"
    empty = desk.do(messages.compose, "b")
    page.show_message(empty)
    page.acts.act("drop")
    assert page.list.place_of(empty) < 0


def test_a_message_to_several_becomes_one_to_each_after_a_look_at_every_one(page, desk, dialogs):
    row = desk.do(messages.compose, "a", "c1")
    to = [DANA, Recipient("Li Wei", "li@one.example", "c3")]
    desk.do(messages.write, row, to, "Hi", "Dear {{ first_name }}, {{ seats }}")
    page.show_message(row)

    def look(dialog):
        assert [one.person.name for one in dialog.rows] == ["Dana Ortiz", "Li Wei"]
        assert dialog.text.toPlainText() == "Dear Dana, {{ seats }}"
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        assert dialog.text.toPlainText() == "Dear Li, {{ seats }}"
        return True

    dialogs.answers = [look]
    page.acts.act("each")
    found = page.shown.rows
    assert sorted(one.to[0].name for one in found) == ["Dana Ortiz", "Li Wei"]
    assert all(one.missing == ("seats",) for one in found)


def test_writing_to_many_shows_who_gets_what_and_who_is_left_out(page, desk, dialogs, tmp_path):
    desk.do(imports.run, [_written(tmp_path)])

    def fill(form):
        form.input("body").setPlainText("Dear {{ frist_name }}")
        assert "no field “frist_name”" in form.find_wrongs()["body"]
        form.input("body").setPlainText("Dear {{ first_name }}")
        form.input("segment").setCurrentIndex(form.input("segment").findData("Everyone"))
        return True

    def look(dialog):
        assert [one.excluded for one in dialog.rows] == ["", "written to on 10 Mar 2026"]
        assert dialog.yes.text() == "Draft 1 message"
        dialog.show()
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)
        assert (dialog.yes.text(), dialog.chosen) == ("Nobody gets it", ())
        spot = dialog.list.visualRect(dialog.list.rows.index(0)).topLeft() + QPoint(14, 20)
        QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert dialog.chosen == (("b", "c4"),)
        return True

    def change(dialog):
        dialog.text.setPlainText("Dear Bo, only you")
        dialog.list.setCurrentIndex(dialog.list.rows.index(1))
        assert dialog.text.isReadOnly()
        dialog.list.setCurrentIndex(dialog.list.rows.index(0))
        assert dialog.text.toPlainText() == "Dear Bo, only you"
        return True

    dialogs.answers = [fill, look]
    page.many.click()
    (row,) = page.shown.rows
    assert row.account_name == "Two"
    assert kept(desk, row.id).body == "Dear Bo"
    desk.undo()
    dialogs.answers = [fill, change]
    page.many.click()
    (row,) = page.shown.rows
    assert kept(desk, row.id).body == "Dear Bo, only you"
    assert row.state == "draft"


def _written(folder):
    told = {
        "touchpoints": "touchpoint_id,account_id,contact_ids,kind,direction,day,subject\n"
        "t2,a,c1,email,outbound,2026-03-10,Hello\n",
        "segments.json": '[{"name": "Everyone", "rule":'
        ' {"field": "account_id", "op": "in", "value": ["a", "b"]}}]',
    }
    return folders.write(folder / "more", told)


def test_looking_back_shows_the_outbox_of_that_day_and_nothing_can_be_changed(page, ui, desk):
    row = desk.do(draft, "a", "Hi")
    desk.do(messages.hand_over, row, "mail")
    ui.set_day(TODAY - 1)
    assert page.shown.rows == ()
    ui.set_day(None)
    assert shown(page).state == "handed"
    assert not page.write.isEnabled() or not ui.looking_back


def test_hostile_words_are_shown_as_they_are(page, desk):
    row = desk.do(messages.compose, "a", "c1")
    evil = "<b>x</b> <img src='file:///etc/passwd'>\n{{ first_name.__class__ }}"
    desk.do(messages.write, row, [DANA], "<i>Hi</i>", evil)
    page.show_message(row)
    assert page.composer.text.toPlainText() == evil
    assert page.composer.subject.text() == "<i>Hi</i>"
