"""Our own deck: a title slide and a slide with a title alone, in the brand's colours."""

from __future__ import annotations

from typing import Any, Final

import pptx
from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Emu

from healthdesk.core.charts.look import FAMILY
from healthdesk.core.papers.paper_sizes import Measures
from healthdesk.core.papers.slides_draw import EMU
from healthdesk.core.papers.slides_look import Tones

_COVER, _PAGE = 0, 5
_TITLES: Final = {_COVER: "Title slide", _PAGE: "Title and content"}
_LIKE: Final = "020B0604020202020204"
"""What Inter is like, for systems without it: a plain sans serif."""
_SLOTS: Final = {
    "dk1": "text",
    "lt1": "surface",
    "dk2": "text2",
    "lt2": "hover",
    "accent1": "accent",
    "accent2": "second",
    "accent3": "third",
    "accent4": "fourth",
    "accent5": "fifth",
    "accent6": "unknownfill",
    "hlink": "accenttext",
    "folHlink": "text3",
}
_LEFT: Final = ("/printerSettings", "/viewProps")
"""Ends of kinds of relations of the library's deck that ours has not."""
_Place = tuple[float, float, float, float]


def own_deck(size: Measures, tones: Tones) -> Any:
    """An empty deck of 16 : 9 with our two layouts."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = _emu(size.width), _emu(size.height)
    held = deck.part._element.find(qn("p:sldSz"))
    held.attrib.pop("type", None)
    for key, one in list(deck.part.rels.items()):
        if one.reltype.endswith(_LEFT):
            deck.part.rels.pop(key)
    master = deck.slide_master
    for at, layout in reversed(list(enumerate(master.slide_layouts))):
        if at not in _TITLES:
            master.slide_layouts.remove(layout)
    _theme(master, tones)
    _styles(master, size)
    _master(master, size)
    cover, page = master.slide_layouts
    for layout, name in zip((cover, page), _TITLES.values(), strict=True):
        layout._element.cSld.set("name", name)
    _cover(cover, size, tones)
    return deck


def _emu(points: float) -> Emu:
    return Emu(round(points * EMU))


def _theme(master: Any, tones: Tones) -> None:
    """Colours and letters of the deck's theme."""
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            part = relation.target_part
            root = etree.fromstring(part.blob)
            root.set("name", "HealthDesk")
            for slot, role in _SLOTS.items():
                held = next(root.iter(qn(f"a:{slot}")))
                for child in list(held):
                    held.remove(child)
                color = tones.color(role).lstrip("#")
                etree.SubElement(held, qn("a:srgbClr"), {"val": color})
            for kind in ("a:majorFont", "a:minorFont"):
                latin = next(root.iter(qn(kind))).find(qn("a:latin"))
                latin.set("typeface", FAMILY)
                latin.set("panose", _LIKE)
                latin.set("pitchFamily", "34")
                next(root.iter(qn(kind))).find(qn("a:cs")).set("typeface", "Arial")
            part._blob = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def _styles(master: Any, size: Measures) -> None:
    """Sizes of titles and texts; no bullets unless a person sets them."""
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    props = title.find(qn("a:defRPr"))
    props.set("sz", str(round(size.title * 100)))
    props.set("b", "1")
    props.set("spc", "-20")
    for at, level in enumerate(styles.find(qn("p:bodyStyle"))):
        props = level.find(qn("a:defRPr"))
        if props is not None:
            props.set("sz", str(round((size.lead if at == 0 else size.base) * 100)))


def _master(master: Any, size: Measures) -> None:
    inner = size.inner
    foot = size.height - size.bottom - size.note * 1.4
    places: dict[str, _Place] = {
        "title": (size.side, size.top, inner * 0.66, size.title * 1.3),
        "body": (size.side, size.top + size.title * 2, inner, foot - size.top - size.title * 3),
        "dt": (size.side, foot, inner * 0.2, size.note * 1.4),
        "ftr": (size.side + inner * 0.55, foot, inner * 0.4, size.note * 1.4),
        "sldNum": (size.side + inner * 0.96, foot, inner * 0.04, size.note * 1.4),
    }
    for shape in master.placeholders:
        kind = shape._element.xpath(".//p:ph")[0].get("type", "body")
        _put(shape, places[kind], "t" if kind in ("title", "body") else "b")
        if kind in ("dt", "ftr", "sldNum"):
            _small(shape, size.note, "l" if kind == "dt" else "r")


def _small(shape: Any, points: float, side: str) -> None:
    level = shape._element.txBody.find(qn("a:lstStyle")).find(qn("a:lvl1pPr"))
    level.set("algn", side)
    level.find(qn("a:defRPr")).set("sz", str(round(points * 100)))


def _put(shape: Any, place: _Place, anchor: str) -> None:
    shape.left, shape.top, shape.width, shape.height = map(_emu, place)
    held = shape._element.txBody.find(qn("a:bodyPr"))
    for name in ("lIns", "tIns", "rIns", "bIns"):
        held.set(name, "0")
    held.set("anchor", anchor)
    for child in list(held):
        held.remove(child)
    etree.SubElement(held, qn("a:normAutofit"))


def _cover(layout: Any, size: Measures, tones: Tones) -> None:
    """The title slide: a bar in the brand's colour, title and subtitle set large."""
    left, wide = size.side * 2.4, size.width - size.side * 4.4
    for shape in list(layout.placeholders):
        kind = shape._element.xpath(".//p:ph")[0].get("type", "body")
        if kind == "ctrTitle":
            _put(shape, (left, size.height * 0.31, wide, size.cover * 1.3), "b")
            _first(shape, size.cover, "text", tones, bold=True)
        elif kind == "subTitle":
            _put(shape, (left, size.height * 0.47, wide, size.title * 1.4), "t")
            _first(shape, size.title, "accenttext", tones, bold=False)
        else:
            shape._element.getparent().remove(shape._element)
    tree = layout._element.cSld.spTree
    bar = etree.SubElement(tree, qn("p:sp"))
    tree.remove(bar)
    tree.insert(2, bar)
    held = etree.SubElement(bar, qn("p:nvSpPr"))
    etree.SubElement(held, qn("p:cNvPr"), {"id": "20", "name": "Bar"})
    etree.SubElement(held, qn("p:cNvSpPr"))
    etree.SubElement(held, qn("p:nvPr"))
    props = etree.SubElement(bar, qn("p:spPr"))
    place = etree.SubElement(props, qn("a:xfrm"))
    etree.SubElement(place, qn("a:off"), {"x": "0", "y": "0"})
    extent = {"cx": str(12 * EMU), "cy": str(round(size.height * EMU))}
    etree.SubElement(place, qn("a:ext"), extent)
    etree.SubElement(etree.SubElement(props, qn("a:prstGeom"), {"prst": "rect"}), qn("a:avLst"))
    tones.solid(props, "accent")
    tones.stroke(props, "", 0)


def _first(shape: Any, points: float, role: str, tones: Tones, *, bold: bool) -> None:
    """How the first level of a placeholder's text stands."""
    held = shape._element.txBody.find(qn("a:lstStyle"))
    for child in list(held):
        held.remove(child)
    level = etree.SubElement(held, qn("a:lvl1pPr"), {"marL": "0", "indent": "0", "algn": "l"})
    etree.SubElement(level, qn("a:buNone"))
    props = etree.SubElement(level, qn("a:defRPr"), {"sz": str(round(points * 100))})
    props.set("b", "1" if bold else "0")
    tones.solid(props, role)
