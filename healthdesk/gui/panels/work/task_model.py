"""The lines of a list of tasks: tasks, the steps of those that are unfolded, what is folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from healthdesk.core.domain.task import CheckItem, TaskView
from healthdesk.core.domain.task_groups import CLOSED, GROUPS, TaskGroup
from healthdesk.gui.base.words import Words

Where = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole
FEW: Final = 8
"""Open tasks up to which checklists are unfolded at first."""


@dataclass(frozen=True)
class Step:
    """A step of the checklist of a task."""

    task: TaskView
    place: int


@dataclass(frozen=True)
class Note:
    """The note of a task that is unfolded, or why it was dropped."""

    task: TaskView
    text: str


@dataclass(frozen=True)
class Fold:
    """What was done or dropped, folded away or not."""

    count: int
    is_open: bool


@dataclass(frozen=True)
class Head:
    """What the tasks under it have in common: when they are due."""

    title: str
    count: int


Line = TaskView | Step | Note | Fold | Head


def due_text(task: TaskView, day: int, words: Words) -> tuple[str, str]:
    """What stands at the right of a task, and in which colour."""
    if task.done_on is not None:
        return f"done {words.near_day(task.done_on, day)}", "text3"
    if task.dropped_on is not None:
        return f"dropped {words.near_day(task.dropped_on, day)}", "text3"
    if task.due is None:
        return "no day", "text3"
    if task.overdue_days:
        return f"{words.days(task.overdue_days)} over", "poor"
    near = {day: "today", day + 1: "tomorrow"}
    return near.get(task.due, words.near_day(task.due, day)), "text2"


def step_words(step: CheckItem) -> str:
    """A step of a checklist in words, with what became of it."""
    state = "ticked" if step.done else "does not apply" if step.without else "not ticked"
    may = ", optional" if step.optional else ""
    why = f" ({step.without})" if step.without else ""
    return f"Step, {state}{may}: {step.text}{why}"


class TaskModel(QAbstractListModel):
    """Holds tasks, open ones first, and what of them is unfolded."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._day = 0
        self._tasks: tuple[TaskView, ...] = ()
        self._groups: tuple[TaskGroup, ...] = ()
        self._lines: list[Line] = []
        self._turned: dict[int, bool] = {}
        self._closed_shown = False
        self._few = True

    @property
    def day(self) -> int:
        """The day as of which they are shown."""
        return self._day

    def set_tasks(self, tasks: Sequence[TaskView], day: int) -> None:
        """Show other tasks, those that were unfolded stay so."""
        self._tasks, self._day, self._groups = tuple(tasks), day, ()
        self._arrange()

    def set_groups(self, groups: Sequence[TaskGroup], day: int) -> None:
        """Show groups of tasks, each under its head; those that were unfolded stay so."""
        self._tasks = tuple(one for group in groups for one in group.tasks)
        self._groups, self._day = tuple(groups), day
        self._arrange()

    @property
    def shown(self) -> tuple[TaskView, ...]:
        """The tasks that stand on a line, in order."""
        return tuple(line for line in self._lines if isinstance(line, TaskView))

    def forget(self) -> None:
        """Fold everything as at first."""
        self._turned.clear()
        self._closed_shown = False
        self.set_tasks((), self._day)

    def line(self, row: int) -> Line | None:
        """What stands on a line."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def task(self, row: int) -> TaskView | None:
        """The task that a line belongs to."""
        line = self.line(row)
        if isinstance(line, TaskView):
            return line
        return line.task if isinstance(line, Step | Note) else None

    def row_of(self, task: int) -> int:
        """The line of a task, -1 where it is folded away or not there."""
        for row, line in enumerate(self._lines):
            if isinstance(line, TaskView) and line.id == task:
                return row
        return -1

    def key(self, row: int) -> tuple[int, int]:
        """What tells a line from others, to find it again."""
        line = self.line(row)
        if isinstance(line, TaskView):
            return line.id, -1
        if isinstance(line, Step):
            return line.task.id, line.place
        if isinstance(line, Head):
            return -2, GROUPS.index(line.title)
        return (line.task.id, -2) if isinstance(line, Note) else (-1, -1)

    def row_with(self, key: tuple[int, int]) -> int:
        """The line of a key, -1 where there is none any more."""
        return next((row for row in range(len(self._lines)) if self.key(row) == key), -1)

    def unfolds(self, task: TaskView) -> bool:
        """Whether there is anything under a task."""
        return bool(task.checklist or task.note or task.dropped_why)

    def is_unfolded(self, task: TaskView) -> bool:
        """Whether it shows."""
        turned = self._turned.get(task.id)
        if turned is not None:
            return turned
        return self._few and task.state == "open" and bool(task.checklist)

    def turn(self, task: TaskView, *, unfolded: bool) -> None:
        """Unfold a task, or fold it."""
        if self.unfolds(task):
            self._turned[task.id] = unfolded
            self._arrange()

    def turn_closed(self) -> None:
        """Show what was done and dropped, or fold it away."""
        self._closed_shown = not self._closed_shown
        self._arrange()

    def rowCount(self, parent: Where = NOWHERE) -> int:
        """Count the lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Where, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Tell a line in words, for those who listen to it."""
        line = self.line(index.row())
        if line is None or role not in (Role.DisplayRole, Role.AccessibleTextRole):
            return None
        if isinstance(line, Fold):
            return f"{'Hide' if line.is_open else 'Show'} {line.count} done or dropped"
        if isinstance(line, Head):
            return f"{line.title}, {line.count}"
        if isinstance(line, Note):
            return line.text
        if isinstance(line, Step):
            return step_words(line.task.checklist[line.place])
        return self._task_words(line)

    def _task_words(self, line: TaskView) -> str:
        due, _ = due_text(line, self._day, self._words)
        touch = ", needs a note of the touch" if line.needs_touch else ""
        steps = f", {line.progress} steps" if line.progress else ""
        account = f", {line.account_name}" if self._groups and line.account_name else ""
        return f"{line.title}{account}, {due}, {line.priority} priority{touch}{steps}"

    def _arrange(self) -> None:
        self.beginResetModel()
        self._few = sum(one.state == "open" for one in self._tasks) <= FEW
        self._lines = self._of_groups() if self._groups else self._of_all()
        self.endResetModel()

    def _of_groups(self) -> list[Line]:
        lines: list[Line] = []
        for group in self._groups:
            if group.title == CLOSED:
                lines.append(Fold(len(group.tasks), self._closed_shown))
                if not self._closed_shown:
                    continue
            else:
                lines.append(Head(group.title, len(group.tasks)))
            for task in group.tasks:
                lines += self._with_inside(task)
        return lines

    def _of_all(self) -> list[Line]:
        lines: list[Line] = []
        closed = [one for one in self._tasks if one.state != "open"]
        for task in self._tasks:
            if task.state == "open":
                lines += self._with_inside(task)
        if closed:
            lines.append(Fold(len(closed), self._closed_shown))
        if self._closed_shown:
            for task in closed:
                lines += self._with_inside(task)
        return lines

    def _with_inside(self, task: TaskView) -> list[Line]:
        out: list[Line] = [task]
        if self.is_unfolded(task):
            out += [Step(task, place) for place in range(len(task.checklist))]
            out += [Note(task, text) for text in (task.note, task.dropped_why) if text]
        return out
