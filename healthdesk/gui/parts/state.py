"""The drawn states of a card or page: empty, loading, error; each says in words what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import Paragraph

BARS = ((9, 11), (25, 19), (43, 14), (61, 25))
"""Left edge and height of the empty drawing's dashed bars, on 80 x 30."""
_SENTENCE = 460
"""Pixels of about 70 letters: a longer line is hard to come back from."""
ROWS = ((0, 78), (36, 102), (36, 86), (36, 95), (36, 71))
"""Skeleton rows: width of the pill in front (0 = none), width of the line."""


@dataclass(frozen=True)
class Words:
    """What a state says: a title, a sentence, and the words of its button ("" = none)."""

    title: str
    text: str = ""
    action: str = ""
    icon: str = ""


class State(QWidget):
    """A picture, a title, a sentence and a button, in the middle.

    Signals:
        acted: the button was pressed.
    """

    acted = Signal()

    def __init__(self, theme: Theme, words: Words, picture: QWidget) -> None:
        super().__init__()
        self.theme = theme
        self._picture = picture
        self._title = Paragraph(theme, words.title, "text", weight=600, center=True)
        self._text = Paragraph(theme, words.text, center=True, most=_SENTENCE)
        self.button = QPushButton(words.action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        layout.addSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.button.clicked.connect(self._on_button_clicked)
        self.say(words)

    def say(self, words: Words) -> None:
        """Say something else."""
        self._title.setText(words.title)
        self._text.setText(words.text)
        self._text.setVisible(bool(words.text))
        self.button.setText(words.action)
        self.button.setVisible(bool(words.action))
        self.button.setAccessibleName(words.action)
        if words.icon:
            self.theme.bind_icon(self.button, words.icon)
        self.setAccessibleName(f"{words.title} {words.text}".strip())

    @property
    def words(self) -> str:
        """All that is said, for tests and screen readers."""
        return self.accessibleName()

    def least_height(self, width: int) -> int:
        """The height at which none of it is cut at a width."""
        room = max(width - 24, 1)
        words = self._title.heightForWidth(room)
        words += self._text.heightForWidth(room) if self._text.text() else 0
        button = self.button.sizeHint().height() if self.button.text() else 0
        return 20 + self._picture.height() + 10 + words + button

    def set_seen(self, seen: bool) -> None:
        """Show its parts, or leave the room to shorter words."""
        for part in (self._picture, self._title):
            part.setVisible(seen)
        self._text.setVisible(seen and bool(self._text.text()))
        self.button.setVisible(seen and bool(self.button.text()))

    @Slot()
    def _on_button_clicked(self) -> None:
        self.acted.emit()


class EmptyState(State):
    """Nothing is here yet: dashed bars, and what brings something."""

    def __init__(
        self, theme: Theme, title: str, text: str = "", action: str = "", icon: str = "file-import"
    ) -> None:
        super().__init__(theme, Words(title, text, action, icon), _EmptyDrawing(theme))


class ErrorState(State):
    """Something failed: what, what is untouched, and a way to go on."""

    def __init__(self, theme: Theme, title: str, text: str = "", action: str = "Try again") -> None:
        picture = QLabel()
        picture.setFixedSize(24, 24)
        theme.bind_icon(picture, "alert-triangle", "poor", 24)
        super().__init__(theme, Words(title, text, action, "refresh"), picture)


class QuietState(State):
    """All is well and there is nothing to do: a tick, one sentence."""

    def __init__(self, theme: Theme, title: str, text: str = "", action: str = "") -> None:
        picture = QLabel()
        picture.setFixedSize(24, 24)
        theme.bind_icon(picture, "circle-check", "strong", 24)
        super().__init__(theme, Words(title, text, action), picture)


class LoadingState(QWidget):
    """Grey shapes where rows will be, and a line of words at the foot; it does not shimmer."""

    def __init__(self, theme: Theme, text: str = "Reading") -> None:
        super().__init__()
        self.theme = theme
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.say(text)

    def say(self, text: str) -> None:
        """Say what is read and how long it takes."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    @property
    def words(self) -> str:
        """All that is said, for tests and screen readers."""
        return self._text

    def sizeHint(self) -> QSize:
        """Ask for the five rows and the line of words."""
        return QSize(240, 160)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that fit."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("track"))
        for shape in skeleton(self.width(), self.height()):
            painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme.color("text3"))
        foot = QRectF(12, self.height() - 22, self.width() - 24, 16)
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, self._text)


def skeleton(width: float, height: float) -> tuple[QRectF, ...]:
    """Lay out the grey shapes of a loading card: a pill and a line a row, 26 px apart."""
    shapes: list[QRectF] = []
    scale = max(0.6, min(2.0, (width - 24) / 220))
    top = 6.0
    for pill, line in ROWS:
        if top + 16 > height - 24:
            break
        left = 12.0
        if pill:
            shapes.append(QRectF(left, top, pill, 16))
            left += pill + 8
        shapes.append(QRectF(left, top + 4, min(line * scale, width - left - 12), 9))
        top += 26
    return tuple(shape for shape in shapes if shape.width() > 0)


class _EmptyDrawing(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedSize(88, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw four dashed bars over a line."""
        del event
        painter = QPainter(self)
        painter.translate(0.5, 0.5)
        pen = QPen(self.theme.color("edge"), 1)
        painter.setPen(pen)
        painter.drawLine(0, 30, 87, 30)
        pen.setDashPattern([2, 2])
        painter.setPen(pen)
        for left, high in BARS:
            painter.drawPolyline(
                [
                    QRectF(left, 30 - high, 12, high).bottomLeft(),
                    QRectF(left, 30 - high, 12, high).topLeft(),
                    QRectF(left, 30 - high, 12, high).topRight(),
                    QRectF(left, 30 - high, 12, high).bottomRight(),
                ]
            )
