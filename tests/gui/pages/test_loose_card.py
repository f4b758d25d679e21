"""The card of loose ends: told by kind, folded, entered by keys; on Today it opens its place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.domain.loose_ends import LooseEnd, LooseEnds, titles
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today.loose_card import MOST, SHOWN, LooseCard, lines_of

DAY = 20_780
Key = Qt.Key


def ends(**counts):
    made = [
        LooseEnd(kind, f"{kind}-{at}", f"Account {at}", "Strong", f"{kind} {at}", "work")
        for kind, count in counts.items()
        for at in range(count)
    ]
    return LooseEnds(DAY, tuple(made))


@pytest.fixture
def card(ui, qtbot):
    made = LooseCard(ui)
    qtbot.addWidget(made)
    made.resize(760, 500)
    return made


def test_nothing_left_is_no_card(card):
    card.show_ends(ends(pulse=2))
    assert card.isVisible()
    card.show_ends(ends())
    assert not card.isVisible()


@pytest.mark.parametrize("count", [1, SHOWN, SHOWN + 1, MOST, MOST + 7])
def test_every_end_is_listed_or_counted(count):
    words = Words()
    found = ends(pulse=count, promise=1)
    for unfolded in ((), ("pulse",)):
        lines = [one for one in lines_of(found, unfolded, words) if one.kind == "pulse"]
        listed = sum(one.end is not None for one in lines)
        folded = [int("".join(filter(str.isdigit, one.text)) or 0) for one in lines if one.folds]
        assert listed + sum(folded) == count
        assert lines[0].text == f"{titles()['pulse']} {count}"
        assert lines[0].end is None
        assert not lines[0].folds


def test_kinds_come_in_their_order_promises_first():
    lines = lines_of(ends(stale=1, pulse=1, promise=1), (), Words())
    assert [one.kind for one in lines if one.end is None] == ["promise", "pulse", "stale"]


def test_more_unfolds_and_folds_again(card, qtbot):
    card.show_ends(ends(pulse=SHOWN + 4))
    rows = card.list.rows
    before = rows.rowCount()
    card.list.setCurrentIndex(rows.index(before - 1))
    qtbot.keyClick(card.list, Key.Key_Return)
    assert rows.rowCount() == before + 4
    high = card.list.height()
    card.list.setCurrentIndex(rows.index(rows.rowCount() - 1))
    qtbot.keyClick(card.list, Key.Key_Return)
    assert rows.rowCount() == before
    assert card.list.height() < high


def test_enter_and_a_press_open_the_end_and_heads_do_nothing(card, qtbot):
    card.show()
    card.show_ends(ends(finding=2))
    wanted = []
    card.end_wanted.connect(wanted.append)
    card.list.setFocus()
    card.list.setCurrentIndex(card.list.rows.index(1))
    qtbot.keyClick(card.list, Key.Key_Return)
    for row in (0, 2):
        place = card.list.visualRect(card.list.rows.index(row)).center()
        qtbot.mouseClick(card.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [one.account_id for one in wanted] == ["finding-0", "finding-1"]


def test_a_line_says_aloud_whose_it_is(card):
    card.show_ends(ends(alone=1))
    said = card.list.rows.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Account 0: alone 0"


def test_it_is_painted_in_every_theme(card, theme):
    card.show_ends(ends(promise=1, pulse=SHOWN + 1))
    for mode in ("light", "dark"):
        theme.choose(mode=mode)
        assert not card.grab().isNull()
