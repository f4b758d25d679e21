"""A numbered part of a play's form: its number, its title, a press at the right, what it asks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_faults import PlayFault
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.plays.editor.kit import PlayKit, link
from healthdesk.gui.pages.plays.editor.number_edit import NumberEdit
from healthdesk.gui.parts.plain import PlainLabel

_ROUND = 20


class Part(QWidget):
    """Shows a part of a play and lets it be changed.

    Signals:
        changed: the `Play` as it is to be, and what led to it (for undo).
    """

    changed = Signal(object, str)

    def __init__(self, kit: PlayKit, number: int, title: str, press: str = "") -> None:
        super().__init__()
        self.kit = kit
        self.play = Play("")
        self.title = PlainLabel(title, "medium", wrap=True)
        self.wrong = PlainLabel("", "caption", tone="notice", wrap=True)
        self.wrong.hide()
        self.press: QPushButton | None = link(press) if press else None
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        if self.press is not None:
            head.addWidget(self.press, 0, Qt.AlignmentFlag.AlignTop)
        self.rows = QVBoxLayout()
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(6)
        self.rows.addLayout(head)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(_Round(kit.theme, number), 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout()
        inside.setSpacing(6)
        inside.addLayout(self.rows)
        inside.addWidget(self.wrong)
        whole.addLayout(inside, 1)

    def show_play(self, play: Play) -> None:
        """Show another play; parts extend it."""
        self.play = play

    def say_faults(self, faults: Sequence[PlayFault]) -> None:
        """Say what is wrong, unwise or good to know in this part."""
        self.wrong.setText("\n".join(one.sentence for one in faults))
        wrong = [one for one in faults if not one.usual]
        tone = "notice" if wrong else ""
        self.wrong.set_tone("poor" if any(one.blocks for one in wrong) else tone)
        self.wrong.setVisible(bool(faults))

    def number(self, key: str, name: str, low: int, high: int, wide: int = 52) -> NumberEdit:
        """An input of a whole number; `set_field` gets it under its key."""
        edit = NumberEdit(name, low, high, wide)
        edit.setProperty("key", key)
        edit.told.connect(self._on_number_told)
        return edit

    def fold(self, rest: QWidget, more: str, less: str) -> QPushButton:
        """A press that unfolds what is rarely changed, and folds it."""
        self._folded, self._words = rest, (more, less)
        self.more = link(more)
        self.rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addWidget(rest)
        rest.hide()
        self.more.clicked.connect(self._on_more_clicked)
        return self.more

    def set_field(self, key: str, value: object) -> None:
        """Tell the play with another value of a field; parts say where that stands."""
        self.tell(key, **{key: value})

    @Slot(int)
    def _on_number_told(self, value: int) -> None:
        self.set_field(str(self.sender().property("key")), value)

    @Slot()
    def _on_more_clicked(self) -> None:
        self._folded.setVisible(self._folded.isHidden())
        self.more.setText(self._words[0 if self._folded.isHidden() else 1])
        self.show_play(self.play)

    def tell(self, label: str, **more: object) -> None:
        """Tell the play with something else in it."""
        self.play = msgspec.structs.replace(self.play, **more)
        self.changed.emit(self.play, label)


class _Round(QWidget):
    """The number of a part on a small round ground."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme = theme
        self._number = str(number)
        self.setFixedSize(_ROUND, _ROUND)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("track"))
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(self._theme.color("text2"))
        painter.setFont(self._theme.font("small", 600))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self._number)
        painter.end()
