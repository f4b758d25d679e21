"""A card as a picture, as a drawing, or as figures: bytes that are then written as one file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from healthdesk.core.domain.cell_guard import guarded
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.drawing import FontMeasure, elide, paint
from healthdesk.gui.parts.face import Face

Kind = Literal["png", "svg", "csv"]
KINDS: Final[dict[Kind, str]] = {
    "png": "Pictures (*.png)",
    "svg": "Drawings (*.svg)",
    "csv": "Tables (*.csv)",
}
SHARP: Final = 2
"""Pixels of a picture for one of the screen."""
_SIDE, _HEAD, _FOOT = 16, 36, 26


@dataclass(frozen=True)
class Sheet:
    """What stands around an exported face."""

    title: str
    subtitle: str
    foot: str
    """Scope, period and day: a picture is looked at long after."""


def file_name(title: str, day: str, kind: Kind) -> str:
    """A name for the file that every system can write."""
    return safe_name(f"{title.replace('/', '-').strip() or 'Widget'} {day}.{kind}")


def as_csv(face: Face) -> bytes:
    """The figures for a spreadsheet; no cell is run as a formula."""
    head, rows = face.lines()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(one) for one in head])
    for row in rows:
        writer.writerow([guarded(one) for one in row])
    return out.getvalue().encode("utf-8-sig")


def as_png(face: Face, sheet: Sheet, theme: Theme) -> bytes:
    """The face as a sharp picture with what it is about around it."""
    whole = _size(face)
    image = QImage(whole * SHARP, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(SHARP)
    painter = QPainter(image)
    _paint(painter, face, sheet, theme)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def as_svg(face: Face, sheet: Sheet, theme: Theme) -> bytes:
    """The face as vectors with what it is about around it."""
    whole = _size(face)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(whole)
    made.setViewBox(QRect(QPoint(0, 0), whole))
    made.setResolution(96)
    made.setTitle(sheet.title)
    made.setDescription(sheet.foot)
    painter = QPainter(made)
    _paint(painter, face, sheet, theme)
    painter.end()
    return bytes(buffer.data().data())


def _size(face: Face) -> QSize:
    return QSize(face.width() + 2 * _SIDE, face.height() + _HEAD + _FOOT + 12)


def _paint(painter: QPainter, face: Face, sheet: Sheet, theme: Theme) -> None:
    whole = _size(face)
    painter.fillRect(QRect(QPoint(0, 0), whole), theme.color("surface"))
    measure = FontMeasure(theme)
    room = float(face.width())
    title = elide(sheet.title, room, measure, "body", 600)
    taken = measure(title, "body", 600) + 8
    painter.setFont(theme.font("body", 600))
    painter.setPen(theme.color("text"))
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(QRectF(_SIDE, 0, room, _HEAD), middle, title)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("text3"))
    aside = face.aside() if face.in_head else None
    beside = aside.width + 12 if aside is not None else 0
    subtitle = elide(sheet.subtitle, max(room - taken - beside, 0), measure, "small")
    painter.drawText(QRectF(_SIDE + taken, 0, room, _HEAD), middle, subtitle)
    foot = elide(sheet.foot, room, measure, "small")
    painter.drawText(QRectF(_SIDE, whole.height() - _FOOT, room, _FOOT), middle, foot)
    if aside is not None:
        painter.save()
        painter.translate(_SIDE + room - aside.width, (_HEAD - aside.height) / 2)
        paint(painter, aside, theme)
        painter.restore()
    painter.save()
    painter.translate(_SIDE, _HEAD)
    face.paint_on(painter)
    painter.restore()
