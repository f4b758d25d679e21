"""The row of small pages under the one in view: their names, a red mark where something shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QWheelEvent

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList

Where = QModelIndex | QPersistentModelIndex
WIDE, HIGH, SLOT = 76, 43, 91
"""Pixels of a small page, and of its place in the row."""
STRIP: Final = 78
_PAD, _NAME = 10, 18


@dataclass(frozen=True)
class Thumb:
    """A small page: its number, name, picture, and what it would show of the inside."""

    number: int
    title: str
    section: str
    image: QImage
    warning: str = ""


class PageStrip(RowList):
    """Walked by the arrows left and right.

    Signals:
        chosen: the number of the page that somebody wants to see.
        left_out: the section of the page that somebody wants out (Delete).
    """

    chosen = Signal(int)
    left_out = Signal(str)

    def __init__(self, ui: Ui) -> None:
        self._quiet = True
        super().__init__(ui.theme, ui.words, "Pages")
        self.setFlow(RowList.Flow.LeftToRight)
        self.setWrapping(False)
        self.setHorizontalScrollMode(RowList.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(STRIP)
        self._quiet = False

    def show_pages(self, pages: Sequence[Thumb], number: int) -> None:
        """Show other pages, of which one is in view; the row is as high as it needs to be."""
        self._quiet = True
        self.show_rows(tuple(pages))
        self._quiet = False
        self.go_to(number)
        self._fit()

    def go_to(self, number: int) -> None:
        """Let the page of this number be the one in view."""
        index = self.rows.index(number - 1)
        if index.isValid() and index != self.currentIndex():
            self._quiet = True
            self.setCurrentIndex(index)
            self._quiet = False
        self.scrollTo(index)
        self.viewport().update()

    def _fit(self) -> None:
        bar = self.horizontalScrollBar()
        overflows = len(self.rows.rows) * SLOT + _PAD > self.width()
        self.setFixedHeight(STRIP + (bar.sizeHint().height() if overflows else 0))

    def line_size(self, row: int) -> QSize:
        """Each page has its place."""
        del row
        return QSize(SLOT, STRIP)

    def say(self, row: Any) -> str:  # noqa: ANN401 - rows are of any kind
        """A page in words."""
        told = f"Page {row.number}: {row.title}"
        return f"{told}. It would show {row.warning}." if row.warning else told

    def paint_line(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint a small page and its name."""
        page: Thumb = self.row_at(row)
        del hover
        ink = self.ink
        whole = QRect(rect.left() + _PAD, rect.top() + 9, WIDE, HIGH)
        size = page.image.size().scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = whole.left() + (WIDE - size.width()) // 2
        inside = QRect(left, whole.top(), size.width(), size.height())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(inside, page.image)
        current = row == self.currentIndex().row()
        color = "accent" if current else "poorfill" if page.warning else "edge"
        wide = 2 if current else 1
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink.color(color), wide))
        grown = 2 if current else 1
        painter.drawRect(inside.adjusted(-grown, -grown, grown - 1, grown - 1))
        self._paint_name(painter, QRect(whole.left(), whole.bottom() + 5, WIDE + 6, _NAME), page)

    def _paint_name(self, painter: QPainter, rect: QRect, page: Thumb) -> None:
        ink = self.ink
        number = str(page.number)
        painter.setFont(ink.small)
        write(painter, ink, rect, number, font=ink.small, color="text3")
        left = ink.width(number, ink.small) + 4
        right = 18 if page.warning else 0
        write(painter, ink, rect.adjusted(left, 0, -right, 0), page.title, font=ink.small)
        if page.warning:
            top = rect.center().y() - 6
            picture = ink.pixmap("alert-triangle", "poor", 14)
            painter.drawPixmap(rect.right() - 15, top, picture)

    def currentChanged(self, current: Where, previous: Where) -> None:
        """Tell which page is wanted."""
        super().currentChanged(current, previous)
        self.viewport().update()
        page = self.row_at(current.row())
        if not self._quiet and page is not None:
            self.chosen.emit(page.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk, Delete leaves a section out."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key, at = event.key(), self.currentIndex().row()
        if held == Qt.KeyboardModifier.NoModifier and key == Qt.Key.Key_Delete:
            if self.current is not None:
                self.left_out.emit(self.current.section)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and not held:
            self._go(at + (1 if key == Qt.Key.Key_Right else -1), 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not held:
            self._go(0 if key == Qt.Key.Key_Home else len(self.rows.rows) - 1, 1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel turns the row sideways."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))
        event.accept()

    def resizeEvent(self, event: Any) -> None:  # noqa: ANN401 - Qt's event
        """Have room for the bar where pages do not fit."""
        super().resizeEvent(event)
        self._fit()
