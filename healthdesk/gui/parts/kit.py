"""What layouts of widgets draw with: a sheet, how wide texts are, words, what is faded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Align, Drawing, Fill, Measure, Sheet, Spot, Text, fitted


def unfaded(key: str) -> float:
    """Nothing is marked: everything is drawn fully."""
    del key
    return 1.0


def whole_parts(parts: Sequence[str], room: float, measure: Measure) -> str:
    """As many of these small words as there is room for, side by side, none of them cut."""
    some = list(parts)
    while some and measure(" · ".join(some), "small", 400) > room:
        some.pop()
    return " · ".join(some)


def words_aside(text: str, measure: Measure) -> Drawing:
    """A few words for the head of a card."""
    wide = measure(text, "small", 400)
    sheet = Sheet()
    sheet.texts.append(Text(QRectF(0, 0, wide, 16), text, "text2", "small"))
    return sheet.done(wide + 1, 16)


def keys_aside(some: Sequence[tuple[str, str]], measure: Measure) -> Drawing:
    """What colours mean, for the head of a card: a square and a word each."""
    sheet, left = Sheet(), 0.0
    for color, word in some:
        wide = measure(word, "small", 400)
        sheet.fills.append(Fill(QRectF(left, 4, 8, 8), color))
        sheet.texts.append(Text(QRectF(left + 12, 0, wide, 16), word, "text2", "small"))
        left += wide + 24
    return sheet.done(left - 11, 16)


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
