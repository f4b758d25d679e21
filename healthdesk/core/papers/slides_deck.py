"""A deck that is being made: its layouts, a slide at a time, and its bytes, always the same."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any, Final
from zipfile import ZipFile

from lxml import etree
from pptx.oxml.ns import qn

from healthdesk.core.charts import paper_look
from healthdesk.core.domain.clean_text import one_line
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.number_style import STYLES, USUAL
from healthdesk.core.domain.report import Report
from healthdesk.core.papers import slides_template
from healthdesk.core.papers.packing import pack
from healthdesk.core.papers.paper_sizes import MEASURES
from healthdesk.core.papers.slides_draw import (
    EMU,
    Box,
    Canvas,
    decorative,
    fill_text,
    put_paragraphs,
    put_run,
)
from healthdesk.core.papers.slides_look import Tones
from healthdesk.core.papers.slides_own import own_deck
from healthdesk.core.papers.slides_size import resized
from healthdesk.core.papers.slides_words import Run, Runs, cut, high
from healthdesk.core.papers.texts import short

_FEET: Final = ("dt", "ftr", "sldNum")
_TITLES: Final = ("title", "ctrTitle")
_LEFT: Final = ("/extended-properties", "/thumbnail", "/custom-properties", "/core-properties")
_TITLE_LOW: Final = 0.36
"""Of the height, how low a template's title may end; below it gets our place."""
_NOTE_SIZE: Final = 0
_USUAL_TITLE: Final = 44.0
_FOOT_LETTERS: Final = 13.0
"""What letters of a template's foot have at most, for what it says."""


class Deck:
    """A deck of one report, ours or made from a template."""

    def __init__(self, report: Report, template: bytes | None = None) -> None:
        own = MEASURES["slides"]
        style = STYLES.get(report.style, STYLES[USUAL])
        look = paper_look(
            report.brand.color,
            size=own.chart,
            style=style.key,
            colour_blind=report.colour_blind,
            hover=False,
        )
        self.report = report
        self.style = style
        self.foreign = template is not None
        self.tones = Tones(look, {})
        if template is None:
            self.deck = own_deck(own, self.tones)
            self.size = own
        else:
            self.deck = slides_template.opened(template)
            self.tones = Tones(look, slides_template.theme_colors(self.deck))
            self.size = resized(own, self.deck.slide_width / EMU, self.deck.slide_height / EMU)
        layouts = list(self.deck.slide_layouts)
        self._cover = min(layouts, key=lambda one: _unlike(one, cover=True))
        self._page = min(layouts, key=lambda one: _unlike(one, cover=False))
        self._made = 0

    def cover(self, title: str, under: str) -> Canvas:
        """A title slide; `under` stands in its second placeholder, if the layout has one."""
        canvas, subtitle = self._slide(self._cover), False
        for shape in list(canvas.slide.placeholders):
            kind = _kind(shape)
            if kind in _TITLES:
                canvas.slide.shapes.title.text_frame.text = ""
                self._words(shape, (Run(title, "text", bold=not self.foreign),))
            elif kind == "subTitle" and under and not subtitle:
                subtitle = True
                self._words(shape, (Run(under, "accenttext"),))
            else:
                shape._element.getparent().remove(shape._element)
        return canvas

    def page(self, title: str, more: str, points: float) -> Canvas:
        """A slide with a title of this size; `more` stands small behind it."""
        canvas = self._slide(self._page)
        for shape in list(canvas.slide.placeholders):
            if _kind(shape) in _TITLES:
                quiet = (Run(f"  {more}", "text3", size=self.size.lead),) if more else ()
                own = 0.0 if self.foreign or points == self.size.title else points
                self._words(shape, (Run(title, "text", bold=not self.foreign, size=own), *quiet))
            else:
                shape._element.getparent().remove(shape._element)
        return canvas

    def title_box(self, canvas: Canvas) -> Box:
        """Where the title of a slide stands, brought up where a template has it too low."""
        size, shape = self.size, canvas.slide.shapes.title
        held = (shape.left, shape.top, shape.width, shape.height)
        known = all(one is not None for one in held)
        x, y, w, h = (one / EMU for one in held) if known else (0.0, 0.0, 0.0, 0.0)
        if not known or y + h > size.height * _TITLE_LOW or w < size.width * 0.4:
            inner = size.width - 2 * size.side
            x, y, w, h = size.side, size.top, inner, size.title * 1.4
            box = Box(x, y, w, h)
            shape.left, shape.top, shape.width, shape.height = box.emu()
        return Box(x, y, w, h)

    def title_points(self, canvas: Canvas) -> float:
        """The size of the letters of a slide's title, as its template says it."""
        if not self.foreign:
            return self.size.title
        for page in (canvas.slide.slide_layout, canvas.slide.slide_layout.slide_master):
            for shape in page.placeholders:
                if _kind(shape) in _TITLES:
                    found = shape._element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
                    if found:
                        return int(found[0]) / 100
        style = self.deck.slide_master._element.xpath("./p:txStyles/p:titleStyle//a:defRPr/@sz")
        return int(style[0]) / 100 if style else _USUAL_TITLE

    def fit_title(self, canvas: Canvas, title: str, box: Box) -> None:
        """Set a title in a template's place smaller where it would not fit there."""
        points = first = self.title_points(canvas)
        while points > self.size.base and high(title, box.w * 0.92, points, bold=True) > box.h:
            points *= 0.93
        if points < first:
            for paragraph in canvas.slide.shapes.title.text_frame.paragraphs:
                for run in paragraph.runs[:1]:
                    run.font.size = round(points * EMU)

    def foot_top(self, canvas: Canvas) -> float:
        """Where a template's own foot begins, or the margin."""
        size = self.size
        tops = [
            one.top / EMU
            for one in canvas.slide.slide_layout.placeholders
            if _kind(one) in _FEET and one.top is not None
        ]
        low = [one for one in tops if one > size.height * 0.75]
        return min(low) if self.foreign and low else size.height - size.bottom

    def foot(self, canvas: Canvas, text: str) -> float:
        """Number and foot of a slide, in the layout's places; returns where they begin from left.

        A template without a place for the number gets one at our corner.
        """
        size, left = self.size, self.size.width - self.size.side
        places = {_kind(one): one for one in canvas.slide.slide_layout.placeholders}
        base = size.height - size.bottom - size.note * 1.4
        wide = size.width * 0.04
        for kind, wanted in (("sldNum", "number"), ("ftr", text)):
            if not wanted:
                continue
            layout = places.get(kind)
            if layout is not None:
                self._foot_placeholder(canvas, layout, kind, text)
                if layout.left is not None and not self.foreign:
                    left = min(left, layout.left / EMU)
                continue
            width = wide if kind == "sldNum" else size.width * 0.36
            box = Box(left - width, base, width, size.note * 1.4)
            shape = canvas.text(box, (), size.note, side="r", anchor="b", name="Foot")
            self._foot_words(shape, kind, text)
            left = box.x - size.note
        return left

    def notes(self, canvas: Canvas, text: str) -> None:
        """What the speaker reads."""
        frame = canvas.slide.notes_slide.notes_text_frame
        if frame is not None and text:
            put_paragraphs(self.tones, frame._txBody, ((Run(text),),), _NOTE_SIZE)
            for one in frame._txBody.iter(qn("a:rPr")):
                for child in list(one):
                    one.remove(child)
                one.attrib.pop("b", None)

    def close(self) -> bytes:
        """The whole deck, without times and names of whoever made it."""
        package = self.deck.part.package
        for key, one in list(package._rels.items()):
            if one.reltype.endswith(_LEFT):
                package._rels.pop(key)
        self._properties(package.core_properties)
        self.deck.part.rename_slide_parts([one.rId for one in self.deck.slides._sldIdLst])
        made, out = io.BytesIO(), io.BytesIO()
        self.deck.save(made)
        with ZipFile(made) as packed:
            pack(((one.filename, packed.read(one)) for one in packed.infolist()), out)
        return out.getvalue()

    def _properties(self, held: Any) -> None:
        for child in list(held._element):
            held._element.remove(child)
        report = self.report
        made = datetime.combine(to_date(max(report.day, 0)), time())
        held.title = short(one_line(report.title), 200)
        held.subject = short(one_line(report.subject), 200)
        held.author = short(one_line(report.brand.name), 200)
        held.created = held.modified = made

    def _slide(self, layout: Any) -> Canvas:
        self._made += 1
        slide = self.deck.slides.add_slide(layout)
        title = slide.shapes.title
        if title is None:
            _add_title(slide)
        return Canvas(slide, self.tones)

    def _words(self, shape: Any, runs: Runs) -> None:
        """Put words in a placeholder, which says itself how they look."""
        body = shape._element.txBody
        for one in body.findall(qn("a:p")):
            body.remove(one)
        paragraph = etree.SubElement(body, qn("a:p"))
        for run in runs:
            put_run(self.tones, paragraph, run, one_line(run.text) if not run.size else run.text, 0)
        if self.foreign:
            for props in body.iter(qn("a:rPr")):
                if props.get("sz") is None:
                    for child in list(props):
                        props.remove(child)
                    props.attrib.pop("b", None)

    def _foot_placeholder(self, canvas: Canvas, layout: Any, kind: str, text: str) -> None:
        tree = canvas.slide.shapes._spTree
        made = etree.SubElement(tree, qn("p:sp"))
        held = etree.SubElement(made, qn("p:nvSpPr"))
        name = "Slide number" if kind == "sldNum" else "Footer"
        key = str(max(int(one) for one in tree.xpath("//@id") if one.isdigit()) + 1)
        etree.SubElement(held, qn("p:cNvPr"), {"id": key, "name": name})
        etree.SubElement(etree.SubElement(held, qn("p:cNvSpPr")), qn("a:spLocks"), {"noGrp": "1"})
        if layout.width is not None and self.foreign:
            text = cut(one_line(text), layout.width / EMU * 0.9, _FOOT_LETTERS, 1)
        place = layout._element.xpath(".//p:ph")[0]
        etree.SubElement(etree.SubElement(held, qn("p:nvPr")), qn("p:ph"), dict(place.attrib))
        etree.SubElement(made, qn("p:spPr"))
        body = etree.SubElement(made, qn("p:txBody"))
        etree.SubElement(body, qn("a:bodyPr"))
        etree.SubElement(body, qn("a:lstStyle"))
        _foot_paragraph(body, kind, text, self._made)
        if not self.foreign:
            self._small(body)
        for props in body.iter(qn("a:rPr")):
            if self.foreign:
                etree.SubElement(props, qn("a:latin"), {"typeface": "+mn-lt"})

    def _foot_words(self, shape: Any, kind: str, text: str) -> None:
        fill_text(self.tones, shape, (), self.size.note, side="r", anchor="b")
        body = shape._element.txBody
        for one in body.findall(qn("a:p")):
            body.remove(one)
        _foot_paragraph(body, kind, text, self._made)
        self._small(body)

    def _small(self, body: Any) -> None:
        """Words at the foot: small, quiet, at the right."""
        for paragraph in body.findall(qn("a:p")):
            paragraph.insert(0, etree.Element(qn("a:pPr"), {"algn": "r"}))
        for props in body.iter(qn("a:rPr")):
            props.set("sz", str(round(self.size.note * 100)))
            self.tones.solid(props, "text3")
            etree.SubElement(props, qn("a:latin"), {"typeface": "+mn-lt"})


def _foot_paragraph(body: Any, kind: str, text: str, number: int) -> None:
    paragraph = etree.SubElement(body, qn("a:p"))
    if kind == "sldNum":
        made = etree.SubElement(paragraph, qn("a:fld"), {"type": "slidenum"})
        made.set("id", "{C1FF6DA9-008F-8B48-92A6-B652298478BF}")
    else:
        made = etree.SubElement(paragraph, qn("a:r"))
    etree.SubElement(made, qn("a:rPr"), {"lang": "en-GB"})
    etree.SubElement(made, qn("a:t")).text = str(number) if kind == "sldNum" else one_line(text)


def _kind(shape: Any) -> str:
    return str(shape._element.xpath(".//p:ph")[0].get("type", "obj"))


def _unlike(layout: Any, *, cover: bool) -> tuple[int, int]:
    """How far a layout is from what is wanted: a title page, or a title and nothing else."""
    kinds = [one for one in map(_kind, layout.placeholders) if one not in _FEET]
    others = [one for one in kinds if one not in _TITLES]
    titled = 0 if any(one in _TITLES for one in kinds) else 20
    if cover:
        named = 0 if "ctrTitle" in kinds else 4
        under = 0 if "subTitle" in kinds else 2
        return titled + named + under, len(others)
    return titled + (6 if "ctrTitle" in kinds else 0), len(others)


def _add_title(slide: Any) -> None:
    """Give a slide a title that its layout has not."""
    shape = slide.shapes.add_textbox(0, 0, 1, 1)
    held = shape._element.nvSpPr
    held.find(qn("p:cNvPr")).set("name", "Title")
    held.find(qn("p:cNvSpPr")).attrib.pop("txBox", None)
    etree.SubElement(held.find(qn("p:nvPr")), qn("p:ph"), {"type": "title"})


__all__ = ["Box", "Canvas", "Deck", "decorative"]
