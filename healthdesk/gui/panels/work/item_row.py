"""A row of something kept: an icon or a box to tick, words, a small line under them, its menu."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

_LETTERS: Final = 180
"""Letters of a text that a row shows; the whole is in its tip and its form."""


class ItemRow(QFrame):
    """One row; Enter edits, the menu key opens its menu.

    Signals:
        edit_requested: what the row is about.
        menu_requested: what it is about, and the widget that its menu belongs under.
        ticked: what it is about; its box was pressed.
    """

    edit_requested = Signal(object)
    menu_requested = Signal(object, object)
    ticked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        item: object,
        text: str,
        caption: str,
        *,
        icon: str = "",
        done: bool | None = None,
        tone: str = "",
        notice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.item = item
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        across = QHBoxLayout(self)
        across.setContentsMargins(14, 7, 8, 7)
        across.setSpacing(10)
        self.box: QCheckBox | None = None
        across.addWidget(self._mark(theme, icon, text, done=done), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        shown = " ".join(text[: _LETTERS + 1].split())
        cut = len(text) > _LETTERS
        self.text = PlainLabel(
            f"{shown[:_LETTERS].rstrip()}…" if cut else shown,
            tone="grey" if done else "",
            wrap=True,
        )
        if cut:
            self.text.setToolTip(plain_tip(text[:4000]))
        words.addWidget(self.text)
        self.caption = PlainLabel(caption, "caption", tone=tone, elide=True)
        self.caption.setVisible(bool(caption))
        words.addWidget(self.caption)
        self.notice = PlainLabel(notice, "small", tone="notice", wrap=True)
        self.notice.setVisible(bool(notice))
        words.addWidget(self.notice)
        across.addLayout(words, 1)
        self.more = QPushButton()
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("iconic", "small")
        self.more.setAccessibleName(f"More for {shown[:60]}")
        self.more.setToolTip("More")
        theme.bind_icon(self.more, "dots", "text2", 16)
        self.more.clicked.connect(self._on_more_clicked)
        across.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    def _mark(self, theme: Theme, icon: str, text: str, *, done: bool | None) -> QWidget:
        """What stands in front: a box to tick, or an icon."""
        if done is not None:
            self.box = QCheckBox()
            self.box.setChecked(done)
            self.box.setAccessibleName(text[:120])
            self.box.setFixedSize(18, 20)
            self.box.clicked.connect(self._on_box_clicked)
            return self.box
        picture = QLabel()
        picture.setFixedSize(18, 20)
        theme.bind_icon(picture, icon, "text2", 16)
        return picture

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.item, self.more)

    @Slot()
    def _on_box_clicked(self) -> None:
        self.ticked.emit(self.item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_requested.emit(self.item)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: object) -> None:
        """Edit on a double click."""
        del event
        self.edit_requested.emit(self.item)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu."""
        self.menu_requested.emit(self.item, self.more)
        event.accept()
