"""The section of mappings: read, rename, delete and put back, save, load, refuse."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.mapping import ColumnMap, FileMap, MappingDocument, TableMap
from healthdesk.core.services import mappings
from healthdesk.gui.pages.data.mappings import MappingsSection
from tests.gui.pages.data.conftest import texts

TABLE = TableMap("tickets", {"ticket_id": ColumnMap("Id")})
TICKETS = FileMap("Tickets", ("tickets*.csv",), ("Id",), tables=(TABLE,))
WEEKLY = MappingDocument("Weekly load", (TICKETS, FileMap("Other", ("other.csv",))))
ONE = MappingDocument("Help desk tickets", (TICKETS,))


@pytest.fixture
def section(qtbot, ui, desk):
    desk.do(mappings.keep, WEEKLY)
    desk.do(mappings.keep, ONE, kept=True)
    ui.set_desk(desk)
    made = MappingsSection(ui)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    return made


def test_an_empty_desk_says_where_mappings_come_from(qtbot, ui, desk):
    ui.set_desk(desk)
    made = MappingsSection(ui)
    qtbot.addWidget(made)
    made.show()
    assert "No mapping yet" in made.card.words
    assert made.detail.isHidden()


def test_mappings_are_listed_recipes_first_and_shown_as_documents(section):
    assert texts(section.table, "name") == ["Weekly load", "Help desk tickets"]
    assert texts(section.table, "kind") == ["recipe", "remembered"]
    assert texts(section.table, "files")[0] == "tickets*.csv, other.csv"
    assert texts(section.table, "tables") == ["Tickets", "Tickets"]
    assert section.text.isReadOnly()
    assert mappings.parse(section.text.toPlainText()) == WEEKLY
    section.table.go_to(1)
    assert mappings.parse(section.text.toPlainText()) == ONE


def test_a_mapping_is_renamed_and_stays_chosen(section, dialogs, desk):
    dialogs.answers = ["Monday"]
    section.rename.click()
    assert "Monday" in texts(section.table, "name")
    assert section.chosen.name == "Monday"
    assert desk.undo_label == "Rename mapping"


def test_a_name_that_is_taken_is_refused(section, dialogs, told):
    dialogs.answers = ["help desk TICKETS"]
    section.rename.click()
    assert told[-1].kind == "error"
    assert "already" in told[-1].text
    assert texts(section.table, "name") == ["Weekly load", "Help desk tickets"]


def test_a_deleted_mapping_comes_back(section, told):
    section.delete.click()
    assert texts(section.table, "name") == ["Help desk tickets"]
    told[-1].run()
    section.reload()
    assert texts(section.table, "name") == ["Weekly load", "Help desk tickets"]


def test_a_mapping_goes_out_and_comes_in_as_a_file(section, dialogs, tmp_path, told):
    target = tmp_path / "mine.json"
    dialogs.answers = [target]
    section.save.click()
    assert told[-1].text == "Saved the mapping"
    section.delete.click()
    dialogs.answers = [[target]]
    section.load.click()
    assert texts(section.table, "name") == ["Weekly load", "Help desk tickets"]
    assert section.chosen.name == "Weekly load"
    dialogs.answers = [[target], False]
    section.load.click()
    assert dialogs.asked[-1][0] == "Replace the mapping Weekly load?"


def test_a_wrong_file_is_refused_with_its_place(section, dialogs, tmp_path, told):
    bad = tmp_path / "bad.json"
    bad.write_text('{"name": "x", "files": [{"name": 5}]}', encoding="utf-8")
    dialogs.answers = [[bad]]
    section.load.click()
    assert told[-1].kind == "error"
    assert "bad.json" in told[-1].text
    dialogs.answers = [tmp_path / "no" / "place.json"]
    section.save.click()
    assert told[-1].kind == "error"
