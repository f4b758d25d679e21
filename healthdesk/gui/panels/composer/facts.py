"""What is known of an account beside the words one writes to it; read, never taken over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.outbox_view import Beside, BesideGroup
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel


class FactsCard(Card):
    """Shows groups of facts, one under the other."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Facts", "nothing of it is written for you", parent, padding=0)
        self.ui = ui
        self.groups: tuple[BesideGroup, ...] = ()
        self.add_line_under_head()
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName("Facts")
        self.body.addWidget(self._scroll)

    def show_groups(self, groups: Sequence[BesideGroup]) -> None:
        """Show other facts."""
        if tuple(groups) == self.groups and self.state == "body":
            return
        self.groups = tuple(groups)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 10, 12)
        column.setSpacing(2)
        for at, group in enumerate(groups):
            if at:
                column.addSpacing(12)
            column.addWidget(PlainLabel(group.title, "smallstrong"))
            for fact in group.facts:
                self._add(column, fact)
            if not group.facts:
                column.addWidget(PlainLabel(group.nothing, "grey", wrap=True))
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self.show_body()

    def _add(self, column: QVBoxLayout, fact: Beside) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(PlainLabel(fact.title, "medium", wrap=True), 1)
        if fact.day is not None and fact.kind != "renewal":
            day = PlainLabel(self.ui.words.near_day(fact.day, self.ui.today), "caption")
            head.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if fact.words:
            column.addWidget(PlainLabel(fact.words, "second", wrap=True))
        if fact.detail:
            column.addWidget(PlainLabel(fact.detail, "caption", wrap=True))
        column.addSpacing(4)

    def say_words(self) -> str:
        """All that stands there, for tests and screen readers."""
        told = [
            f"{fact.title} {fact.words} {fact.detail}"
            for group in self.groups
            for fact in group.facts
        ]
        return "\n".join(told)
