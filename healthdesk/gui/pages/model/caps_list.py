"""The caps under the weights: what a score is at most where a rule holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import Cap, Profile
from healthdesk.core.services.rule_sentence import in_words
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.measure_name import MeasureName
from healthdesk.gui.pages.model.named_row import more_button
from healthdesk.gui.pages.model.number_edit import NumberEdit
from healthdesk.gui.pages.model.weight_row import NUMBER, weight_words
from healthdesk.gui.parts.plain import PlainLabel, plain_tip


class CapRow(QWidget):
    """One cap.

    Signals:
        settled: its place, and what the score is at most.
        refused: why what was typed is no number.
        menu_wanted: its place, and the widget under which its menu opens.
    """

    settled = Signal(int, float)
    refused = Signal(str)
    menu_wanted = Signal(int, object)

    def __init__(self, theme: Theme, words: Words, place: int, cap: Cap) -> None:
        super().__init__()
        self._place, self._words, self._at_most = place, words, cap.at_most
        self._shown = ("", "")
        self.name = MeasureName(theme, "", cap.name)
        self.name.setCheckable(False)
        self.number = NumberEdit(f"{cap.name}: the score is at most", boxed=False)
        self.number.setFixedWidth(NUMBER)
        self.more = more_button(theme, cap.name)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.name, 1)
        line.addWidget(PlainLabel("at most", "caption"))
        line.addWidget(self.number)
        line.addWidget(self.more)
        self.name.clicked.connect(self._on_menu_wanted)
        self.name.menu_wanted.connect(self._on_menu_wanted)
        self.more.clicked.connect(self._on_menu_wanted)
        self.number.editingFinished.connect(self._on_number_editing_finished)

    def show_cap(self, cap: Cap, told: str, *, editable: bool) -> None:
        """Show another limit or rule."""
        self._at_most = cap.at_most
        self.number.setReadOnly(not editable)
        limit = weight_words(cap.at_most, self._words)
        free = not self.number.hasFocus() or not self.number.edited
        if free and not self.number.shows(limit):
            self.number.show_number(limit)
        if (cap.name, told) != self._shown:
            self._shown = (cap.name, told)
            self.name.setText(cap.name)
            self.name.setToolTip(plain_tip(f"Where {told}"))

    def _refuse(self, sentence: str) -> None:
        self.number.show_number(weight_words(self._at_most, self._words))
        self.refused.emit(sentence)

    @Slot()
    def _on_menu_wanted(self) -> None:
        self.menu_wanted.emit(self._place, self.more)

    @Slot()
    def _on_number_editing_finished(self) -> None:
        if not self.number.edited:
            return
        try:
            told = self._words.parse_number(self.number.text())
        except UsageError as error:
            self._refuse(error.sentence)
            return
        if told is None or not 0 <= told <= 100:
            self._refuse("A cap lies between 0 and 100.")
            return
        self.number.setModified(False)
        if told != self._at_most:
            self.settled.emit(self._place, told)


class CapsList(QWidget):
    """All caps of a profile, and a button for one more.

    Signals:
        settled, refused, menu_wanted: those of the rows.
        add_wanted: one more is wanted.
    """

    settled = Signal(int, float)
    refused = Signal(str)
    menu_wanted = Signal(int, object)
    add_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme, self._words = theme, words
        self.rows: list[CapRow] = []
        self._last: object = None
        self.add = QPushButton("Cap")
        self.add.setProperty("kind", "link")
        self.add.setAccessibleName("Add a cap")
        self.add.setToolTip("Hold scores down where a rule holds")
        theme.bind_icon(self.add, "plus", "text2", 14)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        self.title = PlainLabel("Caps", "caption")
        head.addWidget(self.title, 1)
        head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self.add.clicked.connect(self._on_add_clicked)

    def show_caps(self, profile: Profile, names: Mapping[str, str], *, editable: bool) -> None:
        """Show the caps of a profile; `names` are those of metrics."""
        caps = profile.caps
        self.add.setEnabled(editable)
        if (caps, editable) == self._last:
            return
        self._last = (caps, editable)
        while len(self.rows) > len(caps):
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, cap in enumerate(caps):
            if place == len(self.rows):
                self._add_row(place, cap)
            self.rows[place].show_cap(cap, in_words(cap.when, names), editable=editable)
        self.title.setText("Caps" if caps else "No caps")

    def _add_row(self, place: int, cap: Cap) -> None:
        row = CapRow(self._theme, self._words, place, cap)
        row.settled.connect(self.settled)
        row.refused.connect(self.refused)
        row.menu_wanted.connect(self.menu_wanted)
        self.rows.append(row)
        self._column.addWidget(row)

    @Slot()
    def _on_add_clicked(self) -> None:
        self.add_wanted.emit()
