"""Chips to filter by band: shape, word and how many; several may be on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import RATIOS, Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.chip import Chip
from healthdesk.gui.parts.plain import plain_tip

SHOWN: tuple[Band, ...] = ("Poor", "Average", "Strong", "Unknown")
SIDE, GAP = 10, 3
LONGEST = 64
"""Pixels of a name; the whole of a longer one is in the tip, so that four chips have room."""


def shape_icon(theme: Theme, band: Band) -> QIcon:
    """Draw a band's shape as an icon, sharp on every screen."""
    icon = QIcon()
    for ratio in RATIOS:
        pixmap = QPixmap(QSize(SIDE + GAP, SIDE) * ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        paint_shape(painter, QRect(0, 0, SIDE, SIDE), theme, band)
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class BandChips(QWidget):
    """One chip a band.

    Signals:
        chosen_changed: other bands are chosen now.
    """

    chosen_changed = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme = theme
        self._words = words
        self.setAccessibleName("Filter by band")
        self._chips = {band: Chip(band, band) for band in SHOWN}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for chip in self._chips.values():
            chip.setIconSize(QSize(SIDE + GAP, SIDE))
            chip.setFixedHeight(24)
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            chip.switched.connect(self._on_chip_switched)
            layout.addWidget(chip)
        self._draw_shapes()
        self._say_names()
        theme.changed.connect(self._on_theme_changed)

    @property
    def chosen(self) -> tuple[Band, ...]:
        """The bands that are on; none means all."""
        return tuple(band for band, chip in self._chips.items() if chip.isChecked())

    def chip(self, band: Band) -> Chip:
        """Hand out one chip."""
        return self._chips[band]

    def set_counts(self, counts: Mapping[Band, int]) -> None:
        """Say how many each band has."""
        for band, chip in self._chips.items():
            chip.set_count(self._words.number(counts.get(band, 0)))

    def clear_chosen(self) -> None:
        """Choose none, without telling anybody."""
        for chip in self._chips.values():
            chip.setChecked(False)

    @Slot(str, bool)
    def _on_chip_switched(self, key: str, on: bool) -> None:
        del key, on
        self.chosen_changed.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._draw_shapes()
        self._say_names()

    def _say_names(self) -> None:
        for band, chip in self._chips.items():
            name = self._words.band(band)
            metrics = QFontMetrics(self.theme.font("body", 500))
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, LONGEST)
            chip.set_label(short, name)
            chip.setToolTip(plain_tip(name if short != name else ""))

    def _draw_shapes(self) -> None:
        for band, chip in self._chips.items():
            chip.setIcon(shape_icon(self.theme, band))
