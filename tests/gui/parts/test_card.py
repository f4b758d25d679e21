"""A card shows one face at a time: its body, or loading, empty, error with their buttons."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from healthdesk.gui.parts.card import Card


def visible_button(card, words):
    return next(b for b in card.findChildren(QPushButton) if b.isVisible() and b.text() == words)


def test_faces_give_way_to_each_other(theme, qtbot):
    card = Card(theme, "Movers", "28 days")
    qtbot.addWidget(card)
    card.body.addWidget(QLabel("body"))
    card.show()
    assert card.state == "body"
    card.show_loading("Reading values")
    assert (card.state, card.words) == ("loading", "Reading values")
    card.show_empty("No scores yet", "Import usage.", "Import files")
    assert card.state == "empty"
    assert "Import usage." in card.words
    card.show_error("Could not read tickets", "Your desk is untouched.")
    assert card.state == "error"
    card.show_body()
    assert (card.state, card.words) == ("body", "")


def test_the_buttons_tell_what_they_are(theme, qtbot):
    card = Card(theme, "Movers")
    qtbot.addWidget(card)
    card.show()
    card.show_empty("No scores yet", "", "Import files")
    with qtbot.waitSignal(card.acted):
        qtbot.mouseClick(visible_button(card, "Import files"), Qt.MouseButton.LeftButton)
    card.show_error("Could not read")
    with qtbot.waitSignal(card.retry_requested):
        qtbot.mouseClick(visible_button(card, "Try again"), Qt.MouseButton.LeftButton)


def test_a_card_without_a_title_has_no_head(theme, qtbot):
    card = Card(theme)
    qtbot.addWidget(card)
    card.show()
    assert not any(label.isVisible() and label.text() for label in card.findChildren(QLabel))
    card.set_title("Movers", "28 days")
    assert card.accessibleName() == "Movers"


def test_it_dies_on_delete(theme, qapp):
    card = Card(theme, "Movers")
    card.show_loading()
    card.show_empty("x")
    card.show_error("y")
    gone = weakref.ref(card)
    card.deleteLater()
    del card
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone() is None
