"""Sets a report on pages: PDF, and pages as pictures, by typst with our own templates.

The report goes in as data, never as markup; fonts are our own alone, so that the bytes are the same
on every system; no packages, no network, no file outside resources/reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from healthdesk import paths
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.report import Report
from healthdesk.core.papers import page_data

if TYPE_CHECKING:
    from typst import Compiler, Fonts

_Made = TypeVar("_Made")
_SECONDS: Final = 86_400
_POINTS: Final = 72
_MAIN: Final = "report.typ"


@dataclass(frozen=True)
class Printed:
    """A report on paper: the file, its pages, and the key of each page's section."""

    content: bytes
    pages: int
    sections: tuple[str, ...]


@dataclass(frozen=True)
class PagePicture:
    """A page as PNG, and the key of its section; `begins` are all that begin on it."""

    png: bytes
    section: str
    begins: tuple[str, ...] = ()


class _Start(msgspec.Struct, frozen=True):
    """Where a section begins, as the template tells."""

    key: str
    page: int
    pages: int


def pdf(report: Report) -> Printed:
    """Print a report, with bookmarks, page numbers and tags for those who cannot see it."""

    def made(compiler: Compiler) -> bytes:
        found = compiler.compile(format="pdf", timestamp=max(report.day, 0) * _SECONDS)
        return found if isinstance(found, bytes) else b"".join(found or ())

    content, starts = _set(report, made)
    sections = _sections(starts)
    return Printed(content, len(sections), sections)


def pictures(
    report: Report, scale: float = 1.0, pages: slice | None = None
) -> tuple[PagePicture, ...]:
    """The pages as they will print; at scale 1 a point is a pixel. `pages` picks some of them."""

    def made(compiler: Compiler) -> list[bytes]:
        found = compiler.compile(format="png", ppi=_POINTS * scale)
        return [found] if isinstance(found, bytes) else list(found or ())

    content, starts = _set(report, made)
    whole = tuple(
        PagePicture(png, key, tuple(one.key for one in starts if one.page == at))
        for at, (png, key) in enumerate(zip(content, _sections(starts), strict=True), 1)
    )
    return whole if pages is None else whole[pages]


def drawing(text: str, wide: float, scale: float = 3.0) -> bytes:
    """A safe drawing as PNG on no ground, so wide in points; b"" where it cannot be drawn."""
    from typst import Compiler, TypstError  # noqa: PLC0415 - a large library, for reports alone

    folder = paths.resources() / "reports"
    compiler = Compiler(
        str(folder / "drawing.typ"),
        root=str(folder),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": text, "wide": f"{wide:.2f}"},
    )
    try:
        made = compiler.compile(format="png", ppi=_POINTS * scale)
    except TypstError:
        return b""
    return made if isinstance(made, bytes) else b""


def _set(report: Report, make: Callable[[Compiler], _Made]) -> tuple[_Made, list[_Start]]:
    """Run a compiler over the report; without its drawings where one of them cannot be set."""
    from typst import Compiler, TypstError  # noqa: PLC0415 - a large library, for reports alone

    trouble: Exception | None = None
    for drawings in (True, False):
        data = msgspec.json.encode(page_data.document(report, drawings=drawings)).decode()
        folder = paths.resources() / "reports"
        compiler = Compiler(
            str(folder / _MAIN),
            root=str(folder),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
        try:
            made = make(compiler)
            starts = msgspec.json.decode(
                compiler.query("<section>", field="value"), type=list[_Start]
            )
        except TypstError as found:
            trouble = found
            continue
        return made, starts
    raise DeskError("The pages of this report could not be set.") from trouble


def _sections(starts: list[_Start]) -> tuple[str, ...]:
    """The section of each page: the first that begins on it, else the one that goes on."""
    first: dict[int, str] = {}
    for one in starts:
        first.setdefault(one.page, one.key)
    made, now, going = list[str](), "", {one.page: one.key for one in starts}
    for page in range(1, max((one.pages for one in starts), default=0) + 1):
        made.append(first.get(page, now))
        now = going.get(page, now)
    return tuple(made)


@lru_cache(maxsize=1)
def _fonts() -> Fonts:
    from typst import Fonts  # noqa: PLC0415 - a large library, for reports alone

    folder = paths.resources() / "fonts"
    return Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder), str(folder / "fallback")],
    )
