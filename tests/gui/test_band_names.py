"""Bands renamed: no page and no tab says an old name; named and taken back on Settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPointF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QListView, QTableView, QWidget

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import band_names, samples, today, visits
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.account import AccountPage
from healthdesk.gui.pages.accounts.page import AccountsPage
from healthdesk.gui.pages.advocates.page import AdvocatesPage
from healthdesk.gui.pages.model.page import ModelPage
from healthdesk.gui.pages.settings_bands import BandsCard
from healthdesk.gui.pages.today import saying
from healthdesk.gui.pages.today.page import TodayPage
from healthdesk.gui.pages.today.trend_chart import LEGEND, TrendChart
from healthdesk.gui.parts.band_chips import BandChips
from healthdesk.gui.parts.plot_table import TableSwitch

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
STORY = "aldermoor-freight"
OWN = BandNames("Thriving", "Steady", "At risk", "No signal")
OLD = re.compile(r"\b(Strong(?! but silent)|Average|Poor|Unknown)\b")
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
PAGES = (TodayPage, AccountsPage, ModelPage, AdvocatesPage)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("bands") / "sample.healthdesk"
    desk = Desk.create(path, clock=Clock(instant=NOW))
    desk.do(samples.fill, DAY, 1, 40, 200)
    desk.do(visits.begin, DAY - 7)
    desk.close()
    return path.read_bytes()


@pytest.fixture
def opened(ui: Ui, filled: bytes, tmp_path: Path) -> Iterator[Ui]:
    path = tmp_path / "sample.healthdesk"
    path.write_bytes(filled)
    ui.clock = Clock(instant=NOW)
    desk = Desk.open(path, clock=ui.clock)
    ui.set_desk(desk, "UTC")
    yield ui
    ui.set_desk(None)
    desk.close()


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is painted by hand."""
    told: list[str] = []
    draw = QPainter.drawText

    def noted(painter: QPainter, *args: object) -> object:
        told.extend(one for one in args if isinstance(one, str))
        return draw(painter, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(QPainter, "drawText", noted)
    return told


def shown(root: QWidget, painted: list[str]) -> set[str]:
    """All that a page says: in words, to a screen reader, in tips, tables and pictures."""
    out: set[str] = set()
    for switch in root.findChildren(TableSwitch):
        switch.toggle()
        out |= cells(switch.table)
        switch.toggle()
    painted.clear()
    root.grab()
    out.update(painted)
    for one in [root, *root.findChildren(QWidget)]:
        if not one.isVisibleTo(root):
            continue
        out |= {one.accessibleName(), one.accessibleDescription(), one.toolTip()}
        text = getattr(one, "text", "")
        out.add(str(text() if callable(text) else text))
        if isinstance(one, QComboBox):
            out |= {one.itemText(at) for at in range(one.count())}
        if isinstance(one, QAbstractItemView):
            out |= cells(one)
    return out


def cells(view: QAbstractItemView) -> set[str]:
    model, out = view.model(), set()
    columns = 1 if isinstance(view, QListView) else model.columnCount(QModelIndex())
    for column in range(columns):
        if isinstance(view, QTableView):
            out.add(str(model.headerData(column, Qt.Orientation.Horizontal)))
        for row in range(min(model.rowCount(QModelIndex()), 60)):
            out |= {str(model.data(model.index(row, column), role)) for role in ROLES}
    return out


def old(told: set[str]) -> list[str]:
    return sorted(one for one in told if OLD.search(one))


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_says_the_desks_own_names_alone(
    kind: type[QWidget], opened: Ui, qtbot: QtBot, painted: list[str]
) -> None:
    page = kind(opened)  # type: ignore[call-arg]
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    assert old(shown(page, painted)), "the page says the usual names"
    opened.do(band_names.change, OWN)
    assert not old(shown(page, painted))
    if isinstance(page, TodayPage):
        view = page.view
        assert view is not None
        told = saying.as_text(view, opened.words)
        assert not OLD.search(told)
        assert "At risk" in told
        page._look.stop()
    opened.undo()
    assert old(shown(page, painted)), "taken back, it says them again"
    page.close()


def test_every_tab_of_an_account_says_them(opened: Ui, qtbot: QtBot, painted: list[str]) -> None:
    page = AccountPage(opened)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    page.show_account(STORY, [STORY])
    before = old(shown(page, painted))
    assert any("Average at" in one for one in before)
    opened.do(band_names.change, OWN)
    for key in page.bar.buttons:
        page.show_tab(key)
        assert not old(shown(page, painted)), key
    page.close()


def test_long_names_are_cut_with_the_whole_in_the_tip_and_for_screen_readers(
    opened: Ui, qtbot: QtBot
) -> None:
    long = BandNames("Wonderfully flourishing", "Middling", "At very great risk now!!", "Nobody")
    opened.do(band_names.change, long)
    chips = BandChips(opened.theme, opened.words)
    qtbot.addWidget(chips)
    chips.set_counts({"Poor": 17, "Average": 4})
    poor, average = chips.chip("Poor"), chips.chip("Average")
    assert poor.text().endswith("… 17")
    assert poor.accessibleName() == f"{long.poor} 17"
    assert long.poor in poor.toolTip()
    assert (average.text(), average.toolTip()) == ("Middling 4", "")
    chart = TrendChart(opened)
    qtbot.addWidget(chart)
    chart.resize(700, 134)
    chart.show_trend(opened.desk.read(today.read, DAY).trend)  # type: ignore[union-attr, arg-type]
    beside = QPointF(chart.width() - LEGEND + 30, 10)
    assert chart.told_at(beside).startswith(f"{long.strong}: ")


def test_a_name_is_typed_and_taken_back_and_a_second_one_of_the_kind_is_refused(
    opened: Ui, qtbot: QtBot
) -> None:
    card = BandsCard(opened)
    qtbot.addWidget(card)
    card.show()
    notices: list[str] = []
    opened.noticed.connect(lambda one: notices.append(one.detail))
    assert not card.usual.isVisible()

    def type_in(text: str) -> None:
        field = card.fields["Poor"]
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    type_in("At risk")
    assert opened.words.band("Poor") == "At risk"
    type_in("strong")
    assert notices[-1].startswith("Two bands cannot have the same name")
    assert card.fields["Poor"].text() == "At risk"
    card.usual.click()
    assert (opened.words.bands, card.fields["Poor"].text()) == (USUAL, "Poor")
    opened.undo()
    assert (opened.words.band("Poor"), card.fields["Poor"].text()) == ("At risk", "At risk")
    card.close()
