"""The page Tasks: all that is to be done, by when it is due; written, ticked and moved by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QRect, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.report_given import GivenTable
from healthdesk.core.domain.task import TaskDraft, TaskView
from healthdesk.core.domain.task_groups import KINDS, fits, grouped
from healthdesk.core.services import calendar, tasks
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.tasks.quick_line import QuickLine
from healthdesk.gui.pages.tasks.reading import AllTasks, read_tasks
from healthdesk.gui.pages.tasks.taking import task_table
from healthdesk.gui.panels import task_form
from healthdesk.gui.panels.take_along import ExportListButton
from healthdesk.gui.panels.work.task_hands import KEYS, TaskHands
from healthdesk.gui.panels.work.task_list import TaskList
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.marks_bar import HIGH, OVER, MarksBar
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField
from healthdesk.gui.parts.segmented import Segmented

HEAD, MARGIN, GAP = 56, 16, 12
ALL: Final = "Show all"
CALENDARS: Final = "Calendars (*.ics)"
ACTIONS: Final = (
    ("done", "Done", "check"),
    ("off", "Put off", "clock"),
    ("priority", "Priority", "flag"),
    ("drop", "Drop", "x"),
    ("ics", "Calendar file", "calendar"),
)


class TasksPage(LiveView):
    """Shows the tasks of the day and segment in view."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.WORK, Topic.ACCOUNTS, Topic.CONTACTS, Topic.SEGMENTS}
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("tasks")
        self.shown: AllTasks | None = None
        theme, words = ui.theme, ui.words
        self.count = PlainLabel("", "second")
        self.quick = QuickLine(ui)
        self.kinds = Segmented("Which tasks", tuple(KINDS.items()))
        self.search = SearchField(theme, "Search tasks")
        self.card = Card(theme, "To do", "", padding=0)
        self.list = TaskList(theme, words, of_many=True)
        self.hands = TaskHands(ui, self)
        self.add = self._button("New task", "plus", self._on_add_clicked)
        self.save = self._button("Save calendar", "calendar", self._on_save_clicked)
        self.save.setProperty("kind", "quiet")
        changes_desk(ui, self.add)
        self.bar = MarksBar(theme, ACTIONS, self)
        self._lay_out()
        self.hands.attach(self.list)
        self.quick.written.connect(self._on_quick_written)
        self.kinds.chosen.connect(self._on_kinds_chosen)
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self._on_search_left_down)
        self.list.marks_changed.connect(self._on_list_marks_changed)
        self.bar.action_requested.connect(self._on_bar_action_requested)
        self.card.acted.connect(self._on_card_acted)
        self.card.show_loading("Reading tasks")

    def reload(self) -> None:
        """Read the tasks as of the day in view."""
        job = self.ui.read(
            read_tasks,
            self.ui.day,
            self.ui.segment,
            then=self._show,
            failed=self._show_failure,
            key="tasks",
        )
        if job < 0:
            self.card.show_empty("No desk is open", "Open a desk, or make one from your data.")

    def focus_search(self) -> None:
        """Let the keys go to the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def focus_first(self) -> None:
        """Let the keys go to the list."""
        self.list.setFocus()

    @property
    def chosen(self) -> tuple[TaskView, ...]:
        """The tasks that are chosen, in the order of the list."""
        return tuple(one for one in self.list.tasks.shown if one.id in self.list.marked)

    def taken(self) -> GivenTable | None:
        """The tasks that are listed, as a table; None where there is none."""
        shown = self.shown
        if shown is None:
            return None
        kind, words = self.kinds.value, self.search.text()
        found = [one for one in shown.tasks if fits(one, kind, words, shown.day)]
        said = (KINDS[kind] if kind != "all" else "", f"“{words}”" if words else "")
        return task_table(found, shown.day, self.ui.words, said) if found else None

    def _show(self, shown: AllTasks) -> None:
        self.shown = shown
        self.quick.offer_accounts(shown.accounts)
        self._list_again()

    def _list_again(self) -> None:
        """List what is asked for."""
        shown = self.shown
        if shown is None:
            return
        kind, words = self.kinds.value, self.search.text()
        found = [one for one in shown.tasks if fits(one, kind, words, shown.day)]
        groups = grouped(found, shown.day)
        open_now = [one for one in shown.tasks if one.state == "open"]
        over = sum(one.overdue_days > 0 for one in open_now)
        told = [f"{self.ui.words.number(len(open_now))} open"]
        told += [f"{self.ui.words.number(over)} overdue"] if over else []
        self.count.setText(", ".join(told))
        self.card.set_subtitle(KEYS)
        self.list.show_groups(groups, shown.day)
        if groups:
            self.card.show_body()
        elif shown.tasks:
            self.card.show_empty("No task is like this", "Nothing fits what you look for.", ALL)
        else:
            self.card.show_empty(
                "Nothing to do",
                "Write a task in the line above, or start a playbook on an account.",
                "",
                "check",
            )

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The tasks could not be read", told)

    def _button(self, text: str, icon: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        self.ui.theme.bind_icon(button, icon)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(PlainLabel("Tasks", "title"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(ExportListButton(self.ui, "Tasks", self.taken))
        head.addWidget(self.save)
        head.addWidget(self.add)
        top = QWidget()
        head.setContentsMargins(0, 0, 0, 0)
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.kinds)
        row.addStretch(1)
        row.addWidget(self.search)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(GAP)
        whole.addWidget(top)
        whole.addWidget(self.quick)
        whole.addLayout(row)
        whole.addWidget(self.card, 1)

    def _place_bar(self) -> None:
        """Let the bar stand over the foot of the card."""
        self.bar.place(self.card.geometry())
        left = HIGH + 2 * OVER if self.bar.isVisible() else 0
        self.list.setViewportMargins(0, 0, 0, left)

    def _save(self, only: frozenset[int] | None) -> None:
        name = f"Tasks {to_date(self.ui.day).isoformat()}.ics"
        path = self.ui.dialogs.save_as("Save calendar", Path(name), CALENDARS)
        if path is not None:
            self.ui.read(
                calendar.save,
                path,
                self.ui.day,
                only=only,
                then=self._on_saved,
                key="calendar",
            )

    def _on_saved(self, count: int) -> None:
        self.ui.toast(f"Saved {self.ui.words.count(count, 'entry', 'entries')}", "")

    def _on_added(self, row: int) -> None:
        line = self.list.tasks.row_of(row)
        if line >= 0:
            self.list.go_to(line)

    @Slot()
    def _on_add_clicked(self) -> None:
        if self.ui.refuses_changes():
            return
        draft = task_form.ask_task(self.ui, None)
        if draft is not None:
            self.ui.do(tasks.add, draft, then=self._on_added)

    @Slot(object)
    def _on_quick_written(self, draft: TaskDraft) -> None:
        self.ui.do(tasks.add, draft, then=self._on_added)

    @Slot()
    def _on_save_clicked(self) -> None:
        self._save(frozenset(one.id for one in self.list.tasks.shown))

    @Slot(str)
    def _on_kinds_chosen(self, key: str) -> None:
        del key
        self._list_again()

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        del text
        self._list_again()

    @Slot()
    def _on_search_left_down(self) -> None:
        self.list.setFocus()

    @Slot()
    def _on_card_acted(self) -> None:
        """Show all, where nothing fits what is looked for."""
        self.kinds.set_value("all")
        self.search.empty()
        self._list_again()

    @Slot()
    def _on_list_marks_changed(self) -> None:
        chosen = self.chosen
        self.bar.setVisible(bool(chosen))
        if chosen:
            self.bar.say(self.ui.words.count(len(chosen), "task"), "chosen")
            self.bar.raise_()
        self._place_bar()

    @Slot(str)
    def _on_bar_action_requested(self, action: str) -> None:
        chosen = self.chosen
        if action == "clear":
            self.list.mark(frozenset())
        elif action == "done":
            self.hands.finish_many(chosen)
        elif action == "off":
            self.hands.put_off_many(chosen)
        elif action == "priority":
            self.hands.prioritise_many(chosen)
        elif action == "drop":
            self.hands.drop_many(chosen)
        else:
            self._save(frozenset(one.id for one in chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar over the foot."""
        super().resizeEvent(event)
        if self.card.geometry() != QRect():
            self._place_bar()
