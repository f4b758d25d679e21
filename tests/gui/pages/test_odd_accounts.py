"""Odd and hostile accounts on every tab and on Today: read, drawn, and never as markup."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import desks
from healthdesk.gui.pages.account import AccountPage
from healthdesk.gui.panels.tabs import tabs
from healthdesk.gui.parts.card import Card
from healthdesk.gui.shell.spec import page_spec
from tests import odd_desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from healthdesk.gui.base.ui import Ui

TODAY = to_day(date(2026, 11, 23))
CLOCK = Clock(instant=datetime(2026, 11, 23, 9, tzinfo=UTC))
LONG = pytest.mark.long


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEALTHDESK_TODAY", "2026-11-23")


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    path = tmp_path_factory.mktemp("odd") / "odd.healthdesk"
    with Desk.create(
        path, clock=CLOCK, furnish=lambda tx: desks.furnish(tx, "Odd", "UTC", "EUR")
    ) as made:
        made.do(odd_desk.fill, TODAY)
        yield made


def faults(page: QWidget) -> list[str]:
    """What a page shows that it must not: markup, errors, more than fits across."""
    out = [
        f"rich: {label.text()[:60]}"
        for label in page.findChildren(QLabel)
        if label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ]
    out += [
        f"markup in a tip: {one.toolTip()[:60]}"
        for one in page.findChildren(QWidget)
        if "<" in one.toolTip() and not one.toolTip().startswith("<qt>")
    ]
    out += [
        f"error: {card.words[:200]}"
        for card in page.findChildren(Card)
        if card.isVisible() and card.state == "error"
    ]
    out += [
        f"wider than the page: {area.widget().width()}"
        for area in page.findChildren(QScrollArea)
        if area.isVisible()
        and area.widget() is not None
        and area.widget().width() > page.width() + 1
    ]
    return out


@pytest.mark.parametrize(
    ("account", "back"),
    [
        ("markup", 0),
        ("endless", 0),
        ("ranked", 0),
        ("bare", 300),
        *(pytest.param(one, back, marks=LONG) for one in odd_desk.ODD for back in (0, 1, 300)),
    ],
)
def test_every_tab_shows_an_odd_account(
    qtbot: QtBot, ui: Ui, odd: Desk, account: str, back: int
) -> None:
    ui.set_desk(odd)
    page = AccountPage(ui)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    ui.set_day(TODAY - back)
    page.show_account(account)
    wrong = {}
    for spec in tabs():
        page.show_tab(spec.key)
        page.grab()
        found = faults(page)
        if found:
            wrong[spec.key] = found
    assert wrong == {}


@pytest.mark.parametrize("key", ["today", "accounts"])
def test_pages_of_all_accounts_show_them(qtbot: QtBot, ui: Ui, odd: Desk, key: str) -> None:
    ui.set_desk(odd)
    page = page_spec(key).make(ui)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    page.grab()
    assert faults(page) == []
