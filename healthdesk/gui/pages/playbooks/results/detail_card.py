"""The card beside the list of results: one playbook's outcomes, steps, and scores afterwards."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.playbook_view import Results, StepResult
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.results import drawings
from healthdesk.gui.pages.playbooks.results.waiting_list import WaitingList
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plain import Paragraph, PlainLabel
from healthdesk.gui.parts.plot_table import TableSwitch

Layout = Callable[[Results, float, Kit], Drawing]
_NAMED = 5
"""Accounts that are told by name."""
NO_PROOF = "Against the first day of each done run. A change is no proof of a cause."


class ResultsPart(DrawnPart):
    """One of the drawings."""

    def __init__(self, ui: Ui, layout: Layout, name: str) -> None:
        super().__init__(ui.theme)
        self.ui = ui
        self.shown: Results | None = None
        self._layout = layout
        self.setAccessibleName(name)

    def show_results(self, shown: Results) -> None:
        """Draw other results."""
        self.shown = shown
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The drawing for a width."""
        if self.shown is None:
            return Drawing(width, 1)
        return self._layout(self.shown, width, Kit(self.measure, self.ui.words))


class DetailCard(Card):
    """One playbook.

    Signals:
        edit_wanted: the name of a playbook that is to be opened in the editor.
    """

    edit_wanted = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Results", "")
        self.ui = ui
        self.found: Results | None = None
        self.edit = QPushButton("Edit playbook")
        self.edit.setProperty("kind", "quiet")
        self.edit.setProperty("compact", "true")
        ui.theme.bind_icon(self.edit, "pencil", "text2", 14)
        self.edit.clicked.connect(self._on_edit_clicked)
        self.add_tool(self.edit)
        self.outcomes = ResultsPart(ui, drawings.outcomes, "What came of its runs")
        self.steps = ResultsPart(ui, drawings.steps, "Steps")
        self.changes = ResultsPart(ui, drawings.changes, "Scores afterwards")
        self.switch = TableSwitch("Steps of the playbook", self.steps)
        self.switch.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.waiting = WaitingList(ui)
        self.waiting_head = PlainLabel("", "medium")
        self.unsigned = Paragraph(ui.theme, "", "notice")
        self.measure = Paragraph(ui.theme, "", "text")
        self.advice = Paragraph(ui.theme, "", "notice")
        self._heads: dict[str, PlainLabel] = {}
        self._lay_out()
        self.steps.height_changed.connect(self._on_steps_height_changed)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        proof = PlainLabel(NO_PROOF, "caption", wrap=True)
        for title, *parts in (
            ("What shows that it worked", self.measure),
            ("What came of it", self.outcomes, self.unsigned, self.waiting_head, self.waiting),
            ("Steps", self.advice, self.switch),
            (
                "Score and answers after done runs",
                self.changes,
                proof,
            ),
        ):
            self._heads[title] = PlainLabel(title, "caption")
            column.addWidget(self._heads[title])
            for part in parts:
                column.addWidget(part)
            column.addSpacing(10)
        column.addStretch(1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(scroll_of(inside))
        self.body.setContentsMargins(12, 0, 4, 8)
        self.body.addLayout(across, 1)

    def show_results(self, found: Results) -> None:
        """Show what came of a playbook."""
        self.found = found
        words = self.ui.words
        self.set_title(found.name, self._counted(found))
        self.unsigned.setText(unsigned_words(found.unsigned))
        self.unsigned.setVisible(bool(found.unsigned))
        self.measure.setText(
            found.measure
            or "Nothing is named: nobody can say whether it worked. Name it under"
            " “About” in the editor."
        )
        for part in (self.outcomes, self.steps, self.changes):
            part.show_results(found)
        waits = len(found.waiting)
        self.waiting_head.setText(f"Did it help? {words.count(waits, 'run')} to tell")
        self.waiting_head.setVisible(bool(waits))
        self.waiting.setVisible(bool(waits))
        self.waiting.show_waiting(found.waiting, self.ui.day)
        passed = [one for one in found.steps if one.is_passed_over]
        self.advice.setVisible(bool(passed))
        self.advice.setText("\n".join(advice(one) for one in passed))
        head, lines = step_lines(found)
        self.switch.set_lines(head, lines, frozenset(head[2:]))
        self.show_body()

    def _counted(self, found: Results) -> str:
        words = self.ui.words
        if not found.runs:
            return "never ran"
        parts = [words.count(found.runs, "run"), f"{found.active} at work", f"{found.done} done"]
        parts += [f"{found.stopped} stopped"] if found.stopped else []
        parts += [f"{len(found.unsigned)} to be signed off"] if found.unsigned else []
        return ", ".join(parts)

    @Slot()
    def _on_steps_height_changed(self) -> None:
        self.switch.setFixedHeight(max(self.steps.height(), 40))

    @Slot()
    def _on_edit_clicked(self) -> None:
        if self.found is not None:
            self.edit_wanted.emit(self.found.name)


def advice(step: StepResult) -> str:
    """What to think about where most pass a step over."""
    closed = step.reached - step.open
    why = f", most often: “{step.why}”" if step.why else ""
    told = f"“{step.name}” was passed over in {step.passed} of {closed}{why}."
    return f"{told} Shorten it, make it optional, or take it out."


def unsigned_words(accounts: tuple[str, ...]) -> str:
    """Which runs wait for their sign-off."""
    more = len(accounts) - _NAMED
    named = ", ".join(accounts[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"Done, not signed off: {named}." if accounts else ""


def step_lines(found: Results) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The steps as a table."""
    head = ("Step", "Kind", "Came to it", "Done", "Skipped", "Open", "Late", "Days late", "Median")
    return head, [
        (
            one.name,
            one.kind,
            str(one.reached),
            str(one.done),
            str(one.skipped),
            str(one.open),
            str(one.late),
            str(one.late_days),
            "" if one.median_days is None else f"{one.median_days:g}",
        )
        for one in found.steps
    ]
