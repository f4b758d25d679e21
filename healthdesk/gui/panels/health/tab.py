"""The tab Health: what the score is made of, its history, why it changed, what was found.

Not here: what the cards show and how (panels), what is read (reading.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.run_choice import Suggestion
from healthdesk.core.domain.source_ref import Ref, Sought
from healthdesk.core.domain.turning_point import default_days
from healthdesk.core.domain.views import EvidenceView, HistoryView, Mark, WhyView
from healthdesk.core.services.health import PERIOD
from healthdesk.gui.base.changing import OFF
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.change_panel import ChangePanel
from healthdesk.gui.panels.composition_panel import CompositionPanel
from healthdesk.gui.panels.health.acts import FindingActs
from healthdesk.gui.panels.health.part_words import part_title
from healthdesk.gui.panels.health.reading import (
    Account,
    read_account,
    read_behind,
    read_evidence,
    read_history,
    read_profile,
    read_refs,
    read_trend_marks,
    read_why,
)
from healthdesk.gui.panels.health.sentence_strip import SentenceStrip
from healthdesk.gui.panels.history_panel import HistoryPanel
from healthdesk.gui.panels.runs.reading import read_suggestion
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.parts.composition_figures import dimension_colors

MARGIN, GAP = 16, 12
LEFT_SHARE, RIGHT_SHARE = 574, 622
_SIDE_BY_SIDE = 900
"""Width from which the cards stand side by side."""
_STACKED_HEIGHTS = (220, 420)


class HealthTab(AccountTab):
    """One account's health on the day in view."""

    key = "health"
    title = "Health"
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.ACCOUNTS, Topic.FACTS, Topic.SCORES, Topic.PROFILES, Topic.WORK}
    )

    in_steps = True

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the tab; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self._account: Account | None = None
        self._history: HistoryView | None = None
        self._picks: tuple[int, int] | None = None
        self._as_of: int | None = None
        self._why: WhyView | None = None
        self._sources: SourcePopover | None = None
        self._pressed = self._moved = ""
        self.acts = FindingActs(ui, self)
        self._suggested = ""
        self._lay_out()
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards, one at a time."""
        theme, words = self.ui.theme, self.ui.words
        self.strip = SentenceStrip(theme)
        self._column.insertWidget(0, self.strip)
        self.composition = CompositionPanel(theme, words)
        self._cards.insertWidget(0, self.composition, LEFT_SHARE)
        yield None
        self.history = HistoryPanel(theme, words)
        self._beside.insertWidget(0, self.history, 0)
        yield None
        self.change = ChangePanel(theme, words)
        self._beside.insertWidget(1, self.change, 1)
        self._connect()
        yield None
        self._show_loading()

    @property
    def picks(self) -> tuple[int, int] | None:
        """The two days that are compared."""
        return self._picks

    @property
    def shown_for(self) -> str:
        """The account whose score and history are shown, "" while they are read."""
        read = self._account is not None and self._history is not None
        return self.account_id if read else ""

    def forget(self) -> None:
        """Show nothing of the account before."""
        self._account = self._history = self._picks = self._why = None
        self._show_loading()

    def reload(self) -> None:
        """Read composition and history; the split follows once the days are known."""
        if not self.account_id:
            return
        job = self.ui.read(
            read_account,
            self.account_id,
            self.ui.day,
            then=self._show_account,
            failed=self._show_failure,
            key="account",
        )
        if job < 0:
            self.composition.show_nothing("No desk is open", "Open a desk to see its accounts.")

    def _show_loading(self) -> None:
        self.strip.say(None)
        self.strip.suggest("", "")
        self.composition.show_loading("Reading the score")
        self.history.show_loading("Reading the history")
        self.change.show_loading("Comparing two days")
        self.change.set_days(None, self.ui.day, self.ui.today)

    @Slot(object)
    def _show_account(self, account: Account) -> None:
        if account.header.account_id != self.account_id:
            return
        self._account = account
        self.strip.say(account.telling, account.matters)
        self.acts.show(self.account_id, account.findings)
        if account.composition is not None:
            self.composition.show_view(account.composition)
        else:
            title, text = self._no_score_words(account)
            self.composition.show_nothing(title, text, "See the data", "database")
        self._read_history()
        self._read_suggestion()

    def _read_suggestion(self) -> None:
        self.ui.read(
            read_suggestion,
            self.account_id,
            self.ui.day,
            then=self._show_suggestion,
            failed=self._show_no_suggestion,
            key="suggestion",
            patient=True,
        )

    def _show_suggestion(self, found: tuple[str, Suggestion | None]) -> None:
        account, suggested = found
        if account != self.account_id or suggested is None or self.ui.looking_back:
            self.strip.suggest("", "")
        else:
            self.strip.suggest(suggested.playbook, suggested.why)
        self._suggested = "" if suggested is None else suggested.playbook

    def _show_no_suggestion(self, error: Exception) -> None:
        del error  # the tab Work tells what is the matter with playbooks
        self.strip.suggest("", "")

    @Slot()
    def _on_strip_playbook_requested(self) -> None:
        self.ui.start_playbook((self.account_id,), self._suggested)

    @Slot()
    def _on_change_playbook_requested(self) -> None:
        self.ui.start_playbook((self.account_id,))

    def _no_score_words(self, account: Account) -> tuple[str, str]:
        header, words = account.header, self.ui.words
        if header.churned is not None and header.churned <= header.day:
            return (
                f"Churned on {words.day(header.churned)}",
                "It keeps its history and has no score from that day on.",
            )
        if header.first_day is not None and header.first_day > header.day:
            return (
                f"Begins on {words.day(header.first_day)}",
                "On the day in view it was not yet a customer.",
            )
        return "No score yet", "Import usage, answers or touchpoints of this account."

    def _read_history(self) -> None:
        back, day = self.history.days_back, self.ui.day
        first = day - back + 1
        header = self._account.header if self._account else None
        began = header.first_day if header is not None else None
        if not back:
            first = max(began if began is not None else day - 364, day - 3650)
        if header is not None and header.churned is not None and header.churned <= first:
            first = header.churned - max(back, 180)  # a churned account still shows its last days
        self.ui.read(
            read_history,
            self.account_id,
            first,
            day,
            as_reported=self.history.as_reported,
            then=self._show_history,
            failed=self._show_history_failure,
            key="history",
        )

    @Slot(object)
    def _show_history(self, view: HistoryView) -> None:
        if view.account_id != self.account_id:
            return
        self._history = view
        if self._picks is None or self._as_of != self.ui.day:
            self._as_of = self.ui.day
            self._picks = default_days(view.days, self.ui.day)
        self.history.show_history(view, self._picks)
        self._read_why()
        if view.days:
            self.ui.read(
                read_trend_marks,
                self.account_id,
                view.days[0].day,
                view.days[-1].day,
                then=self._show_trend_marks,
                failed=self._leave_trend_marks,
                key="trend marks",
            )

    @Slot(object)
    def _show_trend_marks(self, found: tuple[Mark, ...]) -> None:
        """Put where use turned beside the other marks, if the same history is still shown."""
        view = self._history
        if view is None or not found:
            return
        known = sorted((*view.marks, *found), key=lambda one: (one.day, one.kind))
        self._history = replace(view, marks=tuple(known))
        self.history.show_history(self._history, self._picks)

    @Slot(object)
    def _leave_trend_marks(self, error: Exception) -> None:
        """The chart stands without them."""

    def leap(self, leap: Leap) -> None:
        """Compare a day with the one in view; the word "finding" asks for one."""
        if leap.day is not None and leap.day < self.ui.day:
            self._pick(leap.day, self.ui.day)
        if leap.word == "finding":
            days = self._picks or (self.ui.day - PERIOD, self.ui.day)
            self.acts.write(days, self._why)

    def _read_why(self) -> None:
        self.change.set_days(self._picks, self.ui.day, self.ui.today)
        found = self._account.findings if self._account else ()
        off = OFF if self.ui.looking_back else ""
        self.change.set_findings(len(found), sum(one.open for one in found), off)
        if self._picks is None:
            self.change.show_nothing(
                "Nothing to compare yet", "A change needs two days with a score."
            )
            return
        self.ui.read(
            read_why,
            self.account_id,
            *self._picks,
            as_reported=self.history.as_reported,
            then=self._show_why,
            failed=self._show_why_failure,
            key="why",
        )

    @Slot(object)
    def _show_why(self, view: WhyView) -> None:
        if view.account_id == self.account_id and (view.first, view.last) == self._picks:
            self._why = view
            self.change.show_why(view, self._colors(view))

    def _colors(self, view: WhyView) -> dict[str, str]:
        """The colours of the composition, and others for dimensions that only the past had."""
        composition = self._account.composition if self._account else None
        keys = [one.key for one in composition.score.dimensions] if composition else []
        return dimension_colors([*dict.fromkeys([*keys, *(row.dimension for row in view.rows)])])

    @Slot(object)
    def _show_evidence(self, view: EvidenceView) -> None:
        self.change.show_evidence(view)

    @Slot(object)
    def _show_profile(self, profile: Profile) -> None:
        if self._account is not None and self._account.composition is not None:
            self.composition.show_formula(profile, self._account.composition)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        self.composition.show_error("The score could not be read", _sentence(error))
        self.history.show_error("The history could not be read", _sentence(error))
        self.change.show_nothing("Nothing to compare", "The score could not be read.")

    @Slot(object)
    def _show_history_failure(self, error: Exception) -> None:
        self.history.show_error("The history could not be read", _sentence(error))
        self.change.show_nothing("Nothing to compare", "The history could not be read.")

    @Slot(object)
    def _show_why_failure(self, error: Exception) -> None:
        self.change.show_error("The change could not be explained", _sentence(error))

    @Slot(object)
    def _show_evidence_failure(self, error: Exception) -> None:
        self.change.show_trouble(_sentence(error))

    def _pick(self, first: int, last: int) -> None:
        self._picks = (first, last)
        self.history.set_picks(self._picks)
        self._read_why()

    def _lay_out(self) -> None:
        content = QWidget(self)
        content.setProperty("ground", "canvas")
        content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        # The page stands before its cards go in: whatever is moved is styled again.
        self._column = column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(GAP)
        column.addLayout(self._cards, 1)
        self._right = QWidget(content)
        self._cards.addWidget(self._right, RIGHT_SHARE)
        self._beside = QVBoxLayout(self._right)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(GAP)

    def _connect(self) -> None:
        self.composition.formula_requested.connect(self._on_composition_formula_requested)
        self.composition.acted.connect(self._on_composition_acted)
        self.history.asked.connect(self._on_history_asked)
        self.history.days_picked.connect(self._on_days_picked)
        self.change.days_chosen.connect(self._on_days_picked)
        self.change.evidence_requested.connect(self._on_change_evidence_requested)
        self.composition.measure_pressed.connect(self._on_composition_measure_pressed)
        self.change.sources_requested.connect(self._on_change_sources_requested)
        self.change.usage_requested.connect(self._on_change_usage_requested)
        self.change.finding_requested.connect(self._on_change_finding_requested)
        self.change.action_requested.connect(self._on_change_action_requested)
        self.change.playbook_requested.connect(self._on_change_playbook_requested)
        self.change.report_requested.connect(self._on_change_report_requested)
        self.strip.rows_requested.connect(self._on_strip_rows_requested)
        self.strip.playbook_requested.connect(self._on_strip_playbook_requested)
        self.change.all_requested.connect(self._on_change_all_requested)
        self.change.reported_requested.connect(self._on_change_reported_requested)
        self.change.findings_requested.connect(self._on_change_findings_requested)
        for panel in (self.composition, self.history, self.change):
            panel.retry_requested.connect(self._on_panel_retry_requested)

    @Slot()
    def _on_composition_formula_requested(self) -> None:
        if self._account is not None and self._account.composition is not None:
            key = self._account.composition.score.profile
            self.ui.read(read_profile, key, then=self._show_profile, key="profile")

    @Slot()
    def _on_composition_acted(self) -> None:
        self.ui.open_page("data")

    @Slot()
    def _on_history_asked(self) -> None:
        self._read_history()

    @Slot(int, int)
    def _on_days_picked(self, first: int, last: int) -> None:
        self._pick(first, last)

    @Slot(str)
    def _on_change_evidence_requested(self, key: str) -> None:
        if self._picks is not None:
            self.ui.read(
                read_evidence,
                self.account_id,
                key,
                *self._picks,
                as_reported=self.history.as_reported,
                then=self._show_evidence,
                failed=self._show_evidence_failure,
                key=f"evidence {key}",
            )

    @Slot(str)
    def _on_composition_measure_pressed(self, key: str) -> None:
        self._pressed = key
        self.ui.read(read_refs, self.account_id, key, self.ui.day, then=self._show_refs, key="refs")

    @Slot(object)
    def _show_refs(self, found: tuple[tuple[Ref, ...], Sought | None]) -> None:
        account, (refs, sought) = self._account, found
        if account is None or account.composition is None:
            return
        title = part_title(account.composition, self._pressed)
        at = self.composition.chart.place_of(self._pressed)
        self.open_sources(title, refs, at, sought)

    def open_sources(
        self, title: str, refs: Sequence[Ref], at: QPoint, sought: Sought | None = None
    ) -> None:
        """Show stored rows under a place of the screen."""
        if self._sources is None:
            self._sources = SourcePopover(self.ui, self)
        self._sources.open_refs(title, refs, at, sought)

    @Slot(str, object, object)
    def _on_change_sources_requested(
        self, title: str, refs: tuple[Ref, ...], sought: Sought | None
    ) -> None:
        self.open_sources(title, refs, self.change.chart.place_of_current(), sought)

    @Slot(str, int)
    def _on_change_usage_requested(self, metric: str, day: int) -> None:
        self.leap_requested.emit(Leap("usage", day, word=metric))

    @Slot()
    def _on_change_finding_requested(self) -> None:
        if self._picks is not None:
            self.acts.write(self._picks, self._why)

    @Slot()
    def _on_change_report_requested(self) -> None:
        if self._picks is not None:
            self.acts.report(*self._picks)

    @Slot()
    def _on_change_action_requested(self) -> None:
        self.acts.make_action()

    @Slot()
    def _on_change_all_requested(self) -> None:
        if self._picks is not None:
            self._read_behind(*self._picks, as_reported=self.history.as_reported)

    @Slot()
    def _on_strip_rows_requested(self) -> None:
        self._read_behind(self.ui.day - PERIOD, self.ui.day, as_reported=False)

    def _read_behind(self, first: int, last: int, *, as_reported: bool) -> None:
        """Show all rows that moved the score between two days."""
        words = self.ui.words
        self._moved = f"Score, {words.day(first)} to {words.day(last)}: all rows behind the change"
        self.ui.read(
            read_behind,
            self.account_id,
            first,
            last,
            as_reported=as_reported,
            then=self._show_behind,
            key="behind",
        )

    @Slot(object)
    def _show_behind(self, refs: tuple[Ref, ...]) -> None:
        corner = self.strip.mapToGlobal(self.strip.rect().bottomLeft())
        self.open_sources(self._moved, refs, corner)

    @Slot()
    def _on_change_reported_requested(self) -> None:
        self.history.show_reported()

    @Slot()
    def _on_change_findings_requested(self) -> None:
        link = self.change.findings
        self.acts.open_list(link.mapToGlobal(link.rect().topRight()))

    @Slot()
    def _on_panel_retry_requested(self) -> None:
        self._show_loading()
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the cards in a narrow window."""
        super().resizeEvent(event)
        beside = self.width() >= _SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._cards.direction() != way:
            self._cards.setDirection(way)
        self.composition.set_whole(whole=not beside)
        heights = (0, 0) if beside else _STACKED_HEIGHTS
        for panel, height in zip((self.history, self.change), heights, strict=True):
            panel.setMinimumHeight(height)
        room = self.height() - 3 * GAP - self.strip.height()
        self.history.setFixedHeight(min(max(round(room * 0.29), 176), 236))


def _sentence(error: Exception) -> str:
    """What to tell about a failure: the core's own sentence, or that nothing is lost."""
    return str(error) if isinstance(error, DeskError) else "Your desk is untouched."
