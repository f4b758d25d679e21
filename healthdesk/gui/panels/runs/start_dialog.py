"""The dialog "Start playbook": which one, from which day, for whom, and how it would go.

Not here: what is read for it and what is done then (starter.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.playbook_view import Trial
from healthdesk.core.domain.run_choice import PlaybookChoice, StartChoices
from healthdesk.gui.base.dialogs import Box
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form_fields import DayInput, Field
from healthdesk.gui.panels.runs.choice_list import ChoiceList, lines
from healthdesk.gui.panels.runs.preview_list import PreviewList
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import Paragraph, PlainLabel
from healthdesk.gui.parts.search_field import SearchField
from healthdesk.gui.parts.select_button import SelectButton

if TYPE_CHECKING:
    from healthdesk.core.services import run_choice
else:
    run_choice = lazily("healthdesk.core.services.run_choice")

WIDE, HIGH, LEFT = 820, 560, 300
REST = 120
"""Milliseconds after which the steps of another playbook are looked up."""


@dataclass(frozen=True)
class Wanted:
    """What is to be started."""

    playbook: str
    accounts: tuple[str, ...]
    day: int
    owner: str


class StartDialog(Box):
    """Chooses; nothing is created before Start is pressed."""

    def __init__(self, ui: Ui, choices: StartChoices, playbook: str = "") -> None:
        super().__init__("Start playbook", "", ui.dialogs.window, WIDE)
        self.setMaximumWidth(WIDE)
        self.setFixedHeight(HIGH)
        self.ui = ui
        self.choices = choices
        self._text.setText(_for_whom(choices))
        self.search = SearchField(ui.theme, "Find a playbook", "search")
        self.list = ChoiceList(ui.theme, ui.words)
        self.list.chosen = playbook
        self.name = PlainLabel("", "strong", elide=True)
        self.about = Paragraph(ui.theme, "", "text2")
        self.day = DayInput(ui, Field("day", "Start day", "day", ui.today, required=True))
        self.owner = QLineEdit()
        self.owner.setAccessibleName("Whose run it is")
        self.owner.setPlaceholderText("Yours where it stays empty")
        self.account = SelectButton(ui.theme, "Account of the preview")
        self.account.offer(self._account_options, "Find an account")
        self.preview = PreviewList(ui.theme, ui.words, "Steps and their days")
        self.end = PlainLabel("", "caption")
        self.left_out = PlainLabel("", "small", tone="notice", wrap=True)
        self.trial: Trial | None = None
        self._account = choices.accounts[0][0] if choices.accounts else ""
        self._later = Later(self, REST, self._read_preview)
        self._lay_out()
        self._connect()
        self._fill()
        self.search.setFocus()

    @property
    def chosen(self) -> PlaybookChoice | None:
        """The playbook that is chosen."""
        listed = self.choices.playbooks
        return next((one for one in listed if one.name == self.list.chosen), None)

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts on which it would be started: not those on which it is at work."""
        chosen = self.chosen
        running = chosen.running if chosen is not None else frozenset()
        return tuple(key for key, _ in self.choices.accounts if key not in running)

    @property
    def wanted(self) -> Wanted | None:
        """What is to be started; None where nothing can be."""
        chosen, day = self.chosen, self.day.day
        if chosen is None or day is None or not self.accounts:
            return None
        return Wanted(chosen.name, self.accounts, day, self.owner.text().strip())

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        self.search.setFixedWidth(LEFT)
        self.list.setFixedWidth(LEFT)
        across.addLayout(left)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.name)
        right.addWidget(self.about)
        right.addLayout(self._lay_out_inputs())
        right.addWidget(self.left_out)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(PlainLabel("How it would go", "medium"))
        head.addWidget(self.end, 1)
        self.account.setMaximumWidth(180)
        head.addWidget(self.account)
        right.addSpacing(4)
        right.addLayout(head)
        right.addWidget(self.preview, 1)
        across.addLayout(right, 1)
        self._body.addWidget(inside, 1)
        self.say_escape("starts nothing")
        no = self.add_button("Cancel", "normal")
        no.clicked.connect(self.reject)
        self.yes = self.add_button("Start", "primary")
        self.yes.setDefault(True)

    def _lay_out_inputs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        for title, widget in (("Start day", self.day), ("Whose run it is", self.owner)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(PlainLabel(title, "caption"))
            column.addWidget(widget)
            row.addLayout(column, 1)
        return row

    def _connect(self) -> None:
        self.search.searched.connect(self._on_search_searched)
        self.search.textChanged.connect(self._on_search_searched)
        self.search.left_down.connect(self._on_search_left_down)
        self.search.entered.connect(self._on_yes_clicked)
        self.list.walked.connect(self._on_list_walked)
        self.day.changed.connect(self._on_day_changed)
        self.account.chosen.connect(self._on_account_chosen)
        self.yes.clicked.connect(self._on_yes_clicked)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_yes_clicked)

    def _fill(self) -> None:
        count = len(self.choices.accounts)
        self.list.accounts = count
        self.list.show_lines(lines(self.choices.playbooks, self.search.text(), count))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen, words = self.chosen, self.ui.words
        self.name.setText(chosen.name if chosen else "No playbook has these words")
        self.about.setText(_about(chosen, words.days) if chosen else "")
        free = self.accounts
        self.account.setVisible(len(self.choices.accounts) > 1)
        self.left_out.setText(self._left_out())
        self.left_out.setVisible(bool(self.left_out.full_text))
        if self._account not in free and free:
            self._account = free[0]
        self.account.say(self.choices.called(self._account))
        wanted = self.wanted
        many = len(self.choices.accounts) > 1
        count = words.count(len(free), "account")
        self.yes.setText(f"Start on {count}" if many and wanted else "Start")
        self.yes.setEnabled(wanted is not None)
        self._later.start()

    def _left_out(self) -> str:
        """Who already runs it, in words."""
        chosen = self.chosen
        if chosen is None or not chosen.running:
            return ""
        names = [name for key, name in self.choices.accounts if key in chosen.running]
        if len(self.choices.accounts) == 1:
            return f"It is at work on {names[0]} already."
        some = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        verb = "are" if len(names) > 1 else "is"
        return f"{some} {verb} left out: it is at work there already."

    def _read_preview(self) -> None:
        chosen, day = self.chosen, self.day.day
        if chosen is None or day is None or not self._account:
            self._show_trial(None)
            return
        self.ui.read(
            run_choice.preview,
            chosen.name,
            self._account,
            day,
            then=self._show_trial,
            failed=self._show_failure,
            key="start preview",
        )

    def _show_trial(self, trial: Trial | None) -> None:
        self.trial = trial
        rows = trial.rows if trial is not None else ()
        self.preview.show_trial(rows)
        told = f"until {self.ui.words.day(trial.end_day)}" if trial is not None and rows else ""
        self.end.setText(told)

    def _show_failure(self, error: Exception) -> None:
        self._show_trial(None)
        self.end.setText(error.sentence if isinstance(error, DeskError) else "cannot be told")

    def _account_options(self) -> Sequence[Option]:
        free = set(self.accounts)
        listed = [one for one in self.choices.accounts if one[0] in free][:200]
        return [Option(key, name, chosen=key == self._account) for key, name in listed]

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        del text
        self._fill()

    @Slot()
    def _on_search_left_down(self) -> None:
        self.list.setFocus()

    @Slot()
    def _on_list_walked(self) -> None:
        self._show_chosen()

    @Slot()
    def _on_day_changed(self) -> None:
        if self.day.day is not None and self.day.day < self.ui.today:
            self.day.set_day(self.ui.today)
        self._show_chosen()

    @Slot(str)
    def _on_account_chosen(self, key: str) -> None:
        self._account = key
        self._show_chosen()

    @Slot()
    def _on_yes_clicked(self) -> None:
        if self.wanted is not None:
            self.accept()


def _for_whom(choices: StartChoices) -> str:
    names = [name for _, name in choices.accounts]
    if len(names) <= 3:
        some = ", ".join(names[:-1])
        return f"For {f'{some} and ' if some else ''}{names[-1] if names else 'no account'}."
    return f"For {len(names):,} accounts: {', '.join(names[:3])} and {len(names) - 3:,} more."


def _about(choice: PlaybookChoice, days: object) -> str:
    steps = f"{choice.steps} step{'' if choice.steps == 1 else 's'}"
    say = days(choice.days) if callable(days) else ""
    measure = f" Worked if: {choice.measure}." if choice.measure else ""
    purpose = choice.purpose.rstrip(".")
    return f"{purpose}.{measure.replace('..', '.')} {steps} over {say}, version {choice.version}."
