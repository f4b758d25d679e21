"""What is tested: lead, period, segment; in the tab also the version, and who counts as lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.backtest_view import LEADS, LeadRow
from healthdesk.core.domain.rule import Rule
from healthdesk.core.services.backtest import DRAFT
from healthdesk.core.services.backtest_ground import Ground
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.day_button import DayButton
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.select_button import SelectButton

OUTCOMES, RULE, AGAIN = "outcomes", "rule", "again"
ALL: Final = ""
NOTHING: Final = "none"
_PUBLISHED: Final = "published"


class BacktestBar(QWidget):
    """Controls side by side, in as many lines as they need.

    Signals:
        wanted: a `BacktestWish`.
        rule_wanted: somebody wants to say by a rule who was lost.
        suggestion_wanted: somebody wants weights and curves suggested.
        other_wanted: the version to compare with as text; "none" = no other.
    """

    wanted = Signal(object)
    rule_wanted = Signal()
    other_wanted = Signal(str)
    suggestion_wanted = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, full: bool = False) -> None:
        super().__init__(parent)
        self._ui = ui
        self._full = full
        self.held: Ground | None = None
        self._leads: tuple[LeadRow, ...] = ()
        self._other = NOTHING
        theme, words = ui.theme, ui.words
        self.lead = SelectButton(theme, "Days before")
        self.first = DayButton(theme, words, "First day of the period")
        self.last = DayButton(theme, words, "Last day of the period")
        self.to = PlainLabel("to", "second")
        self.usual = QPushButton("Usual period")
        self.usual.setProperty("kind", "quiet")
        self.segment = SelectButton(theme, "Segment")
        self.version = SelectButton(theme, "Version")
        self.other = SelectButton(theme, "Compare with")
        self.lost = SelectButton(theme, "Lost are")
        self.suggest = QPushButton("Suggest from own history")
        theme.bind_icon(self.suggest, "bulb", "text2", 16)
        self._lay_out()
        for button, options in (
            (self.lead, self._lead_options),
            (self.segment, self._segment_options),
            (self.version, self._version_options),
            (self.other, self._other_options),
            (self.lost, self._lost_options),
        ):
            button.offer(options)
        self.lead.chosen.connect(self._on_lead_chosen)
        self.first.day_chosen.connect(self._on_first_day_chosen)
        self.last.day_chosen.connect(self._on_last_day_chosen)
        self.usual.clicked.connect(self._on_usual_clicked)
        self.segment.chosen.connect(self._on_segment_chosen)
        self.version.chosen.connect(self._on_version_chosen)
        self.other.chosen.connect(self._on_other_chosen)
        self.lost.chosen.connect(self._on_lost_chosen)
        self.suggest.clicked.connect(self.suggestion_wanted)

    def show_ground(self, held: Ground) -> None:
        """Show what was tested."""
        if self.held is None or self.held.view.profile != held.view.profile:
            self._leads = ()
        self.held = held
        view, words = held.view, self._ui.words
        snapshot = view.sampling == "snapshot"
        self.lead.setEnabled(not snapshot)
        days = held.wish.lead if snapshot else view.lead
        self.lead.say("On that day" if snapshot else f"{words.days(days)} before")
        last = self._ui.day
        for one in (self.first, self.to):
            one.setVisible(not snapshot)
        self.first.set_day(view.first, view.last, self._ui.today)
        self.last.set_day(view.last, last, self._ui.today)
        own = held.wish.first is not None or held.wish.last is not None
        self.usual.setVisible(own and not self._ui.looking_back)
        self.segment.say(view.segment or "All accounts", icon="filter")
        self.version.say(self._version_words(held.wish.version))
        self.other.say(self._other_words())
        self.lost.say("Lost: by a rule" if snapshot else "Lost: churned")

    def show_leads(self, rows: Sequence[LeadRow]) -> None:
        """Know what each usual lead would have."""
        self._leads = tuple(rows)

    def set_other(self, key: str) -> None:
        """Compare with another version, without telling anybody."""
        self._other = key
        self.other.say(self._other_words())

    def forget_other(self) -> None:
        """Compare with nothing."""
        self.set_other(NOTHING)

    @property
    def compared(self) -> str:
        """The version to compare with; "none" = no other."""
        return self._other

    def _lay_out(self) -> None:
        flow = FlowLayout(self, 8)
        period = QWidget()
        line = QHBoxLayout(period)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        between: tuple[QWidget, ...] = (self.first, self.to, self.last, self.usual)
        for widget in between:
            line.addWidget(widget)
        shown: list[QWidget] = [self.lead, period, self.segment]
        if self._full:
            shown = [self.version, self.other, *shown, self.lost, self.suggest]
        for rest in (self.version, self.other, self.lost, self.suggest):
            if rest not in shown:
                rest.setParent(self)
                rest.hide()
        for one in shown:
            flow.addWidget(one)

    # What may be chosen.

    def _lead_options(self) -> Sequence[Option]:
        known = {one.lead: one for one in self._leads}
        now = 0 if self.held is None else self.held.view.lead
        return [
            Option(str(lead), f"{self._ui.words.days(lead)} before", self._has(known.get(lead)),
                   lead == now)
            for lead in LEADS
        ]  # fmt: skip

    def _has(self, row: LeadRow | None) -> str:
        if row is None:
            return ""
        words = self._ui.words
        return f"{words.number(row.churned)} lost, {words.number(row.kept)} kept"

    def _segment_options(self) -> Sequence[Option]:
        if self.held is None:
            return ()
        view = self.held.view
        names = [name for name, _ in view.segments]
        return [
            Option(ALL, "All accounts", chosen=view.segment is None),
            *(Option(name, name, chosen=name == view.segment) for name in names),
        ]

    def _version_options(self) -> Sequence[Option]:
        now = None if self.held is None else self.held.wish.version
        return self._versions("" if now is None else str(now))

    def _other_options(self) -> Sequence[Option]:
        return [
            Option(NOTHING, "No other version", chosen=self._other == NOTHING),
            *self._versions(self._other),
        ]

    def _versions(self, now: str) -> list[Option]:
        held = self.held
        if held is None:
            return []
        found = []
        if held.published:
            found.append(Option(_PUBLISHED, "As published", chosen=now in {"", _PUBLISHED}))
        if held.drafted:
            found.append(Option(str(DRAFT), "Draft", chosen=now == str(DRAFT)))
        found += [Option(str(one), f"Version {one}", chosen=now == str(one))
                  for one in held.versions]  # fmt: skip
        return found

    def _lost_options(self) -> Sequence[Option]:
        held = self.held
        if held is None:
            return ()
        snapshot = held.view.sampling == "snapshot"
        return [
            Option(OUTCOMES, "Those with the outcome churned", chosen=not snapshot),
            Option(RULE, "Those in a rule\N{HORIZONTAL ELLIPSIS}", "a snapshot", chosen=snapshot),
        ]

    def _version_words(self, version: int | None) -> str:
        if version is None:
            return "As published"
        return "Draft" if version == DRAFT else f"Version {version}"

    def _other_words(self) -> str:
        if self._other == NOTHING:
            return "Compare with\N{HORIZONTAL ELLIPSIS}"
        return f"beside {self._version_words(version_of(self._other)).lower()}"

    # What was chosen.

    def _want(self, **changes: object) -> None:
        if self.held is not None:
            self.wanted.emit(replace(self.held.wish, **changes))  # type: ignore[arg-type]

    @Slot(str)
    def _on_lead_chosen(self, key: str) -> None:
        self._want(lead=int(key))

    @Slot(int)
    def _on_first_day_chosen(self, day: int) -> None:
        self._want(first=day)

    @Slot(int)
    def _on_last_day_chosen(self, day: int) -> None:
        held = self.held
        if held is None:
            return
        first = held.wish.first
        self._want(last=day, first=None if first is None else min(first, day))

    @Slot()
    def _on_usual_clicked(self) -> None:
        self._want(first=None, last=None)

    @Slot(str)
    def _on_segment_chosen(self, key: str) -> None:
        self._want(segment=key or None)

    @Slot(str)
    def _on_version_chosen(self, key: str) -> None:
        self._want(version=version_of(key), body=None)

    @Slot(str)
    def _on_other_chosen(self, key: str) -> None:
        self._other = key
        self.other.say(self._other_words())
        self.other_wanted.emit(key)

    @Slot(str)
    def _on_lost_chosen(self, key: str) -> None:
        if key == RULE:
            self.rule_wanted.emit()
        else:
            self._want(lost=None)

    def want_rule(self, rule: Rule) -> None:
        """Test who was lost by a rule, as a snapshot."""
        self._want(lost=rule)


def version_of(key: str) -> int | None:
    """A version by the key of its choice; None = as published."""
    return None if key in {_PUBLISHED, "", NOTHING} else int(key)
