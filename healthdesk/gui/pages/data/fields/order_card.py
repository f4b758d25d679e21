"""The sources of one field in the order in which they win, and what that order would change."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.facts import NO_DAY
from healthdesk.core.domain.source_order import Order
from healthdesk.core.domain.source_view import FieldSources, Speaker
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.fields.columns import (
    NEWEST,
    Differing,
    Ranked,
    differing_columns,
    named,
    source_columns,
    title_of,
)
from healthdesk.gui.pages.data.fields.reading import Tried, try_order
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented

RANKED = "order"
FOOT = 44
LINE = 40


class OrderCard(Card):
    """Shows who wins a field, lets another order be tried, and asks for it to be kept.

    Signals:
        wanted: the order that is to hold; empty: the newest wins.
    """

    wanted = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, " ", padding=0)
        self.ui = ui
        self._field: FieldSources | None = None
        self._order: Order = ()
        self.rule = Segmented("Who wins", ((NEWEST, "The newest wins"), (RANKED, "In this order")))
        self.up = _tool(ui, "Up", "arrow-up")
        self.down = _tool(ui, "Down", "arrow-down")
        self.sources = SmallTable(
            ui.theme, "Sources, who wins first", source_columns(ui.words),
            lambda one: one.speaker.source, keeps_current=True,
        )  # fmt: skip
        self.head = PlainLabel("", "small", elide=True)
        self.records = SmallTable(
            ui.theme,
            "Where sources differ",
            differing_columns("", (), ui.words, tried=False),
            lambda one: one.example.own,
        )
        self.told = PlainLabel("", "caption", elide=True)
        self.keep = QPushButton("Keep the rule")
        self._lay_out()
        changes_desk(ui, self.keep)
        self.rule.chosen.connect(self._on_rule_chosen)
        self.up.clicked.connect(self._on_up_clicked)
        self.down.clicked.connect(self._on_down_clicked)
        self.sources.current_changed.connect(self._on_sources_current_changed)
        self.keep.clicked.connect(self._on_keep_clicked)

    @property
    def order(self) -> Order:
        """The order that is tried; empty: the newest wins."""
        return self._order if self.rule.value == RANKED else ()

    def show_field(self, field: FieldSources) -> None:
        """Show a field with the rule that holds."""
        same = self._field is not None and (self._field.table, self._field.field) == (
            field.table, field.field,
        )  # fmt: skip
        tried, before = self.order, self._field
        self._field = field
        if not (same and before is not None and before.order == field.order and tried):
            rest = sorted(field.speakers, key=lambda one: (-one.records, one.source))
            spoken = [one.source for one in rest if one.source not in field.order]
            self._order = (*field.order, *spoken)
            self.rule.set_value(RANKED if field.order else NEWEST)
        self.set_title(title_of(field), self._subtitle_of(field))
        self._show()

    def _subtitle_of(self, field: FieldSources) -> str:
        words = self.ui.words
        if len(field.speakers) < 2:
            return "one source speaks of it"
        return f"{words.count(len(field.speakers), 'source')}, {words.number(field.differ)} differ"

    def _show(self) -> None:
        field = self._field
        if field is None:
            return
        ranked = self.rule.value == RANKED
        held = {one.source: one for one in field.speakers}
        # One that is in the rule and says nothing any more keeps its place.
        order = self._order if ranked else sorted(held, key=lambda one: -held[one].batch)
        rows = [
            Ranked(at + 1, held.get(one) or Speaker(one, 0, NO_DAY)) for at, one in enumerate(order)
        ]
        self.sources.show_rows(rows)
        if self.sources.current_id() not in order:
            self.sources.go_to(0)
        self.sources.hug(active=True)
        self.sources.setMinimumHeight(min(self.sources.needed_height, LINE * 4))
        self._show_moves()
        self.keep.setEnabled(self.order != field.order)
        self.told.setText("Looking what this would change")
        self.ui.read(
            try_order, field.table, field.field, self.order, then=self._show_tried, key="order"
        )

    def _show_moves(self) -> None:
        ranked = self.rule.value == RANKED and len(self._order) > 1
        at = self._place()
        self.up.setVisible(ranked)
        self.down.setVisible(ranked)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < len(self._order) - 1)

    def _place(self) -> int:
        current = self.sources.current_id()
        return self._order.index(current) if current in self._order else -1

    def _show_tried(self, tried: Tried) -> None:
        field = self._field
        if field is None or (tried.table, tried.field) != (field.table, field.field):
            return
        then = {turn.own: turn for turn in tried.turns if turn.field == field.field}
        rows = [
            Differing(one, then[one.own].say.value if one.own in then else None, one.own in then)
            for one in tried.examples
        ]
        rows.sort(key=lambda one: not one.turns)
        words = self.ui.words
        by_place = {source: at for at, source in enumerate(self._order)}
        speakers = sorted(field.speakers, key=lambda one: by_place.get(one.source, 99))
        other = tried.order != field.order
        self.records.set_columns(differing_columns(field.field, speakers, words, tried=other))
        self.records.show_rows(rows)
        self.records.setVisible(bool(rows))
        self.head.setText(self._agreeing(field, len(rows)))
        self.told.setText(self._would(tried, other=other))

    def _agreeing(self, field: FieldSources, shown: int) -> str:
        """Say of how many records sources differ."""
        words = self.ui.words
        if not shown:
            several = len(field.speakers) > 1
            return "Sources agree" if several else "No other source speaks of it"
        told = f"Where sources differ, {words.number(field.differ)}"
        more = f" (the first {words.number(shown)} by name)" if field.differ > shown else ""
        return f"{told}{more}"

    def _would(self, tried: Tried, *, other: bool) -> str:
        """Say what keeping the rule would do."""
        if not other:
            return self._holds()
        mine = sum(turn.field == tried.field for turn in tried.turns)
        turns = self.ui.words.count(mine, "value")
        if not tried.turns:
            return "Changes nothing today."
        if len(tried.turns) > mine:
            with_them = self.ui.words.count(len(tried.turns) - mine, "currency", "currencies")
            turns = f"{turns}, {with_them}"
        return f"Changes {turns} from today on"

    def _holds(self) -> str:
        """Say which rule holds."""
        field = self._field
        if field is None or field.order:
            return "This rule holds."
        if field.follows:
            return f"Comes from the source that wins {named(field.follows)}."
        return "What came last holds; what was typed stays."

    def _move(self, step: int) -> None:
        at = self._place()
        if not 0 <= at + step < len(self._order) or at < 0:
            return
        order = list(self._order)
        order[at], order[at + step] = order[at + step], order[at]
        self._order = tuple(order)
        self._show()

    @Slot(str)
    def _on_rule_chosen(self, key: str) -> None:
        del key
        self._show()

    @Slot(str)
    def _on_sources_current_changed(self, source: str) -> None:
        del source
        self._show_moves()

    @Slot()
    def _on_up_clicked(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down_clicked(self) -> None:
        self._move(1)

    @Slot()
    def _on_keep_clicked(self) -> None:
        self.wanted.emit(self.order)

    def _lay_out(self) -> None:
        self.add_line_under_head()
        self.add_tool(self.rule)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 0, 8, 0)
        strip.setSpacing(8)
        strip.addWidget(self.head, 1)
        strip.addWidget(self.up)
        strip.addWidget(self.down)
        moves = QWidget()
        moves.setFixedHeight(LINE)
        moves.setLayout(strip)
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.sources)
        inner.addWidget(hline())
        inner.addWidget(moves)
        inner.addWidget(hline())
        inner.addWidget(self.records, 1)
        inner.addStretch(0)
        self.body.addLayout(inner)
        self.keep.setProperty("kind", "primary")
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.told, 1)
        row.addWidget(self.keep)
        self.set_foot(foot, FOOT)


def _tool(ui: Ui, text: str, icon: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("compact", "true")
    ui.theme.bind_icon(button, icon)
    return button
