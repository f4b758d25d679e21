"""The callout of the tour: words beside a control, and the ring around it; both lie on the window.

Not here: which control, and what comes next (tour.py).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import Paragraph, PlainLabel
from healthdesk.gui.shell.tour.steps import Step

WIDE, GAP, MARGIN, RING = 336, 10, 8, 4


def place(target: QRect, size: QSize, room: QRect) -> QRect:
    """Where a callout goes: below, above, right or left of its control, the first that has room.

    Beside a control that leaves no room it lies on it, in the corner at the bottom right.
    """
    left = max(room.left(), min(target.left(), room.right() + 1 - size.width()))
    top = max(room.top(), min(target.top(), room.bottom() + 1 - size.height()))
    for corner in (
        QPoint(left, target.bottom() + 1 + GAP),
        QPoint(left, target.top() - GAP - size.height()),
        QPoint(target.right() + 1 + GAP, top),
        QPoint(target.left() - GAP - size.width(), top),
    ):
        found = QRect(corner, size)
        if room.contains(found):
            return found
    corner = QPoint(room.right() + 1 - size.width(), room.bottom() + 1 - size.height())
    return QRect(corner, size)


class Ring(QWidget):
    """A line around the control; the pointer goes through it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


class Callout(QFrame):
    """Says one step: title, two sentences, how far; Back, Next and Skip.

    Signals:
        turned: +1 for the next step, -1 for the one before.
        skipped: the tour is not wanted.
        left: Escape: not now.
    """

    turned = Signal(int)
    skipped = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "raised")
        self.setObjectName("tour")
        self.setFixedWidth(WIDE)
        self.title = PlainLabel("", "strong", wrap=True)
        self.text = Paragraph(theme, "")
        self.count = PlainLabel("", "caption")
        self.skip = _button("Skip", "quiet")
        self.back = _button("Back", "normal")
        self.next = _button("Next", "primary")
        self.skip.setAccessibleName("Skip the tour")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.count)
        foot.addStretch(1)
        for button in (self.skip, self.back, self.next):
            foot.addWidget(button)
            button.installEventFilter(self)
            button.clicked.connect(self._on_button_clicked)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 12, 12)
        whole.setSpacing(0)
        whole.addWidget(self.title)
        whole.addSpacing(4)
        whole.addWidget(self.text)
        whole.addSpacing(12)
        whole.addLayout(foot)
        self.hide()

    def say(self, step: Step, number: int, steps: int) -> None:
        """Say a step; screen readers hear it with the button that takes the keyboard."""
        self.title.setText(step.title)
        self.text.setText(step.text)
        self.count.setText(f"{number} of {steps}")
        self.back.setVisible(number > 1)
        self.next.setText("Next" if number < steps else "Done")
        self.skip.setVisible(number < steps)
        told = f"{step.title}. {step.text}"
        self.setAccessibleName(f"Tour, step {number} of {steps}: {told}")
        for button in (self.next, self.back):
            button.setAccessibleDescription(told)

    def size_wanted(self) -> QSize:
        """How large it is with its words."""
        self._whole.activate()
        return QSize(WIDE, self._whole.heightForWidth(WIDE))

    def take_keyboard(self) -> None:
        """Let keys act on it, and have it read out."""
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the Tab key among the buttons: what lies under the callout has its own turn."""
        buttons = [one for one in (self.skip, self.back, self.next) if one.isVisible()]
        if not buttons:
            return bool(super().focusNextPrevChild(forward))
        focus = self.focusWidget()
        at = buttons.index(focus) if focus in buttons else 0
        buttons[(at + (1 if forward else -1)) % len(buttons)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if button is self.skip:
            self.skipped.emit()
        else:
            self.turned.emit(-1 if button is self.back else 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Turn with the arrow keys, leave with Escape."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
                self.turned.emit(1)
                return True
            if key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
                if self.back.isVisible():
                    self.turned.emit(-1)
                return True
            if key == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QPushButton):
                watched.click()
                return True
        return bool(super().eventFilter(watched, event))


def _button(text: str, kind: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", kind)
    button.setProperty("compact", "true")
    return button
