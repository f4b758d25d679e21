"""Empty, loading and error say in words what comes next, and their button leads there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QPushButton

from healthdesk.gui.parts.state import EmptyState, ErrorState, LoadingState, QuietState, skeleton


@pytest.mark.parametrize("kind", [EmptyState, ErrorState, QuietState])
def test_a_state_says_its_words_and_acts(kind, theme, qtbot):
    state = kind(theme, "No scores yet", "Import usage to see who moves.", "Import files")
    qtbot.addWidget(state)
    state.resize(300, 200)
    state.show()
    assert state.words == "No scores yet Import usage to see who moves."
    button = state.findChild(QPushButton)
    with qtbot.waitSignal(state.acted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_without_an_action_there_is_no_button(theme, qtbot):
    state = QuietState(theme, "Nothing needs you")
    qtbot.addWidget(state)
    state.show()
    assert not state.findChild(QPushButton).isVisible()


@pytest.mark.parametrize("size", [(60, 40), (220, 144), (900, 600), (30, 10)])
def test_the_skeleton_stays_inside(size):
    wide, high = size
    room = QRectF(0, 0, wide, high)
    assert all(room.contains(shape) for shape in skeleton(wide, high))


def test_a_usual_card_shows_rows_with_pills():
    shapes = skeleton(220, 160)
    assert len(shapes) >= 7
    assert len({shape.left() for shape in shapes}) == 2


def test_loading_says_what_is_read(theme, qtbot):
    state = LoadingState(theme, "Reading values, 2 s left")
    qtbot.addWidget(state)
    state.resize(240, 160)
    assert not state.grab().isNull()
    assert state.accessibleName() == "Reading values, 2 s left"
