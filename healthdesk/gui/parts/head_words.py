"""Title and subtitle of a card: the title goes first, both end in an ellipsis, all in the tip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.gui.parts.plain import PlainLabel, plain_tip

BETWEEN = 8
"""Pixels between title and subtitle."""
WORDY = 56
"""Room for a word or two: with less, a subtitle says nothing and is told in the tip alone."""
_LEAST = 40


class HeadWords(QWidget):
    """Two labels side by side; what has no room is left out whole rather than as a stub."""

    def __init__(self, title: str, subtitle: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = PlainLabel(title, "strong", elide=True, parent=self)
        self.subtitle = PlainLabel(subtitle, "caption", elide=True, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def say(self, title: str, subtitle: str) -> None:
        """Say something else."""
        if (title, subtitle) == (self.title.full_text, self.subtitle.full_text):
            return
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self._place()
        self.updateGeometry()

    def set_large(self, large: bool) -> None:
        """Say it larger, as on a board that is presented."""
        self.title.set_large(large)
        self.subtitle.set_large(large)
        self._place()

    def sizeHint(self) -> QSize:
        """Room for all of both."""
        return self._wanted()

    def _wanted(self) -> QSize:
        wide, beside = self.title.sizeHint(), self.subtitle.sizeHint()
        more = BETWEEN + beside.width() if self.subtitle.full_text else 0
        return QSize(wide.width() + more, max(wide.height(), beside.height()))

    def minimumSizeHint(self) -> QSize:
        """Content with the beginning of the title.

        It asks no other function that Qt asks as well: PySide 6.11 was seen to lose the last
        reference to one that was asked here while a card was drawn into a picture.
        """
        return QSize(min(_LEAST, self.title.sizeHint().width()), self._wanted().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Share the room anew when a label wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
            self.updateGeometry()
        return super().event(event)

    def _place(self) -> None:
        room, high = self.width(), self.height()
        wanted = self.title.sizeHint().width()
        wide = min(wanted, room)
        rest = room - wide - BETWEEN
        beside = self.subtitle.sizeHint().width() if self.subtitle.full_text else 0
        shown = beside > 0 and rest >= min(beside, WORDY)
        self.title.setGeometry(0, 0, wide, high)
        self.subtitle.setVisible(shown)
        if shown:
            self.subtitle.setGeometry(wide + BETWEEN, 0, min(rest, beside), high)
        cut = wanted > room or (beside > 0 and (not shown or beside > rest))
        told = f"{self.title.full_text}\n{self.subtitle.full_text}".strip()
        self.setToolTip(plain_tip(told) if cut else "")
