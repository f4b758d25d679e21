"""The widget of CSAT: what differs from NPS, its scale and its words."""

from __future__ import annotations

from PySide6.QtCore import QSizeF

from healthdesk.gui.widgets.csat import SPEC, Face
from tests.gui.widgets.test_nps import MEAN


def test_means_have_a_decimal_and_the_axis_stays_on_the_scale(qtbot, ui):
    face = Face(ui)
    qtbot.addWidget(face)
    face.shown = MEAN
    drawn = face.lay_out(QSizeF(400, 240))
    axis = [float(one.text) for one in drawn.texts if one.align == "right"]
    assert axis
    assert all(1 <= value <= 5 for value in axis)
    assert any("CSAT: 4.2" in one.tip for one in drawn.spots)
    assert SPEC.complete({}, ())["days"] == 90
