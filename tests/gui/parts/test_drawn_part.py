"""A painted part lays out again when the look changes: where it is seen, else when it is."""

from __future__ import annotations

import pytest

from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_part import DrawnPart


class Counted(DrawnPart):
    """Counts how often it is laid out."""

    def __init__(self, theme):
        super().__init__(theme)
        self.laid = 0

    def lay_out(self, width):
        self.laid += 1
        return Drawing(width, 40)


@pytest.fixture
def part(ui, qtbot):
    made = Counted(ui.theme)
    qtbot.addWidget(made)
    made.resize(300, 40)
    made.show()
    return made


def test_what_is_seen_is_laid_out_at_once_when_the_look_changes(part):
    before = part.laid
    part.theme.redraw()
    assert part.laid == before + 1


def test_what_is_not_seen_is_laid_out_when_it_is_seen_again(part):
    part.hide()
    before = part.laid
    part.theme.redraw()
    part.theme.redraw()
    assert part.laid == before
    part.show()
    assert part.laid == before + 1
    part.hide()
    part.show()
    assert part.laid == before + 1
