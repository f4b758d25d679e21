"""Every colour of HealthDesk by name, light and dark; the only file with colour values.

Not here: what a colour is used for on a widget (theme.py and the painters ask by name).
"""

from __future__ import annotations

Pair = tuple[str, str]
"""A colour in the light and in the dark theme."""

COLORS: dict[str, Pair] = {
    "canvas": ("#F5F6F8", "#14171B"),
    "rail": ("#ECEEF2", "#0F1215"),
    "surface": ("#FFFFFF", "#1B1F24"),
    "raised": ("#FFFFFF", "#242930"),
    "field": ("#FFFFFF", "#14171B"),
    "track": ("#E9ECF0", "#2A3038"),
    "hover": ("#F2F4F7", "#22272D"),
    "selected": ("#E6EDFC", "#20304F"),
    "border": ("#DFE3E8", "#2E343C"),
    "edge": ("#868F9C", "#6F7A87"),
    "grid": ("#ECEEF1", "#262C33"),
    "weekend": ("#F4F5F7", "#20252B"),
    "text": ("#1A1E24", "#E8EBEF"),
    "text2": ("#48505B", "#B9C1CB"),
    "text3": ("#5D6673", "#98A2AE"),
    "accent": ("#2B57C7", "#8AA9FA"),
    "accentfill": ("#2B57C7", "#3C64CC"),
    "onaccent": ("#FFFFFF", "#FFFFFF"),
    "shadow": ("#000000", "#000000"),
    "accentsoft": ("#E6EDFC", "#20304F"),
    "strong": ("#17714A", "#62C998"),
    "strongfill": ("#2F9E6B", "#3FA877"),
    "strongsoft": ("#E2F3EA", "#17352A"),
    "average": ("#825600", "#E8B75A"),
    "averagefill": ("#BF8610", "#D39C38"),
    "averagesoft": ("#FAF0D9", "#392E16"),
    "poor": ("#B02E28", "#F58F86"),
    "poorfill": ("#D4514B", "#DC635B"),
    "poorsoft": ("#FCE8E6", "#402322"),
    "unknown": ("#5B6470", "#9FA9B5"),
    "unknownfill": ("#828C99", "#74808D"),
    "unknownsoft": ("#EDEFF2", "#2A3038"),
    "up": ("#186F98", "#9ADBF5"),
    "upfill": ("#3F9BC4", "#5FB4DA"),
    "upsoft": ("#E1F1F8", "#15313D"),
    "down": ("#8A1F50", "#E87FAE"),
    "downfill": ("#A8336B", "#B8437C"),
    "downsoft": ("#FAE6EF", "#3F2031"),
    "notice": ("#8A4513", "#F0AC78"),
    "noticefill": ("#C4702F", "#C87B40"),
    "noticesoft": ("#FCEEE2", "#3A281A"),
    "s1": ("#2B57C7", "#8AA9FA"),
    "s2": ("#0C7F79", "#54BFB7"),
    "s3": ("#6A2FA8", "#D9B8F7"),
    "s4": ("#A8551A", "#E39A63"),
    "s5": ("#3F4853", "#C5CDD6"),
    "h0": ("#F0F3F8", "#20262E"),
    "h1": ("#D3E0F8", "#233759"),
    "h2": ("#A7C1F1", "#2A4A86"),
    "h3": ("#7599E4", "#3864B8"),
    "h4": ("#4571D2", "#5C8AE2"),
    "h5": ("#244AA6", "#9DBBFB"),
    "n3": ("#8E2458", "#B23A75"),
    "n2": ("#C76A96", "#80305A"),
    "n1": ("#EFC9DA", "#4C2A3B"),
    "z0": ("#EEF0F3", "#2A3038"),
    "p1": ("#CBE6F3", "#2C5468"),
    "p2": ("#8CC7E0", "#4F9DC2"),
    "p3": ("#3F9BC4", "#7CC8EA"),
}

COLOUR_BLIND: dict[str, Pair] = {
    "strong": ("#00588A", "#7CC4EE"),
    "strongfill": ("#0072B2", "#56B4E9"),
    "strongsoft": ("#E1EFF8", "#14304A"),
    "average": ("#7A5200", "#F0B429"),
    "averagefill": ("#E69F00", "#E69F00"),
    "averagesoft": ("#FBF0D6", "#3A2D10"),
    "poor": ("#9E4300", "#F2955A"),
    "poorfill": ("#D55E00", "#D55E00"),
    "poorsoft": ("#FBE7DA", "#402414"),
    "up": ("#00588A", "#7CC4EE"),
    "upfill": ("#0072B2", "#56B4E9"),
    "upsoft": ("#E1EFF8", "#14304A"),
    "down": ("#9E4300", "#F2955A"),
    "downfill": ("#D55E00", "#D55E00"),
    "downsoft": ("#FBE7DA", "#402414"),
    "n3": ("#B84E00", "#F08A45"),
    "n2": ("#E8955C", "#9A5A2E"),
    "n1": ("#F8D9C2", "#4A3322"),
    "p1": ("#CDE4F2", "#203B49"),
    "p2": ("#6FB0D8", "#2F6F96"),
    "p3": ("#0072B2", "#56B4E9"),
}
"""Okabe-Ito for bands and better/worse, for eyes that do not part red from green."""

HIGH_CONTRAST: dict[str, str] = {
    "border": "edge",
    "grid": "edge",
    "text2": "text",
    "text3": "text",
    "strongsoft": "surface",
    "averagesoft": "surface",
    "poorsoft": "surface",
    "unknownsoft": "surface",
    "upsoft": "surface",
    "downsoft": "surface",
    "noticesoft": "surface",
    "accentsoft": "surface",
}
"""High contrast: the names on the left take the colour of the names on the right."""

SERIES = ("s1", "s3", "s2", "s4", "s5")
"""Series colours in the order of dimensions: usage, touch, support, voice, commercial."""


def table(*, dark: bool, colour_blind: bool, high_contrast: bool) -> dict[str, str]:
    """Give every colour name its value under the chosen settings."""
    column = int(dark)
    names = {name: pair[column] for name, pair in COLORS.items()}
    if colour_blind:
        names.update({name: pair[column] for name, pair in COLOUR_BLIND.items()})
    if high_contrast:
        names.update({name: names[source] for name, source in HIGH_CONTRAST.items()})
    return names
