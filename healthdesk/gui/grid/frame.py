"""The frame of a widget on a dashboard: head with tools, its face in its states, its handles.

Looking at a board, the frame has a menu. Laying it out, a cover takes the pointer in place of the
face, shows what can be held, and the frame tells of it; what a gesture does is the canvas's
business.
"""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from healthdesk.core.domain.grid import Tile
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.grid.brief import Brief
from healthdesk.gui.grid.frame_notes import FrameNotes
from healthdesk.gui.grid.frame_pane import FramePane
from healthdesk.gui.parts.card import HEAD, Card
from healthdesk.gui.parts.face import Face
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FiguresTable
from healthdesk.gui.parts.state import State

Edge = Literal["", "right", "bottom", "corner"]
Tool = Literal["configure", "duplicate", "pin", "remove", "menu", "update"]
REACH, CORNER = 8, 16
"""Pixels from an edge, and from the corner, in which it can be held."""
SHORT, LOW_HEAD = 100, 26
"""A frame less high than this has a head of this height: a number in one row of the grid."""
_TOOLS: Final[tuple[tuple[Tool, str, str], ...]] = (
    ("configure", "settings", "Configure"),
    ("duplicate", "copy", "Duplicate"),
    ("pin", "pin", "Pin here"),
    ("remove", "trash", "Remove"),
)
_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Delete,
    }
)


class Frame(Card):
    """One tile.

    Signals:
        grabbed: its id, "move" or "resize", and the pointer on the screen: it was pressed.
        dragged: the pointer on the screen, while it is pressed.
        let_go: the pointer on the screen, when it is let go.
        keyed: its id, a key, and whether Shift is down, while the layout is edited.
        blurred: the keys or the window went elsewhere in the middle of something.
        tool_pressed: its id and the key of the tool.
    """

    grabbed = Signal(str, str, QPoint)
    dragged = Signal(QPoint)
    let_go = Signal(QPoint)
    keyed = Signal(str, int, bool)
    blurred = Signal()
    tool_pressed = Signal(str, str)

    def __init__(self, theme: Theme, tile: Tile, title: str, face: Face | None) -> None:
        super().__init__(theme, title)
        self.tile = tile
        self.face = face
        self.title = title
        self.edge: Edge = ""
        """The handle that was pressed."""
        self.asked_at: QPoint | None = None
        """Where on the screen its menu was asked for by the pointer."""
        self._editing = self._short = False
        self._notes = FrameNotes(theme, self._head_words, self._head)
        self.add_tool(self._notes)
        self._notes.update_pressed.connect(self._on_notes_update_pressed)
        self._menu = _tool(theme, "dots", f"{title}: more", self._head)
        self._menu.setFixedSize(24, 24)
        self.add_tool(self._menu)
        self._menu.clicked.connect(self._on_menu_clicked)
        self._grip = PlainLabel(parent=self._head)
        self._grip.setFixedSize(14, 16)
        self._grip.hide()
        head = self._head.layout()
        if isinstance(head, QHBoxLayout):
            head.insertWidget(0, self._grip)
        self._pane = FramePane(self)
        self.body.addWidget(self._pane)
        if face is not None:
            self.set_face(face)
        self._brief = Brief(theme, self)
        self._brief.acted.connect(self.retry_requested)
        self._brief.hide()
        self._cover = _Cover(self)
        self._bar = _ToolBar(theme, self)
        self._bar.pressed.connect(self._on_bar_pressed)
        self._bar.left.connect(self._show_tools)
        self._cover.hide()
        self._bar.hide()
        table = QShortcut(QKeySequence("Ctrl+T"), self)
        table.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        table.activated.connect(self.toggle_table)
        theme.changed.connect(self._size_head)
        self._size_head()

    @property
    def menu_button(self) -> QToolButton:
        """The button under which the menu of the tile opens."""
        return self._menu

    @property
    def notes(self) -> FrameNotes:
        """What the head says besides title and subtitle."""
        return self._notes

    @property
    def as_table(self) -> bool:
        """Whether its figures are shown as a table."""
        return self._pane.as_table

    @property
    def table(self) -> FiguresTable | None:
        """The table, once it was asked for."""
        return self._pane.table

    def set_face(self, face: Face) -> None:
        """Show a face; before, the frame is empty."""
        self.face = face
        self._pane.set_face(face, self.title)
        self._notes.hold(face)
        face.setEnabled(not self._editing)

    def set_words(self, title: str, subtitle: str = "") -> None:
        """Say something else in the head."""
        self.title = title
        self.set_title(title, subtitle)
        self._menu.setAccessibleName(f"{title}: more")
        self._notes.tell_aside(self.state == "body")

    @Slot()
    def toggle_table(self) -> None:
        """Show the figures as a table, or drawn again."""
        if self.face is not None and self.state == "body" and not self._editing:
            self._pane.toggle()

    def renew_table(self) -> None:
        """Take the figures of the table anew."""
        self._pane.fill()

    def show_empty(
        self, title: str, text: str = "", action: str = "", icon: str = "file-import"
    ) -> None:
        """Say that nothing is here, in as many words as there is room for."""
        super().show_empty(title, text, action, icon)
        self._brief.say(title, text)
        self._choose_words()

    def show_error(self, title: str, text: str = "", action: str = "Try again") -> None:
        """Say what failed, in as many words as there is room for."""
        super().show_error(title, text, action)
        self._brief.say(title, text, action)
        self._choose_words()

    def show_body(self) -> None:
        """Show the face, or its table."""
        super().show_body()
        self._choose_words()

    def show_loading(self, text: str = "Reading") -> None:
        """Show grey shapes until the figures are there."""
        super().show_loading(text)
        self._choose_words()

    def _choose_words(self) -> None:
        """Lay the brief words over a drawn state that would be cut."""
        shown = self._stack.currentWidget()
        self._notes.tell_aside(self.state == "body")
        room, low = self._inside(), False
        if isinstance(shown, State):
            low = shown.least_height(room.width()) > room.height()
            shown.set_seen(not low)
        self._brief.setVisible(low)
        if low:
            self._brief.setGeometry(room)
            self._brief.raise_()
        if self._editing:  # a state that was made only now lies over the cover
            self._cover.raise_()
            self._bar.raise_()

    def _inside(self) -> QRect:
        """The room under the head, within the margins."""
        head = self._head.height()
        foot = 6 if self.height() < SHORT else 10
        return QRect(13, head, max(self.width() - 26, 0), max(self.height() - head - foot, 0))

    @property
    def editing(self) -> bool:
        """Whether it takes part in laying the board out."""
        return self._editing

    def set_tile(self, tile: Tile) -> None:
        """Note another state of its tile."""
        self.tile = tile
        self.setProperty("tile", tile.id)
        self._bar.show_pinned(tile.pinned)
        self._show_grip()
        self._cover.update()

    def set_editing(self, editing: bool) -> None:
        """Let it be held, or let its face be used."""
        if editing == self._editing:
            return
        self._editing = editing
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editing else Qt.FocusPolicy.NoFocus)
        if self.face is not None:
            self.face.setEnabled(not editing)
        self._menu.setVisible(not editing)
        self._notes.setVisible(not editing)
        self._show_grip()
        self._cover.setVisible(editing)
        self._show_tools()
        if editing:
            self._cover.raise_()
            self._bar.raise_()

    def _show_grip(self) -> None:
        """Show that it can be held, or that it is pinned where it is."""
        pinned = self.tile.pinned
        icon, color = ("pinned", "accent") if pinned else ("grip-vertical", "text3")
        if self._editing:
            self.theme.bind_icon(self._grip, icon, color, 14)
        self._grip.setVisible(self._editing)

    def picture(self) -> QPixmap:
        """How it looks now, without its handles and tools."""
        # The cover stays: it may be what the pointer holds, and hidden it would lose it.
        tools, self._cover.bare = self._bar.isVisible(), True
        if tools:
            self._bar.hide()
        picture = self.grab()
        self._cover.bare = False
        if tools:
            self._bar.show()
        return picture

    def edge_at(self, point: QPointF) -> Edge:
        """The handle at a point of the frame."""
        if self.tile.pinned:
            return ""
        right, low = self.width() - point.x(), self.height() - point.y()
        if right <= CORNER and low <= CORNER:
            return "corner"
        if right <= REACH:
            return "right"
        return "bottom" if low <= REACH else ""

    @Slot()
    def _show_tools(self) -> None:
        self._bar.setVisible(self._editing and (self.hasFocus() or self._bar.has_focus()))
        self._place()

    def _place(self) -> None:
        self._cover.setGeometry(self.rect())
        self._bar.adjustSize()
        self._bar.move(self.width() - self._bar.width() - 6, 5)

    def press(self, event: QMouseEvent) -> None:
        """Take note where it was pressed."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.edge = self.edge_at(event.position())
            kind = "resize" if self.edge else "move"
            self.grabbed.emit(self.tile.id, kind, event.globalPosition().toPoint())

    @property
    def menu_place(self) -> QPoint:
        """Where on the screen its menu opens."""
        if self.asked_at is not None:
            return self.asked_at
        if self._menu.isVisible():
            return self._menu.mapToGlobal(QPoint(0, self._menu.height() + 2))
        return self.mapToGlobal(QPoint(max(self.width() - 200, 0), HEAD))

    @Slot()
    def _on_menu_clicked(self) -> None:
        self.asked_at = None
        self.tool_pressed.emit(self.tile.id, "menu")

    @Slot()
    def _on_notes_update_pressed(self) -> None:
        self.tool_pressed.emit(self.tile.id, "update")

    @Slot(str)
    def _on_bar_pressed(self, tool: str) -> None:
        self.tool_pressed.emit(self.tile.id, tool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keys of laying out on."""
        if self._editing and Qt.Key(event.key()) in _KEYS:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.keyed.emit(self.tile.id, event.key(), shift)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show tools and handles."""
        super().focusInEvent(event)
        self._show_tools()
        self._cover.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put back what is held; take tools and handles away."""
        super().focusOutEvent(event)
        self._show_tools()
        self._cover.update()
        if self._editing:
            self.blurred.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with it, where the pointer is or under the button."""
        event.accept()
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.asked_at = event.globalPos() if by_mouse else None
        self.tool_pressed.emit(self.tile.id, "menu")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep cover and tools in their places; a low frame has a low head."""
        super().resizeEvent(event)
        short = event.size().height() < SHORT
        if short != self._short:
            self._short = short
            self._title.set_role("small" if short else "strong")
            self._size_head()
            self.body.setContentsMargins(12, 0, 12, 6 if short else 12)
        self._notes.fit(event.size().width())
        self._choose_words()
        self._place()

    @Slot()
    def _size_head(self) -> None:
        """Have the head as large as everything is drawn now."""
        zoom = self.theme.zoom
        self._head.setFixedHeight(round((LOW_HEAD if self._short else HEAD) * zoom))
        self._head_words.set_large(zoom > 1)
        self._notes.set_large(zoom > 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw an accent line around one that narrows the others."""
        super().paintEvent(event)
        if self._notes.filtering:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
            painter.setPen(QPen(self.theme.color("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
            painter.end()


class _Cover(QWidget):
    """Takes the pointer while the layout is edited, and paints what can be held."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self.bare = False
        """Whether nothing is painted on it now: the frame's picture is taken."""
        self.setMouseTracking(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold the frame."""
        self._frame.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a press would hold; tell where the pointer goes."""
        edge = self._frame.edge_at(event.position())
        shape = {
            "corner": Qt.CursorShape.SizeFDiagCursor,
            "right": Qt.CursorShape.SizeHorCursor,
            "bottom": Qt.CursorShape.SizeVerCursor,
        }.get(edge, Qt.CursorShape.OpenHandCursor)
        self.setCursor(Qt.CursorShape.ArrowCursor if self._frame.tile.pinned else shape)
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._frame.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._frame.let_go.emit(event.globalPosition().toPoint())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a tick in the corner; on the focused one the handles and an accent line."""
        del event
        if self.bare:
            return
        frame, theme = self._frame, self._frame.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        if frame.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        if not frame.tile.pinned:
            self._paint_handles(painter)
        painter.end()

    def _paint_handles(self, painter: QPainter) -> None:
        theme, wide, high = self._frame.theme, self.width(), self.height()
        if not self._frame.hasFocus():
            painter.setPen(QPen(theme.color("text3"), 1.5))
            right, low = wide - 6.0, high - 6.0
            painter.drawLine(QPointF(right - 6, low), QPointF(right, low))
            painter.drawLine(QPointF(right, low - 6), QPointF(right, low))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(wide - 4, high / 2 - 12, 4, 24), 2, 2)
        painter.drawRoundedRect(QRectF(wide / 2 - 12, high - 4, 24, 4), 2, 2)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(wide - 11, high - 11, 10, 10), 2, 2)


class _ToolBar(QWidget):
    """The tools of the focused frame.

    Signals:
        pressed: the key of a tool.
        left: the keys went from one of them elsewhere.
    """

    pressed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, frame: Frame) -> None:
        super().__init__(frame)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key, icon, name in _TOOLS:
            button = _tool(theme, icon, f"{name}: {frame.title}", self)
            button.setToolTip(name)
            button.setProperty("tool", key)
            button.clicked.connect(self._on_button_clicked)
            button.installEventFilter(self)
            row.addWidget(button)
            self._buttons[key] = button
        self._theme = theme

    def has_focus(self) -> bool:
        """Whether one of them has the keys."""
        return any(button.hasFocus() for button in self._buttons.values())

    def show_pinned(self, pinned: bool) -> None:
        """Say what the pin would do."""
        pin = self._buttons["pin"]
        pin.setToolTip("Let it move" if pinned else "Pin here")
        self._theme.bind_icon(pin, "pinned" if pinned else "pin", "accent" if pinned else "text2")

    @Slot()
    def _on_button_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.pressed.emit(sender.property("tool"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that a tool lost the keys."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cover what of the head lies under it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("surface"))
        painter.end()


def _tool(theme: Theme, icon: str, name: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    button.setProperty("kind", "quiet")
    button.setProperty("iconic", "true")
    button.setFixedSize(26, 26)
    button.setAccessibleName(name)
    theme.bind_icon(button, icon, "text2")
    return button
