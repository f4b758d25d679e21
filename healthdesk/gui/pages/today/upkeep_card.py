"""The card "Upkeep": what has grown old on the desk, folded to a line until somebody wants it.

Each line says what it is and leads to where something is done about it; it can be put off with a
reason, and what was put off stands under the others until its day.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.core.domain.loose_ends import LooseEnds
from healthdesk.core.domain.upkeep import TITLES, Lookout, Upkeep
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.today import upkeep_acts
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

ROW, NAME = 30, 104
SUBTITLE: Final = "keeps health evergreen"


class UpkeepCard(Card):
    """What wants upkeep; not there where nothing does."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui.theme, "Upkeep", SUBTITLE, parent, padding=0)
        self.ui = ui
        self.upkeep: Upkeep | None = None
        self._folded = True
        self.rows: list[UpkeepRow] = []
        self.fold = QPushButton()
        self.fold.setProperty("kind", "link")
        self.add_tool(self.fold)
        self._lines = QWidget()
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(12, 2, 8, 6)
        self._column.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.fold.clicked.connect(self._on_fold_clicked)
        self.hide()

    def read(self, ends: LooseEnds) -> None:
        """Read what wants upkeep on the day in view, once its loose ends are read."""
        ui = self.ui
        asked = (upkeep_acts.read_upkeep, ui.day, ui.segment, ends)
        ui.read(*asked, then=self.show_upkeep, key="today upkeep", patient=True)

    def show_upkeep(self, upkeep: Upkeep) -> None:
        """Show what wants upkeep on a day."""
        if upkeep != self.upkeep:
            self.upkeep = upkeep
            self._show()

    def _show(self) -> None:
        found = self.upkeep
        if found is None:
            return
        words = self.ui.words
        count = words.count(len(found.open), "thing") if found.open else "nothing now"
        off = f", {words.number(len(found.put_off))} put off" if found.put_off else ""
        self.set_subtitle(f"{count} to look at{off}" if found.open else f"{count}{off}")
        self.fold.setText("Show" if self._folded else "Fold")
        self.fold.setAccessibleName("Show upkeep" if self._folded else "Fold upkeep")
        self._fill(() if self._folded else (*found.open, *found.put_off))
        self._lines.setVisible(not self._folded)
        self.setVisible(bool(found.lines))

    def _fill(self, lines: tuple[Lookout, ...]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [UpkeepRow(self.ui, line, self._lines) for line in lines]
        for row in self.rows:
            self._column.addWidget(row)
            row.entered.connect(self._on_row_entered)
            row.put_off_wanted.connect(self._on_row_put_off_wanted)
            row.wake_wanted.connect(self._on_row_wake_wanted)
            row.show()

    @Slot()
    def _on_fold_clicked(self) -> None:
        self._folded = not self._folded
        self._show()

    @Slot(object)
    def _on_row_entered(self, line: Lookout) -> None:
        upkeep_acts.enter(self.ui, line)

    @Slot(object)
    def _on_row_put_off_wanted(self, line: Lookout) -> None:
        self.ui.when_open(partial(upkeep_acts.put_off, self.ui, line))

    @Slot(object)
    def _on_row_wake_wanted(self, line: Lookout) -> None:
        self.ui.when_open(partial(upkeep_acts.wake, self.ui, line))


class UpkeepRow(QWidget):
    """A line: its kind, what it says, what can be done.

    Signals:
        entered: the `Lookout` about which something is to be done.
        put_off_wanted: the `Lookout` that is to wait.
        wake_wanted: the `Lookout` that is to wait no longer.
    """

    entered = Signal(object)
    put_off_wanted = Signal(object)
    wake_wanted = Signal(object)

    def __init__(self, ui: Ui, line: Lookout, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self.setFixedHeight(ROW)
        title = PlainLabel(TITLES[line.kind], "medium", parent=self)
        title.setFixedWidth(NAME)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(title)
        self.text = PlainLabel(self._said(ui), "second", elide=True, parent=self)
        if line.more:
            self.text.setToolTip(plain_tip("\n".join(line.more)))
        row.addWidget(self.text, 1)
        if line.until is None:
            self.act = self._link(line.action, self._on_act_clicked)
            self.later = self._link("Put off", self._on_later_clicked)
        else:
            self.act = self._link("Show again", self._on_wake_clicked)
        self.setAccessibleName(f"{TITLES[line.kind]}: {self.text.full_text}")

    def _said(self, ui: Ui) -> str:
        line = self.line
        if line.until is None:
            return line.text
        return f"put off until {ui.words.short_day(line.until)}: {line.reason}"

    def _link(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", "link")
        button.setAccessibleName(f"{text}: {TITLES[self.line.kind]}")
        button.clicked.connect(slot)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    @Slot()
    def _on_act_clicked(self) -> None:
        self.entered.emit(self.line)

    @Slot()
    def _on_later_clicked(self) -> None:
        self.put_off_wanted.emit(self.line)

    @Slot()
    def _on_wake_clicked(self) -> None:
        self.wake_wanted.emit(self.line)
