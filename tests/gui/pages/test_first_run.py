"""The beginning: three ways, each leads somewhere; theme and palette switch at the foot."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from healthdesk.gui.base.jobs import JobState
from healthdesk.gui.base.ui import DeskWish
from healthdesk.gui.pages.first_run import FirstRunPage


def page_of(ui, qtbot):
    page = FirstRunPage(ui)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    return page


def press(page, qtbot, words):
    button = next(b for b in page.findChildren(QPushButton) if b.text().startswith(words))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_each_way_is_a_wish(ui, qtbot, dialogs, tmp_path):
    page, wishes, imports = page_of(ui, qtbot), [], []
    ui.desk_requested.connect(wishes.append)
    ui.import_requested.connect(imports.append)
    press(page, qtbot, "Open the sample desk")
    press(page, qtbot, "Open a desk file")
    assert wishes == [DeskWish("sample"), DeskWish("open")]
    dialogs.answers = [[tmp_path / "accounts.csv"]]
    press(page, qtbot, "Choose files")
    assert imports == [(Path(tmp_path / "accounts.csv"),)]
    press(page, qtbot, "Choose files")
    assert len(imports) == 1


def test_the_foot_switches_the_look(ui, qtbot):
    page = page_of(ui, qtbot)
    assert page.foot.look.text() == "Light"
    press(page, qtbot, "Light")
    assert ui.theme.mode == "dark"
    assert page.foot.look.text() == "Dark"
    press(page, qtbot, "Colour-blind palette off")
    assert ui.theme.colour_blind
    assert page.foot.eyes.text() == "Colour-blind palette on"
    assert ui.prefs.values.colour_blind


def test_while_a_desk_is_made_the_ways_wait_and_progress_shows(ui, qtbot):
    page = page_of(ui, qtbot)
    ui.jobs.progressed.emit(JobState(1, "Opening Sample desk", 30, 100, "Inventing usage", 1.0))
    assert not page.sample.button.isEnabled()
    assert not page.importing.button.isEnabled()
    ui.jobs.ended.emit(1)
    assert page.sample.button.isEnabled()


def test_nothing_is_cut_at_the_smallest_size(ui, qtbot):
    page = page_of(ui, qtbot)
    page.resize(1024, 640)
    assert page.minimumSizeHint().height() <= 640
    for card in (page.sample, page.importing, page.opening):
        assert card.rect().contains(card.button.geometry())
