"""Painted lines of odd texts: nothing turns around what stands beside, nothing is endless."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF

from healthdesk.gui.base.words import LINE_MOST
from healthdesk.gui.parts.drawing import FontMeasure, fitted
from tests.odd_desk import TEXTS


@pytest.mark.parametrize("key", TEXTS)
def test_odd_texts_fit_their_rectangle_on_one_line(theme, key):
    measure = FontMeasure(theme)
    text = TEXTS[key] * 3
    for wide in (20.0, 120.0, 5000.0):
        shown = fitted(QRectF(0, 0, wide, 20), text, measure)
        assert measure(shown.text, "body", 400) <= wide
        assert not set(shown.text) & set("\n\r\t\u2028\u202e")
        assert len(shown.text) <= LINE_MOST + 1
