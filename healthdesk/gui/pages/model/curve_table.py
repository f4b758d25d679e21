"""The points of a curve as numbers to type, in a popup."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import CurveScale
from healthdesk.core.domain.profile_edit import point_added, point_dropped
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.model.curve_words import Speller
from healthdesk.gui.pages.model.number_edit import NumberEdit
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.raised_popup import RaisedPopup

WIDE, FIELD, HIGHEST = 288, 84, 420
PLACE = "place"


class PointsPopup(RaisedPopup):
    """A line for each point: a reading, its points, a button that takes it out; a last for a new.

    Signals:
        settled: the curve as it is after what was typed.
    """

    settled = Signal(object)

    def __init__(self, theme: Theme, scale: CurveScale, tell: Speller, parent: QWidget) -> None:
        super().__init__(theme, "Points of the curve", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.scale = scale
        self._tell = tell
        self.lines: list[tuple[NumberEdit, NumberEdit]] = []
        self.drops: list[QPushButton] = []
        self.wrong = PlainLabel("", "caption", tone="poor", wrap=True)
        self.wrong.hide()
        self._room = QScrollArea()
        self._room.setFrameShape(QScrollArea.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        self._room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 8, 12)
        whole.setSpacing(8)
        whole.addWidget(PlainLabel("Points of the curve", "strong"))
        whole.addWidget(self._room)
        whole.addWidget(self.wrong)
        self._fill()

    def open_under(self, widget: QWidget) -> None:
        """Open under a widget."""
        corner = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        self.move_into_screen(corner, QSize(WIDE, self._high()))
        self.show()
        self.lines[0][0].setFocus()

    def _high(self) -> int:
        inside = self._room.widget()
        rows = 0 if inside is None else inside.sizeHint().height()
        return min(
            HIGHEST, rows + 62 + (self.wrong.sizeHint().height() if self.wrong.text() else 0)
        )

    def _fill(self) -> None:
        """A line for each point, and one for a new one."""
        self.lines, self.drops = [], []
        inside = QWidget()
        inside.setProperty("ground", "none")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 4, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        suffix = self._tell.suffix
        grid.addWidget(PlainLabel(f"Reading, {suffix}" if suffix else "Reading", "caption"), 0, 0)
        grid.addWidget(PlainLabel("Points", "caption"), 0, 1)
        for place, point in enumerate((*self.scale.points, None)):
            self._add_line(grid, place, point)
        self._room.setWidget(inside)

    def _add_line(self, grid: QGridLayout, place: int, point: tuple[float, float] | None) -> None:
        told = "New point" if point is None else f"Point {place + 1}"
        line = (
            NumberEdit(f"{told}: reading", boxed=True),
            NumberEdit(f"{told}: points", boxed=True),
        )
        for column, number in enumerate(line):
            number.setFixedWidth(FIELD)
            number.setProperty(PLACE, place)
            if point is not None:
                figure = self._tell.figure(point[0]) if not column else self._tell.points(point[1])
                number.show_number(figure)
            number.editingFinished.connect(self._on_number_editing_finished)
            grid.addWidget(number, place + 1, column)
        self.lines.append(line)
        if point is None:
            grid.addWidget(PlainLabel("new", "caption"), place + 1, 2)
            return
        drop = QPushButton()
        drop.setIcon(self.theme.icon("x"))
        drop.setProperty("kind", "quiet")
        drop.setFixedSize(28, 24)
        drop.setProperty(PLACE, place)
        drop.setAccessibleName(f"Remove point {place + 1}")
        drop.setToolTip("Remove this point")
        drop.setEnabled(len(self.scale.points) > 1)
        drop.clicked.connect(self._on_drop_clicked)
        grid.addWidget(drop, place + 1, 2)
        self.drops.append(drop)

    def _read(self, place: int) -> CurveScale | None:
        """The curve with what stands in a line; None while a new one is not whole.

        Raises:
            UsageError: it is no number, or no point that can be.
        """
        x_line, y_line = self.lines[place]
        x, y = self._tell.parse(x_line.text()), self._tell.words.parse_number(y_line.text())
        new = place == len(self.scale.points)
        if x is None or y is None:
            if new:
                return None
            raise UsageError("A point has a reading and points.")
        if not 0 <= y <= 100:
            raise UsageError("Points go from 0 to 100.")
        points = [one for at, one in enumerate(self.scale.points) if at != place]
        old = None if new else self.scale.points[place]
        if old is not None and not x_line.edited:
            x = old[0]  # as exact as it was: the line shows it rounded
        if old is not None and not y_line.edited:
            y = old[1]
        if any(one == x for one, _ in points):
            raise UsageError("Another point has that reading.")
        return (
            point_added(CurveScale(points=tuple(points)), x, y)[0]
            if points
            else CurveScale(points=((x, y),))
        )

    def _take(self, scale: CurveScale) -> None:
        self._say("")
        if scale != self.scale:
            self.scale = scale
            self._fill()
            self.resize(WIDE, self._high())
            self.settled.emit(scale)

    def _say(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        self.resize(WIDE, self._high())

    @Slot()
    def _on_number_editing_finished(self) -> None:
        number = self.sender()
        if not isinstance(number, NumberEdit) or not number.edited:
            return
        try:
            made = self._read(int(number.property(PLACE)))
        except UsageError as error:
            self._say(error.sentence)
            return
        if made is not None:
            self._take(made)

    @Slot()
    def _on_drop_clicked(self) -> None:
        place = int(self.sender().property(PLACE))
        self._take(point_dropped(self.scale, place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc; Enter only counts what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
