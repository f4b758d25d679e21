"""The page Today: what changed since the last look, tasks, renewals; the first page of a desk.

Not here: what is read (reading.py), what is done with a row (acts.py), the cards (a file each).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.change import Change, Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.loose_ends import LooseEnd, LooseEnds
from healthdesk.core.domain.run_today import PlayLine
from healthdesk.core.domain.task import TaskView
from healthdesk.core.domain.today_view import TodayView
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.today import saying
from healthdesk.gui.pages.today.acts import Acts
from healthdesk.gui.pages.today.changes_card import ChangesCard
from healthdesk.gui.pages.today.fired_link import FiredLink
from healthdesk.gui.pages.today.loose_card import LooseCard
from healthdesk.gui.pages.today.plays_card import PlaysCard
from healthdesk.gui.pages.today.problems_card import ProblemsCard
from healthdesk.gui.pages.today.reading import (
    read_ends,
    read_names,
    read_plays,
    read_quick,
    read_whole,
)
from healthdesk.gui.pages.today.renewals_card import RenewalsCard
from healthdesk.gui.pages.today.suggested_card import SuggestedCard
from healthdesk.gui.pages.today.tasks_card import TasksCard
from healthdesk.gui.pages.today.trend_card import TrendCard
from healthdesk.gui.pages.today.upkeep_card import UpkeepCard
from healthdesk.gui.panels.report_button import ReportButton
from healthdesk.gui.panels.task_form import ask_task, complete
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

HEAD, MARGIN, GAP = 56, 16, 12
WIDE_SIDE, SLIM_SIDE, WIDE = 376, 316, 1180
"""Width of the right column on a wide page and on a narrow one, and where wide begins."""
SPLIT, LIST_HIGH = 960, 440
"""Width of the page from which the right column stands beside the left; else renewals' height."""
_NO_LIMIT = 16_777_215
"""Qt's own greatest size."""
LOOKED = 1500
"""Milliseconds on the page after which it counts as looked at."""
ORIGIN = "look at today"


def make_in_steps(
    ui: Ui, parent: QWidget, place: Callable[[QWidget], object]
) -> Iterator[TodayPage | None]:
    """Make the page in steps of less than a frame's three; the last gives it.

    From the outside in: whatever is put into something else is styled anew with all that it holds.
    """
    page = TodayPage(ui, parent, empty=True)
    place(page)
    yield None
    for _ in page.furnish():
        yield None
    yield page


class TodayPage(LiveView):
    """Shows the day in view."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {
            Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.SEGMENTS,
            Topic.SETTINGS, Topic.WORK, Topic.RUNS, Topic.OUTBOX, Topic.PLAYS,
        }
    )  # fmt: skip

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the page; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self.setObjectName("today")
        self._view: TodayView | None = None
        self._shown_for: tuple[int, str | None] | None = None
        self._kept_by: Path | None = None
        self._furnished = False
        self._confirmed = True
        """Whether what is shown was read from the open desk, and not only as it was kept."""
        self._visited = -1
        self._task: TaskView | None = None
        self._ticked = ""
        self.acts = Acts(ui, self)
        self.title = PlainLabel("Today", "title")
        self.sentence = PlainLabel("", "second", elide=True)
        self.fired = FiredLink(ui)
        self.copy = QPushButton("Copy as text")
        self.done = QPushButton("Done for today")
        self._faces = QStackedWidget(self)
        self._look = Later(self, LOOKED, self._note_visit)
        self._grown = Later(self, 0, self._show_problems)
        self._lay_out()
        self.whole.show_loading("Reading what changed")
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards, a few at a time."""
        ui = self.ui
        self.changes = ChangesCard(ui)
        self._left.insertWidget(0, self.changes)
        yield None
        self.plays = PlaysCard(ui)
        self.problems, self.loose, self.trend = ProblemsCard(ui), LooseCard(ui), TrendCard(ui)
        self.upkeep, self.suggested = UpkeepCard(ui), SuggestedCard(ui)
        some = (self.trend, self.upkeep, self.loose, self.problems, self.plays, self.suggested)
        for card in some:
            self._left.insertWidget(1, card)
        yield None
        self.tasks, self.renewals = TasksCard(ui), RenewalsCard(ui)
        self._beside.insertWidget(0, self.tasks)
        self._beside.insertWidget(1, self.renewals, 1)
        self._connect()
        self._furnished = True
        self._place_side()

    @property
    def view(self) -> TodayView | None:
        """What is shown."""
        return self._view

    def focus_first(self) -> None:
        """Go to the list of what changed."""
        self.changes.list.setFocus()

    def accounts_meant(self) -> tuple[str, ...]:
        """The account of the row that keys act on."""
        item = self.changes.item
        return (item.account_id,) if item is not None else ()

    def show_kept(self, desk: Path, view: TodayView) -> None:
        """Show what a desk keeps of this very day and state of it, while it is being opened."""
        self._kept_by = desk
        self._show(view)

    def drop_kept(self) -> None:
        """Forget what was shown of a desk that could not be opened."""
        if self._kept_by is not None:
            self._kept_by = self._view = None
            self._faces.setCurrentIndex(0)
            self.whole.show_loading("Reading what changed")

    def reload(self) -> None:
        """Read the day in view: first what is at hand, unless this very day is shown already."""
        if self.ui.desk is None and self._kept_by is not None:
            return
        asked = (self.ui.day, self.ui.segment)
        if asked == self._shown_for:
            self._read_whole()
            return
        job = self.ui.read(
            read_quick, *asked, then=self._on_quick_read, failed=self._on_failed, key="today"
        )
        if job < 0:
            self._shown_for = None
            self._faces.setCurrentIndex(0)
            self.whole.show_empty("No desk is open", "Open a desk, or make one from your data.")

    def _read_whole(self) -> None:
        self.ui.read(
            read_whole,
            self.ui.day,
            self.ui.segment,
            then=self._on_whole_read,
            failed=self._on_failed,
            key="today",
        )

    def _on_quick_read(self, view: TodayView) -> None:
        self._show(view)
        self._shown_for = (self.ui.day, self.ui.segment)
        self._read_whole()
        self._look.start()

    def _on_whole_read(self, view: TodayView) -> None:
        if self._confirmed or view != self._view:
            self._show(view)
        self._confirmed = True
        asked = (self.ui.day, self.ui.segment)
        self.ui.read(read_plays, *asked, then=self.plays.show_plays, key="today plays")
        self.suggested.read()
        self.ui.read(read_ends, *asked, then=self._on_ends_read, key="today ends", patient=True)

    def _on_ends_read(self, ends: LooseEnds) -> None:
        self.loose.show_ends(ends)
        self.upkeep.read(ends)

    def _on_failed(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self._shown_for = None
        self._faces.setCurrentIndex(0)
        self.whole.show_error("Today could not be read", told)

    def _show(self, view: TodayView) -> None:
        before, self._view = self._view, view
        same = before is not None and before.day == view.day
        self._say_head(view)
        if not view.accounts:
            self._show_empty(view)
            return
        move = same and before is not None and before.whole and view.whole
        self.changes.show_view(view, self._quiet_words(view), move=move)
        self.problems.show_view(view)
        if view.trend is not None:
            self.trend.show_trend(view.trend)
        self.tasks.show_tasks(view.tasks, view.done_tasks)
        self.renewals.show_renewals(view.renewals, view.day)
        self._place_side()
        self._faces.setCurrentIndex(1)
        if not same and self.isVisible() and not self._typing():
            self.changes.list.setFocus()
        if not self.ui.looking_back:
            self.ui.counted.emit("today", len(view.lists.standing))

    def _typing(self) -> bool:
        """Whether the keyboard is at work somewhere else in the window."""
        focus = QGuiApplication.focusObject()
        return isinstance(focus, QWidget) and focus is not self.window() and focus.isVisible()

    def _say_head(self, view: TodayView) -> None:
        ui = self.ui
        back = ui.looking_back
        self.title.setText(
            f"As it stood on {ui.words.day(view.day)}" if back else self._greeting(view)
        )
        since, counted = saying.since_words(view, ui.words), saying.counts(view, ui.words)
        self.sentence.setText(f"{since} · {counted}")
        self.done.setVisible(not back)
        looked = view.look
        closed = looked is not None and bool(looked.done)
        self.done.setText(f"Done at {looked.done}" if looked and closed else "Done for today")
        if self.done.property("kind") != ("normal" if closed else "primary"):
            self.done.setProperty("kind", "normal" if closed else "primary")
            self.done.style().unpolish(self.done)
            self.done.style().polish(self.done)
            ui.theme.bind_icon(self.done, "check", "text2" if closed else "onaccent", 16)

    def _greeting(self, view: TodayView) -> str:
        ui = self.ui
        now = ui.clock.now()
        local = now.astimezone(ZoneInfo(ui.zone)) if ui.zone else now.astimezone()
        return saying.greeting(local.hour, view.person or view.owner)

    def _quiet_words(self, view: TodayView) -> str:
        done = view.handled + view.snoozed_today
        if done:
            return f"{done} rows dealt with, none is left."
        return f"{saying.since_words(view, self.ui.words)} no account fell or rose."

    def _show_empty(self, view: TodayView) -> None:
        self._faces.setCurrentIndex(0)
        words = self.ui.words
        if view.known and self.ui.segment:
            self.whole.show_empty(
                f"Nobody is in “{self.ui.segment}” on {words.day(view.day)}",
                "Choose another segment in the top bar to see who changed.",
            )
        elif view.known:
            self.whole.show_empty(
                f"No account is active on {words.day(view.day)}",
                f"The desk knows {words.count(view.known, 'account')}: not begun by this day,"
                " without any fact, or churned.",
                "Import data",
            )
        else:
            self.whole.show_empty(
                "Nothing to tell yet",
                "Import your data; from then on this page says who needs you, and why.",
                "Import data",
            )
        if not self.ui.looking_back:
            self.ui.counted.emit("today", 0)

    def _note_visit(self) -> None:
        """Note that somebody looked, once a day and session; not while looking back."""
        desk = self.ui.desk
        if desk is None or self.ui.looking_back or not self.isVisible():
            return
        if self._visited != self.ui.today:
            # Brings the store, which the first paint of the page does not wait for.
            from healthdesk.core.services import visits  # noqa: PLC0415

            self._visited = self.ui.today
            self.ui.work(desk.do, visits.begin, self.ui.today, origin=ORIGIN)

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if change.origin != ORIGIN:
            super()._on_ui_changed(change)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        kept_by, self._kept_by = self._kept_by, None
        self._visited = -1
        desk = self.ui.desk
        same = desk is not None and kept_by is not None and desk.path == kept_by.resolve()
        if same and self._stays():
            super()._on_ui_desk_changed()
            return
        self._view = None
        self._shown_for = None
        self._faces.setCurrentIndex(0)
        self.whole.show_loading("Reading what changed")
        super()._on_ui_desk_changed()

    def _stays(self) -> bool:
        """Keep what is shown, for the desk that kept it is open; False where midnight passed."""
        view = self._view
        if view is None or view.day != self.ui.day:
            return False
        self._confirmed = False
        self._shown_for = (self.ui.day, self.ui.segment)
        self._look.start()
        if view.trend is not None:
            self.trend.show_trend(view.trend)  # twelve weeks can be read only now
        return True

    @Slot(str)
    def _on_account_wanted(self, account_id: str) -> None:
        self.ui.open_account(account_id)

    @Slot(str)
    def _on_tasks_account_wanted(self, account_id: str) -> None:
        self.ui.open_account(account_id, "work")

    @Slot(object)
    def _on_loose_end_wanted(self, end: LooseEnd) -> None:
        self.ui.open_account(end.account_id, end.tab)

    @Slot(object)
    def _on_plays_line_wanted(self, line: PlayLine) -> None:
        if line.message is not None:
            self.ui.open_message(line.message)
        else:
            self.ui.open_run(line.run, line.step)

    @Slot(str)
    def _on_list_act_wanted(self, what: str) -> None:
        item = self.changes.item
        if item is not None:
            self.ui.when_open(partial(self.acts.act, what, item))

    @Slot(QRect)
    def _on_list_place_wanted(self, rect: QRect) -> None:
        inside = self._column
        corner = self.changes.list.mapTo(inside, rect.topLeft())
        self._area.ensureVisible(corner.x(), corner.y() + rect.height(), 0, 24)
        self._area.ensureVisible(corner.x(), corner.y(), 0, 40)

    @Slot(str)
    def _on_problems_mark_wanted(self, key: str) -> None:
        view = self._view
        found = next((one for one in view.lists.problems if one.key == key), None) if view else None
        if found is not None:
            self.ui.when_open(partial(self.acts.call_problem, found))

    @Slot(int)
    def _on_problems_unmark_wanted(self, mark: int) -> None:
        self.ui.when_open(partial(self.acts.take_back, mark))

    @Slot()
    def _on_problems_grown(self) -> None:
        self._grown.start()

    def _show_problems(self) -> None:
        """Bring the end of the card into view, once it has its height."""
        end = self.problems.mapTo(self._column, self.problems.rect().bottomLeft())
        self._area.ensureVisible(end.x(), end.y(), 0, MARGIN)

    @Slot()
    def _on_problems_import_wanted(self) -> None:
        self.ui.open_page("data")

    @Slot()
    def _on_tasks_add_wanted(self) -> None:
        self.ui.when_open(self._add_task)

    def _add_task(self) -> None:
        from healthdesk.core.services import tasks  # noqa: PLC0415 - brings all that takes data in

        made = ask_task(self.ui, None)
        if made is not None:
            self.ui.do(tasks.add, made)

    @Slot(int)
    def _on_tasks_tick_wanted(self, task: int) -> None:
        self.ui.when_open(partial(self._tick, task))

    def _tick(self, task: int) -> None:
        from healthdesk.core.services import tasks  # noqa: PLC0415 - brings all that takes data in

        view = self._view
        every = (*view.tasks, *view.done_tasks) if view else ()
        found = next((one for one in every if one.id == task), None)
        if found is None:
            return
        if found.state == "done":
            self.ui.do(tasks.reopen, task)
        elif found.left and found.account_id:
            left = self.ui.words.count(len(found.left), "step")
            self._task = found
            self.ui.toast(
                f"“{found.title}” is not done yet",
                f"{left} not ticked: {', '.join(found.left[:3])}.",
                "Show steps",
                self._show_steps,
                kind="notice",
            )
        elif found.needs_touch and found.account_id and not self.ui.looking_back:
            self._task = found
            self.ui.read(read_names, found.account_id, then=self._complete, key="names of a task")
        else:
            self._task = found
            self._complete(())

    def _complete(self, names: tuple[tuple[str, str], ...]) -> None:
        task, self._task = self._task, None
        if task is not None:
            self._ticked = task.title
            complete(self.ui, task, names, self._on_completed)

    def _on_completed(self, answer: object) -> None:
        del answer
        self.ui.toast("Task done", self._ticked, "Undo", self.ui.undo)

    def _show_steps(self) -> None:
        """Show the task where its steps can be ticked."""
        if self._task is not None and self._task.account_id:
            self.ui.open_account(self._task.account_id, "work")

    @Slot()
    def _on_suggested_told(self) -> None:
        self.fired.show_found(self.suggested.found)
        self.suggested.stand_in(self._left)

    @Slot()
    def _on_copy_clicked(self) -> None:
        if self._view is not None:
            told = saying.as_text(self._view, self.ui.words, self.loose.ends, self.trend.shown)
            QGuiApplication.clipboard().setText(told)
            self.ui.toast("Copied Today as text")

    @Slot()
    def _on_done_clicked(self) -> None:
        self.ui.when_open(self._finish)

    def _finish(self) -> None:
        from healthdesk.core.services import visits  # noqa: PLC0415 - see `_note_visit`

        view = self._view
        if view is not None:
            self.ui.do(
                visits.finish,
                self.ui.today,
                view.handled,
                view.snoozed_today,
                view.left,
                then=self._on_done,
            )

    def _on_done(self, answer: object) -> None:
        del answer
        view = self._view
        if view is not None:
            done = saying.done_words(view)
            self.ui.toast("Done for today", done, "Undo", self.ui.undo)

    @Slot()
    def _on_whole_acted(self) -> None:
        self.ui.open_page("data")

    @Slot()
    def _on_whole_retry_requested(self) -> None:
        self.whole.show_loading("Reading what changed")
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the right column less room on a narrow page, or put it under the left one."""
        super().resizeEvent(event)
        if self._furnished:
            self._place_side()

    def _place_side(self) -> None:
        under = self.width() < SPLIT
        if under and self._side.parentWidget() is not self._column:
            self._across.removeWidget(self._side)
            self._left.insertWidget(2, self._side)
        elif not under and self._side.parentWidget() is self._column:
            self._left.removeWidget(self._side)
            self._across.addWidget(self._side)
        side = WIDE_SIDE if self.width() >= WIDE else SLIM_SIDE
        self.fired.set_roomy(roomy=self.width() >= WIDE)
        self._side.setMinimumWidth(0 if under else side)
        self._side.setMaximumWidth(_NO_LIMIT if under else side)
        filled = self._view is not None and bool(self._view.renewals)
        self.renewals.setMinimumHeight(LIST_HIGH if under and filled else 0)

    def _lay_out(self) -> None:
        """Put the frames into each other, the outer ones first; the cards follow."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._lay_out_head())
        whole.addWidget(self._faces, 1)
        empty, body = QWidget(self._faces), QWidget(self._faces)
        self._faces.addWidget(empty)
        self._faces.addWidget(body)
        around = QVBoxLayout(empty)
        around.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        self.whole = Card(self.ui.theme, parent=empty, padding=12)
        around.addWidget(self.whole)
        across = self._across = QHBoxLayout(body)
        across.setContentsMargins(0, 0, MARGIN, 0)
        across.setSpacing(0)
        self._area, self._side = QScrollArea(body), QWidget(body)
        across.addWidget(self._area, 1)
        across.addWidget(self._side)
        self._lay_out_columns()

    def _lay_out_head(self) -> QHBoxLayout:
        self.ui.theme.bind_icon(self.copy, "copy", "text2", 16)
        self.copy.setProperty("kind", "quiet")
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, MARGIN, 0)
        head.setSpacing(10)
        head.addStrut(HEAD)
        head.addWidget(self.title)
        head.addWidget(self.sentence)
        head.addWidget(self.fired)
        head.addStretch(1)
        head.addWidget(ReportButton(self.ui, "weekly_risk", "Weekly risk report", of_segment=True))
        head.addWidget(self.copy)
        head.addWidget(self.done)
        return head

    def _lay_out_columns(self) -> None:
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = self._column = QWidget()
        column.setProperty("ground", "none")
        self._area.setWidget(column)
        left = self._left = QVBoxLayout(column)
        left.setContentsMargins(MARGIN, 0, GAP, MARGIN)
        left.setSpacing(GAP)
        left.addStretch(1)
        side = self._beside = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, MARGIN)
        side.setSpacing(GAP)
        side.addStretch(0)

    def _connect(self) -> None:
        changes = self.changes.list
        changes.account_wanted.connect(self._on_account_wanted)
        changes.act_wanted.connect(self._on_list_act_wanted)
        changes.place_wanted.connect(self._on_list_place_wanted)
        self.plays.line_wanted.connect(self._on_plays_line_wanted)
        self.loose.end_wanted.connect(self._on_loose_end_wanted)
        self.problems.mark_wanted.connect(self._on_problems_mark_wanted)
        self.problems.unmark_wanted.connect(self._on_problems_unmark_wanted)
        self.problems.account_wanted.connect(self._on_account_wanted)
        self.problems.grown.connect(self._on_problems_grown)
        self.problems.import_wanted.connect(self._on_problems_import_wanted)
        self.tasks.add_wanted.connect(self._on_tasks_add_wanted)
        self.tasks.list.tick_wanted.connect(self._on_tasks_tick_wanted)
        self.tasks.list.account_wanted.connect(self._on_tasks_account_wanted)
        self.renewals.list.account_wanted.connect(self._on_account_wanted)
        self.suggested.told.connect(self._on_suggested_told)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.done.clicked.connect(self._on_done_clicked)
        self.whole.acted.connect(self._on_whole_acted)
        self.whole.retry_requested.connect(self._on_whole_retry_requested)
