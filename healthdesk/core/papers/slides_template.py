"""A deck of the person's own as a template: checked, then emptied of its slides.

Its masters, layouts, colours, fonts and size stay. What runs or leads elsewhere is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import pptx
from lxml import etree
from pptx.oxml.ns import qn

from healthdesk.core.domain.errors import DeskError

_NONE: Final = "This file is no deck that can be used as a template; nothing was written."
_HINT: Final = "Choose a presentation (.pptx or .potx)."
_RUNS: Final = "This deck carries macros or embedded objects; nothing was written."
_PLAIN: Final = "Save it as a plain presentation (.pptx) without them."
_LEADS: Final = "This deck shows something that lies outside it; nothing was written."
_PARTS, _BYTES = 5_000, 300_000_000
_TYPES: Final = "[Content_Types].xml"
_MAIN: Final = b"presentationml.presentation.main+xml"
_TEMPLATE: Final = b"presentationml.template.main+xml"
_MACROS: Final = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_OBJECTS: Final = re.compile(r"vbaproject|activex|oleobject|embeddings/.*\.bin$", re.IGNORECASE)
_LINKS: Final = ("http://", "https://", "mailto:")
_LEFT: Final = (
    "/slide",
    "/viewProps",
    "/printerSettings",
    "/commentAuthors",
    "/tags",
    "/customXml",
)
"""Ends of kinds of relations that a deck made from the template does not take over."""
_LISTS: Final = ("p:sldIdLst", "p:custShowLst", "p:custDataLst", "p:extLst")


def opened(content: bytes) -> Any:
    """The deck without its slides.

    Raises:
        DeskError: It is no deck, or carries what runs or leads elsewhere.
    """
    try:
        deck = pptx.Presentation(io.BytesIO(_checked(content)))
        _emptied(deck)
        parts = list(deck.part.package.iter_parts())
        _followed(deck, parts)
        usable = len(deck.slide_layouts) > 0 and deck.slide_width and deck.slide_height
    except DeskError:
        raise
    except Exception as error:
        raise DeskError(_NONE, _HINT) from error
    if not usable:
        raise DeskError(_NONE, _HINT)
    return deck


def _checked(content: bytes) -> bytes:
    """The bytes as a presentation that is not too large and runs nothing."""
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > _PARTS or sum(one.file_size for one in members) > _BYTES:
                raise DeskError("This deck is too large for a template; nothing was written.")
            types = packed.read(_TYPES)
            if _MACROS.search(types) or any(_OBJECTS.search(one.filename) for one in members):
                raise DeskError(_RUNS, _PLAIN)
            if _MAIN in types:
                return content
            if _TEMPLATE not in types:
                raise DeskError(_NONE, _HINT)
            return _as_deck(packed, types)
    except (BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DeskError(_NONE, _HINT) from error


def _as_deck(packed: ZipFile, types: bytes) -> bytes:
    """A template file told to be a presentation, which is all that parts them."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for one in packed.infolist():
            held = types.replace(_TEMPLATE, _MAIN) if one.filename == _TYPES else packed.read(one)
            made.writestr(one.filename, held)
    return out.getvalue()


def _emptied(deck: Any) -> None:
    """Drop the slides and all that leads to them."""
    root = deck.part._element
    for name in _LISTS:
        for found in root.findall(qn(name)):
            root.remove(found)
    rels = deck.part.rels
    for key, one in list(rels.items()):
        if one.is_external or one.reltype.endswith(_LEFT):
            rels.pop(key)
    for held in [deck.slide_master, *deck.slide_masters]:
        _bare(held)
        for layout in held.slide_layouts:
            _bare(layout)


def _bare(page: Any) -> None:
    """A master or layout without links that are none of the web, and without tags of others."""
    rels = page.part.rels
    for key, one in list(rels.items()):
        tags = one.reltype.endswith(("/tags", "/customXml"))
        link = one.is_external and one.reltype.endswith("/hyperlink")
        if tags or (link and not one.target_ref.lower().startswith(_LINKS)):
            for element in list(_pointing(page._element, key)):
                element.getparent().remove(element)
            rels.pop(key)


def _pointing(root: Any, key: str) -> Iterator[Any]:
    space = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    for element in root.iter():
        if any(name.startswith(space) and value == key for name, value in element.attrib.items()):
            yield element


def _followed(deck: Any, parts: list[Any]) -> None:
    """Refuse what the kept parts carry or lead to."""
    del deck
    for part in parts:
        name = str(part.partname).lower()
        if "/embeddings/" in name or "/activex/" in name or part.content_type.endswith("oleObject"):
            raise DeskError(_RUNS, _PLAIN)
        for one in part.rels.values():
            if one.is_external and not one.target_ref.lower().startswith(_LINKS):
                raise DeskError(_LEADS, "Take the links to other files out of its layouts.")
        if name.endswith(".xml") and b"<!DOCTYPE" in part.blob[:2000]:
            raise DeskError(_NONE, _HINT)


def theme_colors(deck: Any) -> dict[str, str]:
    """The colours of a deck's theme by the names that its slides use: "tx1", "bg1", "accent1"."""
    master = deck.slide_master
    mapped = master._element.find(qn("p:clrMap"))
    found = [one for one in master.part.rels.values() if one.reltype.endswith("/theme")]
    root = etree.fromstring(found[0].target_part.blob, etree.XMLParser(resolve_entities=False))
    scheme = next(root.iter(qn("a:clrScheme")))
    held = {etree.QName(one).localname: _hex(one) for one in scheme}
    plain = {"tx1": "dk1", "bg1": "lt1", **{f"accent{at}": f"accent{at}" for at in range(1, 6)}}
    asked = {name: mapped.get(name, slot) for name, slot in plain.items()}
    return {name: held.get(slot, "#000000") for name, slot in asked.items()}


def _hex(slot: Any) -> str:
    color = slot[0]
    found = (color.get("lastClr") or color.get("val") or "").upper()
    return f"#{found}" if re.fullmatch(r"[0-9A-F]{6}", found) else "#000000"
