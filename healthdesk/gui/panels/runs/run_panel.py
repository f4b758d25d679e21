"""One run as a checklist: how far it is, its steps, what came of it, what was changed in it.

Not here: what is done (run_hands.py), the lines (step_list.py).
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.run_view import RunView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.plays.run_because import RunBecause
from healthdesk.gui.panels.runs.outcome_bar import TAPS, OutcomeBar
from healthdesk.gui.panels.runs.paper_lines import signed_words
from healthdesk.gui.panels.runs.progress import ProgressBar
from healthdesk.gui.panels.runs.reading import read_run
from healthdesk.gui.panels.runs.run_hands import RunHands
from healthdesk.gui.panels.runs.sign_bar import SignBar
from healthdesk.gui.panels.runs.step_list import StepList
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel

KEYS = "Space does the step · S skip · N does not apply · D day"
_MOST = 6
"""Differences that are told one by one."""


class RunPanel(LiveView):
    """Shows a run.

    Signals:
        closed: nobody wants to see it any more.
        gone: the run is not there any more.
        shown: another state of the run is shown.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.RUNS, Topic.PLAYBOOKS, Topic.WORK, Topic.OUTBOX, Topic.ACCOUNTS, Topic.SETTINGS,
    })  # fmt: skip
    closed = Signal()
    gone = Signal()
    shown = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, inside: bool = False) -> None:
        """Make the panel; `inside` a card it is as high as its steps and names no account."""
        super().__init__(ui, parent)
        self.run = -1
        self.view: RunView | None = None
        self._inside = inside
        self._wanted_step = ""
        self.hands = RunHands(ui, self)
        theme = ui.theme
        self.name = PlainLabel("", "strong", elide=True)
        self.account = QPushButton()
        self.about = PlainLabel("", "caption", elide=True)
        self.progress = ProgressBar(theme)
        self.count = PlainLabel("", "caption")
        self.purpose = PlainLabel("", "caption", wrap=True)
        self.told = PlainLabel("", "small", wrap=True)
        self.because = RunBecause(ui)
        self.changed = QPushButton()
        self.differences = PlainLabel("", "small", wrap=True)
        self.hold = QPushButton("Pause")
        self.more = QPushButton()
        self.close_it = QPushButton()
        self.outcome = OutcomeBar(ui)
        self.sign = SignBar(ui)
        self.steps = StepList(theme, ui.words)
        self.steps.fits = inside
        self.keys = PlainLabel(KEYS, "caption", elide=True)
        self._dress()
        self._lay_out()
        self._connect()

    def _dress(self) -> None:
        theme = self.ui.theme
        for button, icon, name in (
            (self.more, "dots", "More for this run"),
            (self.close_it, "x", "Close the run"),
        ):
            button.setProperty("kind", "quiet")
            button.setProperty("iconic", "small")
            button.setAccessibleName(name)
            button.setToolTip(name)
            theme.bind_icon(button, icon, "text2", 16)
        for link in (self.account, self.changed):
            link.setProperty("kind", "link")
        self.hold.setProperty("kind", "quiet")
        self.hold.setProperty("compact", "true")
        changes_desk(self.ui, self.hold)
        self.differences.setVisible(False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 8, 0)
        head.setSpacing(6)
        head.addWidget(self.about if self._inside else self.name, 1)
        for button in (
            (self.hold, self.more) if self._inside else (self.hold, self.more, self.close_it)
        ):
            head.addWidget(button)
        under = QVBoxLayout()
        under.setContentsMargins(14, 0, 12, 8)
        under.setSpacing(4)
        link = QHBoxLayout()
        link.addWidget(self.account)
        link.addStretch(1)
        if self._inside:
            # The line over it says playbook, account and how far it is.
            for part in (self.name, self.account, self.progress, self.count, self.close_it):
                part.setParent(self)
                part.hide()
        else:
            under.addLayout(link)
            under.addWidget(self.about)
            bar = QHBoxLayout()
            bar.setSpacing(8)
            bar.addWidget(self.progress, 1)
            bar.addWidget(self.count)
            under.addLayout(bar)
        for part in (self.purpose, self.because, self.told):
            under.addWidget(part)
        more = QHBoxLayout()
        more.addWidget(self.changed)
        more.addStretch(1)
        under.addLayout(more)
        under.addWidget(self.differences)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(under)
        for asks in (self.sign, self.outcome, hline()):
            whole.addWidget(asks)
        whole.addWidget(self.steps, 0 if self._inside else 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 4, 12, 6)
        foot.addWidget(self.keys)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.steps.acted.connect(self.hands.act)
        self.steps.menu_wanted.connect(self.hands.step_menu)
        self.outcome.told.connect(self.hands.tell)
        self.sign.signed.connect(self.hands.sign)
        self.hold.clicked.connect(self.hands.hold_or_go_on)
        self.more.clicked.connect(self._on_more_clicked)
        self.close_it.clicked.connect(self.closed)
        self.account.clicked.connect(self._on_account_clicked)
        self.changed.clicked.connect(self._on_changed_clicked)

    def show_run(self, run: int, step: str = "") -> None:
        """Show a run, and one of its steps as the one that keys act on."""
        self._wanted_step = step
        if run != self.run:
            self.run, self.view = run, None
            self.hands.view = None
            self.differences.setVisible(False)
        self.refresh()

    def reload(self) -> None:
        """Read the run."""
        if self.run >= 0:
            self.ui.read(
                read_run, self.run, self.ui.day, then=self._show, failed=self._fail, key="run"
            )

    def _fail(self, error: Exception) -> None:
        self.name.setText("The run could not be read")
        self.about.setText(error.sentence if isinstance(error, DeskError) else str(error))

    def _show(self, view: RunView | None) -> None:
        if view is None:
            self.run, self.view, self.hands.view = -1, None, None
            self.gone.emit()
            return
        if view.row.id != self.run:
            return
        self.view = self.hands.view = view
        row = view.row
        self.name.setText(row.playbook)
        self.account.setText(row.account_name.replace("&", "&&"))
        self.about.setText(self._about(view))
        self.progress.show_row(row)
        over = f", {row.overdue} overdue" if row.overdue else ""
        self.count.setText(f"{row.done} of {row.of} done{over}")
        self.count.set_tone("notice" if row.overdue else "")
        self.purpose.setText(view.purpose)
        self.purpose.setVisible(bool(view.purpose) and not self._inside)
        self.because.show_run(row.id, row.origin)
        self._show_end(view)
        self._show_differences(view)
        going = row.status in {"active", "waiting"}
        self.hold.setVisible(going)
        self.hold.setText("Resume" if row.paused else "Pause")
        icon = "player-play" if row.paused else "player-pause"
        self.ui.theme.bind_icon(self.hold, icon, "text2", 14)
        self.steps.show_run(view, self.ui.day)
        if self._wanted_step:
            self.steps.go_to(self._wanted_step)
            self._wanted_step = ""
        self.shown.emit()

    def _about(self, view: RunView) -> str:
        row, words = view.row, self.ui.words
        state = {"active": "active", "waiting": "waiting", "done": "done", "stopped": "stopped"}
        parts = ["on hold" if row.paused else state[row.status]]
        parts.append(f"since {words.near_day(row.started, self.ui.day)}")
        if row.started > self.ui.day:
            parts = [f"begins on {words.near_day(row.started, self.ui.day)}"]
        if row.ended is not None:
            parts.append(f"ended {words.near_day(row.ended, self.ui.day)}")
        parts.append(f"version {row.version}")
        parts += [row.owner] if row.owner else []
        parts += [row.origin] if row.origin else []
        return " · ".join(parts)

    def _show_end(self, view: RunView) -> None:
        row, words = view.row, self.ui.words
        told = []
        if row.paused:
            since = f"On hold since {words.near_day(view.pauses[-1][0], self.ui.day)}"
            why = f": {view.hold_why}" if view.hold_why else ""
            told.append(f"{since}{why}.".replace("..", "."))
        if view.ended_why:
            told.append(f"{row.status.capitalize()}: {view.ended_why}.".replace("..", "."))
        if row.outcome:
            said = f"{TAPS[row.outcome]}: {view.outcome_words}" if view.outcome_words else (
                TAPS[row.outcome])  # fmt: skip
            told.append(f"{said}.".replace("..", "."))
        told += [f"{signed_words(row, words)}."] if row.signed_by else []
        if view.look_on is not None and view.look_on > self.ui.day:
            told.append(f"Score and usage are looked at again on {words.day(view.look_on)}.")
        told += [view.after] if view.after else []
        self.told.setText(" ".join(told))
        self.told.setVisible(bool(told))
        again = row.status == "done" and not row.outcome
        self.outcome.setVisible(view.ask_due or again)
        self.outcome.show_run(view)
        self.sign.show_run(view)

    def _show_differences(self, view: RunView) -> None:
        found = view.differences
        count = self.ui.words.count(len(found), "change")
        self.changed.setVisible(bool(found))
        self.changed.setText(f"Changed for this account: {count}")
        some = [one.words for one in found[:_MOST]]
        some += [f"and {len(found) - _MOST} more"] if len(found) > _MOST else []
        self.differences.setText("\n".join(some))
        if not found:
            self.differences.setVisible(False)

    @Slot()
    def _on_more_clicked(self) -> None:
        self.hands.run_menu(self.more)

    @Slot()
    def _on_account_clicked(self) -> None:
        if self.view is not None:
            self.ui.open_account(self.view.row.account_id, "work")

    @Slot()
    def _on_changed_clicked(self) -> None:
        self.differences.setVisible(not self.differences.isVisible())

    def focus_first(self) -> None:
        """Let the keys go to the steps."""
        self.steps.setFocus(Qt.FocusReason.OtherFocusReason)
