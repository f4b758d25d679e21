"""The accounts as a grid of tiles: colour, shape, score and name, painted by one widget.

Only what is in view is drawn. Not here: where tiles lie (tile_layout.py), which accounts and in
which order (page.py), what the tip says (tile_words.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from healthdesk.core.domain.views import AccountRow, Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words, one_line, with_hyphens
from healthdesk.gui.pages.accounts.tile_layout import GAP, HEAD, TILE_HIGH, TileLayout
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.column import GroupHead
from healthdesk.gui.parts.column_painters import LEFT, RIGHT, Ink, write
from healthdesk.gui.parts.plain import plain_tip

_WAYS = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_ROUND = 5


@dataclass(frozen=True)
class TileGroup:
    """A group of the grid: its head (None: no groups) and its accounts in their order."""

    head: GroupHead | None
    rows: Sequence[AccountRow]


@dataclass(frozen=True)
class _Face:
    """What is drawn of a tile: its ground (None: the facts behind it are old), shape and texts."""

    rect: QRectF
    ground: QColor | None
    shape: QRectF
    band: Band
    texts: tuple[tuple[QRect, str], ...]
    """The score, its change, and the name."""


class TileGrid(QAbstractScrollArea):
    """Accounts as tiles.

    Signals:
        opened: the id of an account that was pressed, or entered by a key.
        current_changed: the id of the account that the keys are at.
    """

    opened = Signal(str)
    current_changed = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._groups: tuple[TileGroup, ...] = ()
        self._rows: list[AccountRow] = []
        self._tip: Callable[[AccountRow], str] = _name
        self._hovered = -1
        self._faces: dict[int, _Face] = {}
        self.current = -1
        self._ink = Ink(theme, self.devicePixelRatioF())
        self.layout_of = TileLayout((), 1, headed=False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Accounts as tiles")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(TILE_HIGH + GAP)
        theme.changed.connect(self._on_theme_changed)

    def show_groups(self, groups: Sequence[TileGroup], tip: Callable[[AccountRow], str]) -> None:
        """Show other accounts; the keys stay at theirs, as far as it is there."""
        held = self.row(self.current)
        self._groups, self._tip = tuple(groups), tip
        self._rows = [row for group in groups for row in group.rows]
        ids = [row.account_id for row in self._rows]
        held_id = held.account_id if held is not None else ""
        self.current = ids.index(held_id) if held_id in ids else (0 if ids else -1)
        self._hovered = -1
        self._arrange()

    @property
    def ids(self) -> tuple[str, ...]:
        """The accounts in the order of the tiles."""
        return tuple(row.account_id for row in self._rows)

    def row(self, number: int) -> AccountRow | None:
        """The account of a tile."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def go_to(self, number: int) -> None:
        """Let the keys be at a tile, and bring it into view."""
        row = self.row(number)
        if row is None:
            return
        self.current = number
        bar, rect = self.verticalScrollBar(), self.layout_of.tile(number)
        above = rect.top() - GAP - HEAD  # with the head of its group, if it is below that
        if above < bar.value():
            bar.setValue(above)
        elif rect.bottom() + GAP > bar.value() + self.viewport().height():
            bar.setValue(rect.bottom() + GAP - self.viewport().height())
        self.setAccessibleDescription(self._tip(row).replace("\n", ". "))
        self.current_changed.emit(row.account_id)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heads and tiles that are in view."""
        painter = QPainter(self.viewport())
        top = self.verticalScrollBar().value()
        painter.translate(0, -top)
        seen = event.rect().translated(0, top)
        for at, first, last in self.layout_of.between(seen.top(), seen.bottom()):
            head = self._groups[at].head
            if head is not None:
                self._draw_head(painter, head, self.layout_of.head(at))
            self._draw_tiles(painter, range(first, last))

    def _draw_head(self, painter: QPainter, head: GroupHead, rect: QRect) -> None:
        ink, left = self._ink, rect.left()
        if head.band is not None:
            box = QRectF(left, rect.center().y() - 4, 10, 10)
            paint_shape(painter, box, self._theme, head.band)
            left += 18
        wide = ink.width(head.title, ink.medium)
        write(painter, ink, QRect(left, rect.top(), wide + 2, rect.height()), head.title,
              font=ink.medium)  # fmt: skip
        told = " \N{MIDDLE DOT} ".join([head.count, *(figure for _, figure in head.figures)])
        left += wide + 10
        place = QRect(left, rect.top(), max(rect.right() - left, 1), rect.height())
        write(painter, ink, place, told, font=ink.small, color="text2")

    def _draw_tiles(self, painter: QPainter, numbers: range) -> None:
        """Draw some tiles, all of one kind of stroke before the next: each change costs time."""
        faces = [self._face(number) for number in numbers]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(self._theme.color("edge"), 1, Qt.PenStyle.DashLine)
        for face in faces:
            painter.setPen(edge if face.ground is None else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(Qt.BrushStyle.NoBrush if face.ground is None else face.ground)
            painter.drawRoundedRect(face.rect, _ROUND, _ROUND)
            paint_shape(painter, face.shape, self._theme, face.band)
        self._draw_rings(painter, numbers)
        ink = self._ink
        for at, (font, color, side) in enumerate(
            (
                (ink.bold, "text", LEFT),
                (ink.small, "text2", RIGHT),
                (ink.small_medium, "text", LEFT),
            )
        ):
            painter.setFont(font)
            painter.setPen(ink.color(color))
            for face in faces:
                place, text = face.texts[at]
                if text:
                    painter.drawText(place, side, text)

    def _draw_rings(self, painter: QPainter, numbers: range) -> None:
        """Show the tile under the pointer, and where the keys are."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        keyed = self.current if self.hasFocus() else -1
        for number, color, wide in ((self._hovered, "edge", 1), (keyed, "accent", 2)):
            if number in numbers:
                painter.setPen(QPen(self._theme.color(color), wide))
                rect = QRectF(self.layout_of.tile(number)).adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(rect, _ROUND, _ROUND)

    def _face(self, number: int) -> _Face:
        """What is drawn of a tile; kept until tiles, room or theme change."""
        found = self._faces.get(number)
        if found is None:
            found = self._faces[number] = self._made_face(number)
        return found

    def _made_face(self, number: int) -> _Face:
        row, rect, ink = self._rows[number], self.layout_of.tile(number), self._ink
        shown = DASH if row.shown is None else self._words.number(row.shown)
        change = self._words.signed(row.change) if row.change else ""
        upper = QRect(rect.left() + 24, rect.top() + 3, rect.width() - 32, 20)
        lower = QRect(rect.left() + 8, rect.top() + 23, rect.width() - 16, 20)
        name = ink.metrics(ink.small_medium).elidedText(
            one_line(row.name), Qt.TextElideMode.ElideRight, lower.width()
        )
        return _Face(
            QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5),
            None if row.stale else self._theme.band(row.band).ground,
            QRectF(rect.left() + 8, rect.top() + 8, 10, 10),
            row.band,
            ((upper, shown), (upper, change), (lower, with_hyphens(name))),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from tile to tile, Enter opens the account."""
        key = Qt.Key(event.key())
        page = max(self.viewport().height() // (TILE_HIGH + GAP) - 1, 1) * self.layout_of.across
        jumps = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._rows) - 1,
            Qt.Key.Key_PageUp: max(self.current - page, 0),
            Qt.Key.Key_PageDown: min(self.current + page, len(self._rows) - 1),
        }
        row = self.row(self.current)
        if key in _WAYS:
            self.go_to(self.layout_of.step(self.current, _WAYS[key]))
        elif key in jumps:
            self.go_to(jumps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row is not None:
            self.opened.emit(row.account_id)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which tile is under the pointer."""
        self._hover(self._under(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press; what it does comes with the release."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the account that was pressed."""
        number = self._under(event.position().toPoint())
        row = self.row(number)
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self.go_to(number)
            self.opened.emit(row.account_id)

    def leaveEvent(self, event: QEvent) -> None:
        """No tile is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the main figures of the tile under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.row(self._under(event.pos()))
            if row is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain_tip(self._tip(row)), self)
            return True
        return bool(super().viewportEvent(event))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew."""
        super().resizeEvent(event)
        self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no longer."""
        super().focusOutEvent(event)
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is drawn already, and draw what comes into view."""
        self.viewport().scroll(dx, dy)

    def _under(self, point: QPoint) -> int:
        return self.layout_of.at(point + QPoint(0, self.verticalScrollBar().value()))

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.viewport().update()

    def _arrange(self) -> None:
        self._faces.clear()
        size = self.viewport().size()
        headed = any(group.head is not None for group in self._groups)
        counts = [len(group.rows) for group in self._groups]
        self.layout_of = TileLayout(counts, size.width(), headed=headed)
        bar = self.verticalScrollBar()
        bar.setPageStep(max(size.height() - TILE_HIGH, 1))
        bar.setRange(0, max(self.layout_of.height - size.height(), 0))
        self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._ink = Ink(self._theme, self.devicePixelRatioF())
        self._faces.clear()
        self.viewport().update()


def _name(row: Any) -> str:  # noqa: ANN401 - an account's row, before any tip is given
    return str(row.name)
