"""ARR and seats by day: hover reads a day out, a press shows its rows, `Ctrl+T` is the table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.commercial import CommercialView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.commercial import step_layout as layout
from healthdesk.gui.panels.people.keyed import KeyedPart
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.read_out import ReadOut

_FIGURES = frozenset({"ARR", "Seats", "Subscriptions"})


class StepPlot(KeyedPart):
    """The painted lines; arrows go from step to step and mark to mark."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "ARR and seats over time")
        self.words = words
        self.view: CommercialView | None = None
        self.read_out = ReadOut(theme, self)
        self._hover: int | None = None

    def show_view(self, view: CommercialView) -> None:
        """Show an account's steps."""
        self.view = view
        self._read(None, QPointF())
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The lines for a width."""
        if self.view is None or not self.view.steps:
            return Drawing(width, 0)
        return layout.lay_out(self.view, width, self.measure, self.words)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the day under the pointer out."""
        super().mouseMoveEvent(event)
        if self.view is None or not self.view.steps:
            return
        at = layout.frame(self.view, self.width())
        place = event.position()
        inside = at.left <= place.x() <= at.right and layout.MARKS <= place.y() <= at.bottom
        self._read(at.day(place.x()) if inside else None, place)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the read-out away."""
        super().leaveEvent(event)
        self._read(None, QPointF())

    def tip(self, point: QPointF) -> str:
        """Tips for marks only: the read-out tells the rest."""
        spot = self.drawing.spot(point)
        return "" if spot is None or spot.key.startswith("step:") else spot.tip

    def _read(self, day: int | None, at: QPointF) -> None:
        step = None if day is None or self.view is None else layout.step_at(self.view, day)
        self._hover = None if step is None else day
        if self.view is None or step is None or day is None:
            self.read_out.hide()
        else:
            title = self.words.weekday(day)
            title = f"{title}, signed" if day > self.view.day else title
            rows = layout.read(self.view, step, self.words)
            self.read_out.show_at(at, title, rows, "Press for the rows, Ctrl T as table")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines and the hair line under the pointer."""
        super().paintEvent(event)
        if self._hover is None or self.view is None:
            return
        at = layout.frame(self.view, self.width())
        painter = QPainter(self)
        painter.setPen(QPen(self.theme.color("text3"), 1))
        x = round(at.x(self._hover)) + 0.5
        painter.drawLine(QPointF(x, layout.MARKS), QPointF(x, at.bottom))
        painter.end()


class StepChart(QWidget):
    """The plot and its table.

    Signals:
        spot_clicked: "step:<number>", "outcome:<row>" or "renewal:<day>" was pressed.
    """

    spot_clicked = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self.plot = StepPlot(theme, words)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)
        column.addStretch(1)
        drawn.setFocusProxy(self.plot)
        self.switch = TableSwitch("ARR and seats over time", drawn, inside=("money",))
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.switch)
        self.plot.spot_clicked.connect(self._on_spot_clicked)
        self.plot.height_changed.connect(self._on_plot_height_changed)

    def show_view(self, view: CommercialView) -> None:
        """Show an account's steps."""
        self.plot.show_view(view)
        head, lines = layout.table(view, self._words)
        self.switch.set_lines(head, lines)
        self.switch.table.show_lines(head, lines, _FIGURES)

    @Slot()
    def _on_plot_height_changed(self) -> None:
        self.switch.setFixedHeight(max(round(self.plot.drawing.height), 1))

    @Slot(str)
    def _on_spot_clicked(self, key: str) -> None:
        self.spot_clicked.emit(key)
