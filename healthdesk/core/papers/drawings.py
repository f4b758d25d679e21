"""Drawings and pictures of others, made safe before they stand on a page.

An SVG keeps shapes and words and loses whatever runs, loads or links; what cannot be read is "".
"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError, fromstring, register_namespace, tostring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SPACE: Final = "http://www.w3.org/2000/svg"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_KEPT: Final = frozenset(
    (
        *("svg", "g", "path", "rect", "line", "circle", "ellipse", "polyline", "polygon"),
        *("text", "tspan", "title", "desc", "defs", "use", "symbol", "pattern", "mask"),
        *("clipPath", "linearGradient", "radialGradient", "stop"),
    )
)
_LOADS: Final = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression|javascript:", re.IGNORECASE)
_OWN: Final = re.compile(r"(url\(\s*['\"]?#)")
_LARGEST: Final = 4_000_000
_DEEPEST: Final = 60
_SIDE: Final = 4000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def safe_svg(text: str) -> str:
    """The drawing without scripts, links and pictures from elsewhere; "" where it is none."""
    if len(text) > _LARGEST or "<!" in text or "<svg" not in text:
        return ""
    try:
        root = fromstring(text)  # noqa: S314 - without declarations there is nothing to expand
    except (ParseError, ValueError):
        return ""
    if root.tag != f"{{{_SPACE}}}svg" or not _sized(root):
        return ""
    if not _cleaned(root, 0):
        return ""
    register_namespace("", _SPACE)
    return tostring(root, encoding="unicode")


def inlined(text: str, prefix: str) -> str:
    """A safe drawing as part of a page: the names in it begin with a prefix, as one's own."""
    made = safe_svg(text)
    if not made:
        return ""
    root = fromstring(made)  # noqa: S314 - it was written here
    for one in root.iter():
        for name, value in list(one.attrib.items()):
            if name == "id":
                one.set(name, prefix + value)
            elif name in ("href", _LINK):
                one.set(name, f"#{prefix}{value[1:]}")
            elif "url(" in value:
                one.set(name, _OWN.sub(rf"\g<1>{prefix}", value))
    register_namespace("", _SPACE)
    return tostring(root, encoding="unicode")


def logo(content: bytes) -> str:
    """A logo as a drawing, PNG and JPEG wrapped into one; "" where it can be read as nothing."""
    if not content.startswith((_PNG, _JPEG)):
        return safe_svg(content.decode("utf-8", "replace").lstrip("\ufeff").strip())
    size = _size(content)
    if size is None:
        return ""
    kind = "png" if content.startswith(_PNG) else "jpeg"
    coded, (wide, high) = b64encode(content).decode("ascii"), size
    return (
        f'<svg xmlns="{_SPACE}" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f'<image width="{wide}" height="{high}" href="data:image/{kind};base64,{coded}"/></svg>'
    )


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a picture that can be read whole."""
    from io import BytesIO  # noqa: PLC0415 - beside the other

    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - not needed at the start

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if max(picture.size) > _SIDE:
                return None
            picture.load()
            return picture.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return None


def _sized(root: Element) -> bool:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    return all(re.fullmatch(r"\d+(\.\d+)?(px|pt)?", one) and _number(one) > 0 for one in sides)


def _number(text: str) -> float:
    return float(text.rstrip("pxt"))


def _cleaned(one: Element, depth: int) -> bool:
    """Take away what may not stay; False where it lies too deep."""
    if depth > _DEEPEST:
        return False
    for name in list(one.attrib):
        value = one.attrib[name]
        link = name in ("href", _LINK)
        unsafe = name.lower().startswith("on") or _LOADS.search(value)
        if unsafe or (link and not value.startswith("#")) or (name.startswith("{") and not link):
            del one.attrib[name]
    for child in list(one):
        space, _, name = child.tag.removeprefix("{").partition("}")
        if space != _SPACE or name not in _KEPT:
            one.remove(child)
        elif not _cleaned(child, depth + 1):
            return False
    return True
