"""The card that tries a playbook on an account: what is supposed, and what would come when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.playbook import Playbook, Step, every
from healthdesk.core.domain.playbook_view import Trial
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.suppose_row import AS_IT_IS, SupposeRow
from healthdesk.gui.pages.playbooks.editor.trial_view import TrialView
from healthdesk.gui.panels.shelf.table_view import told_of
from healthdesk.gui.parts import step_words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import Paragraph, PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

if TYPE_CHECKING:
    from healthdesk.core.services import trial as service
else:
    service = lazily("healthdesk.core.services.trial")

WIDE = 306
REST = 300
"""Milliseconds after the last change before it is tried again."""


class TrialCard(Card):
    """Reads the trial of the draft as it is, a moment after each change.

    Signals:
        step_pressed: the id of a step that is to be in the form.
    """

    step_pressed = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Try it on an account")
        self.ui = ui
        self.trial: Trial | None = None
        self._playbook = Playbook("")
        self._account = ""
        self._accounts: tuple[tuple[str, str], ...] = ()
        self._suppose: dict[str, str] = {}
        self._chosen = ""
        self._on = False
        self.account = SelectButton(ui.theme, "Account")
        self.account.offer(self._options, "Find an account")
        self.rows: list[SupposeRow] = []
        self.supposed = QWidget()
        self.view = TrialView(ui.theme, ui.words)
        self.area = QScrollArea()
        self.told = Paragraph(ui.theme, "", "notice", role="small", line=16)
        self._later = Later(self, REST, self.read)
        self._lay_out()
        self.account.chosen.connect(self._on_account_chosen)
        self.view.pressed.connect(self.step_pressed)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self.supposed)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(4)
        column.addWidget(self.view)
        column.addWidget(self.told)
        column.addLayout(self._promise())
        column.addStretch(1)
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("Trial")
        self.body.addWidget(self.account)
        self.body.addWidget(self.supposed)
        self.body.addWidget(self.area, 1)

    def _promise(self) -> QHBoxLayout:
        icon = QLabel()
        icon.setFixedSize(14, 14)
        self.theme.bind_icon(icon, "eye", "text3", 14)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(icon)
        line.addWidget(PlainLabel("Nothing is created by trying.", "caption"), 1)
        return line

    # What is shown.

    def set_accounts(self, accounts: Sequence[tuple[str, str]]) -> None:
        """Offer these accounts; the one that was chosen stays."""
        self._accounts = tuple(accounts)
        known = dict(self._accounts)
        if self._account not in known:
            self._account = self._accounts[0][0] if self._accounts else ""
        self.account.say(known.get(self._account, "Choose an account"))
        self.account.setEnabled(bool(self._accounts))

    def choose_account(self, account_id: str) -> None:
        """Try it on another account."""
        known = dict(self._accounts)
        if account_id in known:
            self._account = account_id
            self.account.say(known[account_id])
            self.read()

    def set_on(self, on: bool) -> None:
        """Whether somebody looks: nothing is read meanwhile."""
        if on and not self._on:
            self._later.start()
        self._on = on

    def show_playbook(self, playbook: Playbook) -> None:
        """Try another state of the playbook, a moment later."""
        if playbook == self._playbook and self.trial is not None:
            return
        self._playbook = playbook
        asked = [step for step in every(playbook.steps) if _is_asked(step)]
        self._suppose = {
            key: value for key, value in self._suppose.items() if key in {step.id for step in asked}
        }
        layout = self.supposed.layout()
        while len(self.rows) < len(asked):
            row = SupposeRow(self.ui)
            row.chosen.connect(self._on_row_chosen)
            self.rows.append(row)
            if layout is not None:
                layout.addWidget(row)
        for at, row in enumerate(self.rows):
            if at < len(asked):
                row.show_step(asked[at], self._suppose.get(asked[at].id, AS_IT_IS))
            row.setVisible(at < min(len(asked), _MOST))
        self.supposed.setVisible(bool(asked))
        if self._on:
            self._later.start()

    def choose(self, key: str) -> None:
        """Show another step as the chosen one, with its words."""
        self._chosen = key
        self.view.choose(key)
        rect = self.view.rect_of(key)
        if rect is not None:
            middle = rect.center().toPoint()
            self.area.ensureVisible(middle.x(), middle.y(), 0, round(rect.height() / 2) + 8)

    def stop(self) -> None:
        """Forget what was to be read."""
        self._later.stop()
        self._on = False

    def read(self) -> None:
        """Try it now."""
        self._later.stop()
        if not self._account or not self._playbook.steps:
            self._clear()
            return
        suppose = {key: _value(value) for key, value in self._suppose.items() if value}
        self.ui.read(
            service.trial,
            self._playbook,
            self._account,
            self.ui.day,
            suppose,
            then=self._show,
            failed=self._show_failure,
            key="trial",
        )

    def _clear(self) -> None:
        self.trial = None
        self.view.show_rows((), "")
        told = "There is no account to try it on." if not self._accounts else ""
        self.told.setText(told)

    def _show(self, trial: Trial) -> None:
        self.trial = trial
        self.show_body()
        self.view.show_rows(trial.rows, self._chosen)
        self.told.setText("")  # what is wrong is told in the form

    def _show_failure(self, error: Exception) -> None:
        told = told_of(error)
        self.trial = None
        self.view.show_rows((), "")
        self.told.setText(f"It could not be tried. {told}")

    def _options(self) -> Sequence[Option]:
        return [Option(key, name, chosen=key == self._account) for key, name in self._accounts]

    @Slot(str)
    def _on_account_chosen(self, key: str) -> None:
        self.choose_account(key)

    @Slot(str, str)
    def _on_row_chosen(self, step: str, value: str) -> None:
        self._suppose[step] = value
        self.read()


_MOST = 6


def _is_asked(step: Step) -> bool:
    return bool(step.arms) or (
        CATALOGUE[step.kind].SPEC.flow == "wait"
        and step_words.option(step, CATALOGUE, "until") == "rule"
    )


def _value(value: str) -> int | bool:
    return value == "yes" if value in {"yes", "no"} else int(value)
