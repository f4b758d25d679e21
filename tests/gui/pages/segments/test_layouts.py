"""What the cards of segments draw: nothing is cut unsaid, labels keep apart, figures are told."""

from __future__ import annotations

from itertools import combinations

import pytest

from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.segment_view import Comparison, Figure, Members, Past
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.segments import compare_layout, size_layout
from healthdesk.gui.pages.segments.members_card import lay_head
from healthdesk.gui.parts.drawing import FontMeasure, ink
from healthdesk.gui.parts.kit import Kit

DAY = 20_780


@pytest.fixture
def kit(theme):
    return Kit(FontMeasure(theme), Words())


def past(counts, arr=None, mixed=()):
    days = tuple(DAY - 7 * (len(counts) - 1 - at) for at in range(len(counts)))
    return Past(days, tuple(counts), arr, {"Poor": tuple(max(one - 2, 0) for one in counts)},
                "EUR", mixed)  # fmt: skip


@pytest.mark.parametrize("counts", [(0, 1), (3, 3), (1, 9, 4, 0, 120), (2000,) * 104])
@pytest.mark.parametrize("size", [(320, 90), (551, 130)])
def test_labels_of_the_chart_keep_apart(kit, counts, size):
    drawing = size_layout.lay_size(past(counts), *size, kit, arr=False)
    rects = [ink(text, kit.measure).adjusted(0, 3, 0, -3) for text in drawing.texts if text.text]
    for one, other in combinations(rects, 2):
        assert not one.intersects(other)
    said = [text.text for text in drawing.texts]
    assert any("member" in one for one in said)


def test_weeks_without_arr_break_the_line(kit):
    told = past((1, 2, 3), (1000.0, None, 3000.0))
    drawing = size_layout.lay_size(told, 500, 130, kit, arr=True)
    assert None in drawing.curves[-1].points


def test_a_round_figure_stands_at_the_top():
    assert [size_layout.round_most(one) for one in (0, 3, 4.5, 7, 108, 1900)] == [
        4, 4, 5, 10, 200, 2000,
    ]  # fmt: skip


@pytest.mark.parametrize("width", [290, 400])
def test_figures_of_members_fit(kit, width):
    bands = (
        ("Strong", 1200, amounts([(1e8, "EUR")])),
        ("Poor", 800, amounts([(2e7, "EUR"), (3e5, "USD")])),
        ("Unknown", 3, amounts([(None, "")])),
    )
    arr = amounts([(1.2e8, "EUR"), (3e5, "USD"), (None, "")])
    told = Members((), 2003, 12, arr, 61.4, bands)
    drawing = lay_head(told, width, kit)
    rects = [ink(text, kit.measure).adjusted(0, 2, 0, -2) for text in drawing.texts if text.text]
    for one, other in combinations(rects, 2):
        assert not one.intersects(other)
    assert max(rect.right() for rect in rects) <= width + 1


def test_what_is_not_known_is_a_dash(kit):
    drawing = lay_head(Members((), 2, None, amounts([(None, ""), (None, "")]), None, ()), 400, kit)
    said = [text.text for text in drawing.texts]
    assert "\N{EN DASH}" in said
    assert any(one.startswith("ARR not") for one in said)


def test_a_comparison_says_differences_and_few_accounts(kit):
    found = Comparison(
        "A", "B", ("x",), ("y", "z"), (),
        (
            Figure("Mean score", "points", 45.0, 52.0, 3, 80),
            Figure("Poor share", "share", 0.5, 0.5, 3, 80),
            Figure("ARR", "EUR", 1e6, None, 3, 0),
        ),
    )  # fmt: skip
    drawing = compare_layout.lay_comparison(found, 600, kit)
    said = [text.text for text in drawing.texts]
    assert "45 (n 3)" in said
    assert "+7" in said
    assert "same" in said
    assert {"only_a", "both", "only_b"} == {spot.key for spot in drawing.spots}
