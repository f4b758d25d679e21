"""The names of boards side by side: pressed, walked with the arrows, dragged into another order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import one_line
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import plain_tip
from healthdesk.gui.parts.plot_table import BY_KEY

HIGH, PAD, GAP, WIDEST = 44, 6, 8, 202
"""PAD: left and right of a name, within its tab, for the ring of the keyboard."""
_DRAG = 6
_MORE = 34


class BoardTab(QAbstractButton):
    """The name of one board."""

    def __init__(self, theme: Theme, row: int, name: str, strip: TabStrip) -> None:
        super().__init__(strip)
        self.row = row
        self._theme = theme
        self._strip = strip
        self._pressed: QPoint | None = None
        self.dragging = False
        self._ringed = False
        self.setText(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"Board {name}")

    def needed(self) -> int:
        """Pixels that the whole name takes."""
        metrics = QFontMetricsF(self._theme.font("body", 500))
        return round(metrics.horizontalAdvance(one_line(self.text())) + 2.5) + 2 * PAD

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name, and the line of the board in view."""
        del event
        theme = self._theme
        painter = QPainter(self)
        bright = self.isChecked() or self.underMouse() or self.hasFocus()
        font = theme.font("body", 500)
        painter.setFont(font)
        painter.setPen(theme.color("text" if bright else "text2"))
        name = one_line(self.text())
        place = self.rect().adjusted(PAD, 0, -PAD, 0)
        shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, place.width())
        told = [self.text() if shown != name else "", self._strip.about * self.isChecked()]
        self.setToolTip(plain_tip("\n".join(one for one in told if one)))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.isChecked():
            line = QRect(place.left(), self.height() - 3, place.width(), 2)
            painter.fillRect(line, theme.color("accent"))
        if self.hasFocus() and self._ringed:
            painter.setPen(theme.color("accent"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring = QRectF(self.rect()).adjusted(0.5, 9.5, -0.5, -10.5)
            painter.drawRoundedRect(ring, 4, 4)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note whether the keyboard brought the focus here: only then a ring helps."""
        self._ringed = event.reason() in BY_KEY
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note where it was pressed: it may be dragged."""
        self._pressed = event.globalPosition().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer once it has gone some way."""
        at = event.globalPosition().toPoint()
        start = self._pressed if event.buttons() & Qt.MouseButton.LeftButton else None
        if start is not None and (self.dragging or abs(at.x() - start.x()) > _DRAG):
            self.dragging = True
            self._strip.carry(self, at)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put it where it was dragged, or show its board."""
        dragged, self.dragging, self._pressed = self.dragging, False, None
        if dragged:
            self.setDown(False)
            self._strip.drop(self)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the board beside; with Ctrl and Shift they move this one."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        moved = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if step and event.modifiers() == moved:
            self._strip.push(self, step)
        elif step:
            self._strip.go(self, step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what can be done with this board."""
        self._strip.menu_wanted.emit(self.row, event.globalPos())


class TabStrip(QWidget):
    """Tabs as far as there is room; the others are in a menu at the end.

    Signals:
        chosen: the row of the board that somebody wants to see.
        moved: the row of a board and the place it was put in.
        menu_wanted: the row of a board whose menu is wanted, and where on the screen.
    """

    chosen = Signal(int)
    moved = Signal(int, int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tabs: list[BoardTab] = []
        self.about = ""
        """What the board in view is for, told in the tip of its tab."""
        self._row = -1
        self._hidden: list[BoardTab] = []
        self.more = _More(theme, self)
        self.more.clicked.connect(self._on_more_clicked)
        self.more.hide()
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Boards")

    def show_boards(self, boards: Sequence[tuple[int, str]], row: int) -> None:
        """Show these boards, one of them in view; a tab that stays keeps its place in Tab."""
        known = {tab.row: tab for tab in self.tabs}
        self.tabs = []
        for number, name in boards:
            tab = known.pop(number, None)
            if tab is None:
                tab = BoardTab(self._theme, number, name, self)
                tab.clicked.connect(self._on_tab_clicked)
            tab.setText(name)
            tab.setAccessibleName(f"Board {name}")
            self.tabs.append(tab)
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        self._row = row
        for tab in self.tabs:
            tab.setChecked(tab.row == row)
        for before, after in pairwise((*self.tabs, self.more)):
            QWidget.setTabOrder(before, after)
        self.updateGeometry()
        self._place()

    def go(self, tab: BoardTab, step: int) -> None:
        """Show the board beside one, and give its tab the keys."""
        at = self.tabs.index(tab) + step
        if 0 <= at < len(self.tabs):
            self.chosen.emit(self.tabs[at].row)
            self.tabs[at].setFocus()

    def push(self, tab: BoardTab, step: int) -> None:
        """Put a board one place on."""
        at = self.tabs.index(tab) + step
        if 0 <= at < len(self.tabs):
            self.moved.emit(tab.row, at)

    def carry(self, tab: BoardTab, at: QPoint) -> None:
        """Let a tab follow the pointer; the others make way."""
        x = self.mapFromGlobal(at).x()
        others = [one for one in self.tabs if one is not tab and one.isVisible()]
        place = sum(x > one.geometry().center().x() for one in others)
        rest = [one for one in self.tabs if one is not tab]
        rest.insert(place, tab)
        if rest != self.tabs:
            self.tabs = rest
            self._place()
        tab.raise_()

    def drop(self, tab: BoardTab) -> None:
        """Keep a tab where it was let go."""
        self._place()
        self.moved.emit(tab.row, self.tabs.index(tab))

    def sizeHint(self) -> QSize:
        """As wide as all names."""
        return QSize(self._wanted(), HIGH)

    def minimumSizeHint(self) -> QSize:
        """Room for one name and the menu of the others."""
        return QSize(min(120, self._wanted()), HIGH)

    def _wanted(self) -> int:
        return max(sum(min(tab.needed(), WIDEST) + GAP for tab in self.tabs) - GAP, 0)

    def _place(self) -> None:
        """Give room to the tabs in order; the one in view is always among them."""
        widths = {tab: min(tab.needed(), WIDEST) for tab in self.tabs}
        shown = list(self.tabs)
        room = self.width()
        while len(shown) > 1 and _wide(shown, widths) > room - _MORE * (shown != self.tabs):
            last = next(tab for tab in reversed(shown) if tab.row != self._row)
            shown.remove(last)
        left = 0
        for tab in self.tabs:
            tab.setVisible(tab in shown)
            if tab in shown:
                wide = max(24, min(widths[tab], room - left))
                tab.setGeometry(QRect(left, 0, wide, HIGH))
                left += wide + GAP
        self._hidden = [tab for tab in self.tabs if tab not in shown]
        self.more.setVisible(bool(self._hidden))
        self.more.say(len(self._hidden))
        self.more.setGeometry(left - GAP + 6, 8, _MORE - 6, HIGH - 16)

    @Slot()
    def _on_tab_clicked(self) -> None:
        tab = self.sender()
        if isinstance(tab, BoardTab):
            tab.setChecked(tab.row == self._row)
            self.chosen.emit(tab.row)

    @Slot()
    def _on_more_clicked(self) -> None:
        menu = Menu(self._theme, "More boards", self)
        for tab in self._hidden:
            menu.add(tab.text(), self._on_hidden_triggered, data=str(tab.row))
        menu.popup_under(self.more)

    @Slot()
    def _on_hidden_triggered(self) -> None:
        data = getattr(self.sender(), "data", None)
        if data is not None:
            self.chosen.emit(int(data()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is room for other tabs."""
        super().resizeEvent(event)
        self._place()


class _More(QAbstractButton):
    """How many boards are in the menu."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def say(self, number: int) -> None:
        """Say another number."""
        self.setText(f"+{number}")
        self.setAccessibleName(f"{number} more boards")
        self.setToolTip(f"{number} more boards")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number on a soft ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.hasFocus()
        painter.setPen(self._theme.color("accent" if self.hasFocus() else "border"))
        painter.setBrush(self._theme.color("hover" if lit else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(0, 2, -1, -3), 6, 6)
        painter.setFont(self._theme.font("small", 500))
        painter.setPen(self._theme.color("text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


def _wide(shown: Sequence[BoardTab], widths: dict[BoardTab, int]) -> int:
    return sum(widths[tab] + GAP for tab in shown) - GAP
