"""Job 8 by hand: a pack of ticked accounts, opened by a colleague, its changes back, settled."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.domain.errors import LockedPack
from healthdesk.core.domain.exchange import README
from healthdesk.core.domain.op import op
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import edits, handover_listing, touches
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_packing as packing
from healthdesk.core.services.reports import building
from healthdesk.gui.pages.accounts.handing import hand_over
from healthdesk.gui.pages.data import DataPage
from healthdesk.gui.pages.data.handover import reading
from healthdesk.gui.pages.settings_whole import FOLDER, WholeDeskCard
from tests.core.services import handover_story as story
from tests.gui.pages.data.conftest import texts


@pytest.fixture
def desks(tmp_path):
    with story.two(tmp_path) as both:
        yield both


@pytest.fixture
def page(qtbot, ui, desks):
    ui.set_desk(desks[0])
    made = DataPage(ui)
    qtbot.addWidget(made)
    made.resize(1240, 700)
    made.show()
    return made


def section(page):
    return page._sections["handovers"]


def filled(**told):
    def fill(form):
        for key, value in told.items():
            box = form.input(key)
            box.setChecked(value) if isinstance(value, bool) else box.setText(value)
        return True

    return fill


def changes_form(form):
    """The name is the one that the pack names; a short passphrase is no passphrase."""
    assert form.values == {"by": "Ben", "passphrase": ""}
    form.input("passphrase").line.setText("short")
    assert form.input("passphrase").said.full_text.startswith("Too short")
    form.yes.click()
    assert "At least 8" in form.wrong("passphrase")
    form.input("passphrase").line.setText("")
    form.input("by").setText("")
    form.yes.click()
    assert form.wrong("by")
    form.input("by").setText("Ben")
    return True


def test_job_8_between_two_desks(page, ui, desks, dialogs, tmp_path):
    ann, ben = desks
    given, changes = tmp_path / "given.hdpack", tmp_path / "changes.hdpack"
    dialogs.answers = [filled(to="Ben", by="Ann", notes=True), given]
    hand_over(ui, story.IDS)
    assert given.with_suffix(".html").is_file()

    ui.set_desk(ben)
    page.start_import([given])
    view = section(page).view
    assert page.section == "handovers"
    assert (view.title.full_text, view.asked.isHidden()) == ("Handover from Ann", True)
    assert ben.read(handover_listing.listed) == ()
    assert len(view._pages) >= 2
    view.after.click()
    assert "page 2 of" in view.page.accessibleName() + view.report._subtitle.full_text
    view.take.click()
    assert section(page).view is None
    assert texts(section(page).table, "who") == ["Ann"]
    ben.do(touches.add, TouchDraft("a0", "call", "outbound", 20_500, "Rang"))
    ben.do(edits.set_account, "a0", "name", "Theirs")
    ann.do(edits.set_account, "a0", "name", "Mine")
    dialogs.answers = [changes_form, changes]
    section(page).send.click()

    ui.set_desk(ann)
    section(page).reload()
    dialogs.answers = [[changes]]
    section(page).open.click()
    view = section(page).view
    table = view.conflicts.table
    assert texts(table, "was") == ["Account 0"]
    (key,) = view.conflicts._lines
    assert view.conflicts._lines[key].mine.chosen
    table.cell_pressed.emit(key, "theirs")
    assert view.conflicts._lines[key].theirs.chosen
    view.take.click()
    assert ann.read(building.facts_of, "a0")[0].names[0] == "Theirs"
    ui.undo()
    assert ann.read(building.facts_of, "a0")[0].names[0] == "Mine"
    section(page).end.click()
    assert ann.read(handover_listing.listed)[0].closed_on is not None


def test_a_passphrase_is_asked_for(page, desks, dialogs, tmp_path, monkeypatch):
    made = desks[0].read(making.make, making.Giving(("a0",)))
    (tmp_path / "x.hdpack").write_bytes(packing.AGE)
    data = {"": LockedPack("Locked."), "wrong": LockedPack("Wrong."), "right": made.pack}

    def read(path, passphrase=""):
        found = data[passphrase]
        if isinstance(found, LockedPack):
            raise found
        return found

    monkeypatch.setattr(reading.opening, "read", read)
    dialogs.answers = ["wrong", "right"]
    page.start_import([tmp_path / "x.hdpack"])
    assert [text for _, text in dialogs.asked] == ["Locked.", "Wrong."]
    assert section(page).view is not None


def test_a_file_that_is_no_pack_is_refused_in_a_sentence(page, ui, tmp_path):
    told = []
    ui.noticed.connect(told.append)
    (tmp_path / "x.hdpack").write_bytes(b"nothing")
    page.start_import([tmp_path / "x.hdpack"])
    ui.noticed.disconnect(told.append)
    assert section(page).view is None
    assert "no handover pack" in told[-1].detail


def test_the_whole_desk_is_copied_and_exported_with_a_readme(page, ui, qtbot, dialogs, tmp_path):
    card = WholeDeskCard(ui)
    qtbot.addWidget(card)
    dialogs.answers = [tmp_path / "moved.healthdesk"]
    card.change.click()
    assert "was checked and read back" in dialogs.asked[-1][1]
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    dialogs.answers = [out]
    card.export_all.click()
    assert {README, "accounts.csv"} <= {one.name for one in (out / FOLDER).iterdir()}
    wished = []
    ui.desk_requested.connect(wished.append)
    dialogs.answers = [tmp_path / "moved.healthdesk", True]
    card.restore.click()
    ui.desk_requested.disconnect(wished.append)
    assert wished[0].backup == tmp_path / "moved.healthdesk"


def test_the_list_tells_handovers_to_one_person_apart(page, ui, desks):
    ann, _ = desks
    today = ui.today
    for ids, told in (
        (("a0",), {"until": today + 12}),
        (("a1", "a2"), {}),
        (("a2",), {"lasting": True}),
    ):
        giving = making.Giving(ids, to="Ben", by="Ann", **told)
        ann.do(making.record, ann.read(making.make, giving))
    page.show_section("handovers")
    table = section(page).table
    assert texts(table, "accounts") == [
        "1 account: Account 2", "2 accounts: Account 1, Account 2", "1 account: Account 0",
    ]  # fmt: skip
    assert texts(table, "state") == ["theirs", "under way", "12 days left"]
    table.go_to(0)
    assert section(page).end.isHidden()
    table.go_to(2)
    assert not section(page).end.isHidden()
    assert section(page).back.isHidden()


def test_what_came_is_removed_at_the_end_or_taken_back(page, ui, desks, dialogs):
    ann, ben = desks
    story.take(ben, story.give(ann))
    ui.set_desk(ben)
    page.show_section("handovers")
    dialogs.answers = [remove]
    section(page).end.click()
    assert accounts_of(ben) == 0
    assert section(page).send.isHidden()
    assert texts(section(page).table, "accounts") == ["2 accounts, none here any more"]
    assert section(page).end.isHidden()
    ui.undo()
    assert accounts_of(ben) == 2
    section(page).back.click()
    assert accounts_of(ben) == 0
    assert ben.read(handover_listing.listed) == ()


def remove(form):
    """Keeping them is what is offered first."""
    box = form.input("way")
    assert box.currentData() == "keep"
    box.setCurrentIndex(box.findData("remove"))
    return True


def accounts_of(desk):
    return desk.read(lambda tx: tx.execute(text("SELECT count(*) FROM account")).scalar())


def test_rejected_rows_are_a_press_away(page, ui, desks, tmp_path):
    ann, ben = desks
    pack = story.give(ann)
    next(iter(pack.state["tickets"].values()))["opened_on"] = "never"
    path = tmp_path / "x.hdpack"
    path.write_bytes(packing.as_bytes(pack))
    ui.set_desk(ben)
    told = []
    ui.noticed.connect(told.append)
    page.start_import([path])
    section(page).view.take.click()
    ui.noticed.disconnect(told.append)
    assert "1 rejected" in told[-1].detail
    told[-1].run()
    assert page.section == "imports"
    assert page.imports.history.outcome.rejects.rows.rowCount() == 1


def test_a_page_is_as_wide_as_its_room_and_zooms(page, ui, desks, tmp_path):
    path = tmp_path / "x.hdpack"
    path.write_bytes(packing.as_bytes(story.give(desks[0])))
    ui.set_desk(desks[1])
    page.start_import([path])
    view = section(page).view
    room = view.page.viewport().width()
    assert room - 40 <= view.page._size().width() <= room
    view.more.click()
    assert view.page._size().width() > room
    assert "125" in view.page.toolTip()


def test_daily_values_that_differ_stand_on_one_line(page, ui, desks, tmp_path):
    ann, ben = desks
    pack = story.give(ann)
    story.take(ben, pack)
    ben.do(bend)
    path = tmp_path / "x.hdpack"
    path.write_bytes(packing.as_bytes(story.back(ben, pack, "Ben")))
    page.start_import([path])
    table = section(page).view.conflicts.table
    assert texts(table, "what") == ["Account 0: logins"]
    assert texts(table, "field") == ["2 days"]
    assert texts(table, "theirs") == ["777, 777 (theirs, 7 Oct 2024)"]


@op("Bend")
def bend(tx):
    tx.execute(text("UPDATE usage SET m1 = 777 WHERE day IN (20003, 20005) AND account_id = 1"))
