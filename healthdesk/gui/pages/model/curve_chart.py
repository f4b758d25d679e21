"""The chart of a measure's curve or ranks: handles that a hand or a key moves over the accounts.

Not here: what stands where (curve_layout.py), what a scale makes of accounts (domain/scale.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import CurveScale, RankScale
from healthdesk.core.domain.profile_edit import point_added, point_dropped
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import Later
from healthdesk.gui.pages.model import curve_layout as layout
from healthdesk.gui.pages.model.curve_axis import Axis, Values, axis_of, snapped
from healthdesk.gui.pages.model.curve_handle import Handle
from healthdesk.gui.pages.model.curve_layout import Drawn, Frame, Picture
from healthdesk.gui.pages.model.curve_words import Speller
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, paint
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.read_out import ReadOut

LEAST, HIGH = 180, 250
TYPING = (30, 24)
"""Size of the button in the corner that lets the points be typed."""
RESTED = 250
"""Milliseconds after the last key that moved a handle until the curve counts as settled."""
MOST_POINTS = 50
TEXTS = "No account has a number; for texts choose Map"
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_EMPTY = CurveScale(points=((0.0, 0.0),))


@dataclass(frozen=True, eq=False)
class Shown:
    """What a chart is to show.

    Attributes:
        scale: the curve, or the ranks, of the draft.
        published: the scale that holds now, over the same reading; None for none.
        values: what the accounts read.
        tell: puts readings into words.
        title: what the axis shows.
        color: of the curve.
        worth: points of good, average and poor.
    """

    scale: Drawn
    published: Drawn | None
    values: Values
    tell: Speller
    title: str
    color: str
    worth: tuple[float, float, float]


class CurveChart(QWidget):
    """A curve over the histogram of what accounts read, or the three zones of its ranks.

    Signals:
        scaled: the scale under a handle that moves.
        settled: the scale as it was left.
        refused: why something could not be done.
        reset_wanted: the published one is wanted back.
        table_wanted: the points are to be typed.
    """

    scaled = Signal(object)
    settled = Signal(object)
    refused = Signal(str)
    reset_wanted = Signal()
    table_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shown: Shown | None = None
        self.scale: Drawn = _EMPTY
        self.axis: Axis = axis_of("", "", [0.0], Values())
        self.frame = Frame(1, 1, self.axis)
        self.drawing = Drawing(0, 0)
        self.editable = False
        self.handles: list[Handle] = []
        self._measure = FontMeasure(theme)
        self._base: Drawn | None = None
        """The scale as it was when a hand took a handle."""
        self._place = -1
        self._menu_x = 0.0
        self._standing = False
        """Handles are being put to their places: one that goes may take the focus along."""
        self._guide: tuple[float, float] | None = None
        self._nudged: Drawn | None = None
        """The scale that keys have moved and that is not settled yet."""
        self._soon = Later(self, RESTED, self.flush)
        self.read_out = ReadOut(theme, self)
        self.typing = QPushButton(self)
        self.typing.setProperty("kind", "quiet")
        self.typing.setFixedSize(*TYPING)
        self.typing.setIcon(theme.icon("table"))
        self.typing.setAccessibleName("Type the points of the curve")
        self.typing.setToolTip("Type the points")
        self.typing.clicked.connect(self.table_wanted)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumHeight(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._on_theme_changed)

    @property
    def held(self) -> bool:
        """Whether a hand is on a handle."""
        return self._base is not None

    def show_scale(self, shown: Shown, *, editable: bool) -> None:
        """Show another scale; under a hand only the curve moves, the axis stays."""
        self.shown, self.editable = shown, editable
        if self.held or self._nudged is not None:
            return  # what it shows is newer than what comes back
        self.scale = shown.scale
        self._guide = None
        self.read_out.hide()
        self._measure_axis()
        self.refresh()

    def refresh(self) -> None:
        """Lay out again and repaint."""
        shown = self.shown
        if shown is None:
            return
        pins = not isinstance(self.scale, CurveScale)
        self.frame = Frame(self.width(), self.height(), self.axis, pins)
        self.typing.setVisible(self.editable and isinstance(self.scale, CurveScale))
        self.typing.move(0, self.height() - TYPING[1])
        published = shown.published if shown.published != self.scale else None
        picture = Picture(
            self.scale,
            published if isinstance(published, CurveScale) else None,
            shown.color,
            shown.worth,
            shown.title,
            self._guide,
            _why_empty(shown),
            self._base if isinstance(self._base, CurveScale) else None,
            tuple(x for x, y in layout.handles(published) if y is None) if published else (),
        )
        self.drawing = layout.draw(self.frame, picture, self._tell, self._measure)
        if not self._standing:
            self._standing = True
            self._stand()
            self._standing = False
        self.update()

    def forget(self) -> None:
        """Let go of everything: something else is to be shown."""
        self.flush()
        self._let_go()

    @Slot()
    def flush(self) -> None:
        """Settle what keys have moved, now."""
        self._soon.stop()
        moved, self._nudged = self._nudged, None
        if moved is not None:
            self.settled.emit(moved)

    def add_at(self, x: float) -> int:
        """Add a point to the curve where it is; the place of the point, -1 for none."""
        scale = self.scale
        if not isinstance(scale, CurveScale) or not self.editable:
            return -1
        if len(scale.points) >= MOST_POINTS:
            self.refused.emit(f"A curve has at most {MOST_POINTS} points here.")
            return -1
        at = snapped(x, self.axis.step)
        made, place = point_added(scale, at, round(layout.worth_of(scale, at, (0, 0, 0)), 1))
        self._move_to(made)
        return place

    def drop(self, place: int) -> None:
        """Take a point out of the curve."""
        if not isinstance(self.scale, CurveScale) or not self.editable:
            return
        try:
            made = point_dropped(self.scale, place)
        except UsageError as error:
            self.refused.emit(error.sentence)
            return
        self._nudged = None
        self._soon.stop()
        self._move_to(made)
        self._guide = None
        self.read_out.hide()
        self.settled.emit(made)
        if self.handles:
            self.handles[min(place, len(layout.handles(made)) - 1)].setFocus()

    def nudge(self, place: int, by: tuple[float, float], *, fine: bool) -> None:
        """Move a handle by steps of a key."""
        if not self.editable or self.held:
            return
        x, y = layout.handles(self.scale)[place]
        step, high = (self.axis.fine, 0.1) if fine else (self.axis.step, 1.0)
        to = (
            snapped(x + by[0] * step, step) if by[0] else x,
            min(100.0, max(0.0, round((y or 0.0) + by[1] * high, 1))),
        )
        made = layout.moved(self.scale, place, to, step)
        if made != self.scale:
            self._nudged = made
            self._move_to(made)
            self.scaled.emit(made)
            self._soon.start()
        self.tell_of(place)

    def tell_of(self, place: int) -> None:
        """Say what a handle reads, with lines to both axes."""
        if self._standing or place >= len(layout.handles(self.scale)):
            return
        x, y = layout.handles(self.scale)[place]
        self._tell_at(x, 100.0 if y is None else y)

    def hush(self) -> None:
        """Say nothing more."""
        if self._standing:
            return
        if self._guide is not None:
            self._guide = None
            self.refresh()
        self.read_out.hide()

    def sizeHint(self) -> QSize:
        """As in the look's own picture."""
        return QSize(480, HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size is a new layout."""
        super().resizeEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Settle what keys have moved."""
        super().hideEvent(event)
        self.flush()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        paint(painter, self.drawing, self.theme, QRectF(event.rect()))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearest handle; on the line, make one."""
        if event.button() != Qt.MouseButton.LeftButton or self.shown is None or not self.editable:
            super().mousePressEvent(event)
            return
        self.flush()
        before, at = self.scale, event.position()
        place = layout.nearest(self.frame, self.scale, at)
        if place < 0 and layout.on_line(self.frame, self.scale, at):
            place = self.add_at(self.frame.reading(at.x()))
        if place < 0:
            return
        self._base, self._place = before, place
        self.handles[place].setFocus(Qt.FocusReason.MouseFocusReason)
        self.tell_of(place)
        if self.scale != before:
            self.scaled.emit(self.scale)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand, or tell what is under the pointer."""
        at = event.position()
        if self.held:
            self._drag(at, fine=bool(event.modifiers() & _SHIFT))
        elif self.shown is not None:
            self._hover(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() != Qt.MouseButton.LeftButton or not self.held:
            super().mouseReleaseEvent(event)
            return
        before, place = self._base, self._place
        self._let_go()
        if self.scale != before:
            self.settled.emit(self.scale)
        self._measure_axis()
        self.refresh()
        if place < len(layout.handles(self.scale)):
            self.tell_of(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second press is a press like the first."""
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc while a hand is on a handle takes it back."""
        if event.key() == Qt.Key.Key_Escape and self.take_back():
            return
        super().keyPressEvent(event)

    def take_back(self) -> bool:
        """Put the curve back to where it was before the hand took it."""
        if self._base is None:
            return False
        self.scale = self._base
        self._let_go()
        self._guide = None
        self.read_out.hide()
        self.refresh()
        self.settled.emit(self.scale)
        return True

    def leaveEvent(self, event: QEvent) -> None:
        """Take the words away."""
        super().leaveEvent(event)
        if not self.held:
            self.hush()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the words away."""
        super().focusOutEvent(event)
        if not self.held:
            self.hush()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done where the pointer is."""
        if self.shown is None or not self.editable:
            return
        at = QPointF(event.pos())
        self.menu(layout.nearest(self.frame, self.scale, at), at).popup(event.globalPos())

    def menu(self, place: int, at: QPointF) -> Menu:
        """What can be done with a handle, or at a place of the line."""
        made = Menu(self.theme, "Curve", self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        curve = isinstance(self.scale, CurveScale)
        self._place = place
        self._guide = None
        self._menu_x = self.frame.reading(at.x())
        if curve and place >= 0:
            many = len(layout.handles(self.scale)) > 1
            made.add("Remove this point", self._on_menu_remove, icon="trash", enabled=many)
        elif curve:
            made.add("Add a point here", self._on_menu_add, icon="plus")
        if curve:
            made.add("Type points", self.table_wanted.emit, icon="table")
        changed = self.shown is not None and self.shown.published not in {None, self.scale}
        made.add("Reset to published", self.reset_wanted.emit, icon="refresh", enabled=changed)
        return made

    @property
    def _tell(self) -> Speller:
        shown = self.shown
        if shown is None:
            raise ValueError("nothing is shown")
        return Speller(shown.tell.words, shown.tell.spec, self.axis.fine)

    def _drag(self, at: QPointF, *, fine: bool) -> None:
        step = self.axis.fine if fine else self.axis.step
        high = self.frame.points(at.y())
        to = (snapped(self.frame.reading(at.x()), step), round(high, 1) if fine else round(high))
        before, self.scale = self.scale, layout.moved(self.scale, self._place, to, step)
        self.tell_of(self._place)
        if self.scale != before:
            self.scaled.emit(self.scale)

    def _hover(self, at: QPointF) -> None:
        place = layout.nearest(self.frame, self.scale, at)
        line = place < 0 and layout.on_line(self.frame, self.scale, at)
        shape = Qt.CursorShape.ArrowCursor
        if self.editable and (place >= 0 or line):
            shape = Qt.CursorShape.SizeAllCursor if place >= 0 else Qt.CursorShape.CrossCursor
        if place >= 0 and layout.handles(self.scale)[place][1] is None:
            shape = Qt.CursorShape.SizeHorCursor
        self.setCursor(shape)
        if place >= 0:
            self.tell_of(place)
        elif self.frame.inside(at) and self.shown is not None:
            x = snapped(self.frame.reading(at.x()), self.axis.step)
            self._tell_at(x, layout.worth_of(self.scale, x, self.shown.worth))
        else:
            self.hush()

    def _tell_at(self, x: float, y: float) -> None:
        shown = self.shown
        if shown is None:
            return
        self._guide = (x, y)
        self.refresh()
        tell = self._tell
        curve = isinstance(self.scale, CurveScale)
        worth = layout.worth_of(self.scale, x, shown.worth)
        said, more = tell.reads(x, worth), tell.of_accounts(shown.values, x)
        at = QPointF(self.frame.x(x), self.frame.y(y if curve else 60.0))
        wide = max(self._measure(said, "body", 500), self._measure(more, "small", 400)) + 34
        off = layout.beside(self.scale, x, self.axis, right=at.x() + wide <= self.width())
        self.read_out.show_at(at + QPointF(0, off), said, (), more)

    def _move_to(self, scale: Drawn) -> None:
        self.scale = scale
        if not self.held:
            self._measure_axis()
        self.refresh()

    def _measure_axis(self) -> None:
        shown = self.shown
        if shown is None:
            return
        xs = [x for x, _ in layout.handles(self.scale)]
        if isinstance(shown.published, type(self.scale)):
            xs += [x for x, _ in layout.handles(shown.published)]
        spec = shown.tell.spec
        self.axis = axis_of(
            spec.key, spec.unit, xs, shown.values, wide=isinstance(self.scale, RankScale)
        )

    def _let_go(self) -> None:
        self._base, self._place, self._nudged = None, -1, None
        self._soon.stop()

    def _stand(self) -> None:
        """Put the handles to their places; there are as many as the scale has."""
        found = layout.handles(self.scale)
        while len(self.handles) < len(found):
            made = Handle(self.theme, len(self.handles), self)
            QWidget.setTabOrder(self.handles[-1] if self.handles else self.typing, made)
            self.handles.append(made)
        tell = self._tell
        for place, handle in enumerate(self.handles):
            if place >= len(found):
                handle.hide()
                continue
            x, y = found[place]
            at = QPointF(self.frame.x(x), self.frame.bottom + 7 if y is None else self.frame.y(y))
            handle.show_at(at, self._color, pin=y is None, editable=self.editable)
            handle.setAccessibleName(self._handle_words(place, tell))
            handle.show()

    @property
    def _color(self) -> str:
        return "text2" if self.shown is None else self.shown.color

    def _handle_words(self, place: int, tell: Speller) -> str:
        scale = self.scale
        if isinstance(scale, CurveScale):
            return f"Point {place + 1} of {len(scale.points)}: {tell.reads(*scale.points[place])}"
        name, held = (("Good", scale.good), ("Poor", scale.poor))[place]
        return f"{name} {tell.condition(held.op, held.value)}"

    @Slot()
    def _on_menu_remove(self) -> None:
        self.drop(self._place)

    @Slot()
    def _on_menu_add(self) -> None:
        before = self.scale
        place = self.add_at(self._menu_x)
        if place >= 0 and self.scale != before:
            self.settled.emit(self.scale)
            self.handles[place].setFocus()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._measure = FontMeasure(self.theme)
        self.typing.setIcon(self.theme.icon("table"))
        self.refresh()


def _why_empty(shown: Shown) -> str:
    """Why there are no bars; "" where there are."""
    if shown.values.known:
        return ""
    return TEXTS if shown.tell.spec.text else "No account has a value"
