"""Draws on one slide, in points: texts, rules, native shapes and pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Emu

from healthdesk.core.domain.clean_text import one_line, plain
from healthdesk.core.domain.report import Band, State
from healthdesk.core.papers.slides_look import Tones
from healthdesk.core.papers.slides_words import LEADING, Run, Runs
from healthdesk.core.papers.texts import short

EMU: Final = 12_700
"""Units of a slide in a point."""
_SAID: Final = 1000
"""Letters of a description."""
_LANGUAGE: Final = "en-GB"
_DECORATIVE: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"
_DECORATIVE_KEY: Final = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
Side = Literal["l", "r", "ctr"]
Anchor = Literal["t", "ctr", "b"]
_BANDS: Final[dict[Band, tuple[Any, float]]] = {
    "strong": (MSO_SHAPE.OVAL, 0.94),
    "average": (MSO_SHAPE.ISOSCELES_TRIANGLE, 1.0),
    "poor": (MSO_SHAPE.RECTANGLE, 0.86),
    "unknown": (MSO_SHAPE.OVAL, 0.8),
}


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    x: float
    y: float
    w: float
    h: float

    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """The same as slides count; at least a point each way."""
        sides = (self.x, self.y, max(self.w, 1.0), max(self.h, 1.0))
        x, y, w, h = (Emu(round(one * EMU)) for one in sides)
        return x, y, w, h


class Canvas:
    """A slide that is drawn on; `told` gathers what its notes have to say in full."""

    def __init__(self, slide: Any, tones: Tones) -> None:
        self.slide = slide
        self.tones = tones
        self.told: list[str] = []

    def text(
        self,
        box: Box,
        paragraphs: Sequence[Runs],
        size: float,
        *,
        side: Side = "l",
        anchor: Anchor = "t",
        name: str = "",
        whole: bool = False,
    ) -> Any:
        """A text box without margins; each paragraph is made of runs.

        `whole` keeps them on their lines, should other letters than ours be wider.
        """
        shape = self.slide.shapes.add_textbox(*box.emu())
        if name:
            shape.name = name
        fill_text(self.tones, shape, paragraphs, size, side=side, anchor=anchor)
        if whole:
            shape._element.txBody.bodyPr.set("wrap", "none")
        return shape

    def rule(
        self, x: float, y: float, x2: float, y2: float, role: str, *, wide: float = 0.6
    ) -> None:
        """A thin line; one who listens to the slide does not hear of it."""
        places = (Emu(round(one * EMU)) for one in (x, y, x2, y2))
        line = self.slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *places)
        line.name = "Rule"
        self._bare(line)
        self.tones.stroke(line._element.spPr, role, wide)
        decorative(line)

    def dashes(self, x: float, x2: float, y: float, role: str, wide: float) -> None:
        """A dashed line across."""
        self.rule(x, y, x2, y, role, wide=wide)
        line = self.slide.shapes[-1]._element.spPr.find(qn("a:ln"))
        etree.SubElement(line, qn("a:prstDash"), {"val": "dash"})

    def shape(
        self, kind: Any, box: Box, fill: str, *, line: str = "", wide: float = 0.75, name: str = ""
    ) -> Any:
        """A native shape in roles' colours; no fill where that role is ""."""
        made = self.slide.shapes.add_shape(kind, *box.emu())
        self._bare(made)
        made.name = name or "Shape"
        parent = made._element.spPr
        if fill:
            self.tones.solid(parent, fill)
        else:
            etree.SubElement(parent, qn("a:noFill"))
        self.tones.stroke(parent, line, wide)
        if name:
            describe(made, name)
        else:
            decorative(made)
        return made

    def band(self, band: Band, x: float, middle: float, side: float) -> None:
        """The shape of a band, its middle at a height."""
        kind, share = _BANDS[band]
        own = side * share
        box = Box(x + (side - own) / 2, middle - own / 2, own, own)
        name = f"Band {band}"
        if band == "unknown":
            self.shape(kind, box, "", line="unknownfill", wide=side * 0.16, name=name)
        else:
            self.shape(kind, box, f"{band}fill", name=name)

    def arrow(self, box: Box, role: str, *, up: bool) -> None:
        """A filled arrow head."""
        made = self.shape(MSO_SHAPE.ISOSCELES_TRIANGLE, box, role, name="Up" if up else "Down")
        if not up:
            made.rotation = 180

    def stamp(self, state: State, x: float, y: float, side: float) -> None:
        """A step's state: a tick, a warning, an open ring or one crossed through."""
        if state == "done":
            self.shape(MSO_SHAPE.OVAL, Box(x, y, side, side), "accent", name="Done")
            points = ((0.28, 0.52), (0.43, 0.67), (0.72, 0.35))
            self._path([(x + side * a, y + side * b) for a, b in points], "surface", side * 0.12)
        elif state == "late":
            box = Box(x, y + side * 0.03, side, side * 0.91)
            self.shape(MSO_SHAPE.ISOSCELES_TRIANGLE, box, "noticefill", name="Late")
            bar = Box(x + side * 0.445, y + side * 0.38, side * 0.11, side * 0.28)
            self.shape(MSO_SHAPE.RECTANGLE, bar, "surface")
            dot = Box(x + side * 0.435, y + side * 0.74, side * 0.13, side * 0.13)
            self.shape(MSO_SHAPE.OVAL, dot, "surface")
        else:
            role = "edge" if state == "left" else "accent"
            ring = Box(x + side * 0.06, y + side * 0.06, side * 0.88, side * 0.88)
            name = "Left out" if state == "left" else "Open"
            self.shape(MSO_SHAPE.OVAL, ring, "surface", line=role, wide=side * 0.1, name=name)
            if state == "left":
                middle = y + side / 2
                self.rule(x + side * 0.3, middle, x + side * 0.7, middle, role, wide=side * 0.1)

    def picture(self, content: bytes, box: Box, said: str) -> None:
        """A picture as large as fits in a place, whole."""
        made = self.slide.shapes.add_picture(io.BytesIO(content), *box.emu()[:2])
        by = min(box.w * EMU / made.width, box.h * EMU / made.height)
        made.width, made.height = Emu(int(made.width * by)), Emu(int(made.height * by))
        describe(made, said)
        made.name = short(one_line(said), 60) or "Picture"

    def _path(self, points: Sequence[tuple[float, float]], role: str, wide: float) -> None:
        places = [(round(x * EMU), round(y * EMU)) for x, y in points]
        builder = self.slide.shapes.build_freeform(*places[0], scale=1.0)
        builder.add_line_segments(places[1:], close=False)
        made = builder.convert_to_shape()
        made.name = "Tick"
        self._bare(made)
        etree.SubElement(made._element.spPr, qn("a:noFill"))
        line = self.tones.stroke(made._element.spPr, role, wide)
        line.set("cap", "rnd")
        etree.SubElement(line, qn("a:round"))
        decorative(made)

    def _bare(self, shape: Any) -> None:
        """Without the effects that a theme gives its shapes."""
        style = shape._element.find(qn("p:style"))
        if style is not None:
            shape._element.remove(style)


def fill_text(
    tones: Tones,
    shape: Any,
    paragraphs: Sequence[Runs],
    size: float,
    *,
    side: Side = "l",
    anchor: Anchor = "t",
) -> None:
    """Put paragraphs in a shape without margins; what it held goes."""
    body = shape._element.txBody
    held = body.find(qn("a:bodyPr"))
    for name in ("lIns", "tIns", "rIns", "bIns"):
        held.set(name, "0")
    held.set("wrap", "square")
    held.set("anchor", anchor)
    for child in list(held):
        held.remove(child)
    etree.SubElement(held, qn("a:noAutofit"))
    put_paragraphs(tones, body, paragraphs, size, side=side)


def put_paragraphs(
    tones: Tones,
    body: Any,
    paragraphs: Sequence[Runs],
    size: float,
    *,
    side: Side = "l",
) -> None:
    """Write the paragraphs of a text's body; a line end in a run begins another paragraph."""
    for one in body.findall(qn("a:p")):
        body.remove(one)
    for runs in paragraphs or ((),):
        paragraph = _paragraph(body, side)
        for run in runs:
            parts = plain(run.text).split("\n")
            for at, part in enumerate(parts):
                if at:
                    _end(paragraph, size)
                    paragraph = _paragraph(body, side)
                put_run(tones, paragraph, run, part, size)
        _end(paragraph, size)


def _end(paragraph: Any, size: float) -> None:
    """Give an empty paragraph the size of its letters, else it is as high as the usual ones."""
    if size and paragraph.find(qn("a:r")) is None:
        props = {"lang": _LANGUAGE, "sz": str(max(round(size * 100), 100))}
        etree.SubElement(paragraph, qn("a:endParaRPr"), props)


def _paragraph(body: Any, side: Side) -> Any:
    made = etree.SubElement(body, qn("a:p"))
    props = etree.SubElement(made, qn("a:pPr"), {"marL": "0", "indent": "0", "algn": side})
    for name in ("a:spcBef", "a:spcAft"):
        etree.SubElement(etree.SubElement(props, qn(name)), qn("a:spcPts"), {"val": "0"})
    etree.SubElement(props, qn("a:buNone"))
    return made


def put_run(tones: Tones, paragraph: Any, run: Run, text: str, size: float) -> None:
    """Add a run to a paragraph; size 0 = as the place says."""
    if not text:
        return
    made = etree.SubElement(paragraph, qn("a:r"))
    points = run.size or size
    props = etree.SubElement(made, qn("a:rPr"), {"lang": _LANGUAGE})
    if points:
        props.set("sz", str(max(round(points * 100), 100)))
    props.set("b", "1" if run.bold else "0")
    if run.raised:
        props.set("baseline", "30000")
    tones.solid(props, run.color)
    etree.SubElement(made, qn("a:t")).text = text


def describe(shape: Any, said: str) -> None:
    """Say what a shape shows, for those who cannot see it."""
    props = shape._element.xpath("./*/p:cNvPr")[0]
    props.set("descr", short(one_line(said), _SAID))


def decorative(shape: Any) -> None:
    """Mark a shape as one that says nothing."""
    props = shape._element.xpath("./*/p:cNvPr")[0]
    held = etree.SubElement(etree.SubElement(props, qn("a:extLst")), qn("a:ext"))
    held.set("uri", _DECORATIVE_KEY)
    etree.SubElement(held, f"{{{_DECORATIVE}}}decorative", nsmap={"adec": _DECORATIVE}).set(
        "val", "1"
    )


def line_high(size: float) -> float:
    """How high a line of a size is."""
    return size * LEADING
