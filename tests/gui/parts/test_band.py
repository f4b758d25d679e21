"""Badges: the sizes of the look, a shape beside every colour, words for screen readers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from healthdesk.core.domain.views import BANDS
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.band import (
    BandBadge,
    BandShape,
    badge_layout,
    badge_width,
    band_path,
    paint_shape,
)
from healthdesk.gui.parts.delta import Delta, delta_color


def test_a_badge_with_two_figures_is_forty_eight_wide(theme):
    assert badge_width(theme, "51") == 48
    assert badge_width(theme, "100") > 48
    assert badge_width(theme, "51", "cap") > 48


@pytest.mark.parametrize("mark", ["", "hand", "cap"])
def test_the_parts_lie_inside_and_apart(theme, mark):
    layout = badge_layout(theme, "84", QRectF(10, 6, 100, 32), mark)
    assert layout.ground.height() == 20
    assert layout.ground.center().y() == 22
    assert layout.ground.contains(layout.shape)
    assert layout.shape.right() < layout.text.left()
    assert (layout.sign is not None) == bool(mark)
    if layout.sign is not None:
        assert layout.text.right() < layout.sign.left()
        assert layout.ground.contains(layout.sign)


def test_the_four_shapes_differ_and_fit_their_box():
    box = QRectF(0, 0, 10, 10)
    assert len({band_path(band).elementCount() for band in BANDS[:3]}) == 3
    assert all(box.contains(band_path(band).boundingRect()) for band in BANDS)


def test_shapes_tell_bands_apart_without_colour(theme):
    pictures = set()
    for band in BANDS:
        image = QImage(20, 20, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        paint_shape(painter, QRectF(0, 0, 20, 20), theme, band)
        painter.end()
        ink = tuple(image.pixelColor(x, y).alpha() > 127 for x in range(20) for y in range(20))
        pictures.add(ink)
    assert len(pictures) == 4


def test_screen_readers_hear_band_number_and_what_is_special(theme, qtbot):
    badge = BandBadge(theme, Words())
    qtbot.addWidget(badge)
    badge.set_badge("Strong", "75", mark="hand")
    assert badge.accessibleName() == "Strong 75, set by hand"
    badge.set_badge("Average", "62", stale=True)
    assert badge.accessibleName() == "Average 62, stale"
    badge.set_badge("Unknown")
    assert badge.accessibleName() == "Unknown"
    assert not badge.grab().isNull()


def test_a_shape_is_named(theme, qtbot):
    shape = BandShape(theme, Words(), "Poor")
    qtbot.addWidget(shape)
    assert shape.accessibleName() == "Poor"


def test_a_delta_has_arrow_colour_and_period(theme, qtbot):
    delta = Delta(theme, Words())
    qtbot.addWidget(delta)
    delta.set_value(-33, "in 28 days")
    assert delta.accessibleName() == "\N{MINUS SIGN}33 in 28 days"
    with_arrow = delta.sizeHint().width()
    delta.set_value(0)
    assert delta.sizeHint().width() < with_arrow
    assert [delta_color(value) for value in (3, -3, 0, None)] == ["up", "down", "text2", "text2"]
