"""What layouts of widgets draw with: a sheet, how wide texts are, words, what is faded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Align, Drawing, Measure, Sheet, Spot, fitted


def unfaded(key: str) -> float:
    """Nothing is marked: everything is drawn fully."""
    del key
    return 1.0


@dataclass(frozen=True)
class Kit:
    """Passed down by the functions of one layout; `faded` says how strongly a mark is drawn."""

    measure: Measure
    words: Words
    faded: Callable[[str], float] = unfaded
    sheet: Sheet = field(default_factory=Sheet)

    def write(
        self,
        rect: QRectF,
        text: str,
        color: str = "text",
        role: Role = "body",
        *,
        weight: int = 400,
        align: Align = "left",
    ) -> None:
        """Write a text into a rectangle, cut where it is too long."""
        if rect.width() > 0 and text:
            told = fitted(rect, text, self.measure, color, role, weight=weight, align=align)
            self.sheet.texts.append(told)

    def wide(self, text: str, role: Role = "body", weight: int = 400) -> float:
        """How wide a text is."""
        return self.measure(text, role, weight)

    def spot(self, rect: QRectF, key: str, tip: str) -> None:
        """Let a place answer the pointer and the keys."""
        self.sheet.spots.append(Spot(rect, key, tip))

    def done(self, wide: float, high: float) -> Drawing:
        """The finished drawing."""
        return self.sheet.done(wide, high)
