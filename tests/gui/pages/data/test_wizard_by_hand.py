"""The wizard's finer tools: words, one value for all rows, joined columns, many files."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.domain.views import Candidate, Unmatched
from healthdesk.gui.pages.data.wizard.files import FOLDED
from healthdesk.gui.pages.data.wizard.mapping_rows import EACH, EVERY, JOIN, TARGET, WORDS
from healthdesk.gui.pages.data.wizard.unmatched import TAKE
from healthdesk.gui.pages.data.wizard.words_popup import REJECT
from tests.gui.pages.data.conftest import texts, write
from tests.gui.pages.data.test_wizard import (
    CRM,
    TICKETS,
    becomes,
    bring_in,
    choose,
    decide,
    figures,
    name_key,
    row_of,
    settle,
)


@pytest.fixture
def loaded(page, tmp_path):
    """The accounts are in the desk."""
    bring_in(page, write(tmp_path, "crm_accounts.csv", CRM))
    return page


def open_words(wizard, source):
    return wizard.mapping.open_words(row_of(wizard, source))


def mean(popup, text, word):
    """Say what a word means; the popup stays."""
    popup.open_options(text).take(word)


def keys_of(popup):
    return [popup.model.at(line).key for line in range(popup.model.rowCount())]


def test_words_that_nobody_knows_are_told_in_a_list(qtbot, loaded, tmp_path):
    strange = ["7;Norrwick Paper;x;Wolkig;11.10.2026;", "8;Norrwick Paper;x;Sonnig;11.10.2026;"]
    lines = [*TICKETS[:2], TICKETS[3], *strange]
    loaded.start_import([write(tmp_path, "helpdesk.csv", lines)])
    wizard = loaded.wizard
    assert wizard.load.proposal.questions
    popup = open_words(wizard, "priority")
    shown = texts(popup.table, "text")
    assert set(shown[:2]) == {"Wolkig", "Sonnig"}
    assert texts(popup.table, "becomes")[:2] == ["not known", "not known"]
    assert "2 not known" in popup.head.full_text
    mean(popup, "Wolkig", "urgent")
    assert popup.isVisible()
    assert "1 not known" in popup.head.full_text
    assert wizard.load.proposal.questions
    mean(popup, "Sonnig", "low")
    assert not wizard.load.proposal.questions
    # A decision about another column keeps what the words mean.
    choose(wizard, "subject", TARGET)
    column = wizard.load.proposal.file.tables[0].columns["priority"]
    assert (column.values["Wolkig"], column.values["Sonnig"]) == ("urgent", "low")
    settle(qtbot, wizard)
    assert figures(wizard)["new"] == "4"


def test_known_words_can_mean_something_else_and_rows_be_rejected(qtbot, loaded, tmp_path):
    lines = [*TICKETS[:2], TICKETS[3], "7;Norrwick Paper;x;Wolkig;11.10.2026;"]
    loaded.start_import([write(tmp_path, "helpdesk.csv", lines)])
    wizard = loaded.wizard
    choose(wizard, "priority", WORDS)
    popup = wizard.mapping._words
    mean(popup, "urgent", "high")
    mean(popup, "Wolkig", REJECT)
    settle(qtbot, wizard)
    assert not wizard.load.open_files
    assert figures(wizard)["rejected"] == "1"
    assert wizard.load.proposal.file.tables[0].columns["priority"].values["urgent"] == "high"


def test_escape_closes_the_words(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "helpdesk.csv", [*TICKETS[:2], TICKETS[3]])])
    popup = open_words(loaded.wizard, "priority")
    qtbot.keyClick(popup.table, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    settle(qtbot, loaded.wizard)


def test_every_row_can_be_the_same(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "helpdesk.csv", [*TICKETS[:2], TICKETS[3]])])
    wizard = loaded.wizard
    choose(wizard, "priority", f"{EVERY}low")
    assert becomes(wizard, "priority") == "left out"
    made = next(row for row in wizard.mapping._shown.values() if not row.guess.source)
    assert (made.becomes.text, made.examples) == ("Priority", "Low")
    assert EACH in texts(wizard.mapping.columns, "source")
    choose(wizard, "subject", TARGET)  # another decision: it stays
    assert wizard.load.proposal.file.tables[0].columns["priority"].constant == "low"
    choose(wizard, "priority", f"{TARGET}priority")  # and gives way to the column
    assert wizard.load.proposal.file.tables[0].columns["priority"].constant is None
    settle(qtbot, wizard)


def test_a_name_is_joined_of_two_columns(qtbot, loaded, tmp_path):
    lines = ["person_id;company;called;family;mail",
             "1;Norrwick Paper;Ann;Berg;ann@norrwick.example",
             "2;Norrwick Paper;Bo;Dahl;bo@norrwick.example"]  # fmt: skip
    loaded.start_import([write(tmp_path, "contacts_list.csv", lines)])
    wizard = loaded.wizard
    if "table" in {one.kind for one in wizard.load.proposal.questions}:
        wizard.mapping.strip.answered.emit("table", "contacts")
    choose(wizard, "called", f"{TARGET}name")
    choose(wizard, "called", f"{JOIN}family")
    held = wizard.load.proposal.file.tables[0].columns["name"]
    assert held.text == "{called} {family}"
    assert becomes(wizard, "family") == becomes(wizard, "called")
    settle(qtbot, wizard)


def test_any_account_of_the_desk_can_be_found_and_taken(qtbot, loaded, tmp_path):
    lines = [TICKETS[0], TICKETS[1], "1;Zzyzx Qwv;x;low;21.11.2026;"]
    loaded.start_import([write(tmp_path, "helpdesk.csv", lines)])
    wizard = loaded.wizard
    settle(qtbot, wizard)
    popup = wizard.sight.names.open_options(name_key(wizard, "Zzyzx Qwv"))
    assert f"{TAKE}001B" not in keys_of(popup)
    popup.model.filter("tallis")
    assert keys_of(popup) == [f"{TAKE}001B"]
    popup.model.filter("001c")
    assert keys_of(popup) == [f"{TAKE}001C"]
    popup.take(f"{TAKE}001C")
    assert "Norrwick Paper" in texts(wizard.sight.names.table, "becomes")
    settle(qtbot, wizard)
    assert figures(wizard)["waiting"] == "0"


def test_a_suggestion_that_was_put_back_is_not_made_again(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "helpdesk.csv", TICKETS[:4])])
    wizard = loaded.wizard
    settle(qtbot, wizard)
    assert wizard.load.suggested
    decide(wizard, "Aldermor Freight", "wait")
    settle(qtbot, wizard)
    assert not wizard.load.suggested
    assert not wizard.load.decisions.matches


def test_two_candidates_as_near_are_left_to_the_person(loaded, tmp_path):
    loaded.start_import([write(tmp_path, "helpdesk.csv", TICKETS[:2])])
    load = loaded.wizard.load
    near = (Candidate("1", "Acme AG", 0.95), Candidate("2", "Acme Inc", 0.94))
    both = Unmatched("name", "Acme", 2, "a.csv", 2, near)
    assert not load.with_suggestions([both]).suggested
    plain = Unmatched("name", "Acme", 2, "a.csv", 2, near[:1])
    assert load.with_suggestions([plain]).suggested == {("name", "Acme")}


def test_files_left_out_stand_last_and_folded(qtbot, loaded, tmp_path):
    tickets = write(tmp_path, "zz_helpdesk.csv", [*TICKETS[:2], TICKETS[3]])
    copies = [write(tmp_path, f"copy{at}.csv", ["a,b"]) for at in range(6)]
    loaded.start_import([*copies, tickets])
    wizard = loaded.wizard
    names = texts(wizard.files.list, "file")
    assert names[0].startswith("zz_helpdesk.csv")
    assert any("6 files left out" in one for one in names)
    assert len(names) == 2
    assert wizard.load.proposal.raw.name == "zz_helpdesk.csv"
    wizard.files.list.go_to(1)
    assert wizard.load.proposal.raw.name == "zz_helpdesk.csv"
    wizard.files.list.setFocus()
    qtbot.keyClick(wizard.files.list, Qt.Key.Key_Return)
    assert len(texts(wizard.files.list, "file")) == 8
    wizard.files.list.cell_pressed.emit(FOLDED, "file")
    assert len(texts(wizard.files.list, "file")) == 2
    settle(qtbot, wizard)


def test_days_in_reasons_are_the_apps_own(qtbot, loaded, tmp_path):
    path = write(tmp_path, "helpdesk.csv", [*TICKETS[:2], TICKETS[3]])
    bring_in(loaded, path)
    loaded.start_import([path])
    why = texts(loaded.wizard.mapping.columns, "why")
    assert all("20" not in one for one in why), why
    assert any(one.startswith("kept from") for one in why)
    settle(qtbot, loaded.wizard)


def test_what_would_move_is_told_before(qtbot, loaded, tmp_path):
    path = write(tmp_path, "helpdesk.csv", [*TICKETS[:2], TICKETS[3]])
    loaded.start_import([path])
    wizard = loaded.wizard
    settle(qtbot, wizard)
    told = wizard.files.moves.full_text
    assert "score" in told
    assert wizard.moves is not None


def test_more_files_can_be_chosen_by_keys(qtbot, loaded, dialogs, tmp_path):
    loaded.start_import([write(tmp_path, "helpdesk.csv", [*TICKETS[:2], TICKETS[3]])])
    wizard = loaded.wizard
    dialogs.answers = [(write(tmp_path, "crm.csv", CRM),)]
    wizard.files.zone.setFocus()
    qtbot.keyClick(wizard.files.zone, Qt.Key.Key_Return)
    assert [one.name for one in wizard.load.entries] == ["helpdesk.csv", "crm.csv"]
    settle(qtbot, wizard)
