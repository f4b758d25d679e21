"""The wizard on real files: questions, decisions, preview, import, undo of one file."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import text

from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.services import edits, mappings, messages, messages_each
from healthdesk.gui.pages.data.wizard.mapping_rows import ANSWER, TARGET, WAY
from healthdesk.gui.pages.data.wizard.unmatched import MAKE, OUT, TAKE, WAIT
from healthdesk.gui.pages.data.wizard.wizard import Wizard
from healthdesk.gui.parts.choice_popup import ChoicePopup
from tests.gui.pages.data.conftest import texts, write

CRM = [
    "Id,Name,Industry,Website,CreatedDate,LastModifiedDate,OwnerId,Type",
    "001A,Aldermoor Freight,Logistics,aldermoor.example,2024-03-01T09:00:00.000+0000,,5,Customer",
    "001B,Tallis Brook Clinics,Health,tallis.example,2024-04-01T09:00:00.000+0000,,5,Customer",
    "001C,Norrwick Paper,Paper,norrwick.example,2024-05-01T09:00:00.000+0000,,5,Customer",
]
TICKETS = [
    "ticket_id;org;subject;priority;opened_on;closed_on",
    "5120;Aldermoor Freight;Scale readings lost;urgent;21.11.2026;",
    "5119;Aldermor Freight;Login;high;03.11.2026;27.11.2026",
    "5118;Tallis Brook Clinics;Invoice;normal;11.10.2026;13.10.2026",
    "5117;Norrwick Paper;Question;blocker;11.10.2026;13.10.2026",
    "5116;Norrwick Paper;Question;low;31.11.2026;",
]
OPEN_DAYS = [
    "ticket_id,account,priority,opened_on",
    "1,Aldermoor Freight,high,03/11/2026",
    "2,Aldermoor Freight,low,04/10/2026",
    "3,Norrwick Paper,low,05/09/2026",
]


@pytest.fixture
def loaded(page, tmp_path):
    """The accounts are in the desk."""
    bring_in(page, write(tmp_path, "crm_accounts.csv", CRM))
    return page


def bring_in(page, path):
    page.start_import([path])
    assert page.wizard.load.can_import, page.wizard.load.open_files
    page.wizard.head.start.click()
    assert page.state == "done", page.wizard.flow.words
    page.wizard.head.start.click()


def figures(wizard):
    return {kind: tile.figure for kind, tile in wizard.sight.tiles.tiles.items()}


def settle(qtbot, wizard):
    """Wait until the rehearsal of the last change is there."""
    qtbot.waitUntil(lambda: not wizard.checker.busy)


def count(desk, table):
    return desk.read(lambda tx: tx.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def row_of(wizard, source):
    return next(key for key, row in wizard.mapping._shown.items() if row.guess.source == source)


def becomes(wizard, source):
    return wizard.mapping._shown[row_of(wizard, source)].becomes.text


def choose(wizard, source, start):
    """Open the options of a column and take the first whose key begins so."""
    popup = wizard.mapping.open_options(row_of(wizard, source))
    key = next(
        popup.model.at(line).key
        for line in range(popup.model.rowCount())
        if popup.model.at(line).key.startswith(start)
    )
    popup.take(key)


def name_key(wizard, name):
    return next(key for key, row in wizard.sight.names._rows.items() if row.name.value == name)


def decide(wizard, name, choice):
    popup = wizard.sight.names.open_options(name_key(wizard, name))
    popup.take(choice)


def test_a_crm_export_is_known_by_its_header(page, desk, tmp_path):
    page.start_import([write(tmp_path, "crm_accounts.csv", CRM)])
    wizard = page.wizard
    assert page.state == "ready"
    assert becomes(wizard, "Name") == "Account's name"
    assert figures(wizard)["new"] == "3"
    assert wizard.head.start.text() == "Import 1 file"
    assert count(desk, "account") == 0


def test_one_name_settles_all_its_rows_and_is_remembered(qtbot, loaded, desk, tmp_path):
    tickets = write(tmp_path, "helpdesk_tickets.csv", TICKETS)
    loaded.start_import([tickets])
    wizard = loaded.wizard
    while wizard.load.proposal.questions:  # what a priority means that nobody knows
        question = wizard.load.proposal.questions[0]
        choice = question.choices[0].key
        wizard.mapping.strip.answered.emit(question.key, choice)
    settle(qtbot, wizard)
    # So near a name is taken as suggested, in plain sight, and Import says so.
    assert texts(wizard.sight.names.table, "name") == ["Aldermor Freight"]
    assert texts(wizard.sight.names.table, "becomes") == ["Aldermoor Freight"]
    assert texts(wizard.sight.names.table, "always") == ["always"]
    assert figures(wizard)["waiting"] == "0"
    assert "1 taken as suggested" in wizard.sight._names_head.full_text
    assert "1 name taken as suggested." in wizard.head.start.toolTip()
    assert wizard.files.taken.full_text == "1 name taken as suggested."
    decide(wizard, "Aldermor Freight", WAIT)
    settle(qtbot, wizard)
    assert figures(wizard)["waiting"] == "1"
    assert texts(wizard.sight.names.table, "becomes") == ["Decide later"]
    assert wizard.files.taken.isHidden()
    popup = wizard.sight.names.open_options(name_key(wizard, "Aldermor Freight"))
    offered = [popup.model.at(line) for line in range(popup.model.rowCount())]
    assert any(one.text == "Aldermoor Freight" and one.note.endswith("%") for one in offered)
    key = next(one.key for one in offered if one.text == "Aldermoor Freight")
    popup.take(key)
    settle(qtbot, wizard)
    assert figures(wizard)["waiting"] == "0"
    assert wizard.head.start.toolTip() == ""
    wizard.head.start.click()
    assert loaded.state == "done"
    before = count(desk, "ticket")
    assert before >= 3
    assert count(desk, "account_alias") == 1
    wizard.done.file_undo_requested.emit("helpdesk_tickets.csv")
    assert count(desk, "ticket") == 0
    assert texts(wizard.done.files, "undo") == ["taken back"]
    assert wizard.done.came._subtitle.full_text == "0 new, 0 changed"


def test_a_name_can_be_left_out_made_or_left_for_later(qtbot, loaded, desk, tmp_path):
    lines = [TICKETS[0], *(TICKETS[3:4]), "1;Nobody Known;x;low;21.11.2026;"]
    loaded.start_import([write(tmp_path, "tickets.csv", lines)])
    wizard = loaded.wizard
    settle(qtbot, wizard)
    decide(wizard, "Nobody Known", OUT)
    settle(qtbot, wizard)
    assert texts(wizard.sight.names.table, "becomes") == ["Leave out"]
    assert figures(wizard)["waiting"] == "0"
    wizard.sight.names.table.cell_pressed.emit(name_key(wizard, "Nobody Known"), "always")
    assert texts(wizard.sight.names.table, "always") == ["once"]
    decide(wizard, "Nobody Known", WAIT)
    settle(qtbot, wizard)
    assert figures(wizard)["waiting"] == "1"
    decide(wizard, "Nobody Known", MAKE)
    settle(qtbot, wizard)
    wizard.head.start.click()
    assert count(desk, "account") == 4
    assert count(desk, "ticket") == 2


def test_an_open_question_holds_the_import_back(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", OPEN_DAYS)])
    wizard = loaded.wizard
    assert not wizard.head.start.isEnabled()
    assert "question left in tickets.csv" in wizard.head.start.toolTip()
    assert wizard.files.left.full_text == "1 question left in tickets.csv."
    assert "month first" in becomes(wizard, "opened_on").lower()
    assert "Answer the question" in wizard.sight.words
    choose(wizard, "opened_on", ANSWER)
    settle(qtbot, wizard)
    assert wizard.head.start.isEnabled()
    assert figures(wizard)["new"] == "3"
    assert wizard.files.left.isHidden()


def test_undo_in_the_wizard_takes_the_last_answer_back(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", OPEN_DAYS)])
    wizard = loaded.wizard
    choose(wizard, "opened_on", ANSWER)
    assert not wizard.load.open_files
    qtbot.keyClick(wizard, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wizard.load.open_files
    settle(qtbot, wizard)


def test_a_column_may_become_something_else_or_nothing(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", [TICKETS[0], *TICKETS[1:4]])])
    wizard = loaded.wizard
    choose(wizard, "subject", f"{TARGET}body")
    assert becomes(wizard, "subject") == "Text"
    choose(wizard, "subject", TARGET)
    assert becomes(wizard, "subject") == "left out"
    settle(qtbot, wizard)


def test_a_date_order_may_be_set_by_hand_and_stays(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", [TICKETS[0], *TICKETS[1:4]])])
    wizard = loaded.wizard
    assert becomes(wizard, "opened_on") == "Opened on, day first"
    choose(wizard, "opened_on", f"{WAY}date mdy")
    assert becomes(wizard, "opened_on") == "Opened on, month first"
    choose(wizard, "subject", TARGET)
    assert becomes(wizard, "opened_on") == "Opened on, month first"
    settle(qtbot, wizard)
    assert figures(wizard)["rejected"] == "1"
    assert "21.11.2026" in texts(wizard.sight.rejects.table, "reason")[0]


def test_changed_rows_show_old_and_new_values(qtbot, loaded, tmp_path):
    path = write(tmp_path, "tickets.csv", [TICKETS[0], TICKETS[1], TICKETS[3]])
    bring_in(loaded, path)
    changed = TICKETS[1].replace("urgent", "low")
    write(tmp_path, "tickets.csv", [TICKETS[0], changed, TICKETS[3]])
    loaded.start_import([path])
    wizard = loaded.wizard
    settle(qtbot, wizard)
    assert figures(wizard) == {
        "new": "0", "changed": "1", "same": "1", "waiting": "0", "rejected": "0",
    }  # fmt: skip
    assert wizard.sight.tiles.value == "changed"
    assert texts(wizard.sight.changes.table, "before") == ["urgent"]
    assert texts(wizard.sight.changes.table, "after") == ["low"]
    assert wizard.sight.fields.said == "Priority 1"
    assert "kept from" in wizard.mapping._kept.full_text


def test_a_file_is_left_out_and_taken_in_again(qtbot, loaded, tmp_path):
    first = write(tmp_path, "tickets.csv", [TICKETS[0], *TICKETS[1:4]])
    second = write(tmp_path, "crm_accounts.csv", CRM)
    loaded.start_import([first, second])
    wizard = loaded.wizard
    wizard.files.list.go_to(0)
    wizard.menu.open(wizard.mapping.proposal, wizard.load.intake.proposals, QPoint(0, 0)).close()
    wizard.menu.act("out")
    assert wizard.head.start.text() == "Import 1 file"
    assert "left out" in wizard.sight.words
    wizard.menu.open(wizard.mapping.proposal, wizard.load.intake.proposals, QPoint(0, 0)).close()
    wizard.menu.act("out")
    assert wizard.head.start.text() == "Import 2 files"
    settle(qtbot, wizard)


def test_a_file_can_be_read_another_way(qtbot, loaded, tmp_path):
    path = tmp_path / "helpdesk.csv"
    path.write_bytes("\n".join([TICKETS[0], "1;Café Nord;x;low;21.11.2026;"]).encode("cp1252"))
    loaded.start_import([path])
    wizard = loaded.wizard
    wizard.menu.open(wizard.mapping.proposal, wizard.load.intake.proposals, QPoint(0, 0)).close()
    wizard.menu._on_reading_chosen("encoding|cp1251")
    assert wizard.mapping.proposal.raw.reading.encoding.replace("-", "") in (
        "cp1251",
        "windows1251",
    )
    assert "Cafй Nord" in wizard.mapping._shown[row_of(wizard, "org")].examples
    settle(qtbot, wizard)


def test_more_files_keep_what_was_answered(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", OPEN_DAYS)])
    wizard = loaded.wizard
    choose(wizard, "opened_on", ANSWER)
    wizard.files.dropped.emit((write(tmp_path, "crm_accounts.csv", CRM),))
    assert [one.name for one in wizard.load.entries] == ["tickets.csv", "crm_accounts.csv"]
    assert not wizard.load.open_files
    settle(qtbot, wizard)


def test_a_recipe_is_kept_and_asks_nothing_next_week(qtbot, loaded, desk, dialogs, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", OPEN_DAYS)])
    wizard = loaded.wizard
    choose(wizard, "opened_on", ANSWER)
    settle(qtbot, wizard)
    dialogs.answers = ["Weekly load"]
    wizard.head.recipe.click()
    assert "Weekly load" in [one.name for one in desk.read(mappings.all)]
    dialogs.answers = [True]
    wizard.head.cancel.click()
    loaded.start_import([write(tmp_path, "tickets.csv", OPEN_DAYS)])
    assert loaded.wizard.load.can_import
    assert loaded.wizard.head.title.full_text == "Weekly load"


def test_leaving_asks_when_something_was_decided(qtbot, loaded, dialogs, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", OPEN_DAYS)])
    choose(loaded.wizard, "opened_on", ANSWER)
    dialogs.answers = [False]
    loaded.wizard.head.cancel.click()
    assert loaded.state == "ready"
    dialogs.answers = [True]
    loaded.wizard.head.cancel.click()
    assert loaded.state == "rest"


def test_an_unreadable_file_is_told_beside_good_ones(qtbot, page, tmp_path):
    good = write(tmp_path, "crm_accounts.csv", CRM)
    bad = tmp_path / "damaged.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    page.start_import([good, bad])
    wizard = page.wizard
    assert page.state == "ready"
    wizard.files.list.go_to(1)
    assert "damaged.xlsx" in wizard.draft.wrong.words
    assert wizard.head.start.isEnabled()


def test_hostile_headers_stay_plain_and_wide_files_open(qtbot, page, tmp_path):
    header = ["<b>x</b>", "<img src=x>", "שלום", *(f"column {at}" for at in range(297))]
    cells = ["<i>it</i>", "y" * 10_000, "שלום עולם", *("1" for _ in range(297))]
    page.start_import([write(tmp_path, "wide.csv", [",".join(header), ",".join(cells)])])
    wizard = page.wizard
    assert len(texts(wizard.mapping.columns, "source")) == 300
    shown = texts(wizard.mapping.columns, "examples")
    assert max(len(one) for one in shown) < 700
    assert "<b>x</b>" in texts(wizard.mapping.columns, "source")
    page.grab()
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()


def test_a_popup_filters_and_takes_by_keys(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", [TICKETS[0], *TICKETS[1:4]])])
    wizard = loaded.wizard
    popup = wizard.mapping.open_options(row_of(wizard, "subject"))
    assert isinstance(popup, ChoicePopup)
    qtbot.keyClicks(popup.search, "leave")
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert becomes(wizard, "subject") == "left out"
    settle(qtbot, wizard)


def test_nothing_is_left_of_a_wizard(ui, desk, tmp_path):
    ui.set_desk(desk)
    wizard = Wizard(ui)
    wizard.show()
    wizard.take([str(write(tmp_path, "crm_accounts.csv", CRM))])
    gone = weakref.ref(wizard)
    gc.collect()
    gc.disable()
    try:
        wizard.close()
        del wizard
        assert gone() is None
    finally:
        gc.enable()


def test_a_candidate_is_offered_first(qtbot, loaded, tmp_path):
    loaded.start_import([write(tmp_path, "tickets.csv", TICKETS[:4])])
    wizard = loaded.wizard
    settle(qtbot, wizard)
    popup = wizard.sight.names.open_options(name_key(wizard, "Aldermor Freight"))
    keys = [popup.model.at(line).key for line in range(popup.model.rowCount())]
    assert keys[1].startswith(TAKE)
    popup.close()


def with_conflict(page, desk, tmp_path, *more):
    """A priority typed here, and next week's file that says otherwise."""
    path = write(tmp_path, "tickets.csv", TICKETS[:4])
    page.start_import([path])
    wizard = page.wizard
    decide(wizard, "Aldermor Freight", OUT)
    wizard.head.start.click()
    wizard.head.start.click()
    desk.do(edits.set_value, "tickets", ("5120",), "priority", "low")
    write(tmp_path, "tickets.csv", [TICKETS[0], TICKETS[1].replace("urgent", "high"), *more])
    page.start_import([path])
    return page.wizard


def priority(desk):
    query = text("SELECT priority FROM ticket WHERE ticket_id = '5120'")
    return desk.read(lambda tx: tx.execute(query).scalar_one())


def test_what_was_typed_here_stands_unless_the_file_is_taken(qtbot, loaded, desk, tmp_path):
    wizard = with_conflict(loaded, desk, tmp_path)
    settle(qtbot, wizard)
    conflicts = wizard.sight.conflicts
    assert texts(conflicts.table, "what") == ["Ticket 5120 Priority"]
    assert "low" in texts(conflicts.table, "here")[0]
    assert "stands" in texts(conflicts.table, "here")[0]
    key = next(iter(conflicts._rows))
    conflicts.table.cell_pressed.emit(key, "file")
    assert "stands" in texts(conflicts.table, "file")[0]
    settle(qtbot, wizard)
    wizard.head.start.click()
    assert loaded.state == "done"
    assert priority(desk) != "low"


def test_mine_is_kept_for_all_from_now_on(qtbot, loaded, desk, tmp_path):
    wizard = with_conflict(loaded, desk, tmp_path)
    settle(qtbot, wizard)
    wizard.sight.conflicts.always.setChecked(True)
    wizard.sight.conflicts.mine.click()
    assert wizard.load.decisions.rules == {("tickets", "priority"): "here"}
    settle(qtbot, wizard)
    assert priority(desk) == "low"


def test_after_landing_what_was_left_is_settled_one_by_one(qtbot, loaded, desk, ui, tmp_path):
    wizard = with_conflict(loaded, desk, tmp_path, TICKETS[1].replace("5120", "5999"))
    settle(qtbot, wizard)
    wizard.head.start.click()
    done = wizard.done
    assert done.landing.work.table.rows.rowCount() == 0
    assert done.landing.work.words.startswith("Nothing was done by hand")
    assert done.landing.mails.words.startswith("No mail waits")
    (key,) = done.settling._shown
    assert "stands" in texts(done.settling.table, "here")[0]
    done.settling.table.cell_pressed.emit(key, "file")
    assert "stands" in texts(done.settling.table, "file")[0]
    ui.undo()
    assert "stands" in texts(done.settling.table, "here")[0]
    first = desk.read(messages_each.accounts)[0]
    mail = desk.do(messages.compose, first[0])
    desk.do(messages.write, mail, [Recipient("Dana", "dana@one.example")], "Hello", "Hi")
    assert texts(done.landing.mails.table, "subject") == ["Hello"]
    assert texts(done.landing.work.table, "what") == ["1 mail written"]
    with qtbot.waitSignal(ui.message_requested) as asked:
        done.landing.mails.table.opened.emit(str(mail))
    assert asked.args == [mail]


def test_rejected_rows_of_a_preview_can_be_saved(qtbot, loaded, dialogs, tmp_path, told):
    lines = [*TICKETS[:4], "9;Norrwick Paper;x;low;31.02.2026;"]
    loaded.start_import([write(tmp_path, "tickets.csv", lines)])
    wizard = loaded.wizard
    settle(qtbot, wizard)
    assert figures(wizard)["rejected"] == "1"
    wizard.sight.tiles.tiles["rejected"].click()
    target = tmp_path / "rejected.csv"
    dialogs.answers = [target]
    wizard.sight.rejects.save.click()
    assert "31.02.2026" in target.read_text(encoding="utf-8")
    assert told[-1].text == "Saved the rejected rows"
