"""The ways to the outbox from the window: rail with its counter, palette, an account, a person."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.op import op
from healthdesk.core.services import messages
from healthdesk.gui.shell import actions
from tests import make


@op("Fill")
def fill(tx):
    row = make.account(tx, "a1", name="Aldermoor")
    make.contact(tx, row, "c1", name="Dana", email="dana@one.example")
    make.contact(tx, row, "c2", name="Marc", email="marc@one.example", do_not_contact=True)


@pytest.fixture
def filled(at_work, ui):
    ui.desk.do(fill)
    return at_work


def counter(window):
    return window.rail.items["outbox"]._counter


def test_the_rail_counts_what_waits_without_the_page_being_seen(filled, ui):
    assert counter(filled) == ""
    row = ui.desk.do(messages.compose, "a1", "c1")
    later = ui.desk.do(messages.compose, "a1", "c1", ui.today + 3)
    assert counter(filled) == "1"
    ui.desk.do(messages.set_due, later, ui.today)
    assert counter(filled) == "2"
    ui.desk.do(messages.hand_over, row, "mail")
    assert counter(filled) == "1"
    assert not filled.pages.is_made("outbox")


def test_an_account_leads_to_a_message_of_ones_own(filled, ui):
    ui.open_account("a1")
    filled.pages.page("account").acts.write_mail()
    assert filled.pages.current == "outbox"
    view = filled.pages.page("outbox").composer.view
    assert (view.row.account_name, view.row.to, view.body) == ("Aldermoor", (), "")


def test_the_key_writes_to_the_account_in_view_else_asks(filled, ui, dialogs):
    ui.open_account("a1")
    actions.run(actions.act_of("write-mail"), filled)
    page = filled.pages.page("outbox")
    assert page.composer.view.row.account_name == "Aldermoor"
    dialogs.asked.clear()
    filled.show_page("today")
    actions.run(actions.act_of("write-mail"), filled)
    assert dialogs.asked == [("Write a mail", "")]


def test_who_must_not_be_contacted_is_told_before_a_word_is_written(filled, ui):
    told = []
    ui.noticed.connect(told.append)
    ui.do(messages.compose, "a1", "c2", then=ui.open_message)
    assert told[-1].text.startswith("Marc must not be contacted")
    assert ui.desk.read(messages.counts, ui.today).waiting == 0


def test_while_looking_back_no_mail_is_begun(filled, ui):
    ui.open_account("a1")
    ui.set_day(ui.today - 3)
    filled.pages.page("account").acts.write_mail()
    assert ui.desk.read(messages.counts, ui.today).waiting == 0
