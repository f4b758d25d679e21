"""The card "What the score is made of": bars that add up, and how each measure is computed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.views import CompositionView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.foot_line import FootLine
from healthdesk.gui.panels.formula import HEAD, formula_lines, formula_note
from healthdesk.gui.panels.popover import TablePopover
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.composition import CompositionChart
from healthdesk.gui.parts.composition_layout import TOTAL

_WIDE, _AROUND, _LINE = 1140, 106, 24
"""Size of the popover: its width, its height without rows, that of a row."""
_CARD, _LEAST = 36 + 34 + 16, 440
"""Height of the card around the chart, and the least of the whole."""


class CompositionPanel(Card):
    """Shows a `CompositionView`.

    Signals:
        formula_requested: somebody asks how the score is computed; answer with `show_formula`.
        measure_pressed: the key of a measure, dimension or part whose stored rows are wanted.
    """

    formula_requested = Signal()
    measure_pressed = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, "What the score is made of", parent=parent, padding=0)
        self._words = words
        self._unscrolled = False
        self.chart = CompositionChart(theme, words)
        self.foot = FootLine(theme, "stack-2")
        self.rows = self.foot.add_link("Rows")
        self.rows.setAccessibleName("All rows behind the score")
        self.rows.setToolTip("All rows behind the score and its layers")
        self._how = QPushButton("How is this computed?")
        self._how.setProperty("kind", "link")
        self._how.setAccessibleName("How is this score computed?")
        self.popover: TablePopover | None = None
        self.add_tool(self._how)
        self.body.addWidget(self.chart)
        self.set_foot(self.foot)
        self._how.clicked.connect(self._on_how_clicked)
        self.chart.measure_pressed.connect(self.measure_pressed)
        self.rows.clicked.connect(self._on_rows_clicked)

    def show_view(self, view: CompositionView) -> None:
        """Show what a score is made of."""
        plain = f"{view.score.profile}, version {view.score.version}"
        self.set_subtitle(view.profile_name or plain)
        self.chart.show_view(view)
        covered = f"Data covers {self._words.percent(view.score.coverage)} of the model."
        parts = [one for part in view.score.dimensions for one in part.measures]
        late = next((one.late for one in parts if one.late and one.weight > 0), "")
        silent = f"{late}: what looks at it rests on missing data." if late else ""
        self.foot.say(" ".join(filter(None, (view.switch, silent or view.sentence or covered))))
        self._how.setEnabled(True)
        self.rows.show()
        self._fit_whole()
        self.show_body()

    def set_whole(self, *, whole: bool) -> None:
        """Stand as high as all rows need: where the page scrolls, the rows should not as well."""
        self._unscrolled = whole
        self._fit_whole()

    def _fit_whole(self) -> None:
        high = max(self.chart.whole_height + _CARD, _LEAST) if self._unscrolled else 0
        if high != self.minimumHeight():
            self.setMinimumHeight(high)

    def show_nothing(self, title: str, text: str, action: str = "", icon: str = "") -> None:
        """Say why there is nothing to take apart."""
        self.set_subtitle("")
        self.foot.say("")
        self._how.setEnabled(False)
        self.rows.hide()
        self.show_empty(title, text, action, icon)

    def show_formula(self, profile: Profile, view: CompositionView) -> None:
        """Open the table of readings, scales and weights behind the score."""
        if self.popover is None:
            self.popover = TablePopover(self.theme, "How the score is computed", self)
        lines = formula_lines(profile, view, self._words)
        title = f"{profile.name}: how the score is computed"
        self.popover.show_lines(title, HEAD, lines, formula_note(profile, self._words))
        window = self.window().size()
        height = min(_AROUND + _LINE * len(lines), window.height() - 120)
        left = self.mapTo(self.window(), QPoint(0, 0)).x()
        size = QSize(min(_WIDE, window.width() - left - 16), height)
        below = self._how.mapToGlobal(QPoint(0, self._how.height() + 4)).y()
        corner = QPoint(self.mapToGlobal(QPoint(size.width(), 0)).x(), below)
        self.popover.open_at(corner, size)

    @Slot()
    def _on_rows_clicked(self) -> None:
        self.measure_pressed.emit(TOTAL)

    @Slot()
    def _on_how_clicked(self) -> None:
        self.formula_requested.emit()
