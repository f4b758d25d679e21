"""The Data page on a real desk: sections, exchange folders, history, taking back, refusals."""

from __future__ import annotations

import gc
import json
import weakref

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.services import imports
from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data import DataPage
from healthdesk.gui.pages.data.page import SECTIONS
from healthdesk.gui.pages.data.reading import read_rejects
from healthdesk.gui.pages.data.tables import count_rows, total, when
from tests.gui.pages.data.conftest import accounts_in, texts


def figures(outcome):
    return {kind: tile.figure for kind, tile in outcome.tiles.tiles.items() if not tile.isHidden()}


def bring_in(page, paths):
    """Preview, Import, Close."""
    page.start_import(paths)
    page.wizard.head.start.click()
    assert page.state == "done"
    page.wizard.head.start.click()
    assert page.state == "rest"


def test_a_new_desk_says_how_to_begin(page, dialogs, folder):
    assert "Nothing imported yet" in page.imports.history.card.words
    dialogs.answers = [folder]
    page.imports.history.card.acted.emit()
    assert page.state == "ready"


def test_the_preview_of_an_exchange_folder_writes_nothing(page, desk, folder):
    page.start_import([folder])
    wizard = page.wizard
    assert page.state == "ready"
    assert figures(wizard.draft.outcome) == {
        "new": "3",
        "changed": "0",
        "same": "0",
        "rejected": "4",
    }
    assert texts(wizard.draft.outcome.counts, "name") == ["Accounts", "Survey answers"]
    assert texts(wizard.draft.outcome.counts, "rejected") == ["1", "3"]
    assert texts(wizard.draft.outcome.rejects, "line") == ["4", "2", "3", "4"]
    assert "2026-02-30" in texts(wizard.draft.outcome.rejects, "reason")[2]
    assert wizard.head.start.text() == "Import 1 file"
    assert wizard.head.start.isEnabled()
    assert "Nothing is written until you press Import" in wizard.draft.whole._subtitle.full_text
    assert wizard.draft.outcome.save.isHidden()
    assert accounts_in(desk) == 0
    assert desk.read(imports.history) == ()


def test_cancel_after_the_preview_leaves_everything(page, desk, folder):
    page.start_import([folder])
    page.wizard.head.cancel.click()
    assert page.state == "rest"
    assert page.wizard is None
    assert desk.read(imports.history) == ()


def test_segments_say_before_the_import_what_would_come(page, tmp_path):
    segment = {"name": "Large", "rule": {"field": "arr", "op": ">", "value": 5}}
    (tmp_path / "segments.json").write_text(json.dumps([segment]), encoding="utf-8")
    page.start_import([tmp_path / "segments.json"])
    outcome = page.wizard.draft.outcome
    assert figures(outcome)["new"] == "1"
    assert texts(outcome.counts, "name") == ["Segments"]


def test_an_import_shows_what_it_did(page, desk, folder):
    page.start_import([folder])
    page.wizard.head.start.click()
    assert page.state == "done"
    assert accounts_in(desk) == 2
    done = page.wizard.done
    assert done.moved.state == "empty"
    assert "no score yet" in done.moved.words
    assert done.save.text() == "Save the 4 rejected rows"
    page.wizard.head.start.click()
    assert page.state == "rest"
    history = page.imports.history
    assert texts(history.table, "new") == ["3"]
    assert figures(history.outcome)["rejected"] == "4"
    assert len(texts(history.outcome.rejects, "reason")) == 4
    assert texts(page.imports.before.table, "name") == ["Accounts", "Survey answers"]
    assert texts(page.imports.before.table, "rows") == ["2", "1"]
    assert page._sentence.full_text == "Data to 2 Nov 2026"


def test_importing_again_finds_all_the_same(page, folder):
    (folder / "surveys.csv").unlink()
    lines = (folder / "accounts.csv").read_text(encoding="utf-8").splitlines()[:3]
    (folder / "accounts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    bring_in(page, [folder])
    page.start_import([folder])
    wizard = page.wizard
    assert figures(wizard.draft.outcome) == {
        "new": "0",
        "changed": "0",
        "same": "2",
        "rejected": "0",
    }
    assert not wizard.head.start.isEnabled()
    assert "in your desk already" in wizard.head.start.toolTip()


def test_undo_asks_and_takes_back(page, desk, folder, dialogs, told):
    bring_in(page, [folder])
    history = page.imports.history
    dialogs.answers = [False]
    history.undo.click()
    assert accounts_in(desk) == 2
    title, text = dialogs.asked[-1]
    assert title.startswith("Undo the import of ")
    assert "brought 3 new and 0 changed rows" in text
    dialogs.answers = [True]
    history.undo.click()
    assert accounts_in(desk) == 0
    assert texts(history.table, "state") == ["taken back"]
    assert history.undo.isHidden()
    told[-1].run()
    assert accounts_in(desk) == 2
    assert texts(history.table, "state") == ["in the desk"]


def test_a_toast_never_undoes_something_else(page, desk, folder, told):
    bring_in(page, [folder])
    page.imports.history.undo.click()
    undone = told[-1]
    bring_in(page, [folder])
    undone.run()
    assert told[-1].text == "Something else was done since"
    assert accounts_in(desk) == 2


def test_an_import_is_undone_from_its_last_step(page, desk, folder, told):
    page.start_import([folder])
    page.wizard.head.start.click()
    page.wizard.head.undo.click()
    assert page.state == "rest"
    assert accounts_in(desk) == 0
    told[-1].run()
    assert accounts_in(desk) == 2


def test_a_preview_says_that_it_checks(page, ui, folder):
    said = []
    ui.jobs.progressed.connect(said.append)
    page.start_import([folder])
    page.wizard.head.start.click()
    ui.jobs.progressed.disconnect(said.append)
    assert {"Checking", "Importing"} <= {state.text.split()[0] for state in said}


def test_older_imports_show_their_rejected_rows_from_the_file(page, ui, qtbot, folder, tmp_path):
    bring_in(page, [folder])
    other = tmp_path / "accounts.csv"
    other.write_text("account_id,name\nB1,Later\n", encoding="utf-8")
    bring_in(page, [other])
    assert texts(page.imports.history.outcome.rejects, "reason") == []
    again = DataPage(ui)
    qtbot.addWidget(again)
    again.show()
    history = again.imports.history
    history.table.go_to(1)
    assert len(texts(history.outcome.rejects, "reason")) == 4
    qtbot.waitUntil(history.outcome.save.isVisible)
    assert history.outcome.save.text() == "Save the 4 rows"


@pytest.mark.parametrize("step", ["done", "history"])
def test_rejected_rows_are_saved_where_the_user_says(page, folder, dialogs, told, step):
    tmp_path = folder.parent
    page.start_import([folder])
    page.wizard.head.start.click()
    save = page.wizard.done.save
    if step == "history":
        page.wizard.head.start.click()
        save = page.imports.history.outcome.save
    target = tmp_path / "out.csv"
    dialogs.answers = [target]
    save.click()
    assert len(target.read_text(encoding="utf-8").splitlines()) == 5
    assert told[-1].text == "Saved the rejected rows"
    dialogs.answers = [tmp_path / "no" / "such" / "place.csv"]
    save.click()
    assert told[-1].kind == "error"


def test_rejects_of_a_file_that_is_gone_are_none(tmp_path):
    assert read_rejects(None, str(tmp_path / "gone.csv")) == ()


def test_a_bad_folder_is_refused_with_what_is_untouched(page, tmp_path):
    bad = tmp_path / "accounts.csv"
    bad.write_text("", encoding="utf-8")
    page.start_import([bad])
    assert page.state == "refused"
    assert page.wizard.flow.state == "error"
    bad.write_text("account_id,name\nA,With id\n", encoding="utf-8")
    page.wizard.flow.retry_requested.emit()
    assert page.state == "ready"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00\x01\x02"])
def test_broken_files_never_break_the_page(page, tmp_path, content):
    bad = tmp_path / "usage.csv"
    bad.write_bytes(content)
    page.start_import([bad])
    assert page.state in {"refused", "ready"}


def test_a_stopped_look_goes_back_to_rest(page, folder, told):
    page.start_import([folder])
    page.wizard.load = None
    page.wizard._show_refusal(Cancelled())
    assert page.state == "rest"
    assert told[-1].text == "Stopped"


def test_a_stopped_import_goes_back_to_the_preview(page, folder, told):
    page.start_import([folder])
    page.wizard._go("importing")
    page.wizard._show_refusal(Cancelled())
    assert page.state == "ready"
    assert told[-1].text == "Stopped"


def test_progress_is_followed_inline(page, ui, folder):
    page.start_import([folder])
    working = page.wizard.working
    page.wizard._go("importing")
    working.job = 7
    working.begin("Importing usage.csv", "")
    ui.jobs.progressed.emit(JobState(6, "other", 1, 2, "Other", 1.0))
    assert working.words == "Importing usage.csv"
    ui.jobs.progressed.emit(JobState(7, "x", 500, 1000, "Importing usage.csv", 2.0))
    assert "50 % · 500 of 1,000 · 250 a second · 2 s left" in working.words


def test_a_second_import_waits_for_the_first(page, folder, told):
    page.start_import([folder])
    page.wizard._go("importing")
    page.start_import([folder])
    assert page.state == "importing"
    assert told[-1].kind == "notice"


def test_looking_back_does_not_import(page, ui, folder, told):
    ui.set_day(ui.today - 10)
    page.start_import([folder])
    assert page.state == "rest"
    assert "look back" in told[-1].text


def test_files_dropped_on_the_zone_are_previewed(page, folder):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.imports.before.zone.dropEvent(event)
    assert page.state == "ready"


def test_buttons_choose_files_and_folders(page, dialogs, folder):
    dialogs.answers = [[folder / "accounts.csv"]]
    page.files.click()
    assert page.state == "ready"
    assert texts(page.wizard.draft.outcome.counts, "name") == ["Accounts"]
    page.wizard.head.cancel.click()
    dialogs.answers = [None]
    page.folder.click()
    assert page.state == "rest"


def test_a_database_is_asked_for_by_its_address(page, dialogs):
    dialogs.answers = ["nothing://of/this"]
    page.database.click()
    assert page.state == "refused"
    assert "Read from a database" in dialogs.asked[-1][0]


def test_pasted_rows_are_taken_in_like_a_file(page, qapp):
    QGuiApplication.clipboard().setText("account_id,name\nA1,Alpha\nA2,Beta\n")
    page.paste()
    assert page.state == "ready"
    assert [one.name for one in page.wizard.load.entries] == ["pasted.txt"]
    folder = page._pasted._folder
    assert (folder / "pasted.txt").is_file()
    page.wizard.head.cancel.click()
    gc.collect()
    assert not folder.exists()


def test_pasted_files_are_taken_in_as_files(page, folder, qapp):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder / "accounts.csv"))])
    QGuiApplication.clipboard().setMimeData(data)
    page.paste()
    assert page.state == "ready"
    assert texts(page.wizard.draft.outcome.counts, "name") == ["Accounts"]


def test_an_empty_clipboard_says_what_to_do(page, told, qapp):
    QGuiApplication.clipboard().setText("  ")
    page.paste()
    assert page.state == "rest"
    assert told[-1].text == "Nothing to paste"


@pytest.mark.parametrize("key", [one.key for one in SECTIONS])
def test_every_section_is_made_when_it_is_first_seen(page, key):
    assert set(page._sections) == {"imports"}
    page.show_section(key)
    assert page.section == key
    assert page._stack.currentWidget() is page._sections[key]
    assert page.files.isVisible() == (key == "imports")
    page.reload()


def test_no_desk_shows_nothing_and_breaks_nothing(qtbot, ui):
    page = DataPage(ui)
    qtbot.addWidget(page)
    page.show()
    assert "Nothing imported yet" in page.imports.history.card.words


def test_every_row_of_every_file_is_counted(page, tmp_path):
    many = tmp_path / "many"
    many.mkdir()
    rows = {
        "accounts.csv": ["account_id,name", *(f"A{at},Name {at}" for at in range(300))],
        "metrics.csv": ["metric,name", "logins,Logins"],
        "usage.csv": [
            "account_id,metric,day,value",
            *(f"A{at % 300},logins,2026-10-{1 + at // 300:02},{at}" for at in range(3000)),
        ],
    }
    for name, lines in rows.items():
        (many / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    bring_in(page, [many])
    counted = page.imports._batches[1].tables
    assert {name: count.read for name, count in counted.items()} == {
        name.removesuffix(".csv"): len(lines) - 1 for name, lines in rows.items()
    }
    assert total(counted).rejected == 0
    assert texts(page.imports.before.table, "rows") == ["300", "3,000"]


def test_tables_are_listed_as_the_exchange_folder_has_them(page, folder):
    bring_in(page, [folder])
    tables = page.imports._batches[1].tables
    shuffled = dict(reversed([*tables.items(), ("later", tables["accounts"])]))
    assert [row.name for row in count_rows(shuffled)] == ["accounts", "surveys", "later"]


def test_times_are_told_in_the_desks_zone():
    assert when(Words(), "2026-11-23T23:30:00+00:00", "Europe/Berlin") == "24 Nov 2026, 00:30"


def test_nothing_is_left_of_a_closed_page(ui):
    page = DataPage(ui)
    page.show()
    gone = weakref.ref(page)
    gc.collect()
    gc.disable()
    try:
        page.close()
        del page
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("width", [1064, 1224])
def test_every_section_is_called_in_full(page, width):
    page.resize(width, 660)
    page.grab()
    for button in page.switch.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width(), button.text()
    assert page.database.accessibleName() == "From a database"
