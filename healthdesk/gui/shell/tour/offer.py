"""The offer of the tour: a line at the foot of the window, once on the sample, once on an own."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.parts.plain import PlainLabel


class TourOffer(QWidget):
    """Asks in a few words.

    Signals:
        taken: the tour is wanted.
        declined: it is not, now and later.
    """

    taken = Signal()
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Offer of a tour")
        self.take = _link("Take the tour")
        self.skip = _link("Skip")
        self.skip.setAccessibleName("Skip the tour, do not offer it again")
        self.take.clicked.connect(self._on_take_clicked)
        self.skip.clicked.connect(self._on_skip_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(PlainLabel("New here?", "caption"))
        row.addWidget(self.take)
        row.addWidget(self.skip)
        self.hide()

    @Slot()
    def _on_take_clicked(self) -> None:
        self.taken.emit()

    @Slot()
    def _on_skip_clicked(self) -> None:
        self.declined.emit()


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setProperty("small", "true")
    return button
