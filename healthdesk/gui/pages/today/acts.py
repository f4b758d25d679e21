"""What is done with a row of Today: asks what has to be asked, writes it, says how to undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSize
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.today import TodayItem
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.today.reading import read_names
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.popover import TablePopover
from healthdesk.gui.panels.task_form import ask_task
from healthdesk.gui.panels.touch_form import ask_touch

SPANS = (("1", "Tomorrow"), ("2", "2 days"), ("3", "3 days"), ("7", "A week"), ("14", "2 weeks"))
USUAL_SPAN = "2"
ROOM = QSize(520, 300)


class Acts(QObject):
    """Does what the page's rows ask for; each is one step of undo."""

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self._page = page
        self._item: TodayItem | None = None
        self._popover: TablePopover | None = None
        self._telling = ("", "")

    def act(self, what: str, item: TodayItem) -> None:
        """Do something with a row."""
        if what == "why":
            self.ui.open_account(item.account_id, "health")
        elif what == "rank":
            self.explain(item)
        elif self.ui.refuses_changes():
            return
        elif item.mark is not None:
            if what == "wake":
                self.take_back(item.mark.row)
        else:
            self._change(what, item)

    def _change(self, what: str, item: TodayItem) -> None:
        way = {
            "task": self.add_task,
            "touch": self.log_touch,
            "play": self.start_playbook,
            "snooze": self.snooze,
            "dismiss": self.dismiss,
            "handle": self.handle,
            "problem": self.call_problem,
        }.get(what)
        if way is not None:
            way(item)

    def snooze(self, item: TodayItem) -> None:
        """Put a row off, with a reason."""
        values = ask_form(
            self.ui,
            f"Snooze {item.name}",
            (
                Field("days", "For how long?", "choice", USUAL_SPAN, SPANS),
                Field("reason", "Why can it wait?", "line", required=True),
            ),
            text="It comes back then, and earlier if anything new happens.",
            yes="Snooze",
        )
        if values is not None:
            days = int(values["days"])
            until = self.ui.words.short_day(self.ui.today + days)
            self._say(f"Snoozed {item.name} until {until}", values["reason"])
            self._do("snooze", item, days, values["reason"])

    def dismiss(self, item: TodayItem) -> None:
        """Say why a row needs nothing."""
        reason = self._reason(
            f"Dismiss {item.name}",
            "Why does it need nothing?",
            "It shows again only if something new happens.",
            "Dismiss",
        )
        if reason is not None:
            self._say(f"Dismissed {item.name}", reason)
            self._do("dismiss", item, reason)

    def handle(self, item: TodayItem) -> None:
        """Say that something was done about a row."""
        self._say(f"{item.name} is handled")
        self._do("handle", item)

    def call_problem(self, item: TodayItem) -> None:
        """Put a row among the data problems."""
        self._say(f"{item.name} is marked as a data problem", "It counts as no change of health.")
        self._do("call_problem", item)

    def take_back(self, mark: int) -> None:
        """Take a mark away."""
        from healthdesk.core.services import today_marks  # noqa: PLC0415 - see `_do`

        self.ui.do(today_marks.wake, mark)

    def add_task(self, item: TodayItem) -> None:
        """Write down a task about a row."""
        draft = TaskDraft("", item.account_id, due=self.ui.today + 1, origin="today")
        made = ask_task(
            self.ui, item.account_id, draft, title=f"Task for {item.name}", text=item.text
        )
        if made is not None:
            self._say(f"Task added for {item.name}", made.title)
            self._do("add_task", item, made)

    def log_touch(self, item: TodayItem) -> None:
        """Log a touch about a row."""
        self._item = item
        self.ui.read(read_names, item.account_id, then=self._ask_touch, key="names of a row")

    def _ask_touch(self, names: tuple[tuple[str, str], ...]) -> None:
        item = self._item
        if item is None:
            return
        draft = ask_touch(self.ui, item.account_id, names)
        if draft is not None:
            self._say(f"Touch logged for {item.name}", draft.subject)
            self._do("log_touch", item, draft)

    def start_playbook(self, item: TodayItem) -> None:
        """Ask which playbook is to be started for a row's account."""
        self.ui.start_playbook((item.account_id,))

    def explain(self, item: TodayItem) -> None:
        """Show what a row ranks by."""
        words = self.ui.words
        if self._popover is None:
            self._popover = TablePopover(self.ui.theme, "Why is it here?", self._page)
        lines = [(one.name, one.why, words.number(one.value, 2)) for one in item.rank.factors]
        lines.append(("Rank", "all factors multiplied", words.number(item.rank.score, 2)))
        self._popover.show_lines(
            f"Why is {item.name} here?",
            ("Factor", "Told from", "Size"),
            tuple(lines),
            " ".join(one.text.rstrip(".") + "." for one in item.reasons if one.text),
            frozenset({"Size"}),
        )
        corner = self._page.mapToGlobal(QPoint(self._page.width() // 2 + ROOM.width() // 2, 160))
        self._popover.open_at(corner, ROOM)

    def _reason(self, title: str, label: str, text: str, yes: str) -> str | None:
        field = Field("reason", label, "line", required=True)
        values = ask_form(self.ui, title, (field,), text=text, yes=yes)
        return None if values is None else str(values["reason"])

    def _say(self, text: str, detail: str = "") -> None:
        """What to tell once it is written."""
        self._telling = (text, detail)

    def _do(self, name: str, item: TodayItem, *more: object) -> None:
        # Brings all that takes data in, which the first page does not wait for.
        from healthdesk.core.services import today_marks  # noqa: PLC0415

        op: Callable[..., Any] = getattr(today_marks, name)
        self.ui.do(op, item.key, item.account_id, *more, then=self._on_written)

    def _on_written(self, answer: object) -> None:
        del answer
        self.ui.toast(*self._telling, "Undo", self.ui.undo)
