"""Title and subtitle of a card share its head: nothing is cut without an ellipsis and a tip."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.card import Card

TITLE, SUBTITLE = "Usage against own normal", "active users, 26 weeks"


@pytest.fixture
def card(theme: Theme, qtbot: QtBot) -> Card:
    made = Card(theme, TITLE, SUBTITLE)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(card: Card, width: int) -> tuple[str, str, str]:
    """What title and subtitle say in a head of this width, and the tip over both."""
    card.resize(width, 100)
    card.layout().activate()
    card._head.layout().activate()
    words = card._head_words
    beside = words.subtitle.text() if words.subtitle.isVisible() else ""
    return words.title.text(), beside, words.toolTip()


def test_with_room_both_are_whole(card: Card) -> None:
    assert shown(card, 500) == (TITLE, SUBTITLE, "")


def test_the_subtitle_gives_way_first_and_never_to_a_stub(card: Card) -> None:
    whole = card._head_words.title.sizeHint().width()
    title, beside, tip = shown(card, whole + 110)
    assert title == TITLE
    assert beside.endswith("…")
    assert SUBTITLE in tip
    title, beside, tip = shown(card, whole + 60)
    assert (title, beside) == (TITLE, "")
    assert SUBTITLE in tip


def test_a_title_without_room_ends_in_an_ellipsis(card: Card) -> None:
    title, beside, tip = shown(card, 130)
    assert title.endswith("…")
    assert len(title) > 4
    assert beside == ""
    assert TITLE in tip


def test_other_words_are_shared_anew(card: Card) -> None:
    shown(card, 300)
    card.set_title("NPS", "231 answers in 180 days")
    assert shown(card, 300) == ("NPS", "231 answers in 180 days", "")
    card.set_title("NPS")
    assert shown(card, 300) == ("NPS", "", "")
