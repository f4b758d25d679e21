"""Painters of cells that can be pressed: a select, a tick with its word, a value to choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from healthdesk.gui.parts.column import Paint
from healthdesk.gui.parts.column_painters import Ink, write

SELECT = 28
PILL = 36
BAR = (44, 6)
ARROWED = 22


@dataclass(frozen=True)
class Told:
    """What a cell says and in which voice."""

    text: str
    color: str = "text"
    icon: str = ""
    arrow: bool = False
    """A chevron at the right: it can be changed."""


def told_cell(say: Callable[[Any], Told]) -> Paint:
    """Paint words with an icon before them, and a chevron where they can be changed."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        told = say(row)
        room = QRect(rect)
        if told.icon:
            size = 12 if told.icon == "arrow-right" else 14
            color = "text3" if told.icon in ("arrow-right", "eye-off") else told.color
            _icon(painter, ink, told.icon, color, size, room.left(), rect)
            room.setLeft(room.left() + size + 4)
        if told.arrow:
            _icon(painter, ink, "chevron-down", "text2", 14, rect.right() - 13, rect)
            room.setRight(rect.right() - 20)
        font = ink.medium if told.color == "notice" and told.arrow else fitting(ink, told.text)
        write(painter, ink, room, told.text, font=font, color=told.color)

    return paint


def sure_cell(say: Callable[[Any], float | None], percent: Callable[[float], str]) -> Paint:
    """Paint how sure something is: a short bar and its figure; nothing where nobody guessed."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        share = say(row)
        if share is None:
            return
        wide, high = BAR
        top = rect.center().y() - high // 2 + 1
        color = "accentfill" if share >= 0.9 else "h3" if share >= 0.7 else "noticefill"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, name in ((1.0, "track"), (share, color)):
            if part > 0:
                painter.setBrush(ink.color(name))
                box = QRectF(rect.left(), top, max(high, wide * part), high)
                painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        room = rect.adjusted(wide + 8, 0, 0, 0)
        write(painter, ink, room, percent(share))

    return paint


def fitting(ink: Ink, text: str) -> QFont:
    """Choose figures of equal width, but not beside hyphens, which would stretch with them."""
    return ink.loose if "-" in text else ink.body


def raw_cell(say: Callable[[Any], str], color: str = "text2") -> Paint:
    """Paint a text as a foreign file has it."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        text = say(row)
        write(painter, ink, rect, text, font=fitting(ink, text), color=color)

    return paint


def small_cell(say: Callable[[Any], str], color: str = "text2") -> Paint:
    """Paint a text in the small size."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        write(painter, ink, rect, say(row), font=ink.small, color=color)

    return paint


def select_cell(say: Callable[[Any], Told]) -> Paint:
    """Paint an arrow and a select with what is chosen; pressing it is the table's matter."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        told = say(row)
        _icon(painter, ink, "arrow-right", "text3", 14, rect.left(), rect)
        top = rect.center().y() - SELECT // 2 + 1
        box = QRect(rect.left() + ARROWED, top, rect.width() - ARROWED, SELECT)
        _framed(painter, ink, box, "edge", "field")
        _icon(painter, ink, "chevron-down", "text2", 14, box.right() - 20, box)
        room = box.adjusted(9, 0, -26, 0)
        write(painter, ink, room, told.text, color=told.color)

    return paint


def tick_cell(is_on: Callable[[Any], bool | None], word: str) -> Paint:
    """Paint a tick box with a word; nothing where there is nothing to tick."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        on = is_on(row)
        if on is None:
            return
        box = QRectF(rect.left() + 0.5, rect.center().y() - 7.5, 15, 15)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.color("accentfill" if on else "edge"), 1))
        painter.setBrush(ink.color("accentfill" if on else "field"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if on:
            painter.drawPixmap(QPoint(rect.left() + 2, rect.center().y() - 6),
                               ink.pixmap("check", "onaccent", 12))  # fmt: skip
        room = rect.adjusted(24, 0, 0, 0)
        write(painter, ink, room, word, font=ink.small, color="text")

    return paint


@dataclass(frozen=True)
class Pill:
    """One of two values side by side: the value, where it comes from, whether it stands."""

    value: str
    where: str
    chosen: bool


def pill_cell(say: Callable[[Any], Pill]) -> Paint:
    """Paint a value that can be chosen over another one."""

    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        pill = say(row)
        box = QRect(rect.left(), rect.center().y() - PILL // 2 + 1, rect.width(), PILL)
        ground, line = ("selected", "accent") if pill.chosen else ("surface", "border")
        _framed(painter, ink, box, line, ground)
        room = box.adjusted(8, 2, -6, 0)
        upper, lower = QRect(room), QRect(room)
        upper.setHeight(17)
        lower.setTop(box.top() + 18)
        lower.setHeight(14)
        write(painter, ink, upper, pill.value or "empty", color="text" if pill.value else "text3")
        write(painter, ink, lower, pill.where, font=ink.small, color="text2")

    return paint


def _framed(painter: QPainter, ink: Ink, box: QRect, line: str, ground: str) -> None:
    width = 2 if line == "accent" else 1
    half = width / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink.color(line), width))
    painter.setBrush(ink.color(ground))
    painter.drawRoundedRect(QRectF(box).adjusted(half, half, -half, -half), 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _icon(  # noqa: PLR0917 - private, beside its calls
    painter: QPainter, ink: Ink, name: str, color: str, size: int, left: int, rect: QRect
) -> None:
    top = rect.center().y() - size // 2 + 1
    painter.drawPixmap(QPoint(left, top), ink.pixmap(name, color, size))
