"""Brands of reports: name, logo, colour, a line at the foot; a logo is a picture and nothing else.

A logo is kept as PNG, drawn anew: whatever else a file carried stays outside, and an SVG is drawn
once, here, after all that could act in it was refused. Not here: how a report shows it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from sqlalchemy import select

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report import Brand
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables_reports import ReportBrand

MOST_BYTES: Final = 2_000_000
MOST_PIXELS: Final = 4_000
"""Pixels along the longer side of a logo that is taken in."""
KEPT_PIXELS: Final = 1_200
"""Pixels along the longer side of a logo as it is kept: sharp on paper at 8 cm."""
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}\Z")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SHAPES: Final = frozenset(
    (
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "path", "rect"),
        *("circle", "ellipse", "line", "polyline", "polygon", "linearGradient", "radialGradient"),
        *("stop", "clipPath", "mask", "style", "text", "tspan", "pattern", "marker"),
    )
)
"""Elements of an SVG that draw; every other one is refused."""
_OTHERS: Final = frozenset(("RDF", "Work", "format", "type", "namedview", "page", "grid"))
"""Notes that drawing programs leave; they draw nothing."""
_REACHES: Final = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|javascript:|expression\(", re.I)
_MOST_PARTS: Final = 20_000


@dataclass(frozen=True)
class BrandRow:
    """A brand with its row."""

    row: int
    brand: Brand


def brands(tx: Tx) -> tuple[BrandRow, ...]:
    """All brands by name."""
    rows = tx.scalars(select(ReportBrand).order_by(ReportBrand.name))
    return tuple(BrandRow(one.id, _brand(one)) for one in rows)


def find(tx: Tx, name: str) -> Brand:
    """The brand of a name; one without anything where there is none of it."""
    if not name:
        return Brand()
    row = tx.execute(select(ReportBrand).where(ReportBrand.name == name)).scalar_one_or_none()
    return Brand() if row is None else _brand(row)


@op("Save brand")
def save(tx: Tx, brand: Brand, row: int | None = None) -> int:
    """Keep a brand, a new one or in place of a row; returns its row.

    Raises:
        UsageError: The name is taken, the colour is none, or the logo is no picture that is safe.
    """
    name = line_of(brand.name, "A brand")
    taken = tx.execute(select(ReportBrand.id).where(ReportBrand.name == name)).scalar()
    if taken not in (None, row):
        raise UsageError(f"A brand is called “{name}” already; {NOTHING_CHANGED}.")
    if brand.color and not _COLOR.match(brand.color):
        raise UsageError(
            f"{brand.color!r} is no colour; {NOTHING_CHANGED}.", "Write it like #2857c5."
        )
    foot = optional_line(brand.foot, "The line at the foot")
    held = ReportBrand(name=name) if row is None else _row(tx, row)
    logo = brand.logo if brand.logo == (held.logo or b"") else as_logo(brand.logo)
    held.name, held.color, held.foot = name, brand.color.lower(), foot
    held.logo = logo or None
    tx.add(held)
    tx.flush()
    return held.id


@op("Remove brand")
def remove(tx: Tx, row: int) -> None:
    """Keep a brand no longer; filed reports keep theirs."""
    tx.delete(_row(tx, row))
    tx.flush()


def as_logo(data: bytes) -> bytes:
    """A picture as it is kept, "" for none.

    Raises:
        UsageError: It is too large, no PNG or SVG, or an SVG that does more than draw.
    """
    if not data:
        return b""
    if len(data) > MOST_BYTES:
        raise UsageError(
            f"The logo has {len(data) / 1e6:.1f} MB, at most {MOST_BYTES // 1_000_000} MB fit;"
            f" {NOTHING_CHANGED}."
        )
    if data.startswith(_PNG):
        return _drawn(data)
    _require_still(data)
    return _drawn(_rasterised(data))


def _drawn(data: bytes) -> bytes:
    """A PNG with its pixels alone, no larger than it needs to be."""
    # Not at the top: only who keeps a logo waits for it.
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as found:
            if max(found.size) > MOST_PIXELS:
                raise UsageError(
                    f"The logo is {found.size[0]} x {found.size[1]} pixels, at most"
                    f" {MOST_PIXELS} along a side fit; {NOTHING_CHANGED}."
                )
            image = found.convert("RGBA")
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, MemoryError) as error:
        raise UsageError(f"The logo could not be read as a picture; {NOTHING_CHANGED}.") from error
    image.thumbnail((KEPT_PIXELS, KEPT_PIXELS))
    out = io.BytesIO()
    image.save(out, format="PNG", optimize=False)
    return out.getvalue()


def _require_still(data: bytes) -> None:
    """Refuse whatever in an SVG could run, load or point elsewhere."""
    head = data.lower()
    if re.search(rb"<!doctype[^\[>]*\[|<!entity", head) is not None:
        raise _refused("declares entities")
    try:
        # Entities are refused above, and nothing is loaded from anywhere.
        found = iterparse(io.BytesIO(data), events=("start", "end"))  # noqa: S314 - see above
        for at, (event, one) in enumerate(found):
            if at > _MOST_PARTS:
                raise _refused("has too many parts")
            if at == 0 and _local(one.tag) != "svg":
                raise UsageError(f"The logo is neither PNG nor SVG; {NOTHING_CHANGED}.")
            _check(one, ended=event == "end")
    except (ParseError, UnicodeError, ValueError, LookupError) as error:
        raise UsageError(f"The logo is neither PNG nor SVG; {NOTHING_CHANGED}.") from error


def _check(one: Element, *, ended: bool) -> None:
    name = _local(one.tag)
    if name not in _SHAPES and name not in _OTHERS:
        raise _refused(f"holds a part called {name!r}")
    for key, told in one.attrib.items():
        local = _local(key)
        if local.lower().startswith("on"):
            raise _refused("holds a script")
        if local == "href" and not told.strip().startswith("#"):
            raise _refused("points to something outside")
        if _REACHES.search(told):
            raise _refused("points to something outside")
    if ended and name == "style" and _REACHES.search(one.text or ""):
        raise _refused("points to something outside")


def _refused(why: str) -> UsageError:
    return UsageError(
        f"The logo {why}; {NOTHING_CHANGED}.", "Save it as PNG, or as a plain SVG of shapes."
    )


def _rasterised(data: bytes) -> bytes:
    """An SVG as a picture, drawn without any file or font of this machine."""
    # Not at the top: only who keeps an SVG waits for it.
    import typst  # noqa: PLC0415

    page = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f'#image(bytes(({",".join(map(str, data))},)), format: "svg", width: 300pt)'
    )
    try:
        made = typst.compile(
            page.encode(), format="png", ppi=72 * KEPT_PIXELS / 300, ignore_system_fonts=True
        )
    except (RuntimeError, ValueError) as error:
        raise UsageError(f"The logo could not be drawn; {NOTHING_CHANGED}.") from error
    if not isinstance(made, bytes):
        raise UsageError(f"The logo could not be drawn; {NOTHING_CHANGED}.")
    return made


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _brand(row: ReportBrand) -> Brand:
    return Brand(name=row.name, logo=row.logo or b"", color=row.color, foot=row.foot)


def _row(tx: Tx, row: int) -> ReportBrand:
    held = tx.get(ReportBrand, row)
    if held is None:
        raise NotFound(f"This brand is no longer in the desk; {NOTHING_CHANGED}.")
    return held
