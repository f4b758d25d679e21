"""A page of paper as it prints: fitted whole or by its width, or zoomed; turned by keys.

The paper stays light whatever the window's theme: it is a picture of what goes out.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from healthdesk.gui.base.theme import Theme

FIT: Final = 0
STEPS: Final = (50, 67, 80, 100, 125, 150, 200, 250, 300)
"""Percent of the size that fits."""
MARGIN: Final = 32
NARROW: Final = 12
"""The margin where the page fits by its width."""
_TURNS: Final = {
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class PageView(QScrollArea):
    """Shows one page.

    Signals:
        turned: so many pages on are wanted.
        wanted: the first (-1) or the last (1) page is wanted.
        zoomed: the zoom is another one, in percent of the size that fits; 0 = it fits.
    """

    turned = Signal(int)
    wanted = Signal(int)
    zoomed = Signal(int)

    def __init__(self, theme: Theme, *, wide: bool = False) -> None:
        super().__init__()
        self.zoom = FIT
        self._wide = wide
        """Whether a page that fits is as wide as the room, and read by scrolling."""
        self._margin = NARROW if wide else MARGIN
        self._paper = _Paper(theme)
        self.setWidget(self._paper)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Page")
        self._paper.setProperty("ground", "none")

    @property
    def has_page(self) -> bool:
        """Whether a page is shown."""
        return not self._paper.image.isNull()

    @property
    def pixels(self) -> int:
        """Device pixels that the page in view is wide."""
        return round(self._size().width() * self.devicePixelRatioF())

    def show_page(self, image: QImage, words: str) -> None:
        """Show a page; `words` say it to those who do not see it."""
        self._paper.image = image
        self.setAccessibleName(words)
        self._paper.setAccessibleName(words)
        self._place()
        self._paper.update()

    def show_none(self) -> None:
        """Show nothing."""
        self.show_page(QImage(), "No page")

    def set_zoom(self, zoom: int) -> None:
        """Show the page larger or smaller; FIT fits it."""
        if zoom != self.zoom:
            self.zoom = zoom
            self._place()
            self.zoomed.emit(zoom)

    def step_zoom(self, by: int) -> None:
        """Show the page a step larger or smaller."""
        now = self.zoom or 100
        if by > 0:
            after = next((one for one in STEPS if one > now), STEPS[-1])
        else:
            after = next((one for one in reversed(STEPS) if one < now), STEPS[0])
        self.set_zoom(after)

    def _size(self) -> QSize:
        """The size of the page on the screen."""
        image = self._paper.image
        if image.isNull():
            return QSize(0, 0)
        room = self.maximumViewportSize() - QSize(2 * self._margin, 2 * self._margin)
        if self._wide:
            across = max(room.width() - self.verticalScrollBar().sizeHint().width(), 60)
            fit = QSize(across, round(across * image.height() / image.width()))
            return fit if self.zoom == FIT else fit * (self.zoom / 100)
        fit = image.size().scaled(
            QSize(max(room.width(), 60), max(room.height(), 60)),
            Qt.AspectRatioMode.KeepAspectRatio,
        )
        return fit if self.zoom == FIT else fit * (self.zoom / 100)

    def _place(self) -> None:
        inside = self._size()
        room = self.maximumViewportSize()
        edges = 2 * self._margin
        wide = max(room.width(), inside.width() + edges)
        high = max(room.height(), inside.height() + edges)
        if self._wide and high > room.height():
            bar = self.verticalScrollBar().sizeHint().width()
            wide = max(room.width() - bar, inside.width() + edges)
        elif self.zoom == FIT:
            wide, high = room.width(), room.height()
        self._paper.place(inside, QSize(wide, high))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, zoom."""
        key = Qt.Key(event.key())
        moves = key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ) or (moves and (self._wide or self.zoom > 100)):
            super().keyPressEvent(event)
        elif key in _TURNS:
            self.turned.emit(_TURNS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.wanted.emit(1 if key == Qt.Key.Key_End else -1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.step_zoom(1)
        elif key == Qt.Key.Key_Minus:
            self.step_zoom(-1)
        elif key == Qt.Key.Key_0:
            self.set_zoom(FIT)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl; turn pages where the whole page is in view."""
        down = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if down:
                self.step_zoom(1 if down > 0 else -1)
            event.accept()
        elif self._turns(down):
            self.turned.emit(-1 if down > 0 else 1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _turns(self, down: int) -> bool:
        """Whether the wheel turns the page: it is all in view, or scrolled to its end."""
        if not down or (self.zoom != FIT and not self._wide):
            return False
        bar = self.verticalScrollBar()
        return not self._wide or bar.value() == (bar.minimum() if down > 0 else bar.maximum())


class _Paper(QWidget):
    """The page in the middle of its ground, with a thin edge."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.image = QImage()
        self._inside = QSize()

    def place(self, inside: QSize, whole: QSize) -> None:
        """Let the page be this large within all that it may fill."""
        self._inside = inside
        self.resize(whole)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("rail"))
        if self.image.isNull():
            painter.end()
            return
        ratio = self.devicePixelRatioF()
        left = (self.width() - self._inside.width()) // 2
        top = (self.height() - self._inside.height()) // 2
        target = QRect(left, top, self._inside.width(), self._inside.height())
        same = self.image.size() == self._inside * ratio
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=not same)
        painter.drawImage(target, self.image)
        painter.setPen(self._theme.color("edge"))
        painter.drawRect(target.adjusted(-1, -1, 0, 0))
        painter.end()
