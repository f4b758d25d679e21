"""Every pair of text and ground that the screens use can be read, in every look."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor

from healthdesk.gui.base import colors

TEXT = ("text", "text2", "text3", "accent", "strong", "average", "poor", "unknown", "up", "down")
GROUNDS = ("surface", "raised", "field", "hover")
READ = [
    *itertools.product(("text", "text2", "accent", "poor", "notice"), (*GROUNDS, "canvas")),
    *itertools.product(("text3",), ("surface", "raised", "field", "canvas", "rail")),
    *itertools.product(("up", "down"), ("surface", "selected", "hover", "canvas")),
    *itertools.product(("text", "text2"), ("rail", "selected", "track", "accentsoft", "canvas")),
    ("accent", "selected"),
    ("accent", "accentsoft"),
    ("onaccent", "accentfill"),
    ("strong", "strongsoft"),
    ("average", "averagesoft"),
    ("poor", "poorsoft"),
    ("unknown", "unknownsoft"),
    ("notice", "noticesoft"),
    ("notice", "rail"),
    ("s1", "surface"),
    ("s2", "surface"),
    ("s3", "surface"),
    ("s4", "surface"),
    ("s5", "surface"),
]
DRAWN = ("edge", "strongfill", "averagefill", "poorfill", "unknownfill", "downfill", "noticefill")
LOOKS = [
    pytest.param({"dark": d, "colour_blind": c, "high_contrast": h}, id=f"dark={d} cb={c} hc={h}")
    for d, c, h in itertools.product((False, True), repeat=3)
]


def luminance(color: str) -> float:
    parts = QColor(color).getRgbF()[:3]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_the_standard_says():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", LOOKS)
def test_text_reaches_four_and_a_half(look):
    names = colors.table(**look)
    poor = {(t, g): contrast(names[t], names[g]) for t, g in READ}
    assert {pair: round(c, 2) for pair, c in poor.items() if c < 4.5} == {}


@pytest.mark.parametrize("look", [look for look in LOOKS if not look.values[0]["colour_blind"]])
def test_bars_and_outlines_reach_three(look):
    names = colors.table(**look)
    poor = {n: contrast(names[n], names["surface"]) for n in DRAWN}
    assert {name: round(c, 2) for name, c in poor.items() if c < 3.0} == {}


def test_every_colour_has_both_columns_and_is_a_colour():
    for pair in (*colors.COLORS.values(), *colors.COLOUR_BLIND.values()):
        assert all(QColor(value).isValid() and len(value) == 7 for value in pair)
    assert set(colors.COLOUR_BLIND) <= set(colors.COLORS)
    assert set(colors.HIGH_CONTRAST) | set(colors.HIGH_CONTRAST.values()) <= set(colors.COLORS)
