"""The outbox with a mail server: queued while offline, sent on a press, refused, asked about."""

from __future__ import annotations

import shutil

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.domain.sending import MailServer
from healthdesk.core.services import imports, mail_server, messages, passwords, sending
from healthdesk.gui.base.posting import Posting
from healthdesk.gui.pages.outbox.message_list import Head
from healthdesk.gui.pages.outbox.page import OutboxPage
from healthdesk.gui.pages.settings_mail import LET_IN, MailCard
from healthdesk.gui.shell.mail_line import MailLine
from tests import folders, make, ready
from tests.core import mail_host

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on\na,One,2025-01-01\nb,Two,2025-01-01\n",
    "contacts": "contact_id,account_id,name,email,role\n"
    "c1,a,Dana Ortiz,dana@one.example,champion\nc3,b,Bo,bo@two.example,user\n",
}
DANA = Recipient("Dana Ortiz", "dana@one.example", "c1")
BO = Recipient("Bo", "bo@two.example", "c3")


def at(port, **more):
    told = {"security": "none", "address": "ada@north.example", "name": "Ada", **more}
    return MailServer(host="127.0.0.1", port=port, **told)


@pytest.fixture(autouse=True)
def _no_ring(monkeypatch):
    monkeypatch.setattr(passwords, "_ring", lambda: None)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sending")
    made = ready.furnished(folder / "out.healthdesk", "out", clock=make.CLOCK)
    made.do(imports.run, [folders.write(folder / "facts", FACTS)])
    for account, to in (("a", DANA), ("b", BO)):
        row = made.do(messages.compose, account)
        made.do(messages.write, row, [to], "Our call", "Hello")
    made.close()
    return made.path


@pytest.fixture
def desk(tmp_path, made_once):
    path = shutil.copy(made_once, tmp_path / "out.healthdesk")
    with Desk.open(path, clock=make.CLOCK) as opened:
        yield opened


@pytest.fixture
def page(ui, qtbot, desk):
    ui.clock = make.CLOCK
    made = OutboxPage(ui)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.posting = Posting(ui, made)
    made.line = MailLine(ui)
    qtbot.addWidget(made.line)
    ui.set_desk(desk, "UTC")
    made.show()
    yield made
    made.close()
    ui.set_desk(None)


@pytest.fixture
def told(ui):
    """What toasts say."""
    said = []
    ui.noticed.connect(lambda notice: said.append(f"{notice.text}. {notice.detail}".strip()))
    return said


def groups(page):
    return [one.group for one in page.list.rows.rows if isinstance(one, Head)]


def row(page, account):
    found = [one for one in page.shown.rows if one.account_id == account]
    return found[0]


def test_without_a_server_nothing_offers_to_send(page):
    assert not page.composer.send.isVisible()
    assert page.composer.copy.isVisible()
    assert not page.sending.isVisible()


def test_offline_it_waits_in_one_line_and_online_it_goes(page, desk, ui, told, dialogs):
    desk.do(mail_server.change, at(mail_host.free_port()))
    assert page.composer.send.isVisible()
    page.composer.send.click()
    assert groups(page) == ["due", "queued"]
    said = page.sending.strip.words.full_text
    assert "1 message waits to be sent" in said
    assert "cannot be reached" in said
    assert "every 5 minutes" in said
    assert page.line.text() == "1 message waits to be sent"
    assert (told, dialogs.asked) == ([], [])
    with mail_host.running() as (host, port):
        desk.do(mail_server.change, at(port))
        page.sending.now.click()
        assert len(host.taken) == 1
    assert groups(page) == ["due", "handed"]
    assert not page.sending.isVisible()
    assert told[-1].startswith("1 message sent")


def test_it_is_tried_again_by_itself_only_after_a_press(page, desk, ui):
    with mail_host.running() as (host, port):
        desk.do(mail_server.change, at(port))
        desk.do(sending.queue, row(page, "a").id)
        assert "It leaves when you press Send." in page.sending.strip.words.full_text
        page.posting._again.timeout.emit()
        assert host.taken == []
        host.on_data = "451 Try again later"
        page.sending.now.click()
        host.on_data = ""
        assert page.posting._again.isActive()
        page.posting._again.timeout.emit()
        assert len(host.taken) == 1
    assert not page.posting._again.isActive()


def test_what_is_refused_says_why_on_the_draft(page, desk, ui, told):
    with mail_host.running() as (host, port):
        host.on_recipient["dana@one.example"] = "550 No such user"
        desk.do(mail_server.change, at(port))
        page.show_message(row(page, "a").id)
        page.composer.send.click()
    assert "550 No such user" in page.composer.barred.words.full_text
    assert page.composer.is_open
    assert "1 message refused" in told[-1]


def test_of_what_nobody_is_sure_a_person_is_asked(page, desk, ui):
    ident = row(page, "a").id
    with mail_host.running() as (host, port):
        host.on_data = "hang up"
        desk.do(mail_server.change, at(port))
        page.show_message(ident)
        page.composer.send.click()
        host.on_data = ""
        ui.send_mail()
        assert len(host.taken) == 1  # never again by itself
    asked = page.composer.unsure
    assert host.keys[0] in page.composer.said.full_text
    assert "1 may have been sent" in page.line.text()
    asked.buttons["yes"].click()
    assert desk.read(messages.one, ident, TODAY).row.state == "handed"
    assert not page.composer.unsure.isVisible()
    assert not page.composer.again.isVisible()
    assert "cannot be taken back" in page.composer.told.words.full_text


def test_taking_out_of_the_queue_and_undoing_both_bring_the_draft_back(page, desk, ui):
    desk.do(mail_server.change, at(mail_host.free_port()))
    page.composer.send.click()
    ident = next(one.id for one in page.shown.rows if one.state == "queued")
    page.show_message(ident)
    assert not page.composer.is_open
    page.composer.unqueue.click()
    assert page.composer.is_open
    desk.do(sending.queue, ident)
    ui.undo()
    assert desk.read(sending.waiting) == ()
    assert groups(page) == ["due"]


def test_undoing_what_was_sent_says_that_the_mail_is_gone(page, desk, ui, told):
    with mail_host.running() as (host, port):
        desk.do(mail_server.change, at(port))
        page.show_message(row(page, "a").id)
        page.composer.send.click()
        ui.undo()
        assert told[-1] == "Undid “Send message”. The mail itself cannot be taken back."
        assert "cannot be undone" in page.composer.unsure.words.full_text
        ui.send_mail()
        page.composer.unsure.buttons["yes"].click()
    assert len(host.taken) == 1
    assert desk.read(messages.one, row(page, "a").id, TODAY).row.state == "handed"


def test_a_password_is_asked_for_once_and_kept_nowhere(page, desk, ui, dialogs):
    def give(box):
        box.line.setText(mail_host.PASSWORD)
        return True

    dialogs.answers = [give]
    with mail_host.running(password=True) as (host, port):
        desk.do(mail_server.change, at(port, user=mail_host.USER))
        for account in ("a", "b"):
            page.show_message(row(page, account).id)
            page.composer.send.click()
    assert len(host.taken) == 2
    assert len(dialogs.asked) == 1


@pytest.fixture
def card(ui, qtbot, desk):
    ui.clock = make.CLOCK
    made = MailCard(ui)
    qtbot.addWidget(made)
    ui.set_desk(desk, "UTC")
    made.reload()
    made.show()
    yield made
    made.close()
    ui.set_desk(None)


def fill(card, port, **more):
    card.host.setText("127.0.0.1")
    card.security.setCurrentIndex(card.security.findData("none"))
    card.security.activated.emit(2)
    card.port.setValue(port)
    card.address.setText("ada@north.example")
    for key, words in more.items():
        getattr(card, key).setText(words)
        getattr(card, key).textEdited.emit(words)


def test_a_server_is_named_tried_and_taken_away(card, desk, ui):
    with mail_host.running(password=True) as (host, port):
        fill(card, port, user=mail_host.USER, password="wrong horse")
        card.test.click()
        assert "refused the password" in card.verdict.full_text
        fill(card, port, user=mail_host.USER, password=mail_host.PASSWORD)
        card.test.click()
        assert card.verdict.full_text == LET_IN
        assert host.taken == []
    card.save.click()
    kept = desk.read(mail_server.read)
    assert (kept.port, kept.user) == (port, mail_host.USER)
    assert mail_host.PASSWORD.encode() not in desk.path.read_bytes()
    assert (card.password.text(), card.password.placeholderText()) == ("", "as it is kept")
    card.remove.click()
    assert not desk.read(mail_server.read).ready
    assert ui.mail_secrets == {}


def test_a_server_that_cannot_be_says_why_beside_the_button(card, desk):
    fill(card, 25)
    card.host.setText("mail.north.example")
    card.save.click()
    assert "without TLS" in card.verdict.full_text
    assert desk.read(mail_server.read) == MailServer()


def test_what_a_person_stopped_is_not_tried_again_by_itself(page, desk, ui):
    with mail_host.running() as (host, port):
        desk.do(mail_server.change, at(port))
        for account in ("a", "b"):
            desk.do(sending.queue, row(page, account).id)
        host.on_taken = ui.jobs.cancel_all  # what Stop does to it, from the server's thread
        page.sending.now.click()
        assert len(host.taken) == 1
    assert not page.posting._again.isActive()
    assert "It leaves when you press Send." in page.sending.strip.words.full_text
