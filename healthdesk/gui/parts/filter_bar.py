"""The line over a table: search, bands, group, columns, density.

Not here: what is filtered (the page), the popup of columns (column_chooser.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.band_chips import BandChips
from healthdesk.gui.parts.chip import Chip
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField
from healthdesk.gui.parts.segmented import Segmented

ROOM = 1100
"""Width from which there is room for every word."""
COMPACT, ROOMY = "compact", "roomy"
SOON = "soon"


class FilterBar(QWidget):
    """Asks what to show and how.

    Signals:
        filter_changed: the text or the bands are others.
        group_chosen: key of the grouping, "" for none.
        columns_requested: the popup of columns is wanted.
        density_chosen: "compact" or "roomy".
        rows_requested: the user wants to go on in the rows.
    """

    filter_changed = Signal()
    group_chosen = Signal(str)
    columns_requested = Signal()
    density_chosen = Signal(str)
    rows_requested = Signal()

    def __init__(
        self, theme: Theme, words: Words, hint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._hint = hint
        self._words = words
        self._listing = True
        self.search = SearchField(theme, hint)
        self.search.setMinimumWidth(96)
        self.search.setMaximumWidth(260)
        self.bands = BandChips(theme, words)
        self.soon = Chip(SOON, "\N{LESS-THAN OR EQUAL TO} 90 d")
        self.soon.setAccessibleName("Renews within 90 days")
        self.soon.setToolTip("Renewals of the next 90 days, the ninetieth among them")
        self.group = QComboBox()
        self.group.setAccessibleName("Group by")
        self.group.setToolTip("Group by")
        self.group.setMinimumWidth(104)
        self.group.setMaximumWidth(140)
        self.columns = QPushButton()
        self.columns.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.columns.setProperty("select", "true")
        self.columns.setMinimumWidth(96)
        self.columns.setToolTip("Choose and order columns")
        theme.bind_icon(self.columns, "chevron-down", "text3", 14)
        self.density = Segmented("Density", ((COMPACT, "Compact"), (ROOMY, "Roomy")))
        self._group_word = PlainLabel("Group", "second")
        self._columns_word = PlainLabel("Columns", "second")
        self._lay_out()
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self._on_search_left_down)
        self.bands.chosen_changed.connect(self._on_bands_chosen_changed)
        self.group.activated.connect(self._on_group_activated)
        self.columns.clicked.connect(self._on_columns_clicked)
        self.density.chosen.connect(self._on_density_chosen)
        self.soon.switched.connect(self._on_soon_switched)

    @property
    def renews_soon(self) -> bool:
        """Whether only renewals of the next 90 days are wanted."""
        return self.soon.isChecked()

    @property
    def told(self) -> tuple[str, ...]:
        """What is asked for, in words."""
        text = f"“{self.text}”" if self.text else ""
        bands = ", ".join(self._words.band(one) for one in self.chosen_bands)
        soon = "renewals in 90 days" if self.renews_soon else ""
        return tuple(one for one in (text, bands, soon) if one)

    @property
    def text(self) -> str:
        """What is searched for, after the rest in typing."""
        return self.search.text()

    @property
    def chosen_bands(self) -> tuple[Band, ...]:
        """The bands that are on; none means all."""
        return self.bands.chosen

    def offer_groups(self, groups: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer groupings as key and title; the chosen one is shown, without telling anybody."""
        self.group.clear()
        for key, title in groups:
            self.group.addItem(title, key)
        self.group.setCurrentIndex(max(0, self.group.findData(chosen)))

    def say_columns(self, shown: int, offered: int) -> None:
        """Say how many columns are shown."""
        self.columns.setText(f"{shown} of {offered}")
        self.columns.setAccessibleName(f"Columns, {shown} of {offered} shown")

    def show_list_tools(self, on: bool) -> None:
        """Offer columns and density, or not: they are of a list and of nothing else."""
        self._listing = on
        for part in (self.columns, self.density):
            part.setVisible(on)
        self._columns_word.setVisible(on and self.width() >= ROOM)

    def clear_filters(self) -> None:
        """Filter by nothing."""
        self.bands.clear_chosen()
        self.soon.setChecked(False)
        self.search.empty()
        self.filter_changed.emit()

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        del text
        self.filter_changed.emit()

    @Slot()
    def _on_search_left_down(self) -> None:
        self.rows_requested.emit()

    @Slot()
    def _on_bands_chosen_changed(self) -> None:
        self.filter_changed.emit()

    @Slot(str, bool)
    def _on_soon_switched(self, key: str, on: bool) -> None:
        del key, on
        self.filter_changed.emit()

    @Slot(int)
    def _on_group_activated(self, at: int) -> None:
        self.group_chosen.emit(str(self.group.itemData(at)))

    @Slot()
    def _on_columns_clicked(self) -> None:
        self.columns_requested.emit()

    @Slot(str)
    def _on_density_chosen(self, key: str) -> None:
        self.density_chosen.emit(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spare a word where room is short: the button says what it counts to screen readers."""
        super().resizeEvent(event)
        roomy = event.size().width() >= ROOM
        self._columns_word.setVisible(roomy and self._listing)
        self._group_word.setVisible(roomy)
        self.search.setPlaceholderText(self._hint if roomy else self._hint.partition(" ")[0])

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.search, 20)
        layout.addWidget(self.bands)
        layout.addWidget(self.soon)
        layout.addStretch(1)
        layout.addSpacing(4)
        for words, control in ((self._group_word, self.group), (self._columns_word, self.columns)):
            words.setBuddy(control)
            layout.addWidget(words)
            layout.addWidget(control)
            layout.addSpacing(4)
        layout.addWidget(self.density)
