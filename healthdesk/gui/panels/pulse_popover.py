"""Asks how an account feels: a few words why, and a press on Strong, Average or Poor."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.plain import PlainLabel

_SIZE = QSize(340, 150)
_SHAPE = 10
BANDS: tuple[Band, ...] = ("Strong", "Average", "Poor")


class PulsePopover(Popover):
    """The reason first, then the word; the word saves.

    Signals:
        given: the band and the reason.
        left: it was closed, with a word or without.
    """

    given = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, "Your pulse", parent)
        self._words = words
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Why")
        self.reason.setPlaceholderText("Why, in a few words")
        self.reason.setMaxLength(300)
        self.said = PlainLabel("How does it feel to you, whatever the score says?", "caption")
        self._group = QButtonGroup(self)
        self.buttons: dict[Band, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for band in BANDS:
            button = QPushButton()
            button.setProperty("band", band)
            button.setAutoDefault(False)
            self._group.addButton(button)
            self.buttons[band] = button
            row.addWidget(button, 1)
        self.column.addWidget(self.said)
        self.column.addWidget(self.reason)
        self.column.addLayout(row)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        self.reason.returnPressed.connect(self._on_reason_return_pressed)

    def ask(self, at: QPoint, now: str = "") -> None:
        """Open with its top left at a point of the screen; `now` is the band that holds."""
        for band, button in self.buttons.items():
            button.setIcon(self._shape(band))
            button.setText(f" {self._words.band(band)}")
            button.setAccessibleName(f"Pulse {self._words.band(band)}")
            button.setDown(band == now)
        self.reason.clear()
        self.said.setText("How does it feel to you, whatever the score says?")
        self.said.set_tone("")
        self.move_into_screen(at, _SIZE.expandedTo(self.minimumSizeHint()))
        self.show()
        self.reason.setFocus()

    @property
    def inputs(self) -> Mapping[str, QWidget]:
        """What a person writes into."""
        return {"reason": self.reason}

    def say(self, text: str) -> None:
        """Say one thing over the line."""
        self.said.setText(text)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is being typed any more."""
        super().hideEvent(event)
        self.left.emit()

    def _shape(self, band: Band) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(_SHAPE * ratio), round(_SHAPE * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        paint_shape(painter, QPixmap(_SHAPE, _SHAPE).rect(), self.theme, band)
        painter.end()
        return QIcon(picture)

    @Slot(QPushButton)
    def _on_group_button_clicked(self, button: QPushButton) -> None:
        reason = " ".join(self.reason.text().split())
        if not reason:
            self.said.setText("Say in a few words why: it will be read a month from now.")
            self.said.set_tone("notice")
            self.reason.setFocus()
            return
        self.hide()
        self.given.emit(str(button.property("band")), reason)

    @Slot()
    def _on_reason_return_pressed(self) -> None:
        self.buttons["Strong"].setFocus()
