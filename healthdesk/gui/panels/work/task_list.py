"""A list of tasks that paints its lines itself: ticked, unfolded, opened by keys and pointer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QWidget,
)

from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.task_groups import TaskGroup
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.work.task_model import Fold, Head, Step, TaskModel
from healthdesk.gui.panels.work.task_row import BOX, MORE, TURN, Frame, height, line_drawing
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_list import HELD, DrawnList

Key = Qt.Key
MOST_HIGH: Final = 432
"""Height from which the list scrolls by itself: twelve tasks."""
_LETTERS: Final = (Key.Key_D, Key.Key_Delete, Key.Key_Z, Key.Key_P)
_MOVES: Final = frozenset(
    {Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown}
)


class TaskList(DrawnList):
    """Shows the lines of a `TaskModel`, as high as they are.

    Signals:
        ticked: a task whose box was pressed.
        step_ticked: a task, the place of a step, and whether it is to be ticked.
        opened: Enter or a double click on a task.
        due_requested: D on a task.
        drop_requested: Del on a task.
        put_off_requested: Z on a task.
        not_applicable_requested: N on a task, and the place of its step or -1.
        priority_requested: P on a task.
        marks_changed: others are chosen, to do something with all of them.
        menu_requested: a task, and where on the screen its menu belongs.
    """

    ticked = Signal(object)
    step_ticked = Signal(object, int, bool)
    opened = Signal(object)
    due_requested = Signal(object)
    drop_requested = Signal(object)
    put_off_requested = Signal(object)
    not_applicable_requested = Signal(object, int)
    priority_requested = Signal(object)
    marks_changed = Signal()
    menu_requested = Signal(object, QPoint)

    def __init__(
        self,
        theme: Theme,
        words: Words,
        name: str = "Tasks",
        parent: QWidget | None = None,
        *,
        in_plan: bool = False,
        of_many: bool = False,
    ) -> None:
        super().__init__(theme, words, name, parent)
        self._in_plan, self._of_many = in_plan, of_many
        self.marked: frozenset[int] = frozenset()
        self.tasks = TaskModel(words, self)
        self.setModel(self.tasks)

    @property
    def current(self) -> TaskView | None:
        """The task that keys act on."""
        return self.tasks.task(self.currentIndex().row())

    def show_tasks(self, tasks: Sequence[TaskView], day: int) -> None:
        """Show other tasks; the line that keys act on stays where it is."""
        row = self.currentIndex().row()
        key = self.tasks.key(row)
        self.tasks.set_tasks(tasks, day)
        if row < 0:
            self.fit()
        else:
            self._back_to(key, row)

    def show_groups(self, groups: Sequence[TaskGroup], day: int) -> None:
        """Show tasks in groups, as high as there is room; what is chosen and still there stays."""
        row = self.currentIndex().row()
        key = self.tasks.key(row)
        self.tasks.set_groups(groups, day)
        known = {one.id for group in groups for one in group.tasks}
        self.mark(self.marked & known)
        if row >= 0:
            self._back_to(key, row)
        self.viewport().update()

    def mark(self, tasks: frozenset[int]) -> None:
        """Choose these, and no others."""
        if tasks != self.marked:
            self.marked = tasks
            self.viewport().update()
            self.marks_changed.emit()

    def fit(self) -> None:
        """Be as high as the lines; a list of many accounts has a page to itself."""
        if self._of_many:
            return
        lines = (self.tasks.line(row) for row in range(self.tasks.rowCount()))
        total = sum(height(line) for line in lines if line is not None)
        self.setFixedHeight(min(total, MOST_HIGH) + 2)

    def go_to(self, row: int) -> None:
        """Make a line the one that keys act on, and show it."""
        index = self.tasks.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def drawing_of(self, row: int) -> Drawing:
        """What a line shows, in pixels from its top left."""
        line = self.tasks.line(row)
        if line is None:
            return Drawing(0, 0)
        task = line if isinstance(line, TaskView) else None
        frame = Frame(
            self.viewport().width(),
            self.tasks.day,
            self._words,
            self._measure,
            unfolded=task is not None and self.tasks.is_unfolded(task),
            near=self._is_near(row),
            in_plan=self._in_plan,
            of_many=self._of_many,
        )
        return line_drawing(line, frame)

    def line_size(self, row: int) -> QSize:
        """How high a line is."""
        line = self.tasks.line(row)
        return QSize(10, 0 if line is None else height(line))

    def paint_line(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint one line where it stands."""
        line = self.tasks.line(row)
        if line is None:
            return
        current = row == self.currentIndex().row() and self.hasFocus()
        task = line if isinstance(line, TaskView) else None
        chosen = current or (task is not None and task.id in self.marked)
        hover = hover and not isinstance(line, Head)
        ground = "selected" if chosen else "hover" if hover else "surface"
        painter.fillRect(rect, self._theme.color(ground))
        self.draw(painter, rect, self.drawing_of(row))
        if current:
            self.draw_edge(painter, rect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over lines, tick, unfold, open; what means nothing here goes to the tab."""
        key, plain = Key(event.key()), not event.modifiers() & HELD
        if self._of_many and self._marks(event):
            return
        if plain and self._act(key):
            return
        if key in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _act(self, key: Key) -> bool:
        row = self.currentIndex().row()
        line, task = self.tasks.line(row), self.current
        if isinstance(line, Fold) and key in (Key.Key_Space, Key.Key_Return, Key.Key_Enter):
            self._turn_closed(row)
        elif task is None:
            return False
        elif key == Key.Key_Space:
            self._tick(row)
        elif key in (Key.Key_Return, Key.Key_Enter):
            self.opened.emit(task)
        elif key in (Key.Key_Right, Key.Key_Left):
            self._turn(task, unfolded=key == Key.Key_Right)
        else:
            return self._ask(key, task, line)
        return True

    def _ask(self, key: Key, task: TaskView, line: object) -> bool:
        """What is asked for by a letter."""
        if key == Key.Key_N:
            place = line.place if isinstance(line, Step) else -1
            self.not_applicable_requested.emit(task, place)
        elif key == Key.Key_X and self._of_many:
            self.mark(self.marked ^ {task.id})
        elif key in _LETTERS:
            signals = (self.due_requested, self.drop_requested, self.put_off_requested)
            (*signals, self.priority_requested)[_LETTERS.index(key)].emit(task)
        else:
            return False
        return True

    def _marks(self, event: QKeyEvent) -> bool:
        """Choose several: Shift with an arrow, Ctrl+A all that stand there, Escape none."""
        key, held = Key(event.key()), event.modifiers()
        if key == Key.Key_Escape and self.marked:
            self.mark(frozenset())
        elif key == Key.Key_A and held & Qt.KeyboardModifier.ControlModifier:
            self.mark(frozenset(one.id for one in self.tasks.shown if one.state == "open"))
        elif key in (Key.Key_Up, Key.Key_Down) and held & Qt.KeyboardModifier.ShiftModifier:
            before = self.current
            plain = QKeyEvent(event.type(), key, Qt.KeyboardModifier.NoModifier)
            super().keyPressEvent(plain)
            both = {one.id for one in (before, self.current) if one is not None}
            self.mark(self.marked | both)
        else:
            return False
        return True

    def _tick(self, row: int) -> None:
        line = self.tasks.line(row)
        if isinstance(line, TaskView):
            self.ticked.emit(line)
        elif isinstance(line, Step):
            done = line.task.checklist[line.place].done
            self.step_ticked.emit(line.task, line.place, not done)

    def _turn(self, task: TaskView, *, unfolded: bool) -> None:
        self.tasks.turn(task, unfolded=unfolded)
        self._back_to((task.id, -1), -1)

    def _turn_closed(self, row: int) -> None:
        self.tasks.turn_closed()
        self._back_to((-1, -1), row)

    def _back_to(self, key: tuple[int, int], row: int) -> None:
        """Go back to a line after the lines changed, or to what stands in its place."""
        self.fit()
        found = self.tasks.row_with(key)
        if found < 0 <= row:
            found = min(row, self.tasks.rowCount() - 1)
        if found >= 0:
            self.go_to(found)
        self.viewport().update()

    def _is_near(self, row: int) -> bool:
        if row == self.currentIndex().row() and self.hasFocus():
            return True
        if not self.viewport().underMouse():
            return False
        return self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos())).row() == row

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick, unfold or open the menu where the pointer is on it; else choose the line."""
        index = self.indexAt(event.position().toPoint())
        at = event.position() - QPointF(self.visualRect(index).topLeft())
        super().mousePressEvent(event)  # which may scroll
        line = self.tasks.line(index.row())
        if event.button() != Qt.MouseButton.LeftButton or line is None:
            return
        if self._of_many and isinstance(line, TaskView) and _several(event):
            self.mark(self.marked ^ {line.id})
            return
        if isinstance(line, Fold):
            self._turn_closed(index.row())
            return
        spot = self.drawing_of(index.row()).spot(at)
        task = self.tasks.task(index.row())
        if spot is None or task is None:
            return
        if spot.key == BOX:
            self._tick(index.row())
        elif spot.key == TURN:
            self._turn(task, unfolded=not self.tasks.is_unfolded(task))
        elif spot.key == MORE:
            self.menu_requested.emit(task, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a task, unless the clicks were on its box."""
        index = self.indexAt(event.position().toPoint())
        at = event.position() - QPointF(self.visualRect(index).topLeft())
        task = self.tasks.task(index.row())
        if task is not None and self.drawing_of(index.row()).spot(at) is None:
            self.opened.emit(task)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of a task, by the pointer or the menu key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        task = self.tasks.task(index.row())
        if task is None:
            return
        at = self.visualRect(index).bottomLeft() + QPoint(36, 0) if by_key else event.pos()
        self.menu_requested.emit(task, self.viewport().mapToGlobal(at))

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def tip_at(self, pos: QPoint) -> str:
        """What the tip at a place tells, in plain text."""
        index = self.indexAt(pos)
        at = QPointF(pos - self.visualRect(index).topLeft())
        return self.drawing_of(index.row()).tip(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first line when none is current yet.

        Not where a press brought the focus: the list would scroll away under the pointer.
        """
        pressed = event.reason() == Qt.FocusReason.MouseFocusReason
        if not pressed and not self.currentIndex().isValid() and self.tasks.rowCount():
            self.setCurrentIndex(self.tasks.index(0))
        super().focusInEvent(event)
        self.viewport().update()


def _several(event: QMouseEvent) -> bool:
    """Whether a press chooses one more."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return bool(event.modifiers() & held)
