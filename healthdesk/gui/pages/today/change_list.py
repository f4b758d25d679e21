"""The list of changes: painted rows under group heads; the current row opens to facts and actions.

It is as high as its rows: the page scrolls. Not here: where things lie in a row (row_layout.py),
what the lines are (lines.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from healthdesk.core.domain.today import TodayItem
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.today import row_layout
from healthdesk.gui.pages.today.lines import FoldLine, HeadLine, ItemLine, Line, LineModel
from healthdesk.gui.pages.today.row_actions import RowActions
from healthdesk.gui.parts.band import paint_badge
from healthdesk.gui.parts.drawing import FontMeasure, paint
from healthdesk.gui.parts.plain import plain_tip

EDGE = 3
LEAVING = 150
"""Milliseconds in which a row that was dealt with leaves."""
KEYS = {
    Qt.Key.Key_T: "task",
    Qt.Key.Key_L: "touch",
    Qt.Key.Key_P: "play",
    Qt.Key.Key_Z: "snooze",
    Qt.Key.Key_D: "dismiss",
    Qt.Key.Key_H: "handle",
    Qt.Key.Key_M: "problem",
    Qt.Key.Key_Question: "rank",
    Qt.Key.Key_W: "wake",
}


class ChangeList(QListView):
    """Rows of Today, moved through by arrows.

    Signals:
        account_wanted: the id of the account of a row that was entered.
        act_wanted: what to do ("snooze", "task"...) with the current row.
        fold_toggled: the line that folds or unfolds was pressed.
        place_wanted: a rectangle of the list that should be in view.
    """

    account_wanted = Signal(str)
    act_wanted = Signal(str)
    fold_toggled = Signal()
    place_wanted = Signal(QRect)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.day = ui.day
        self.rows = LineModel(ui.words, self)
        self._next: tuple[Line, ...] | None = None
        self._leaving: frozenset[str] = frozenset()
        self._shrunk = 0.0
        self._motion: QVariantAnimation | None = None
        self._hover = -1
        self.setAccessibleName("What changed")
        self._painter = _Delegate(self)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.actions_bar = RowActions(ui, self.viewport())
        self.actions_bar.hide()
        self.setModel(self.rows)
        self.actions_bar.acted.connect(self._on_actions_bar_acted)
        ui.theme.changed.connect(self._on_ui_theme_changed)

    @property
    def item(self) -> TodayItem | None:
        """The row that keys act on."""
        line = self.rows.line(self.currentIndex().row())
        return line.item if isinstance(line, ItemLine) else None

    def show_lines(self, lines: Sequence[Line], *, move: bool = False) -> None:
        """Show other lines; with `move` rows that are gone leave first, where motion is wanted."""
        self._stop()
        kept = {one.key for one in lines}
        gone = frozenset(
            one.key for one in self.rows.lines if isinstance(one, ItemLine) and one.key not in kept
        )
        if move and 0 < len(gone) <= 3 and self.isVisible() and self._moves():
            self._next, self._leaving = tuple(lines), gone
            self._motion = QVariantAnimation(self)
            self._motion.setDuration(LEAVING)
            self._motion.setStartValue(0.0)
            self._motion.setEndValue(1.0)
            self._motion.valueChanged.connect(self._on_motion_value_changed)
            self._motion.finished.connect(self._on_motion_finished)
            self.actions_bar.hide()
            self._motion.start()
        else:
            self._put(tuple(lines))

    def go_to(self, key: str) -> None:
        """Make the row of a key the current one."""
        place = self.rows.place(key)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place))

    def height_of(self, row: int) -> int:
        """How high a line is."""
        line = self.rows.line(row)
        if isinstance(line, HeadLine):
            return row_layout.HEAD
        if isinstance(line, FoldLine):
            return row_layout.FOLD
        whole = row_layout.OPENED if self._is_open(row) else row_layout.ROW
        if line is not None and line.key in self._leaving:
            return max(1, round(whole * (1 - self._shrunk)))
        return whole

    def is_hovered(self, row: int) -> bool:
        """Whether the pointer is on a line."""
        return row == self._hover

    def _is_open(self, row: int) -> bool:
        return row == self.currentIndex().row()

    def _moves(self) -> bool:
        """Whether the system wants things to move at all."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return self.style().styleHint(hint, None, self) > 0

    def _put(self, lines: tuple[Line, ...]) -> None:
        """Show lines at once; the current row stays, or the one that took its place."""
        before, place = self.item, self.currentIndex().row()
        self.rows.show(lines)
        at = -1 if before is None else self.rows.place(before.key)
        if at < 0 and before is not None:
            at = self._near(before.account_id, place)
        if at < 0:
            at = self._near("", 0)
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at))
        self._fit()

    def _near(self, account_id: str, place: int) -> int:
        """The row of the same account, else the next one from a place on, else the last."""
        rows = [at for at, one in enumerate(self.rows.lines) if isinstance(one, ItemLine)]
        for at in rows:
            line = self.rows.line(at)
            if isinstance(line, ItemLine) and line.item.account_id == account_id:
                return at
        return next((at for at in rows if at >= place), rows[-1] if rows else -1)

    def _fit(self) -> None:
        """Be as high as the lines, and put the actions where the open row wants them."""
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(max(1, sum(map(self.height_of, range(self.rows.rowCount())))))
        self.executeDelayedItemsLayout()
        item = self.item
        if item is None or self._motion is not None:
            self.actions_bar.hide()
            return
        self.actions_bar.show_item(item, able=not self.ui.looking_back)
        rect = self.visualRect(self.currentIndex())
        top = rect.top() + row_layout.ROW + row_layout.FACTS - 2
        left = row_layout.TEXT
        self.actions_bar.setGeometry(left, top, rect.width() - left - row_layout.PAD, 32)
        self.actions_bar.show()

    def _stop(self) -> None:
        if self._motion is not None:
            self._motion.stop()
            self._end_motion()

    def _end_motion(self) -> None:
        motion, self._motion = self._motion, None
        self._leaving, self._shrunk = frozenset(), 0.0
        lines, self._next = self._next, None
        if motion is not None:
            motion.deleteLater()
        if lines is not None:
            self._put(lines)

    @Slot(object)
    def _on_motion_value_changed(self, value: Any) -> None:  # noqa: ANN401 - Qt's own
        self._shrunk = float(value)
        self._fit()

    @Slot()
    def _on_motion_finished(self) -> None:
        self._end_motion()

    @Slot(str)
    def _on_actions_bar_acted(self, key: str) -> None:
        if key == "open":
            self._enter(self.currentIndex().row())
        else:
            self.act_wanted.emit(key)

    @Slot()
    def _on_ui_theme_changed(self) -> None:
        self._painter.refresh()
        self.viewport().update()

    def _enter(self, row: int) -> None:
        line = self.rows.line(row)
        if isinstance(line, ItemLine):
            self.account_wanted.emit(line.item.account_id)
        elif isinstance(line, FoldLine):
            self.fold_toggled.emit()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:  # fmt: skip
        """Open the row that is current now and close the other."""
        super().currentChanged(current, previous)
        self._fit()
        if current.isValid() and self.hasFocus():
            self.place_wanted.emit(self.visualRect(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the account, letters act on the row, arrows move."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
            Qt.KeyboardModifier.ShiftModifier,
        }
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self._enter(self.currentIndex().row())
        elif key == Qt.Key.Key_Home and plain:
            self._go_home()
        elif plain and key in KEYS and self.item is not None:
            self.act_wanted.emit(KEYS[key])
        else:
            super().keyPressEvent(event)

    def _go_home(self) -> None:
        """Go to the first row: Qt's own way there ends at the head of the group, which is none."""
        rows = range(self.rows.rowCount())
        first = next((at for at in rows if isinstance(self.rows.line(at), ItemLine)), -1)
        if first >= 0:
            self.setCurrentIndex(self.rows.index(first))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press opens a row; on its arrow, or on one that is open, it leads to the account."""
        index = self.indexAt(event.position().toPoint())
        line = self.rows.line(index.row()) if index.isValid() else None
        if isinstance(line, FoldLine):
            self.fold_toggled.emit()
            return
        on_arrow = event.position().x() > self.viewport().width() - 36
        if isinstance(line, ItemLine) and on_arrow:
            self.account_wanted.emit(line.item.account_id)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double press leads to the account."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._enter(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the row under the pointer."""
        row = self.indexAt(event.position().toPoint()).row()
        if row != self._hover:
            self._hover = row
            self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the pointer."""
        self._hover = -1
        self.viewport().update()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole of what was cut off."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self._painter.tip(self.indexAt(event.pos()), QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip(tip), self) if tip else None
            return True
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(400, self.height())


class _Delegate(QStyledItemDelegate):
    """Paints lines by their layouts."""

    def __init__(self, view: ChangeList) -> None:
        super().__init__(view)
        self._view = view
        self.measure = FontMeasure(view.ui.theme)

    def refresh(self) -> None:
        """Measure anew in another look."""
        self.measure = FontMeasure(self._view.ui.theme)

    def layout(self, row: int, width: float) -> row_layout.RowLayout | None:
        """The layout of a line."""
        view, line = self._view, self._view.rows.line(row)
        if isinstance(line, HeadLine):
            return row_layout.head(line, width, self.measure)
        if isinstance(line, FoldLine):
            return row_layout.fold(line, width, self.measure)
        if line is None:
            return None
        opened = row == view.currentIndex().row()
        return row_layout.row(
            line.item, width, self.measure, view.ui.words, view.day, opened=opened
        )

    def tip(self, index: QModelIndex, place: QPointF) -> str:
        """What to tell about a point of the list."""
        if not index.isValid():
            return ""
        rect = self._view.visualRect(index)
        found = self.layout(index.row(), rect.width())
        return "" if found is None else found.drawing.tip(place - QPointF(rect.topLeft()))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """How high a line is."""
        del option
        return QSize(200, self._view.height_of(index.row()))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, drawing, badges, the line beneath."""
        view, theme = self._view, self._view.ui.theme
        rect = option.rect
        row = index.row()
        line = view.rows.line(row)
        found = self.layout(row, rect.width())
        if found is None:
            return
        painter.save()
        painter.setClipRect(rect)
        opened = isinstance(line, ItemLine) and row == view.currentIndex().row()
        over = view.is_hovered(row) and not isinstance(line, HeadLine)
        ground = "selected" if opened else "hover" if over else "surface"
        painter.fillRect(rect, theme.color(ground))
        if row == view.currentIndex().row():
            edge = "accent" if view.hasFocus() else "edge"
            painter.fillRect(QRect(rect.left(), rect.top(), EDGE, rect.height()), theme.color(edge))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
        painter.translate(QPointF(rect.topLeft()))
        paint(painter, found.drawing, theme)
        for badge in found.badges:
            paint_badge(
                painter,
                QRectF(badge.rect),
                theme,
                badge.band,
                badge.text,
                stale=badge.stale,
                mark=badge.mark,
            )
        painter.restore()
