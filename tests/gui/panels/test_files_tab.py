"""Files and notes: kept, opened as a copy, saved, removed and undone; programs are asked about."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from healthdesk.core.clock import Clock
from healthdesk.core.domain.kept_file import KeptFile
from healthdesk.core.domain.op import op
from healthdesk.gui.panels.account_tab import Leap
from healthdesk.gui.panels.files.file_list import file_drawing
from healthdesk.gui.panels.files.tab import FilesTab, local_files
from healthdesk.gui.parts.drawing import FontMeasure, ink
from tests import make


@op("Accounts")
def accounts(tx):
    make.account(tx, "a", name="Aldermoor")
    make.account(tx, "b", name="Other")


@pytest.fixture
def opened(monkeypatch):
    """What was handed to the system instead of being opened."""
    told = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: told.append(url) or True)
    return told


@pytest.fixture
def tab(ui, qtbot, tmp_path):
    ui.clock = Clock(instant=make.NOW)
    with make.desk(tmp_path) as desk:
        desk.do(accounts)
        ui.set_desk(desk)
        made = FilesTab(ui)
        qtbot.addWidget(made)
        made.resize(1100, 600)
        made.show()
        made.show_account("a")
        yield made
        ui.set_desk(None)


def names(tab):
    return [file.name for file in tab.files.rows.files]


def put(tmp_path, name, content=b"words"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_files_are_added_opened_saved_and_removed(tab, dialogs, qtbot, tmp_path, opened):
    ui = tab.ui
    before = make.dump(ui.desk)
    assert tab.kept.state == "empty"
    dialogs.answers = [[put(tmp_path, "offer.pdf")]]
    tab.kept.acted.emit()
    assert names(tab) == ["offer.pdf"]
    assert tab.kept.state == "body"
    qtbot.keyClick(tab.files, Qt.Key.Key_Return)
    assert [url.fileName() for url in opened] == ["offer.pdf"]
    copy = tab.opener.last
    assert copy.read_bytes() == b"words"
    dialogs.answers = [tmp_path / "saved.pdf"]
    tab.save.click()
    assert (tmp_path / "saved.pdf").read_bytes() == b"words"
    qtbot.keyClick(tab.files, Qt.Key.Key_Delete)
    assert names(tab) == []
    ui.undo()
    assert names(tab) == ["offer.pdf"]
    ui.undo()
    assert make.dump(ui.desk) == before
    tab.destroyed.emit()
    assert not copy.parent.exists()


def test_what_could_run_is_asked_about_and_not_opened_without(tab, dialogs, tmp_path, opened):
    tab.attach([put(tmp_path, "setup.exe", b"MZ")])
    dialogs.answers = [False, True]
    tab.open.click()
    assert opened == []
    assert "can run" in dialogs.asked[-1][0]
    tab.open.click()
    assert [url.fileName() for url in opened] == ["setup.exe"]


def test_too_large_is_said(tab, ui, tmp_path):
    said = []
    ui.noticed.connect(said.append)
    large = tmp_path / "film.mp4"
    with large.open("wb") as out:
        out.truncate(25_000_001)
    tab.attach([large])
    assert "keeps files of up to 25 MB" in said[-1].text
    assert names(tab) == []


def test_what_matters_is_kept_by_leaving_it_and_a_writer_is_left_alone(tab, ui):
    tab.matters.text.setPlainText("Calls after ten")
    assert tab.matters.changed
    tab.reload()  # something else changed meanwhile
    assert tab.matters.text.toPlainText() == "Calls after ten"
    tab.matters.text.left.emit()
    assert not tab.matters.changed
    tab.show_account("b")
    assert tab.matters.text.toPlainText() == ""
    tab.show_account("a")
    assert tab.matters.text.toPlainText() == "Calls after ten"
    ui.undo()
    assert tab.matters.text.toPlainText() == ""


def test_notes_are_written_and_stand_here_alone(tab, dialogs):
    def fill(dialog):
        dialog.input("body").setPlainText("Tired")
        return True

    dialogs.answers = [fill]
    tab.notes.acted.emit()
    assert [entry.words for entry in tab.list.story.entries] == ["Tired"]
    assert tab.list.story.entries[0].internal


def test_a_note_about_a_file_and_a_leap_to_it(tab, dialogs, tmp_path):
    tab.attach([put(tmp_path, "a.txt"), put(tmp_path, "b.txt")])

    def fill(dialog):
        dialog.input("note").setPlainText("Signed")
        return True

    row = tab.files.rows.files[-1].row
    tab.leap(Leap("files", table="attachment", row=row))
    assert tab.files.current.row == row
    dialogs.answers = [fill]
    tab.about.click()
    assert tab.files.current.note == "Signed"


def test_nothing_is_written_while_looking_back(tab, ui, dialogs, tmp_path):
    tab.attach([put(tmp_path, "a.txt")])
    before = make.dump(ui.desk)
    ui.set_day(ui.today - 3)
    assert names(tab) == []
    tab.add.click()
    tab.write.click()
    assert tab.matters.text.isReadOnly()
    assert dialogs.asked == []
    assert make.dump(ui.desk) == before


def test_only_files_of_this_computer_are_taken(tmp_path):
    data = QMimeData()
    data.setUrls([QUrl("https://example.com/a.txt"), QUrl.fromLocalFile(str(tmp_path / "b"))])
    assert local_files(data) == [tmp_path / "b"]


@pytest.mark.parametrize("width", [220, 600])
def test_a_row_stays_within_its_width(ui, theme, width):
    measure = FontMeasure(theme)
    file = KeptFile(1, "N" * 120, "note " * 60, 20_000, 10, None)
    drawing = file_drawing(file, width, ui.words, measure)
    assert max(ink(text, measure).right() for text in drawing.texts) <= width
