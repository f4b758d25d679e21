"""What a slide is put together from: pieces that know how high they are, and can be parted.

Each piece is made for a width; words too long for it are cut and told whole in the notes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.clean_text import plain
from healthdesk.core.domain.number_style import NumberStyle
from healthdesk.core.domain.report import Pair, Paragraph, Quote
from healthdesk.core.papers import notes
from healthdesk.core.papers.paper_sizes import Measures
from healthdesk.core.papers.slides_draw import Box, Canvas
from healthdesk.core.papers.slides_look import Tones
from healthdesk.core.papers.slides_words import (
    DOTS,
    LEADING,
    Run,
    Runs,
    cut,
    high,
    lines,
    marked,
    parted,
    runs_high,
    wide,
)

_FEWEST: Final = 2
"""Lines of a text that stay together."""
_PAIR_LINES, _QUOTE_LINES = 14, 9


@dataclass(frozen=True)
class Setting:
    """What the pieces of a section need to know of it."""

    numbers: dict[str, int]
    size: Measures
    style: NumberStyle
    tones: Tones

    def mark(self, held: Iterable[str]) -> str:
        """The numbers of footnotes: "1, 2"."""
        return notes.told(held, self.numbers)


class Atom:
    """A piece of a slide.

    Attributes:
        above: the space over it, where it is not the first.
        sticky: it stays with what follows.
    """

    above: float = 0.0
    sticky: bool = False

    def high(self) -> float:
        """How high it wants to be."""
        raise NotImplementedError

    def least(self) -> float:
        """How low it may be."""
        return self.high()

    def most(self) -> float:
        """How high it may be."""
        return self.high()

    def split(self, room: float) -> tuple[Atom | None, Atom | None]:
        """What of it fits in a height, and the rest."""
        del room
        return None, self

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw it."""
        raise NotImplementedError


class Fitted:
    """Texts cut to their places; `whole` keeps those that were."""

    def __init__(self) -> None:
        self.whole: list[str] = []

    def __call__(
        self, text: str, room: float, size: float, most: int, *, bold: bool = False
    ) -> str:
        """The text in so many lines at most."""
        made = cut(text, room, size, most, bold=bold)
        if made.endswith(DOTS) and made != plain(text):
            self.whole.append(text)
        return made


class TextAtom(Atom):
    """A text over the whole width; `bar` is the role of a line at its left."""

    def __init__(
        self,
        text: str,
        width: float,
        points: float,
        *,
        role: str = "text",
        bold: bool = False,
        bar: str = "",
        mark: str = "",
        name: str = "Text",
    ) -> None:
        self.text = plain(text).strip("\n")
        self.width, self.points = width, points
        self.role, self.bold, self.bar, self.mark, self.name = role, bold, bar, mark, name

    @property
    def _inset(self) -> float:
        return self.points if self.bar else 0.0

    def high(self) -> float:
        """How high its lines are."""
        return high(self.text, self.width - self._inset, self.points, bold=self.bold)

    def split(self, room: float) -> tuple[Atom | None, Atom | None]:
        """As many lines as there is room for, and the others."""
        fit = int(room / (self.points * LEADING))
        count = len(lines(self.text, self.width - self._inset, self.points))
        if fit < _FEWEST or fit >= count:
            return None, self
        first, rest = parted(self.text, self.width - self._inset, self.points, fit)
        return self._like(first, ""), self._like(rest, self.mark)

    def _like(self, text: str, mark: str) -> TextAtom:
        made = TextAtom(
            text,
            self.width,
            self.points,
            role=self.role,
            bold=self.bold,
            bar=self.bar,
            mark=mark,
            name=self.name,
        )
        made.above = self.above
        return made

    def put(self, canvas: Canvas, box: Box) -> None:
        """Set the text."""
        tall = self.high()
        if self.bar:
            canvas.rule(box.x + 1, box.y, box.x + 1, box.y + tall, self.bar, wide=2.0)
        runs = marked((Run(self.text, self.role, bold=self.bold),), self.mark)
        place = Box(box.x + self._inset, box.y, self.width - self._inset, tall)
        canvas.text(place, (runs,), self.points, name=self.name)


def title(text: str, width: float, setting: Setting, mark: str = "") -> list[Atom]:
    """The small heading of a block; nothing where it has none."""
    if not text:
        return []
    made = TitleAtom(text, width, setting.size.small, mark)
    return [made]


class TitleAtom(Atom):
    """A small heading in bold; it stays with what it heads."""

    sticky = True

    def __init__(self, text: str, width: float, points: float, mark: str) -> None:
        fit = Fitted()
        self.text = fit(text, width - points * 2, points, 2, bold=True)
        self.whole = fit.whole
        self.width, self.points, self.mark = width, points, mark

    def high(self) -> float:
        """Its lines, and the space under them."""
        return high(self.text, self.width, self.points, bold=True) + self.points * 0.55

    def put(self, canvas: Canvas, box: Box) -> None:
        """Set the heading."""
        canvas.told.extend(self.whole)
        runs = marked((Run(self.text, bold=True),), self.mark)
        place = Box(box.x, box.y, self.width, self.high() - self.points * 0.55)
        canvas.text(place, (runs,), self.points, name="Heading")


def paragraph(one: Paragraph, width: float, setting: Setting) -> list[Atom]:
    """A paragraph with its heading, as its voice wants."""
    size, mark = setting.size, setting.mark(one.notes)
    made = title(one.title, width, setting, mark)
    points = {"lead": size.lead, "quiet": size.small}.get(one.voice, size.base)
    role = {"lead": "text2", "quiet": "text3"}.get(one.voice, "text")
    bar = "border" if one.voice == "own" else ""
    text = TextAtom(one.text, width, points, role=role, bar=bar, mark="" if one.title else mark)
    return [*made, text] if one.text.strip() else made


class PairAtom(Atom):
    """A name and what stands for it, on a line."""

    def __init__(self, one: Pair, width: float, named: float, setting: Setting) -> None:
        points = setting.size.base
        fit = Fitted()
        self.name = fit(one.name, named, points, 2, bold=True)
        self.rest = width - named - points
        self.text = fit(one.text, self.rest - points, points, _PAIR_LINES)
        self.whole, self.points, self.named = fit.whole, points, named
        self.mark = setting.mark(one.notes)
        self.above = points * 0.5

    def high(self) -> float:
        """The higher of both."""
        left = high(self.name, self.named, self.points, bold=True)
        return max(left, high(self.text, self.rest, self.points))

    def put(self, canvas: Canvas, box: Box) -> None:
        """Set name and text side by side."""
        canvas.told.extend(self.whole)
        tall = self.high()
        place = Box(box.x, box.y, self.named, tall)
        canvas.text(place, ((Run(self.name, bold=True),),), self.points, name="Name")
        runs = marked((Run(self.text, "text2"),), self.mark)
        place = Box(box.x + self.named + self.points, box.y, self.rest, tall)
        canvas.text(place, (runs,), self.points, name="Text")


def named_width(pairs: tuple[Pair, ...], width: float, setting: Setting) -> float:
    """How wide the names of pairs are."""
    held = (wide(plain(one.name), setting.size.base, bold=True) for one in pairs)
    return min(max(held, default=0.0) * 1.08 + 4, width * 0.38)


class AcrossAtom(Atom):
    """Names and texts in one line between two rules."""

    def __init__(self, pairs: tuple[Pair, ...], width: float, setting: Setting, mark: str) -> None:
        self.width, self.points = width, setting.size.base
        fit, runs = Fitted(), list[Run]()
        for at, one in enumerate(pairs):
            name = fit(one.name, width, self.points, 1, bold=True)
            text = fit(one.text, width, self.points, 2)
            gap = "\u2003\u2002" if at else ""
            runs += [Run(f"{gap}{name}\u2002", bold=True), Run(text, "text2")]
            runs += marked((), setting.mark(one.notes))
        self.runs: Runs = marked(runs, mark)
        self.whole = fit.whole

    def high(self) -> float:
        """The lines, and the space to the rules."""
        return runs_high(self.runs, self.width, self.points) + self.points * 1.4

    def put(self, canvas: Canvas, box: Box) -> None:
        """Set the line between its rules."""
        canvas.told.extend(self.whole)
        tall, pad = self.high(), self.points * 0.7
        for y in (box.y, box.y + tall):
            canvas.rule(box.x, y, box.x + self.width, y, "border")
        place = Box(box.x, box.y + pad, self.width, tall - 2 * pad)
        canvas.text(place, (self.runs,), self.points, name="Pairs")


class QuotesAtom(Atom):
    """Quotes side by side, each with a line in the brand's colour."""

    def __init__(
        self, quotes: tuple[Quote, ...], width: float, each: int, setting: Setting
    ) -> None:
        size = setting.size
        self.gutter = size.gutter * 0.7
        self.column = (width - self.gutter * (each - 1)) / each
        self.points, self.small = size.lead, size.small
        self.room = self.column - size.base
        self.inset = size.base
        fit = Fitted()
        self.items = []
        for one in quotes:
            told = fit(f"\u201c{one.text}\u201d", self.room - 4, self.points, _QUOTE_LINES)
            by = " \u00b7 ".join(filter(None, (one.who, one.where)))
            by = fit(by, self.room, self.small, 2)
            self.items.append((told, by, setting.mark(one.notes)))
        self.whole = fit.whole
        self.above = size.gap * 0.9

    def _tall(self, text: str, by: str) -> float:
        under = high(by, self.room, self.small) + self.small * 0.4 if by else 0.0
        return high(text, self.room, self.points) + under

    def high(self) -> float:
        """The highest of them."""
        return max((self._tall(text, by) for text, by, _ in self.items), default=0.0)

    def put(self, canvas: Canvas, box: Box) -> None:
        """Set the quotes."""
        canvas.told.extend(self.whole)
        for at, (text, by, mark) in enumerate(self.items):
            x = box.x + at * (self.column + self.gutter)
            tall = self._tall(text, by)
            canvas.rule(x + 1, box.y, x + 1, box.y + tall, "accent", wide=2.0)
            first = high(text, self.room, self.points)
            place = Box(x + self.inset, box.y, self.room, first)
            canvas.text(place, (marked((Run(text),), mark),), self.points, name="Quote")
            if by:
                place = Box(
                    x + self.inset, box.y + first + self.small * 0.4, self.room, tall - first
                )
                canvas.text(place, ((Run(by, "text3"),),), self.small, name="By")
