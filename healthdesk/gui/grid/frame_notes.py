"""What stands at the right of a frame's head: an aside of its face, and words about the card.

That it filters, how old its data is, that it rests, each only while it is true.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.widget import Shown
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.grid.head_aside import HeadAside
from healthdesk.gui.parts.face import Face
from healthdesk.gui.parts.head_words import HeadWords
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

ROOM = 300
"""Width of a frame below which the age of its data is not told in its head."""
_AROUND = 76
"""Pixels of a head that are neither title nor notes: margins, gaps, the menu."""


class FrameNotes(QWidget):
    """Words at the right of a head, each only while it is true.

    Signals:
        update_pressed: the figures of a paused card are wanted anew.
    """

    update_pressed = Signal()

    def __init__(self, theme: Theme, words: HeadWords, parent: QWidget) -> None:
        super().__init__(parent)
        self.filtering = False
        self._words = words
        self._theme = theme
        self._face: Face | None = None
        self._wide = 0
        self._told = True
        self._aside = HeadAside(theme, self)
        self._busy = PlainLabel("", "caption", parent=self)
        self._age = PlainLabel("", "caption", parent=self)
        self._paused = QPushButton(self)
        self._paused.setProperty("kind", "link")
        self._paused.clicked.connect(self._on_paused_clicked)
        theme.bind_icon(self._paused, "player-pause", "accent", 14)
        self._filtering = PlainLabel("filtering", "caption", tone="accent", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._aside, self._busy, self._age, self._paused, self._filtering):
            row.addWidget(widget)
        self._show()

    @property
    def words(self) -> str:
        """All that it says now."""
        said = [self._busy.full_text, self._age.full_text, self._paused.text()]
        return " ".join([*filter(None, said), *(["filtering"] if self.filtering else [])])

    def show_age(self, words: str) -> None:
        """Say how old the newest fact is; "" where it is of the day that is shown."""
        self._age.setText(words)
        self._show()

    def show_paused(self, words: str) -> None:
        """Say that the card waits, and since when; "" where it follows what changes."""
        self._paused.setText(words)
        self._paused.setAccessibleName(f"{words}: update now" if words else "")
        self._paused.setToolTip(plain_tip("Press to update now"))
        self._show()

    def show_busy(self, words: str) -> None:
        """Say that newer figures are being read."""
        self._busy.setText(words)
        self._show()

    def show_filtering(self, filtering: bool) -> None:
        """Say that marks of this card narrow the others."""
        self.filtering = filtering
        self._show()

    def fit(self, width: int) -> None:
        """Say less in a narrow frame."""
        self._wide = width
        self._show()

    def hold(self, face: Face) -> None:
        """Say the aside of a face from now on."""
        self._face = face
        face.aside_changed.connect(self._on_face_aside_changed)
        self._show()

    def tell_aside(self, told: bool) -> None:
        """Say the aside only while the face itself is seen."""
        self._told = told
        self._show()

    @property
    def aside(self) -> HeadAside:
        """Where the aside of the face stands."""
        return self._aside

    def set_large(self, large: bool) -> None:
        """Say everything larger, as on a board that is presented."""
        for label in (self._busy, self._age, self._filtering):
            label.set_large(large)
        self._show()

    def _show(self) -> None:
        narrow = self._wide < ROOM * self._theme.zoom
        self._filtering.setVisible(self.filtering)
        self._busy.setVisible(bool(self._busy.full_text) and not narrow)
        quiet = not self.filtering and not narrow and not self._busy.full_text
        self._age.setVisible(bool(self._age.full_text) and quiet)
        self._paused.setVisible(bool(self._paused.text()))
        self._show_aside()

    def _show_aside(self) -> None:
        """Put the aside into the head where title and other notes leave room for it."""
        if self._face is None:
            return
        known = type(self._face.shown) is not Shown  # before the first figures it is bare
        drawing = self._face.aside() if self._told and known else None
        if drawing is not None:
            others = (self._busy, self._age, self._paused, self._filtering)
            self._words.title.ensurePolished()
            taken = sum(one.sizeHint().width() + 8 for one in others if not one.isHidden())
            room = self._wide - self._words.title.sizeHint().width() - taken - _AROUND
            if drawing.width * self._theme.zoom > room:
                drawing = None
        if drawing is not None:
            self._aside.show_drawing(drawing)
        self._aside.setVisible(drawing is not None)
        self._face.set_in_head(drawing is not None)

    @Slot()
    def _on_face_aside_changed(self) -> None:
        self._show_aside()

    @Slot()
    def _on_paused_clicked(self) -> None:
        self.update_pressed.emit()
