"""The card "Playbooks" of Today: lines that were read are put away by the cross, Del or H."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from healthdesk.core.services import imports, run_today, runs
from healthdesk.gui.pages.today.plays_card import AWAY, PlaysCard
from tests import folders, make
from tests.core.services.run_story import DAY, FACTS, go_to, publish
from tests.core.services.test_run_today import ASKS

Key = Qt.Key


@pytest.fixture
def card(ui, tmp_path, qtbot):
    desk = make.desk(tmp_path)
    go_to(desk, 0)
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    publish(desk, ASKS)
    desk.do(runs.start, "Asks", ["a", "b"])
    ui.clock = desk.clock
    ui.set_desk(desk)
    made = PlaysCard(ui)
    qtbot.addWidget(made)
    made.resize(560, 400)
    made.show_plays(desk.read(run_today.read, DAY))
    made.show()
    yield made
    ui.set_desk(None)
    desk.close()


def line_of(card, kind, account):
    rows = card.list.rows.rows
    return next(
        at
        for at, row in enumerate(rows)
        if row.line is not None and (row.kind, row.line.account_id) == (kind, account)
    )


def left(ui):
    found = ui.desk.read(run_today.read, DAY).lines
    return {(one.kind, one.account_id) for one in found}


def press(card, qtbot, line, from_right):
    rect = card.list.visualRect(card.list.rows.index(line))
    at = QPoint(card.list.viewport().width() - from_right, rect.center().y())
    qtbot.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_the_cross_puts_a_line_away_and_the_rest_of_it_opens(ui, card, qtbot):
    opened = []
    card.line_wanted.connect(opened.append)
    line = line_of(card, "notice", "b")
    press(card, qtbot, line, AWAY + 60)
    assert [one.account_id for one in opened] == ["b"]
    press(card, qtbot, line, AWAY // 2)
    qtbot.waitUntil(lambda: ("notice", "b") not in left(ui))
    assert len(opened) == 1
    assert ("notice", "a") in left(ui)


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_H])
def test_keys_put_away_what_was_told_and_nothing_else(ui, card, qtbot, key):
    card.list.setFocus()
    card.list.setCurrentIndex(card.list.rows.index(line_of(card, "ask", "a")))
    qtbot.keyClick(card.list, key)
    card.list.setCurrentIndex(card.list.rows.index(line_of(card, "failed", "a")))
    qtbot.keyClick(card.list, key)
    qtbot.waitUntil(lambda: ("failed", "a") not in left(ui))
    assert ("ask", "a") in left(ui)


def test_each_line_says_how_it_is_put_away(card):
    rows = card.list.rows.rows
    said = {row.kind: card.list.say(row) for row in rows if row.line is not None}
    assert said["notice"].endswith("Del puts it away.")
    assert "Del" not in said["ask"]
