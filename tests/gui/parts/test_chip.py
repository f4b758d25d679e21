"""Chips switch and go away; the flow layout breaks lines and never overlaps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from healthdesk.gui.parts.chip import Chip, FilterChip, FlowLayout


def test_a_chip_tells_its_key_and_state(theme, qtbot):
    chip = Chip("poor", "Poor & gone", "4")
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.switched) as told:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert told.args == ["poor", True]
    assert chip.accessibleName() == "Poor & gone 4"


def test_a_filter_chip_asks_to_go(theme, qtbot):
    chip = FilterChip(theme, "band", "Band: Poor")
    qtbot.addWidget(chip)
    chip.show()
    with qtbot.waitSignal(chip.remove_requested) as told:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert told.args == ["band"]


@pytest.mark.parametrize("width", [90, 200, 1000])
def test_the_flow_never_overlaps(theme, qtbot, width):
    ground = QWidget()
    qtbot.addWidget(ground)
    layout = FlowLayout(ground)
    chips = [Chip(str(n), "A name " * (1 + n % 2), str(n)) for n in range(7)]
    for chip in chips:
        layout.addWidget(chip)
    layout.setGeometry(QRect(0, 0, width, 500))
    places = [chip.geometry() for chip in chips]
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[i + 1 :])
    assert max(place.bottom() for place in places) < layout.heightForWidth(width)
