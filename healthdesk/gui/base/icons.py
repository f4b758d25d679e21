"""Icons of resources/icons, tinted, sharp at a screen's pixel ratio, kept once drawn."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

LINE = 1.75
"""Width of an icon's line on its 24 units, as the look asks."""


class Icons:
    """Draws icons by name; the same request is drawn once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._drawn: dict[tuple[str, int, int, float], QPixmap] = {}

    def names(self) -> tuple[str, ...]:
        """Name every icon there is."""
        return tuple(sorted(path.stem for path in self._folder.glob("*.svg")))

    def read_all(self) -> None:
        """Read every drawing's text, no Qt: on a thread, so that the screen waits for no file."""
        for path in self._folder.glob("*.svg"):
            if path.stem not in self._texts:
                self._texts[path.stem] = path.read_text(encoding="utf-8")

    def svg(self, name: str, color: QColor, line: float = LINE) -> bytes:
        """Hand out the drawing as SVG text in one colour."""
        text = self._texts.get(name)
        if text is None:
            text = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
            self._texts[name] = text
        return (
            text.replace("currentColor", color.name())
            .replace('stroke-width="2"', f'stroke-width="{line}"')
            .encode()
        )

    def pixmap(self, name: str, color: QColor, size: int, ratio: float) -> QPixmap:
        """Draw an icon of `size` logical pixels for a screen of this pixel ratio."""
        key = (name, color.rgba(), size, ratio)
        found = self._drawn.get(key)
        if found is None:
            found = self._draw(name, color, size, ratio)
            self._drawn[key] = found
        return found

    def _draw(self, name: str, color: QColor, size: int, ratio: float) -> QPixmap:
        side = round(size * ratio)
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(color.alphaF())
        renderer = QSvgRenderer(QByteArray(self.svg(name, color)))
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
