"""The gallery of widgets beside a board that is laid out: found by words and groups, put in place.

A press puts a widget into the first free place; dragged, it goes where it is let go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.widget import WidgetSpec
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.grid.gallery_pictures import HIGH, WIDE, paint_picture
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.chip import Chip, FlowLayout
from healthdesk.gui.parts.plain import PlainLabel, plain_tip
from healthdesk.gui.parts.search_field import SearchField

WIDTH, ROW, CLICK = 304, 56, 4
ALL = "All"
GROUPS = (ALL, "Scores", "Money", "Usage", "Voice", "Care", "Free")
_TIMES = "\N{MULTIPLICATION SIGN}"
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Advice:
    """A line at the foot of the gallery; `tile` is what its button would remove."""

    text: str
    tile: str = ""


class GalleryModel(QAbstractListModel):
    """The widgets that fit words and group."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: tuple[WidgetSpec, ...] = ()
        self._shown: list[WidgetSpec] = []

    def set_specs(self, specs: Sequence[WidgetSpec]) -> None:
        """Offer these widgets."""
        self._all = tuple(specs)

    def filter(self, words: str, group: str) -> None:
        """Show those that hold every word, of one group or of all."""
        wanted = words.casefold().split()
        self.beginResetModel()
        self._shown = [
            spec
            for spec in self._all
            if group in (ALL, spec.group)
            and all(
                word in f"{spec.title} {spec.summary} {spec.group}".casefold() for word in wanted
            )
        ]
        self.endResetModel()

    def spec(self, row: int) -> WidgetSpec | None:
        """The widget of a row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many fit."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The widget itself, or its words for screen readers."""
        spec = self.spec(index.row())
        if spec is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return spec
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            wide, high = spec.size
            return f"{spec.title}, {wide} by {high}: {spec.summary}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{spec.title}: {spec.summary}\n{spec.how}")
        return None


class _Painter(QStyledItemDelegate):
    """Draws picture, name, size and one line."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Every row is as high."""
        del option, index
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        spec: WidgetSpec = index.data(Qt.ItemDataRole.UserRole)
        theme = self.theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = state & QStyle.StateFlag.State_Selected and state & _FOCUS
        if state & QStyle.StateFlag.State_MouseOver or focused:
            painter.setPen(theme.color("accent") if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected" if focused else "hover"))
            painter.drawRoundedRect(QRectF(rect).adjusted(4.5, 1.5, -4.5, -1.5), 6, 6)
        left = rect.left() + 12
        frame = QRectF(left, rect.top() + (ROW - HIGH) / 2, WIDE, HIGH)
        paint_picture(painter, theme, spec.key, frame)
        left += WIDE + 10
        right = rect.right() - 12
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text3"))
        size = f"{spec.size[0]} {_TIMES} {spec.size[1]}"
        upper = QRect(left, rect.top() + 8, right - left, 20)
        painter.drawText(upper, _RIGHT, size)
        upper.setRight(right - round(QFontMetricsF(painter.font()).horizontalAdvance(size)) - 8)
        painter.setFont(theme.font("body", 500, tabular=False))
        painter.setPen(theme.color("text"))
        self._draw(painter, upper, spec.title)
        painter.setFont(theme.font("small", tabular=False))
        painter.setPen(theme.color("text2"))
        self._draw(painter, QRect(left, rect.top() + 28, right - left, 18), spec.summary)
        painter.restore()

    def _draw(self, painter: QPainter, at: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, _MIDDLE, shown)


class GalleryList(QListView):
    """The widgets that can be put on a board.

    Signals:
        pressed_on: the key of a widget that was pressed, or Enter on it.
        brought: the key of a widget that is dragged, and where on the screen.
        carried, let_go: where on the screen it is, and where it was let go.
        put_back: Escape, while it is dragged.
    """

    pressed_on = Signal(str)
    brought = Signal(str, QPoint)
    carried = Signal(QPoint)
    let_go = Signal(QPoint)
    put_back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._start: QPoint | None = None
        self._key = ""
        self._dragging = False
        self.setProperty("menu", "true")
        self.setItemDelegate(_Painter(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName("Widgets to put on the board")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def _key_at(self, index: QModelIndex) -> str:
        spec = index.data(Qt.ItemDataRole.UserRole)
        return spec.key if isinstance(spec, WidgetSpec) else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take note what was pressed: it may be dragged."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._key = self._key_at(self.indexAt(event.position().toPoint()))
            self._start = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with what is dragged."""
        at = event.globalPosition().toPoint()
        if self._start is None or not self._key:
            super().mouseMoveEvent(event)
        elif self._dragging:
            self.carried.emit(at)
        elif (at - self._start).manhattanLength() > CLICK:
            self._dragging = True
            self.brought.emit(self._key, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go, or take it as a press."""
        key, dragging = self._key, self._dragging
        self._key, self._dragging, self._start = "", False, None
        if dragging:
            self.let_go.emit(event.globalPosition().toPoint())
        elif key and key == self._key_at(self.indexAt(event.position().toPoint())):
            self.pressed_on.emit(key)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts the widget on the board; Escape puts back what is dragged."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            key = self._key_at(self.currentIndex())
            if key:
                self.pressed_on.emit(key)
        elif event.key() == Qt.Key.Key_Escape and self._dragging:
            self._key = ""
            self._dragging = False
            self.put_back.emit()
        else:
            super().keyPressEvent(event)


class Gallery(QFrame):
    """Search, groups, the list, and advice at the foot.

    Signals:
        removal_wanted: the id of a tile of the board that nobody looks at.
    """

    removal_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._group = ALL
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Gallery of widgets")
        self.count = PlainLabel("", "small")
        self.search = SearchField(theme, "Find a widget", "search")
        self.chips = {key: Chip(key, key) for key in GROUPS}
        self.list = GalleryList(theme)
        self.model = GalleryModel(self)
        self.list.setModel(self.model)
        self._nothing = PlainLabel("No widget fits these words.", "second", wrap=True)
        self._foot = QVBoxLayout()
        self._advice: list[QWidget] = []
        self._lay_out()
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self._on_search_left_down)
        for chip in self.chips.values():
            chip.switched.connect(self._on_chip_switched)
        self._filter()

    def show_specs(self, specs: Sequence[WidgetSpec]) -> None:
        """Offer these widgets; groups without any are not offered."""
        self.model.set_specs(specs)
        known = {spec.group for spec in specs}
        for key, chip in self.chips.items():
            chip.setVisible(key == ALL or key in known)
        self._filter()

    def show_board(self, tiles: int, advice: Sequence[Advice]) -> None:
        """Say how many widgets the board has, and what is advised."""
        self.count.setText(f"{tiles} on this board")
        for widget in self._advice:
            widget.hide()
            widget.deleteLater()
        self._advice = [self._advise(one) for one in advice[:3]]
        for widget in self._advice:
            self._foot.addWidget(widget)

    @property
    def advice(self) -> str:
        """What is advised, for tests."""
        labels = [one.findChild(PlainLabel) for one in self._advice]
        return " ".join(label.full_text for label in labels if isinstance(label, PlainLabel))

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 8)
        head.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(PlainLabel("Widgets", "strong"))
        top.addStretch(1)
        top.addWidget(self.count)
        head.addLayout(top)
        head.addWidget(self.search)
        row = FlowLayout(gap=6)
        for chip in self.chips.values():
            row.addWidget(chip)
        self.chips[ALL].setChecked(True)
        head.addLayout(row)
        self._nothing.setContentsMargins(16, 8, 16, 8)
        self._foot.setContentsMargins(12, 10, 12, 12)
        self._foot.setSpacing(8)
        self._foot.addLayout(_hint())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._nothing)
        whole.addWidget(self.list, 1)
        whole.addWidget(hline())
        whole.addLayout(self._foot)

    def _advise(self, advice: Advice) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(PlainLabel(advice.text, "small", tone="notice", wrap=True))
        if advice.tile:
            button = QPushButton("Remove it")
            button.setProperty("kind", "link")
            button.setProperty("tile", advice.tile)
            button.setAccessibleName(f"Remove it: {advice.text}")
            button.clicked.connect(self._on_remove_clicked)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _filter(self) -> None:
        self.model.filter(self.search.text(), self._group)
        found = self.model.rowCount() > 0
        self._nothing.setVisible(not found)
        self.list.setVisible(found)
        if found:
            self.list.setCurrentIndex(self.model.index(0, 0))

    @Slot(str)
    def _on_search_searched(self, words: str) -> None:
        del words
        self._filter()

    @Slot()
    def _on_search_left_down(self) -> None:
        self.list.setFocus()

    @Slot(str, bool)
    def _on_chip_switched(self, key: str, on: bool) -> None:
        self._group = key if on else ALL
        for name, chip in self.chips.items():
            chip.setChecked(name == self._group)
        self._filter()

    @Slot()
    def _on_remove_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.removal_wanted.emit(str(sender.property("tile")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the line at the left."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.fillRect(0, 0, 1, self.height(), self._theme.color("border"))
        painter.end()


def _hint() -> QVBoxLayout:
    """How a widget comes onto the board."""
    whole, row = QVBoxLayout(), QHBoxLayout()
    whole.setSpacing(2)
    row.setSpacing(4)
    row.addWidget(PlainLabel("Drag onto the board, or press", "small"))
    row.addWidget(PlainLabel("Enter", "key"))
    row.addStretch(1)
    whole.addLayout(row)
    whole.addWidget(PlainLabel("to put the widget into the first free place.", "small"))
    return whole


def tile_picture(theme: Theme, spec: WidgetSpec, size: QSize, ratio: float) -> QPixmap:
    """What a widget looks like while it is dragged from the gallery: its name and its picture."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("body", 600))
    painter.setPen(theme.color("text"))
    painter.drawText(QRect(12, 8, size.width() - 24, 20), _MIDDLE, spec.title)
    wide, high = min(size.width() - 40, 168), min(size.height() - 56, 120)
    if wide > WIDE / 2 and high > HIGH / 2:
        at = QRectF(0, 0, wide, high)
        at.moveCenter(QRectF(0, 24, size.width(), size.height() - 24).center())
        paint_picture(painter, theme, spec.key, at)
    painter.end()
    return picture


_FOCUS = QStyle.StateFlag.State_HasFocus
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
