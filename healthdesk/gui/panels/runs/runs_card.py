"""The card "Playbooks" of an account: what runs, how far; what ran and what came of it."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.run_choice import Suggestion
from healthdesk.core.domain.run_view import RunRow
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.runs.reading import AccountRuns, read_account
from healthdesk.gui.panels.runs.row_list import RunRowList
from healthdesk.gui.panels.runs.run_panel import RunPanel
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel

FEW: Final = 3
"""Runs that are over and told at first."""


class RunsCard(LiveView):
    """Runs of one account; a press unfolds one as its checklist.

    Signals:
        unfolded: the checklist of a run is shown.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.RUNS, Topic.PLAYBOOKS, Topic.WORK, Topic.OUTBOX, Topic.SEGMENTS, Topic.FACTS,
    })  # fmt: skip
    unfolded = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        theme, words = ui.theme, ui.words
        self.account_id = ""
        self.found: AccountRuns | None = None
        self._leap = -1
        self._all = False
        self.card = Card(theme, "Playbooks", padding=0)
        self.begin = self._tool("Start playbook", "Start a playbook (P)")
        self.hint = PlainLabel("", "caption", wrap=True)
        self.suggested = PlainLabel("", "caption", elide=True)
        self.take = self._tool("Start it", "Start the suggested playbook")
        self.going = RunRowList(theme, words, "Playbooks at work")
        self.over = RunRowList(theme, words, "Playbooks that are over")
        self.over_head = PlainLabel("", "caption")
        self.rest = QPushButton()
        self.rest.setProperty("kind", "link")
        self.panel: RunPanel | None = None
        self._lay_out()
        self.begin.clicked.connect(self.ask_start)
        self.take.clicked.connect(self._on_take_clicked)
        self.rest.clicked.connect(self._on_rest_clicked)
        for listed in (self.going, self.over):
            listed.entered_row.connect(self._on_row_entered)
        changes_desk(ui, self.begin, self.take)

    def _tool(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setProperty("compact", "true")
        button.setAccessibleName(name)
        button.setToolTip(name)
        self.ui.theme.bind_icon(button, "player-play", "text2", 14)
        return button

    def _lay_out(self) -> None:
        self.card.add_tool(self.begin)
        body = self.card.body
        body.setContentsMargins(0, 0, 0, 4)
        body.setSpacing(0)
        self.hint.setContentsMargins(12, 0, 12, 6)
        body.addWidget(self.hint)
        self._advice = QWidget()
        row = QHBoxLayout(self._advice)
        row.setContentsMargins(12, 0, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.suggested, 1)
        row.addWidget(self.take)
        body.addWidget(self._advice)
        body.addWidget(self.going)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        body.addLayout(self._place)
        self.over_head.setContentsMargins(12, 6, 12, 2)
        body.addWidget(self.over_head)
        body.addWidget(self.over)
        body.addWidget(self.rest)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.card)

    def show_account(self, account_id: str) -> None:
        """Show the runs of an account."""
        if account_id != self.account_id:
            self.account_id, self.found, self._all = account_id, None, False
            self.fold()
            self._show_none()
        self.refresh()

    def leap(self, run: int) -> None:
        """Unfold a run, as soon as it is known."""
        self._leap = run
        if self.found is not None:
            self._follow()

    def reload(self) -> None:
        """Read the runs."""
        if self.account_id and self.ui.desk is not None:
            self.ui.read(
                read_account,
                self.account_id,
                self.ui.day,
                then=self._show,
                failed=self._fail,
                key="runs of an account",
            )

    def _show_none(self) -> None:
        self.hint.setText("")
        self._advice.setVisible(False)
        for part in (self.going, self.over, self.over_head, self.rest):
            part.setVisible(False)

    def _fail(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self._show_none()
        self.hint.setText(f"The playbooks could not be read. {told}")
        self.hint.setVisible(True)

    def _show(self, found: AccountRuns) -> None:
        if found.account_id != self.account_id:
            return
        self.found = found
        going = [one for one in found.runs if one.ended is None]
        over = [one for one in found.runs if one.ended is not None]
        self.card.set_subtitle(self._subtitle(going, over))
        self.going.show_runs(going, found.day)
        self.going.setVisible(bool(going))
        shown = over if self._all else over[:FEW]
        self.over.show_runs(shown, found.day)
        self.over.setVisible(bool(over))
        self.over_head.setText(f"Over: {len(over)}")
        self.over_head.setVisible(bool(over))
        left = len(over) - len(shown)
        self.rest.setText(f"Show {left} more")
        self.rest.setVisible(left > 0)
        self._show_advice(found.suggested)
        self.hint.setVisible(not going)
        self.hint.setText("" if going else "None is at work on this account.")
        self._follow()

    @staticmethod
    def _subtitle(going: list[RunRow], over: list[RunRow]) -> str:
        late = sum(one.overdue for one in going)
        asked = sum(one.ask_due for one in (*going, *over))
        parts = [f"{late} overdue"] if late else []
        parts += [f"{len(going)} at work"] if going else []
        parts += [f"{asked} outcome{'' if asked == 1 else 's'} to tell"] if asked else []
        return ", ".join(parts)

    def _show_advice(self, found: Suggestion | None) -> None:
        known = self.found.runs if self.found is not None else ()
        runs = {one.playbook for one in known if one.ended is None}
        fits = found is not None and found.playbook not in runs and not self.ui.looking_back
        self._advice.setVisible(fits)
        if found is not None and fits:
            self.suggested.setText(f"Suggested: {found.playbook}, {found.why}")

    def _follow(self) -> None:
        run, self._leap = self._leap, -1
        if run >= 0:
            self.unfold(run)

    def unfold(self, run: int) -> None:
        """Show the checklist of a run."""
        if self.panel is None:
            self.panel = RunPanel(self.ui, inside=True)
            self.panel.gone.connect(self.fold)
            self._place.addWidget(hline())
            self._place.addWidget(self.panel)
            self._place.addWidget(hline())
        self._see_panel(seen=True)
        for listed in (self.going, self.over):
            listed.mark_open(run)
        self.panel.show_run(run)
        self.unfolded.emit()

    @Slot()
    def fold(self) -> None:
        """Show no checklist."""
        self._see_panel(seen=False)
        for listed in (self.going, self.over):
            listed.mark_open(-1)

    def _see_panel(self, *, seen: bool) -> None:
        for at in range(self._place.count()):
            item = self._place.itemAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(seen)

    @Slot(object)
    def _on_row_entered(self, row: RunRow) -> None:
        if self.going.open_run == row.id:
            self.fold()
        else:
            self.unfold(row.id)

    @Slot()
    def ask_start(self) -> None:
        """Ask which playbook is to be started."""
        if self.account_id:
            self.ui.start_playbook((self.account_id,))

    @Slot()
    def _on_take_clicked(self) -> None:
        found = self.found.suggested if self.found is not None else None
        if found is not None:
            self.ui.start_playbook((self.account_id,), found.playbook)

    @Slot()
    def _on_rest_clicked(self) -> None:
        self._all = True
        self.reload()
