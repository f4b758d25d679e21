"""The tab Campaigns: made, filled in, people left out, words of one alone, written, sent, ended."""

from __future__ import annotations

import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.campaign import Campaign, CampaignPerson, CampaignView, Scores
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.sending import MailServer
from healthdesk.core.services import (
    campaigns,
    imports,
    mail_server,
    messages,
    passwords,
    segments,
    sending,
)
from healthdesk.gui.base.posting import Posting
from healthdesk.gui.base.ui import CampaignWish
from healthdesk.gui.pages.plays.campaigns import says
from healthdesk.gui.pages.plays.campaigns.view import CampaignsView
from healthdesk.gui.shell.actions import act_of
from tests import folders, make, ready
from tests.core import mail_host

TODAY = to_day(make.NOW.date())
FACTS = {
    "accounts": "account_id,name,started_on,tier\na,One,2025-01-01,gold\nb,Two,2025-01-01,gold\n"
    "c,Three,2025-01-01,gold\nd,Four,2025-01-01,base\n",
    "contacts": "contact_id,account_id,name,email,role,do_not_contact\n"
    "a1,a,Dana Ortiz,dana@one.example,champion,\nb1,b,Bo,bo@two.example,champion,\n"
    "c1,c,Cy,cy@three.example,champion,true\nd1,d,Di,di@four.example,champion,\n",
}
WORDS = "Dear {{ first_name }}, join us."


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("campaigns")
    made = ready.furnished(folder / "out.healthdesk", "out", clock=make.CLOCK)
    made.do(imports.run, [folders.write(folder / "facts", FACTS)])
    rule = {"field": "tier", "op": "=", "value": "gold"}
    made.do(segments.add, {"name": "Gold", "rule": rule})
    made.close()
    return made.path


@pytest.fixture
def desk(tmp_path, made_once, monkeypatch):
    monkeypatch.setattr(passwords, "_ring", lambda: None)
    path = shutil.copy(made_once, tmp_path / "out.healthdesk")
    with Desk.open(path, clock=make.CLOCK) as opened:
        yield opened


@pytest.fixture
def view(ui, qtbot, desk):
    ui.clock = make.CLOCK
    made = CampaignsView(ui)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.posting = Posting(ui, made)
    ui.set_desk(desk, "UTC")
    made.show()
    yield made
    made.close()
    ui.set_desk(None)


@pytest.fixture
def one(view):
    """A campaign for the gold ones, with words, in the editor."""
    view.new.click()
    form = view.editor.form
    form.segment.chosen.emit("segment Gold")
    form.subject.setPlainText("Hi {{ first_name }}")
    form.body_edit.setPlainText(WORDS)
    view.editor.keep()
    return view.editor


def states(editor):
    rows = editor.people.table.rows
    return {
        rows.id_at(line).split("\n")[1]: rows.data(rows.index(line, 2), Qt.ItemDataRole.DisplayRole)
        for line in range(rows.rowCount())
    }


def go(editor, contact):
    rows = editor.people.table.rows
    lines = range(rows.rowCount())
    editor.people.table.go_to(next(n for n in lines if rows.id_at(n).endswith(contact)))


def test_nothing_yet_says_what_a_campaign_is(view):
    assert view.card.state == "empty"
    assert "never a play" in view.card.words


def test_the_people_and_the_mail_of_each_stand_beside_the_words(one, desk):
    assert states(one) == {
        "a1": "gets it", "b1": "gets it", "": "left out: nobody fits"
    }  # fmt: skip
    go(one, "b1")
    assert one.mail.text.toPlainText() == "Dear Bo, join us."
    assert one.mail.subject.text() == "Hi Bo"
    assert one.write.text() == "Write 2 messages"
    assert desk.read(campaigns.read, "New campaign").segment == "Gold"


def test_a_name_is_kept_and_a_field_that_cannot_be_read_is_told(one, view, desk):
    one.form.name.setText("Webinar")
    one.form.name.textEdited.emit("Webinar")
    one.leave()
    assert desk.read(campaigns.names) == ("Webinar",)
    view.open("Webinar")
    one.form.body_edit.setPlainText("{{ 1 + }}")
    one.keep()
    assert "Message, line 1" in one.form.wrong.full_text
    assert states(one)["a1"].startswith("left out: Line 1")
    assert not one.write.isEnabled()


def test_somebody_is_left_out_with_a_reason_and_taken_in_again(one, dialogs):
    go(one, "a1")
    dialogs.answers = [lambda form: form.input("why").setText("on holiday") or True]
    QTest.keyClick(one.people.table, Qt.Key.Key_Space)
    assert states(one)["a1"] == "left out: on holiday"
    one.mail.back.click()
    assert states(one)["a1"] == "gets it"


def test_words_of_one_alone_reach_only_them(one, desk):
    go(one, "a1")
    one.mail.text.setPlainText("Dana, call me.")
    one.mail.keep()
    assert states(one)["a1"] == "gets it, own words"
    one.write.click()
    bodies = {row.account_id: desk.read(messages.one, row.id, TODAY).body
              for row in desk.read(messages.drafts, TODAY)}  # fmt: skip
    assert bodies == {"a": "Dana, call me.", "b": "Dear Bo, join us."}
    assert not one.write.isVisible()
    assert one.form.locked


def test_all_are_sent_by_one_press_and_each_once(one, desk, ui, dialogs):
    one.write.click()
    assert not one.send.isVisible()
    with mail_host.running() as (host, port):
        host.on_recipient["bo@two.example"] = "550 No such user"
        server = MailServer(
            host="127.0.0.1", port=port, security="none", address="ada@north.example"
        )
        desk.do(mail_server.change, server)
        assert one.send.text() == "Send 2"
        one.send.click()
        assert dialogs.asked[-1][0] == "Send 2 messages?"
        assert [to for to, _ in host.taken] == [["dana@one.example"]]
    assert "1 of 2 went out, 0 answered (0 %), 1 refused" in one.came.full_text
    told = states(one)
    assert (told["a1"], told["b1"]) == ("went out", "refused by the mail server")
    assert desk.read(sending.waiting) == ()
    one.acts.end()
    assert one.state.text() == "ended"
    assert {row.state for row in desk.read(messages.drafts, TODAY)} == {"handed", "dropped"}


def test_files_hold_those_who_get_it_and_a_copy_is_a_draft(one, view, dialogs, tmp_path):
    dialogs.answers = [tmp_path / "t.csv", tmp_path]
    one.acts.save_table()
    assert "cy@three" not in (tmp_path / "t.csv").read_text("utf-8-sig")
    one.acts.save_mails()
    assert len(list((tmp_path / "New campaign").glob("*.eml"))) == 2
    one.acts.duplicate()
    assert one.name == "New campaign 2"
    one.acts.remove()
    assert [row.name for row in view.rows] == ["New campaign"]


def test_chosen_accounts_alone_get_it_until_all_are_wanted(view, desk):
    view.show_wish(CampaignWish(new=True, segment="Gold", accounts=("b",)))
    editor = view.editor
    assert set(states(editor)) == {"b1"}
    assert editor.form.chosen.isVisible()
    editor.form.chosen.click()
    editor.keep()
    assert set(states(editor)) == {"a1", "b1", ""}


def test_too_many_people_are_told_and_do_not_break_the_list(view, desk, monkeypatch):
    monkeypatch.setattr(campaigns, "MOST_PEOPLE", 1)
    view.new.click()
    assert view.editor.people.state == "empty"
    assert "at most 1 people" in view.editor.people.words
    view.editor.leave()
    assert view.rows[0].people == 0


def test_what_came_of_it_is_told_beside_the_others_and_too_few_are_no_mean(ui):
    got = CampaignPerson("a", "One", None, message_state="handed")
    view = CampaignView(Campaign("C"), "written", 1, 2, (got,), "", Scores(12, 60, 64))
    assert says.effect(view, ui.words).endswith("Too few did not get it to compare with.")
    few = replace(view, reached=Scores(3, 60, 64))
    assert says.effect(few, ui.words).startswith("Too few to tell what it did: 3 accounts")
    both = replace(view, others=Scores(30, 61, 61))
    assert "12 accounts: 60 → 64" in says.effect(both, ui.words)
    assert "no proof" in says.effect(both, ui.words)
    assert says.effect(replace(view, written_on=None), ui.words) == ""


def test_the_palette_begins_one_for_the_segment_in_view(view, ui):
    wishes = []
    ui.campaign_requested.connect(wishes.append)
    ui.set_segment("Gold")
    act_of("new-campaign").run(SimpleNamespace(ui=ui))
    assert wishes == [CampaignWish(new=True, segment="Gold")]
    view.show_wish(wishes[0])
    assert view.editor.name == "New campaign: Gold"
