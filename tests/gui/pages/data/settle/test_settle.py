"""The section "To settle" on a real desk: names, duplicates, merges, refusals."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from healthdesk.core.clock import system_clock
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.op import op
from healthdesk.core.services import duplicates, matching, waiting
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store import tables
from healthdesk.gui.pages.data.settle import SettleSection, reading
from tests import make
from tests.core.services.test_waiting import leave, ticket
from tests.gui.pages.data.conftest import texts


@op("Fill")
def fill(tx):
    rows = {}
    for own, name in (
        ("A-1", "TB Clinics"),
        ("A-2", "Xylo GmbH"),
        ("A-3", "Xylo AG"),
        ("A-4", "Zeta"),
    ):
        rows[own] = make.account(tx, own, name=name)
    domain = tables.Attribute(key="domain", kind="text")
    tx.add(domain)
    tx.flush()
    for own in ("A-2", "A-3"):
        tx.add(
            tables.AttributeValue(
                account_id=rows[own], attribute_id=domain.id, day=20_000, value="xylo.test"
            )
        )
    make.survey(tx, rows["A-3"])
    make.contact(tx, rows["A-1"], "c1", name="Ann Lee", email="ann@tb.example")
    make.contact(tx, rows["A-1"], "c2", name="Lee Ann", email="ann@tb.example")
    tx.flush()


@pytest.fixture
def desk(tmp_path):
    made = make.desk(tmp_path, "d", system_clock())
    yield made
    made.close()


@pytest.fixture
def section(qtbot, ui, desk):
    kept = []

    def show():
        ui.set_desk(desk)
        made = SettleSection(ui)
        qtbot.addWidget(made)
        made.resize(1046, 574)
        made.show()
        kept.append(made)
        return made

    return show


@pytest.fixture
def told(ui):
    found = []
    ui.noticed.connect(found.append)
    yield found
    ui.noticed.disconnect(found.append)


def count(desk, table):
    return desk.read(lambda tx: Driver(tx).run(f"SELECT count(*) FROM {table}")[0][0])


def test_an_empty_desk_says_that_nothing_is_to_settle(section):
    shown = section()
    assert shown.names.state == "empty"
    assert "No row waits" in shown.names.words
    assert "No accounts look alike" in shown.doubles.words
    assert not shown.names.button.isVisible()
    assert not shown.doubles.merge.isVisible()


def test_names_with_their_rows_and_one_decision_settles_them_all(section, desk, told):
    desk.do(fill)
    desk.do(
        leave, [*(ticket(n, "TB Clinic") for n in range(12)), ticket(50, "Zeta"), ticket(51, "?")]
    )
    shown = section()
    names = shown.names
    assert texts(names.table, "name") == ["TB Clinic", "?", "Zeta"]
    # Zeta is an account by now: that much is sure.
    assert texts(names.table, "becomes") == ["Decide later", "Decide later", "Zeta"]
    assert names.button.text() == "Settle 1 row"
    names.decide("name|TB Clinic", "take|A-1")
    assert names.button.text() == "Settle 13 rows"
    names.button.click()
    assert count(desk, "ticket") == 13
    assert told[-1].text == "13 rows came in"
    assert texts(names.table, "name") == ["?"]
    assert [one.value for one in desk.read(matching.aliases)] == ["tb clinic"]
    told[-1].run()
    assert count(desk, "ticket") == 0
    assert desk.read(waiting.count) == 14


def test_making_an_account_and_leaving_out_by_the_popup_and_the_keyboard(section, desk, qtbot):
    desk.do(fill)
    desk.do(leave, [ticket(1, "Brand new"), ticket(2, "Spam & <b>Eggs</b>")])
    names = section().names
    names.table.setFocus()
    names.table.go_to(0)
    popup = names.open_options("name|Brand new")
    qtbot.addWidget(popup)
    popup.chosen.emit("make")
    popup.close()
    names.decide("name|Spam & <b>Eggs</b>", "out")
    assert names.told.text() == "2 names decided, 1 new account, 1 row left out"
    qtbot.keyClick(names.table, Qt.Key.Key_Space)
    assert [one.always for one in names.decisions] == [False, True]
    names.decide("name|Brand new", "wait")
    assert names.button.text() == "Settle 1 row"
    names.decide("name|Brand new", "make")
    names.button.click()
    assert count(desk, "account") == 5
    assert count(desk, "ticket") == 1
    assert desk.read(waiting.count) == 0


def test_duplicates_stand_side_by_side_and_are_merged_and_split(section, desk, told):
    desk.do(fill)
    shown = section().doubles
    # The fuller record first: it has an answer.
    assert texts(shown.list, "names") == ["Xylo AG, Xylo GmbH"]
    fields = texts(shown.fields, "label")
    assert fields[:2] == ["Name", "Id"]
    assert texts(shown.fields, "member 0")[:2] == ["Xylo AG", "A-3"]
    assert shown.told.text().startswith("same name, another legal form")
    shown.choose_keep("A-2")
    assert texts(shown.fields, "member 0")[:2] == ["Xylo GmbH", "A-2"]
    assert shown.keep.text() == "Keep Xylo GmbH"
    shown.merge.click()
    assert told[-1].text == "Merged"
    assert count(desk, "account") == 3
    assert shown.state == "empty"
    shown.face.set_value("merged")
    shown.face.chosen.emit("merged")
    assert texts(shown.merged, "gone") == ["Xylo AG"]
    assert texts(shown.merged, "kept") == ["Xylo GmbH"]
    shown.split.click()
    assert told[-1].text == "The merge is undone"
    assert count(desk, "account") == 4
    assert desk.read(duplicates.merges) == ()
    assert desk.check() == []


def test_not_the_same_is_remembered(section, desk, told):
    desk.do(fill)
    shown = section().doubles
    shown.apart.click()
    assert shown.state == "empty"
    assert count(desk, "kept_apart") == 1
    told[-1].run()
    assert shown.state == "body"


def test_contacts_are_looked_for_when_asked(section, desk):
    desk.do(fill)
    shown = section().doubles
    shown.face.set_value("contacts")
    shown.face.chosen.emit("contacts")
    assert texts(shown.list, "names") == ["Ann Lee, Lee Ann"]
    shown.merge.click()
    assert count(desk, "contact") == 1


def test_trouble_is_told_and_can_be_tried_again(section, desk, monkeypatch):
    desk.do(fill)

    def fail(tx):
        raise DeskError("The disk is gone.")

    monkeypatch.setattr(reading, "read_waiting", fail)
    shown = section()
    assert shown.names.state == "error"
    assert "The disk is gone" in shown.names.words
    monkeypatch.undo()
    shown.names.retry_requested.emit()
    assert shown.names.state == "empty"


def test_what_came_elsewhere_shows_at_once(section, desk):
    desk.do(fill)
    shown = section()
    assert shown.names.state == "empty"
    desk.do(leave, [ticket(1, "TB Clinic")])
    assert shown.names.state == "body"


def test_everything_has_a_name_and_data_is_never_markup(section, desk):
    desk.do(fill)
    desk.do(leave, [ticket(1, "<img src=x>")])
    shown = section()
    for widget in (shown.names.table, shown.doubles.list, shown.doubles.fields, shown.doubles.face):
        assert widget.accessibleName()
    for label in shown.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_what_persons_used_waits_below_and_asks_for_no_account(section, desk):
    desk.do(fill)
    used = {"metric": "logins", "day": "2026-03-01", "value": "2"}
    desk.do(leave, [("contact_usage", "email", f"p{n}@tb.example", used) for n in range(3)])
    shown = section()
    assert shown.names.state == "empty"
    assert shown.persons.isVisible()
    assert shown.persons.text() == (
        "3 rows of what persons used (tickets.csv) wait for their contacts: importing the contacts "
        "settles this, nothing is to be chosen."
    )
    desk.do(leave, [ticket(1, "TB Clinic")])
    assert texts(shown.names.table, "name") == ["TB Clinic"]
    assert shown.persons.isVisible()
