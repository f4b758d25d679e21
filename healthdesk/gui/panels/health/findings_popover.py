"""The findings of an account under each other: what was thought, what came of it, was it right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.investigation import TOPICS, FindingView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel

_SIZE = QSize(520, 380)
_ACTIONS = {
    "": "no action yet",
    "plan": "a get-well plan came of it",
    "task": "a task came of it",
    "note": "noted",
    "dismissed": "dismissed",
}
_VERDICTS = {"right": "turned out right", "wrong": "turned out wrong"}


def status(view: FindingView, words: Words) -> str:
    """What became of a finding, in one line."""
    draft = view.draft
    parts = [
        f"{words.short_day(draft.first)} to {words.short_day(draft.last)}",
        f"written {words.day(view.made_on)}",
        f"{view.looked} of {len(TOPICS)} topics looked at",
        _ACTIONS.get(view.action, view.action),
    ]
    if view.dismissed_why:
        parts[-1] = f"dismissed: {view.dismissed_why}"
    if view.verdict:
        parts.append(f"{_VERDICTS[view.verdict]} ({words.short_day(view.verdict_on)})")
    return " · ".join(parts)


class FindingRow(QWidget):
    """One finding and what can be done with it.

    Signals:
        wished: the finding's row, and what is wanted: edit, act, dismiss, right, wrong, report.
    """

    wished = Signal(int, str)

    def __init__(self, view: FindingView, words: Words, *, may_change: bool) -> None:
        super().__init__()
        self._row = view.row
        told = view.draft.hypothesis or "; ".join(
            f"{TOPICS[topic]}: {one.text}" for topic, one in view.draft.checks.items() if one.text
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(PlainLabel(told or "Looked at, nothing written", "medium", wrap=True))
        column.addWidget(PlainLabel(status(view, words), "caption", wrap=True))
        acts = QHBoxLayout()
        acts.setSpacing(10)
        wishes = [("edit", "Edit"), ("right", "Was right"), ("wrong", "Was wrong")]
        if view.open:
            wishes += [("act", "Make action"), ("dismiss", "Dismiss")]
        wishes.append(("report", "Report"))
        for wish, text in wishes:
            button = QPushButton(text)
            button.setProperty("kind", "link")
            button.setProperty("wish", wish)
            button.setEnabled(may_change or wish == "report")
            button.setAccessibleName(f"{text}: {told[:60]}")
            button.clicked.connect(self._on_button_clicked)
            acts.addWidget(button)
        acts.addStretch(1)
        column.addLayout(acts)

    @Slot()
    def _on_button_clicked(self) -> None:
        self.wished.emit(self._row, str(self.sender().property("wish")))


class FindingsPopover(Popover):
    """Shows findings in a list that scrolls.

    Signals:
        wished: a finding's row, and what is wanted of it.
    """

    wished = Signal(int, str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, "Findings", parent)
        self._words = words
        self.rows: list[FindingRow] = []
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self._scroll, 1)

    def show_findings(self, views: Sequence[FindingView], at: QPoint, *, may_change: bool) -> None:
        """Open with these, its bottom right at a point of the screen."""
        open_ones = sum(view.open for view in views)
        counted = self._words.count(len(views), "finding")
        self.title.setText(f"{counted}, {open_ones} without action" if open_ones else counted)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rows = []
        for place, view in enumerate(views):
            if place:
                column.addWidget(hline())
            row = FindingRow(view, self._words, may_change=may_change)
            row.wished.connect(self._on_row_wished)
            self.rows.append(row)
            column.addWidget(row)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self.move_into_screen(at - QPoint(_SIZE.width(), _SIZE.height()), _SIZE)
        self.show()
        self.setFocus()

    @Slot(int, str)
    def _on_row_wished(self, row: int, wish: str) -> None:
        self.hide()
        self.wished.emit(row, wish)
