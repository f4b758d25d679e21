"""While looking back no control changes the desk: those that would are off and say why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QPushButton,
    QWidget,
)

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import scoring
from healthdesk.gui.base.changing import OFF, changes_desk
from healthdesk.gui.panels.tabs import tabs
from healthdesk.gui.shell.spec import PAGES
from tests import make, ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
STORY = "aldermoor-freight"
OF_THE_MACHINE = {"model"}
"""Pages whose own tests say what they keep while looking back."""
WAYS_OUT = ("Save", "Export", "Copy the desk", "Copy for the other laptop")
"""How questions begin that write beside the desk, not into it."""
SECTIONS = ("imports", "sources", "settle", "fields", "quality", "mappings")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("back") / "sample.healthdesk"
    desk = ready.sample(path, DAY, 30, 120, clock=Clock(instant=NOW))
    desk.do(scoring.record_reported, DAY)
    desk.close()
    return path


@pytest.fixture
def desk(ui, desk):
    ui.set_day(DAY - 40)
    return desk


def controls(page: QWidget) -> Iterator[QAbstractButton]:
    """What can be pressed now."""
    for one in page.findChildren(QAbstractButton):
        if one.isVisible() and one.isEnabled():
            yield one


def named(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return text or control.accessibleName() or type(control).__name__


def pressed_all(ui, qtbot, page, monkeypatch) -> list[str]:
    """Press every button of a page once; those that wanted to change the desk, by name."""
    refused: list[str] = []
    now = [""]

    def tell() -> bool:
        refused.append(now[0])
        return True

    asked = ui.dialogs.asked
    with monkeypatch.context() as held:
        held.setattr(ui, "refuses_changes", tell)
        tried: set[str] = set()
        for one in list(controls(page)):
            name = named(one)
            if name in tried or not one.isVisible():
                continue
            tried.add(name)
            now[0], before = name, len(asked)
            one.click()
            popup = QApplication.activePopupWidget()
            if popup is not None:
                popup.close()
            new = [title for title, _ in asked[before:] if not title.startswith(WAYS_OUT)]
            if new:
                refused.append(f"{name} asked {new}")
            if ui.day != DAY - 40:
                ui.set_day(DAY - 40)
    return refused


def leave(desk, before):
    after = make.dump(desk)
    for told in (before, after):
        told.pop("snapshot", None)
        told.pop("visit", None)
    assert after == before


@pytest.mark.parametrize(
    "key", [one.key for one in PAGES if one.key not in {"account", "help", *OF_THE_MACHINE}]
)
def test_no_control_of_a_page_changes_the_desk(ui, qtbot, desk, key, monkeypatch):
    before = make.dump(desk)
    page = next(one for one in PAGES if one.key == key).make(ui)
    qtbot.addWidget(page)
    page.resize(1280, 900)
    page.show()
    found = []
    for section in SECTIONS if key == "data" else ("",):
        if section:
            page.show_section(section)
        found += pressed_all(ui, qtbot, page, monkeypatch)
    page.close()
    assert found == []
    leave(desk, before)


def test_no_control_of_an_account_changes_the_desk(ui, qtbot, desk, monkeypatch):
    before = make.dump(desk)
    page = next(one for one in PAGES if one.key == "account").make(ui)
    qtbot.addWidget(page)
    page.resize(1280, 900)
    page.show()
    page.show_account(STORY)
    found = {}
    for spec in tabs():
        page.show_tab(spec.key)
        wrong = pressed_all(ui, qtbot, page.tab(spec.key), monkeypatch)
        if wrong:
            found[spec.key] = wrong
    wrong = pressed_all(ui, qtbot, page.head, monkeypatch)
    assert (found, wrong) == ({}, [])
    page.close()
    leave(desk, before)


def test_a_control_is_off_while_looking_back_and_as_its_panel_wants_after(ui, qtbot, desk):
    ui.set_day(None)
    button = QPushButton("Write")
    qtbot.addWidget(button)
    button.setToolTip("Write it down")
    changes_desk(ui, button)
    changes_desk(ui, button)
    assert button.isEnabled()
    ui.set_day(DAY - 3)
    assert not button.isEnabled()
    assert button.toolTip() == OFF
    button.setEnabled(True)
    button.setToolTip("Write two")
    assert not button.isEnabled()
    assert button.toolTip() == OFF
    ui.set_day(None)
    assert button.isEnabled()
    assert button.toolTip() == "Write two"


def test_keys_say_the_one_sentence(ui, qtbot, desk):
    told = []
    ui.noticed.connect(told.append)
    page = next(one for one in PAGES if one.key == "account").make(ui)
    qtbot.addWidget(page)
    page.resize(1280, 900)
    page.show()
    page.show_account(STORY)
    for act in (page.acts.ask_pulse, page.acts.ask_override, page.acts.ask_touch):
        before = len(told)
        act()
        assert len(told) == before + 1, act.__name__
    for tab, press in (
        ("people", "add_contact"),
        ("work", "new_task"),
        ("timeline", "log"),
        ("files", "write"),
    ):
        page.show_tab(tab)
        before = len(told)
        getattr(page.tab(tab), press).clicked.emit()
        assert len(told) == before + 1, tab
    assert {one.text for one in told} == {"Changing is off while you look back"}
    page.close()
