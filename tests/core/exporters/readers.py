"""What independent readers find in a file of a report, as one text without white space."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any, Final
from zipfile import ZipFile, is_zipfile

from lxml import etree
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from healthdesk.core.domain.cell_guard import unguarded
from healthdesk.core.domain.clean_text import plain

_UNSEEN: Final = re.compile(r"[\s\u200b-\u200f\u00ad\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufe0f]+")
_STROKE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_PARTED: Final = "\x1f"
"""Stands between two texts of a file, so that none is found that runs over both."""


def seen(text: str) -> str:
    """A text as it is looked for: without what nobody sees."""
    return _UNSEEN.sub("", plain(text).replace("_x000D_", ""))


def found(key: str, content: bytes) -> str:
    """All that a reader of a format finds."""
    return _PARTED.join(
        seen(text) for one in files(content, key) for text in _READ[key](one) if text
    )


def files(content: bytes, key: str) -> tuple[bytes, ...]:
    """The files of a format that may be packed."""
    if key in {"csv", "svg", "png"} and is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as held:
            return tuple(held.read(name) for name in held.namelist())
    return (content,)


def unpacked(content: bytes) -> bytes:
    """All bytes of a file, those of its members unpacked."""
    if not is_zipfile(io.BytesIO(content)):
        return content
    with ZipFile(io.BytesIO(content)) as held:
        return b"\n".join(name.encode() + held.read(name) for name in held.namelist())


def _pdf(content: bytes) -> Iterator[str]:
    # A text may go on over the page: the pages are one text.
    yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


class _Page(HTMLParser):
    """The texts of a page, those of one element together."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"style", "script"}
        assert not any(name.startswith("on") for name, _ in attrs), attrs

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.told.append(data)


def _html(content: bytes) -> Iterator[str]:
    page = _Page()
    page.feed(content.decode())
    yield from page.told


def _xlsx(content: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(content), data_only=True):
        for row in sheet.iter_rows(values_only=True):
            yield from (one for one in row if isinstance(one, str))


def _csv(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield from map(unguarded, row)


def _markdown(content: bytes) -> Iterator[str]:
    yield _STROKE.sub(r"\1", content.decode())


def _pptx(content: bytes) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            yield from _shape(shape)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield slide.notes_slide.notes_text_frame.text


def _shape(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield shape.text_frame.text
    if getattr(shape, "has_table", False) and shape.has_table:
        for row in shape.table.rows:
            yield from (cell.text_frame.text for cell in row.cells)
    if getattr(shape, "has_chart", False) and shape.has_chart:
        for node in shape.chart._chartSpace.iter("{*}v", "{*}t"):
            yield node.text or ""
    for inner in getattr(shape, "shapes", ()):
        yield from _shape(inner)


def _svg(content: bytes) -> Iterator[str]:
    for node in etree.fromstring(content).iter("{*}text", "{*}title", "{*}desc"):
        yield "".join(node.itertext())


def _png(content: bytes) -> Iterator[str]:
    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        assert min(picture.size) > 100
        yield from map(str, picture.info)


_READ: Final[dict[str, Callable[[bytes], Iterator[str]]]] = {
    "pdf": _pdf,
    "html": _html,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "csv": _csv,
    "png": _png,
    "svg": _svg,
    "markdown": _markdown,
}
