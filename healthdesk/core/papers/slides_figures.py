"""Large figures and steps as pieces of a slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.domain.report import Direction, Figure, Step
from healthdesk.core.papers.slides_atoms import Atom, Fitted, Setting
from healthdesk.core.papers.slides_draw import Box, Canvas
from healthdesk.core.papers.slides_words import LEADING, Run, Runs, high, marked, wide
from healthdesk.core.papers.tables import STATES

WAYS: Final[dict[Direction, str]] = {"good": "up", "bad": "down", "even": "text3", "": "text3"}
_LINES: Final = 2
_STEP_LINES: Final = 3
_SMALLEST: Final = 0.5
"""Of its size, how small a long figure may be set before it is cut."""


class _Item:
    """One figure, fitted in its column."""

    def __init__(self, one: Figure, room: float, setting: Setting, fit: Fitted) -> None:
        size = setting.size
        self.small, self.mark = size.small, setting.mark(one.notes)
        self.above = 0.0
        self.label = fit(one.label, room - size.small * 0.6, size.small, _LINES)
        self.band, self.change, self.way = one.band, "", WAYS[one.direction]
        self.arrow = "" if not one.change else {"+": "up", "\u2212": "down", "-": "down"}.get(
            one.change[0], ""
        )  # fmt: skip
        self.points = size.figure
        while (
            self.points > size.figure * _SMALLEST
            and wide(one.text, self.points, bold=True) > room * 0.98
        ):
            self.points *= 0.9
        self.text = fit(one.text, room, self.points, _LINES, bold=True)
        self.change = fit(one.change, room, size.small, 1, bold=True)
        self.detail = fit(one.detail, room, size.small, _LINES + 1)
        used = wide(self.text, self.points, bold=True) + wide(self.change, size.small, bold=True)
        self.beside = used + size.small * 2.2 <= room
        self.room = room

    def labelled(self) -> float:
        """How high its label is."""
        return high(self.label or " ", self.room - self.small * 0.6, self.small) + self.small * 0.25

    def rows(self) -> list[tuple[str, float]]:
        """Its rows with their heights."""
        small = self.small
        made = [("label", max(self.labelled(), self.above))]
        made.append(("text", high(self.text or " ", self.room, self.points, bold=True)))
        if self.change and not self.beside:
            made.append(("change", small * LEADING + small * 0.3))
        if self.band:
            made.append(("band", small * LEADING + small * 0.4))
        if self.detail:
            made.append(("detail", high(self.detail, self.room, small) + small * 0.3))
        return made

    def put(self, canvas: Canvas, x: float, y: float) -> None:
        """Draw it from a corner on."""
        small = self.small
        for name, tall in self.rows():
            top = y + small * 0.3
            box = Box(x, y, self.room, tall)
            if name == "label":
                runs: Runs = marked((Run(self.label, "text3"),), self.mark)
                canvas.text(box, (runs,), small, name="Label")
            elif name == "text":
                figure: Runs = (Run(self.text, bold=True), *self._moved())
                whole = high(self.text, self.room, self.points, bold=True) < self.points * 2
                canvas.text(box, (figure,), self.points, name="Figure", whole=whole)
            elif name == "change":
                self._change(canvas, x, y + small * 0.1)
            elif name == "band" and self.band:
                canvas.band(self.band, x, top + small * 0.62, small * 0.78)
                words = Run(self.band.capitalize(), self.band, bold=True)
                place = Box(x + small * 1.15, top, self.room - small, small * LEADING)
                canvas.text(place, ((words,),), small, name="Band")
            elif name == "detail":
                place = Box(x, y + small * 0.25, self.room, tall)
                canvas.text(place, ((Run(self.detail, "text3"),),), small, name="Detail")
            y += tall

    def _moved(self) -> Runs:
        """What moved, on the line of the figure: it follows it in whatever letters are set."""
        if not (self.change and self.beside):
            return ()
        shape = {"up": "\u25b2 ", "down": "\u25bc "}.get(self.arrow, "")
        return (
            Run("\u2002", size=self.small),
            Run(shape, self.way, size=self.small * 0.75),
            Run(self.change, self.way, bold=True, size=self.small),
        )

    def _change(self, canvas: Canvas, x: float, y: float) -> None:
        small = self.small
        side = small * 0.62
        if self.arrow:
            box = Box(x, y + small * 0.3, side, side)
            canvas.arrow(box, self.way, up=self.arrow == "up")
            x += side + small * 0.3
        place = Box(x, y, wide(self.change, small, bold=True) + small * 0.5, small * LEADING)
        canvas.text(place, ((Run(self.change, self.way, bold=True),),), small, name="Change")


class FiguresAtom(Atom):
    """Figures in a row."""

    def __init__(self, items: Sequence[Figure], width: float, each: int, setting: Setting) -> None:
        size = setting.size
        self.gutter = size.gutter * 0.6
        self.column = (width - self.gutter * (each - 1)) / each
        fit = Fitted()
        self.items = [_Item(one, self.column, setting, fit) for one in items]
        for item in self.items:
            item.above = max(one.labelled() for one in self.items)
        self.whole, self.pad = fit.whole, size.small * 0.6
        self.above = size.gap * 0.8

    def high(self) -> float:
        """The highest of them."""
        tall = (sum(one for _, one in item.rows()) for item in self.items)
        return max(tall, default=0.0) + self.pad

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw the figures, each under a rule."""
        canvas.told.extend(self.whole)
        for at, item in enumerate(self.items):
            x = box.x + at * (self.column + self.gutter)
            canvas.rule(x, box.y, x + self.column, box.y, "border", wide=1.2)
            item.put(canvas, x, box.y + self.pad)


class _Told:
    """What a step says: its words, its state where that matters, its facts."""

    def __init__(
        self, one: Step, room: float, setting: Setting, fit: Fitted, *, apart: bool
    ) -> None:
        size = setting.size
        self.base, self.small, self.room = size.base, size.small, room
        self.mark, self.state = setting.mark(one.notes), one.state
        self.text = fit(one.text, room - size.base, size.base, _STEP_LINES)
        facts = [told for told in (one.when, one.who, one.detail) if told]
        word = STATES[one.state] if one.state in ("late", "left") else ""
        self.role = "notice" if one.state == "late" else "text3"
        if apart:
            parts = [fit(told, room, size.small, _LINES) for told in facts]
            self.word, self.facts = word, parts
        else:
            lead = wide(f"{word} \u00b7 ", size.small) if word else 0.0
            joined = " \u00b7 ".join(facts)
            self.word = word
            self.facts = [fit(joined, room - lead, size.small, _LINES)] if joined else []
        self.apart = apart

    def high(self) -> float:
        """How high it stands."""
        tall = high(self.text, self.room - self.base, self.base)
        under = [high(one, self.room, self.small) for one in self.facts]
        if self.word and (self.apart or not under):
            under.append(self.small * LEADING)
        return tall + sum(under) + (self.small * 0.25 if under else 0.0)

    def put(self, canvas: Canvas, x: float, y: float) -> None:
        """Set it from a corner on, in one box that can be edited as a whole."""
        runs: list[Runs] = [marked((Run(self.text, size=self.base),), self.mark)]
        word = (Run(self.word, self.role, bold=True),) if self.word else ()
        if self.apart:
            runs += [word] if word else []
            runs += [(Run(one, "text3"),) for one in self.facts]
        elif word or self.facts:
            gap = (Run(" \u00b7 ", "text3"),) if word and self.facts else ()
            runs.append((*word, *gap, *(Run(one, "text3") for one in self.facts)))
        canvas.text(Box(x, y, self.room, self.high()), runs, self.small, name="Step")


class StepAtom(Atom):
    """A step of a list, with its stamp."""

    def __init__(self, one: Step, width: float, setting: Setting) -> None:
        size, fit = setting.size, Fitted()
        self.side, self.base = size.base * 1.05, size.base
        self.indent = self.side + size.base * 0.65
        self.told = _Told(one, width - self.indent, setting, fit, apart=False)
        self.whole = fit.whole
        self.above = size.base * 0.75

    def high(self) -> float:
        """How high its words are."""
        return self.told.high()

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw stamp and words."""
        canvas.told.extend(self.whole)
        canvas.stamp(self.told.state, box.x, box.y + self.base * 0.09, self.side)
        self.told.put(canvas, box.x + self.indent, box.y)


class JourneyAtom(Atom):
    """Steps as stamps along a line; `ends` says that the last of them is the last of all."""

    def __init__(
        self, steps: Sequence[Step], width: float, each: int, setting: Setting, *, ends: bool
    ) -> None:
        size, fit = setting.size, Fitted()
        self.side, self.base, self.ends = size.base * 1.2, size.base, ends
        self.column = width / each
        room = self.column - size.base * 0.8
        self.steps = [_Told(one, room, setting, fit, apart=True) for one in steps]
        self.whole = fit.whole
        self.above = size.gap

    def high(self) -> float:
        """The highest of them, under the line of stamps."""
        return self.side + self.base * 0.6 + max(one.high() for one in self.steps)

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw line, stamps and words."""
        canvas.told.extend(self.whole)
        middle = box.y + self.side / 2
        for at, one in enumerate(self.steps):
            x = box.x + at * self.column
            if not (self.ends and at == len(self.steps) - 1):
                start, stop = x + self.side * 1.15, x + self.column - self.side * 0.15
                if one.state == "done":
                    canvas.rule(start, middle, stop, middle, "accent", wide=1.4)
                else:
                    canvas.dashes(start, stop, middle, "edge", 1.4)
            canvas.stamp(one.state, x, box.y, self.side)
            one.put(canvas, x, box.y + self.side + self.base * 0.6)
