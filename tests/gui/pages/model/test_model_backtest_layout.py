"""Where the figures of a backtest stand: AUC, rates, groups; weights and curves suggested."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from healthdesk.core.domain.backtest import Bin, Rate
from healthdesk.core.domain.profile import CurveScale, MapScale
from healthdesk.core.domain.suggest import Weight
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model import backtest_layout as layout
from healthdesk.gui.pages.model.backtest_layout import AucRow
from healthdesk.gui.pages.model.suggestion import layout as suggested
from healthdesk.gui.parts.drawing import ink
from healthdesk.gui.parts.kit import Kit

WORDS = Words(QLocale("en_GB"))


def measure(text, role, weight):
    del role, weight
    return 6.0 * len(text)


def kit():
    return Kit(measure, WORDS)


def texts(drawing):
    return [one.text for one in drawing.texts]


shares = st.floats(0, 1)


@st.composite
def rows(draw):
    low, value, high = sorted(draw(st.tuples(shares, shares, shares)))
    return AucRow(draw(st.sampled_from(["Published 7", "Draft 8", "D"])), value, low, high)


@given(st.lists(rows(), min_size=1, max_size=3), st.integers(240, 900))
@settings(max_examples=60)
def test_every_range_lies_on_its_axis_beside_its_words(found, width):
    drawing = layout.auc_axis(found, width, kit())
    assert drawing.width == width
    assert len(drawing.dots) == len(found)
    for at, dot in enumerate(drawing.dots):
        line, _, right = drawing.fills[3 * at : 3 * at + 3]
        assert line.rect.left() - 0.01 <= dot.center.x() <= line.rect.right() + 1.01
        assert right.rect.right() <= width - 40
    names = [ink(one, measure) for one in drawing.texts if one.role == "body"]
    assert not any(a.intersects(b) for a, b in combinations(names, 2))


def test_the_axis_begins_below_chance_only_where_something_reaches_there():
    above = layout.auc_axis([AucRow("A", 0.8, 0.6, 0.9)], 340, kit())
    below = layout.auc_axis([AucRow("A", 0.5, 0.4, 0.6)], 340, kit())
    assert texts(above) == ["0.5 chance", "0.75", "1", "A", "0.80"]
    assert texts(below) == ["0.25", "0.5 chance", "0.75", "1", "A", "0.50"]


def test_of_a_few_the_axis_tells_no_decimals():
    drawing = layout.auc_axis([AucRow("A", None, None, None)], 340, kit())
    assert not drawing.dots
    assert WORDS.number(None) in texts(drawing)


def test_bands_share_one_scale_and_say_their_counts():
    rates = (Rate(141, 2), Rate(96, 4), Rate(31, 8))
    drawing = layout.band_rates(rates, 340, kit())
    assert [one.text for one in drawing.texts if "of" in one.text] == [
        "8 of 31", "4 of 96", "2 of 141",
    ]  # fmt: skip
    bars = [one for one in drawing.fills if one.color.endswith("fill")]
    assert [one.color for one in bars] == ["poorfill", "averagefill", "strongfill"]
    wide = [one.rect.width() for one in bars]
    assert wide[0] / wide[1] == pytest.approx((8 / 31) / (4 / 96))
    assert max(one.rect.right() for one in drawing.fills) <= 340


def test_a_band_without_accounts_has_no_bar():
    drawing = layout.band_rates((Rate(0, 0), Rate(4, 1), Rate(0, 0)), 340, kit())
    assert [one.color for one in drawing.fills if one.color.endswith("fill")] == ["averagefill"]
    assert "0 of 0" in texts(drawing)


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(0, 30)), min_size=1, max_size=10))
@settings(max_examples=40)
def test_groups_stay_inside_their_plot(found):
    bins = [Bin(mean, mean, mean, Rate(30, lost)) for mean, lost in sorted(found)]
    drawing = layout.calibration(bins, 400, 200, kit())
    for dot in drawing.dots:
        assert 40 <= dot.center.x() <= 390
        assert 9.9 <= dot.center.y() <= 164.1
    assert all(one.rect.top() >= 9.9 for one in drawing.fills)


def test_weights_now_and_then_share_one_scale():
    listed = [Weight("a.b", "Use", 20.0, 40.0), Weight("a.c", "Trend", 10.0, 0.0)]
    drawing = suggested.weights(listed, 400, kit())
    wide = {one.color: one.rect.width() for one in drawing.fills[:2]}
    assert wide["accentfill"] == pytest.approx(2 * wide["unknownfill"])
    assert texts(drawing)[:2] == ["now", "then"]
    assert WORDS.number(None) in texts(drawing)  # nothing left of Trend


def test_pictures_show_the_curve_now_and_the_suggested_one(monkeypatch):
    now = CurveScale(points=((0.0, 0.0), (4.0, 100.0)))
    then = CurveScale(points=((1.0, 0.0), (2.0, 100.0)))
    monkeypatch.setattr(suggested, "_named", lambda profile: profile)
    measured = {
        "a.same": (now, now), "a.other": (now, then), "a.new": (None, then),
        "a.map": (None, MapScale(points={"gold": 90.0, "free": 10.0})),
    }  # fmt: skip
    held = [(key, _Named(key, one)) for key, (one, _) in measured.items() if one is not None]
    made = [(key, _Named(key, one)) for key, (_, one) in measured.items()]
    found = suggested.changed(held, made, WORDS)
    assert [(one.name, bool(one.now), bool(one.then)) for one in found] == [
        ("a.other", True, True), ("a.new", False, True), ("a.map", False, False),
    ]  # fmt: skip
    drawing = suggested.pictures(found, 560, kit())
    assert [one.dashes for one in drawing.curves] == [(3, 3), (), ()]
    assert "gold 90, free 10" in texts(drawing)
    inside = [point for one in drawing.curves for point in one.points if point is not None]
    assert all(0 <= point.x() <= 560 and 0 <= point.y() <= drawing.height for point in inside)


class _Named:
    def __init__(self, name, scale):
        self.name = self.key = name
        self.scale = scale
