"""PySide6 6.12.0 lost a reference to None on void calls; the pinned version must not."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QLabel

CALLS = 1000


def test_void_calls_keep_their_references_to_none(qtbot):
    label, pixmap = QLabel(), QPixmap(8, 8)
    qtbot.addWidget(label)
    painter, color, point = QPainter(pixmap), QColor("red"), QPoint(1, 1)
    area = pixmap.rect()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("x")
        painter.fillRect(area, color)
        label.move(point)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < CALLS / 10
