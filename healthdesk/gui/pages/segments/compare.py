"""Two segments beside each other: who is in which, and their figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.segment_view import Comparison
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.segments import compare_layout
from healthdesk.gui.pages.segments.list_pane import Named, NamedList
from healthdesk.gui.pages.segments.reading import read_comparison, read_names
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.kit import Kit
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.segmented import Segmented
from healthdesk.gui.parts.select_button import SelectButton

Document = dict[str, Any]
_FAINT = 0.4


class Overlap(DrawnPart):
    """The bar of the overlap and the figures."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme)
        self._words = ui.words
        self._found: Comparison | None = None
        self._part = "both"

    def show_comparison(self, found: Comparison, part: str) -> None:
        """Show another one, with this part of the overlap marked."""
        self._found, self._part = found, part
        self.refresh()
        self.setAccessibleName(", ".join(one.full or one.text for one in self.drawing.texts))

    def clickable(self, key: str) -> bool:
        """Each part of the overlap can be listed."""
        return key in compare_layout.PARTS

    def lay_out(self, width: float) -> Drawing:
        """Lay it out for a width."""
        if self._found is None:
            return Drawing(width, 0)
        kit = Kit(self.measure, self._words, self._strength)
        return compare_layout.lay_comparison(self._found, width, kit)

    def _strength(self, part: str) -> float:
        return 1.0 if part == self._part else _FAINT


class CompareView(QWidget):
    """Lets two segments be chosen and compares them.

    Signals:
        closed: it is no longer wanted.
    """

    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._rules: dict[str, Document] = {}
        self._titles: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._chosen = ["", ""]
        self._found: Comparison | None = None
        self.first = SelectButton(ui.theme, "First segment")
        self.second = SelectButton(ui.theme, "Second segment")
        self.swap = QPushButton("Swap")
        self.swap.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.swap, "arrows-left-right", "text2", 16)
        self.done = QPushButton("Done")
        self.card = Card(ui.theme, "Compared", "")
        self.overlap = Overlap(ui)
        self.part = Segmented(
            "Accounts listed",
            (
                ("only_a", "Only in the first"),
                ("both", "In both"),
                ("only_b", "Only in the second"),
            ),
            "both",
        )
        self.list = NamedList(ui)
        self.who = Card(ui.theme, "Accounts", "", padding=0)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        for button in (self.first, self.second):
            button.setMinimumWidth(160)
            button.setMaximumWidth(280)
        head.addWidget(self.first, 1)
        head.addWidget(PlainLabel("beside", "second"))
        head.addWidget(self.second, 1)
        head.addWidget(self.swap)
        head.addStretch(1)
        head.addWidget(self.done)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.overlap)
        column.addStretch(1)
        scroll.setWidget(inside)
        self.card.body.addWidget(scroll)
        tools = QWidget()
        beside = QHBoxLayout(tools)
        beside.setContentsMargins(12, 0, 12, 8)
        beside.addWidget(self.part)
        beside.addStretch(1)
        self.who.body.setContentsMargins(0, 0, 0, 8)
        self.who.body.addWidget(tools)
        self.who.body.addWidget(self.list, 1)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        cards.addWidget(self.card, 3)
        cards.addWidget(self.who, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(cards, 1)

    def _connect(self) -> None:
        self.first.offer(self._offer_first, "Find a segment")
        self.second.offer(self._offer_second, "Find a segment")
        self.first.chosen.connect(self._on_first_chosen)
        self.second.chosen.connect(self._on_second_chosen)
        self.swap.clicked.connect(self._on_swap_clicked)
        self.done.clicked.connect(self._on_done_clicked)
        self.part.chosen.connect(self._on_part_chosen)
        self.overlap.spot_clicked.connect(self._on_part_chosen)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.card.retry_requested.connect(self.read)

    def show_segments(self, documents: Mapping[str, Document], first: str) -> None:
        """Compare a segment with another; `documents` are as the page shows them."""
        self._rules = {name: one["rule"] for name, one in documents.items()}
        self._titles = {name: str(one["name"]) for name, one in documents.items()}
        others = [name for name in self._rules if name != first]
        second = self._chosen[1] if self._chosen[1] in others else next(iter(others), first)
        self._chosen = [first, second]
        self.read()

    def read(self) -> None:
        """Read the comparison."""
        first, second = self._chosen
        if first not in self._rules or second not in self._rules:
            return
        self.first.say(self._titles[first])
        self.second.say(self._titles[second])
        if self._found is None:
            self.card.show_loading("Comparing")
        self.ui.read(
            read_comparison,
            (self._titles[first], self._titles[second]),
            (self._rules[first], self._rules[second]),
            self.ui.day,
            then=self._on_read,
            failed=self._on_failed,
            key="segments compared",
        )
        self.ui.read(read_names, then=self._on_names_read, key="names of accounts")

    def _on_read(self, found: Comparison) -> None:
        self._found = found
        self.card.set_subtitle(f"as of {self.ui.words.day(self.ui.day)}")
        self.card.show_body()
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self.card.show_error("They could not be compared", str(error))

    def _on_names_read(self, names: tuple[tuple[str, str], ...]) -> None:
        self._names = dict(names)
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        part = self.part.value
        self.overlap.show_comparison(found, part)
        ids = compare_layout.ids_of(found, part)
        self.who.set_title(
            compare_layout.title_of(found, part), self.ui.words.count(len(ids), "account")
        )
        self.list.show_rows([Named(one, self._names.get(one, one)) for one in ids])

    def _offered(self, chosen: str) -> list[Option]:
        return [Option(name, title, chosen=name == chosen) for name, title in self._titles.items()]

    def _offer_first(self) -> list[Option]:
        return self._offered(self._chosen[0])

    def _offer_second(self) -> list[Option]:
        return self._offered(self._chosen[1])

    @Slot(str)
    def _on_first_chosen(self, key: str) -> None:
        self._chosen[0] = key
        self.read()

    @Slot(str)
    def _on_second_chosen(self, key: str) -> None:
        self._chosen[1] = key
        self.read()

    @Slot()
    def _on_swap_clicked(self) -> None:
        self._chosen.reverse()
        self.read()

    @Slot()
    def _on_done_clicked(self) -> None:
        self.closed.emit()

    @Slot(str)
    def _on_part_chosen(self, key: str) -> None:
        self.part.set_value(key)
        self._show()

    @Slot(object)
    def _on_list_entered_row(self, row: Named) -> None:
        self.ui.open_account(row.account_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape ends the comparison."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
