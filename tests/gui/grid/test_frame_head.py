"""The head of a frame: an aside of its face where there is room, larger when presented."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from healthdesk.core.domain.board_voice import SurveyCourse
from healthdesk.core.domain.grid import Tile
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.frame import Frame
from healthdesk.gui.pages.dashboards.export import Sheet, as_svg
from healthdesk.gui.parts.card import HEAD
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.kit import words_aside

LEGEND = "below normal to above normal"


class Legend(DrawnFace):
    """A face that says its legend itself unless the head does."""

    told: tuple[bool, ...] = ()

    def lay_out(self, room: QSizeF) -> Drawing:
        self.told = (*self.told, not self.in_head)
        return Drawing(room.width(), room.height())

    def aside(self) -> Drawing | None:
        return words_aside(LEGEND, self.measure)

    def lines(self) -> Any:
        return ("What",), ()


@pytest.fixture
def board(qtbot: QtBot) -> QWidget:
    """Where frames stand: a window of its own would be as wide as its words at least."""
    made = QWidget()
    made.resize(600, 300)
    qtbot.addWidget(made)
    made.show()
    return made


def framed(ui: Ui, board: QWidget, width: int) -> tuple[Frame, Legend]:
    face = Legend(ui)
    frame = Frame(ui.theme, Tile("t", "usage_heat", 0, 0, 6, 3), "Usage", face)
    frame.setParent(board)
    frame.resize(width, 220)
    frame.show()
    face.show_data(SurveyCourse())
    frame.show_body()
    return frame, face


def test_the_aside_stands_where_there_is_room_and_only_once(ui: Ui, board: QWidget) -> None:
    frame, face = framed(ui, board, 460)
    assert frame.notes.aside.isVisible()
    assert [one.text for one in frame.notes.aside.drawing.texts] == [LEGEND]
    assert face.in_head
    assert face.told[-1] is False
    frame.resize(200, 220)
    assert not frame.notes.aside.isVisible()
    assert not face.in_head
    assert face.told[-1] is True


def test_other_notes_of_the_head_go_before_it(ui: Ui, board: QWidget) -> None:
    frame, face = framed(ui, board, 310)
    assert face.in_head
    frame.notes.show_age("data to 20 Nov")
    assert not face.in_head
    frame.notes.show_age("")
    assert face.in_head


def test_it_is_told_only_while_the_face_is_seen(ui: Ui, board: QWidget) -> None:
    frame, _ = framed(ui, board, 460)
    frame.show_error("No use is known.")
    assert not frame.notes.aside.isVisible()
    frame.show_body()
    assert frame.notes.aside.isVisible()


def test_the_head_grows_with_what_is_presented(ui: Ui, theme: Theme, board: QWidget) -> None:
    frame, _ = framed(ui, board, 460)
    title = frame._head_words.title
    usual = title.fontMetrics().horizontalAdvance("Usage")
    theme.set_zoom(1.25)
    try:
        assert frame._head.height() == round(HEAD * 1.25)
        assert title.fontMetrics().horizontalAdvance("Usage") > usual
        assert frame.notes.aside.height() == round(16 * 1.25)
    finally:
        theme.set_zoom(1.0)
    assert frame._head.height() == HEAD
    assert title.fontMetrics().horizontalAdvance("Usage") == usual


def test_what_the_head_says_for_a_face_is_on_its_picture_too(ui: Ui, board: QWidget) -> None:
    frame, face = framed(ui, board, 460)
    assert face.in_head
    drawn = as_svg(face, Sheet("Usage", "26 weeks", "To 23 Nov"), ui.theme).decode()
    assert LEGEND in drawn
    frame.resize(200, 220)
    drawn = as_svg(face, Sheet("Usage", "26 weeks", "To 23 Nov"), ui.theme).decode()
    assert LEGEND not in drawn  # the face says it itself, in its own drawing
