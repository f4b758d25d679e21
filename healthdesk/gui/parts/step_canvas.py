"""The canvas of a playbook: its steps drawn under each other, chosen, dragged, moved by keys.

It shows a playbook and tells what somebody wants; it changes nothing itself. Where everything
stands is reckoned in the core (playbook_layout.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from healthdesk.core.domain import playbook_edit as edit
from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.domain.playbook_edit import Place
from healthdesk.core.domain.playbook_layout import (
    FINISH_KEY,
    HIGH,
    START_KEY,
    WIDE,
    Box,
    Gap,
    Layout,
    Rect,
    beside,
    lay_out,
)
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import Later
from healthdesk.gui.parts.plain import plain_tip
from healthdesk.gui.parts.step_glide import Glide
from healthdesk.gui.parts.step_items import (
    GhostItem,
    LandingItem,
    LinesItem,
    PlusItem,
    StepItem,
    dotted,
    qrect,
    scene_rect,
)
from healthdesk.gui.parts.step_painter import StepPainter
from healthdesk.gui.parts.step_words import Look

EDGE, STEP, BEAT = 40, 12, 16
"""Pixels from the edge in which the canvas scrolls, how far at a time, and how often (ms)."""
CLICK: Final = 4
LEAST, MOST = 0.4, 1.5
ALL = 0.2
"""The least zoom at which all of it is shown."""
Way = Literal["up", "down", "left", "right"]
Key, Held = Qt.Key, Qt.KeyboardModifier
_ARROWS: Final[Mapping[int, Way]] = {
    Key.Key_Up: "up",
    Key.Key_Down: "down",
    Key.Key_Left: "left",
    Key.Key_Right: "right",
}
_NAME: Final = "Steps of the playbook"


@dataclass
class _Hold:
    """What is held: the id of a step or the kind of a new one; where in it the pointer is."""

    key: str
    kind: str
    grip: QPointF


class StepCanvas(QGraphicsView):
    """Shows a playbook.

    Signals:
        chosen: the key of the box that is to be in the form.
        opened: it was entered: the keys want to go on in the form.
        move_wanted: the id of a step and its new `Place`.
        insert_wanted: the kind of a new step and its `Place`.
        plus_wanted: the `Place` of a plus that was pressed, and where on the screen.
        way_wanted: "up", "down", "left", "right" (move the chosen step), "remove", "duplicate".
        zoomed: the zoom is another one, in percent.
    """

    chosen = Signal(str)
    opened = Signal()
    move_wanted = Signal(str, object)
    insert_wanted = Signal(str, object)
    plus_wanted = Signal(object, QPoint)
    way_wanted = Signal(str)
    zoomed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.playbook = Playbook("")
        self.drawn: Layout = lay_out(self.playbook)
        self.current = START_KEY
        self.locked = False
        self.zoom = 1.0
        self._fitted = False
        self._looks: Mapping[str, Look] = {}
        self._pen = StepPainter(theme)
        self._items: dict[str, StepItem] = {}
        self._hold: _Hold | None = None
        self._pressed: tuple[str, QPoint] | None = None
        self._plus_pressed: Gap | None = None
        self._panned: tuple[QPoint, int, int] | None = None
        self._pointer = QPoint()
        self._ground = dotted(theme)
        self._scroll = Later(self, BEAT, self._scroll_on)
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(scene)
        self.lines = LinesItem(self._pen)
        self.plus, self.hover = PlusItem(self._pen), PlusItem(self._pen)
        self.landing, self.ghost = LandingItem(theme), GhostItem(self._pen)
        self.glide = Glide(self, self.lines)
        for item in (self.lines, self.plus, self.hover, self.landing, self.ghost):
            scene.addItem(item)
        self._dress()
        theme.changed.connect(self._on_theme_changed)

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        hints = QPainter.RenderHint
        self.setRenderHints(hints.Antialiasing | hints.SmoothPixmapTransform)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_NAME)
        self.setMinimumSize(240, 160)

    # What is shown.

    def show_playbook(self, playbook: Playbook, looks: Mapping[str, Look]) -> None:
        """Show a playbook; what is gone goes, what stays glides to where it goes."""
        self.glide.stand()
        stood = {item: item.pos() for item in self._items.values()}
        another = playbook.name != self.playbook.name
        self.playbook, self._looks = playbook, looks
        self.drawn = lay_out(playbook)
        self._pen.ratio = self.devicePixelRatioF()
        found = {box.key: box for box in self.drawn.boxes}
        for key in self._items.keys() - found.keys():
            stood.pop(self._items[key])
            self.scene().removeItem(self._items.pop(key))
        for key, box in found.items():
            look = looks.get(key, Look(key))
            if key in self._items:
                self._items[key].show_box(box, look)
            else:
                self._items[key] = StepItem(self._pen, box, look)
                self.scene().addItem(self._items[key])
        self.lines.show_layout(self.drawn)
        self.setSceneRect(scene_rect(self.drawn))
        if self.current not in found:
            self.current = START_KEY
        self._mark()
        if self._fitted:
            self.fit()
        if not another:
            self.glide.begin(stood)

    def choose(self, key: str) -> None:
        """Have another box in the form, and bring it into view."""
        if self.drawn.box(key) is None:
            return
        self.current = key
        self._mark()
        self.bring_into_view(key)

    def say(self, words: str) -> None:
        """Have screen readers say where the keys are."""
        self.setAccessibleName(f"{_NAME}: {words}" if words else _NAME)

    def bring_into_view(self, key: str) -> None:
        """Scroll so far that a box can be seen."""
        box = self.drawn.box(key)
        if box is not None:
            self.ensureVisible(qrect(box.rect), 12, 40)

    def item(self, key: str) -> StepItem | None:
        """What is drawn of a step."""
        return self._items.get(key)

    def place_of_box(self, key: str) -> QPoint:
        """The middle of a box in the viewport."""
        box = self.drawn.box(key)
        return QPoint() if box is None else self.mapFromScene(qrect(box.rect).center())

    def place_of_slot(self, place: Place) -> QPoint:
        """Where a step would be put in, in the viewport."""
        slot = self.drawn.slot(place)
        return QPoint() if slot is None else self.mapFromScene(QPointF(slot.x, slot.y))

    def _mark(self) -> None:
        ring = self.hasFocus()
        held = "" if self._hold is None else self._hold.key
        for key, item in self._items.items():
            on = key == self.current
            item.mark(chosen=on, ring=on and ring, faded=bool(held) and key == held)
        self.plus.stand(None if self.locked or self._hold else self._slot_behind(self.current))

    def _slot_behind(self, key: str) -> Gap | None:
        if key == START_KEY:
            return self.drawn.slot(Place())
        if key == FINISH_KEY or self.playbook.step(key) is None:
            return None
        return self.drawn.slot(edit.behind(self.playbook, key))

    def place_behind(self) -> Place:
        """The place behind the chosen box."""
        slot = self._slot_behind(self.current)
        return edit.end_of(self.playbook) if slot is None else slot.place

    def set_locked(self, locked: bool) -> None:
        """Only show, or let it be changed."""
        self.locked = locked
        self.cancel()
        self._mark()

    # Zoom.

    def set_zoom(self, zoom: float) -> None:
        """Show it larger or smaller."""
        self._fitted = False
        self._take_zoom(zoom)

    def fit(self) -> None:
        """Show all of it, no larger than usual; this holds until another zoom is chosen."""
        room = self.viewport().size()
        if room.width() > 0 and room.height() > 0:
            wide, high = room.width() / self.drawn.width, room.height() / self.drawn.height
            self._take_zoom(min(wide, high, 1.0), ALL)
        self._fitted = True

    def _take_zoom(self, zoom: float, least: float = LEAST) -> None:
        self.zoom = max(least, min(zoom, MOST))
        self.setTransform(QTransform.fromScale(self.zoom, self.zoom))
        self.zoomed.emit(round(self.zoom * 100))

    # Gestures.

    @property
    def holding(self) -> bool:
        """Whether a step is held."""
        return self._hold is not None

    def bring(self, kind: str, look: Look, at: QPoint) -> None:
        """Hold a new step of a kind at a point of the screen."""
        if not self.locked:
            box = Box("", "step", Rect(0, 0, WIDE, HIGH))
            self._begin(_Hold("", kind, QPointF(WIDE / 2, HIGH / 2)), box, look)
            self.carry(at)

    def carry(self, at: QPoint) -> None:
        """Follow the pointer with what is held."""
        self._pointer = self.viewport().mapFromGlobal(at)
        self._follow()

    def drop(self, at: QPoint) -> None:
        """Let go of what is held; outside of the canvas nothing comes of it."""
        hold = self._hold
        if hold is None:
            return
        self.carry(at)
        slot = self.landing.slot
        self.cancel()
        if slot is None:
            return
        if hold.kind:
            self.insert_wanted.emit(hold.kind, slot.place)
        else:
            self.move_wanted.emit(hold.key, slot.place)

    def cancel(self) -> None:
        """Put back what is held."""
        self._pressed = self._plus_pressed = self._panned = None
        if self._hold is not None:
            self._hold = None
            self._scroll.stop()
            self.ghost.hide()
            self.landing.stand(None)
            self._mark()

    def _begin(self, hold: _Hold, box: Box, look: Look) -> None:
        self._hold = hold
        self.hover.stand(None)
        self.ghost.hold(box, look)
        self._mark()

    def _follow(self) -> None:
        hold = self._hold
        if hold is None:
            return
        at = self.mapToScene(self._pointer)
        self.ghost.setPos(at - hold.grip)
        inside = self.viewport().rect().contains(self._pointer)
        self.landing.stand(self._target(at) if inside else None)
        if self._pull() != (0, 0) and not self._scroll.isActive():
            self._scroll.start()

    def _target(self, at: QPointF) -> Gap | None:
        """Where what is held would come to stand; nowhere where that changes nothing."""
        hold = self._hold
        slot = self.drawn.nearest(at.x(), at.y())
        if hold is None or hold.kind:
            return slot
        step = self.playbook.step(hold.key)
        if step is None or slot.place.branch in edit.inside(step):
            return None
        here = edit.place_of(self.playbook, hold.key)
        same = (here.branch, here.arm) == (slot.place.branch, slot.place.arm)
        return None if same and slot.place.at in {here.at, here.at + 1} else slot

    def _pull(self) -> tuple[int, int]:
        """Which way the canvas scrolls while the pointer is near its edge."""
        room, at = self.viewport().rect(), self._pointer
        if not room.adjusted(-EDGE, -EDGE, EDGE, EDGE).contains(at):
            return 0, 0
        across = -STEP if at.x() < EDGE else (STEP if at.x() > room.width() - EDGE else 0)
        down = -STEP if at.y() < EDGE else (STEP if at.y() > room.height() - EDGE else 0)
        return across, down

    @Slot()
    def _scroll_on(self) -> None:
        across, down = self._pull()
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        before = [bar.value() for bar in bars]
        bars[0].setValue(before[0] + across)
        bars[1].setValue(before[1] + down)
        if self._hold is not None and [bar.value() for bar in bars] != before:
            self._follow()

    def slot_near(self, at: QPointF) -> Gap | None:
        """The slot whose line is under a point."""
        slot = self.drawn.slot_at(at.x(), at.y())
        return slot if slot is not None and abs(at.x() - slot.x) <= WIDE / 2 else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press a plus, choose a step, or take hold of the ground."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at, here = self.mapToScene(event.position().toPoint()), event.position().toPoint()
        for plus in (self.plus, self.hover):
            if plus.isVisible() and plus.holds(at):
                self._plus_pressed = plus.slot
                return
        box = self.drawn.box_at(at.x(), at.y())
        if box is None:
            bars = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
            self._panned = (here, *bars)
            return
        self._pressed = (box.key, here)
        if box.key != FINISH_KEY:
            self.current = box.key
            self._mark()
            self.chosen.emit(box.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a step, pan, or show where a step can be put in."""
        here = event.position().toPoint()
        if self._hold is not None:
            self.carry(event.globalPosition().toPoint())
        elif self._pressed is not None:
            key, start = self._pressed
            if (here - start).manhattanLength() >= CLICK:
                self._take_step(key, start)
                self.carry(event.globalPosition().toPoint())
        elif self._panned is not None:
            start, across, down = self._panned
            self.horizontalScrollBar().setValue(across - (here.x() - start.x()))
            self.verticalScrollBar().setValue(down - (here.y() - start.y()))
        else:
            self._show_hover(self.mapToScene(here))

    def _take_step(self, key: str, start: QPoint) -> None:
        box = self.drawn.box(key)
        if self.locked or box is None or self.playbook.step(key) is None:
            self._pressed = None
            return
        grip = self.mapToScene(start) - QPointF(box.rect.x, box.rect.y)
        self._begin(_Hold(key, "", grip), box, self._looks.get(key, Look(key)))

    def _show_hover(self, at: QPointF) -> None:
        slot = None if self.locked else self.slot_near(at)
        if slot is not None and self.plus.slot is not None and slot.place == self.plus.slot.place:
            slot = None
        self.hover.stand(slot)
        box = self.drawn.box_at(at.x(), at.y())
        on_plus = self.hover.holds(at) or (self.plus.isVisible() and self.plus.holds(at))
        shape = Qt.CursorShape.PointingHandCursor if on_plus else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        look = None if box is None else self._looks.get(box.key)
        self.viewport().setToolTip(plain_tip(look.tip) if look is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let a step go where the mark is; or the plus was pressed."""
        at = event.globalPosition().toPoint()
        if self._hold is not None:
            self.drop(at)
        elif self._plus_pressed is not None:
            self.plus_wanted.emit(self._plus_pressed.place, at)
        self._pressed = self._plus_pressed = self._panned = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go on in the form."""
        at = self.mapToScene(event.position().toPoint())
        if self.drawn.box_at(at.x(), at.y()) is not None:
            self.opened.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """No plus where no pointer is."""
        super().leaveEvent(event)
        self.hover.stand(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom."""
        if event.modifiers() & Held.ControlModifier:
            self.set_zoom(self.zoom + (0.1 if event.angleDelta().y() > 0 else -0.1))
            event.accept()
        else:
            super().wheelEvent(event)

    # Keys.

    def event(self, event: QEvent) -> bool:
        """Take the keys of the canvas before shortcuts of the window do."""
        if event.type() == QEvent.Type.ShortcutOverride:
            pressed = cast("QKeyEvent", event)
            if self._is_own(Key(pressed.key()), pressed.modifiers()):
                event.accept()
                return True
        return bool(super().event(event))

    @staticmethod
    def _is_own(key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if held & Held.ControlModifier:
            return key in {Key.Key_D, Key.Key_0, Key.Key_Plus, Key.Key_Minus, Key.Key_Equal}
        return key in _ARROWS or key in {Key.Key_Delete, Key.Key_Escape, Key.Key_Insert}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, move by Alt and arrows, remove, copy, put in, zoom."""
        key, held = Key(event.key()), event.modifiers()
        if key == Key.Key_Escape and self._hold is not None:
            self.cancel()
        elif key in _ARROWS and held & Held.AltModifier:
            self._want(_ARROWS[key])
        elif key in _ARROWS:
            self._go(beside(self.drawn, self.current, _ARROWS[key]))
        elif held & Held.ControlModifier and self._zoom_key(key):
            pass
        elif held & Held.ControlModifier and key == Key.Key_D:
            self._want("duplicate")
        elif key == Key.Key_Delete:
            self._want("remove")
        elif not self._other_key(key):
            super().keyPressEvent(event)

    def _other_key(self, key: Qt.Key) -> bool:
        if key in {Key.Key_Home, Key.Key_End}:
            boxes = [box.key for box in self.drawn.boxes if box.key != FINISH_KEY]
            self._go(boxes[0 if key == Key.Key_Home else -1])
        elif key in {Key.Key_Return, Key.Key_Enter, Key.Key_F2}:
            self.opened.emit()
        elif key in {Key.Key_Insert, Key.Key_Plus}:
            self._want_plus()
        else:
            return False
        return True

    def _zoom_key(self, key: Qt.Key) -> bool:
        if key == Key.Key_0:
            self.fit()
        elif key in {Key.Key_Plus, Key.Key_Equal}:
            self.set_zoom(self.zoom + 0.1)
        elif key == Key.Key_Minus:
            self.set_zoom(self.zoom - 0.1)
        else:
            return False
        return True

    def _want_plus(self) -> None:
        slot = self._slot_behind(self.current) or self.drawn.slot(edit.end_of(self.playbook))
        if slot is not None and not self.locked:
            at = self.mapFromScene(QPointF(slot.x, slot.y))
            self.plus_wanted.emit(slot.place, self.viewport().mapToGlobal(at))

    def _want(self, way: str) -> None:
        if not self.locked and self.playbook.step(self.current) is not None:
            self.way_wanted.emit(way)

    def _go(self, key: str) -> None:
        if key not in {self.current, FINISH_KEY}:
            self.choose(key)
            self.chosen.emit(key)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from step to step in the order of reading, and on from the last."""
        keys = [box.key for box in self.drawn.boxes if box.key != FINISH_KEY]
        at = keys.index(self.current) + (1 if forward else -1)
        if 0 <= at < len(keys):
            self._go(keys[at])
            return True
        return bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keys are elsewhere; what they held is put back."""
        super().focusOutEvent(event)
        self.cancel()
        self._mark()

    # Painting.

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the dotted ground."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(rect, self._ground)
        painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all in view where that was wanted."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._ground = dotted(self.theme)
        self.scene().update()
        self.viewport().update()
