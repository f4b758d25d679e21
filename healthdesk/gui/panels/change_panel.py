"""The card "Why did it change?": two days, the exact split, the evidence behind each row."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.views import EvidenceView, WhyView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.day_button import DayButton
from healthdesk.gui.panels.foot_line import FootLine
from healthdesk.gui.panels.popover import TablePopover
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.waterfall import WaterfallChart
from healthdesk.gui.parts.waterfall_evidence import table
from healthdesk.gui.parts.waterfall_figures import sentence, waterfall
from healthdesk.gui.parts.waterfall_layout import SUM

_VALUES = QSize(300, 420)
_NOTE_HIGH = 26


class ChangePanel(Card):
    """Shows a `WhyView` and, row by row, its evidence.

    Signals:
        days_chosen: first and last day of another comparison.
        evidence_requested: the key of a measure whose facts are wanted.
        sources_requested: a title, the rows that are wanted, what was sought where there are none.
        usage_requested: a metric and the day from which it is wanted.
        finding_requested: somebody wants to write down why.
        action_requested: something should come of it.
        playbook_requested: a playbook should be started because of it.
        report_requested: the change is wanted as one page, with what was found.
        findings_requested: what was found so far is to be shown.
        all_requested: all rows behind the change are wanted.
        reported_requested: the same as it was reported, with what the model changed.
    """

    days_chosen = Signal(int, int)
    evidence_requested = Signal(str)
    sources_requested = Signal(str, object, object)
    usage_requested = Signal(str, int)
    finding_requested = Signal()
    action_requested = Signal()
    playbook_requested = Signal()
    report_requested = Signal()
    findings_requested = Signal()
    all_requested = Signal()
    reported_requested = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Why did it change?", parent=parent, padding=0)
        self._words = words
        self.first = DayButton(theme, words, "From")
        self.last = DayButton(theme, words, "To")
        self.chart = WaterfallChart(theme, words)
        self.foot = FootLine(theme, "bulb")
        self.popover: TablePopover | None = None
        self._evidence: dict[str, EvidenceView] = {}
        self.add_tool(self.first)
        self.add_tool(PlainLabel("to", "grey"))
        self.add_tool(self.last)
        self.model = FootLine(theme, "adjustments")
        self.model.setFixedHeight(_NOTE_HIGH)
        self.reported = self.model.add_link("As reported")
        self.reported.setToolTip("Show what was shown on these days, the changed model apart")
        self.model.hide()
        self.body.addWidget(self.model)
        self.body.addWidget(self.chart)
        self.findings = self.foot.add_link("Findings")
        self.write = self.foot.add_link("Write finding")
        self.act = self.foot.add_link("Make action")
        self.play = self.foot.add_link("Start playbook")
        self.report = self.foot.add_link("Report")
        self.report.setToolTip("Why it changed, as one page: the finding with its evidence")
        self.set_foot(self.foot)
        self.set_findings(0, 0, "")
        self.findings.clicked.connect(self.findings_requested)
        self.write.clicked.connect(self.finding_requested)
        self.act.clicked.connect(self.action_requested)
        self.play.clicked.connect(self.playbook_requested)
        self.report.clicked.connect(self.report_requested)
        self.reported.clicked.connect(self.reported_requested)
        self.first.day_chosen.connect(self._on_first_day_chosen)
        self.last.day_chosen.connect(self._on_last_day_chosen)
        self.chart.total.spot_clicked.connect(self._on_total_spot_clicked)
        rows = self.chart.rows
        rows.evidence_requested.connect(self._on_rows_evidence_requested)
        rows.values_requested.connect(self._on_rows_values_requested)
        rows.sources_requested.connect(self._on_rows_sources_requested)
        rows.leap_requested.connect(self._on_rows_leap_requested)

    @property
    def days(self) -> tuple[int, int] | None:
        """The two days that are compared."""
        first, last = self.first.day, self.last.day
        return None if first is None or last is None else (first, last)

    def set_days(self, days: tuple[int, int] | None, as_of: int, today: int) -> None:
        """Show which days are compared; none after `as_of` can be picked."""
        first, last = days if days is not None else (None, None)
        self.first.set_day(first, as_of - 1, today)
        self.last.set_day(last, as_of, today)

    def show_why(self, view: WhyView, colors: Mapping[str, str]) -> None:
        """Show the split; rows that were open ask for their facts again."""
        self._evidence = {}
        self._show_model(view)
        figures = waterfall(view, colors, self._words.bands)
        words = self._words
        if figures is None:
            missing = view.first if view.score_from is None else view.last
            self.foot.say("")
            self.show_empty(
                f"No score on {words.day(missing)}",
                "Pick two days on the chart that both have a score.",
                icon="",
            )
            return
        self.foot.say(sentence(figures, words) or view.sentence)
        if not figures.rows:
            self.show_empty(
                "Nothing changed",
                f"{words.number(figures.last / 10, 1)} on both days, and every measure as it was.",
                icon="",
            )
            return
        self.show_body()
        self.chart.show_figures(figures, (view.first, view.last))

    def _show_model(self, view: WhyView) -> None:
        """Point at what a changed model did, where only scores as reported show it."""
        moved = view.model_change
        self.model.setVisible(moved is not None)
        if moved is not None:
            points = self._words.signed(moved, 1)
            self.model.say(
                "Restated with the model of today. As reported, a model change of"
                f" {points} points lies between."
            )

    def set_findings(self, count: int, without: int, off: str) -> None:
        """Say how many findings there are; `off` says why none can be written now."""
        self.findings.setText(self._words.count(count, "finding"))
        self.findings.setVisible(count > 0)
        asks = f"{self._words.number(without)} without action" if without else "all acted upon"
        self.findings.setToolTip(asks)
        for button, said in (
            (self.write, "Walk through the checklist and keep what you find"),
            (self.act, "A get-well plan or a task"),
        ):
            button.setEnabled(not off and self.days is not None)
            button.setToolTip(off or said)

    def show_nothing(self, title: str, text: str) -> None:
        """Say why there is nothing to compare."""
        self.foot.say("")
        self.show_empty(title, text, icon="")

    def show_evidence(self, view: EvidenceView) -> None:
        """Put facts under their row."""
        self._evidence[view.key] = view
        self.chart.set_evidence(view)

    def show_trouble(self, sentence: str) -> None:
        """Say under the rows that wait for facts why they could not be read."""
        self.chart.rows.set_trouble(sentence)

    @Slot(str)
    def _on_total_spot_clicked(self, key: str) -> None:
        if key == SUM:
            self.all_requested.emit()

    @Slot(int)
    def _on_first_day_chosen(self, day: int) -> None:
        last = self.last.day
        if last is not None:
            self.days_chosen.emit(min(day, last - 1), last)

    @Slot(int)
    def _on_last_day_chosen(self, day: int) -> None:
        first = self.first.day
        if first is not None:
            self.days_chosen.emit(min(first, day - 1), day)

    @Slot(str)
    def _on_rows_evidence_requested(self, key: str) -> None:
        self.evidence_requested.emit(key)

    @Slot(str)
    def _on_rows_values_requested(self, key: str) -> None:
        view = self._evidence.get(key)
        if view is not None:
            self._open_values(view)

    @Slot(str, int)
    def _on_rows_sources_requested(self, key: str, place: int) -> None:
        view = self._evidence.get(key)
        if view is None:
            return
        if place < 0:
            title = f"{view.title}: where it comes from"
            self.sources_requested.emit(title, view.refs, view.sought)
        elif place < len(view.rows):
            fact = view.rows[place]
            self.sources_requested.emit(fact.text, (RowRef(fact.table, fact.row),), None)

    @Slot(str)
    def _on_rows_leap_requested(self, key: str) -> None:
        view, days = self._evidence.get(key), self.days
        if view is not None and view.metric and days is not None:
            self.usage_requested.emit(view.metric, days[0])

    def _open_values(self, view: EvidenceView) -> None:
        if self.popover is None:
            self.popover = TablePopover(self.theme, "Daily values", self)
        head, lines = table(view, self._words)
        title = f"{view.title}: daily values"
        self.popover.show_lines(title, head, lines, right=frozenset(head[1:]))
        corner = self.mapToGlobal(QPoint(self.width() - 12, 80))
        self.popover.open_at(corner, _VALUES)
