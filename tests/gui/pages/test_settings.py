"""Settings: each works at once; those of the desk can be undone; a backup is made and restored."""

from __future__ import annotations

from collections import deque
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from healthdesk.core.desk import Desk
from healthdesk.core.domain.new_account import NewAccount
from healthdesk.core.domain.noise import USUAL
from healthdesk.core.services import accounts_new, desks, noise, people, settings, tone
from healthdesk.gui.base.theme import MORE
from healthdesk.gui.base.ui import DeskWish
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.settings import BY_TIER, SettingsPage
from healthdesk.gui.pages.settings_backups import BackupRow
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.data_table import COMPACT, DENSE


@pytest.fixture
def with_desk(ui, tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(tmp_path / "home"))
    furnish = partial(desks.furnish, name="North", zone="Europe/Berlin", currency="EUR")
    desk = Desk.create(tmp_path / "north.healthdesk", furnish=furnish)
    ui.set_desk(desk, "Europe/Berlin")
    yield ui
    desk.close()


@pytest.fixture
def page(with_desk, qtbot):
    made = SettingsPage(with_desk)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    return made


def found(ui):
    return ui.desk.read(settings.read)


def test_it_shows_what_holds(page):
    assert page.name.text() == "North"
    assert page.zone.currentData() == "Europe/Berlin"
    assert page.currency.currentData() == "EUR"


def test_cards_that_are_seen_last_follow_in_turns_and_read_for_themselves(with_desk, qtbot):
    page = SettingsPage(with_desk, empty=True)
    qtbot.addWidget(page)
    deque(page.furnish(), maxlen=0)
    assert len(page.findChildren(Card)) == 2
    page.show()
    assert page.name.text() == "North"
    seen = []
    while page._next.isActive():
        page._next.stop()
        page._next.timeout.emit()
        seen.append(len(page.findChildren(Card)))
    assert seen == [3, 4, 5, 6, 7, 8]
    assert page.bands.fields["Strong"].text() == "Strong"
    assert page.tone.figures.full_text == "No text was read yet."


def test_a_name_is_kept_and_undone(page, ui, qtbot):
    page.name.setFocus()
    page.name.selectAll()
    qtbot.keyClicks(page.name, "South")
    qtbot.keyClick(page.name, Qt.Key.Key_Return)
    assert found(ui).name == "South"
    ui.undo()
    assert found(ui).name == "North"
    assert page.name.text() == "North"


def test_zone_and_currency_are_kept(page, ui):
    page.zone.setCurrentIndex(page.zone.findData("Asia/Tokyo"))
    page.zone.activated.emit(page.zone.currentIndex())
    assert (found(ui).zone, ui.zone) == ("Asia/Tokyo", "Asia/Tokyo")
    page.currency.setCurrentIndex(page.currency.findData("USD"))
    page.currency.activated.emit(page.currency.currentIndex())
    assert found(ui).currency == "USD"


def test_the_cadence_of_the_desk_counts_for_every_account_until_it_is_taken_away(page, ui):
    ui.desk.do(accounts_new.add, NewAccount("North Mill"))
    day = ui.today
    (usual,) = ui.desk.read(people.cadences, day).values()
    page.cadence.setValue(17)
    page.cadence.editingFinished.emit()
    assert found(ui).cadence_days == 17
    assert set(ui.desk.read(people.cadences, day).values()) == {17}
    assert page.cadence.text() == "17 days"
    page.cadence.setValue(1)
    assert page.cadence.text() == "1 day"
    page.cadence.setValue(0)
    page.cadence.editingFinished.emit()
    assert found(ui).cadence_days is None
    assert page.cadence.text() == BY_TIER
    assert set(ui.desk.read(people.cadences, day).values()) == {usual}


def test_looking_back_keeps_the_desk_as_it_is(page, ui):
    ui.set_day(ui.today - 3)
    page.name.setText("South")
    page.name.editingFinished.emit()
    assert found(ui).name == "North"


def test_the_look_changes_at_once_and_is_remembered(page, ui, qtbot):
    page.look.mode.chosen.emit("dark")
    assert ui.theme.dark
    qtbot.mouseClick(page.look.eyes, Qt.MouseButton.LeftButton, pos=page.look.eyes.rect().center())
    page.look.eyes.click()
    page.look.contrast.click()
    assert ui.prefs.values.theme == "dark"
    assert ui.prefs.values.high_contrast is ui.theme.high_contrast is True
    ui.theme.choose(mode="light", colour_blind=False, high_contrast=False)
    assert page.look.mode.value == "light"
    assert not page.look.contrast.isChecked()


def test_density_is_one_setting_of_all_tables(page, ui, qtbot):
    table = SmallTable(ui.theme, "Some", (), str)
    form = CellTable(ui.theme, "Asked", (), str)
    for made in (table, form):
        qtbot.addWidget(made)
    qtbot.mouseClick(choice(page.look.density, "Roomy"), Qt.MouseButton.LeftButton)
    assert ui.prefs.values.roomy
    assert (table.row_height, form.row_height) == (DENSE + MORE, DENSE)
    table.set_row_height(COMPACT)
    assert table.row_height == COMPACT + MORE
    ui.choose_look(roomy=False)
    assert table.row_height == COMPACT
    assert choice(page.look.density, "Compact").isChecked()


def choice(control, word):
    return next(one for one in control.findChildren(QAbstractButton) if one.text() == word)


def test_a_backup_is_made_listed_and_asked_about(page, ui, qtbot, dialogs):
    assert page.backups.state == "empty"
    qtbot.mouseClick(page.backups.make, Qt.MouseButton.LeftButton)
    rows = page.backups.findChildren(BackupRow)
    assert len(rows) == 1
    assert page.backups.state == "body"
    wishes = []
    ui.desk_requested.connect(wishes.append)
    dialogs.answers = [False, True]
    rows[0].restore_requested.emit(ui.desk.backups()[0].file)
    assert wishes == []
    rows[0].restore_requested.emit(ui.desk.backups()[0].file)
    assert wishes == [DeskWish("restore", backup=ui.desk.backups()[0].file)]


def test_estimating_tone_is_switched_off_and_its_card_is_a_click_away(page, ui, qtbot):
    assert page.tone.on.isChecked()
    assert page.tone.figures.full_text == "No text was read yet."
    qtbot.mouseClick(page.tone.on, Qt.MouseButton.LeftButton)
    assert not ui.desk.read(tone.enabled)
    ui.undo()
    assert ui.desk.read(tone.enabled)
    assert page.tone.on.isChecked()
    asked = []
    ui.help_requested.connect(asked.append)
    page.tone.about.click()
    assert asked == ["tone"]


def test_what_is_told_is_chosen_and_holidays_are_typed(page, qtbot):
    card = page.noise
    card.spins["least"].setValue(5)
    card.spins["least"].editingFinished.emit()
    assert page.ui.desk.read(noise.read).least == 5
    card.holidays.setPlainText("tomorrow Break")
    qtbot.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    assert "is no holiday" in card.wrong.full_text
    assert not page.ui.desk.read(noise.read).holidays
    card.holidays.setPlainText("2026-12-24 to 2027-01-01 Break")
    qtbot.mouseClick(card.keep, Qt.MouseButton.LeftButton)
    (found,) = page.ui.desk.read(noise.read).holidays
    assert (found.first.isoformat(), found.name) == ("2026-12-24", "Break")
    assert not card.keep.isEnabled()
    qtbot.mouseClick(card.usual, Qt.MouseButton.LeftButton)
    assert page.ui.desk.read(noise.read) == USUAL
    assert not card.holidays.toPlainText()
