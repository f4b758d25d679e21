"""The card "Playbooks" of Today: each kind with its number, the rest unfolds, lines lead on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from healthdesk.core.domain.run_today import PlayLine, PlaysToday
from healthdesk.gui.pages.today.plays_card import SHOWN, PlaysCard, due_words, lines_of

DAY = 20_780


def line(kind, at=0, overdue=0, message=None):
    return PlayLine(kind, at, "s", "Get well", f"a{at}", f"Account {at}", "Write to them",
                    DAY - overdue, overdue, message)  # fmt: skip


@pytest.fixture
def card(ui, qtbot):
    made = PlaysCard(ui)
    qtbot.addWidget(made)
    made.resize(700, 300)
    return made


def test_heads_count_all_and_the_rest_is_folded(ui):
    many = tuple(line("message", at) for at in range(SHOWN + 3))
    plays = PlaysToday(DAY, (line("failed"), *many))
    told = [one.text for one in lines_of(plays, (), ui.words)]
    assert told[0] == "Did not work 1"
    assert told[2] == f"Messages to write {SHOWN + 3}"
    assert told[-1] == "3 more"
    unfolded = lines_of(plays, {"message"}, ui.words)
    assert sum(one.line is not None for one in unfolded) == SHOWN + 4


def test_days_over_today_and_what_was_told(ui):
    assert due_words(line("message", overdue=3), DAY, ui.words) == "3 days over"
    assert due_words(line("ask"), DAY, ui.words) == "today"
    assert due_words(line("notice"), DAY, ui.words) == "today"


def test_without_lines_the_card_is_not_there(card):
    card.show_plays(PlaysToday(DAY))
    assert card.isHidden()


def test_the_head_agrees_with_the_lines(card):
    lines = (line("message", 1, 2), line("ask", 2), line("outcome", 3), line("notice", 4))
    card.show_plays(PlaysToday(DAY, lines))
    assert card._subtitle.full_text == "1 overdue, 2 today"
    assert card.banner.isHidden()


def test_a_line_and_the_banner_lead_on(card, qtbot):
    card.show_plays(PlaysToday(DAY, (line("failed", 7), line("message", 1, message=4))))
    card.show()
    assert card.banner.words.full_text == ("A playbook step did not work: Account 7, Write to them")
    with qtbot.waitSignal(card.line_wanted) as wanted:
        qtbot.mouseClick(card.banner.show_it, Qt.MouseButton.LeftButton)
    assert wanted.args[0].run == 7
    card.list.setFocus()
    qtbot.keyClick(card.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(card.line_wanted) as wanted:
        qtbot.keyClick(card.list, Qt.Key.Key_Return)
    assert wanted.args[0].message == 4


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_is_painted_in_both_themes(ui, theme, qtbot, mode):
    theme.choose(mode=mode)
    card = PlaysCard(ui)
    qtbot.addWidget(card)
    card.show_plays(PlaysToday(DAY, (line("failed"), line("message", 1, 2), line("outcome", 2))))
    assert not card.grab().isNull()
