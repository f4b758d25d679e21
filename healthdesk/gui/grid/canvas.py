"""The canvas of a dashboard: puts frames where the layout says, and lays them out by gestures.

A gesture begins at a frame (its head, one of its handles, or keys) or in the gallery; while it
lasts, pictures of the tiles are moved, and the frames only once when it ends. The layout itself is
reckoned in the core.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QWidget

from healthdesk.core.domain import grid
from healthdesk.core.domain.gesture import Gesture, Kind
from healthdesk.core.domain.grid import COLUMNS, Layout, Limits, Tile
from healthdesk.core.domain.grid_pixels import ROW, Pixels, columns_for
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import Later
from healthdesk.gui.grid.frame import Frame
from healthdesk.gui.grid.ghosts import Ghosts

EDGE, STEP, BEAT = 48, 14, 16
"""Pixels from the edge of the view in which it scrolls, how far at a time, and how often (ms)."""
CLICK = 4
"""Pixels that a pointer may move and still mean a press."""
TIMES = "\N{MULTIPLICATION SIGN}"
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_LABELS: Mapping[Kind, str] = {
    "move": "Move widget",
    "resize": "Resize widget",
    "drop": "Add widget",
}


@dataclass
class _Hold:
    """What is held: the gesture, the pointer where it was taken, what the tile looked like."""

    gesture: Gesture
    grip: QPoint
    """The pointer's place in the canvas when it took hold."""
    start: QRect
    """Where the tile stood then."""
    by_keys: bool = False


class Canvas(QWidget):
    """Frames on a grid.

    Signals:
        laid: the layout that a gesture ended with, and what to call the step.
        removed: the id of the tile that somebody pressed Delete on.
        holding: whether a gesture is under way.
    """

    laid = Signal(object, str)
    removed = Signal(str)
    holding = Signal(bool)

    def __init__(self, theme: Theme, view: QScrollArea) -> None:
        super().__init__()
        self.editing = False
        self.layout_now: Layout = ()
        self._view = view
        self._theme = theme
        self._frames: dict[str, Frame] = {}
        self._limits: dict[str, Limits] = {}
        self._hold: _Hold | None = None
        self._pressed: tuple[str, Kind, QPoint] | None = None
        self._ghosts = Ghosts(theme, self)
        self._scroll = Later(self, BEAT, self._scroll_on)
        self._pictures: dict[str, QPixmap] = {}
        """How tiles look, taken since one was pressed: a drag may follow."""
        self._ahead = Later(self, 0, self._look_ahead)
        view.verticalScrollBar().valueChanged.connect(self._on_bar_value_changed)
        self._pointer = QPoint()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Widgets of the dashboard")

    @property
    def ghosts(self) -> Ghosts:
        """The pictures that are moved while something is held."""
        return self._ghosts

    @property
    def gesture(self) -> Gesture | None:
        """The gesture under way."""
        return None if self._hold is None else self._hold.gesture

    @property
    def columns(self) -> int:
        """Columns that are shown at this width."""
        return columns_for(self._view.viewport().width())

    @property
    def can_edit(self) -> bool:
        """Whether gestures are possible: the layout is being edited, and is shown as it is kept."""
        return self.editing and self.columns == COLUMNS

    def frame(self, name: str) -> Frame | None:
        """The frame of a tile."""
        return self._frames.get(name)

    def set_frames(self, frames: Mapping[str, Frame], limits: Mapping[str, Limits]) -> None:
        """Show these frames; what is gone goes."""
        self.cancel()
        for name in self._frames.keys() - frames.keys():
            gone = self._frames.pop(name)
            gone.hide()
            gone.deleteLater()
        for name, frame in frames.items():
            if self._frames.get(name) is not frame:
                self._adopt(name, frame)
                frame.show()
        self._limits = dict(limits)

    def add_frame(self, name: str, frame: Frame) -> None:
        """Show one more frame, in the place that the layout has for it."""
        self._adopt(name, frame)
        # In its place before it is seen: shown first, it would lie over the first frame for once.
        self.arrange()
        frame.show()

    def set_limits(self, name: str, limits: Limits) -> None:
        """Note how small and how large a tile may be, once its widget is known."""
        self._limits[name] = limits

    def _adopt(self, name: str, frame: Frame) -> None:
        self._frames[name] = frame
        frame.setParent(self)
        frame.grabbed.connect(self._on_frame_grabbed)
        frame.dragged.connect(self._on_frame_dragged)
        frame.let_go.connect(self._on_frame_let_go)
        frame.keyed.connect(self._on_frame_keyed)
        frame.blurred.connect(self._on_frame_blurred)

    def set_editing(self, editing: bool) -> None:
        """Let the layout be changed, or not."""
        if editing != self.editing:
            self.cancel()
        self.editing = editing
        for frame in self._frames.values():
            frame.set_editing(self.can_edit)

    def show_layout(self, layout: Layout) -> None:
        """Put every frame where the layout says, as this width allows."""
        self.layout_now = layout
        self.arrange()

    def arrange(self) -> None:
        """Put the frames in their places; the order of Tab follows the reading order."""
        pixels = self._pixels()
        shown = grid.narrowed(self.layout_now, pixels.columns)
        before: QWidget | None = None
        for tile in sorted(shown, key=lambda one: (one.y, one.x)):
            frame = self._frames.get(tile.id)
            if frame is None:
                continue
            place = pixels.place(tile)
            frame.setGeometry(place.left, place.top, place.width, place.height)
            if before is not None:
                QWidget.setTabOrder(before, frame)
            before = frame
        self.setMinimumHeight(pixels.height(grid.height(shown)))
        for frame in self._frames.values():
            frame.set_editing(self.can_edit)

    def cancel(self) -> None:
        """Put back what was held."""
        if self._hold is None:
            return
        self._hold = None
        self._scroll.stop()
        self._ghosts.end()
        self._pictures.clear()
        self.arrange()
        self.holding.emit(False)

    # Gestures from the gallery.

    def place(self, tile: Tile) -> QRect:
        """Where a tile would stand in the first column and row, at this width."""
        return _rect(self._pixels(), grid.at(tile, 0, 0))

    def bring(self, tile: Tile, limits: Limits, picture: QPixmap, at: QPoint) -> None:
        """Hold a new tile at a point of the screen, its middle under the pointer."""
        if not self.can_edit:
            return
        point = self.mapFromGlobal(at)
        pixels = self._pixels()
        size = pixels.place(grid.at(tile, 0, 0))
        start = QRect(0, 0, size.width, size.height)
        start.moveCenter(point)
        gesture = Gesture.on("drop", self.layout_now, tile, limits)
        self._limits[tile.id] = limits
        self._begin(_Hold(gesture, point, start), {tile.id: (picture, start)})
        self.carry(at)

    def carry(self, at: QPoint) -> None:
        """Follow the pointer with what is held."""
        self._pointer = at
        if self._hold is not None:
            self._follow()

    def drop(self, at: QPoint) -> None:
        """End the gesture at a point of the screen; outside the view it is put back."""
        if self._hold is None:
            return
        self.carry(at)
        inside = self._view.viewport().rect().contains(self._view.viewport().mapFromGlobal(at))
        if self._hold.gesture.kind == "drop" and not inside:
            self.cancel()
        else:
            self._commit()

    # Inside of a gesture.

    def _begin(self, hold: _Hold, more: Mapping[str, tuple[QPixmap, QRect]] | None = None) -> None:
        held, seen = hold.gesture.tile.id, self._seen()
        pictures: dict[str, tuple[QPixmap | None, QRect]] = {}
        for name, frame in self._frames.items():
            if frame.isVisibleTo(self):
                near = name == held or frame.geometry().intersects(seen)
                pictures[name] = (self._picture(name) if near else None, frame.geometry())
        self._hold = hold
        self._ghosts.setGeometry(self.rect())
        self._ghosts.begin({**pictures, **(more or {})}, held)
        self._show_aim()
        self.holding.emit(True)

    def _seen(self) -> QRect:
        """The part of the canvas that is in view."""
        viewport = self._view.viewport()
        return QRect(self.mapFrom(viewport, QPoint()), viewport.size())

    def _picture(self, name: str) -> QPixmap:
        if name not in self._pictures:
            self._pictures[name] = self._frames[name].picture()
        return self._pictures[name]

    def _look_ahead(self) -> None:
        """Take the picture of one more tile in view, while something is pressed and not dragged."""
        if self._pressed is None or self._hold is not None:
            return
        seen = self._seen()
        for name, frame in self._frames.items():
            near = frame.isVisibleTo(self) and frame.geometry().intersects(seen)
            if near and name not in self._pictures:
                self._picture(name)
                self._ahead.start()
                return

    def _look_on(self) -> None:
        """Take pictures of the tiles that come into sight."""
        for name in self._ghosts.missing(self._seen()):
            if name in self._frames:
                self._ghosts.give(name, self._picture(name))

    @Slot(int)
    def _on_bar_value_changed(self, _: int) -> None:
        if self._hold is not None:
            self._look_on()

    def _follow(self) -> None:
        """Aim where the pointer is; the held tile is drawn there whatever the cell."""
        hold = self._hold
        if hold is None:
            return
        by = self.mapFromGlobal(self._pointer) - hold.grip
        pixels = self._pixels()
        if hold.gesture.kind == "resize":
            rect = hold.start.adjusted(0, 0, by.x(), by.y())
            kept = self._kept_edges(rect, hold)
            aimed = hold.gesture.size(*pixels.size(kept.width(), kept.height()))
            smallest = pixels.place(grid.resized(hold.gesture.tile, 1, 1))
            kept.setWidth(max(kept.width(), smallest.width))
            kept.setHeight(max(kept.height(), smallest.height))
            self._ghosts.hold(QRectF(kept))
        else:
            rect = hold.start.translated(by)
            aimed = hold.gesture.aim(*pixels.cell(rect.left(), rect.top()))
            self._ghosts.hold(QRectF(rect))
        self._take(aimed)
        self._mind_edges()

    def _kept_edges(self, rect: QRect, hold: _Hold) -> QRect:
        """A handle of one edge moves that edge alone."""
        if self._pressed is None:
            return rect
        edge = self._frames[hold.gesture.tile.id].edge
        if edge == "right":
            rect.setHeight(hold.start.height())
        elif edge == "bottom":
            rect.setWidth(hold.start.width())
        return rect

    def _take(self, aimed: Gesture) -> None:
        hold = self._hold
        if hold is not None and aimed.aimed != hold.gesture.aimed:
            hold.gesture = aimed
            self._show_aim()

    def _show_aim(self) -> None:
        """Let the others make way for what is held."""
        hold = self._hold
        if hold is None:
            return
        pixels = self._pixels()
        layout = hold.gesture.layout()
        places = {tile.id: _rect(pixels, tile) for tile in layout}
        landed = grid.find(layout, hold.gesture.tile.id)
        landing = places.pop(landed.id)
        size = f"{landed.w} {TIMES} {landed.h}"
        tag = f"column {landed.x + 1}, row {landed.y + 1} · {size}"
        self.setMinimumHeight(max(self.minimumHeight(), pixels.height(grid.height(layout))))
        self._ghosts.setGeometry(QRect(QPoint(0, 0), self._needed()))
        self._ghosts.aim(places, landing, tag)
        self._look_on()
        if hold.by_keys:
            self._ghosts.hold(QRectF(landing))

    def _needed(self) -> QSize:
        return QSize(self.width(), max(self.height(), self.minimumHeight()))

    def _commit(self) -> None:
        hold = self._hold
        if hold is None:
            return
        layout = hold.gesture.layout()
        label = _LABELS[hold.gesture.kind]
        changed = layout != hold.gesture.base
        self._hold = None
        self._scroll.stop()
        self.layout_now = layout
        self._ghosts.end()
        self._pictures.clear()
        self.arrange()
        self.holding.emit(False)
        if changed:
            self.laid.emit(layout, label)

    def _mind_edges(self) -> None:
        """Scroll while the pointer is near the upper or the lower edge of the view."""
        if self._way() and not self._scroll.isActive():
            self._scroll.start()

    def _way(self) -> int:
        viewport = self._view.viewport()
        y = viewport.mapFromGlobal(self._pointer).y()
        if y < EDGE:
            return -STEP
        return STEP if y > viewport.height() - EDGE else 0

    def _scroll_on(self) -> None:
        if self._hold is None or self._hold.by_keys:
            return
        bar = self._view.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + self._way())
        if bar.value() != before:
            self._follow()

    def _pixels(self) -> Pixels:
        row = round(ROW * self._theme.zoom)
        return Pixels(max(self._view.viewport().width(), 1), self.columns, row=row)

    # What frames tell.

    @Slot(str, str, QPoint)
    def _on_frame_grabbed(self, name: str, kind: Kind, at: QPoint) -> None:
        if self.can_edit:
            self._pressed = (name, kind, at)
            self._pictures.clear()
            self._ahead.start()

    @Slot(QPoint)
    def _on_frame_dragged(self, at: QPoint) -> None:
        if self._hold is None and self._pressed is not None:
            name, kind, pressed = self._pressed
            tile = grid.find(self.layout_now, name)
            if (at - pressed).manhattanLength() < CLICK or tile.pinned:
                return
            gesture = Gesture.on(kind, self.layout_now, tile, self._limits.get(name, Limits()))
            grip = self.mapFromGlobal(pressed)
            self._begin(_Hold(gesture, grip, self._frames[name].geometry()))
        self.carry(at)

    @Slot(QPoint)
    def _on_frame_let_go(self, at: QPoint) -> None:
        if self._hold is not None and not self._hold.by_keys:
            self.drop(at)
        self._pressed = None
        self._pictures.clear()

    @Slot(str, int, bool)
    def _on_frame_keyed(self, name: str, code: int, shift: bool) -> None:
        key = Qt.Key(code)
        if not self.can_edit:
            return
        if key == Qt.Key.Key_Escape:
            self._pressed = None
            self.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit()
        elif key == Qt.Key.Key_Delete and self._hold is None:
            self.removed.emit(name)
        elif key in _ARROWS and (self._hold is None or self._hold.by_keys):
            self._step(name, "resize" if shift else "move", *_ARROWS[key])

    def _step(self, name: str, kind: Kind, dx: int, dy: int) -> None:
        """Go one cell on, or one larger or smaller, by keys."""
        hold = self._hold
        if hold is not None and (hold.gesture.tile.id, hold.gesture.kind) != (name, kind):
            self._commit()
            hold = None
        if hold is None:
            tile = grid.find(self.layout_now, name)
            if tile.pinned:
                QApplication.beep()
                return
            gesture = Gesture.on(kind, self.layout_now, tile, self._limits.get(name, Limits()))
            hold = _Hold(gesture, QPoint(), self._frames[name].geometry(), by_keys=True)
            self._begin(hold)
        gesture = hold.gesture
        if kind == "resize":
            self._take(gesture.size(gesture.w + dx, gesture.h + dy))
        else:
            self._take(gesture.aim(gesture.x + dx, gesture.y + dy))
        landing = self._ghosts.landing
        self._view.ensureVisible(landing.center().x(), landing.bottom(), 0, EDGE)

    @Slot()
    def _on_frame_blurred(self) -> None:
        if self._hold is not None:
            self._pressed = None
            self.cancel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another place for every frame."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.cancel()
            self.arrange()


def _rect(pixels: Pixels, tile: Tile) -> QRect:
    place = pixels.place(tile)
    return QRect(place.left, place.top, place.width, place.height)
