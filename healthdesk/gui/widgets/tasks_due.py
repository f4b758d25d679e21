"""Tasks that are overdue, due today and in the next days, as a widget of dashboards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_tasks import TaskGroup, TasksDue
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.grid import Limits
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.task import NO_ACCOUNT, TaskView
from healthdesk.core.domain.widget import Ask, WidgetSpec
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Dot, Drawing, Stroke
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.lanes import ROW, Cell, Lane, placed, row
from healthdesk.gui.parts.plot_table import Lines
from healthdesk.gui.parts.rows_face import RowsFace

if TYPE_CHECKING:
    from healthdesk.core.services import board_tasks, tasks
else:
    board_tasks = lazily("healthdesk.core.services.board_tasks")
    tasks = lazily("healthdesk.core.services.tasks")

SPEC = WidgetSpec(
    key="tasks_due",
    title="Tasks due",
    summary="Overdue, today and soon; done here.",
    how=(
        "Open tasks with a due day, as they stood on the day: made by then, not done and not "
        "dropped by then. Narrowed to a segment or by a filter, tasks of no account are left out. "
        "The ring before a task calls it done; one that needs the note of a touch, or whose "
        "checklist is not ticked, opens under Work instead. "
        "Pressing a head filters the other cards by the accounts of its tasks."
    ),
    group="Care",
    size=(5, 4),
    limits=Limits(3, 2, 12, 8),
    inside=("notes", "names"),
    topics=frozenset({Topic.WORK, Topic.ACCOUNTS}),
    options=(Option("ahead", "Days ahead", "days", 7, 0, 365),),
)
_TICK: Final = "tick:"
_NARROW: Final = 230.0
"""Width under which the head of a group alone says that its tasks are late or due today."""
_BEFORE: Final = 26.0
Item = TaskGroup | TaskView


def load(tx: Any, ask: Ask) -> TasksDue:  # noqa: ANN401 - a session of the store
    """Read what is due."""
    return board_tasks.due(tx, ask)


def items_of(view: TasksDue) -> list[tuple[TaskGroup, TaskView | None]]:
    """Heads and tasks in one row: of a head no task."""
    out: list[tuple[TaskGroup, TaskView | None]] = []
    for group in view.groups:
        out.append((group, None))
        out += [(group, one) for one in group.tasks]
    return out


def fits(room: QSizeF) -> int:
    """How many lines there is room for."""
    return max(int(room.height() // ROW), 1)


def _shown(view: TasksDue, room: QSizeF, first: int) -> list[tuple[TaskGroup, TaskView | None]]:
    """The lines from one on that there is room for; a head without a task under it is none."""
    every = items_of(view)
    held = every[first : first + fits(room)]
    ends = first + len(held) == len(every)
    return held[:-1] if len(held) > 1 and held[-1][1] is None and not ends else held


def tasks_drawing(view: TasksDue, room: QSizeF, kit: Kit, first: int) -> Drawing:
    """Heads and tasks from one line on."""
    brief = room.width() < _NARROW
    where = [
        (lane, left + _BEFORE, wide)
        for lane, left, wide in placed(_lanes(brief=brief), max(room.width() - _BEFORE, 1.0))
    ]
    for at, (group, task) in enumerate(_shown(view, room, first)):
        top = at * ROW
        faded = kit.faded(group.key) < 1
        if task is None:
            _head(kit, group, QRectF(0, top, room.width(), ROW))
            continue
        center = QPointF(9, top + ROW / 2)
        kit.sheet.dots.append(Dot(center, 6.5, "surface", "edge"))
        tick = QRectF(0, top + 2, _BEFORE - 4, ROW - 4)
        row(kit, where, top, _cells(task, view.day, kit.words, faded=faded, brief=brief))
        key = f"account:{task.account_id}\nwork" if task.account_id else ""
        line = QRectF(_BEFORE, top, room.width() - _BEFORE, ROW)
        kit.spot(tick, f"{_TICK}{task.id}", f"{task.title}\nPress to call it done")
        kit.spot(line, key, _tip(task, kit.words))
    return kit.done(room.width(), room.height())


def _head(kit: Kit, group: TaskGroup, line: QRectF) -> None:
    ink = "notice" if group.key == "tasks:overdue" else "text2"
    text = f"{group.name} · {kit.words.number(len(group.tasks))}"
    kit.write(line.adjusted(0, 4, 0, 0), text, ink, "small", weight=600)
    kit.sheet.strokes.append(
        Stroke(0, line.bottom() - 1, line.right(), line.bottom() - 1, "border")
    )
    if group.accounts:
        tip = f"{text}\nAccounts: {kit.words.number(len(group.accounts))}\nPress to filter by them"
        kit.spot(line, f"mark:{group.key}", tip)


def _lanes(*, brief: bool) -> tuple[Lane, ...]:
    return (
        Lane("title", "", 110, stretch=True),
        Lane("account", "", 120, drop=1),
        Lane("due", "", 48 if brief else 76, "right"),
    )


def _cells(task: TaskView, day: int, words: Words, *, faded: bool, brief: bool) -> dict[str, Cell]:
    ink = "text3" if faded else "text"
    late = task.due is not None and task.due < day
    due = words.near_day(task.due, day) if task.due is not None else ""
    strong = 500 if task.priority in {"urgent", "high"} else 400
    if task.due == day:
        due = "" if brief else "today"
    elif late and task.due is not None:
        due = words.days(day - task.due) if brief else f"{words.days(day - task.due)} late"
    return {
        "title": Cell(task.title, ink, strong),
        "account": Cell(task.account_name or NO_ACCOUNT, "text2"),
        "due": Cell(due, "notice" if late else "text2"),
    }


def _tip(task: TaskView, words: Words) -> str:
    told = [
        task.title,
        f"Account: {task.account_name or NO_ACCOUNT}",
        f"Due: {words.weekday(task.due) if task.due is not None else 'no day'}",
        f"Priority: {task.priority}",
        *([f"Checklist: {task.progress}"] if task.progress else []),
        *(["Needs: the note of a touch"] if task.needs_touch else []),
        *(["Press to open the account's work"] if task.account_id else []),
    ]
    return "\n".join(told)


class Face(RowsFace):
    """Tasks under their heads."""

    shown: TasksDue

    def press(self, key: str, *, add: bool = False) -> None:
        """Call a task done, filter by a head, or open an account's work."""
        if not key.startswith(_TICK):
            super().press(key, add=add)
            return
        wanted = key.removeprefix(_TICK)
        task = next(
            (one for _, one in items_of(self.shown) if one is not None and str(one.id) == wanted),
            None,
        )
        if task is not None:
            self._complete(task)

    def _complete(self, task: TaskView) -> None:
        """Call a task done; one that needs more than that is done on its account's page."""
        if not task.left and not task.needs_touch:
            self.ui.do(tasks.complete, task.id)
            return
        left = self.ui.words.count(len(task.left), "step")
        why = f"{left} of its checklist not ticked" if task.left else "it needs the note of a touch"
        self.ui.toast(
            f"“{task.title}” is done under Work", f"{why[:1].upper()}{why[1:]}.", kind="notice"
        )
        if task.account_id is not None:
            self.account_pressed.emit(task.account_id, "work")

    def rows_beyond(self, room: QSizeF) -> int:
        """Lines that do not fit."""
        return len(items_of(self.shown)) - fits(room)

    def on_paper(self, room: QSizeF) -> tuple[int, int]:
        """How many tasks there is room for, under their heads, and of how many."""
        tasks = [one is not None for _, one in items_of(self.shown)]
        return sum(tasks[: fits(room)]), sum(tasks)

    def lay_out_rows(self, room: QSizeF, first: int) -> Drawing:
        """Lay the lines out."""
        return tasks_drawing(self.shown, room, Kit(self.measure, self.ui.words, self.faded), first)

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """Every task."""
        words = self.ui.words
        return ("Group", "Task", "Account", "Due", "Priority", "Checklist"), [
            (
                group.name,
                one.title,
                one.account_name or NO_ACCOUNT,
                words.day(one.due),
                one.priority,
                one.progress,
            )
            for group, one in items_of(self.shown)
            if one is not None
        ]
