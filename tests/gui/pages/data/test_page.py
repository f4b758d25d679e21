"""The Data page on a real desk: preview, import, history, taking back, refusals."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from healthdesk.core.desk import Desk
from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.services import imports
from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data import DataPage
from healthdesk.gui.pages.data.reading import copy_file, read_rejects
from healthdesk.gui.pages.data.tables import count_rows, total, when

ACCOUNTS = "account_id,name,tier\nA1,Alpha,Gold\nA2,Beta,Silver\nA2,Beta two,Silver\n"
SURVEYS = (
    "response_id,account_id,kind,rating,day\n"
    "r1,A1,nps,11,2026-11-02\n"
    "r2,A1,nps,9,2026-02-30\n"
    "r3,ZZ,nps,9,2026-11-02\n"
    "r4,A1,nps,8,2026-11-02\n"
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "weekly"
    made.mkdir()
    (made / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (made / "surveys.csv").write_text(SURVEYS, encoding="utf-8")
    return made


@pytest.fixture
def desk(tmp_path):
    made = Desk.create(tmp_path / "d.healthdesk")
    yield made
    made.close()


@pytest.fixture
def page(qtbot, ui, desk):
    ui.set_desk(desk)
    made = DataPage(ui)
    qtbot.addWidget(made)
    made.resize(1240, 826)
    made.show()
    return made


@pytest.fixture
def told(ui):
    found = []
    ui.noticed.connect(found.append)
    yield found
    ui.noticed.disconnect(found.append)


def figures(outcome):
    return {kind: tile.figure for kind, tile in outcome.tiles.tiles.items()}


def texts(table, key):
    at = [column.key for column in table.rows.columns].index(key)
    rows = table.rows
    return [rows.data(rows.index(line, at)) for line in range(rows.rowCount())]


def accounts_in(desk):
    from sqlalchemy import text  # noqa: PLC0415 - only this check speaks SQL

    return desk.read(lambda tx: tx.execute(text("SELECT count(*) FROM account")).scalar_one())


def test_a_new_desk_says_how_to_begin(page, dialogs, folder):
    assert "Nothing imported yet" in page.history.card.words
    dialogs.answers = [folder]
    page.history.card.acted.emit()
    assert page.state == "ready"


def test_preview_writes_nothing(page, desk, folder):
    page.start_import([folder])
    assert page.state == "ready"
    assert figures(page.preview) == {"new": "3", "changed": "0", "same": "0", "rejected": "4"}
    assert texts(page.preview.counts, "name") == ["Accounts", "Survey answers"]
    assert texts(page.preview.counts, "rejected") == ["1", "3"]
    assert texts(page.preview.rejects, "line") == ["4", "2", "3", "4"]
    assert "2026-02-30" in texts(page.preview.rejects, "reason")[2]
    assert page.start.text() == "Import 3 rows"
    assert "Nothing is written until you press Import" in page.flow._subtitle.full_text
    assert page.preview.save.isHidden()
    assert accounts_in(desk) == 0
    assert desk.read(imports.history) == ()


def test_cancel_after_the_preview_leaves_everything(page, desk, folder):
    page.start_import([folder])
    page.cancel.click()
    assert page.state == "rest"
    assert desk.read(imports.history) == ()


def test_import_shows_what_it_did(page, desk, folder, told):
    page.start_import([folder])
    page.start.click()
    assert page.state == "rest"
    assert accounts_in(desk) == 2
    assert told[-1].text == "Imported weekly"
    assert told[-1].detail == "3 new, 0 changed, 4 rows rejected"
    assert texts(page.history.table, "new") == ["3"]
    assert figures(page.history.outcome)["rejected"] == "4"
    assert len(texts(page.history.outcome.rejects, "reason")) == 4
    assert texts(page.before.table, "name") == ["Accounts", "Survey answers"]
    assert texts(page.before.table, "rows") == ["2", "1"]
    assert page._sentence.full_text == "Data to 2 Nov 2026"


def test_importing_again_finds_all_the_same(page, folder):
    for name in ("accounts.csv", "surveys.csv"):
        lines = (
            (folder / name).read_text(encoding="utf-8").splitlines()[: 3 if "acc" in name else 5]
        )
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "surveys.csv").unlink()
    page.start_import([folder])
    page.start.click()
    page.start_import([folder])
    assert figures(page.preview) == {"new": "0", "changed": "0", "same": "2", "rejected": "0"}
    assert not page.start.isEnabled()
    assert "in your desk already" in page.flow._subtitle.full_text


def test_undo_asks_and_takes_back(page, desk, folder, dialogs, told):
    page.start_import([folder])
    page.start.click()
    dialogs.answers = [False]
    page.history.undo.click()
    assert accounts_in(desk) == 2
    title, text = dialogs.asked[-1]
    assert title.startswith("Undo the import of ")
    assert "brought 3 new and 0 changed rows" in text
    dialogs.answers = [True]
    page.history.undo.click()
    assert accounts_in(desk) == 0
    assert texts(page.history.table, "state") == ["taken back"]
    assert page.history.undo.isHidden()
    told[-1].run()
    assert accounts_in(desk) == 2
    assert texts(page.history.table, "state") == ["in the desk"]


def test_a_toast_never_undoes_something_else(page, desk, folder, told):
    page.start_import([folder])
    page.start.click()
    imported = told[-1]
    page.history.undo.click()
    imported.run()
    assert told[-1].text == "Something else was done since"
    assert accounts_in(desk) == 0


def test_a_preview_says_that_it_checks(page, ui, folder):
    said = []
    ui.jobs.progressed.connect(said.append)
    page.start_import([folder])
    page.start.click()
    ui.jobs.progressed.disconnect(said.append)
    assert {state.text.split()[0] for state in said} == {"Checking", "Importing"}


def test_older_imports_show_their_rejected_rows_from_the_file(page, ui, qtbot, folder, tmp_path):
    page.start_import([folder])
    page.start.click()
    other = tmp_path / "accounts.csv"
    other.write_text("account_id,name\nB1,Later\n", encoding="utf-8")
    page.start_import([other])
    page.start.click()
    assert texts(page.history.outcome.rejects, "reason") == []
    again = DataPage(ui)
    qtbot.addWidget(again)
    again.show()
    again.history.table.go_to(1)
    assert len(texts(again.history.outcome.rejects, "reason")) == 4
    assert again.history.outcome.save.isVisible()
    assert again.history.outcome.save.text() == "Save the 4 rows"


def test_rejected_rows_are_saved_where_the_user_says(page, folder, dialogs, tmp_path, told):
    page.start_import([folder])
    page.start.click()
    target = tmp_path / "out.csv"
    dialogs.answers = [target]
    page.history.outcome.save.click()
    assert len(target.read_text(encoding="utf-8").splitlines()) == 5
    assert told[-1].text == "Saved the rejected rows"
    dialogs.answers = [tmp_path / "no" / "such" / "place.csv"]
    page.history.outcome.save.click()
    assert told[-1].kind == "error"


def test_rejects_of_a_file_that_is_gone_are_none(tmp_path):
    assert read_rejects(None, str(tmp_path / "gone.csv")) == ()
    assert copy_file is not None


def test_bad_files_are_refused_with_what_is_untouched(page, desk, tmp_path):
    bad = tmp_path / "accounts.csv"
    bad.write_text("name\nNo id\n", encoding="utf-8")
    page.start_import([bad])
    assert page.state == "refused"
    assert page.flow.state == "error"
    assert "account_id" in page.flow.words
    bad.write_text("account_id,name\nA,With id\n", encoding="utf-8")
    page.flow.retry_requested.emit()
    assert page.state == "ready"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00\x01\x02"])
def test_broken_files_never_break_the_page(page, tmp_path, content):
    bad = tmp_path / "usage.csv"
    bad.write_bytes(content)
    page.start_import([bad])
    assert page.state in {"refused", "ready"}


def test_a_stopped_import_goes_back_to_rest(page, told):
    page._paths = (Path("x.csv"),)
    page._go("importing")
    page._show_refusal(Cancelled())
    assert page.state == "rest"
    assert told[-1].text == "Stopped"


def test_progress_is_followed_inline(page, ui):
    page._paths = (Path("usage.csv"),)
    page._go("importing")
    page.working.job = 7
    page.working.begin("Importing usage.csv", "")
    ui.jobs.progressed.emit(JobState(6, "other", 1, 2, "Other", 1.0))
    assert page.working.words == "Importing usage.csv"
    ui.jobs.progressed.emit(JobState(7, "x", 500, 1000, "Importing usage.csv", 2.0))
    assert "50 % · 500 of 1,000 · 250 a second · 2 s left" in page.working.words


def test_a_second_import_waits_for_the_first(page, folder, told):
    page._go("importing")
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
    page.before._zone.dropEvent(event)
    assert page.state == "ready"


def test_buttons_choose_files_and_folders(page, dialogs, folder):
    dialogs.answers = [[folder / "accounts.csv"]]
    page.files.click()
    assert page.state == "ready"
    assert texts(page.preview.counts, "name") == ["Accounts"]
    page.cancel.click()
    dialogs.answers = [None]
    page.folder.click()
    assert page.state == "rest"


def test_no_desk_shows_nothing_and_breaks_nothing(qtbot, ui):
    page = DataPage(ui)
    qtbot.addWidget(page)
    page.show()
    assert "Nothing imported yet" in page.history.card.words


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
    page.start_import([many])
    page.start.click()
    counted = page._batches[1].tables
    assert {name: count.read for name, count in counted.items()} == {
        name.removesuffix(".csv"): len(lines) - 1 for name, lines in rows.items()
    }
    assert total(counted).rejected == 0
    assert texts(page.before.table, "rows") == ["300", "3,000"]


def test_tables_are_listed_as_the_exchange_folder_has_them(page, folder):
    page.start_import([folder])
    page.start.click()
    tables = page._batches[1].tables
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
