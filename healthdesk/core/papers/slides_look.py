"""Colours of slides by role: those of the theme where it has them, else mixed from its ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from pptx.oxml.ns import qn

from healthdesk.core.charts import Look
from healthdesk.core.charts.look import contrast, mixed, readable

_THEME: Final = {
    "text": "tx1",
    "surface": "bg1",
    "accent": "accent1",
    "second": "accent2",
    "third": "accent3",
    "fourth": "accent4",
    "fifth": "accent5",
}
_FILLS: Final = {
    "muted": "unknownfill",
    "strong": "strongfill",
    "average": "averagefill",
    "poor": "poorfill",
    "unknown": "unknownfill",
}
_GREYS: Final = {"text2": 0.82, "text3": 0.7, "edge": 0.5, "border": 0.15, "grid": 0.09}
_BRIGHT: Final = {
    "strong": "strongfill",
    "average": "averagefill",
    "poor": "poorfill",
    "unknown": "unknownfill",
    "up": "upfill",
    "down": "downfill",
    "notice": "noticefill",
}
_LEGIBLE: Final = 4.5
_DARK: Final = 3.0
"""Contrast with white from which on a ground is dark."""


@dataclass(frozen=True)
class Tones:
    """Colours of one deck: `theme` are those of its own theme by slot, {} for our deck."""

    look: Look
    theme: Mapping[str, str]

    def color(self, role: str) -> str:
        """The colour of a role as "#RRGGBB"."""
        slot = _THEME.get(role)
        if slot is not None and slot in self.theme:
            return self.theme[slot]
        if role in ("accent", "second", "third", "fourth", "fifth"):
            return self.look.fill(role)
        if role == "accenttext":
            return self.readable(self.color("accent"))
        if role == "accentsoft":
            return mixed(self.color("accent"), 0.12, self.color("surface"))
        if self.theme and role in _GREYS:
            return mixed(self.color("text"), _GREYS[role], self.color("surface"))
        return self.look.colors[_BRIGHT.get(role, role) if self.dark else role]

    def fill(self, tone: str) -> str:
        """The role in which a tone of a chart is filled."""
        return _FILLS.get(tone, tone if tone in _THEME else "accent")

    def words(self, tone: str) -> str:
        """The role in which a tone's words stand."""
        if tone in ("strong", "average", "poor"):
            return tone
        return {"muted": "text3", "unknown": "text3", "accent": "accenttext"}.get(tone, tone)

    @property
    def dark(self) -> bool:
        """Whether the deck's ground is dark."""
        return bool(self.theme) and contrast(self.theme["bg1"], "#FFFFFF") > _DARK

    def readable(self, color: str) -> str:
        """The colour, as text on the deck's ground; the text's own where it cannot be read."""
        ground = self.color("surface")
        if contrast(color, ground) >= _LEGIBLE:
            return color
        return self.color("text") if self.dark else readable(color, ground)

    def solid(self, parent: Any, role: str) -> Any:
        """Fill an element in a role's colour."""
        made = etree.SubElement(parent, qn("a:solidFill"))
        slot = _THEME.get(role)
        if role == "accenttext" and self.readable(self.color("accent")) == self.color("accent"):
            slot = "accent1"
        if slot is not None:
            etree.SubElement(made, qn("a:schemeClr"), {"val": slot})
        else:
            etree.SubElement(made, qn("a:srgbClr"), {"val": self.color(role).lstrip("#")})
        return made

    def stroke(self, parent: Any, role: str, wide: float, dash: str = "") -> Any:
        """Give an element a line of a width in points; no line where the role is ""."""
        made = etree.SubElement(parent, qn("a:ln"), {"w": str(round(wide * 12_700))})
        if not role:
            etree.SubElement(made, qn("a:noFill"))
            return made
        self.solid(made, role)
        if dash:
            etree.SubElement(made, qn("a:prstDash"), {"val": dash})
        return made
