"""The card of tasks: due and overdue ones, ticked by pointer or by Space; what was done today.

Keys and menu are those of every list of tasks (`TaskHands`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyleOptionViewItem,
    QWidget,
)

from healthdesk.core.domain.task import TaskView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today.one_line import OneLine
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import Ink, write
from healthdesk.gui.parts.plain import plain_tip

if TYPE_CHECKING:
    from healthdesk.gui.panels.work.task_hands import TaskHands

ROW, MOST = 28, 9
"""Height of a row, and rows before the list scrolls."""
LEAST_ACCOUNT = 48
"""Room below which the name of an account is left out of a row; its tip has it."""
Where = QModelIndex | QPersistentModelIndex
ACTS = {
    Qt.Key.Key_D: "ask_due",
    Qt.Key.Key_Z: "put_off",
    Qt.Key.Key_N: "not_applicable",
    Qt.Key.Key_P: "prioritise",
    Qt.Key.Key_Delete: "drop",
}
"""What letters ask for, as in every list of tasks."""
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class TasksCard(Card):
    """Tasks of the day.

    Signals:
        add_wanted: a new task should be written down.
    """

    add_wanted = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Tasks", "", parent)
        self.ui = ui
        self.list = TaskList(ui)
        self.add = QPushButton()
        self.add.setProperty("kind", "quiet")
        self.add.setProperty("iconic", "small")
        self.add.setAccessibleName("New task")
        self.add.setToolTip("New task")
        ui.theme.bind_icon(self.add, "plus", "text2", 16)
        self.every = QPushButton()
        self.every.setProperty("kind", "quiet")
        self.every.setProperty("iconic", "small")
        self.every.setAccessibleName("All tasks")
        self.every.setToolTip("All tasks (Ctrl+Shift+T)")
        ui.theme.bind_icon(self.every, "list-check", "text2", 16)
        self._kept: TaskHands | None = None
        self.add.clicked.connect(self._on_add_clicked)
        self.every.clicked.connect(self._on_every_clicked)
        self.list.act_wanted.connect(self._on_list_act_wanted)
        self.list.menu_wanted.connect(self._on_list_menu_wanted)
        self.add_tool(self.every)
        self.add_tool(self.add)
        changes_desk(ui, self.add)
        self.body.setContentsMargins(4, 0, 4, 8)
        self.body.addWidget(self.list)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_tasks(self, due: Sequence[TaskView], done: Sequence[TaskView]) -> None:
        """Show the tasks of a day."""
        over = sum(one.overdue_days > 0 for one in due)
        told = [f"{over} overdue"] if over else []
        told += [f"{len(due) - over} today"] if len(due) > over else []
        told += [f"{len(done)} done"] if done else []
        self.set_subtitle(", ".join(told))
        self.list.show_tasks((*due, *done))
        self.setMinimumHeight(0 if due or done else 120)
        if due or done:
            self.show_body()
        else:
            self.show_empty("No task is due", "", "", "check")

    def _hands(self) -> TaskHands:
        """What acts on tasks; it brings all that takes touches in, which no first frame needs."""
        from healthdesk.gui.panels.work.task_hands import TaskHands  # noqa: PLC0415 - see above

        if self._kept is None:
            self._kept = TaskHands(self.ui, self)
        return self._kept

    @Slot()
    def _on_add_clicked(self) -> None:
        self.add_wanted.emit()

    @Slot()
    def _on_every_clicked(self) -> None:
        self.ui.open_page("tasks")

    @Slot(object, str)
    def _on_list_act_wanted(self, task: TaskView, act: str) -> None:
        self._hands().act(act, task)

    @Slot(object, QPoint)
    def _on_list_menu_wanted(self, task: TaskView, point: QPoint) -> None:
        self._hands().open_menu(task, point)


class TaskList(QListView):
    """Tasks, each with its box.

    Signals:
        tick_wanted: the id of a task whose box was ticked or unticked.
        account_wanted: the id of the account of a task that was entered.
        act_wanted: a task and what a letter asks for ("put_off", ...).
        menu_wanted: a task, and where on the screen its menu belongs.
    """

    tick_wanted = Signal(int)
    account_wanted = Signal(str)
    act_wanted = Signal(object, str)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.rows = TaskModel(ui.words)
        self.rows.setParent(self)
        self.setModel(self.rows)
        self.setAccessibleName("Tasks")
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)

    def show_tasks(self, tasks: tuple[TaskView, ...]) -> None:
        """Show other tasks; the current row stays where it was."""
        row = self.currentIndex().row()
        self.rows.show(tasks)
        self.setFixedHeight(ROW * max(1, min(MOST, len(tasks))))
        if row >= 0 and tasks:
            self.setCurrentIndex(self.rows.index(min(row, len(tasks) - 1)))

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens the account."""
        task = self.rows.task(self.currentIndex().row())
        if task is not None and event.key() == Qt.Key.Key_Space:
            self.tick_wanted.emit(task.id)
        elif task is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if task.account_id:
                self.account_wanted.emit(task.account_id)
        elif task is not None and event.key() in ACTS and not event.modifiers() & HELD:
            self.act_wanted.emit(task, ACTS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of a task, by the pointer or the menu key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        task = self.rows.task(index.row())
        if task is not None:
            at = self.visualRect(index).bottomLeft() + QPoint(36, 0) if by_key else event.pos()
            self.menu_wanted.emit(task, self.viewport().mapToGlobal(at))

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on the box ticks."""
        task = self.rows.task(self.indexAt(event.position().toPoint()).row())
        if task is not None and event.position().x() < ROW + 4:
            self.tick_wanted.emit(task.id)
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double press opens the account."""
        task = self.rows.task(self.indexAt(event.position().toPoint()).row())
        if task is not None and task.account_id and event.position().x() >= ROW + 4:
            self.account_wanted.emit(task.account_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first task."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0))


class TaskModel(QAbstractListModel):
    """Tasks for a view."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._tasks: tuple[TaskView, ...] = ()

    def show(self, tasks: tuple[TaskView, ...]) -> None:
        """Show other tasks."""
        self.beginResetModel()
        self._tasks = tasks
        self.endResetModel()

    def task(self, row: int) -> TaskView | None:
        """A task by its place."""
        return self._tasks[row] if 0 <= row < len(self._tasks) else None

    def rowCount(self, parent: Where = QModelIndex()) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._tasks)

    def data(self, index: Where, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a task says."""
        task = self.task(index.row())
        if task is None:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            told = f"{task.title}, {task.account_name}" if task.account_name else task.title
            return f"{told}, {due_words(task, self._words)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_tip(task))
        return None


def _tip(task: TaskView) -> str:
    """The whole of a task, which its row may have to cut."""
    if not task.account_name:
        return task.title
    return f"{task.title}\n{task.account_name}; a double press opens the account"


def due_words(task: TaskView, words: Words) -> str:
    """When a task is due: "2 days over", "today", "done"."""
    if task.state == "done":
        return "done"
    return f"{words.days(task.overdue_days)} over" if task.overdue_days > 0 else "today"


class _Delegate(OneLine):
    """Paints box, title, account, day."""

    def __init__(self, view: TaskList) -> None:
        super().__init__(view, view.ui, ROW)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Where) -> None:
        """Draw a task."""
        view, ink = self._view, self._ink
        task = view.rows.task(index.row())
        if task is None:
            return
        rect: QRect = option.rect
        painter.save()
        self.paint_ground(painter, option, index)
        done = task.state == "done"
        paint_box(painter, ink, QPointF(rect.left() + 8, rect.center().y() - 7), on=done)
        when = due_words(task, view.ui.words)
        wide = ink.width(when, ink.small) + 4
        area = QRect(rect.right() - wide - 8, rect.top(), wide, rect.height())
        color = "poor" if task.overdue_days > 0 and not done else "text3"
        write(painter, ink, area, when, font=ink.small, color=color, right=True)
        room = QRect(rect.left() + 32, rect.top(), area.left() - rect.left() - 40, rect.height())
        _title(painter, ink, task, room)
        painter.restore()


def shares(room: int, title: int, account: int) -> tuple[int, int]:
    """How much a title and the account after it get: the account gives way first, then the title.

    Where less than a few letters would be left of the account, it is left out.
    """
    kept = min(title, room)
    left = min(account, room - kept)
    return kept, left if left == account or left >= LEAST_ACCOUNT else 0


def _title(painter: QPainter, ink: Ink, task: TaskView, room: QRect) -> None:
    """Title and account; struck out once done."""
    done = task.state == "done"
    account = f" \N{MIDDLE DOT} {task.account_name}" if task.account_name else ""
    title, rest = shares(
        room.width(),
        ink.width(task.title, ink.body) + 1,
        ink.width(account, ink.body) + 1,
    )
    box = QRect(room.left(), room.top(), title, room.height())
    write(painter, ink, box, task.title, color="text3" if done else "text")
    left = box.left() + box.width()
    if rest:
        write(painter, ink, QRect(left, room.top(), rest, room.height()), account, color="text3")
    if done:
        painter.setPen(QPen(ink.color("text3"), 1))
        end = min(left + rest, room.right())
        middle = room.center().y() + 1
        painter.drawLine(room.left(), middle, end, middle)


def paint_box(painter: QPainter, ink: Ink, at: QPointF, *, on: bool) -> None:
    """A box of 16, ticked or not."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(at.x() + 0.5, at.y() + 0.5, 15, 15)
    painter.setPen(QPen(ink.color("accentfill" if on else "edge"), 1))
    painter.setBrush(ink.color("accentfill" if on else "field"))
    painter.drawRoundedRect(box, 3.5, 3.5)
    if on:
        painter.drawPixmap(QPointF(at.x() + 2, at.y() + 2), ink.pixmap("check", "onaccent", 12))
