"""The page Advocates: the register of all accounts, asks from it, candidates, previews."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.clock import Clock
from healthdesk.core.domain.advocate import AdvocateDraft, AskDraft
from healthdesk.core.domain.moment import MomentDraft
from healthdesk.core.services import advocates, imports, moments
from healthdesk.gui.pages.advocates.page import AdvocatesPage
from tests import folders, ready
from tests.core.services.conftest import NOW
from tests.core.services.people_story import DAY, FACTS, on

MORE = {
    "surveys": f"response_id,account_id,contact_id,kind,rating,day\nr1,a,milla,nps,10,{on(20)}\n",
    "overrides": f"account_id,band,reason,from,until\na,Strong,as told,{on(50)},{on(-30)}\n",
}


@pytest.fixture
def desk(tmp_path):
    made = ready.furnished(tmp_path / "adv.healthdesk", "adv", clock=Clock(instant=NOW))
    made.do(imports.run, [folders.write(tmp_path / "facts", {**FACTS, **MORE})])
    made.do(advocates.register, "ada", AdvocateDraft("yes", 120, "Half the trips, same vans"))
    yield made
    made.close()


@pytest.fixture
def page(ui, qtbot, desk):
    ui.clock = Clock(instant=NOW)
    made = AdvocatesPage(ui)
    qtbot.addWidget(made)
    made.resize(1200, 760)
    ui.set_desk(desk, "UTC")
    made.show()
    yield made
    made.close()
    ui.set_desk(None)


def cells(table, line):
    row = table.rows.row_at(line)
    return {column.key: column.text(row) for column in table.rows.columns}


def test_an_advocate_is_told_with_account_story_and_when_to_ask(page):
    assert page.entries.rows.rowCount() == 1
    said = cells(page.entries, 0)
    assert said == {
        "name": "Ada",
        "account": "One",
        "willing": "yes",
        "again": "now",
        "asked": "never asked",
        "story": "Half the trips, same vans",
    }
    assert page.ask.isEnabled()
    assert not page.answer.isEnabled()


def test_asking_from_here_starts_the_cool_down_and_is_undone(page, ui, dialogs):
    dialogs.answers = [lambda dialog: True]
    page.ask.click()
    assert cells(page.entries, 0)["again"] == "from 12 Jul"
    assert cells(page.entries, 0)["asked"].endswith("14 Mar: no answer yet")
    assert page.ask.text() == "Ask all the same"
    assert page.answer.isEnabled()
    ui.undo()
    assert cells(page.entries, 0)["again"] == "now"


def test_who_may_come_onto_the_register_comes_from_here(page, dialogs):
    assert [cells(page.candidates, 0)[key] for key in ("name", "account")] == ["Milla", "One"]
    dialogs.answers = [lambda dialog: True]
    page.add.click()
    assert page.entries.rows.rowCount() == 2
    assert page.candidates.rows.rowCount() == 0
    assert page.might.state == "empty"
    assert not page.add.isEnabled()


def test_a_perk_takes_an_account_off_the_list_of_previews(page, ui):
    assert page.previews.rows.rowCount() == 1
    assert cells(page.previews, 0)["name"] == "One"
    ui.do(moments.add, MomentDraft("a", "perk", "Beta", DAY - 3))
    assert page.previews.rows.rowCount() == 0
    assert page.gifts.state == "empty"


def test_enter_opens_the_account_where_something_is_done(page, ui, qtbot):
    asked = []
    ui.account_requested.connect(asked.append)
    page.entries.setFocus()
    page.entries.go_to(0)
    qtbot.keyClick(page.entries, Qt.Key.Key_Return)
    assert asked == ["a"]


def test_looking_back_shows_the_register_as_it_was_and_asks_nobody(page, ui, desk):
    desk.do(advocates.ask, "ada", AskDraft("talk", DAY))
    ui.set_day(DAY - 1)
    assert not page.ask.isEnabled()
    assert not page.add.isEnabled()
    assert page.entries.rows.rowCount() == 0
    assert page.register.state == "empty"


def test_who_is_not_to_be_contacted_cannot_be_asked(page):
    shown = page.shown
    (entry,) = shown.entries
    barred = replace(
        entry, permission=replace(entry.permission, block="do not contact"), why_not="Barred."
    )
    page._show(replace(shown, entries=(barred,)))
    assert cells(page.entries, 0)["again"] == "no: do not contact"
    assert not page.ask.isEnabled()
