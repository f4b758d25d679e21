"""The card beside the form: what the play would have done over the past year."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.play_rehearsal import Rehearsal
from healthdesk.core.domain.play_rehearsal_words import Figure, figures, notes, sentence
from healthdesk.core.domain.report_given import GivenTable
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.editor.kit import link
from healthdesk.gui.pages.plays.editor.rehearsal_words import given, strips_of
from healthdesk.gui.panels.take_along import TABLE, TakeAlong
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel, plain_tip
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.rehearsal_layout import AXIS
from healthdesk.gui.parts.rehearsal_plot import RehearsalAxis, RehearsalPlot

_FIGURES = 88
_AROUND = 36 + _FIGURES + 42 + 40
"""Height of what stands around the strips."""
_LEGEND_LEAST = 620
"""Width of the card below which the legend is left out."""


class RehearsalCard(Card):
    """Shows a rehearsal.

    Signals:
        asked: the key of an account, or of one of its firings, whose why is wanted.
        export_wanted: the list of all firings is to be taken along.
        stop_wanted: a rehearsal under way is to be stopped.
    """

    asked = Signal(str)
    export_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Rehearsal over the past year", "", padding=0)
        self.ui = ui
        self.found: Rehearsal | None = None
        self._explained: Rehearsal | None = None
        self.legend = _Legend(ui.theme)
        self.add_tool(self.legend)
        self.figures = tuple(_FigureCell() for _ in range(4))
        self.plot = RehearsalPlot(ui.theme, ui.words)
        self.switch = TableSwitch("Rehearsal", self.plot)
        self.axis = RehearsalAxis(ui.theme, ui.words, self.plot)
        self.axis.hide()
        self.stale = PlainLabel("", "small", tone="notice", wrap=True)
        self.told = PlainLabel("", "small", wrap=True)
        self.range = PlainLabel("", "small", wrap=True)
        self.export = link("Export list")
        self.stop = QPushButton("Stop")
        self.stop.setProperty("compact", "true")
        self.stop.hide()
        self.maker = TakeAlong(ui, self)
        self._lay_out()
        self.plot.pressed.connect(self.asked)
        self.plot.reached.connect(self._on_plot_reached)
        self.plot.height_changed.connect(self._on_plot_height_changed)
        self.export.clicked.connect(self.export_wanted)
        self.stop.clicked.connect(self.stop_wanted)

    def _lay_out(self) -> None:
        top = QWidget()
        top.setFixedHeight(_FIGURES)
        cells = QHBoxLayout(top)
        cells.setContentsMargins(0, 0, 0, 0)
        cells.setSpacing(0)
        for at, cell in enumerate(self.figures):
            if at:
                cells.addWidget(hline("v"))
            cells.addWidget(cell, 1)
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 8, 12, 12)
        rows.setSpacing(10)
        self.switch.setSizePolicy(self.plot.sizePolicy())
        rows.addWidget(self.switch)
        rows.addWidget(self.told)
        rows.addStretch(1)
        self._inside = inside
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 0, 12, 6)
        bar.addWidget(self.stale, 1)
        bar.addWidget(self.stop)
        self._bar = QWidget()
        self._bar.setLayout(bar)
        self._bar.hide()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        months = QHBoxLayout()
        months.setContentsMargins(12, 0, 12, 0)
        months.addWidget(self.axis)
        for widget in (self._bar, top, hline(), self.area):
            self.body.addWidget(widget)
        self.body.addLayout(months)
        self.set_foot(self._foot_row(), 40)

    def _foot_row(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        picture = QLabel()
        picture.setFixedSize(16, 16)
        self.theme.bind_icon(picture, "scale", "text3", 14)
        row.addWidget(picture)
        row.addWidget(self.range, 1)
        row.addWidget(self.export)
        return foot

    # What is shown.

    def show_rehearsal(self, found: Rehearsal) -> None:
        """Show what was rehearsed."""
        self.found = found
        words = self.ui.words
        self.say_stale("")
        self.set_subtitle(f"{words.day(found.first)} to {words.day(found.last)}")
        for cell, figure in zip(self.figures, figures(found), strict=True):
            cell.say(figure)
        self.plot.show_strips(strips_of(found, words))
        self.switch.set_source(self.plot.lines)
        self.switch.setVisible(bool(found.strips))
        self.told.setText("\n".join(notes(found)))
        self.told.setVisible(bool(self.told.full_text))
        self.range.setText(sentence(found))
        self.export.setEnabled(bool(found.strips))
        self.legend.show_mark("muted", on=bool(found.seasons))
        self.legend.show_mark("quiet", on=any(one.noted or one.held for one in found.strips))
        if found.strips:
            self.show_body()
        else:
            self.show_empty(
                "It would have fired nowhere",
                "On no day of the past year did all of it hold for anybody, and nobody it is for"
                " was lost. Ask for less, or choose others whom it is for.",
                icon="bolt",
            )
        self._fit()

    def show_running(self, text: str) -> None:
        """Say that it is being rehearsed; what was found before stays, if there is any."""
        if self.found is None:
            self.show_loading(text)
        else:
            self.say_stale(text, running=True)

    def say_stale(self, text: str, *, running: bool = False) -> None:
        """Say that what is shown is of an earlier state, or being made anew; "" = it is not."""
        self.stale.setText(text)
        self.stop.setVisible(running)
        self._bar.setVisible(bool(text))

    def show_nothing(self, title: str, text: str) -> None:
        """Say why there is nothing to be seen."""
        self.found = None
        self.say_stale("")
        self.range.setText("")
        self.export.setEnabled(False)
        self.show_empty(title, text, icon="bolt")

    def _fit(self) -> None:
        high = self.plot.height()
        if not self.switch.as_table:
            self.switch.setMinimumHeight(high)
            self.switch.setMaximumHeight(16_777_215)
        self._fit_axis()
        self.legend.setVisible(self.width() >= _LEGEND_LEAST and self.found is not None)

    def _fit_axis(self) -> None:
        """Keep the months in view where there are more strips than room."""
        room = self.height() - _AROUND
        high = self.plot.height() + (0 if self.plot.months else round(AXIS))
        apart = high > room and not self.switch.as_table and self.found is not None
        if apart == self.plot.months:
            self.plot.months = not apart
            self.plot.refresh()
        self.axis.setVisible(apart)
        self.axis.refresh()

    def given(self) -> GivenTable:
        """The list that is taken along."""
        found = self._explained or Rehearsal("", self.ui.day, self.ui.day)
        return given(found, self.ui.words)

    def take_along(self, found: Rehearsal) -> None:
        """Offer to take the list along, with the reasons of all firings."""
        self._explained = found
        at = self.export.mapToGlobal(QPoint(0, self.export.height() + 2))
        self.maker.offer(at, f"Rehearsal of {found.play}", self.given, TABLE)

    def resizeEvent(self, event: object) -> None:
        """Another width has room for a legend, or none."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    @Slot()
    def _on_plot_height_changed(self) -> None:
        self._fit()

    @Slot(int, int)
    def _on_plot_reached(self, top: int, bottom: int) -> None:
        at = self.plot.mapTo(self._inside, QPoint(0, (top + bottom) // 2))
        self.area.ensureVisible(0, at.y(), 0, bottom - top + 8)


class _FigureCell(QWidget):
    """One of the four figures: large, with its unit, what it counts, and more of it."""

    def __init__(self) -> None:
        super().__init__()
        self.value = PlainLabel("", "figure")
        self.beside = PlainLabel("", "second", elide=True)
        self.title = PlainLabel("", "medium", elide=True)
        self.below = PlainLabel("", "caption", elide=True)
        first = QHBoxLayout()
        first.setSpacing(6)
        first.addWidget(self.value)
        self.beside.setContentsMargins(0, 0, 0, 5)
        first.addWidget(self.beside, 1, Qt.AlignmentFlag.AlignBottom)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(11, 4, 2, 10)
        rows.setSpacing(1)
        rows.addLayout(first)
        rows.addWidget(self.title)
        rows.addWidget(self.below)

    def say(self, figure: Figure) -> None:
        """Say another figure."""
        self.value.setText(figure.value)
        self.beside.setText(figure.beside)
        self.title.setText(figure.title)
        self.below.setText(figure.below)
        told = f"{figure.value} {figure.beside} {figure.title}, {figure.below}"
        self.setAccessibleName(" ".join(told.split()))
        self.setToolTip(plain_tip(figure.below))


class _Legend(QWidget):
    """What marks mean, at the right of the head."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(6)
        self._marks: dict[str, tuple[QWidget, QWidget]] = {}
        for key, text in (("fired", "would have fired"), ("quiet", "noted or held back"),
                          ("lost", "lost"), ("muted", "muted season")):  # fmt: skip
            mark, label = _Mark(theme, key), PlainLabel(text, "small")
            row.addWidget(mark)
            row.addWidget(label)
            row.addSpacing(6)
            self._marks[key] = (mark, label)

    def show_mark(self, key: str, *, on: bool) -> None:
        """Name a mark where there is one."""
        for widget in self._marks[key]:
            widget.setVisible(on)


class _Mark(QWidget):
    """A mark of the plot."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme, self._key = theme, key
        self.setFixedSize(14 if key == "muted" else 10, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        if self._key == "fired":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("s1"))
            painter.drawEllipse(QPoint(5, round(middle)), 4, 4)
        elif self._key == "quiet":
            painter.setPen(QPen(theme.color("text3"), 1.5))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(QPoint(5, round(middle)), 3, 3)
        elif self._key == "lost":
            painter.setPen(QPen(theme.color("text2"), 1.4))
            painter.drawLine(2, round(middle) - 3, 8, round(middle) + 3)
            painter.drawLine(2, round(middle) + 3, 8, round(middle) - 3)
        else:
            painter.setPen(theme.color("border"))
            painter.setBrush(theme.color("weekend"))
            painter.drawRect(0, round(middle) - 5, 13, 10)
        painter.end()
