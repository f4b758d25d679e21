"""The look of paper: colours by role, the brand's accent, the size of letters, how figures stand.

Paper is always light; the values are in resources/themes/paper.json, those of the window's theme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import msgspec

from healthdesk import paths
from healthdesk.core.domain.number_style import STYLES, USUAL, NumberStyle

FAMILY: Final = "Inter"
FAMILIES: Final = "Inter, 'Noto Sans', 'Segoe UI', Arial, sans-serif"
_COLOR: Final = re.compile(r"#[0-9a-fA-F]{6}\Z")
_FILLS: Final = {
    "second": "s2",
    "third": "s3",
    "fourth": "s4",
    "fifth": "s5",
    "muted": "unknownfill",
    "strong": "strongfill",
    "average": "averagefill",
    "poor": "poorfill",
    "unknown": "unknownfill",
}
_TEXTS: Final = {"muted": "text3", "strong": "strong", "average": "average", "poor": "poor"}
_LEGIBLE, _VISIBLE = 4.5, 3.0
"""Contrast of text, and of shapes, against their ground, as the accessibility guidelines ask."""
_LIKE: Final = 70.0
"""Colours nearer than this are taken for the same."""


@dataclass(frozen=True)
class Look:
    """How charts and pages of one report look.

    Attributes:
        colors: by name, as the themes call them.
        brand: the brand's colour as it was given, for surfaces that say nothing.
        accent: the same, as dark as lines and bars must be.
        accent_text: the same, as dark as text must be.
        size: of the letters of charts, in the drawing's units.
        hover: whether marks tell their day and value under the pointer.
    """

    colors: Mapping[str, str]
    brand: str
    accent: str
    accent_text: str
    size: float = 11.0
    style: NumberStyle = STYLES[USUAL]
    hover: bool = True

    def sized(self, size: float) -> Look:
        """The same in another size of letters."""
        return replace(self, size=size)

    def fill(self, tone: str) -> str:
        """The colour of a tone's lines and bars; of an unknown one the accent."""
        name = _FILLS.get(tone)
        if name is None:
            return self.accent
        color = self.colors[name]
        taken = name in ("s2", "s3", "s4") and _apart(color, self.accent) < _LIKE
        return self.colors["s1"] if taken else color

    def text(self, tone: str) -> str:
        """The colour of a tone's words."""
        if tone not in _FILLS:
            return self.accent_text
        return readable(self.colors[_TEXTS[tone]] if tone in _TEXTS else self.fill(tone))


def paper_look(
    color: str = "",
    *,
    size: float = 11.0,
    style: str = USUAL,
    colour_blind: bool = False,
    hover: bool = True,
) -> Look:
    """The look of paper with a brand's colour; what is no colour is left out."""
    read = _palette()
    colors = read["paper"] | (read["colour_blind"] if colour_blind else {})
    brand = color.upper() if _COLOR.match(color) else colors["accent"]
    return Look(
        colors=colors,
        brand=brand,
        accent=readable(brand, least=_VISIBLE),
        accent_text=readable(brand),
        size=size,
        style=STYLES.get(style, STYLES[USUAL]),
        hover=hover,
    )


def readable(color: str, ground: str = "#FFFFFF", least: float = _LEGIBLE) -> str:
    """The colour, as much darker as it takes to be read on a light ground."""
    while contrast(color, ground) < least:
        color = "#" + "".join(f"{int(one * 0.92):02X}" for one in _rgb(color))
    return color


def contrast(one: str, other: str) -> float:
    """How far the lightness of two colours is apart: 1 to 21."""
    light, dark = sorted((_lightness(one), _lightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(color: str, share: float, ground: str = "#FFFFFF") -> str:
    """A colour thinned on its ground; share 1 is the colour itself."""
    pairs = zip(_rgb(color), _rgb(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _lightness(color: str) -> float:
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in (part / 255 for part in _rgb(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _apart(one: str, other: str) -> float:
    pairs = zip(_rgb(one), _rgb(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


@lru_cache(maxsize=1)
def _palette() -> dict[str, dict[str, str]]:
    file = paths.resources() / "themes" / "paper.json"
    return msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, str]])
