"""Tests of the data quality section: findings, their rows, what can be done from here."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.quality import FindingRow
from healthdesk.core.services import imports
from healthdesk.gui.pages.data.quality import QualitySection
from healthdesk.gui.pages.data.quality.reading import save_rows
from tests import ready


@pytest.fixture
def desk(tmp_path):
    with ready.furnished(tmp_path / "q.healthdesk", "q") as made:
        yield made


def fill(desk, tmp_path):
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id,name\na,Alder\nb,Birch\n")
    (folder / "tickets.csv").write_text(
        "ticket_id,account_id,opened_on,closed_on,priority\n"
        "k1,a,2026-03-05,2026-03-01,high\nk2,b,2026-03-05,2026-03-02,low\n"
    )
    desk.do(imports.run, [folder], rejects_dir=tmp_path)


@pytest.fixture
def section(qtbot, ui, desk, tmp_path):
    fill(desk, tmp_path)
    ui.set_desk(desk, "UTC")
    made = QualitySection(ui)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


def titles(section):
    order = section.table.rows
    return [order.index(line, 1).data() for line in range(order.rowCount())]


def test_the_gravest_comes_first_with_its_rows(section):
    assert titles(section)[0] == "Closed before opened"
    assert section.detail.accessibleName() == "Closed before opened"
    assert section.sentence.text() == "2 tickets were closed before they were opened."
    assert section.todo.text().startswith("Look whether day and month changed places")
    assert section.rows.rows.rowCount() == 2
    assert section.rows.current_id() == "0"


def test_choosing_another_finding_shows_its_rows(section):
    section.table.go_to(titles(section).index("No owner"))
    assert section.detail.accessibleName() == "No owner"
    assert section.sentence.text() == "2 accounts have no owner, all of them."


def test_a_row_leads_to_its_account(section, ui, qtbot):
    with qtbot.waitSignal(ui.account_requested) as asked:
        section.open.click()
    assert asked.args == ["a"]
    section.rows.go_to(1)
    with qtbot.waitSignal(ui.account_requested) as asked:
        section.rows.opened.emit("1")
    assert asked.args == ["b"]


def test_rows_are_saved_for_a_spreadsheet(section, dialogs, tmp_path):
    target = tmp_path / "rows.csv"
    dialogs.answers = [target]
    section.save.click()
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["what", "where", "value", "account_id", "file", "line"]
    assert rows[1] == ["k1", "tickets · closed on", "2026-03-01", "a", "tickets.csv", "2"]
    dialogs.answers = [None]
    section.save.click()


@pytest.mark.parametrize(
    ("text", "kept"), [("=1+1", "'=1+1"), ("@a", "'@a"), ("-7.5", "-7.5"), ("plain", "plain")]
)
def test_no_saved_cell_becomes_a_formula(tmp_path, text, kept):
    target = save_rows((FindingRow(text, "accounts · name", text),), tmp_path / "rows.csv")
    with target.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1][0] == kept


def test_what_can_be_put_right_elsewhere_leads_there(section, qtbot, desk, ui, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "surveys.csv").write_text(
        "response_id,account_id,kind,rating,day\nr1,a,nps,11,2026-03-01\n"
    )
    desk.do(imports.run, [folder], rejects_dir=tmp_path)
    section.table.go_to(titles(section).index("Rejected rows"))
    assert section.go.text() == "Open the imports"
    with qtbot.waitSignal(section.section_requested) as asked:
        section.go.click()
    assert asked.args == ["imports"]
    assert not section.open.isVisibleTo(section), "a rejected row has no account"


def test_it_follows_the_day_in_view(section, ui):
    ui.set_day(to_day(date(2026, 3, 3)))
    assert "Facts from the future" in titles(section)


def test_a_sound_desk_says_so(qtbot, ui, desk):
    ui.set_desk(desk, "UTC")
    made = QualitySection(ui)
    qtbot.addWidget(made)
    made.show()
    assert made.list.state == "empty"
    assert "Nothing is doubtful" in made.list.words
    assert not made.detail.isVisibleTo(made)


def test_a_failure_is_told(section, ui, monkeypatch):
    def broken(*_):
        raise DeskError("It is damaged.")

    monkeypatch.setattr("healthdesk.gui.pages.data.quality.section.read_findings", broken)
    section.reload()
    assert section.list.state == "error"
    assert "It is damaged." in section.list.words


def test_every_control_has_a_name(section):
    for widget in (section.table, section.rows, section.save, section.open):
        assert widget.accessibleName() or widget.text()
