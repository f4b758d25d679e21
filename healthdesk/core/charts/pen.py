"""Writes SVG: lines, bars, words; coordinates rounded, texts escaped, so that bytes are the same.

Not here: what is drawn where (lines.py, columns.py, ranks.py, parts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final, Literal

from healthdesk.core.charts.look import FAMILIES, Look
from healthdesk.core.domain.clean_text import one_line

Anchor = Literal["start", "middle", "end"]
_MIDDLE: Final = 0.36
"""By how much of the letters' size the base line lies under the middle of figures."""
_LONGEST: Final = 2000


def number(value: float) -> str:
    """A coordinate: two decimals at most, no sign at nothing."""
    told = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if told == "-0" else told


def safe(text: str) -> str:
    """A text as content or as an attribute's value."""
    return escape(one_line(text)[:_LONGEST], quote=True)


class Pen:
    """Collects the marks of one drawing."""

    def __init__(self, width: float, height: float, look: Look) -> None:
        self.width, self.height, self.look = width, height, look
        self._marks: list[str] = []

    def svg(self, title: str, words: str) -> str:
        """The drawing whole, with its name and its sentence for those who cannot see it."""
        wide, high = number(self.width), number(self.height)
        told = safe(words or title)
        label = f' aria-label="{told}"' if told else ""
        head = f"<title>{safe(title)}</title>" if title and self.look.hover else ""
        head += f"<desc>{told}</desc>" if told and told != safe(title) else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
            f'viewBox="0 0 {wide} {high}" role="img"{label} font-family="{FAMILIES}" '
            f'font-size="{number(self.look.size)}">{head}{"".join(self._marks)}</svg>'
        )

    def line(
        self, start: tuple[float, float], stop: tuple[float, float], color: str,
        wide: float = 1.0, *, dash: str = "", told: str = "",
    ) -> None:  # fmt: skip
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        (x1, y1), (x2, y2) = start, stop
        self._add(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
            f'stroke="{color}" stroke-width="{number(wide)}"{dashed}',
            "line",
            told,
        )

    def path(
        self, points: Sequence[tuple[float, float]], color: str, wide: float, dash: str = ""
    ) -> None:
        """A line through points."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._add(
            f'<path d="{_through(points)}" fill="none" stroke="{color}" '
            f'stroke-width="{number(wide)}" stroke-linejoin="round" stroke-linecap="round"{dashed}',
            "path",
        )

    def area(self, points: Sequence[tuple[float, float]], color: str, told: str = "") -> None:
        """A filled surface within points."""
        self._add(f'<path d="{_through(points)}Z" fill="{color}"', "path", told)

    def bar(
        self, x: float, y: float, wide: float, high: float, *, color: str, told: str = ""
    ) -> None:  # fmt: skip
        """A filled rectangle."""
        self._add(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(wide, 0))}" '
            f'height="{number(max(high, 0))}" fill="{color}"',
            "rect",
            told,
        )

    def hit(self, x: float, y: float, wide: float, high: float, told: str) -> None:
        """A place that shows nothing and tells something under the pointer."""
        if self.look.hover:
            self._add(
                f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" '
                f'height="{number(high)}" fill="#FFFFFF" fill-opacity="0"',
                "rect",
                told,
            )

    def dot(self, x: float, y: float, radius: float, color: str, ring: float = 0.0) -> None:
        """A filled circle; with `ring` a ring of that width."""
        paint = f'fill="none" stroke="{color}" stroke-width="{number(ring)}"' if ring else ""
        self._add(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" '
            + (paint or f'fill="{color}"'),
            "circle",
        )

    def words(
        self, x: float, y: float, text: str, color: str, anchor: Anchor = "start",
        *, weight: int = 400, size: float = 0.0,
    ) -> None:  # fmt: skip
        """Words whose middle is at a height."""
        told = safe(text)
        if not told:
            return
        size = size or self.look.size
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        bold = "" if weight == 400 else f' font-weight="{weight}"'
        large = "" if size == self.look.size else f' font-size="{number(size)}"'
        self._marks.append(
            f'<text x="{number(x)}" y="{number(y + size * _MIDDLE)}" fill="{color}"'
            f"{where}{bold}{large}>{told}</text>"
        )

    def swatch(self, tone: str, x: float, y: float, size: float) -> None:
        """A small mark of a tone in a box whose left middle is at (x, y); bands have shapes."""
        color, half = self.look.fill(tone), size / 2
        if tone == "strong":
            self.dot(x + half, y, size * 0.45, color)
        elif tone == "average":
            top, low = y - size * 0.45, y + size * 0.41
            self.area(((x + half, top), (x + size * 0.98, low), (x + size * 0.02, low)), color)
        elif tone == "unknown":
            self.dot(x + half, y, size * 0.36, color, size * 0.16)
        else:
            side = size * 0.84
            self.bar(x + half - side / 2, y - side / 2, side, side, color=color)

    def _add(self, opened: str, name: str, told: str = "") -> None:
        if told and self.look.hover:
            self._marks.append(f"{opened}><title>{safe(told)}</title></{name}>")
        else:
            self._marks.append(f"{opened}/>")


def _through(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
